"""Solving without listing the states: by sets of them, within the time and the memory given.

What is found at once comes first: NASH, GMR and SMR as sets, and what bounds say at once of SEQ and
SSEQ; then claims that these leave open; then SEQ and SSEQ as sets. Whoever wants to is told each
time when more is known.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, reduce
from itertools import product
from math import inf
from operator import and_
from typing import TYPE_CHECKING, Literal, TypeVar

from immutabledict import immutabledict

from countermove.analysis.open_solution import (
    SECONDS,
    Kind,
    OpenClaim,
    OpenDeciding,
    OpenHolding,
    OpenSolution,
)
from countermove.arguments import duration, wrong_type
from countermove.errors import ConceptNotApplicableError, StoppedError, listed
from countermove.graph.open_sets import OpenSet
from countermove.model.conflict import Conflict
from countermove.model.parts import Claim
from countermove.open_model import OpenModel, open_model
from countermove.progress import Follow, Progress, tell
from countermove.result import Provenance
from countermove.stability.engines.alike import Symmetry
from countermove.stability.engines.bounds import Bounds, Existence, OutOfTimeError, Patience
from countermove.stability.engines.diagrams import DiagramEngine
from countermove.stability.engines.orbits import Orbits
from countermove.stability.engines.quotient import NotAlikeError
from countermove.stability.registry import SolutionConcept, find_concepts
from countermove.texts import amount, counted

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Diagram

Found = TypeVar("Found")

SoFar = Callable[[OpenSolution], object]
"""Is handed what is known so far."""

# So many seconds a claim is looked at before whole sets are tried, which decide it, too; and from
# how many alike parties on orbits are found sooner than states.
_AT_FIRST = 2.0
_ALIKE_PAYS = 3


def solve_open(
    conflict: Conflict,
    concepts: str | Iterable[str] | None = None,
    *,
    scenario: str | None = None,
    seconds: float = SECONDS,
    follow: Follow | None = None,
    nodes: int | None = None,
    so_far: SoFar | None = None,
) -> OpenSolution:
    """Find which states hold without listing them; what isn't found in the time stays open.

    States are kept as sets, as decision diagrams, so that their number is no matter. Every answer
    is exact: under NASH, GMR and SMR which states hold is found at once. Under SEQ and SSEQ claims
    are decided by bounds: what surely holds, and what may, where only some of the parties are taken
    to move in their own interest. All that holds under them is found where the time suffices, by
    orbits where parties are alike; else it is told how many states surely hold, and how many may.

    Parameters
    ----------
    conflict : Conflict
        The model, in option form with statements as preferences. It may be a small one.
    concepts : str or iterable of str, optional
        Codes of solution concepts among NASH, GMR, SMR, SEQ and SSEQ; all five when none are given.
    scenario : str, optional
        The scenario to solve instead of the base.
    seconds : float
        So long it is tried to find out what is open.
    follow : callable, optional
        Is told of progress now and then, as :class:`countermove.progress.Progress`. When it returns
        False it ends with what is known, or with StoppedError if that is nothing.
    so_far : callable, optional
        Is handed what is known, an `OpenSolution`, as soon as there is something, and whenever
        there is more.
    nodes : int, optional
        How many nodes the diagrams may have; if not given, as many as fit into the free memory.

    Returns
    -------
    OpenSolution

    Raises
    ------
    ModelError
        If the model is wrong; all problems at once.
    UnknownNameError
        If a concept or the scenario isn't known.
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
    solve : Solve a model whose states can be listed.
    explain_open : Say why one state holds or not.

    Examples
    --------
    >>> from countermove import load
    >>> solution = solve_open(load("prisoners-dilemma"))
    >>> solution.counts("SEQ"), solution.counts("NASH")
    ('2', '1')
    >>> solution.claims[0]
    <claim 'silence' holds under SEQ, SSEQ, GMR, SMR>
    """
    started = time.perf_counter()
    asked = answerable(concepts)
    seconds = duration(seconds, "seconds")
    if so_far is not None and not callable(so_far):
        raise wrong_type("so_far", "a function that is handed what is known", so_far)
    model = open_model(conflict, scenario, nodes=nodes)
    solving = _Solving(model, asked, seconds, follow, nodes=nodes)
    is_known = False
    try:
        for _ in solving.more_is_known():
            is_known = True
            if so_far is not None:
                so_far(solving.solution(started))
    except StoppedError:
        if not is_known:
            raise
    return solving.solution(started)


def answerable(concepts: str | Iterable[str] | None) -> tuple[SolutionConcept, ...]:
    """Return concepts by their codes, and refuse those that need a list of the states."""
    asked = find_concepts(concepts)
    if others := [concept.code for concept in asked if not concept.is_sanctioned]:
        raise ConceptNotApplicableError(
            f"without listing the outcomes {listed(others)} can't be answered.",
            advice="Ask for NASH, GMR, SMR, SEQ or SSEQ, or for a smaller model.",
        )
    return asked


class _Solving:
    """Solves one model: what is soon found first, then what bounds say, then whole sets."""

    def __init__(
        self,
        model: OpenModel,
        asked: tuple[SolutionConcept, ...],
        seconds: float,
        follow: Follow | None,
        *,
        nodes: int | None,
    ) -> None:
        self.model, self._asked, self._nodes = model, asked, nodes
        self._follow, self._seconds, self._doing = follow, seconds, "Finding what holds at once"
        self._patience = Patience(self._tell)
        self._engine = DiagramEngine(self.model, self._patience)
        self._until = time.perf_counter() + seconds
        self._soon: dict[tuple[str, bool], dict[str, Diagram] | None] = {}
        self._bounds: dict[str, Bounds] = {}
        self._symmetry = Symmetry(model)
        self._holding: dict[str, OpenHolding] = {}
        self._deciding: dict[str, dict[str, OpenDeciding]] = {claim: {} for claim in model.claims}

    def _tell(self) -> None:
        share = 1 - self._left / self._seconds if 0 < self._seconds < inf else 0.0
        tell(self._follow, Progress(share, self.model.states.count, doing=self._doing))

    @property
    def _left(self) -> float:
        return max(0.0, self._until - time.perf_counter())

    def _tried(self, find: Callable[[], Found], part: float = 1.0) -> Found | None:
        """Return what is found, or None where a part of the time or the memory didn't suffice."""
        try:
            with self._patience.within(part * self._left):
                return find()
        except (OutOfTimeError, MemoryError):
            return None

    def _soon_found(
        self, replies: Literal["none", "any"], escape: bool
    ) -> dict[str, Diagram] | None:
        """Return what is stable for each where no reply counts, or any."""
        key = replies, escape and replies != "none"
        if key not in self._soon:

            def find() -> dict[str, Diagram]:
                stable, engine = self._engine.stable, self._engine
                return {
                    dm: stable(dm, engine.replies(dm, replies), escape=key[1])
                    for dm in self.model.decision_makers
                }

            self._soon[key] = self._tried(find)
        return self._soon[key]

    def more_is_known(self) -> Iterator[None]:
        """Solve it, and stop whenever more is known: first when all is that is found at once."""
        self._bounded()
        for concept in self._asked:
            bounds = self._bounds.get(concept.code)
            for claim in self.model.claims:
                self._deciding[claim][concept.code] = self._answer_at_once(concept, claim, bounds)
            self._holding[concept.code] = self._at_once(concept, bounds)
        yield
        yield from self._more_decided(_AT_FIRST)
        for concept in self._asked:
            if self._find_all(concept):
                yield
        yield from self._more_decided(inf)

    def _more_decided(self, most: float) -> Iterator[None]:
        """Look at each claim that is open for so many seconds at most."""
        for claim, code in product(self.model.claims, self._bounds):
            if self._deciding[claim][code].kind == "open":
                # The bounds that one claim tightens are those of the next.
                self._answer(code, claim, min(most, self._left / 2))
                yield

    @property
    def _is_decided(self) -> bool:
        """Whether no claim is open."""
        return all(one.kind != "open" for by in self._deciding.values() for one in by.values())

    def _bounded(self) -> None:
        """Find what is soon found, and begin with it for what isn't."""
        feasible, nothing = self.model.states.feasible, self.model.states.diagrams.false
        every = self.model.decision_makers
        for concept in self._asked:
            if concept.replies == "credible":
                least = self._soon_found("none", False) or dict.fromkeys(every, nothing)
                most = self._soon_found("any", concept.escape) or dict.fromkeys(every, feasible)
                self._bounds[concept.code] = Bounds(
                    self._engine, self._patience, escape=concept.escape, least=least, most=most
                )
        self._share_bounds()

    def solution(self, started: float) -> OpenSolution:
        """Return what is known."""
        answers = tuple(
            OpenClaim(
                claim,
                details,
                immutabledict({code: _holds(details, one) for code, one in by.items()}),
                immutabledict(by),
            )
            for claim, details in self.model.conflict.claims.items()
            for by in (self._deciding[claim],)
        )
        is_complete = all(one.is_exact for one in self._holding.values())
        made = Provenance.since(started, "diagrams", self._why, is_complete)
        alike = tuple(self._symmetry.classes)
        frozen = immutabledict(self._holding)
        return OpenSolution(self.model, self._asked, frozen, answers, alike, made)

    @cached_property
    def _why(self) -> str:
        outcomes = f"{amount(self.model.states.count)} outcomes"
        sizes = [len(members) for members in self._symmetry.classes if len(members) > 1]
        if not sizes:
            return f"{outcomes}, as sets"
        alike = f"{sum(sizes)} of {len(self.model.decision_makers)} parties are alike"
        return f"{outcomes}, as sets; {alike} in {counted(len(sizes), 'kind')}"

    # -- claims -------------------------------------------------------------------------------

    def _answer_at_once(
        self, concept: SolutionConcept, claim: str, bounds: Bounds | None
    ) -> OpenDeciding:
        """Say of a claim what can be said at once."""
        details = self.model.conflict.claims[claim]
        if bounds is not None:
            found = self._decided(details, claim, lambda some: bounds.exists(some, 0))
            return replace(found, counted=bounds.counted) if found.kind == "open" else found
        holding = self._found_soon(concept)
        if holding is None:
            return self._by("open", self.model.states.feasible, 0)
        return self._decided(details, claim, _among(holding))

    def _answer(self, code: str, claim: str, seconds: float) -> None:
        """Find out what decides a claim under a concept, by bounds."""
        self._doing = f"Deciding claims under {code}"
        details, bounds = self.model.conflict.claims[claim], self._bounds[code]
        self._share_bounds()
        found = self._decided(details, claim, lambda some: bounds.exists(some, seconds))
        if found.kind == "open":
            found = replace(found, counted=bounds.counted)
        self._deciding[claim][code] = found
        self._share_bounds()
        for other in self._bounds:
            # What was found exactly isn't in the bounds.
            if not self._holding[other].is_exact:
                self._holding[other] = self._between(other)

    def _decided(
        self, details: Claim, claim: str, exists: Callable[[Diagram], Existence]
    ) -> OpenDeciding:
        try:
            feasible, satisfying = self.model.states.feasible, self.model.claims[claim]
            if details.kind == "always":
                outside = exists(feasible & ~satisfying)
                if outside.answer is not False:
                    return self._by("exception" if outside.answer else "open", outside.states)
                # It is still to be seen whether anything holds.
            if not satisfying.satisfiable():
                return self._by("impossible", satisfying)
            inside = exists(satisfying)
        except MemoryError:
            return self._by("open", self.model.states.feasible, 0)
        if inside.answer is None:
            return self._by("open", inside.states)
        if inside.answer:
            return self._by("equilibrium", inside.states)
        return self._by("no equilibrium" if details.kind == "always" else "upset", satisfying)

    def _by(self, kind: Kind, states: Diagram, counted: int | None = None) -> OpenDeciding:
        return OpenDeciding(kind, self._set(states), counted)

    def _share_bounds(self) -> None:
        """Tighten bounds by others: what is stable with an escape is stable without one."""
        with_escape, without = self._bounds.get("SSEQ"), self._bounds.get("SEQ")
        if with_escape is None or without is None:
            return
        with suppress(MemoryError):
            for dm, own in with_escape.of.items():
                other = without.of[dm]
                other.least |= own.least
                own.most &= other.most

    # -- sets ---------------------------------------------------------------------------------

    def _at_once(self, concept: SolutionConcept, bounds: Bounds | None) -> OpenHolding:
        """Return the states that hold under a concept, or between what they are."""
        if bounds is not None:
            return self._between(concept.code)
        found = self._found_soon(concept)
        return self._nothing_known if found is None else self._exactly(found)

    def _between(self, code: str) -> OpenHolding:
        bounds = self._bounds[code]
        try:
            return OpenHolding(self._set(bounds.least), self._set(bounds.most), bounds.counted)
        except MemoryError:
            return self._nothing_known

    def _exactly(self, found: Diagram) -> OpenHolding:
        exactly = self._set(found)
        return OpenHolding(exactly, exactly, len(self.model.decision_makers) - 1)

    @property
    def _nothing_known(self) -> OpenHolding:
        states = self.model.states
        return OpenHolding(self._set(states.diagrams.false), self._set(states.feasible), 0)

    def _set(self, some: Diagram) -> OpenSet:
        return OpenSet(self.model.states, some)

    def _find_all(self, concept: SolutionConcept) -> bool:
        """Find all states that hold under a concept, if there is time; say if more is known."""
        code = concept.code
        if self._holding[code].is_exact or code not in self._bounds:
            return False
        self._doing = f"Finding all that holds under {code}"
        # What is left is for claims that stay open, if there are any.
        found = self._tried(lambda: self._whole(concept), 1.0 if self._is_decided else 0.5)
        if found is None:
            return False
        self._holding[code] = self._exactly(found)
        for claim, by in self._deciding.items():
            if by[code].kind == "open":
                details = self.model.conflict.claims[claim]
                by[code] = self._decided(details, claim, _among(found))
        return True

    def _found_soon(self, concept: SolutionConcept) -> Diagram | None:
        """Return what holds under a concept that is found soon, if time and memory suffice."""
        replies: Literal["none", "any"] = "any" if concept.replies == "any" else "none"
        stable = self._soon_found(replies, concept.escape)
        if stable is None:
            return None
        return self._tried(lambda: reduce(and_, stable.values(), self.model.states.feasible))

    def _whole(self, concept: SolutionConcept) -> Diagram:
        """Find all states that hold under a concept: by orbits where many parties are alike."""
        try:
            if max(map(len, self._symmetry.classes)) >= _ALIKE_PAYS:
                orbits = Orbits(self.model, self._patience, self._nodes)
                return orbits.states(orbits.equilibria(concept))
        except NotAlikeError:
            pass
        return reduce(and_, self._each(concept), self.model.states.feasible)

    def _each(self, concept: SolutionConcept) -> Iterator[Diagram]:
        for dm in self.model.decision_makers:
            replies = self._engine.replies(dm, concept.replies or "none")
            yield self._engine.stable(dm, replies, escape=concept.escape)


def _among(holding: Diagram) -> Callable[[Diagram], Existence]:
    """Return what says whether some state is among those that hold, where they are known."""
    return lambda some: Existence((some & holding).satisfiable(), some & holding)


def _holds(details: Claim, found: OpenDeciding) -> bool | None:
    """Say whether a claim holds, by what decides it; None where that is open."""
    if found.kind == "open":
        return None
    return (found.kind == "equilibrium") is (details.kind != "never")
