"""Long lists that are made when they are gone through, and JSON that is written in pieces.

A result of millions of states is kept as packed bits. What is written of it is made some thousand
entries at a time, so that it never stands in memory as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from json import JSONEncoder
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from countermove.texts import exactly

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Part = Sequence[Any] | NDArray[Any]

Entry = TypeVar("Entry")

_MOST_DIGITS = 9
_PLAIN = (str, int, float, tuple)


class Long(Generic[Entry]):
    """A list that isn't there until it is gone through, and then only some of it at a time."""

    def __init__(self, count: int, parts: Callable[[], Iterator[Part]]) -> None:
        self.count = count
        self.parts = parts

    def __len__(self) -> int:
        """Count the entries."""
        return self.count

    def __iter__(self) -> Iterator[Entry]:
        """Give the entries one by one."""
        return chain.from_iterable(
            part if isinstance(part, Sequence) else part.tolist() for part in self.parts()
        )

    def __repr__(self) -> str:
        """Say how long it is."""
        return f"<Long: {self.count}>"


def settled(value: object) -> Any:
    """Return data with every long list made."""
    if isinstance(value, Long):
        return list(value)
    if isinstance(value, dict):
        return {key: settled(part) for key, part in value.items()}
    if isinstance(value, list):
        return [settled(part) for part in value]
    return value if value is None or isinstance(value, _PLAIN) else _plain(value)


def json_parts(value: object, indent: str = "") -> Iterator[str]:
    """Write plain data as JSON, opening lines only for what holds further objects, in pieces."""
    inner = indent + "  "
    if isinstance(value, Long):
        yield from _long_parts(value, indent)
    elif isinstance(value, dict) and any(
        isinstance(part, (dict, list, Long)) for part in value.values()
    ):
        before = "{\n"
        for key, part in value.items():
            yield f"{before}{inner}{_flat(key)}: "
            yield from json_parts(part, inner)
            before = ",\n"
        yield f"\n{indent}}}"
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        before = "[\n"
        for part in value:
            yield before + inner
            yield from json_parts(part, inner) if _is_deep(part) else (_flat(part),)
            before = ",\n"
        yield f"\n{indent}]"
    else:
        yield _flat(value)


def _long_parts(entries: Long[Any], indent: str) -> Iterator[str]:
    between = ", "
    before, after = "[", "]"
    for part in entries.parts():
        if not len(part):
            continue
        if not isinstance(part, Sequence):
            whole = part.dtype.kind != "f"
            yield before + (numbers_text(part) if whole else _flat(part.tolist())[1:-1])
        elif isinstance(part[0], dict):
            between = f",\n{indent}  "
            if before == "[":
                before, after = f"[\n{indent}  ", f"\n{indent}]"
            yield before + _lines(part, between)
        else:
            yield before + _flat(part)[1:-1]
        before = between
    yield after if before == between else "[]"


def _lines(part: Sequence[Any], between: str) -> str:
    # In one call where it is plain what the call has put between two objects.
    text = _flat(part)[1:-1]
    if text.count("}, {") == len(part) - 1:
        return text.replace("}, {", f"}}{between}{{")
    return between.join(_flat(entry) for entry in part)


def numbers_text(numbers: NDArray[Any]) -> str:
    """Write whole numbers, none of them negative, with a comma and a space between them."""
    import numpy as np

    if not len(numbers):
        return ""
    digits = len(str(numbers.max()))
    if digits > _MOST_DIGITS:
        return str(numbers.tolist())[1:-1]
    # A row of characters for each number: its digits, the first of them left out where they are
    # noughts, and what stands between it and the next.
    text = np.empty((len(numbers), digits + 2), np.uint8)
    shown = np.ones(text.shape, np.bool_)
    text[:, -2:] = np.frombuffer(b", ", np.uint8)
    rest = numbers.astype(np.uint32)
    for column in range(digits - 1, -1, -1):
        shown[:, column] = rest > 0
        tens = rest // np.uint32(10)
        text[:, column] = rest - tens * np.uint32(10) + ord("0")
        rest = tens
    shown[:, digits - 1] = True
    return text[shown].tobytes()[:-2].decode("ascii")


def _is_deep(value: object) -> bool:
    """Say whether an object holds further objects, or lists of them."""
    parts: Iterable[object] = value.values() if isinstance(value, dict) else ()
    return any(
        isinstance(part, (dict, Long))
        or (isinstance(part, list) and any(isinstance(p, dict) for p in part))
        for part in parts
    )


def _plain(value: object) -> Any:
    """Return a number of NumPy as Python's; anything else isn't plain data."""
    item = getattr(value, "item", None)
    if item is None:
        raise TypeError(f"{type(value).__name__} is no plain data")
    return item()


_encode = JSONEncoder(ensure_ascii=False, default=_plain).encode


def _flat(value: Any) -> str:
    """Write plain data in one line."""
    try:
        return _encode(value)
    except ValueError:  # a number of so many digits that Python doesn't write it
        if isinstance(value, dict):
            return f"{{{', '.join(f'{_flat(key)}: {_flat(part)}' for key, part in value.items())}}}"
        if isinstance(value, (list, tuple)):
            return f"[{', '.join(map(_flat, value))}]"
        if isinstance(value, int):
            return exactly(value)
        raise
