"""Answers across all readings of what the parties want: in all, in some, in none."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from immutabledict import immutabledict

from countermove.analysis.claims import ClaimAnswers
from countermove.analysis.readings.answer import AnswerAcross, Condition, Turn
from countermove.analysis.readings.exact import exactly
from countermove.analysis.readings.finding import (
    Decided,
    Finding,
    Holds,
    How,
    StandingOfStates,
)
from countermove.analysis.readings.unlisted import Unlisted
from countermove.analysis.state_lists import numbers
from countermove.graph.bits import Bits
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt
from countermove.model.parts import Claim
from countermove.model.values import StateReference
from countermove.preferences.doubted import Doubted, likely_values
from countermove.preferences.doubted_as_written import doubted
from countermove.result import Provenance, Result, described
from countermove.stability.registry import SolutionConcept
from countermove.streams import Long
from countermove.table import Table

MOST_CONDITIONS = 3
"""So many conditions say exactly when an answer turns; else what they have in common is said."""


@dataclass(frozen=True, eq=False)
class Standing:
    """In which readings a claim holds under one concept, and what that hangs on.

    Parameters
    ----------
    holds : {"all", "some", "none", "open"}
        In which readings; open where that isn't known.
    as_written : bool
        Whether it holds with every doubt resolved as written.
    how : str
        How that was decided: `decomposed`, `by classes` or `enumerated` exactly; `bounded` by
        bounds; `sampled` with the help of readings drawn at random.
    likelihood : Fraction or None
        How likely it holds, as likely as the analyst holds each doubt; under equal chances the
        share of the readings. None where nobody has those chances, or it wasn't found.
    between : tuple of float or None
        Between which bounds that lies with 95 %, where readings were drawn at random.
    """

    holds: Holds
    as_written: bool
    how: How
    likelihood: Fraction | None
    between: tuple[float, float] | None
    _found: Decided = field(repr=False)
    _asked: tuple[Finding, int, Claim, Region] = field(repr=False)

    @property
    def share(self) -> Fraction | str:
        """How likely it holds, from 0 to 1; "some" or "open" where that isn't known."""
        settled = {"all": Fraction(1), "none": Fraction(0)}.get(self.holds, self.likelihood)
        return self.holds if settled is None else settled

    @property
    def hangs_on(self) -> tuple[Doubt, ...] | None:
        """The doubts whose value matters at all: they settle it, and the others turn nothing.

        None where that wasn't found.
        """
        if self.holds in ("all", "none"):
            return ()
        return None if self._found.answer is None else self._found.answer.hangs_on

    @property
    def answer(self) -> AnswerAcross | None:
        """The answer in every reading; None where it wasn't found."""
        return self._found.answer

    @cached_property
    def nearest_turns(self) -> tuple[Turn, ...] | None:
        """All smallest sets of doubts that turn it, resolved otherwise than as written.

        Each says by doubt which of its values. Empty where nothing turns it; None where none was
        found.
        """
        finding, c, details, satisfying = self._asked
        return finding.turns(c, details, satisfying, self.as_written, self._found)

    @cached_property
    def turned_exactly_if(self) -> tuple[Condition, ...] | None:
        """Conditions of which one is met exactly where it isn't as it is as written.

        By doubt some of its values. None where they weren't found, or there are more than three.
        """
        if self._found.answer is None or self.holds != "some":
            return None
        found = self._found.answer.conditions(not self.as_written)
        return None if found is None or len(found) > MOST_CONDITIONS else found

    @cached_property
    def turned_only_if(self) -> Condition:
        """What all readings in which it isn't as it is as written have in common.

        By doubt some of its values; empty where they have nothing in common.
        """
        if self._found.answer is None or self.holds != "some":
            return immutabledict()
        return self._found.answer.common(not self.as_written)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, values of doubts by their keys."""
        doubts = self._asked[0].doubts

        def keys(condition: Condition) -> dict[str, list[str]]:
            return {
                key: [value_key(doubts[key], k) for k in some] for key, some in condition.items()
            }

        exactly_if, turns = self.turned_exactly_if, self.nearest_turns
        return {
            "holds": self.holds,
            "as_written": self.as_written,
            "likelihood": None if self.likelihood is None else float(self.likelihood),
            "between": None if self.between is None else list(self.between),
            "how": self.how,
            "hangs_on": None if self.hangs_on is None else [doubt.id for doubt in self.hangs_on],
            "nearest_turns": turns
            and [{key: value_key(doubts[key], k) for key, k in turn.items()} for turn in turns],
            "turned_exactly_if": None if exactly_if is None else list(map(keys, exactly_if)),
            "turned_only_if": keys(self.turned_only_if),
        }


def value_key(doubt: Doubt, value: int) -> str:
    """Return the key of a value; of an unknown order its number among them all, from 1."""
    return doubt.values[value].key if doubt.values else str(value + 1)


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
        return self.claims[claim][self.code(concept)]

    def holding(self, state: int, code: str) -> AnswerAcross | None:
        """Say in every reading whether the state at a position is an equilibrium."""
        finding, c = self._findings[code]
        details = Claim(says="It holds", possible="true")
        return finding.claim(c, details, Bits.at(np.array([state]), len(self.model.states))).answer

    @property
    def is_even(self) -> bool:
        """Whether all readings are equally likely: a likelihood is the share of the readings."""
        return all(len({value.likely for value in d.values} - {0}) < 2 for d in self.doubts)

    @property
    def turning_nothing(self) -> tuple[Doubt, ...] | None:
        """The doubts on which no claim hangs under any concept; None where that wasn't found."""
        standings = [one for by_code in self.claims.values() for one in by_code.values()]
        mattering: set[str] = set()
        for one in standings:
            if one.hangs_on is None:
                return None
            mattering |= {doubt.id for doubt in one.hangs_on}
        return tuple(doubt for doubt in self.doubts if doubt.id not in mattering)

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
            "claims": {
                claim: {code: one.to_dict() for code, one in by_code.items()}
                for claim, by_code in self.claims.items()
            },
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


