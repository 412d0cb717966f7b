"""Coalitions in every model: definitions, implications, special cases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition_reference import CoalitionReference, subsets
from countermove.analysis.coalitions.concepts import COALITIONAL_CONCEPTS
from countermove.analysis.coalitions.definition import Improvement, coalition_verdict
from countermove.analysis.coalitions.stable import coalitions
from countermove.analysis.equilibria import solve
from countermove.graph_model import GraphModel
from models import FORMS, free_models, graph_models, option_models
from seeded import seeded_model

CODES = tuple(concept.code for concept in COALITIONAL_CONCEPTS)
IMPROVEMENTS: tuple[Improvement, ...] = ("strict", "pareto")
FEW = {"decision_makers": (2, 4)}


def check(model: GraphModel, improvement: Improvement, pick: int) -> None:
    """Compare the fast way with the definition: one coalition, and all of them."""
    reference = CoalitionReference(model, improvement)
    states = range(len(model.states))
    every = coalitions(model, improvement=improvement)
    for code in CODES:
        expected = [s for s in states if reference.universally(code, s)]
        assert every.stable[code].positions().tolist() == expected, code
    groups = subsets(reference.everyone)
    group = sorted(groups, key=sorted)[pick % len(groups)]
    one = coalitions(model, group, improvement=improvement)
    for concept in COALITIONAL_CONCEPTS:
        code = concept.code
        expected = [s for s in states if reference.stable(code, group, s)]
        assert one.stable[code].positions().tolist() == expected, (code, group)
        witnessed = [
            coalition_verdict(model, concept, sorted(group), s, improvement).is_stable
            for s in states
        ]
        assert witnessed == [s in expected for s in states]


@pytest.mark.parametrize("improvement", IMPROVEMENTS)
@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@settings(max_examples=25)
def test_the_fast_way_agrees_with_the_definition(
    form: str, improvement: Improvement, data: st.DataObject
) -> None:
    limits = FEW if form == "graph form" else {**FEW, "most_options": 4}
    check(data.draw(FORMS[form](**limits)), improvement, data.draw(st.integers(0, 99)))
