r"""Equilibrium jumps: from one state that holds to another that a coalition likes better.

An equilibrium jump (Kilgour, Hipel, Fang and Peng 2001) leads from an equilibrium :math:`s` to an
equilibrium :math:`t \in CR_H^+(s)`. Only minimal coalitions of two or more are given: where one
member could go alone, no coalition is needed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from countermove.analysis.coalitions.definition import Coalition
from countermove.analysis.coalitions.minimal import Group, minimal_families
from countermove.analysis.coalitions.pairs import Pairs
from countermove.graph.bits import Bits
from countermove.graph.sequences import Path
from countermove.progress import Follow, Progress, tell

MOST_EQUILIBRIA = 2_000
"""Jumps are looked for between so many equilibria at most."""


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

    origin: int
    target: int
    coalition: Coalition
    path: Path
    concepts: tuple[str, ...]


def equilibrium_jumps(
    pairs: Pairs, holding: dict[str, Bits], within: Coalition | None, follow: Follow | None = None
) -> tuple[Jump, ...]:
    """Find the jumps between equilibria.

    Parameters
    ----------
    pairs : Pairs
        The pairs of states.
    holding : dict of str to Bits
        The equilibria, by concept code.
    within : tuple of str or None
        The coalition asked for, which then must be the one that jumps; any when None.
    follow : callable, optional
        Is told of progress.

    Returns
    -------
    tuple of Jump
        By where they start.
    """
    states = len(pairs.ranks[0])
    somewhere = np.zeros(states, dtype=bool)
    for found in holding.values():
        somewhere |= found.mask()
    origins = np.flatnonzero(somewhere)
    group = None if within is None else pairs.mask(within)
    jumps: list[Jump] = []
    for done, origin in enumerate(origins.tolist()):
        tell(follow, Progress(done / len(origins), states, tuple(holding)))
        candidates = pairs.candidates(origin, group)
        candidates = candidates[somewhere[candidates.targets]]
        for k, target in enumerate(candidates.targets.tolist()):
            codes = tuple(c for c, found in holding.items() if found[origin] and found[target])
            if not codes:
                continue
            prefer, strictly = int(candidates.prefer[k]), int(candidates.strictly[k])
            if within is None:
                coalitions = _minimal(pairs, prefer, strictly, origin, target)
            elif prefer == group and pairs.reach.ends(within, origin)[target]:
                coalitions = [within]
            else:
                continue
            for coalition in coalitions:
                end = np.zeros(states, dtype=bool)
                end[target] = True
                path = pairs.reach.shortest(coalition, origin, end)
                assert path is not None
                jumps.append(Jump(origin, target, coalition, path, codes))
    return tuple(jumps)


def _minimal(
    pairs: Pairs, prefer: int, strictly: int, origin: int, target: int
) -> list[Coalition]:
    """Return the minimal coalitions of those who prefer a state that lead to it, of several."""

    def wins(members: Group) -> bool:
        coalition = tuple(dm for dm in pairs.decision_makers if dm in members)
        if not pairs.mask(coalition) & strictly:
            return False
        return bool(pairs.reach.ends(coalition, origin)[target])

    found = minimal_families(pairs.named(prefer), wins).sufficient
    if any(len(group) == 1 for group in found):
        return []
    return [tuple(dm for dm in pairs.decision_makers if dm in group) for group in found]
