"""What is wrong with a model's names and statements, all of it at once, by place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from countermove.analysis.solving import solve
from countermove.building import build, check
from countermove.errors import ModelError, Problem
from countermove.files.model_file import read
from countermove.model import checks
from countermove.model.checks import problems_of
from countermove.model.conflict import Conflict
from models import conflict_of

DMS: dict[str, Any] = {
    "us": {"name": "US", "options": {"deal": "Deal", "stop": "Stop"}},
    "eu": {"name": "EU", "options": {"guarantee": "Guarantee", "stop": "Stop"}},
}
PREFERENCES: dict[str, Any] = {"us": {"statements": ["deal"]}, "eu": {"statements": []}}


def found(**parts: Any) -> list[tuple[str, str]]:
    """Return place and fault of each problem of a sound model with some parts replaced."""
    data = {"decision_makers": DMS, "preferences": PREFERENCES, **parts}
    return [
        (".".join(map(str, problem.path)), problem.what)
        for problem in problems_of(conflict_of(**data))
    ]


def test_a_sound_model_has_no_problems() -> None:
    assert found() == []


@pytest.mark.parametrize(
    "key", ["text", "moves", "does", "stops", "because", "note", "name", "called", "options"]
)
def test_a_key_among_the_options_is_not_taken_for_one(key: str) -> None:
    options = {"strike": "Strike", key: "take"}
    problem = found(
        decision_makers={"us": {"name": "US", "options": options}},
        preferences={"us": {"statements": []}},
    )
    what = f"'{key}' would be an option here, as every key among the options is."
    assert problem == [(f"decision_makers.us.options.{key}", what)]


@pytest.mark.parametrize("key", ["note", "summary", "status_quo", "moves"])
def test_a_key_of_the_model_is_not_taken_for_a_state(key: str) -> None:
    what = f"'{key}' would be an outcome here, as every key among the outcomes is."
    assert graph(states={"calm": "Calm", "war": "War", key: "calm"}) == [(f"states.{key}", what)]


def graph(**parts: Any) -> list[tuple[str, str]]:
    data = {
        "decision_makers": {"us": {"name": "US"}, "eu": {"name": "EU"}},
        "states": {"calm": "Calm", "war": "War"},
        "moves": {"us": [["calm", "war"]]},
        **parts,
    }
    return found(
        **{"preferences": {"us": {"statements": ["calm"]}, "eu": {"statements": []}}, **data}
    )


@pytest.mark.parametrize(
    ("parts", "place", "what"),
    [
        (
            {"decision_makers": {}, "preferences": {}},
            "decision_makers",
            "the model has no parties.",
        ),
        (
            {"decision_makers": {"us": {"name": "US"}}, "preferences": {"us": {"statements": []}}},
            "decision_makers",
            "no party has an option.",
        ),
        (
            {"decision_makers": {**DMS, "eu": {**DMS["eu"], "name": "US"}}},
            "decision_makers.eu.name",
            "'us' and 'eu' are both called 'US'.",
        ),
        ({"terms": {"deal": "stop"}}, "terms.deal", "'deal' is an option and can't be a term too."),
        ({"terms": {"t": "t"}}, "terms.t", "the term 't' is defined by itself."),
        (
            {"terms": {"iF": "deal"}},
            "terms.iF",
            "'iF' is a word of the statements and can't be a name.",
        ),
        ({"rules": {"infeasible": ["deel"]}}, "rules.infeasible.0", "no option 'deel'."),
        (
            {"rules": {"infeasible": ["deal", "stop"]}},
            "rules.infeasible.1",
            "'stop' is an option of several parties.",
        ),
        (
            {"rules": {"coalesce": ["deal and"]}},
            "rules.coalesce.0",
            "the statement ends too early.",
        ),
        ({"rules": {"at_most_one": [["deal", "x"]]}}, "rules.at_most_one.0.1", "no option 'x'."),
        (
            {"rules": {"at_least_one": [["deal", "us.deal"]]}},
            "rules.at_least_one.0.1",
            "'us.deal' stands here twice.",
        ),
        ({"rules": {"exactly_one": [[]]}}, "rules.exactly_one.0", "this list of options is empty."),
        ({"rules": {"requires": {"x": "deal"}}}, "rules.requires.x", "no option 'x'."),
        (
            {"rules": {"requires": {"deal": "eu.deal"}}},
            "rules.requires.deal",
            "no option 'deal' of EU.",
        ),
        (
            {"status_quo": ["deal", "t"], "terms": {"t": "deal"}},
            "status_quo.1",
            "'t' is a term, and only an option can stand here.",
        ),
        ({"status_quo": ["deal", "deal"]}, "status_quo.1", "'deal' stands here twice."),
        (
            {"preferences": {"us": {"statements": ["deal", "guarante"]}, "eu": {"statements": []}}},
            "preferences.us.statements.1",
            "no option 'guarante'.",
        ),
        (
            {"preferences": {"us": {"weights": {"deal": 1, "x": 2}}, "eu": {"statements": []}}},
            "preferences.us.weights.x",
            "no option 'x'.",
        ),
        (
            {"preferences": {**PREFERENCES, "ru": {"statements": []}}},
            "preferences.ru",
            "no party 'ru'.",
        ),
        (
            {"preferences": {"us": {"statements": []}}},
            "decision_makers.eu",
            "EU has no preferences.",
        ),
        (
            {"claims": {"c": {"says": "x", "never": "x"}}},
            "claims.c.never",
            "no option 'x'.",
        ),
        (
            {"claims": {"c": {"says": "x", "always": "deal", "because": ["s"]}}},
            "claims.c.because.0",
            "no source 's'.",
        ),
        (
            {
                "preferences": {
                    "us": {"statements": [{"holds": "deal", "because": ["s"]}]},
                    "eu": {"statements": []},
                }
            },
            "preferences.us.statements.0.because.0",
            "no source 's'.",
        ),
        (
            {"preferences": {**PREFERENCES, "us": {"weights": {"deal": 1, "us.deal": 2}}}},
            "preferences.us.weights.us.deal",
            "'us.deal' and 'deal' are one and the same, with a weight each.",
        ),
        (
            {"rules": {"requires": {"YYN-": "deal"}}},
            "rules.requires.YYN-",
            "'YYN-' is a pattern, and only a name can stand here.",
        ),
        (
            {"labels": {"ynnn": "YNNN"}},
            "labels.ynnn",
            "'ynnn' could be a pattern, and mean another outcome.",
        ),
        (
            {"terms": {"YYYY": "deal"}},
            "terms.YYYY",
            "'YYYY' could be a pattern, and mean another outcome.",
        ),
        (
            {"rules": {"infeasible": ["YY-"]}},
            "rules.infeasible.0",
            "'YY-' has 3 choices for 4 options.",
        ),
    ],
)
def test_what_is_wrong_with_a_model(parts: dict[str, Any], place: str, what: str) -> None:
    assert (place, what) in found(**parts)


@pytest.mark.parametrize(
    ("parts", "place", "what"),
    [
        ({"moves": {"us": [["calm", "peace"]]}}, "moves.us.0.1", "no outcome 'peace'."),
        (
            {"moves": {"us": [["calm"]]}},
            "moves.us.0",
            "a move is a pair of outcomes, from and to; this one has 1.",
        ),
        (
            {"moves": {"us": [["war", "war"]]}},
            "moves.us.0",
            "this move leads from 'war' to itself.",
        ),
        ({"moves": {"ru": [["calm", "war"]]}}, "moves.ru", "no party 'ru'."),
        ({"labels": {"1": "Y"}}, "labels", "outcomes given one by one are their own labels."),
        (
            {"rules": {"infeasible": ["war"]}},
            "rules.infeasible",
            "rules belong to options; this model gives its outcomes one by one.",
        ),
        (
            {"rules": {"coalesce": ["war"]}},
            "rules.coalesce",
            "outcomes given one by one can't be coalesced.",
        ),
        (
            {"status_quo": ["calm"]},
            "status_quo",
            "the status quo of a model in graph form is the id of one outcome.",
        ),
        ({"terms": {"war": "calm"}}, "terms.war", "'war' is an outcome and can't be a term too."),
        (
            {"states": {"calm": "Calm", "war": "War", "not": "Not"}},
            "states.not",
            "'not' is a word of the statements and can't be a name.",
        ),
        ({"claims": {"c": {"says": "x", "never": "wars"}}}, "claims.c.never", "no outcome 'wars'."),
        (
            {
                "decision_makers": {
                    "us": {"name": "US", "options": {"a": "A"}},
                    "eu": {"name": "EU"},
                }
            },
            "decision_makers.us.options",
            "a model has either options or outcomes given one by one, not both.",
        ),
    ],
)
def test_what_is_wrong_with_a_model_in_graph_form(
    parts: dict[str, Any], place: str, what: str
) -> None:
    assert (place, what) in graph(**parts)


def test_a_sound_model_in_graph_form_has_no_problems() -> None:
    assert graph() == []


def test_terms_defined_by_each_other_are_named_in_the_order_of_their_use() -> None:
    ((place, what),) = found(terms={"a": "not b", "b": "c or deal", "c": "a", "d": "a and deal"})
    assert place == "terms.a"
    assert what == (
        "the term 'a' is defined by itself: 'a', which uses 'b', which uses 'c', which uses 'a'."
    )


def test_all_mistakes_are_found_at_once() -> None:
    places = [
        place
        for place, _ in found(
            terms={"t": "x"},
            rules={"infeasible": ["y", "z and y"]},
            status_quo=["q"],
            claims={"c": {"says": "x", "never": "("}},
            preferences={"us": {"statements": ["p"], "because": ["s"]}},
        )
    ]
    assert places == [
        "terms.t",
        "rules.infeasible.0",
        "rules.infeasible.1",
        "rules.infeasible.1",
        "preferences.us.statements.0",
        "claims.c.never",
        "status_quo.0",
        "preferences.us.because.0",
        "decision_makers.eu",
    ]


def test_a_suggestion_is_made_from_the_options_of_who_was_probably_meant() -> None:
    data = {"decision_makers": DMS, "preferences": PREFERENCES}
    (problem,) = problems_of(conflict_of(**data, rules={"infeasible": ["not guarentee"]}))
    assert problem.advice == (
        "Did you mean 'guarantee'? The options of EU are: guarantee, eu.stop."
    )
    assert problem.offset == 4


# -- scenarios ------------------------------------------------------------------------------------


def scenario(**parts: Any) -> dict[str, Any]:
    return {"what-if": {"title": "What if", **parts}}


@pytest.mark.parametrize(
    ("statement", "advice"),
    [
        ("dealIFFguarantee", "Write 'deal IFF guarantee'."),
        ("Y-", "The options in order are: deal, us.stop, guarantee, eu.stop."),
        ("without", "Write 'and not'."),
        ("1100", "As a pattern, write 'YYNN'."),
        ("yynn", "As a pattern, write 'YYNN'."),
        ("3", "Write a letter for each option: Y, N or -. The options are: deal, us.stop,"),
        ("dea\u200bl", "'deal' looks the same, but here stands a character that can't be seen"),
    ],
)
def test_what_to_write_for_what_is_no_name(statement: str, advice: str) -> None:
    data = {"decision_makers": DMS, "preferences": PREFERENCES}
    (problem,) = problems_of(conflict_of(**data, rules={"infeasible": [statement]}))
    assert advice in problem.advice


def test_accents_written_in_two_ways_are_told_apart() -> None:
    parties = {"a": {"name": "A", "options": {"gr\u00e8ve": "Strike"}}}
    (problem,) = problems_of(
        conflict_of(decision_makers=parties, preferences={"a": {"statements": ["gre\u0300ve"]}})
    )
    assert "looks the same, but a letter and its mark are one character" in problem.advice


def test_patterns_stand_wherever_statements_do() -> None:
    data = {"decision_makers": DMS, "preferences": {**PREFERENCES, "eu": {"statements": ["NNY-"]}}}
    rules = {"infeasible": ["YY--"], "feasible": ["Y---", "--Y-"], "coalesce": ["N---"]}
    claims = {"c": {"says": "C", "never": "YN-- or eu.stop"}}
    assert problems_of(conflict_of(**data, rules=rules, claims=claims, terms={"t": "-YYN"})) == ()


def test_a_mistake_of_a_scenario_is_placed_in_it() -> None:
    assert found(scenarios=scenario(rules={"infeasible": ["deal", "x"]})) == [
        ("scenarios.what-if.rules.infeasible.1", "no option 'x'.")
    ]


def test_a_mistake_of_the_base_is_reported_once() -> None:
    assert found(rules={"infeasible": ["x"]}, scenarios=scenario(status_quo=[])) == [
        ("rules.infeasible.0", "no option 'x'.")
    ]


def test_a_mistake_that_a_scenario_repeats_is_reported_in_both() -> None:
    rules = {"infeasible": ["x"]}
    assert found(rules=rules, scenarios=scenario(rules=rules)) == [
        ("rules.infeasible.0", "no option 'x'."),
        ("scenarios.what-if.rules.infeasible.0", "no option 'x'."),
    ]


def test_a_mistake_that_a_scenario_makes_of_the_base_says_so() -> None:
    """The base uses an id that only the scenario gives to a second decision maker."""
    extra = {"eu": {"options": {"deal": "Deal as well"}}}
    assert found(scenarios=scenario(decision_makers=extra)) == [
        (
            "preferences.us.statements.0",
            "in scenario 'what-if', 'deal' is an option of several parties.",
        )
    ]


def test_a_scenario_that_names_what_is_not_there() -> None:
    places = [
        place
        for place, _ in found(
            scenarios=scenario(
                preferences={"ru": {"statements": []}}, claims={"c": {"says": "x", "never": "x"}}
            )
        )
    ]
    assert places == ["scenarios.what-if.claims.c.never", "scenarios.what-if.preferences.ru"]


# -- states, rankings, rules: found when the model is built ---------------------------------------


def built(**parts: Any) -> list[tuple[str, str]]:
    data = {"decision_makers": DMS, "preferences": PREFERENCES, **parts}
    problems = check(conflict_of(**data))
    return [(".".join(map(str, problem.path)), problem.what) for problem in problems]


def test_a_sound_model_can_be_solved() -> None:
    assert built() == []


def test_building_reports_all_mistakes_at_once() -> None:
    faults = built(
        rules={"coalesce": ["guarantee"]},
        status_quo="NNNNN",
        preferences={
            "us": {"statements": ["deal", "eu.stop"]},
            "eu": {"weights": {"us.stop": 1, "eu.stop": 2}},
        },
        claims={"c": {"says": "x", "never": "eu.stop"}},
    )
    assert [place for place, _ in faults] == [
        "status_quo",
        "preferences.us.statements.0",
        "preferences.us.statements.1",
        "preferences.eu.weights.us.stop",
        "preferences.eu.weights.eu.stop",
        "claims.c.never",
    ]


def test_mistakes_in_names_come_before_those_in_states() -> None:
    assert built(rules={"infeasible": ["true"]}, status_quo=["x"]) == [
        ("status_quo.0", "no option 'x'.")
    ]


def test_every_scenario_is_built() -> None:
    faults = built(
        scenarios={
            "none": {"title": "Nothing", "rules": {"infeasible": ["true"]}},
            "fine": {"title": "Fine"},
            "rank": {"title": "Rank", "preferences": {"us": {"ranking": [1]}}},
        }
    )
    assert [place for place, _ in faults] == [
        "scenarios.none.rules.infeasible.0",
        "scenarios.rank.preferences.us.ranking",
    ]


def test_a_scenario_that_rules_out_the_status_quo_of_the_base() -> None:
    rules = {"infeasible": ["deal"]}
    ((place, what),) = built(
        status_quo=["deal"], scenarios={"none": {"title": "No deal", "rules": rules}}
    )
    assert place == "status_quo"
    assert what == (
        "in scenario 'none', the status quo: “Deal” is infeasible; "
        "the rule “Never: Deal” excludes it."
    )


def test_a_mistake_in_states_of_the_base_is_reported_once() -> None:
    ((place, what),) = built(status_quo="NNNNN", scenarios={"same": {"title": "Same"}})
    assert place == "status_quo"
    assert not what.startswith("in scenario")


def test_a_wrong_model_is_not_built() -> None:
    with pytest.raises(ModelError, match="no option 'x'"):
        build(conflict_of(decision_makers=DMS, preferences=PREFERENCES, status_quo=["x"]))


def test_what_was_right_is_checked_again_only_where_it_is_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[str] = []
    once = checks._base_problems

    def counted(conflict: Conflict) -> Iterator[Problem]:
        looked_at.append(conflict.title)
        return once(conflict)

    monkeypatch.setattr(checks, "_base_problems", counted)
    conflict = read("talks-2025").checked()
    once_each = [conflict.title, *(one.title for one in conflict.scenarios.values())]
    assert [title.rpartition(" – ")[2] for title in looked_at] == once_each
    solve(conflict)
    solve(conflict, scenario="any-terms")
    assert len(looked_at) == len(once_each)

    digest = conflict.digest
    changed = conflict.model_copy(update={"terms": {**conflict.terms, "t": "nobody"}})
    assert problems_of(changed)[0].path == ("terms", "t")
    assert conflict.digest == digest != changed.digest
    assert problems_of(conflict) == ()
