"""Evolution: which states legal sequences lead to from the status quo, and how soon."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Literal, cast

import numpy as np
from immutabledict import immutabledict

from countermove.analysis.equilibria import Solution
from countermove.analysis.evolve.result import ALL, EQUILIBRIA, By, Evolution
from countermove.analysis.evolve.searching import search_all
from countermove.analysis.solving import model_of, solve
from countermove.arguments import one_of, several
from countermove.docstrings import citing
from countermove.errors import UnknownNameError
from countermove.graph.bits import Bits
from countermove.graph.reach import RULES, Reach
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.memory import refuse_states_beyond_memory
from countermove.model.conflict import Conflict
from countermove.model.values import StateReference
from countermove.progress import Follow
from countermove.result import Provenance
from countermove.stability.registry import find_concepts

# Bytes for each state and last mover (a depth, a number of ways, whether it was left), for each
# state and decision maker while its fibres are sorted, and for each state while they are summed.
_KEPT, _SORTED, _SUMMED = 13, 48, 400


@citing(Evolution.literature)
def evolve(
    conflict: Conflict | GraphModel | Solution,
    to: StateReference | Iterable[StateReference] | None = None,
    by: str | Iterable[str] | None = None,
    *,
    start: StateReference | None = None,
    concepts: str | Iterable[str] | None = None,
    scenario: str | None = None,
    follow: Follow | None = None,
) -> Evolution:
    r"""Find how states can be reached from the status quo (status quo analysis).

    A sequence of moves is legal when nobody moves twice in a row. :math:`V_i^{(k)}` are the states
    at the end of legal sequences of at most k moves from the status quo :math:`s_0`, of which
    :math:`i` makes the last:

    .. math::

        V_i^{(1)} = R_i(s_0), \qquad
        V_i^{(k)} = V_i^{(k-1)} \cup \{u \in R_i(t) : t \in V_j^{(k-1)},\ j \neq i\} .

    With :math:`R_i^+` in place of :math:`R_i` all moves are improvements for their movers, each
    judged at the state where it is made. In between, ``one-countermove`` allows for one move,
    anywhere in the sequence, that isn't an improvement. The answers are exact: sequences may be of
    any length.

    Parameters
    ----------
    conflict : Conflict, GraphModel or Solution
        The model, or its solution, whose equilibria are then used as they are.
    to : str, int or iterable of them, optional
        The states to reach: ``"equilibria"`` (those that hold under some of the concepts, the
        default), ``"all"`` states, or numbers, labels, ids and patterns of states.
    by : str or iterable of str, optional
        Which sequences count: ``"improvements"``, ``"one-countermove"`` (all moves but at most one
        are improvements), ``"moves"``; all three when not given.
    start : str or int, optional
        Where to begin, instead of the status quo.
    concepts : str or iterable of str, optional
        Codes of the solution concepts whose equilibria are meant; the five classical ones when
        not given. With states in `to` it is marked which of them hold.
    scenario : str, optional
        The scenario to look at instead of the base.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`countermove.solve`.

    Returns
    -------
    Evolution

    Raises
    ------
    ModelError
        If the model is wrong, or has no status quo and no other start is given.
    UnknownNameError
        If a state, a concept, the scenario or the kind of sequences isn't known.
    TooLargeError
        If the memory that is free doesn't suffice.
    StoppedError
        If `follow` stopped it.

    Examples
    --------
    >>> from countermove import load
    >>> evolution = evolve(load("elmira"))
    >>> evolution
    <Evolution from [1] delay: of 8 states reached: improvements 2, one-countermove 8, moves 8>
    >>> way = evolution.target(10).ways["one-countermove"]
    >>> way.fewest, way.last_movers, way.shortest
    (3, ('uniroyal', 'local'), 3)
    >>> [(move.decision_maker, move.target + 1) for move in next(way.paths())]
    [('local', 7), ('moe', 8), ('uniroyal', 10)]
    """
    started = time.perf_counter()
    kinds = _kinds(by)
    solution = conflict if isinstance(conflict, Solution) else None
    model = model_of(conflict, scenario, follow)
    origin = model.states.start(start)
    asked_for, targets = _asked(model, to)
    _refuse_what_will_not_fit(model, kinds)
    holding: Mapping[str, Region] = {}
    if asked_for == EQUILIBRIA or concepts is not None:
        holding = _holding(solution or model, concepts, follow)
    if targets is None:
        targets = reduce(or_, holding.values())
    reach = cast("dict[By, Reach]", search_all(model, origin, kinds, follow))
    why = "breadth first over outcomes and last movers"
    provenance = Provenance.since(started, "search", why)
    return Evolution(
        model, origin, targets, immutabledict(holding), immutabledict(reach), asked_for, provenance
    )


def _kinds(by: str | Iterable[str] | None) -> tuple[By, ...]:
    """Return the kinds of sequences asked for, in their order."""
    asked = tuple(RULES) if by is None else several(by)
    for kind in asked:
        one_of(kind, list(RULES), "kind of sequences", "They are")
    if not asked:
        raise UnknownNameError(
            "no kind of sequences is given.", advice=f"They are: {', '.join(RULES)}."
        )
    return tuple(cast("By", kind) for kind in RULES if kind in asked)


def _asked(
    model: GraphModel, to: StateReference | Iterable[StateReference] | None
) -> tuple[Literal["equilibria", "all", "states"], Region | None]:
    """Return what is to be reached; None for the equilibria, which aren't known yet."""
    if to is None or (isinstance(to, str) and to == EQUILIBRIA):
        return "equilibria", None
    if isinstance(to, str) and to == ALL:
        return "all", Bits.all_or_none(len(model.states), True)
    mask = np.zeros(len(model.states), dtype=bool)
    for reference in several(to):
        mask[model.states.meant(reference)] = True
    return "states", Bits.of(mask)


def _holding(
    of: Solution | GraphModel, concepts: str | Iterable[str] | None, follow: Follow | None
) -> Mapping[str, Region]:
    """Return which states hold, by concept; what is solved already is taken over."""
    if isinstance(of, Solution):
        if concepts is None:
            return of.holding
        return {c.code: of.holding[of.code(c.code)] for c in find_concepts(concepts)}
    return solve(of, concepts, follow=follow).holding


def _refuse_what_will_not_fit(model: GraphModel, kinds: tuple[By, ...]) -> None:
    """Refuse a search that needs more memory than there is."""
    states, makers = len(model.states), len(model.decision_makers)
    # Improvements alone are the first phase of sequences with one countermove.
    phases = 2 * ("one-countermove" in kinds) or int("improvements" in kinds)
    phases += "moves" in kinds
    refuse_states_beyond_memory(
        states * (makers * (_KEPT * phases + _SORTED) + _SUMMED),
        f"following the moves of {makers} parties through {states:,} outcomes",
        states,
    )
