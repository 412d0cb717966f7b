"""The checker of witnesses: what it says about each part that doesn't stand up."""

from __future__ import annotations

import itertools
from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest

from countermove.building import build
from countermove.files.model_file import load
from countermove.graph.sequences import Move, Path
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.preferences.ordinal import OrdinalPreference
from countermove.stability import registry
from countermove.stability.play import (
    ANY_REPLY,
    COUNTERMOVE,
    CREDIBLE_REPLY,
    LineOfPlay,
    Play,
    Turn,
)
from countermove.stability.registry import SolutionConcept, concepts, find_concepts
from countermove.stability.verdict import Verdict
from countermove.stability.witness import faults, tempts
from kinds_of_cases import RANKED
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
IMPROVEMENT = (Move("one", 0, 1),)
TO_TWO = (Move("two", 1, 2),)
TO_THREE = (*TO_TWO, Move("three", 2, 3))
BACK = LineOfPlay((Move("one", 2, 1),), Play(1, better=True))


def deterred(
    path: Path, turn: Turn = ANY_REPLY, end: Play | None = None, moves: Path = IMPROVEMENT
) -> LineOfPlay:
    """Return an improvement that a path of the others deters, which ends there or so."""
    play = end or Play(path[-1].target, better=False)
    return LineOfPlay(moves, Play(moves[-1].target, False, turn, (), (LineOfPlay(path, play),)))


def free(turn: Turn | None, reached: tuple[int, ...] = (), *replies: LineOfPlay) -> LineOfPlay:
    """Return an improvement that nothing deters, among replies that lead there."""
    return LineOfPlay(IMPROVEMENT, Play(1, True, turn, reached, replies))


STUCK = Play(3, False, COUNTERMOVE)
ESCAPED = LineOfPlay(TO_TWO, Play(2, True, COUNTERMOVE, (), (BACK,)))

# The same without three's move: whatever two does, one gets away.
OPEN = build(
    graph_conflict(
        4,
        {"one": {0: [1], 2: [1]}, "two": {1: [2]}},
        {"one": [1, 2, 1, 0], "two": [0, 0, 1, 0]},
    )
)


def said(code: str, line: LineOfPlay, model: GraphModel = MODEL) -> list[str]:
    return faults(model, Verdict(code, "one", 0, (line,)))


def test_what_is_read_off_a_ranking_knows_the_rest() -> None:
    data = two_by_two([0, 1, 2, 3], [3, 2, 1, 0]).to_dict()
    data["preferences"]["row"] = {"ranking": "4 > the rest > 1"}
    model = build(Conflict.model_validate(data))
    assert [tempts(model, "row", q, s) for q, s in ((3, 1), (1, 2), (1, 0), (0, 1))] == [
        *(True, False, True, False)
    ]


def test_true_witnesses() -> None:
    assert said("GMR", deterred(TO_TWO)) == []
    assert said("GMR", deterred(TO_THREE)) == []
    assert said("SMR", deterred(TO_THREE, end=STUCK)) == []
    assert said("NASH", free(None)) == []
    assert said("SSEQ", free(CREDIBLE_REPLY, (2,), ESCAPED), OPEN) == []


NO_STEP = "a move that can't be made"
TURN = "it isn't their turn"
NOT_ALL = "the ways on told aren't all there are"
TURNS_IT = "a way on that could turn it isn't followed"
ONE_WAY = "one way on is to be told, and one alone"


@pytest.mark.parametrize(
    ("code", "line", "fault"),
    [
        ("GMR", deterred(TO_TWO, moves=(Move("one", 0, 4),)), "not every way to leave is answered"),
        ("NASH", deterred(TO_TWO), TURN),
        ("NASH", free(ANY_REPLY, (2, 3)), TURN),
        ("SEQ", deterred(TO_TWO), TURN),
        ("GMR", free(None), TURN),
        ("GMR", LineOfPlay(IMPROVEMENT, Play(1, False, ANY_REPLY)), ONE_WAY),
        ("GMR", deterred((), end=Play(1, False)), "a line without a move"),
        ("GMR", deterred(TO_TWO, end=Play(3, False)), "a line leads elsewhere"),
        ("SMR", deterred(TO_TWO), TURN),
        ("SMR", deterred(TO_TWO, end=Play(2, False, COUNTERMOVE)), NOT_ALL),
        ("SMR", deterred(TO_TWO, end=Play(2, False, COUNTERMOVE, (1,))), TURNS_IT),
        ("GMR", deterred(TO_TWO, end=Play(2, False, COUNTERMOVE, (1,))), TURN),
        ("GMR", deterred((Move("three", 1, 2),)), NO_STEP),
        ("GMR", deterred((Move("three", 2, 3),)), NO_STEP),
        ("SEQ", free(CREDIBLE_REPLY), NOT_ALL),
        ("SEQ", free(CREDIBLE_REPLY, (2, 3)), TURNS_IT),
        ("GMR", deterred(TO_TWO, end=Play(2, False, None, (1,))), "it goes on where it ends"),
        ("GMR", deterred(TO_TWO, end=Play(2, True)), "a way on ends otherwise than said"),
    ],
)
def test_what_does_not_stand_up(code: str, line: LineOfPlay, fault: str) -> None:
    assert fault in said(code, line)


