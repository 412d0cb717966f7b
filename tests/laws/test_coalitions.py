"""Coalitions in every model: definitions, implications, special cases, witnesses."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition_reference import CoalitionReference, subsets
from countermove.analysis.coalitions.coalitions import coalitions
from countermove.analysis.coalitions.concepts import COALITIONAL_CONCEPTS
from countermove.analysis.coalitions.definition import (
    Improvement,
    JointMove,
    class_improvements,
    coalition_verdict,
    in_model_order,
)
from countermove.analysis.coalitions.minimal import minimal_families
from countermove.analysis.coalitions.reach import GroupReach
from countermove.analysis.coalitions.result import Coalitions
from countermove.analysis.needed import needed
from countermove.analysis.solving import solve
from countermove.graph.sequences import Path
from countermove.graph_model import GraphModel
from models import FORMS, free_models, graph_models, option_models
from reference import Reference
from seeded import seeded_model

CODES = tuple(concept.code for concept in COALITIONAL_CONCEPTS)
IMPROVEMENTS: tuple[Improvement, ...] = ("strict", "pareto")
ALONE = {"CNASH": "NASH", "CGMR": "GMR", "CSMR": "SMR"}


def limits(form: str) -> dict[str, object]:
    few: dict[str, object] = {"decision_makers": (2, 4)}
    return few if form == "graph form" else {**few, "most_options": 4}


def compare(model: GraphModel, improvement: Improvement, pick: int) -> None:
    """Compare the fast way with the definition: for one coalition, and for all of them."""
    reference = CoalitionReference(model, improvement)
    states = range(len(model.states))
    every = coalitions(model, improvement=improvement)
    for code in CODES:
        expected = [s for s in states if reference.universally(code, s)]
        assert every.stable[code].positions().tolist() == expected, code
    check_jumps(model, every, reference)
    groups = sorted(subsets(reference.everyone), key=sorted)
    group = groups[pick % len(groups)]
    one = coalitions(model, group, improvement=improvement)
    for concept in COALITIONAL_CONCEPTS:
        expected = [s for s in states if reference.stable(concept.code, group, s)]
        assert one.stable[concept.code].positions().tolist() == expected, (concept.code, group)
        verdicts = [
            coalition_verdict(model, concept, sorted(group), s, improvement) for s in states
        ]
        assert [s for s in states if verdicts[s]] == expected
        for s in states:
            for found in (every, one):
                upset = found.upset_at(s, concept)
                assert (upset is None) == (s in found.stable[concept.code])
                if upset is not None:
                    assert not reference.stable(concept.code, frozenset(upset.coalition), s)
                    check_path(reference.individuals, s, upset.path, upset.coalition)
                    assert reference.better(frozenset(upset.coalition), upset.path[-1].target, s)


def check_path(reference: Reference, start: int, path: Path, group: tuple[str, ...]) -> None:
    """Check that a path is a legal sequence of a group."""
    here, last = start, ""
    assert path
    for move in path:
        assert move.decision_maker in group
        assert move.decision_maker != last
        assert move.origin == here
        assert move.target in reference.moves[move.decision_maker][here]
        here, last = move.target, move.decision_maker


def check_jumps(model: GraphModel, found: Coalitions, reference: CoalitionReference) -> None:
    """Compare the jumps with all there are by definition."""
    holding = {code: bits.positions().tolist() for code, bits in found.alone.holding.items()}
    groups = subsets(reference.everyone)
    expected = set()
    for s, t in product(range(len(model.states)), repeat=2):
        codes = tuple(code for code, held in holding.items() if s in held and t in held)
        able = [g for g in groups if t in reference.improvements(g, s)] if codes else []
        pairs = [g for g in minimal(able) if len(g) > 1]
        expected |= {(s, t, in_model_order(model, list(g)), codes) for g in pairs}
    assert {(j.origin, j.target, j.coalition, j.concepts) for j in found.jumps} == expected
    for jump in found.jumps:
        check_path(reference.individuals, jump.origin, jump.path, jump.coalition)
        assert jump.path[-1].target == jump.target


@pytest.mark.parametrize("improvement", IMPROVEMENTS)
@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@settings(max_examples=20)
def test_the_fast_way_agrees_with_the_definition(
    form: str, improvement: Improvement, data: st.DataObject
) -> None:
    compare(data.draw(FORMS[form](**limits(form))), improvement, data.draw(st.integers(0, 14)))


@pytest.mark.parametrize("improvement", IMPROVEMENTS)
def test_the_fast_way_agrees_with_the_definition_on_seeded_models(
    improvement: Improvement,
) -> None:
    for seed in range(30):
        compare(seeded_model(seed), improvement, seed)


@pytest.mark.parametrize("improvement", IMPROVEMENTS)
def test_implications(improvement: Improvement) -> None:
    """CNASH implies CSMR and CSEQ, CSMR implies CGMR; with transitive moves CSEQ implies CGMR."""
    for seed in range(24):
        model = seeded_model(seed)
        implied = [("CNASH", "CSMR"), ("CSMR", "CGMR"), ("CNASH", "CSEQ")]
        if GroupReach(model).is_transitive:
            implied.append(("CSEQ", "CGMR"))
        for group in subsets(frozenset(model.decision_makers)):
            found = coalitions(model, group, improvement=improvement)
            for code, weaker in implied:
                assert not (found.stable[code] & ~found.stable[weaker]).any()


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@settings(max_examples=15)
def test_a_coalition_of_one_is_an_individual(form: str, data: st.DataObject) -> None:
    model = data.draw(FORMS[form](**limits(form)))
    alone = solve(model)
    dm = data.draw(st.sampled_from(model.decision_makers))
    for improvement in IMPROVEMENTS:
        found = coalitions(model, [dm], improvement=improvement)
        for code, individual in ALONE.items():
            assert found.stable[code] == alone.stable[individual][dm]
        # Not conversely: others may sanction together.
        assert not (alone.stable["SEQ"][dm] & ~found.stable["CSEQ"]).any()


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@settings(max_examples=15)
def test_all_together_are_stable_where_nothing_within_reach_is_better(
    form: str, data: st.DataObject
) -> None:
    model = data.draw(FORMS[form](**limits(form)))
    reference = CoalitionReference(model)
    found = coalitions(model, model.decision_makers)
    ranks = np.array([model.preferences[dm].ranks for dm in model.decision_makers], dtype=int)
    for s in range(len(model.states)):
        within = list(reference.reached(reference.everyone, s))
        better = (ranks[:, within] > ranks[:, [s]]).all(axis=0).any()
        assert {s in found.stable[code] for code in CODES} == {not better}


@given(free_models(decision_makers=(2, 4)))
@settings(max_examples=20)
def test_every_coalition_nash_is_a_strong_equilibrium(model: GraphModel) -> None:
    """Aumann's strong equilibrium, by all joint deviations of all coalitions from a profile."""
    options = list(model.states.vocabulary.options)
    owned = {
        dm: sum(1 << k for k, name in enumerate(options) if name.startswith(f"{dm}."))
        for dm in model.decision_makers
    }
    ranks = {dm: model.preferences[dm].ranks for dm in model.decision_makers}

    def is_strong(s: int) -> bool:
        for group in subsets(frozenset(model.decision_makers)):
            free = sum(owned[dm] for dm in group)
            for t in range(len(model.states)):
                if (s ^ t) & ~free == 0 and all(ranks[dm][t] > ranks[dm][s] for dm in group):
                    return False
        return True

    expected = [s for s in range(len(model.states)) if is_strong(s)]
    assert coalitions(model, concepts="CNASH").stable["CNASH"].positions().tolist() == expected


