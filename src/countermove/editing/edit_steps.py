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
            _put(data, step)
        case Remove():
            owner = owner_of(data, step.at)
            del owner[step.at[-1]]
        case Insert():
            _insert(data, step)
        case Reorder():
            _move(data, step)
        case Rekey():
            owner = owner_of(data, step.at)
            old = step.at[-1]
            _refill(owner, [(step.to if key == old else key, owner[key]) for key in owner])


def _refill(table: dict[str, Any], items: list[tuple[str, Any]]) -> None:
    table.clear()
    table.update(items)


def _put(data: dict[str, Any], step: Put) -> None:
    here: Any = data
    for depth, key in enumerate(step.at):
        is_last = depth == len(step.at) - 1
        if isinstance(here, list) and isinstance(key, int):
            if key >= len(here):
                raise _missing(data, step.at)
        elif not isinstance(here, dict) or not isinstance(key, str):
            raise _misplaced(step.at, depth)
        elif not is_last and key not in here:
            rest = step.at[depth + 1 :]
            if not all(isinstance(inner, str) for inner in rest):
                raise _missing(data, step.at)
            here[key] = nested(rest, copy.deepcopy(step.value))
            return
        if is_last:
            here[key] = copy.deepcopy(step.value)
        else:
            here = here[key]


def nested(path: Path, value: Any) -> Any:
    """Return a value within the tables that lead to it."""
    for key in reversed(path):
        value = {key: value}
    return value


def _insert(data: dict[str, Any], step: Insert) -> None:
    items = found(data, step.at)
    if items is None:
        if step.index:
            raise _out_of_range(step.at, step.index, 0)
        _put(data, Put(at=step.at, value=[step.value]))
        return
    if not isinstance(items, list):
        raise EditError("this is no list: nothing can be put into it.", path=step.at)
    index = len(items) if step.index is None else step.index
    if index > len(items):
        raise _out_of_range(step.at, index, len(items))
    items.insert(index, copy.deepcopy(step.value))


def _move(data: dict[str, Any], step: Reorder) -> None:
    owner = owner_of(data, step.at)
    key = step.at[-1]
    if step.to >= len(owner):
        raise _out_of_range(step.at, step.to, len(owner) - 1)
    if isinstance(owner, list):
        owner.insert(step.to, owner.pop(int(key)))
        return
    items = list(owner.items())
    items.insert(step.to, items.pop(list(owner).index(str(key))))
    _refill(owner, items)


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
