"""Where the states of the graph stand: each option a direction, or level by level.

In option form the states are corners of a hypercube, drawn by parallel projection: the same option
is always the same parallel line, the options of a party lie in a sector of their own. Where that
would take too much room the projection is drawn together to a grid that keeps its order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float64]

# How many times the room of the nodes themselves a projection may take.
_MOST_ROOM = 8.0

# How many projections to try: fewer where there is more to look at for each.
_MOST_TRIED, _FEWEST_TRIED, _MOST_COMPARED, _EFFORT = 3000, 40, 150, 400_000

# With fewer differences between states it is looked at what lines run through, and there is air.
_MANY, _AIR = 400, 1.25

# How much worse a projection is in which every line runs through some node.
_DISLIKE = 20.0

_VALUE = {"N": -0.5, "-": 0.0, "Y": 0.5}
# How much wider than high the frame of a graph is.
_FRAME = 1.4
# Levels from left to right, and from top to bottom: how many states stand in a line, how far the
# levels are apart, and the states in a line, in sizes of nodes.
_LEVELS = ((14, 1.6, 1.4), (5, 1.9, 1.1))
_SWEEPS = 6


def of_patterns(
    patterns: Sequence[str], owners: Sequence[int], size: tuple[float, float]
) -> Places:
    """Place states in option form by projection, so that none overlaps another."""
    corners, axes = _corners(patterns, owners)
    if len(patterns) < 2:
        return np.zeros((len(patterns), 2))
    apart = _differences(corners)
    ways = _ways(axes, size, max(_FEWEST_TRIED, min(_MOST_TRIED, _EFFORT // len(apart))))
    ways = ways * _scales(apart, ways, size)[:, None, None]
    room = _rooms(corners, ways, size)
    order = np.argsort(room, kind="stable")
    order = order[room[order] < _MOST_ROOM * len(patterns) * size[0] * size[1]]
    if not len(order):
        return _centred(_drawn_together(corners @ _ways(axes, size, 1)[0], size))
    if len(apart) >= _MANY:
        return _centred(corners @ ways[order[0]])
    # Some small, some larger: those in between differ little.
    order = order[:: -(-len(order) // _MOST_COMPARED)]
    cost = [room[k] * (1 + _DISLIKE * _hidden(apart, axes, ways[k], size)) for k in order]
    return _centred(corners @ ways[order[np.argmin(cost)]] * _AIR)


def of_levels(
    states: Sequence[int],
    start: int | None,
    moves: Mapping[int, Sequence[int]],
    size: tuple[float, float],
) -> Places:
    """Place states by how many moves they are away from one of them, level by level."""
    if not states:
        return np.zeros((0, 2))
    levels = _levels(states, states[0] if start is None else start, moves)
    neighbours: dict[int, set[int]] = {state: set() for state in states}
    for state, targets in moves.items():
        for target in targets:
            neighbours[state].add(target)
            neighbours[target].add(state)
    _untangle(levels, neighbours)
    both = [_placed(levels, size, along) for along in (0, 1)]
    laid = max(both, key=_enlarged)
    return _centred(np.array([laid[state] for state in states]))


def _placed(
    levels: Sequence[Sequence[int]], size: tuple[float, float], along: int
) -> dict[int, tuple[float, float]]:
    """Place levels one after the other: from left to right, or from top to bottom."""
    longest, gap, spread = _LEVELS[along]
    places: dict[int, tuple[float, float]] = {}
    begin = 0.0
    for level in levels:
        lines = -(-len(level) // longest)
        each = -(-len(level) // lines)
        for k, state in enumerate(level):
            line, row = divmod(k, each)
            in_line = min(each, len(level) - line * each)
            # A line is bent, so that moves within it don't run through nodes.
            middle = (in_line - 1) / 2
            bend = 1 - ((row - middle) / max(middle, 0.5)) ** 2
            ahead = begin + (2 * line + bend) * size[along]
            aside = (row - middle) * spread * size[1 - along]
            places[state] = (aside, ahead) if along else (ahead, aside)
        begin += (2 * lines - 1 + gap) * size[along]
    return places


def _enlarged(places: Mapping[int, tuple[float, float]]) -> float:
    """Return how large a graph with these places is where it fills its frame."""
    width, height = np.ptp(np.array(list(places.values())), axis=0) + 1
    return float(min(_FRAME * 100 / width, 100 / height))


# -- projections ----------------------------------------------------------------------------------


def _corners(patterns: Sequence[str], owners: Sequence[int]) -> tuple[Places, list[int]]:
    """Return each state's coordinates on the options that vary, and whose options those are."""
    table = np.array([[_VALUE[value] for value in pattern] for pattern in patterns])
    table = table.reshape(len(patterns), len(owners))
    varies = np.ptp(table, axis=0) > 0 if len(patterns) else np.zeros(len(owners), bool)
    axes = [owner for owner, kept in zip(owners, varies, strict=True) if kept]
    table = table[:, varies]
    seen: dict[str, int] = {}
    repeated = np.array([[seen.setdefault(p, 0)] for p in patterns], dtype=float)
    for k, pattern in enumerate(patterns):
        # States that leave different things open may have one pattern.
        repeated[k] = seen[pattern]
        seen[pattern] += 1
    if repeated.any():
        return np.hstack([table, repeated]), [*axes, max(owners, default=0) + 1]
    return table, axes


