"""Verdicts: whether a state is stable for a decision maker, with the witness of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from countermove.graph.sequences import Move, Path
from countermove.graph_model import GraphModel


@dataclass(frozen=True, slots=True)
class Escape:
    """A sanction that would not hold: the focal decision maker could get away from it."""

    sanction: Path
    countermove: Move


@dataclass(frozen=True, slots=True)
class Response:
    """What follows on one improvement.

    Parameters
    ----------
    improvement : Move
        The improvement of the focal decision maker.
    sanction : tuple of Move or None
        A legal sequence of the opponents that deters it; None when there is none.
    countermoves : tuple of int
        Where the focal decision maker could still move after the sanction, none of them
        better than where it started; looked at only where the concept asks for it.
    replies : tuple of int
        Without a sanction: every state that the opponents could lead to.
    escapes : tuple of Escape
        Without a sanction: those replies that would deter, and the countermove that undoes each.
    """

    improvement: Move
    sanction: Path | None
    countermoves: tuple[int, ...] = ()
    replies: tuple[int, ...] = ()
    escapes: tuple[Escape, ...] = ()

    def __repr__(self) -> str:
        """Say whether it is deterred, and by how many moves."""
        if self.sanction is None:
            return f"<{self.improvement!r}, deterred by nothing>"
        return f"<{self.improvement!r}, deterred in {len(self.sanction)}>"

    @property
    def is_deterred(self) -> bool:
        """Whether something deters this improvement."""
        return self.sanction is not None


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
    responses : tuple of Response
        One for each improvement from the state; none means that nothing tempts.
    model : GraphModel or None
        The model, by which the state is called what it is called there.
    """

    concept: str
    decision_maker: str
    state: int
    responses: tuple[Response, ...]
    model: GraphModel | None = field(default=None, repr=False, compare=False)

    @property
    def is_stable(self) -> bool:
        """Whether every improvement is deterred."""
        return all(response.is_deterred for response in self.responses)

    def __bool__(self) -> bool:
        """Be true when the state is stable."""
        return self.is_stable

    def __repr__(self) -> str:
        """Say it in one line."""
        word = "stable" if self.is_stable else "not stable"
        count = len(self.responses)
        improvements = f"{count} improvement{'' if count == 1 else 's'}"
        if self.model is None:
            return f"<{self.concept}: {word} for {self.decision_maker}; {improvements}>"
        where, who = self.model.states.view(self.state), self.model.name(self.decision_maker)
        return f"<{self.concept}: {where} is {word} for {who}; {improvements}>"
