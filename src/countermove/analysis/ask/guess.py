"""A guess of what a party likes, from what it answered: it steers what is asked, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from countermove.graph_model import GraphModel
from countermove.preferences.known_order import Compared

# How much a state counts by itself, beside its options and pairs of them.
_OWN = 0.5
_ROUNDS, _RATE, _DECAY = 12, 0.3, 0.002


@dataclass(frozen=True, eq=False)
class Taste:
    """What sets states apart: options, pairs of options, and themselves."""

    features: NDArray[np.float64]
    _latest: dict[str, tuple[list[Compared], NDArray[np.float64]]] = field(
        default_factory=dict, repr=False
    )

    @classmethod
    def of(cls, model: GraphModel) -> Taste:
        """Return it for the states of a model."""
        size = len(model.states)
        own = _OWN * np.eye(size)
        if model.conflict.is_graph_form:
            return cls(own)
        done, chosen = model.states.vocabulary.done, map(model.states.chosen, range(size))
        taken = np.array([[choice in some for choice in done] for some in chosen], float)
        first, second = np.triu_indices(taken.shape[1], 1)
        return cls(np.hstack([taken, taken[:, first] * taken[:, second], own]))

    def likely(self, answers: Sequence[Compared], dm: str) -> NDArray[np.float64]:
        """Return by two states how likely it is that the first is better."""
        own = [one for one in answers if one.decision_maker == dm]
        if dm in self._latest and self._latest[dm][0] == own:
            return self._latest[dm][1]
        weights = np.zeros(self.features.shape[1])
        change = [self.features[one.first] - self.features[one.second] for one in own]
        for _ in range(_ROUNDS):
            for one, differ in zip(own, change, strict=True):
                guessed = 1 / (1 + np.exp(-(weights @ differ)))
                weights += _RATE * ((one.which + 1) / 2 - guessed) * differ - _DECAY * weights
        scores = self.features @ weights
        found = 1 / (1 + np.exp(-(scores[:, None] - scores[None, :])))
        self._latest[dm] = own, np.clip(found, 0.01, 0.99)
        return self._latest[dm][1]
