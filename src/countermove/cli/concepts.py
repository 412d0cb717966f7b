"""The command ``concepts``: what it means that an outcome holds, in plain words."""

from __future__ import annotations

from rich.cells import cell_len

from countermove.cli.deliver import Delivery
from countermove.cli.page import Page
from countermove.report.catalogue import ConceptList, concept_list
from countermove.texts import and_list


def concepts(*, to: Delivery = Delivery()) -> None:  # noqa: B008
    """List the solution concepts."""
    to.prepare()
    found = concept_list()
    to.send(found, lambda page: _show(page, found))


def _show(page: Page, found: ConceptList) -> None:
    page.title("When does an outcome hold?")
    page.blank()
    page.prose(
        "An outcome holds when no party gains by leaving it, once the answers of the others are "
        "counted. The concepts differ in how far the parties look ahead."
    )
    width = max(cell_len(concept.code) for concept in found) + 2
    for concept in found:
        page.blank()
        page.prose(concept.name, 0, concept.code.ljust(width), "bold", "bold")
        page.prose(f"An outcome holds if {concept.plain}.", width)
        page.prose(f"Foresight: {concept.foresight}.", width)
        if concept.implies:
            page.prose(f"What holds under it holds under {and_list(concept.implies)} too.", width)
        if concept.family:
            page.prose(f"With other numbers too: {concept.family}.", width)
        if concept.synonyms:
            page.prose(f"Also called: {', '.join(concept.synonyms)}.", width)
        for source in concept.sources:
            page.prose(str(source), width, style="dim")
    page.blank()
    page.command("Some of them only:", "solve", "talks-2025", "--concept", "SEQ")
