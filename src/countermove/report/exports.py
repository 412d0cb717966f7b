"""A model and its answers for other programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from countermove.analysis.equilibria import Solution
from countermove.errors import unknown
from countermove.files.writing import to_json, to_toml
from countermove.report.gambit import to_gambit
from countermove.report.graphml import to_graphml
from countermove.report.states import StateList


@dataclass(frozen=True, slots=True)
class Export:
    """A way to write a model for another program.

    Parameters
    ----------
    name : str
        What it is called.
    suffix : str
        What files of it end in.
    holds : str
        What is in it.
    write : callable
        Writes a solved model.
    """

    name: str
    suffix: str
    holds: str
    write: Callable[[Solution], str]


EXPORTS: dict[str, Export] = {
    export.name: export
    for export in (
        Export("toml", ".toml", "the model", lambda s: to_toml(s.model.conflict)),
        Export("json", ".json", "the model", lambda s: to_json(s.model.conflict)),
        Export(
            "csv",
            ".csv",
            "the states with rankings and answers",
            lambda s: StateList(s.model, s).to_csv(),
        ),
        Export("graphml", ".graphml", "the graph of all moves", to_graphml),
        Export("nfg", ".nfg", "a game in normal form for Gambit", lambda s: to_gambit(s.model)),
    )
}


def export(solution: Solution, name: str) -> str:
    """Write a solved model for another program.

    Parameters
    ----------
    solution : Solution
        The solution.
    name : {"toml", "json", "csv", "graphml", "nfg"}
        For which.

    Returns
    -------
    str
        The content of the file.

    Raises
    ------
    UnknownNameError
        If there is no such export.
    ModelError
        If the model can't be said in that form.
    """
    if name not in EXPORTS:
        raise unknown("export", name, list(EXPORTS), "The exports are")
    return EXPORTS[name].write(solution)
