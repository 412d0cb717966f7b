"""Readings of equilibria against the definitions, state by state and pair by pair."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.analysis import pareto
from countermove.analysis.pareto import pareto_optima
from countermove.analysis.solving import solve
from countermove.analysis.worth import state_worth
from countermove.analysis.worth.state_worth import StateWorth
from countermove.analysis.worth.worth import Worth, worth
from countermove.building import build
from countermove.errors import StoppedError, UnknownNameError
from countermove.files.model_file import load
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel
from countermove.progress import Progress
from models import FORMS, conflict_of, two_by_two
from seeded import seeded_model


def rank(model: GraphModel, dm: str, state: int) -> int:
    return int(model.preferences[dm].ranks[state])


def all_prefer(model: GraphModel, better: int, worse: int) -> bool:
    return all(rank(model, i, better) > rank(model, i, worse) for i in model.decision_makers)


def is_pareto_better(model: GraphModel, better: int, worse: int) -> bool:
    pairs = [(rank(model, i, better), rank(model, i, worse)) for i in model.decision_makers]
    return all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)


def jointly_reached(model: GraphModel, state: int) -> set[int]:
    """Return R_N(s): the ends of legal sequences, in which nobody moves twice in a row."""
    found: set[tuple[int, str]] = set()
    waiting: list[tuple[int, str]] = [(state, "")]
    while waiting:
        here, last = waiting.pop()
        for i in model.decision_makers:
            for target in model.moves(i, here).tolist():
                if i != last and (target, i) not in found:
                    found.add((target, i))
                    waiting.append((target, i))
    return {target for target, _ in found}


def check_state(result: Worth, one: StateWorth) -> None:
    model, s = result.model, one.state
    every = range(len(model.states))
    better = {t for t in every if all_prefer(model, t, s)}
    pareto = {t for t in every if is_pareto_better(model, t, s)}
    alone = {t for i in model.decision_makers for t in model.moves(i, s).tolist()}
    assert (one.better, one.pareto_better) == (len(better), len(pareto))
    assert one.reached_alone == len(better & alone)
    assert one.is_optimal == (not pareto)
    assert one.is_weakly_optimal == (not better)
    holding = {t for t in every if any(t in result.solution.holding[c] for c in result.codes)}
    assert set(one.preferred.positions()) == better & holding
    assert set(one.dominated_by.positions()) == pareto & holding
    dominated = {t for t in holding if is_pareto_better(model, s, t)}
    assert set(one.dominates.positions()) == dominated
    check_example(model, one, better or pareto, alone)
    for i, standing in one.standings.items():
        ranks = model.preferences[i].ranks.tolist()
        assert standing.place == 1 + len({r for r in ranks if r > ranks[s]})
        assert standing.levels == len(set(ranks))
        others = [t for t in every if t != s]
        points = [
            1.0 if ranks[t] < ranks[s] else 0.5 if ranks[t] == ranks[s] else 0 for t in others
        ]
        assert standing.points == sum(points)
        assert standing.freedom == len([t for t in model.moves(i, s) if ranks[t] <= ranks[s]])
        stable = [c for c in result.codes if s in result.solution.stable[c][i]]
        assert list(standing.stable) == stable


def check_example(model: GraphModel, one: StateWorth, best: set[int], alone: set[int]) -> None:
    example, s = one.example, one.state
    if example is None:
        assert not best
        return
    jointly = jointly_reached(model, s)
    among = (best & alone) or (best & jointly) or best
    assert example.reach == ("alone" if best & alone else "jointly" if best & jointly else "never")
    assert example.for_all == bool(one.better)
    tops = {i: max(int(model.preferences[i].ranks.max()), 1) for i in model.decision_makers}

    def on_the_whole(t: int) -> tuple[float, int]:
        return -sum(rank(model, i, t) / tops[i] for i in tops), model.states.number(t)

    chosen = min(among, key=lambda t: (round(on_the_whole(t)[0], 9), on_the_whole(t)[1]))
    assert example.state == chosen
    here, last = s, ""
    for move in example.path:
        assert move.origin == here
        assert move.decision_maker != last
        assert move.target in model.moves(move.decision_maker, here)
        here, last = move.target, move.decision_maker
    assert (here == example.state) == (example.reach != "never")


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=15)
@given(data=st.data())
def test_every_state_is_read_as_defined(form: str, data: st.DataObject) -> None:
    model = data.draw(FORMS[form]())
    numbers = [model.states.label(s) for s in range(len(model.states))][:12]
    result = worth(model, states=numbers)
    for one in result:
        check_state(result, one)


@pytest.mark.parametrize("seed", range(60))
def test_seeded_models(seed: int) -> None:
    model = seeded_model(seed)
    solution = solve(model)
    result = worth(solution)
    assert [one.state for one in result] == [
        model.states.find(found.state.label) for found in solution
    ]
    for one in result:
        check_state(result, one)
        assert one.concepts == tuple(c for c in solution.codes if one.state in solution.holding[c])
    check_optima(model, None)
    check_optima(model, solution.holding_somehow)


def check_optima(model: GraphModel, among: Bits | None) -> None:
    chosen = range(len(model.states)) if among is None else among.positions().tolist()
    found = pareto_optima(model, among)
    assert found is not None
    assert set(found.optimal.positions()) == {
        s for s in chosen if not any(is_pareto_better(model, t, s) for t in chosen)
    }
    assert set(found.weakly.positions()) == {
        s for s in chosen if not any(all_prefer(model, t, s) for t in chosen)
    }


def test_optima_are_found_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pareto, "_BLOCK", 3)
    monkeypatch.setattr(pareto, "_PAIRS_AT_ONCE", 4)
    for seed in range(20):
        check_optima(seeded_model(seed), None)
    monkeypatch.setattr(pareto, "MOST_PAIRS", 1)
    model = build(load("talks-2025"))
    assert pareto_optima(model) is None
    result = worth(model)
    assert result.optima is None
    assert not result.provenance.complete
    assert result.to_dict()["pareto_optimal"] is None


def test_a_large_model_is_no_table_of_pairs() -> None:
    """Of 262,144 states those on the front of two opposed rankings, which are many."""
    weights = {f"{dm}{k}": 1 << k + 9 * (dm == "b") for dm in "ab" for k in range(9)}
    conflict = conflict_of(
        decision_makers={
            dm: {"name": dm, "options": {f"{dm}{k}": "Text" for k in range(9)}} for dm in "ab"
        },
        preferences={
            "a": {"weights": weights},
            "b": {"weights": {f"a{k}": -(1 << k) for k in range(9)}},
        },
    )
    model = build(conflict)
    found = pareto_optima(model)
    assert found is not None
    # The best for a among those that b ranks alike have all of b's options.
    expected = {(511 << 9) + own for own in range(512)}
    assert set(found.optimal.positions().tolist()) == expected


# -- different foresight for each -----------------------------------------------------------------


@settings(max_examples=25)
@given(data=st.data())
def test_mixed_equilibria_are_those_that_are_stable_for_each(data: st.DataObject) -> None:
    model = data.draw(FORMS[data.draw(st.sampled_from(sorted(FORMS)))]())
    codes = ("NASH", "SEQ", "SSEQ", "GMR", "SMR")
    given_to = data.draw(
        st.dictionaries(st.sampled_from(model.decision_makers), st.sampled_from(codes), min_size=1)
    )
    asked = data.draw(st.lists(st.sampled_from(codes), min_size=1, unique=True))
    result = worth(model, foresight=given_to, concepts=asked)
    solution = solve(model, codes)
    for code in asked:
        for state in range(len(model.states)):
            expected = all(
                state in solution.stable[given_to.get(i, code)][i] for i in model.decision_makers
            )
            assert (state in result.mixed[code]) == expected
    assert {dm: result.foresight[dm] for dm in given_to} == given_to
    for state in range(len(model.states)):
        somehow = all(
            any(state in solution.stable[c][i] for c in asked) for i in model.decision_makers
        )
        alike = any(state in solution.holding[c] for c in asked)
        assert (state in result.only_mixed) == (somehow and not alike)


def test_names_and_synonyms_of_foresight() -> None:
    conflict = load("prisoners-dilemma")
    result = worth(conflict, foresight={"Second prisoner": "sequential stability"})
    assert dict(result.foresight) == {"second": "SEQ"}
    for wrong in ({"third": "SEQ"}, {"second": "SEK"}):
        with pytest.raises(UnknownNameError):
            worth(conflict, foresight=wrong)
    with pytest.raises(UnknownNameError, match="no outcome 9"):
        worth(conflict, states=9)


# -- limits and data ------------------------------------------------------------------------------


def test_of_many_equilibria_the_strongest_are_read() -> None:
    result = worth(load("talks-2025"), most=3)
    assert (len(result), result.left_out) == (3, 4)
    assert not result.provenance.complete
    numbers = [result.model.states.number(one.state) for one in result]
    assert numbers == [2, 9, 21]
    seq = worth(load("talks-2025"), concepts="GMR", most=2)
    assert [one.strength for one in seq] == [1, 1]


def test_in_a_large_model_what_several_reach_is_not_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(state_worth, "MOST_SEARCHED", 3)
    result = worth(load("prisoners-dilemma"))
    assert result.states[0].example is not None
    assert result.states[0].example.reach == "unknown"
    assert not result.provenance.complete


def test_nothing_holds() -> None:
    # Whoever moves gains, wherever they are.
    conflict = two_by_two([0, 1, 1, 0], [1, 0, 0, 1])
    result = worth(conflict, concepts="NASH")
    assert bool(result)
    assert (len(result), result.left_out) == (0, 0)
    assert result.table().rows == ()


def test_plain_data_and_table() -> None:
    result = worth(load("talks-2025"))
    data = result.to_dict()
    two = data["states"][0]
    assert two["state"]["number"] == 2
    assert two["equilibria_all_prefer"] == [28, 36]
    assert two["example"]["state"]["number"] == 36
    assert [move["decision_maker"] for move in two["example"]["path"]] == [
        *("us", "russia", "ukraine", "europe")
    ]
    table = result.table()
    assert len(table.rows) == 7
    assert len(table.columns) == len(table.rows[0])
    assert repr(result).endswith("7 states, 3 of them Pareto-optimal>")


def test_progress_is_told_and_can_stop_it() -> None:
    seen: list[Progress] = []
    worth(load("talks-2025"), follow=seen.append)
    assert seen
    with pytest.raises(StoppedError):
        worth(load("talks-2025"), follow=lambda progress: len(seen) < 0)
