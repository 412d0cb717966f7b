"""Why a state holds or not, where states are not listed: verdicts and what shows them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from countermove.analysis.open_solution import SECONDS
from countermove.analysis.open_solving import answerable
from countermove.analysis.state_lists import move_data
from countermove.arguments import duration
from countermove.errors import StoppedError
from countermove.graph.states import State
from countermove.model.conflict import Conflict
from countermove.open_model import OpenModel, open_model
from countermove.progress import Follow, Progress, tell
from countermove.result import Provenance, Result
from countermove.stability.engines.alike import Symmetry
from countermove.stability.engines.bounds import Patience
from countermove.stability.engines.diagrams import DiagramEngine
from countermove.stability.engines.single_states import (
    OpenReply,
    OpenVerdict,
    decide,
    undecided,
)
from countermove.stability.registry import SolutionConcept
from countermove.table import Table

# For one verdict this part of the time that is left.
_FOR_EACH = 0.2


@dataclass(frozen=True, eq=False, repr=False)
class OpenExplanation(Result):
    """Whether a state is stable for whom, as far as was found out, and what shows it.

    Parameters
    ----------
    model : OpenModel
        The model.
    concepts : tuple of SolutionConcept
        The concepts.
    state : int
        The state, by its code.
    verdicts : tuple of OpenVerdict
        By concept, and by decision maker: of those of whom the same is true the first.
    alike : tuple of tuple of str
        The decision makers of whom the same is true, together: who is alike and does the same.
    provenance : Provenance
        How it was made; it isn't complete where something is open.
    """

    format = "countermove-open-explanation/1"

    model: OpenModel
    concepts: tuple[SolutionConcept, ...]
    state: int
    verdicts: tuple[OpenVerdict, ...]
    alike: tuple[tuple[str, ...], ...]
    provenance: Provenance

    def __iter__(self) -> Iterator[OpenVerdict]:
        """Give every verdict."""
        return iter(self.verdicts)

    def view(self, code: int) -> State:
        """Return a state as people see it, by the code that verdicts and moves have for it.

        Parameters
        ----------
        code : int
            Its code.

        Returns
        -------
        State

        Examples
        --------
        >>> from countermove import explain_open, load
        >>> explanation = explain_open(load("prisoners-dilemma"), "YY")
        >>> explanation.view(explanation.state).number
        4
        """
        return self.model.states.state(self.model.states.known(code))

    def _brief(self) -> str:
        number = self.model.states.number(self.state)
        return f"of outcome {number:,} of '{self.model.conflict.title}'"

    def table(self) -> Table:
        """Return for whom the state is stable, by concept; nothing where that is open."""
        known = {(v.decision_maker, v.concept): v.is_stable for v in self.verdicts}
        rows = tuple(
            (dm, *(known[members[0], code] for code in self.codes))
            for members in self.alike
            for dm in members
        )
        title = f"Outcome {self.model.states.number(self.state):,}"
        return Table(title, ("decision_maker", *self.codes), rows)

    def _content(self) -> dict[str, Any]:
        states = self.model.states
        return {
            "state": {"number": states.number(self.state), "pattern": states.pattern(self.state)},
            "alike": [list(members) for members in self.alike if len(members) > 1],
            "verdicts": [
                {
                    "concept": verdict.concept,
                    "decision_maker": verdict.decision_maker,
                    "stable": verdict.is_stable,
                    "improvements": [self._reply(verdict, reply) for reply in verdict.replies],
                }
                for verdict in self.verdicts
            ],
        }

    def _reply(self, verdict: OpenVerdict, reply: OpenReply) -> dict[str, Any]:
        states = self.model.states
        data: dict[str, Any] = {"to": states.number(reply.improvement)}
        data["deterred"] = reply.is_deterred
        data["path"] = [move_data(states, move) for move in reply.path]
        if reply.undeterred is not None:
            data["undeterred"] = reply.undeterred.count()
        return data


def explain_open(
    conflict: Conflict,
    state: str | int,
    decision_maker: str | None = None,
    concepts: str | Iterable[str] | None = None,
    *,
    scenario: str | None = None,
    seconds: float = SECONDS,
    follow: Follow | None = None,
    nodes: int | None = None,
) -> OpenExplanation:
    """Explain a state without listing any; what isn't found out in the time stays open.

    Each improvement that is deterred comes with the replies that deter it, move by move.

    Parameters
    ----------
    conflict : Conflict
        The model, in option form with statements as preferences. It may be a small one.
    state : str or int
        The state: its number, its pattern, or what is done in it, with commas between.
    decision_maker : str, optional
        By id or name; all of them when not given.
    concepts : str or iterable of str, optional
        Codes of solution concepts among NASH, GMR, SMR, SEQ and SSEQ; all five when none are given.
    scenario : str, optional
        The scenario to explain instead of the base.
    seconds : float
        So long it is tried to find out what is open.
    follow : callable, optional
        As in :func:`solve_open`; what it is stopped at stays open.
    nodes : int, optional
        As in :func:`solve_open`.

    Returns
    -------
    OpenExplanation

    Raises
    ------
    ModelError
        If the model is wrong; all problems at once.
    UnknownNameError
        If the state, the decision maker, a concept or the scenario isn't known.
    ConceptNotApplicableError
        If the model or a concept needs a list of the states.
    MissingExtraError
        If OxiDD isn't installed (the extra ``symbolic``).
    TooLargeError
        If the memory that is free doesn't suffice for the rules and wishes.
    StoppedError
        If `follow` stopped it before anything was found.

    See Also
    --------
    explain : Explain a state of a model whose states can be listed.
    solve_open : Find which states hold.

    Examples
    --------
    Both keep silent: the first would confess if the second didn't follow.

    >>> from countermove import load
    >>> explanation = explain_open(load("prisoners-dilemma"), "YY", "first", ["NASH", "SEQ"])
    >>> [verdict.is_stable for verdict in explanation]
    [False, True]
    >>> _, foresight = explanation
    >>> [reply] = foresight.replies
    >>> [(move.decision_maker, explanation.view(move.target).pattern) for move in reply.path]
    [('second', 'NN')]
    """
    started = time.perf_counter()
    asked = answerable(concepts)
    seconds = duration(seconds, "seconds")
    model = open_model(conflict, scenario, nodes=nodes)
    whose = model.decision_makers
    if decision_maker is not None:
        whose = (model.find_decision_maker(decision_maker),)
    code = model.states.find(state)

    def ask() -> None:
        share = min(1.0, (time.perf_counter() - started) / seconds) if seconds else 1.0
        tell(follow, Progress(share, model.states.count, doing="Looking for replies"))

    patience = Patience(ask)
    engine = DiagramEngine(model, patience)
    verdicts: list[OpenVerdict] = []
    alike = _alike(model, whose, code)
    is_stopped = False
    for concept, (dm, *_) in product(asked, alike):
        left = max(0.0, started + seconds - time.perf_counter()) * _FOR_EACH
        try:
            if not is_stopped:
                verdicts.append(decide(engine, patience, concept, dm, code, seconds=left))
                continue
        except StoppedError:
            if not verdicts:
                raise
            is_stopped = True
        verdicts.append(undecided(model, concept, dm, code))
    is_complete = all(verdict.is_stable is not None for verdict in verdicts)
    made = Provenance.since(started, "diagrams", "a single state, as sets", is_complete)
    return OpenExplanation(model, asked, code, tuple(verdicts), alike, made)


def _alike(model: OpenModel, whose: Iterable[str], state: int) -> tuple[tuple[str, ...], ...]:
    """Return those who are alike and do the same in a state together, and all others alone."""
    values, symmetry = model.states.layout.values(state), Symmetry(model)
    class_of = {dm: k for k, members in enumerate(symmetry.classes) for dm in members}
    found: dict[tuple[int, ...], list[str]] = {}
    for dm in whose:
        own = (values[place] for place in symmetry.places[dm])
        found.setdefault((class_of[dm], *own), []).append(dm)
    return tuple(map(tuple, found.values()))
