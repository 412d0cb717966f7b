"""Lists of states made some at a time say what the states say one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis import state_lists
from countermove.analysis.solving import solve
from countermove.analysis.state_lists import Described, in_exactly, in_order, numbers, states_data
from countermove.building import build
from countermove.files.model_file import load
from countermove.graph.bits import Bits
from countermove.graph.feasible import feasible_states
from countermove.graph_model import GraphModel
from countermove.streams import settled
from kinds_of_cases import LISTED
from models import FORMS, option_conflict

ANY_FORM = st.sampled_from(sorted(FORMS)).flatmap(lambda form: FORMS[form]())


@given(ANY_FORM, st.data())
def test_they_are_as_the_states_are_one_by_one(model: GraphModel, data: st.DataObject) -> None:
    states = model.states
    size = len(states)
    mask = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    chosen = Bits.of(np.array(mask))
    for found in (None, chosen):
        positions = range(size) if found is None else found.positions().tolist()
        ordered = states.in_order(positions)
        assert [state for part in in_order(states, found) for state in part.tolist()] == ordered
        views = [states.view(state) for state in ordered]
        assert settled(states_data(states, found)) == [view.to_dict() for view in views]
        assert settled(states_data(states, found, text=True)) == [
            view.to_dict() | {"text": view.text} for view in views
        ]
    assert list(numbers(states, chosen)) == [
        states.number(k) for k in states.in_order(chosen.positions())
    ]


@pytest.mark.parametrize("case", LISTED)
def test_the_cases_too_with_their_labels(case: str) -> None:
    states = build(load(case)).states
    ordered = states.in_order(range(len(states)))
    assert settled(states_data(states)) == [states.view(state).to_dict() for state in ordered]
    everything = Bits.all_or_none(len(states), True)
    assert list(numbers(states, everything)) == [states.number(state) for state in ordered]


def test_many_states_come_in_parts() -> None:
    names = [f"o{k}" for k in range(14)]
    states = feasible_states(option_conflict({"one": names}))
    every_third = Bits.of(np.arange(len(states)) % 3 == 0)
    for found, count in ((None, 1 << 14), (every_third, every_third.count())):
        parts = list(in_order(states, found))
        assert max(map(len, parts)) <= state_lists.STATES_AT_ONCE
        assert np.array_equal(
            np.concatenate(parts), np.arange(1 << 14)[:: 1 if found is None else 3]
        )
        data = states_data(states, found)
        assert len(data) == count == sum(len(part) for part in data.parts())


def test_what_is_done_is_found_across_pieces_of_a_pattern() -> None:
    names = [f"o{k}" for k in range(23)]
    states = feasible_states(option_conflict({"one": names}))
    described = Described(states)
    for state in (0, 1, 0x155555, 0x2AAAAA, (1 << 23) - 1, 1 << 22):
        view = states.view(state)
        assert tuple(described.taken(view.pattern)) == view.taken
        assert described.text(view.pattern) == view.text
    assert described.taken("Y" * 23) is not described.taken("Y" * 23)


@given(st.integers(0, 20), st.integers(1, 4), st.data())
def test_in_how_many_sets(size: int, sets: int, data: st.DataObject) -> None:
    masks = np.array(
        data.draw(
            st.lists(
                st.lists(st.booleans(), min_size=size, max_size=size), min_size=sets, max_size=sets
            )
        ),
        dtype=bool,
    ).reshape(sets, size)
    counts = masks.sum(axis=0)
    exactly = in_exactly([Bits.of(mask) for mask in masks])
    assert len(exactly) == sets + 1
    for k, found in enumerate(exactly):
        assert found.positions().tolist() == np.flatnonzero(counts == k).tolist()


def test_the_strongest_are_those_under_most_concepts_firmest_first() -> None:
    for case in LISTED:
        solution = solve(load(case))
        everything = list(solution)
        for count in (0, 1, 3, len(everything), len(everything) + 1):
            expected = sorted(everything, key=lambda e: -len(e.concepts))[:count]
            assert list(solution.strongest(count)) == expected


def test_an_equilibrium_knows_where_its_state_is() -> None:
    for case in LISTED:
        solution = solve(load(case))
        views = [solution.model.states.view(found.position) for found in solution]
        assert views == [found.state for found in solution]
