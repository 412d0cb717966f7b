"""What holds of the five concepts in every model: implications, existence, special cases."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.equilibria import Stable, all_stable
from countermove.graph.bits import Bits
from countermove.graph.sequences import shortest
from countermove.graph_model import GraphModel
from countermove.stability.registry import applicable_concepts, concepts
from engines import stable_sets
from models import FORMS, free_models, graph_models, option_models
from reference import CODES

DECLARED = [(code, weaker) for code, concept in concepts().items() for weaker in concept.implies]


def solved(model: GraphModel) -> Stable:
    listed = applicable_concepts(model.conflict)
    return stable_sets(model, codes={x for c in listed for x in (c.code, *c.implies)})


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_declared_implications_hold(form: str, data: st.DataObject) -> None:
    # Some concepts have their definition only, which takes its time.
    model = data.draw(FORMS[form](**({} if form == "graph form" else {"most_options": 5})))
    stable = solved(model)
    assert DECLARED, "no concept declares what it implies"
    for code, weaker in [pair for pair in DECLARED if set(pair) <= set(stable)]:
        for dm in model.decision_makers:
            exceptions = stable[code][dm] & ~stable[weaker][dm]
            assert not exceptions.any(), f"{code} does not imply {weaker} for {dm}"


@given(option_models())
def test_a_sequential_equilibrium_always_exists_in_option_form(model: GraphModel) -> None:
    holding = all_stable(stable_sets(model, codes=("SEQ", "GMR")))
    assert holding["SEQ"].any()
    assert holding["GMR"].any()


@given(free_models())
def test_gmr_is_pure_maximin_and_smr_is_pure_minimax(model: GraphModel) -> None:
    """Howard's characterisation of the two in games without infeasible combinations."""
    stable = stable_sets(model, codes=("GMR", "SMR"))
    for dm in model.decision_makers:
        v = payoffs(model, dm)
        ranks = model.preferences[dm].ranks
        assert stable["GMR"][dm] == Bits.of(ranks >= v.min(1).max())
        assert stable["SMR"][dm] == Bits.of(ranks >= v.max(0).min())


def payoffs(model: GraphModel, dm: str) -> np.ndarray:
    """Return the ranks of one decision maker by its strategies and by those of all others."""
    own = [k for k, name in enumerate(model.states.vocabulary.options) if name.startswith(f"{dm}.")]
    ranks = model.preferences[dm].ranks
    shape = (2,) * len(model.states.option_names)
    # The first option is the lowest bit, so it is the last axis.
    axes = [len(shape) - 1 - k for k in own]
    return np.moveaxis(ranks.reshape(shape), axes, range(len(own))).reshape(2 ** len(own), -1)


@given(free_models(decision_makers=(2, 4), most_options=4))
def test_nash_equilibria_are_the_pure_nash_equilibria_of_gambit(model: GraphModel) -> None:
    own = {dm: list(p.options) for dm, p in model.conflict.decision_makers.items()}
    strategies = {
        dm: [
            [o for o, taken in zip(options, choice, strict=True) if taken]
            for choice in itertools.product([False, True], repeat=len(options))
        ]
        for dm, options in own.items()
    }
    numbers = [range(len(strategies[dm])) for dm in own]
    state_of: dict[tuple[int, ...], int] = {}
    for profile in itertools.product(*numbers):
        taken = {f"{dm}.{o}" for dm, k in zip(own, profile, strict=True) for o in strategies[dm][k]}
        names = model.states.vocabulary.options
        state_of[profile] = sum(1 << bit for bit, name in enumerate(names) if name in taken)
    tables = []
    for dm in own:
        table = np.zeros([len(k) for k in numbers], dtype=int)
        for profile, state in state_of.items():
            table[profile] = model.preferences[dm].ranks[state]
        tables.append(table)
    import pygambit  # which loads SciPy: here, so that not every process of a run waits for it

    game = pygambit.StrategicGame.from_arrays(*tables)
    found = set()
    for equilibrium in pygambit.nash.enumpure_solve(game).equilibria:
        played = [
            [float(chance) for _, chance in equilibrium[player]].index(1.0)
            for player in game.players
        ]
        found.add(state_of[tuple(played)])
    assert set(all_stable(stable_sets(model, codes="NASH"))["NASH"].positions().tolist()) == found


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_alone_all_concepts_coincide(form: str, data: st.DataObject) -> None:
    model = data.draw(FORMS[form](decision_makers=(1, 1)))
    (dm,) = model.decision_makers
    stable = stable_sets(model, codes=CODES)
    for code in CODES:
        assert stable[code][dm] == stable["NASH"][dm], code


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_among_two_a_sequence_is_a_single_move(form: str, data: st.DataObject) -> None:
    model = data.draw(FORMS[form](decision_makers=(2, 2)))
    first, second = model.decision_makers
    stable = stable_sets(model, codes=("GMR",))
    for state in range(len(model.states)):
        paths = list(shortest([second], state, model.moves))
        assert all(len(path) == 1 for path in paths)
        assert {path[-1].target for path in paths} == set(model.moves(second, state).tolist())
        v = model.preferences[first].ranks
        deterred = [
            bool((v[model.moves(second, int(s1))] <= v[state]).any())
            for s1 in model.improvements(first, state)
        ]
        assert (state in stable["GMR"][first]) == all(deterred)


@given(graph_models(decision_makers=(2, 4)))
def test_nobody_moves_twice_in_a_row(model: GraphModel) -> None:
    """Every sequence given is legal, of the shortest kind, and given once for its end."""
    group = model.decision_makers
    for start in range(len(model.states)):
        lengths: dict[int, int] = {}
        for path in shortest(group, start, model.moves):
            here, last = start, None
            for move in path:
                assert move.origin == here
                assert move.decision_maker != last
                assert move.target in model.moves(move.decision_maker, here)
                here, last = move.target, move.decision_maker
            assert here not in lengths, "an end is given twice"
            lengths[here] = len(path)
        assert list(lengths.values()) == sorted(lengths.values()), "shorter ones come first"
        assert lengths == fewest_moves(model, start)


def fewest_moves(model: GraphModel, start: int) -> dict[int, int]:
    """Return the length of a shortest legal sequence to each end, by adding one move a time."""
    nodes = {(start, "")}
    lengths: dict[int, int] = {}
    # A shortest sequence passes through no pair of state and last mover twice.
    for length in range(1, len(model.states) * len(model.decision_makers) + 1):
        nodes = {
            (int(q), j)
            for s, last in nodes
            for j in model.decision_makers
            if j != last
            for q in model.moves(j, s)
        }
        for q, _ in nodes:
            lengths.setdefault(q, length)
    return lengths


@given(option_models())
def test_one_way_moves_are_among_the_moves_both_ways(model: GraphModel) -> None:
    data = model.conflict.to_dict()
    for party in data["decision_makers"].values():
        for option, details in party.get("options", {}).items():
            if isinstance(details, dict):
                party["options"][option] = {**details, "moves": "both"}
    free = model_of(data)
    for dm in model.decision_makers:
        for state in range(len(model.states)):
            assert set(model.moves(dm, state).tolist()) <= set(free.moves(dm, state).tolist())


def model_of(data: dict) -> GraphModel:
    from countermove.building import build
    from countermove.model.conflict import Conflict

    return build(Conflict.model_validate(data))
