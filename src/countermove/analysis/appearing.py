"""What differs between two models of one conflict: the states that hold in one of them only.

Other rules, options or joined states number the states anew; what is done in a state stays.
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from countermove.graph.bits import Bits
from countermove.graph.choices import Positions
from countermove.graph.states import States


def appearing(
    before: States, held: Bits, after: States, holding: Bits
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which states come to hold and which cease to, by patterns (ids in graph form).

    Parameters
    ----------
    before, after : States
        The states of two models of one conflict.
    held, holding : Bits
        Which of them hold in the one and in the other.

    Returns
    -------
    tuple of (tuple of str, tuple of str)
        What holds after but not before, and before but not after.
    """
    if before is after:
        return (
            written(after, (holding & ~held).positions()),
            written(before, (held & ~holding).positions()),
        )
    as_numbers = _are_alike(before, after)
    old = _by_choices(before, held.positions(), as_numbers=as_numbers)
    new = _by_choices(after, holding.positions(), as_numbers=as_numbers)
    come = [state for done, state in new.items() if done not in old]
    gone = [state for done, state in old.items() if done not in new]
    return (
        written(after, np.array(come, dtype=np.intp)),
        written(before, np.array(gone, dtype=np.intp)),
    )


def written(states: States, positions: Positions) -> tuple[str, ...]:
    """Return the patterns of some states (ids in graph form), by number."""
    ordered = states.in_order_array(np.sort(positions))
    patterns = states.patterns(ordered)
    return tuple(p or states.label(k) for p, k in zip(patterns, ordered.tolist(), strict=True))


def _are_alike(one: States, other: States) -> bool:
    """Say whether the choices of two models are the same when they are the same numbers."""
    return not any(
        states.is_coalesced or states.conflict.is_graph_form for states in (one, other)
    ) and list(one.vocabulary.options) == list(other.vocabulary.options)


def _by_choices(states: States, positions: Positions, *, as_numbers: bool) -> dict[Hashable, int]:
    """Return the positions of states by what is done in them."""
    if as_numbers:
        done = states.choices.at(positions).tolist()
        return dict(zip(done, positions.tolist(), strict=True))
    return {states.stands_for(state): state for state in positions.tolist()}
