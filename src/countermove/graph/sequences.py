"""Legal sequences: moves of several decision makers in which nobody moves twice in a row.

The ends of the non-empty legal sequences of a group H from a state are the group's reachable
list R_H (Fang, Hipel and Kilgour 1993). A decision maker may move again after another has
moved, there is no limit on length, and a sequence may lead back to where it began.

The rule stands here. :func:`branches`, :func:`arrivals` and :func:`shortest` go from state to
state, :func:`closure` and :func:`least` answer for all states at once,
:func:`countermove.graph.reach.search` goes by levels and finds all shortest sequences. For speed,
or to share nothing, loops of their own have the compiled kernels, ``GroupReach.shortest`` and
``classes`` of the coalitions, the graph in the browser and the witness checker.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.graph.lists import Values
from countermove.graph.neighbours import Neighbours

SWEEPS = 64
"""After so many rounds of sweeps the backward search, which is always linear, takes over."""

_ASK_EVERY = 1 << 12


@dataclass(frozen=True, slots=True)
class Move:
    """One move: who moves, from which state to which.

    Parameters
    ----------
    decision_maker : str
        Its id.
    origin, target : int
        The positions of the states.
    """

    decision_maker: str
    origin: int
    target: int

    def __repr__(self) -> str:
        """Say who moves; the positions of the states are nobody's business."""
        return f"<move of '{self.decision_maker}'>"


Path = tuple[Move, ...]


Branch = tuple[int, str, int, Sequence[int], Mapping[int, int], Sequence[int]]
"""A node, who moves on, from which state, to which states, their nodes, and which are new.

A node is a state and who moved there last; nodes are numbered as they are met, the start is 0.
"""


def branches(
    group: Sequence[str],
    start: int,
    moves: Callable[[str, int], Sequence[int]],
    *,
    is_transitive: bool = False,
) -> Iterator[Branch]:
    """Go through a group's legal sequences from a state, breadth first."""
    # What may follow depends on the state and the last mover only, so each such node is met once.
    # Where two moves in a row are one, or lead back, it depends on the state alone.
    anybody: dict[int, int] = {}
    known = {mover: anybody if is_transitive else {} for mover in group}
    count = 0
    waiting: deque[tuple[int, int, str]] = deque([(0, start, "")])
    while waiting:
        node, state, last = waiting.popleft()
        for mover in group:
            if mover == last:
                continue
            numbers, targets = known[mover], moves(mover, state)
            new = [target for target in targets if target not in numbers]
            for target in new:
                count += 1
                numbers[target] = count
                waiting.append((count, target, "" if is_transitive else mover))
            if targets:
                yield node, mover, state, targets, numbers, new


def shortest(
    group: Sequence[str], start: int, moves: Callable[[str, int], NDArray[np.intp]]
) -> Iterator[Path]:
    """Give a shortest legal sequence to every state that a group can lead to."""
    for ends, path in arrivals(group, start, lambda mover, state: moves(mover, state).tolist()):
        yield from map(path, ends)


def arrivals(
    group: Sequence[str], start: int, moves: Callable[[str, int], Sequence[int]]
) -> Iterator[tuple[list[int], Callable[[int], Path]]]:
    """Give the states that a group leads to, some at a time, with a shortest way to each."""
    # Moves may be left out to where whoever moves has led before.
    # For each node but the start the node before it, and the move between them.
    came: list[tuple[int, str, int, int]] = []
    ended: dict[int, int] = {}
    for node, mover, state, _, nodes, new in branches(group, start, moves):
        came += [(node, mover, state, target) for target in new]
        ends = [target for target in new if target not in ended]
        if ends:
            ended |= {target: nodes[target] for target in ends}
            yield ends, partial(_path, came, ended)


def _path(came: Sequence[tuple[int, str, int, int]], ended: Mapping[int, int], end: int) -> Path:
    node, path = ended[end], list[Move]()
    while node:
        node, mover, origin, target = came[node - 1]
        path.append(Move(mover, origin, target))
    return tuple(reversed(path))


def closure(
    label: NDArray[Any],
    steps: Sequence[Callable[[NDArray[Any]], NDArray[Any]]],
    combine: np.ufunc,
    nothing: int,
    *,
    is_transitive: bool = False,
    otherwise: Callable[[], NDArray[Any]] | None = None,
    ask: Callable[[], None] = lambda: None,
) -> NDArray[Any]:
    """Combine for each state the labels at the other end of its legal sequences."""
    # A step says it of the moves of one decision maker. Where two steps in a row are one, or lead
    # back, the last mover need not be known. If there is another way, it takes over in time.
    if len(steps) == 1:
        return steps[0](label)
    if steps and is_transitive:
        return _swept(label, steps, combine)
    # By who moves at this end: before that move, or after it, only the others can move.
    by = [np.full_like(label, nothing) for _ in steps]
    unsettled = set(range(len(steps)))
    for rounds in count():
        if not unsettled:
            break
        if otherwise is not None and rounds == SWEEPS:
            return otherwise()
        for k, step in enumerate(steps):
            if k not in unsettled:
                continue
            unsettled.discard(k)
            ask()
            found = step(reduce(combine, by[:k] + by[k + 1 :], label))
            if not np.array_equal(found, by[k]):
                by[k] = found
                unsettled.update(i for i in range(len(steps)) if i != k)
    return reduce(combine, by, np.full_like(label, nothing))


def _swept(
    label: NDArray[Any],
    steps: Sequence[Callable[[NDArray[Any]], NDArray[Any]]],
    combine: np.ufunc,
) -> NDArray[Any]:
    still = 0
    for k in count():
        found = combine(label, steps[k % len(steps)](label))
        still = 0 if not np.array_equal(found, label) else still + 1
        label = found
        if still == len(steps):
            break
    return label


def least(
    label: Values,
    group: Sequence[Neighbours],
    *,
    improving: bool,
    ask: Callable[[], None] = lambda: None,
) -> Values:
    """Find for every state the least label at the end of a legal sequence of a group."""
    # Of all moves or of improvements alone; one more than the greatest label where there is none.
    nothing = int(label.max()) + 1
    steps = [partial(around.least, improving=improving, nothing=nothing) for around in group]
    backwards = partial(_least_backwards, label, group, improving, ask)
    return closure(label, steps, np.minimum, nothing, otherwise=backwards, ask=ask)


def _least_backwards(
    label: Values, group: Sequence[Neighbours], improving: bool, ask: Callable[[], None]
) -> Values:
    """Find the same from where sequences end: linear whatever their length."""
    # The ends are taken in increasing label. From each the sequences are followed backwards, and a
    # state gets the label of the search that first comes to it: no later one is smaller. What a
    # decision maker can do at a state is followed back once, so every move is touched at most once.
    found = np.full(len(label), int(label.max()) + 1, dtype=np.int64)
    origins = [around.origins(improving=improving) for around in group]
    followed = [np.zeros(len(label), dtype=bool) for _ in group]
    for number, end in enumerate(np.argsort(label, kind="stable")):
        if number % _ASK_EVERY == 0:
            ask()
        value = label[end]
        waiting: list[tuple[int, int]] = [(int(end), -1)]
        while waiting:
            state, first_mover = waiting.pop()
            for j, source in enumerate(origins):
                # Before the sequence that begins here with one's move, only another can move.
                if j == first_mover or followed[j][state]:
                    continue
                followed[j][state] = True
                for origin in source(state):
                    found[origin] = min(found[origin], value)
                    waiting.append((int(origin), j))
    return found
