"""The counting behind a sample: some rankings at a time, solved all at once."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np

from countermove.analysis.claims import held_in_profiles
from countermove.graph_model import GraphModel
from countermove.stability.engines.many import Found, ManyEngine, ManyRanks
from countermove.stability.registry import SolutionConcept


class Tally:
    """Solves a model with rankings that were drawn, and counts."""

    def __init__(
        self, model: GraphModel, concepts: tuple[SolutionConcept, ...], at_once: int
    ) -> None:
        self._model = model
        self.codes = tuple(concept.code for concept in concepts)
        self.found = Found.nothing(model, len(concepts), at_once, "equilibria")
        self.claims = {claim: dict.fromkeys(self.codes, 0) for claim in model.claims}
        self.some = dict.fromkeys(self.codes, 0)
        self.different: set[bytes] = set()

    def add(self, engine: ManyEngine, ranks: ManyRanks) -> None:
        """Solve the model with some of the ranks of a batch, and count."""
        self.different.update(blake2b(one.tobytes(), digest_size=16).digest() for one in ranks)
        part = self.found.part(slice(0, len(ranks)))
        bits = part.equilibrium_bits
        assert bits is not None
        bits[:] = 0
        engine.solve(ranks, part)
        held = held_in_profiles(self._model, bits)
        for c, code in enumerate(self.codes):
            self.some[code] += int(np.count_nonzero(bits[:, c].any(axis=1)))
            for claim, holds in held.items():
                self.claims[claim][code] += int(np.count_nonzero(holds[:, c]))
