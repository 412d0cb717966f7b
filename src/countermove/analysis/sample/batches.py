"""Rankings drawn at random, some at a time: each batch has random numbers of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from immutabledict import immutabledict

from countermove.analysis.sample.doubt import Drawer, Unknown, distances, drawers
from countermove.analysis.sample.draws import Draws
from countermove.arguments import integer, one_of, several
from countermove.errors import TooLargeError, UnknownNameError
from countermove.graph_model import GraphModel
from countermove.stability.engines.many import NO_REPLY, ManyRanks

# So many rankings are drawn at a time. It depends on the number of states alone, so that the same
# numbers are drawn whatever else is asked.
_AT_ONCE = 1 << 10
_LEAST_AT_ONCE = 1 << 5
_STATES_AT_ONCE = 1 << 22


@dataclass(frozen=True)
class Doubtful:
    """Which rankings are drawn: how near to the model's, or what of them is unknown, and whose."""

    within: float | Fraction | None
    unknown: Unknown | None
    decision_makers: tuple[str, ...] | None

    @classmethod
    def of(
        cls,
        within: float | Fraction | None,
        unknown: Unknown | None,
        decision_makers: str | Iterable[str] | None,
    ) -> Doubtful:
        """Take what was given, of whatever type, as what can be sent and looked up."""
        if isinstance(unknown, Mapping):
            unknown = immutabledict((dm, _fixed(what)) for dm, what in unknown.items())
        whose = None if decision_makers is None else several(decision_makers)
        return cls(within, unknown, whose)

    def said(self) -> list[object]:
        """Return it as plain data."""
        unknown = dict(self.unknown) if isinstance(self.unknown, Mapping) else self.unknown
        return [None if self.within is None else str(self.within), unknown, self.decision_makers]

    def __post_init__(self) -> None:
        """Refuse what doesn't say in one way which rankings may be wrong."""
        if (self.within is None) == (self.unknown is None):
            raise UnknownNameError(
                "it isn't said which rankings may be wrong."
                if self.within is None
                else "rankings may be wrong in one way at a time.",
                advice="Give either within, how far rankings may be from the model's, or unknown, "
                "what of them isn't known.",
            )

    def makers(self, model: GraphModel) -> tuple[str, ...]:
        """Return whose rankings are drawn, in the order of the model."""
        if isinstance(self.unknown, Mapping):
            if self.decision_makers is not None:
                what = "what is unknown says already whose preferences are drawn."
                raise UnknownNameError(what)
            return ()
        if self.unknown is not None:
            one_of(self.unknown, ["ties"], "value of unknown", "Choose from")
        if self.decision_makers is None:
            return model.decision_makers
        wanted = set(map(model.find_decision_maker, self.decision_makers))
        return tuple(dm for dm in model.decision_makers if dm in wanted)


def _fixed(what: Any) -> Any:
    """Return what is known of a preference as tuples of plain values."""
    if isinstance(what, Iterable) and not isinstance(what, str):
        return tuple(map(_fixed, what))
    number = integer(what)
    return what if number is None else number


@dataclass(frozen=True, eq=False)
class Batches:
    """The rankings of a model that are drawn with a seed, batch by batch."""

    model: GraphModel
    distances: Mapping[str, int] | None
    drawing: Mapping[str, Drawer]
    seed: int

    @classmethod
    def of(cls, model: GraphModel, doubtful: Doubtful, seed: int) -> Batches:
        """Get ready to draw; what can't be drawn is refused."""
        model.need_levels("the sample")
        if len(model.states) > NO_REPLY:
            raise TooLargeError(
                f"rankings of {len(model.states):,} outcomes can't be drawn.",
                advice=f"It copes with {NO_REPLY:,}.",
            )
        makers = doubtful.makers(model)
        far = None if doubtful.within is None else distances(model, makers, doubtful.within)
        return cls(model, far, drawers(model, makers, far, doubtful.unknown), seed)

    @property
    def size(self) -> int:
        """How many rankings are in a batch."""
        return batch_size(len(self.model.states))

    def draw(self, batch: int, alive: Callable[[], object]) -> ManyRanks:
        """Return the ranks of a batch, by draw, decision maker and state.

        Each batch and decision maker has random numbers of its own.
        """
        makers, states = self.model.decision_makers, len(self.model.states)
        ranks = np.empty((self.size, len(makers), states), dtype=np.int16)
        for i, dm in enumerate(makers):
            if dm in self.drawing:
                draws = Draws(self.seed, i, batch)
                ranks[:, i] = self.drawing[dm].draw(draws, self.size, alive)
            else:
                ranks[:, i] = self.model.levels(dm, "the sample")
        return ranks


def batch_size(states: int) -> int:
    """Return how many rankings of so many states are drawn at a time.

    >>> batch_size(36), batch_size(1 << 16)
    (1024, 64)
    """
    return max(_LEAST_AT_ONCE, min(_AT_ONCE, _STATES_AT_ONCE // states))
