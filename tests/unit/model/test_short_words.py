"""Short words for options: what tells each from the others, and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove import load
from countermove.model.short_words import short_words
from countermove.model.vocabulary import Vocabulary


def test_talks() -> None:
    assert list(Vocabulary(load("talks-2025")).called.values()) == [
        "Terms on offer",
        "Concede borders",
        "Settle on the terms",
        "Accept the terms",
        "Provide security guarantees",
    ]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["Walk out"], ["Walk out"]),
        (["Give way on the dates"], ["Give way"]),
        (["Strike, and keep the port closed"], ["Strike"]),
        (["Give money (some of it) to the poor"], ["Give money"]),
        # Longer where two would be the same, as long as it takes.
        (
            ["Send ships to the north of the island", "Send ships to the south of the island"],
            ["Send ships to the north", "Send ships to the south"],
        ),
        # A name of several words is not taken apart.
        (
            ["Find in favour of the United States of America", "Find in favour of Canada"],
            ["Find in favour of the United States", "Find in favour of Canada"],
        ),
        (["Den Vertrag mit den Nachbarn im Herbst kündigen"], ["Den Vertrag mit den Nachbarn"]),
        # Without spaces it is cut by characters.
        (["与邻国就停火协议重新开始谈判并签署最终协议"], ["与邻国就停火协议重"]),
        ([" \n "], ["0.x"]),
    ],
)
def test_what_is_said(texts: list[str], said: list[str]) -> None:
    options = {f"{k}.x": (text, f"Party {k}") for k, text in enumerate(texts)}
    assert list(short_words(options).values()) == said


def test_the_same_text_of_two_parties_has_the_party_with_it() -> None:
    options = {"a.s": ("Strike", "Union"), "b.s": ("Strike", "Staff"), "b.t": ("Strike", "Staff")}
    assert list(short_words(options).values()) == [
        "Strike (Union)",
        "Strike (b.s)",
        "Strike (b.t)",
    ]


@given(
    st.lists(
        st.tuples(
            st.one_of(
                st.text(max_size=40),
                st.lists(
                    st.sampled_from(
                        ["Go", "on", "the", "North", "west", "和", "平", "(a)", "(2),"]
                    ),
                    max_size=9,
                ).map(" ".join),
            ),
            st.sampled_from(["a", "b", ""]),
        ),
        max_size=8,
    )
)
def test_they_are_all_different_and_never_empty(parts: list[tuple[str, str]]) -> None:
    """Whatever is written, in any script, people can tell what is meant."""
    said = short_words({f"p.{k}": part for k, part in enumerate(parts)})
    assert len({words.casefold() for words in said.values()}) == len(parts)
    assert all(words.strip() for words in said.values())
