"""How states are reached: against the definition, against every sequence written out, by hand."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.evolve.obstacles import Obstacle
from countermove.analysis.evolve.result import Evolution
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import (
    ArgumentError,
    ModelError,
    StoppedError,
    TooLargeError,
    UnknownNameError,
)
from countermove.files.model_file import load
from countermove.graph.moves import ArcMoves
from countermove.graph.reach import RULES, search
from countermove.graph.sequences import Move, Path
from countermove.graph.weighted_moves import WeightedFibres, Which
from countermove.graph_model import GraphModel
from countermove.progress import Progress
from countermove.stability.witness import improvements, targets
from models import FORMS, graph_conflict, option_conflict, option_models
from reference import Reference

# How many moves that aren't improvements a sequence may have.
COUNTERMOVES = {"improvements": 0, "one-countermove": 1, "moves": None}
FORM = st.sampled_from(sorted(FORMS)).flatmap(lambda form: FORMS[form]())


def by_definition(model: GraphModel, start: int, by: str) -> list[set[tuple[int, str]]]:
    """Return for k = 1, 2, … the pairs (s, i) with s in V_i^(k), until there are no more.

    Written with sets. The countermoves used are counted along with the state and who moved last.
    """
    rules, most = Reference(model), COUNTERMOVES[by]

    def after(state: int, last: str | None, used: int) -> set[tuple[int, str, int]]:
        return {
            (q, i, used + (most is not None and q not in rules.improvements[i][state]))
            for i in model.decision_makers
            if i != last
            for q in rules.moves[i][state]
        }

    found = {node for node in after(start, None, 0) if node[2] <= (most or 0)}
    levels = [found]
    while True:
        more = {n for node in levels[-1] for n in after(*node) if n[2] <= (most or 0)}
        if more <= levels[-1]:
            return [{(s, i) for s, i, _ in level} for level in levels]
        levels.append(levels[-1] | more)


def written_out(model: GraphModel, start: int, by: str, longest: int) -> Iterator[Path]:
    """Give every legal sequence up to a length, move by move, with moves as the model has them."""
    most = COUNTERMOVES[by]

    def on(path: Path, state: int, used: int) -> Iterator[Path]:
        yield path
        if len(path) == longest:
            return
        for i in model.decision_makers:
            if path and path[-1].decision_maker == i:
                continue
            tempting = improvements(model, i, state)
            for q in targets(model, i, state):
                costs = used + (q not in tempting)
                if most is None or costs <= most:
                    yield from on((*path, Move(i, state, q)), q, costs)

    yield from on((), start, 0)


def assert_legal(model: GraphModel, start: int, by: str, path: Path, end: int) -> None:
    here, last, used = start, None, 0
    for move in path:
        assert move.origin == here
        assert move.decision_maker != last
        assert move.target in targets(model, move.decision_maker, here)
        used += move.target not in improvements(model, move.decision_maker, here)
        here, last = move.target, move.decision_maker
    assert here == end
    most = COUNTERMOVES[by]
    assert most is None or used <= most


@settings(max_examples=60, deadline=None)
@given(FORM, st.data())
def test_what_is_reached_and_by_whom_is_as_defined(model: GraphModel, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(model.states) - 1))
    evolution = evolve(model, "all", start=model.states.label(start))
    for by in RULES:
        defined = by_definition(model, start, by)
        levels = evolution.levels(by)
        found: set[tuple[int, str]] = set()
        for k, level in enumerate(levels):
            found |= {(s, dm) for dm, new in level.items() for s in new.positions().tolist()}
            assert found == defined[min(k, len(defined) - 1)]
        assert found == defined[-1]
        for state in range(len(model.states)):
            way = evolution.at(state).ways[by]
            ending = [{i for s, i in level if s == state} for level in defined]
            assert set(way.possible_last_movers) == ending[-1]
            if state == start:
                assert (way.fewest, way.last_movers, way.shortest) == (0, (), 1)
                continue
            assert way.is_reached == bool(ending[-1])
            if way.fewest is not None:
                assert not any(ending[: way.fewest - 1])
                assert set(way.last_movers) == ending[way.fewest - 1] != set()


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(FORMS)).flatmap(
        lambda form: FORMS[form](
            decision_makers=(1, 3),
            **({"most_states": 5} if form == "graph form" else {"most_options": 4}),
        )
    ),
    st.data(),
)
def test_the_shortest_paths_are_all_there_are(model: GraphModel, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(model.states) - 1))
    evolution = evolve(model, "all", start=model.states.label(start))
    for by in RULES:
        shortest: dict[int, list[Path]] = defaultdict(list)
        for path in written_out(model, start, by, 3):
            end = path[-1].target if path else start
            known = shortest[end]
            if known and len(known[0]) > len(path):
                known.clear()
            if not known or len(known[0]) == len(path):
                known.append(path)
        for state in range(len(model.states)):
            way = evolution.at(state).ways[by]
            if state not in shortest:
                assert way.fewest is None or way.fewest > 3
                continue
            paths = list(way.paths())
            assert len(paths) == len(set(paths)) == way.shortest
            assert set(paths) == set(shortest[state])
            assert paths == list(way.paths())


@settings(max_examples=60, deadline=None)
@given(FORM, st.data())
def test_every_path_can_be_followed_move_by_move(model: GraphModel, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(model.states) - 1))
    for target in evolve(model, "all", start=model.states.label(start)):
        for by, way in target.ways.items():
            paths = list(islice(way.paths(), 5))
            assert bool(paths) == way.is_reached
            for path in paths:
                assert len(path) == way.fewest
                assert_legal(model, start, by, path, model.states.find(target.state.label))


@settings(max_examples=30, deadline=None)
@given(FORM)
def test_less_is_asked_from_kind_to_kind(model: GraphModel) -> None:
    evolution = evolve(model, "all", start=model.states.label(0))
    for target in evolution:
        fewest = [way.fewest for way in target.ways.values()]
        reached = [k for k in fewest if k is not None]
        assert reached == sorted(reached, reverse=True)
        assert fewest[len(fewest) - len(reached) :] == reached
        assert target.best is (next((w for w in target.ways.values() if w.is_reached), None))
    alone = evolve(model, "all", "improvements", start=model.states.label(0))
    assert [way(t) for t in alone] == [way(t) for t in evolution]


def way(target: Any) -> dict[str, Any]:
    data: dict[str, Any] = target.ways["improvements"].to_dict()
    return data


# -- obstacles ----------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(FORM, st.data())
def test_obstacles_are_true(model: GraphModel, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(model.states) - 1))
    evolution = evolve(model, "all", start=model.states.label(start))
    names = list(model.states.vocabulary.options)
    defined = {by: by_definition(model, start, by)[-1] for by in RULES}
    for target in evolution:
        for by, one in target.ways.items():
            if one.obstacle is None:
                continue
            assert not one.is_reached
            ends = {s for s, _ in defined[by]} | {start}
            into = target.state
            if one.obstacle.kind == "nobody leaves":
                assert ends == {start}
            if one.obstacle.kind == "nobody arrives":
                step_of = improvements if by == "improvements" else targets
                position = model.states.find(into.label)
                assert not any(
                    position in step_of(model, i, s)
                    for i in model.decision_makers
                    for s in range(len(model.states))
                )
            for option in one.obstacle.options:
                place = names.index(option)
                # Whatever is reached has the option otherwise than the target.
                reached = {model.states.values(s)[place] for s in ends}
                assert model.states.values(model.states.find(into.label))[place] not in reached


def test_the_kinds_of_obstacles() -> None:
    conflict = option_conflict(
        {"a": ["x", "z"], "b": ["y"]},
        moves={"x": "take", "z": "fixed"},
        a=[0, 1, 0, 0, 0, 0, 0, 0],
        b=[0, 0, 0, 0, 0, 0, 0, 0],
    )
    found = evolve(conflict, "all", start="YNN")
    kinds = {
        target.state.pattern: {by: w.obstacle and w.obstacle.kind for by, w in target.ways.items()}
        for target in found
    }
    assert kinds["NNN"] == dict.fromkeys(RULES, "one-way")
    assert kinds["YYN"] == dict.fromkeys(RULES, "one-way")
    assert kinds["YNY"] == {"improvements": "nobody leaves", "one-countermove": None, "moves": None}
    found = evolve(conflict, "all", start="NNN")
    assert found.target("YNY").ways["improvements"].to_dict() == {
        "reached": False,
        "obstacle": {"kind": "nobody arrives"},
    }
    data = found.target("NYN").ways["moves"].to_dict()
    assert data == {"reached": False, "obstacle": {"kind": "one-way", "options": ["a.z"]}}
    # a takes x, and then nobody gains. From YY a would gain by NY; but y is never taken.
    calm = option_conflict({"a": ["x"], "b": ["y"]}, a=[0, 1, 1, 0], b=[0, 1, 0, 0])
    barred = evolve(calm, "all", start=1).target("NY").ways["improvements"].obstacle
    assert barred == Obstacle("never changed", ("b.y",))


# -- one step at a time -------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(FORM, st.sampled_from(["any", "improving", "other"]), st.booleans(), st.data())
def test_a_step_leads_where_the_moves_lead(
    model: GraphModel, which: Which, large: bool, data: st.DataObject
) -> None:
    rules, count = Reference(model), len(model.states)
    chosen = data.draw(st.sets(st.integers(0, count - 1), min_size=1))
    origins = np.array(sorted(chosen), dtype=np.intp)
    unit = 10**30 if large else 1
    drawn = [unit * w for w in data.draw(st.lists(st.integers(1, 9), min_size=count))]
    weights = np.array(drawn[: len(origins)], dtype=object if large else np.int64)
    for dm in model.decision_makers:
        one = model.moves_of[dm].weighted(model.preferences[dm].ranks.astype(np.int64))
        expected: dict[int, int] = defaultdict(int)
        back: dict[int, list[int]] = defaultdict(list)
        for s in range(count):
            better = rules.improvements[dm][s]
            led = {"any": rules.moves[dm][s], "improving": better, "other": None}[which]
            for q in rules.moves[dm][s] - better if led is None else led:
                back[q].append(s)
                if s in chosen:
                    expected[q] += int(weights[np.searchsorted(origins, s)])
        reached, sums = one.arriving(origins, weights, which)
        assert dict(zip(reached.tolist(), sums.tolist(), strict=True)) == expected
        assert reached.tolist() == sorted(reached.tolist())
        assert {q: one.origins(q, which).tolist() for q in back} == back


@settings(max_examples=20, deadline=None)
@given(option_models())
def test_in_option_form_moves_are_not_listed(model: GraphModel) -> None:
    for dm in model.decision_makers:
        ranks = model.preferences[dm].ranks.astype(np.int64)
        assert isinstance(model.moves_of[dm].weighted(ranks), WeightedFibres)


# -- many ways, long ways -----------------------------------------------------------------------


def ladder(rungs: int) -> Evolution:
    """Return a graph of pairs of states, each leading to both of the next, the movers taking turns.

    To each state of the k-th pair there are 2 ** (k - 1) shortest paths.
    """
    moves: dict[str, dict[int, list[int]]] = {"a": {0: [1, 2]}, "b": {}}
    for k in range(1, rungs):
        for s in (2 * k - 1, 2 * k):
            moves["ab"[k % 2]][s] = [2 * k + 1, 2 * k + 2]
    ranks = list(range(2 * rungs + 1))
    return evolve(graph_conflict(2 * rungs + 1, moves, {"a": ranks, "b": ranks}), "all", start="s0")


def test_ways_are_counted_exactly_however_many() -> None:
    evolution = ladder(80)
    for by in RULES:
        assert evolution.target("s160").ways[by].shortest == 2**79
        assert evolution.target("s160").ways[by].fewest == 80
        assert evolution.target("s15").ways[by].shortest == 2**7
    first = next(evolution.target("s160").ways["moves"].paths())
    assert [move.target for move in first] == [*range(1, 159, 2), 160]


def test_a_path_may_be_longer_than_recursion_goes() -> None:
    """Two take turns along a line of states."""
    length = 2 * sys.getrecursionlimit()
    line = np.arange(length)
    pairs = np.column_stack([line, line + 1])
    steps = {
        dm: ArcMoves.of_pairs(pairs[k::2], length + 1).weighted(np.arange(length + 1))
        for k, dm in enumerate("ab")
    }
    found = search(steps, 0, length + 1, RULES["improvements"])
    (path,) = found.paths(length)
    assert [move.target for move in path] == list(range(1, length + 1))


def test_nobody_moves_twice_in_a_row() -> None:
    """Only a moves, from s0 to s1 and from s1 to s2: s2 can't be reached; with b's help it can."""
    moves: dict[str, dict[int, list[int]]] = {"a": {0: [1], 1: [2]}, "b": {}}
    ranks = {"a": [0, 1, 2, 0], "b": [0, 0, 0, 0]}
    alone = evolve(graph_conflict(4, moves, ranks), "s2", start="s0")
    assert not any(w.is_reached for w in alone.target("s2").ways.values())
    moves["b"] = {1: [3], 3: [1]}
    helped = evolve(graph_conflict(4, moves, ranks), "s2", start="s0").target("s2")
    # b goes to s3 and can't come back at once. Nobody else moves there: still not reached.
    assert not helped.ways["moves"].is_reached
    moves["a"][3] = [1]
    moves["b"] = {1: [3]}
    back = evolve(graph_conflict(4, moves, ranks), "s2", start="s0").target("s2").ways["moves"]
    # a, b, a leads to s1 with a having moved last: a may not go on.
    assert not back.is_reached
    moves["b"] = {1: [0]}
    moves["a"][0] = [1, 2]
    direct = evolve(graph_conflict(4, moves, ranks), "s2", start="s0").target("s2").ways["moves"]
    assert (direct.fewest, direct.last_movers) == (1, ("a",))


# -- what is asked ------------------------------------------------------------------------------


def test_equilibria_are_those_of_the_concepts_asked_for() -> None:
    conflict = load("syria-iraq-1975")
    assert [t.state.number for t in evolve(conflict)] == [1, 6]
    only = evolve(conflict, "equilibria", concepts="SEQ")
    assert [(t.state.number, t.concepts) for t in only] == [(6, ("SEQ",))]
    solution = solve(conflict)
    assert evolve(solution).targets == evolve(conflict).targets
    assert [t.state.number for t in evolve(solution, concepts=["NASH"])] == [6]


def test_states_are_asked_for_in_every_way() -> None:
    conflict = load("syria-iraq-1975")
    assert [t.state.number for t in evolve(conflict, 4)] == [4]
    assert [t.state.number for t in evolve(conflict, ["NNY", 6, "2"])] == [2, 4, 6]
    assert [t.state.number for t in evolve(conflict, "--Y")] == [4, 5, 6]
    assert len(evolve(conflict, "all")) == 6
    assert [t.concepts for t in evolve(conflict, [1, 6], concepts="GMR")] == [("GMR",), ("GMR",)]
    assert [t.concepts for t in evolve(conflict, [1, 6])] == [(), ()]


def test_kinds_come_in_their_order() -> None:
    conflict = load("elmira")
    assert evolve(conflict).by == ("improvements", "one-countermove", "moves")
    assert evolve(conflict, by=["moves", "improvements"]).by == ("improvements", "moves")
    assert evolve(conflict, by="one-countermove").by == ("one-countermove",)


def test_another_start() -> None:
    evolution = evolve(load("elmira"), 10, start=8)
    assert evolution.target(10).ways["improvements"].fewest == 1
    assert repr(evolution.target(10).ways["improvements"]) == "<Way by improvements: 1 move>"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"to": 99}, "no outcome 99"),
        ({"to": [1, "YYYY"]}, "4 choices for 3 options"),
        ({"by": "moovs"}, "no kind of sequences 'moovs'. Did you mean 'moves'?"),
        ({"by": []}, "no kind of sequences is given"),
        ({"start": "nowhere"}, "no outcome 'nowhere'. An outcome is named by its number, 1 to 6"),
        ({"start": "--Y"}, "means 3 outcomes"),
        ({"concepts": "SEK"}, "no solution concept 'SEK'"),
        ({"scenario": "no"}, "no scenario 'no'"),
    ],
)
def test_wrong_requests_are_refused(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(UnknownNameError, match=said.replace("?", r"\?")):
        evolve(load("syria-iraq-1975"), **asked)


def test_a_kind_that_was_not_asked_for_has_no_levels() -> None:
    evolution = evolve(load("syria-iraq-1975"), by="moves")
    with pytest.raises(UnknownNameError, match="no kind of sequences 'improvements'"):
        evolution.levels("improvements")


def test_without_a_status_quo_a_start_has_to_be_given() -> None:
    with pytest.raises(ModelError, match=r"the model has no status quo.*--from"):
        evolve(load("chicken"))
    assert len(evolve(load("chicken"), start=1)) > 0


def test_nothing_but_models_is_taken() -> None:
    with pytest.raises(ArgumentError, match="must be a Conflict, not 'talks-2025'"):
        evolve("talks-2025")  # type: ignore[arg-type]


def test_it_can_be_followed_and_stopped() -> None:
    told: list[Progress] = []
    model = build(load("elmira"))
    evolve(model, "all", follow=told.append)
    shares = [progress.share for progress in told]
    assert shares == sorted(shares)
    assert 0 < shares[-1] <= 1
    with pytest.raises(StoppedError):
        evolve(model, "all", follow=lambda progress: False)


def test_what_does_not_fit_into_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    model = build(load("elmira-coalesced"))
    monkeypatch.setattr("countermove.memory.free_memory", lambda: 1)
    monkeypatch.setattr("countermove.memory._LITTLE", 0)
    with pytest.raises(TooLargeError, match="following the moves of 3 parties"):
        evolve(model, "all")
    with pytest.raises(TooLargeError, match=r"listing up to \d+ moves between coalesced outcomes"):
        model.moves_of["moe"].listed()


# -- data ---------------------------------------------------------------------------------------


def test_data_have_all_that_can_be_asked() -> None:
    data = evolve(load("syria-iraq-1975"), "all").to_dict()
    assert list(data) == ["format", "model", "from", "by", "targets", "levels", "provenance"]
    assert data["from"] == {"number": 1, "pattern": "NNN", "taken": []}
    assert data["levels"]["improvements"] == [
        {"syria": [], "iraq": [4]},
        {"syria": [6], "iraq": []},
    ]
    six = data["targets"][5]["ways"]["improvements"]
    assert six == {
        "reached": True,
        "moves": 2,
        "last_movers": ["syria"],
        "possible_last_movers": ["syria"],
        "shortest": 1,
        "paths": [
            [
                {"decision_maker": "iraq", "from": 1, "to": 4, "takes": ["attack"]},
                {"decision_maker": "syria", "from": 4, "to": 6, "takes": ["escalate"]},
            ]
        ],
    }
    only = evolve(load("syria-iraq-1975"), by="moves").to_dict()
    assert "levels" not in only
    assert only["targets"][0]["holds"] == ["GMR"]


def test_paths_in_data_are_ten_at_most() -> None:
    way = ladder(6).target("s12").ways["moves"].to_dict()
    assert (way["shortest"], len(way["paths"])) == (32, 10)


def test_tables() -> None:
    evolution = evolve(load("syria-iraq-1975"), by=["improvements", "moves"])
    table = evolution.table()
    assert table.columns[-6:] == (
        "improvements",
        "improvements: last movers",
        "improvements: shortest paths",
        "moves",
        "moves: last movers",
        "moves: shortest paths",
    )
    assert list(table.rows)[-1] == (
        *(6, "NYY", "escalate, attack"),
        *[True] * 5,
        *(2, "Syria", 1),
        *(2, "Syria, Iraq", 2),
    )
    status_quo = evolution.status_quo_table("improvements")
    assert status_quo.columns == ("state", "pattern", "taken", "Syria", "Iraq")
    assert [row[3:] for row in status_quo.rows] == [
        (None, None),
        (None, None),
        (None, None),
        (None, 1),
        (None, None),
        (2, None),
    ]


def test_it_is_there_even_when_nothing_holds() -> None:
    # Matching pennies: nobody stays anywhere under NASH.
    conflict = option_conflict({"a": ["x"], "b": ["y"]}, a=[1, 0, 0, 1], b=[0, 1, 1, 0])
    evolution = evolve(conflict, start=1, concepts="NASH")
    assert (len(evolution), list(evolution), bool(evolution)) == (0, [], True)
    assert repr(evolution).startswith("<Evolution from [1] nothing done: of 0 states reached")
