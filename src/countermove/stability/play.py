"""Lines of play: moves, whose turn it is after them, and how it ends; what verdicts rest on."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countermove.graph.sequences import Move, Path

if TYPE_CHECKING:
    from countermove.stability.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, and which of their moves count."""

    own: bool  # of the one whose verdict it is; else the others move, in legal sequences
    gaining: bool = False  # only moves count by which whoever moves gains
    foreseen: bool = False  # whoever moves does what ends best for itself, or stays
    endless: bool = False  # that is so however far they look ahead, from some number of moves on
    at_once: bool = False  # at the same time as the move that they answer, from where that began
    order: int = 0  # of SEQ, for which whoever replies must not be stable; 0: that isn't asked
    helping: bool = False  # the others look for what is better for whom the verdict is


Turns = tuple[Turn, ...]

TEMPTED = Turn(own=True, gaining=True)
ANY_REPLY = Turn(own=False)
CREDIBLE_REPLY = Turn(own=False, gaining=True)
COUNTERMOVE = Turn(own=True)
OWN_PLAN = Turn(own=True, foreseen=True)
OTHERS_PLAN = Turn(own=False, foreseen=True)
AT_ONCE = Turn(own=False, gaining=True, at_once=True)
HELP = Turn(own=False, helping=True)
ENDLESS = Turn(own=True, foreseen=True, endless=True)


@dataclass(frozen=True, slots=True)
class Play:
    """Where a line of play stands, and how it goes on from there.

    Who is asked about looks for a better end, the others for one that is no better. Whoever
    can't get it is shown to fail wherever the play leads: then all ways on are told. Where play is
    foreseen each looks for what is best for itself, and all ways on are told always.

    Parameters
    ----------
    state : int
        The position of the state where it stands.
    better : bool or None
        Whether it ends better than where it all began, for whom the verdict is; else no better.
        None on the way of what is foreseen.
    turn : Turn or None
        Whose turn it is; None where it is judged as it stands.
    reached : tuple of int
        Where all ways on are told: every state that they lead to.
    lines : tuple of LineOfPlay
        The way on that decides; where all are told, those which the states that they lead to
        don't decide by themselves.
    expected : tuple of int
        Where play is foreseen: where it ends. Several where somebody is indifferent on the way.
    left : int
        Where play is foreseen: how many moves are left.
    grounds : Verdict or None
        Why whoever is to reply would rather stay, or not, where that is asked.
    """

    state: int
    better: bool | None
    turn: Turn | None = None
    reached: tuple[int, ...] = ()
    lines: tuple[LineOfPlay, ...] = ()
    expected: tuple[int, ...] = ()
    left: int = 0
    grounds: Verdict | None = None

    def path(self, ends: Container[int]) -> Path:
        """Return the moves that are foreseen from here to one of some expected ends."""
        if self.state in ends and self.state in self.expected:
            return ()
        line = next(x for x in self.lines if any(end in ends for end in self._beyond(x)))
        return (*line.moves, *line.play.path(ends))

    def _beyond(self, line: LineOfPlay) -> Iterator[int]:
        return (end for end in line.play.expected if end in self.expected and end != self.state)


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
        """The moves that deter it, of the others or as foreseen; none where nothing does."""
        if self.play.expected and self.is_deterred:
            return self.play.path(self.play.expected)
        return self.play.lines[0].moves if self.is_deterred and self.play.lines else ()


def every_line(*plays: Play) -> Iterator[LineOfPlay]:
    """Give all lines of plays and of what follows on them, each once."""
    seen: set[int] = set()
    waiting = list(plays)
    while waiting:
        here = waiting.pop()
        if id(here) not in seen:
            seen.add(id(here))
            yield from here.lines
            waiting += [line.play for line in here.lines]
