"""The form of a question, made from what may be said along with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING
from itertools import islice
from typing import Any

from countermove.analysis.coalitions.concepts import COALITIONAL_CONCEPTS, CoalitionalConcept
from countermove.analysis.equilibria import Solution
from countermove.graph_model import GraphModel
from countermove.questions.base.parts import report_parts
from countermove.questions.base.question import Question
from countermove.report.parameters import QuestionField, fields_of
from countermove.report.phrases import mark_of, numbered, sentence
from countermove.stability.registry import SolutionConcept, applicable_concepts
from countermove.web.chosen import reading_fields
from countermove.web.page import ModelPage

Offer = tuple[str, str]
"""Something that can be chosen: its value, and in words."""

MOST_OFFERED = 300
"""So many outcomes are proposed at most: beyond that one types."""

_MOST_GOALS = 12

NONE = "none"
"""What a form says for nothing, where leaving a field out means something."""


def said(question: type[Question], query: Mapping[str, str]) -> dict[str, Any]:
    """Return what an address says along with a question, as plain data."""
    found: dict[str, Any] = {}
    for field in fields_of(question):
        if field.kind is dict:
            begins = f"{field.name}."
            pairs = {k.removeprefix(begins): v for k, v in query.items() if k.startswith(begins)}
            if chosen := {key: value for key, value in pairs.items() if value}:
                found[field.name] = chosen
        elif field.name in query:
            value = _read(field, query[field.name])
            if value is not MISSING:
                found[field.name] = value
    return question.as_usual(found)


def _read(field: QuestionField, text: str) -> Any:
    """Read a value as well as that is possible; `MISSING` where nothing is said."""
    # One that is chosen and one that is typed have the same name, and one of them is empty.
    parts, text = [part.strip() for part in text.split(",") if part.strip()], text.strip(" ,")
    if field.kind is tuple:
        return parts
    if field.kind is bool:
        return "true" in parts
    if text == NONE and field.may_be_nothing and field.default is not None:
        return None
    if field.kind is int:
        try:
            return int(text)
        except ValueError:
            pass
    return text or MISSING


# -- the form -----------------------------------------------------------------------------------


def fields(
    page: ModelPage, question: type[Question], values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return the fields of a question's form, as far as the model has something to choose."""
    found: list[dict[str, Any]] = []
    idle = question.idle(page.live.conflict)
    for field in fields_of(question):
        if field.name in idle and not values.get(field.name):
            continue
        if field.says.of == "doubts":
            found += reading_fields(page.live.model, values.get(field.name, {}), field.says.nothing)
        elif field.kind is dict:
            found += _by_party(page, field, values.get(field.name, {}))
        elif (made := _field(page, field, values, idle)) is not None:
            found.append(made)
    # What is asked comes first, then of which scenario.
    return sorted(found, key=lambda field: str(field["name"]) == "scenario")


def _by_party(
    page: ModelPage, field: QuestionField, values: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    says = field.says
    choices = [("", says.nothing), *offered(page, "concepts")]
    for party, name in offered(page, says.of):
        yield {
            "name": f"{field.name}.{party}",
            "title": f"{says.title} of {name}",
            "description": says.description,
            "kind": "choice",
            "said": (values.get(party, ""),),
            "offers": choices,
            "aside": True,
        }


def _field(
    page: ModelPage, field: QuestionField, values: Mapping[str, Any], idle: frozenset[str]
) -> dict[str, Any] | None:
    says, of, default = field.says, field.says.of, None if field.is_required else field.default
    given = values.get(field.name, default)
    written = tuple(map(str, given or ())) if field.kind is tuple else (_written(given),)
    kind, every = _look(page, field)
    offers = [
        (value, words)
        for value, words in every
        if value in written or f"{field.name}={value}" not in idle
    ]
    if kind == "choice":
        if len(offers) < (1 if field.may_be_nothing else 2):
            return None
        if field.may_be_nothing:
            nothing = "" if default is None else NONE
            offers = [(nothing, says.nothing), *offers]
            written = (nothing,) if given is None else written
    if kind == "checks" and not offers:
        return None
    if kind == "outcomes":
        holding = _holding(page)
        if field.is_required:  # what holds needn't be asked for
            offers.sort(key=lambda offer: offer[0] in holding)
        offers.sort(key=lambda offer: offer[0] not in written)  # what is chosen stays in sight
    known = {value for value, _ in offers}
    chosen = [value for value in written if value and value not in known]
    return {
        "name": field.name,
        "title": says.title,
        "description": says.description,
        "kind": kind,
        "several": field.kind is tuple,
        "nothing": "" if field.kind is tuple else says.nothing,
        # What isn't in the list is typed: a statement, or an outcome of a model with many.
        "typed": chosen + [""] * (of == "goals" or (of == "states" and not offers)),
        "holding": _holding(page) if kind == "outcomes" else frozenset(),
        "said": written,
        "offers": offers,
        "least": says.least,
        "most": says.most,
        "aside": says.is_aside,
    }


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)


