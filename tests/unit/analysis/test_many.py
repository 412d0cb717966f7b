"""One model under many preference profiles: what may be given, and what comes out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from countermove import memory
from countermove.analysis.many import ManySolutions, solve_many
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import (
    ArgumentError,
    ConceptNotApplicableError,
    ModelError,
    TooLargeError,
    UnknownNameError,
)
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.stability import registry
from countermove.stability.engines import choose as choosing
from engines import FAST
from models import graph_conflict, option_conflict, two_by_two

# The ranks of the states NN, YN, NY, YY by who keeps silent: a prisoner's dilemma, and a game in
# which both would rather keep silent whatever the other does.
DILEMMA = [[1, 0, 3, 2], [1, 3, 0, 2]]
HARMONY = [[0, 1, 2, 3], [0, 2, 1, 3]]
PROFILES = np.array([DILEMMA, HARMONY, DILEMMA])


@pytest.fixture
def conflict() -> Conflict:
    return two_by_two(*DILEMMA)


@pytest.fixture
def model(conflict: Conflict) -> GraphModel:
    return build(conflict)


def same(one: ManySolutions, other: ManySolutions) -> bool:
    return all(
        one.equilibrium_counts[code].tolist() == other.equilibrium_counts[code].tolist()
        and all(
            one.stable_counts[code][dm].tolist() == other.stable_counts[code][dm].tolist()
            for dm in one.model.decision_makers
        )
        for code in one.codes
    )


# -- what comes out -------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", FAST)
def test_counts_are_of_profiles(model: GraphModel, engine: str) -> None:
    """In the dilemma only NN is a Nash equilibrium, and YY sequentially stable; in harmony YY."""
    many = solve_many(model, PROFILES, ["NASH", "SEQ"], engine=engine)
    assert many.equilibrium_counts["NASH"].tolist() == [2, 0, 0, 1]
    assert many.equilibrium_counts["SEQ"].tolist() == [2, 0, 0, 3]
    assert many.stable_counts["NASH"]["row"].tolist() == [2, 1, 2, 1]
    assert many.count("YY", "SEQ") == 3
    assert many.count(1, "NASH", "Row") == 2
    assert many.count("YN", "Nash stability", "row") == 1
    assert type(many.count("YY", "SEQ")) is int


def test_how_it_was_made_and_how_it_is_shown(model: GraphModel) -> None:
    many = solve_many(model, PROFILES, ["NASH", "SEQ"], engine="numpy")
    assert (len(many), bool(many), many.codes) == (3, True, ("NASH", "SEQ"))
    assert (many.provenance.engine, many.provenance.why) == ("numpy", "asked for")
    assert many.provenance.complete
    assert repr(many) == (
        "<ManySolutions of 'Test': 3 profiles, 4 states; equilibria in some profile: NASH 2, SEQ 2>"
    )
    assert many.to_csv() == 'state,pattern,taken,NASH,SEQ\n1,NN,,2,2\n4,YY,"a, b",1,3\n'
    assert "Equilibria of Test in 3 profiles" in many._repr_html_()


def test_the_same_as_plain_data(model: GraphModel) -> None:
    many = solve_many(model, PROFILES, ["NASH"])
    data = many.to_dict()
    assert data["profiles"] == 3
    assert [state["pattern"] for state in data["states"]] == ["NN", "YN", "NY", "YY"]
    assert data["stable"] == {"NASH": {"row": [2, 1, 2, 1], "column": [2, 2, 1, 1]}}
    assert data["equilibria"] == {"NASH": [2, 0, 0, 1]}
    assert "scenario" not in data["model"]
    assert json.loads(many.to_json()) == data


def test_states_are_printed_in_the_order_of_their_numbers() -> None:
    """Labels that are numbers number the states, whatever their order in arrays."""
    labels = {"9": "NN", "3": "YN", "5": "NY", "1": "YY"}
    conflict = two_by_two(*DILEMMA)
    labelled = Conflict.model_validate(
        {**conflict.to_dict(), "labels": labels}
        | {"preferences": {dm: {"statements": ["a"]} for dm in ("row", "column")}}
    )
    many = solve_many(labelled, PROFILES, ["NASH"])
    assert many.equilibrium_counts["NASH"].tolist() == [2, 0, 0, 1]
    assert [state["number"] for state in many.to_dict()["states"]] == [1, 3, 5, 9]
    assert many.to_dict()["equilibria"] == {"NASH": [1, 0, 0, 2]}
    assert [row[0] for row in many.table().rows] == [1, 9]
    assert many.count(9, "NASH") == 2


def test_states_of_a_graph_have_ids() -> None:
    conflict = graph_conflict(2, {"one": {0: [1]}, "two": {}}, {"one": [0, 1], "two": [0, 0]})
    many = solve_many(conflict, [[[0, 1], [0, 0]], [[1, 0], [0, 0]]], ["NASH"])
    assert list(many.table().rows) == [(1, "s0", "State s0", 1), (2, "s1", "State s1", 2)]


def test_counts_cannot_be_changed(model: GraphModel) -> None:
    many = solve_many(model, PROFILES)
    for counts in (many.equilibrium_counts["NASH"], many.stable_counts["SEQ"]["row"]):
        with pytest.raises(ValueError, match="read-only"):
            counts[0] = 7


# -- bits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", FAST)
def test_what_holds_in_each_profile_can_be_kept(model: GraphModel, engine: str) -> None:
    many = solve_many(model, PROFILES, engine=engine, keep="stable")
    assert many.equilibria(0, "NASH").positions().tolist() == [0]
    assert many.equilibria(1, "NASH").positions().tolist() == [3]
    assert many.equilibria(-1, "SEQ").positions().tolist() == [0, 3]
    assert many.stable(0, "Column", "NASH").positions().tolist() == [0, 1]
    assert many.equilibria(0, "NASH").size == 4
    equilibria = solve_many(model, PROFILES, engine=engine, keep="equilibria")
    assert equilibria.equilibria(1, "NASH") == many.equilibria(1, "NASH")
    assert equilibria.stable_bits is None


def test_what_was_not_kept_is_not_there(model: GraphModel) -> None:
    many = solve_many(model, PROFILES, keep="equilibria")
    with pytest.raises(UnknownNameError) as caught:
        many.stable(0, "row", "NASH")
    assert str(caught.value) == (
        "what holds in each profile wasn't kept, only in how many. Solve with keep='stable'."
    )
    with pytest.raises(UnknownNameError, match="keep='equilibria'"):
        solve_many(model, PROFILES).equilibria(0, "NASH")
    for profile in (3, -4):
        with pytest.raises(UnknownNameError) as caught:
            many.equilibria(profile, "NASH")
        assert str(caught.value) == f"no profile {profile}. There are 3, and the first is 0."


def test_bits_that_would_not_fit_are_refused(model: GraphModel) -> None:
    with (
        patch.object(memory, "_LITTLE", 0),
        patch.object(memory, "free_memory", return_value=20),
    ):
        assert solve_many(model, PROFILES, keep="equilibria")
        with pytest.raises(TooLargeError, match="Keep counts only, or solve fewer profiles"):
            solve_many(model, PROFILES, keep="stable")


# -- what may be given ----------------------------------------------------------------------------


@pytest.mark.parametrize("engine", FAST)
@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint64])
def test_whole_numbers_of_any_kind(model: GraphModel, engine: str, kind: type[Any]) -> None:
    given = PROFILES.astype(kind)
    assert same(solve_many(model, given, engine=engine), solve_many(model, PROFILES))


@pytest.mark.parametrize("engine", FAST)
@pytest.mark.parametrize(
    "given",
    [
        PROFILES.tolist(),
        np.asfortranarray(PROFILES),
        np.repeat(PROFILES, 2, axis=2)[:, :, ::2],
        np.concatenate([PROFILES, PROFILES])[::2],
        PROFILES[:, :, ::-1].copy()[:, :, ::-1],
        PROFILES.astype(">i4"),
        np.broadcast_to(PROFILES[0], (3, 2, 4)),
    ],
    ids=["lists", "columns first", "every other", "strided", "reversed", "swapped", "repeated"],
)
def test_arrays_in_any_order(model: GraphModel, engine: str, given: Any) -> None:
    plain = np.ascontiguousarray(given, dtype=np.int64)
    assert same(solve_many(model, given, engine=engine), solve_many(model, plain))


@pytest.mark.parametrize("engine", FAST)
@pytest.mark.parametrize(
    "values",
    [
        [np.iinfo(np.int16).max, np.iinfo(np.int16).max - 1, np.iinfo(np.int16).min],
        [np.iinfo(np.int64).max, 0, np.iinfo(np.int64).min],
        [40_000, 30_000, -40_000],
    ],
)
def test_numbers_at_the_edges(model: GraphModel, engine: str, values: list[int]) -> None:
    luck = np.random.default_rng(0).integers(0, 3, size=(50, 2, 4))
    edges = np.array(sorted(values))[luck]
    assert same(solve_many(model, edges, engine=engine), solve_many(model, luck))


@pytest.mark.parametrize("engine", FAST)
@pytest.mark.parametrize("name", ["column", "Column"])
def test_only_some_decision_makers_may_be_given(conflict: Conflict, engine: str, name: str) -> None:
    """The others keep the preferences of the model."""
    given = PROFILES[:, 1]
    full = np.stack([np.broadcast_to(DILEMMA[0], (3, 4)), given], axis=1)
    found = solve_many(conflict, {name: given}, engine=engine)
    assert same(found, solve_many(conflict, full))
    assert not same(found, solve_many(conflict, PROFILES))


def test_no_profiles_hold_nothing(model: GraphModel) -> None:
    for none in (PROFILES[:0], {"row": PROFILES[:0, 0]}):
        many = solve_many(model, none, keep="stable")
        assert (len(many), bool(many)) == (0, True)
        assert many.to_csv().count("\n") == 1
        with pytest.raises(UnknownNameError, match="no profile 0"):
            many.equilibria(0, "NASH")


def test_a_scenario(conflict: Conflict) -> None:
    scenarios = {"forced": {"title": "Silence", "rules": {"infeasible": ["not a"]}}}
    data = {**conflict.to_dict(), "scenarios": scenarios}
    data["preferences"] = {dm: {"statements": ["a"]} for dm in ("row", "column")}
    forced = Conflict.model_validate(data)
    many = solve_many(forced, [[[0, 1], [1, 0]]], "NASH", scenario="forced")
    assert many.to_dict()["model"]["scenario"] == "forced"
    assert many.count("YN", "NASH") == 1


def test_one_profile_is_as_good_as_solve(conflict: Conflict) -> None:
    solution = solve(conflict)
    many = solve_many(conflict, [DILEMMA], keep="equilibria")
    for code in solution.codes:
        assert many.equilibria(0, code) == solution.holding[code]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            PROFILES[0],
            "the profiles are of shape (2, 4). Expected are numbers, higher is better: "
            "profiles by 2 parties by 4 outcomes.",
        ),
        (PROFILES.transpose(0, 2, 1), "the profiles are of shape (3, 4, 2)."),
        (PROFILES[:, :, :3], "the profiles are of shape (3, 2, 3)."),
        (3, "the profiles are of shape ()."),
        ([], "the profiles are of shape (0,)."),
        ([DILEMMA, [[1, 2], [3]]], "the profiles aren't of one length."),
        (PROFILES * np.nan, "the profiles aren't all finite."),
        (np.ma.masked_equal(PROFILES, 1), "the profiles have masked entries."),
        ([*np.ma.masked_equal(PROFILES, 1)], "the profiles have masked entries."),
        (PROFILES.astype("m8[s]"), "the profiles are of type timedelta64[s]."),
        (PROFILES.astype(complex), "the profiles are of type complex128."),
        (PROFILES > 1, "the profiles are of type bool."),
        (PROFILES.astype(object), "the profiles are of type object."),
        ({}, "the profiles give no party's ranks."),
        (
            {"row": PROFILES},
            "the profiles of 'row' are of shape (3, 2, 4). Expected are numbers, higher is "
            "better: profiles by 4 outcomes.",
        ),
        ({"row": PROFILES[:, 0] > 2}, "the profiles of 'row' are of type bool."),
        (
            {"row": PROFILES[:, 0], "column": PROFILES[:2, 1]},
            "there must be as many profiles for each party: 3 for 'row', 2 for 'column'.",
        ),
        (
            {"row": PROFILES[:, 0], "Row": PROFILES[:, 0]},
            "the profiles give the ranks of 'row' twice.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(model: GraphModel, given: Any, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        solve_many(model, given)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("type_", [np.float16, np.float32, np.float64, np.longdouble])
def test_payoffs_are_ranked_by_their_order(model: GraphModel, type_: Any) -> None:
    payoffs = PROFILES.astype(type_) / 4 - 1
    assert same(solve_many(model, payoffs), solve_many(model, PROFILES))
    by_name = {"row": payoffs[:, 0], "column": payoffs[:, 1]}
    assert same(solve_many(model, by_name), solve_many(model, PROFILES))


def test_payoffs_may_be_tied_by_a_tolerance(model: GraphModel) -> None:
    """0.1 + 0.2 isn't 0.3. Each next to the other is near enough, however far the ends are."""
    payoffs = np.array([[[0.3, 0.1 + 0.2, 1.0, 1.4], [0.0, 0.5, 1.0, 1.5]]])
    tied = np.array([[[0, 0, 1, 2], [0, 1, 2, 3]]])
    ends = np.array([[[0, 0, 1, 1], [0, 0, 0, 0]]])
    assert same(solve_many(model, payoffs, tolerance=1e-9), solve_many(model, tied))
    assert same(solve_many(model, payoffs, tolerance=0.5), solve_many(model, ends))
    whole = (payoffs * 10).round().astype(int)
    assert same(solve_many(model, whole, tolerance=5), solve_many(model, ends))
    for odd in (-1, float("nan"), "0"):
        with pytest.raises(ArgumentError, match="tolerance"):
            solve_many(model, payoffs, tolerance=odd)


