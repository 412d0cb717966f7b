"""How much memory there is, and the refusal of what would not fit into it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from math import isqrt
from pathlib import Path

from countermove.errors import TooLargeError

# Less than this is never too much, and not worth asking the system.
_LITTLE = 1 << 26

_GROUP = Path("/sys/fs/cgroup")


def free_memory() -> int:
    """Return how many bytes of memory this process could still get."""
    try:
        import psutil
    except ImportError:
        free = sys.maxsize
    else:
        free = int(psutil.virtual_memory().available)
    try:
        limit = int((_GROUP / "memory.max").read_text())
        used = int((_GROUP / "memory.current").read_text())
    except (OSError, ValueError):  # no such group, or its limit is "max"
        return free
    return max(0, min(free, limit - used))


def refuse_beyond_memory(needed: int, what: str, advice: Callable[[int], str]) -> None:
    """Refuse what needs more memory than there is."""
    if needed <= _LITTLE or needed <= (free := free_memory()):
        return
    raise TooLargeError(
        f"{what} needs about {written_bytes(needed)} of memory, "
        f"and {written_bytes(free)} are free.",
        advice=advice(free),
    )


def refuse_states_beyond_memory(
    needed: int, what: str, states: int, advice: str = "", *, pairs: bool = False
) -> None:
    """Refuse to do something to more states, or pairs of them, than there is memory for."""

    def advised(free: int) -> str:
        fitting = isqrt(states**2 * free // needed) if pairs else states * free // needed
        fewer = (
            f"Fix options that are not in question, or add rules: {fitting:,} outcomes would fit."
        )
        return f"{advice} {fewer}".lstrip()

    refuse_beyond_memory(needed, what, advised)


def written_bytes(count: int) -> str:
    """Write a number of bytes for people."""
    if count >= 10**9:
        return f"{count / 10**9:.1f} GB"
    return f"{max(1, round(count / 10**6))} MB"
