"""The steps that edits come down to, done to the plain data of a model file."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from countermove.editing.edits import Insert, Put, Remove, Reorder, found
from countermove.errors import EditError, Path, suggestion, written_path
from countermove.model.scenarios import replaces
from countermove.model.shapes import shape_of


@dataclass(frozen=True, slots=True)
class Rekey:
    """A step of a rename: one key of one table takes another name, in its place."""

    at: Path
    to: str


Step = Put | Remove | Insert | Reorder | Rekey
"""One change in one place."""


def perform(data: dict[str, Any], step: Step) -> None:
    """Do one step to some data, in place."""
    match step:
        case Put():
            _put(data, step.at, copy.deepcopy(step.value))
        case Remove():
            owner = owner_of(data, step.at)
            del owner[step.at[-1]]
        case Insert():
            _insert(data, step.at, step.index, copy.deepcopy(step.value))
        case Reorder():
            _move(data, step)
        case Rekey():
            owner = owner_of(data, step.at)
            old = step.at[-1]
            _refill(owner, [(step.to if key == old else key, owner[key]) for key in owner])


def _refill(table: dict[str, Any], items: list[tuple[str, Any]]) -> None:
    table.clear()
    table.update(items)


def _put(data: dict[str, Any], at: Path, value: Any) -> None:
    here: Any = data
    for depth, key in enumerate(at):
        is_last = depth == len(at) - 1
        if isinstance(here, list) and isinstance(key, int):
            if key >= len(here):
                raise _missing(data, at)
        elif not isinstance(here, dict) or not isinstance(key, str):
            raise _misplaced(at, depth)
        elif not is_last and key not in here:
            rest = at[depth + 1 :]
            if not all(isinstance(inner, str) for inner in rest):
                raise _missing(data, at)
            here[key] = nested(rest, value)
            return
        if is_last:
            here[key] = value
        else:
            here = here[key]


def nested(path: Path, value: Any) -> Any:
    """Return a value within the tables that lead to it."""
    for key in reversed(path):
        value = {key: value}
    return value


def _insert(data: dict[str, Any], at: Path, place: int | None, value: Any) -> None:
    items = found(data, at)
    if items is None:
        if place:
            raise _out_of_range(at, place, 0)
        _put(data, at, [value])
        return
    if not isinstance(items, list):
        raise EditError("this is no list: nothing can be put into it.", path=at)
    index = len(items) if place is None else place
    if index > len(items):
        raise _out_of_range(at, index, len(items))
    items.insert(index, value)


def _move(data: dict[str, Any], step: Reorder) -> None:
    owner = owner_of(data, step.at)
    key = step.at[-1]
    if isinstance(step.to, tuple):
        _bring(data, owner.pop(key), step.to)
        return
    if step.to >= len(owner):
        raise _out_of_range(step.at, step.to, len(owner) - 1)
    if isinstance(owner, list):
        owner.insert(step.to, owner.pop(int(key)))
        return
    items = list(owner.items())
    items.insert(step.to, items.pop(list(owner).index(str(key))))
    _refill(owner, items)


def _bring(data: dict[str, Any], value: Any, to: Path) -> None:
    """Put what was taken from elsewhere into a list, or under a key that is free."""
    *into, last = to
    if isinstance(last, int):
        if not into:
            raise _misplaced(to, 0)
        _insert(data, tuple(into), last, value)
    elif found(data, to) is not None:
        what = f"there is a '{written_path(to)}' already."
        raise EditError(what, path=to, advice="Remove it first.")
    else:
        _put(data, to, value)


def owner_of(data: Mapping[str, Any], at: Path) -> Any:
    """Return the table or list that holds a part which is there."""
    owner = found(data, at[:-1])
    is_there = at[-1] in owner if isinstance(owner, dict) else found(data, at) is not None
    if not is_there:
        raise _missing(data, at)
    return owner


def _missing(data: Mapping[str, Any], at: Path) -> EditError:
    known = next(k for k in range(len(at), -1, -1) if found(data, at[:k]) is not None)
    around = found(data, at[:known])
    step = at[min(known, len(at) - 1)]
    advice = "It may have been changed meanwhile: look at the model again."
    if isinstance(around, dict) and around:
        advice = suggestion(str(step), around, "The keys here are")
    elif isinstance(around, list):
        advice = f"The list has {len(around)} items."
    return EditError(f"there is no '{written_path(at)}'.", path=at, advice=advice)


def _misplaced(at: Path, depth: int) -> EditError:
    outer = written_path(at[:depth]) or "the model"
    key = at[depth]
    inner = f"a place {key + 1}" if isinstance(key, int) else f"a key '{key}'"
    return EditError(
        f"'{outer}' can't have {inner}.", path=at[:depth], advice="Remove what stands there first."
    )


def _out_of_range(at: Path, index: int, last: int) -> EditError:
    return EditError(f"there is no position {index} here.", path=at, advice=f"The last is {last}.")


def meaningless(data: Mapping[str, Any], at: Path) -> Path:
    """Return the outermost part that means nothing any more without the part at `at`."""
    while len(at) > 1:
        owner = found(data, at[:-1])
        says = not shape_of(at[:-1]).empty or (
            at[0] == "scenarios" and len(at) > 3 and replaces(at[2:-1])
        )
        if len(owner) > 1 or says:
            break
        at = at[:-1]
    return at
