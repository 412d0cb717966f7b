"""What edits mean: what they do to the plain data of a model file.

Each edit comes down to steps: one value set, one item inserted, one key renamed … . The text of a
file is changed by the same steps, and what it then holds is compared with what is computed here.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.editing.edits import Edit, Insert, Move, Put, Remove, Rename, found
from countermove.errors import EditError, Path, Problem, suggestion, written_path
from countermove.files.shapes import keys_at, shape_of, within_views


@dataclass(frozen=True, slots=True)
class Rekey:
    """A step of a rename: one key of one table takes another name, in its place."""

    at: Path
    to: str


Step = Put | Remove | Insert | Move | Rekey
"""One change in one place."""

# What says nothing when it is empty. Elsewhere an empty list says something: `status_quo = []`.
_NOTHING_WHEN_EMPTY = frozenset(
    {
        *("terms", "labels", "states", "moves", "moves.*", "rules", "preferences", "views"),
        *("claims", "sources", "scenarios", "decision_makers.*.options"),
        *("rules.infeasible", "rules.requires", "rules.coalesce", "infeasible", "unknown"),
        *("rules.at_most_one", "rules.at_least_one", "rules.exactly_one"),
        *("rules.at_most_one.#", "rules.at_least_one.#", "rules.exactly_one.#"),
    }
)
# In a scenario an empty list takes the place of the one in the base.
_SOMETHING_IN_A_SCENARIO = frozenset(
    {
        *("rules.infeasible", "rules.coalesce", "moves.*"),
        *("rules.at_most_one", "rules.at_least_one", "rules.exactly_one"),
    }
)

_TABLES_OF_TABLES = frozenset(
    {"decision_makers", "preferences", "views", "claims", "sources", "scenarios"}
)


def applied(data: Mapping[str, Any], edits: Sequence[Edit]) -> dict[str, Any]:
    """Return the data of a model file after some edits.

    Parameters
    ----------
    data : dict
        What the file holds, mistakes included; it isn't changed.
    edits : sequence of Edit
        What is done, one after another.

    Returns
    -------
    dict

    Raises
    ------
    EditError
        If one of the edits can't be applied.

    Examples
    --------
    >>> applied({"title": "Talks"}, [Put(at=("title",), value="New talks")])
    {'title': 'New talks'}
    """
    return after(data, edits)[0]


def after(data: Mapping[str, Any], edits: Sequence[Edit]) -> tuple[dict[str, Any], list[Step]]:
    """Return the data of a model file after some edits, and the steps that lead there."""
    changed = copy.deepcopy(dict(data))
    done: list[Step] = []
    for edit in edits:
        for step in steps_of(changed, edit):
            perform(changed, step)
            done.append(step)
    return changed, done


def steps_of(data: Mapping[str, Any], edit: Edit) -> list[Step]:
    """Return the steps of one edit of some data."""
    match edit:
        case Put():
            return list(_settled(found(data, edit.at), edit.at, edit.value))
        case Remove():
            _owner(data, edit.at)
            return [Remove(at=_meaningless(data, edit.at))]
        case Rename():
            raise EditError(Problem("nothing can be renamed yet.", edit.at))
    return [edit]


def _settled(old: Any, at: Path, new: Any) -> Iterator[Step]:
    """Give the smallest changes that turn one value into another."""
    if isinstance(old, dict) and isinstance(new, dict) and new:
        kept = [key for key in old if key in new]
        if kept == list(new)[: len(kept)] and kept:
            for key in old:
                if key not in new:
                    yield Remove(at=(*at, key))
            for key, value in new.items():
                yield from _settled(old.get(key), (*at, key), value)
            return
    if isinstance(old, list) and isinstance(new, list) and old and new:
        yield from _settled_list(old, at, new)
    elif old is None or not identical(old, new):
        yield Put(at=at, value=copy.deepcopy(new))


def _settled_list(old: list[Any], at: Path, new: list[Any]) -> Iterator[Step]:
    shorter = min(len(old), len(new))
    start = next((k for k in range(shorter) if not identical(old[k], new[k])), shorter)
    end = next(
        (k for k in range(shorter - start) if not identical(old[-1 - k], new[-1 - k])),
        shorter - start,
    )
    both = shorter - end
    for k in range(start, both):
        yield from _settled(old[k], (*at, k), new[k])
    for k in reversed(range(both, len(old) - end)):
        yield Remove(at=(*at, k))
    for k in range(both, len(new) - end):
        yield Insert(at=at, index=k, value=copy.deepcopy(new[k]))


def identical(one: Any, other: Any) -> bool:
    """Say whether two values are written alike: 1, 1.0 and true are three values."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(identical(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(identical, one, other))
    return type(one) is type(other) and bool(one == other)


