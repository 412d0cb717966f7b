"""The answer that stands beside whatever is being edited."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from countermove.analysis.equilibria import Solution, solve
from countermove.editing.document import Snapshot
from countermove.errors import CountermoveError, Problem
from countermove.model.conflict import Conflict
from countermove.report.article import Mark
from countermove.report.phrases import numbered
from countermove.report.turned import what_turned
from countermove.web.draft import full_names, table

if TYPE_CHECKING:
    from countermove.graph_model import GraphModel

MOST_CHOICES = 1 << 14
"""Beyond so many combinations of options the answer is asked for, and made in the background."""

_MOST_SHOWN = 6
_KEPT = 64
_LARGE = "This model is large: its answer is made in the background when you ask for it."
_SAID = {"holds": "holds", "depends": "depends on the foresight", "fails": "fails"}


@dataclass(frozen=True, slots=True)
class LiveClaim:
    """A claim as the live answer shows it."""

    id: str
    says: str
    verdict: str
    mark: str
    said: str
    under: str


@dataclass(frozen=True, slots=True)
class LiveOutcome:
    """An outcome that holds, as the live answer shows it."""

    lead: str
    text: str
    under: str


@dataclass(frozen=True)
class Live:
    """What the model says at the moment.

    Parameters
    ----------
    conflict : Conflict or None
        The model, if it is free of mistakes.
    problems : tuple of Problem
        What is to be mended.
    waiting : str
        What is missing for an answer that isn't a mistake.
    solution : Solution or None
        The answer; where there are mistakes, the last one there was.
    stale : bool
        Whether the answer is that of an earlier version.
    large : bool
        Whether the model is too large to be answered at every edit.
    changes : tuple of str
        What the last edit turned round.
    """

    conflict: Conflict | None = None
    problems: tuple[Problem, ...] = ()
    waiting: str = ""
    solution: Solution | None = None
    stale: bool = False
    large: bool = False
    changes: tuple[str, ...] = ()

    @property
    def model(self) -> GraphModel | None:
        """The model that was solved, if the answer is that of this version."""
        return None if self.solution is None or self.stale else self.solution.model

    @property
    def states(self) -> int:
        """How many outcomes can be."""
        return 0 if self.solution is None else len(self.solution.model.states)

    @property
    def claims(self) -> tuple[LiveClaim, ...]:
        """The claims with their answers."""
        if self.solution is None:
            return ()
        return tuple(
            LiveClaim(
                answer.claim,
                answer.details.says,
                answer.verdict,
                Mark.verdict(answer.verdict).value,
                _SAID[answer.verdict],
                under([code for code, holds in answer.holds.items() if holds], self.solution),
            )
            for answer in self.solution.claims
        )

    @property
    def holding(self) -> tuple[LiveOutcome, ...]:
        """The outcomes that hold under most concepts, those first that hold under the most."""
        if self.solution is None:
            return ()
        model = self.solution.model
        return tuple(
            LiveOutcome(
                *numbered(model, model.states.find(found.state.label)),
                under(found.concepts, self.solution),
            )
            for found in self.solution.strongest(_MOST_SHOWN)
        )


def under(codes: list[str] | tuple[str, ...], solution: Solution) -> str:
    """Say under which of the concepts asked for something holds."""
    if len(codes) == len(solution.codes):
        return "under all concepts"
    return f"under {', '.join(codes)}" if codes else "under no concept"


class LiveAnswers:
    """The live answers of one server, made once for each version of a model."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: OrderedDict[tuple[str, str], Live] = OrderedDict()
        self._last: dict[str, tuple[str, Live]] = {}

    def of(self, name: str, snapshot: Snapshot) -> Live:
        """Return the live answer for a version of a model.

        Parameters
        ----------
        name : str
            The model's name, by which its last answer is known.
        snapshot : Snapshot
            The version.

        Returns
        -------
        Live
        """
        key = (name, snapshot.revision)
        with self._lock:
            known = self._made.get(key)
            if known is not None and self._last.get(name, ("",))[0] == snapshot.revision:
                return known
            _, before = self._last.get(name, ("", Live()))
        live = self._with_the_past(_made(snapshot), before)
        with self._lock:
            self._made[key] = live
            self._last[name] = (snapshot.revision, live)
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
        return live

    def forget(self, name: str) -> None:
        """Forget the last answer of a model that is there no more."""
        with self._lock:
            self._last.pop(name, None)

    @staticmethod
    def _with_the_past(live: Live, before: Live) -> Live:
        if before.solution is None or live.large or live.waiting:
            return live
        if live.solution is None:
            return replace(live, solution=before.solution, stale=True)
        return replace(live, changes=what_turned(before.solution, live.solution))


def _made(snapshot: Snapshot) -> Live:
    missing = _missing(snapshot)
    problems = tuple(
        problem
        for problem in snapshot.reading.problems
        if not (missing and problem.path == ("decision_makers",))
    )
    conflict = snapshot.reading.conflict
    if problems or missing or conflict is None:
        return Live(problems=problems, waiting=missing)
    if not conflict.is_graph_form and 2 ** len(full_names(snapshot.data)) > MOST_CHOICES:
        return Live(conflict, large=True, waiting=_LARGE)
    try:
        return Live(conflict, solution=solve(conflict))
    except CountermoveError as error:
        return Live(problems=error.problems)


def _missing(snapshot: Snapshot) -> str:
    """Say what is still to be written before there can be an answer."""
    data = snapshot.data
    if not snapshot.is_well_formed or table(data, "states"):
        return ""
    if not table(data, "decision_makers"):
        return "Add the parties first; the answer appears here while you write."
    if not full_names(data):
        return "Say what the parties can do; the answer appears here while you write."
    return ""
