"""The draft of a model from a document: what stands in it, in tables; what is guessed, in comments.

Nothing stands in a table that isn't in the document, word for word: the reader may be wrong about
who said it, not about what. Comments that begin with ``#?`` are lines of a model, too: without
these two signs they are parties with their options and wishes.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from countermove.files.toml_layout import dotted, inline, table_blocks, whole_text, written_key
from countermove.model.conflict import FORMAT
from countermove.model.ids import new_id
from countermove.record.attribution import Attribution, Span
from countermove.record.candidates import Candidate, candidates
from countermove.record.documents import Document, find
from countermove.record.folding import as_read
from countermove.record.kept_words import kept_words
from countermove.record.parties import Parties, Party
from countermove.texts import and_list, counted, in_quotes, one_line

_HEAD = """\
# A draft, made by rules from {file}. What [sources] quote stands in it, word for word; who said
# it may be wrong. Lines that begin with #? are guesses: delete the two signs before what you keep,
# in your own words, and delete the rest. What is then still missing, and how, stands at the end.\
"""
_MISSING = """\
# What is still missing, and how
#
# 1. Parties and options, above: take "#? " away before what is right, delete the rest.{options}
# 2. What each party wants, below, the most important first: an option, "not" and an option, or a
#    rule such as "sign if pay". To a party with an empty list all outcomes are equally good.
# 3. Where it starts, so that it can be told what leads where: status_quo = [the options that are
#    taken today], in a line below the title.
# 4. Then look at this file with "countermove check", and ask it with "countermove solve".\
"""
_NO_OPTION = """
#    No option was found: write one below a party, as [decision_makers.ID.options] and, in the next
#    line, sign = "Sign the treaty".\
"""
_GUESS = "#? "
_DOCUMENT = "report"


@dataclass(frozen=True, slots=True)
class _Source:
    """An attribution as a source of the model: its id, and what stands in its table."""

    id: str
    data: Mapping[str, Any]


def draft(
    document: Document,
    attributions: Sequence[Attribution],
    file: str | None = None,
    issued: datetime.date | None = None,
) -> str:
    """Write the draft of a model; `file` is where the document is, seen from the model's folder."""
    file = file or PurePath(document.name).name
    sources = _sources(document, attributions)
    blocks = [_HEAD.format(file=one_line(file))]
    blocks += table_blocks((), _whole(document, file, issued or document.issued))
    guesses = list(_guessed(document, attributions, sources))
    blocks += [_party(document, guess, sources) for guess in guesses]
    for source in sources.values():
        blocks += table_blocks(("sources", source.id), source.data)
    blocks += _unsure(document, attributions, sources)
    options = [option for guess in guesses for option in guess.options]
    blocks.append(_MISSING.format(options="" if options else _NO_OPTION))
    blocks += [_wishes(document, guess, options, sources) for guess in guesses]
    return whole_text(blocks)


def _whole(document: Document, file: str, issued: datetime.date | None) -> dict[str, Any]:
    title = one_line(document.title or "") or one_line(PurePath(file).stem) or "A draft"
    about: dict[str, Any] = {"file": file, "sha256": document.sha256}
    if document.title and one_line(document.title):
        about["title"] = title
    if issued:
        about["issued"] = issued
    return {"format": FORMAT, "title": title, "documents": {_DOCUMENT: about}}


# -- what stands in the document -----------------------------------------------------------------


def _sources(document: Document, attributions: Sequence[Attribution]) -> dict[int, _Source]:
    """Return what is drafted as a source, by the number of its attribution."""
    sources: dict[int, _Source] = {}
    taken: set[str] = set()
    for number, says in enumerate(attributions):
        if not (says.sure and says.speaker and one_line(says.speaker)):
            continue
        if quoted := _quoted(document, says):
            name = new_id(_called(says.speaker), taken, "source")
            taken.add(name)
            role = one_line(says.role or "")
            data = {
                "who": one_line(says.speaker),
                **({"role": role} if role else {}),
                **({"on": says.day} if says.day else {}),
                "document": _DOCUMENT,
                **quoted,
            }
            sources[number] = _Source(name, data)
    return sources


def _called(speaker: str) -> str:
    """Return the words of a speaker that an id is made of: the surname of a person.

    >>> _called("Kaja Kallas"), _called("the farmers' union")
    ('Kallas', "farmers' union")
    """
    words = [word for word in speaker.split() if word.strip(".").lower() not in ("jr", "sr")]
    is_person = len(words) > 1 and all(word[:1].isupper() for word in words)
    return words[-1] if is_person else re.sub(r"^(?:[Tt]he|[Aa]n?) ", "", speaker)


def _quoted(document: Document, says: Attribution) -> dict[str, Any] | None:
    """Return the words to keep, as they are found again, and which of several places is meant."""
    stretches = kept_words(document, says)
    for tried in (stretches, sorted(stretches, key=lambda span: span[0] - span[1])[:1]):
        parts = [as_read(document.text[a:b]) for a, b in tried]
        if not tried or not all(part and part.isprintable() for part in parts):
            continue
        found = find(document, parts, near=tried[0][0])
        if found and all(
            a <= start and end <= b
            for (a, b), (start, end) in zip(tried, found.spans, strict=len(parts) == len(tried))
        ):
            quoted: dict[str, Any] = {"quote": parts[0] if len(parts) == 1 else parts}
            return quoted | ({"near": found.start} if found.others else {})
    return None


