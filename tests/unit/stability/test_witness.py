"""The checker of witnesses: what it says about each part that doesn't stand up."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from countermove.files.gallery import case_names
from countermove.files.model_file import load
from countermove.graph.sequences import Move
from countermove.graph_model import GraphModel, build
from countermove.model.conflict import Conflict
from countermove.preferences.ordinal import OrdinalPreference
from countermove.stability.registry import concepts, find_concepts
from countermove.stability.verdict import Escape, Response, Verdict
from countermove.stability.witness import faults, tempts
from models import conflict_of, graph_conflict, two_by_two
from reference import CODES

# One improves from s0 to s1. From s1 two can lead to s2, where one is as well off as in s0, and
# from there three leads on to s3, where one is badly off and stuck; from s2 one gets back to s1.
MODEL = build(
    graph_conflict(
        5,
        {"one": {0: [1, 4], 2: [1]}, "two": {1: [2]}, "three": {2: [3]}},
        {"one": [1, 2, 1, 0, 0], "two": [0, 0, 1, 0, 0], "three": [0, 0, 0, 1, 0]},
    )
)
IMPROVEMENT = Move("one", 0, 1)
TO_TWO = (Move("two", 1, 2),)
TO_THREE = (*TO_TWO, Move("three", 2, 3))
BACK = Escape(TO_TWO, Move("one", 2, 1))

# The same without three's move: whatever two does, one gets away.
OPEN = build(
    graph_conflict(
        4,
        {"one": {0: [1], 2: [1]}, "two": {1: [2]}},
        {"one": [1, 2, 1, 0], "two": [0, 0, 1, 0]},
    )
)


def said(code: str, response: Response, model: GraphModel = MODEL) -> list[str]:
    return faults(model, Verdict(code, "one", 0, (response,)))


def test_what_is_read_off_a_ranking_knows_the_rest() -> None:
    data = two_by_two([0, 1, 2, 3], [3, 2, 1, 0]).to_dict()
    data["preferences"]["row"] = {"ranking": "4 > the rest > 1"}
    model = build(Conflict.model_validate(data))
    assert [tempts(model, "row", q, s) for q, s in ((3, 1), (1, 2), (1, 0), (0, 1))] == [
        *(True, False, True, False)
    ]


def test_true_witnesses() -> None:
    assert said("GMR", Response(IMPROVEMENT, TO_TWO)) == []
    assert said("GMR", Response(IMPROVEMENT, TO_THREE)) == []
    assert said("SMR", Response(IMPROVEMENT, TO_THREE)) == []
    assert said("NASH", Response(IMPROVEMENT, None)) == []
    assert said("SSEQ", Response(IMPROVEMENT, None, (), (2,), (BACK,)), OPEN) == []


@pytest.mark.parametrize(
    ("code", "response", "fault"),
    [
        ("GMR", Response(Move("one", 0, 4), TO_TWO), "not every improvement is answered"),
        ("NASH", Response(IMPROVEMENT, TO_TWO), "no replies count"),
        ("NASH", Response(IMPROVEMENT, None, (), (), (BACK,)), "no replies count"),
        ("GMR", Response(IMPROVEMENT, ()), "a sanction without a move"),
        ("SMR", Response(IMPROVEMENT, TO_TWO), "the sanction can be escaped"),
        ("SMR", Response(IMPROVEMENT, TO_TWO, (1,)), "the sanction can be escaped"),
        ("GMR", Response(IMPROVEMENT, TO_TWO, (1,)), "the sanction can be escaped"),
        (
            "GMR",
            Response(IMPROVEMENT, (Move("three", 1, 2),)),
            "a sanction has a step that can't be made",
        ),
        (
            "GMR",
            Response(IMPROVEMENT, (Move("three", 2, 3),)),
            "a sanction has a step that can't be made",
        ),
        ("SEQ", Response(IMPROVEMENT, None), "the replies listed aren't all there are"),
        (
            "SEQ",
            Response(IMPROVEMENT, None, (), (2, 3), ()),
            "a reply deters and isn't escaped",
        ),
    ],
)
def test_what_does_not_stand_up(code: str, response: Response, fault: str) -> None:
    assert fault in said(code, response)


def test_a_sanction_by_oneself_or_twice_in_a_row() -> None:
    model = build(
        graph_conflict(
            3,
            {"one": {0: [1], 1: [2]}, "two": {1: [0], 0: [2]}},
            {"one": [1, 2, 0], "two": [0, 0, 0]},
        )
    )
    own = Response(IMPROVEMENT, (Move("one", 1, 2),))
    assert said("GMR", own, model) == ["a sanction has the wrong mover"]
    twice = Response(IMPROVEMENT, (Move("two", 1, 0), Move("two", 0, 2)))
    assert said("GMR", twice, model) == ["a sanction has the wrong mover"]


def test_a_sanction_that_ends_well() -> None:
    model = build(
        graph_conflict(3, {"one": {0: [1]}, "two": {1: [2]}}, {"one": [0, 1, 1], "two": [0, 0, 0]})
    )
    response = Response(IMPROVEMENT, (Move("two", 1, 2),))
    assert said("GMR", response, model) == ["the sanction ends where it does not deter"]


@pytest.mark.parametrize(
    ("escape", "fault"),
    [
        (Escape((), Move("one", 2, 1)), ["an escape from no move"]),
        (Escape(TO_TWO, Move("two", 2, 1)), ["an escape isn't a move"]),
        (Escape(TO_TWO, Move("one", 1, 1)), ["an escape isn't a move"]),
        (
            Escape(TO_TWO, Move("one", 2, 3)),
            ["an escape isn't a move", "an escape doesn't help"],
        ),
        (
            Escape((Move("one", 1, 2),), Move("one", 2, 1)),
            ["a sanction has the wrong mover", "a sanction has a step that can't be made"],
        ),
    ],
)
def test_an_escape_that_is_none(escape: Escape, fault: list[str]) -> None:
    response = Response(IMPROVEMENT, None, (), (2,), (escape,))
    assert said("SSEQ", response, OPEN) == fault


def test_an_escape_where_the_concept_knows_none() -> None:
    response = Response(IMPROVEMENT, None, (), (2,), (BACK,))
    assert said("SEQ", response, OPEN) == ["an escape doesn't help"]


def test_every_fault_is_told() -> None:
    verdict = concepts()["SMR"].define(MODEL, "one", 0)
    (response,) = verdict.responses
    wrong = replace(response, sanction=(Move("one", 1, 2),), countermoves=())
    assert faults(MODEL, replace(verdict, responses=(wrong, wrong))) == [
        "not every improvement is answered",
        *["a sanction has the wrong mover", "a sanction has a step that can't be made"],
        "the sanction can be escaped",
        *["a sanction has the wrong mover", "a sanction has a step that can't be made"],
        "the sanction can be escaped",
    ]


def test_who_has_no_moves_listed_has_none() -> None:
    model = build(
        conflict_of(
            decision_makers={"one": {"name": "One"}, "two": {"name": "Two"}},
            states={"p": "P", "q": "Q"},
            moves={"one": [["p", "q"]]},
            preferences={"one": {"ranking": ["q", "p"]}, "two": {"ranking": ["p", "q"]}},
        )
    )
    for concept in find_concepts(CODES):
        for dm in model.decision_makers:
            for state in range(2):
                assert faults(model, concept.define(model, dm, state)) == []


def test_what_stands_beside_a_sanction_or_instead_of_one() -> None:
    sanctioned = Response(IMPROVEMENT, TO_THREE)
    beside = "a sanction needs no replies and escapes beside it"
    assert beside in said("GMR", replace(sanctioned, replies=(2,)))
    assert beside in said("GMR", replace(sanctioned, escapes=(BACK,)))
    withheld = Response(IMPROVEMENT, None, countermoves=(1,))
    assert "countermoves without a sanction" in said("GMR", withheld)


@pytest.mark.parametrize("case", case_names())
def test_preferences_as_written_are_those_of_the_model(case: str) -> None:
    conflict = load(case)
    for scenario in (None, *conflict.scenarios):
        model = build(conflict, scenario)
        for dm, preference in model.preferences.items():
            for q, s in itertools.product(range(len(model.states)), repeat=2):
                assert tempts(model, dm, q, s) == bool(preference.ranks[q] > preference.ranks[s])


@pytest.mark.parametrize(
    "wish",
    [
        *("a", "not a", "a and b", "a or b", "a implies b", "a iff b", "true", "false", "both"),
        *("a if b", "not (a and b) or both", "a and not b and true", "(a or b) implies (a and b)"),
    ],
)
def test_a_wish_as_written_holds_where_the_model_says(wish: str) -> None:
    options = {"x": {"name": "X", "options": {"a": "A", "b": "B"}}}
    terms = {"both": "a and b"}
    by_wish, by_weight = (
        build(conflict_of(decision_makers=options, terms=terms, preferences={"x": preference}))
        for preference in ({"statements": [wish]}, {"weights": {"a": 1, "b": -2, "both": 0.5}})
    )
    for model in (by_wish, by_weight):
        ranks = model.preferences["x"].ranks
        for q, s in itertools.product(range(4), repeat=2):
            assert tempts(model, "x", q, s) == bool(ranks[q] > ranks[s])


def test_verdicts_from_other_preferences_than_those_written_are_rejected() -> None:
    model = build(load("chicken"))
    nothing = OrdinalPreference(np.zeros(len(model.states), dtype=np.int64))
    blind = replace(model, preferences=dict.fromkeys(model.preferences, nothing))
    verdicts = [
        concept.define(blind, dm, state)
        for concept in find_concepts()
        for dm in blind.decision_makers
        for state in range(len(blind.states))
    ]
    assert all(verdicts)
    assert any(faults(blind, verdict) for verdict in verdicts)


def test_a_wish_about_states_of_graph_form_as_written() -> None:
    model = build(
        conflict_of(
            decision_makers={"x": {"name": "X"}},
            states={"s0": "One", "s1": "Two", "s2": "Three"},
            preferences={"x": {"statements": ["s1 or s2", "s2"]}},
        )
    )
    assert model.preferences["x"].ranks.tolist() == [0, 1, 2]
    for q, s in itertools.product(range(3), repeat=2):
        assert tempts(model, "x", q, s) == (q > s)
