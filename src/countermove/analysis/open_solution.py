"""What holds in a model whose states aren't listed: sets of them, exact or between bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from countermove.graph.open_sets import MOST_PATTERNS, OpenSet
from countermove.graph.states import State
from countermove.model.parts import Claim
from countermove.open_model import OpenModel
from countermove.result import Provenance, Result, described
from countermove.stability.registry import SolutionConcept
from countermove.table import Table

if TYPE_CHECKING:
    pass

SECONDS = 60.0
"""So long it is tried to find out what isn't found at once."""


@dataclass(frozen=True, eq=False)
class OpenHolding:
    """The states that hold under one concept: at least these, at most those.

    Parameters
    ----------
    least, most : OpenSet
        What surely holds, and what may. Where it is known exactly which hold, the two are one.
    counted : int
        Of so many of the others at least it was counted what they want, for everybody to whom that
        matters.

    Examples
    --------
    >>> from countermove import load, solve_open
    >>> holding = solve_open(load("prisoners-dilemma")).holding["SEQ"]
    >>> holding.is_exact, holding.between
    (True, (2, 2))
    """

    least: OpenSet
    most: OpenSet
    counted: int

    @property
    def is_exact(self) -> bool:
        """Whether it is known which states hold."""
        return self.least == self.most

    @cached_property
    def between(self) -> tuple[int, int]:
        """How many states surely hold, and how many may."""
        return self.least.count(), self.most.count()

    def __contains__(self, state: str | int | State) -> bool:
        """Say whether a state surely holds."""
        return state in self.least

    def patterns(self, most: int = MOST_PATTERNS) -> list[str] | None:
        """Say by patterns which states hold.

        Parameters
        ----------
        most : int
            How many patterns there may be.

        Returns
        -------
        list of str or None
            None where it isn't known which states hold, or takes more patterns than that.
        """
        return self.least.patterns(most) if self.is_exact else None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        least, most = self.between
        if least != most:
            return {"between": [least, most], "counted": self.counted}
        return {"count": least, "patterns": self.patterns()}


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
    states : OpenSet
        Those states; where it is open those that may hold and would decide it.
    counted : int or None
        Where it is open: of so many of the others at least it was counted what they want.
    """

    kind: Kind
    states: OpenSet
    counted: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        data: dict[str, Any] = {"kind": self.kind, "count": self.states.count()}
        if (state := self.states.plainest()) is not None:
            data["state"] = {"number": state.number, "pattern": state.pattern}
        return data if self.counted is None else data | {"counted": self.counted}


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
    holding : mapping of str to OpenHolding
        By concept code the states that hold.
    claims : tuple of OpenClaim
        The answers to the model's claims.
    alike : tuple of tuple of str
        The parties that are alike, together; each of the others by itself.
    provenance : Provenance
        How it was made; it isn't complete where something is open.

    Examples
    --------
    >>> from countermove import load, solve_open
    >>> solution = solve_open(load("prisoners-dilemma"))
    >>> solution.where("first.silent and second.silent") & solution.holding["SEQ"].least
    <OpenSet: 1 of 4 states>
    """

    format = "countermove-open-result/1"

    model: OpenModel
    concepts: tuple[SolutionConcept, ...]
    holding: Mapping[str, OpenHolding]
    claims: tuple[OpenClaim, ...]
    alike: tuple[tuple[str, ...], ...]
    provenance: Provenance

    def __iter__(self) -> Iterator[OpenHolding]:
        """Give what holds under each concept."""
        return iter(self.holding.values())

    def _brief(self) -> str:
        counts = ", ".join(f"{code} {self.counts(code)}" for code in self.codes)
        title = self.model.conflict.title
        return f"of '{title}': {self.model.states.count:,} states; equilibria: {counts}"

    def where(self, statement: str) -> OpenSet:
        """Return the states in which a statement is true.

        Parameters
        ----------
        statement : str
            What is true of some states, as the model's rules and claims say it.

        Raises
        ------
        ModelError
            If the statement can't be read.
        """
        return OpenSet(self.model.states, self.model.states.where(statement))

    @described
    def counts(self, concept: str) -> str:
        """Say how many states hold under a concept.

        Examples
        --------
        >>> from countermove import load, solve_open
        >>> solve_open(load("prisoners-dilemma")).counts("SEQ")
        '2'
        """
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
        return {
            "says": one.details.says,
            one.details.kind: one.details.statement,
            "holds": dict(one.holds),
            "decided_by": {code: found.to_dict() for code, found in one.deciding.items()},
        }
