"""Legal sequences: moves of several decision makers in which nobody moves twice in a row.

The ends of the non-empty legal sequences of a group H from a state are the group's reachable
list R_H (Fang, Hipel and Kilgour 1993). A decision maker may move again after another has
moved, there is no limit on length, and a sequence may lead back to where it began.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Move:
    """One move: who moves, from which state to which."""

    decision_maker: str
    origin: int
    target: int

    def __repr__(self) -> str:
        """Say who moves; the positions of the states are nobody's business."""
        return f"<move of '{self.decision_maker}'>"


Path = tuple[Move, ...]


def shortest(
    group: Sequence[str],
    start: int,
    moves: Callable[[str, int], NDArray[np.intp]],
    states: int,
) -> Iterator[Path]:
    """Give a shortest legal sequence to every state that a group can lead to."""
    # What may follow depends on the state and the last mover only: each such node is met once.
    before: dict[tuple[int, str], tuple[int, str | None]] = {}
    met = {mover: np.zeros(states, dtype=bool) for mover in group}
    ended = np.zeros(states, dtype=bool)
    waiting: deque[tuple[int, str | None]] = deque([(start, None)])
    while waiting:
        state, last = waiting.popleft()
        for mover in group:
            if mover == last:
                continue
            targets = moves(mover, state)
            new = targets[~met[mover][targets]]
            met[mover][new] = True
            for target in new.tolist():
                before[target, mover] = (state, last)
                waiting.append((target, mover))
                if not ended[target]:
                    ended[target] = True
                    yield _path(before, (target, mover))


def _path(
    before: dict[tuple[int, str], tuple[int, str | None]], end: tuple[int, str | None]
) -> Path:
    path: list[Move] = []
    state, mover = end
    while mover is not None:
        origin, previous = before[state, mover]
        path.append(Move(mover, origin, state))
        state, mover = origin, previous
    return tuple(reversed(path))
