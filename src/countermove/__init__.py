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
    from countermove.analysis.changes import ModelChange
    from countermove.analysis.claims import ClaimAnswer
    from countermove.analysis.coalitions.coalitions import coalitions
    from countermove.analysis.coalitions.concepts import CoalitionalConcept
    from countermove.analysis.coalitions.definition import CoalitionVerdict
    from countermove.analysis.coalitions.jumps import Jump
    from countermove.analysis.coalitions.result import Coalitions, CoalitionStanding, Upset
    from countermove.analysis.comparison import Change, Comparison, compare
    from countermove.analysis.differences import Differences, differences
    from countermove.analysis.equilibria import Equilibrium, Solution
    from countermove.analysis.evolve.evolve import evolve
    from countermove.analysis.evolve.leading import Leading
    from countermove.analysis.evolve.obstacles import Obstacle
    from countermove.analysis.evolve.result import Evolution, Target, Way
    from countermove.analysis.goals.goals import goals
    from countermove.analysis.goals.result import Goal, GoalAnswer, Goals
    from countermove.analysis.judgements.judgements import Effect, Judgements, judgements
    from countermove.analysis.many import ManySolutions, solve_many
    from countermove.analysis.needed import Need, Needed, needed
    from countermove.analysis.patterns import Cover, Pattern
    from countermove.analysis.rankings.least_change import RankingChange
    from countermove.analysis.sample.result import Sample
    from countermove.analysis.sample.sample import sample
    from countermove.analysis.sample.shares import Share
    from countermove.analysis.solving import solve
    from countermove.analysis.worth.state_worth import StateWorth
    from countermove.analysis.worth.worth import Worth, worth
    from countermove.building import build
    from countermove.errors import (
        ArgumentError,
        ConceptNotApplicableError,
        CountermoveError,
        FileError,
        MissingExtraError,
        ModelError,
        Place,
        Problem,
        StoppedError,
        TooLargeError,
        UnknownNameError,
    )
    from countermove.files.gallery import case_names
    from countermove.files.importing import Imported, import_file
    from countermove.files.model_file import from_dict, load, loads
    from countermove.files.writing import save
    from countermove.graph.states import State
    from countermove.graph_model import GraphModel
    from countermove.model.conflict import Conflict, Scenario
    from countermove.model.parts import (
        ChangedDecisionMaker,
        Claim,
        DecisionMaker,
        InnerView,
        Option,
        Preference,
        Rules,
        Source,
        Statement,
        View,
    )
    from countermove.preferences.distance import PairChange
    from countermove.progress import Progress
    from countermove.report.checking import CheckReport, Rests, check
    from countermove.report.explanation import Explanation, Story, explain
    from countermove.result import Provenance
    from countermove.stability.play import LineOfPlay, Play
    from countermove.stability.registry import SolutionConcept, concepts
    from countermove.stability.verdict import Verdict
    from countermove.table import Table

