"""Questions asked of a model from a page, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from countermove.errors import CountermoveError, Problem, UnknownNameError
from countermove.questions.base.question import Missing, Question
from countermove.questions.solve import SolveQuestion
from countermove.web.page import Download, ModelPage
from countermove.web.studio import Studio
from countermove.web.work.explaining import ExplainQuestion
from countermove.web.work.jobs import Job

AT_ONCE, AFTER_EDIT = 0.3, 0.01
"""For so many seconds a page waits for an answer, before it shows how far it is.

After an edit the answer beside is waited for more than that one.
"""


WITHOUT_A_LIST: tuple[type[Question], ...] = (SolveQuestion, ExplainQuestion)
"""What can be asked of a model with too many outcomes to list."""


@dataclass(frozen=True, slots=True)
class AskedOnPage:
    """What became of a question: a job, or why there is none."""

    job: Job | None = None
    missing: Missing | None = None
    problems: tuple[Problem, ...] = ()


def ask(
    page: ModelPage, studio: Studio, question: type[Question], values: Mapping[str, Any]
) -> AskedOnPage:
    """Ask a question of the model on a page, if it can be asked; wait a little for the answer."""
    live = page.live
    if live.conflict is None or live.problems or (live.waiting and not live.large):
        return AskedOnPage(missing=unready(page))
    if live.large is not None and not live.large.is_possible:
        return AskedOnPage(missing=unready(page))
    if live.is_unlisted and question not in WITHOUT_A_LIST:
        return AskedOnPage(missing=needs_a_list(page))
    if (lacking := _lacking(page, question, values)) is not None:
        return AskedOnPage(missing=lacking)
    if (job := _known(page, studio, question)) is not None:
        return AskedOnPage(job.as_it_is())
    try:
        job = studio.ask_anew(page.name, page.snapshot, question.id, values)
    except UnknownNameError as error:
        return AskedOnPage(problems=error.problems)
    job.wait(AFTER_EDIT if page.is_edited else AT_ONCE)
    return AskedOnPage(job.as_it_is())


def needs_a_list(page: ModelPage) -> Missing:
    """Say that something can't be had without a list of the outcomes, and what can."""
    says = "This model has more outcomes than can be listed, and this takes a list of them."
    then = (
        "What can be asked: which claims are true, how many outcomes hold, what is done in them, "
        "and why any one of them holds or not."
    )
    return Missing(says, then, page.along("answer"), "To the answer")


def answer_as_data(
    page: ModelPage, studio: Studio, question: type[Question], values: Mapping[str, Any]
) -> Download:
    """Return the answer to a question as a file."""
    job = ask(page, studio, question, values).job
    if job is None or job.answer is None or not job.answer.data:
        advice = "Ask the question first, and wait for the answer."
        raise CountermoveError("there is no such file yet.", advice=advice)
    name = f"{page.name.rpartition('.')[0]}-{question.id}.json"
    return Download(name, "application/json", job.answer.data.encode())


def answered_now(
    page: ModelPage, studio: Studio, values: Mapping[str, Any], *, waits: bool
) -> tuple[ModelPage, AskedOnPage | None]:
    """Ask what holds where that takes long; once it is there, the page is one about any model."""
    if not waits:
        return page, None
    if page.live.is_unlisted and "now" not in page.query:
        # It is looked for as soon as somebody looks; who has stopped it sees what was found.
        now = page.snapshot
        last = studio.work.latest(now.format, now.state, SolveQuestion.id, values)
        if last is not None and last.status in ("stopped", "failed"):
            return page, AskedOnPage(last.as_it_is())
    elif "now" not in page.query and not studio.asked(page.snapshot, values):
        return page, None
    asked = ask(page, studio, SolveQuestion, values)
    if asked.job is not None and asked.job.solution is not None:
        live = studio.live(page.name, page.snapshot, page.chosen)
        return replace(page, live=live), None
    return page, asked


def _known(page: ModelPage, studio: Studio, question: type[Question]) -> Job | None:
    """Return the job that a page asks after, if it is this question of this version."""
    if "job" not in page.query:
        return None
    try:
        job = studio.work.find(page.query["job"])
    except UnknownNameError:  # forgotten: it is asked again
        return None
    same = job.key.revision == page.snapshot.state and job.question.id == question.id
    return job if same else None


def unready(page: ModelPage) -> Missing:
    """Say what has to be mended or written before a question can be asked."""
    if page.live.problems:
        problem = page.live.problems[0]
        then = "The question can be asked when they are mended."
        first = page.path_url(problem.path)
        return Missing("The model has mistakes.", then, first, "To the first of them")
    if page.live.large is not None:
        return Missing(page.live.large.says, "", page.url("rules"), "To the rules")
    return Missing("There is nothing to ask about yet.", "", page.url("parties"), "Add parties")


def _lacking(
    page: ModelPage, question: type[Question], values: Mapping[str, Any]
) -> Missing | None:
    """Say what a model needs for a question and doesn't have, with a link to where it is added."""
    assert page.live.conflict is not None
    missing = question.lacks(page.live.conflict, values)
    if missing is None or not missing.where:
        return missing
    step, sign, there = missing.where.partition("#")
    return replace(missing, where=f"{page.url(step)}{sign}{there}")
