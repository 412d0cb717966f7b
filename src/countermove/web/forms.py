"""From what a form says to edits of the model file.

Every field and button names what it does (``do``) and where in the file (``at``, a JSON list);
what was typed is its ``value``. Beside the plain edits there are a few that stand for what one
means on a page: something new gets an id made from its words, a key of an option that is written
as a text alone makes it a table, and what is chosen at the start is written however the status quo
is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from countermove.editing import choice_edits
from countermove.editing.applying import applied
from countermove.editing.edits import read_edits
from countermove.editing.party_list import has_option
from countermove.editing.uses import taken_ids
from countermove.errors import CountermoveError, Path
from countermove.model.ids import new_id, renewed_id
from countermove.model.patterns import YES_OR_NO, Spelling
from countermove.model.shapes import shape_of
from countermove.web.draft import (
    at,
    items,
    option_at,
    own_values,
    starting,
    starting_written,
    table,
    text,
)

Form = Mapping[str, str]
"""The fields of a form."""

PlainEdit = dict[str, Any]
"""An edit as JSON has it; see :mod:`countermove.editing.edits`."""

Action = Callable[[Path, Form, Mapping[str, Any]], list[PlainEdit]]
"""What a form does beside plain edits, at a place in a file with some content."""

DIRECTIONS: dict[str, str] = {
    "": "Both ways",
    "take": "Can't be undone",
    "drop": "Can only be given up",
    "fixed": "Neither way",
}
"""How an option may be changed, in words; an empty key is what needn't be written."""

LEVEL_DIRECTIONS: dict[str, str] = {
    "": "Both ways",
    "up": "Only up",
    "down": "Only down",
    "fixed": "Neither way",
}
"""The same of an option with levels."""

SAID: Mapping[str, str] = {"cite-new": "Name a new source"}
"""What such edits of every page are called in the history; others are told by what they change."""

_LONGEST = 20_000