def test_unknown_names(model: GraphModel) -> None:
    with pytest.raises(UnknownNameError, match=r"no party 'raw'\. Did you mean 'row'\?"):
        solve_many(model, {"raw": PROFILES[:, 0]})
    with pytest.raises(UnknownNameError, match="no engine 'definition'"):
        solve_many(model, PROFILES, engine="definition")
    with pytest.raises(UnknownNameError, match="no value of keep 'bits'"):
        solve_many(model, PROFILES, keep="bits")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="no solved concept 'SEQ'"):
        solve_many(model, PROFILES, "NASH").count(1, "SEQ")


def test_without_the_kernels_numpy_answers(model: GraphModel) -> None:
    with patch.object(choosing, "absence", return_value="not built"):
        assert solve_many(model, PROFILES).provenance.engine == "numpy"
        with pytest.raises(UnknownNameError, match="the compiled kernels are missing: not built"):
            solve_many(model, PROFILES, engine="compiled")


def test_a_concept_of_another_family_is_refused(model: GraphModel) -> None:
    nash = registry.concepts()["NASH"]
    other = replace(nash, code="OTHER", turns=())
    with (
        patch.dict(registry._REGISTERED, {"OTHER": other}),
        pytest.raises(ConceptNotApplicableError) as caught,
    ):
        solve_many(model, PROFILES, ["NASH", "OTHER"])
    assert str(caught.value) == (
        "the answer under many profiles can't be found for OTHER. "
        "It can for NASH, SEQ, SSEQ, GMR and SMR."
    )


def test_one_decision_maker_has_nobody_to_fear() -> None:
    conflict = option_conflict({"one": ["a", "b"]}, one=[0, 0, 0, 0])
    for engine in FAST:
        many = solve_many(conflict, [[[0, 1, 2, 2]], [[3, 1, 2, 0]]], engine=engine)
        for code in many.codes:
            assert many.equilibrium_counts[code].tolist() == [1, 0, 1, 1]
