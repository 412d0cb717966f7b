"""Where the outcomes stand that are told in words: in slots, along the improvements.

Improvements lead to the right (in a narrow drawing down): each outcome is placed as far along as
the moves ask for on average. Within that it is looked for places where lines are short, cross
little, and run through no other outcome.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float64]
Ints = NDArray[np.intp]
Lines = tuple[tuple[int, int], ...]
Slot = tuple[int, int]
"""A column and a row."""

# Between columns and between rows; more rows than are needed leave a choice.
_ACROSS, _DOWN, _SPARE = 56, 34, 1.3
_NARROW, _ACROSS_NARROW = 500, 34
# What a line through another outcome costs, a crossing, a column too far, a row from the middle.
_THROUGH, _CROSSING, _ASIDE, _OUTWARD = 2.5, 0.2, 0.8, 0.02
# How much a line counts that is no improvement for anybody.
_OTHER = 0.2
_TRIED = 4
# How often all are tried to be moved: so many outcomes altogether.
_EFFORT, _SWEEPS = 100, 6
# With more slots than these it isn't looked at what lines run through.
_MANY = 64


@dataclass(frozen=True)
class _Slots:
    """The slots, and of each two how far they are apart and which others lie between."""

    at: Places
    columns: int
    rows: int
    far: Places
    through: NDArray[np.bool_]


@lru_cache(maxsize=32)
def in_slots(
    count: int,
    better: Lines,
    other: Lines,
    *,
    size: tuple[float, float],
    wide: float,
    middle: int | None = None,
    kept: tuple[tuple[int, Slot], ...] = (),
    spread: float = 1,
) -> tuple[Places, list[Slot]]:
    """Place outcomes of one size; `better` are improvements, `other` the other moves.

    There is `spread` times as much room between them as usual. One may stand in the middle, and
    some where they stood before. Also return the column and the row of each. The same is known
    again: most edits change neither what is shown nor its moves.
    """
    last = max((row for _, (_, row) in kept), default=0)
    slots = _slots(size, wide, count, min(last, 2 * count) + 1, spread)
    along = _along(count, better, other)
    wanted = _wanted(along, slots, middle)
    taken = {
        column * slots.rows + row: one
        for one, (column, row) in kept
        if column < slots.columns and row < slots.rows
    }
    fixed = {one: slot for slot, one in taken.items()}
    search = _Search(slots, wanted, better, other)
    search.begin(middle, fixed)
    search.improve({*fixed} | {middle})
    grid = [divmod(slot, slots.rows) for slot in search.slot.tolist()]
    return slots.at[search.slot], grid


def _slots(size: tuple[float, float], wide: float, count: int, least: int, spread: float) -> _Slots:
    across = spread * (_ACROSS if wide > _NARROW else _ACROSS_NARROW)
    columns = max(1, min(int((wide + across) // (size[0] + across)), -(-count // 2) + 1))
    rows = max(2, int(-(-count * _SPARE // columns))) if count > 1 else 1
    rows = max(rows, least)
    apart = (wide - size[0]) / max(1, columns - 1)
    return _tabled(
        columns, rows, min(apart, 2.2 * size[0] * spread), size[1] + _DOWN * spread, size
    )


@lru_cache(maxsize=32)
def _tabled(
    columns: int, rows: int, across: float, down: float, size: tuple[float, float]
) -> _Slots:
    column, row = np.divmod(np.arange(columns * rows), rows)
    # Every other column is half a row lower, so that level lines pass between outcomes.
    lower = 0.5 * (column % 2) if columns > 2 else 0 * column
    at = np.stack([column * across, (row + lower) * down], axis=1)
    apart = at[:, None] - at[None]
    far = np.hypot(apart[:, :, 0] / across, 0.7 * apart[:, :, 1] / down)
    if len(at) > _MANY:
        return _Slots(at, columns, rows, far, np.zeros((0, 0, 0), dtype=bool))
    return _Slots(at, columns, rows, far, _between(at, size))


def _between(at: Places, size: tuple[float, float]) -> NDArray[np.bool_]:
    """Return whether the line from one slot to another runs through a third."""
    line = at[None, :] - at[:, None]
    to = at[None, None, :] - at[:, None, None]
    length = np.maximum((line**2).sum(axis=2), 1e-9)
    along = (to * line[:, :, None]).sum(axis=3) / length[:, :, None]
    aside = np.abs(to - along[..., None] * line[:, :, None])
    half = np.array(size) / 2
    # Nearest to its middle; long level cards are met by slanted lines at their ends, too.
    slant = np.abs(line[:, :, 1] / np.maximum(np.abs(line[:, :, 0]), 1e-9))
    reach = half[1] + np.minimum(slant, 1) * half[0] * 0.5
    is_near = (aside[..., 0] < half[0]) & (aside[..., 1] < reach[:, :, None])
    return np.asarray(is_near & (along > 0.02) & (along < 0.98))


def _along(count: int, better: Lines, other: Lines) -> Places:
    """Return how far along each outcome is: by one more than what its improvements come from."""
    pull, ask = np.eye(count) * 0.01, np.zeros(count)
    for lines, weight, step in ((better, 1.0, 1.0), (other, 0.1, 0.0)):
        for origin, target in lines:
            pull[[origin, target], [origin, target]] += weight
            pull[[origin, target], [target, origin]] -= weight
            ask[target] += weight * step
            ask[origin] -= weight * step
    return np.asarray(np.linalg.solve(pull, ask))


def _wanted(along: Places, slots: _Slots, middle: int | None) -> Places:
    """Return which column each outcome should stand in; where they are few, which row."""
    last = (slots.columns if slots.columns > 2 else slots.rows) - 1
    if middle is not None:
        away = along - along[middle]
        return np.asarray(last / 2 * (1 + away / max(float(np.abs(away).max()), 1e-9)))
    spread = max(float(np.ptp(along)), 1e-9)
    rank = np.argsort(np.argsort(along, kind="stable"), kind="stable") / max(1, len(along) - 1)
    return np.asarray(last * (0.5 * (along - along.min()) / spread + 0.5 * rank))


class _Search:
    """A search for the slots of outcomes: one after the other goes where it costs least."""

    def __init__(
        self,
        slots: _Slots,
        wanted: Places,
        better: Lines,
        other: Lines,
    ) -> None:
        lines = np.array([*better, *other], dtype=np.intp).reshape(-1, 2)
        self._slots, self._count = slots, len(wanted)
        self._from, self._to = lines[:, 0], lines[:, 1]
        self._weight = np.where(np.arange(len(lines)) < len(better), 1.0, _OTHER)
        self._better = len(better)
        every = np.arange(len(slots.at))
        column, row = np.divmod(every, slots.rows)
        along, aside = (column, row) if slots.columns > 2 else (row, column)
        self._aside = _ASIDE * (along[None] - wanted[:, None]) ** 2
        self._aside += _OUTWARD * (aside - aside.max() / 2)[None] ** 2
        self._wanted = wanted
        self.slot: Ints = np.zeros(self._count, dtype=np.intp)

    def begin(self, middle: int | None, fixed: Mapping[int, int]) -> None:
        """Give every outcome its slot, or the free one that is nearest to where it should be."""
        free = np.ones(len(self._slots.at), dtype=bool)
        for one, slot in fixed.items():
            self.slot[one], free[slot] = slot, False
        order = np.argsort(self._wanted, kind="stable").tolist()
        order.sort(key=lambda one: one != middle)
        for one in order:
            if one in fixed:
                continue
            cost = np.where(free, self._aside[one], np.inf)
            self.slot[one] = int(cost.argmin())
            free[self.slot[one]] = False

    def improve(self, fixed: Container[int | None]) -> None:
        """Let outcomes change places as long as it gets better, but for some."""
        cost = self._cost()
        for _ in range(max(1, min(_SWEEPS, _EFFORT // self._count))):
            before = cost
            for one in range(self._count):
                if one not in fixed:
                    cost = self._moved(one, cost, fixed)
            if cost >= before - 1e-9:
                break

    def _moved(self, one: int, cost: float, fixed: Container[int | None]) -> float:
        near = self._near(one)
        own = int(self.slot[one])
        for slot in np.argsort(near, kind="stable")[:_TRIED].tolist():
            there = np.flatnonzero(self.slot == slot)
            if slot == own or (len(there) and int(there[0]) in fixed):
                continue
            self.slot[there], self.slot[one] = own, slot
            if (found := self._cost()) < cost - 1e-9:
                cost, own = found, slot
            else:
                self.slot[one] = own
                self.slot[there] = slot
        return cost

    def _near(self, one: int) -> Places:
        """Return what each slot would cost one outcome, as far as lines go."""
        found = self._aside[one].copy()
        for ends, others in ((self._from, self._to), (self._to, self._from)):
            own = ends == one
            others_at = self.slot[others[own]]
            found += self._slots.far[:, others_at] @ self._weight[own]
        return np.asarray(found)

    def _cost(self) -> float:
        slot, slots = self.slot, self._slots
        first, second = slot[self._from], slot[self._to]
        found = float(self._aside[np.arange(self._count), slot].sum())
        found += float((slots.far[first, second] * self._weight).sum())
        if slots.through.size:
            met = slots.through[first, second][:, slot].sum(axis=1)
            found += _THROUGH * float((met * self._weight).sum())
            found += _CROSSING * self._crossings(first[: self._better], second[: self._better])
        return found

    def _crossings(self, first: Ints, second: Ints) -> float:
        a, b = self._slots.at[first], self._slots.at[second]

        def side(of: Places) -> Places:
            to = of[None] - a[:, None]
            line = (b - a)[:, None]
            return np.sign(line[..., 0] * to[..., 1] - line[..., 1] * to[..., 0])

        is_split = side(a) * side(b) < 0
        return float((is_split & is_split.T).sum()) / 2
