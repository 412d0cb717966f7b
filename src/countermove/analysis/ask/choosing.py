"""What to ask next, what is settled and what stays open: over few readings, or by bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from countermove.analysis.ask.draws import drawn, left_open
from countermove.analysis.ask.inquiry import Inquiry, pair_inquiry
from countermove.analysis.ask.pairs import Pair, PairQuestions, ToSettle, by_draw, telling_keys
from countermove.analysis.ask.what_to_ask import Wanted, WhatToAsk, answer_across, what_to_ask
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.preferences.doubted import Doubted, Possible
from countermove.preferences.doubted_orders import DoubtedRanking
from countermove.preferences.doubted_readings import DoubtedReadings
from countermove.preferences.doubted_statements import (
    DoubtedStatements,
    OrderInDoubt,
    WishInDoubt,
)

# So many readings are drawn to choose by, and so often so many to show what is open.
_CHOSEN_BY, _SHOWN_BY, _ROUNDS = 300, 400, 6

# Of so many questions that nobody could answer at most it is said that an answer waits for them.
_NAMED = 3

_NOTHING_GAINED = 1e-9


class Chooser(Protocol):
    """Chooses what to ask, and says what is settled by what is known."""

    @property
    def standing(self) -> Mapping[Wanted, bool | None]:
        """Whether each wanted answer is so whatever else is true; None where that is open."""

    @property
    def question(self) -> Inquiry | None:
        """What to ask; None where asking settles nothing more."""

    @property
    def proved_open(self) -> frozenset[Wanted]:
        """The open answers of which two readings that agree with all that was said differ."""

    @property
    def waiting(self) -> Mapping[Wanted, tuple[Inquiry, ...]]:
        """By open answer what nobody knew of all that it hangs on."""


@dataclass(frozen=True, eq=False)
class ChosenOverAll:
    """Chooses over all readings, where they are few: nothing else takes fewer questions."""

    goal: ToSettle
    inquiries: Mapping[str, Inquiry]
    closed: frozenset[Inquiry]

    @cached_property
    def _solution(self) -> Solution:
        return solve(self.goal.model, [concept.code for concept in self.goal.concepts])

    @cached_property
    def _asked(self) -> WhatToAsk:
        return what_to_ask(self._solution, self.goal.concepts, self.goal.wanted)

    @property
    def unsettled(self) -> tuple[Wanted, ...]:
        """The answers of which it isn't known what they hang on: there are too many readings."""
        return self._asked.unsettled

    @property
    def standing(self) -> Mapping[Wanted, bool | None]:
        """Whether each wanted answer is so; None where that is open."""
        found = self._asked.standing
        return {one: found[one] for one in self.goal.wanted}

    @property
    def question(self) -> Inquiry | None:
        """What to ask."""
        closed = {key for key, asked in self.inquiries.items() if asked in self.closed}
        doubt = self._asked.next_but(closed)
        return None if doubt is None else self.inquiries[doubt.id]

    @property
    def proved_open(self) -> frozenset[Wanted]:
        """The open answers that are so in some readings, and not in others."""
        across = self._solution.across
        if across is None:
            return frozenset()
        every = self.goal.wanted
        return frozenset(one for one in every if answer_across(across, one)[0] == "some")

    @property
    def waiting(self) -> Mapping[Wanted, tuple[Inquiry, ...]]:
        """By open answer what nobody knew."""
        found = {}
        for one, value in self.standing.items():
            if value is None:
                hanging = self._asked.hanging_on(one)
                asked = dict.fromkeys(self.inquiries[doubt.id] for doubt in hanging)
                found[one] = tuple(own for own in asked if own in self.closed)
        return found


