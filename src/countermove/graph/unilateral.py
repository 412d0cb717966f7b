"""Unilateral moves as they are written down: the options of a decision maker, or a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from countermove.errors import ModelError, Path, Problem
from countermove.graph.moves import ArcMoves, FibreMoves, JoinedMoves, Moves
from countermove.graph.states import States
from countermove.memory import refuse_states_beyond_memory
from countermove.model.levels import may_become
from countermove.model.parts import Option
from countermove.model.values import StateReference


def option_moves(states: States, decision_maker: str) -> FibreMoves:
    """Return a decision maker's moves between the single choices of a model in option form.

    Moves to any level are taken for possible where only the next can be moved to.
    """
    both = up = down = 0
    for place, option in own_options(states, decision_maker).items():
        mask = states.layout.fields[place].mask
        both |= mask if option.moves == "both" else 0
        up |= mask if option.moves in ("take", "up") else 0
        down |= mask if option.moves in ("drop", "down") else 0
    return FibreMoves(states.choices, both, up, down)


def own_options(states: States, decision_maker: str) -> dict[int, Option]:
    """Return a decision maker's options by their places."""
    options = list(states.vocabulary.options.values())
    return {place: options[place] for place in states.vocabulary.owned_by(decision_maker)}


def unilateral_moves(states: States, decision_maker: str) -> Moves:
    """Return the unilateral moves of a decision maker."""
    conflict = states.conflict
    if conflict.is_graph_form:
        listed = conflict.moves.get(decision_maker, ())
        pairs = np.fromiter((states.by_id[str(end)] for m in listed for end in m), dtype=np.intp)
        return ArcMoves.of_pairs(pairs.reshape(-1, 2), len(states))
    if decision_maker in conflict.moves:
        return listed_moves(states, decision_maker)
    return _as_options_allow(states, decision_maker)


def side_by_side(states: States, moves: Mapping[str, Moves]) -> dict[str, Moves]:
    """Return moves of all decision makers, so that none stays where staying would let others on.

    Where every two moves of a decision maker in a row are one, staying makes no difference, and
    moves in option form may count it as one of them.
    """
    if all(own.is_transitive for own in moves.values()):
        return dict(moves)
    return {
        dm: JoinedMoves(states, own) if isinstance(own, FibreMoves) else own
        for dm, own in moves.items()
    }


def _as_options_allow(states: States, decision_maker: str) -> Moves:
    own = own_options(states, decision_maker)
    if any(option.steps == "neighbour" and len(option.levels) > 2 for option in own.values()):
        return _step_by_step(states, own)
    single = option_moves(states, decision_maker)
    return JoinedMoves(states, single) if states.is_coalesced else single


def _step_by_step(states: States, own: Mapping[int, Option]) -> ArcMoves:
    """List moves in which some options go only to the next level, by changing option by option."""
    codes = states.choices.codes()
    most = len(codes)
    changes = {place: _changes(states, place, option) for place, option in own.items()}
    for ways in changes.values():
        most *= max(map(len, ways))
    refuse_states_beyond_memory(4 * 8 * most, f"listing up to {most:,} moves", len(states))
    origins = np.arange(len(codes))
    for place, ways in changes.items():
        field = states.layout.fields[place]
        value = states.layout.column(codes, place)
        sizes = np.array([len(one) for one in ways])[value]
        starts = np.cumsum([0, *map(len, ways)])[value]
        row = np.repeat(np.arange(len(codes)), sizes)
        step = np.arange(len(row)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        new = np.concatenate([np.array(one, codes.dtype) for one in ways])[starts[row] + step]
        codes = codes[row] & ~codes.dtype.type(field.mask) | new
        origins = origins[row]
    targets = states.choices.positions(codes)
    is_feasible = targets >= 0
    pairs = np.column_stack([origins[is_feasible], targets[is_feasible]])
    if states.member_of is not None:
        pairs = states.member_of[pairs].astype(np.intp)
    return ArcMoves.of_pairs(pairs[pairs[:, 0] != pairs[:, 1]], len(states))


def _changes(states: States, place: int, option: Option) -> list[list[int]]:
    """Return for each value of an option the codes of those that one move leads to, or none."""
    codes = states.layout.fields[place].codes
    values = range(len(codes))
    return [[codes[new] for new in values if may_become(option, old, new)] for old in values]


def listed_moves(states: States, decision_maker: str) -> ArcMoves:
    """Return the moves listed beside options; what both patterns of one leave open stays."""
    allowed = _as_options_allow(states, decision_maker)
    party = states.conflict.decision_makers[decision_maker]
    pairs: list[tuple[int, int]] = []
    problems: list[Problem] = []
    for k, move in enumerate(states.conflict.moves[decision_maker]):
        path: Path = ("moves", decision_maker, k)
        ends = [states.read(end) for end in move]
        wrong = [
            Problem(problem.what, (*path, end), problem.advice)
            for end, (_, problem) in enumerate(ends)
            if problem
        ]
        problems += wrong
        if wrong:
            continue
        stays = _left_open(states, move)
        target = np.zeros(len(states), dtype=bool)
        target[ends[1][0]] = True
        found = [
            (origin, int(reached))
            for origin in ends[0][0].tolist()
            for reached in allowed.reachable(origin)
            if target[reached] and _same(states, origin, int(reached), stays)
        ]
        if not found:
            what = f"no option of {party.name} leads from '{move[0]}' to '{move[1]}'."
            advice = f"A move changes options of {party.name} alone, the way that they go."
            problems.append(Problem(what, path, advice))
        pairs += found
    if problems:
        raise ModelError(*states.conflict.locate(*problems))
    return ArcMoves.of_pairs(np.array(pairs, dtype=np.intp).reshape(-1, 2), len(states))


def _left_open(states: States, move: Sequence[StateReference]) -> int:
    """Return the options, as bits, that both patterns of a move leave open."""
    open_ = set(range(len(states.option_names)))
    for end in move:
        pattern = states.vocabulary.pattern(str(end), strictly=False)
        if pattern is None or str(end) in states.by_label:
            return 0
        open_ -= {place for place, _ in states.vocabulary.spelling.allowed(pattern)}
    return states.layout.mask(open_)


def _same(states: States, one: int, other: int, options: int) -> bool:
    """Say whether two states agree on some options in what they stand for."""
    first, second = ({int(c) & options for c in states.members(s)} for s in (one, other))
    return not first.isdisjoint(second)
