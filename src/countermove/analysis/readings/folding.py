"""One answer from the parties' stable sets: folded party by party, equal intersections merged.

What is left is the smallest table from which the answer can be read: for each party its sets sorted
into classes that make no difference to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.bool_]

States = int
"""A set of states as the bits of a number."""


def folded(
    sets: Sequence[Sequence[States]], holds: Callable[[States], bool], everything: States
) -> tuple[list[list[int]], Table]:
    """Return for each party the class of each of its sets, and the answer by classes.

    >>> folded([[0b01, 0b11, 0b10], [0b11, 0b01]], lambda held: held != 0, 0b11)
    ([[0, 0, 1], [0, 1]], array([[ True,  True],
           [ True, False]]))
    """
    left, steps = [everything], []
    for own in sets:
        distinct = list(dict.fromkeys(own))
        number: dict[States, int] = {}
        rows = [[number.setdefault(a & b, len(number)) for b in distinct] for a in left]
        left = list(number)
        steps.append((distinct, rows))
    after: list[int] = [int(holds(held)) for held in left]
    classes: list[list[int]] = []
    tables: list[list[tuple[int, ...]]] = []
    for own, (distinct, rows) in zip(reversed(sets), reversed(steps), strict=True):
        values = [[after[k] for k in row] for row in rows]
        kinds: dict[tuple[int, ...], int] = {}
        column = [kinds.setdefault(one, len(kinds)) for one in zip(*values, strict=True)]
        of = dict(zip(distinct, column, strict=True))
        classes.append([of[each] for each in own])
        kept = [column.index(k) for k in range(len(kinds))]
        reduced: dict[tuple[int, ...], int] = {}
        after = [reduced.setdefault(tuple(row[k] for k in kept), len(reduced)) for row in values]
        tables.append(list(reduced))
    found: NDArray[Any] = np.array(after[0])
    for table in reversed(tables):
        found = np.array(table)[found]
    return classes[::-1], found.astype(np.bool_)


def merged(table: Table) -> tuple[list[NDArray[np.intp]], Table]:
    """Merge along each axis what is alike everywhere; return the new class of each old one."""
    classes = []
    for axis in range(table.ndim):
        rows = np.moveaxis(table, axis, 0).reshape(table.shape[axis], -1)
        number: dict[bytes, int] = {}
        packed = np.packbits(rows, axis=1)
        of = [number.setdefault(row.tobytes(), len(number)) for row in packed]
        classes.append(np.array(of, dtype=np.intp))
        table = table.take([of.index(k) for k in range(len(number))], axis=axis)
    return classes, table
