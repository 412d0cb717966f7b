"""How a result was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from countermove._version import __version__


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a result was made.

    Parameters
    ----------
    version : str
        The version of Countermove.
    engine : str
        The engine that answered.
    why : str
        Why that engine.
    seconds : float
        How long it took, without reading the file.
    complete : bool
        False when a limit was reached.
    """

    engine: str
    why: str
    seconds: float
    complete: bool = True
    version: str = __version__

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def combined(parts: Sequence[Provenance]) -> Provenance:
    """Return the provenance of a result made of several: seconds add up, all must be complete."""
    return replace(
        parts[0],
        seconds=round(sum(part.seconds for part in parts), 6),
        complete=all(part.complete for part in parts),
    )
