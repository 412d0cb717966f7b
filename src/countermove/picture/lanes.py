"""Where lines run: what is taken, and ways through the gaps between cards in columns."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float64]
"""Of each card its middle, and half its width and height; or points."""

Ints = NDArray[np.intp]

# Lines run along each other within about so many pixels, in one of so many directions, where that
# lasts for longer than a moment.
_CELL, _WAYS, _MOMENT = 2.0, 16, 36.0
_AROUND = 80.0
# Lines that pass each other in a gap; how far they stay away from cards; how far beyond its card
# the tip of an arrow stands.
_APART, _AIR, _TIP = 6.0, 6.0, 3.0
# How far beyond the outermost columns.
_OUTSIDE = 12.0
# How far from the straight way a line looks for room.
_ASIDE = (0.0, 14.0, -14.0, 30.0, -30.0, 55.0, -55.0, 90.0, -90.0, 150.0, -150.0)
_AROUND_IT = np.array(list(product((-1, 0, 1), repeat=3))).T[:, :, None]


def weights(t: Boxes) -> Boxes:
    """Return how much each of the four points of a cubic curve counts at some places along it."""
    return np.stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3], axis=1)


# And how early it turns in a gap.
_TURNS = (0.5, 0.25, 0.75)
_PIECE = weights(np.linspace(0, 1, 41))


class Lanes:
    """Where lines run already, and in which direction: cells of a grid."""

    def __init__(self, boxes: Boxes) -> None:
        self._corner = (boxes[:, :2] - boxes[:, 2:]).min(axis=0) - _AROUND
        size = (boxes[:, :2] + boxes[:, 2:]).max(axis=0) + _AROUND - self._corner
        self._last = (size // _CELL).astype(np.intp)
        self._taken = np.zeros((*(self._last + 1).tolist(), _WAYS), dtype=bool)

    def shared(self, points: Boxes) -> float:
        """Return for how long a line runs along others, where that is longer than for a moment."""
        cells, lengths = self._cells(points)
        long = float(lengths[self._taken[cells]].sum())
        return long if long > _MOMENT else 0.0

    def take(self, points: Boxes) -> None:
        """Let a line run there."""
        (x, y, way), _ = self._cells(points)
        by_x, by_y, turn = _AROUND_IT
        self._taken[x + by_x, y + by_y, (way + turn) % _WAYS] = True

    def _cells(self, points: Boxes) -> tuple[tuple[Ints, Ints, Ints], Boxes]:
        """Return the cells that a line comes through, and for how long."""
        points = _every(points, _CELL)
        steps = np.diff(points, axis=0)
        cell = ((points[:-1] + steps / 2 - self._corner) // _CELL).astype(np.intp)
        x, y = np.clip(cell, 1, self._last - 1).T
        angle = np.arctan2(steps[:, 1], steps[:, 0]) % np.pi
        way = np.minimum((angle / np.pi * _WAYS).astype(np.intp), _WAYS - 1)
        return (x, y, way), np.hypot(steps[:, 0], steps[:, 1])


class Gaps:
    """Ways from card to card through the gaps: across columns between two cards, never a card."""

    def __init__(self, boxes: Boxes, lanes: Lanes) -> None:
        self._boxes, self._lanes = boxes, lanes
        at, self._column = np.unique(np.round(boxes[:, 0]), return_inverse=True)
        own = [boxes[self._column == k] for k in range(len(at))]
        self._left = [float((one[:, 0] - one[:, 2]).min()) for one in own]
        self._right = [float((one[:, 0] + one[:, 2]).max()) for one in own]
        low, high = (boxes[:, 1] - boxes[:, 3]).min(), (boxes[:, 1] + boxes[:, 3]).max()
        every = np.arange(low - 4 * _APART, high + 4 * _APART + 1, _APART)
        self._free = [
            every[(np.abs(every[:, None] - one[:, 1]) > one[:, 3] + _AIR).all(axis=1)]
            for one in own
        ]
        self._ports: dict[tuple[int, int], list[float]] = {}

    def way(self, origin: int, target: int) -> tuple[Boxes, float]:
        """Return the points of curves from one card to another, and how much it shares at least."""
        best, cost = np.zeros((0, 2)), np.inf
        for aside, turn in product(_ASIDE, _TURNS):
            corners, lanes, ports = self._corners(origin, target, aside)
            curve = _through(corners, turn)
            shared = self._lanes.shared(sampled(curve))
            if shared < cost:
                best, cost, taken = curve, shared, (lanes, ports)
            if not shared:
                break
        for column, y in taken[0]:
            self._free[column] = self._free[column][self._free[column] != y]
        for card, side, y in taken[1]:
            self._ports.setdefault((card, side), []).append(y)
        return best, cost

    def _corners(
        self, origin: int, target: int, aside: float
    ) -> tuple[list[tuple[float, float]], list[tuple[int, float]], list[tuple[int, int, float]]]:
        """Return where a line turns, and which lanes and ports it takes."""
        a, b = int(self._column[origin]), int(self._column[target])
        y, end = float(self._boxes[origin, 1]), float(self._boxes[target, 1])
        if a == b:
            return self._bow(origin, target, aside)
        step = 1 if b > a else -1
        heights: list[tuple[int, float]] = []
        for column in range(a + step, b, step):
            wanted = y + (end - y) * abs(column - a) / abs(b - a) + aside
            free = self._free[column]
            if len(free):
                heights.append((column, float(free[np.abs(free - wanted).argmin()])))
        first = heights[0][1] if heights else end + aside
        last = heights[-1][1] if heights else y + aside
        begin = self._port(origin, step, first)
        finish = self._port(target, -step, last)
        out = self._side(origin, step)
        corners = [(out, begin)]
        for column, height in heights:
            sides = (self._left[column] - _TIP, self._right[column] + _TIP)
            corners += [(side, height) for side in sides[::step]]
        corners.append((self._side(target, -step), finish))
        return corners, heights, [(origin, step, begin), (target, -step, finish)]

    def _bow(
        self, origin: int, target: int, aside: float
    ) -> tuple[list[tuple[float, float]], list[tuple[int, float]], list[tuple[int, int, float]]]:
        """Lead a line out of a column and back into it."""
        side = 1 if aside >= 0 else -1
        begin = self._port(origin, side, float(self._boxes[target, 1]))
        finish = self._port(target, side, float(self._boxes[origin, 1]))
        column = int(self._column[origin])
        far = 14 + min(abs(aside), 60.0) * 0.5
        if 0 <= column + side < len(self._left):
            edges = self._left[column + side] - self._right[column]
            edges = edges if side > 0 else self._left[column] - self._right[column + side]
            far = min(far, edges - 2 * _AIR)
        else:
            far = min(far, _OUTSIDE)
        x, to_x = self._side(origin, side), self._side(target, side)
        out = (max(x, to_x) if side > 0 else min(x, to_x)) + side * far
        corners = [(x, begin), (out, (begin + finish) / 2), (to_x, finish)]
        return corners, [], [(origin, side, begin), (target, side, finish)]

    def _side(self, card: int, side: int) -> float:
        return float(self._boxes[card, 0] + side * (self._boxes[card, 2] + _TIP))

    def _port(self, card: int, side: int, towards: float) -> float:
        """Return at which height a line leaves a card: where none does, towards where it goes."""
        middle, half = float(self._boxes[card, 1]), float(self._boxes[card, 3]) - 4
        every = middle + np.arange(-half, half + 1, 5.0)
        taken = self._ports.get((card, side), [])
        free = [y for y in every.tolist() if all(abs(y - other) >= 4.5 for other in taken)]
        wanted = middle + np.clip((towards - middle) / 6, -half, half)
        return float(min(free or every.tolist(), key=lambda y: abs(y - wanted)))


def sampled(curve: Boxes, each: Boxes = _PIECE) -> Boxes:
    """Return points along cubic curves that follow on each other."""
    pieces = [curve[k : k + 4] for k in range(0, len(curve) - 1, 3)]
    return np.concatenate([along(piece, each) for piece in pieces])


def _every(points: Boxes, far: float) -> Boxes:
    """Return points of a line that are about so far from each other."""
    gone = np.concatenate([[0.0], np.hypot(*np.diff(points, axis=0).T).cumsum()])
    at = np.arange(0, gone[-1] + far, far) if len(points) else gone[:0]
    return np.stack([np.interp(at, gone, points[:, k]) for k in (0, 1)], axis=1)


def along(curves: Boxes, weights: Boxes) -> Boxes:
    """Return points of a cubic curve, or of several."""
    return np.asarray(weights @ curves)


def _through(corners: list[tuple[float, float]], turn: float) -> Boxes:
    """Return curves through some points, level at each; upright where it turns round.

    In a gap they rise or fall earlier or later.
    """
    points = [corners[0]]
    for (x, y), (to_x, to_y) in pairwise(corners):
        if len(corners) == 3 and (x, y) == corners[0] and corners[1][0] != corners[2][0]:
            out = to_x - x
            points += [(x + 0.9 * out, y), (to_x, y + 0.3 * (to_y - y)), (to_x, to_y)]
        elif len(corners) == 3 and (x, y) == corners[1] and corners[0][0] != x:
            out = x - to_x
            points += [(x, to_y - 0.3 * (to_y - y)), (to_x + 0.9 * out, to_y), (to_x, to_y)]
        else:
            middle = x + turn * (to_x - x)
            points += [(middle, y), (middle, to_y), (to_x, to_y)]
    return np.array(points)
