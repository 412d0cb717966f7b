"""Models made of Python data: one kind of error, all mistakes, and every number exact."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import countermove
from countermove.errors import ArgumentError, CountermoveError, ModelError
from countermove.files.writing import to_json, to_toml
from countermove.model.parts import DecisionMaker, Option
from countermove.model.preference import Preference


def data(preference: Any = None, **more: Any) -> dict[str, Any]:
    """Return the data of a model of one party, with another preference or other parts."""
    return {
        "format": "countermove/1",
        "title": "T",
        "decision_makers": {"a": {"name": "A", "options": {"x": "X", "y": "Y"}}},
        "preferences": {"a": {"statements": []} if preference is None else preference},
        **more,
    }


def weighed(weight: Any) -> countermove.Conflict:
    return countermove.from_dict(data({"weights": {"x": weight}}))


def said(make: Callable[[], object]) -> list[str]:
    with pytest.raises(CountermoveError) as caught:
        make()
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("weight", "exactly"),
    [
        (3, Fraction(3)),
        (2**70, Fraction(2**70)),
        (1e15, Fraction(10**15)),
        (0.1 + 0.2, Fraction(30000000000000004, 10**17)),
        (1 / 3, Fraction(3333333333333333, 10**16)),
        (1e300, Fraction(10**300)),
        (5e-324, Fraction(5, 10**324)),
        (np.float64(0.5), Fraction(1, 2)),
        (np.float32(0.1), Fraction(1, 10)),
        (np.float16(0.1), Fraction(1, 10)),
        (np.int64(-3), Fraction(-3)),
        (np.uint8(200), Fraction(200)),
        (np.array(0.25), Fraction(1, 4)),
        (Decimal("0.30"), Fraction(3, 10)),
        (Decimal("0.12345678901234567890123"), Fraction(12345678901234567890123, 10**23)),
        (Fraction(1, 8), Fraction(1, 8)),
        (Fraction(-1, 3), Fraction(-1, 3)),
        ("-1/3", Fraction(-1, 3)),
    ],
)
def test_numbers_are_read_exactly_and_written_as_they_are(weight: Any, exactly: Fraction) -> None:
    conflict = weighed(weight)
    read = (conflict.preferences["a"].weights or {})["x"]
    assert Fraction(read) == exactly
    assert countermove.loads(to_toml(conflict)) == conflict
    assert countermove.loads(to_json(conflict), "json") == conflict
    assert countermove.from_dict(conflict.to_dict()) == conflict
    if not isinstance(weight, np.ndarray):
        assert Preference(weights={"x": weight}) == conflict.preferences["a"]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_float_keeps_its_shortest_form(weight: float) -> None:
    conflict = weighed(weight)
    assert (conflict.preferences["a"].weights or {})["x"] == Decimal(repr(weight))
    assert float(conflict.to_dict()["preferences"]["a"]["weights"]["x"]) == weight
    assert countermove.loads(to_toml(conflict)) == conflict


def test_fractions_are_compared_exactly() -> None:
    thirds = {"x": Fraction(1, 3), "y": Fraction(-1, 3)}
    model = countermove.build(countermove.from_dict(data({"weights": thirds})))
    assert model.preferences["a"].ranks.tolist() == [1, 2, 0, 1]


LONG = "this number has more than 400 digits. No model needs that: write a shorter one."


@pytest.mark.parametrize(
    ("weight", "says"),
    [
        (float("nan"), "nan isn't a finite number. Leave out what has no weight."),
        (np.float64("nan"), "nan isn't a finite number. Leave out what has no weight."),
        (
            float("-inf"),
            "-inf isn't a finite number. To outweigh all others, write a number above their sum.",
        ),
        (
            10**400,
            "this number has more than 400 digits. No model needs that: write a shorter one.",
        ),
        (Decimal("1e-401"), LONG),
        (True, "'x' must be a number; found true."),
        (np.bool_(True), "'x' must be a number; found true."),
        ("2", "'x' must be a number; found the text '2'. Write it without quotes."),
        (None, "None stands for nothing in a model. Leave the key out."),
        (1j, "'x' must be a number; found a value of the type complex."),
    ],
)
def test_what_is_no_number_is_refused_in_words(weight: Any, says: str) -> None:
    assert said(lambda: weighed(weight)) == [f"preferences.a.weights.x: {says}"]


def test_rankings_take_the_numbers_of_numpy() -> None:
    best_first = np.argsort([3.5, 1.0, 2.5, 0.5]) + 1
    for ranking in (best_first, list(best_first), tuple(best_first)):
        conflict = countermove.from_dict(data({"ranking": ranking}))
        assert conflict.preferences["a"].ranking == (4, 2, 3, 1)
    assert Preference(ranking=list(best_first)).ranking == (4, 2, 3, 1)


def test_parts_of_a_model_and_other_mappings_are_taken() -> None:
    party = DecisionMaker(name="A", options={"x": Option(text="X", moves="take"), "y": "Y"})
    made = countermove.from_dict(
        MappingProxyType(data(Preference(weights={"x": 1}), decision_makers={"a": party}))
    )
    assert made.decision_makers["a"] == party
    assert made.preferences["a"].weights == {"x": 1}


def test_what_is_given_stays_as_it_is() -> None:
    given_data = data({"statements": ["x and"], "wieghts": {}}, titel=["T"])
    before = repr(given_data)
    said(lambda: countermove.from_dict(given_data))
    assert repr(given_data) == before


def test_all_mistakes_are_told_at_once_with_their_places() -> None:
    wrong = data({"statement": ["x"]}, summary=3, terms={"a b": "x and", 7: "y"})
    del wrong["title"]
    with pytest.raises(ModelError) as caught:
        countermove.from_dict(wrong)
    assert {problem.place for problem in caught.value.problems} == {None}
    rule = "An id is one word of letters, digits and underscores, with hyphens inside if you like."
    keys = "The keys here are: statements, ranking, unknown, known, weights, readings, fuzzy, "
    keys += "probability and 5 more."
    assert sorted(map(str, caught.value.problems)) == [
        f"preferences.a.statement: unknown key 'statement'. Did you mean 'statements'? {keys}",
        "summary: 'summary' must be a text in quotes; found the number 3. Put it in quotes.",
        f"terms.a b: 'a b' can't be an id. {rule}",
        "terms.a b: the statement ends too early. Expected: a name, not, true, false or '('.",
        "terms: a key in terms isn't a text: 7. Put it in quotes.",
        """title: the model has no key 'title'. Write title = "…".""",
    ]


def test_what_lacks_a_key_behind_items_that_go_is_told() -> None:
    wanted = {"a": {"ranking": [True, True, {}]}}
    assert any(
        line.startswith(
            "preferences.a.ranking[2].unknown: 'preferences.a.ranking[2]' has no key 'unknown'"
        )
        for line in said(lambda: countermove.from_dict(data(preferences=wanted)))
    )


def test_what_is_nested_endlessly_is_refused() -> None:
    circle: dict[str, Any] = {}
    circle["t"] = circle
    assert any(
        "nested more than 64 deep" in line
        for line in said(lambda: countermove.from_dict(data(terms=circle)))
    )


NOT_FROM = "A file is read with load, a text with loads, a dict with from_dict."


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (
            lambda: countermove.from_dict("format = 1"),  # type: ignore[arg-type]
            f"a model is made of a dict, not of str. {NOT_FROM}",
        ),
        (
            lambda: countermove.from_dict(countermove.load("chicken")),  # type: ignore[arg-type]
            "a model is made of a dict, not of Conflict. Use it as it is.",
        ),
        (
            lambda: countermove.load(5),  # type: ignore[arg-type]
            f"a model is loaded from a path or by the name of a case, not from int. {NOT_FROM}",
        ),
        (
            lambda: countermove.loads(b"format"),  # type: ignore[arg-type]
            "this is no text but bytes. Decode it first, or load the file.",
        ),
        (
            lambda: countermove.loads(None),  # type: ignore[arg-type]
            f"this is no text but NoneType. {NOT_FROM}",
        ),
        (
            lambda: countermove.save({}, "m.toml"),  # type: ignore[arg-type]
            "a model is saved, not dict. Make one of a dict with from_dict.",
        ),
        (
            lambda: countermove.save(countermove.load("chicken"), None),  # type: ignore[arg-type]
            "a model is saved under a path, not under NoneType.",
        ),
    ],
)
def test_another_type_is_refused_in_words(make: Callable[[], object], says: str) -> None:
    assert said(make) == [says]
    with pytest.raises(ArgumentError):
        make()
