"""Who says what in a text, by fixed rules: marks, verbs of saying and names."""

from __future__ import annotations

import datetime

from countermove.record.attribution import Attribution
from countermove.record.continuing import (
    after_colon,
    by_paragraph,
    left_over,
    merged,
    with_continuations,
)
from countermove.record.cues import cue_ahead
from countermove.record.days import day_told, names_day
from countermove.record.extents import ReportedSpeech, said_in
from countermove.record.other_cues import all_cues, noun_cues
from countermove.record.people import People
from countermove.record.text import ParsedText, Sentence, parse
from countermove.record.wrapping import unwrapped


def attributions(text: str, issued: datetime.date | None = None) -> tuple[Attribution, ...]:
    """Return who says what in an English text, in the text's order.

    Weekdays are counted back from the day on which the text was issued.

    >>> [who] = attributions("“The well is ours,” said Ana Ruiz, the farmers’ chair, on Monday.")
    >>> who.speaker, who.role, who.verb, who.kind, who.content
    ('Ana Ruiz', 'farmers’ chair', 'say', 'said', ((0, 19),))
    """
    text = unwrapped(text)
    parsed = parse(text, cue_ahead)
    people = People(parsed)
    speeches = _speeches(parsed)
    dated = [names_day(text[s.start : s.end]) for s in parsed.sentences]
    result = []
    for speech in sorted(speeches, key=lambda speech: speech.mention[0]):
        content = merged(speech.content)
        speaker, role = people.resolve(speech.mention)
        sentence = parsed.sentences[speech.sentence]
        result.append(
            Attribution(
                content=content,
                mention=speech.mention,
                cue=speech.cue,
                kind=speech.kind,
                verb=speech.verb,
                speaker=speaker,
                role=role,
                day=day_told(text, (sentence.start, sentence.end), content, issued)
                if dated[speech.sentence]
                else None,
                sure=speech.sure,
                why=speech.why,
            )
        )
    return tuple(sorted(result, key=lambda told: (told.content, told.mention or (0, 0))))


def _speeches(text: ParsedText) -> list[ReportedSpeech]:
    """All that is said, before it is known by whom."""
    without_verb, taken = by_paragraph(text)
    own = [
        [] if s.paragraph in taken else _said(s, number) for number, s in enumerate(text.sentences)
    ]
    nouns = [
        speech
        for number, s in enumerate(text.sentences)
        if s.paragraph not in taken
        for cue in noun_cues(s.tokens)
        for speech in said_in(s, number, [cue])
    ]
    speeches = [*with_continuations(text, own, taken), *without_verb, *nouns]
    return [*speeches, *left_over(text, speeches)]


def _said(sentence: Sentence, number: int) -> list[ReportedSpeech]:
    """What is said in a sentence by its verbs, or after its colon."""
    cues = all_cues(sentence.tokens)
    return said_in(sentence, number, cues) if cues else after_colon(sentence.tokens, number)