# -- what is guessed -----------------------------------------------------------------------------


def _sign(line: str) -> str:
    return f"{_GUESS}{line}".rstrip()


@dataclass(frozen=True, slots=True)
class _Guess:
    """A party, its id, and what it may do, by id, and want."""

    id: str
    party: Party
    options: list[tuple[str, Candidate]]
    wishes: list[Candidate]


def _guessed(
    document: Document, attributions: Sequence[Attribution], sources: Mapping[int, _Source]
) -> Iterator[_Guess]:
    """Give each party with what it may do and want."""
    named = Parties(document.body)
    told = named.told(attributions)
    found = [
        (party, candidate)
        for candidate in candidates(document.body, attributions, named)
        if candidate.kind != "claim" and candidate.attribution in sources and candidate.party
        for party in _each(candidate.party, named, attributions[candidate.attribution])
    ]
    others = dict.fromkeys(party for party, _ in found)
    for party in told:
        others.pop(party.name, None)
    parties: set[str] = set()
    taken: set[str] = set()
    everyone = (*told, *(Party(name, (), (), ()) for name in others))
    for party in everyone:
        # What a party is called can't be the id of another.
        called = {other.name for other in everyone if other is not party}
        guess = _Guess(new_id(party.name, parties | called, "party"), party, [], [])
        parties.add(guess.id)
        for candidate in (candidate for name, candidate in found if name == party.name):
            if candidate.kind == "wish":
                guess.wishes.append(candidate)
            else:
                name = new_id(candidate.text, taken, "option")
                taken.add(name)
                guess.options.append((name, candidate))
        yield guess


def _party(document: Document, guess: _Guess, sources: Mapping[int, _Source]) -> str:
    """Write a party as comments: who speaks for it, and what it may do."""
    path = dotted(("decision_makers", guess.id))
    name = inline((), one_line(guess.party.name))
    lines = [f"[{path}]", f"name = {name}{_who(guess.party, sources)}"]
    if guess.options:
        lines.append(f"[{path}.options]")
        lines += [_option(document, id_, option, sources) for id_, option in guess.options]
    return "\n".join(map(_sign, lines))


def _each(party: str, named: Parties, says: Attribution) -> tuple[str, ...]:
    """Return each of the parties that speak together, or the one that is meant."""
    together = named.of(says.speaker, says.role)
    return together if and_list(together) == party else (party,)


def _who(party: Party, sources: Mapping[int, _Source]) -> str:
    if ids := [sources[k].id for k in party.attributions if k in sources]:
        return f"  # speaks: {one_line(', '.join(party.speakers))}; sources {', '.join(ids)}"
    if party.namings and not party.speakers:
        return f"  # silent, and named {counted(len(party.namings), 'time')}"
    return ""


def _option(
    document: Document, name: str, candidate: Candidate, sources: Mapping[int, _Source]
) -> str:
    because = [sources[candidate.attribution].id]
    written = inline((), {"text": one_line(candidate.text), "because": because})
    place = _line(document, candidate.span)
    refused = " (they say that they would not)" if candidate.negative else ""
    return f"{written_key(name)} = {written}  # {place}{refused}"


def _wishes(
    document: Document,
    guess: _Guess,
    options: Sequence[tuple[str, Candidate]],
    sources: Mapping[int, _Source],
) -> str:
    """Write as comments what a party wants: of the options above, and what is none of them."""
    held, others = [], []
    for wish in guess.wishes:
        because = [sources[wish.attribution].id]
        wants = "does not want" if wish.negative else "wants"
        told = f"{_line(document, wish.span)}: {wants}: {one_line(wish.text)}"
        if holds := " and ".join(_about(wish, options)):
            held.append(f"  {inline((), {'holds': holds, 'because': because})},  # {told}")
        else:
            others.append(f"# {told}  because = {inline((), because)}")
    path = dotted(("preferences", guess.id))
    lines = [f"[{path}]", *(["statements = [", *held, "]"] if held else ["statements = []"])]
    if others:
        lines += ["# No option above is this. Write one for whoever can do it, and its id here:"]
    return "\n".join(map(_sign, [*lines, *others]))


def _about(wish: Candidate, options: Sequence[tuple[str, Candidate]]) -> Iterator[str]:
    """Give the options that the words of a wish hold, each as it is wanted."""
    start, end = wish.span
    for name, option in options:
        is_within = start <= option.span[0] and option.span[1] <= end
        if is_within and option.attribution == wish.attribution:
            yield f"not {name}" if wish.negative != option.negative else name


def _unsure(
    document: Document, attributions: Sequence[Attribution], sources: Mapping[int, _Source]
) -> Iterator[str]:
    """Give as comments what may have been said, and by whom, where the rules aren't sure."""
    left = [says for number, says in enumerate(attributions) if number not in sources]
    lines = [
        f"# {_line(document, says.content[0])}: {one_line(says.speaker or 'somebody')}: "
        f"{in_quotes(one_line(' … '.join(document.text[a:b] for a, b in says.content)))}"
        for says in left
    ]
    if lines:
        yield "\n".join(map(_sign, ["# Perhaps also said:", *lines]))


def _line(document: Document, span: Span) -> str:
    return f"line {document.line_and_column(span[0])[0]}"
