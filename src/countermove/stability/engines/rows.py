"""The engines for preferences of any kind: what tempts, deters and is believed, as rows of bits.

Nothing is taken for granted of the three relations: what tempts may deter, and none need be
transitive. Legal sequences are followed for all states at once, one row of ends for each; the
compiled kernels and NumPy do it in different ways, and give the same answers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.compiled import kernels, threads
from countermove.graph.bits import Bits
from countermove.graph.lists import Lists, Sets
from countermove.graph.sequences import closure
from countermove.graph_model import GraphModel
from countermove.preferences.relations import Judged
from countermove.stability.engines.engine import Answers
from countermove.stability.registry import Replies

_BLOCK = 512

# Fewer states are answered for sooner than a thread starts; for more it is one answer at a time,
# by all threads, so that it can be stopped.
_WORTH_A_THREAD = 1 << 9
_LARGE = 1 << 14


def row_bytes(model: GraphModel) -> int:
    """Say how much memory the rows of a model take, at the most, while they are worked on."""
    states, makers = len(model.states), len(model.decision_makers)
    # What deters for everybody, and twice, as two are answered for at a time, the ends from each
    # state and from each that an opponent moved to.
    return -(-states // 8) * states * (makers + 2 * makers)


class RowEngine:
    """Finds the stable states of one graph model, whatever its preferences are, with NumPy."""

    at_once = 1

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        self._moves = {dm: moves.listed().lists for dm, moves in model.moves_of.items()}

    def answer(
        self,
        decision_maker: str,
        replies: Replies,
        escapes: frozenset[bool],
        ask: Callable[[], None],
    ) -> Answers:
        """Find the states that are stable for a decision maker."""
        tempting = self._tempting[decision_maker]
        if replies == "none":
            return dict.fromkeys(escapes, Bits.of(tempting.sizes == 0))
        lists = self._believed if replies == "credible" else self._moves
        opponents = [lists[dm] for dm in self.model.opponents(decision_maker)]
        return self._deterred(decision_maker, opponents, escapes, ask)

    @cached_property
    def _tempting(self) -> dict[str, Lists]:
        return self._that("tempts")

    @cached_property
    def _believed(self) -> dict[str, Lists]:
        return self._that("credible")

    def _that(self, judged: Judged) -> dict[str, Lists]:
        """Return the moves of everybody to what is so judged from where they begin."""
        preferences = self.model.preferences
        return {
            dm: moves.chosen(preferences[dm].judged(judged, moves))
            for dm, moves in self._moves.items()
        }

    def _escaping(self, decision_maker: str) -> Lists:
        """Return the moves by which a decision maker may escape what others did."""
        by = self._tempting if self.model.way.escapes_gain else self._moves
        return by[decision_maker]

    @cached_property
    def _deterring(self) -> dict[str, Sets]:
        count = len(self.model.states)
        return {dm: own.deterring_sets(count) for dm, own in self.model.preferences.items()}

    def _deterred(
        self,
        decision_maker: str,
        opponents: list[Lists],
        escapes: frozenset[bool],
        ask: Callable[[], None],
    ) -> Answers:
        """Find the states from which every move that tempts leads to where a reply deters."""
        tempting, own = self._tempting[decision_maker], self._escaping(decision_maker)
        deterring = self._deterring[decision_maker]
        size = len(deterring)
        alone = np.packbits(np.eye(size, dtype=bool), axis=1, bitorder="little")
        ends = closure(alone, [each.unions for each in opponents], np.bitwise_or, 0, ask=ask)
        if not self.model.way.start_counts:
            ends &= ~alone
        stable = {escape: np.ones(size, dtype=bool) for escape in escapes}
        for start in range(0, size, _BLOCK):
            ask()
            states = slice(start, start + _BLOCK)
            moves = tempting.at(np.arange(size)[states])
            origins = moves.rows()
            for escape, found in stable.items():
                harms = deterring[states]
                if escape:
                    # For each end which of these states it doesn't deter from leaving.
                    harmless = _turned(~harms, size)
                    harms = ~_turned(harmless | own.unions(harmless), len(harms))
                if self.model.way.return_is_void:
                    harms = harms & ~alone[states]
                met = (ends[moves.entries] & harms[origins]).any(axis=1)
                found[start + origins[~met]] = False
        return {escape: Bits.of(found) for escape, found in stable.items()}


def _turned(rows: Sets, count: int) -> Sets:
    """Turn rows of so many bits into columns."""
    bits: NDArray[np.uint8] = np.unpackbits(rows, axis=1, count=count, bitorder="little")
    return np.packbits(bits.T, axis=1, bitorder="little")


class CompiledRowEngine(RowEngine):
    """The same with a compiled kernel, in which states that lead to one another share a row."""

    def __init__(self, model: GraphModel, found: ModuleType) -> None:
        super().__init__(model)
        self._kernels = found
        self.at_once = threads() if _WORTH_A_THREAD <= len(model.states) <= _LARGE else 1

    def _deterred(
        self,
        decision_maker: str,
        opponents: list[Lists],
        escapes: frozenset[bool],
        ask: Callable[[], None],
    ) -> Answers:
        plain, escape = self._kernels.stable_rows(
            self._deterring[decision_maker],
            _numbers(self._tempting[decision_maker]),
            _numbers(self._escaping(decision_maker)),
            [_numbers(each) for each in opponents],
            self.model.way.start_counts,
            self.model.way.return_is_void,
            1 if self.at_once > 1 else threads(),
            ask,
        )
        size = len(self.model.states)
        both = {False: Bits(plain, size), True: Bits(escape, size)}
        return {which: both[which] for which in escapes}


def _numbers(lists: Lists) -> tuple[NDArray[Any], NDArray[Any]]:
    return lists.offsets.view(np.uint64), lists.entries.view(np.uint64)


def row_engine(model: GraphModel) -> RowEngine:
    """Make the engine that there is: compiled, or with NumPy."""
    found = kernels()
    return RowEngine(model) if found is None else CompiledRowEngine(model, found)
