"""The search for coalitions that upset states: for one coalition, or for all of them."""

from __future__ import annotations

from collections.abc import Iterable

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


def for_one(
    coalition: Coalition,
    examination: Examination,
    asked: tuple[CoalitionalConcept, ...],
    follow: Follow | None,
) -> Found:
    """Find the states that one coalition upsets, and those that are stable for it."""
    states = len(examination.reach.model.states)
    codes = tuple(concept.code for concept in asked)
    tell(follow, Progress(0.0, states, codes))
    by_code = {concept.code: concept for concept in asked}
    rows = np.arange(states)
    found = examination.upsets(coalition, dict.fromkeys(codes, rows), by_code)
    upsets = {
        code: {state: (coalition, target) for state, target in of.items()}
        for code, of in found.items()
    }
    return upsets, {code: ~_bits(of, states) for code, of in found.items()}


def _bits(states: Iterable[int], size: int) -> Bits:
    return Bits.at(np.array(list(states), dtype=np.intp), size)


def for_every(
    alone: Solution,
    pairs: Pairs,
    examination: Examination,
    asked: tuple[CoalitionalConcept, ...],
    follow: Follow | None,
) -> Found:
    """Find for every state a coalition that upsets it, and the states that none upsets."""
    model = alone.model
    states = len(model.states)
    upsets: dict[str, dict[int, tuple[Coalition, int]]] = {c.code: {} for c in asked}
    stable: dict[str, Bits] = {}
    # A coalition of one is an individual, and of those the fast engines have taken care; but
    # under CSEQ others may sanction together, so what isn't SEQ for somebody may yet be stable.
    looked: dict[str, Positions] = {}
    for concept in asked:
        looked[concept.code] = alone.holding[concept.alone].positions()
        if concept.replies == "improvements":
            looked[concept.code] = np.arange(states)
        stable[concept.code] = Bits.at(looked[concept.code], states)
    for concept in asked:
        if concept.replies == "none":
            _by_pairs(pairs, looked.pop(concept.code), upsets[concept.code], follow)
    if looked:
        _by_coalitions(examination, looked, upsets, asked, follow)
    for code, of in upsets.items():
        stable[code] = stable[code] & ~_bits(of, states)
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
    looked: dict[str, Positions],
    upsets: dict[str, dict[int, tuple[Coalition, int]]],
    asked: tuple[CoalitionalConcept, ...],
    follow: Follow | None,
) -> None:
    model = examination.reach.model
    by_code = {concept.code: concept for concept in asked}
    every = list(coalitions_of(model.decision_makers))
    for done, coalition in enumerate(every):
        tell(follow, Progress(done / len(every), len(model.states), tuple(looked)))
        open_ = {
            code: positions
            for code, positions in looked.items()
            if positions.size and (len(coalition) > 1 or by_code[code].replies == "improvements")
        }
        found = examination.upsets(coalition, open_, by_code)
        for code, of in found.items():
            upsets[code] |= {state: (coalition, target) for state, target in of.items()}
            looked[code] = looked[code][~np.isin(looked[code], list(of))]
        examination.reach.forget()
