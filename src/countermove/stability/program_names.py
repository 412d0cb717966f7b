"""The other programs that it can be told of what they answer; importing it costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from immutabledict import immutabledict

Program = Literal["gmcr-plus", "single-moves", "matrix-method"]

PROGRAMS: Mapping[Program, str] = immutabledict(
    {
        "gmcr-plus": "GMCR+",
        "single-moves": "single moves",
        "matrix-method": "matrix method",
    }
)
"""How they are called, in the order of tables."""

LACKING: Mapping[Program, tuple[str, ...]] = immutabledict(
    {"gmcr-plus": ("SSEQ",), "single-moves": ("SSEQ",), "matrix-method": ()}
)
"""The concepts that a program doesn't have: of these it answers nothing."""
