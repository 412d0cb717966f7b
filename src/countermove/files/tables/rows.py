"""From a model to the rows of its sheets.

What a row can't say to the letter stands on the sheet Other, which is found by reading the rows
back: so nothing is lost, whatever a model says.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from countermove.errors import CountermoveError, FileError, Path, Place
from countermove.files.tables.cells import LONGEST, Cell, Sheet, held, written
from countermove.files.tables.kinds import BY_TITLE, KINDS
from countermove.files.tables.model_rows import ModelRows
from countermove.files.tables.paths import differences, leaves, path_text, value_text
from countermove.files.tables.reading import read_sheets
from countermove.files.tables.sheets import (
    AGAINST,
    COMMENT,
    FOR,
    INDIFFERENT,
    LEVELS_ARE,
    NO,
    NOTHING,
    RULES,
    STRONGLY,
    SURE,
    TESTS,
    UNKNOWN_ORDER,
    YES,
)
from countermove.model.conflict import Conflict
from countermove.model.direction_words import DIRECTION_WORDS
from countermove.model.ranking_text import in_one_text, is_mark, levels
from countermove.model.shapes import shape_of
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary

Row = dict[str, Any]
Rows = dict[str, list[Row]]

_RULES = {kind: words for words, kind in RULES.items()}


Back = Callable[[ModelRows], list[Sheet]]
"""How rows are read back from what they are written to."""


def tables_of(conflict: Conflict, back: Back | None = None) -> ModelRows:
    """Return the rows of a model, with all that it says; without `back`, for a workbook."""
    conflict = conflict.spelled_out()  # the sheets have a row for each party
    data = conflict.to_dict()
    back = back or sheets_of
    rows = _Rows(conflict, data, frozenset()).rows()
    found = _missing(data, rows, back)
    # What a row says in part stands whole on the other sheet, and not in two places.
    odd = {path for path, value in found if isinstance(value, list) and len(path) > 2}
    if odd:
        rows = _Rows(conflict, data, frozenset(odd)).rows()
        found = _missing(data, rows, back)
    other = [leaf for path, value in found for leaf in leaves(path, value)]
    rows["Other"] = [{"part": path_text(p), "value": value_text(v)} for p, v in other]
    _refuse_loss(conflict, rows, back)
    return ModelRows(conflict.title, rows)


def sheets_of(model: ModelRows) -> list[Sheet]:
    """Return rows as they are read back from the sheets that they are written to."""
    sheets = []
    for kind in KINDS:
        lines = [[Cell(c.head, Place("", 1, k, kind.title)) for k, c in enumerate(kind.columns, 1)]]
        for number, row in enumerate(model.rows.get(kind.title, ()), 2):
            lines.append(
                [
                    Cell(written(row[c.key]), Place("", number, k, kind.title))
                    for k, c in enumerate(kind.columns, 1)
                    if c.key in row and row[c.key] != ""
                ]
            )
        sheets.append(Sheet(kind.title, lines))
    return sheets


def _missing(data: Mapping[str, Any], rows: Rows, back: Back) -> list[tuple[Path, Any]]:
    return list(differences(data, read_sheets(back(ModelRows("", rows)), "").data))


def _refuse_loss(conflict: Conflict, rows: Rows, back: Back) -> None:
    """Make sure that nothing is lost, before anybody relies on it."""
    too_long = any(len(row["value"]) > len(held(row["value"])) for row in rows["Other"])
    with contextlib.suppress(ValueError):
        again = Conflict.model_validate(read_sheets(back(ModelRows("", rows)), "").data)
        if again == conflict and not too_long:
            return
    what = "this model can't be written as a table without loss."
    raise FileError(what, advice="Save it as .toml or as .json.")


class _Rows:
    """Writes the rows; of the paths in `odd` none, as they stand on the other sheet."""

    def __init__(self, conflict: Conflict, data: Mapping[str, Any], odd: frozenset[Path]) -> None:
        self.data, self.odd = data, odd
        self.vocabulary = Vocabulary(conflict)
        self.found: Rows = {kind.title: [] for kind in KINDS}
        names = [held(party["name"]).strip() for party in data["decision_makers"].values()]
        self.parties = {}
        for dm, party in data["decision_makers"].items():
            name = held(party["name"]).strip()
            is_plain = name and names.count(name) == 1 and not name.startswith(COMMENT)
            self.parties[dm] = name if is_plain and name not in data["decision_makers"] else dm

    def rows(self) -> Rows:
        """Return the rows of all sheets but the last."""
        data = self.data
        says = [("Title", data["title"]), ("Summary", data.get("summary"))]
        says.append(("Note", data.get("note")))
        start = data.get("status_quo")
        if start is not None and start != self.started():
            says.append(("Status quo", _start_text(start)))
        self.found["Conflict"] = [{"what": what, "says": text} for what, text in says if text]
        self.variant((), data, "")
        for document, details in data.get("documents", {}).items():
            self.add("Documents", {"document": document, **details}, "")
        for source, details in data.get("sources", {}).items():
            quote = details.get("quote")
            lines = "\n".join(quote) if isinstance(quote, list) else quote
            self.add("Sources", {"source": source, **details, "quote": lines}, "")
        for scenario, changes in data.get("scenarios", {}).items():
            row = {key: changes.get(key) for key in ("title", "summary", "note")}
            start = changes.get("status_quo")
            self.add("Scenarios", {**row, "start": _start_text(start)}, scenario)
            self.variant(("scenarios", scenario), changes, scenario)
        return self.found

    def add(self, sheet: str, row: Row, scenario: str) -> None:
        """Add a row; what isn't given has no cell."""
        kept = {k: v for k, v in {**row, "scenario": scenario}.items() if v not in (None, "")}
        known = {column.key for column in BY_TITLE[sheet].columns}
        self.found[sheet].append({k: v for k, v in kept.items() if k in known})

    def started(self) -> list[str] | None:
        """Return the status quo that the column of options can say."""
        start = self.data.get("status_quo")
        if not isinstance(start, list) or not self.vocabulary.options:
            return None
        return [name for name in self.vocabulary.chosen_names.values() if name in start]

    def words(self, statement: str, scenario: str = "") -> str:
        """Write a statement in words; nothing where it can't be, or says no more than itself."""
        del scenario
        with contextlib.suppress(CountermoveError):
            said = held(statement_words(self.vocabulary, statement))
            return said if said != statement else ""
        return ""

    def variant(self, at: Path, data: Mapping[str, Any], scenario: str) -> None:
        """Write what a model and a scenario may both give."""
        self.decision_makers(data.get("decision_makers", {}), scenario)
        for term, means in data.get("terms", {}).items():
            row = {"term": term, "means": means, "words": self.words(means)}
            self.add("Terms", row, scenario)
        self.rules(at, data.get("rules", {}), scenario)
        for state, text in data.get("states", {}).items():
            self.add("Outcomes", {"outcome": state, "text": text}, scenario)
        for label, pattern in data.get("labels", {}).items():
            if pattern:
                self.add("Outcomes", {"outcome": label, "pattern": pattern}, scenario)
        for dm, moves in data.get("moves", {}).items():
            if (*at, "moves", dm) not in self.odd:
                for move in moves:
                    ends = dict(zip(("from", "to"), move, strict=False))
                    self.add("Moves", {"party": self.party(dm), **ends}, scenario)
        for dm, preference in data.get("preferences", {}).items():
            self.preference((*at, "preferences", dm), dm, preference, scenario)
        for claim, details in data.get("claims", {}).items():
            test = next(kind for kind in TESTS.values() if kind in details)
            row = {
                "claim": _plain(details["says"], claim),
                "test": test,
                "statement": details[test],
                "words": self.words(details[test]),
                "because": _listed(details.get("because", ())),
                "note": details.get("note"),
                "id": claim,
            }
            self.add("Claims", row, scenario)

    def party(self, dm: str) -> str:
        """Return what a party is called on the sheets."""
        return self.parties.get(dm, dm)

    def decision_makers(self, parties: Mapping[str, Any], scenario: str) -> None:
        """Write the parties and their options."""
        start = (None if scenario else self.started()) or ()
        is_told = not scenario and list(start) == self.data.get("status_quo")
        short = self.vocabulary.short
        says_more = [party for party in parties.values() if party.keys() != {"options"}]
        for dm, party in parties.items():
            if not scenario or says_more:
                name = held(party["name"]).strip() if "name" in party else self.party(dm)
                row = {"party": _plain(name, dm), "called": party.get("called"), "id": dm}
                self.add("Parties", row, scenario)
            for option, written_so in party.get("options", {}).items():
                name = short.get(f"{dm}.{option}", option)
                for said, row in _option_rows(option, name, written_so):
                    row["start"] = (YES if said in start else NO) if is_told and said else None
                    self.add("Options", {"party": self.party(dm), **row}, scenario)

    def rules(self, at: Path, rules: Mapping[str, Any], scenario: str) -> None:
        """Write the rules, of each kind a row each."""
        for kind, several in rules.items():
            if (*at, "rules", kind) in self.odd:
                continue
            items = several.items() if isinstance(several, dict) else (("", s) for s in several)
            for option, says in items:
                is_group = isinstance(says, list)
                row = {"rule": _RULES[kind], "option": option}
                row |= {"says": _listed(says, "; ") if is_group else says}
                row |= {"words": "; ".join(map(self.words, says)) if is_group else self.words(says)}
                self.add("Rules", row, scenario)

    def preference(self, at: Path, dm: str, preference: Mapping[str, Any], scenario: str) -> None:
        """Write what a party wants, as far as it has rows."""
        party = {"party": self.party(dm)}
        whole = {"because": _listed(preference.get("because", ())), "note": preference.get("note")}
        if any(whole.values()):
            self.add("Preferences", party | whole, scenario)
        if (*at, "statements") not in self.odd:
            for row in self.wishes(preference.get("statements")):
                self.add("Preferences", party | row, scenario)
        if (*at, "ranking") not in self.odd:
            for row in self.ranks(preference.get("ranking", ())):
                self.add("Rankings", party | row, scenario)
        for name, weight in preference.get("weights", {}).items():
            row = {"option": name, "words": self.words(name), **_position(weight)}
            self.add("Positions", party | row, scenario)

    def wishes(self, statements: Sequence[Any] | None) -> Iterator[Row]:
        if statements == []:
            yield {"wish": INDIFFERENT}
        for place, item in enumerate(statements or (), 1):
            if isinstance(item, dict) and "any_order" in item:
                about = _marks(item)
                if about:
                    yield {"place": place, **about}
                for wish in item["any_order"]:
                    yield {"place": place, **self.wish(wish)}
            else:
                yield {"place": place, **self.wish(item)}

    def wish(self, written_so: Any) -> Row:
        item = {"holds": written_so} if isinstance(written_so, str) else written_so
        sure = {key: item[key] for key in ("perhaps", "either_way") if key in item}
        return {
            "wish": item["holds"],
            "words": self.words(item["holds"]),
            "sure": next((words for words, marks in SURE.items() if marks == sure), None),
            "likely": item.get("likely"),
            "likely_way": item.get("likely_way"),
            "strength": STRONGLY if item.get("strongly") else item.get("degree"),
            **_marks(item),
        }

    def ranks(self, ranking: Sequence[Any]) -> Iterator[Row]:
        if text := _in_one_cell(ranking):
            yield {"outcome": text}
            return
        place = 0
        for entry in ranking:
            if isinstance(entry, str) and is_mark(entry):
                yield {"outcome": entry}
                continue
            place += 1
            unknown = isinstance(entry, dict)
            tied = entry["unknown"] if unknown else entry if isinstance(entry, list) else [entry]
            for outcome in tied:
                said = self.words(outcome) if isinstance(outcome, str) else ""
                order = UNKNOWN_ORDER if unknown else None
                yield {"rank": place, "outcome": outcome, "words": said, "order": order}


