"""What the parties want, from the rows of the sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from countermove.errors import Path
from countermove.files.tables.cells import number_of
from countermove.files.tables.paths import part, put
from countermove.files.tables.records import Record, SheetReading, alike, cut, split
from countermove.files.tables.sheets import (
    AGAINST,
    FOR,
    INDIFFERENT,
    NOTHING_DONE,
    STRONGLY,
    SURE,
    UNKNOWN_ORDER,
)
from countermove.model.numbers import plain
from countermove.model.ranking_text import is_mark, is_ranking, levels

_SURE: Mapping[str, Any] = {
    "sure": {},
    **SURE,
    **{words.replace(";", ","): marks for words, marks in SURE.items()},
}


def read_wants(r: SheetReading) -> None:
    """Read the wishes, rankings and positions."""
    wishes: dict[Path, list[Record]] = {}
    for at, dm, record in r.of_parties("Preferences"):
        wishes.setdefault((*at, "preferences", dm), []).append(record)
    for path, records in wishes.items():
        r.about = path
        r.cells.setdefault(path, records[0].place("party"))
        _wishes(r, path, records)
    r.about = ()
    ranks: dict[Path, list[Record]] = {}
    for at, dm, record in r.of_parties("Rankings"):
        ranks.setdefault((*at, "preferences", dm), []).append(record)
    for path, records in ranks.items():
        r.about = path
        if _only_kind(r, path, "ranking", records[0]):
            _ranking(r, (*path, "ranking"), records)
    r.about = ()
    for at, dm, record in r.of_parties("Positions"):
        path = (*at, "preferences", dm)
        if _only_kind(r, path, "weights", record):
            _position(r, (*path, "weights"), record)


def _only_kind(r: SheetReading, path: Path, kind: str, record: Record) -> bool:
    """Make sure that a party ranks the outcomes in one way."""
    here = part(r.data, path) or {}
    other = next((k for k in ("statements", "ranking") if k in here and k != kind), None)
    if other is None:
        r.cells.setdefault(path, record.place("party"))
        return True
    if kind == "ranking" or (*path, kind) not in r.cells:
        name = part(r.data, ("decision_makers", str(path[-1]), "name")) or path[-1]
        said = {"statements": "wishes", "ranking": "a ranking", "weights": "positions"}
        what = f"{name} has {said[kind]} here, and {said[other]} on the sheet "
        what += f"{'Preferences' if other == 'statements' else 'Rankings'}."
        r.wrong(record.start, what, "Say what it wants in one of these ways.")
        r.cells[(*path, kind)] = record.start
    return False


def _wishes(r: SheetReading, path: Path, records: Sequence[Record]) -> None:
    statements: list[tuple[Any, list[Record]]] = []  # by place those that share it
    for record in records:
        if not {"wish", "place"} & (record.cells.keys() | record.unread):
            for key, value in r.sourced(path, record).items():
                if part(r.data, (*path, key)) is not None:
                    what = "that the party wants all of this has been commented on above."
                    r.wrong(record.place(key), what, "Put the two together.")
                put(r.data, (*path, key), value)
            continue
        if alike(record.text("wish")).strip("()") == INDIFFERENT and len(records) <= 2:
            r.put((*path, "statements"), [], record.place("wish"))
            continue
        place = r.number(record, "place", "the place")
        if place is not None and statements and statements[-1][0] == place:
            statements[-1][1].append(record)
        else:
            statements.append((place, [record]))
    if statements and all(place is not None for place, _ in statements):
        statements = _sorted_places(statements)
    for k, (_, together) in enumerate(statements):
        _wish_or_order(r, (*path, "statements", k), together)


def _sorted_places(groups: list[tuple[Any, list[Record]]]) -> list[tuple[Any, list[Record]]]:
    found: dict[Any, list[Record]] = {}
    for place, together in groups:
        found.setdefault(place, []).extend(together)
    return [(place, found[place]) for place in sorted(found, key=lambda n: number_of(n) or 0)]


def _wish_or_order(r: SheetReading, path: Path, records: Sequence[Record]) -> None:
    about = [record for record in records if "wish" not in record.cells]
    if len(records) == 1 and not about:
        _wish(r, path, records[0])
        return
    item: dict[str, Any] = {"any_order": []}
    r.put(path, item, records[0].start)
    for record in about:
        item |= r.sourced(path, record) | _doubt(r, path, record)
    for k, record in enumerate(r for r in records if "wish" in r.cells):
        _wish(r, (*path, "any_order", k), record)
    if not item["any_order"]:
        what = "here is no wish, and none has the same place."
        r.wrong(records[0].start, what, "Write the wish, or leave the place blank.")
        r.put(path, "true", records[0].start)


def _doubt(r: SheetReading, path: Path, record: Record) -> dict[str, Any]:
    if "doubt" not in record.cells:
        return {}
    r.cells[(*path, "doubt")] = record.place("doubt")
    return {"doubt": record.text("doubt")}


def _wish(r: SheetReading, path: Path, record: Record) -> None:
    item: dict[str, Any] = {"holds": r.statement(record, "wish")}
    sure = r.choice(record, "sure", _SURE, "degree of certainty")
    item |= sure or {}
    is_misread = sure is None and ("sure" in record.cells or "sure" in record.unread)
    for key, said in (("likely", "how likely it is"), ("likely_way", "how likely that is")):
        number = r.number(record, key, said)
        item |= {} if number is None or is_misread else {key: number}
    if "strength" in record.cells:
        item |= _strength(r, record)
    item |= _doubt(r, path, record) | r.sourced(path, record)
    r.put(path, item if len(item) > 1 else item["holds"], record.place("wish"))
    columns = {"perhaps": "sure", "either_way": "sure", "strongly": "strength"}
    columns |= {"degree": "strength", "likely": "likely", "likely_way": "likely_way"}
    for key, column in columns.items():
        if key in item:
            r.cells[(*path, key)] = record.place(column)


def _strength(r: SheetReading, record: Record) -> dict[str, Any]:
    if alike(record.text("strength")) == STRONGLY:
        return {"strongly": True}
    number = number_of(record.cells["strength"].value)
    if isinstance(number, int):
        return {"degree": number}
    what = f"no strength '{cut(record.text('strength'))}'."
    r.wrong(record.place("strength"), what, f"Write {STRONGLY}, or a whole number: 1, 2, 3.")
    return {}


def _ranking(r: SheetReading, path: Path, records: Sequence[Record]) -> None:
    groups: list[tuple[Any, bool, list[Record]]] = []
    for record in records:
        if "outcome" not in record.cells:
            r.wrong(
                record.start,
                "which outcome this is isn't said.",
                "Write it, or remove the row.",
            )
            continue
        rank = r.number(record, "rank", "the rank")
        unknown = bool(r.choice(record, "order", {UNKNOWN_ORDER: True}, "order"))
        is_sign = is_mark(record.text("outcome"))
        if groups and rank is not None and groups[-1][0] == rank and not is_sign:
            groups[-1][2].append(record)
        else:
            # A sign belongs below the rank above it.
            groups.append((groups[-1][0] if is_sign and groups else rank, unknown, [record]))
    ranks = [number_of(rank) for rank, _, _ in groups if rank is not None]
    if len(ranks) == len(groups):
        groups.sort(key=lambda group: number_of(group[0]) or 0)
    found: list[Any] = []
    for _, unknown, together in groups:
        here = (*path, len(found))
        if len(together) == 1 and not unknown:
            found += _entries(r, here, together[0])
            continue
        tied = [_pattern(r, path[:-3], r.outcome(record, "outcome")) for record in together]
        found.append({"unknown": tied} if unknown else tied)
        r.cells[here] = together[0].place("outcome")
        inner = (*here, "unknown") if unknown else here
        r.cells |= {(*inner, k): r.place("outcome") for k, r in enumerate(together)}
    r.put(path, found, records[0].start)


def _entries(r: SheetReading, path: Path, record: Record) -> list[Any]:
    """Return an outcome, or all of a ranking that stands in one cell."""
    value = r.outcome(record, "outcome")
    several: list[Any] = [value]
    if isinstance(value, str) and is_ranking(value):
        several = [list(level) if isinstance(level, tuple) else level for level in levels(value)]
    at = path[:-4]
    several = [
        [_pattern(r, at, one) for one in level]
        if isinstance(level, list)
        else _pattern(r, at, level)
        for level in several
    ]
    start = path[-1]
    assert isinstance(start, int)
    place = record.place("outcome")
    r.cells |= {(*path[:-1], start + k): place for k in range(len(several))}
    if "words" in record.cells and len(several) == 1 and not isinstance(several[0], list):
        r.words.append((str(several[0]), record.cells["words"]))
    return several


def _pattern(r: SheetReading, at: Path, said: Any) -> Any:
    """Return the pattern of an outcome that is called by what is done in it; another as it is."""
    assert r.vocabulary is not None
    known = r.vocabulary.meanings
    is_label = any((*above, "labels", said) in r.cells for above in ((), at))
    if not isinstance(said, str) or is_label or said.isdecimal() or not r.vocabulary.options:
        return said
    names = [] if alike(said) == NOTHING_DONE else [r.known(name) for name in split(said, ";")]
    done = {known[name].key for name in names if name in known and known[name].kind == "option"}
    if len(done) < len(names) or not (names or alike(said) == NOTHING_DONE):
        return said
    return "".join("Y" if option in done else "N" for option in r.vocabulary.options)


def _position(r: SheetReading, path: Path, record: Record) -> None:
    if "option" not in record.cells:
        r.wrong(
            record.start,
            "which option this is about isn't said.",
            "Write it into the column Option.",
        )
        return
    name = r.known(record.text("option"))
    if "words" in record.cells:
        r.words.append((name, record.cells["words"]))
    if (*path, name) in r.cells:
        r.twice(record.place("option"), f"'{name}'", r.cells[(*path, name)])
        return
    against = r.choice(record, "position", {FOR: False, AGAINST: True}, "position")
    ends = [e.strip() for e in re.split(r"\bto\b|…|\.\.", record.text("salience"))]
    numbers = [number_of(record.cells["salience"].value)] if len(ends) == 1 and ends[0] else []
    numbers = numbers or [number_of(end) for end in ends]
    if not 1 <= len(numbers) <= 2 or any(number is None for number in numbers):
        said = record.text("salience")
        what = (
            f"how much it matters isn't a number: '{cut(said)}'."
            if said
            else "how much it matters isn't said."
        )
        r.wrong(record.place("salience"), what, "Write a number, or two bounds: 2 to 4.")
        numbers = [0]
    if against and any(n is not None and n < 0 for n in numbers):
        what = f"beside “{AGAINST}” this is below zero: '{cut(record.text('salience'))}'."
        advice = f"Write how much it matters, without a sign; or “{FOR}” beside it."
        r.wrong(record.place("salience"), what, advice)
    signed = [-n if against else n for n in numbers if n is not None]
    weights = [plain(n) for n in (reversed(signed) if against else signed)]
    r.put((*path, name), weights if len(weights) > 1 else weights[0], record.place("option"))
