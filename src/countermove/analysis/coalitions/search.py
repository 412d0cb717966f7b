"""The search for coalitions that upset states: for one coalition, or for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from countermove.analysis.coalitions.concepts import CoalitionalConcept
from countermove.analysis.coalitions.definition import Coalition, coalitions_of
from countermove.analysis.coalitions.pairs import Pairs
from countermove.analysis.coalitions.sets import Examination
from countermove.analysis.equilibria import Solution
from countermove.errors import TooLargeError
from countermove.graph.bits import Bits
from countermove.graph.region import Positions
from countermove.graph_model import GraphModel
from countermove.progress import Follow, Progress, tell

MOST_WORK = 1 << 34
"""Coalitions times pairs of states that are looked at, at most: ten decision makers and 4,096
states."""


def work(
    model: GraphModel, coalition: Coalition | None, asked: Iterable[CoalitionalConcept]
) -> int:
    """Return how many pairs of states are looked at, over all coalitions; 0 where it is little."""
    pairs = len(model.states) ** 2
    several = [concept for concept in asked if concept.replies != "none"]
    if coalition is None:
        return pairs << len(model.decision_makers) if several else 0
    if any(concept.replies == "improvements" for concept in several):
        return pairs << len(model.decision_makers) - len(coalition)
    return pairs


def refuse_too_much(
    model: GraphModel, coalition: Coalition | None, asked: Iterable[CoalitionalConcept]
) -> None:
    """Refuse what would take too long."""
    asked = tuple(asked)
    needed = work(model, coalition, asked)
    if needed <= MOST_WORK:
        return
    states, makers = len(model.states), len(model.decision_makers)
    advice = "Leave out CSEQ, as in --concept CGMR"
    if coalition is None:
        advice = "Ask for CNASH, which needs no list of coalitions (--concept CNASH)"
    raise TooLargeError(
        f"{makers} parties and {states:,} outcomes are too many for "
        f"{', '.join(concept.code for concept in asked)}: {needed:,} pairs of outcomes would "
        f"have to be looked at, and {MOST_WORK:,} is the limit.",
        advice=f"{advice}, or fix options that are not in question.",
    )


Found = tuple[dict[str, dict[int, tuple[Coalition, int]]], dict[str, Bits]]


def upset_states(
    alone: Solution,
    pairs: Pairs,
    examination: Examination,
    coalition: Coalition | None,
    asked: tuple[CoalitionalConcept, ...],
    *,
    follow: Follow | None,
) -> Found:
    """Find for each state a coalition that upsets it, one or any, and the states that none does."""
    states, makers = len(alone.model.states), alone.model.decision_makers
    # A coalition of one is an individual, and of those the fast engines have taken care; but
    # under CSEQ others may sanction together, so what isn't SEQ for somebody may yet be stable.
    looked: dict[str, Positions] = {
        concept.code: np.arange(states)
        if coalition or concept.replies == "improvements"
        else alone.holding[concept.alone].positions()
        for concept in asked
    }
    stable = {code: Bits.at(positions, states) for code, positions in looked.items()}
    upsets: dict[str, dict[int, tuple[Coalition, int]]] = {code: {} for code in looked}
    for concept in asked:
        if coalition is None and concept.replies == "none":
            _by_pairs(pairs, looked.pop(concept.code), upsets[concept.code], follow)
    if looked:
        every = list(coalitions_of(makers)) if coalition is None else [coalition]
        _by_coalitions(examination, every, looked, upsets, asked, follow=follow)
    for code, of in upsets.items():
        stable[code] &= ~Bits.at(np.array(list(of), dtype=np.intp), states)
    return upsets, stable


def _by_pairs(
    pairs: Pairs,
    looked: Positions,
    upsets: dict[int, tuple[Coalition, int]],
    follow: Follow | None,
) -> None:
    states = len(pairs.ranks[0])
    for done, state in enumerate(looked.tolist()):

        def told(done: int = done) -> None:
            tell(follow, Progress(done / len(looked), states, ("CNASH",)))

        told()
        if (found := pairs.blocked(state, told)) is not None:
            upsets[state] = found


def _by_coalitions(
    examination: Examination,
    every: Sequence[Coalition],
    looked: dict[str, Positions],
    upsets: dict[str, dict[int, tuple[Coalition, int]]],
    asked: tuple[CoalitionalConcept, ...],
    *,
    follow: Follow | None,
) -> None:
    states = len(examination.reach.model.states)
    by_code = {concept.code: concept for concept in asked}
    # Where all are looked at, those of one are individuals.
    alone = {code for code in looked if len(every) == 1 or by_code[code].replies == "improvements"}
    for done, coalition in enumerate(every):
        tell(follow, Progress(done / len(every), states, tuple(looked)))
        open_ = {
            code: positions
            for code, positions in looked.items()
            if positions.size and (len(coalition) > 1 or code in alone)
        }
        found = examination.upsets(coalition, open_, by_code)
        for code, of in found.items():
            upsets[code] |= {state: (coalition, target) for state, target in of.items()}
            looked[code] = looked[code][~np.isin(looked[code], list(of))]
        examination.reach.forget()
