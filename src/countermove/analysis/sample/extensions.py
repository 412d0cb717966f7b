"""Rankings that agree with what is known of a preference, drawn uniformly (linear extensions).

What is known is a strict partial order of the states. Parts that nothing connects are drawn apart
and mixed. A part with few down-sets is drawn from the worst place up, each state as often as there
are ways to go on after it. For the others there is coupling from the past with a bounding chain,
whose draws are exactly uniform as well (Huber 2006): not nearly so, as those of a chain that is run
for long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.sample.draws import Draws, Order, threshold
from countermove.analysis.sample.nearby import ranked
from countermove.errors import TooLargeError

Relation = NDArray[np.bool_]
"""By two states whether the first is known to be better."""

MOST_DOWN_SETS = 1 << 14
MOST_COUPLED = 128
"""So many connected states are drawn by coupling at most."""

_TOLD_EVERY = 64


class Extensions:
    """Draws rankings without ties that agree with a partial order, each equally likely.

    >>> known = closed(np.array([[False, True, False], [False] * 3, [False] * 3]))
    >>> Extensions(known).draw(Draws(2), 4).tolist()
    [[2, 0, 1], [2, 0, 1], [2, 0, 1], [2, 1, 0]]
    """

    def __init__(self, better: Relation, most_down_sets: int = MOST_DOWN_SETS) -> None:
        self.better = better
        self._part_of = _connected(better)
        self._parts: list[tuple[NDArray[np.intp], _Component]] = []
        for part in range(int(self._part_of.max()) + 1):
            states = np.flatnonzero(self._part_of == part)
            own = better[np.ix_(states, states)]
            chosen: _Component | None = _Listed.of(own, most_down_sets)
            if chosen is None:
                _refuse_more_than_most(len(states))
                chosen = _Coupled(own)
            self._parts.append((states, chosen))

    def draw(
        self, draws: Draws, lanes: int, alive: Callable[[], object] = lambda: None
    ) -> NDArray[np.int16]:
        """Return ranks by ranking and state, higher is better."""
        # Which part has which places: all mixtures are equally likely.
        places = self._part_of[draws.orders(lanes, len(self._part_of))]
        order = np.empty((lanes, len(self._part_of)), dtype=np.intp)
        for part, (states, own) in enumerate(self._parts):
            order[places == part] = states[own.orders(draws, lanes, alive)].ravel()
        return ranked(order)


class _Component(Protocol):
    def orders(self, draws: Draws, lanes: int, alive: Callable[[], object]) -> Order:
        """Return orders of the states, the best first, one in each row."""


def closed(better: Relation) -> Relation:
    """Return what follows from what is known: the transitive closure.

    >>> chain = np.array([[False, True, False], [False, False, True], [False] * 3])
    >>> closed(chain)[0].tolist()
    [False, True, True]
    """
    found = better.copy()
    for state in range(len(found)):
        found |= found[:, state : state + 1] & found[state]
    return found


def _connected(better: Relation) -> NDArray[np.intp]:
    """Number the parts of the states that nothing known connects with others."""
    related = better | better.T
    part_of = np.full(len(better), -1, dtype=np.intp)
    parts = 0
    for state in range(len(better)):
        if part_of[state] >= 0:
            continue
        reached = np.zeros(len(better), dtype=bool)
        new = np.array([state])
        while new.size:
            reached[new] = True
            new = np.flatnonzero(related[new].any(axis=0) & ~reached)
        part_of[reached] = parts
        parts += 1
    return part_of


def _refuse_more_than_most(states: int) -> None:
    if states > MOST_COUPLED:
        raise TooLargeError(
            f"so little is known of {states:,} connected outcomes that rankings of them can't "
            "be drawn uniformly.",
            advice=f"That copes with {MOST_COUPLED}. Say more of them, or nothing of some.",
        )


class _Listed:
    """Draws from a list of all down-sets: sets of states with all that are worse.

    ``bounds[k, j]`` is the threshold of the first ``j + 1`` of the states that may be the best of
    down-set `k`, weighed with how many orders there are of the rest.
    """

    def __init__(self, size: int, ways: Sequence[tuple[list[int], list[int], list[int]]]) -> None:
        self._size = size
        self._sums = [list(accumulate(counts)) for _, _, counts in ways]
        widest = max(len(states) for states, _, _ in ways)
        self._state = np.zeros((len(ways), widest), dtype=np.intp)
        self._rest = np.zeros((len(ways), widest), dtype=np.intp)
        self._bounds = np.full((len(ways), widest - 1), np.iinfo(np.uint64).max, dtype=np.uint64)
        for k, (states, rests, _) in enumerate(ways):
            self._state[k, : len(states)] = states
            self._rest[k, : len(states)] = rests
            for j, part in enumerate(self._sums[k][:-1]):
                self._bounds[k, j] = threshold(part, self._sums[k][-1])

    @classmethod
    def of(cls, better: Relation, most: int) -> _Listed | None:
        """List the down-sets, from the empty one on; None if there are more than so many."""
        size = len(better)
        worse = [sum(1 << k for k in np.flatnonzero(row).tolist()) for row in better]
        number, counts = {0: 0}, [1]
        ways: list[tuple[list[int], list[int], list[int]]] = [([0], [0], [1])]
        level = [0]
        for _ in range(size):
            # Those with one state more, and from which each of them comes.
            grown: dict[int, list[tuple[int, int]]] = {}
            for down in level:
                for state in range(size):
                    if not down >> state & 1 and worse[state] & ~down == 0:
                        grown.setdefault(down | 1 << state, []).append((state, number[down]))
            if len(number) + len(grown) > most:
                return None
            for down, came in grown.items():
                number[down] = len(counts)
                weights = [counts[rest] for _, rest in came]
                counts.append(sum(weights))
                ways.append(([state for state, _ in came], [rest for _, rest in came], weights))
            level = list(grown)
        return cls(size, ways)

    def orders(self, draws: Draws, lanes: int, alive: Callable[[], object]) -> Order:
        """Return orders, the best first: the best of all states, then the best of the rest."""
        alive()
        order = np.empty((lanes, self._size), dtype=np.intp)
        down = np.full(lanes, len(self._sums) - 1)
        for place in range(self._size):
            words = draws.words(lanes)
            bounds = self._bounds[down]
            choice = (words[:, np.newaxis] > bounds).sum(axis=1)
            undecided = np.any(words[:, np.newaxis] == bounds, axis=1)
            for k in np.flatnonzero(undecided).tolist():
                sums = self._sums[down[k]]
                drawn = draws.below(sums[-1], int(words[k]))
                choice[k] = next(j for j, part in enumerate(sums) if drawn < part)
            order[:, place] = self._state[down, choice]
            down = self._rest[down, choice]
        return order


class _Coupled:
    """Draws by coupling from the past.

    The chain exchanges neighbours in an order, each pair with a coin, unless what is known forbids
    it; every order stays equally likely. A second order with empty places bounds it: no state of
    the chain stands behind its place in the bound. States enter the bound at the last place, better
    before worse, whenever that is empty. Once all have entered, the bound is the chain, whatever it
    started from.
    """

    def __init__(self, better: Relation) -> None:
        self._size = size = len(better)
        # With nothing, which stands in the empty places, everything may change places.
        self._fixed = np.zeros((size + 1, size + 1), dtype=bool)
        self._fixed[:size, :size] = better
        self._entering = np.argsort(better.sum(axis=0), kind="stable")

    def orders(self, draws: Draws, lanes: int, alive: Callable[[], object]) -> Order:
        """Return orders, the best first."""
        seed = int(draws.words(1)[0])
        return self._from_past(seed, 0, lanes, alive)

    def _from_past(self, seed: int, depth: int, lanes: int, alive: Callable[[], object]) -> Order:
        """Return where the chain is now, after as many steps as it takes to forget its start."""
        every = np.arange(lanes)
        bound, _ = self.run(_Coins(seed, depth, lanes, every), alive)
        left = np.flatnonzero(np.any(bound == self._size, axis=1))
        if left.size:
            # These still depend on where they were: begin earlier, then take the same steps.
            start = self._from_past(seed, depth + 1, len(left), alive)
            _, bound[left] = self.run(_Coins(seed, depth, lanes, left), alive, start)
        return bound

    def run(
        self, coins: _Coins, alive: Callable[[], object], order: Order | None = None
    ) -> tuple[Order, Order]:
        """Move the bound, and orders that it bounds, for as many sweeps as a depth has."""
        size, nothing = self._size, self._size
        bound = np.full((len(coins), size), nothing, dtype=np.intp)
        bound[:, -1] = self._entering[0]
        entered = np.ones(len(bound), dtype=np.intp)
        order = np.empty((len(bound), 0), dtype=np.intp) if order is None else order.copy()
        for sweep in range(size * size << coins.depth):
            if sweep % _TOLD_EVERY == 0:
                alive()
            for first in (0, 1):
                self._step(first, coins.toss((size - first) // 2), bound, order)
                waiting = np.flatnonzero((bound[:, -1] == nothing) & (entered < size))
                bound[waiting, -1] = self._entering[entered[waiting]]
                entered[waiting] += 1
        return bound, order

    def _step(self, first: int, coins: NDArray[np.bool_], bound: Order, order: Order) -> None:
        """Toss a coin for every second pair of neighbours, in the bound and in what it bounds."""
        last = first + 2 * coins.shape[1]
        left, right = bound[:, first:last:2].copy(), bound[:, first + 1 : last : 2].copy()
        if order.size:
            # The coin is turned where a state would otherwise fall behind its place in the bound.
            one, other = order[:, first:last:2].copy(), order[:, first + 1 : last : 2].copy()
            moved = (coins ^ (one == right)) & ~self._fixed[one, other]
            order[:, first:last:2] = np.where(moved, other, one)
            order[:, first + 1 : last : 2] = np.where(moved, one, other)
        moved = coins & ~self._fixed[left, right]
        bound[:, first:last:2] = np.where(moved, right, left)
        bound[:, first + 1 : last : 2] = np.where(moved, left, right)


class _Coins:
    """The coins of some lanes at one depth: the same each time, whichever lanes are asked for."""

    def __init__(self, seed: int, depth: int, lanes: int, some: NDArray[np.intp]) -> None:
        self.depth = depth
        self._draws, self._lanes, self._some = Draws(seed, depth), lanes, some

    def __len__(self) -> int:
        return len(self._some)

    def toss(self, count: int) -> NDArray[np.bool_]:
        """Toss so many coins for each lane: the bits of random words."""
        words = self._draws.words(self._lanes, -(-count // 64))[self._some].astype("<u8")
        bytes_ = words.view(np.uint8).reshape(len(words), -1)
        bits = np.unpackbits(bytes_, axis=1, bitorder="little")
        return bits[:, :count].view(np.bool_)
