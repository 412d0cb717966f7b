"""Preference profiles as arrays of whole numbers, read in whatever form they are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from countermove.compiled import threads
from countermove.errors import ArgumentError, ModelError, TooLargeError
from countermove.graph_model import GraphModel
from countermove.model.numbers import finite
from countermove.stability.engines.many import NO_REPLY, WORST, ManyRanks

Profiles = ArrayLike | Mapping[str, ArrayLike]

_Numbers = NDArray[np.integer[Any]] | NDArray[np.floating[Any]]

# How many ranks are handed over at a time: so few that they take little memory and time, and so
# many that the handing over takes no time to speak of.
_AT_ONCE = 1 << 22

# Rows of so many numbers, and of no more than so many times as many different ones, are numbered
# by marking which occur, without sorting.
_LONG = 1 << 10
_TABLE = 8


class ProfileReader:
    """Reads preference profiles, some at a time."""

    def __init__(self, model: GraphModel, given: Profiles, tolerance: float = 0.0) -> None:
        makers, states = len(model.decision_makers), len(model.states)
        self._all: _Numbers | None = None
        self._some: dict[str, _Numbers] = {}
        self._model = model
        self._tolerance = float(finite(tolerance, "tolerance"))
        if self._tolerance < 0:
            raise ArgumentError(f"tolerance can't be {tolerance}.", advice="It is from 0 on.")
        if isinstance(given, Mapping):
            for reference, ranks in given.items():
                dm = model.find_decision_maker(reference)
                if dm in self._some:
                    raise ModelError(f"the profiles give the ranks of '{dm}' twice.")
                self._some[dm] = _numbers(ranks, f"the profiles of '{dm}'", (states,))
            counts = {dm: len(ranks) for dm, ranks in self._some.items()}
            if len(set(counts.values())) != 1:
                said = ", ".join(f"{count} for '{dm}'" for dm, count in counts.items())
                raise ModelError(
                    f"there must be as many profiles for each party: {said}."
                    if counts
                    else "the profiles give no party's ranks.",
                    advice="Each array is by profile and outcome.",
                )
            self.count = next(iter(counts.values()))
        else:
            self._all = _numbers(given, "the profiles", (makers, states))
            self.count = len(self._all)

    def parts(self, multiple: int) -> Iterator[slice]:
        """Give the profiles some at a time, if possible in multiples of a number."""
        ranks = len(self._model.decision_makers) * len(self._model.states)
        size = max(1, _AT_ONCE // (ranks * multiple)) * multiple
        return (slice(k, min(k + size, self.count)) for k in range(0, self.count, size))

    def ranks(self, part: slice) -> ManyRanks:
        """Return the ranks in some of the profiles, as narrow numbers in the same order."""
        if self._all is not None:
            return narrow(self._all[part], self._tolerance)
        model = self._model
        shape = (part.stop - part.start, len(model.decision_makers), len(model.states))
        found = np.empty(shape, dtype=np.int16)
        for i, dm in enumerate(model.decision_makers):
            if dm in self._some:
                found[:, i] = narrow(self._some[dm][part], self._tolerance)
            else:
                found[:, i] = narrow(model.levels(dm, "many preferences at once"))
        return found


def _numbers(given: ArrayLike, what: str, shape: tuple[int, ...]) -> _Numbers:
    """Return an array of numbers whose shape is so many profiles by what is expected."""
    kinds = (("party", "parties"), ("outcome", "outcomes"))[-len(shape) :]
    named = " by ".join(f"{n} {kind[n != 1]}" for n, kind in zip(shape, kinds, strict=True))
    expected = f"Expected are numbers, higher is better: profiles by {named}."
    parts = given if isinstance(given, (list, tuple)) else ()
    if any(np.ma.is_masked(part) for part in (given, *parts)):
        raise ModelError(f"{what} have masked entries.", advice=expected)
    try:
        array = np.asarray(given)
    except (ValueError, TypeError):
        raise ModelError(f"{what} aren't of one length.", advice=expected) from None
    if array.shape[1:] != shape or array.ndim != len(shape) + 1:
        raise ModelError(f"{what} are of shape {array.shape}.", advice=expected)
    if array.dtype.kind not in "iuf":
        raise ModelError(f"{what} are of type {array.dtype}.", advice=expected)
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ModelError(f"{what} aren't all finite.", advice=expected)
    return array


def narrow(values: _Numbers, tolerance: float = 0.0) -> ManyRanks:
    """Return whole numbers that are ordered alike along the last axis, and are narrow.

    >>> narrow(np.array([[10**9, 7, 10**9], [3, -(10**9), 0]])).tolist()
    [[1, 0, 1], [2, 0, 1]]
    >>> narrow(np.array([[500, 7, 500]], dtype=np.uint64)).tolist()
    [[500, 7, 500]]
    >>> narrow(np.array([[0.3, 0.1 + 0.2, -1.5]])).tolist()
    [[1, 2, 0]]
    >>> narrow(np.array([[0.3, 0.1 + 0.2, -1.5]]), 1e-9).tolist()
    [[1, 1, 0]]
    """
    is_whole = values.dtype.kind in "iu" and tolerance < 1
    if not values.size or (
        is_whole and int(values.min()) >= WORST and int(values.max()) < NO_REPLY
    ):
        return np.ascontiguousarray(values, dtype=np.int16)
    from concurrent.futures import ThreadPoolExecutor

    rows = values.reshape(-1, values.shape[-1])
    found = np.empty(rows.shape, dtype=np.int16)

    def number(part: slice) -> None:
        found[part] = dense_rows(rows[part], tolerance)

    size = -(-len(rows) // threads())
    with ThreadPoolExecutor(threads()) as pool:
        list(pool.map(number, (slice(k, k + size) for k in range(0, len(rows), size))))
    return found.reshape(values.shape)


def _numbered(rows: _Numbers, least: int, span: int) -> ManyRanks:
    """Number the values of each row by marking in a table which of them occur."""
    found = np.empty(rows.shape, dtype=np.int16)
    occurs = np.empty(span, dtype=bool)
    for row, own in zip(rows, found, strict=True):
        close = row - least if least else row
        occurs[:] = False
        occurs[close] = True
        levels = np.cumsum(occurs, dtype=np.int32)
        _refuse_too_many(int(levels[-1]) - 1)
        own[:] = (levels - 1)[close]
    return found


def _refuse_too_many(most: int) -> None:
    if most >= NO_REPLY:
        raise TooLargeError(
            f"a ranking has {most + 1:,} levels.",
            advice=f"Many profiles can be solved at once with up to {NO_REPLY:,} of them.",
        )


def dense_rows(rows: _Numbers, tolerance: float = 0.0) -> ManyRanks:
    """Number the values of each row from 0 for the least, equal ones alike."""
    states = rows.shape[1]
    if states >= _LONG and len(rows) and not tolerance and np.issubdtype(rows.dtype, np.integer):
        least = int(rows.min())
        span = int(rows.max()) - least + 1
        if span <= _TABLE * states:
            return _numbered(rows, least, span)
    order = np.argsort(rows, axis=1)
    ordered = np.take_along_axis(rows, order, axis=1)
    levels = np.zeros(rows.shape, dtype=np.int32)
    apart = ordered[:, 1:] != ordered[:, :-1]
    if tolerance:
        # In floating point whole numbers can't wrap round.
        apart &= ordered[:, 1:].astype(float) - ordered[:, :-1].astype(float) > tolerance
    np.cumsum(apart, axis=1, out=levels[:, 1:])
    _refuse_too_many(int(levels.max()))
    found = np.empty(rows.shape, dtype=np.int16)
    np.put_along_axis(found, order, levels.astype(np.int16), axis=1)
    return found