def _meaningless(data: Mapping[str, Any], at: Path) -> Path:
    """Return the outermost part that means nothing any more without the part at `at`."""
    while len(at) > 1:
        owner = found(data, at[:-1])
        shape = within_views(shape_of(at[:-1]))
        in_scenario = at[0] == "scenarios" and len(at) > 3
        if (
            len(owner) > 1
            or (shape not in _NOTHING_WHEN_EMPTY and not shape.endswith("because"))
            or (in_scenario and shape in _SOMETHING_IN_A_SCENARIO)
        ):
            break
        at = at[:-1]
    return at


def perform(data: dict[str, Any], step: Step) -> None:
    """Do one step to some data, in place.

    Raises
    ------
    EditError
        If it can't be done; the data are as they were then.
    """
    match step:
        case Put():
            _put(data, step)
        case Remove():
            owner = _owner(data, step.at)
            del owner[step.at[-1]]
        case Insert():
            _insert(data, step)
        case Move():
            _move(data, step)
        case Rekey():
            owner = _owner(data, step.at)
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
        raise EditError(Problem("this is no list: nothing can be put into it.", step.at))
    index = len(items) if step.index is None else step.index
    if index > len(items):
        raise _out_of_range(step.at, index, len(items))
    items.insert(index, copy.deepcopy(step.value))


def _move(data: dict[str, Any], step: Move) -> None:
    owner = _owner(data, step.at)
    key = step.at[-1]
    if step.to >= len(owner):
        raise _out_of_range(step.at, step.to, len(owner) - 1)
    if isinstance(owner, list):
        owner.insert(step.to, owner.pop(int(key)))
        return
    items = list(owner.items())
    items.insert(step.to, items.pop(list(owner).index(str(key))))
    _refill(owner, items)


def _owner(data: Mapping[str, Any], at: Path) -> Any:
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
    return EditError(Problem(f"there is no '{written_path(at)}'.", at, advice))


def _misplaced(at: Path, depth: int) -> EditError:
    outer = written_path(at[:depth]) or "the model"
    key = at[depth]
    inner = f"a place {key + 1}" if isinstance(key, int) else f"a key '{key}'"
    return EditError(
        Problem(f"'{outer}' can't have {inner}.", at[:depth], "Remove what stands there first.")
    )


def _out_of_range(at: Path, index: int, last: int) -> EditError:
    return EditError(Problem(f"there is no position {index} here.", at, f"The last is {last}."))


def same(one: Any, other: Any, path: Path = ()) -> bool:
    """Say whether two files' data say the same, in the same order where the order counts.

    What TOML writes in two ways is one and the same: an option or a statement as a text or as a
    table of that text alone, the date of a source in quotes or without. The order of keys counts
    in tables of ids, not where the keys are given.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        ordered = _ordered_keys(one, path) == _ordered_keys(other, path)
        return (
            ordered
            and one.keys() == other.keys()
            and all(same(one[k], other[k], (*path, k)) for k in one)
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(
            same(a, b, (*path, k)) for k, (a, b) in enumerate(zip(one, other, strict=True))
        )
    match within_views(shape_of(path)):
        case "decision_makers.*.options.*":
            one, other = _in_short(one, "text"), _in_short(other, "text")
        case "preferences.*.statements.#":
            one, other = _in_short(one, "holds"), _in_short(other, "holds")
        case "sources.*.on":
            one, other = _written_date(one), _written_date(other)
    return type(one) is type(other) and (one == other or repr(one) == repr(other))


def _ordered_keys(table: dict[str, Any], path: Path) -> list[str]:
    if "*" not in keys_at(path):
        return []
    # Where a table must stand, something else is a mistake; TOML has it before all tables.
    shape = within_views(shape_of(path))
    if shape in _TABLES_OF_TABLES:
        return [key for key in table if isinstance(table[key], dict)]
    if shape == "decision_makers.*.options":
        return [key for key in table if isinstance(table[key], (str, dict))]
    return list(table)


def _in_short(value: Any, key: str) -> Any:
    return value[key] if isinstance(value, dict) and value.keys() == {key} else value


def _written_date(value: Any) -> Any:
    return value.isoformat() if type(value) is datetime.date else value
