"""Odd arguments: every public function takes them or says what is wrong, in an error of its own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import countermove as cm
from countermove.analysis.sample.doubt import distances
from countermove.errors import ArgumentError, CountermoveError, UnknownNameError
from countermove.model.preference import Preference, Statement
from countermove.progress import Progress
from models import conflict_of

CONFLICT = conflict_of(
    decision_makers={
        "a": {"name": "A", "options": {"x": "X"}},
        "b": {"name": "B", "options": {"y": "Y"}},
    },
    preferences={"a": {"statements": ["x implies y", "x"]}, "b": {"statements": ["y"]}},
    claims={"both": {"says": "Both do it", "possible": "x and y"}},
    scenarios={"other": {"title": "Other", "preferences": {"b": {"statements": ["not y"]}}}},
    status_quo=[],
)

DOUBTFUL = CONFLICT.model_copy(
    update={
        "preferences": {
            **CONFLICT.preferences,
            "b": Preference(statements=[Statement(holds="y", perhaps=True)]),
        }
    }
)


def each(names: Iterable[str], given: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """Give the same arguments to several."""
    return {name: given for name in names}  # noqa: C420


HOSTILE: tuple[Any, ...] = (
    *(None, True, np.False_, 5, -1, 2**70, 1.5, float("nan"), float("inf"), 1j),
    *(Decimal("1e999999999"), Decimal("NaN"), Fraction(1, 3), np.float64(0.5), np.int8(3)),
    *("", "x", "no such", "NN", "\0", b"x", np.str_("y"), np.bytes_(b"y")),
    *([], (), {}, set(), [[]], ["x", 5], [["x"]], [None], {"x": 5}, {5: "x"}, {"a": None}),
    *(np.array(3), np.array([1, 2]), np.array([["x"]]), np.datetime64("2020"), object()),
    *(Path("x"), lambda *_: None, CONFLICT),
)


class Patience:
    """Follows a computation, and loses patience."""

    def __init__(self, most: int) -> None:
        self.left = most

    def __call__(self, progress: Progress) -> bool:
        self.left -= 1
        return self.left > 0


FUNCTIONS: dict[str, Mapping[str, Any]] = {
    "ask": {"conflict": CONFLICT, "claims": "both", "concepts": "NASH"},
    "build": {"conflict": CONFLICT, "scenario": "other"},
    "cases": {"text": "x", "parties": 2, "options": 2, "happens": "in-doubt", "games": False},
    "check": {"source": CONFLICT},
    "cite": {"conflict": CONFLICT, "concepts": "NASH", "questions": "worth"},
    "coalitions": {"conflict": CONFLICT, "members": "a", "concepts": "CNASH"},
    "compare": {"conflict": CONFLICT, "scenarios": "other", "concepts": "NASH"},
    "deal": {"conflict": CONFLICT, "package": "YN", "concepts": "NASH"},
    "differences": {"conflict": CONFLICT, "other": CONFLICT, "concepts": "NASH"},
    "evolve": {"conflict": CONFLICT, "to": "YY", "by": "moves", "start": 1, "concepts": "NASH"},
    "explain": {"conflict": CONFLICT, "state": 1, "decision_maker": "a", "concept": "NASH"},
    "explain_open": {
        **{"conflict": CONFLICT, "state": 1, "decision_maker": "a", "concepts": "NASH"},
        **{"seconds": 1.0, "nodes": 1 << 12},
    },
    "goals": {"conflict": CONFLICT, "goals": 4, "concepts": "NASH", "steps": 1, "ways": 1},
    "views": {"conflict": CONFLICT, "concepts": "NASH", "level": 2},
    "import_file": {"path": "none.gmcr"},
    "judgements": {"conflict": CONFLICT, "concepts": "NASH"},
    "radius": {
        **{"conflict": CONFLICT, "concepts": "NASH", "claims": "both", "states": 1},
        "decision_makers": "a",
    },
    "worth": {"conflict": CONFLICT, "states": 1, "foresight": {"a": "SEQ"}},
    "sample": {"conflict": CONFLICT, "samples": 5, "within": 1, "concepts": "NASH"},
    "solve": {"conflict": CONFLICT, "concepts": "NASH"},
    "solve_open": {
        **{"conflict": CONFLICT, "concepts": "NASH", "seconds": 1.0, "nodes": 1 << 12},
        "so_far": None,
    },
    "sweep": {"conflicts": CONFLICT, "samples": 5, "within": 1, "concepts": "NASH"},
    "solve_many": {"conflict": CONFLICT, "profiles": {"a": [[1, 2, 3, 4]]}, "concepts": "NASH"},
    "needed": {"conflict": CONFLICT, "statement": "x and y", "claim": "both"},
    "programs": {"conflict": CONFLICT, "programs": "gmcr-plus", "concepts": "SEQ"},
}

DOCUMENT = cm.documents.read_bytes("minutes.txt", b"We agree. They don't. We agree.")
IN_MODULES: dict[str, Mapping[str, Any]] = {
    "documents.read": {"path": "none.html"},
    "documents.read_bytes": {"name": "minutes.txt", "data": b"We agree."},
    "documents.find": {"document": DOCUMENT, "words": "We agree", "near": 5},
    "documents.who_says_what": {"document": DOCUMENT, "issued": date(2025, 7, 3), "sure": True},
}

# Those that read texts or data rather than take arguments are tried with bad files.
ELSEWHERE = {"concepts", "from_dict", "load", "loads", "save"}

METHODS: dict[str, Mapping[str, Mapping[str, Any]]] = {
    "Conflict": {"in_reading": {"reading": {}}},
    "Coalitions": {
        **each(("holds", "is_stable", "upset"), {"state": 1, "concept": "CNASH"}),
        "verdict": {"state": 1, "concept": "CNASH", "members": "a"},
    },
    "Across": {
        **each(("likelihood",), {"state": 1, "concept": "NASH"}),
        "standing": {"claim": "both", "concept": "NASH"},
        "standing_of": {"state": 1, "concept": "NASH", "decision_maker": "a"},
    },
    "Comparison": {
        "change": {"scenario": "other", "concept": "NASH"},
        "find_across": {"follow": None},
        "title": {"scenario": None},
    },
    "DealBoard": {
        **each(("read", "deal", "least_change"), {"draft": ["Y", "N"]}),
        "find_evolution": {"follow": None},
    },
    "Differences": {"change": {"concept": "NASH"}},
    "Evolution": {
        **each(("levels", "status_quo_table"), {"by": "moves"}),
        "at": {"position": 1},
        "target": {"state": 1},
    },
    "OpenExplanation": {"view": {"code": 1}},
    "OpenHolding": {"patterns": {"most": 5}},
    "OpenSet": {
        **each(("first", "patterns"), {"most": 5}),
        "sample": {"most": 5, "seed": 1},
    },
    "OpenSolution": {"counts": {"concept": "NASH"}, "where": {"statement": "x and y"}},
    "Explanation": {
        **each(("outcome", "paragraphs"), {"concept": "NASH"}),
        "find_across": {"follow": None},
    },
    "Goals": {"best": {"concept": "NASH"}},
    "GraphModel": {
        **each(("moves", "improvements", "credible_moves"), {"decision_maker": "a", "state": 1}),
        "deters": {"decision_maker": "a", "target": 1, "state": 0},
        "find_decision_maker": {"reference": "a"},
        **each(
            ("name", "opponents", "liking", "levels", "levels_or_none"), {"decision_maker": "a"}
        ),
        "better": {"decision_maker": "a", "target": 1, "state": 0},
    },
    "Hypergame": {
        "standing": {"state": 1, "concept": "NASH"},
        "standing_at": {"position": 1, "code": "NASH"},
        "surprise": {"decision_maker": "a", "concept": "NASH"},
    },
    "IndividualStability": {
        "letter": {"state": 1, "decision_maker": "a", "concept": "NASH"},
    },
    "Judgements": {"turning": {"claim": "both"}},
    "ManySolutions": {
        "count": {"state": 1, "concept": "NASH", "decision_maker": "a"},
        "equilibria": {"profile": 0, "concept": "NASH"},
        "stable": {"profile": 0, "decision_maker": "a", "concept": "NASH"},
    },
    "Leading": {"to": {"state": 0}},
    "Radius": {
        "of_claim": {"claim": "both", "concept": "NASH"},
        "of_state": {"state": 1, "concept": "NASH"},
    },
    "Result": {"code": {"concept": "NASH"}},
    "Sample": {
        "claim": {"claim": "both", "concept": "NASH"},
        "state": {"state": 1, "concept": "NASH", "decision_maker": "a"},
    },
    "Solution": {
        **each(("equilibria", "patterns", "positions", "statement"), {"concept": "NASH"}),
        "find_across": {"follow": None},
        "is_equilibrium": {"state": 1, "concept": "NASH"},
        **each(("is_stable", "verdict"), {"state": 1, "decision_maker": "a", "concept": "NASH"}),
        "strongest": {"count": 1},
    },
    "Standing": {"reading": {"holds": True}},
}

# What takes things that only the package makes: places, positions, concepts as objects.
FROM_WITHIN = {
    "Clause.is_met",
    "Coalitions.upset_at",
    "Conflict.as_written",
    "Conflict.in_folder",
    "Conflict.locate",
    "Conflict.made_of",
    "Conflict.model_copy",
    "Conflict.remembering",
    "Conflict.resolving",
    "Conflict.standing_as",
    "Conflict.written_at",
    "Drawing.save",  # tried with bad files where it is tested
    "Goals.answer",
    "GraphModel.is_transitive",
    "GraphModel.need_levels",
    "IndividualStability.equilibria",
    "IndividualStability.letters",
    "Leading.to",
    "OtherPrograms.missed",
    "OtherPrograms.missed_equilibria",
    "OtherPrograms.witness",
    "Play.path",
    "Problem.located",
    "SolutionConcept.verdict",
    "Standing.turns_nothing",
    "StandingOfStates.holds",
    "StandingOfStates.likelihood",
    "WhatToAsk.hanging_on",
    "WhatToAsk.next_but",
}


@cache
def results() -> dict[str, Any]:
    """Return a result of each class whose methods take arguments."""
    codes = ["NASH"]
    ranks = [[[1, 2, 3, 4], [1, 2, 3, 4]]]
    across = cm.solve(DOUBTFUL).across
    assert across is not None
    found = (
        cm.coalitions(CONFLICT),
        cm.compare(CONFLICT, concepts=codes),
        cm.DealBoard(cm.solve(CONFLICT, codes)),
        cm.differences(CONFLICT, concepts=codes),
        cm.evolve(CONFLICT),
        cm.explain(CONFLICT, 1),
        cm.explain_open(CONFLICT, 1, nodes=1 << 12),
        cm.solve_open(CONFLICT, nodes=1 << 12),
        cm.solve_open(CONFLICT, nodes=1 << 12).holding["NASH"],
        cm.solve_open(CONFLICT, nodes=1 << 12).holding["NASH"].least,
        cm.goals(CONFLICT, 4),
        cm.build(CONFLICT),
        cm.views(CONFLICT),
        cm.judgements(CONFLICT),
        cm.radius(CONFLICT, concepts=codes),
        cm.sample(CONFLICT, within=1, samples=5),
        cm.solve(CONFLICT),
        cm.solve(CONFLICT).leading,
        cm.solve(CONFLICT).individual(),
        across,
        across.standing("both", "NASH"),
        cm.solve_many(CONFLICT, ranks, keep="stable"),
    )
    return {"Conflict": CONFLICT, "Result": found[0]} | {type(one).__name__: one for one in found}


def refused_or_taken(call: Callable[..., object], given: Mapping[str, Any], name: str) -> None:
    """Try every odd value for every parameter, the others being in order."""
    parameters = inspect.signature(call).parameters
    for parameter in parameters:
        for odd in HOSTILE:
            patience = {"follow": Patience(20)} if "follow" in parameters else {}
            asked = {**patience, **given, parameter: odd}
            if parameter == "unknown" and "within" in parameters and odd is not None:
                asked |= {"within": None}
            try:
                with suppress(CountermoveError):
                    call(**asked)
            except Exception as error:
                error.add_note(f"{name}({parameter}={odd!r})")
                raise


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_takes_odd_arguments_or_says_what_is_wrong(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a folder that is asked for is made
    refused_or_taken(getattr(cm, name), FUNCTIONS[name], name)


@pytest.mark.parametrize("name", IN_MODULES)
def test_what_is_in_a_public_module_takes_odd_arguments_or_says_what_is_wrong(name: str) -> None:
    refused_or_taken(attrgetter(name)(cm), IN_MODULES[name], name)
    refused_or_taken(DOCUMENT.line_and_column, {"place": 3}, "line_and_column")


@pytest.mark.parametrize("name", METHODS)
def test_every_method_takes_odd_arguments_or_says_what_is_wrong(name: str) -> None:
    for method, given in METHODS[name].items():
        refused_or_taken(getattr(results()[name], method), given, f"{name}.{method}")


def public_methods() -> Iterator[str]:
    """Give the public methods with parameters of all public classes, by where they are written."""
    for name in cm.__all__:
        one = getattr(cm, name)
        if not inspect.isclass(one):
            continue
        for method, function in inspect.getmembers(one, inspect.isfunction):
            own = function.__module__.startswith("countermove")
            is_written = method.startswith(("to_", "_"))
            if own and not is_written and len(inspect.signature(function).parameters) > 1:
                yield function.__qualname__


def test_every_public_function_and_method_is_tried() -> None:
    functions = {
        name for name in cm.__all__ if inspect.isfunction(inspect.unwrap(getattr(cm, name)))
    }
    assert functions == set(FUNCTIONS) | ELSEWHERE
    tried = {f"{name}.{method}" for name, methods in METHODS.items() for method in methods}
    assert set(public_methods()) == tried | FROM_WITHIN


# -- one reference is one, and a number is a number ----------------------------------------------

TALKS = cm.load("talks-2025")


@pytest.mark.parametrize("one", ["36", 36, np.int64(36), np.str_("36")])
def test_one_state_is_one_state_everywhere(one: Any) -> None:
    turned = cm.radius(TALKS, states=one, concepts="NASH", decision_makers="us")
    assert [turn["state"] for turn in turned.to_dict()["states"]] == [36]
    states = turned.model.states
    read = cm.worth(TALKS, states=one, concepts="NASH")
    assert [states.number(reading.state) for reading in read] == [36]
    evolution = cm.evolve(TALKS, to=one)
    assert [states.number(k) for k in evolution.targets.positions().tolist()] == [36]
    (goal,) = cm.goals(TALKS, one, "NASH", steps=0, rankings=False).goals
    assert [states.number(k) for k in goal.states] == [36]
    assert states.number(cm.explain(TALKS, one, "us", "NASH").state) == 36


def test_one_name_is_one_name_everywhere() -> None:
    turned = cm.radius(TALKS, claims="backs", concepts="NASH", decision_makers="Ukraine")
    assert [turn["claim"] for turn in turned.to_dict()["claims"]] == ["backs"]
    assert turned.decision_makers == ("ukraine",)
    assert cm.coalitions(CONFLICT, "a").coalition == ("a",)
    assert [name for name, _ in cm.compare(CONFLICT, "other")] == [None, "other"]
    drawn = cm.sample(CONFLICT, within=1, samples=5, decision_makers="a")
    assert set(drawn.distances) == {"a"}


@pytest.mark.parametrize("type_", [np.float64, np.float32, np.float16, Decimal, float])
def test_a_tenth_of_the_pairs_is_a_tenth_in_every_type(type_: Callable[[str], Any]) -> None:
    model = cm.build(TALKS)
    expected = distances(model, model.decision_makers, Fraction(1, 10))
    assert distances(model, model.decision_makers, type_("0.1")) == expected


def test_whole_numbers_of_numpy_are_whole_numbers() -> None:
    three = cm.sample(CONFLICT, within=np.int64(3), samples=np.int64(10), seed=np.uint8(1))
    assert three.distances == cm.sample(CONFLICT, within=3, samples=10, seed=1).distances
    assert '"draws": 10' in three.to_json()
    assert cm.views(CONFLICT, level=np.int64(1)).level == 1
    steps, ways = np.int16(1), np.int16(2)
    assert cm.goals(CONFLICT, 4, steps=steps, ways=ways, rankings=np.True_).to_json()
    assert cm.worth(CONFLICT, most=np.int64(1)).to_json()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: cm.solve("talks.toml"), r"must be a Conflict, not 'talks.toml'. Load it first"),
        (lambda: cm.solve(CONFLICT, 5), "no solution concept '5'"),
        (lambda: cm.build(None), "the model must be a Conflict, not None"),
        (lambda: cm.compare(cm.build(CONFLICT)), "not GraphModel. It has one: give its attribute"),
        (lambda: cm.differences(CONFLICT, "x.toml"), "must be a Conflict, not 'x.toml'"),
        (lambda: cm.goals(CONFLICT, 4, steps="2"), "steps must be a whole number, not '2'"),
        (lambda: cm.views(CONFLICT, level="2"), "level must be a whole number, not '2'"),
        (lambda: cm.views(CONFLICT, level=3), "level can't be 3. Give a number from 1 to 2"),
        (lambda: cm.worth(CONFLICT, most=-1), "most can't be -1. Give a number from 0"),
        (lambda: cm.solve(CONFLICT, follow=5), "follow must be a function .* not 5"),
        (lambda: cm.explain(CONFLICT, 1.0), r"no outcome 1\.0. An outcome is named by its number"),
        (lambda: cm.build(CONFLICT).moves("x", 0), "no party 'x'. The ids are: a, b"),
        (lambda: cm.build(CONFLICT).moves("a", 99), "can't be 99. Give a number from 0 to 3"),
        (lambda: cm.build(CONFLICT).states.view(-1), "can't be -1. Give a number from 0 to 3"),
        (lambda: cm.build(CONFLICT).moves("a", -1), "can't be -1. Give a number from 0 to 3"),
        (lambda: cm.sample(TALKS, within="0.1"), r"within must be a finite number, not '0\.1'"),
        (
            lambda: cm.worth(CONFLICT, foresight={"a": "SEQ", "A": "GMR"}),
            "foresight is given twice for A",
        ),
    ],
)
def test_what_is_wrong_is_said(call: Callable[[], object], message: str) -> None:
    with pytest.raises((ArgumentError, UnknownNameError), match=message):
        call()
