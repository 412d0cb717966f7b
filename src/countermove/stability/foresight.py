r"""What two who look ahead expect of each other: backward induction, layer by layer.

With :math:`h` moves left, :math:`i` at :math:`s` compares where each move would end, as the other,
with one move fewer left, would go on from there. It makes the move that ends best if that is better
than to stay, and else stays. Who is indifferent between several may do either: then there are
several ends, and each is foreseen for some way of breaking the ties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, overload
from weakref import WeakKeyDictionary

from countermove.errors import TooLargeError
from countermove.graph.sequences import Move, Path
from countermove.graph_model import GraphModel
from countermove.stability.play import OTHERS_PLAN, OWN_PLAN, LineOfPlay, Play

MOST_FORESEEN = 1 << 22
"""So many moves are followed at most, counted anew with each move that is left."""

Layer = dict[tuple[str, int], Play]
"""By who moves next, and from where, what is foreseen."""


class Foresight:
    """What is foreseen in a conflict of two, from the side of one of them."""

    def __init__(self, model: GraphModel, i: str, need: str) -> None:
        (j,) = model.opponents(i)
        self._both = ((i, j, OWN_PLAN), (j, i, OTHERS_PLAN))
        self._ranks = {dm: model.levels(dm, need).tolist() for dm in (i, j)}
        states = range(len(model.states))
        self._count = 0
        self._moves: dict[str, list[tuple[int, ...]]] = {}
        self._paths: dict[str, list[list[Path]]] = {}
        for dm in (i, j):
            ends = [tuple(model.moves(dm, s).tolist()) for s in states]
            self._moves[dm] = ends
            self._paths[dm] = [
                [(Move(dm, s, q),) for q in targets] for s, targets in enumerate(ends)
            ]
            self._count += sum(map(len, ends))
        end = {s: Play(s, None, expected=(s,)) for s in states}
        self._layers: list[Layer] = [{(dm, s): end[s] for dm in (i, j) for s in states}]

    def layer(self, left: int) -> Layer:
        """Return what is foreseen with so many moves left."""
        while len(self._layers) <= left:
            self._refuse_too_much()
            self._layers.append(dict(self._further(self._layers[-1])))
        return self._layers[left]

    def _refuse_too_much(self) -> None:
        if self._count * len(self._layers) > MOST_FORESEEN:
            raise TooLargeError(
                f"what is foreseen with {len(self._layers)} moves left can't be found: more than "
                f"{MOST_FORESEEN:,} moves would have to be followed.",
                advice="Ask for fewer moves ahead, or another concept; or fix options that are "
                "not in question.",
            )

    def _further(self, after: Layer) -> Iterator[tuple[tuple[str, int], Play]]:
        for mover, other, turn in self._both:
            for state, targets in enumerate(self._moves[mover]):
                paths = self._paths[mover][state]
                lines = tuple(LineOfPlay(path, after[other, path[0].target]) for path in paths)
                expected = self._expected(mover, state, lines)
                yield (
                    (mover, state),
                    Play(state, None, turn, targets, lines, expected, len(self._layers)),
                )

    def _expected(self, mover: str, s: int, lines: tuple[LineOfPlay, ...]) -> tuple[int, ...]:
        v = self._ranks[mover]
        if not lines:
            return (s,)
        # At least so much the best move ends with, however the ties behind it are broken.
        sure = max(min(v[end] for end in line.play.expected) for line in lines)
        ends = {end for line in lines for end in line.play.expected}
        reached = {end for end in ends if v[end] >= sure and v[end] > v[s]}
        return tuple(sorted(reached | {s} if sure <= v[s] else reached))

    @cached_property
    def cycle(self) -> tuple[int, int]:
        """From how many moves left on everything recurs, and after how many more."""
        seen: dict[tuple[tuple[int, ...], ...], int] = {}
        for left in range(1, 1 << 20):
            ends = tuple(play.expected for play in self.layer(left).values())
            if ends in seen:
                return seen[ends], left - seen[ends]
            seen[ends] = left
        raise AssertionError("there are finitely many ends")

    def recurring(self, mover: str, state: int) -> tuple[tuple[Play, Play], ...]:
        """Return what is foreseen wherever play can come from there, and the same a cycle later."""
        first, period = self.cycle
        now, again = self.layer(first), self.layer(first + period)
        other = {dm: opponent for dm, opponent, _ in self._both}
        met: set[tuple[str, int]] = set()
        waiting = [(mover, state)]
        for dm, here in waiting:
            new = {(other[dm], q) for q in self._moves[dm][here]} - met
            met |= new
            waiting += sorted(new)
        return tuple((now[place], again[place]) for place in sorted(met))

    def lines(self, model: GraphModel, i: str, s: int, left: int) -> tuple[LineOfPlay, ...]:
        """Return what follows on each move of `i` from `s`, of which so many moves are left."""
        (j,) = model.opponents(i)
        found = []
        for q in self._moves[i][s]:
            play = self.layer(left - 1)[j, q]
            better = not all(model.deters(i, end, s) for end in play.expected)
            found.append(LineOfPlay((Move(i, s, q),), replace(play, better=better)))
        return tuple(found)


class Recurring(Sequence[tuple[Play, Play]]):
    """What recurs wherever play can come from a state: found when it is looked at."""

    def __init__(self, ahead: Foresight, mover: str, state: int) -> None:
        self._from = ahead, mover, state

    @cached_property
    def _pairs(self) -> tuple[tuple[Play, Play], ...]:
        ahead, mover, state = self._from
        return ahead.recurring(mover, state)

    def __len__(self) -> int:
        return len(self._pairs)

    @overload
    def __getitem__(self, k: int) -> tuple[Play, Play]: ...
    @overload
    def __getitem__(self, k: slice) -> tuple[tuple[Play, Play], ...]: ...
    def __getitem__(self, k: int | slice) -> Any:
        """Return a pair of plays, or several."""
        return self._pairs[k]


_KNOWN: WeakKeyDictionary[GraphModel, dict[str, Foresight]] = WeakKeyDictionary()


def foresight(model: GraphModel, i: str, need: str) -> Foresight:
    """Return what is foreseen in a model from the side of `i`; it is found once for a model."""
    known = _KNOWN.setdefault(model, {})
    if i not in known:
        known[i] = Foresight(model, i, need)
    return known[i]
