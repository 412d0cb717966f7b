"""Options that are done or not become choices of one among several levels, and back.

All that is said of them goes along and means the same: that an option is done, and that it is at
the second of two levels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from countermove.editing.edits import Edit, Put, found
from countermove.editing.uses import as_table, keys, options_of, scenarios_of, texts
from countermove.errors import EditError, Path
from countermove.model import logic
from countermove.model.ids import new_id

LEVELS = ("no", "yes")
"""The levels that an option has at first."""

_LEVELS_TYPED = re.compile(r"(?P<text>[^:]*[^:\s])\s*:\s+(?P<levels>\S(.*\S)?\s+/\s+\S.*)")

AS_LEVELS = {"take": "up", "drop": "down"}
"""How an option with levels goes that went one way when it was done or not."""

AS_DONE = {new: old for old, new in AS_LEVELS.items()}
"""The same the other way round."""

Said = Callable[[str], str]
"""What says otherwise what a text says of an option."""


def option_typed(words: str) -> Any:
    """Return an option as it is typed: its text, or that of a choice and the levels behind it.

    >>> option_typed("Price: fifty / sixty")
    {'text': 'Price', 'levels': {'fifty': 'fifty', 'sixty': 'sixty'}}
    """
    read = _LEVELS_TYPED.fullmatch(words)
    if read is None:
        return words
    levels: dict[str, str] = {}
    for level in filter(None, re.split(r"\s+/\s+", read["levels"])):
        levels[new_id(level, levels, "level")] = level
    return {"text": read["text"], "levels": levels}


def uses_of(data: Mapping[str, Any], at: Path) -> int:
    """Count the statements, rules and weights that name an option."""
    names = _names(data, at)
    named = [str(text) for _, use, text in texts(data) if use in ("statement", "name")]
    named += [str(path[-1]) for path, use in keys(data) if use == "name"]
    return sum(any(n.name in names for n in logic.spelled_names(one)) for one in named)


def is_compared(data: Mapping[str, Any], at: Path) -> bool:
    """Whether something says of an option that it is at least, or at most, at some level."""
    names = _names(data, at)
    said = [str(text) for _, _, text in texts(data)] + [str(path[-1]) for path, _ in keys(data)]
    each = ((text, pair) for text in said for pair in logic.spelled_levels(text))
    return any(
        option.name in names and "at " in text[option.offset + len(option.name) : level.offset]
        for text, (option, level) in each
    )


def into_levels(data: Mapping[str, Any], at: Path) -> list[Edit]:
    """Return the edits that make an option that is done or not one with two levels.

    >>> us = {"options": {"deal": "Deal"}}
    >>> data = {"decision_makers": {"us": us}, "rules": {"infeasible": ["not deal"]}}
    >>> [edit.value for edit in into_levels(data, ("decision_makers", "us", "options", "deal"))]
    ['not deal is yes', {'text': 'Deal', 'levels': {'no': 'no', 'yes': 'yes'}}]
    """
    names = _names(data, at)

    def said(text: str) -> str:
        for name in reversed(list(logic.spelled_names(text))):
            if name.name in names:
                end = name.offset + len(name.name)
                text = f"{text[:end]} is {LEVELS[1]}{text[end:]}"
        return text

    def whole(option: Any) -> Any:
        given = {"text": option} if isinstance(option, str) else dict(option)
        each = zip(LEVELS, (given.pop("stops", None), given.pop("does", None)), strict=True)
        levels = {one: {"text": one, "does": how} if how else one for one, how in each}
        return {"text": given.pop("text", "?"), "levels": levels, **_moved(given, AS_LEVELS)}

    return [*_said(data, names, said, AS_LEVELS), *_options(data, at, whole)]


def into_done_or_not(data: Mapping[str, Any], at: Path) -> list[Edit]:
    """Return the edits that make an option with two levels one that is done or not."""
    levels = tuple(as_table(found(data, (*at, "levels"))))
    if len(levels) != 2:
        what = "only a choice between two levels can become something that is done or not."
        raise EditError(what, path=at, advice="Remove the other levels first.")
    names = _names(data, at)

    def said(text: str) -> str:
        for option, level in reversed(list(logic.spelled_levels(text))):
            if option.name in names and level.name in levels:
                between = text[option.offset + len(option.name) : level.offset].casefold().split()
                new = _as_done(option.name, between, level.name == levels[1])
                text = f"{text[: option.offset]}{new}{text[level.offset + len(level.name) :]}"
        return text

    def whole(option: Any) -> Any:
        given = _moved(dict(option), AS_DONE)
        each = zip(("stops", "does"), as_table(given.get("levels")).values(), strict=False)
        how = {key: level["does"] for key, level in each if found(level, ("does",))}
        kept = {key: part for key, part in given.items() if key not in _OF_LEVELS} | how
        return kept if set(kept) != {"text"} else kept["text"]

    return [*_said(data, names, said, AS_DONE), *_options(data, at, whole)]


_OF_LEVELS = ("levels", "ordered", "steps")


def _as_done(name: str, between: list[str], is_second: bool) -> str:
    """Say of an option that is done or not what is said of it and one of its two levels."""
    if between[0] == "is":
        return name if is_second == (between[-1] == "is") else f"not {name}"
    if is_second == (between[-1] == "most"):
        return "true"
    return name if is_second else f"not {name}"


def _moved(option: dict[str, Any], ways: Mapping[str, str]) -> dict[str, Any]:
    """Return an option that goes the same way as before, called otherwise."""
    moves = str(option.get("moves"))
    return option | ({"moves": ways[moves]} if moves in ways else {})


def _names(data: Mapping[str, Any], at: Path) -> set[str]:
    """Return how statements name an option."""
    _, dm, _, option = map(str, at)
    owners = options_of(data, *scenarios_of(data).values())
    is_alone = sum(option in own for own in owners.values()) == 1
    return {f"{dm}.{option}", option} if is_alone else {f"{dm}.{option}"}


def _options(data: Mapping[str, Any], at: Path, whole: Callable[[Any], Any]) -> Iterator[Edit]:
    """Give the edits of an option itself, in scenarios first."""
    for path in (*(("scenarios", name, *at) for name in scenarios_of(data)), at):
        if (option := found(data, path)) is not None:
            yield Put(at=path, value=whole(option))


def _said(
    data: Mapping[str, Any], names: set[str], said: Said, ways: Mapping[str, str]
) -> Iterator[Edit]:
    """Give the edits of what is said of an option."""
    tables = {path[:-1]: use for path, use in keys(data) if use in ("name", "option")}
    for table, use in tables.items():
        entries = as_table(found(data, table)).items()
        if use == "option":
            new = {k: ways.get(way, way) if k in names else way for k, way in entries}
        else:
            new = {_name(table, k, said): _text(part, said) for k, part in entries}
        if new != dict(entries):
            yield Put(at=table, value=new)
    yield from _starts(data, said)
    for path, kind, text in texts(data):
        if path[:-1] not in tables and isinstance(text, str) and kind in ("statement", "name"):
            then = said(text) if kind == "statement" else _name(path, text, said)
            if then != text:
                yield Put(at=path, value=then)


def _starts(data: Mapping[str, Any], said: Said) -> Iterator[Edit]:
    """Give the edits of where the model and its scenarios start, as lists of what is done."""
    for context in ((), *(("scenarios", name) for name in scenarios_of(data))):
        old = found(data, (*context, "status_quo"))
        then = [_text(one, said) for one in old] if isinstance(old, list) else old
        if then != old:
            kept = [one for one in then if not str(one).startswith("not ")]
            yield Put(at=(*context, "status_quo"), value=kept)


def _text(part: Any, said: Said) -> Any:
    return said(part) if isinstance(part, str) else part


def _name(path: Path, text: str, said: Said) -> str:
    """Return what says the same where only a name can stand."""
    new = said(text)
    if new != text and new.partition(" ")[0] in ("not", "true"):
        what = f"a rule or weight is about ‘{text}’, where only what is done can stand."
        raise EditError(what, path=path, advice="Change or remove that first.")
    return new
