"""The papers' ways in words: in which of them preferences are taken, and what that means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.graph_model import GraphModel
from countermove.report.phrases import and_list, sentence
from countermove.stability.registry import SolutionConcept

_NOT_ALL = (
    "Under {codes} that isn't what holds in all readings: a move that may be no improvement "
    "already deters."
)


def way_sentence(model: GraphModel) -> str:
    """Say in which of the papers' ways preferences are taken, and what is done in it."""
    return sentence(f"{model.way.name}: {model.way.says}.") if model.way else ""


def way_sentences(model: GraphModel, concepts: Sequence[SolutionConcept]) -> Iterator[str]:
    """Say that, how papers write the concepts then, and what must not be read into it."""
    way = model.way
    if not way:
        return
    yield way_sentence(model)
    codes = [concept.code for concept in concepts]
    yield f"Papers write {and_list([way.code(code) for code in codes])}."
    coupled = [concept.code for concept in concepts if concept.replies == "credible"]
    if way.unknown == "a" and coupled:
        yield _NOT_ALL.format(codes=and_list(coupled))
