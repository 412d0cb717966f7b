r"""What holds whatever the unknown preferences are, and what can't hold at all.

Under NASH, GMR and SMR the stability of a state `s` for `i` depends on the preference of `i` alone,
and of it only on the set :math:`L` of the states that aren't better than `s`; the larger it is, the
more is stable. Of all rankings that agree with what is known, one has the least :math:`L`, `s` and
the states that are known to be worse, and one the greatest, the states that aren't known to be
better. Two tests for each state and decision maker therefore settle all rankings at once. Under SEQ
and SSEQ the preferences of the others count as well, and they aren't so easily settled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from immutabledict import immutabledict
from numpy.typing import NDArray

from countermove.analysis.equilibria import Solution
from countermove.analysis.many import solve_many
from countermove.analysis.sample.extensions import Relation
from countermove.graph.bits import Bits
from countermove.graph.region import Region
from countermove.graph_model import GraphModel

MOST_STATES = 1 << 10
_AT_ONCE = 1 << 7


def settled_states(
    base: Solution, known: Mapping[str, Relation]
) -> tuple[Mapping[str, Region], Mapping[str, Region]]:
    """Return the states that hold in every ranking that agrees with what is known, and in some."""
    codes = [concept.code for concept in base.concepts if concept.is_settled_alone]
    states = len(base.model.states)
    every: dict[str, Region] = {code: Bits.all_or_none(states, True) for code in codes}
    some = dict(every)
    if not codes:
        return immutabledict(), immutabledict()
    for dm in base.model.decision_makers:
        if dm not in known:
            for code in codes:
                every[code] &= base.stable[code][dm]
                some[code] &= base.stable[code][dm]
            continue
        better = known[dm]
        least = better | np.eye(states, dtype=bool)
        for found, not_better in ((every, least), (some, ~better.T)):
            for code, stable in _stable(base.model, dm, codes, not_better).items():
                found[code] &= stable
    return immutabledict(every), immutabledict(some)


def _stable(
    model: GraphModel, dm: str, codes: Sequence[str], not_better: NDArray[np.bool_]
) -> dict[str, Bits]:
    """Say which states are stable where just these are not better than each, row by row."""
    states = len(not_better)
    stable = np.zeros((len(codes), states), dtype=bool)
    i = model.decision_makers.index(dm)
    for start in range(0, states, _AT_ONCE):
        rows = np.arange(start, min(start + _AT_ONCE, states))
        ranks = (~not_better[rows]).astype(np.int16)
        bits = solve_many(model, {dm: ranks}, codes, keep="stable").stable_bits
        assert bits is not None
        own = bits[np.arange(len(rows)), :, i, rows >> 3] >> (rows & 7)[:, np.newaxis]
        stable[:, rows] = (own & 1).T
    return {code: Bits.of(row) for code, row in zip(codes, stable, strict=True)}
