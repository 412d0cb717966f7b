"""What may be chosen of the papers' ways, by name; importing it costs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict

Extension = Literal["a", "b", "c", "d"]
Strength = Literal["general", "strong", "weak", "1", "2", "3", "4", "5"]
Variant = Literal[
    "scores",
    "sure-replies",
    "at-threshold-tempts",
    "at-threshold-deters",
    "at-threshold-believed",
    "reversed",
    "start",
    "return-void",
    "return-escapes",
    "gaining-escapes",
]
"""A definition otherwise than usual, where the papers differ."""


class WayAsked(TypedDict, total=False):
    """In which of the papers' ways preferences are taken, as a function is asked for it."""

    unknown: str | None
    strength: str | int | None
    fuzzy: bool
    probabilistic: bool
    attitudes: bool
    thresholds: Mapping[str, Any] | Iterable[str] | None
    variants: str | Iterable[str] | None
