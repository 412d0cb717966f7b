"""How close answers are to turning round: cases worked by hand, what is refused, what comes out."""

from __future__ import annotations

import json

import numpy as np
import pytest

from countermove.analysis.radius import least_turns
from countermove.analysis.radius import radius as measuring
from countermove.analysis.radius.radius import Radius, radius
from countermove.analysis.rankings import least_change as changing
from countermove.analysis.rankings.least_change import least_change, of_family
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import (
    ConceptNotApplicableError,
    MissingExtraError,
    StoppedError,
    TooLargeError,
    UnknownNameError,
)
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from countermove.stability import registry
from models import graph_conflict, option_conflict


@pytest.fixture(scope="module")
def dilemma() -> Radius:
    """The first ranks the states 3 > 4 > 1 > 2, the second 2 > 4 > 1 > 3; 4 is both silent."""
    return radius(load("prisoners-dilemma"))


def test_giving_evidence_ends_when_one_swaps_its_two_worst(dilemma: Radius) -> None:
    """From 1 the first can only move to 2, which stands next to 1 in its ranking."""
    for code in dilemma.solution.codes:
        turn = dilemma.of_state(1, code)
        assert turn.holds
        assert turn.swaps == {"first": 1, "second": 1}


def test_silence_ends_when_being_punished_is_no_worse(dilemma: Radius) -> None:
    """The first leaves 4 for 3, then the second goes to 1: swap 4 and 1, and that deters no more.

    Or the second swaps 1 and 3, and won't punish; one swap either way.
    """
    turn = dilemma.of_state("YY", "SEQ")
    assert turn.swaps == {"first": 1, "second": 1}
    assert turn.fewest == 1


def test_nobody_alone_makes_silence_hold_without_foresight(dilemma: Radius) -> None:
    """Both would rather give evidence, and each can only stop wanting it itself."""
    turn = dilemma.of_state("YY", "NASH")
    assert (turn.holds, turn.swaps, turn.fewest) == (False, {"first": None, "second": None}, None)
    both = least_change(dilemma.model, [(3, "NASH", True)])
    assert both is not None
    assert {dm: len(pairs) for dm, pairs in both.pairs.items()} == {"first": 1, "second": 1}


# Syria ranks the states 1 > 3 > 6 > 2 > 4 > 5, and can release (2, 5) or escalate (3, 6) or
# neither (1, 4); Iraq ranks them 2 > 4 > 6 > 1 > 5 > 3, and can attack (4, 5, 6) or not (1, 2, 3).
SYRIA = {
    # In 1 Syria has its best. Iraq's attack leads to 4, and 6 stands between: two swaps.
    1: (False, None, 2),
    # Iraq has its best. Syria would go to 1 or 3; 1, 3 and 6 stand above 2: three swaps.
    2: (False, 3, None),
    # Both would leave 3: Syria for 1, Iraq for 6.
    3: (False, None, None),
    # Iraq's best move is to stay. Syria would go to 6, with 2 between: two swaps.
    4: (False, 2, None),
    # Both would leave 5: Syria for 6, Iraq for 2.
    5: (False, None, None),
    # Syria would go to 4, with 2 between: two swaps. Iraq to 3, with 1 and 5 between: three.
    6: (True, 2, 3),
}


@pytest.mark.parametrize("state", SYRIA)
def test_syria_and_iraq_without_foresight_by_hand(state: int) -> None:
    turn = radius(load("syria-iraq-1975"), concepts="NASH", states=[state]).of_state(state, "NASH")
    assert (turn.holds, *turn.swaps.values()) == SYRIA[state]


def test_claims_about_syria_and_iraq_turn_with_their_states() -> None:
    found = radius(load("syria-iraq-1975"), concepts="NASH")
    # Never release: 2 must come to hold.
    assert found.of_claim("release", "NASH").swaps == {"syria": 3, "iraq": None}
    # Always escalation and attack: 6 must end (two and three swaps), or another state come to
    # hold beside it (4 with two swaps of Syria's, 1 with two of Iraq's).
    assert found.of_claim("war", "NASH").swaps == {"syria": 2, "iraq": 2}
    # The status quo can last: 1 must come to hold.
    assert found.of_claim("status_quo", "NASH").swaps == {"syria": None, "iraq": 2}


def test_every_change_turns_the_answer_when_it_is_solved_from_scratch() -> None:
    found = radius(load("talks-2025"), concepts="SSEQ")
    turned = 0
    for turn in found:
        for dm, change in turn.changes.items():
            if change is None:
                continue
            turned += 1
            assert list(change.ranks) == [dm]
            changed = solve(change.changed, "SSEQ")
            if turn.state is not None:
                assert (turn.state in changed.holding["SSEQ"]) != turn.holds
            else:
                answers = {answer.claim: answer.holds["SSEQ"] for answer in changed.claims}
                assert answers[turn.claim.claim] != turn.holds
    assert turned > 40


# -- least_change --------------------------------------------------------------------------------


