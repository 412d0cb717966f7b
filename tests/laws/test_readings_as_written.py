"""What is written of doubts in a model is what answers across its readings are about."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.graph_model import GraphModel
from countermove.model.doubts import in_reading
from countermove.preferences.doubted import likely_values
from models import conflict_of

OPTIONS = ("x", "y", "z")
CODES = ("NASH", "SEQ", "GMR")


def _statement(luck: random.Random) -> str:
    one, other = luck.sample(OPTIONS, 2)
    return luck.choice([one, f"not {one}", f"{one} and {other}", f"{one} implies {other}"])


def _in_doubt(luck: random.Random) -> Any:
    kind = luck.randrange(6)
    likely = luck.choice([0, 1, "0.25"])
    if kind == 0:
        return {"holds": _statement(luck), "perhaps": luck.choice([True, "left out"])}
    if kind == 1:
        return {"holds": _statement(luck), "either_way": True, "likely": float(likely)}
    if kind == 2:
        both = {"perhaps": True, "either_way": True, "likely": 0.5, "likely_way": float(likely)}
        return {"holds": _statement(luck), **both}
    if kind == 3:
        return {"holds": _statement(luck), "perhaps": True, "doubt": "shared"}
    if kind == 4:
        first: Any = {"holds": _statement(luck), "perhaps": True}
        return {"any_order": [luck.choice([first, _statement(luck)]), _statement(luck)]}
    return _statement(luck)


def _model(luck: random.Random) -> GraphModel:
    def wishes() -> dict[str, Any]:
        return {"statements": [_in_doubt(luck) for _ in range(luck.randint(1, 2))]}

    schools = [{"says": "one", "likely": 0.3, **wishes()}, {"says": "two", **wishes()}]
    first = luck.choice([wishes(), wishes(), {"readings": schools}])
    return build(
        conflict_of(
            decision_makers={
                "a": {"name": "A", "options": {"x": "X", "z": "Z"}},
                "b": {"name": "B", "options": {"y": "Y"}},
            },
            preferences={"a": first, "b": wishes()},
            claims={"c": {"says": "C", luck.choice(["never", "possible", "always"]): "x or y"}},
        )
    )


@given(st.integers(0, 1 << 30))
def test_every_reading_is_that_of_the_model_in_it(seed: int) -> None:
    model = _model(random.Random(seed))
    solution = solve(model, CODES)
    if not model.doubts:
        assert solution.across is None
        return
    assert solution.across is not None
    shares = dict.fromkeys(CODES, Fraction(0))
    held: dict[str, set[bool]] = {code: set() for code in CODES}
    if (solution.across.readings or 0) > 12:
        return
    for values in product(*map(likely_values, model.doubts)):
        chosen = {doubt.id: k for doubt, k in zip(model.doubts, values, strict=True)}
        likely = Fraction(1)
        for doubt, value in zip(model.doubts, values, strict=True):
            likely *= doubt.values[value].likely
        (answer,) = solve(in_reading(model.written, chosen), CODES).claims
        for code, holds in answer.holds.items():
            held[code].add(holds)
            shares[code] += likely * holds
    for code in CODES:
        standing = solution.across.standing("c", code)
        assert standing.likelihood == shares[code]
        expected = "some" if len(held[code]) > 1 else "all" if True in held[code] else "none"
        assert standing.holds == expected
        assert standing.as_written == solution.claims[0].holds[code]


@given(st.integers(0, 1 << 30), st.data())
def test_a_likelihood_is_that_of_the_values_of_any_doubt_together(
    seed: int, data: st.DataObject
) -> None:
    model = _model(random.Random(seed))
    across = solve(model, CODES).across
    countable = [doubt for doubt in model.doubts if doubt.values]
    if across is None or not countable:
        return
    settled = data.draw(st.sampled_from(countable))
    shares = dict.fromkeys(CODES, Fraction(0))
    for value in settled.values:
        solution = solve(model.written.in_reading({settled.id: value.key}), CODES)
        assert solution.model.about()["reading"] == {settled.id: value.key}
        left = {doubt.id for doubt in solution.model.doubts}
        assert left <= {doubt.id for doubt in model.doubts} - {settled.id}
        for code in CODES:
            holds = Fraction(solution.claims[0].holds[code])
            if solution.across is not None:
                holds = solution.across.standing("c", code).likelihood or Fraction(0)
            shares[code] += value.likely * holds
    for code in CODES:
        assert across.standing("c", code).likelihood == shares[code]
