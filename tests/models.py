"""Hypothesis strategies for models that can be solved, in option form and in graph form.

Whatever is drawn has a feasible state by construction: one choice is drawn first, and every
rule that it breaks is turned round.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

from countermove.building import build
from countermove.graph.feasible import feasible_states
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from digits import Digits, digits
from formulas import Tree, tree_of, value, written

DIRECTIONS = ("both", "both", "take", "drop", "fixed")
WEIGHTS = (0, *range(-9, 10), 0.1, 0.2, 0.3, -0.5, 2.25)
KINDS = ("statements", "ranking", "ranking", "weights")

Data = dict[str, Any]


def conflict_of(**parts: Any) -> Conflict:
    """Build a conflict from the parts of its file; format and title need not be given."""
    return Conflict.model_validate({"format": "countermove/1", "title": "Test", **parts})


def ranked(ranks: Sequence[int], names: Sequence[Any] | None = None) -> Data:
    """Write ranks of states (higher is better) as a preference; states are numbered from 1."""
    names = range(1, len(ranks) + 1) if names is None else names
    tiers: dict[int, list[Any]] = {}
    for name, rank in zip(names, ranks, strict=True):
        tiers.setdefault(rank, []).append(name)
    return {"ranking": [tiers[rank] for rank in sorted(tiers, reverse=True)]}


def two_by_two(row: Sequence[int], column: Sequence[int]) -> Conflict:
    """Build the game of two decision makers with one option each, from the ranks of its states.

    The states in order: nothing, a, b, both.
    """
    return option_conflict({"row": ["a"], "column": ["b"]}, row=row, column=column)


def option_conflict(
    options: dict[str, Sequence[str]], *, moves: dict[str, str] | None = None, **more: Any
) -> Conflict:
    """Build a conflict from each decision maker's options and ranks; other parts as in a file."""
    ranks = {dm: more.pop(dm) for dm in options if dm in more}
    moves = moves or {}
    return conflict_of(
        decision_makers={
            dm: {
                "name": dm.title(),
                "options": {o: {"text": o, "moves": moves.get(o, "both")} for o in own},
            }
            for dm, own in options.items()
        },
        preferences={dm: ranked(v) for dm, v in ranks.items()},
        **more,
    )


def graph_conflict(
    states: int, moves: dict[str, dict[int, Sequence[int]]], ranks: dict[str, Sequence[int]]
) -> Conflict:
    """Build a conflict in graph form; its states are called s0, s1, … here and in its file."""
    ids = [f"s{k}" for k in range(states)]
    return conflict_of(
        decision_makers={dm: {"name": dm.title()} for dm in moves},
        states={state: f"State {state}" for state in ids},
        moves={
            dm: [[ids[a], ids[b]] for a, targets in lists.items() for b in targets]
            for dm, lists in moves.items()
        },
        preferences={dm: ranked(v, ids) for dm, v in ranks.items()},
    )


# -- random models --------------------------------------------------------------------------------


