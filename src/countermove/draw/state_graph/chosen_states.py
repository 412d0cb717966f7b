"""Which states the graph shows: all of a small model, of a large one those that matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

import numpy as np

from countermove.analysis.equilibria import Solution
from countermove.analysis.evolve.evolve import evolve
from countermove.draw.state_graph.lines import changes
from countermove.graph.region import Positions
from countermove.graph.sequences import shortest
from countermove.graph_model import GraphModel
from countermove.report.amounts import counted
from countermove.report.phrases import mark_of, who
from countermove.texts import and_list

MOST_FOLLOWED = 1 << 16
"""Ways from the status quo are looked for in models of at most so many states."""

# A decision maker with so many moves is taken to change at most two options at once.
_MANY_MOVES = 1 << 12

_WAYS, _FEWEST_FIRM = 20, 6


@dataclass(frozen=True, slots=True)
class ChosenStates:
    """The states that the graph shows."""

    states: tuple[int, ...]
    ways: tuple[int, ...]
    says: str
    is_all: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """Which moves count."""

    decision_makers: tuple[str, ...]
    improvements: bool

    def near(self, model: GraphModel, dm: str, state: int) -> Positions:
        """Return where it can move to: improvements first, then what changes fewest options."""
        targets = model.moves_of[dm].near(state, _MANY_MOVES)
        tempting = model.preferences[dm].tempts(targets, state)
        if self.improvements:
            targets, tempting = targets[tempting], tempting[tempting]
        return targets[np.lexsort((changes(model, state, targets), ~tempting))]


def reached_from(
    model: GraphModel,
    start: int,
    moves: Counted,
    within: int | None,
    *,
    most: int,
    besides: Iterable[int] = (),
) -> ChosenStates:
    """Choose the states that moves lead to from one of them, the nearest first.

    Of what is one move away each mover has some, so that none is crowded out.
    """
    found, is_cut = {start, *besides}, False
    for target, away in _in_turn(model, start, moves):
        if within is not None and away > within:
            break
        if len(found) == most and target not in found:
            is_cut = True
            break
        found.add(target)
    kind = "improvements" if moves.improvements else "moves"
    whose = ""
    if len(moves.decision_makers) < len(model.decision_makers):
        whose = " of " + and_list([who(model, dm) for dm in moves.decision_makers])
    far = "" if within is None else f" in {_away(within)}"
    nearest = "the nearest of " if is_cut else ""
    says = (
        f"{_share(model, len(found))}: [{mark_of(model, start)}] and {nearest}what {kind}{whose} "
        f"lead to from there{far}."
    )
    return _chosen(model, found, (), says)


def _in_turn(model: GraphModel, start: int, moves: Counted) -> Iterator[tuple[int, int]]:
    """Give what moves lead to, and how many it takes: of the movers in turn, then what follows."""
    own = (moves.near(model, dm, start).tolist() for dm in moves.decision_makers)
    for targets in zip_longest(*own):
        yield from ((target, 1) for target in targets if target is not None)
    paths = shortest(moves.decision_makers, start, lambda dm, state: moves.near(model, dm, state))
    yield from ((path[-1].target, len(path)) for path in paths)


def what_matters(
    model: GraphModel,
    solution: Solution,
    moves: Counted,
    within: int | None,
    *,
    most: int,
    near: int,
    besides: Iterable[int] = (),
) -> ChosenStates:
    """Choose what holds, the status quo, the ways between; up to `near` of them what is near."""
    count = len(model.states)
    if count <= most:
        says = f"All {counted(count, 'outcome')}." if count > 1 else "The only outcome."
        return _chosen(model, range(count), (), says)
    parts: list[str] = []
    found: dict[int, None] = dict.fromkeys(besides)
    if model.states.status_quo is not None:
        found[model.states.status_quo] = None
        parts.append("the status quo")
    firm = max(1, min(most // 3, max(_FEWEST_FIRM, near // 2)))
    strongest = [one.position for one in solution.strongest(firm)]
    found |= dict.fromkeys(strongest[: most - len(found)])
    if strongest:
        some = len(solution) > len(strongest)
        those = f"{len(strongest):,} of the {len(solution):,}" if some else "those"
        parts.insert(0, f"{those} that hold")
    ways = _ways(model, solution, strongest[:_WAYS], most - len(found), found)
    if len(found | ways) > len(found):
        parts.append("shortest ways from it to them")
    found |= ways
    if not found:
        found[0] = None
        parts.append(f"[{mark_of(model, 0)}]")
    before = len(found)
    steps, is_cut = _spread(model, moves, found, within, near)
    if len(found) > before:
        which = "the nearest of what" if is_cut else "what"
        parts.append(f"{which} is {_away(steps)} from these")
    says = f"{_share(model, len(found))}: {and_list(parts)}."
    return _chosen(model, found, tuple(ways), says)


def _ways(
    model: GraphModel, solution: Solution, targets: Sequence[int], room: int, known: Iterable[int]
) -> dict[int, None]:
    """Return the states on a shortest way from the status quo to each of some states."""
    start, found = model.states.status_quo, dict[int, None]()
    if start is None or not targets or len(model.states) > MOST_FOLLOWED:
        return found
    evolution = evolve(solution)
    for state in targets:
        if (way := evolution.at(state).best) is None:
            continue
        on_it = [move.target for path in islice(way.paths(), 1) for move in path]
        if len({*found, *on_it} - {*known}) > room:
            break
        found |= dict.fromkeys(on_it)
    return found


def _spread(
    model: GraphModel, moves: Counted, found: dict[int, None], within: int | None, most: int
) -> tuple[int, bool]:
    """Add what is near some states, level by level; return the levels, and if there was more.

    Of a level improvements come first, then what changes fewest options.
    """
    level, steps = list(found), 0
    while level and len(found) < most and (within is None or steps < within):
        nearest: dict[int, tuple[bool, int]] = {}
        for state in level:
            for dm in moves.decision_makers:
                targets = moves.near(model, dm, state)
                is_worse = ~model.preferences[dm].tempts(targets, state)
                order = zip(is_worse.tolist(), changes(model, state, targets).tolist(), strict=True)
                for target, key in zip(targets.tolist(), order, strict=True):
                    if target not in found:
                        nearest[target] = min(key, nearest.get(target, key))
        if not nearest:
            break
        level = sorted(nearest, key=lambda state: (nearest[state], state))
        is_cut = len(level) > most - len(found)
        found |= dict.fromkeys(level[: most - len(found)])
        steps += 1
        if is_cut:
            return steps, True
    return steps, False


def _away(steps: int) -> str:
    return "one move" if steps == 1 else f"at most {steps:,} moves"


def _share(model: GraphModel, shown: int) -> str:
    return f"{shown:,} of {counted(len(model.states), 'outcome')}"


def chosen_states(model: GraphModel, found: Iterable[int], words: str) -> ChosenStates:
    """Choose some states, and say which they are."""
    every = {*found}
    if len(every) == len(model.states):
        return _chosen(model, every, (), f"All {counted(len(every), 'outcome')}.")
    return _chosen(model, every, (), f"{_share(model, len(every))}: {words}.")


def _chosen(
    model: GraphModel, found: Iterable[int], ways: tuple[int, ...], says: str
) -> ChosenStates:
    states = tuple(model.states.in_order(found))
    return ChosenStates(states, ways, says, len(states) == len(model.states))
