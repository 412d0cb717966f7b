"""Claims: when each kind holds, and what is given as deciding it."""

from __future__ import annotations

from typing import Any

import pytest

from countermove.analysis.claims import ClaimAnswer, claim_data, undeterred, upsetting
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.files.model_file import load
from countermove.model.conflict import Conflict
from countermove.stability.registry import find_concepts
from countermove.streams import settled
from models import graph_conflict, option_conflict

# Prisoner's dilemma: states NN, YN, NY, YY by who keeps silent. Nash stable for all: NN. Under
# the other concepts YY holds as well.
SILENCE = {"one": [1, 0, 3, 2], "two": [1, 3, 0, 2]}


def solved(**claims: dict[str, str]) -> Solution:
    return solve(
        option_conflict(
            {"one": ["a"], "two": ["b"]},
            **SILENCE,
            claims={name: {"says": name, **claim} for name, claim in claims.items()},
        ),
        ["NASH", "SEQ"],
    )


def answer(kind: str, statement: str) -> tuple[Solution, ClaimAnswer]:
    solution = solved(claim={kind: statement})
    (found,) = solution.claims
    return solution, found


@pytest.mark.parametrize(
    ("kind", "statement", "nash", "seq", "verdict"),
    [
        ("never", "a iff not b", True, True, "holds"),
        ("never", "a and b", True, False, "depends"),
        ("never", "not a and not b", False, False, "fails"),
        ("never", "false", True, True, "holds"),
        ("possible", "a and b", False, True, "depends"),
        ("possible", "a iff not b", False, False, "fails"),
        ("possible", "not a", True, True, "holds"),
        ("possible", "false", False, False, "fails"),
        ("always", "a iff b", True, True, "holds"),
        ("always", "not a", True, False, "depends"),
        ("always", "a and b", False, False, "fails"),
        ("always", "true", True, True, "holds"),
        ("always", "false", False, False, "fails"),
    ],
)
def test_when_a_claim_holds(kind: str, statement: str, nash: bool, seq: bool, verdict: str) -> None:
    _, found = answer(kind, statement)
    assert dict(found.holds) == {"NASH": nash, "SEQ": seq}
    assert found.verdict == verdict
    assert (found.details.kind, found.details.statement) == (kind, statement)


@pytest.mark.parametrize(
    ("kind", "statement", "code", "what", "patterns"),
    [
        # It holds, or it fails, because of these equilibria.
        ("possible", "a and b", "SEQ", "equilibrium", ["YY"]),
        ("never", "a iff b", "SEQ", "equilibrium", ["NN", "YY"]),
        ("always", "a iff b", "SEQ", "equilibrium", ["NN", "YY"]),
        # It fails because of these.
        ("always", "not a", "SEQ", "exception", ["YY"]),
        ("always", "a and not b", "SEQ", "exception", ["NN", "YY"]),
        # What satisfies it is upset.
        ("never", "a and b", "NASH", "upset", ["YY"]),
        ("possible", "a and b", "NASH", "upset", ["YY"]),
        # Nothing satisfies it at all.
        ("never", "a and not a", "NASH", "impossible", []),
        ("possible", "false", "SEQ", "impossible", []),
    ],
)
def test_what_decides_a_claim(
    kind: str, statement: str, code: str, what: str, patterns: list[str]
) -> None:
    solution, found = answer(kind, statement)
    deciding = found.deciding[code]
    assert deciding.kind == what
    assert solution.model.states.patterns(deciding.found.positions()) == patterns
    assert bool(deciding.leaving) == (what == "upset")


# Two who chase each other round: nothing is Nash stable for both.
PENNIES = {"one": [1, 0, 0, 1], "two": [0, 1, 1, 0]}


