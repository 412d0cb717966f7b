"""What a result that follows from a solution shares with all such."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from countermove.analysis.equilibria import Solution
from countermove.graph_model import GraphModel
from countermove.result import Result
from countermove.stability.registry import SolutionConcept


@dataclass(frozen=True, eq=False, repr=False)
class FollowUp(Result):
    """A result that follows from a solution: about its model and, if no others, its concepts."""

    solution: Solution

    @property
    def model(self) -> GraphModel:
        """The model that was solved."""
        return self.solution.model

    # Not a property: a dataclass that asks about other concepts has a field of this name.
    @cached_property
    def concepts(self) -> tuple[SolutionConcept, ...]:
        """The concepts that were solved for."""
        return self.solution.concepts