def edits_from(form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Return the edits that a form asks for."""
    if "edits" in form:
        edits = _json(form["edits"])
        if not isinstance(edits, list):
            raise CountermoveError("this isn't a list of edits.")
        return edits
    here = place(form.get("at", ""))
    do = form.get("do", "")
    value = typed(form.get("value", ""))
    match do:
        case "put":
            edits = _put(data, here, value, optional=bool(form.get("optional")))
            return still_ordered(data, here[:-1], _named_anew(data, here, value, edits))
        case "add":
            return _add(data, here, value, form)
        case "start":
            return _start(data, here, value)
        case "cite":
            return _cite(data, here, value)
        case "cite-new":
            return _cite_new(data, here, value, form)
        case "remove":
            return [{"do": "remove", "at": list(here)}]
        case "rename":
            return [{"do": "rename", "at": list(here), "to": value}]
        case "move":
            return _move(data, here, number(form.get("to", "")))
    raise CountermoveError(f"no edit is called '{do}'.")


def place(written: str) -> Path:
    """Return a place in a model file that a form names as a JSON list."""
    found = _json(written)
    if not isinstance(found, list) or not found:
        raise CountermoveError("this isn't a place in a model.")
    for step in found:
        if not isinstance(step, str) and (not isinstance(step, int) or isinstance(step, bool)):
            raise CountermoveError("this isn't a place in a model.")
    return tuple(found)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise CountermoveError("the form isn't one of this app.") from None


def typed(value: str) -> str:
    """Return what was typed into a field, without the spaces around."""
    return sized(value).strip()


def sized(value: str) -> str:
    """Return a text that was typed, unless it is too long for a field."""
    if len(value) > _LONGEST:
        advice = f"At most {_LONGEST:,} characters fit in a field."
        raise CountermoveError("this text is too long.", advice=advice)
    return value.replace("\r\n", "\n")


def number(text: str) -> int:
    """Return a whole number that a form names: a position in a list, or a version."""
    try:
        return int(text)
    except ValueError:
        raise CountermoveError("this isn't a whole number.") from None


def _put(data: Mapping[str, Any], here: Path, value: str, *, optional: bool) -> list[PlainEdit]:
    written = at(data, *here)
    *before, key = here
    whole = at(data, *before)
    short_key = shape_of(tuple(before)).short
    if short_key and isinstance(whole, str):
        if not value and optional:
            return []
        return [{"do": "put", "at": before, "value": {short_key: whole, key: value}}]
    if not value and optional:
        if written is None:
            return []
        if short_key and isinstance(whole, Mapping) and set(whole) == {short_key, key}:
            return [{"do": "put", "at": before, "value": whole[short_key]}]
        return [{"do": "remove", "at": list(here)}]
    if written == value:
        return []
    return [{"do": "put", "at": list(here), "value": value}]


def still_ordered(data: Mapping[str, Any], here: Path, edits: list[PlainEdit]) -> list[PlainEdit]:
    """Let an option that is moved otherwise stay ordered, where its levels are compared."""
    base = here[2:] if here[:1] == ("scenarios",) else here
    if base[-2:-1] != ("options",) or not edits:
        return edits
    before = option_at(data, here if at(data, *here) is not None else base, "")
    if not before.is_ordered:
        return edits
    option = option_at(applied(data, read_edits(edits)), here, "")
    if option.is_ordered or not option.levels or not choice_edits.is_compared(data, base):
        return edits
    return [*edits, {"do": "put", "at": [*here, "ordered"], "value": True}]


def _named_anew(
    data: Mapping[str, Any], here: Path, value: str, edits: list[PlainEdit]
) -> list[PlainEdit]:
    """Let an id that was made of words follow them: outcomes and statements are called by it."""
    whole = _named_by(here)
    if not edits or whole is None:
        return edits
    *of, name = whole
    taken = taken_ids(data, tuple(of)) - {str(name)}
    new = renewed_id(str(name), text(data, *here), value, taken, shape_of(tuple(of)).ids or "item")
    if new == name:
        return edits
    both = [*edits, {"do": "rename", "at": list(whole), "to": new}]
    with suppress(CountermoveError):  # where that id can't be had, the words change alone
        applied(data, read_edits(both))
        return both
    return edits


def _named_by(here: Path) -> Path | None:
    """Return the place of what is called by the words at a place; None where they call nothing."""
    match here:
        case ("decision_makers", _, "options", _, "text"):
            return here[:-1]
        case ("decision_makers", _, "options", _, "levels", _, "text"):
            return here[:-1]
        case ("decision_makers", _, "name") | ("sources", _, "said"):
            return here[:-1]
        case ("decision_makers", _, "options", _) | ("states", _):
            return here
        case ("decision_makers", _, "options", _, "levels", _):
            return here
    return None


def _add(data: Mapping[str, Any], here: Path, value: str, form: Form) -> list[PlainEdit]:
    """Add to a table, under an id made from the words, or at the end of a list."""
    if not value:
        return []
    kind = here[-1]
    name = form.get("id", "").strip()
    whole = choice_edits.option_typed(value) if kind == "options" else value
    words = text(whole, "text") or value
    key = name or new_id(words, taken_ids(data, here), shape_of(here).ids or "item")
    new: list[str | int] = [*here, key]
    if kind == "options":
        check_new_option(data, str(here[-2]), words)
    if kind == "levels":
        check_new_level(data, here, value)
    match kind:
        case "decision_makers":
            return [
                {"do": "put", "at": new, "value": {"name": value}},
                {"do": "put", "at": ["preferences", key], "value": {"statements": []}},
            ]
        case "options" | "levels" | "terms" | "requires" | "states":
            return [{"do": "put", "at": new, "value": whole}]
        case "sources":
            return [{"do": "put", "at": new, "value": {"said": value}}]
        case "scenarios":
            return [{"do": "put", "at": new, "value": {"title": value}}]
    return [{"do": "insert", "at": list(here), "index": None, "value": value}]


def check_new_option(data: Mapping[str, Any], dm: str, words: str) -> None:
    """Raise if a party has an option in these words already."""
    if has_option(data, dm, words):
        what = (
            f"{text(data, 'decision_makers', dm, 'name') or dm} has the option ‘{words}’ already."
        )
        raise CountermoveError(what, advice="Say what is different about another one.")


def check_new_level(data: Mapping[str, Any], here: Path, words: str) -> None:
    """Raise if an option has a level in these words already."""
    option = text(data, *here[:-1], "text")
    for level in table(data, *here):
        known = text(data, *here, level, "text") or text(data, *here, level)
        if known.casefold() == words.casefold():
            what = f"‘{option}’ has the level ‘{words}’ already."
            raise CountermoveError(what, advice="Say what is different about another one.")


def _cite(data: Mapping[str, Any], here: Path, source: str) -> list[PlainEdit]:
    """Name a source as one that something rests on."""
    whole = at(data, *here)
    if not source or source in items(whole, "because"):
        return []
    short_key = shape_of(here).short
    if isinstance(whole, str) and short_key:
        value = {short_key: whole, "because": [source]}
        return [{"do": "put", "at": list(here), "value": value}]
    return [{"do": "insert", "at": [*here, "because"], "index": None, "value": source}]


def _cite_new(data: Mapping[str, Any], here: Path, said: str, form: Form) -> list[PlainEdit]:
    """Write a new source into the record, and name it as one that something rests on."""
    if not said:
        return []
    about = {key: typed(form.get(key, "")) for key in ("who", "on", "where")}
    source = {"said": said} | {key: words for key, words in about.items() if words}
    key = new_id(said, taken_ids(data, ("sources",)), shape_of(("sources",)).ids or "item")
    return [{"do": "put", "at": ["sources", key], "value": source}, *_cite(data, here, key)]


def _move(data: Mapping[str, Any], here: Path, to: int) -> list[PlainEdit]:
    """Move something among what it stands with; levels are chosen at the start as before."""
    edits: list[PlainEdit] = [{"do": "move", "at": list(here), "to": to}]
    match here:
        case ("decision_makers", _, "options", _, "levels", _):
            after = applied(data, read_edits(edits))
            for context in ((), *(("scenarios", name) for name in table(data, "scenarios"))):
                start, where = starting(data, *context), [*context, "status_quo"]
                if isinstance(at(data, *where), list) and starting(after, *context) != start:
                    kept = starting_written(own_values(after, *context), start)
                    edits.append({"do": "put", "at": where, "value": kept})
    return edits


def _start(data: Mapping[str, Any], here: Path, value: str) -> list[PlainEdit]:
    """Say what is chosen of an option in the status quo: a level; else whether it is done."""
    match here:
        case (*context, "decision_makers", dm, "options", option):
            name = f"{dm}.{option}"
        case _:
            raise CountermoveError("this isn't an option.", path=here)
    values = own_values(data, *context)
    if name not in values:
        raise CountermoveError(f"no option '{option}'.", path=here)
    if values[name] == YES_OR_NO:
        value = "Y" if value else "N"
    elif value not in values[name]:
        raise CountermoveError(f"no level '{value}'.", path=here)
    start = starting(data, *context) | {name: value}
    is_pattern = isinstance(at(data, *context, "status_quo"), str)
    pattern = Spelling(tuple(values.values())).pattern(list(start.values()))
    written = pattern if is_pattern else starting_written(values, start)
    return [{"do": "put", "at": [*context, "status_quo"], "value": written}]
