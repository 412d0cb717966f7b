"""Every verdict carries a witness that an independent checker accepts, and only true ones pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.building import build
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from countermove.preferences.ways import way_of
from countermove.stability.registry import concepts, find_concepts
from countermove.stability.verdict import Verdict
from countermove.stability.witness import faults
from engines import stable_sets
from kinds_of_cases import LISTED
from models import FORMS
from reference import CODES
from relations import opened
from tampering import tampered

SCENARIOS = [(case, scenario) for case in LISTED for scenario in (None, *load(case).scenarios)]


def verdicts(model: GraphModel) -> Iterator[Verdict]:
    for concept in find_concepts(CODES):
        for dm in model.decision_makers:
            for state in range(len(model.states)):
                yield concept.define(model, dm, state)


def check_all(model: GraphModel) -> None:
    stable = stable_sets(model, codes=CODES)
    for verdict in verdicts(model):
        assert faults(model, verdict) == [], verdict
        assert bool(verdict) == (verdict.state in stable[verdict.concept][verdict.decision_maker])


@pytest.mark.parametrize(("case", "scenario"), SCENARIOS)
def test_every_verdict_of_every_case(case: str, scenario: str | None) -> None:
    check_all(build(load(case), scenario))


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_every_verdict_of_random_models(form: str, data: st.DataObject) -> None:
    small = {"most_states": 5} if form == "graph form" else {"most_options": 4}
    check_all(data.draw(FORMS[form](**small)))


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_every_verdict_where_preferences_are_no_order(form: str, data: st.DataObject) -> None:
    small = {"most_states": 5} if form == "graph form" else {"most_options": 3}
    model = data.draw(opened(FORMS[form](**small)))
    # What is a reply and what an escape may be taken otherwise than usual.
    variants = data.draw(st.sets(st.sampled_from(["start", "return-void", "gaining-escapes"])))
    model = replace(model, way=way_of(unknown="c", variants=variants) if variants else model.way)
    check_all(model)
    reject_all(model)


# -- tampered witnesses ---------------------------------------------------------------------------


def reject_all(model: GraphModel) -> Counter[str]:
    seen: Counter[str] = Counter()
    for verdict in verdicts(model):
        for name, false in tampered(model, verdict):
            assert faults(model, false), f"{name} is accepted: {false!r}, {false.lines}"
            seen[name] += 1
    return seen


# How many kinds of tampering there are: one case has them all.
KINDS = 26


@pytest.mark.parametrize(
    ("case", "kinds"),
    [
        ("syria-iraq-1975", KINDS),
        ("cuban-missile-crisis-one-way", 24),
        ("elmira-coalesced", 24),
        ("elmira-graph", 24),
    ],
)
def test_tampered_witnesses_of_cases_are_rejected(case: str, kinds: int) -> None:
    assert len(reject_all(build(load(case)))) == kinds


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_tampered_witnesses_of_random_models_are_rejected(form: str, data: st.DataObject) -> None:
    small = {"most_states": 5} if form == "graph form" else {"most_options": 3}
    reject_all(data.draw(FORMS[form](**small)))


def test_a_step_that_is_no_improvement_is_rejected_only_where_replies_must_be() -> None:
    """The reply that GMR rests on in the chicken game is not credible, so SEQ can't have it."""
    model = build(load("chicken"))
    differing = [
        concepts()["GMR"].define(model, dm, state)
        for dm in model.decision_makers
        for state in range(len(model.states))
        if bool(concepts()["GMR"].define(model, dm, state))
        and not concepts()["SEQ"].define(model, dm, state)
    ]
    assert differing
    for verdict in differing:
        assert faults(model, verdict) == []
        assert faults(model, replace(verdict, concept="SEQ"))


def test_another_concepts_witness_is_rejected_where_an_escape_exists() -> None:
    """Whoever is stable under GMR but not SMR can escape from the sanction."""
    model = build(load("syria-iraq-1975"))
    differing = [
        concepts()["GMR"].define(model, dm, state)
        for dm in model.decision_makers
        for state in range(len(model.states))
        if bool(concepts()["GMR"].define(model, dm, state))
        and not concepts()["SMR"].define(model, dm, state)
    ]
    assert differing
    for verdict in differing:
        assert faults(model, verdict) == []
        assert faults(model, replace(verdict, concept="SMR"))
