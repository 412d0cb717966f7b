"""The coalitional concepts for whole sets of states at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from countermove.analysis.coalitions.classes import ClassImprovements
from countermove.analysis.coalitions.concepts import CoalitionalConcept
from countermove.analysis.coalitions.definition import Coalition, Improvement
from countermove.analysis.coalitions.gain import Gain
from countermove.analysis.coalitions.reach import GroupReach, packed, unpacked
from countermove.graph.lists import Mask, Values
from countermove.graph.region import Positions
from countermove.graph.sequences import least

_CELLS_AT_ONCE = 1 << 23


Upsets = dict[str, dict[int, int]]
"""By concept code: for each state that is not stable, where the coalition would lead."""


class Examination:
    """Examines states for coalitions."""

    def __init__(
        self, reach: GroupReach, improvement: Improvement, classes: ClassImprovements
    ) -> None:
        self.reach = reach
        self.improvement = improvement
        self.classes = classes

    def upsets(
        self, coalition: Coalition, asked: Mapping[str, Positions], by_code: Codes
    ) -> Upsets:
        """Return which of the states asked for are not stable for a coalition."""
        found: Upsets = {code: {} for code in asked}
        model = self.reach.model
        gain = Gain.of(model, coalition, self.improvement)
        rows = np.unique(np.concatenate([np.empty(0, np.intp), *asked.values()]))
        after = _Afterwards(self, coalition, gain)
        at_once = max(8, _CELLS_AT_ONCE // len(model.states) // 8 * 8)
        for start in range(0, len(rows), at_once):
            part = rows[start : start + at_once]
            improving = gain.better(part) & self._reached(coalition, part)
            tempted = improving.any(axis=1)
            part, improving = part[tempted], improving[tempted]
            if not part.size:
                continue
            for code, positions in asked.items():
                chosen = np.isin(part, positions)
                if not chosen.any():
                    continue
                free = improving[chosen] & after.undeterred(by_code[code], part[chosen])
                for k in np.flatnonzero(free.any(axis=1)).tolist():
                    liked = np.where(free[k], after.liking, -1)
                    found[code][int(part[chosen][k])] = int(liked.argmax())
        return found

    def _reached(self, coalition: Coalition, rows: Positions) -> Mask:
        """Say for some states (rows) to which states (columns) a coalition can lead."""
        sets = np.zeros((len(self.reach.model.states), -(-len(rows) // 8)), dtype=np.uint8)
        bit = np.arange(len(rows))
        np.bitwise_or.at(sets, (rows, bit >> 3), (1 << (bit & 7)).astype(np.uint8))
        return unpacked(self.reach.ahead(coalition, sets), len(rows))


Codes = Mapping[str, CoalitionalConcept]


class _Afterwards:
    """What the others make of the improvements of a coalition; found when it is asked for."""

    def __init__(self, examination: Examination, coalition: Coalition, gain: Gain) -> None:
        self._examination = examination
        self._reach = examination.reach
        self._coalition = coalition
        model = examination.reach.model
        self._others = tuple(dm for dm in model.decision_makers if dm not in coalition)
        self._gain = gain
        self._left: dict[str, tuple[Values, ...]] = {}
        self.liking = np.sum(gain.labels, axis=0)

    def undeterred(self, concept: CoalitionalConcept, rows: Positions) -> Mask:
        """Say for some states (rows) from moving to which states (columns) nothing deters."""
        if concept.replies == "none":
            return np.ones((len(rows), len(self._reach.model.states)), dtype=bool)
        if concept.escape:
            return self._beyond_repair(rows)
        if concept.replies not in self._left:
            self._left[concept.replies] = tuple(
                np.minimum(label, self._least(label, concept)) for label in self._gain.labels
            )
        return self._gain.better(rows, self._left[concept.replies])

    def _least(self, label: Values, concept: CoalitionalConcept) -> Values:
        """Return for each state the least value of a label that the others could lead to."""
        if concept.replies == "improvements":
            return self._examination.classes.least(self._others, label)
        return least(label, self._reach.around(self._others), improving=False)

    def _beyond_repair(self, rows: Positions) -> Mask:
        """Say the same where the coalition may move again after the others."""
        good = packed(self._gain.better(rows))
        repaired = good | self._reach.back(self._coalition, good)
        sanctioned = (
            self._reach.back(self._others, ~repaired) if self._others else np.zeros_like(good)
        )
        return ~unpacked(sanctioned, len(rows))
