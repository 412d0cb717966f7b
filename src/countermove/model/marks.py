"""What is said of a wish beside what it is, in words: how sure it is, and how strongly meant."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.model.numbers import Number
from countermove.model.preference import Statement


def marked(statement: Statement) -> str:
    """Return what is to stand behind a statement; nothing behind one that is plain and sure.

    >>> marked(Statement(holds="deal", perhaps=True, likely=0.7, strongly=True))
    ' (perhaps, likely 0.7; strongly)'
    >>> marked(Statement(holds="deal"))
    ''
    """
    said = "; ".join(_marks(statement))
    return f" ({said})" if said else ""


def _marks(statement: Statement) -> Iterator[str]:
    way = statement.likely
    if statement.perhaps:
        out = ", left out as written" if statement.perhaps == "left out" else ""
        yield f"perhaps{out}{_likely(statement.likely)}"
        way = statement.likely_way
    if statement.either_way:
        yield f"either way{_likely(way)}"
    if statement.strongly or statement.degree == 2:
        yield "strongly"
    elif statement.degree is not None and statement.degree > 1:
        yield f"by {statement.degree} degrees"
    if statement.doubt is not None:
        yield f"the doubt ‘{statement.doubt}’"


def _likely(share: Number | None) -> str:
    return "" if share is None else f", likely {share}"


def weight_text(weight: Number | tuple[Number, Number]) -> str:
    """Write a weight, or between which bounds it is.

    >>> weight_text((-4, -2)), weight_text(3)
    ('-4 to -2', '3')
    """
    return f"{weight[0]} to {weight[1]}" if isinstance(weight, tuple) else f"{weight}"
