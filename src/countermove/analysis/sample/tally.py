"""The counting behind a sample: some rankings at a time, solved all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from countermove.analysis.claims import held_in_profiles
from countermove.analysis.sample.batches import Batches
from countermove.graph_model import GraphModel
from countermove.stability.engines.many import Counts, Found, ManyEngine, ManyRanks, many_engine
from countermove.stability.registry import find_concepts


class Tally:
    """In how many draws each claim holds and each state is stable and holds."""

    def __init__(self, model: GraphModel, codes: tuple[str, ...]) -> None:
        shape = len(codes), len(model.decision_makers), len(model.states)
        self.codes = codes
        self.stable_counts: Counts = np.zeros(shape, np.int64)
        self.equilibrium_counts: Counts = np.zeros((shape[0], shape[2]), np.int64)
        self.claims = {claim: dict.fromkeys(codes, 0) for claim in model.claims}
        self.some = dict.fromkeys(codes, 0)
        self.different: set[bytes] = set()

    def add(self, model: GraphModel, engine: ManyEngine, ranks: ManyRanks) -> None:
        """Solve a model with some rankings, and count."""
        self.different.update(blake2b(one.tobytes(), digest_size=16).digest() for one in ranks)
        bits = np.zeros((len(ranks), len(self.codes), -(-len(model.states) // 8)), np.uint8)
        engine.solve(ranks, Found(self.stable_counts, self.equilibrium_counts, None, bits))
        held = held_in_profiles(model, bits)
        for c, code in enumerate(self.codes):
            self.some[code] += int(np.count_nonzero(bits[:, c].any(axis=1)))
            for claim, holds in held.items():
                self.claims[claim][code] += int(np.count_nonzero(holds[:, c]))

    def join(self, other: Tally) -> None:
        """Add what was counted elsewhere."""
        self.stable_counts += other.stable_counts
        self.equilibrium_counts += other.equilibrium_counts
        for code in self.codes:
            self.some[code] += other.some[code]
            for claim, counts in self.claims.items():
                counts[code] += other.claims[claim][code]
        self.different |= other.different


@dataclass(frozen=True, eq=False)
class DrawnPart:
    """Some draws of a sample, beginning with a batch: what is sent to where they are counted."""

    batches: Batches
    codes: tuple[str, ...]
    engine: str
    draws: range

    def tallied(self, alive: Callable[[int], object] = lambda _: None) -> Tally:
        """Draw and count; say again and again with which draw a batch begins."""
        model = self.batches.model
        answers = many_engine(self.engine, model, find_concepts(self.codes))
        tally, size = Tally(model, self.codes), self.batches.size
        for start in range(self.draws.start, self.draws.stop, size):
            alive(start)
            ranks = self.batches.draw(start // size, lambda at=start: alive(at))  # type: ignore[misc]
            tally.add(model, answers, ranks[: self.draws.stop - start])
        return tally
