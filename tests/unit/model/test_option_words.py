"""Statements in which options stand by their words."""

import pytest

from countermove import load
from countermove.model.option_words import with_names
from countermove.model.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Terms on offer: with Russia alone", "terms is bilateral"),
        ("NOT terms on offer with russia alone", "NOT terms is bilateral"),
        (
            "(guarantee or Accept the terms on offer) and not deal",
            "(guarantee or accept) and not deal",
        ),
        ("nato membership implies deal", "concede implies deal"),
        ("Accept the terms unless not settle on the terms", "accept unless not settle"),
        ("accept", ""),  # names already
        ("terms", ""),  # of several options
        ("peace in our time", ""),
        ("settle and", ""),
    ],
)
def test_options_by_their_words_are_found_where_it_is_plain_which(typed: str, names: str) -> None:
    assert with_names(typed, Vocabulary(load("talks-2025"))) == names


def test_options_with_the_same_text_are_told_apart_by_their_party() -> None:
    words = Vocabulary(load("prisoners-dilemma"))
    both = "Keep silent (First prisoner) and not keep silent (second prisoner)"
    assert with_names(both, words) == "first.silent and not second.silent"
    assert not with_names("Keep silent", words)


def test_an_outcome_of_a_graph_may_be_named_by_its_text() -> None:
    words = Vocabulary(load("elmira-graph"))
    assert with_names("not Uniroyal accepts the original order", words) == "not accepted"
