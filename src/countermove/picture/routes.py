"""How the lines of the graph run: from card to card, and round the cards between."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from countermove.picture.lanes import Boxes, Gaps, Lanes, along, sampled, weights

Ends = tuple[tuple[int, int], ...]
"""Where lines begin and end, by place among the cards."""

Route = tuple[float, ...]
"""The points of cubic curves that follow on each other: where they begin, then three for each."""

# Of lines between the same two outcomes each is bent by so much more.
_BESIDE = 22.0
# By how much a line is bent at its two ends: what is tried, the straightest first.
_BENDS = (0.0, 0.08, -0.08, 0.16, -0.16, 0.27, -0.27, 0.4, -0.4, 0.6, -0.6, 0.85, -0.85)
_TRIES = sorted(
    product(_BENDS, _BENDS), key=lambda two: abs(two[0]) + abs(two[1]) + abs(two[0] - two[1])
)
# Where it has to be quick only so many are tried, with many cards fewer.
_MANY, _QUICK_TRIES, _FEWER_TRIES = 30, 80, 30
# So far a line stays away from cards between; so far from its own the tip of an arrow stands; so
# far beyond the outermost cards a line may run.
_AIR, _TIP, _MARGIN = 6.0, 3.0, 14.0
_STEPS = weights(np.linspace(0, 1, 33))
_FINE = weights(np.linspace(0, 1, 241))
_PLACES = np.linspace(0, 1, 1001)
_FINEST = weights(_PLACES)
# Lines are looked at so many at a time.
_AT_ONCE = 64
# What it costs to meet a card at one point; running along another line costs its length.
_A_CARD = 1000.0


@lru_cache(maxsize=32)
def routes(
    cards: tuple[tuple[float, ...], ...], lines: Ends, *, thorough: bool = False
) -> tuple[list[Route], list[bool]]:
    """Return how each line runs between cards that are boxes, and whether it can be followed.

    It can where it meets no card that isn't its own, and doesn't run along another. Fewer bends are
    tried where it needn't be thorough.
    """
    boxes = np.array(cards)
    seen: dict[tuple[int, int], int] = {}
    beside = []
    for origin, target in lines:
        pair = (min(origin, target), max(origin, target))
        seen[pair] = seen.get(pair, -1) + 1
        beside.append(_BESIDE * seen[pair] * (1 if origin < target else -1))
    lanes = Lanes(boxes)
    quick = _QUICK_TRIES if len(boxes) <= _MANY else _FEWER_TRIES
    tries = _TRIES if thorough else _TRIES[:quick]
    found: list[Route] = []
    costs: list[float] = []
    for k in range(0, len(lines), _AT_ONCE):
        these = lines[k : k + _AT_ONCE]
        curves, own = _bent(boxes, these, np.array(beside[k : k + _AT_ONCE]), lanes, tries)
        costs += own.tolist()
        found += [
            _clipped(boxes[a], boxes[b], curve) for (a, b), curve in zip(these, curves, strict=True)
        ]
    gaps = Gaps(boxes, lanes)
    for k, (origin, target) in enumerate(lines):
        if costs[k] > 0:
            way, cost = gaps.way(origin, target)
            if cost < costs[k]:
                found[k], costs[k] = tuple(np.round(way, 1).ravel().tolist()), cost
                lanes.take(sampled(way))
    each = zip(costs, found, strict=True)
    return found, [cost == 0 and not _crosses(boxes, route) for cost, route in each]


def _crosses(boxes: Boxes, route: Route) -> bool:
    """Say whether a line runs through a card."""
    return _cuts(boxes, sampled(np.array(route).reshape(-1, 2), _FINE))


def _cuts(boxes: Boxes, points: Boxes) -> bool:
    """Say whether any of some points lies in a card."""
    apart = np.abs(points[:, None] - boxes[None, :, :2])
    return bool((apart < boxes[None, :, 2:]).all(axis=2).any())


def _bent(
    boxes: Boxes,
    lines: Ends,
    beside: NDArray[np.float64],
    lanes: Lanes,
    tries: Sequence[tuple[float, float]],
) -> tuple[Boxes, NDArray[np.float64]]:
    """Bend lines until each is free, the straightest way; return what they are and still meet."""
    ends = np.array(lines, dtype=np.intp).reshape(-1, 2)
    start, end = boxes[ends[:, 0], :2], boxes[ends[:, 1], :2]
    across = end - start
    far = np.maximum(np.hypot(across[:, 0], across[:, 1]), 1e-9)
    normal = np.stack([-across[:, 1], across[:, 0]], axis=1) / far[:, None]
    best = np.full(len(ends), np.inf)
    found = np.stack([start, start, end, end], axis=1)
    for first, second in tries:
        waiting = np.flatnonzero(best > 0)
        if not len(waiting):
            break
        tried = found[waiting].copy()
        for point, part, bend in ((1, 0.3, first), (2, 0.7, second)):
            by = 4 / 3 * (bend * far[waiting] + beside[waiting])
            tried[:, point] = start[waiting] + part * across[waiting]
            tried[:, point] += by[:, None] * normal[waiting]
        met = _met(boxes, ends[waiting], tried) * _A_CARD
        for place, curve, cost in zip(waiting.tolist(), tried, met.tolist(), strict=True):
            if cost < best[place]:
                own = boxes[ends[place]]
                # What is free at some points may still cut a corner.
                outside = _outside(own, curve)
                total = cost or lanes.shared(outside) or _A_CARD * _cuts(boxes, outside)
                if total < best[place]:
                    best[place], found[place] = total, curve
                if total == 0:
                    lanes.take(outside)
    return found, best


def _outside(own: Boxes, curve: Boxes) -> Boxes:
    """Return the points of a line that lie outside its own cards."""
    points = along(curve, _FINE)
    is_in = np.asarray(np.abs(points[:, None] - own[None, :, :2]) < own[None, :, 2:])
    is_in = np.asarray(is_in.all(axis=2))
    return np.asarray(points[~is_in.any(axis=1)])


def _met(boxes: Boxes, ends: NDArray[np.intp], curves: Boxes) -> Boxes:
    """Return how many points of each line lie outside, or in a card that it only passes."""
    points = along(curves, _STEPS)
    apart = np.abs(points[:, :, None] - boxes[None, None, :, :2])
    is_in = (apart < boxes[None, None, :, 2:] + _AIR).all(axis=3).sum(axis=1)
    np.put_along_axis(is_in, ends, 0, axis=1)
    least = (boxes[:, :2] - boxes[:, 2:]).min(axis=0) - _MARGIN
    most = (boxes[:, :2] + boxes[:, 2:]).max(axis=0) + _MARGIN
    is_out = ((points < least) | (points > most)).any(axis=2)
    return np.asarray(is_in.sum(axis=1) + is_out.sum(axis=1), dtype=float)


def _clipped(origin: Boxes, target: Boxes, curve: Boxes) -> Route:
    """Cut a line where it leaves its own card and reaches the other."""
    points = along(curve, _FINEST)
    leaves = (np.abs(points - origin[:2]) > origin[2:] + _TIP).any(axis=1)
    comes = (np.abs(points - target[:2]) <= target[2:] + _TIP).all(axis=1)
    a, b = (float(_PLACES[int(where.argmax())]) for where in (leaves, comes))
    if b <= a:
        a, b = 0.0, 1.0
    # The part of a cubic curve between two of its points is one, too.
    parts = [_polar(curve, *at) for at in ((a, a, a), (a, a, b), (a, b, b), (b, b, b))]
    x0, y0, x1, y1, x2, y2, x3, y3 = np.round(np.concatenate(parts), 1).tolist()
    return (x0, y0, x1, y1, x2, y2, x3, y3)


def _polar(curve: Boxes, *ats: float) -> Boxes:
    """Return the polar form of a curve."""
    points = curve
    for at in ats:
        points = (1 - at) * points[:-1] + at * points[1:]
    return np.asarray(points[0])
