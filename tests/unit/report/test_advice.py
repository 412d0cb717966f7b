"""What is worth a second look in a model that is in order."""

from __future__ import annotations

from typing import Any

import pytest

from countermove.files.model_file import load, loads
from countermove.report.advice import advice_on
from countermove.report.checking import check
from countermove.report.starter import starter
from kinds_of_cases import RANKED
from models import conflict_of

DMS: dict[str, Any] = {
    "up": {"name": "Upstream", "options": {"dam": "Dam", "talk": "Talk"}},
    "down": {"name": "Downstream", "options": {"strike": "Strike"}},
}
PREFERENCES: dict[str, Any] = {
    "up": {"statements": ["dam", "talk"]},
    "down": {"statements": ["strike"]},
}


def advice(**parts: Any) -> list[tuple[str, str]]:
    """Return the place and the words for a model that gives no cause, with some parts replaced."""
    data = {"decision_makers": DMS, "preferences": PREFERENCES, "status_quo": [], **parts}
    conflict = conflict_of(**data)
    assert check(conflict).problems == ()
    return [(".".join(map(str, a.path)), a.what) for a in advice_on(conflict)]


def with_option(moves: str, **parts: Any) -> list[tuple[str, str]]:
    strike = {"text": "Strike", "moves": moves}
    more = {"strike": strike, "sue": "Sue"}
    return advice(
        decision_makers={**DMS, "down": {"name": "Downstream", "options": more}},
        preferences={**PREFERENCES, "down": {"statements": ["strike", "sue"]}},
        **parts,
    )


@pytest.mark.parametrize("case", RANKED)
def test_the_gallery_gives_no_cause(case: str) -> None:
    assert advice_on(load(case)) == ()


def test_the_starter_and_a_plain_model_give_no_cause() -> None:
    assert advice_on(loads(starter())) == ()
    assert advice() == []


def test_an_option_that_nothing_names() -> None:
    wishes = {"up": {"statements": ["dam"]}, "down": {"weights": {"strike": 1}}}
    told = [("decision_makers.up.options.talk", "no wish, rule or claim names “Talk”.")]
    assert advice(preferences=wishes) == told
    # A term that nothing uses names nothing; one that is used does.
    assert advice(preferences=wishes, terms={"t": "talk"}) == told
    assert advice(preferences=wishes, terms={"t": "u", "u": "talk"}, rules={"coalesce": []}) == told
    for used in (
        {"claims": {"c": {"says": "C", "never": "t"}}},
        {"rules": {"requires": {"dam": "t"}}},
        {"rules": {"at_most_one": [["dam", "talk"]]}},
        {"views": {"down": {"preferences": {"up": {"statements": ["talk"]}}}}},
        {"rules": {"infeasible": ["-YY"]}},  # what a pattern decides it names
    ):
        assert advice(preferences=wishes, terms={"t": "u", "u": "talk"}, **used) == []
    assert advice(preferences=wishes, rules={"infeasible": ["Y-Y"]}) == told
    # Where nobody wants anything yet, nothing is said option by option.
    assert advice(preferences={"up": {"statements": []}, "down": {"statements": []}}) == []
    # A ranking tells all outcomes apart.
    ranked = {**wishes, "down": {"ranking": ["NNY", "NYY", "YNY", "YYY", "--N"]}}
    assert advice(preferences=ranked) == []


@pytest.mark.parametrize(
    ("moves", "start", "says"),
    [
        ("both", [], ""),
        ("take", [], ""),
        ("drop", ["strike"], ""),
        ("fixed", [], "“Strike” isn't done at the start and can't be (moves = \"fixed\"), but "),
        ("drop", [], "“Strike” isn't done at the start and can't be (moves = \"drop\"), but "),
        ("fixed", ["strike"], "“Strike” is done at the start and can't be given up (moves = "),
        ("take", ["strike"], "“Strike” is done at the start and can't be given up (moves = "),
    ],
)
def test_an_option_that_stays_as_it_is_while_other_outcomes_count(
    moves: str, start: list[str], says: str
) -> None:
    told = with_option(moves, status_quo=start)
    assert [place for place, _ in told] == ["decision_makers.down.options.strike"] * bool(says)
    assert all(what.startswith(says) for _, what in told)
    rule = "not strike" if start else "strike"
    assert with_option(moves, status_quo=start, rules={"infeasible": [rule]}) == []


