"""On a graph every move can be followed: none runs through an outcome or behind another move."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import ModelError
from countermove.picture.drawing import Box, Curve, Drawing, Group, Label
from models import conflict_of, graph_conflict, option_data

Points = NDArray[np.float64]
T = np.linspace(0, 1, 60)[:, None]


def groups(shapes: tuple[Any, ...]) -> Iterator[Group]:
    for shape in shapes:
        if isinstance(shape, Group):
            yield shape
            yield from groups(shape.shapes)


def lines_of(drawing: Drawing) -> list[Points]:
    """Return points along each move."""
    found = []
    for group in groups(drawing.shapes):
        if isinstance(group.shapes[0], Curve):
            corners = np.array(group.shapes[0].points)
            pieces = [corners[k : k + 4] for k in range(0, len(corners) - 1, 3)]
            found.append(
                np.concatenate(
                    [
                        (1 - T) ** 3 * a
                        + 3 * T * (1 - T) ** 2 * b
                        + 3 * T**2 * (1 - T) * c
                        + T**3 * d
                        for a, b, c, d in pieces
                    ]
                )
            )
    return found


def cards_of(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    return [
        (group.x, group.y, group.x + group.shapes[0].width, group.y + group.shapes[0].height)
        for group in groups(drawing.shapes)
        if isinstance(group.shapes[0], Box) and any(isinstance(s, Label) for s in group.shapes)
    ]


def through(line: Points, card: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = card
    x, y = line.T
    return bool(((left + 1 < x) & (x < right - 1) & (top + 1 < y) & (y < bottom - 1)).any())


def behind(one: Points, other: Points) -> float:
    """Return for how long a line runs within two pixels of another."""
    near = (np.hypot(*(one[:, None] - other[None]).transpose(2, 0, 1)) < 2).any(axis=1)
    steps = np.hypot(*np.diff(one, axis=0).T)
    longest = here = 0.0
    for is_near, step in zip(near[1:].tolist(), steps.tolist(), strict=True):
        here = here + step if is_near else 0.0
        longest = max(longest, here)
    return longest


def followed(drawing: Drawing) -> None:
    lines, cards = lines_of(drawing), cards_of(drawing)
    assert not any(through(line, card) for line in lines for card in cards)
    for one, other in combinations(lines, 2):
        assert behind(one, other) < 40


@given(option_data(most_options=4), st.sampled_from(["all", "improvements", None]))
@settings(max_examples=10)
def test_every_move_of_an_option_form_can_be_followed(data: dict[str, Any], moves: Any) -> None:
    try:
        solution = solve(build(conflict_of(**data)))
    except ModelError:
        return
    followed(solution.draw.graph(moves=moves))


@given(st.integers(2, 10), st.integers(0, 2**20))
@settings(max_examples=10)
def test_every_move_of_a_graph_form_can_be_followed(states: int, seed: int) -> None:
    luck = np.random.default_rng(seed)
    moves = {
        dm: {
            a: [b for b in range(states) if b != a and luck.random() < 0.25] for a in range(states)
        }
        for dm in ("a", "b")
    }
    ranks = {dm: luck.integers(0, 4, states).tolist() for dm in moves}
    moves = {
        dm: {a: [b for b in to if b != a] for a, to in own.items()} for dm, own in moves.items()
    }
    followed(solve(build(graph_conflict(states, moves, ranks))).draw.graph(moves="all"))
