"""The graphs of Elmira and of the Milk River, read back from the drawing arc for arc."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from countermove.analysis.solving import solve
from countermove.files.model_file import load
from countermove.picture.drawing import Box, Curve, Drawing, Group, Label, Stroke
from countermove.picture.palette import dash

Arcs = dict[tuple[int, str, str], bool]

# As in the script of H. Xu (2007): by party from and to, the rankings with the best first.
ELMIRA: list[dict[int, list[int]]] = [
    {1: [2], 3: [4], 5: [6], 7: [8]},
    {1: [3, 9], 2: [4, 9], 3: [9], 4: [9], 5: [7, 9], 6: [8, 9], 7: [9], 8: [9]},
    {1: [5], 5: [1], 2: [6], 6: [2], 3: [7], 7: [3], 4: [8], 8: [4]},
]
ELMIRA_RANKED = [
    [7, 3, 4, 8, 5, 1, 2, 6, 9],
    [1, 4, 8, 5, 9, 3, 7, 2, 6],
    [7, 3, 5, 1, 8, 6, 4, 2, 9],
]
# As in the example of GMCR+: the states in their order, whose the options are, and what each party
# puts above the rest, as groups of states.
MILK_RIVER = [
    "NNNNNNN",
    "YNNNNNN",
    "NYNNNNN",
    "YYNNNNN",
    "NNYNNNN",
    "YNYNNNN",
    "NYYNNNN",
    "YYYNNNN",
    "NNNYNNN",
    "YNNYNNN",
    "NYNYNNN",
    "YYNYNNN",
    "NNNNYNN",
    "YNNNYNN",
    "NYNNYNN",
    "YYNNYNN",
    "NNYNYNN",
    "YNYNYNN",
    "NYYNYNN",
    "YYYNYNN",
    "NNNYYNN",
    "YNNYYNN",
    "NYNYYNN",
    "YYNYYNN",
    "NNNNNYN",
    "YNNNNYN",
    "NNYNNYN",
    "YNYNNYN",
    "NNNYNYN",
    "YNNYNYN",
    "NNNNNNY",
    "YNNNNNY",
    "NNYNNNY",
    "YNYNNNY",
    "NNNYNNY",
    "YNNYNNY",
]
OWNERS = [0, 1, 2, 2, 3, 3, 3]


def arcs(drawing: Drawing) -> Arcs:
    """Read the moves off a drawing: whose, from and to where, and whether the tip is full."""
    cards: list[tuple[float, float, float, float, str]] = []
    lines: list[tuple[Curve, list[Stroke]]] = []
    (body, *_) = (one for one in drawing.shapes if isinstance(one, Group) and len(one.shapes) > 9)
    for group in body.shapes:
        assert isinstance(group, Group)
        first = group.shapes[0]
        if isinstance(first, Box):
            (mark, *_) = (one.text for one in group.shapes if isinstance(one, Label))
            right, bottom = group.x + first.width, group.y + first.height
            cards.append((group.x, group.y, right, bottom, mark.strip("[]")))
        elif isinstance(first, Curve):
            strokes = [one for one in group.shapes if isinstance(one, Stroke)]
            lines.append((first, [one for one in strokes if len(one.points) == 3]))

    def at(point: tuple[float, float]) -> str:
        x, y = point
        (mark,) = (
            mark
            for left, top, right, bottom, mark in cards
            if left - 6 <= x <= right + 6 and top - 6 <= y <= bottom + 6
        )
        return mark

    found: Arcs = {}
    for curve, tips in lines:
        assert isinstance(curve.paint, int)
        assert curve.dash == dash(curve.paint)
        ends = curve.points[0], curve.points[-1]
        for tip in tips:
            here, there = ends if tip.points[1] == ends[1] else ends[::-1]
            key = (curve.paint, at(here), at(there))
            assert key not in found
            found[key] = tip.fill is not None
    return found


def test_elmira_is_drawn_arc_for_arc() -> None:
    drawing = solve(load("elmira-coalesced")).draw.graph(moves="all")
    printed: Arcs = {
        (party, f"{here}", f"{there}"): ranked.index(there) < ranked.index(here)
        for party, (own, ranked) in enumerate(zip(ELMIRA, ELMIRA_RANKED, strict=True))
        for here, targets in own.items()
        for there in targets
    }
    assert arcs(drawing) == printed
    assert "lines between them are drawn" not in drawing.says


@pytest.mark.parametrize("party", [None, "us", "ijc"])
def test_the_milk_river_is_drawn_arc_for_arc(party: str | None) -> None:
    solution = solve(load("milk-river"))
    more: dict[str, Any] = {} if party is None else {"parties": party}
    found = arcs(solution.draw.graph(moves="all", **more))
    places = range(4) if party is None else [solution.model.decision_makers.index(party)]
    printed = {
        (place, f"{here}", f"{there}")
        for (here, a), (there, b) in permutations(enumerate(MILK_RIVER, start=1), 2)
        for place in places
        if {OWNERS[k] for k in range(7) if a[k] != b[k]} == {place}
    }
    assert found.keys() == printed
    # Nobody gains by leaving any other state than 3, as is recorded for NASH.
    assert [key for key, improves in found.items() if improves and key[1] != "3"] == []
