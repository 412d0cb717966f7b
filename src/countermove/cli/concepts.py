"""The command ``concepts``: what it means that an outcome holds, in plain words."""

from __future__ import annotations

from rich.cells import cell_len

from countermove.cli.deliver import Delivery
from countermove.cli.page import Page
from countermove.report.concept_list import (
    AN_OUTCOME_HOLDS,
    WHEN,
    ConceptList,
    concept_list,
    concept_sentences,
)


def concepts(*, to: Delivery = Delivery()) -> None:  # noqa: B008
    """List the solution concepts."""
    to.prepare()
    found = concept_list()
    to.send(found, lambda page: _show(page, found))


def _show(page: Page, found: ConceptList) -> None:
    page.title(WHEN)
    page.blank()
    page.prose(AN_OUTCOME_HOLDS)
    width = max(cell_len(concept.code) for concept in found) + 2
    for concept in found:
        page.blank()
        page.prose(concept.name, 0, concept.code.ljust(width), "bold", "bold")
        for text in concept_sentences(concept):
            page.prose(text, width)
        for source in concept.sources:
            page.prose(str(source), width, style="dim")
    page.blank()
    page.command("Some of them only:", "solve", "talks-2025", "--concept", "SEQ")
