"""A preference is three relations; only what needs a complete order asks for one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.compiled import absence
from countermove.errors import ConceptNotApplicableError
from countermove.graph_model import GraphModel
from countermove.preferences.relations import Truth
from models import conflict_of, two_by_two
from relations import ALIKE, BETTER, OPEN, WORSE, OpenPreference, open_preference


def three(*, counts: bool) -> OpenPreference:
    """The second state is better than the first and the third than the second; the rest is open."""
    judged = [[ALIKE, WORSE, OPEN], [BETTER, ALIKE, WORSE], [OPEN, BETTER, ALIKE]]
    return open_preference(np.array(judged), counts=counts)


@pytest.fixture
def unsure() -> GraphModel:
    model = build(two_by_two([1, 0, 3, 2], [1, 3, 0, 2]))
    row = open_preference(np.full((4, 4), OPEN) - np.eye(4, dtype=int))
    return replace(model, preferences=model.preferences | {"row": row})


@pytest.mark.parametrize("counts", [True, False])
def test_what_is_better_is_unknown_where_a_state_tempts_and_deters_or_does_neither(
    counts: bool,
) -> None:
    better = three(counts=counts).better(np.arange(3), 0)
    assert better.tolist() == [Truth.NO, Truth.YES, Truth.UNKNOWN]


def test_a_preference_over_states_that_stand_for_others() -> None:
    over = three(counts=False).over(np.array([2, 0, 2]))
    assert over.better(np.arange(3), 1).tolist() == [Truth.UNKNOWN, Truth.NO, Truth.UNKNOWN]
    assert over.tempts(np.arange(3), 0).tolist() == [False, False, False]
    assert over.credible(np.arange(3), 0).tolist() == [False, True, False]


def test_whoever_needs_a_complete_order_says_so(unsure: GraphModel) -> None:
    assert unsure.unordered == ("row",)
    with pytest.raises(ConceptNotApplicableError) as caught:
        unsure.levels("row", "the radius")
    assert str(caught.value) == (
        "preferences.row: the radius can't do without a complete order of the outcomes, and the "
        "preference of Row isn't one. Give one by statements, a ranking or weights; or ask what "
        "needs none: solve, explain, deal, evolve, worth, compare."
    )
    assert unsure.levels("column", "the radius").tolist() == [1, 3, 0, 2]


def test_without_an_order_the_rows_answer_and_the_reason_given_is_true(
    unsure: GraphModel,
) -> None:
    solution = solve(unsure, "NASH")
    assert solution.provenance.engine == "rows"
    why = "there is no complete order of the outcomes for Row"
    if absence():
        why += f"; the compiled kernels are missing: {absence()}"
    assert solution.provenance.why == why
    # Nothing tempts the one, and the other is better off without its option.
    assert [state.pattern for state in solution.equilibria("NASH")] == ["NN", "YN"]


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_the_engines_for_rankings_refuse_what_is_none(unsure: GraphModel, engine: str) -> None:
    with pytest.raises(ConceptNotApplicableError, match=f"the engine '{engine}' can't do without"):
        solve(unsure, engine=engine)


def test_two_moves_in_a_row_are_one_where_moves_and_preferences_are_transitive(
    unsure: GraphModel,
) -> None:
    assert unsure.moves_are_transitive()
    assert not unsure.is_transitive()
    assert unsure.is_transitive(["column"])
    assert not unsure.is_transitive(["row"])
    listed = conflict_of(
        decision_makers={"dm": {"name": "Dm"}},
        states={"a": "A", "b": "B"},
        moves={"dm": [["a", "b"]]},
        preferences={"dm": {"ranking": ["a", "b"]}},
    )
    assert not build(listed).moves_are_transitive()
