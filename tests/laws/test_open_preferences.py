"""What is told of preferences that are no order, written anew: what is better for all, and more."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.differences import _judged_otherwise
from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.pareto import Beside, pareto_optima, trapped
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel
from models import FORMS
from relations import drawn_preference, opened


def better(model: GraphModel, dm: str, target: int, state: int) -> bool | None:
    """Say whether a state is better than another, from what tempts and what deters."""
    preference, ends = model.preferences[dm], np.array([target])
    tempts, deters = preference.tempts(ends, state)[0], preference.deters(ends, state)[0]
    return None if tempts == deters else bool(tempts)


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_pareto_counts_what_is_known(form: str, data: st.DataObject) -> None:
    small = {"most_states": 5} if form == "graph form" else {"most_options": 3}
    model = data.draw(opened(FORMS[form](**small)))
    states, parties = range(len(model.states)), model.decision_makers
    for_all, pareto = (np.zeros((len(states), len(states)), dtype=bool) for _ in range(2))
    for t, s in itertools.product(states, repeat=2):
        up = [better(model, dm, t, s) for dm in parties]
        down = [better(model, dm, s, t) for dm in parties]
        for_all[t, s] = all(one is True for one in up)
        pareto[t, s] = any(one is True for one in up) and all(one is False for one in down)
    for s in states:
        beside = Beside(model, s)
        assert beside.better_for_all.mask().tolist() == for_all[:, s].tolist()
        assert beside.pareto_better.mask().tolist() == pareto[:, s].tolist()
        assert beside.pareto_worse.mask().tolist() == pareto[s].tolist()
    optima = pareto_optima(model)
    assert optima is not None
    assert optima.optimal.mask().tolist() == (~pareto.any(axis=0)).tolist()
    assert optima.weakly.mask().tolist() == (~for_all.any(axis=0)).tolist()
    caught = trapped(model, Bits.all_or_none(len(states), True))
    assert caught is not None
    assert caught.positions().tolist() == [
        s for s in states if not any(for_all[t, s] for dm in parties for t in model.moves(dm, s))
    ]


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_improvements_lead_where_each_mover_is_known_to_gain(
    form: str, data: st.DataObject
) -> None:
    model = data.draw(opened(FORMS[form]()))
    start = data.draw(st.integers(0, len(model.states) - 1))
    reached: set[tuple[int, str]] = set()
    new = {(start, "")}
    while new:
        new = {
            (int(t), dm)
            for s, last in new
            for dm in model.decision_makers
            if dm != last
            for t in model.moves(dm, s)
            if better(model, dm, int(t), s)
        } - reached
        reached |= new
    found = evolve(model, "all", "improvements", start=model.states.label(start))
    assert found.reach["improvements"].reached.positions().tolist() == sorted(
        {start, *(state for state, _ in reached)}
    )


@given(st.integers(1, 7), st.integers(0, 99), st.integers(0, 99))
def test_pairs_that_are_judged_otherwise_are_counted(states: int, one: int, other: int) -> None:
    was, now = (drawn_preference(states, seed, counts=False) for seed in (one, other))
    unlike = [
        (s, t)
        for s, t in itertools.combinations(range(states), 2)
        if was.tempting[s, t] != now.tempting[s, t]
        or was.tempting[t, s] != now.tempting[t, s]
        or was.deterring[s, t] != now.deterring[s, t]
        or was.deterring[t, s] != now.deterring[t, s]
    ]
    expected = (len(unlike), unlike[0]) if unlike else (0, None)
    assert _judged_otherwise(was, now, states) == expected
