"""The concepts that look further ahead, on small conflicts worked out by other means.

The three games are the textbook ones (states NN, YN, NY, YY); what is stable in each was computed
from the definitions by another program.
"""

from __future__ import annotations

import pytest

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import ConceptNotApplicableError, TooLargeError
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from models import graph_conflict, option_conflict


def ranks(ranking: str) -> list[int]:
    """Return the ranks of the states of a ranking, best first: "1>2=3"."""
    levels = [[int(n) for n in level.split("=")] for level in ranking.split(">")]
    by_state = {n: -place for place, level in enumerate(levels) for n in level}
    return [by_state[n] for n in sorted(by_state)]


def game(first: str, second: str, options: tuple[int, int] = (1, 1)) -> GraphModel:
    """Return two parties with so many options, by their rankings."""
    owned = {dm: [f"{dm}{k}" for k in range(n)] for dm, n in zip("ab", options, strict=True)}
    return build(option_conflict(owned, a=ranks(first), b=ranks(second)))


def in_graph_form(moves: dict[str, dict[int, list[int]]], rankings: dict[str, str]) -> GraphModel:
    """Return a model whose states are numbered from 1."""
    lists = {
        dm: {s - 1: [q - 1 for q in targets] for s, targets in of.items()}
        for dm, of in moves.items()
    }
    orders = {dm: ranks(ranking) for dm, ranking in rankings.items()}
    return build(graph_conflict(len(next(iter(orders.values()))), lists, orders))


def stable(model: GraphModel, code: str) -> list[list[int]]:
    """Return what is stable under a concept, party by party and for all, by number."""
    solution = solve(model, [code])
    (by_dm,) = solution.stable.values()
    of_each = [[s + 1 for s in found.positions().tolist()] for found in by_dm.values()]
    return [*of_each, [state.number for state in solution.equilibria(solution.codes[0])]]


DILEMMA = game("3>4>1>2", "2>4>1>3")
CHICKEN = game("3>4>2>1", "2>4>3>1")
STAG_HUNT = game("4>3>1>2", "4>2>1>3")

METARATIONAL = {
    "dilemma": (DILEMMA, [[1, 3], [1, 2], [1]], [[1, 3, 4], [1, 2, 4], [1, 4]]),
    "chicken": (CHICKEN, [[2, 3], [2, 3], [2, 3]], [[2, 3, 4]] * 3),
    "stag hunt": (STAG_HUNT, [[1, 4]] * 3, [[1, 3, 4], [1, 2, 4], [1, 4]]),
}


@pytest.mark.parametrize("name", METARATIONAL)
def test_metarational_states_of_three_games(name: str) -> None:
    model, of_one, of_more = METARATIONAL[name]
    assert stable(model, "MR1") == of_one
    for h in range(2, 7):
        assert stable(model, f"MR{h}") == of_more


def test_metarational_states_in_graph_form() -> None:
    """Three parties: the others reply by legal sequences, as one adversary."""
    model = in_graph_form(
        {
            "a": {1: [5], 2: [5], 3: [5], 5: [1]},
            "b": {1: [3, 5], 2: [3, 5], 3: [1, 5], 5: [3]},
            "c": {1: [2, 4], 2: [1], 3: [4], 5: [1]},
        },
        {"a": "4>3>5>2>1", "b": "3>1>5>2>4", "c": "1>5>4>2>3"},
    )
    every = [1, 2, 3, 4, 5]
    expected = {
        "MR1": [[3, 4, 5], [3, 4], [1, 4], [4]],
        "MR2": [every, every, [1, 2, 4, 5], [1, 2, 4, 5]],
        "MR3": [[3, 4, 5], every, [1, 4, 5], [4, 5]],
        "MR4": [every, every, [1, 4, 5], [1, 4, 5]],
        "MR5": [[3, 4, 5], every, [1, 4, 5], [4, 5]],
        "MR6": [every, every, [1, 4, 5], [1, 4, 5]],
    }
    assert {code: stable(model, code) for code in expected} == expected
    assert stable(model, "Maximin4") == expected["MR4"]


LIMITED = {
    "dilemma": (DILEMMA, [[[1, 3], [1, 2], [1]], *[[[1, 3, 4], [1, 2, 4], [1, 4]]] * 7]),
    "chicken": (
        CHICKEN,
        [[[2, 3], [2, 3], [2, 3]], [[3], [2], []], *[[[3, 4], [2, 4], [4]]] * 6],
    ),
    "stag hunt": (STAG_HUNT, [[[1, 4]] * 3, *[[[4]] * 3] * 7]),
    "three options": (
        game("6>5>3>1>8>4>2>7", "1>5>8>4>3>2>6>7", (2, 1)),
        [
            [[3, 6], [1, 2, 3, 8], [3]],
            [[3, 5, 6], [1, 2, 3, 4, 5, 8], [3, 5]],
            [[3, 5, 6], [1, 2, 4, 5, 8], [5]],
            [[1, 3, 5, 6], [1, 2, 5, 8], [1, 5]],
            [[5, 6], [1, 2], []],
            [[5, 6], [1, 2, 5], [5]],
            [[5, 6], [1, 2, 4, 5], [5]],
            [[1, 3, 5, 6], [1, 2, 5], [1, 5]],
        ],
    ),
    "ties": (
        game("1>6=7>3>8>5>4>2", "7>1=6=8>5>2>3>4", (2, 1)),
        [
            [[1, 6, 7], [1, 6, 7, 8], [1, 6, 7]],
            [[1], [6, 7, 8], []],
            [[1], [6, 7, 8], []],
            [[1], [7], []],
        ],
    ),
}


