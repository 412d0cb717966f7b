"""What stands in a model file, read leniently: a model under construction may have mistakes.

The pages show what is written, whether it makes sense or not; what is computed comes from the
model that was read from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.editing.edits import found
from countermove.editing.uses import families_of, options_of_family, values_of
from countermove.errors import Path
from countermove.model.logic import level_named
from countermove.model.patterns import YES_OR_NO, Spelling


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
class DraftLevel:
    """A level of an option as it is written."""

    id: str
    text: str
    text_at: Path
    does: str
    note: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftOption:
    """An option as it is written; `start` is what of it is chosen in the status quo."""

    id: str
    text: str
    text_at: Path
    moves: str
    does: str
    stops: str
    note: str
    because: tuple[str, ...]
    levels: tuple[DraftLevel, ...]
    ordered: bool
    steps: str
    start: str

    @property
    def is_ordered(self) -> bool:
        """Whether its levels go from the least to the most."""
        return self.ordered or self.moves in ("up", "down") or self.steps == "neighbour"


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
    start = starting(data)
    written = []
    for dm in table(data, "decision_makers"):
        here: Path = ("decision_makers", dm)
        options = _options(data, (*here, "options"), dm, start)
        name = text(data, *here, "name") or dm
        written.append(DraftParty(dm, name, text(data, *here, "called"), options, ""))
    for key, family in families_of(data).items():
        for dm in table(family, "members"):
            options = _options(data, options_of_family(data, key), dm, start)
            name = text(family, "members", dm) or text(family, "members", dm, "name") or dm
            called = text(family, "members", dm, "called")
            written.append(DraftParty(dm, name, called, options, text(family, "name") or key))
    return tuple(written)


@dataclass(frozen=True, slots=True)
class DraftFamily:
    """Alike parties as they are written, once for all of them."""

    id: str
    name: str
    members: tuple[DraftParty, ...]
    options: tuple[DraftOption, ...]
    options_at: Path
    of: str  # the name of the family that says the options, where that is another
    impossible: tuple[str, ...]  # for each member


def families(data: Mapping[str, Any]) -> tuple[DraftFamily, ...]:
    """Return the families as they are written."""
    members = {party.id: party for party in parties(data)}
    found = []
    for key, family in families_of(data).items():
        here = options_of_family(data, key)
        owner = str(here[1])
        found.append(
            DraftFamily(
                key,
                text(family, "name") or key,
                tuple(members[dm] for dm in table(family, "members")),
                _options(data, here, "", {}),
                here,
                "" if owner == key else text(data, "families", owner, "name") or owner,
                tuple(map(str, items(family, "rules", "infeasible"))),
            )
        )
    return tuple(found)


def wanting(data: Mapping[str, Any]) -> tuple[DraftParty, ...]:
    """Return who wants something of its own: parties, families, and members that want otherwise."""
    alone = [party for party in parties(data) if not party.family]
    own = table(data, "preferences")
    for one in families(data):
        alone.append(DraftParty(one.id, one.name, f"each of the {one.name}", one.options, ""))
        alone += (dm for dm in one.members if dm.id in own)
    return tuple(alone)


@dataclass(frozen=True, slots=True)
class DraftGroup:
    """Parties and families that are counted together, as they are written."""

    id: str
    name: str
    listed: tuple[tuple[str, str], ...]  # ids with what they are called
    listed_at: Path


def groups(data: Mapping[str, Any]) -> tuple[DraftGroup, ...]:
    """Return the groups as they are written."""
    called = {party.id: party.name for party in parties(data)}
    called |= {family.id: family.name for family in families(data)}
    written = table(data, "groups")
    called |= {key: text(data, "groups", key, "name") or key for key in written}
    found = []
    for key, group in written.items():
        here: Path = ("groups", key, *(("parties",) if isinstance(group, Mapping) else ()))
        listed = tuple((str(one), called.get(str(one), str(one))) for one in items(data, *here))
        found.append(DraftGroup(key, called[key], listed, here))
    return tuple(found)


def _options(
    data: Mapping[str, Any], here: Path, dm: str, start: Mapping[str, str]
) -> tuple[DraftOption, ...]:
    return tuple(
        option_at(data, (*here, option), start.get(f"{dm}.{option}", ""))
        for option in table(data, *here)
    )


def option_at(data: Mapping[str, Any], here: Path, start: str) -> DraftOption:
    """Return the option at a place as it is written."""
    written = at(data, *here)
    return DraftOption(
        str(here[-1]),
        *_text_of(data, here),
        text(written, "moves"),
        text(written, "does"),
        text(written, "stops"),
        text(written, "note"),
        _because(written),
        tuple(_level(data, (*here, "levels", level)) for level in table(written, "levels")),
        at(written, "ordered") is True,
        text(written, "steps"),
        start,
    )


def _level(data: Mapping[str, Any], here: Path) -> DraftLevel:
    written = at(data, *here)
    whole, text_at = _text_of(data, here)
    does, note = text(written, "does"), text(written, "note")
    return DraftLevel(str(here[-1]), whole, text_at, does, note, _because(written))


def _text_of(data: Mapping[str, Any], here: Path) -> tuple[str, Path]:
    """Return the text of what may be written as a text alone, and where it stands."""
    if isinstance(at(data, *here), Mapping):
        return text(data, *here, "text"), (*here, "text")
    return text(data, *here), here


def _because(written: object) -> tuple[str, ...]:
    return tuple(str(source) for source in items(written, "because"))


def full_names(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return all options as ``us.concede``, in the order that numbers the states."""
    return tuple(own_values(data))


def own_values(data: Mapping[str, Any], *context: str | int) -> dict[str, tuple[str, ...]]:
    """Return what every option can be, as patterns say it, in a scenario or in the model."""
    own = values_of(table(data, *context)) if context else {}
    return {f"{dm}.{o}": own.get((dm, o), values) for (dm, o), values in values_of(data).items()}


def starting(data: Mapping[str, Any], *context: str | int) -> dict[str, str]:
    """Return what of every option is chosen in the status quo, as patterns say it."""
    values = own_values(data, *context)
    found = {name: own[0] for name, own in values.items()}
    written = at(data, *context, "status_quo")
    if written is None:
        written = at(data, "status_quo")
    if isinstance(written, str):
        spelling = Spelling(tuple(values.values()))
        pattern = spelling.read(str(table(data, "labels").get(written, written)), strictly=True)
        each = zip(values, spelling.letters(pattern) if pattern else (), strict=bool(pattern))
        return found | {name: value for name, value in each if value in values[name]}
    for one in written if isinstance(written, list) else ():
        named = level_named(" ".join(str(one).split()))
        name, value = (named[0], named[2]) if named and named[1] == "is" else (str(one), "Y")
        known = (n for n in values if name in (n, n.partition(".")[2]) and value in values[n])
        found |= dict.fromkeys(known, value)
    return found


def starting_written(values: Mapping[str, tuple[str, ...]], start: Mapping[str, str]) -> list[str]:
    """Return the status quo as a list of names: what of the options isn't the first."""
    ids = [name.partition(".")[2] for name in values]
    short = {n: i if ids.count(i) == 1 else n for n, i in zip(values, ids, strict=True)}
    return [
        short[name] if values[name] == YES_OR_NO else f"{short[name]} is {value}"
        for name, value in start.items()
        if value != values[name][0]
    ]