def _option_rows(option: str, name: str, written_so: Any) -> Iterator[tuple[str, Row]]:
    """Give the row of an option and those of its levels, each with what says that it is so."""
    shape = shape_of(("decision_makers", "", "options", option))
    details = shape.in_full(written_so)
    levels = details.get("levels", {})
    given = {key: details[key] for key in ("ordered", "steps") if key in details}
    yield (
        "" if levels else name,
        {
            "option": details["text"],
            **{key: details.get(key) for key in ("does", "stops", "note")},
            "moves": DIRECTION_WORDS.get(details.get("moves", "")),
            "levels": next((words for words, has in LEVELS_ARE.items() if has == given), None),
            "because": _listed(details.get("because", ())),
            "id": option,
        },
    )
    for level, text in levels.items():
        inner = shape.inside["levels"].at(level).in_full(text)
        yield (
            f"{name} is {level}",
            {
                "level": _plain(inner["text"], level),
                **{key: inner.get(key) for key in ("does", "note")},
                "because": _listed(inner.get("because", ())),
                "id": level,
            },
        )


def _in_one_cell(ranking: Sequence[Any]) -> str:
    """Return a ranking of numbers that came from one text as such; nothing for others."""
    entries = [tuple(entry) if isinstance(entry, list) else entry for entry in ranking]
    names = [name for e in entries for name in (e if isinstance(e, tuple) else (e,))]
    if not all(isinstance(name, str) and (name.isdecimal() or is_mark(name)) for name in names):
        return ""
    text = in_one_text(entries)
    return text if levels(text) == tuple(entries) and len(text) <= LONGEST else ""


