"""The claims in full: the answers in the base and the scenarios, what decides them, the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from countermove.analysis.changes import Renames
from countermove.analysis.claims import ClaimAnswer, claim_data
from countermove.analysis.compare import Comparison
from countermove.analysis.counterparts import counterpart_of
from countermove.analysis.equilibria import Solution
from countermove.analysis.readings.standing import Standing
from countermove.errors import ConceptNotApplicableError, unknown
from countermove.graph.region import Positions
from countermove.graph.states import States
from countermove.graph_model import GraphModel
from countermove.model.parts import Claim, Source
from countermove.record.proving import Proof, proofs
from countermove.record.source_words import source_data
from countermove.report.amounts import counted
from countermove.report.leading import ways_of_claim
from countermove.report.phrases import JUDGEMENT
from countermove.report.sentences import claim_story
from countermove.report.standings import standing_sentence, standing_story, turned_readings
from countermove.result import ListResult, Provenance
from countermove.stability.registry import SolutionConcept
from countermove.table import Cell, Table


@dataclass(frozen=True)
class ScenarioAnswer:
    """The answer to a claim in the base or in a scenario; numbers of outcomes are those there."""

    scenario: str | None
    solution: Solution
    answer: ClaimAnswer
    numbered: Solution

    @cached_property
    def story(self) -> str:
        """What decides it, with the numbers that outcomes have there."""
        return claim_story(self.solution, self.answer)

    @property
    def story_in_base(self) -> str:
        """What decides it, with the numbers that outcomes have in the base."""
        is_base = self.numbered is self.solution
        return self.story if is_base else claim_story(self.numbered, self.answer)

    @cached_property
    def standing(self) -> str:
        """In which readings it is true, and on what that hangs; nothing without doubts."""
        return standing_sentence(self.solution, self.answer.claim)

    @property
    def standing_in_full(self) -> str:
        """What it hangs on, and when it turns, concept by concept; nothing without doubts."""
        across = self.solution.across
        return standing_story(across, across.claims[self.answer.claim]) if across else ""

    @property
    def turned_readings(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Readings in which it turns, each with a sentence that ends with it."""
        if (across := self.solution.across) is not None:
            yield from turned_readings(across, self.standings)

    def is_as(self, base: ScenarioAnswer) -> bool:
        """Whether the answer is the same as in the base, as written and in how many readings."""
        own, there = ([s.share for s in a.standings.values()] for a in (self, base))
        return (self.answer.holds, own) == (base.answer.holds, there)

    @property
    def standings(self) -> Mapping[str, Standing]:
        """By concept code in which readings it is true; empty without doubts."""
        across = self.solution.across
        return across.claims[self.answer.claim] if across else {}


@dataclass(frozen=True, eq=False)
class _NumberedStates(States):
    """The states of a scenario, labelled as their counterparts in the base."""

    base: States
    to: Positions

    def label(self, state: int) -> str:
        """Return the label of the counterpart; where there is none, say that it is another's."""
        there = int(self.to[state])
        return self.base.label(there) if there >= 0 else f"{super().label(state)} there"


def in_numbers_of(base: GraphModel, solution: Solution) -> Solution:
    """Return the solution of a scenario with its outcomes labelled as those of the base."""
    model = solution.model
    if model is base or base.conflict.is_graph_form:
        return solution
    own = model.states
    to = counterpart_of(own, base.states, Renames())
    states = _NumberedStates(own.conflict, own.choices, own.member_of, own.count, base.states, to)
    return replace(solution, model=replace(model, states=states))


@dataclass(frozen=True, slots=True)
class ClaimInFull:
    """A claim with all its answers and the record behind it."""

    claim: str
    details: Claim
    answers: tuple[ScenarioAnswer, ...]
    sources: dict[str, Source]

    @property
    def alike(self) -> tuple[ScenarioAnswer, ...]:
        """The scenarios in which it is answered as in the base."""
        first, *others = self.answers
        return tuple(a for a in others if a.is_as(first))

    @property
    def different(self) -> tuple[ScenarioAnswer, ...]:
        """The scenarios in which it isn't."""
        first, *others = self.answers
        return tuple(a for a in others if not a.is_as(first))


