"""What each party can do, from the rows of the sheet Options: options, and levels below them."""

from __future__ import annotations

from typing import Any

from countermove.errors import Path, Place
from countermove.files.tables.paths import part
from countermove.files.tables.records import Record, SheetReading, cut
from countermove.files.tables.sheets import LEVELS_ARE, NO, YES
from countermove.model.direction_words import DIRECTIONS_READ
from countermove.model.ids import new_id

_YES_NO = {YES: True, NO: False, "y": True, "n": False, "true": True, "false": False, "x": True}


def read_options(r: SheetReading) -> None:
    """Read the options, their levels, and which of them the status quo has."""
    sheet = _OptionSheet(r)
    for at, dm, record in r.of_parties("Options"):
        sheet.read(at, dm, record)
    if sheet.is_told and "status_quo" not in r.data:
        r.data["status_quo"] = list(sheet.started)  # by their full names until all are known
        for k, place in enumerate(sheet.started.values()):
            r.cells["status_quo", k] = place


class _OptionSheet:
    def __init__(self, r: SheetReading) -> None:
        self.r = r
        self.given = {word for record in r.rows["Options"] if (word := _option_id(record))}
        self.reserved = self.given | {record.text("term") for record in r.rows["Terms"]}
        self.taken: dict[tuple[Path, str], dict[str, Place]] = {}
        self.texts: dict[tuple[Path, str, str], Place] = {}
        self.made: set[str] = set()
        self.levels: dict[Path, dict[str, Place]] = {}
        self.above: Path = ()  # the option that rows with a level alone belong to
        self.started: dict[str, Place] = {}
        self.is_told = False

    def read(self, at: Path, dm: str, record: Record) -> None:
        """Read a row: an option, or a level of that above, or the first level with its option."""
        r, level = self.r, record.text("level")
        text = record.text("option")
        place = record.place("option")
        own: Path = (*at, "decision_makers", dm, "options")
        if level and self.above[:-1] == own and text in ("", _text_of(r, self.above)):
            self.level(at, record)
            return
        if not text and (level or not record.text("id")):
            what = "this option has no text."
            advice = "Say in words what the party can do."
            if level:
                what = "no option is named here or above that this is a level of."
                advice = "Write what is chosen into the column Option."
            r.wrong(record.start, what, advice)
            return
        if (at, dm, text) in self.texts and not _option_id(record):
            r.twice(place, f"the option '{cut(text)}'", self.texts[at, dm, text])
            return
        self.texts.setdefault((at, dm, text), place)
        option = self.option_id(at, dm, record)
        if option is None:
            return
        self.taken[at, dm][option] = record.place("id")
        self.above = (*own, option)
        r.put(self.above, self.details(record, text or option), place)
        if level:
            self.level(at, record)
        elif not at and "start" in record.cells:
            self.start(record, f"{dm}.{option}")

    def option_id(self, at: Path, dm: str, record: Record) -> str | None:
        """Return the id of an option, its own or one made of its words; None where it is taken."""
        text = record.text("option")
        taken = self.taken.setdefault((at, dm), {})
        if _option_id(record):
            return self.r.own_id(record, "option", taken, "option")
        same = _option_of(self.r, dm, text) if at else None
        option = same or new_id(text, self.reserved | self.made, "option")
        self.made.add(option)
        return option

    def details(self, record: Record, text: str) -> Any:
        """Return what a row says of its option, a text alone where it says no more."""
        r = self.r
        details: dict[str, Any] = {"text": text}
        moves = r.choice(record, "moves", DIRECTIONS_READ, "direction")
        details |= {"moves": moves} if moves else {}
        details |= r.choice(record, "levels", LEVELS_ARE, "way of levels") or {}
        for key, column in (("moves", "moves"), ("ordered", "levels"), ("steps", "levels")):
            if column in record.cells:
                r.cells[(*self.above, key)] = record.place(column)
        if not record.text("level"):
            details |= self.said(self.above, record, ("does", "stops"))
        return details if len(details) > 1 else text

    def said(self, path: Path, record: Record, keys: tuple[str, ...]) -> dict[str, Any]:
        """Return what sentences say of an option or a level, and what it rests on."""
        found = {key: record.text(key) for key in keys if key in record.cells}
        for key in found:
            self.r.cells[(*path, key)] = record.place(key)
        return found | self.r.sourced(path, record)

    def level(self, at: Path, record: Record) -> None:
        """Read a row that is a level of the option above."""
        r, place = self.r, record.place("level")
        own = self.levels.setdefault(self.above, {})
        level = r.own_id(record, "level", own, "level")
        if level is None:
            return
        own[level] = record.place("id")
        path: Path = (*self.above, "levels", level)
        details = {"text": record.text("level"), **self.said(path, record, ("does",))}
        r.put(path, details if len(details) > 1 else details["text"], place)
        r.cells.setdefault(path[:-1], place)
        if not at and "start" in record.cells:
            self.start(record, f"{self.above[1]}.{self.above[3]} is {level}")

    def start(self, record: Record, name: str) -> None:
        """Note whether something is so in the status quo."""
        self.is_told = True
        if self.r.choice(record, "start", _YES_NO, "answer"):
            self.started[name] = record.place("start")


def _option_id(record: Record) -> str:
    """Return the id of an option in its row; an id beside a level is the level's."""
    return "" if record.text("level") else record.text("id")


def _text_of(r: SheetReading, path: Path) -> str:
    option = part(r.data, path)
    return str(option["text"] if isinstance(option, dict) else option)


def _option_of(r: SheetReading, dm: str, text: str) -> str | None:
    options = part(r.data, ("decision_makers", dm, "options")) or {}
    return next(
        (
            option
            for option in options
            if _text_of(r, ("decision_makers", dm, "options", option)) == text
        ),
        None,
    )
