"""Which states hold for coalitions as well, and what coalitions could do together."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import islice
from typing import Literal

from immutabledict import immutabledict

from countermove.analysis.coalitions.classes import ClassImprovements
from countermove.analysis.coalitions.concepts import (
    COALITIONAL_CONCEPTS,
    CoalitionalConcept,
    find_coalitional_concepts,
)
from countermove.analysis.coalitions.definition import Coalition, Improvement, members_of
from countermove.analysis.coalitions.jumps import MOST_JUMPS, equilibrium_jumps
from countermove.analysis.coalitions.pairs import Pairs
from countermove.analysis.coalitions.reach import GroupReach
from countermove.analysis.coalitions.result import Coalitions
from countermove.analysis.coalitions.search import refuse_too_much, upset_states, work
from countermove.analysis.coalitions.sets import Examination
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import model_of, solve
from countermove.arguments import one_of
from countermove.docstrings import citing
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.progress import Follow, Progress, tell_first
from countermove.result import Provenance
from countermove.texts import counted

_ALONE = {concept.alone for concept in COALITIONAL_CONCEPTS}

IMPROVEMENTS: tuple[Improvement, ...] = ("strict", "pareto")


@citing(Coalitions.literature)
def coalitions(
    conflict: Conflict | GraphModel | Solution,
    members: str | Iterable[str] | None = None,
    concepts: str | Iterable[str] | None = None,
    *,
    improvement: Literal["strict", "pareto"] = "strict",
    scenario: str | None = None,
    follow: Follow | None = None,
) -> Coalitions:
    r"""Find out which states a coalition could upset, or any coalition.

    A coalition :math:`H` improves on a state :math:`s` by moving to :math:`t \in CR_H^+(s)`: a
    state that legal sequences of its members lead to, and that every member prefers. The state
    is stable for :math:`H` under CNASH when there is no such :math:`t`; under CGMR, CSMR and CSEQ
    when the others can answer each so that some member is no better off than at :math:`s` (and,
    under CSMR, the coalition can't repair it). A coalition never takes the place of its members:
    what is stable for coalitions is given beside what holds for each alone.

    Parameters
    ----------
    conflict : Conflict, GraphModel or Solution
        The model, or a solution of it under the classical concepts.
    members : str or iterable of str, optional
        The members of the coalition, by ids or names. Every coalition when not given.
    concepts : str or iterable of str, optional
        Coalitional concepts: CNASH, CSEQ, CGMR, CSMR; all of them when none are given.
    improvement : {"strict", "pareto"}
        Whether every member must be better off, or none worse off and some better off. What is
        no improvement deters.
    scenario : str, optional
        The scenario to look at instead of the base.
    follow : callable, optional
        Is told of progress now and then; when it returns False the computation stops.

    Returns
    -------
    Coalitions

    Raises
    ------
    ModelError
        If the model is wrong.
    UnknownNameError
        If a decision maker, a concept, a way of improving or the scenario isn't known.
    TooLargeError
        If there are too many coalitions and states for what is asked.
    StoppedError
        If `follow` stopped it.

    Notes
    -----
    For CNASH no list of all coalitions is needed: a larger coalition reaches more, so for each
    pair of states it is enough to look at all those who prefer the second.

    Examples
    --------
    In the Elmira conflict nobody leaves state 5 alone; the Ministry and Uniroyal jump together.

    >>> from countermove import load
    >>> found = coalitions(load("elmira-coalesced"))
    >>> [(standing.state.label, standing.together) for standing in found][2:4]
    [('5', ()), ('8', ('CNASH', 'CSEQ', 'CGMR', 'CSMR'))]
    >>> [(jump.coalition, len(jump.path)) for jump in found.jumps]
    [(('moe', 'uniroyal'), 2)]
    """
    started = time.perf_counter()
    asked = find_coalitional_concepts(concepts)
    one_of(improvement, IMPROVEMENTS, "way of improving", "The ways are")
    model = model_of(conflict, scenario, follow)
    model.need_levels("coalitions")
    if not isinstance(conflict, Solution) or not set(conflict.codes) >= _ALONE:
        conflict = solve(model, follow=follow)
    alone = conflict
    coalition = None if members is None else members_of(model, members)
    refuse_too_much(model, coalition, asked)
    reach = GroupReach(model)
    pairs = Pairs(reach, improvement)
    group = model.decision_makers
    if coalition is not None:
        group = tuple(dm for dm in group if dm not in coalition)
    classes = ClassImprovements(pairs, group, follow)
    examination = Examination(reach, improvement, classes)
    _tell_first(alone, coalition, asked, follow)
    upsets, stable = upset_states(alone, pairs, examination, coalition, asked, follow=follow)
    every = equilibrium_jumps(pairs, alone.holding, coalition, follow)
    jumps = tuple(islice(every, MOST_JUMPS))
    is_complete = len(jumps) < MOST_JUMPS
    provenance = Provenance.since(started, "sets", "whole sets of outcomes at once", is_complete)
    return Coalitions(
        alone,
        coalition,
        improvement,
        asked,
        immutabledict(stable),
        jumps,
        provenance,
        immutabledict(upsets),
        reach,
    )


# Seconds for a pair of states and a coalition, and for a state.
_A_PAIR = 1.5e-8
_A_STATE = 5e-5


def _tell_first(
    alone: Solution,
    coalition: Coalition | None,
    asked: tuple[CoalitionalConcept, ...],
    follow: Follow | None,
) -> None:
    """Say before it begins what it takes."""
    model = alone.model
    states = len(model.states)
    # Looked at is what holds where each is alone; under CSEQ all, as others sanction together.
    shares = (
        1.0 if c.replies == "improvements" else alone.holding[c.alone].count() / states
        for c in asked
    )
    pairs = sum(work(model, coalition, [c]) * share for c, share in zip(asked, shares, strict=True))
    groups = (1 << len(model.decision_makers)) - 1 if coalition is None else 1
    what = f"{counted(groups, 'coalition')} in {counted(states, 'outcome')}"
    first = Progress(0.0, states, tuple(c.code for c in asked))
    tell_first(follow, first, what, pairs * _A_PAIR + states * _A_STATE)
