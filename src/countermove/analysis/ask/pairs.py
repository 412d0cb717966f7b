"""An interview by pairs: which of two outcomes is better for a party, until claims are settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.ask.guess import Taste
from countermove.analysis.ask.proofs import NEVER, OPEN, Proofs, Reached, stability_proofs
from countermove.analysis.ask.what_to_ask import Wanted
from countermove.analysis.claims import claim_holds_where
from countermove.analysis.many import solve_many
from countermove.analysis.readings.bounded import StableBounds, bounds_of, decided_by_bounds
from countermove.graph.lists import Mask
from countermove.graph_model import GraphModel
from countermove.preferences.known_order import Compared, KnownOrder, clash
from countermove.stability.registry import SolutionConcept

Pair = tuple[str, int, int]
"""Whom it is asked of, and two states."""

EVERY_CONTROL = 10
"""So often something is asked again that was already answered, the other way round."""

# So many orders that agree with all answers are tried to show that an answer is open.
_TRIED = 400


@dataclass(frozen=True, eq=False)
class PairInterview:
    """What has been answered so far, and what that settles.

    Parameters
    ----------
    model : GraphModel
        The model; what it says of preferences doesn't count.
    concepts : tuple of SolutionConcept
        The concepts.
    claims : tuple of str
        The claims to settle.
    answers : tuple of Compared
        What was answered: no two of them clash.
    not_known : tuple of Pair
        What nobody could answer.
    controls : tuple of Compared
        What was asked again, and confirmed.
    """

    model: GraphModel
    concepts: tuple[SolutionConcept, ...]
    claims: tuple[str, ...]
    answers: tuple[Compared, ...] = ()
    not_known: tuple[Pair, ...] = ()
    controls: tuple[Compared, ...] = ()
    reached: Reached | None = None

    @cached_property
    def _reached(self) -> Reached:
        return self.reached or Reached(self.model)

    def _with(
        self,
        answers: tuple[Compared, ...],
        not_known: tuple[Pair, ...],
        controls: tuple[Compared, ...],
    ) -> PairInterview:
        return PairInterview(
            self.model, self.concepts, self.claims, answers, not_known, controls, self._reached
        )

    # -- what is known ----------------------------------------------------------------------------

    @cached_property
    def known(self) -> Mapping[str, KnownOrder]:
        """By decision maker what follows from the answers."""
        size = len(self.model.states)
        return {
            dm: KnownOrder.of(size, (one for one in self.answers if one.decision_maker == dm))
            for dm in self.model.decision_makers
        }

    @cached_property
    def _bounds(self) -> StableBounds:
        possible = [self.known[dm].possible() for dm in self.model.decision_makers]
        return bounds_of(self.model, self.concepts, possible)

    @cached_property
    def settled(self) -> Mapping[Wanted, bool | None]:
        """By claim and concept whether it holds whatever the other answers are; None for open."""
        surely = np.logical_and.reduce(self._bounds.surely, axis=1)
        possibly = np.logical_and.reduce(self._bounds.possibly, axis=1)
        found = {}
        for c, concept in enumerate(self.concepts):
            for claim in self.claims:
                details, wanted = self.model.conflict.claims[claim], self.model.claims[claim].mask()
                value = decided_by_bounds(details, wanted, surely[c], possibly[c])
                found[Wanted(concept.code, claim)] = value
        return found

    # -- what to ask ------------------------------------------------------------------------------

    @cached_property
    def question(self) -> Pair | None:
        """The pair on which open answers hang most; None where asking settles nothing more."""
        open_ones = [wanted for wanted, value in self.settled.items() if value is None]
        if not open_ones:
            return None
        not_above = [self._not_above(i) for i in range(len(self.model.decision_makers))]
        votes: dict[int, float] = {}
        is_misjudged = False
        for c, concept in enumerate(self.concepts):
            claims = [one.claim for one in open_ones if one.concept == concept.code]
            if not claims:
                continue
            holds = self._holds(not_above, c, concept)
            for claim in claims:
                proof = self._claim(claim or "", holds)
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
        size = len(self.model.states)
        i, pair = divmod(leaf, size * size)
        return self.model.decision_makers[i], *divmod(pair, size)

    def _can_be_asked(self, leaf: int) -> bool:
        if leaf < 0:
            return False
        dm, first, second = pair = self._pair(leaf)
        return self.known[dm].which(first, second) is None and pair not in self.not_known

    def _any(self) -> Pair | None:
        """Return something that isn't known, moves first; None where nobody knows more."""
        found: list[Pair] = [
            (dm, min(one, other), max(one, other))
            for dm, moves in zip(self.model.decision_makers, self._reached.moves, strict=True)
            for among in (moves, ~moves)
            for one, other in np.argwhere(among & self.known[dm].open()).tolist()
        ]
        return next((pair for pair in found if pair not in self.not_known), None)

    def _not_above(self, i: int) -> Proofs:
        """Say by target and state what it takes to prove that the target isn't better."""
        dm, size = self.model.decision_makers[i], len(self.model.states)
        known = self.known[dm]
        likely = self._tastes[dm].likely(self.answers, dm)
        is_open = known.open()
        prove = np.where(is_open, 0.5 - np.log2(likely.T), np.where(known.above, NEVER, 0.0))
        refute = np.where(is_open, 0.5 - np.log2(likely), np.where(known.above, 0.0, NEVER))
        for whom, first, second in self.not_known:
            for a, b in ((first, second), (second, first)):
                if whom == dm and is_open[a, b]:
                    prove[a, b] = refute[a, b] = OPEN
        pairs = np.arange(size * size).reshape(size, size)
        least = np.minimum(pairs, pairs.T)
        return Proofs(prove, refute, i * size * size + least)

    @cached_property
    def _tastes(self) -> Mapping[str, Taste]:
        return dict.fromkeys(self.model.decision_makers, Taste.of(self.model))

    def _holds(self, not_above: Sequence[Proofs], c: int, concept: SolutionConcept) -> Proofs:
        """Say by state what it takes to prove that it holds."""
        parties = []
        for i in range(len(not_above)):
            own = stability_proofs(self._reached, not_above, concept, i)
            surely, possibly = self._bounds.surely[c, i], self._bounds.possibly[c, i]
            own = own.where(possibly, otherwise=False)
            parties.append(own.where(~surely, otherwise=True))
        return Proofs.stacked(parties).both(axis=0)

    def _claim(self, claim: str, holds: Proofs) -> Proofs:
        details, wanted = self.model.conflict.claims[claim], self.model.claims[claim].mask()
        met = holds.where(wanted, otherwise=False).either(axis=0)
        if details.kind == "possible":
            return met
        if details.kind == "never":
            return met.negated()
        missed = holds.where(~wanted, otherwise=False).either(axis=0)
        return Proofs.stacked([met, missed.negated()]).both(axis=0)

    @property
    def control(self) -> Pair | None:
        """What to ask again, the other way round, where it is time to; else None.

        Of what wasn't yet asked twice that on which most hangs: what stands between most states.
        """
        if len(self.answers) < EVERY_CONTROL * (len(self.controls) + 1):
            return None
        return self.most_telling()

    def most_telling(self) -> Pair | None:
        """Return the answer not yet asked twice from which most follows, the other way round."""
        twice = {(one.decision_maker, one.second, one.first) for one in self.controls}
        left = [
            one for one in self.answers if (one.decision_maker, one.first, one.second) not in twice
        ]
        if not left:
            return None

        def follows(one: Compared) -> int:
            known = self.known[one.decision_maker]
            high, low = (one.first, one.second) if one.which >= 0 else (one.second, one.first)
            return int((known.above[:, high].sum() + 1) * (known.above[low].sum() + 1))

        one = max(left, key=follows)
        return one.decision_maker, one.second, one.first

    # -- what is answered -------------------------------------------------------------------------

    def clash(self, new: Compared) -> tuple[Compared, ...] | None:
        """Return the fewest answers with which a new one can't be true; None where it can."""
        own = [one for one in self.answers if one.decision_maker == new.decision_maker]
        return clash(own, new)

    def told(self, new: Compared) -> PairInterview:
        """Take in an answer that doesn't clash."""
        known = self.known[new.decision_maker].which(new.first, new.second)
        if known is not None:
            return self._with(self.answers, self.not_known, (*self.controls, new))
        return self._with((*self.answers, new), self.not_known, self.controls)

    def nobody_knows(self, pair: Pair) -> PairInterview:
        """Close a question that nobody can answer; what follows otherwise counts all the same."""
        return self._with(self.answers, (*self.not_known, pair), self.controls)

    def without(self, old: Compared) -> PairInterview:
        """Take an answer back."""
        answers = tuple(one for one in self.answers if one != old)
        controls = tuple(one for one in self.controls if one.turned() != old)
        return self._with(answers, self.not_known, controls)

    # -- what stays open --------------------------------------------------------------------------

    def proved_open(self) -> frozenset[Wanted]:
        """Return the open answers of which two orders that agree with all that was said differ."""
        open_ones = {wanted for wanted, value in self.settled.items() if value is None}
        if not open_ones:
            return frozenset()
        luck = np.random.default_rng(0)
        every = [self.known[dm].completed(self._keys(luck)) for dm in self.model.decision_makers]
        rankings = np.array(every).swapaxes(0, 1)
        codes = [concept.code for concept in self.concepts]
        many = solve_many(self.model, rankings, codes, keep="equilibria")
        found = set()
        for wanted in open_ones:
            details = self.model.conflict.claims[wanted.claim or ""]
            satisfying = self.model.claims[wanted.claim or ""]
            values = {
                claim_holds_where(details, satisfying, many.equilibria(k, wanted.concept))
                for k in range(len(rankings))
            }
            if len(values) > 1:
                found.add(wanted)
        return frozenset(found)

    def _keys(self, luck: np.random.Generator) -> NDArray[np.float64]:
        """Return random keys, many of them for or against what some claim is about."""
        size = len(self.model.states)
        keys = luck.random((_TRIED, size))
        about = np.array([self.model.claims[claim].mask() for claim in self.claims])
        for row in range(0, _TRIED, 2):
            wanted: Mask = about[luck.integers(len(about))]
            if luck.random() < 0.5 and wanted.any():
                wanted = np.arange(size) == luck.choice(np.flatnonzero(wanted))
            keys[row] += luck.choice([-1, 1]) * luck.choice([0.3, 2]) * wanted
        return keys