@dataclass(frozen=True, eq=False)
class ChosenByBounds:
    """Chooses by what is surely and what is possibly so, where readings are too many."""

    goal: ToSettle
    owns: Mapping[str, Doubted]
    inquiries: Mapping[str, Inquiry]
    closed: frozenset[Inquiry]
    exactly: Mapping[Wanted, bool | None] = field(default_factory=dict)
    """What is known of all answers by going through all readings."""
    differing: frozenset[Wanted] = frozenset()
    """What is known by that to differ."""

    @cached_property
    def _possible(self) -> Mapping[str, Possible]:
        every = np.arange(len(self.goal.model.states))
        return {dm: own.possible(every[:, None], every) for dm, own in self.owns.items()}

    @cached_property
    def _pairs(self) -> PairQuestions:
        answers = [
            replace(one, decision_maker=dm)
            for dm, own in self.owns.items()
            if isinstance(own, DoubtedRanking)
            for one in own.known
        ]
        return PairQuestions(self.goal, self._possible, answers)

    @property
    def standing(self) -> Mapping[Wanted, bool | None]:
        """Whether each wanted answer is so; None where that is open."""
        found = self._pairs.standing
        known = {one: value for one, value in self.exactly.items() if value is not None}
        return {**self.exactly, **found, **known}

    @cached_property
    def _open(self) -> list[Wanted]:
        return [one for one, value in self.standing.items() if value is None]

    # -- what to ask ------------------------------------------------------------------------------

    @cached_property
    def question(self) -> Inquiry | None:
        """What to ask: about statements what narrows most, else about the pair that counts."""
        if not self._open:
            return None
        if (asked := self._about_statements()) is not None:
            return asked
        pair = self._pairs.but(self._closed_pairs).question
        return None if pair is None else self._asked_of(*pair)

    def _about_statements(self) -> Inquiry | None:
        parties = [self.owns[dm] for dm in self.goal.model.decision_makers]
        if not any(isinstance(own, DoubtedStatements) and own.doubts for own in parties):
            return None
        luck = np.random.default_rng(0)
        keys = luck.random((len(parties), _CHOSEN_BY, len(self.goal.model.states)))
        rankings, statements = drawn(parties, luck, list(keys))
        every = self.goal.truths(by_draw(rankings))
        truths = np.array([every[one] for one in self._open])
        truths = truths[truths.any(axis=1) & ~truths.all(axis=1)]
        if not len(truths):
            return None
        share = truths.mean(axis=1)
        least, best = float((share * (1 - share)).sum()) - _NOTHING_GAINED, None
        for own in statements.values():
            for (kind, key), answer in own.outcomes.items():
                asked = self.inquiries[key]
                if asked in self.closed or (kind == "wish" and asked.kind in ("order", "first")):
                    continue
                if (left := left_open(truths, answer)) < least:
                    least, best = left, asked
        return best

    def _asked_of(self, dm: str, first: int, second: int) -> Inquiry | None:
        """Ask about two states: for them, or for what their order hangs on; None if nobody can."""
        own = self.owns[dm]
        if isinstance(own, DoubtedRanking):
            return pair_inquiry(self.goal.model, dm, first, second)
        if isinstance(own, DoubtedReadings):
            asked = self.inquiries[own.which.id]
            return None if asked in self.closed else asked
        if isinstance(own, DoubtedStatements):
            return next(self._deciding(own, first, second), None)
        return None

    def _deciding(self, own: DoubtedStatements, first: int, second: int) -> Iterator[Inquiry]:
        """Give the questions about statements on which the order of two states hangs."""
        for item in own.items:
            some = [one for _, one in item.wishes] if isinstance(item, OrderInDoubt) else [item]
            telling = [wish for wish in some if wish.truth[first] != wish.truth[second]]
            if isinstance(item, OrderInDoubt) and len(telling) > 1:
                yield from self._askable(item.order.id)
            for wish in telling:
                yield from self._about(wish)
            if any(wish.counts() == 1 for wish in telling):
                return

    def _about(self, wish: WishInDoubt) -> Iterator[Inquiry]:
        for doubt in (wish.cares, wish.way):
            if doubt is not None:
                yield from self._askable(doubt.id)

    def _askable(self, key: str) -> Iterator[Inquiry]:
        asked = self.inquiries[key]
        if asked not in self.closed and len(asked.answers) > 1:
            yield asked

    @cached_property
    def _closed_pairs(self) -> frozenset[Pair]:
        """What nobody can be asked: pairs that nobody knew, and what no question settles."""
        pairs = {
            (asked.party, min(asked.states), max(asked.states))
            for asked in self.closed
            if asked.kind == "pair"
        }
        for dm, own in self.owns.items():
            if isinstance(own, DoubtedRanking):
                continue
            better, equal, worse = self._possible[dm]
            is_open = np.triu(better.astype(np.int8) + equal + worse > 1)
            if isinstance(own, DoubtedStatements) and not self._is_closed_in(dm):
                continue
            for first, second in np.argwhere(is_open).tolist():
                if self._asked_of(dm, first, second) is None:
                    pairs.add((dm, first, second))
        return frozenset(pairs)

    def _is_closed_in(self, dm: str) -> bool:
        """Say whether nobody knew something about a party."""
        return any(asked.party == dm for asked in self.closed)

    # -- what stays open --------------------------------------------------------------------------

    @cached_property
    def proved_open(self) -> frozenset[Wanted]:
        """The open answers in which readings drawn at random differ."""
        parties = [self.owns[dm] for dm in self.goal.model.decision_makers]
        luck, found = np.random.default_rng(0), self.differing
        left = set(self._open) - found
        for _ in range(_ROUNDS):
            if left:
                goal = ToSettle(self.goal.model, self.goal.concepts, tuple(left))
                rankings, _ = drawn(parties, luck, telling_keys(goal, luck, _SHOWN_BY))
                found |= goal.differing(by_draw(rankings))
                left -= found
        return found

    @property
    def waiting(self) -> Mapping[Wanted, tuple[Inquiry, ...]]:
        """By open answer what nobody knew, where that would be asked for it."""
        return {one: tuple(self._waiting_for(one)) for one in self._open}

    def _waiting_for(self, one: Wanted) -> Iterator[Inquiry]:
        goal = ToSettle(
            self.goal.model,
            tuple(c for c in self.goal.concepts if c.code == one.concept),
            (one,),
        )
        asked_for: frozenset[Inquiry] = frozenset()
        for _ in range(_NAMED):
            asked = ChosenByBounds(goal, self.owns, self.inquiries, asked_for).question
            if asked is None:
                return
            if asked in self.closed:
                yield asked
            asked_for |= {asked}
