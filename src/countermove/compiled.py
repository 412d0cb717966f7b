"""The compiled kernels, where there are any.

They are an extension module, `_countermove_kernels`, written in C++ in `src/kernels`. It isn't
built where there is no compiler, and then NumPy gives the same answers, only slower. To compare
the two, set the environment variable ``COUNTERMOVE_KERNELS`` to ``off`` before Python starts.

The kernels use the processors that the process may use, or as many as ``COUNTERMOVE_THREADS`` says;
where several processes share the work, each has its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from types import ModuleType

from countermove.errors import ArgumentError

_MOST_THREADS = 1 << 10
_OWN: ContextVar[int | None] = ContextVar("_OWN", default=None)


def kernels() -> ModuleType | None:
    """Return the extension module, loaded when this is first asked; None where there is none."""
    return _found()[0]


def absence() -> str:
    """Say why there are no compiled kernels; an empty text where there are."""
    return _found()[1]


@contextmanager
def on_threads(count: int | None) -> Iterator[None]:
    """Let the kernels use so many processors within; as many as else where none is given."""
    before = _OWN.set(count)
    try:
        yield
    finally:
        _OWN.reset(before)


def threads() -> int:
    """Return how many processors the kernels may use."""
    if (own := _OWN.get()) is not None:
        return own
    if given := os.environ.get("COUNTERMOVE_THREADS"):
        few = given.isdecimal() and len(given) <= len(str(_MOST_THREADS))
        if few and 1 <= int(given) <= _MOST_THREADS:
            return int(given)
        raise ArgumentError(
            f"COUNTERMOVE_THREADS can't be '{given}'.",
            advice=f"It is a number of processors from 1 to {_MOST_THREADS:,}.",
        )
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def _found() -> tuple[ModuleType | None, str]:
    if os.environ.get("COUNTERMOVE_KERNELS", "").casefold() == "off":
        return None, "switched off by COUNTERMOVE_KERNELS"
    try:
        import _countermove_kernels
    except ModuleNotFoundError:
        return None, "not built, for want of a C++ compiler or by choice"
    except ImportError as error:
        return None, f"built, but can't be loaded: {error}"
    return _countermove_kernels, ""
