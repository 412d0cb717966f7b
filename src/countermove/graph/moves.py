"""Unilateral moves: where one decision maker can lead the conflict by itself.

Three forms with the same question. :class:`FibreMoves` is the option form: a decision maker moves
among the states that differ only in its own options (one *fibre*), one-way options going only
their way; several options may change in one move, and states between need not be feasible.
:class:`JoinedMoves` is the same where states may stand for several choices. :class:`ArcMoves`
lists the moves one by one, for graph form, and where they are listed beside options.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from countermove.errors import ModelError, Path, Problem
from countermove.graph.choices import Choices, Codes, Positions
from countermove.graph.states import States
from countermove.model.patterns import as_pattern, masks
from countermove.model.values import StateReference

_PAIRS_AT_ONCE = 1 << 17


class Moves(Protocol):
    """The unilateral moves of one decision maker.

    Attributes
    ----------
    is_transitive : bool
        Whether two moves in a row are always one move as well, unless they lead back.
    """

    is_transitive: ClassVar[bool]

    def reachable(self, state: int) -> Positions:
        """Return the states that one move leads to from `state`, ascending."""


@dataclass(frozen=True, eq=False)
class ArcMoves:
    """Moves listed one by one."""

    is_transitive: ClassVar[bool] = False

    offsets: Positions
    targets: Positions

    def reachable(self, state: int) -> Positions:
        """Return the states that one move leads to from `state`, ascending."""
        return self.targets[self.offsets[state] : self.offsets[state + 1]]

    def pairs(self) -> NDArray[np.intp]:
        """Return the moves as pairs (from, to), ascending."""
        origins = np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))
        return np.column_stack([origins, self.targets])

    @classmethod
    def of_pairs(cls, pairs: NDArray[np.intp], states: int) -> ArcMoves:
        """Build from pairs (from, to), in any order, repeated or not."""
        return cls.of_keys(_distinct(pairs[:, 0] * states + pairs[:, 1]), states)

    @classmethod
    def of_keys(cls, keys: Positions, states: int) -> ArcMoves:
        """Build from the numbers ``from * states + to``, ascending and distinct."""
        firsts = np.arange(states + 1) * states
        offsets = np.searchsorted(keys, firsts)
        return cls(offsets, keys - np.repeat(firsts[:-1], np.diff(offsets)))


@dataclass(frozen=True, eq=False)
class FibreMoves:
    """Moves of a decision maker among the states that differ only in its own options."""

    is_transitive: ClassVar[bool] = True

    choices: Choices
    both: int
    take: int
    drop: int

    @cached_property
    def fibre(self) -> Positions:
        """The fibre of each state, numbered from 0."""
        others = (1 << self.choices.options) - 1 & ~(self.both | self.take | self.drop)
        if self.choices.is_all:
            return _gathered(self.choices.codes(), others).astype(np.intp)
        kept = self.choices.codes() & self.choices.dtype.type(others)
        return np.asarray(np.unique(kept, return_inverse=True)[1])

    @cached_property
    def progress(self) -> NDArray[np.uint64]:
        """How far each state has gone on the one-way options.

        A move may add bits to this number and never takes one away.
        """
        one_way = np.uint64(self.take | self.drop)
        return (self.choices.codes().astype(np.uint64) ^ np.uint64(self.drop)) & one_way

    def reachable(self, state: int) -> Positions:
        """Return the states that one move leads to from `state`, ascending."""
        code = self.choices.code(state)
        free = self.both | (self.take & ~code) | (self.drop & code)
        targets = self.choices.around(code, free)
        return np.asarray(targets[targets != state])


@dataclass(frozen=True, eq=False)
class JoinedMoves:
    """Moves of a decision maker between states of which some stand for several choices.

    A move leads from one state to another when it does so for some of the choices that they
    stand for.
    """

    is_transitive: ClassVar[bool] = False

    states: States
    single: FibreMoves

    def reachable(self, state: int) -> Positions:
        """Return the states that one move leads to from `state`, ascending."""
        member_of = self.states.member_of
        assert member_of is not None
        origins = self.states.joined.get(state)
        if origins is None:
            origins = self.states.first[state : state + 1]
        met = np.zeros(len(self.states), dtype=bool)
        for origin in origins.tolist():
            met[member_of[self.single.reachable(origin)]] = True
        met[state] = False
        return np.flatnonzero(met)

    def arcs(self) -> ArcMoves:
        """List the moves one by one."""
        return _Arcs(self).listed()


class _Arcs:
    """Lists the moves between coalesced states.

    The choices are sorted by fibre and in each fibre by state: where a choice leads is then a
    stretch of them, less those that one-way options rule out.
    """

    def __init__(self, moves: JoinedMoves) -> None:
        single = moves.single
        assert moves.states.member_of is not None
        self._states = moves.states
        self._state = moves.states.member_of
        self._fibre = single.fibre
        self._progress = single.progress if single.take | single.drop else None
        self._order = np.lexsort((self._state, self._fibre))
        self._ends = np.cumsum(np.bincount(self._fibre))
        self._sizes = np.bincount(self._fibre)

    def listed(self) -> ArcMoves:
        """List the moves: one state leads to another when one of its choices does."""
        count = np.zeros(len(self._states) + 1, dtype=np.intp)
        found: list[Positions] = []
        start = 0
        # The states that stand for one choice, as far as the next that stands for several.
        for joined in [*self._states.joined, len(self._states)]:
            for origins in self._parts(self._states.first[start:joined]):
                row, target = self._reached(origins)
                new = np.ones(len(row), dtype=bool)
                new[1:] = (row[1:] != row[:-1]) | (target[1:] != target[:-1])
                count[self._state[origins] + 1] = np.bincount(row[new], minlength=len(origins))
                found.append(target[new])
            if joined < len(self._states):
                met = np.zeros(len(self._states), dtype=bool)
                for origins in self._parts(self._states.joined[joined]):
                    met[self._reached(origins)[1]] = True
                found.append(np.flatnonzero(met))
                count[joined + 1] = len(found[-1])
            start = joined + 1
        return ArcMoves(np.cumsum(count), np.concatenate(found))

    def _parts(self, origins: Positions) -> list[Positions]:
        """Split choices into parts, so that no part has too many moves."""
        pairs = int(self._sizes[self._fibre[origins]].sum())
        return np.array_split(origins, 1 + pairs // _PAIRS_AT_ONCE)

    def _reached(self, origins: Positions) -> tuple[Positions, Positions]:
        """Return where some choices lead: which of them to which state, ascending for each."""
        fibre = self._fibre[origins]
        sizes = self._sizes[fibre]
        row = np.repeat(np.arange(len(origins)), sizes)
        place = np.arange(len(row)) + np.repeat(self._ends[fibre] - np.cumsum(sizes), sizes)
        choice = self._order[place]
        target = self._state[choice].astype(np.intp)
        leads = target != self._state[origins][row]
        if self._progress is not None:
            gone = self._progress[origins][row]
            leads &= (self._progress[choice] & gone) == gone
        return row[leads], target[leads]


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
    """Return the moves that are listed one by one for a decision maker beside its options.

    From every state that the first pattern of a pair matches they lead to those that the second
    one matches, among the states that its own options lead to; what both leave open stays as it
    is.
    """
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


def _gathered(codes: Codes, bits: int) -> Codes:
    """Take some bits out of numbers and close the gaps."""
    found, place = np.zeros_like(codes), 0
    kind = codes.dtype.type
    while bits:
        # A run of neighbouring bits at a time.
        start = (bits & -bits).bit_length() - 1
        length = (~(bits >> start) & (bits >> start) + 1).bit_length() - 1
        found |= (codes >> kind(start) & kind((1 << length) - 1)) << kind(place)
        bits &= ~(((1 << length) - 1) << start)
        place += length
    return found


def _distinct(keys: Positions) -> Positions:
    """Return the distinct numbers, ascending; by sorting, which is faster than hashing them."""
    ordered = np.sort(keys)
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return np.asarray(ordered[first])
