r"""What makes a state better for a coalition, for all states at once.

An improvement of a coalition is written as labels that must all be greater than their bars: for
the strict reading each member's rank, above its rank at the start. For the Pareto reading each
member's rank must be above the next lower rank, and the sum of the ranks above the sum at the
start. So whether *every* reply of the others leaves the coalition better off can be read off the
least value of each label over the replies, which takes no list of the replies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from countermove.analysis.coalitions.definition import Improvement
from countermove.graph.lists import Mask, Values
from countermove.graph.region import Positions
from countermove.graph_model import GraphModel


@dataclass(frozen=True, eq=False)
class Gain:
    """What makes a state better for a coalition: all labels are greater than their bars."""

    labels: tuple[Values, ...]
    bars: tuple[Values, ...]

    @classmethod
    def of(cls, model: GraphModel, coalition: Sequence[str], improvement: Improvement) -> Gain:
        """Return what makes a state better for a coalition."""
        ranks = tuple(model.levels(dm, "coalitions").astype(np.int64) for dm in coalition)
        if improvement == "strict":
            return cls(ranks, ranks)
        total = np.sum(ranks, axis=0)
        return cls((*ranks, total), (*(own - 1 for own in ranks), total))

    def better(self, rows: Positions, labels: Sequence[Values] | None = None) -> Mask:
        """Say for some states (rows) which states are better (columns)."""
        found = np.ones((len(rows), len(self.labels[0])), dtype=bool)
        for label, bar in zip(labels or self.labels, self.bars, strict=True):
            # There are never so many states here that narrower numbers would not do.
            found &= label.astype(np.int32)[None, :] > bar[rows].astype(np.int32)[:, None]
        return found
