"""Doubts: what isn't known of a preference, and the ways in which it may be resolved."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from countermove.errors import Path


@dataclass(frozen=True, slots=True)
class Value:
    """One way in which a doubt may be resolved."""

    key: str
    likely: Fraction


@dataclass(frozen=True, slots=True)
class Doubt:
    """What isn't known of a preference, in one place or, if it has a name, in several."""

    id: str
    kind: Literal["cares", "way", "order", "reading", "group", "pair", "bounds"]
    places: tuple[Path, ...]
    values: tuple[Value, ...] = ()
