"""Who takes part and what each can do, from the rows of the sheets."""

from __future__ import annotations

from countermove.errors import Path, Place
from countermove.files.tables.options import read_options
from countermove.files.tables.records import Record, SheetReading
from countermove.model.ids import new_id


def read_parties(r: SheetReading) -> None:
    """Read who takes part, what each can do, and what else is called by a name."""
    _conflict(r)
    _scenarios(r)
    _parties(r)
    read_options(r)
    _outcomes(r)
    r.about = ("documents",)
    _documents(r)
    r.about = ("sources",)
    _sources(r)
    r.about = ()


def _conflict(r: SheetReading) -> None:
    keys = {"title": "title", "summary": "summary", "note": "note", "status quo": "status_quo"}
    for record in r.rows["Conflict"]:
        key = r.choice(record, "what", {word.capitalize(): k for word, k in keys.items()}, "row")
        if key and "says" in record.cells:
            text = record.text("says")
            r.put(
                (key,),
                text.strip() if key in ("title", "status_quo") else text,
                record.place("says"),
            )


def _is_new(r: SheetReading, record: Record, column: str, at: Path) -> bool:
    """Begin what a row names in a column, or tell that it was begun in another row."""
    place = record.place(column)
    if at in r.cells:
        what = f"the {column} '{at[-1]}'"
        r.twice(place, what, r.cells[at], "Call one of the two otherwise.")
        return False
    r.put(at, {}, place)
    return True


def _scenarios(r: SheetReading) -> None:
    for record in r.rows["Scenarios"]:
        name = record.text("scenario")
        title = record.text("title")
        name = name or new_id(title, r.data.get("scenarios", {}), "scenario")
        at: Path = ("scenarios", name)
        if not _is_new(r, record, "scenario", at):
            continue
        if not title:
            r.wrong(record.start, f"the scenario '{name}' has no title.", "Give it one.")
        r.put((*at, "title"), title or name, record.place("title"))
        for key in ("summary", "note"):
            if key in record.cells:
                r.put((*at, key), record.text(key), record.place(key))
        if "start" in record.cells:
            r.put((*at, "status_quo"), record.text("start"), record.place("start"))


def _parties(r: SheetReading) -> None:
    taken: dict[str, Place] = {}
    given = {r.text("id") for r in r.rows["Parties"] if r.text("id")}
    for at, record in r.each("Parties"):
        name = record.text("party")
        path: Path
        if at:
            _changed_party(r, at, record, name)
            continue
        if not name and not record.text("id"):
            r.wrong(record.start, "this party has no name.", "Write one into the column Party.")
            continue
        if name in r.names and not record.text("id"):
            path = ("decision_makers", r.names[name])
            r.twice(record.place("party"), f"the party '{name}'", r.cells[path])
            continue
        dm = r.own_id(
            record,
            "party",
            taken | dict.fromkeys(given - {record.text("id")}, record.start),
            "party",
        )
        if dm is None:
            continue
        taken[dm] = record.place("id")
        path = ("decision_makers", dm)
        r.put(path, {"name": name or dm}, record.place("party"))
        r.cells[(*path, "name")] = record.place("party")
        if "called" in record.cells:
            r.put((*path, "called"), record.text("called"), record.place("called"))
        r.names.setdefault(name, dm)
    for dm in r.data["decision_makers"]:
        r.names.setdefault(dm, dm)
    if not r.rows["Parties"]:
        for record in r.rows["Options"]:
            if (name := record.text("party")) and name not in r.names:
                dm = new_id(name, r.data["decision_makers"], "party")
                r.put(("decision_makers", dm), {"name": name}, record.place("party"))
                r.names[name] = dm


def _changed_party(r: SheetReading, at: Path, record: Record, name: str) -> None:
    """Read what a scenario changes in a party."""
    dm = record.text("id")
    base = r.data["decision_makers"]
    if not dm and (found := r.names.get(name)):
        dm = found
    dm = dm or new_id(name, base, "party")
    path: Path = (*at, "decision_makers", dm)
    r.put(path, {}, record.place("party"))
    if name and name not in (base.get(dm, {}).get("name"), dm):
        r.put((*path, "name"), name, record.place("party"))
        r.names.setdefault(name, dm)
    if "called" in record.cells:
        r.put((*path, "called"), record.text("called"), record.place("called"))


def _outcomes(r: SheetReading) -> None:
    for at, record in r.each("Outcomes"):
        name = record.text("outcome")
        if not name:
            what = "this outcome has no name."
            r.wrong(record.start, what, "Write its number or name into the column Outcome.")
            continue
        key, table = ("pattern", "labels") if "pattern" in record.cells else ("text", "states")
        path: Path = (*at, table, name)
        if path in r.cells:
            r.twice(record.place("outcome"), f"the outcome '{name}'", r.cells[path])
            continue
        text = record.text(key) or name
        r.put(path, text.replace(" ", "") if table == "labels" else text, record.place("outcome"))


def _documents(r: SheetReading) -> None:
    for record in r.rows["Documents"]:
        known = r.data.get("documents", {})
        name = record.text("document") or new_id(record.text("file"), known, "document")
        path: Path = ("documents", name)
        if _is_new(r, record, "document", path):
            for key in record.cells.keys() - {"document"}:
                r.put((*path, key), record.text(key), record.place(key))


def _sources(r: SheetReading) -> None:
    for record in r.rows["Sources"]:
        said = record.text("source")
        words = said or " ".join(record.text("who").split()[-1:])
        name = said or new_id(words, r.data.get("sources", {}), "source")
        path: Path = ("sources", name)
        if not _is_new(r, record, "source", path):
            continue
        for key in ("who", "role", "on", "document", "said", "where"):
            if key in record.cells:
                r.put((*path, key), record.text(key), record.place(key))
        if lines := [line for line in record.text("quote").splitlines() if line.strip()]:
            r.put((*path, "quote"), lines if len(lines) > 1 else lines[0], record.place("quote"))
        if (near := r.number(record, "near", "the place of the words")) is not None:
            r.put((*path, "near"), near, record.place("near"))
        if not record.cells.keys() & {"said", "quote"}:
            what = f"nothing is said in the source '{name}'."
            r.wrong(record.start, what, "Write into the column Said what was said or done.")
            r.put((*path, "said"), "?", record.start)