def _marks(item: Mapping[str, Any]) -> Row:
    because = _listed(item.get("because", ()))
    row = {"doubt": item.get("doubt"), "because": because, "note": item.get("note")}
    return {key: value for key, value in row.items() if value not in (None, "")}


def _plain(text: str, otherwise: str) -> str:
    """Return a text for a first column, or what else stands for it."""
    plain = held(text).strip()
    return otherwise if not plain or plain.startswith(COMMENT) else text


def _listed(names: Sequence[str], between: str = ", ") -> str:
    return between.join(names)


def _start_text(start: Any) -> str | None:
    if isinstance(start, list):
        return _listed(start, "; ") or NOTHING
    return start if start is None else str(start)


def _position(weight: Any) -> Row:
    """Say a weight as a position and how much it matters."""
    bounds = weight if isinstance(weight, list) else [weight]
    numbers = [number for number in map(_number, bounds) if number is not None]
    against = bool(numbers) and all(n <= 0 for n in numbers) and any(n < 0 for n in numbers)
    if against:
        bounds = [
            str(-n) if isinstance(w, str) else -w for w, n in zip(bounds, numbers, strict=True)
        ]
        bounds.reverse()
    salience = f"{bounds[0]} to {bounds[1]}" if len(bounds) == 2 else bounds[0]
    return {"position": AGAINST if against else FOR, "salience": salience}


def _number(value: Any) -> Any:
    from countermove.files.tables.cells import number_of

    return number_of(value)
