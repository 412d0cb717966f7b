"""What can be wrong with families and groups, found in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from countermove.errors import Path, Problem, suggestion
from countermove.model.conflict import Conflict
from countermove.model.counts import listed_in
from countermove.model.families import options_owner


def family_problems(conflict: Conflict) -> Iterator[Problem]:
    """Find what is wrong with the families of a model, which are not written out yet."""
    first: dict[str, str] = {}
    for name, family in conflict.families.items():
        path: Path = ("families", name)
        if name in conflict.decision_makers:
            yield _taken(name, path, f"the party '{name}'")
        if name in conflict.groups:
            yield _taken(name, path, f"the group '{name}'")
        if not family.members:
            what = f"the family '{name}' has no members."
            yield Problem(what, path, 'Write members = { france = "France" }.')
        for dm in family.members:
            at: Path = (*path, "members", dm)
            if dm in conflict.decision_makers:
                what = f"'{dm}' stands under [decision_makers], too."
                yield Problem(what, at, "Leave out one of the two.")
            elif dm in first:
                what = f"'{dm}' is a member of the family '{first[dm]}', too."
                yield Problem(what, at, "Leave out one of the two.")
            if dm in conflict.families:
                yield _taken(dm, at, f"the family '{dm}'")
            first.setdefault(dm, name)
        if isinstance(family.options, str) and options_owner(conflict, name) is None:
            known = [
                f for f, other in conflict.families.items() if not isinstance(other.options, str)
            ]
            advice = suggestion(family.options, known, "Families that say theirs are")
            what = f"no family '{family.options}' that says its options."
            yield Problem(what, (*path, "options"), advice)
        elif not family.options:
            what = f"the family '{name}' has no options."
            yield Problem(what, path, f'Write [families.{name}.options] with id = "text".')
        if name not in conflict.preferences and family.members.keys() - conflict.preferences.keys():
            what = f"the family '{name}' has no preferences."
            yield Problem(what, path, f"Write [preferences.{name}] with statements.")


def group_problems(conflict: Conflict) -> Iterator[Problem]:
    """Find what is wrong with the groups of a model, in which families are groups, too."""
    parties, groups = conflict.decision_makers, conflict.groups
    expansion = conflict.expansion
    families = expansion.source.families if expansion else {}
    listed_by = {name: listed_in(group) for name, group in groups.items()}
    for name, listed in listed_by.items():
        path: Path = ("groups", name)
        if name in families:
            continue
        if name in parties:
            yield _taken(name, path, f"the party '{name}'")
        if not listed:
            yield Problem("this group is empty.", path, "Name parties, or leave it out.")
        for k, one in enumerate(listed):
            if one not in parties and one not in groups:
                known = [*parties, *groups]
                what = f"no party, family or group '{one}'."
                inside = (k,) if isinstance(groups[name], tuple) else ("parties", k)
                yield Problem(what, (*path, *inside), suggestion(one, known, "There are"))
    uses = {name: set(listed) & groups.keys() for name, listed in listed_by.items()}
    try:
        TopologicalSorter(uses).prepare()
    except CycleError as error:
        cycle = list(reversed(error.args[1]))
        what = f"the group '{cycle[0]}' holds itself."
        yield Problem(what, ("groups", cycle[0]), "Leave it out of its own list.")


def _taken(name: str, path: Path, of: str) -> Problem:
    return Problem(f"'{name}' is the id of {of}, too.", path, "Choose another id.")
