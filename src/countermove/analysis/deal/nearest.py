"""The packages nearest to one that are in some set: those on which fewest options differ."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from countermove.analysis.deal.package import Package, differing
from countermove.graph.region import Positions, Region

MOST_NEAREST = 12
"""So many of the nearest are named at most."""


@dataclass(frozen=True)
class NearestPackages:
    """The states of a set that differ from a package on the fewest options.

    Parameters
    ----------
    differing : int or None
        On how many options; None where the set is empty, or the model is in graph form.
    count : int
        How many states differ on no more.
    states : tuple of int
        Their positions, by number, the first twelve at most.
    """

    differing: int | None
    count: int
    states: tuple[int, ...] = field(repr=False)


NOTHING_NEAR = NearestPackages(None, 0, ())


def nearest(package: Package, among: Region) -> NearestPackages:
    """Find the nearest of some states, exactly: it itself, or else of every state how far it is.

    >>> from countermove import load, solve
    >>> from countermove.analysis.deal.package import read_package
    >>> solution = solve(load("talks-2025"))
    >>> package = read_package(solution.model.states, "table, settle, accept")
    >>> nearest(package, solution.holding["SEQ"])
    NearestPackages(differing=2, count=2)
    """
    if package.states.conflict.is_graph_form:
        return NOTHING_NEAR
    if package.state is not None and package.state in among:
        return NearestPackages(0, 1, (package.state,))
    least: int | None = None
    found: list[Positions] = []
    for part in among.parts():
        counts = differing(package, part)
        here = int(counts.min())
        if least is None or here < least:
            least, found = here, []
        if here == least:
            found.append(part[counts == least])
    if least is None:
        return NOTHING_NEAR
    every = package.states.in_order_array(np.concatenate(found))
    return NearestPackages(least, len(every), tuple(every[:MOST_NEAREST].tolist()))
