"""Quotations that go on: over sentences and paragraphs, signed ones, and transcripts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from countermove.record import words as w
from countermove.record.attribution import Span
from countermove.record.extents import ReportedSpeech, has_words, place_of, trim
from countermove.record.phrases import Range, phrase_left
from countermove.record.subjects import main_subject
from countermove.record.text import ParsedText, Sentence, Tokens, any_quoted, count_words
from countermove.record.transcripts import transcript

_SIGNED = re.compile(r"[”\"]\s*[―—–-]{1,2}\s*([^”\"]{3,80}?)\s*$")
_LEAD = re.compile(r"(?:[^“”\":]{1,30}:\s*)?(?=[“\"])")
_AHEAD = 7
"""So many sentences are looked at for the verb of a quotation that begins before them."""


def by_paragraph(text: ParsedText) -> tuple[list[ReportedSpeech], set[int]]:
    """Return what needs no verb, and the paragraphs that it takes up.

    Transcripts have a speaker at the beginning; signed quotations a name after a dash.
    """
    spans: dict[int, tuple[int, int]] = {}
    for number, s in enumerate(text.sentences):
        spans.setdefault(s.paragraph, (s.start, number))
    ends = {s.paragraph: s.end for s in text.sentences}
    labelled = {
        text.text.rfind("\n", 0, label[0]): (label, words) for label, words in transcript(text.text)
    }
    speeches = []
    for p, (a, number) in spans.items():
        speech = None
        if (line := text.text.rfind("\n", 0, a)) in labelled:
            speech = _labelled(text.text, *labelled[line], number)
        elif lead := _LEAD.match(text.text, a, ends[p]):
            speech = _signed(text.text, lead.end(), ends[p], number)
        if speech:
            speeches.append((p, speech))
    return [speech for _, speech in speeches], {p for p, _ in speeches}


def _labelled(text: str, label: Span, words: Span, number: int) -> ReportedSpeech:
    """`HOLT: …`, in a transcript."""
    mark = max(text.rfind(mark, label[1], words[0]) for mark in ":]-–—")
    return ReportedSpeech(
        content=[words],
        mention=label,
        cue=(mark, mark + 1),
        sentence=number,
        verb=":",
        why="a paragraph of a transcript, after the speaker's name",
    )


def _signed(text: str, a: int, b: int, number: int) -> ReportedSpeech | None:
    """`“…” — NAME`."""
    signed = _SIGNED.search(text[a:b])
    if not signed or not signed[1][0].isupper():
        return None
    return ReportedSpeech(
        content=[(a, a + signed.start() + 1)],
        mention=(a + signed.start(1), a + signed.end(1)),
        cue=None,
        sentence=number,
        verb="—",
        why="a paragraph in quotation marks, signed with a dash and a name",
    )


def after_colon(tokens: Tokens, number: int) -> list[ReportedSpeech]:
    """`NAME: “…”`, as in headings and transcripts."""
    colon = next((i for i, t in enumerate(tokens[:24]) if t.text == ":" and not t.quoted), None)
    if not colon or colon + 1 >= len(tokens):
        return []
    first = max((i + 1 for i, t in enumerate(tokens[:colon]) if t.text in "-—–"), default=0)
    if not first < colon <= first + 8:
        return []
    to = next((i for i in range(first, colon) if tokens[i].low == "to"), colon)
    name = tokens[first:to]
    if not name or not all(t.is_name or t.text == "." for t in name):
        return []
    if name[-1].low in w.HEADINGS or name[0].low in w.HEADINGS or name[0].low in w.LEADING:
        return []
    if first and not tokens[colon + 1].quoted:
        return []
    words = trim(tokens, (colon + 1, len(tokens)))
    if not has_words(tokens, (colon + 1, len(tokens)), 4) or not has_words(tokens, words, 2):
        return []
    return [
        ReportedSpeech(
            content=[place_of(tokens, words)],
            mention=place_of(tokens, (first, to)),
            cue=place_of(tokens, (colon, colon + 1)),
            sentence=number,
            verb=":",
            why="words after a name and a colon",
        )
    ]


def with_continuations(
    text: ParsedText, own: Sequence[list[ReportedSpeech]], taken: set[int]
) -> list[ReportedSpeech]:
    """Let quotations without a verb of their own go on with what is said before or after them."""
    speeches: list[ReportedSpeech] = []
    starts = [passage.start for passage in text.passages]
    owner: ReportedSpeech | None = None
    owner_paragraph = -1
    for number, sentence in enumerate(text.sentences):
        speeches += own[number]
        if sentence.paragraph in taken:
            owner = None
            continue
        if own[number]:
            owner, owner_paragraph = _last_quoting(sentence, own[number]), sentence.paragraph
            continue
        near = owner is not None and owner_paragraph == sentence.paragraph
        if _is_quotation(sentence, near=near):
            following, same_passage = _following(text, own, number, starts)
            if following is not None and (not near or same_passage):
                following.content.insert(0, (sentence.start, sentence.end))
            elif owner is not None and sentence.paragraph - owner_paragraph <= 1:
                owner.content.append((sentence.start, sentence.end))
                owner_paragraph = sentence.paragraph
            elif not _closes(text, starts, sentence) and (
                after := _following(text, own, number, starts, beyond=True)[0]
            ):
                # Marks that don't close promise that the next paragraph is the same speaker's.
                after.content.insert(0, (sentence.start, sentence.end))
            else:
                speech = _of_whom_is_spoken(text, number)
                if speech:
                    speeches.append(speech)
                    owner, owner_paragraph = speech, sentence.paragraph
    return speeches


def _last_quoting(sentence: Sentence, own: Sequence[ReportedSpeech]) -> ReportedSpeech:
    """The last that holds words in quotation marks, or else the last."""
    quoted = [t.start for t in sentence.tokens if t.quoted]
    for speech in reversed(own):
        a, b = speech.content[0][0], speech.content[-1][1]
        if any(a <= place < b for place in quoted):
            return speech
    return own[-1]


def quoted_share(sentence: Sentence) -> float:
    """Which share of the words stands in quotation marks."""
    words = [t.quoted for t in sentence.tokens if t.word]
    return sum(words) / len(words) if words else 0.0


def _is_quotation(sentence: Sentence, *, near: bool) -> bool:
    """Whether a sentence is wholly, or beside a quotation mostly, in quotation marks."""
    share = quoted_share(sentence)
    return (share >= 0.8 or (share >= 0.5 and near)) and count_words(sentence.tokens) >= 2 - near


def _following(
    text: ParsedText,
    own: Sequence[list[ReportedSpeech]],
    number: int,
    starts: Sequence[int],
    *,
    beyond: bool = False,
) -> tuple[ReportedSpeech | None, bool]:
    """Return what a quotation begins, if its verb comes later, and whether the marks go through."""
    sentence = text.sentences[number]
    last = sentence.paragraph + beyond
    for later in range(number + 1, min(number + _AHEAD, len(text.sentences))):
        after = text.sentences[later]
        if after.paragraph > last:
            break
        if own[later] and any_quoted(after.tokens[:2]):
            k = bisect_right(starts, sentence.start) - 1
            return own[later][0], k >= 0 and text.passages[k].end > after.start
        if quoted_share(after) < 0.8:
            break
    return None, False


def _closes(text: ParsedText, starts: Sequence[int], sentence: Sentence) -> bool:
    """Whether the quotation in which a sentence stands has a mark at its end."""
    k = bisect_right(starts, sentence.start) - 1
    return k < 0 or text.text[text.passages[k].end - 1] in "”\"'’"


def _of_whom_is_spoken(text: ParsedText, number: int) -> ReportedSpeech | None:
    """Give a quotation without a verb to whom the sentence before is about."""
    sentence = text.sentences[number]
    for back in (number - 1, number - 2):
        if back < 0 or sentence.paragraph - text.sentences[back].paragraph > 1:
            return None
        tokens = text.sentences[back].tokens
        subject = main_subject(tokens)
        if subject and (
            any(t.is_name for t in tokens[slice(*subject)])
            or tokens[subject[0]].low in ("he", "she")
        ):
            return ReportedSpeech(
                content=[(sentence.start, sentence.end)],
                mention=place_of(tokens, subject),
                cue=None,
                sentence=number,
                sure=False,
                why="a quotation without a verb, given to whom the sentence before is about",
            )
    return None


def left_over(text: ParsedText, speeches: Sequence[ReportedSpeech]) -> Iterator[ReportedSpeech]:
    """Give quotations of four words and more that nobody has to whom their sentence is about."""
    spans = sorted(span for speech in speeches for span in speech.content)
    starts = [a for a, _ in spans]
    reach = list(accumulate((b for _, b in spans), max))
    for number, s in enumerate(text.sentences):
        for i, j in _quoted_stretches(s):
            a, b = place_of(s.tokens, (i, j))
            k = bisect_left(starts, b)
            if count_words(s.tokens[i:j]) < 4 or (k and reach[k - 1] > a):
                continue
            who = _about_whom(s.tokens, i)
            if who:
                yield ReportedSpeech(
                    content=[(a, b)],
                    mention=place_of(s.tokens, who),
                    cue=None,
                    sentence=number,
                    sure=False,
                    why="a quotation without a verb, given to whom its sentence is about",
                )


def _about_whom(tokens: Tokens, i: int) -> Range | None:
    """Whom a sentence is about before a quotation, or names before its colon."""
    subject = main_subject(tokens)
    if subject and subject[1] <= i and not _is_told(tokens[subject[1] : i]):
        who = tokens[slice(*subject)]
        if any(t.is_name for t in who) or who[0].low in ("he", "she", "they"):
            return subject
    if i > 1 and tokens[i - 1].text == ":" and tokens[i - 2].is_name:
        start = phrase_left(tokens, i - 2)
        return (start, i - 1) if start is not None else None
    return None


def _is_told(tokens: Tokens) -> bool:
    """Whether others say something of a subject: `has been called …`."""
    verbs = (w.VERBS.get(t.low) for t in tokens)
    return any(v and v.shape == "ed" for v in verbs) and any(t.low in w.BE for t in tokens)


def _quoted_stretches(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The stretches of a sentence's tokens that stand in quotation marks."""
    begin = None
    for i, t in enumerate(sentence.tokens):
        if t.quoted and begin is None:
            begin = i
        elif not t.quoted and begin is not None:
            yield begin, i
            begin = None
    if begin is not None:
        yield begin, len(sentence.tokens)


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Stretches in order, those joined that touch, or have a blank or two between them."""
    result: list[Span] = []
    for a, b in sorted(spans):
        if result and a - result[-1][1] <= 2:
            result[-1] = (result[-1][0], max(b, result[-1][1]))
        else:
            result.append((a, b))
    return tuple(result)
