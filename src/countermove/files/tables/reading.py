"""From the cells of sheets to the data of a model, with where each part stands.

Rows may be in any order that means the same, columns too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from countermove.errors import Path, Place, Problem, closest, suggestion
from countermove.files.structure import checked
from countermove.files.tables.cells import Cell, Sheet, number_of, text_of
from countermove.files.tables.kinds import KINDS
from countermove.files.tables.model_rows import GUIDE
from countermove.files.tables.parties import read_parties
from countermove.files.tables.paths import part, put, read_path, read_value, table
from countermove.files.tables.records import Record, SheetReading, cut, known_sheet, split
from countermove.files.tables.sheets import INDIFFERENT, NOTHING, RULES, TESTS
from countermove.files.tables.wants import read_wants
from countermove.model.checks import NO_OPTIONS
from countermove.model.conflict import FORMAT, Conflict
from countermove.model.numbers import plain
from countermove.model.shapes import shape_of
from countermove.model.vocabulary import Vocabulary
from countermove.texts import or_list

_PARTS = {
    "title": "Conflict",
    "summary": "Conflict",
    "note": "Conflict",
    "status_quo": "Options",
    "decision_makers": "Parties",
    "terms": "Terms",
    "rules": "Rules",
    "labels": "Outcomes",
    "states": "Outcomes",
    "moves": "Moves",
    "preferences": "Preferences",
    "claims": "Claims",
    "documents": "Documents",
    "sources": "Sources",
    "scenarios": "Scenarios",
}
"""On which sheet a part of the model stands."""


@dataclass(frozen=True, slots=True)
class CellPlaces:
    """Where on the sheets the parts of a model stand; see :class:`countermove.errors.Places`."""

    name: str
    cells: Mapping[Path, Place]

    def find(self, path: Path, offset: int | None = None) -> Place:
        """Return the cell of a part, or of what it is in."""
        del offset
        for size in range(len(path), 0, -1):
            if path[:size] in self.cells:
                return self.cells[path[:size]]
        return Place(self.name, sheet=_PARTS.get(str(path[0]), "Other") if path else "")

    def find_key(self, path: Path) -> Place:
        """Return the cell of a part."""
        return self.find(path)


@dataclass(slots=True)
class Tables:
    """What the sheets of a model say."""

    data: dict[str, Any]
    places: CellPlaces
    problems: list[Problem]
    notes: list[str]
    words: list[tuple[str, Cell]] = field(default_factory=list)  # by statement what is said of it


def read_sheets(sheets: Sequence[Sheet], name: str) -> Tables:
    """Read the sheets of a model."""
    r = SheetReading(name)
    _read(r, sheets)
    return Tables(r.data, CellPlaces(name, r.cells), r.problems, r.notes, r.words)


def _read(r: SheetReading, sheets: Sequence[Sheet]) -> None:
    for sheet in sheets:
        kind = known_sheet(sheet.title)
        if kind is not None:
            r.rows[kind.title] += r.records(kind, sheet)
        elif sheet.rows and sheet.title.casefold() not in {GUIDE.casefold(), "mistakes"}:
            _unknown_sheet(r, sheet)
    read_parties(r)
    r.vocabulary = _known_names(r)
    _terms(r)
    _start(r)
    _rules(r)
    _moves(r)
    read_wants(r)
    r.about = ("claims", "")
    _claims(r)
    r.about = ()
    _other(r)
    _whole(r)


def _unknown_sheet(r: SheetReading, sheet: Sheet) -> None:
    titles = [kind.title for kind in KINDS]
    if closest(sheet.title, titles) is None:
        r.notes.append(f"The sheet '{sheet.title}' isn't read: no sheet is called so.")
        return
    what = f"no sheet is called '{sheet.title}'."
    advice = suggestion(sheet.title, titles, "The sheets are")
    r.wrong(Place(r.file, sheet=sheet.title), what, advice)


def _known_names(r: SheetReading) -> Vocabulary:
    """Return the names that statements may use, from what has been read so far."""
    terms = [(at, r.text("term")) for at, r in r.each("Terms")]
    data: dict[str, Any] = {
        "format": FORMAT,
        "title": "?",
        "decision_makers": r.data["decision_makers"],
        "states": r.data.get("states", {}),
        "terms": {term: "true" for at, term in terms if term and not at},
    }
    conflict, _, _ = checked(data, lambda _: None)
    return Vocabulary(conflict or Conflict.model_validate({**data, "decision_makers": {}}))


def _terms(r: SheetReading) -> None:
    for at, record in r.each("Terms"):
        term = record.text("term")
        if not term or "means" not in record.cells:
            missing = "means nothing" if term else "has no name"
            what = f"this term {missing}."
            r.wrong(record.start, what, "Write a name, and the statement that it stands for.")
            continue
        path: Path = (*at, "terms", term)
        if path in r.cells:
            r.twice(record.place("term"), f"the term '{term}'", r.cells[path])
            continue
        r.put(path, r.statement(record, "means"), record.place("means"))


def _start(r: SheetReading) -> None:
    """Read the status quo, of the model and of the scenarios."""
    assert r.vocabulary is not None
    if isinstance(written := r.data.get("status_quo"), list):
        r.data["status_quo"] = [_short(r.vocabulary, name) for name in written]
    for at in ((), *(("scenarios", name) for name in r.data.get("scenarios", {}))):
        said = part(r.data, (*at, "status_quo"))
        if isinstance(said, str):
            names = [] if said == NOTHING else [r.known(n) for n in split(said, ";")]
            if all(r.vocabulary.choice(name) for name in names):
                put(r.data, (*at, "status_quo"), names)


def _short(vocabulary: Vocabulary, name: str) -> str:
    """Return the shortest name of what is chosen."""
    choice = vocabulary.choice(name)
    return vocabulary.chosen_names[choice] if choice else name


def _rules(r: SheetReading) -> None:
    counts: dict[Path, int] = {}
    for at, record in r.each("Rules"):
        kind = r.choice(record, "rule", RULES, "kind of rule")
        if kind is None:
            if "rule" not in record.cells:
                advice = f"Write {or_list(list(RULES))} into the column Rule."
                r.wrong(record.start, "what kind of rule this is isn't said.", advice)
            continue
        if "says" not in record.cells:
            r.wrong(record.start, "this rule says nothing.", "Write a statement, or options.")
            continue
        path: Path = (*at, "rules", kind)
        if kind == "requires":
            option = r.known(record.text("option"))
            if not option:
                advice = "Name it in the column Option."
                r.wrong(record.start, "which option has the need isn't said.", advice)
                continue
            r.put((*path, option), r.statement(record, "says"), record.place("says"))
            continue
        group = [r.known(name) for name in split(record.text("says"), ";")]
        says = group if kind.endswith("_one") else r.statement(record, "says")
        number = counts.setdefault(path, 0)
        counts[path] += 1
        r.put((*path, number), says, record.place("says"))


def _moves(r: SheetReading) -> None:
    counts: dict[Path, int] = {}
    for at, dm, record in r.of_parties("Moves"):
        path: Path = (*at, "moves", dm)
        ends = [r.outcome(record, key) for key in ("from", "to") if key in record.cells]
        if len(ends) < 2:
            what = "a move leads from an outcome to another, and one of them is missing."
            r.wrong(record.start, what, "Write both: From and To.")
            continue
        number = counts.setdefault(path, 0)
        counts[path] += 1
        r.put((*path, number), ends, record.place("from"))
        r.cells[(*path, number, 1)] = record.place("to")


def _claims(r: SheetReading) -> None:
    given = {r.text("id") for r in r.rows["Claims"] if r.text("id")}
    taken: dict[Path, dict[str, Place]] = {}
    for at, record in r.each("Claims"):
        own = taken.setdefault(at, {})
        made_of = own | dict.fromkeys(given - {record.text("id")}, record.start)
        claim = r.own_id(record, "claim", own if record.text("id") else made_of, "claim")
        if claim is None:
            continue
        own[claim] = record.place("id")
        path: Path = (*at, "claims", claim)
        test = r.choice(record, "test", TESTS, "way to test a claim")
        if test is None and "test" not in record.cells:
            advice = f"Write {or_list(list(TESTS))} into the column “Is true if”."
            r.wrong(record.start, "when this claim is true isn't said.", advice)
        if "statement" not in record.cells:
            what = "the claim has no statement that could be tested."
            r.wrong(record.start, what, "Write one into the column Statement.")
        if "claim" not in record.cells:
            r.wrong(record.start, "this claim has no words.", "Write it as it was said.")
        if test is None or "statement" not in record.cells:
            continue
        item = {
            "says": record.text("claim") or claim,
            test: r.statement(record, "statement"),
        }
        r.put(path, item | r.sourced(path, record), record.place("claim"))
        r.cells[(*path, "says")] = record.place("claim")
        r.cells[(*path, test)] = record.place("statement")


def _other(r: SheetReading) -> None:
    for record in r.rows["Other"]:
        path = read_path(record.text("part"))
        known = path is not None and shape_of(path[:1]) is not shape_of(("?",))
        if path is None or not known:
            what = f"'{cut(record.text('part'))}' is no part of a model."
            advice = "Write the keys of the model file, joined by points: attitudes.us.eu."
            r.wrong(record.place("part"), what, advice)
            continue
        if "value" not in record.cells:
            r.wrong(record.start, "this part has no value.", "Write one, or remove the row.")
            continue
        try:
            value = _value(r, record)
        except ValueError:
            what = "this value isn't written as the model file has it."
            advice = 'Write a text in quotes, a number, true, or a list: ["a", "b"].'
            r.wrong(record.place("value"), what, advice)
            continue
        if not put(r.data, path, value):
            what = f"there is nothing before '{cut(record.text('part'))}' that it could follow."
            advice = "Places in lists are counted from 0, without a gap."
            r.wrong(record.place("part"), what, advice)
            continue
        r.cells[path] = record.place("value")


def _value(r: SheetReading, record: Record) -> Any:
    value = record.cells["value"].value
    return read_value(record.text("value")) if isinstance(value, str) else _typed(value)


def _whole(r: SheetReading) -> None:
    """Say what the model lacks as a whole."""
    if not str(r.data["title"]).strip() and not r.rows["Conflict"]:
        r.data["title"] = FilePath(r.file).stem or "Model"
    if not str(r.data["title"]).strip():
        what = "the conflict has no title."
        advice = "Write it on the sheet Conflict, beside Title."
        r.wrong(Place(r.file, sheet="Conflict"), what, advice)
        r.data["title"] = "?"
    parties = table(r.data, "decision_makers")
    if not parties:
        what = "no party is named."
        advice = "Write who takes part on the sheet Parties, a row each."
        r.wrong(Place(r.file, sheet="Parties"), what, advice)
    elif not r.data.get("states") and not any(table(p, "options") for p in parties.values()):
        advice = "Write on the sheet Options what each can do, a row each."
        r.wrong(Place(r.file, sheet="Options"), NO_OPTIONS, advice)
    _wanting(r, parties)


def _wanting(r: SheetReading, parties: Mapping[str, Any]) -> None:
    """Say of whom it isn't said what they want."""
    kinds = shape_of(("preferences", "?")).part.kinds
    if not r.data.get("preferences"):
        r.data["preferences"] = {dm: {"statements": []} for dm in parties}
        r.notes.append(
            "Nothing is said of what the parties want: all outcomes are alike to them, until it is "
            "written into the model."
        )
    spoken: set[tuple[str, ...]] = {("preferences", dm) for dm in parties}
    spoken |= {
        ("scenarios", name, "preferences", dm)
        for name in table(r.data, "scenarios")
        for dm in table(r.data, "scenarios", name, "preferences")
    }
    for path in sorted(spoken, key=lambda path: (len(path), *map(str, path))):
        dm = str(path[-1])
        party = table(parties, dm)
        if not party or not table(r.data, *path).keys().isdisjoint(kinds):
            continue
        place = r.cells.get(path) or r.cells.get(("decision_makers", dm))
        what = f"what {party.get('name', dm)} wants isn't said."
        advice = (
            "Write its wishes on the sheet Preferences, the most important first; where all "
            f"outcomes are alike to it, write {INDIFFERENT}."
        )
        if not r.unknown:  # else it may be said of a party that is misspelt
            r.wrong(place or Place(r.file, sheet="Preferences"), what, advice)
        put(r.data, (*path, "statements"), [])


def _typed(value: Any) -> Any:
    number = None if isinstance(value, bool) else number_of(value)
    if isinstance(value, bool):
        return value
    return text_of(value) if number is None else plain(number)
