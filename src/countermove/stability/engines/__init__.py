"""Engines: ways of finding which states are stable. All give the same answers."""

from __future__ import annotations

from typing import Literal

ChosenEngine = Literal["compiled", "numpy", "rows", "definition"]
EngineName = Literal["auto", "compiled", "numpy", "definition"]
