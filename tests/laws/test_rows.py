"""The engine on rows of bits answers as the definitions do, whatever the preferences are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.preferences.ways import way_of
from countermove.stability.engines.choose import Choice, choose, stable_states
from countermove.stability.registry import find_concepts
from models import FORMS
from relations import opened


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_rows_answer_as_the_definitions_do(form: str, data: st.DataObject) -> None:
    small = {"most_states": 6} if form == "graph form" else {"most_options": 4}
    model = data.draw(opened(FORMS[form](**small)))
    if data.draw(st.booleans()):
        model = replace(model, way=way_of(unknown="c", variants=["start"]))
    concepts = find_concepts(["NASH", "GMR", "SMR", "SEQ", "SSEQ"])
    chosen = choose("auto", concepts, model)
    assert chosen.engine == "rows"
    by_definition = stable_states(model, concepts, Choice("definition", ""))
    assert stable_states(model, concepts, chosen) == by_definition