@pytest.mark.parametrize("name", LIMITED)
def test_states_that_are_stable_so_many_moves_ahead(name: str) -> None:
    """With ties a state is stable if it is so however they are broken."""
    model, expected = LIMITED[name]
    assert [stable(model, f"L{h}") for h in range(1, len(expected) + 1)] == expected


@pytest.mark.parametrize(
    ("model", "expected"),
    [(DILEMMA, [[1], [1]]), (CHICKEN, [[3], [2]]), (STAG_HUNT, [[4], [4]])],
)
def test_stackelberg_equilibria(model: GraphModel, expected: list[list[int]]) -> None:
    assert [stable(model, code)[-1] for code in ("ST1", "Stackelberg 2")] == expected


def test_who_leads_looks_two_moves_ahead_and_the_other_one() -> None:
    (one, two), (leads, follows) = (stable(CHICKEN, code)[:2] for code in ("L1", "L2"))
    assert stable(CHICKEN, "ST1")[:2] == [leads, two]
    assert stable(CHICKEN, "ST2")[:2] == [one, follows]


@pytest.mark.parametrize("code", ["L2", "NM", "ST1"])
def test_what_is_defined_for_two_is_refused_of_three(code: str) -> None:
    with pytest.raises(ConceptNotApplicableError) as caught:
        solve(load("elmira"), [code, "SEQ"])
    assert str(caught.value).startswith(f"{code} can't be told of this model. ")
    assert " is defined for 2 parties, and the model has 3 parties. Ask" in str(caught.value)


def test_states_that_are_stable_if_others_move_at_the_same_time() -> None:
    owned = {"a": ["a"], "b": ["b"], "c": ["c"]}
    orders = {"a": "4>3>5>6>8>7>1=2", "b": "3>6>5>4>7>1>8>2", "c": "2>6>3>8>4>7>5>1"}
    model = build(option_conflict(owned, **{dm: ranks(order) for dm, order in orders.items()}))
    of_a, of_b, of_c = [1, 2, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7], [2, 3, 5, 6, 7, 8]
    assert stable(model, "SIM") == [of_a, of_b, of_c, [5, 6, 7]]


@pytest.mark.parametrize(
    ("case", "why"), [("elmira-graph", "states and moves"), ("elmira-coalesced", "are joined")]
)
def test_changes_that_can_not_be_added_up_are_refused(case: str, why: str) -> None:
    with pytest.raises(ConceptNotApplicableError, match=rf"^SIM can't be told .* {why}"):
        solve(load(case), "SIM")


def test_sequentially_stable_states_of_higher_orders() -> None:
    model = game("8>7>2>4>6>3>5>1", "4>3>1>5>6>8>2>7", (2, 1))
    of_b = [1, 2, 3, 4, 5, 6, 8]
    expected = {
        "SEQ": [[2, 4, 7, 8], of_b, [2, 4, 8]],
        "SEQ2": [[2, 8], [1, 2, 3, 4, 5, 6], [2]],
        "SEQ3": [[2, 7, 8], of_b, [2, 8]],
        "SEQ4": [[2, 8], of_b, [2, 8]],
        "SEQ5": [[2, 8], of_b, [2, 8]],
        "SEQ6": [[2, 8], of_b, [2, 8]],
    }
    assert {code: stable(model, code) for code in expected} == expected


def test_states_in_which_the_others_could_not_help() -> None:
    """By legal sequences of the others, not only by single moves."""
    model = in_graph_form(
        {
            "a": {1: [3], 2: [4], 3: [5], 5: [3]},
            "b": {1: [3]},
            "c": {1: [4], 3: [2], 4: [5], 5: [3]},
        },
        {"a": "2>1>4>3>5", "b": "4=1>5>3>2", "c": "1>2>5>3>4"},
    )
    assert stable(model, "BERGE") == [[2, 4], [1, 4], [1, 2, 4, 5], [4]]


def test_what_takes_too_many_moves_to_foresee_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.stability.foresight.MOST_FORESEEN", 3 * 8)
    model = game("3>4>1>2", "2>4>1>3")
    assert stable(model, "L3") == LIMITED["dilemma"][1][2]
    with pytest.raises(TooLargeError, match=r"^what is foreseen with 4 moves left can't be"):
        solve(model, "L9")


@pytest.mark.parametrize("code", ["MR99", "L99", "SEQ99"])
def test_the_largest_numbers_are_answered(code: str) -> None:
    """All recurs here, after four moves more at the most."""
    model = build(load("syria-iraq-1975"))
    assert stable(model, code) == stable(model, code.replace("99", "95"))
