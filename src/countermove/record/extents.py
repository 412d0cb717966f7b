"""How far what was said reaches: the stretches of a sentence that belong to each of its cues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from countermove.record import words as w
from countermove.record.attribution import Span
from countermove.record.beginnings import (
    after_adverbial,
    after_colon,
    after_recipient,
    before_clause,
)
from countermove.record.cues import Cue, back_to_be
from countermove.record.endings import ASIDES, end_of_noun, end_of_words, next_comma
from countermove.record.phrases import Range
from countermove.record.subjects import subject_left
from countermove.record.text import Sentence, TextToken, Tokens, any_quoted

_EDGES = ",:;.—–-"
_TOLD = frozenset(("tell", "inform", "remind", "assure", "notify"))
_NO_ENDS = frozenset(("and", "but", "as", "while", "after", "before", "when", "because", "since"))
_BEFORE_SUBJECT = (",", "”", '"', "''", "’", "?", "!", "—", "–")
_LEAD_ON = ("and", "but", "as", "while", "when", "because", "though", "although", "whereas")
_SPANS = frozenset(("minutes", "hours", "days", "weeks", "months", "years", "shortly", "just"))
_GOES_ON = frozenset(("and", "but", "or", "that", "because", "if", "unless", "until"))
_ASKED = frozenset(("ask", "warn", "promise", "advise"))
_TALKS = frozenset(("speak", "talk", "write", "tweet", "respond", "reply"))
_THEM = frozenset(("it", "him", "her", "them", "this", "that"))
_NOT_WORDS = frozenset(
    (
        "in",
        "on",
        "at",
        "during",
        "after",
        "of",
        "as",
        "when",
        "while",
        "before",
        "to",
        "about",
        "with",
        "from",
        "by",
        "following",
    )
)
_WHOM = ("who", "whom", "whose", "which")
_RELATIVE = ("that", "which", "who")


@dataclass(slots=True)
class ReportedSpeech:
    """An attribution in the making: places only, and the sentence they are from."""

    content: list[Span]
    mention: Span
    cue: Span | None
    sentence: int
    why: str
    kind: Literal["said", "holds"] = "said"
    verb: str = ""
    sure: bool = True


def has_words(tokens: Tokens, stretch: Range, least: int = 1) -> bool:
    """Whether a stretch has so many words."""
    words = (t for t in tokens[slice(*stretch)] if t.word)
    return next(islice(words, least - 1, None), None) is not None


def trim(tokens: Tokens, stretch: Range) -> Range:
    """Leave marks that belong to the sentence, not to the words, out of a stretch."""
    a, b = stretch
    while a < b and (
        tokens[a].text in _EDGES or (tokens[a].low in ("and", "but") and not tokens[a].quoted)
    ):
        a += 1
    while (
        b > a
        and not tokens[b - 1].quoted
        and (tokens[b - 1].text in _EDGES or _ends_nothing(tokens, b - 1))
    ):
        b -= 1
    if b > a and tokens[b : b + 1] and tokens[b].low in _NO_ENDS and tokens[b - 1].low in _SPANS:
        return trim(tokens, (a, b - 1))  # `…, hours after`
    return a, b


def _ends_nothing(tokens: Tokens, k: int) -> bool:
    """Whether a word only leads to the clause after it: `and`, or `after` before more words."""
    low = tokens[k].low
    if low in _LEAD_ON or (
        low in _RELATIVE and tokens[k + 1 : k + 2] and tokens[k + 1].text == ","
    ):
        return True
    return low in _NO_ENDS and k + 1 < len(tokens) and tokens[k + 1].word


def place_of(tokens: Tokens, stretch: Range) -> Span:
    """Where a stretch of tokens stands in the text."""
    return tokens[stretch[0]].start, tokens[stretch[1] - 1].end


def said_in(sentence: Sentence, number: int, cues: Sequence[Cue]) -> list[ReportedSpeech]:
    """What is said in a sentence, by its cues."""
    tokens = sentence.tokens
    speeches = []
    for c, cue in enumerate(cues):
        stretches = [s for s in _stretches(tokens, cues, c) if has_words(tokens, s)]
        if not stretches or _is_too_short(tokens, cue, stretches):
            continue
        speeches.append(
            ReportedSpeech(
                content=[place_of(tokens, s) for s in stretches],
                mention=place_of(tokens, cue.subject),
                cue=place_of(tokens, (cue.group, cue.end)),
                sentence=number,
                kind="holds" if cue.kind == "stance" else "said",
                verb=cue.lemma,
                why=_why(tokens, cue, stretches),
            )
        )
    return speeches


def _why(tokens: Tokens, cue: Cue, stretches: Sequence[Range]) -> str:
    """The rule by which a cue was found, in words."""
    form = " ".join(t.text for t in tokens[cue.index : cue.end])
    quoted = any(any_quoted(tokens[slice(*s)]) for s in stretches)
    what = "words in quotation marks" if quoted else "what is reported"
    if cue.lemma == "according":
        return f"{what}, with “{form}” and who says it"
    side = "before" if stretches[0][1] <= cue.index else "after"
    if cue.shared:
        whose = "whose subject is that of the verb before, or of the sentence"
    elif cue.inverted:
        whose = "with its subject after it"
    else:
        whose = "with its subject before it"
    return f"{what} {side} the verb “{form}”, {whose}"


def _is_too_short(tokens: Tokens, cue: Cue, stretches: Sequence[Range]) -> bool:
    """A single word outside marks is said only where it is a name: `she praised Holt`."""
    if sum(b - a for a, b in stretches) >= 2:
        return False
    inner = [t for a, b in stretches for t in tokens[a:b]]
    if any_quoted(inner):
        return False
    return not (cue.kind in ("object", "passive") and any(t.is_name for t in inner))


@dataclass(frozen=True, slots=True)
class _Room:
    """Where what a cue says may stand: before its subject, and after its verb."""

    is_first: bool
    left_edge: int
    right: int
    start: int
    stop: int
    before: Range
    after: Range


def _stretches(tokens: Tokens, cues: Sequence[Cue], c: int) -> list[Range]:
    """The stretches that may be what the cue says."""
    cue = cues[c]
    left_edge = _left_edge(tokens, cue)
    right = cue.subject[1] if cue.inverted else cue.end
    if cue.lemma in _TOLD and not cue.inverted:
        right = after_recipient(tokens, right)
    elif cue.lemma in _ASKED and not cue.inverted:
        right = before_clause(tokens, right)
    start = after_adverbial(tokens, right)
    if cue.lemma in _TALKS or (start < len(tokens) and tokens[start].low in w.PREPOSITIONS):
        start = after_colon(tokens, start)
    stop = end_of_words(tokens, cues, c, right, start)
    before = trim(tokens, (_end_of(cues[c - 1]) if c else 0, left_edge))
    room = _Room(c == 0, left_edge, right, start, stop, before, trim(tokens, (start, stop)))
    if cue.lemma == "according":
        return _beside_according(tokens, cue, room)
    if cue.kind == "passive":
        return _around_passive(tokens, cue, room.after)
    if cue.shape == "noun":
        return [trim(tokens, (start, end_of_noun(tokens, cue, start, stop)))]
    if _is_parenthesis(tokens, cue, left_edge, start):
        around = trim(tokens, (0, left_edge))
        if around[1] - around[0] > 1 or not _is_opener(tokens[around[0]]):
            return [around, room.after]
    if c and _closes_sentence(tokens, cue, room):
        return [trim(tokens, (0, left_edge))]  # `The mayor believes in it, she said`
    as_told = left_edge > 2 and tokens[left_edge - 1].low == "as" and cue.kind == "clause"
    if as_told and (cue.lemma == "put" or not has_words(tokens, room.after)):
        return [trim(tokens, (before[0], left_edge - 1))]  # `“…”, as the mayor put it`
    return _beside_verb(tokens, cue, room)


def _beside_verb(tokens: Tokens, cue: Cue, room: _Room) -> list[Range]:
    """What stands before a verb and its subject, after them, or around them."""
    before, after, start = room.before, room.after, room.start
    last = tokens[room.left_edge - 1] if room.left_edge else tokens[-1]
    length = before[1] - before[0]
    has_left = (
        length > 0
        and not cue.shared
        and (last.quoted or (room.is_first and last.text in _BEFORE_SUBJECT))
    )
    follows = tokens[start].low if start < len(tokens) else ""
    if has_left and last.quoted and cue.lemma == "call" and follows in _THEM:
        return [before]  # `“A theft,” she called it`
    goes_on = follows == "," and has_words(tokens, after, 3)
    if has_left and last.quoted:
        before = trim(tokens, (_from_colon(tokens, before), before[1]))
    if has_left and cue.kind == "clause":
        direct = cue.inverted or last.quoted
        if direct and (cue.shape != "ing" or tokens[0].quoted):
            if follows == "," and tokens[start + 1 : start + 2] and _narrates(tokens[start + 1]):
                return [before]
            quoted = _beyond_narration(tokens, start, room.stop)
            if quoted:
                return [before, trim(tokens, (quoted, room.stop))]
            joined = goes_on and not cue.inverted and tokens[start + 1].low in _GOES_ON
            return [before, after] if joined or any_quoted(tokens[start : room.stop]) else [before]
        is_clause = length >= 2 and cue.shape != "ing" and tokens[0].low not in w.LEADING
        if is_clause and _says_it_before(tokens, start, room.stop):
            return [before, after] if goes_on else [before]
    if has_words(tokens, after):
        return [after]
    return [before] if has_left and cue.kind == "clause" and length >= 3 else []


def _from_colon(tokens: Tokens, before: Range) -> int:
    """Where the last quotation after a colon begins: `They were angry: “…,” said Ruiz`."""
    first, last = before
    colons = (k + 1 for k in range(last - 2, first, -1) if tokens[k].text == ":")
    return next((k for k in colons if tokens[k].quoted and not tokens[k - 1].quoted), first)


def _beyond_narration(tokens: Tokens, start: int, stop: int) -> int | None:
    """Where a quotation goes on after what was done: `she said when asked, “…”`."""
    k = start + (tokens[start : start + 1] != [] and tokens[start].text == ",")
    if k >= stop or tokens[k].quoted:
        return None
    is_act = tokens[k].low.endswith("ing") or (
        k == start and tokens[k].low in w.PREPOSITIONS | w.SUBORDINATE - {"that"}
    )
    places = (m for m in range(k + 1, stop) if tokens[m].quoted)
    m = next(places, None) if is_act else None
    return m if m and tokens[m - 1].text in (",", ":") else None


def _narrates(t: TextToken) -> bool:
    """Whether a word after `“…,” she said,` only tells what came next: `before she left`."""
    return not t.quoted and t.low in ("before", "after", "while", "as", "who", "which", "when")


def _beside_according(tokens: Tokens, cue: Cue, room: _Room) -> list[Range]:
    """What stands before `according to`, around it, or after the comma after it."""
    if (
        cue.index > 1
        and tokens[cue.index - 2].low in _RELATIVE
        and tokens[cue.index - 1].low == ","
    ):
        return [
            trim(tokens, ((next_comma(tokens, room.right) or room.start), room.stop))
        ]  # `a plan that, according to NAME, …`
    if cue.subject[0] >= 4 and cue.index > 1:
        before = trim(tokens, (0, room.left_edge))
        return [before, room.after] if _is_between(tokens, cue, room.right) else [before]
    comma = next_comma(tokens, room.right)
    while comma and any(t.low in _WHOM for t in tokens[comma + 1 : comma + 4]):
        comma = next_comma(tokens, comma + 1)  # `according to farmers, some of whom were there, …`
    return [trim(tokens, (comma + 1, room.stop)) if comma else room.after]


def _is_between(tokens: Tokens, cue: Cue, right: int) -> bool:
    """Whether `according to NAME` stands between the parts of what is said."""
    beyond = tokens[right + 1].low if right + 1 < len(tokens) else "."
    if tokens[cue.index - 1].text != "," or tokens[right : right + 1] == []:
        return False
    leads_on = beyond in w.SUBORDINATE | w.LEADING or beyond in ASIDES
    leads_on = leads_on and beyond not in ("if", "unless")
    return tokens[right].text == "," and not leads_on and not beyond.endswith("ing")


def _around_passive(tokens: Tokens, cue: Cue, after: Range) -> list[Range]:
    """`The plan was condemned by NAME as a theft`, but `It was told by NAME that …`."""
    left = subject_left(tokens, back_to_be(tokens, cue.index))
    if left is None or cue.lemma in _TOLD or cue.lemma in ("warn", "ask", "urge", "advise"):
        return [after]
    return [left[0], after]


def _is_parenthesis(tokens: Tokens, cue: Cue, left_edge: int, start: int) -> bool:
    """Whether a verb and its subject stand between commas: `The well, she said, is dry`."""
    if cue.kind != "clause" or cue.inverted or cue.shared or not left_edge:
        return False
    if tokens[left_edge - 1].text != "," or any_quoted(tokens[:left_edge]):
        return False
    if start + 1 >= len(tokens) or tokens[start].text != ",":
        return False
    first = tokens[0].low
    leads = first in w.LEADING or first.endswith(("ing", "ed"))
    return not (leads and tokens[start + 1].quoted)


def _closes_sentence(tokens: Tokens, cue: Cue, room: _Room) -> bool:
    """Whether a verb and its subject stand after a comma, behind all that is said."""
    if cue.kind != "clause" or cue.shared or cue.shape == "ing" or room.left_edge < 4:
        return False
    if tokens[room.left_edge - 1].text != "," or any_quoted(tokens[: room.left_edge]):
        return False
    return tokens[0].low not in w.LEADING and _says_it_before(tokens, room.start, room.stop)


def _is_opener(t: TextToken) -> bool:
    """Whether a word before a comma only leads to a sentence: `However,`."""
    return t.low.endswith("ly") or t.low in w.OPENERS or t.low in w.ASIDES


def _left_edge(tokens: Tokens, cue: Cue) -> int:
    """Where what stands before a cue and its subject ends."""
    far = cue.subject[1] < cue.group - 8 and any_quoted(tokens[cue.subject[1] : cue.group])
    if cue.inverted or cue.shape == "ing" or far:
        return cue.group
    return min(cue.subject[0], cue.group)


def _end_of(cue: Cue) -> int:
    """Where a cue, and a subject that stands after it, end."""
    return max(cue.end, cue.subject[1] if cue.inverted else 0)


def _says_it_before(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether only time, place or nothing stands after the verb, so that the words are before."""
    if start >= len(tokens) or not has_words(tokens, (start, stop)):
        return True
    return tokens[start].text in ",.;—–" or tokens[start].low in _NOT_WORDS
