"""Which engine answers: the one asked for, or the one that can."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from countermove.errors import UnknownNameError
from countermove.graph_model import GraphModel, build
from countermove.stability.engines import choose as choosing
from countermove.stability.engines.choose import Choice, choose, stable_states
from countermove.stability.engines.explicit import ExplicitEngine
from countermove.stability.registry import find_concepts
from models import two_by_two
from reference import CODES

FIVE = find_concepts(CODES)


@pytest.fixture
def model() -> GraphModel:
    return build(two_by_two([1, 0, 3, 2], [1, 3, 0, 2]))


def test_engines_are_chosen_by_name() -> None:
    assert choose("definition", FIVE) == Choice("definition", "asked for")
    assert choose("explicit", FIVE) == Choice("explicit", "asked for")
    assert choose("auto", FIVE) == Choice(
        "explicit", "rankings are complete and all states can be listed"
    )


def test_an_unknown_engine() -> None:
    with pytest.raises(UnknownNameError) as caught:
        choose("explizit", FIVE)
    assert str(caught.value) == (
        "no engine 'explizit'. Did you mean 'explicit'? "
        "The engines are: auto, definition, explicit."
    )


@pytest.mark.parametrize("engine", ["definition", "explicit"])
def test_the_engine_chosen_answers(model: GraphModel, engine: str) -> None:
    def refused(*_: Any) -> Any:
        raise AssertionError("the other engine was asked")

    other = (
        patch.object(choosing, "_by_definition", refused)
        if engine == "explicit"
        else patch.object(ExplicitEngine, "stable", refused)
    )
    with other:
        found = stable_states(model, FIVE, choose(engine, FIVE))
    assert list(found) == [concept.code for concept in FIVE]
    assert found["NASH"]["row"].tolist() == [True, False, True, False]
    assert found["SEQ"]["row"].tolist() == [True, False, True, True]
    assert all(mask.dtype == np.bool_ for by_dm in found.values() for mask in by_dm.values())
