"""Rules in words."""

from __future__ import annotations

from typing import Any

import pytest

from countermove.analysis.rule_effects import ruling_of
from countermove.model.rule_words import quoted_rule, rule_words
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary
from countermove.report.rules import (
    joining_words,
    new_rule_words,
    removal_words,
)
from models import conflict_of

options = {"stay": "Stay", "go": "Go"}
parts: dict[str, Any] = {
    "title": "Words",
    "decision_makers": {
        "a": {"name": "Anna", "options": options},
        "b": {"name": "Bert", "options": {"stay": "Stay", "pay": "Pay"}},
    },
    "preferences": {"a": {"statements": []}, "b": {"statements": []}},
    "terms": {"deal": "go and pay"},
}


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("go", "Go"),
        ("-Y-N", "Go and not Pay"),
        ("not -Y-N", "not (Go and not Pay)"),
        ("----", "always"),
        ("go xor pay", "Go or else Pay"),
        ("-go & pay", "not Go and Pay"),
        ("not a.stay and b.stay", "not Stay (Anna) and Stay (Bert)"),
        ("go and pay and deal", "Go and Pay and deal"),
        ("not (go or pay or deal)", "not (Go or Pay or deal)"),
        ("go implies (pay iff deal)", "Go only if (Pay exactly when deal)"),
        ("pay if go", "Pay if Go"),
        ("true and not false", "always and not never"),
    ],
)
def test_a_statement_says_what_options_are(statement: str, words: str) -> None:
    assert statement_words(Vocabulary(conflict_of(**parts)), statement) == words


def test_every_kind_of_rule_has_its_words() -> None:
    vocabulary = Vocabulary(conflict_of(**parts))
    said = [
        rule_words(vocabulary, ("rules", "infeasible", 0), "go and not pay"),
        rule_words(vocabulary, ("rules", "infeasible", 0), "not (if go then pay)"),
        rule_words(vocabulary, ("rules", "infeasible", 0), "not (go)"),
        rule_words(vocabulary, ("rules", "requires", "deal"), "go"),
        rule_words(vocabulary, ("rules", "at_most_one", 0), ["go", "pay"]),
        rule_words(vocabulary, ("rules", "at_least_one", 0), ["go", "pay"]),
        rule_words(vocabulary, ("rules", "exactly_one", 0), ["go", "nobody"]),
        rule_words(vocabulary, ("rules", "coalesce", 0), "go"),
    ]
    assert said == [
        "Never: Go and not Pay.",
        "If Go then Pay.",
        "Always: Go.",
        "deal only if Go.",
        "At most one of “Go” and “Pay”.",
        "At least one of “Go” and “Pay”.",
        "Exactly one of “Go” and “nobody”.",
        "All outcomes with “Go” count as one.",
    ]


def test_a_rule_is_quoted_in_a_sentence() -> None:
    vocabulary = Vocabulary(conflict_of(**parts))
    assert [
        quoted_rule(vocabulary, ("rules", "requires", "deal"), "go"),
        quoted_rule(vocabulary, ("rules", "at_most_one", 0), ["go", "pay"]),
        quoted_rule(vocabulary, ("rules", "feasible"), ["go and pay", "not go"]),
    ] == [
        "“deal only if Go”",
        "“At most one of ‘Go’ and ‘Pay’”",
        "“Possible: ‘Go and Pay’, ‘not Go’”",
    ]


def test_what_a_rule_removes_is_said_with_what_others_do() -> None:
    rules = {"infeasible": ["go and not go", "go", "go and pay", "pay"], "coalesce": ["a.stay"]}
    ruling = ruling_of(conflict_of(**parts, rules=rules))
    assert [removal_words(ruling, ("rules", "infeasible", k)) for k in range(4)] == [
        "Removes nothing.",
        "Removes 8 of 16, 4 of them alone.",
        "Removes 4 of 16; others remove them, too.",
        "Removes 8 of 16, 4 of them alone.",
    ]
    alone = ruling_of(conflict_of(**parts, rules={"infeasible": ["go"]}))
    words = "Removes 8 of 16, all of them alone."
    assert removal_words(alone, ("rules", "infeasible", 0)) == words
    assert joining_words(ruling, "a.stay") == "Joins 2 outcomes into one."


def test_a_new_rule_is_counted_in_the_place_of_the_one_that_it_replaces() -> None:
    ruling = ruling_of(conflict_of(**parts, rules={"infeasible": ["go"]}))
    assert new_rule_words(ruling, "go") == "Removes nothing."
    replaced = ruling.without(("rules", "infeasible", 0))
    assert new_rule_words(replaced, "go") == "Removes 8 of 16 outcomes."
