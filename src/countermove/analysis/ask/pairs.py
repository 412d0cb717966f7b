"""Which pair of outcomes to ask about, so that it is settled what is wanted: by bounds and proofs.

What is known of each party is what may be better, equally good and worse in any reading of it, so
that parties may be asked about by pairs beside others that are known, or otherwise in doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.ask.guess import Taste
from countermove.analysis.ask.proofs import NEVER, OPEN, Proofs, Reached, Replying
from countermove.analysis.ask.what_to_ask import Wanted
from countermove.analysis.many import solve_many
from countermove.analysis.readings.bounded import StableBounds, bounds_of, decided_by_bounds
from countermove.graph.lists import Mask
from countermove.graph_model import GraphModel
from countermove.model.parts import Claim
from countermove.preferences.doubted import Possible
from countermove.preferences.known_order import Compared
from countermove.stability.registry import SolutionConcept

Pair = tuple[str, int, int]
"""Whom it is asked of, and two states, the one that comes first in the model first."""


@dataclass(frozen=True, eq=False)
class ToSettle:
    """What is to be settled: answers about a model, under some concepts."""

    model: GraphModel
    concepts: tuple[SolutionConcept, ...]
    wanted: tuple[Wanted, ...]

    @cached_property
    def about(self) -> Mapping[Wanted, tuple[Claim, Mask]]:
        """By answer the claim it is about, and where its statement holds."""
        found = {}
        for one in self.wanted:
            if one.claim is not None:
                satisfying = self.model.claims[one.claim].mask()
                found[one] = self.model.conflict.claims[one.claim], satisfying
            else:
                found[one] = _HOLDS, np.arange(len(self.model.states)) == one.state
        return found

    @cached_property
    def reached(self) -> Reached:
        """Where moves lead."""
        return Reached(self.model)

    @cached_property
    def taste(self) -> Taste:
        """What sets states apart."""
        return Taste.of(self.model)

    def differing(self, rankings: NDArray[np.integer]) -> frozenset[Wanted]:
        """Return the answers that aren't the same under all rankings: by these, party, state."""
        truths = self.truths(rankings)
        return frozenset(one for one, truth in truths.items() if truth.any() != truth.all())

    def truths(self, rankings: NDArray[np.integer]) -> Mapping[Wanted, Mask]:
        """Return by answer under which rankings it is so."""
        codes = [concept.code for concept in self.concepts]
        many = solve_many(self.model, rankings, codes, keep="equilibria")
        assert many.equilibrium_bits is not None
        size = len(self.model.states)
        bits = np.unpackbits(many.equilibrium_bits, axis=-1, bitorder="little")[..., :size]
        holding = bits.astype(bool)
        found: dict[Wanted, Mask] = {}
        for one, (details, satisfying) in self.about.items():
            own: Mask = holding[:, codes.index(one.concept)]
            met = (own & satisfying).any(axis=1)
            if details.kind == "always":
                met &= ~(own & ~satisfying).any(axis=1)
            found[one] = np.asarray(~met if details.kind == "never" else met)
        return found


_HOLDS = Claim(says="It holds.", possible="true")


