"""The engine on compiled kernels: sweeps over sorted fibres, and a search backwards where needed.

The kernels keep two labels for each state, without and with escape, and follow both at once: most
of the time goes into finding the states. Where moves are those of option form, the labels of all
states are lowered in *sweeps*, one opponent after the other, until none changes. In option form it
makes no difference if one moves twice in a row, because two such moves are one. Where moves are
listed one by one or states stand for several choices it does, and there the replies are *searched*
backwards from where they end, which keeps account of who moved last. The search also takes over
where sequences of improvements are so long that sweeping would take forever.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from queue import Empty, SimpleQueue

import numpy as np

import _countermove_kernels as kernels
from countermove.compiled import threads
from countermove.graph.bits import Bits
from countermove.graph.moves import FibreMoves, Moves
from countermove.graph_model import GraphModel
from countermove.preferences.levels import Ranks
from countermove.stability.engines.engine import Answers
from countermove.stability.registry import Replies

SWEEPS = 128
"""After so many sweeps for each opponent the backward search takes over.

A search takes about as long as twice as many sweeps; but sweeps may never end.
"""

# Below the first number of states times decision makers a thread takes longer to start than it
# saves. Above the second the answers are worked on one after the other, each by all threads.
_WORTH_A_THREAD = 1 << 16
_LARGE = 1 << 22


class CompiledEngine:
    """Finds the stable states of one graph model."""

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        size = len(model.states) * len(model.decision_makers)
        self.at_once = threads() if _WORTH_A_THREAD <= size < _LARGE else 1
        self._threads = threads() if size >= _LARGE else 1
        self._is_grid = model.moves_are_transitive() and model.states.choices.is_all
        self._space: kernels.Space = kernels.Space(len(model.states), self._is_grid)
        self._labels: SimpleQueue[kernels.Labels] = SimpleQueue()
        self._fibres: dict[str, kernels.Fibres] = {
            dm: self._sorted(own, self._ranks(dm))
            for dm, moves in model.moves_of.items()
            if moves.is_transitive and (own := moves.by_options)
        }

    def answer(
        self,
        decision_maker: str,
        replies: Replies,
        escapes: frozenset[bool],
        ask: Callable[[], None],
    ) -> Answers:
        """Find the states that are stable for a decision maker."""
        labels, ranks = self._started(decision_maker), self._ranks(decision_maker)
        if replies != "none":
            self._close(labels, decision_maker, replies == "credible", ask)
            self._own(decision_maker).settle(labels, self._threads)
        plain, escape = (
            Bits(packed, len(ranks)) for packed in labels.at_least(ranks, self._threads)
        )
        self._labels.put(labels)
        return {False: plain if replies != "none" else escape, True: escape}

    def worth(
        self, decision_maker: str, replies: Replies, ask: Callable[[], None]
    ) -> tuple[Ranks, Ranks]:
        """Return how good an end one makes sure of by moving to each state, by whether one escapes.

        It is no better than the state itself, and no more of it is known than that.
        """
        labels = self._started(decision_maker)
        self._close(labels, decision_maker, replies == "credible", ask)
        most = int(self._ranks(decision_maker).max())
        plain, escape = (self._read(labels, most, which) for which in (0, 1))
        self._labels.put(labels)
        return plain, escape

    def _read(self, labels: kernels.Labels, most: int, which: int) -> Ranks:
        """Return labels, which are compared with numbers only: bit by bit, the highest first."""
        found = np.zeros(len(self.model.states), dtype=np.uint32)
        for bit in reversed(range(most.bit_length())):
            packed = labels.at_least(found | np.uint32((1 << bit) - 1), self._threads)[which]
            found |= (~Bits(packed, len(found))).mask().astype(np.uint32) << np.uint32(bit)
        return found

    def _started(self, decision_maker: str) -> kernels.Labels:
        """Return labels that are as good as what is left to a decision maker at each state."""
        try:
            labels = self._labels.get_nowait()
        except Empty:
            labels = kernels.Labels(self._space)
        self._own(decision_maker).start(labels, self._threads)
        return labels

    def _own(self, decision_maker: str) -> kernels.Fibres | kernels.Moves:
        return self._fibres.get(decision_maker) or self._searched[decision_maker]

    def _close(
        self, labels: kernels.Labels, decision_maker: str, improving: bool, ask: Callable[[], None]
    ) -> None:
        """Lower every label to the least at the end of a legal sequence of the opponents."""
        opponents = self.model.opponents(decision_maker)
        if self.model.is_transitive(opponents):
            fibres = [self._fibres[dm] for dm in opponents]
            if self._sweep(labels, fibres, improving, ask):
                return
        moves = [self._searched[dm] for dm in opponents]
        kernels.search(labels, moves, improving, self._threads, ask)

    def _sweep(
        self,
        labels: kernels.Labels,
        opponents: Sequence[kernels.Fibres],
        improving: bool,
        ask: Callable[[], None],
    ) -> bool:
        """Sweep until nothing changes; False where that would take too long."""
        if self._is_grid and not improving:
            # Where every choice is feasible, what one does leaves the others what they can do:
            # nothing new comes of a second move.
            for fibres in opponents:
                ask()
                fibres.sweep(labels, improving, self._threads)
            return True
        unchanged = 0
        for count in range(SWEEPS * len(opponents) + 1):
            if unchanged == len(opponents):
                return True
            ask()
            changed = opponents[count % len(opponents)].sweep(labels, improving, self._threads)
            # What was swept for one stays level for that one until another changes it.
            unchanged = 1 if changed else unchanged + 1
        return False

    def _ranks(self, decision_maker: str) -> Ranks:
        return self.model.levels(decision_maker, "the engine 'compiled'")

    def _sorted(self, moves: FibreMoves, ranks: Ranks) -> kernels.Fibres:
        listed = moves.choices.listed
        return kernels.Fibres(self._space, *_options(moves), listed, ranks, threads())

    @cached_property
    def _searched(self) -> dict[str, kernels.Moves]:
        return {
            dm: self._followed_back(moves, self._ranks(dm))
            for dm, moves in self.model.moves_of.items()
        }

    def _followed_back(self, moves: Moves, ranks: Ranks) -> kernels.Moves:
        own = moves.by_options
        if own is None:
            lists = moves.listed().lists
            offsets, targets = lists.offsets.view(np.uint64), lists.entries.view(np.uint64)
            return kernels.Arcs(offsets, targets, ranks)
        member_of = self.model.states.member_of
        return kernels.Blocks(*_options(own), own.choices.listed, member_of, ranks)


def _options(moves: FibreMoves) -> tuple[int, int, int, int]:
    return moves.choices.bits, moves.both, moves.take, moves.drop