@dataclass(frozen=True, eq=False, repr=False)
class ClaimSheet(ListResult[ClaimInFull]):
    """The claims of a model in full."""

    format = "countermove-claims/1"
    _list = "claims"

    comparison: Comparison
    claims: tuple[ClaimInFull, ...]

    @property
    def model(self) -> GraphModel:
        """The model, without a scenario."""
        return self.comparison.model

    @property
    def concepts(self) -> tuple[SolutionConcept, ...]:
        """The concepts that were solved for."""
        return self.comparison.concepts

    @property
    def provenance(self) -> Provenance:
        """How the solutions were made."""
        return self.comparison.provenance

    @cached_property
    def proofs(self) -> Mapping[str, Proof]:
        """By source whether the words that it quotes stand in its document."""
        return proofs(self.comparison.conflict)

    def _brief(self) -> str:
        return f"of '{self.model.conflict.title}': {counted(len(self), 'claim')}"

    def table(self) -> Table:
        """Return the answers as a table, one row for each claim and scenario."""
        codes = self.codes
        rows: list[tuple[Cell, ...]] = []
        for claim in self:
            record = ", ".join(claim.sources) or JUDGEMENT
            for answer in claim.answers:
                says = answer.answer.details.says
                marks = (answer.answer.holds[code] for code in codes)
                rows.append((claim.claim, says, answer.scenario, *marks, answer.story, record))
        columns = ("claim", "says", "scenario", *codes, "decided by", "record")
        return Table(f"Claims of {self.model.conflict.title}", columns, tuple(rows))

    def _content(self) -> dict[str, Any]:
        return {
            "claims": [
                {
                    "claim": claim.claim,
                    "says": claim.details.says,
                    claim.details.kind: claim.details.statement,
                    "note": claim.details.note,
                    "record": {
                        name: source_data(source, self.proofs.get(name))
                        for name, source in claim.sources.items()
                    },
                    "answers": [
                        {"scenario": answer.scenario}
                        | claim_data(answer.solution.model, answer.answer)
                        | {"leading": ways_of_claim(answer.solution, answer.answer)}
                        | {"words": answer.story}
                        | _across_data(answer)
                        for answer in claim.answers
                    ],
                }
                for claim in self
            ],
        }


def _across_data(answer: ScenarioAnswer) -> dict[str, Any]:
    """Return in which readings a claim is true; nothing without doubts."""
    if not answer.standings:
        return {}
    standings = {code: standing.to_dict() for code, standing in answer.standings.items()}
    told = [text for text in (answer.standing, answer.standing_in_full) if text]
    return {"across": standings, "across_words": told}


def claims_in_full(comparison: Comparison, claims: Iterable[str] | None = None) -> ClaimSheet:
    """Put together what there is to say about the claims of a model."""
    if comparison.base.strong is not None:
        raise ConceptNotApplicableError(
            "what is weakly stable is a difference: no claim is answered by it.",
            advice="Ask for claims with strength general, and with strength strong.",
        )
    known = {
        answer.claim: answer.details for _, solution in comparison for answer in solution.claims
    }
    known |= dict(comparison.conflict.claims)
    asked = list(dict.fromkeys(known if claims is None else claims))
    for claim in asked:
        if claim not in known:
            raise unknown("claim", claim, list(known), "The claims are")
    base = comparison.base.model
    numbered = {scenario: in_numbers_of(base, solution) for scenario, solution in comparison}
    return ClaimSheet(comparison, tuple(_in_full(comparison, numbered, c, known[c]) for c in asked))


def _in_full(
    comparison: Comparison, numbered: dict[str | None, Solution], claim: str, details: Claim
) -> ClaimInFull:
    answers = tuple(
        ScenarioAnswer(scenario, solution, answer, numbered[scenario])
        for scenario, solution in comparison
        for answer in solution.claims
        if answer.claim == claim
    )
    sources = {name: comparison.conflict.sources[name] for name in details.because}
    return ClaimInFull(claim, details, answers, sources)
