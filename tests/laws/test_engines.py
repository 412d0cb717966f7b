"""All engines give the same verdicts, and they are those of the definitions."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.graph import sequences
from countermove.graph.sequences import least
from countermove.stability.engines import arrays
from engines import FAST, stable_lists, sweeping
from models import FORMS
from reference import CODES, Reference
from relations import opened

# Sweeps before the backward search takes over: so many that it never does, at once, after one.
SWEEPS = (sequences.SWEEPS, 0, 1)


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_engines_agree_with_the_definitions_written_anew(form: str, data: st.DataObject) -> None:
    model = data.draw(FORMS[form]())
    reference = Reference(model)
    expected = {
        code: {
            dm: [reference.stable(code, dm, s) for s in reference.states]
            for dm in model.decision_makers
        }
        for code in CODES
    }
    assert stable_lists(model, "definition", CODES) == expected
    for engine, sweeps in itertools.product(FAST, SWEEPS):
        with sweeping(sweeps):
            assert stable_lists(model, engine, CODES) == expected, f"{engine}, {sweeps} sweeps"


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_preferences_that_are_no_order_are_answered_by_definition(
    form: str, data: st.DataObject
) -> None:
    model = data.draw(opened(FORMS[form]()))
    reference = Reference(model)
    assert stable_lists(model, "auto", CODES) == {
        code: {
            dm: [reference.stable(code, dm, s) for s in reference.states]
            for dm in model.decision_makers
        }
        for code in CODES
    }


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_backward_search_finds_what_the_sweeps_find(form: str, data: st.DataObject) -> None:
    """Compare the least replies themselves, for any labels: a verdict may hide a difference."""
    model = data.draw(FORMS[form](decision_makers=(2, 4)))
    engine = arrays.ArrayEngine(model)
    around = list(engine._around.values())
    label = np.array(
        data.draw(
            st.lists(st.integers(0, 5), min_size=len(model.states), max_size=len(model.states))
            if len(model.states) <= 16
            else st.just([s * 7919 % 13 for s in range(len(model.states))])
        )
    )
    for improving in (False, True):
        swept = least(label, around, improving=improving)
        backward = sequences._least_backwards(label, around, improving, lambda: None)
        assert backward.tolist() == swept.tolist()