def test_a_goal_that_is_met_costs_nothing() -> None:
    model = build(load("prisoners-dilemma"))
    found = least_change(model, [(0, "NASH", True)])
    assert found is not None
    assert (found.cost, dict(found.ranks)) == (0, {})
    assert repr(found) == "<RankingChange: 0 pairs judged otherwise>"


def test_goals_that_exclude_each_other_are_met_by_no_ranking() -> None:
    model = build(load("prisoners-dilemma"))
    assert least_change(model, [(0, "NASH", True), (0, "GMR", False)]) is None
    assert least_change(model, [(0, "NASH", False)], among=[]) is None


def test_decision_makers_are_named_by_id_or_name() -> None:
    model = build(load("prisoners-dilemma"))
    found = least_change(model, [(0, "NASH", False)], among=["Second prisoner"])
    assert found is not None
    assert list(found.ranks) == ["second"]
    with pytest.raises(UnknownNameError, match="no party 'third'"):
        least_change(model, [(0, "NASH", False)], among=["third"])


def test_one_who_can_be_brought_back_is_deterred_by_that() -> None:
    """In graph form the other may lead back to where it began, which is no better, and deters."""
    moves = {"a": {0: [1]}, "b": {1: [0]}}
    model = build(graph_conflict(2, moves, {"a": [0, 1], "b": [0, 1]}))
    found = least_change(model, [(0, "SEQ", True)], among=["b"])
    assert found is not None
    assert found.cost == 1
    assert found.changed.preferences["b"].ranks.tolist() == [1, 0]


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.usefixtures("without_sat")
def test_without_the_extra_its_name_is_told() -> None:
    with pytest.raises(MissingExtraError, match=r'pip install "countermove\[sat\]"'):
        radius(load("prisoners-dilemma"))
    with pytest.raises(MissingExtraError, match=r"countermove\[sat\]"):
        least_change(build(load("prisoners-dilemma")), [(0, "NASH", False)])


def test_unknown_names_are_refused(dilemma: Radius) -> None:
    conflict = load("prisoners-dilemma")
    with pytest.raises(UnknownNameError, match=r"no claim 'silense'\. Did you mean 'silence'"):
        radius(conflict, claims=["silense"])
    with pytest.raises(UnknownNameError, match="no outcome 9"):
        radius(conflict, states=[9])
    with pytest.raises(UnknownNameError, match="no party 'third'"):
        radius(conflict, decision_makers=["third"])
    with pytest.raises(UnknownNameError, match="no claim 'other'"):
        dilemma.of_claim("other", "SEQ")
    only = radius(conflict, states=["YY"], concepts="SEQ")
    with pytest.raises(UnknownNameError, match="no outcome '1'"):
        only.of_state("NN", "SEQ")
    with pytest.raises(UnknownNameError, match="no solved concept 'GMR'"):
        only.of_state("YY", "GMR")


def test_other_kinds_of_concepts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    registry.concepts()
    monkeypatch.setattr(registry, "_REGISTERED", dict(registry._REGISTERED))
    nash = registry.concepts()["NASH"]
    registry.solution_concept(code="OWN", name="Own", plain="p", foresight="f")(nash.define)
    with pytest.raises(ConceptNotApplicableError, match="can't be found for OWN"):
        radius(load("prisoners-dilemma"), concepts="OWN")


def test_too_many_states_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changing, "MOST_STATES", 3)
    with pytest.raises(TooLargeError, match=r"can't be found for 4 outcomes\. It can for up to 3"):
        radius(load("prisoners-dilemma"))


def test_stopped_before_anything_was_found_it_says_so() -> None:
    with pytest.raises(StoppedError):
        radius(load("prisoners-dilemma"), follow=lambda progress: False)


@pytest.mark.parametrize("after", [4, 30, 60, 90])
def test_stopped_it_gives_what_was_found_and_bounds_that_are_true(after: int) -> None:
    """The search asks between its steps, so that it stops in the midst of an answer as well."""
    seen: list[float] = []
    conflict = build(load("syria-iraq-1975"))
    whole = radius(conflict)
    part = radius(conflict, follow=lambda p: seen.append(p.share) or len(seen) < after)
    assert seen == sorted(seen)
    assert len(part) == len(whole)
    found = 0
    for turn, full in zip(part, whole, strict=True):
        assert {*turn.changes, *turn.open} == set(part.decision_makers)
        for dm, cost in turn.swaps.items():
            assert cost == full.swaps[dm]
            found += 1
        for dm, bounds in turn.open.items():
            exact = full.swaps[dm]
            assert exact is None or bounds.least <= exact
            assert bounds.most is None or (exact is not None and exact <= bounds.most)
    assert 0 < found < len(whole) * 2
    assert not part.provenance.complete
    assert part.was_stopped
    data = part.to_dict()
    assert not data["provenance"]["complete"]
    assert any(turn["open"] for turn in [*data["claims"], *data["states"]])
    assert whole.provenance.complete
    assert not any(turn["open"] for turn in whole.to_dict()["claims"])


