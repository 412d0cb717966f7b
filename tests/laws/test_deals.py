"""The deal board: each answer about a package against what defines it."""

from __future__ import annotations

from itertools import product
from operator import ne

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.claims import undeterred
from countermove.analysis.deal.board import DealBoard
from countermove.analysis.deal.package import Package
from countermove.analysis.solving import solve
from countermove.graph.states import States
from countermove.graph_model import GraphModel
from countermove.stability.registry import applicable_concepts
from countermove.stability.witness import faults
from models import FORMS
from reference import CODES


def far(states: States, package: Package, state: int) -> int:
    """Count option by option how many differ, of all that both stand for as few as can be."""
    mine = [package.values] if package.state is None else meant_by(states, package.state)
    pairs = product(mine, meant_by(states, state))
    return min(sum(map(ne, one, other)) for one, other in pairs)


def meant_by(states: States, state: int) -> list[tuple[str, ...]]:
    """Return what is chosen in each choice that a state stands for."""
    return [*map(states.values_among, states.members(state)[:, None])]


@pytest.mark.parametrize("form", [form for form in FORMS if form != "graph form"])
@given(data=st.data())
def test_the_nearest_packages_that_hold_are_the_nearest(form: str, data: st.DataObject) -> None:
    model: GraphModel = data.draw(FORMS[form]())
    solution, states = solve(model, CODES), model.states
    draft = data.draw(st.tuples(*map(st.sampled_from, states.vocabulary.spelling.values)))
    found = DealBoard(solution).deal(draft)
    assert (found.state is None) == bool(found.excluded_by)
    distance = {s: far(states, found.package, s) for s in range(len(states))}
    feasible = found.nearest_feasible
    assert feasible.differing == min(distance.values())
    for code, near in found.nearest.items():
        held = solution.positions(code)
        least = min((distance[s] for s in held), default=None)
        every = [s for s in held if distance[s] == least]
        assert (near.differing, near.count) == (least, len(every))
        assert list(near.states) == every[: len(near.states)]


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_what_a_party_would_do_has_a_witness(form: str, data: st.DataObject) -> None:
    model: GraphModel = data.draw(FORMS[form]())
    solution = solve(model, [one.code for one in applicable_concepts(model.conflict)])
    state = data.draw(st.integers(0, len(model.states) - 1))
    found = DealBoard(solution).deal(model.states.label(state))
    assert found.state == state
    for dm, by_code in found.reactions.items():
        for code, one in by_code.items():
            assert one.verdict.is_stable == one.stays == (state in solution.stable[code][dm])
            assert not faults(model, one.verdict)
            if one.line is None:
                assert one.stays
                assert one.concept.words or not len(model.improvements(dm, state))
            else:
                assert one.line in one.verdict.lines
                assert one.line.is_deterred == one.stays
            if not one.stays:
                assert one.target == undeterred(model, one.verdict).play.state
