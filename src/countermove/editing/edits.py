"""The edits of a model file, read from plain data such as JSON."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from countermove.errors import EditError, Path
from countermove.files.parsing import DEEPEST
from countermove.model.numbers import TOO_LARGE, plain
from countermove.model.shapes import shape_of

_LISTED = 'An edit is a table such as {"do": "put", "at": ["title"], "value": "…"}.'


def _step(step: str | int) -> str | int:
    if isinstance(step, str):
        _text(step)
    elif step < 0:
        raise ValueError("a position counts from 0")
    return step


def _text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("the text holds half of a character (a lone surrogate)") from None


def _value(value: Any) -> Any:
    """Refuse what no model file can hold."""
    pending = [(value, 0)]
    while pending:
        here, depth = pending.pop()
        if depth > DEEPEST:
            raise ValueError(f"lists and tables are nested more than {DEEPEST} deep")
        match here:
            case str():
                _text(here)
            case bool() | datetime.date() | datetime.time():
                pass
            case int():
                if abs(here) >= TOO_LARGE:
                    raise ValueError("the number is too long")
            case float():
                if not math.isfinite(here):
                    raise ValueError("the number isn't finite")
            case list():
                pending += [(item, depth + 1) for item in here]
            case dict():
                if not all(isinstance(key, str) for key in here):
                    raise ValueError("a key is a text")
                pending += [(part, depth + 1) for pair in here.items() for part in pair]
            case _:
                raise ValueError("a value is a text, a number, true, false, a list or a table")
    return value


At = Annotated[
    tuple[Annotated[str | int, AfterValidator(_step)], ...],
    Field(strict=False, min_length=1, max_length=DEEPEST),
]
"""A place in a model file: keys, and positions in lists from 0."""

Value = Annotated[Any, AfterValidator(_value)]
"""What a model file may hold."""

Position = Annotated[int, Field(ge=0)]


class _Edit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    at: At


class Put(_Edit):
    """Set a value; tables on the way are made, and a new key comes last."""

    do: Literal["put"] = "put"
    value: Value


class Remove(_Edit):
    """Remove a key or an item; what is empty then and means nothing goes too."""

    do: Literal["remove"] = "remove"


class Insert(_Edit):
    """Put an item into a list, by default at its end; the list is made where there is none."""

    do: Literal["insert"] = "insert"
    index: Position | None = None
    value: Value


class Reorder(_Edit):
    """Move an item of a list, or a key among its siblings, to another position; or elsewhere.

    A place elsewhere is named as it is once the part is gone from where it was.
    """

    do: Literal["move"] = "move"
    to: Position | At


class Rename(_Edit):
    """Give an id another name, wherever it is used."""

    do: Literal["rename"] = "rename"
    to: str


Edit = Annotated[Put | Remove | Insert | Reorder | Rename, Field(discriminator="do")]
"""One change of a model file."""

_EDITS: TypeAdapter[tuple[Edit, ...]] = TypeAdapter(
    Annotated[tuple[Edit, ...], Field(strict=False)]
)


def read_edits(data: Any) -> tuple[Edit, ...]:
    """Read edits from a list of tables, as JSON gives them.

    >>> read_edits([{"do": "remove", "at": ["claims", "backs"]}])
    (Remove(at=('claims', 'backs'), do='remove'),)
    """
    if not isinstance(data, (list, tuple)):
        raise EditError("edits are a list.", advice=_LISTED)
    try:
        return _EDITS.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place: Path = tuple(first["loc"])
        what = first["msg"].removeprefix("Value error, ")
        number = f"edit {int(place[0]) + 1}" if place else "the list of edits"
        key = f", '{place[min(2, len(place) - 1)]}'" if len(place) > 1 else ""
        raise EditError(
            f"{number}{key} can't be used: {what[:1].lower()}{what[1:]}.", advice=_LISTED
        ) from None


def as_values(data: Any) -> Any:
    """Return what was read as values of edits: decimals as what is written alike."""
    if isinstance(data, Mapping):
        return {key: as_values(inner) for key, inner in data.items()}
    if isinstance(data, list):
        return [as_values(inner) for inner in data]
    return plain(data) if isinstance(data, Decimal) else data


def found(data: Any, path: Path) -> Any:
    """Return what stands at a place of plain data, None where nothing does."""
    for step in path:
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
            data = data[step]
        else:
            return None
    return data


_LONGEST_NAME = 60


def said(edit: Edit, data: Mapping[str, Any]) -> str:
    """Say in a short sentence what an edit does, for the history of a model.

    >>> us = {"name": "United States", "options": {}}
    >>> at = ("decision_makers", "us", "options", "deal")
    >>> said(Put(at=at, value="Settle terms"), {"decision_makers": {"us": us}})
    'Add the option ‘Settle terms’ to United States'
    """
    at = edit.at
    match edit:
        case Put() if found(data, at) is None:
            return _added(at, edit.value, data)
        case Put():
            return f"Change {called(at, data)}"
        case Insert():
            return _added((*at, edit.index or 0), edit.value, data)
        case Rename():
            return f"Rename {called(at, data)} to ‘{_short(edit.to)}’"
        case Reorder(to=int(to)):
            owner = found(data, at[:-1])
            here = at[-1] if isinstance(at[-1], int) else list(owner or [at[-1]]).index(at[-1])
            return f"Move {called(at, data)} {'up' if to < here else 'down'}"
        case Reorder():
            return f"Move {called(at, data)}"
    of_something = any(shape_of(at[:depth]).called for depth in range(1, len(at)))
    is_part = not shape_of(at).called and of_something
    return f"{'Change' if is_part else 'Remove'} {called(at, data)}"


def _added(at: Path, value: Any, data: Mapping[str, Any]) -> str:
    shape = shape_of(at)
    is_entry = isinstance(at[-1], int) or shape.is_entry
    words = called(at, data, value)
    if not shape.called or not is_entry or words.startswith(("the preferences", "what")):
        return f"Change {words}"
    new, of, whose = words.rpartition(" of ")
    depth = len(at) - (2 if at[0] == "scenarios" else 0)
    return f"Add {new} to {whose}" if of and depth > 2 else f"Add {words}"


def called(at: Path, data: Mapping[str, Any], value: Any = None) -> str:
    """Return what people call a part of a model: ‘the name of United States’."""
    scenario = ""
    if at[0] == "scenarios" and len(at) > 2:
        scenario = f" in the scenario ‘{_name(at[:2], data, None)}’"
    whole = at
    while len(at) > (2 if scenario else 0):
        if words := shape_of(at).called:
            name = _name(at, data, value if at == whole else None)
            dm = _party(at[2:] if scenario else at, data)
            return f"{words.format(name, dm=dm)}{scenario}"
        at = at[:-1]
    return f"‘{_short(str(whole[-1]))}’{scenario}"


def _name(at: Path, data: Mapping[str, Any], value: Any) -> str:
    """Return what people call a part: its name, its text or title, or else its id."""
    if value is None and len(at) == 2 and at[0] == "decision_makers" and found(data, at) is None:
        value = {"name": _in_a_family(data, str(at[1]))}
    part = found(data, at) if value is None else value
    if isinstance(part, Mapping):
        who = ", ".join(str(part[key]) for key in ("who", "on") if key in part) or None
        part = next((part[key] for key in ("name", "text", "title", "says") if key in part), who)
    is_text = shape_of(at[:-1]).ids in ("option", "state") or isinstance(
        found(data, at) if value is None else value, Mapping
    )
    return _short(part if isinstance(part, str) and is_text else str(at[-1]))


def _party(at: Path, data: Mapping[str, Any]) -> str:
    tables = ("views", "decision_makers", "families", "preferences", "moves")
    ids = [at[k + 1] for k in range(len(at) - 1) if at[k] in tables]
    dm = str(ids[0] if at[0] == "views" and "preferences" not in at else ids[-1]) if ids else "?"
    name = found(data, ("decision_makers", dm, "name")) or _in_a_family(data, dm)
    return _short(name) if isinstance(name, str) else dm


def _in_a_family(data: Mapping[str, Any], dm: str) -> Any:
    """Return what a family, or a member of one, is called."""
    families = data.get("families")
    for name, family in families.items() if isinstance(families, Mapping) else ():
        if name == dm:
            return found(family, ("name",))
        if member := found(family, ("members", dm)):
            return found(member, ("name",)) if isinstance(member, Mapping) else member
    return None


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1].rstrip()}…"