@st.composite
def random_ranks(draw: st.DrawFn, states: int) -> list[int]:
    """Give ranks for some states, with many ties, few or none."""
    if states <= 8:
        read = draw(digits(states))
        return [read.below(states) for _ in range(states)]
    # One number instead of one for each state keeps large models cheap to draw.
    luck = random.Random(draw(st.integers(0, 2**20)))
    levels = draw(st.sampled_from([3, states // 2, 10 * states]))
    return [luck.randrange(levels) for _ in range(states)]


@st.composite
def option_data(
    draw: st.DrawFn,
    *,
    decision_makers: tuple[int, int] = (1, 5),
    most_options: int = 6,
    one_way: bool = True,
    rules: bool = True,
    coalesced: bool = False,
    levels: bool = False,
    kinds: Sequence[str] = KINDS,
) -> Data:
    """Give the data of a model in option form."""
    read = draw(digits(20))
    count = _between(read, decision_makers)
    owners = [read.below(count) for _ in range(_between(read, (2, most_options)))]
    same_ids = bool(read.below(2))
    parties: Data = {f"dm{k}": {"name": f"Party {k}", "options": {}} for k in range(count)}
    for k, owner in enumerate(owners):
        own = parties[f"dm{owner}"]["options"]
        option = f"o{len(own)}" if same_ids else f"o{k}"
        moves = read.one_of(DIRECTIONS) if one_way else "both"
        own[option] = {"text": f"Text {k}", "moves": moves}
        if levels and read.below(2):
            own[option] |= _levels(draw(digits(5)), moves)
    names = _names(parties)
    data: Data = {"format": "countermove/1", "title": "Random", "decision_makers": parties}
    if rules:
        data["rules"] = _rules(draw(digits(60)), parties)
    together: Tree | None = None
    if coalesced:
        read = draw(digits(10))
        groups = [_few_choices(read, names) for _ in range(1 + read.below(2))]
        together = groups[0] if len(groups) == 1 else Tree("or", tuple(groups))
        data.setdefault("rules", {})["coalesce"] = [written(group) for group in groups]
    data["preferences"] = {}
    states = 0
    for dm in parties:
        kind = draw(st.sampled_from(kinds))
        if kind == "ranking" and not states:
            states = len(feasible_states(Conflict.model_validate(data)))
        if kind == "ranking" and states <= 40:
            data["preferences"][dm] = ranked(draw(random_ranks(states)))
        elif kind == "weights" and not coalesced:
            read = draw(digits(20))
            weights = {name: read.one_of(WEIGHTS) for name in read.some_of(names)}
            data["preferences"][dm] = {"weights": weights}
        else:
            statements = _statements(draw(digits(80)), names, together)
            data["preferences"][dm] = {"statements": statements}
    return data


def _levels(read: Digits, moves: str) -> Data:
    """Give what more an option has that is chosen among several levels."""
    count = 2 + read.below(3)
    return {
        "levels": {f"l{k}": f"Level {k}" for k in range(count)},
        "moves": {"take": "up", "drop": "down"}.get(moves, moves),
        "steps": read.one_of(["any", "any", "neighbour"]),
        "ordered": True,
    }


def _names(parties: Data) -> list[str]:
    """Give what statements can say of each option: that it is done, or its level."""
    return [name for dm in parties for of in _of_each_option(parties, dm) for name in of]


def _of_each_option(parties: Data, dm: str) -> list[dict[str, frozenset[int]]]:
    """Give what can be said of each option of a party, and at which of its values it is true."""
    found = []
    for option, details in parties[dm]["options"].items():
        name = f"{dm}.{option}"
        own = list(details.get("levels", ()))
        said = {} if own else {name: frozenset([1])}
        for k, level in enumerate(own):
            said[f"{name} is {level}"] = frozenset([k])
            said[f"{name} at least {level}"] = frozenset(range(k, len(own)))
            said[f"{name} at most {level}"] = frozenset(range(k + 1))
        found.append(said)
    return found


def _some_choice(read: Digits, parties: Data) -> set[str]:
    """Choose a value of each option, and give all that is true then."""
    chosen = set()
    for dm in parties:
        for said in _of_each_option(parties, dm):
            value_ = read.below(len({k for values in said.values() for k in values} | {0, 1}))
            chosen |= {name for name, values in said.items() if value_ in values}
    return chosen


def _between(read: Digits, bounds: tuple[int, int]) -> int:
    return bounds[0] + read.below(bounds[1] - bounds[0] + 1)


def _few_choices(read: Digits, names: Sequence[str]) -> Tree:
    """Give a conjunction of two or three options or their negations."""
    literals = [Tree("name", word=read.one_of(names)) for _ in range(2 + read.below(2))]
    return Tree("and", tuple(Tree("not", (x,)) if read.below(2) else x for x in literals))


def _rules(read: Digits, parties: Data) -> Data:
    names, chosen = _names(parties), _some_choice(read, parties)
    rules: Data = {"infeasible": []}
    for _ in range(read.below(3)):
        tree = tree_of(read, names) if read.below(2) else _few_choices(read, names)
        broken = value(tree, chosen.__contains__)
        rules["infeasible"].append(written(Tree("not", (tree,)) if broken else tree))
    if read.below(2):
        group = read.some_of(names, 1, 3)
        taken = len(chosen & set(group))
        fitting = {0: ["at_most_one"], 1: ["at_most_one", "exactly_one", "at_least_one"]}
        rules[read.one_of(fitting.get(taken, ["at_least_one"]))] = [group]
    if read.below(2):
        name, needed = read.one_of(names), tree_of(read, names)
        if name in chosen and not value(needed, chosen.__contains__):
            needed = Tree("not", (needed,))
        rules["requires"] = {name: written(needed)}
    return rules


def _statements(read: Digits, names: Sequence[str], together: Tree | None) -> list[str]:
    def settled(tree: Tree) -> str:
        # Within a coalesced state a statement must not change from choice to choice.
        if together is None:
            return written(tree)
        if read.below(2):
            return written(Tree("or", (together, tree)))
        return written(Tree("and", (Tree("not", (together,)), tree)))

    return [settled(tree_of(read, names)) for _ in range(read.below(7))]


@st.composite
def graph_data(
    draw: st.DrawFn, *, decision_makers: tuple[int, int] = (1, 4), most_states: int = 7
) -> Data:
    """Give the data of a model in graph form: any moves, also shared and not transitive."""
    read = draw(digits(2 + 16 * decision_makers[1]))
    count = 1 + read.below(most_states)
    ids = [f"s{k}" for k in range(count)]
    parties = [f"dm{k}" for k in range(_between(read, decision_makers))]

    def moves() -> list[list[str]]:
        if count == 1:
            return []
        return [read.some_of(ids, 2, 2) for _ in range(_between(read, (count // 2, 2 * count)))]

    shared = moves()
    return {
        "format": "countermove/1",
        "title": "Random graph",
        "decision_makers": {dm: {"name": dm} for dm in parties},
        "states": {state: f"State {state}" for state in ids},
        "moves": {dm: moves() + (shared if read.below(2) else []) for dm in parties},
        "preferences": {dm: ranked(draw(random_ranks(count)), ids) for dm in parties},
    }


def _built(strategy: st.SearchStrategy[Data]) -> st.SearchStrategy[GraphModel]:
    return strategy.map(lambda data: build(Conflict.model_validate(data)))


def option_models(**limits: Any) -> st.SearchStrategy[GraphModel]:
    """Give graph models in option form; the limits are those of `option_data`."""
    return _built(option_data(**limits))


def graph_models(**limits: Any) -> st.SearchStrategy[GraphModel]:
    """Give graph models in graph form; the limits are those of `graph_data`."""
    return _built(graph_data(**limits))


def free_models(**limits: Any) -> st.SearchStrategy[GraphModel]:
    """Give models without rules and one-way options: finite games in normal form."""
    return option_models(one_way=False, rules=False, **limits)


FORMS: dict[str, Callable[..., st.SearchStrategy[GraphModel]]] = {
    "option form": option_models,
    "coalesced": lambda **limits: option_models(coalesced=True, **limits),
    "levels": lambda **limits: st.booleans().flatmap(
        lambda coalesced: option_models(
            **{"levels": True, "coalesced": coalesced, "most_options": 4} | limits
        )
    ),
    "graph form": graph_models,
}
"""Every form that a model may take, each with its strategy."""