@given(st.one_of(graph_models(decision_makers=(2, 3)), option_models(**limits(""))), st.data())
@settings(max_examples=20)
def test_class_improvements_are_those_of_the_definition(
    model: GraphModel, data: st.DataObject
) -> None:
    reference = CoalitionReference(model)
    start = data.draw(st.integers(0, len(model.states) - 1))
    group = model.decision_makers[1:]
    found = list(class_improvements(model, group, start, "strict"))
    ends = [reply[-1].target for reply in found]
    assert len(ends) == len(set(ends))
    assert set(ends) == reference.class_improvements(frozenset(group), start)
    for reply in found:
        check_reply(reference, start, reply)


def check_reply(reference: CoalitionReference, start: int, reply: tuple[JointMove, ...]) -> None:
    here, last = start, ()
    for step in reply:
        assert step.coalition != last
        check_path(reference.individuals, here, step.path, step.coalition)
        assert reference.better(frozenset(step.coalition), step.target, here)
        here, last = step.target, step.coalition


# -- who is needed --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@settings(max_examples=20)
def test_needed_is_found_by_looking_at_every_coalition(form: str, data: st.DataObject) -> None:
    model = data.draw(FORMS[form](**limits(form)))
    reference = CoalitionReference(model)
    count = len(model.states)
    start = data.draw(st.integers(0, count - 1))
    names = list(model.states.vocabulary.chosen_names.values()) or list(model.conflict.states)
    statement = data.draw(st.sampled_from(names))
    holding = data.draw(st.sampled_from(["SEQ", "NASH", None]))
    if model.states.is_coalesced:
        statement = "true"
    label = model.states.label(start)
    (need,) = needed(model, statement, holding=holding, start=label)
    goals = set(model.states.holding(statement).positions().tolist())
    if holding is not None:
        goals &= set(solve(model, holding).holding[holding].positions().tolist())
    assert set(need.goals.positions().tolist()) == goals
    assert need.already == (start in goals)
    everyone = reference.everyone
    groups = subsets(everyone)
    able = [g for g in groups if reference.reached(g, start) & goals] if not need.already else []
    blocking = [g for g in groups if able and not any(h <= everyone - g for h in able)]
    assert {frozenset(win.coalition) for win in need.winning} == set(minimal(able))
    assert {frozenset(group) for group in need.blocking} == set(minimal(blocking))
    assert need.complete
    for win in need.winning:
        check_path(reference.individuals, start, win.path, win.coalition)
        end = win.path[-1].target
        assert end in goals
        members = frozenset(win.coalition)
        wanted = any(t in goals for t in reference.improvements(members, start))
        assert win.is_wanted == wanted
        assert win.is_wanted == reference.better(members, end, start)
    if holding is None:
        assert not need.without
        return
    assert tuple(one.decision_maker for one in need.without) == need.vetoes
    stable = solve(model, holding).stable[holding]
    satisfying = set(model.states.holding(statement).positions().tolist())
    for one in need.without:
        # Where the others may be is where they lead to, and where it starts.
        within = reference.reached(everyone - {one.decision_maker}, start) | {start}
        unstable = {
            s: tuple(dm for dm in model.decision_makers if s not in stable[dm])
            for s in satisfying & within
        }
        assert (one.state is None) == (not unstable)
        if one.state is not None:
            assert one.leaving == unstable[one.state] != ()
            assert len(one.leaving) == min(map(len, unstable.values()))


