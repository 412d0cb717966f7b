"""From plain data to a conflict, with every mistake of structure in plain words.

A mistake doesn't end the reading: what is wrong is reported and mended (a misspelt key takes the
name that was meant, an unusable value gives way to a harmless one, or is left out), and the rest
is checked as if nothing had happened.
"""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from countermove.errors import (
    MovedPlaces,
    Path,
    Place,
    Places,
    Problem,
    closest,
    suggestion,
    written_path,
)
from countermove.files.parsing import Unusable
from countermove.model.conflict import Conflict
from countermove.model.reserved import reserved_id
from countermove.model.shapes import Shape, shape_of, shape_of_part
from countermove.model.values import ID_RULE, LABEL_RULE, LONGEST_ID
from countermove.model.written import IN_STATEMENTS, OUT

MOST_PROBLEMS = 500
"""How many mistakes are reported in one pass."""

_ROUNDS = 10
_ID_CHARACTERS = re.compile(r"\W+", re.ASCII)
_NUMBER = re.compile(r"\s*[-+]?[0-9.]+(e[-+]?[0-9]+)?\s*", re.IGNORECASE)

_KeyPlace = Callable[[Path], Place | None]


@dataclass(slots=True)
class Mended:
    """What was mended: enough to find a part of the mended data in the file."""

    renamed: dict[tuple[Path, str | int], str] = field(default_factory=dict)
    removed: dict[Path, list[int]] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    unreported: int = 0

    def original(self, path: Path) -> Path:
        """Return the path in the file of a part of the mended data."""
        found: Path = ()
        for step in path:
            if isinstance(step, int):
                position = step
                for gone in self.removed.get(found, ()):
                    position += gone <= position
                found = (*found, position)
            else:
                found = (*found, self.renamed.get((found, step), step))
        return found

    def over(self, places: Places) -> Places:
        """Return places that take paths of the mended data."""
        return MovedPlaces(places, self.original) if self.renamed or self.removed else places


@dataclass(frozen=True, slots=True)
class _Mistake:
    path: Path
    kind: str
    message: str = ""


def checked(
    data: dict[str, Any], key_place: _KeyPlace
) -> tuple[Conflict | None, list[Problem], Mended]:
    """Turn plain data into a conflict; what is wrong is mended in a copy."""
    problems: list[Problem] = []
    mended = Mended()
    for k in range(_ROUNDS):
        try:
            conflict = Conflict.model_validate(data)
        except ValidationError as error:
            mistakes = [*_mistakes(error, data), *_without_parties(data)]
        else:
            mistakes = [*_nameless(conflict), *_without_parties(data)]
            if not mistakes:
                return conflict, problems, mended
        # Misspelt keys first, as they may be what is missing; and from the back, so that leaving
        # out an item doesn't move one that is still to come.
        if not k:
            data = copy.deepcopy(data)
        if len(problems) + len(mistakes) > MOST_PROBLEMS:
            most = MOST_PROBLEMS - len(problems)
            mended.unreported = len(mistakes) - most
            mistakes = mistakes[:most]
        mistakes.sort(key=lambda m: (m.kind == "extra_forbidden", _order(m.path)), reverse=True)
        for mistake in mistakes:
            problem = _mend(data, mistake, mended, key_place)
            if problem:
                problems.append(problem)
        if mended.unreported:
            break
    return None, problems, mended


