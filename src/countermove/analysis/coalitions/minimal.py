"""Minimal sets that suffice, and minimal sets without which nothing does, by asking few sets.

Which groups suffice is known only by asking, and asking is dear. Whatever contains a group that
suffices does, too. Each minimal *blocking* group meets every group that suffices. So: take a
smallest group that meets all the sufficient ones found so far; if those outside it suffice, shrink
them to a new minimal sufficient group; if they don't, the group blocks. In the end both families
are complete, and for each of their groups only a few were asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Group = frozenset[str]


def shrunk(group: Group, suffices: Callable[[Group], bool]) -> Group:
    """Leave out of a group that suffices whoever isn't needed, from the last to the first.

    >>> sorted(shrunk(frozenset("abcd"), lambda group: {"b", "d"} <= group))
    ['b', 'd']
    """
    for member in sorted(group, reverse=True):
        if suffices(group - {member}):
            group -= {member}
    return group


@dataclass(frozen=True, slots=True)
class Families:
    """The minimal groups that suffice, and those that block."""

    sufficient: tuple[Group, ...]
    blocking: tuple[Group, ...]
    complete: bool


def minimal_families(
    members: Iterable[str], suffices: Callable[[Group], bool], most: int = 10_000
) -> Families:
    """Find all minimal groups that suffice, and all minimal groups that block.

    Any two of three suffice; then any two also block.

    >>> found = minimal_families("abc", lambda group: len(group) >= 2)
    >>> [sorted(group) for group in found.sufficient], len(found.blocking)
    ([['a', 'b'], ['a', 'c'], ['b', 'c']], 3)
    """
    every = frozenset(members)
    known: dict[Group, bool] = {}

    def ask(group: Group) -> bool:
        if group not in known:
            known[group] = suffices(group)
        return known[group]

    if not ask(every):
        return Families((), (), True)
    sufficient: list[Group] = []
    blocking: set[Group] = set()
    # The minimal groups that meet all the sufficient ones found so far.
    meeting: set[Group] = {frozenset()}
    while open_ := meeting - blocking:
        if len(sufficient) + len(meeting) > most:
            break
        group = min(open_, key=_by_size)
        if not ask(every - group):
            blocking.add(group)
            continue
        new = shrunk(every - group, ask)
        sufficient.append(new)
        meeting = _meeting_also(meeting, new)
    complete = not (meeting - blocking)
    # Nothing can block what even nobody brings about.
    return Families(_sorted(sufficient), _sorted(blocking), complete)


def _meeting_also(meeting: set[Group], new: Group) -> set[Group]:
    already = {group for group in meeting if group & new}
    grown = {group | {member} for group in meeting - already for member in new}
    return already | {
        group for group in grown if not any(other < group for other in already | grown)
    }


def _by_size(group: Group) -> tuple[int, list[str]]:
    return len(group), sorted(group)


def _sorted(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=_by_size))
