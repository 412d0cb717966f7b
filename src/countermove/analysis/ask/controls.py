"""What is asked again in an interview, and what can't be true together."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from countermove.analysis.ask.from_nothing import telling_pair
from countermove.analysis.ask.inquiry import Inquiry, Told, pair_inquiry
from countermove.analysis.readings.work import AcrossWork
from countermove.graph.lists import Mask
from countermove.graph_model import GraphModel
from countermove.preferences.known_order import Compared, Which, clash
from countermove.preferences.ordinal import compared
from countermove.stability.registry import find_concepts

EVERY_CONTROL = 10
"""So often something is asked again that was already answered, the other way round."""

CLOSING_CONTROLS = 2
"""So many of these come at the end, where nothing else is left to ask."""

CLOSING_TESTS = 3
"""And so many pairs of outcomes put answers about statements to the test."""


def control(model: GraphModel, left: Sequence[Told]) -> Inquiry | None:
    """Ask for an answer again, the other way round: of those left that on which most hangs."""
    if not left:
        return None
    # Of statements what was asked first settled most.
    old = max(left, key=lambda told: _weight(model, told))
    asked = old.question
    if asked.kind == "pair":
        turned = pair_inquiry(model, asked.party, *reversed(asked.states))
        return replace(turned, controls=old)
    return replace(asked, controls=old)


def _weight(model: GraphModel, told: Told) -> float:
    """Say how much follows from an answer about a pair; of statements more than of any."""
    asked = told.question
    if asked.kind != "pair":
        return math.inf
    ranks = model.levels(asked.party)
    between = np.abs(np.subtract.outer(ranks[list(asked.states)].astype(int), ranks))
    return -float(between.sum())


def tests(
    model: GraphModel,
    above: Callable[[str], Mask],
    said: Sequence[Told],
    confirmed: Collection[Inquiry],
) -> Iterator[Inquiry]:
    """Give pairs of outcomes by which answers about statements are put to the test.

    What a few answers settle is tried on two outcomes that nearly all else would put the other way
    round.
    """
    for told in said:
        asked = told.question
        if asked.kind in ("first", "wants"):
            pair = telling_pair(model, above(asked.party), told)
            if pair is not None:
                one = pair_inquiry(model, asked.party, *pair)
                if one not in confirmed:
                    yield replace(one, controls=told)


def surely_above(model: GraphModel, party: str, codes: Sequence[str]) -> Mask:
    """Say by two states whether a party surely prefers the first."""
    work = AcrossWork.of(model, find_concepts(codes or None))
    if work is None:
        ranks = model.levels(party)
        return np.asarray(ranks[:, None] > ranks)
    every = np.arange(len(model.states))
    better, equal, worse = work.owns[party].possible(every[:, None], every)
    return better & ~equal & ~worse


_WHICH: Mapping[str, Which] = {"first": 1, "equal": 0, "second": -1}


def compared_as(asked: Inquiry, answer: str) -> Compared:
    """Return how an answer about a pair compares the two."""
    first, second = asked.states
    return Compared("", first, second, _WHICH[answer])


def is_same_pair(one: Told, other: Told) -> bool:
    """Say whether two answers about pairs say the same, whichever is named first."""
    if one.question.kind != "pair" or one.question.party != other.question.party:
        return False
    said = compared_as(other.question, other.answer)
    return compared_as(one.question, one.answer) in (said, said.turned())


def pair_clash(model: GraphModel, asked: Inquiry, answer: str) -> tuple[Told, ...] | None:
    """Return the fewest answers about pairs with which a new one can't be true; None if it can."""
    known = model.conflict.preferences[asked.party].known
    said = compared(model.states, known, ("preferences", asked.party, "known"))
    clashing = clash(said, compared_as(asked, answer))
    if clashing is None:
        return None
    answers = {which: key for key, which in _WHICH.items()}
    return tuple(
        Told(pair_inquiry(model, asked.party, one.first, one.second), answers[one.which])
        for one in clashing
    )