def _order(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple((s, "") if isinstance(s, int) else (-1, s) for s in path)


def _mistakes(error: ValidationError, data: dict[str, Any]) -> list[_Mistake]:
    found: dict[Path, _Mistake] = {}
    for details in error.errors(include_url=False, include_input=False):
        message = details["msg"].removeprefix("Value error, ")
        mistake = _mistake(details["loc"], details["type"], message, data)
        found.setdefault(mistake.path, mistake)
    # Where two forms are allowed, each says what is wrong; the innermost place is the plainest.
    inner = {path[:k] for path in found for k in range(len(path))}
    return [m for m in found.values() if m.path not in inner or m.kind == "extra_forbidden"]


def _mistake(loc: Sequence[str | int], kind: str, message: str, data: Any) -> _Mistake:
    """Find the part that an error is about: its location also names alternatives."""
    # A key may be called "[key]", too; only keys have a pattern or a greatest length.
    if loc[-1] == "[key]" and kind in {"string_pattern_mismatch", "string_too_long"}:
        return replace(_mistake(loc[:-1], "", message, data), kind="bad id")
    path: Path = ()
    here = data
    for step in loc:
        is_key = isinstance(here, dict) and isinstance(step, str) and step in here
        if is_key or (isinstance(here, list) and isinstance(step, int)):
            here = here[step]
            path = (*path, step)
    return _Mistake((*path, loc[-1]) if kind == "missing" else path, kind, message)


def _nameless(conflict: Conflict) -> Iterator[_Mistake]:
    members = {dm for family in conflict.families.values() for dm in family.members}
    known = conflict.decision_makers.keys() | members
    for scenario, variant in conflict.scenarios.items():
        for dm, changes in variant.decision_makers.items():
            if dm not in known and changes.name is None:
                yield _Mistake(("scenarios", scenario, "decision_makers", dm), "nameless")


def _without_parties(data: dict[str, Any]) -> Iterator[_Mistake]:
    """Find that nobody takes part; a key that may be meant so is mended first."""
    is_known = data.keys() <= shape_of_part().inside.keys()
    if is_known and not data.keys() & {"decision_makers", "families"}:
        yield _Mistake(("decision_makers",), "missing")


def _mend(
    data: dict[str, Any], mistake: _Mistake, mended: Mended, key_place: _KeyPlace
) -> Problem | None:
    owner: Any = data
    for step in mistake.path[:-1]:
        owner = owner[step]
    path = mended.original(mistake.path)
    mended.parts |= {str(step) for step in mistake.path[:1]} & shape_of_part().inside.keys()
    match mistake.kind:
        case "missing":
            return _add(owner, mistake.path, path, mended)
        case "nameless":
            return _name(owner, data, str(mistake.path[-1]), path, mended)
        case "extra_forbidden":
            return _unknown_key(owner, mistake.path, path, mended, key_place)
        case "bad id":
            written = str(path[-1])
            new = _unused(owner, _ID_CHARACTERS.sub("_", written))
            _rename(owner, str(mistake.path[-1]), new, path, mended)
            return replace(_bad_id(path, written), place=key_place(path))
        case "value_error" if shape_of(mistake.path).part.kinds:
            return _keep_first(owner, mistake, path)
        case _:
            return _replace(owner, mistake, path, mended)


def _add(owner: Any, mended_path: Path, path: Path, mended: Mended) -> Problem | None:
    shape = shape_of(mended_path)
    key = str(mended_path[-1])
    if key in owner:
        return None  # it was misspelt, which is reported
    owner[key] = _stand_in(shape, path)
    mended.lost.add(shape.declares)
    whose = f"'{written_path(path[:-1])}'" if path[:-1] else "the model"
    return Problem(f"{whose} has no key '{key}'.", path, _how_to_add(shape, key))


def _how_to_add(shape: Shape, key: object) -> str:
    return shape.how_to_add or f'Write {key} = "…".'


def _name(owner: Any, data: dict[str, Any], here: str, path: Path, mended: Mended) -> Problem:
    dm = str(path[-1])
    parties = data.get("decision_makers", {})
    close = closest(dm, parties)
    if close is not None and close not in owner:
        _rename(owner, here, close, path, mended)
    else:
        owner[here]["name"] = dm or here
    return Problem(
        f"no party '{dm}'.",
        path,
        suggestion(dm, parties, "The parties are") + " A new one needs a name.",
    )


def _unknown_key(
    owner: Any, mended_path: Path, path: Path, mended: Mended, key_place: _KeyPlace
) -> Problem:
    key = str(path[-1])
    allowed = shape_of(mended_path[:-1]).inside
    close = closest(key, allowed)
    value = owner[key]
    stands_first = next(iter(owner)) == key
    if close is not None and close not in owner:
        _rename(owner, key, close, path, mended)
        mended.parts |= {close} if len(path) == 1 else set()
    else:
        del owner[key]
        if isinstance(value, (dict, list)) and (len(path) == 1 or "decision_makers" in path):
            mended.lost.add("names")
    advice = suggestion(key, allowed, "The keys here are")
    if key in shape_of_part().inside and not close and not stands_first:
        advice += " Keys of the whole model stand before the first [table]."
    return Problem(f"unknown key '{key}'.", path, advice, place=key_place(path))


def _rename(owner: Any, old: str, new: str, path: Path, mended: Mended) -> None:
    """Give a key of a table another name, in its place: the order of options counts."""
    items = [(new if key == old else key, value) for key, value in owner.items()]
    owner.clear()
    owner.update(items)
    mended.renamed[path[:-1], new] = str(path[-1])


def _unused(owner: Any, wish: str) -> str:
    name = wish[:LONGEST_ID]
    number = 2
    while name in owner or not name:
        name = f"{wish[: LONGEST_ID - 10]}_{number}"
        number += 1
    return name


def _bad_id(path: Path, written: str) -> Problem:
    if shape_of(path[:-1]).ids == "label":
        return Problem(f"{_shown(written)} can't be a label.", path, LABEL_RULE)
    if len(written) > LONGEST_ID and written.replace("-", "").isalnum():
        return Problem(f"this id has more than {LONGEST_ID} characters.", path, ID_RULE)
    return Problem(f"{_shown(written)} can't be an id.", path, ID_RULE)


def _keep_first(owner: Any, mistake: _Mistake, path: Path) -> Problem:
    shape = shape_of(mistake.path)
    part = owner[mistake.path[-1]]
    given = [kind for kind in shape.part.kinds if kind in part]
    for kind in given[1:]:
        del part[kind]
    if not given:
        kind = shape.part.kinds[0]
        part[kind] = _stand_in(shape.inside[kind], path)
    return Problem(mistake.message + ".", path)


def _replace(owner: Any, mistake: _Mistake, path: Path, mended: Mended) -> Problem:
    step = mistake.path[-1]
    value = owner[step]
    shape, around = shape_of(mistake.path), shape_of(mistake.path[:-1])
    taken = None
    if around.ids is not None and around.ids in IN_STATEMENTS:
        taken = reserved_id(around.ids, path, value, owner)
    if taken:
        del owner[step]
        return taken
    instead = _stand_in(shape, path)
    if shape.ids in ("option", "level") and isinstance(value, list) and _are_ids(value):
        instead = {word: word for word in value}
    else:
        mended.lost.add(shape.declares)
    if instead is not OUT and not _is_misplaced(mistake.path):
        owner[step] = instead
    else:
        del owner[step]
        if isinstance(step, int):
            removed = mended.removed.setdefault(path[:-1], [])
            removed.append(int(path[-1]))
            removed.sort()
    return _wrong_value(value, mistake, path)


def _stand_in(shape: Shape, path: Path) -> Any:
    """Return what stands in for a part; some are made of its place in the file."""
    if shape.instead is OUT:
        return OUT
    return shape.instead(path) if callable(shape.instead) else copy.deepcopy(shape.instead)


def _is_misplaced(path: Path) -> bool:
    """Say whether what should be an id is a key of the table around."""
    return shape_of(path).is_entry and path[-1] in shape_of(path[:-2]).inside


def _are_ids(values: list[Any]) -> bool:
    return all(isinstance(value, str) and re.fullmatch(r"\w+(-\w+)*", value) for value in values)


def _wrong_value(value: Any, mistake: _Mistake, path: Path) -> Problem:
    shape = shape_of(mistake.path)
    if isinstance(value, Unusable):
        return Problem(value.what, path, value.advice)
    if mistake.kind == "literal_error" and isinstance(value, str) and shape.noun:
        return Problem(f"no {shape.noun} {_shown(value)}.", path, shape.choices)
    if mistake.kind == "string_too_short":
        advice = "Write 'true' for one that always holds."
        return Problem("the statement is empty.", path, advice)
    if mistake.kind == "control":
        return Problem(f"'{path[-1]}' holds {mistake.message}.", path, "Remove it.")
    if mistake.kind == "blank":
        needed = shape.instead is not OUT
        advice = _how_to_add(shape, path[-1]) if needed else "Leave it out."
        return Problem(f"'{path[-1]}' is blank.", path, advice)
    if mistake.kind in {"string_pattern_mismatch", "string_too_long"}:
        return _bad_id(path, str(value))
    if mistake.kind == "value_error":
        return Problem(mistake.message, path)
    last = path[-1]
    subject = f"'{last}'" if isinstance(last, str) else f"item {last + 1} of this list"
    what = f"{subject} must be {shape.expected}; found {_found(value)}."
    return Problem(what, path, _advice(value, mistake.path))


def _advice(value: Any, path: Path) -> str:
    """Say how a value of the wrong kind becomes one of the right kind, where that is plain."""
    shape = shape_of(path)
    if _is_misplaced(path):
        return f"If it is more about the whole, it stands beside '{path[-2]}', not in it."
    if isinstance(value, (bool, int, Decimal)) and "in quotes" in shape.expected:
        return "Put it in quotes."
    if shape.expected == "a number" and isinstance(value, list) and shape.is_list:
        return "Two bounds are numbers, the lower first: [-4, -2]."
    if not isinstance(value, str):
        return ""
    if shape.expected == "a number":
        is_number = _NUMBER.fullmatch(value)
        return "Write it without quotes." if is_number else 'A fraction stands in quotes: "1/3".'
    if shape.is_list and isinstance(path[-1], int):
        # The list around it may hold just this one.
        example = shape_of(path[:-1]).expected.partition(", ")[2]
        return f"Put the whole list in brackets once more: {example}."
    if shape.is_list:
        example = shape.expected.partition(", ")[2] or '["…"]'
        return f"Put it in brackets: {example}."
    return ""


def _found(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal() | Fraction():
            return f"the number {_cut(str(value))}"
        case str():
            return f"the text {_shown(value)}"
        case list():
            return "a list" if value else "an empty list"
        case dict():
            return "a table"
        case datetime.date() | datetime.time():
            return "a date"
    return f"a value of the type {type(value).__name__}"


def _shown(text: str) -> str:
    return f"'{_cut(text)}'"


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
