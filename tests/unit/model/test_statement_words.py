"""Statements in words."""

import pytest

from countermove import load
from countermove.model.logic import WORDS, pieces
from countermove.model.statement_words import (
    Token,
    joined,
    statement_spelled_out,
    statement_words,
    tokens,
)
from countermove.model.vocabulary import Vocabulary
from models import conflict_of

talks = Vocabulary(load("talks-2025"))
apart = Vocabulary(
    conflict_of(
        title="Words",
        decision_makers={
            "a": {"name": "Ann", "options": {"both": "Sign and pay", "walk": "Walk out"}},
            "b": {"name": "Bo", "options": {"walk": "Walk out"}},
        },
        preferences={"a": {"statements": []}, "b": {"statements": []}},
    )
)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("guarantee", "Provide security guarantees"),
        (
            "guarantee implies terms is table",
            "Provide security guarantees only if Terms on offer: of all four",
        ),
        (
            "guarantee -> (us.terms is table & !settle)",
            "Provide security guarantees only if (Terms on offer: of all four and not Settle on "
            "the terms)",
        ),
        ("if terms is table then accept", "if Terms on offer: of all four then Accept the terms"),
        (
            "accept unless terms is bilateral",
            "Accept the terms unless Terms on offer: with Russia alone",
        ),
        ("accept iff settle", "Accept the terms exactly when Settle on the terms"),
        ("accept xor terms is table", "Accept the terms or else Terms on offer: of all four"),
        ("deal but not concede", "deal and not Concede borders"),
        (
            "bilateral/N--- or true",
            "(Terms on offer: with Russia alone and not Concede borders) or always",
        ),
        ("-/----", "always"),
        (
            "not (terms is table) and (not (deal or offer))",
            "not Terms on offer: of all four and (not (deal or offer))",
        ),
    ],
)
def test_a_statement_is_said_as_it_is_written(statement: str, words: str) -> None:
    assert statement_words(talks, statement) == words


def test_words_of_an_option_are_not_taken_for_those_of_the_statement() -> None:
    assert statement_words(apart, "both") == "Sign and pay"
    assert statement_words(apart, "not both or b.walk") == ("not ‘Sign and pay’ or Walk out (Bo)")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("deal", "“Settle on the terms on offer” and “Accept the terms on offer”"),
        ("not deal", "not (“Settle on the terms on offer” and “Accept the terms on offer”)"),
        (
            "-/--YN",
            "“Accept the terms on offer” and not “Provide security guarantees, troops included”",
        ),
    ],
)
def test_for_who_knows_no_terms_all_is_said(statement: str, words: str) -> None:
    assert statement_spelled_out(talks, statement) == words


def test_an_outcome_of_a_graph_is_said_by_its_text() -> None:
    elmira = Vocabulary(load("elmira-graph"))
    words = "Uniroyal accepts the original order or Uniroyal accepts the modified order"
    assert statement_words(elmira, "accepted or modified_accepted") == words


def test_tokens_tell_what_stands_in_the_file_and_all_that_it_says() -> None:
    term, word, option, unknown, bracket = tokens(talks, "deal => ukraine.accept tabel )")
    assert term == Token("term", "deal", "Settle on the terms and Accept the terms", "deal")
    assert (word.kind, word.name, word.said) == ("word", "=>", "only if")
    text = "Accept the terms on offer"
    assert option == Token("option", "ukraine.accept", text, "Accept the terms", "ukraine")
    assert (unknown.kind, bracket.kind) == ("unknown", "bracket")


@pytest.mark.parametrize("statement", ["a b )) not", "a ? b", "?", "=", "", "and and"])
def test_what_is_no_statement_has_tokens_too(statement: str) -> None:
    """A file under work is shown as far as it goes, and nothing of it is lost."""
    assert "".join(token.name for token in tokens(talks, statement)) == statement.replace(" ", "")
    assert joined(tokens(talks, statement)).replace(" ", "") == statement.replace(" ", "")


@pytest.mark.parametrize(
    "word", ["a only if b", "a exactly when b", "a or else b", "a unless b", "if a then b"]
)
def test_what_is_said_may_be_written(word: str) -> None:
    assert " ".join(WORDS.get(p.kind, p.text) for p in pieces(word)) == word
