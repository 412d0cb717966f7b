"""The tools of the server: one module each, called as the tool is."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from countermove.assistant.base.call import TOOLS, HouseTool


@cache
def tools() -> tuple[HouseTool, ...]:
    """Return all tools, by name."""
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return tuple(sorted(TOOLS, key=lambda one: one.name))
