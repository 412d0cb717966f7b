"""The solution concepts that the program knows, as a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from countermove.report.article import Grid, Line, Prose, Section
from countermove.result import ListResult
from countermove.stability.registry import SolutionConcept
from countermove.stability.registry import concepts as known_concepts
from countermove.table import Table
from countermove.texts import and_list


@dataclass(frozen=True, eq=False, repr=False)
class ConceptList(ListResult[SolutionConcept]):
    """The solution concepts; iterate over it for them."""

    format = "countermove-concepts/1"
    _list = "concepts"
    model = provenance = None

    concepts: tuple[SolutionConcept, ...]

    def _brief(self) -> str:
        return f"of {', '.join(self.codes)}"

    def table(self) -> Table:
        """Return the concepts as a table."""
        rows = tuple(
            (
                c.code,
                c.name,
                c.plain,
                c.foresight,
                ", ".join(c.implies),
                "; ".join(map(str, c.sources)),
            )
            for c in self
        )
        columns = ("code", "name", "an outcome holds if", "foresight", "implies", "sources")
        return Table("Solution concepts", columns, rows)

    def _content(self) -> dict[str, Any]:
        return {
            "concepts": [
                {
                    "code": concept.code,
                    "name": concept.name,
                    "plain": concept.plain,
                    "foresight": concept.foresight,
                    "implies": list(concept.implies),
                    "synonyms": list(concept.synonyms),
                    "sources": list(map(str, concept.sources)),
                    "standard": concept.standard,
                }
                | ({"family": concept.family} if concept.family else {})
                for concept in self
            ],
        }


def concept_list() -> ConceptList:
    """Return the solution concepts that the program knows."""
    return ConceptList(tuple(known_concepts().values()))


WHEN = "When does an outcome hold?"
AN_OUTCOME_HOLDS = (
    "An outcome holds when no party gains by leaving it, once the answers of the others are "
    "counted. The concepts differ in how far the parties look ahead."
)


def concept_sentences(concept: SolutionConcept) -> Iterator[str]:
    """Give what there is to know of a concept, sentence by sentence, but for its sources."""
    yield f"An outcome holds if {concept.plain}."
    yield f"Foresight: {concept.foresight}."
    if concept.implies:
        yield f"What holds under it holds under {and_list(concept.implies)} too."
    if concept.family:
        yield f"With other numbers too: {concept.family}."
    if concept.synonyms:
        yield f"Also called: {', '.join(concept.synonyms)}."


def known_section(concepts: Iterable[SolutionConcept]) -> Section:
    """Say what it means that an outcome holds, concept by concept."""
    lines = tuple(
        Line(
            concept.name,
            (),
            concept.code,
            story=" ".join(concept_sentences(concept)),
            further=" ".join(map(str, concept.sources)),
        )
        for concept in concepts
    )
    return Section(WHEN, (Prose(AN_OUTCOME_HOLDS), Grid("Concept", (), lines)))