def test_a_sanction_by_oneself_or_twice_in_a_row() -> None:
    model = build(
        graph_conflict(
            3,
            {"one": {0: [1], 1: [2]}, "two": {1: [0], 0: [2]}},
            {"one": [1, 2, 0], "two": [0, 0, 0]},
        )
    )
    assert said("GMR", deterred((Move("one", 1, 2),)), model) == ["the wrong one moves"]
    twice = (Move("two", 1, 0), Move("two", 0, 2))
    assert said("GMR", deterred(twice), model) == ["the wrong one moves"]
    again = LineOfPlay((*IMPROVEMENT, Move("one", 1, 2)), Play(2, False))
    assert "somebody moves twice in a row" in said("NASH", again, model)


def test_a_sanction_that_ends_well() -> None:
    model = build(
        graph_conflict(3, {"one": {0: [1]}, "two": {1: [2]}}, {"one": [0, 1, 1], "two": [0, 0, 0]})
    )
    fault = ["an end is better or worse than said"]
    assert said("GMR", deterred((Move("two", 1, 2),)), model) == fault


@pytest.mark.parametrize(
    ("path", "escape", "fault"),
    [
        (TO_TWO, Move("two", 2, 1), ["the wrong one moves", NO_STEP]),
        (TO_TWO, Move("one", 1, 1), [NO_STEP]),
        (TO_TWO, Move("one", 2, 3), [NO_STEP, "an end is better or worse than said"]),
        ((Move("one", 1, 2),), Move("one", 2, 1), ["the wrong one moves", NO_STEP]),
    ],
)
def test_an_escape_that_is_none(path: Path, escape: Move, fault: list[str]) -> None:
    away = LineOfPlay((escape,), Play(escape.target, better=True))
    reply = LineOfPlay(path, Play(2, True, COUNTERMOVE, (), (away,)))
    assert said("SSEQ", free(CREDIBLE_REPLY, (2,), reply), OPEN) == fault


def test_an_escape_where_the_concept_knows_none() -> None:
    assert said("SEQ", free(CREDIBLE_REPLY, (2,), ESCAPED), OPEN) == [TURN]


def test_who_may_stop_where_it_is_better_is_not_shown_to_fail_by_going_on() -> None:
    """From where one is better off as it stands, no countermove needs to help."""
    model = build(
        graph_conflict(3, {"one": {0: [1]}, "two": {1: [2]}}, {"one": [0, 1, 1], "two": [0, 0, 0]})
    )
    stuck = Play(2, False, COUNTERMOVE)
    fault = ["an end is better or worse than said"]
    assert said("SMR", deterred((Move("two", 1, 2),), end=stuck), model) == fault


def test_a_concept_that_names_no_turns_is_checked_by_those_that_are_told() -> None:
    plain = {"code": "ANY", "name": "Any", "plain": "any", "foresight": "any"}
    with patch.dict(registry._REGISTERED, ANY=SolutionConcept(define=concepts, **plain)):
        assert said("ANY", deterred(TO_TWO)) == []
        assert said("ANY", deterred(TO_THREE, end=STUCK)) == []
        assert said("ANY", deterred((Move("three", 1, 2),))) == [NO_STEP]


def test_every_fault_is_told() -> None:
    verdict = concepts()["SMR"].define(MODEL, "one", 0)
    wrong = deterred((Move("one", 1, 2),), end=Play(2, False, COUNTERMOVE))
    of_each = ["the wrong one moves", NO_STEP, NOT_ALL]
    assert faults(MODEL, replace(verdict, lines=(wrong, wrong))) == [
        "not every way to leave is answered",
        *of_each,
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


@pytest.mark.parametrize("case", RANKED)
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
