"""What to find out first about a model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from countermove.analysis.ask.what_to_ask import Wanted, WhatToAsk, what_to_ask
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import model_of, solved_for
from countermove.arguments import one_of, several
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.progress import Follow
from countermove.stability.registry import find_concepts


def ask(
    conflict: Conflict | GraphModel | Solution,
    *,
    claims: str | Iterable[str] | None = None,
    concepts: str | Iterable[str] | None = None,
    scenario: str | None = None,
    follow: Follow | None = None,
) -> WhatToAsk:
    """Find what to find out first of what parties want, so that it is settled what holds.

    For every doubt of the model: how many of the open answers it settles, in expectation and at
    best; and in which order to ask. That order takes the fewest questions in expectation where
    not more than a million ways to know something of the doubts have to be gone through; else
    what settles most comes next.

    Parameters
    ----------
    conflict : Conflict, GraphModel or Solution
        The model.
    claims : str or iterable of str, optional
        The claims to settle; all when not given. In a model without claims it is asked which of
        the outcomes that hold as written do so in any case.
    concepts : str or iterable of str, optional
        Codes of solution concepts; NASH, GMR, SMR, SEQ and SSEQ when none are given.
    scenario : str, optional
        The scenario to look at instead of the base.
    follow : callable, optional
        Is told of progress, and may stop it.

    Returns
    -------
    WhatToAsk

    Raises
    ------
    ConceptNotApplicableError
        If somebody's preference isn't a complete order of the states.

    Examples
    --------
    >>> from countermove import load
    >>> asked = ask(load("talks-2025"), concepts=["SEQ"])
    >>> [one.doubt.id for one in asked.doubts if one.best]
    ['ukraine.1', 'russia.1', 'russia.2']
    """
    model = model_of(conflict, scenario, follow)
    model.need_levels("what to find out first")
    asked = find_concepts(concepts)
    codes = [concept.code for concept in asked]
    some = chosen_claims(model, claims)
    solution = solved_for(codes, conflict, model, follow)
    solution.find_across(follow)
    return what_to_ask(solution, asked, wanted_of(solution, some, codes))


def chosen_claims(model: GraphModel, claims: str | Iterable[str] | None) -> list[str]:
    """Return which claims are to be settled: all where none is named."""
    known = list(model.conflict.claims)
    chosen = known if claims is None else list(several(claims))
    for claim in chosen:
        one_of(claim, known, "claim", "The claims are")
    return list(dict.fromkeys(chosen))


def wanted_of(
    solution: Solution, claims: Sequence[str], codes: Sequence[str]
) -> tuple[Wanted, ...]:
    """Return the answers that are wanted: about claims, or else about what holds as written."""
    if claims:
        return tuple(Wanted(code, claim) for claim in claims for code in codes)
    return tuple(
        Wanted(code, state=int(state))
        for code in codes
        for state in solution.holding[code].positions()
    )
