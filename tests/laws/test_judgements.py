"""Judgements varied: what is found is what solving each changed model by the definitions finds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.analysis.equilibria import Solution
from countermove.analysis.judgements.judgements import Effect, judgements
from countermove.analysis.judgements.variations import Variation, variations
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import CountermoveError
from countermove.files.model_file import loads
from countermove.files.writing import to_toml
from countermove.model.conflict import Conflict
from models import Data, graph_data, option_data

CODES = ("NASH", "SEQ", "SMR")


def _claims(data: Data) -> Data:
    """Add a claim of each kind about the first option or state that there is."""
    names = list(data.get("states", ())) or [
        f"{dm}.{option}"
        for dm, party in data["decision_makers"].items()
        for option in party["options"]
    ]
    kinds = ("possible", "always", "never")
    claims = {kind: {"says": kind, kind: names[k % len(names)]} for k, kind in enumerate(kinds)}
    return data if data.get("rules", {}).get("coalesce") else {**data, "claims": claims}


FORMS: dict[str, st.SearchStrategy[Data]] = {
    "option form": option_data(decision_makers=(1, 3), most_options=4),
    "coalesced": option_data(decision_makers=(1, 3), most_options=4, coalesced=True),
    "graph form": graph_data(decision_makers=(1, 3), most_states=5),
}


def done_in(solution: Solution, code: str) -> set[Any]:
    """Return the equilibria by what is done in them, whatever their numbers are."""
    states = solution.model.states
    return {states.stands_for(k) for k in range(len(states)) if k in solution.holding[code]}


def check(base: Solution, effect: Effect) -> None:
    """Solve the changed model by itself and compare."""
    try:
        changed = solve(effect.variation.conflict, CODES, "definition")
    except CountermoveError as error:
        expected = error.problems[0].what
    else:
        expected = ""
    assert effect.problem == expected
    if expected:
        assert not effect.turns
        assert not effect.outcomes
        return
    after = {answer.claim: answer for answer in changed.claims}
    for answer in base.claims:
        other = after[answer.claim]
        turn = effect.turns.get(answer.claim)
        assert (turn is not None) == (answer.holds != other.holds)
        if turn is not None:
            assert (turn.before, turn.after) == (answer.verdict, other.verdict)
            assert {c for c in CODES if other.holds[c] > answer.holds[c]} == set(turn.gained)
            assert {c for c in CODES if other.holds[c] < answer.holds[c]} == set(turn.lost)
    for code in CODES:
        old, new = done_in(base, code), done_in(changed, code)
        assert len(effect.appears.get(code, ())) == len(new - old)
        assert len(effect.disappears.get(code, ())) == len(old - new)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=12)
@given(data=st.data())
def test_each_effect_is_that_of_the_changed_model(form: str, data: st.DataObject) -> None:
    conflict = Conflict.model_validate(_claims(data.draw(FORMS[form])))
    judged = judgements(conflict, CODES)
    assert len(judged) == len(list(variations(build(conflict))))
    base = solve(conflict, CODES, "definition")
    for effect in judged:
        check(base, effect)
    weights = [(bool(e.problem), -e.verdicts, -len(e.turns), -e.outcomes) for e in judged]
    assert weights == sorted(weights)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=15)
@given(data=st.data())
def test_each_change_is_one_that_a_file_can_hold(form: str, data: st.DataObject) -> None:
    conflict = Conflict.model_validate(data.draw(FORMS[form]))
    for variation in variations(build(conflict)):
        assert loads(to_toml(variation.conflict)) == variation.conflict
        assert variation.conflict != conflict or _says_nothing(variation)


def _says_nothing(variation: Variation) -> bool:
    """Say whether two equal statements were exchanged: the one change that may change nothing."""
    return variation.change == "exchanged" and len(set(variation.about)) == 1


@settings(max_examples=20)
@given(data=option_data(decision_makers=(1, 3), most_options=4))
def test_every_judgement_is_varied_in_every_way(data: Data) -> None:
    conflict = Conflict.model_validate(data)
    found = [(v.path, v.change) for v in variations(build(conflict))]
    expected = set()
    for dm, party in conflict.decision_makers.items():
        for option, details in party.options.items():
            path = ("decision_makers", dm, "options", option, "moves")
            ways = ("only taken", "only dropped") if details.moves == "both" else ("both ways",)
            expected |= {(path, way) for way in ways}
    rules = conflict.rules
    for rule in ("infeasible", "at_most_one", "at_least_one", "exactly_one"):
        expected |= {(("rules", rule, k), "lifted") for k in range(len(getattr(rules, rule)))}
    expected |= {(("rules", "requires", name), "lifted") for name in rules.requires}
    for dm, preference in conflict.preferences.items():
        statements, path = preference.statements or (), ("preferences", dm)
        for k in range(len(statements)):
            ways = ("dropped", "negated", "exchanged")[: 3 if k + 1 < len(statements) else 2]
            expected |= {((*path, "statements", k), way) for way in ways}
        for name, weight in (preference.weights or {}).items():
            ways = ("dropped", "negated") if weight else ("dropped",)
            expected |= {((*path, "weights", name), way) for way in ways}
        tiers = [t if isinstance(t, tuple) else (t,) for t in preference.ranking or ()]
        for k in range(len(tiers) - 1):
            expected |= {((*path, "ranking", k), way) for way in ("exchanged", "tied")}
        for k, tier in enumerate(tiers):
            ways = ("raised", "lowered")[: min(len(tier) - 1, 2)]
            expected |= {((*path, "ranking", k), way) for way in ways}
    assert set(found) == expected
