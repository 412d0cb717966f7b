"""The engines on rows of bits answer as the definitions do, whatever the preferences are."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.building import build
from countermove.compiled import kernels
from countermove.graph_model import GraphModel
from countermove.preferences.ways import way_of
from countermove.stability.engines.choose import Choice, choose, stable_states
from countermove.stability.engines.rows import CompiledRowEngine, RowEngine
from countermove.stability.registry import Replies, find_concepts
from models import FORMS, graph_conflict
from relations import drawn_preference, opened

FIVE = find_concepts(["NASH", "GMR", "SMR", "SEQ", "SSEQ"])

ENGINES = {"numpy": RowEngine}
if (found := kernels()) is not None:
    ENGINES["compiled"] = partial(CompiledRowEngine, found=found)


def answered(model: GraphModel, engine: RowEngine) -> dict[str, dict[str, object]]:
    stable: dict[str, dict[str, object]] = {concept.code: {} for concept in FIVE}
    for dm in model.decision_makers:
        for replies in get_args(Replies):
            answers = engine.answer(dm, replies, frozenset([False, True]), lambda: None)
            for concept in FIVE:
                if concept.replies == replies:
                    stable[concept.code][dm] = answers[concept.escape]
    return stable


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_rows_answer_as_the_definitions_do(form: str, data: st.DataObject) -> None:
    small = {"most_states": 6} if form == "graph form" else {"most_options": 4}
    model = data.draw(opened(FORMS[form](**small)))
    if data.draw(st.booleans()):
        variants = st.lists(st.sampled_from(["start", "return-void", "gaining-escapes"]))
        model = replace(model, way=way_of(unknown="c", variants=data.draw(variants)))
    chosen = choose("auto", FIVE, model)
    assert chosen.engine == "rows"
    by_definition = stable_states(model, FIVE, Choice("definition", ""))
    assert stable_states(model, FIVE, chosen) == by_definition
    for engine in ENGINES.values():
        assert answered(model, engine(model)) == by_definition


@pytest.mark.parametrize("moves", [1, 3])
def test_more_states_than_are_worked_on_at_a_time(moves: int) -> None:
    """With few moves sequences end, with more of them most states lead to one another."""
    count, luck = 700, np.random.default_rng(moves)
    parties = ("one", "two", "three")
    lists = {dm: {s: luck.integers(0, count, moves) for s in range(count)} for dm in parties}
    ranks = {dm: [0] * count for dm in parties}
    loops = {
        dm: {s: sorted({*ends.tolist()} - {s}) for s, ends in of.items()}
        for dm, of in lists.items()
    }
    model = build(graph_conflict(count, loops, ranks))
    drawn = {dm: drawn_preference(count, k, counts=True) for k, dm in enumerate(parties)}
    model = replace(model, preferences=drawn)
    first, *others = [answered(model, engine(model)) for engine in ENGINES.values()]
    assert all(other == first for other in others)
    for concept in FIVE:
        for state in luck.integers(0, count, 8).tolist():
            verdict = concept.define(model, "one", state)
            assert (state in first[concept.code]["one"]) == verdict.is_stable
