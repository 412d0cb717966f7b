"""A package on the table, by hand: the talks of February 2025, and models of other kinds."""

from __future__ import annotations

import numpy as np
import pytest

from countermove.analysis.deal.board import DealBoard
from countermove.analysis.deal.deal import deal
from countermove.analysis.deal.package import differing
from countermove.analysis.goals.goals import goals
from countermove.analysis.solving import solve
from countermove.errors import (
    ArgumentError,
    ConceptNotApplicableError,
    ModelError,
    StoppedError,
    UnknownNameError,
)
from countermove.files.model_file import load
from countermove.graph.sequences import Move
from countermove.progress import Progress
from countermove.report.article import Grid
from countermove.report.deal import deal_section, headline, party_sentence, wishes_sentence
from countermove.report.shown import FULL
from models import conflict_of

TALKS = load("talks-2025")
BOARD = DealBoard(solve(TALKS))


def test_a_deal_behind_europes_back() -> None:
    found = BOARD.deal("terms is bilateral, concede, settle, accept")
    assert not any(found.holds.values())
    assert list(found.leaves) == ["ukraine"]
    ukraine = found.reactions["ukraine"]["SMR"]
    states = found.model.states
    assert found.state is not None
    assert ukraine.target == states.find("terms is bilateral, concede, settle")
    assert ukraine.line is not None
    assert ukraine.line.moves == (Move("ukraine", found.state, ukraine.target),)
    assert headline(found) == "It does not hold: Ukraine would leave it."
    near = {code: [states.label(s) for s in one.states] for code, one in found.nearest.items()}
    assert near == {code: ["9"] for code in found.codes}


def test_wishes_are_told_by_their_places_with_their_record() -> None:
    found = BOARD.deal("table/YYYY")
    place = found.places["us"]
    assert (place.place, place.places, place.better) == (2, 16, 2)
    assert [wish.statement for wish in place.broken] == ["terms is bilateral"]
    assert wishes_sentence(found, "us") == (
        "It breaks its third wish “Terms on offer: with Russia alone” [call], and meets the other "
        "4."
    )
    assert "its first wish “deal” [call]" in wishes_sentence(found, "us", FULL)


def test_what_is_stable_with_foresight_only_is_told_with_what_deters() -> None:
    assert party_sentence(BOARD.deal(36), "us") == (
        "Under NASH the United States would settle terms with Russia alone (“Terms on offer: with "
        "Russia alone” is its third wish [call]), and gains by it at once; under SEQ, SSEQ, GMR "
        "and SMR it would stay: then Europe would withdraw its guarantee (SEQ, SSEQ), or "
        "Russia could withdraw its agreement (GMR, SMR)."
    )


@pytest.mark.parametrize(
    "draft", ["settle, accept", "none/NYYN", ["none", *"NYYN"], ("none", *"NYYN")]
)
def test_what_rules_exclude_is_told_with_them(draft: str | list[str]) -> None:
    found = BOARD.deal(draft)
    assert found.state is None
    assert [rule.path for rule in found.excluded_by] == [
        ("rules", "infeasible", 0),
        ("rules", "infeasible", 1),
    ]
    assert found.nearest_feasible.differing == 1
    assert [found.model.states.label(s) for s in found.nearest_feasible.states] == ["15", "16"]
    assert not found.holds
    assert found.path is None
    with pytest.raises(UnknownNameError, match=r"excluded by “Never: Settle .* and “Never: Accept"):
        BOARD.least_change(draft)


def test_without_a_package_it_is_the_status_quo() -> None:
    found = deal(BOARD.solution)
    assert found.solution is BOARD.solution
    assert found.state == found.model.states.status_quo
    assert found.path is not None
    assert found.path.best is not None
    assert found.path.best.fewest == 0
    with pytest.raises(ModelError, match="no status quo"):
        deal(load("prisoners-dilemma").model_copy(update={"status_quo": None}))


def test_the_least_change_is_that_of_goals() -> None:
    found = deal(TALKS, 35, "NASH", change=True)
    assert found.change is not None
    told = found.change.to_dict()["answers"]
    assert told == goals(TALKS, 35, "NASH").to_dict()["answers"]


def test_in_graph_form_nothing_is_near() -> None:
    found = deal(load("elmira-graph"), 5)
    assert {one.differing for one in found.nearest.values()} == {None}
    assert found.values == ()
    grids = [block.heading for block in deal_section(found).blocks if isinstance(block, Grid)]
    assert grids == ["Who would stay", "Its place among the outcomes"]


def test_weights_are_wishes_too() -> None:
    weighed = conflict_of(
        decision_makers={"a": {"name": "A", "options": {"x": "X", "y": "Y"}}},
        preferences={"a": {"weights": {"x": 2, "y": -1}}},
    )
    (place,) = deal(weighed, "YY", "NASH").places.values()
    assert [(w.statement, w.is_met, w.weight) for w in place.wishes] == [
        ("x", True, 2),
        ("not (y)", False, 1),
    ]


def test_what_the_board_cannot_take_is_refused_in_words() -> None:
    for draft in (["Y"], ["Y", "N", 1, "N", "N", "N"], ["x"] * 6):
        with pytest.raises(ArgumentError, match="a value for each of the 5 options"):
            BOARD.deal(draft)  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="means 16 outcomes"):
        BOARD.deal("accept")
    weak = solve(load("strength-of-preference"), "SEQ", strength="weak")
    with pytest.raises(ConceptNotApplicableError, match="weakly stable"):
        DealBoard(weak)


def test_the_first_answer_may_be_stopped() -> None:
    def stop(progress: Progress) -> bool:
        return False

    board = DealBoard(solve(load("elmira")))
    with pytest.raises(StoppedError):
        board.deal(5, stop)
    assert board.deal(5).holds["SEQ"]


def test_what_is_joined_differs_as_little_as_one_of_it() -> None:
    levels = {"low": "Low", "mid": "Middle", "high": "High"}
    model = conflict_of(
        decision_makers={
            "a": {"name": "A", "options": {"price": {"text": "Price", "levels": levels}}},
            "b": {"name": "B", "options": {"x": "X"}},
        },
        preferences={
            "a": {"statements": ["price is high"]},
            "b": {"statements": ["price is high"]},
        },
        rules={"coalesce": ["price is low and x or price is mid and not x"]},
    )
    found = deal(model, "price is low, x", "NASH")
    assert found.values == ("low|mid", "-")
    states, near = found.model.states, found.nearest["NASH"]
    assert (near.differing, near.states) == (1, (states.find("high/N"), states.find("high/Y")))
    assert differing(found.package, np.arange(len(states))).tolist() == [
        int(k != found.state) for k in range(len(states))
    ]
    (grid,) = (
        block
        for block in deal_section(found).blocks
        if isinstance(block, Grid) and block.heading.startswith("The nearest")
    )
    assert [line.cells for line in grid.lines] == [(1,), (1,)]
