"""Which engine answers: the one asked for, or the one that can."""

from __future__ import annotations

import itertools
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import pytest

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import StoppedError, UnknownNameError
from countermove.graph_model import GraphModel
from countermove.progress import Progress
from countermove.stability.engines import choose as choosing
from countermove.stability.engines.choose import Choice, choose, stable_states
from countermove.stability.registry import find_concepts
from engines import ENGINES, FAST, MODULES
from models import conflict_of, two_by_two
from reference import CODES

FIVE = find_concepts(CODES)
WHY = "rankings are complete and all outcomes can be listed"


@pytest.fixture
def model() -> GraphModel:
    return build(two_by_two([1, 0, 3, 2], [1, 3, 0, 2]))


@pytest.mark.parametrize("engine", ENGINES)
def test_engines_are_chosen_by_name(engine: str) -> None:
    assert choose(engine, FIVE, None) == Choice(engine, "asked for")  # type: ignore[arg-type]


def test_the_compiled_engine_is_chosen_where_it_was_built() -> None:
    with patch.object(choosing, "absence", return_value=""):
        assert choose("auto", FIVE, None) == Choice("compiled", WHY)


def test_where_it_was_not_built_numpy_is_chosen_and_the_reason_given() -> None:
    with patch.object(choosing, "absence", return_value="not built"):
        chosen = choose("auto", FIVE, None)
        assert chosen == Choice("numpy", f"{WHY}; the compiled kernels are missing: not built")
        with pytest.raises(UnknownNameError) as caught:
            choose("compiled", FIVE, None)
    assert str(caught.value) == (
        "the compiled kernels are missing: not built. "
        "Take engine 'numpy': the answers are the same."
    )


def test_an_unknown_engine() -> None:
    with pytest.raises(UnknownNameError) as caught:
        choose("compield", FIVE, None)
    assert str(caught.value) == (
        "no engine 'compield'. Did you mean 'compiled'? "
        "The engines are: auto, compiled, numpy, definition."
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_the_engine_chosen_answers_and_no_other(model: GraphModel, engine: str) -> None:
    def refused(*_: Any) -> Any:
        raise AssertionError("another engine was asked")

    asked = {
        "definition": patch.object(choosing, "_by_definition", refused),
        "numpy": patch.object(MODULES["numpy"].ArrayEngine, "answer", refused),
    }
    if "compiled" in MODULES:
        asked["compiled"] = patch.object(MODULES["compiled"].CompiledEngine, "answer", refused)
    del asked[engine]
    with ExitStack() as stack:
        for refusal in asked.values():
            stack.enter_context(refusal)
        found = stable_states(model, FIVE, choose(engine, FIVE, None))
    assert list(found) == [concept.code for concept in FIVE]
    assert found["NASH"]["row"].mask().tolist() == [True, False, True, False]
    assert found["SEQ"]["row"].mask().tolist() == [True, False, True, True]


# -- progress -------------------------------------------------------------------------------------


def of_size(options: int) -> GraphModel:
    """Return a model of three decision makers, large enough for several threads or not."""
    owned = {f"dm{k}": [f"o{k}{n}" for n in range(options)] for k in range(3)}
    parties = {
        dm: {"name": dm, "options": {o: {"text": o} for o in own}} for dm, own in owned.items()
    }
    preferences = {dm: {"statements": own} for dm, own in owned.items()}
    return build(conflict_of(decision_makers=parties, preferences=preferences))


@pytest.mark.parametrize(
    ("engine", "options"), [("definition", 2), *itertools.product(FAST, (2, 4))]
)
def test_who_follows_is_told_how_far_it_is_and_for_whom(engine: str, options: int) -> None:
    model = of_size(options)
    told: list[Progress] = []
    solution = solve(model, engine=engine, follow=told.append)
    whole = told.pop(0)
    assert whole.share == 0
    assert whole.concepts == solution.codes
    said = f"Finding what holds in {len(model.states):,} outcomes for 3 parties: "
    assert whole.expected.startswith(said)
    shares = [progress.share for progress in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.5 < shares[-1] < 1
    assert {progress.decision_maker for progress in told} == set(model.decision_makers)
    assert {code for progress in told for code in progress.concepts} == set(CODES)
    assert {progress.states for progress in told} == {len(model.states)}
    assert solution.stable == solve(model, engine=engine).stable


@pytest.mark.parametrize("after", [0, 2])
@pytest.mark.parametrize("options", [2, 4])
@pytest.mark.parametrize("engine", FAST)
def test_who_follows_may_stop_it(engine: str, options: int, after: int) -> None:
    told: list[Progress] = []

    def follow(progress: Progress) -> bool:
        told.append(progress)
        return len(told) <= after

    with pytest.raises(StoppedError, match=r"stopped when \d+% was done; nothing of it was kept"):
        solve(of_size(options), engine=engine, follow=follow)
    assert len(told) == after + 1


def test_an_exception_of_who_follows_goes_through() -> None:
    def follow(progress: Progress) -> None:
        raise KeyboardInterrupt

    for engine in FAST:
        with pytest.raises(KeyboardInterrupt):
            solve(of_size(4), engine=engine, follow=follow)
