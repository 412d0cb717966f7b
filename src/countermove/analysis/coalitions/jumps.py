r"""Equilibrium jumps: from one state that holds to another that a coalition likes better.

An equilibrium jump (Kilgour, Hipel, Fang and Peng 2001) leads from an equilibrium :math:`s` to an
equilibrium :math:`t \in CR_H^+(s)`. All minimal coalitions of two or more are given. Who could go
alone is no coalition, and is in no other minimal one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial

import numpy as np

from countermove.analysis.coalitions.definition import Coalition
from countermove.analysis.coalitions.minimal import Group, minimal_families
from countermove.analysis.coalitions.pairs import Candidates, Pairs
from countermove.graph.lists import Mask
from countermove.graph.region import Region
from countermove.graph.sequences import Path
from countermove.progress import Follow, Progress, tell

MOST_JUMPS = 1_000
"""So many jumps are looked for at most."""


@dataclass(frozen=True, slots=True)
class Jump:
    """An equilibrium jump.

    Parameters
    ----------
    origin, target : int
        The positions of the two equilibria.
    coalition : tuple of str
        A minimal coalition, by ids in the order of the model.
    path : tuple of Move
        A shortest legal sequence of its members.
    concepts : tuple of str
        The codes of the concepts under which both are equilibria.
    """

    origin: int = field(repr=False)
    target: int = field(repr=False)
    coalition: Coalition
    path: Path
    concepts: tuple[str, ...]


def equilibrium_jumps(
    pairs: Pairs, holding: Mapping[str, Region], within: Coalition | None, follow: Follow | None
) -> Iterator[Jump]:
    """Give the jumps between equilibria."""
    states = len(pairs.ranks[0])
    somewhere = np.any([found.mask() for found in holding.values()], axis=0)
    origins = np.flatnonzero(somewhere)
    group = None if within is None else pairs.mask(within)
    for done, origin in enumerate(origins.tolist()):
        tell(follow, Progress(done / len(origins), states, tuple(holding)))
        found = pairs.candidates(origin, group)
        found = found[somewhere[found.targets]]
        if group is not None:
            found = found[found.prefer == group]
        ends = cache(partial(_ends, pairs, origin))
        for k, target in enumerate(found.targets.tolist()):
            codes = tuple(c for c, holds in holding.items() if origin in holds and target in holds)
            if not codes:
                continue
            coalitions = [within] if within is not None else _smallest(pairs, ends, found, k)
            for coalition in coalitions:
                end = np.zeros(states, dtype=bool)
                end[target] = True
                path = pairs.reach.shortest(coalition, origin, end)
                if path is not None:
                    yield Jump(origin, target, coalition, path, codes)


def _ends(pairs: Pairs, origin: int, members: int) -> Mask:
    return pairs.reach.ends(pairs.named(members), origin)


def _smallest(
    pairs: Pairs, ends: Callable[[int], Mask], found: Candidates, k: int
) -> list[Coalition]:
    """Return the minimal coalitions of those who prefer a state that lead to it, of several."""
    target, owners = int(found.targets[k]), int(found.owners[k])
    prefer, strictly = int(found.prefer[k]), int(found.strictly[k])

    def wins(group: Group) -> bool:
        members = pairs.mask(group)
        return bool(members & strictly) and bool(ends(members)[target])

    if owners & strictly and ends(owners)[target]:
        # Whose options differ must move; and nobody else needs to.
        minimal = [owners]
    elif not ends(prefer)[target]:
        return []
    else:
        groups = minimal_families(pairs.named(prefer), wins).sufficient
        minimal = [pairs.mask(group) for group in groups]
    return [pairs.named(members) for members in minimal if members.bit_count() > 1]