def _look(page: ModelPage, field: QuestionField) -> tuple[str, list[Offer]]:
    """Say which kind of field fits, and what it offers."""
    words, of = field.says.words, field.says.of
    choices = [(str(one), words.get(str(one), str(one))) for one in field.choices]
    if field.kind is bool:
        return "flag", []
    if choices:
        return "checks" if field.kind is tuple else "choice", choices
    if field.kind is int:
        return "number", []
    if of in ("states", "goals"):
        return "outcomes", [*words.items(), *offered(page, "states")]
    if field.kind is tuple:
        return ("checks" if of else "texts"), offered(page, of)
    return ("statement" if of == "statements" else "choice" if of else "text"), offered(page, of)


# -- what can be chosen ---------------------------------------------------------------------------


def offered(page: ModelPage, kind: str) -> list[Offer]:
    """Return what a model has of a kind."""
    conflict, model = page.live.conflict, page.live.model
    if kind == "states":
        return [] if model is None else [_outcome(model, state) for state in _first(page, model)]
    if conflict is None:
        return []
    match kind:
        case "scenarios":
            return [(name, scenario.title) for name, scenario in conflict.scenarios.items()]
        case "claims":
            return [(name, claim.says) for name, claim in conflict.claims.items()]
        case "parties":
            return [(name, party.name) for name, party in conflict.decision_makers.items()]
        case "concepts":
            return [_plainly(concept) for concept in applicable_concepts(conflict)]
        case "coalitional":
            return [_plainly(concept) for concept in COALITIONAL_CONCEPTS]
        case "reports":
            return list(report_parts().items())
    return []


def _plainly(concept: SolutionConcept | CoalitionalConcept) -> Offer:
    return concept.code, f"{sentence(concept.plain)} ({concept.code})"


def _outcome(model: GraphModel, state: int) -> Offer:
    return mark_of(model, state), " ".join(numbered(model, state))


def _first(page: ModelPage, model: GraphModel) -> list[int]:
    """Return the outcomes that are offered: those that hold first; of many only these."""
    solution = None if page.live.stale else page.live.solution
    held = [] if solution is None else [one.position for one in islice(solution, MOST_OFFERED)]
    if len(model.states) > MOST_OFFERED:
        return held
    order = model.states.in_order(list(range(len(model.states))))
    return list(dict.fromkeys([*held, *order]))


def _holding(page: ModelPage) -> frozenset[str]:
    """Return what the outcomes that hold somehow are called in addresses."""
    solution = page.live.solution
    if solution is None or page.live.stale:
        return frozenset()
    held = islice(solution, MOST_OFFERED)
    return frozenset(mark_of(solution.model, one.position) for one in held)


def goals(page: ModelPage) -> list[Offer]:
    """Return what could be a goal because it doesn't hold: what the parties spoke of first."""
    solution = page.live.solution
    if solution is None or page.live.stale:
        return []
    found = {
        answer.details.statement: answer.details.says
        for answer in solution.claims
        if answer.details.kind != "never" and answer.verdict != "holds"
    }
    for state in () if found else islice(_not_holding(solution), _MOST_GOALS):
        found[mark_of(solution.model, state)] = " ".join(numbered(solution.model, state))
    return list(found.items())


def _not_holding(solution: Solution) -> list[int]:
    states, holding = solution.model.states, solution.holding_somehow
    every = range(min(len(states), MOST_OFFERED))
    return [state for state in states.in_order(list(every)) if state not in holding]