# Where each name is found, so that importing the package imports nothing else.
_HOMES = {
    "analysis.changes": ("ModelChange",),
    "analysis.claims": ("ClaimAnswer",),
    "analysis.coalitions.concepts": ("CoalitionalConcept",),
    "analysis.coalitions.definition": ("CoalitionVerdict",),
    "analysis.coalitions.jumps": ("Jump",),
    "analysis.needed": ("Need", "Needed", "needed"),
    "analysis.coalitions.result": ("CoalitionStanding", "Coalitions", "Upset"),
    "analysis.coalitions.coalitions": ("coalitions",),
    "analysis.comparison": ("Change", "Comparison", "compare"),
    "analysis.differences": ("Differences", "differences"),
    "analysis.equilibria": ("Equilibrium", "Solution"),
    "analysis.solving": ("solve",),
    "analysis.evolve.evolve": ("evolve",),
    "analysis.evolve.leading": ("Leading",),
    "analysis.evolve.obstacles": ("Obstacle",),
    "analysis.evolve.result": ("Evolution", "Target", "Way"),
    "analysis.goals.result": ("Goal", "GoalAnswer", "Goals"),
    "analysis.goals.goals": ("goals",),
    "analysis.views.views": ("views",),
    "analysis.many": ("ManySolutions", "solve_many"),
    "analysis.views.result": ("Hypergame", "HypergameStanding", "Surprise"),
    "analysis.patterns": ("Cover", "Pattern"),
    "result": ("Provenance",),
    "analysis.rankings.least_change": ("RankingChange",),
    "analysis.worth.worth": ("Worth", "worth"),
    "analysis.judgements.judgements": ("Effect", "Judgements", "judgements"),
    "analysis.radius.radius": ("LeastTurn", "Radius", "radius"),
    "analysis.sample.result": ("Sample",),
    "analysis.sample.sample": ("sample",),
    "analysis.sample.shares": ("Share",),
    "analysis.worth.state_worth": ("StateWorth",),
    "errors": (
        "ArgumentError",
        "ConceptNotApplicableError",
        "CountermoveError",
        "FileError",
        "MissingExtraError",
        "ModelError",
        "Place",
        "Problem",
        "StoppedError",
        "TooLargeError",
        "UnknownNameError",
    ),
    "files.gallery": ("case_names",),
    "files.importing": ("Imported", "import_file"),
    "files.model_file": ("from_dict", "load", "loads"),
    "files.writing": ("save",),
    "graph.states": ("State",),
    "building": ("build",),
    "graph_model": ("GraphModel",),
    "model.conflict": ("Conflict", "Scenario"),
    "model.parts": (
        "ChangedDecisionMaker",
        "Claim",
        "DecisionMaker",
        "InnerView",
        "Option",
        "Preference",
        "Rules",
        "Source",
        "Statement",
        "View",
    ),
    "preferences.distance": ("PairChange",),
    "progress": ("Progress",),
    "report.checking": ("CheckReport", "Rests", "check"),
    "report.explanation": ("Explanation", "Story", "explain"),
    "stability.registry": ("SolutionConcept", "concepts"),
    "stability.play": ("LineOfPlay", "Play"),
    "stability.verdict": ("Verdict",),
    "table": ("Table",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ArgumentError",
    "Change",
    "ChangedDecisionMaker",
    "CheckReport",
    "Claim",
    "ClaimAnswer",
    "CoalitionStanding",
    "CoalitionVerdict",
    "CoalitionalConcept",
    "Coalitions",
    "Comparison",
    "ConceptNotApplicableError",
    "Conflict",
    "CountermoveError",
    "Cover",
    "DecisionMaker",
    "Differences",
    "Effect",
    "Equilibrium",
    "Evolution",
    "Explanation",
    "FileError",
    "Goal",
    "GoalAnswer",
    "Goals",
    "GraphModel",
    "Hypergame",
    "HypergameStanding",
    "Imported",
    "InnerView",
    "Judgements",
    "Jump",
    "Leading",
    "LeastTurn",
    "LineOfPlay",
    "ManySolutions",
    "MissingExtraError",
    "ModelChange",
    "ModelError",
    "Need",
    "Needed",
    "Obstacle",
    "Option",
    "PairChange",
    "Pattern",
    "Place",
    "Play",
    "Preference",
    "Problem",
    "Progress",
    "Provenance",
    "Radius",
    "RankingChange",
    "Rests",
    "Rules",
    "Sample",
    "Scenario",
    "Share",
    "Solution",
    "SolutionConcept",
    "Source",
    "State",
    "StateWorth",
    "Statement",
    "StoppedError",
    "Story",
    "Surprise",
    "Table",
    "Target",
    "TooLargeError",
    "UnknownNameError",
    "Upset",
    "Verdict",
    "View",
    "Way",
    "Worth",
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
    "import_file",
    "judgements",
    "load",
    "loads",
    "needed",
    "radius",
    "sample",
    "save",
    "solve",
    "solve_many",
    "views",
    "worth",
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
