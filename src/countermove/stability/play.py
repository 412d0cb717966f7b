"""Lines of play: moves, whose turn it is after them, and how it ends; what verdicts rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from countermove.graph.sequences import Move, Path


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, and which of their moves count.

    Parameters
    ----------
    own : bool
        Whether it is the turn of the decision maker whose verdict it is; else the others move,
        in legal sequences.
    gaining : bool
        Whether only moves count by which whoever moves gains.
    """

    own: bool
    gaining: bool = False


Turns = tuple[Turn, ...]

TEMPTED = Turn(own=True, gaining=True)
ANY_REPLY = Turn(own=False)
CREDIBLE_REPLY = Turn(own=False, gaining=True)
COUNTERMOVE = Turn(own=True)


@dataclass(frozen=True, slots=True)
class Play:
    """Where a line of play stands, and how it goes on from there.

    Who is asked about looks for a better end, the others for one that is no better. Whoever
    can't get it is shown to fail wherever the play leads: then all ways on are told.

    Parameters
    ----------
    state : int
        The position of the state where it stands.
    better : bool
        Whether it ends better than where it all began, for whom the verdict is; else no better.
    turn : Turn or None
        Whose turn it is; None where it is judged as it stands.
    reached : tuple of int
        Where all ways on are told: every state that they lead to.
    lines : tuple of LineOfPlay
        The way on that decides; where all are told, those which the states that they lead to
        don't decide by themselves.
    """

    state: int
    better: bool
    turn: Turn | None = None
    reached: tuple[int, ...] = ()
    lines: tuple[LineOfPlay, ...] = ()


@dataclass(frozen=True, slots=True)
class LineOfPlay:
    """A line of play: moves, and what comes of them.

    Parameters
    ----------
    moves : tuple of Move
        One move, or a legal sequence of the others.
    play : Play
        Where they lead, and how it goes on.
    """

    moves: Path
    play: Play

    def __repr__(self) -> str:
        """Say who begins, and whether something deters it."""
        ends = "nothing deters it" if self.play.better else "it ends no better"
        return f"<{self.moves[0]!r}, {ends}>" if self.moves else "<no move>"

    @property
    def first(self) -> Move:
        """The move that it begins with."""
        return self.moves[0]

    @property
    def is_deterred(self) -> bool:
        """Whether it ends no better than where it began."""
        return not self.play.better

    @property
    def answer(self) -> Path:
        """The moves of the others that deter it; none where nothing does."""
        return self.play.lines[0].moves if self.is_deterred and self.play.lines else ()


def every_line(play: Play) -> Iterator[LineOfPlay]:
    """Give all lines of a play and of what follows on them, each once."""
    seen: set[int] = set()
    waiting = [play]
    while waiting:
        here = waiting.pop()
        if id(here) not in seen:
            seen.add(id(here))
            yield from here.lines
            waiting += [line.play for line in here.lines]
