"""How far a long computation has come, and how whoever follows it can stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from countermove.arguments import wrong_type
from countermove.errors import StoppedError

# From so many seconds on minutes are told, and hours.
_MINUTES = 120
_HOURS = 7200


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a computation has come.

    Parameters
    ----------
    share : float
        How much of it is done, from 0 to 1.
    states : int
        How many states are worked on at a time.
    concepts : tuple of str
        The codes of the solution concepts that are being answered; those that share most of the
        work are answered together.
    decision_maker : str or None
        The id of whom they are answered for; None where it is for all at once.
    expected : str
        What the whole takes, in words; told once, when it begins.
    doing : str
        What is being done, in words, where it isn't the answer under concepts.
    seconds : float
        About how many seconds the whole takes; told with `expected`, else 0.
    """

    share: float
    states: int
    concepts: tuple[str, ...] = ()
    decision_maker: str | None = None
    expected: str = ""
    doing: str = ""
    seconds: float = 0.0


Follow = Callable[[Progress], object]
"""Is told of progress now and then. It stops the computation by returning False."""


def tell(follow: Follow | None, progress: Progress) -> None:
    """Tell whoever follows, if anybody does."""
    if follow is None:
        return
    if not callable(follow):
        raise wrong_type("follow", "a function that is told of progress", follow)
    if follow(progress) is False:
        raise StoppedError(f"stopped when {progress.share:.0%} was done; nothing of it was kept.")


def tell_first(
    follow: Follow | None, progress: Progress, what: str, seconds: float, perhaps: str = ""
) -> None:
    """Tell whoever follows, before it begins, what will be computed and how long that takes."""
    said = ", ".join(filter(None, (f"{what}: {about(seconds)}", perhaps)))
    tell(follow, replace(progress, expected=said, seconds=seconds))


def about(seconds: float) -> str:
    """Say about how long something takes that was estimated beforehand."""
    if seconds < 1:
        return "less than a second"
    if seconds < _MINUTES:
        return f"about {seconds:.0f} s"
    if seconds < _HOURS:
        return f"about {seconds / 60:.0f} minutes"
    return f"about {seconds / 3600:,.0f} hours"


def part_of(follow: Follow | None, number: int, of: int, called: str = "") -> Follow | None:
    """Return what follows one of several parts, and tell how far the whole is and at which."""
    if follow is None or not callable(follow):
        return follow

    def follow_part(progress: Progress) -> object:
        # What one of them takes is not what all take.
        share = (number + progress.share) / of
        doing = " ".join(words for words in (called, progress.doing) if words)
        expected, seconds = (progress.expected, progress.seconds) if of == 1 else ("", 0.0)
        return follow(
            replace(progress, share=share, doing=doing, expected=expected, seconds=seconds)
        )

    return follow_part
