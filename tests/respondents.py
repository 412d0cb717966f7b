"""Simulated respondents, who know what each party wants: an order of the outcomes, or a list."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.ask.from_nothing import By, statement_pool
from countermove.analysis.ask.inquiry import Inquiry
from countermove.analysis.ask.interview import Interview
from countermove.analysis.ask.pairs import Pair, PairQuestions, ToSettle, by_draw, telling_keys
from countermove.analysis.ask.what_to_ask import Wanted
from countermove.analysis.ask.written_answers import opposite
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.editing.applying import applied
from countermove.files.model_file import from_dict
from countermove.preferences.known_order import Compared, KnownOrder, Which, clash

Hidden = Mapping[str, NDArray[Any]]


def which(ranks: NDArray[Any], first: int, second: int) -> Which:
    if ranks[first] == ranks[second]:
        return 0
    return 1 if ranks[first] > ranks[second] else -1


@dataclass
class AskedByPairs:
    """An interview by pairs from nothing, until nothing is left to ask."""

    goal: ToSettle
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


class FromNothing:
    """Knows what each party wants: a list of statements from its pool, or an order of outcomes."""

    def __init__(
        self, data: Mapping[str, Any], by: By, luck: random.Random, *, own: bool = False
    ) -> None:
        self.model = build(from_dict(data))
        self.pools = {dm: statement_pool(self.model, dm) for dm in self.model.decision_makers}
        self.lists = {
            dm: [
                text if luck.random() < 0.8 else opposite(text)
                for text in luck.sample(pool, len(pool))
                if luck.random() < 0.7
            ]
            for dm, pool in self.pools.items()
        }
        if own:
            self.lists = {
                dm: [wish.holds for wish in self.model.conflict.preferences[dm].wishes or ()]
                for dm in self.model.decision_makers
            }
        size = len(self.model.states)
        self.ranks = {
            dm: [luck.randrange(6) for _ in range(size)] for dm in self.model.decision_makers
        }
        by_lists = {dm: {"statements": some} for dm, some in self.lists.items()}
        pattern = self.model.states.pattern
        by_ranks = {}
        for dm, ranks in self.ranks.items():
            levels = [[pattern(s) for s in range(size) if ranks[s] == k] for k in range(6)]
            by_ranks[dm] = {"ranking": [level for level in reversed(levels) if level]}
        wants = by_lists if by == "statements" else by_ranks
        self.true = from_dict({**data, "preferences": wants})
        true = build(self.true)
        self.ranks = {dm: true.levels(dm).tolist() for dm in true.decision_makers}

    def truths(self, wanted: Iterable[Wanted]) -> dict[Wanted, bool]:
        some = tuple(wanted)
        found = solve(self.true, list({one.concept for one in some}))
        holds = {claim.claim: claim.holds for claim in found.claims}
        return {one: holds[str(one.claim)][one.concept] for one in some}

    def answer(self, asked: Inquiry) -> str:
        if asked.kind == "pair":
            one, other = (self.ranks[asked.party][state] for state in asked.states)
            return "first" if one > other else "second" if one < other else "equal"
        own = self.lists[asked.party]
        way = {text: text in own or -(opposite(text) in own) for text in asked.about}
        if asked.kind in ("first", "order"):
            cares = {
                text: own.index(text if w > 0 else opposite(text)) for text, w in way.items() if w
            }
            first = min(cares, key=lambda text: cares[text], default=None)
            return "none" if first is None else str(asked.about.index(first) + 1)
        if asked.kind == "cares":
            return "yes" if way[asked.about[0]] else "no"
        return {1: "as-written", -1: "opposite", 0: "no"}[way[asked.about[0]]]


def asked_in_full(interview: Interview, respondent: FromNothing) -> tuple[Interview, int]:
    """Ask, controls left out, until nothing is left to ask; return how many questions it took."""
    count = 0
    while (asked := interview.question) is not None:
        if asked.controls is not None:
            interview = interview.kept(asked)
            continue
        answer = respondent.answer(asked)
        data = applied(interview.data, interview.edits(asked, answer))
        interview, count = interview.told(asked, answer, data), count + 1
    return interview, count
