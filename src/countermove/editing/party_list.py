"""Parties and options from a list as people have one: a sheet, a paper, lines in a mail."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from countermove.editing.choice_edits import AS_DONE, AS_LEVELS, option_typed
from countermove.editing.edits import Edit, found, read_edits
from countermove.editing.uses import as_table, taken_ids
from countermove.errors import CountermoveError, Problem
from countermove.model.direction_words import direction_of
from countermove.model.ids import new_id

_LONGEST = 500
_SHOWN = 60
_BULLET = re.compile(r"([-*+•·▪◦‣–—]|o(?=\t)|\(?(\d{1,2}|[a-z])[.)])\s+")
_OTHER_MARK = re.compile(r"[\t;:]")
_CELLS = re.compile(r"\s*[\t;]\s*")
_IN_BRACKETS = re.compile(r"(.+?)\s*[(\[]([^()\[\]]+)[)\]]")
_HEADS = {"party", "parties", "who", "decision maker", "decision makers", "player", "players"}


@dataclass(frozen=True, slots=True)
class ListedParty:
    """A party of a list, and its options by their texts, each with how it may be changed."""

    name: str
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Addition:
    """What a model hasn't of a listed party: its options, and itself where it has no id."""

    name: str
    id: str
    options: Mapping[str, str]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: tuple[str, ...]
    text: str


def read_party_list(text: str, party: str = "") -> tuple[list[ListedParty], list[Problem]]:
    r"""Read a list; a line that names no party is an option of `party`, or else a party.

    Each line says ``Party; option``, and perhaps further options, parted by tabs, semicolons, a
    colon after the party, or commas throughout; or a party stands above its options, which are
    indented or have bullets.

    >>> [(p.name, p.options) for p in read_party_list("Union; Strike (one-way); Sue\nPort")[0]]
    [('Union', {'Strike': 'take', 'Sue': ''}), ('Port', {})]
    >>> [(p.name, list(p.options)) for p in read_party_list("Union:\n- Strike\n- Sue")[0]]
    [('Union', ['Strike', 'Sue'])]
    """
    parties: dict[str, ListedParty] = {}
    problems = []
    now = party
    for line in _lines(text, party):
        name, *options = line.cells
        if any(len(cell) > _LONGEST for cell in line.cells):
            what = f"line {line.number} has more than {_LONGEST} characters, too many for a name."
            problems.append(Problem(what, advice="Shorten it, or leave it out."))
            continue
        if not name and not now:
            what = f"line {line.number}: no party stands above “{line.text}”."
            advice = "Begin with the party, or write “party; option” on each line."
            problems.append(Problem(what, advice=advice))
            continue
        now = name or now
        listed = parties.setdefault(_alike(now), ListedParty(now))
        for option, moves in _directed(options):
            if all(_alike(option) != _alike(known) for known in listed.options):
                listed.options[option] = moves
    return list(parties.values()), problems


def _lines(text: str, party: str) -> Iterator[_Line]:
    """Give the lines that say something: the party, empty for the one above, and options."""
    rows = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if body := line.strip():
            wide = line.expandtabs(4)
            bullet = _BULLET.match(body)
            indent = len(wide) - len(wide.lstrip())
            rows.append((number, indent, bullet is not None, body[bullet.end() if bullet else 0 :]))
    least = min((indent for _, indent, _, _ in rows), default=0)
    has_heads = any(indent == least and not bullet for _, indent, bullet, _ in rows)
    inner = [indent > least or (bullet and has_heads) for _, indent, bullet, _ in rows]
    heads = [not one and below for one, below in zip(inner, [*inner, False][1:], strict=True)]
    flat = [row[-1] for row, *skip in zip(rows, inner, heads, strict=True) if not any(skip)]
    is_csv = not party and flat and all("," in b and not _OTHER_MARK.search(b) for b in flat)
    for (number, _, _, body), is_inner, is_head in zip(rows, inner, heads, strict=True):
        cells = _CELLS.split(body)
        if not is_inner and ":" in cells[0] and (is_head or not party):
            cells[:1] = cells[0].split(":", 1)
        elif is_csv and not is_inner and not is_head:
            cells = _of_csv(body)
        plain = tuple(map(_plain, cells))
        if number == rows[0][0] and len(plain) > 1 and plain[0].casefold() in _HEADS:
            continue
        is_alone = all(not cell or _way(cell) is not None for cell in plain[1:])
        if is_inner or (party and is_alone and not is_head):
            plain = ("" if is_inner else party, *plain)
        yield _Line(number, plain, _plain(body)[:_SHOWN])


