"""Unilateral moves as they are written down: the options of a decision maker, or a list."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from countermove.errors import ModelError, Path, Problem
from countermove.graph.moves import ArcMoves, FibreMoves, JoinedMoves, Moves
from countermove.graph.states import States
from countermove.model.patterns import as_pattern, masks
from countermove.model.values import StateReference


def option_moves(states: States, decision_maker: str) -> FibreMoves:
    """Return a decision maker's moves between the single choices of a model in option form."""
    bits = {"both": 0, "take": 0, "drop": 0, "fixed": 0}
    for bit, (full, option) in enumerate(states.vocabulary.options.items()):
        if full.partition(".")[0] == decision_maker:
            bits[option.moves] |= 1 << bit
    return FibreMoves(states.choices, bits["both"], bits["take"], bits["drop"])


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


def _as_options_allow(states: States, decision_maker: str) -> FibreMoves | JoinedMoves:
    single = option_moves(states, decision_maker)
    return JoinedMoves(states, single) if states.is_coalesced else single


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
    open_ = (1 << len(states.option_names)) - 1
    for end in move:
        pattern = states.vocabulary.pattern(as_pattern(str(end)) or "")
        open_ &= ~masks(pattern)[0] if pattern and str(end) not in states.by_label else 0
    return open_


def _same(states: States, one: int, other: int, options: int) -> bool:
    """Say whether two states agree on some options in what they stand for."""
    first, second = ({int(c) & options for c in states.members(s)} for s in (one, other))
    return not first.isdisjoint(second)
