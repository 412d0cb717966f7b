"""Goals against plain enumeration: requirements, counts and least changes on small models."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from countermove.analysis.goals.counting import count_rankings
from countermove.analysis.goals.goals import goals
from countermove.analysis.goals.requirements import Requirement, requirement
from countermove.analysis.goals.statements import StatementChange
from countermove.analysis.many import solve_many
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.preference import Preference
from countermove.preferences.ordinal import OrdinalPreference, ordinal_preference
from countermove.stability.registry import concepts
from models import conflict_of, option_conflict
from reference import CODES, Reference
from seeded import seeded_model, size_of

Ranks = Sequence[int]

SMALL = [seed for seed in range(60) if size_of(seed)[0] <= 4][:20]
MIDDLE = [seed for seed in range(100, 190) if size_of(seed)[0] <= 6][:40]


def required(model: GraphModel, dm: str, state: int, code: str) -> Requirement:
    return requirement(model, dm, state, concepts()[code])


class Anyhow(Reference):
    """A model in which one decision maker may rank the states in any way."""

    def stable_when(self, code: str, i: str, ranks: Ranks, states: Sequence[int]) -> bool:
        better = [[ranks[q] > ranks[s] for s in self.states] for q in self.states]
        no_better = [[not one for one in row] for row in better]
        self.judged[i] = (better, no_better, better)
        self.improvements[i] = [
            {q for q in self.moves[i][s] if ranks[q] > ranks[s]} for s in self.states
        ]
        return all(self.stable(code, i, s) for s in states)


def drawn(seed: int, most_states: int = 1) -> tuple[GraphModel, str, str, list[int]]:
    """Draw a model, a decision maker, a concept and some states."""
    luck = random.Random(seed)
    model = seeded_model(seed)
    dm, code = luck.choice(model.decision_makers), luck.choice(CODES)
    count = luck.randint(1, min(most_states, len(model.states)))
    return model, dm, code, luck.sample(range(len(model.states)), count)


# -- counts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SMALL)
def test_counts_are_those_of_all_rankings(seed: int) -> None:
    model, dm, _, (state,) = drawn(seed)
    plain, size = Anyhow(model), len(model.states)
    for code in CODES:
        found = required(model, dm, state, code)
        count = count_rankings([found], size)
        assert count is not None
        strict = itertools.permutations(range(size))
        assert count.strict == sum(plain.stable_when(code, dm, r, [state]) for r in strict)


@pytest.mark.parametrize("seed", MIDDLE)
def test_counts_for_several_states_at_once_are_those_of_all_rankings(seed: int) -> None:
    model, dm, code, states = drawn(seed, most_states=3)
    size = len(model.states)
    plain = Anyhow(model)
    count = count_rankings([required(model, dm, s, code) for s in states], size)
    assert count is not None
    rankings = itertools.permutations(range(size))
    assert count.strict == sum(plain.stable_when(code, dm, r, states) for r in rankings)


GAMES = {
    "1+1": {"a": ["x"], "b": ["y"]},
    "2+1": {"a": ["x", "y"], "b": ["z"]},
    "1+1+1": {"a": ["x"], "b": ["y"], "c": ["z"]},
}


@pytest.mark.parametrize("ties", [False, True], ids=["strict", "ties"])
@pytest.mark.parametrize("game", GAMES)
def test_counts_are_right_where_the_existing_program_is_wrong(game: str, ties: bool) -> None:
    """GMCR+ asks for strictly worse sanctions, of one move, and judges by the last improvement."""
    options = GAMES[game]
    size = 2 ** sum(map(len, options.values()))
    luck = random.Random(f"{game} {ties}")
    every = np.array(list(itertools.permutations(range(size))))
    for _ in range(3):
        given = {dm: [luck.randrange(3 if ties else 1000) for _ in range(size)] for dm in options}
        model = build(option_conflict(options, **given))
        many = solve_many(model, {"a": every}, CODES)
        for code in CODES:
            for state in range(size):
                count = count_rankings([required(model, "a", state, code)], size)
                assert count is not None
                assert count.strict == many.stable_counts[code]["a"][state]


@pytest.mark.parametrize("seed", range(0, 90, 3))
def test_a_state_is_nash_in_one_ranking_of_so_many_as_it_and_its_moves(seed: int) -> None:
    model, dm, _, (state,) = drawn(seed)
    count = count_rankings([required(model, dm, state, "NASH")], len(model.states))
    assert count is not None
    assert 1 / count.share == 1 + len(model.moves(dm, state))


@pytest.mark.parametrize("seed", range(40))
def test_concepts_that_imply_others_have_no_more_rankings(seed: int) -> None:
    model, dm, _, (state,) = drawn(seed)
    counts = {c: count_rankings([required(model, dm, state, c)], len(model.states)) for c in CODES}
    for code, count in counts.items():
        assert count is not None
        for implied in concepts()[code].implies:
            other = counts[implied]
            assert other is not None
            assert count.share <= other.share


# -- requirements ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [*SMALL, *MIDDLE[:10]])
def test_minimal_sets_are_those_that_suffice_and_none_of_whose_parts_do(seed: int) -> None:
    model, dm, _, (state,) = drawn(seed)
    plain, size = Anyhow(model), len(model.states)
    others = [s for s in range(size) if s != state]
    for code in CODES:
        found = required(model, dm, state, code)
        assert found.minimal.complete
        minimal = list(found.minimal)
        assert len(minimal) == len(set(minimal))
        for chosen in itertools.chain.from_iterable(
            itertools.combinations(others, k) for k in range(size)
        ):
            # Those no better than the state at 0, the state and all of them equal, others at 1.
            ranks = [0 if s == state or s in chosen else 1 for s in range(size)]
            stable = plain.stable_when(code, dm, ranks, [state])
            assert stable == all(clause.is_met(chosen) for clause in found.clauses)
            assert stable == any(some <= set(chosen) for some in minimal)
        for some, other in itertools.permutations(minimal, 2):
            assert not some <= other


@pytest.mark.parametrize("seed", range(40))
def test_what_is_missing_today_is_exactly_what_has_to_change(seed: int) -> None:
    model, dm, code, (state,) = drawn(seed)
    found = required(model, dm, state, code)
    assert found.is_met_today == Reference(model).stable(code, dm, state)
    better = [s for s in range(len(model.states)) if s not in found.no_better_today]
    missing = list(found.missing)
    assert (missing == [frozenset()]) == found.is_met_today
    for chosen in itertools.chain.from_iterable(
        itertools.combinations(better, k) for k in range(len(better) + 1)
    ):
        no_better = found.no_better_today | set(chosen)
        does = all(clause.is_met(no_better) for clause in found.clauses)
        assert does == any(some <= set(chosen) for some in missing)


# -- changes of statements ------------------------------------------------------------------------


def with_statements(seed: int) -> Conflict:
    """Return a small model in which everybody has two or three statements."""
    luck = random.Random(seed)
    options = luck.choice([{"a": ["x"], "b": ["y"]}, {"a": ["x", "y"], "b": ["z"]}])
    names = [name for own in options.values() for name in own]
    literals = [f"{sign}{name}" for name in names for sign in ("", "not ")]
    pairs = [f"{a} {w} {b}" for a in literals for b in names for w in ("and", "implies", "iff")]
    return conflict_of(
        decision_makers={
            dm: {"name": dm.title(), "options": {o: {"text": o} for o in own}}
            for dm, own in options.items()
        },
        terms={"both": f"{names[0]} and {names[-1]}"},
        preferences={
            dm: {"statements": luck.sample(literals + pairs, luck.randint(1, 3))} for dm in options
        },
    )


def neighbours(statements: tuple[str, ...], added: Sequence[str]) -> set[tuple[str, ...]]:
    """Return every list of statements that one step leads to."""
    found = set()
    for at, statement in enumerate(statements):
        rest = statements[:at] + statements[at + 1 :]
        found.add(rest)
        found |= {(*rest[:to], statement, *rest[to:]) for to in range(len(statements))}
    for statement in added:
        found |= {
            (*statements[:to], statement, *statements[to:]) for to in range(len(statements) + 1)
        }
    return found


def changed(conflict: Conflict, lists: dict[str, Sequence[str]]) -> Conflict:
    """Return a conflict as if its file had been written with other statements."""
    data = conflict.to_dict()
    for dm, statements in lists.items():
        data["preferences"][dm] = {"statements": list(statements)}
    return Conflict.model_validate(data)


def holds_after(conflict: Conflict, change: StatementChange, code: str, states: Any) -> bool:
    model = build(changed(conflict, {e.decision_maker: e.statements for e in change.edits}))
    solution = solve(model, code, engine="definition")
    return all(s in solution.holding[code] for s in states)


def all_changes(model: GraphModel, steps: int) -> Iterator[dict[str, bytes]]:
    """Give the ranks of everybody after every change of so many steps, those that stay left out."""
    added = ["both", "not both"]
    for name in model.states.option_names:
        added += [name, f"not {name}"]
    levels: dict[str, list[set[bytes]]] = {}
    for dm in model.decision_makers:
        own = model.conflict.preferences[dm].statements or ()
        lists = {tuple(statement.holds for statement in own)}
        seen: set[bytes] = set()
        levels[dm] = []
        for step in range(steps + 1):
            if step:
                lists = {after for before in lists for after in neighbours(before, added)}
            ranks = {ranked(model, some).tobytes() for some in lists} - seen
            seen |= ranks
            levels[dm].append(ranks)
    for shares in itertools.product(range(steps + 1), repeat=len(levels)):
        if sum(shares) == steps:
            parts = [levels[dm][k] for dm, k in zip(levels, shares, strict=True)]
            for combined in itertools.product(*parts):
                yield dict(zip(levels, combined, strict=True))


def ranked(model: GraphModel, statements: Sequence[str]) -> np.ndarray[Any, Any]:
    preference = Preference.model_validate({"statements": list(statements)})
    return ordinal_preference(model.states, preference, ()).ranks.astype(np.uint16)


def holding_changes(model: GraphModel, steps: int, code: str, state: int) -> list[dict[str, bytes]]:
    found = []
    for ranks in all_changes(model, steps):
        preferences = {
            dm: OrdinalPreference(np.frombuffer(given, np.uint16)) for dm, given in ranks.items()
        }
        plain = Reference(replace(model, preferences=preferences))
        if all(plain.stable(code, dm, state) for dm in model.decision_makers):
            found.append(ranks)
    return found


@pytest.mark.parametrize("seed", range(14))
def test_least_changes_of_statements_are_all_those_of_fewest_steps(seed: int) -> None:
    conflict = with_statements(seed)
    model = build(conflict)
    code = CODES[seed % len(CODES)]
    found = goals(model, range(1, len(model.states) + 1)[seed % 4], code, steps=2)
    (answer,) = found
    (state,) = answer.states
    plain = Reference(model)
    assert answer.holds == all(plain.stable(code, dm, state) for dm in model.decision_makers)
    if answer.least is None:
        assert answer.holds
        return
    for change in answer.least.changes:
        assert holds_after(conflict, change, code, [state])
    for steps in (1, 2):
        expected = holding_changes(model, steps, code, state)
        if not answer.least.changes or steps < (answer.least.steps or 0):
            assert not expected
            continue
        rankings = [
            {
                dm: ranked(model, lists.get(dm, original(conflict, dm))).tobytes()
                for lists in [{e.decision_maker: e.statements for e in change.edits}]
                for dm in model.decision_makers
            }
            for change in answer.least.changes
        ]
        assert len(rankings) == answer.least.found
        assert sorted(map(str, rankings)) == sorted(map(str, expected))
        break


def original(conflict: Conflict, dm: str) -> tuple[str, ...]:
    return tuple(statement.holds for statement in conflict.preferences[dm].statements or ())


@pytest.mark.parametrize("seed", range(20))
def test_what_one_could_do_alone_does(seed: int) -> None:
    conflict = with_statements(seed)
    model = build(conflict)
    for answer in goals(model, "true", ["NASH", "SEQ", "SMR"], steps=1):
        assert set(answer.alone) == (set() if answer.holds else set(model.decision_makers))
        for dm, alone in answer.alone.items():
            if alone is None:
                assert answer.unstable != (dm,)
                continue
            for change in alone.changes:
                assert [edit.decision_maker for edit in change.edits] == [dm]
                assert holds_after(conflict, change, answer.concept, answer.states)


@pytest.mark.parametrize("seed", range(12))
def test_several_goals_hold_at_once_after_the_change(seed: int) -> None:
    conflict = with_statements(100 + seed)
    for code in ("NASH", "SEQ"):
        (answer,) = goals(conflict, [1, 2], code)
        for change in (answer.least.changes if answer.least else ())[:10]:
            assert holds_after(conflict, change, code, answer.states)
            assert holds_after(conflict, change, code, answer.states[:1])
