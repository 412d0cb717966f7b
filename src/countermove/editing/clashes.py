"""Whether edits that were meant for an older version of a model still mean the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from countermove.editing.applying import applied
from countermove.editing.edits import Edit, Insert, called
from countermove.editing.sameness import identical
from countermove.errors import CountermoveError, Path, Problem, listed
from countermove.files.model_file import from_dict
from countermove.model.shapes import Shape, parts, shape_of
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary

_MOST_SHOWN = 8
_LONGEST = 200
_MISSING = object()
_UNTOLD = object()
# What is said of a part that is a table: the first of these that it has.
_MAIN = ("name", "text", "holds", "says", "title", "said", "quote")
_LOOK = "Nothing was saved. Look at what the file says now, and do it again if it still fits."


def clashes(
    before: Mapping[str, Any], now: Mapping[str, Any], edits: Sequence[Edit]
) -> tuple[Problem, ...]:
    """Return where another change has met what edits touch; none, and they can be made now."""
    # Edits touch the parts they name, and all that differs once they are made: what a rename or a
    # new option carries over. Of a list they touch all, for its items have no names; but what is
    # added at its end is added wherever that is by now. Where only the order of keys is changed,
    # only that is touched.
    after = applied(before, edits)
    touched = dict.fromkeys([*map(_meant, edits), *_changes(before, after)])
    found: dict[Path, Problem] = {}
    for path, is_order in touched:
        if _only_adds(path, edits, before, after) and _may_grow(before, now, path):
            continue
        met = _met(before, now, path, is_order)
        if met is not None and met not in found:
            found[met] = _clash(met, before, now, after)
    return tuple(found.values())


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return in words what differs between two states of a model; at most eight of it."""
    paths = dict.fromkeys(path for path, _ in _changes(before, now))
    shown = tuple(_clash(path, before, now) for path in islice(paths, _MOST_SHOWN))
    rest = len(paths) - len(shown)
    return (*shown, Problem(f"and {rest} more changes.")) if rest else shown


def _clash(
    path: Path,
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    after: Mapping[str, Any] | None = None,
) -> Problem:
    old, new = _at(before, path), _at(now, path)
    what = called(path, before) if path else "the model"
    if isinstance(old, Mapping) and isinstance(new, Mapping) and old == new:
        return Problem(f"the order within {what} changed meanwhile.", path, _LOOK)
    mine = _UNTOLD if after is None else _at(after, path)
    sides = [(before, old), (now, new), (after or {}, mine)]
    was, is_now, will_be = (_with_words(value, path, data) for data, value in sides)
    if was == is_now:
        # Only names of the file differ, and what they stand for is called the same.
        was, is_now, will_be = old, new, mine
    return Problem(f"{what} changed meanwhile: {_told(was, is_now, will_be)}.", path, _LOOK)


def _with_words(value: Any, path: Path, data: Mapping[str, Any]) -> Any:
    """Return a part of some data with its statements in words, where the data are a model."""
    if not any(shape.names == "statement" for _, shape, _ in parts(value, path)):
        return value
    try:
        vocabulary = Vocabulary(from_dict(data))
    except CountermoveError:
        return value
    return _said(value, shape_of(path), partial(statement_words, vocabulary))


def _said(value: Any, shape: Shape, say: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _said(part, shape.at(key), say) for key, part in value.items()}
    if isinstance(value, list):
        return [_said(part, shape.at(k), say) for k, part in enumerate(value)]
    return say(value) if isinstance(value, str) and shape.names == "statement" else value


def _told(old: Any, new: Any, mine: Any) -> str:
    """Say what became of a value, and what it should have become."""
    is_whole = old is _MISSING or new is _MISSING
    if not is_whole and (isinstance(old, (list, Mapping)) or isinstance(new, (list, Mapping))):
        before, now = _words_in(old), _words_in(new)
        gone = [word for word in before if word not in now]
        come = [word for word in now if word not in before]
        changes = ((gone, "went"), (come, "came"))
        parts = [f"{listed(words)} {became}" for words, became in changes if words]
        return " and ".join(parts) or "its parts stand in another order, or say more or less"
    was = "it wasn't there" if old is _MISSING else f"it was {_in_words(old)}"
    both = f"{was}, and is {'gone' if new is _MISSING else _in_words(new)} now"
    if mine is _UNTOLD:
        return both
    if mine is _MISSING:
        return f"{both}; your change removes it"
    return f"{both}; your change makes it {_in_words(mine, 0)}"


def _words_in(value: Any) -> list[str]:
    """Return what stands in a list or a table, each in a few words."""
    if isinstance(value, Mapping):
        return [_in_words(_main_text(part, str(key))) for key, part in value.items()]
    if isinstance(value, list):
        return [_in_words(_main_text(part, str(part))) for part in value]
    return [_in_words(value)]


def _main_text(part: Any, otherwise: Any) -> Any:
    if isinstance(part, Mapping):
        return next((part[key] for key in _MAIN if key in part), otherwise)
    return part if isinstance(part, str) else otherwise


def _meant(edit: Edit) -> tuple[Path, bool]:
    """Return the named part that an edit is about, and whether it is about the order there."""
    for k, step in enumerate(edit.at):
        if isinstance(step, int):
            return edit.at[:k], False
    return (edit.at[:-1], True) if edit.do == "move" else (edit.at, False)


def _only_adds(
    path: Path, edits: Sequence[Edit], before: Mapping[str, Any], after: Mapping[str, Any]
) -> bool:
    """Say whether the edits do no more to a list than to add at its end."""
    about = [edit for edit in edits if edit.at[: len(path)] == path[: len(edit.at)]]
    if not about or not all(
        isinstance(edit, Insert) and edit.index is None and edit.at == path for edit in about
    ):
        return False
    old, new = _at(before, path), _at(after, path)
    old = [] if old is _MISSING else old
    return isinstance(old, list) and isinstance(new, list) and identical(old, new[: len(old)])


def _may_grow(before: Mapping[str, Any], now: Mapping[str, Any], path: Path) -> bool:
    """Say whether there is still a list to which something can be added."""
    found = _at(now, path)
    return isinstance(found, list) or (found is _MISSING and _at(before, path) is _MISSING)


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


def _in_words(value: Any, longest: int = _LONGEST) -> str:
    """Write a value; at full length where no greatest one is given."""
    if isinstance(value, (list, Mapping)):
        return ", ".join(_words_in(value)) or "empty"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return f"“{f'{text[:longest]}…' if longest and len(text) > longest else text}”"
