"""Which outcomes of a conflict hold, who can upset the others, and what would have to change.

Countermove implements the Graph Model for Conflict Resolution. Load a model, solve it, and ask why:

>>> import countermove
>>> conflict = countermove.load("prisoners-dilemma")
>>> solution = countermove.solve(conflict)
>>> [equilibrium.state.pattern for equilibrium in solution]
['NN', 'YY']
>>> countermove.explain(conflict, "YY", "first", "SEQ")
<Explanation of [4] Keep silent (First prisoner); Keep silent (Second prisoner): 1 of 1 stable>

The names in ``__init__.pyi`` are all there is to know for most work; they are loaded when they are
used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from countermove._version import __version__ as __version__


def _homes() -> dict[str, str]:
    """Return the module of each public name: the stub beside this file has a line for each."""
    from pkgutil import get_data

    stub = (get_data(__name__, "__init__.pyi") or b"").decode()
    lines = [line.split() for line in stub.splitlines() if line.startswith("from ")]
    return {name: module for _, module, _, name, *_ in lines}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    homes = _homes()
    if name == "__all__":
        value: Any = sorted(homes)
    elif name in homes:
        home = import_module(homes[name])
        # A name may be that of a module, which isn't there until it is imported.
        value = getattr(home, name, None) or import_module(".".join((homes[name], name)))
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(_homes())
