"""The follow-up questions: each on a page of its own, with a form, and its answer below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from countermove.questions import find, questions
from countermove.questions.base.question import ABOUT, Missing, Question
from countermove.report.parameters import fields_of
from countermove.web.asking import WITHOUT_A_LIST, answer_as_data, ask
from countermove.web.page import Download, ModelPage
from countermove.web.pages.follow_up import interview, views, what_if
from countermove.web.pages.follow_up.question_forms import fields, goals, said
from countermove.web.studio import Studio

NOT_HERE = frozenset({"report", "deal", "sweep"})
"""Questions with a page elsewhere."""

ACTIONS = what_if.ACTIONS | views.ACTIONS

WHOLE = interview.WHOLE

BESIDE = {"compare": what_if.beside, "views": views.beside}
"""What is shown beside the answer to a question: the parts of the model that it is about."""


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return the questions, and for the one that is asked its form and its answer."""
    if not page.part:
        return {"groups": list(_groups(page))}
    question = find(page.part)
    if question.id == "ask" and "interview" in page.query:
        return {"question": question, "interview": interview.variables(page, studio)}
    values = said(question, page.query)
    as_asked, shown = BESIDE[question.id](page, values) if question.id in BESIDE else (values, {})
    return {
        "question": question,
        "fields_of": fields(page, question, values),
        "asked": ask(page, studio, question, as_asked),
        "can_show_more": question.can_show_everything() and not values.get("everything"),
        "proposed": tuple(
            (field.name, offer)
            for field in fields_of(question)
            if field.is_required and not values.get(field.name)
            for offer in goals(page)
        ),
        "one_by_one": interview.link(page, values) if question.id == "ask" else "",
        "then": find(question.then) if question.then else None,
        **shown,
    }


def _groups(page: ModelPage) -> Iterator[tuple[str, list[tuple[type[Question], str]]]]:
    """Give the questions by what one wants to know, each with why it can't be answered, if so."""
    offered = [question for question in questions().values() if question.id not in NOT_HERE]
    for about, words in (*ABOUT.items(), ("", "What else?")):
        there = [(q, _dead(page, q)) for q in offered if q.about == about]
        if there:
            yield words, there


def _dead(page: ModelPage, question: type[Question]) -> str:
    """Say why a question has no answer as things are; empty if it has one, or asks for more."""
    if not question.is_there():
        return f"Not installed here: countermove[{question.extra}]."
    if page.live.is_unlisted and question not in WITHOUT_A_LIST:
        return "Takes a list of the outcomes, of which this model has too many."
    conflict = page.live.conflict
    if conflict is None or any(field.is_required for field in fields_of(question)):
        return ""
    missing: Missing | None = question.lacks(conflict, question.as_usual({}))
    return "" if missing is None else missing.says


def file(page: ModelPage, studio: Studio) -> Download:
    """Return an answer as data."""
    question = find(page.part)
    return answer_as_data(page, studio, question, said(question, page.query))
