"""The engines that there are, and what each of them says of a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from unittest.mock import patch

from countermove.compiled import kernels
from countermove.graph import sequences
from countermove.graph_model import GraphModel
from countermove.stability.engines.choose import StableStates, choose, stable_states
from countermove.stability.registry import find_concepts

FAST = ("numpy",) if kernels() is None else ("compiled", "numpy")
"""The engines for rankings that there are."""

MODULES = {
    engine: import_module(f"countermove.stability.engines.{name}")
    for engine, name in (("compiled", "compiled"), ("numpy", "arrays"))
    if engine in FAST
}

ENGINES = ("definition", *FAST)

Truth = dict[str, dict[str, list[bool]]]


def stable_sets(
    model: GraphModel, engine: str = "auto", codes: Iterable[str] | None = None
) -> StableStates:
    """Return the sets of stable states by concept and decision maker."""
    asked = find_concepts(codes)
    return stable_states(model, asked, choose(engine, asked, model))


def stable_lists(
    model: GraphModel, engine: str = "auto", codes: Iterable[str] | None = None
) -> Truth:
    """Return for each concept, decision maker and state whether it is stable."""
    stable = stable_sets(model, engine, codes)
    return {
        code: {dm: found.mask().tolist() for dm, found in by_dm.items()}
        for code, by_dm in stable.items()
    }


@contextmanager
def sweeping(sweeps: int) -> Iterator[None]:
    """Let both engines search backwards after so many sweeps, for each opponent or in all."""
    with ExitStack() as stack:
        for module in (sequences, *(MODULES[engine] for engine in FAST if engine == "compiled")):
            stack.enter_context(patch.object(module, "SWEEPS", sweeps))
        yield
