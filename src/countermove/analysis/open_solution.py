"""What holds in a model whose states aren't listed: sets of them, exact or between bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from countermove.graph.diagrams import Diagrams
from countermove.model.parts import Claim
from countermove.model.vocabulary import Choice
from countermove.open_model import OpenModel
from countermove.result import Provenance, Result
from countermove.stability.registry import SolutionConcept
from countermove.table import Table

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Diagram

SECONDS = 60.0
"""So long it is tried to find out what isn't found at once."""

MOST_PATTERNS = 1000
"""By so many patterns at most it is said which states hold."""


@dataclass(frozen=True, eq=False)
class Holding:
    """The states that hold under one concept: at least these, at most those.

    Parameters
    ----------
    least, most : Diagram
        Where it is known exactly which hold, the two are one.
    counted : int
        Of so many of the others at least it was counted what they want, for everybody to whom that
        matters.
    """

    model: OpenModel
    least: Diagram
    most: Diagram
    counted: int

    @property
    def is_exact(self) -> bool:
        """Whether it is known which states hold."""
        return self.least == self.most

    @property
    def between(self) -> tuple[int, int]:
        """How many states surely hold, and how many may."""
        count = self.model.states.diagrams.count
        return count(self.least), count(self.most)

    def __contains__(self, state: int) -> bool:
        """Say whether a state surely holds."""
        return self.model.states.diagrams.holds(self.least, state)

    def patterns(self, most: int = MOST_PATTERNS) -> list[str] | None:
        """Say by patterns which states hold; None where it isn't known, or takes more than that."""
        if not self.is_exact:
            return None
        try:
            return self.model.states.patterns(self.least, most)
        except MemoryError:
            return None

    def always(self, choices: Iterable[Choice], *, done: bool = True) -> list[Choice]:
        """Return which choices are made in every state that may hold; or which in none."""
        states = self.model.states

        def is_so(choice: Choice) -> bool:
            chosen = states.choosing(choice)
            return not (self.most & (~chosen if done else chosen)).satisfiable()

        return [choice for choice in choices if is_so(choice)]

    def numbers(self, choices: Sequence[Choice]) -> tuple[int, int]:
        """Return how few of some choices are made in a state that may hold, and how many."""
        states = self.model.states
        exactly = counts([states.choosing(choice) for choice in choices], states.diagrams)
        found = [k for k, some in enumerate(exactly) if (some & self.most).satisfiable()]
        return found[0], found[-1]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        least, most = self.between
        if least != most:
            return {"between": [least, most], "counted": self.counted}
        return {"count": least, "patterns": self.patterns()}


def counts(some: Sequence[Diagram], diagrams: Diagrams) -> list[Diagram]:
    """Return for each number where a number is in so many of some sets."""
    found = [diagrams.true]
    for one in some:
        with_it = [diagrams.false, *(one & exactly for exactly in found)]
        without = [*(~one & exactly for exactly in found), diagrams.false]
        found = [a | b for a, b in zip(with_it, without, strict=True)]
    return found


Kind = Literal["equilibrium", "exception", "impossible", "upset", "no equilibrium", "open"]


@dataclass(frozen=True, eq=False)
class OpenDeciding:
    """What decides a claim under one concept, or leaves it open.

    Parameters
    ----------
    kind : {"equilibrium", "exception", "impossible", "upset", "no equilibrium", "open"}
        Equilibria that satisfy the statement; some that don't, where every one has to; that no
        state satisfies it; that none of those that do holds; that nothing holds at all; or that it
        wasn't found out.
    states : Diagram
        Those states; where it is open those that may hold and would decide it.
    counted : int or None
        Where it is open: of so many of the others at least it was counted what they want.
    """

    kind: Kind
    states: Diagram
    counted: int | None = None


@dataclass(frozen=True, eq=False)
class OpenClaim:
    """Whether a claim holds, per concept, and what decides it.

    Parameters
    ----------
    claim : str
        The claim's id.
    details : Claim
        The claim as written.
    holds : mapping of str to bool or None
        By concept code; None where it is open.
    deciding : mapping of str to OpenDeciding
        By concept code.
    """

    claim: str
    details: Claim
    holds: Mapping[str, bool | None]
    deciding: Mapping[str, OpenDeciding]

    def __repr__(self) -> str:
        """Say under what it holds."""
        codes = [code for code, holds in self.holds.items() if holds]
        return f"<claim '{self.claim}' holds under {', '.join(codes) or 'no concept'}>"


@dataclass(frozen=True, eq=False, repr=False)
class OpenSolution(Result):
    """Which states hold in a model with too many to list, and what that says of the claims.

    Parameters
    ----------
    model : OpenModel
        The model that was solved.
    concepts : tuple of SolutionConcept
        What was asked, in the order of tables.
    holding : mapping of str to Holding
        By concept code the states that hold.
    claims : tuple of OpenClaim
        The answers to the model's claims.
    alike : tuple of tuple of str
        The parties that are alike, together; each of the others by itself.
    provenance : Provenance
        How it was made; it isn't complete where something is open.
    """

    format = "countermove-open-result/1"

    model: OpenModel
    concepts: tuple[SolutionConcept, ...]
    holding: Mapping[str, Holding]
    claims: tuple[OpenClaim, ...]
    alike: tuple[tuple[str, ...], ...]
    provenance: Provenance

    def __iter__(self) -> Iterator[Holding]:
        """Give what holds under each concept."""
        return iter(self.holding.values())

    def _brief(self) -> str:
        counts = ", ".join(f"{code} {self.counts(code)}" for code in self.codes)
        title = self.model.conflict.title
        return f"of '{title}': {self.model.states.count:,} states; equilibria: {counts}"

    def counts(self, concept: str) -> str:
        """Say how many states hold under a concept."""
        least, most = self.holding[self.code(concept)].between
        return f"{least:,}" if least == most else f"between {least:,} and {most:,}"

    def table(self) -> Table:
        """Return how many states hold under each concept."""
        rows = tuple((code, *self.holding[code].between) for code in self.codes)
        title = f"Equilibria of {self.model.conflict.title}"
        return Table(title, ("concept", "at least", "at most"), rows)

    def _content(self) -> dict[str, Any]:
        return {
            "states": self.model.states.count,
            "alike": [list(members) for members in self.alike if len(members) > 1],
            "equilibria": {code: self.holding[code].to_dict() for code in self.codes},
            "claims": {one.claim: self._claim(one) for one in self.claims},
        }

    def _claim(self, one: OpenClaim) -> dict[str, Any]:
        diagrams = self.model.states.diagrams

        def decided(found: OpenDeciding) -> dict[str, Any]:
            data: dict[str, Any] = {"kind": found.kind, "count": diagrams.count(found.states)}
            if (state := diagrams.any_of(found.states)) is not None:
                pattern = self.model.states.pattern(state)
                data["state"] = {"number": self.model.states.number(state), "pattern": pattern}
            return data if found.counted is None else data | {"counted": found.counted}

        return {
            "says": one.details.says,
            one.details.kind: one.details.statement,
            "holds": dict(one.holds),
            "decided_by": {code: decided(found) for code, found in one.deciding.items()},
        }
