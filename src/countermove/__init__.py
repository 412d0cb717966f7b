"""Which outcomes of a conflict hold, who can upset the others, and what would have to change.

Countermove implements the Graph Model for Conflict Resolution. Load a model, solve it, and ask why:

>>> import countermove
>>> conflict = countermove.load("prisoners-dilemma")
>>> solution = countermove.solve(conflict)
>>> [equilibrium.state.pattern for equilibrium in solution]
['NN', 'YY']
>>> countermove.explain(conflict, "YY", "first", "SEQ")
<Explanation of [4] first.silent, second.silent: 1 of 1 stable>

The names below are all there is to know for most work; they are loaded when they are used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from countermove._version import __version__

if TYPE_CHECKING:
    from countermove.analysis.coalitions.needed import Needed, who_is_needed
    from countermove.analysis.coalitions.result import Coalitions
    from countermove.analysis.coalitions.stable import coalitions
    from countermove.analysis.comparison import Comparison, compare
    from countermove.analysis.differences import Differences, differences
    from countermove.analysis.equilibria import Equilibrium, Solution, solve
    from countermove.analysis.evolution.evolving import evolve
    from countermove.analysis.evolution.result import Evolution
    from countermove.analysis.goals.result import Goals
    from countermove.analysis.goals.seeking import goals
    from countermove.analysis.hypergame import hypergame
    from countermove.analysis.many import ManySolutions, solve_many
    from countermove.analysis.misperception import Hypergame
    from countermove.analysis.reading import Reading, read_equilibria
    from countermove.analysis.robustness.judgements import Judgements, judgements
    from countermove.analysis.robustness.radius import Radius, radius
    from countermove.analysis.sampling.result import Sample
    from countermove.analysis.sampling.sample import sample
    from countermove.errors import (
        ArgumentError,
        ConceptNotApplicableError,
        CountermoveError,
        FileError,
        MissingExtraError,
        ModelError,
        Problem,
        StoppedError,
        TooLargeError,
        UnknownNameError,
    )
    from countermove.files.gallery import case_names
    from countermove.files.gmcr_plus import load_gmcr
    from countermove.files.model_file import from_dict, load, loads
    from countermove.files.writing import save
    from countermove.graph.states import State
    from countermove.graph_model import GraphModel, build
    from countermove.model.conflict import Conflict, Scenario
    from countermove.model.parts import (
        Claim,
        DecisionMaker,
        InnerView,
        Option,
        Preference,
        Rules,
        Source,
        View,
    )
    from countermove.progress import Progress
    from countermove.report.checking import CheckReport, check
    from countermove.report.explanation import Explanation, explain
    from countermove.stability.registry import concepts
    from countermove.stability.verdict import Verdict

# Where each name is found, so that importing the package imports nothing else.
_HOMES = {
    "analysis.coalitions.needed": ("Needed", "who_is_needed"),
    "analysis.coalitions.result": ("Coalitions",),
    "analysis.coalitions.stable": ("coalitions",),
    "analysis.comparison": ("Comparison", "compare"),
    "analysis.differences": ("Differences", "differences"),
    "analysis.equilibria": ("Equilibrium", "Solution", "solve"),
    "analysis.evolution.evolving": ("evolve",),
    "analysis.evolution.result": ("Evolution",),
    "analysis.goals.result": ("Goals",),
    "analysis.goals.seeking": ("goals",),
    "analysis.hypergame": ("hypergame",),
    "analysis.many": ("ManySolutions", "solve_many"),
    "analysis.misperception": ("Hypergame",),
    "analysis.reading": ("Reading", "read_equilibria"),
    "analysis.robustness.judgements": ("Judgements", "judgements"),
    "analysis.robustness.radius": ("Radius", "radius"),
    "analysis.sampling.result": ("Sample",),
    "analysis.sampling.sample": ("sample",),
    "errors": (
        *("ArgumentError", "ConceptNotApplicableError", "CountermoveError", "FileError"),
        *("MissingExtraError", "ModelError", "Problem", "StoppedError", "TooLargeError"),
        "UnknownNameError",
    ),
    "files.gallery": ("case_names",),
    "files.gmcr_plus": ("load_gmcr",),
    "files.model_file": ("from_dict", "load", "loads"),
    "files.writing": ("save",),
    "graph.states": ("State",),
    "graph_model": ("GraphModel", "build"),
    "model.conflict": ("Conflict", "Scenario"),
    "model.parts": (
        *("Claim", "DecisionMaker", "InnerView", "Option"),
        *("Preference", "Rules", "Source", "View"),
    ),
    "progress": ("Progress",),
    "report.checking": ("CheckReport", "check"),
    "report.explanation": ("Explanation", "explain"),
    "stability.registry": ("concepts",),
    "stability.verdict": ("Verdict",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ArgumentError",
    "CheckReport",
    "Claim",
    "Coalitions",
    "Comparison",
    "ConceptNotApplicableError",
    "Conflict",
    "CountermoveError",
    "DecisionMaker",
    "Differences",
    "Equilibrium",
    "Evolution",
    "Explanation",
    "FileError",
    "Goals",
    "GraphModel",
    "Hypergame",
    "InnerView",
    "Judgements",
    "ManySolutions",
    "MissingExtraError",
    "ModelError",
    "Needed",
    "Option",
    "Preference",
    "Problem",
    "Progress",
    "Radius",
    "Reading",
    "Rules",
    "Sample",
    "Scenario",
    "Solution",
    "Source",
    "State",
    "StoppedError",
    "TooLargeError",
    "UnknownNameError",
    "Verdict",
    "View",
    "__version__",
    "build",
    "case_names",
    "check",
    "coalitions",
    "compare",
    "concepts",
    "differences",
    "evolve",
    "explain",
    "from_dict",
    "goals",
    "hypergame",
    "judgements",
    "load",
    "load_gmcr",
    "loads",
    "radius",
    "read_equilibria",
    "sample",
    "save",
    "solve",
    "solve_many",
    "who_is_needed",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
