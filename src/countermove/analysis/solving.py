"""Solving: from a model to which states are stable for whom, and which hold."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Unpack

from immutabledict import immutabledict

from countermove.analysis.claims import answer_claims
from countermove.analysis.equilibria import Solution, all_stable, weakly
from countermove.analysis.ways import in_way
from countermove.building import built
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.preferences.way_names import WayAsked
from countermove.preferences.ways import asked_in_ways, way_of
from countermove.progress import Follow, Progress, tell
from countermove.result import Provenance
from countermove.stability.engines.choose import choose, known_engine, stable_states
from countermove.stability.engines.estimate import estimate, refuse_what_will_not_fit
from countermove.stability.registry import SolutionConcept, find_concepts


@asked_in_ways
def solve(
    conflict: Conflict | GraphModel,
    concepts: str | Iterable[str] | None = None,
    engine: str = "auto",
    *,
    scenario: str | None = None,
    follow: Follow | None = None,
    **way: Unpack[WayAsked],
) -> Solution:
    """Find which states are stable for whom, and which hold.

    Parameters
    ----------
    conflict : Conflict or GraphModel
        The model; a graph model that is already built is used as it is.
    concepts : str or iterable of str, optional
        Codes of solution concepts; NASH, GMR, SMR, SEQ and SSEQ when none are given.
    engine : {"auto", "compiled", "numpy", "definition"}
        How to find out; all give the same answers.
    scenario : str, optional
        The scenario to solve instead of the base.
    follow : callable, optional
        Is told of progress now and then, as :class:`countermove.progress.Progress`; when it
        returns False the computation stops.
    **way
        In which of the papers' ways preferences are taken.

    Returns
    -------
    Solution

    Raises
    ------
    ModelError
        If the model is wrong; all problems at once.
    UnknownNameError
        If a concept, an engine or the scenario isn't known.
    ConceptNotApplicableError
        If preferences can't be taken in that way.
    TooLargeError
        If the memory that is free doesn't suffice.
    StoppedError
        If `follow` stopped it.

    Examples
    --------
    >>> from countermove import load
    >>> solution = solve(load("prisoners-dilemma"))
    >>> solution
    <Solution of 'Prisoner's dilemma': 4 states; equilibria: NASH 1, SEQ 2, SSEQ 2, GMR 2, SMR 2>
    >>> [state.pattern for state in solution.equilibria("SEQ")]
    ['NN', 'YY']
    """
    started = time.perf_counter()
    asked = find_concepts(concepts)
    known_engine(engine)
    chosen = way_of(**way)
    model = in_way(built(conflict, scenario, follow), chosen, follow)
    solution = _solved(model, asked, engine, started, follow)
    if model.way.strength != "weak":
        return solution
    strong = replace(chosen, strength="strong")
    at_least = in_way(built(conflict, scenario, follow), strong, follow)
    return weakly(solution, _solved(at_least, asked, engine, started, follow))


def _solved(
    model: GraphModel,
    asked: tuple[SolutionConcept, ...],
    engine: str,
    started: float,
    follow: Follow | None,
) -> Solution:
    choice = choose(engine, asked, model)
    estimated = estimate(model, asked, choice)
    refuse_what_will_not_fit(model, asked, estimated, choice)
    codes = tuple(concept.code for concept in asked)
    first = Progress(0.0, estimated.states, codes)
    tell(follow, replace(first, expected=str(estimated), seconds=estimated.seconds))
    stable = stable_states(model, asked, choice, follow)
    claims = answer_claims(model, stable, all_stable(stable))
    provenance = Provenance.since(started, choice.engine, choice.why)
    frozen = immutabledict({code: immutabledict(by_dm) for code, by_dm in stable.items()})
    return Solution(model, asked, frozen, claims, provenance)


def model_of(
    conflict: Conflict | GraphModel | Solution, scenario: str | None, follow: Follow | None = None
) -> GraphModel:
    """Return the graph model of what an analysis was given, as :func:`built` does."""
    given = conflict.model if isinstance(conflict, Solution) else conflict
    return built(given, scenario, follow)


def solved_for(
    concepts: Iterable[str],
    given: Conflict | GraphModel | Solution,
    model: GraphModel,
    follow: Follow | None = None,
) -> Solution:
    """Return the solution that an analysis was given if it has these concepts, else solve."""
    codes = list(concepts)
    if isinstance(given, Solution) and set(codes) <= set(given.codes):
        return given
    return solve(model, codes, follow=follow)
