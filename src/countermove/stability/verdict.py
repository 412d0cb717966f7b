"""Verdicts: whether a state is stable for a decision maker, with the lines of play that show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from countermove.graph_model import GraphModel
from countermove.stability.play import TEMPTED, LineOfPlay, Play, Turn
from countermove.texts import counted


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a state is stable for a decision maker under a concept, and why.

    Parameters
    ----------
    concept : str
        The code of the concept.
    decision_maker : str
        The focal decision maker's id.
    state : int
        The state's position.
    lines : tuple of LineOfPlay
        One for each improvement from the state, with what follows on it; none means that nothing
        tempts.
    turn : Turn
        Which moves lead away from the state: those that tempt, unless the concept asks of others.
    again : tuple of Verdict
        The same, looking so many moves further ahead or less, where that is asked for as well.
    recurs : sequence of (Play, Play)
        What is foreseen wherever play can come, and the same again so many moves further ahead.
    model : GraphModel or None
        The model, by which the state is called what it is called there.
    """

    concept: str
    decision_maker: str
    state: int
    lines: tuple[LineOfPlay, ...]
    turn: Turn = TEMPTED
    again: tuple[Verdict, ...] = ()
    recurs: Sequence[tuple[Play, Play]] = field(default=(), compare=False)
    model: GraphModel | None = field(default=None, repr=False, compare=False)

    @property
    def is_stable(self) -> bool:
        """Whether every improvement is deterred."""
        return all(line.is_deterred for line in self.lines) and all(self.again)

    def __bool__(self) -> bool:
        return self.is_stable

    def __repr__(self) -> str:
        """Say it in one line."""
        word = "stable" if self.is_stable else "not stable"
        improvements = counted(len(self.lines), "improvement")
        if self.model is None:
            return f"<{self.concept}: {word} for {self.decision_maker}; {improvements}>"
        where, who = self.model.states.view(self.state), self.model.name(self.decision_maker)
        return f"<{self.concept}: {where} is {word} for {who}; {improvements}>"
