"""The words that a concept finds for its lines of play, made of the words of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from countermove.graph.sequences import Path
from countermove.stability.play import LineOfPlay
from countermove.stability.verdict import Verdict


class Saying(Protocol):
    """What sentences say of the parts of a model."""

    def who(self, decision_maker: str) -> str:
        """Return what a decision maker is called."""

    def does(self, path: Path, verb: str) -> str:
        """Say what a sequence of moves does, mover by mover: each would or could do it."""

    def leading_to(self, state: int) -> str:
        """Say behind moves where they lead, as in "which leads to [3] settle"."""

    def why(self, decision_maker: str, better: int, worse: int) -> str:
        """Say why a decision maker prefers one state to another."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a concept says otherwise than those in which somebody moves away and is deterred."""

    unstable: str  # what a party does or undergoes where a state isn't stable for it
    stable: str  # the same where it is stable for it
    heads: tuple[str, str]  # what stands above for whom it is stable, and beside that it holds
    # Of those, `{names}`, for whom it is stable as no line of play begins there; without a stop.
    content: str
    tell: Callable[[Saying, Verdict, LineOfPlay], str]  # a line of play in a sentence or more


def heads(words: Iterable[Words | None]) -> tuple[str, str]:
    """Say what stands above for whom an outcome is stable, and beside whether it holds."""
    first, *others = dict.fromkeys(words)
    if others:
        return "For whom it is stable", "It holds when it is for all"
    return first.heads if first else ("Who would stay", "It holds when all would stay")


def does(words: Words | None, *, stable: bool) -> str:
    """Say what a party does or undergoes in an outcome, by whether it is stable for it."""
    if words is None:
        return "would stay" if stable else "would leave"
    return words.stable if stable else words.unstable


def why_nothing_holds(words: Iterable[Words | None]) -> str:
    """Say why no outcome holds under concepts with such words of their own."""
    first, *others = dict.fromkeys(words)
    if first is None or others:
        return "from every outcome some party would leave."
    return f"in every outcome some party {first.unstable}."
