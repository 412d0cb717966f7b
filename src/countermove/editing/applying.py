"""What edits mean: what they do to the plain data of a model file.

Each edit comes down to steps: one value set, one item inserted, one key renamed … . The text of a
file is changed by the same steps, and what it then holds is compared with what is computed here.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from countermove.editing.edit_steps import Step, meaningless, owner_of, perform
from countermove.editing.edits import Edit, Insert, Put, Remove, Rename, found
from countermove.editing.family_edits import of_members
from countermove.editing.option_changes import carried
from countermove.editing.renaming import renamed
from countermove.editing.sameness import identical
from countermove.errors import Path
from countermove.model.shapes import shape_of


def applied(data: Mapping[str, Any], edits: Sequence[Edit]) -> dict[str, Any]:
    """Return the data of a model file after some edits.

    >>> applied({"title": "Talks"}, [Put(at=("title",), value="New talks")])
    {'title': 'New talks'}
    """
    return after(data, edits)[0]


def after(data: Mapping[str, Any], edits: Sequence[Edit]) -> tuple[dict[str, Any], list[Step]]:
    """Return the data of a model file after some edits, and the steps that lead there."""
    changed = copy.deepcopy(dict(data))
    done: list[Step] = []
    for edit in edits:
        for one in of_members(changed, edit):
            for step in steps_of(changed, one):
                perform(changed, step)
                done.append(step)
    return changed, done


def steps_of(data: Mapping[str, Any], edit: Edit) -> list[Step]:
    """Return the steps of one edit, those first that carry over what is written about states."""
    if isinstance(edit, Rename):
        return renamed(data, edit)
    steps: list[Step] = [edit]
    if isinstance(edit, Put):
        at, value = _opened(data, edit.at, edit.value)
        steps = list(_settled(found(data, at), at, value))
    elif isinstance(edit, Remove):
        owner_of(data, edit.at)
        steps = [Remove(at=meaningless(data, edit.at))]
    return [*carried(data, steps), *steps]


def _opened(data: Mapping[str, Any], at: Path, value: Any) -> tuple[Path, Any]:
    """Turn an option or a statement that is a text alone into a table, for a second key."""
    shape = shape_of(at[:-1])
    text = found(data, at[:-1])
    if not shape.short or not isinstance(text, str):
        return at, value
    return at[:-1], shape.in_full(text) | {at[-1]: value} if at[-1] != shape.short else value


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
