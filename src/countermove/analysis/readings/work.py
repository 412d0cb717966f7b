"""Answering across all readings: what there is to do, how long it takes, and doing it."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from immutabledict import immutabledict

from countermove.analysis.claims import ClaimAnswer, ClaimAnswers
from countermove.analysis.readings.across import Across
from countermove.analysis.readings.exact import Listing
from countermove.analysis.readings.finding import MOST_SECONDS, Asked, Finding, How, Unanswered
from countermove.analysis.readings.standing import Standing
from countermove.analysis.readings.unlisted import Unlisted
from countermove.errors import StoppedError
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt
from countermove.preferences.doubted import Doubted, likely_values
from countermove.preferences.doubted_as_written import doubted
from countermove.progress import Follow, Progress, part_of, tell, tell_first
from countermove.result import Provenance
from countermove.stability.registry import SolutionConcept

_DOING = "In which readings it holds"

_WHY: dict[How, str] = {
    "decomposed": "by the readings of each party alone",
    "by classes": "by what each party's readings would improve",
    "enumerated": "one joint reading after another",
    "bounded": "by bounds and readings drawn at random, as there are too many",
    "stopped": "not at all, as it was stopped",
}


@dataclass(frozen=True, eq=False)
class AcrossWork:
    """What there is to do to answer across all readings."""

    model: GraphModel
    owns: Mapping[str, Doubted]
    doubts: tuple[Doubt, ...]
    concepts: tuple[SolutionConcept, ...]

    @classmethod
    def of(cls, model: GraphModel, concepts: tuple[SolutionConcept, ...]) -> AcrossWork | None:
        """Return what there is to do; None where nothing is in doubt, or somebody has a matrix.

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
        return cls(model, owns, model.doubts, concepts)

    @cached_property
    def _parts(self) -> list[tuple[tuple[SolutionConcept, ...], Listing | None, Unlisted]]:
        """By concepts that are answered together how: by listing readings, or otherwise."""
        parties = tuple(self.owns[dm] for dm in self.model.decision_makers)
        return [
            (
                together,
                Listing.of(self.model, together, parties),
                Unlisted(self.model, together, parties),
            )
            for together in _alike(self.concepts)
        ]

    @cached_property
    def seconds(self) -> float:
        """About how long it takes, rather too long than too short."""
        total = 0.0
        for _, listing, unlisted in self._parts:
            listed = math.inf if listing is None else listing.seconds
            total += listed if listed <= MOST_SECONDS else unlisted.seconds
        return total

    def done(self, answers: ClaimAnswers, follow: Follow | None = None) -> Across:
        """Do it; `answers` are those as written. What was found until it is stopped is kept."""
        started = time.perf_counter()
        found: dict[str, tuple[Finding, int]] = {}
        try:
            self._answer(found, follow)
        except StoppedError:
            stopped = Unanswered(self.model, {doubt.id: doubt for doubt in self.doubts})
            found |= {c.code: (stopped, 0) for c in self.concepts if c.code not in found}
        states, stable = {}, {}
        for code in [concept.code for concept in self.concepts]:
            finding, c = found[code]
            states[code] = finding.states(c)
            stable[code] = immutabledict(
                (dm, finding.states(c, i)) for i, dm in enumerate(self.model.decision_makers)
            )
        claims = {
            answer.claim: immutabledict(
                (code, self._standing(found[code], answer, so)) for code, so in answer.holds.items()
            )
            for answer in answers
        }
        is_complete = not any(one.open.any() for one in states.values()) and not any(
            one.holds == "open" for by_code in claims.values() for one in by_code.values()
        )
        hows = dict.fromkeys(finding.how for finding, _ in found.values())
        why = "; ".join(
            f"{', '.join(code for code, (one, _) in found.items() if one.how == how)} {_WHY[how]}"
            for how in hows
        )
        return Across(
            self.model,
            self.concepts,
            self.doubts,
            self._readings,
            immutabledict(states),
            immutabledict(stable),
            immutabledict(claims),
            Provenance.since(started, ", ".join(hows), why, is_complete),
            immutabledict(found),
        )

    def _answer(self, found: dict[str, tuple[Finding, int]], follow: Follow | None) -> None:
        """Answer some concepts after the other."""
        codes = tuple(concept.code for concept in self.concepts)
        begun = Progress(0.0, len(self.model.states), codes, doing=_DOING)
        if follow is not None:
            tell_first(follow, begun, _DOING, self.seconds)
        for number, (together, listing, unlisted) in enumerate(self._parts):
            part = part_of(follow, number, len(self._parts), _DOING)
            tell(part, replace(begun, concepts=tuple(c.code for c in together), doing=""))
            finding = listing and listing.answered(part)
            for c, concept in enumerate(together):
                found[concept.code] = finding or unlisted, c

    def _standing(
        self, found: tuple[Finding, int], answer: ClaimAnswer, as_written: bool
    ) -> Standing:
        finding, c = found
        asked = Asked(c, answer.details, self.model.claims[answer.claim])
        return Standing.of(finding, asked, as_written)

    @property
    def _readings(self) -> int | None:
        """How many readings there are; None where orders are open."""
        if any(own.has_completions for own in self.owns.values()):
            return None
        doubts = {doubt.id: doubt for own in self.owns.values() for doubt in own.doubts}
        return math.prod(len(likely_values(doubt)) for doubt in doubts.values())


def _alike(concepts: Sequence[SolutionConcept]) -> list[tuple[SolutionConcept, ...]]:
    """Sort concepts by how they are answered; those of definitions stand alone."""
    alone = tuple(one for one in concepts if one.is_settled_alone)
    mutual = tuple(one for one in concepts if one.is_sanctioned and not one.is_settled_alone)
    others = [(one,) for one in concepts if not one.is_sanctioned and not one.is_settled_alone]
    return [some for some in (alone, mutual, *others) if some]


class AcrossOnce:
    """What holds across all readings of a model, found when it is first asked for."""

    def __init__(
        self,
        model: GraphModel,
        concepts: tuple[SolutionConcept, ...],
        claims: ClaimAnswers = ClaimAnswers(),  # noqa: B008
    ) -> None:
        self._asked, self._claims = (model, concepts), claims
        self._found: Across | None = None

    @cached_property
    def _work(self) -> AcrossWork | None:
        return AcrossWork.of(*self._asked)

    @property
    def seconds(self) -> float:
        """About how long it takes; nothing where it is there."""
        return 0.0 if self._found or self._work is None else self._work.seconds

    def find(self, follow: Follow | None = None) -> Across | None:
        """Return it; None where nothing is in doubt. What is found until it is stopped is kept."""
        if self._found is None and self._work is not None:
            self._found = self._work.done(self._claims, follow)
        return self._found
