"""What stands in a model file, read leniently: a model under construction may have mistakes.

The pages show what is written, whether it makes sense or not; what is computed comes from the
model that was read from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.editing.edits import found
from countermove.editing.uses import families_of, options_of, options_of_family
from countermove.errors import Path


def at(data: object, *path: str | int) -> Any:
    """Return what stands at a place, or None where there is nothing."""
    return found(data, path)


def table(data: object, *path: str | int) -> Mapping[str, Any]:
    """Return the table at a place; an empty one where there is none."""
    part = at(data, *path)
    return part if isinstance(part, Mapping) else {}


def items(data: object, *path: str | int) -> Sequence[Any]:
    """Return the list at a place; an empty one where there is none."""
    part = at(data, *path)
    return part if isinstance(part, list) else []


def text(data: object, *path: str | int) -> str:
    """Return the text at a place; an empty one where there is none."""
    part = at(data, *path)
    if part is None or isinstance(part, (Mapping, list)):
        return ""
    return str(part)


@dataclass(frozen=True, slots=True)
class DraftOption:
    """An option as it is written."""

    id: str
    text: str
    text_at: Path
    moves: str
    does: str
    stops: str
    note: str
    because: tuple[str, ...]
    taken: bool


@dataclass(frozen=True, slots=True)
class DraftParty:
    """A decision maker as it is written."""

    id: str
    name: str
    called: str
    options: tuple[DraftOption, ...]
    family: str  # the name of that which it is a member of


def parties(data: Mapping[str, Any]) -> tuple[DraftParty, ...]:
    """Return the decision makers as they are written."""
    taken = taken_options(data)
    written = []
    for dm in table(data, "decision_makers"):
        here: Path = ("decision_makers", dm)
        options = _options(data, (*here, "options"), dm, taken)
        name = text(data, *here, "name") or dm
        written.append(DraftParty(dm, name, text(data, *here, "called"), options, ""))
    for key, family in families_of(data).items():
        for dm in table(family, "members"):
            options = _options(data, options_of_family(data, key), dm, taken)
            name = text(family, "members", dm) or text(family, "members", dm, "name") or dm
            called = text(family, "members", dm, "called")
            written.append(DraftParty(dm, name, called, options, text(family, "name") or key))
    return tuple(written)


def _options(
    data: Mapping[str, Any], here: Path, dm: str, taken: frozenset[str]
) -> tuple[DraftOption, ...]:
    return tuple(
        _option(data, (*here, option), f"{dm}.{option}" in taken) for option in table(data, *here)
    )


def _option(data: Mapping[str, Any], here: Path, taken: bool) -> DraftOption:
    written = at(data, *here)
    short = not isinstance(written, Mapping)
    return DraftOption(
        str(here[-1]),
        text(data, *here) if short else text(written, "text"),
        here if short else (*here, "text"),
        text(written, "moves"),
        text(written, "does"),
        text(written, "stops"),
        text(written, "note"),
        tuple(str(source) for source in items(written, "because")),
        taken,
    )


def full_names(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return all options as ``us.concede``, in the order that numbers the states."""
    return tuple(f"{dm}.{option}" for dm, own in options_of(data).items() for option in own)


def taken_options(data: Mapping[str, Any], *context: str | int) -> frozenset[str]:
    """Return the options that are done in the status quo, as ``us.concede``."""
    names = full_names(data)
    written = at(data, *context, "status_quo")
    if written is None:
        written = at(data, "status_quo")
    if isinstance(written, str):
        written = table(data, "labels").get(written, written)
    if isinstance(written, str) and len(written) == len(names):
        return frozenset(n for n, sign in zip(names, written, strict=True) if sign == "Y")
    given = {str(name) for name in written} if isinstance(written, list) else set()
    return frozenset(n for n in names if n in given or n.partition(".")[2] in given)
