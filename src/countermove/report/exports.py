"""A model and its answers for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from countermove.analysis.equilibria import Solution
from countermove.errors import unknown
from countermove.files.writing import to_json, to_toml
from countermove.report.gambit import gambit_parts
from countermove.report.graphml import graphml_parts
from countermove.report.states import StateList


@dataclass(frozen=True, slots=True)
class Export:
    """A way to write a model for another program."""

    name: str
    suffix: str
    media: str
    holds: str
    write: Callable[[Solution], Iterable[str]]


EXPORTS: dict[str, Export] = {
    export.name: export
    for export in (
        Export(
            "toml", ".toml", "application/toml", "the model", lambda s: [to_toml(s.model.conflict)]
        ),
        Export(
            "json", ".json", "application/json", "the model", lambda s: [to_json(s.model.conflict)]
        ),
        Export(
            "csv",
            ".csv",
            "text/csv; charset=utf-8",
            "the outcomes with rankings and answers",
            lambda s: StateList(s.model, s).csv_parts(),
        ),
        Export(
            "graphml",
            ".graphml",
            "application/graphml+xml",
            "the graph of all moves",
            graphml_parts,
        ),
        Export(
            "nfg",
            ".nfg",
            "text/plain; charset=utf-8",
            "a game in normal form for Gambit",
            lambda s: gambit_parts(s.model),
        ),
    )
}


def export(solution: Solution, name: str) -> str:
    """Write a solved model for another program."""
    return "".join(export_parts(solution, name))


def export_parts(solution: Solution, name: str) -> Iterable[str]:
    """Return the pieces of the text that :func:`export` returns, however long it is as a whole."""
    if name not in EXPORTS:
        raise unknown("export", name, list(EXPORTS), "The exports are")
    return EXPORTS[name].write(solution)
