"""The drawing and counting behind a sample: some rankings at a time, solved all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b

import numpy as np

from countermove.analysis.claims import claim_holds
from countermove.analysis.sample.doubt import Drawer
from countermove.analysis.sample.draws import Draws
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel
from countermove.stability.engines.many import Found, ManyEngine, ManyRanks
from countermove.stability.registry import SolutionConcept

# So many rankings are drawn at a time. It depends on the number of states alone, so that the same
# numbers are drawn whatever else is asked.
_AT_ONCE = 1 << 10
_LEAST_AT_ONCE = 1 << 5
_STATES_AT_ONCE = 1 << 22


class Tally:
    """Draws preferences, solves the model with them, and counts."""

    def __init__(
        self,
        model: GraphModel,
        concepts: tuple[SolutionConcept, ...],
        drawing: Mapping[str, Drawer],
        seed: int,
    ) -> None:
        self._model, self._drawing, self._seed = model, drawing, seed
        self.codes = tuple(concept.code for concept in concepts)
        self.size = max(_LEAST_AT_ONCE, min(_AT_ONCE, _STATES_AT_ONCE // len(model.states)))
        self.found = Found.nothing(model, len(concepts), self.size, "equilibria")
        self.claims = {claim: dict.fromkeys(self.codes, 0) for claim in model.claims}
        self._decisive = {
            claim: [Bits.of(some.mask()).packed for some in (satisfying, ~satisfying)]
            for claim, satisfying in model.claims.items()
        }
        self.some = dict.fromkeys(self.codes, 0)
        self.different: set[bytes] = set()

    def draw(self, batch: int, alive: Callable[[], object]) -> ManyRanks:
        """Return the ranks of a batch, by draw, decision maker and state.

        Each batch and decision maker has random numbers of its own.
        """
        makers, states = self._model.decision_makers, len(self._model.states)
        ranks = np.empty((self.size, len(makers), states), dtype=np.int16)
        for i, dm in enumerate(makers):
            if dm in self._drawing:
                draws = Draws(self._seed, i, batch)
                ranks[:, i] = self._drawing[dm].draw(draws, self.size, alive)
            else:
                ranks[:, i] = self._model.levels(dm, "the sample")
        return ranks

    def add(self, engine: ManyEngine, ranks: ManyRanks) -> None:
        """Solve the model with some of the ranks of a batch, and count."""
        self.different.update(blake2b(one.tobytes(), digest_size=16).digest() for one in ranks)
        part = self.found.part(slice(0, len(ranks)))
        bits = part.equilibrium_bits
        assert bits is not None
        bits[:] = 0
        engine.solve(ranks, part)
        for c, code in enumerate(self.codes):
            self.some[code] += int(np.count_nonzero(bits[:, c].any(axis=1)))
            for claim, details in self._model.conflict.claims.items():
                met, missed = (np.any(bits[:, c] & some, -1) for some in self._decisive[claim])
                holds = claim_holds(details, met, missed)
                self.claims[claim][code] += int(np.count_nonzero(holds))
