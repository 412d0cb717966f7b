"""Whether every reading of a preference ranks the states, and not only the one that is taken."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.errors import ModelError, Path, Problem, collected
from countermove.graph.bits import Bits
from countermove.graph.states import States
from countermove.model.preference import Preference, Reading, Wants
from countermove.model.values import StateReference
from countermove.preferences.ordinal import ranked


def check_every_reading(
    states: States, written: Preference, path: Path, only: Bits | None = None
) -> None:
    """Refuse a preference with a ranking that is none, or an unknown pair that isn't two states.

    Names and statements have been looked at before, in all readings.
    """
    problems: list[Problem] = []
    for here, wants in _ways(written, path):
        if wants.ranking is not None:
            if isinstance(wants, Reading):
                with collected(problems):
                    ranked(states, wants.ranking, (*here, "ranking"), only, wants.known)
            for k, pair in enumerate(wants.unknown):
                problems += _in_pair(states, pair, (*here, "unknown", k))
    if problems:
        raise ModelError(*states.conflict.locate(*problems))


def _ways(written: Preference, path: Path) -> Iterator[tuple[Path, Wants]]:
    yield path, written
    for k, reading in enumerate(written.readings or ()):
        yield (*path, "readings", k), reading


def _in_pair(states: States, pair: tuple[StateReference, ...], path: Path) -> Iterator[Problem]:
    both = []
    for k, end in enumerate(pair):
        found, problem = states.read(end)
        if problem is not None:
            yield Problem(problem.what, (*path, k), problem.advice)
        elif len(found) != 1:
            what = (
                f"a pair of unknown order is two outcomes, and '{end}' is {len(found):,} of them."
            )
            yield Problem(what, (*path, k), "Name one of them, or write several pairs.")
        both += found.tolist()
    if len(both) == 2 and both[0] == both[1]:
        what = f"'{pair[0]}' and '{pair[1]}' are the same outcome."
        yield Problem(what, path, "Name another, or remove the pair.")