@dataclass(frozen=True, eq=False)
class PairQuestions:
    """What is known of what parties want, what that settles, and which pair to ask about.

    Parameters
    ----------
    goal : ToSettle
        What is to be settled.
    known : mapping of str to Possible
        By decision maker, target and state what may be better, equally good, worse.
    answers : sequence of Compared
        What was answered: it tells what is likely, and nothing else.
    closed : collection of Pair
        What can't be asked.
    """

    goal: ToSettle
    known: Mapping[str, Possible]
    answers: Sequence[Compared] = ()
    closed: Collection[Pair] = field(default=frozenset())
    bounds: StableBounds | None = None

    def but(self, closed: Collection[Pair]) -> PairQuestions:
        """Ask with the same knowledge where some pairs can't be asked about."""
        return replace(self, closed=closed, bounds=self._bounds)

    @property
    def _model(self) -> GraphModel:
        return self.goal.model

    @cached_property
    def _bounds(self) -> StableBounds:
        if self.bounds is not None:
            return self.bounds
        possible = [self.known[dm] for dm in self._model.decision_makers]
        return bounds_of(self._model, self.goal.concepts, possible)

    @cached_property
    def standing(self) -> Mapping[Wanted, bool | None]:
        """By answer whether it is so whatever else is true; None for open."""
        surely = np.logical_and.reduce(self._bounds.surely, axis=1)
        possibly = np.logical_and.reduce(self._bounds.possibly, axis=1)
        number = {concept.code: c for c, concept in enumerate(self.goal.concepts)}
        found = {}
        for one, (details, satisfying) in self.goal.about.items():
            c = number[one.concept]
            found[one] = decided_by_bounds(details, satisfying, surely[c], possibly[c])
        return found

    # -- what to ask ------------------------------------------------------------------------------

    @cached_property
    def question(self) -> Pair | None:
        """The pair on which open answers hang most; None where asking settles nothing more."""
        open_ones = [wanted for wanted, value in self.standing.items() if value is None]
        if not open_ones:
            return None
        not_above = [self._not_above(i) for i in range(len(self._model.decision_makers))]
        replying = Replying(self.goal.reached, not_above)
        votes: dict[int, float] = {}
        is_misjudged = False
        for c, concept in enumerate(self.goal.concepts):
            some = [one for one in open_ones if one.concept == concept.code]
            if not some:
                continue
            holds = self._holds(replying, c, concept)
            for one in some:
                proof = self._proof(one, holds)
                least, leaf = min(float(proof.prove), float(proof.refute)), int(proof.leaf)
                if least < OPEN and self._can_be_asked(leaf):
                    votes[leaf] = votes.get(leaf, 0.0) + 1 / (1 + least)
                elif least < OPEN:
                    # What looked settled isn't: say, a way takes two moves in a row of somebody.
                    is_misjudged = True
        if not votes:
            return self._any() if is_misjudged else None
        return self._pair(max(votes, key=lambda leaf: votes[leaf]))

    def _pair(self, leaf: int) -> Pair:
        size = len(self._model.states)
        i, pair = divmod(leaf, size * size)
        return self._model.decision_makers[i], *divmod(pair, size)

    def _can_be_asked(self, leaf: int) -> bool:
        if leaf < 0:
            return False
        dm, first, second = pair = self._pair(leaf)
        return bool(self._open(dm)[first, second]) and pair not in self.closed

    def _open(self, dm: str) -> Mask:
        better, equal, worse = self.known[dm]
        return np.asarray(better.astype(np.int8) + equal + worse > 1)

    def _any(self) -> Pair | None:
        """Return something that isn't known, moves first; None where nobody knows more."""
        found: list[Pair] = [
            (dm, min(one, other), max(one, other))
            for dm, moves in zip(self._model.decision_makers, self.goal.reached.moves, strict=True)
            for among in (moves, ~moves)
            for one, other in np.argwhere(among & self._open(dm)).tolist()
        ]
        return next((pair for pair in found if pair not in self.closed), None)

    def _not_above(self, i: int) -> Proofs:
        """Say by target and state what it takes to prove that the target isn't better."""
        dm, size = self._model.decision_makers[i], len(self._model.states)
        better, equal, worse = self.known[dm]
        likely = self.goal.taste.likely(self.answers, dm)
        is_open = better & (equal | worse)
        prove = np.where(is_open, 0.5 - np.log2(likely.T), np.where(better, NEVER, 0.0))
        refute = np.where(is_open, 0.5 - np.log2(likely), np.where(better, 0.0, NEVER))
        for whom, first, second in self.closed:
            for a, b in ((first, second), (second, first)):
                if whom == dm and is_open[a, b]:
                    prove[a, b] = refute[a, b] = OPEN
        pairs = np.arange(size * size).reshape(size, size)
        least = np.minimum(pairs, pairs.T)
        return Proofs(prove, refute, i * size * size + least)

    def _holds(self, replying: Replying, c: int, concept: SolutionConcept) -> Proofs:
        """Say by state what it takes to prove that it holds."""
        parties = []
        for i in range(len(self._model.decision_makers)):
            own = replying.stable(concept, i)
            surely, possibly = self._bounds.surely[c, i], self._bounds.possibly[c, i]
            own = own.where(possibly, otherwise=False)
            parties.append(own.where(~surely, otherwise=True))
        return Proofs.stacked(parties).both(axis=0)

    def _proof(self, wanted: Wanted, holds: Proofs) -> Proofs:
        details, satisfying = self.goal.about[wanted]
        met = holds.where(satisfying, otherwise=False).either(axis=0)
        if details.kind == "possible":
            return met
        if details.kind == "never":
            return met.negated()
        missed = holds.where(~satisfying, otherwise=False).either(axis=0)
        return met.and_also(missed.negated())


def telling_keys(
    goal: ToSettle, luck: np.random.Generator, count: int
) -> list[NDArray[np.float64]]:
    """Return keys by party, draw and state, by which orders are made that show what may differ.

    Many of them are for or against what some answer is about, or one state of that: for all
    parties alike, or for each otherwise.
    """
    size, parties = len(goal.model.states), len(goal.model.decision_makers)
    about = np.array([satisfying for _, satisfying in goal.about.values()])
    keys = luck.random((parties, count, size))
    for k in range(count):
        chance = luck.random()
        if chance < 0.7:
            chosen: Mask = about[luck.integers(len(about))]
            if chance < 0.4 and chosen.any():
                chosen = np.arange(size) == luck.choice(np.flatnonzero(chosen))
            ways = luck.choice([-1, 1], parties if luck.random() < 0.5 else 1)
            change = (ways * luck.choice([0.3, 2]))[:, None] * chosen
            keys[:, k] += change
    return list(keys)


def by_draw(rankings: Sequence[Any]) -> NDArray[np.integer]:
    """Return rankings by party and draw as rankings by draw, party and state."""
    return np.array(rankings).swapaxes(0, 1)