@pytest.mark.parametrize(
    ("statement", "what"),
    [("a", "no equilibrium"), ("true", "no equilibrium"), ("false", "impossible")],
)
def test_always_fails_where_nothing_holds(statement: str, what: str) -> None:
    claims = {"claim": {"says": "x", "always": statement}}
    solution = solve(
        option_conflict({"one": ["a"], "two": ["b"]}, **PENNIES, claims=claims), ["NASH"]
    )
    (found,) = solution.claims
    assert not found.holds["NASH"]
    assert found.deciding["NASH"].kind == what
    assert not found.deciding["NASH"].found.any()


def test_the_state_upset_is_the_one_that_fewest_would_leave() -> None:
    """Of YN, which only one leaves, and YY, which both leave, the former is given."""
    solution, found = answer("possible", "a")
    deciding = found.deciding["NASH"]
    (state,) = deciding.found.positions().tolist()
    assert solution.model.states.pattern(state) == "YN"
    assert deciding.leaving == ("one",)
    _, both = answer("possible", "a and b")
    assert list(both.deciding["NASH"].leaving) == ["one", "two"]


def test_among_those_that_as_few_leave_it_is_the_one_liked_best_on_the_whole() -> None:
    """From s0, s1 and s2 one alone leaves for s3; s2 ranks higher than the others for two."""
    ranks = {"one": [0, 0, 0, 1], "two": [0, 1, 2, 0]}
    moves: dict[str, dict[int, list[int]]] = {"one": {0: [3], 1: [3], 2: [3]}, "two": {}}
    claim = {"says": "x", "possible": "s0 or s1 or s2"}
    base = graph_conflict(4, moves, ranks).to_dict()
    solution = solve(Conflict.model_validate({**base, "claims": {"c": claim}}), ["NASH"])
    assert solution.claims[0].deciding["NASH"].found.positions().tolist() == [2]
    # Where they are liked equally, it is the first by number.
    ranks["two"] = [1, 1, 1, 0]
    base = graph_conflict(4, moves, ranks).to_dict()
    solution = solve(Conflict.model_validate({**base, "claims": {"c": claim}}), ["NASH"])
    assert solution.claims[0].deciding["NASH"].found.positions().tolist() == [0]


def test_the_improvement_that_upsets_is_the_best_that_nothing_deters() -> None:
    """From s0 to s1 (deterred), s2 (good) and s3 (better)."""
    conflict = graph_conflict(
        5,
        {"one": {0: [1, 2, 3]}, "two": {1: [4]}},
        {"one": [1, 4, 2, 3, 0], "two": [0, 0, 0, 0, 1]},
    )
    solution = solve(conflict)
    verdict = solution.verdict("s0", "one", "SEQ")
    assert [line.is_deterred for line in verdict.lines] == [True, False, False]
    assert undeterred(solution.model, verdict).first.target == 3


def test_claims_are_answered_in_the_order_of_the_model() -> None:
    solution = solved(z={"never": "a"}, a={"possible": "a"})
    assert [found.claim for found in solution.claims] == ["z", "a"]
    assert repr(solution.claims[0]) == "<claim 'z' holds under NASH>"
    assert solution.to_dict()["claims"] == {
        "z": {"NASH": True, "SEQ": False},
        "a": {"NASH": False, "SEQ": True},
    }


def test_claims_as_plain_data() -> None:
    solution, found = answer("never", "a and b")
    expected: dict[str, Any] = {
        "says": "claim",
        "never": "a and b",
        "holds": {"NASH": True, "SEQ": False},
        "decided_by": {
            "NASH": {"kind": "upset", "states": [4], "leaving": ["one", "two"]},
            "SEQ": {"kind": "equilibrium", "states": [4], "leaving": []},
        },
    }
    assert settled(claim_data(solution.model, found)) == expected


@pytest.mark.parametrize("case", ["prisoners-dilemma", "elmira", "chicken"])
def test_what_upsets_a_state_is_the_best_that_nothing_deters(case: str) -> None:
    model = build(load(case))
    for concept in find_concepts(None):
        for dm in model.decision_makers:
            for state in range(len(model.states)):
                verdict = concept.define(model, dm, state)
                if not verdict.is_stable:
                    found = upsetting(model, concept, dm, state)
                    assert found == undeterred(model, verdict)
