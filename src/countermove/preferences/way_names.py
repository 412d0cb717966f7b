"""What may be chosen of the papers' ways, by name; importing it costs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict

from immutabledict import immutabledict

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

VARIANTS_SAY: Mapping[str, str] = immutabledict(
    {
        "scores": "marked statements weigh as in the NUAA program",
        "sure-replies": "nobody is believed to move where it isn't known to gain",
        "at-threshold-tempts": "what tempts, exactly at its threshold, counts the other way",
        "at-threshold-deters": "what deters, exactly at its threshold, counts the other way",
        "at-threshold-believed": "what is believed, exactly at its threshold, counts the other way",
        "reversed": "an outcome deters where the start is probably enough better than it",
        "start": "others may deter by coming back to where their replies began",
        "return-void": "to come back to what was left neither deters nor is an escape",
        "return-escapes": "to come back to what was left doesn't deter, and is an escape",
        "gaining-escapes": "only a move that tempts is an escape",
    }
)


class WayAsked(TypedDict, total=False):
    """In which of the papers' ways preferences are taken, as a function is asked for it."""

    unknown: str | None
    strength: str | int | None
    fuzzy: bool
    probabilistic: bool
    attitudes: bool
    thresholds: Mapping[str, Any] | Iterable[str] | None
    variants: str | Iterable[str] | None