def _differences(corners: Places) -> Places:
    """Return how the states differ, each difference once."""
    first, second = np.triu_indices(len(corners), 1)
    found = (2 * (corners[first] - corners[second])).astype(np.int64)
    base = 2 * int(np.abs(found).max()) + 1
    if found.shape[1] * np.log2(base) < 62:
        keys = found @ base ** np.arange(found.shape[1], dtype=np.int64)
        found = found[np.unique(np.abs(keys), return_index=True)[1]]
    return np.asarray(found / 2)


def _scales(apart: Places, ways: Places, size: tuple[float, float]) -> Places:
    """Return by how much to enlarge each projection so that no two nodes overlap."""
    across, down = (np.abs(ways[:, :, k] @ apart.T) for k in (0, 1))
    with np.errstate(divide="ignore"):
        needed = np.minimum(size[0] / across, size[1] / down)
    # Where some nodes coincide there is no such number.
    return np.where(np.isfinite(found := needed.max(axis=1)), found, 1e9)


def _rooms(corners: Places, ways: Places, size: tuple[float, float]) -> Places:
    """Return the room of the frame that each projection fits into."""
    width, height = (np.ptp(ways[:, :, k] @ corners.T, axis=1) + size[k] for k in (0, 1))
    return np.asarray(np.maximum(width, _FRAME * height) ** 2 / _FRAME)


def _centred(places: Places) -> Places:
    middle = (places.max(axis=0) + places.min(axis=0)) / 2
    return np.asarray(np.round(places - middle, 1))


def _ways(axes: Sequence[int], size: tuple[float, float], count: int) -> Places:
    """Return directions of the options to try, a sector for each party; always the same."""
    luck = np.random.default_rng(0)
    owners = np.array(axes)
    sector = np.array([sorted(set(axes)).index(owner) for owner in axes])
    rank = np.array([list(axes[:k]).count(owner) for k, owner in enumerate(axes)])
    own = np.array([list(axes).count(owner) for owner in axes])
    parties = len(set(axes))
    inside = (rank + 0.5) / own - 0.5
    spread, growth = luck.uniform(0.1, 0.8, (count, 1)), luck.uniform(1.0, 2.1, (count, 1))
    order = luck.permuted(np.tile(np.arange(parties), (count, 1)), axis=1)
    middle = (order + 0.5) / parties - 0.5 + luck.uniform(-0.3, 0.3, (count, parties)) / parties
    angles = np.pi * (middle[:, sector] + inside * spread / parties)
    lengths = growth**rank * luck.uniform(1.0, 4.0, (count, parties))[:, sector]
    found = np.stack([np.cos(angles), np.sin(angles)], axis=2) * lengths[:, :, None]
    return np.concatenate([found * (size[0], size[1] * 1.6), _slanted(owners, size)])


