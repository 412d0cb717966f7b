"""Solving without listing the states: by sets of them, within the time and the memory given."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import reduce
from math import inf
from operator import and_
from typing import TYPE_CHECKING, Literal, TypeVar

from immutabledict import immutabledict

from countermove.analysis.open_solution import Holding, OpenClaim, OpenDeciding, OpenSolution
from countermove.errors import ConceptNotApplicableError, listed
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
from countermove.texts import counted

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Diagram

Found = TypeVar("Found")

SECONDS = 60.0
"""So long it is tried to find out what is open."""

# Which part of the time is for claims, before whole sets are tried; and from how many alike parties
# on orbits are found sooner than states.
_FOR_CLAIMS = 0.5
_ALIKE_PAYS = 3


def solve_open(
    conflict: Conflict,
    concepts: str | Iterable[str] | None = None,
    *,
    scenario: str | None = None,
    seconds: float = SECONDS,
    follow: Follow | None = None,
    nodes: int | None = None,
) -> OpenSolution:
    """Find which states hold without listing them; what isn't found in the time stays open."""
    started = time.perf_counter()
    asked = answerable(concepts)
    model = open_model(conflict, scenario, nodes=nodes)
    return _Solving(model, asked, seconds, follow, nodes=nodes).solution(started)


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
        self._until_decided = self._until - seconds * (1 - _FOR_CLAIMS)
        self._soon: dict[tuple[str, bool], dict[str, Diagram] | None] = {}
        self._bounds: dict[str, Bounds] = {}
        self._symmetry = Symmetry(model)

    def _tell(self) -> None:
        share = 1 - self._left / self._seconds if 0 < self._seconds < inf else 0.0
        tell(self._follow, Progress(share, self.model.states.count, doing=self._doing))

    @property
    def _left(self) -> float:
        return max(0.0, self._until - time.perf_counter())

    def _tried(self, find: Callable[[], Found]) -> Found | None:
        """Return what is found, or None where the time or the memory didn't suffice."""
        try:
            with self._patience.within(self._left):
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

    def solution(self, started: float) -> OpenSolution:
        """Solve it."""
        feasible, nothing = self.model.states.feasible, self.model.states.diagrams.false
        every = self.model.decision_makers
        for concept in self._asked:
            if concept.replies == "credible":
                least = self._soon_found("none", False) or dict.fromkeys(every, nothing)
                most = self._soon_found("any", concept.escape) or dict.fromkeys(every, feasible)
                self._bounds[concept.code] = Bounds(
                    self._engine, self._patience, escape=concept.escape, least=least, most=most
                )
        claims = {
            claim: {concept.code: self._answer(concept, claim) for concept in self._asked}
            for claim in self.model.claims
        }
        holding = {concept.code: self._holding(concept) for concept in self._asked}
        answers: list[OpenClaim] = []
        for claim, details in self.model.conflict.claims.items():
            deciding = claims[claim]
            for code, found in deciding.items():
                if found.kind == "open" and holding[code].is_exact:
                    deciding[code] = self._decided(details, claim, _among(holding[code].least))
            holds = {
                code: None if one.kind == "open" else _holds(details, one)
                for code, one in deciding.items()
            }
            answers.append(OpenClaim(claim, details, immutabledict(holds), immutabledict(deciding)))
        is_complete = all(one.is_exact for one in holding.values())
        made = Provenance.since(started, "diagrams", self._why(), is_complete)
        alike = tuple(self._symmetry.classes)
        frozen = immutabledict(holding)
        return OpenSolution(self.model, self._asked, frozen, tuple(answers), alike, made)

    def _why(self) -> str:
        count = self.model.states.count
        sizes = [len(members) for members in self._symmetry.classes if len(members) > 1]
        if not sizes:
            return f"{counted(count, 'outcome')}, as sets"
        alike = f"{sum(sizes)} of {len(self.model.decision_makers)} parties are alike"
        return f"{counted(count, 'outcome')}, as sets; {alike} in {counted(len(sizes), 'kind')}"

    # -- claims -------------------------------------------------------------------------------

    def _answer(self, concept: SolutionConcept, claim: str) -> OpenDeciding:
        """Find out what decides a claim under a concept."""
        self._doing = f"Deciding claims under {concept.code}"
        details = self.model.conflict.claims[claim]
        bounds = self._bounds.get(concept.code)
        if bounds is None:
            holding = self._found_soon(concept)
            if holding is None:
                return OpenDeciding("open", self.model.states.feasible, 0)
            return self._decided(details, claim, _among(holding))
        self._share_bounds()
        # The bounds that one claim tightens are those of the next.
        share = max(0.0, self._until_decided - time.perf_counter()) / 2
        found = self._decided(details, claim, lambda some: bounds.exists(some, share))
        return replace(found, counted=bounds.counted) if found.kind == "open" else found

    def _decided(
        self, details: Claim, claim: str, exists: Callable[[Diagram], Existence]
    ) -> OpenDeciding:
        try:
            feasible, satisfying = self.model.states.feasible, self.model.claims[claim]
            if details.kind == "always":
                outside = exists(feasible & ~satisfying)
                if outside.answer is not False:
                    return OpenDeciding("exception" if outside.answer else "open", outside.states)
                # It is still to be seen whether anything holds.
            if not satisfying.satisfiable():
                return OpenDeciding("impossible", satisfying)
            inside = exists(satisfying)
        except MemoryError:
            return OpenDeciding("open", self.model.states.feasible, 0)
        if inside.answer is None:
            return OpenDeciding("open", inside.states)
        if inside.answer:
            return OpenDeciding("equilibrium", inside.states)
        return OpenDeciding("no equilibrium" if details.kind == "always" else "upset", satisfying)

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

    def _holding(self, concept: SolutionConcept) -> Holding:
        """Find the states that hold under a concept, or between what they are."""
        model, others = self.model, len(self.model.decision_makers) - 1
        nothing = Holding(model, model.states.diagrams.false, model.states.feasible, 0)
        bounds = self._bounds.get(concept.code)
        if bounds is None:
            found = self._found_soon(concept)
            return nothing if found is None else Holding(model, found, found, others)
        self._share_bounds()
        try:
            between = Holding(model, bounds.least, bounds.most, bounds.counted)
        except MemoryError:
            between = nothing
        if between.is_exact:
            return between
        self._doing = f"Finding all that holds under {concept.code}"
        found = self._tried(lambda: self._whole(concept))
        return between if found is None else Holding(model, found, found, others)

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


def _holds(details: Claim, found: OpenDeciding) -> bool:
    """Say whether a claim holds, by what decides it."""
    return (found.kind == "equilibrium") is (details.kind != "never")