def test_what_takes_long_is_put_off_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    model = build(load("syria-iraq-1975"))
    whole = radius(model)
    monkeypatch.setattr(least_turns, "_AT_FIRST", 8)
    again = radius(model)
    assert [turn.swaps for turn in again] == [turn.swaps for turn in whole]
    assert again.provenance.complete
    # Where only what is quick is wanted, the rest is left open, with bounds that are true.
    claims = tuple(turn for turn in whole if turn.claim)
    quick = measuring.radius_of(
        model, of_family(None), lambda solution: (list(solution.claims), True), only_quick=True
    )
    left = 0
    for turn, full in zip(quick, claims, strict=True):
        assert turn.swaps == {dm: full.swaps[dm] for dm in turn.swaps}
        for dm, bounds in turn.open.items():
            exact, left = full.swaps[dm], left + 1
            assert exact is None or bounds.least <= exact <= (bounds.most or exact)
    assert 0 < left < len(claims) * 2
    assert not quick.provenance.complete


def test_it_says_beforehand_what_it_takes() -> None:
    told: list[str] = []
    radius(load("prisoners-dilemma"), concepts="SEQ", follow=lambda p: told.append(p.expected))
    assert [words for words in told if words] == ["14 answers in 4 outcomes: less than a second"]


# -- what comes out -------------------------------------------------------------------------------


def test_states_that_do_not_hold_are_left_out_of_large_models(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(measuring, "MOST_CREATED", 3)
    conflict = load("prisoners-dilemma")
    found = radius(conflict, concepts="NASH")
    assert [turn.state for turn in found if turn.state is not None] == []
    assert len(found) == len(conflict.claims)
    assert not found.provenance.complete
    unclaimed = conflict.model_copy(update={"claims": {}})
    found = radius(unclaimed, concepts="NASH")
    assert [turn.state for turn in found] == [0]
    assert not found.provenance.complete
    assert radius(conflict, concepts="NASH", states=["YY"]).provenance.complete


def test_only_what_is_asked_for_is_looked_at() -> None:
    conflict = load("prisoners-dilemma")
    by_claim = radius(conflict, claims=["silence"], concepts="SEQ", decision_makers=["second"])
    assert [(t.claim.claim, t.state, list(t.swaps)) for t in by_claim] == [
        ("silence", None, ["second"])
    ]
    by_state = radius(conflict, states=["YY", 4, "NN"], concepts="SEQ")
    assert [(turn.claim, turn.state) for turn in by_state] == [(None, 0), (None, 3)]


def test_the_data_has_the_new_ranking_and_what_is_judged_otherwise(dilemma: Radius) -> None:
    data = dilemma.to_dict()
    assert json.loads(dilemma.to_json()) == data
    (turn,) = (t for t in data["states"] if (t["state"], t["concept"]) == (1, "NASH"))
    assert (turn["holds"], turn["fewest"], turn["swaps"]) == (True, 1, {"first": 1, "second": 1})
    assert turn["changes"]["first"] == {
        "ranking": [[3], [4], [2], [1]],
        "judged": [{"state": 1, "than": 2, "before": "better", "after": "worse"}],
    }
    assert data["provenance"]["complete"]


def test_the_table_has_a_row_for_each_answer(dilemma: Radius) -> None:
    table = dilemma.table()
    assert table.columns == ("kind", "about", "concept", "holds", "first", "second", "fewest")
    assert len(table.rows) == len(dilemma) == 5 * (3 + 4)
    assert ("claim", "silence", "NASH", False, None, None, None) in table.rows
    assert ("state", "4", "SEQ", True, 1, 1, 1) in table.rows


def test_it_says_in_a_line_what_was_found(dilemma: Radius) -> None:
    assert repr(dilemma) == "<Radius of 'Prisoner's dilemma': 35 answers, the closest takes 1>"
    none = radius(load("prisoners-dilemma"), states=["YY"], concepts="NASH")
    assert repr(none) == "<Radius of 'Prisoner's dilemma': 1 answers, none can be turned>"
    (turn,) = none
    assert repr(turn) == "<a state under NASH False: no ranking turns it>"


def test_one_who_cannot_move_turns_nothing() -> None:
    conflict = option_conflict({"a": ["x"], "b": []}, a=[1, 0], b=[0, 1])
    turn = radius(conflict, concepts="NASH").of_state("N", "NASH")
    assert turn.swaps == {"a": 1, "b": None}


def test_a_scenario_is_looked_at_instead_of_the_base() -> None:
    conflict = load("talks-2025")
    scenario = radius(conflict, scenario="any-terms", concepts="NASH", claims=["backs"])
    assert scenario.model.scenario == "any-terms"
    assert scenario.to_dict()["model"]["scenario"] == "any-terms"


def test_ranks_are_dense_in_what_is_found() -> None:
    model: GraphModel = build(load("talks-2025"))
    found = least_change(model, [(35, "NASH", True)])
    assert found is not None
    for ranks in found.ranks.values():
        assert np.unique(ranks).tolist() == list(range(int(ranks.max()) + 1))