def test_nothing_is_said_of_fixed_options_where_the_start_is_not_known() -> None:
    assert with_option("fixed", status_quo=None) == []


def test_a_party_that_cannot_move() -> None:
    fixed = {"name": "Downstream", "options": {"strike": {"text": "Strike", "moves": "fixed"}}}
    told = ("decision_makers.down", "Downstream can't move from any outcome.")
    assert told in advice(decision_makers={**DMS, "down": fixed})
    # By the rules alone: what it does follows from what the other does.
    assert told in advice(rules={"infeasible": ["not (strike iff dam)"]})
    # Who has no options only looks on, and is meant to.
    watching = {**DMS, "un": {"name": "UN"}}
    assert (
        advice(decision_makers=watching, preferences={**PREFERENCES, "un": {"statements": []}})
        == []
    )


def test_a_party_without_moves_in_graph_form() -> None:
    graph = {
        "decision_makers": {"a": {"name": "A"}, "b": {"name": "B"}},
        "states": {"calm": "Calm", "war": "War"},
        "preferences": {"a": {"ranking": ["calm", "war"]}, "b": {"ranking": ["calm", "war"]}},
        "status_quo": "calm",
    }
    moves = {"a": [["calm", "war"]]}
    told = [("decision_makers.b", "B can't move from any outcome.")]
    assert advice(**graph, moves=moves) == told
    assert advice(**graph, moves={**moves, "b": []}) == []


def test_a_claim_that_the_rules_decide() -> None:
    claims = {
        "both": {"says": "Both", "never": "dam and strike"},
        "any": {"says": "Any", "always": "dam or not dam"},
        "open": {"says": "Open", "possible": "dam"},
    }
    assert advice(claims=claims, rules={"infeasible": ["dam and strike"]}) == [
        ("claims.both.never", "no outcome satisfies the statement of the claim “Both”."),
        ("claims.any.always", "every outcome satisfies the statement of the claim “Any”."),
    ]


def test_two_options_with_one_text_and_a_direction_for_a_text() -> None:
    up = {"name": "Upstream", "options": {"dam": "Build  it", "talk": "build it", "move": "take"}}
    wishes = {**PREFERENCES, "up": {"statements": ["dam", "talk", "move"]}}
    assert advice(decision_makers={**DMS, "up": up}, preferences=wishes) == [
        (
            "decision_makers.up.options.talk",
            "two options of Upstream are called “build it”.",
        ),
        ("decision_makers.up.options.move", "the text of the option 'move' is 'take'."),
    ]


def test_what_a_scenario_gives_is_looked_at_too() -> None:
    fixed = {"up": {"options": {"dam": {"text": "Dam", "moves": "fixed"}}}}
    scenarios = {
        "s": {"title": "S", "decision_makers": fixed},
        "t": {"title": "T", "rules": {"infeasible": ["dam and strike"]}},
    }
    told = advice(scenarios=scenarios, claims={"c": {"says": "C", "possible": "dam and strike"}})
    assert [place for place, _ in told] == ["scenarios.s.decision_makers.up.options.dam"]


def test_advice_is_data_and_no_mistake() -> None:
    report = check(
        conflict_of(decision_makers=DMS, preferences={**PREFERENCES, "up": {"statements": ["dam"]}})
    )
    assert report
    assert report.to_dict()["problems"] == []
    assert report.to_dict()["advice"] == [
        {
            "file": "'Test'",
            "line": None,
            "column": None,
            "path": "decision_makers.up.options.talk",
            "what": "no wish, rule or claim names “Talk”.",
            "advice": "Nobody cares then whether it is done: name it where it matters, or leave "
            "it out.",
        }
    ]
    assert not check(conflict_of(decision_makers=DMS, preferences={})).advice