def across_readings(
    model: GraphModel, concepts: Sequence[SolutionConcept], answers: ClaimAnswers
) -> Across | None:
    """Find what holds in all readings; None where nothing is in doubt, or somebody has a matrix.

    None, too, where preferences are taken in one of the papers' ways.
    """
    if model.way or not model.doubts:
        return None
    owns: dict[str, Doubted] = {}
    for dm, preference in model.written.preferences.items():
        path = ("preferences", dm)
        about = [d for d in model.doubts if any(place[:2] == path for place in d.places)]
        own = doubted(model.states, preference, path, about)
        if own is None:
            return None
        owns[dm] = own
    return across(model, owns, model.doubts, concepts, answers)


def across(
    model: GraphModel,
    owns: Mapping[str, Doubted],
    doubts: Sequence[Doubt],
    concepts: Sequence[SolutionConcept],
    answers: ClaimAnswers,
) -> Across:
    """Find what holds in all readings; `answers` are those as written."""
    started = time.perf_counter()
    parties = [owns[dm] for dm in model.decision_makers]
    states, stable = {}, {}
    found: dict[str, tuple[Finding, int]] = {}
    for together in _alike(concepts):
        finding = exactly(model, together, parties) or Unlisted(model, together, tuple(parties))
        found |= {concept.code: (finding, c) for c, concept in enumerate(together)}
    for code in [concept.code for concept in concepts]:
        finding, c = found[code]
        states[code] = finding.states(c)
        stable[code] = immutabledict(
            (dm, finding.states(c, i)) for i, dm in enumerate(model.decision_makers)
        )
    claims = {
        answer.claim: immutabledict(
            (code, _standing(*found[code], answer.details, model.claims[answer.claim], as_written))
            for code, as_written in answer.holds.items()
        )
        for answer in answers
    }
    has_orders = any(own.has_completions for own in parties)
    readings = None if has_orders else math.prod(len(likely_values(d)) for d in _all(parties))
    is_complete = not any(one.open.any() for one in states.values()) and not any(
        one.holds == "open" for by_code in claims.values() for one in by_code.values()
    )
    hows = dict.fromkeys(finding.how for finding, _ in found.values())
    why = "; ".join(
        f"{', '.join(code for code, (one, _) in found.items() if one.how == how)} {_WHY[how]}"
        for how in hows
    )
    provenance = Provenance.since(started, ", ".join(hows), why, is_complete)
    return Across(
        model,
        tuple(concepts),
        tuple(doubts),
        readings,
        immutabledict(states),
        immutabledict(stable),
        immutabledict(claims),
        provenance,
        immutabledict(found),
    )


_WHY: dict[How, str] = {
    "decomposed": "by the readings of each party alone",
    "by classes": "by what each party's readings would improve",
    "enumerated": "one joint reading after another",
    "bounded": "by bounds and readings drawn at random, as there are too many",
}


def _standing(
    finding: Finding, c: int, details: Claim, satisfying: Region, as_written: bool
) -> Standing:
    found = finding.claim(c, details, satisfying)
    asked = (finding, c, details, satisfying)
    return Standing(
        found.holds, as_written, found.how, found.likelihood, found.between, found, asked
    )


def _alike(concepts: Sequence[SolutionConcept]) -> list[tuple[SolutionConcept, ...]]:
    """Sort concepts by how they are answered; those of definitions stand alone."""
    alone = tuple(one for one in concepts if one.is_settled_alone)
    mutual = tuple(one for one in concepts if one.is_sanctioned and not one.is_settled_alone)
    others = [(one,) for one in concepts if not one.is_sanctioned and not one.is_settled_alone]
    return [some for some in (alone, mutual, *others) if some]


def _all(parties: Sequence[Doubted]) -> tuple[Doubt, ...]:
    return tuple({doubt.id: doubt for own in parties for doubt in own.doubts}.values())
