"""The three forms of the Elmira model say the same where they can."""

from __future__ import annotations

from functools import cache

import pytest

from countermove.analysis.coalitions.coalitions import coalitions
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.files.model_file import load
from reference import CODES

# The ids of the graph form in the order of the printed labels 1 to 9.
IDS = (
    "delay",
    "modified_delay",
    "accepted",
    "modified_accepted",
    "insist_delay",
    "insist_modified_delay",
    "insist_accepted",
    "insist_modified_accepted",
    "abandoned",
)
# The printed labels of the nine states and the numbers of those that they are in the
# twelve-state form, where abandonment is told apart by order and insistence.
TWELVE = {1: [1], 2: [2], 3: [3], 4: [4], 5: [7], 6: [8], 7: [9], 8: [10], 9: [5, 6, 11, 12]}


@cache
def solution(case: str) -> Solution:
    return solve(load(case))


def place(case: str, label: int) -> int:
    states = solution(case).model.states
    return states.find(IDS[label - 1] if case == "elmira-graph" else label)


def test_coalesced_and_graph_form_have_the_same_nine_states() -> None:
    coalesced, graph = (
        solution(case).model.states for case in ("elmira-coalesced", "elmira-graph")
    )
    assert sorted(coalesced.numbers) == list(range(1, 10))
    assert list(graph.conflict.states) == list(IDS)
    assert coalesced.label(coalesced.status_quo) == "1"
    assert graph.label(graph.status_quo) == "delay"
    assert coalesced.pattern(place("elmira-coalesced", 9)) == "-NNY-"


@pytest.mark.parametrize("dm", ["moe", "uniroyal", "local"])
def test_coalesced_and_graph_form_have_the_same_moves_and_ranks(dm: str) -> None:
    moves, ranks = [], []
    for case in ("elmira-coalesced", "elmira-graph"):
        model = solution(case).model
        label = {place(case, number): number for number in range(1, 10)}
        moves.append(
            {n: {label[int(q)] for q in model.moves(dm, place(case, n))} for n in range(1, 10)}
        )
        ranks.append([int(model.preferences[dm].ranks[place(case, n)]) for n in range(1, 10)])
    assert moves[0] == moves[1]
    assert ranks[0] == ranks[1]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("dm", ["moe", "uniroyal", "local"])
def test_coalesced_and_graph_form_have_the_same_stable_states(dm: str, code: str) -> None:
    stable = [
        [n for n in range(1, 10) if place(case, n) in solution(case).stable[code][dm]]
        for case in ("elmira-coalesced", "elmira-graph")
    ]
    assert stable[0] == stable[1]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("dm", ["moe", "uniroyal", "local"])
def test_the_twelve_states_have_the_verdicts_of_the_nine(dm: str, code: str) -> None:
    nine, twelve = solution("elmira-coalesced"), solution("elmira")
    for label, numbers in TWELVE.items():
        for number in numbers:
            assert twelve.is_stable(number, dm, code) == nine.is_stable(label, dm, code), number


@pytest.mark.parametrize("dm", ["moe", "uniroyal", "local"])
def test_coalescing_keeps_every_move_between_the_states(dm: str) -> None:
    """A state of abandonment can be reached from one that differs in more than the plant."""
    twelve = solution("elmira").model
    nine_of = {number: label for label, numbers in TWELVE.items() for number in numbers}
    expected = {
        (nine_of[s + 1], nine_of[int(q) + 1])
        for s in range(12)
        for q in twelve.moves(dm, s)
        if nine_of[s + 1] != nine_of[int(q) + 1]
    }
    nine = solution("elmira-coalesced").model
    found = {
        (nine.states.number(s), nine.states.number(int(q)))
        for s in range(9)
        for q in nine.moves(dm, s)
    }
    assert found == expected


def test_ranks_of_the_twelve_differ_where_the_model_file_says() -> None:
    """Uniroyal's order below abandonment: 2, 3, 7, 6 in one source, 3, 7, 2, 6 in the other."""
    twelve, nine = solution("elmira").model, solution("elmira-coalesced").model

    def order(dm: str) -> tuple[list[int], list[int]]:
        of_nine = sorted(
            range(1, 10),
            key=lambda n: -int(nine.preferences[dm].ranks[place("elmira-coalesced", n)]),
        )
        of_twelve = sorted(
            range(1, 10), key=lambda n: -int(twelve.preferences[dm].ranks[TWELVE[n][0] - 1])
        )
        return of_nine, of_twelve

    for dm in ("moe", "local"):
        assert order(dm)[0] == order(dm)[1]
    assert order("uniroyal") == ([1, 4, 8, 5, 9, 3, 7, 2, 6], [1, 4, 8, 5, 9, 2, 3, 7, 6])


@pytest.mark.parametrize(
    ("case", "five", "eight", "nine"),
    [
        ("elmira-coalesced", ["5"], ["8"], ["9"]),
        ("elmira-graph", [IDS[4]], [IDS[7]], [IDS[8]]),
        ("elmira", ["7"], ["10"], ["5", "6", "11", "12"]),
    ],
)
def test_the_ministry_and_uniroyal_jump_from_state_five_to_state_eight(
    case: str, five: list[str], eight: list[str], nine: list[str]
) -> None:
    """Kilgour, Hipel, Fang and Peng (2001): and no coalition upsets the states 8 and 9."""
    found = coalitions(solution(case))
    labels = found.model.states.label
    assert [(labels(jump.origin), labels(jump.target), jump.coalition) for jump in found.jumps] == [
        (five[0], eight[0], ("moe", "uniroyal"))
    ]
    assert [move.decision_maker for move in found.jumps[0].path] == ["moe", "uniroyal"]
    for code in found.codes:
        assert not found.is_stable(five[0], code)
        assert all(found.holds(state, code) for state in eight + nine)
