"""Counts in statements: the parties of a group, and what can be wrong with how many are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countermove.errors import Problem, suggestion
from countermove.model.logic import Count
from countermove.texts import counted

if TYPE_CHECKING:
    from countermove.model.conflict import Conflict
    from countermove.model.parts import NamedGroup
    from countermove.model.vocabulary import Vocabulary


def listed_in(group: tuple[str, ...] | NamedGroup) -> tuple[str, ...]:
    """Return the parties, families and groups that a group lists."""
    return group if isinstance(group, tuple) else group.parties


def called(conflict: Conflict, group: str) -> str:
    """Return what sentences call the parties of a group."""
    written = conflict.groups[group]
    return group.replace("_", " ") if isinstance(written, tuple) else f"the {written.name}"


def members_of(conflict: Conflict) -> dict[str, tuple[str, ...]]:
    """Return the parties of each group and family, each party once, in order."""
    written = {name: tuple(family.members) for name, family in conflict.families.items()}
    written |= {name: listed_in(group) for name, group in conflict.groups.items()}
    found: dict[str, tuple[str, ...]] = {}

    def parties(name: str, around: tuple[str, ...]) -> tuple[str, ...]:
        if name not in written:
            return (name,) if name in conflict.decision_makers else ()
        if name not in found:
            if name in around:
                return ()  # a group in itself is a mistake, which is told elsewhere
            inside = (dm for one in written[name] for dm in parties(one, (*around, name)))
            found[name] = tuple(dict.fromkeys(inside))
        return found[name]

    return {name: parties(name, ()) for name in written}


def group_problem(vocabulary: Vocabulary, name: str) -> Problem | None:
    """Say what is wrong with a name that is one of a group, or of its options, by itself."""
    group, dot, rest = name.partition(".")
    if group not in vocabulary.groups or (not dot and name in vocabulary.meanings):
        return None
    parties = vocabulary.groups[group]
    options = dict.fromkeys(
        option for dm in parties for option in vocabulary.conflict.decision_makers[dm].options
    )
    if not dot:
        example = next(iter(options), "option")
        return Problem(
            f"'{name}' is a group of parties.",
            advice=f"Say which of their options, and of how many: 'all of {name}.{example}'.",
        )
    several = vocabulary.several(name)
    if not several:
        own = rest.partition(" ")[0]
        advice = suggestion(own, options, "Their options are")
        return Problem(f"no party of '{group}' has an option '{own}'.", advice=advice)
    return Problem(
        f"'{name}' stands for {counted(len(several), 'option')}.",
        advice=f"Say of how many, as in 'any of {name}' or 'at least 2 of {name}'.",
    )


def count_problem(vocabulary: Vocabulary, count: Count) -> Problem | None:
    """Say what is wrong with how many are counted, and whose options are left out."""
    parties = vocabulary.conflict.decision_makers
    if count.others == "":
        return Problem(
            "'others' doesn't say whose options are left out here.",
            advice="It says so in what a party wants; elsewhere write "
            f"'others than {next(iter(parties), 'party')} of'.",
        )
    if count.others and count.others not in parties:
        advice = suggestion(count.others, parties, "The parties are")
        return Problem(f"no party '{count.others}'.", advice=advice)
    whole = vocabulary.resolved(count)
    assert isinstance(whole, Count)
    size = len(whole.parts)
    if not size:
        return Problem("there is nothing to count here.", advice="Name options of other parties.")
    least, most = {
        "at least": (1, size),
        "at most": (0, size - 1),
        "exactly": (0, size),
    }.get(count.quantity, (0, size))
    if least <= count.number <= most:
        return None
    holds = "never" if count.number > size and count.quantity != "at most" else "always"
    return Problem(
        f"'{count.quantity} {count.number}' {holds} holds: the list has "
        f"{counted(size, 'entry', 'entries')}.",
        advice=f"Write {least}." if least == most else f"Write a number from {least} to {most}.",
    )
