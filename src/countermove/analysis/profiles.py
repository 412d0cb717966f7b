"""Preference profiles as arrays of whole numbers, read in whatever form they are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from countermove.compiled import threads
from countermove.errors import ModelError, Problem, TooLargeError
from countermove.graph_model import GraphModel
from countermove.stability.engines.many import NO_REPLY, WORST, ManyRanks

Profiles = ArrayLike | Mapping[str, ArrayLike]

# How many ranks are handed over at a time: so few that they take little memory and time, and so
# many that the handing over takes no time to speak of.
_AT_ONCE = 1 << 22


class ProfileReader:
    """Reads preference profiles, some at a time.

    Parameters
    ----------
    model : GraphModel
        The model.
    given : array of int, or mapping of str to array of int
        By profile, decision maker and state; or for some decision makers by profile and state.

    Raises
    ------
    ModelError
        If they aren't whole numbers, or not of the right shape.
    UnknownNameError
        If there is no such decision maker.
    """

    def __init__(self, model: GraphModel, given: Profiles) -> None:
        makers, states = len(model.decision_makers), len(model.states)
        self._all: NDArray[np.integer[Any]] | None = None
        self._some: dict[str, NDArray[np.integer[Any]]] = {}
        self._model = model
        if isinstance(given, Mapping):
            for reference, ranks in given.items():
                dm = model.find_decision_maker(reference)
                if dm in self._some:
                    raise ModelError(Problem(f"the profiles give the ranks of '{dm}' twice."))
                self._some[dm] = _whole(ranks, f"the profiles of '{dm}'", (states,))
            counts = {dm: len(ranks) for dm, ranks in self._some.items()}
            if len(set(counts.values())) != 1:
                said = ", ".join(f"{count} for '{dm}'" for dm, count in counts.items())
                raise ModelError(
                    Problem(
                        f"there must be as many profiles for each decision maker: {said}."
                        if counts
                        else "the profiles give no decision maker's ranks.",
                        advice="Each array is by profile and state.",
                    )
                )
            self.count = next(iter(counts.values()))
        else:
            self._all = _whole(given, "the profiles", (makers, states))
            self.count = len(self._all)

    def parts(self, multiple: int) -> Iterator[slice]:
        """Give the profiles some at a time, if possible in multiples of a number."""
        ranks = len(self._model.decision_makers) * len(self._model.states)
        size = max(1, _AT_ONCE // (ranks * multiple)) * multiple
        return (slice(k, min(k + size, self.count)) for k in range(0, self.count, size))

    def ranks(self, part: slice) -> ManyRanks:
        """Return the ranks in some of the profiles, as narrow numbers in the same order."""
        if self._all is not None:
            return narrow(self._all[part])
        model = self._model
        shape = (part.stop - part.start, len(model.decision_makers), len(model.states))
        found = np.empty(shape, dtype=np.int16)
        for i, dm in enumerate(model.decision_makers):
            found[:, i] = narrow(self._some[dm][part]) if dm in self._some else self._kept[dm]
        return found

    @cached_property
    def _kept(self) -> dict[str, ManyRanks]:
        """The model's own ranks of those for whom none are given, as narrow numbers."""
        own = self._model.preferences
        return {dm: narrow(own[dm].ranks) for dm in own if dm not in self._some}


def _whole(given: ArrayLike, what: str, shape: tuple[int, ...]) -> NDArray[np.integer[Any]]:
    """Return an array of whole numbers whose shape is so many profiles by what is expected."""
    kinds = ("state",) if len(shape) == 1 else ("decision maker", "state")
    named = " by ".join(
        f"{n} {kind}{'s' if n != 1 else ''}" for n, kind in zip(shape, kinds, strict=True)
    )
    expected = f"Expected are whole numbers, higher is better: profiles by {named}."
    try:
        array = np.asarray(given)
    except ValueError:
        raise ModelError(Problem(f"{what} aren't of one length.", advice=expected)) from None
    if array.shape[1:] != shape or array.ndim != len(shape) + 1:
        raise ModelError(Problem(f"{what} are of shape {array.shape}.", advice=expected))
    if not np.issubdtype(array.dtype, np.integer):
        raise ModelError(Problem(f"{what} are of type {array.dtype}.", advice=expected))
    return array


def narrow(values: NDArray[np.integer[Any]]) -> ManyRanks:
    """Return whole numbers that are ordered alike along the last axis, and are narrow.

    Raises
    ------
    TooLargeError
        If too many of them differ.

    Examples
    --------
    >>> narrow(np.array([[10**9, 7, 10**9], [3, -(10**9), 0]])).tolist()
    [[1, 0, 1], [2, 0, 1]]
    >>> narrow(np.array([[500, 7, 500]], dtype=np.uint64)).tolist()
    [[500, 7, 500]]
    """
    if not values.size or (int(values.min()) >= WORST and int(values.max()) < NO_REPLY):
        return np.ascontiguousarray(values, dtype=np.int16)
    from concurrent.futures import ThreadPoolExecutor

    rows = values.reshape(-1, values.shape[-1])
    found = np.empty(rows.shape, dtype=np.int16)

    def number(part: slice) -> None:
        found[part] = dense_rows(rows[part])

    size = -(-len(rows) // threads())
    with ThreadPoolExecutor(threads()) as pool:
        list(pool.map(number, (slice(k, k + size) for k in range(0, len(rows), size))))
    return found.reshape(values.shape)


def dense_rows(rows: NDArray[np.integer[Any]]) -> ManyRanks:
    """Number the values of each row from 0 for the least, equal ones alike."""
    order = np.argsort(rows, axis=1)
    ordered = np.take_along_axis(rows, order, axis=1)
    levels = np.zeros(rows.shape, dtype=np.int32)
    np.cumsum(ordered[:, 1:] != ordered[:, :-1], axis=1, out=levels[:, 1:])
    if (most := int(levels.max())) >= NO_REPLY:
        raise TooLargeError(
            Problem(
                f"a ranking has {most + 1:,} levels.",
                advice=f"Many profiles can be solved at once with up to {NO_REPLY:,} of them.",
            )
        )
    found = np.empty(rows.shape, dtype=np.int16)
    np.put_along_axis(found, order, levels.astype(np.int16), axis=1)
    return found
