"""The engine for preferences of any kind: what tempts, deters and is believed, as rows of bits.

Nothing is taken for granted of the three relations: what tempts may deter, and none need be
transitive. Legal sequences are followed for all states at once, one row of ends for each.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from countermove.graph.bits import Bits
from countermove.graph.lists import Lists
from countermove.graph.sequences import closure
from countermove.graph_model import GraphModel
from countermove.stability.engines.engine import Answers
from countermove.stability.registry import Replies

Rows = NDArray[np.uint8]
"""For each state a set of states, as packed bits."""

MOST_STATES = 1 << 14
MOST_BYTES = 4 << 30

_BLOCK = 512


def row_bytes(model: GraphModel) -> int:
    """Say how much memory the rows of a model take, at the most, while they are worked on."""
    row = -(-len(model.states) // 8)
    entries = max(len(moves.listed().lists.entries) for moves in model.moves_of.values())
    return row * (len(model.states) * (len(model.decision_makers) + 6) + entries)


class RowEngine:
    """Finds the stable states of one graph model, whatever its preferences are."""

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
        preference = self.model.preferences[decision_maker]
        tempting = self._kept(decision_maker, preference.tempts)
        if replies == "none":
            return dict.fromkeys(escapes, Bits.of(tempting.sizes == 0))
        ends = self._ends(decision_maker, replies == "credible", ask)
        harmless = self._harmless(decision_maker, ask)
        return {
            escape: self._stable(
                tempting,
                ends,
                harmless | self._moves[decision_maker].unions(harmless) if escape else harmless,
                ask,
            )
            for escape in escapes
        }

    def _kept(self, decision_maker: str, judged: Callable[..., NDArray[np.bool_]]) -> Lists:
        """Return the moves of a decision maker to what is so judged from where they begin."""
        moves = self._moves[decision_maker]
        kept = [judged(moves[state], state) for state in range(len(moves.sizes))]
        return moves.chosen(np.concatenate([np.zeros(0, dtype=bool), *kept]))

    def _ends(self, decision_maker: str, credible: bool, ask: Callable[[], None]) -> Rows:
        """Return for each state where the others' legal sequences from it end."""
        own = np.packbits(np.eye(len(self.model.states), dtype=bool), axis=1, bitorder="little")
        opponents = self.model.opponents(decision_maker)
        lists = [
            self._kept(dm, self.model.preferences[dm].credible) if credible else self._moves[dm]
            for dm in opponents
        ]
        ends = closure(own, [each.unions for each in lists], np.bitwise_or, 0, ask=ask)
        return ends if self.model.way.start_counts else ends & ~own

    def _harmless(self, decision_maker: str, ask: Callable[[], None]) -> Rows:
        """Return for each end the states that it doesn't deter from leaving."""
        deters = self.model.preferences[decision_maker].deters
        every = np.arange(len(self.model.states))
        parts = []
        for start in range(0, len(every), _BLOCK):
            ask()
            columns = [~deters(every, int(s)) for s in every[start : start + _BLOCK]]
            parts.append(np.packbits(np.stack(columns, axis=1), axis=1, bitorder="little"))
        return np.concatenate(parts, axis=1)

    @staticmethod
    def _stable(tempting: Lists, ends: Rows, harmless: Rows, ask: Callable[[], None]) -> Bits:
        """Say from which states every move that tempts leads to where a reply may harm."""
        size = len(ends)
        stable = np.ones(size, dtype=bool)
        for start in range(0, size, _BLOCK):
            ask()
            part = harmless[:, start // 8 : (start + _BLOCK) // 8]
            count = min(_BLOCK, size - start)
            harms = np.unpackbits(~part, axis=1, count=count, bitorder="little").T
            harming = np.packbits(harms, axis=1, bitorder="little")
            for k, row in enumerate(harming):
                found = ends[tempting[start + k]] & row
                stable[start + k] = found.any(axis=1).all()
        return Bits.of(stable)