def _of_csv(line: str) -> list[str]:
    """Return the cells of a line with commas: the party, the option, how it may be changed."""
    party, *more = next(csv.reader([line], skipinitialspace=True))
    last = [more.pop()] if len(more) > 1 and _way(more[-1]) is not None else []
    return [party, ", ".join(more), *last]


def _directed(options: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give each option with how it may be changed, as the next cell or brackets say."""
    for k, option in enumerate(options):
        if not option or (k and _way(option) is not None):
            continue
        said = _IN_BRACKETS.fullmatch(option)
        if said and (way := _way(said[2])) is not None:
            yield said[1], way
        else:
            yield option, (_way(options[k + 1]) or "") if k + 1 < len(options) else ""


def _way(words: str) -> str | None:
    """Return how an option may be changed, as the model has it; None where words say another."""
    way = direction_of(words)
    return "" if way == "both" else way


def _plain(text: str) -> str:
    """Return a text without line ends, signs of control, and what parts it from others."""
    plain = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    plain = " ".join(plain.split()).rstrip(";,").rstrip()
    return plain[1:-1].strip() if len(plain) > 2 and plain[0] == plain[-1] == '"' else plain


def _alike(name: str) -> str:
    return " ".join(name.casefold().removeprefix("the ").split()).rstrip(".")


# -- into a model ---------------------------------------------------------------------------------


def compared(listed: Sequence[ListedParty], data: Mapping[str, Any]) -> list[Addition]:
    """Say of each party of a list what of it a model hasn't, and what it has."""
    parties = as_table(found(data, ("decision_makers",)))
    known = {_alike(dm): dm for dm in parties}
    for key in ("called", "name"):
        said = ((found(party, (key,)), dm) for dm, party in parties.items())
        known |= {_alike(str(words)): dm for words, dm in said if words}
    made = []
    for one in listed:
        dm = known.get(_alike(one.name), "")
        new = {o: way for o, way in one.options.items() if not has_option(data, dm, o)}
        name = str(found(data, ("decision_makers", dm, "name")) or one.name) if dm else one.name
        made.append(Addition(name, dm, new, tuple(t for t in one.options if t not in new)))
    return made


def has_option(data: Mapping[str, Any], dm: str, words: str) -> bool:
    """Say whether a party has an option in these words, or in words as good as these."""
    options = as_table(found(data, ("decision_makers", dm, "options"))).values()
    texts = (found(one, ("text",)) if isinstance(one, Mapping) else one for one in options)
    typed = option_typed(words)
    said = _alike(typed["text"] if isinstance(typed, dict) else words)
    return any(_alike(str(text)) == said for text in texts)


def edits_for(additions: Sequence[Addition], data: Mapping[str, Any]) -> tuple[Edit, ...]:
    """Return the edits that add them to a model."""
    if found(data, ("states",)):
        what = "this model gives its outcomes one by one, without options."
        raise CountermoveError(what, advice="Options can't be added to it.")
    edits: list[dict[str, Any]] = []
    parties = taken_ids(data, ("decision_makers",))
    options = taken_ids(data, ("decision_makers", "", "options"))
    for one in additions:
        dm = one.id or new_id(one.name, parties, "party")
        at = ["decision_makers", dm]
        if not one.id:
            parties.add(dm)
            edits += [
                {"do": "put", "at": at, "value": {"name": one.name}},
                {"do": "put", "at": ["preferences", dm], "value": {"statements": []}},
            ]
        for text, moves in one.options.items():
            typed = option_typed(text)
            whole, ways = (
                (typed, AS_LEVELS) if isinstance(typed, dict) else ({"text": text}, AS_DONE)
            )
            key = new_id(whole["text"], options, "option")
            options.add(key)
            value = whole | {"moves": ways.get(moves, moves)} if moves else typed
            edits.append({"do": "put", "at": [*at, "options", key], "value": value})
    return read_edits(edits)
