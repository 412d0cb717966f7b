"""How the lines of the graph run: from card to card, and round the cards between."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float64]
"""Of each card its middle, and half its width and height."""

Ends = tuple[tuple[int, int], ...]
"""Where lines begin and end, by place among the cards."""

Route = tuple[float, float, float, float, float, float]
"""Where a line begins, what it bends towards, and where it ends."""

# Of lines between the same two outcomes each is bent by so much more.
_BESIDE = 22.0
_BENDS = (0.0, 0.06, 0.12, 0.18, 0.25, 0.35, 0.5, 0.7, 0.9)
# So far a line stays away from cards between; so far from its own the tip of an arrow stands.
_AIR, _TIP = 6.0, 3.0
# So far beyond the outermost cards a line may run.
_MARGIN = 14.0
_STEPS = np.linspace(0, 1, 33)
_FINE = np.linspace(0, 1, 121)[:, None]
# Lines are looked at so many at a time.
_AT_ONCE = 64


@lru_cache(maxsize=32)
def routes(cards: tuple[tuple[float, ...], ...], lines: Ends) -> list[Route]:
    """Return how each line runs between cards that are boxes, meeting none, if that can be."""
    boxes = np.array(cards)
    first: dict[tuple[int, int], int] = {}
    beside: list[tuple[int, int]] = []
    for origin, target in lines:
        pair = (min(origin, target), max(origin, target))
        first[pair] = first.get(pair, -1) + 1
        beside.append((first[pair], 1 if origin < target else -1))
    return [
        route
        for k in range(0, len(lines), _AT_ONCE)
        for route in _bent(boxes, lines[k : k + _AT_ONCE], beside[k : k + _AT_ONCE])
    ]


def _bent(
    boxes: Boxes, lines: Sequence[tuple[int, int]], beside: Sequence[tuple[int, int]]
) -> list[Route]:
    ends = np.array(lines, dtype=np.intp).reshape(-1, 2)
    start, end = boxes[ends[:, 0], :2], boxes[ends[:, 1], :2]
    across = end - start
    far = np.maximum(np.hypot(across[:, 0], across[:, 1]), 1e-9)
    normal = np.stack([-across[:, 1], across[:, 0]], axis=1) / far[:, None]
    best = np.full(len(ends), np.inf)
    found = (start + end) / 2
    extra = np.array([_BESIDE * place * side for place, side in beside])
    for bend in _BENDS:
        for side in (1, -1) if bend else (1,):
            waiting = np.flatnonzero(best > 0)
            if not len(waiting):
                break
            by = 2 * (bend * side * far[waiting] + extra[waiting])
            middle = (start + end)[waiting] / 2 + normal[waiting] * by[:, None]
            met = _met(boxes, ends[waiting], start[waiting], middle, end[waiting])
            better = met < best[waiting]
            best[waiting[better]] = met[better]
            found[waiting[better]] = middle[better]
    return [
        _clipped(boxes[a], boxes[b], middle)
        for (a, b), middle in zip(ends.tolist(), found, strict=True)
    ]


def _points(start: Boxes, middle: Boxes, end: Boxes) -> Boxes:
    t = _STEPS[:, None]
    return np.asarray(
        (1 - t) ** 2 * start[:, None] + 2 * t * (1 - t) * middle[:, None] + t**2 * end[:, None]
    )


def _met(boxes: Boxes, ends: NDArray[np.intp], start: Boxes, middle: Boxes, end: Boxes) -> Boxes:
    """Return how many points of each line lie outside, or in a card that it only passes."""
    points = _points(start, middle, end)
    apart = np.abs(points[:, :, None] - boxes[None, None, :, :2])
    is_in = (apart < boxes[None, None, :, 2:] + _AIR).all(axis=3).sum(axis=1)
    np.put_along_axis(is_in, ends, 0, axis=1)
    least = (boxes[:, :2] - boxes[:, 2:]).min(axis=0) - _MARGIN
    most = (boxes[:, :2] + boxes[:, 2:]).max(axis=0) + _MARGIN
    is_out = ((points < least) | (points > most)).any(axis=2)
    return np.asarray(is_in.sum(axis=1) + is_out.sum(axis=1), dtype=float)


def _clipped(origin: Boxes, target: Boxes, middle: Boxes) -> Route:
    """Cut a line where it leaves its own card and reaches the other."""
    start, end = origin[:2], target[:2]
    t = _FINE
    points = (1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end
    leaves = (np.abs(points - start) > origin[2:] + _TIP).any(axis=1)
    comes = (np.abs(points - end) <= target[2:] + _TIP).all(axis=1)
    a = float(t[int(leaves.argmax()), 0])
    b = float(t[int(comes.argmax()), 0])
    if b <= a:
        a, b = 0.0, 1.0
    # The part of a quadratic curve between two of its points is one, too.
    first, last = (_at(start, middle, end, x, x) for x in (a, b))
    bend = _at(start, middle, end, a, b)
    x, y, u, v, z, w = np.round([*first, *bend, *last], 1).tolist()
    return (x, y, u, v, z, w)


def _at(start: Boxes, middle: Boxes, end: Boxes, a: float, b: float) -> Boxes:
    """Return the polar form of a quadratic curve."""
    return (1 - a) * (1 - b) * start + (a * (1 - b) + b * (1 - a)) * middle + a * b * end
