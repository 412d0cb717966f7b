"""Answers across all readings of what the parties want: in all, in some, in none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from countermove.analysis.readings.finding import Asked, Finding, StandingOfStates
from countermove.analysis.readings.standing import Standing
from countermove.analysis.state_lists import numbers
from countermove.arguments import one_of
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt
from countermove.model.values import StateReference
from countermove.result import Provenance, Result, described
from countermove.stability.registry import SolutionConcept, find_concepts
from countermove.streams import Long
from countermove.table import Table


@dataclass(frozen=True, eq=False, repr=False)
class Across(Result):
    """What holds in all readings of what the parties want, in some and in none.

    Parameters
    ----------
    model : GraphModel
        The model, with every doubt resolved as written.
    concepts : tuple of SolutionConcept
        What was asked.
    doubts : tuple of Doubt
        What is in doubt.
    readings : int or None
        In how many ways it can be resolved; None where orders or weights are open, too.
    states : mapping of str to StandingOfStates
        By concept code in which readings each state holds.
    stable : mapping of str to mapping of str to StandingOfStates
        By concept code and decision maker in which readings each state is stable.
    claims : mapping of str to mapping of str to Standing
        By claim and concept code in which readings it holds.
    provenance : Provenance
        How it was made.
    """

    format = "countermove-across/1"

    model: GraphModel
    concepts: tuple[SolutionConcept, ...]
    doubts: tuple[Doubt, ...]
    readings: int | None
    states: Mapping[str, StandingOfStates]
    stable: Mapping[str, Mapping[str, StandingOfStates]]
    claims: Mapping[str, Mapping[str, Standing]]
    provenance: Provenance
    _findings: Mapping[str, tuple[Finding, int]] = field(repr=False)

    def _brief(self) -> str:
        counts = ", ".join(
            f"{code} {found.all.count()}/{found.all.count() + found.some.count()}"
            for code, found in self.states.items()
        )
        readings = "" if self.readings is None else f"{self.readings} readings; "
        return f"of '{self.model.conflict.title}': {readings}equilibria in all/some: {counts}"

    @described
    def likelihood(self, state: StateReference, concept: str) -> Fraction | None:
        """Return how likely a state is an equilibrium under a concept.

        Returns
        -------
        Fraction or None
            None where unknown orders or bounds have no likelihood, or it wasn't found.

        Examples
        --------
        >>> from countermove import load, solve
        >>> solve(load("prisoners-dilemma")).across is None
        True
        """
        return self.states[self.code(concept)].likelihood(self.model.states.find(state))

    @described
    def standing(self, claim: str, concept: str) -> Standing:
        """Return in which readings a claim holds under a concept.

        Returns
        -------
        Standing

        Examples
        --------
        >>> from countermove import load, solve
        >>> solve(load("prisoners-dilemma")).across is None
        True
        """
        one_of(claim, list(self.claims), "claim", "The claims are")
        return self.claims[claim][self.code(concept)]

    @described
    def standing_of(
        self, state: StateReference, concept: str, decision_maker: str | None = None
    ) -> Standing:
        """Return in which readings a state holds under a concept, or is stable for somebody.

        Returns
        -------
        Standing

        Examples
        --------
        >>> from countermove import load, solve
        >>> solve(load("prisoners-dilemma")).across is None
        True
        """
        code, position = self.code(concept), self.model.states.find(state)
        dm = None if decision_maker is None else self.model.find_decision_maker(decision_maker)
        finding, c = self._findings[code]
        whose = self.model.decision_makers if dm is None else (dm,)
        (found,) = find_concepts([code])
        as_written = all(found.define(self.model, one, position).is_stable for one in whose)
        party = None if dm is None else self.model.decision_makers.index(dm)
        asked = Asked.state(c, position, len(self.model.states), party)
        return Standing.of(finding, asked, as_written)

    @property
    def is_even(self) -> bool:
        """Whether all readings are equally likely: a likelihood is the share of the readings."""
        return all(len({value.likely for value in d.values} - {0}) < 2 for d in self.doubts)

    @property
    def turning_nothing(self) -> tuple[Doubt, ...]:
        """The doubts that are proved to turn no claim under any concept; none without claims."""
        standings = [one for by_code in self.claims.values() for one in by_code.values()]
        doubts = self.doubts if standings else ()
        return tuple(d for d in doubts if all(one.turns_nothing(d) for one in standings))

    def table(self) -> Table:
        """Return in which readings each claim holds, claims by concepts."""
        rows = tuple(
            (claim, *(one.holds for one in by_code.values()))
            for claim, by_code in self.claims.items()
        )
        return Table("Claims across the readings", ("claim", *self.codes), rows)

    def data(self) -> dict[str, Any]:
        """Return it as plain data, with how it was found, to stand in that of a solution."""
        return {**self._content(), "provenance": self.provenance.to_dict()}

    def _content(self) -> dict[str, Any]:
        return {
            "readings": self.readings,
            "doubts": [
                {
                    "id": doubt.id,
                    "kind": doubt.kind,
                    "parties": list(dict.fromkeys(str(place[1]) for place in doubt.places)),
                    "values": [
                        {"key": value.key, "likelihood": float(value.likely)}
                        for value in doubt.values
                    ],
                }
                for doubt in self.doubts
            ],
            "equilibria": {code: self._data_of(found) for code, found in self.states.items()},
            "stable": {
                code: {dm: self._data_of(found) for dm, found in by_dm.items()}
                for code, by_dm in self.stable.items()
            },
            "claims": self.claims_data(),
            "turning_nothing": [doubt.id for doubt in self.turning_nothing],
        }

    def claims_data(self) -> dict[str, Any]:
        """Return by claim and concept in which readings it holds, as plain data."""
        return {
            claim: {code: one.to_dict() for code, one in by_code.items()}
            for claim, by_code in self.claims.items()
        }

    def _data_of(self, found: StandingOfStates) -> dict[str, Any]:
        states = self.model.states
        sets = {"all": found.all, "some": found.some, "open": found.open}
        data: dict[str, Any] = {name: numbers(states, one) for name, one in sets.items()}

        def likelihoods() -> Any:
            for part in found.some.parts():
                each = map(found.likelihood, states.in_order_array(part).tolist())
                yield [None if one is None else float(one) for one in each]

        return data | {"likelihoods": Long(found.some.count(), likelihoods)}