def _slanted(axes: NDArray[np.intp], size: tuple[float, float]) -> Places:
    """Return directions that lay the states out in rows and columns, a little slanted."""
    count = len(axes)
    order = np.argsort(axes, kind="stable")
    found = []
    for across in range(1, count):
        for slant in (0.12, 0.2, 0.3):
            directions = np.zeros((count, 2))
            # Parties stay together: those that come first lie across.
            for place, k in enumerate(order.tolist()):
                if place < across:
                    directions[k] = (2.0**place, slant * (place + 1))
                else:
                    directions[k] = (slant * (place - across + 1), 2.0 ** (place - across))
            found.append(directions * size)
    return np.array(found).reshape(-1, count, 2)


def _hidden(
    apart: Places, axes: Sequence[int], directions: Places, size: tuple[float, float]
) -> float:
    """Return which share of the lines run through a node, as far as there are nodes everywhere."""
    owners = np.array(axes)
    is_line = np.zeros(len(apart), dtype=bool)
    for owner in set(axes):
        is_line |= ~apart[:, owners != owner].any(axis=1)
    every = apart @ directions
    lines = every[is_line]
    every = np.concatenate([every, -every])
    along = (lines @ every.T) / (lines**2).sum(axis=1)[:, None]
    is_between = (along > 0.02) & (along < 0.98)
    aside = np.abs(every[None] - along[:, :, None] * lines[:, None])
    is_near = (aside[:, :, 0] < 0.4 * size[0]) & (aside[:, :, 1] < 0.3 * size[1])
    return float((is_between & is_near).any(axis=1).mean()) if len(lines) else 0.0


def _drawn_together(places: Places, size: tuple[float, float]) -> Places:
    """Move places onto a grid, column by column, in the order that they have."""
    count = len(places)
    rows = max(1, round(np.sqrt(count * 0.62 * size[0] / size[1])))
    order = np.lexsort((places[:, 1], places[:, 0]))
    found = np.zeros_like(places)
    for column, start in enumerate(range(0, count, rows)):
        members = order[start : start + rows]
        members = members[np.argsort(places[members, 1], kind="stable")]
        found[members, 0] = column * size[0]
        found[members, 1] = (np.arange(len(members)) + 0.5 * (column % 2)) * size[1]
    return found * 1.25


# -- levels ---------------------------------------------------------------------------------------


def _levels(
    states: Sequence[int], start: int, moves: Mapping[int, Sequence[int]]
) -> list[list[int]]:
    """Return the states by how many moves they are away; last those that none leads to."""
    far = {start: 0}
    waiting = deque([start])
    while waiting:
        state = waiting.popleft()
        for target in moves.get(state, ()):
            if target not in far:
                far[target] = far[state] + 1
                waiting.append(target)
    last = max(far.values()) + 1
    levels: list[list[int]] = [[] for _ in range(last + 1)]
    for state in states:
        levels[far.get(state, last)].append(state)
    return [level for level in levels if level]


def _untangle(levels: list[list[int]], neighbours: Mapping[int, set[int]]) -> None:
    """Order each level by the middle of its neighbours, there and back some times."""
    place: dict[int, float] = {}

    def note(level: list[int]) -> None:
        place.update({state: k - (len(level) - 1) / 2 for k, state in enumerate(level)})

    for level in levels:
        note(level)

    def middle(state: int) -> float:
        near = [place[other] for other in neighbours[state]]
        return sum(near) / len(near) if near else place[state]

    for sweep in range(_SWEEPS):
        for level in levels if sweep % 2 else reversed(levels):
            level.sort(key=middle)
            note(level)
