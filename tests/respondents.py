"""Simulated respondents with a hidden order of the outcomes, asked by pairs."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.ask.pairs import Goal, Pair, PairQuestions, by_draw, telling_keys
from countermove.analysis.ask.what_to_ask import Wanted
from countermove.preferences.known_order import Compared, KnownOrder, Which, clash

Hidden = Mapping[str, NDArray[Any]]


def which(ranks: NDArray[Any], first: int, second: int) -> Which:
    if ranks[first] == ranks[second]:
        return 0
    return 1 if ranks[first] > ranks[second] else -1


@dataclass
class AskedByPairs:
    """An interview by pairs from nothing, until nothing is left to ask."""

    goal: Goal
    known: dict[str, KnownOrder] = field(default_factory=dict)
    answers: list[Compared] = field(default_factory=list)
    closed: set[Pair] = field(default_factory=set)

    def __post_init__(self) -> None:
        size = len(self.goal.model.states)
        for dm in self.goal.model.decision_makers:
            self.known.setdefault(dm, KnownOrder.nothing(size))

    def questions(self) -> PairQuestions:
        possible = {dm: known.possible() for dm, known in self.known.items()}
        return PairQuestions(self.goal, possible, self.answers, frozenset(self.closed))

    def run(self, hidden: Hidden, luck: random.Random, shrugs: float = 0) -> PairQuestions:
        """Ask; nothing is asked that follows, or was asked before."""
        while (question := (asked := self.questions()).question) is not None:
            dm, first, second = question
            assert self.known[dm].which(first, second) is None
            assert question not in self.closed
            if luck.random() < shrugs:
                self.closed.add(question)
                continue
            answer = Compared(dm, first, second, which(hidden[dm], first, second))
            assert clash([one for one in self.answers if one.decision_maker == dm], answer) is None
            self.answers.append(answer)
            self.known[dm] = self.known[dm].told(first, second, answer.which)
        return asked

    def near(self, luck: random.Random) -> Hidden:
        """Give the model's own wishes in another order, some turned round."""
        model, found = self.goal.model, {}
        for dm in model.decision_makers:
            wishes = model.conflict.preferences[dm].wishes or ()
            truths = [model.states.holding(wish.holds).mask() for wish in wishes]
            luck.shuffle(truths)
            turned = [~truth if luck.random() < 0.15 else truth for truth in truths]
            found[dm] = sum(truth.astype(int) << k for k, truth in enumerate(turned))
        return found

    def hidden(self, kind: str, luck: random.Random) -> Hidden:
        """Give a hidden order: strict, weak (in twelve levels), near the model's own, or that."""
        if kind == "near":
            return self.near(luck)
        model = self.goal.model
        every = range(len(model.states))
        if kind == "own":
            return {dm: model.levels(dm).astype(int) for dm in model.decision_makers}
        return {
            dm: np.array(
                luck.sample(every, len(every))
                if kind == "strict"
                else [luck.randrange(12) for _ in every]
            )
            for dm in model.decision_makers
        }

    def proved_open(self, draws: int) -> frozenset[Wanted]:
        keys = telling_keys(self.goal, np.random.default_rng(0), draws)
        orders = [
            known.completed(own) for known, own in zip(self.known.values(), keys, strict=True)
        ]
        return self.goal.differing(by_draw(orders))

    def truths(self, hidden: Hidden) -> dict[Wanted, bool]:
        ranks = np.array([[np.unique(hidden[dm], return_inverse=True)[1] for dm in hidden]])
        return {one: bool(truth[0]) for one, truth in self.goal.truths(ranks).items()}