def minimal(groups: list[frozenset[str]]) -> list[frozenset[str]]:
    return [group for group in groups if not any(other < group for other in groups)]


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), max_size=6))
def test_both_families_are_complete(winning: list[frozenset[str]]) -> None:
    everyone = frozenset("abcdef")
    found = minimal_families(everyone, lambda group: any(w <= group for w in winning))
    groups = subsets(everyone)
    blocking = [g for g in groups if winning and all(g & w for w in winning)]
    assert set(found.sufficient) == set(minimal(winning))
    assert set(found.blocking) == set(minimal(blocking))


def test_few_groups_are_asked() -> None:
    """Seven of twenty can do it: of a million groups only some need to be asked."""
    asked: list[int] = []

    def suffices(group: frozenset[int]) -> bool:
        asked.append(len(group))
        return set(range(0, 20, 3)) <= group

    names = [str(k) for k in range(20)]
    found = minimal_families(names, lambda group: suffices(frozenset(map(int, group))))
    assert [len(group) for group in found.sufficient] == [7]
    assert len(found.blocking) == 7
    assert len(asked) < 60


def test_too_many_groups_are_said_to_be_too_many() -> None:
    names = [str(k) for k in range(14)]
    found = minimal_families(names, lambda group: len(group) >= 7, most=50)
    assert not found.complete
    assert all(len(group) == 7 for group in found.sufficient)
