"""The form of a question, made from what may be said along with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass
from typing import Any

from countermove.questions.base.parameters import QuestionField, fields_of
from countermove.questions.base.question import Question
from countermove.web.page import ModelPage
from countermove.web.pages.follow_up.offers import Offer, offered

NONE = "none"
"""What a form says for nothing, where leaving a field out means something."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form."""

    name: str
    title: str
    description: str
    kind: str
    values: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    least: int | None = None
    most: int | None = None
    aside: bool = False


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
    parts, text = [part.strip() for part in text.split(",") if part.strip()], text.strip()
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
) -> tuple[FormField, ...]:
    """Return the fields of a question's form, as far as the model has something to choose."""
    found: list[FormField] = []
    for field in fields_of(question):
        if field.kind is dict:
            found += _by_party(page, field, values.get(field.name, {}))
        elif (made := _field(page, field, values)) is not None:
            found.append(made)
    # What is asked comes first, then of which scenario.
    return tuple(sorted(found, key=lambda field: field.name == "scenario"))


def _by_party(
    page: ModelPage, field: QuestionField, values: Mapping[str, str]
) -> Iterator[FormField]:
    says = field.says
    concepts = (Offer("", says.nothing), *offered(page, "concepts"))
    for party in offered(page, says.of):
        title = f"{says.title} of {party.words}"
        value = (values.get(party.value, ""),)
        name = f"{field.name}.{party.value}"
        yield FormField(name, title, says.description, "choice", value, concepts, aside=True)


def _field(page: ModelPage, field: QuestionField, values: Mapping[str, Any]) -> FormField | None:
    says, default = field.says, None if field.is_required else field.default
    given = values.get(field.name, default)
    written = tuple(map(str, given or ())) if field.kind is tuple else (_written(given),)
    kind, offers = _look(page, field)
    if kind == "choice":
        if len(offers) < (1 if field.may_be_nothing else 2):
            return None
        if field.may_be_nothing:
            nothing = "" if default is None else NONE
            offers = (Offer(nothing, says.nothing), *offers)
            written = (nothing,) if given is None else written
    if kind == "checks" and not offers:
        return None
    return FormField(
        field.name,
        says.title,
        says.description,
        kind,
        written,
        offers,
        says.least,
        says.most,
        says.is_aside,
    )


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)


def _look(page: ModelPage, field: QuestionField) -> tuple[str, tuple[Offer, ...]]:
    """Say which kind of field fits, and what it offers."""
    words, of = field.says.words, field.says.of
    choices = tuple(Offer(str(one), words.get(str(one), str(one))) for one in field.choices)
    if field.kind is bool:
        return "flag", ()
    if choices:
        return "checks" if field.kind is tuple else "choice", choices
    if field.kind is int:
        return "number", ()
    if field.kind is tuple:
        return "texts" if of == "states" else "checks", offered(page, of)
    return "choice" if of and of != "states" else "text", offered(page, of)
