"""The rows of sheets as they are read: their cells, whose they are, what each says.

What can't be understood is told with its cell, and the rest is read as if it weren't there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from countermove.errors import Path, Place, Problem, closest, listed, suggestion
from countermove.files.tables.cells import Cell, Fault, Sheet, number_of
from countermove.files.tables.kinds import KINDS
from countermove.files.tables.paths import put
from countermove.files.tables.sheets import COMMENT, Column, SheetKind
from countermove.model.conflict import FORMAT
from countermove.model.ids import new_id
from countermove.model.numbers import plain
from countermove.model.option_words import in_names, unknown_words
from countermove.model.vocabulary import Vocabulary
from countermove.texts import or_list

_MOST_BEFORE_HEADS = 10


@dataclass(slots=True)
class Record:
    """A row: its cells by column."""

    kind: SheetKind
    cells: Mapping[str, Cell]
    start: Place
    unread: frozenset[str] = frozenset()  # the columns whose cells have no value

    def text(self, key: str) -> str:
        """Return what a cell says, empty where it is blank."""
        cell = self.cells.get(key)
        if cell is None:
            return ""
        return cell.text if self.kind.column(key).is_prose else cell.text.strip()

    def place(self, key: str) -> Place:
        """Return where a cell is, or the row where it is blank."""
        return self.cells[key].place if key in self.cells else self.start


def known_sheet(title: str) -> SheetKind | None:
    """Return the sheet that is called so, whatever its capitals."""
    plain_title = title.strip().casefold()
    return next(
        (k for k in KINDS if plain_title in {t.casefold() for t in (k.title, *k.also)}), None
    )


def heads_in(kind: SheetKind, row: Sequence[Cell]) -> dict[int, Column]:
    """Return which columns of a sheet a row names, by where they stand."""
    heads = {h.casefold(): c for c in kind.columns for h in (c.head, c.key, *c.also)}
    heads |= {c.head.casefold(): c for c in kind.columns}
    found: dict[int, Column] = {}
    for cell in row:
        column = heads.get(" ".join(cell.text.split()).casefold().rstrip(":*"))
        if column is not None and column not in found.values():
            found[cell.column] = column
    return found


class SheetReading:
    """What has been read of a workbook so far, and what is wrong with it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: dict[str, Any] = {"format": FORMAT, "title": "", "decision_makers": {}}
        self.cells: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.words: list[tuple[str, Cell]] = []
        self.rows: dict[str, list[Record]] = {kind.title: [] for kind in KINDS}
        self.names: dict[str, str] = {}
        self.vocabulary: Vocabulary | None = None
        self.about: Path = ()  # the part that alone is wrong, if something is
        self.unknown: dict[str, str] = {}  # parties that there aren't, taken for some till mended
        self.unread: set[Place] = set()  # where rows begin of which a cell has no value

    def wrong(self, place: Place, what: str, advice: str) -> None:
        """Note what is wrong with a cell, in the part that is being read."""
        if place not in self.unread:  # it may be that cell which is missing
            self.problems.append(Problem(what, self.about, advice, place=place))

    def twice(
        self, place: Place, what: str, first: Place, advice: str = "Remove one of the two."
    ) -> None:
        """Say that a name stands a second time."""
        self.wrong(place, f"{what} stands here twice, first in {cell_name(first)}.", advice)

    def put(self, path: Path, value: Any, place: Place) -> None:
        """Put a part into the model, and remember its cell."""
        put(self.data, path, value)
        self.cells[path] = place

    def records(self, kind: SheetKind, sheet: Sheet) -> Iterator[Record]:
        """Give the rows below the heads, without those that are comments."""
        begun = heads_of(kind, sheet.rows)
        if begun is None:
            if sheet.rows:
                named = listed([c.head for c in kind.columns], len(kind.columns))
                what = f"the sheet {kind.title} has no row with the heads of its columns."
                advice = f"Write them in its first row: {named}."
                self.wrong(sheet.rows[0][0].place, what, advice)
            return
        at, heads = begun
        odd = [cell for cell in sheet.rows[at] if cell.column not in heads]
        for key in kind.needs:
            if all(column.key != key for column in heads.values()):
                what = f"the sheet {kind.title} has no column '{kind.column(key).head}'."
                near = closest(kind.column(key).head, [cell.text.strip() for cell in odd])
                advice = f"Call '{near}' so." if near else f"Add it: {kind.column(key).hint}"
                self.wrong(sheet.rows[at][0].place, what, advice)
        for cell in odd:
            self.notes.append(f"{cell_name(cell.place)}: the column '{cut(cell.text)}' isn't read.")
        unread = {cell.column for cell in odd}
        for row in sheet.rows[at + 1 :]:
            if not row[0].text.lstrip().startswith(COMMENT):
                read = (cell for cell in row if cell.column not in unread)
                cells = dict(self.below_heads(heads, read))
                if any(not kind.column(key).is_said for key in cells):
                    start = next(iter(cells.values())).place
                    faults = (c.column for c in row if isinstance(c.value, Fault))
                    lost = frozenset(heads[k].key for k in faults if k in heads)
                    self.unread |= {start} if lost else set()
                    yield Record(kind, cells, start, lost)

    def below_heads(
        self, heads: Mapping[int, Column], cells: Iterable[Cell]
    ) -> Iterator[tuple[str, Cell]]:
        """Give the cells of a row by their columns."""
        for cell in cells:
            column = heads.get(cell.column)
            if isinstance(cell.value, Fault):
                if column is not None and not column.is_said:
                    self.wrong(cell.place, cell.value.what, cell.value.advice)
            elif column is None and cell.text.strip():
                what = f"'{cut(cell.text)}' stands below no head."
                self.wrong(cell.place, what, "Write what it is above it, or remove it.")
            elif column is not None and cell.text.strip():
                yield column.key, cell

    def scenario(self, record: Record) -> Path | None:
        """Return where the part of a row stands: in the model, or in its scenario."""
        said = record.text("scenario")
        if not said:
            return ()
        known = self.data.get("scenarios", {})
        if said in known:
            return ("scenarios", said)
        by_title = [n for n, d in known.items() if alike(d.get("title", "")) == alike(said)]
        by_title += [n for n in known if alike(n) == alike(said)]
        if by_title:
            return ("scenarios", by_title[0])
        advice = suggestion(said, known, "The scenarios are")
        self.wrong(record.place("scenario"), f"no scenario '{said}'.", advice)
        return None

    def each(self, title: str) -> Iterator[tuple[Path, Record]]:
        """Give the rows of a sheet, and where their parts stand."""
        for record in self.rows[title]:
            at = self.scenario(record)
            if at is not None:
                yield at, record

    def of_parties(self, title: str) -> Iterator[tuple[Path, str, Record]]:
        """Give the rows of a sheet with their parties: where none is named it is that above."""
        above = ""
        for at, record in self.each(title):
            said = record.text("party")
            if said:
                above = self.party(record, said)
            elif not above or "party" in record.unread:
                what = "no party is named here or above."
                self.wrong(record.start, what, "Write whose it is into the column Party.")
                above = self.unknown_party(f"? {title}", record)
            yield at, above, record

    def unknown_party(self, said: str, record: Record) -> str:
        """Take a party that there isn't for one, so that nothing else seems wrong by it."""
        parties = self.data["decision_makers"]
        if alike(said) not in self.unknown:
            dm = self.unknown[alike(said)] = new_id(said, parties, "party")
            self.put(("decision_makers", dm), {"name": said}, record.place("party"))
        return self.unknown[alike(said)]

    def party(self, record: Record, said: str) -> str:
        """Return the party that is called so; where there is none, that is told."""
        if said in self.names:
            return self.names[said]
        same = [dm for name, dm in self.names.items() if alike(name) == alike(said)]
        if same:
            return same[0]
        parties = self.data["decision_makers"].items()
        known = [party["name"] for dm, party in parties if dm not in self.unknown.values()]
        advice = suggestion(said, known, "The parties are")
        self.wrong(record.place("party"), f"no party '{said}'.", advice)
        return self.unknown_party(said, record)

    def choice(self, record: Record, key: str, words: Mapping[str, Any], noun: str) -> Any:
        """Return what a cell chooses; nothing where it is blank, or says something else."""
        offered = record.kind.column(key).choices or tuple(words)
        said = record.text(key)
        plain_words = {alike(word): value for word, value in words.items()}
        if not said or alike(said) in plain_words:
            return plain_words.get(alike(said))
        close = closest(said, offered)
        advice = f"Did you mean '{close}'? " if close else ""
        quoted = [f"'{word}'" for word in offered]
        advice += f"Write {or_list(quoted)}."
        self.wrong(record.place(key), f"no {noun} '{cut(said)}'.", advice)
        return None

    def number(self, record: Record, key: str, what: str) -> Any:
        """Return the number in a cell; None where it is blank, or says something else."""
        cell = record.cells.get(key)
        if cell is None:
            return None
        number = number_of(cell.value)
        if number is not None:
            return plain(number)
        is_date = not isinstance(cell.value, (str, int, float))
        advice = "Spreadsheets make dates of fractions: format the cell as text, or write 0.5."
        advice = advice if is_date else "Write a number: 3, 0.5, 1/3 or 50 %."
        self.wrong(cell.place, f"{what} isn't a number: '{cut(cell.text)}'.", advice)
        return None

    def sourced(self, path: Path, record: Record, *, note: bool = True) -> dict[str, Any]:
        """Return the sources and the note of a row."""
        found: dict[str, Any] = {}
        if names := split(record.text("because"), ","):
            found["because"] = [self.source(name) for name in names]
            self.cells[(*path, "because")] = record.place("because")
        if note and "note" in record.cells:
            found["note"] = record.text("note")
            self.cells[(*path, "note")] = record.place("note")
        return found

    def source(self, said: str) -> str:
        """Return the source that is called so, whatever its capitals."""
        known = self.data.get("sources", {})
        return (
            next((s for s in known if alike(s) == alike(said)), said) if said not in known else said
        )

    def own_id(self, record: Record, key: str, taken: dict[str, Place], noun: str) -> str | None:
        """Return the id of a row, its own or one made of its words; None where it stands twice."""
        said = record.text("id")
        if not said:
            return new_id(record.text(key), taken, noun)
        if said in taken:
            what = f"the id '{said}' stands here twice, first in {cell_name(taken[said])}."
            advice = "Give this row another id, or leave it blank."
            self.wrong(record.place("id"), what, advice)
            return None
        return said

    def statement(self, record: Record, key: str) -> str:
        """Return a statement in the names of the model."""
        assert self.vocabulary is not None
        text = in_names(record.text(key), self.vocabulary)
        if words := unknown_words(text, self.vocabulary):
            texts = [option.text for option in self.vocabulary.options.values()]
            advice = suggestion(words, texts, "The options are")
            self.wrong(record.place(key), f"no option is called '{cut(words)}'.", advice)
            return "true"
        if "words" in record.cells:
            self.words.append((text, record.cells["words"]))
        return text

    def known(self, said: str) -> str:
        """Return the name of an option or a term that stands there in its words."""
        assert self.vocabulary is not None
        if said in self.vocabulary.meanings:
            return said
        choice = self.vocabulary.by_words.get(said.casefold())
        names = self.vocabulary.chosen_names
        return names[choice] if choice else in_names(said, self.vocabulary)

    def outcome(self, record: Record, key: str) -> str | int:
        """Return the outcome that a cell names."""
        value = record.cells[key].value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        text = record.text(key)
        return text if not re.fullmatch(r"([YN-] )+[YN-]", text) else text.replace(" ", "")


def heads_of(
    kind: SheetKind, rows: Sequence[Sequence[Cell]]
) -> tuple[int, dict[int, Column]] | None:
    """Find the row with the heads: the one that names most of the columns."""
    found = [(k, heads_in(kind, row)) for k, row in enumerate(rows[:_MOST_BEFORE_HEADS])]
    best = max(found, key=lambda pair: len(pair[1]), default=(0, {}))
    needed = min(2, len(kind.needs))
    return best if len(best[1]) >= needed else None


def split(text: str, mark: str) -> list[str]:
    """Return the names in a list, parted by semicolons or lines, or else by commas."""
    marks = r"[;\n]" if mark == ";" and re.search(r"[;\n]", text) else r"[;,\n]"
    return [piece.strip() for piece in re.split(marks, text) if piece.strip()]


def alike(text: str) -> str:
    """Return words in the form in which they are compared."""
    return " ".join(text.replace("’", "'").casefold().split())


def cut(text: str) -> str:
    """Return a text as a message quotes it."""
    return text if len(text) <= 40 else f"{text[:39]}…"


def cell_name(place: Place) -> str:
    """Say a place within the file."""
    return str(replace(place, file="")).removeprefix(":")
