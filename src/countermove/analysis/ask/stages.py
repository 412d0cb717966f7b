"""What may be known of a doubt while it is asked about, from nothing to its value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.model.doubts import Doubt


@dataclass(frozen=True, slots=True)
class Stage:
    """What is known of a doubt at one time."""

    values: tuple[int, ...]
    """Those that it may still have, among the possible ones."""
    next: tuple[int, ...]
    """The stages to which the next question leads; none where the value is known."""
    height: int
    """How many questions are left at most."""


@dataclass(frozen=True, eq=False)
class Stages:
    """All that may be known of one doubt: where a question leads stands before it, nothing last.

    A doubt is one question; of an unknown order it is asked what comes first, and again.
    """

    doubt: Doubt
    values: tuple[int, ...]
    """Its possible values."""

    @cached_property
    def all(self) -> tuple[Stage, ...]:
        """The stages.

        >>> from fractions import Fraction
        >>> from countermove.model.doubts import DoubtValue
        >>> two = tuple(DoubtValue(key, Fraction(1, 2)) for key in ("yes", "no"))
        >>> [stage.values for stage in Stages(Doubt("us.1", "cares", (), two), (0, 1)).all]
        [(0,), (1,), (0, 1)]
        """
        stages: list[Stage] = []
        is_order = self.doubt.kind == "order"
        keys = [
            tuple(self.doubt.values[value].key.split(",")) if is_order else (str(value),)
            for value in self.values
        ]

        def add(values: list[int], asked: int) -> int:
            next_: list[int] = []
            while len(values) > 1 and not next_:
                answers: dict[str, list[int]] = {}
                for value in values:
                    answers.setdefault(keys[value][asked], []).append(value)
                asked += 1
                if len(answers) > 1:
                    next_ = [add(some, asked) for some in answers.values()]
            height = 1 + max((stages[k].height for k in next_), default=-1)
            stages.append(Stage(tuple(values), tuple(next_), height))
            return len(stages) - 1

        add(list(range(len(self.values))), 0)
        return tuple(stages)

    @cached_property
    def likely(self) -> NDArray[np.float64]:
        """How likely each possible value is."""
        each = [float(self.doubt.values[value].likely) for value in self.values]
        return np.array(each) / sum(each)

    def share(self, stage: Stage, next_: Stage) -> float:
        """Return how likely it is that the next question leads from one stage to another."""
        return float(self.likely[list(next_.values)].sum() / self.likely[list(stage.values)].sum())

    @cached_property
    def known(self) -> tuple[int, ...]:
        """By possible value the stage at which it is known."""
        found = {s.values[0]: k for k, s in enumerate(self.all) if len(s.values) == 1}
        return tuple(found[k] for k in range(len(self.values)))

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """By stage and value how likely the value is, given what is known."""
        found = np.zeros((len(self.all), len(self.values)))
        for k, stage in enumerate(self.all):
            at = list(stage.values)
            found[k, at] = self.likely[at] / self.likely[at].sum()
        return found

    @cached_property
    def children(self) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """By stage where the next question leads, and how likely; as long as the longest."""
        most = max(len(stage.next) for stage in self.all)
        where = np.zeros((len(self.all), most), dtype=np.intp)
        likely = np.zeros((len(self.all), most))
        for k, stage in enumerate(self.all):
            for place, number in enumerate(stage.next):
                where[k, place] = number
                likely[k, place] = self.share(stage, self.all[number])
            # What is left over leads where the last answer leads, with likelihood 0.
            where[k, len(stage.next) :] = stage.next[-1] if stage.next else k
        return where, likely


def place_asked(doubt: Doubt, values: Sequence[int]) -> tuple[int, ...]:
    """Return, of an unknown order, which statements are known to come first, by place from 0.

    >>> from fractions import Fraction
    >>> from countermove.model.doubts import DoubtValue
    >>> orders = tuple(DoubtValue(key, Fraction(1, 6)) for key in ("1,2,3", "1,3,2"))
    >>> place_asked(Doubt("us.1", "order", (), orders), (0, 1))
    (0,)
    """
    orders = [[int(place) - 1 for place in doubt.values[k].key.split(",")] for k in values]
    known: list[int] = []
    for places in zip(*orders, strict=True):
        if len(set(places)) > 1:
            break
        known.append(places[0])
    return tuple(known)
