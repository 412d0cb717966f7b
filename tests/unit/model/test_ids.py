"""Ids made of words are ids, whatever the words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from countermove.model import logic
from countermove.model.ids import new_id, numbered
from countermove.model.reserved import is_reserved
from countermove.model.values import Identifier

ID: TypeAdapter[str] = TypeAdapter(Identifier)


@given(st.text(), st.sets(st.sampled_from(["strike", "strike-2", "option-7"])))
def test_of_any_text_comes_an_id_that_a_statement_can_name(text: str, taken: set[str]) -> None:
    name = new_id(text, taken, "option-7")
    assert ID.validate_python(name) == name
    assert not is_reserved(name)
    assert name not in taken
    assert [found.name for found in logic.names(logic.parse(name))] == [name]


def test_signs_of_numbers_and_words_of_statements_are_told_apart() -> None:
    assert new_id("2 \u0bf0 dams", (), "option") == "2-dams"
    assert new_id("\u0bf0", (), "option") == "option"
    assert new_id("Not", (), "option") == "not-option"
    assert new_id("If only", (), "option") == "if-only"


def test_what_is_taken_gets_the_next_number() -> None:
    names = numbered("strike")
    assert [next(names) for _ in range(3)] == ["strike", "strike-2", "strike-3"]
    assert new_id("Strike!", {"strike", "strike-2"}) == "strike-3"
