"""Whether edits that were meant for an older version of a model still mean the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from countermove.editing.applying import applied
from countermove.editing.edits import Edit
from countermove.editing.sameness import identical
from countermove.errors import Path, Problem, written_path

_MOST_SHOWN = 8
_LONGEST = 200
_MISSING = object()
_LOOK = "Nothing was saved. Look at what the file says now, and do it again if it still fits."


def clashes(
    before: Mapping[str, Any], now: Mapping[str, Any], edits: Sequence[Edit]
) -> tuple[Problem, ...]:
    """Return where another change has met what edits touch; none, and they can be made now.

    Edits touch the parts they name, and all that differs once they are made: what a rename or a
    new option carries over. Of a list they touch all, for its items have no names. Where only the
    order of keys is changed, only that is touched.

    Parameters
    ----------
    before : mapping
        The data that the edits were meant for.
    now : mapping
        The data of today.
    edits : sequence of Edit
        The edits.

    Returns
    -------
    tuple of Problem
        In words, with the path, what it was, what it is, and what the edits would make of it.

    Raises
    ------
    CountermoveError
        If the edits can't be made in what they were meant for either.
    """
    after = applied(before, edits)
    touched = dict.fromkeys([*map(_meant, edits), *_changes(before, after)])
    found: dict[Path, Problem] = {}
    for path, is_order in touched:
        met = _met(before, now, path, is_order)
        if met is not None and met not in found:
            found[met] = _clash(
                met, before, now, f"your change makes it {_at_in_words(after, met)}"
            )
    return tuple(found.values())


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return in words what differs between two states of a model; at most eight of it."""
    paths = dict.fromkeys(path for path, _ in _changes(before, now))
    shown = tuple(_clash(path, before, now) for path in islice(paths, _MOST_SHOWN))
    rest = len(paths) - len(shown)
    return (*shown, Problem(f"and {rest} more changes.")) if rest else shown


def _clash(
    path: Path, before: Mapping[str, Any], now: Mapping[str, Any], mine: str = ""
) -> Problem:
    old, new = _at(before, path), _at(now, path)
    what = f"'{written_path(path)}'" if path else "the model"
    if isinstance(old, dict) and isinstance(new, dict) and old == new:
        return Problem(f"the order within {what} was changed meanwhile.", path, _LOOK)
    was, is_now = (_shortened(_in_words(value)) for value in (old, new))
    return Problem(
        f"{what} was changed meanwhile: it was {was} and is now {is_now}"
        f"{f'; {mine}' if mine else ''}.",
        path,
        _LOOK,
    )


def _meant(edit: Edit) -> tuple[Path, bool]:
    """Return the named part that an edit is about, and whether it is about the order there."""
    for k, step in enumerate(edit.at):
        if isinstance(step, int):
            return edit.at[:k], False
    return (edit.at[:-1], True) if edit.do == "move" else (edit.at, False)


def _changes(before: Any, after: Any, path: Path = ()) -> Iterator[tuple[Path, bool]]:
    """Give the smallest named parts that differ, and whether only the order of keys does."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in {**before, **after}:
            if key in before and key in after:
                yield from _changes(before[key], after[key], (*path, key))
            elif key in after and isinstance(after[key], Mapping) and after[key]:
                # Who makes a table touches what is put into it: others may make it too.
                yield from _changes({}, after[key], (*path, key))
            else:
                yield (*path, key), False
        if [key for key in before if key in after] != [key for key in after if key in before]:
            yield path, True
    elif not identical(before, after):
        yield path, False


def _met(
    before: Mapping[str, Any], now: Mapping[str, Any], path: Path, is_order: bool
) -> Path | None:
    """Return where a part, or what it stands in, is no longer what it was; None if it is."""
    for length in range(len(path)):
        old, new = _at(before, path[:length]), _at(now, path[:length])
        if isinstance(new, dict) and (old is _MISSING or isinstance(old, Mapping)):
            continue
        if not identical(old, new):
            return path[:length]
    old, new = _at(before, path), _at(now, path)
    if is_order and isinstance(old, Mapping) and isinstance(new, Mapping):
        return None if list(old) == list(new) else path
    return None if identical(old, new) else path


def _at(data: Any, path: Path) -> Any:
    for step in path:
        if not isinstance(data, Mapping) or step not in data:
            return _MISSING
        data = data[step]
    return data


def _at_in_words(data: Mapping[str, Any], path: Path) -> str:
    return _in_words(_at(data, path))


def _in_words(value: Any) -> str:
    if value is _MISSING:
        return "not there"
    return json.dumps(value, ensure_ascii=False, default=str)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
