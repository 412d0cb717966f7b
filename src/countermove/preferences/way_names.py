"""What may be chosen of the papers' ways, by name; importing it costs nothing."""

from __future__ import annotations

from typing import Literal

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
]
"""A definition otherwise than usual, where the papers differ."""
