"""Questions asked of a model from a page, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from countermove.errors import Problem, UnknownNameError
from countermove.web.page import ModelPage
from countermove.web.studio import Studio
from countermove.web.work.jobs import Job
from countermove.web.work.questions import Question

AT_ONCE = 0.3
"""For so many seconds a page waits for an answer, before it shows how far it is."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What a model lacks for a question to be asked."""

    says: str
    link: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a question: a job, or why there is none."""

    job: Job | None = None
    missing: Missing | None = None
    problems: tuple[Problem, ...] = ()


def ask(page: ModelPage, studio: Studio, question: Question, values: Mapping[str, Any]) -> Asked:
    """Ask a question of the model on a page, if it can be asked; wait a little for the answer."""
    live = page.live
    if live.conflict is None or live.problems or (live.waiting and not live.large):
        return Asked(missing=_unready(page))
    if live.large is not None and not live.large.is_possible:
        return Asked(missing=Missing(live.large.says, page.url("rules"), "To the rules"))
    if (lacking := _lacking(page, question, values)) is not None:
        return Asked(missing=lacking)
    if (job := _known(page, studio, question)) is not None:
        return Asked(job)
    now = page.snapshot
    try:
        job = studio.work.ask(now.text, now.format, now.revision, question.id, values)
    except UnknownNameError as error:
        return Asked(problems=error.problems)
    job.wait(AT_ONCE)
    return Asked(job)


def _known(page: ModelPage, studio: Studio, question: Question) -> Job | None:
    """Return the job that a page asks after, if it is this question of this version."""
    if "job" not in page.query:
        return None
    try:
        job = studio.work.find(page.query["job"])
    except UnknownNameError:  # forgotten: it is asked again
        return None
    same = job.key.revision == page.snapshot.revision and job.question.id == question.id
    return job if same else None


def _unready(page: ModelPage) -> Missing:
    if page.live.problems:
        problem = page.live.problems[0]
        says = "The model has mistakes; the question can be asked when they are mended."
        return Missing(says, page.place_url(problem), "To the first of them")
    return Missing("There is nothing to ask about yet.", page.url("parties"), "Add parties")


def _lacking(page: ModelPage, question: Question, values: Mapping[str, Any]) -> Missing | None:
    """Say what a model needs for a question and doesn't have."""
    conflict = page.live.conflict
    assert conflict is not None
    scenario = conflict.scenarios.get(values.get("scenario", ""))
    starts = conflict.status_quo, scenario and scenario.status_quo, values.get("start")
    match question.id:
        case "compare" if not conflict.scenarios:
            return Missing("This model has no scenarios yet: add one below.")
        case "views" if not conflict.views and not (scenario and scenario.views):
            says = "Every party sees this conflict as it is. "
            return Missing(f"{says}Say below what one of them sees otherwise.")
        case "evolve" | "needed" if all(start is None for start in starts):
            says = "The model doesn't say where things stand: it has no status quo. Say at which "
            says += "outcome to begin, or which options are done at the start."
            there = f"{page.url('parties')}#start-not-said"
            return Missing(says, there, "Say what is done at the start")
        case "needed" if not conflict.claims and not values.get("statement"):
            says = "The model has no claims. Give a statement above, or a claim to the model."
            return Missing(says, page.url("answer"), "Add a claim")
        case "goals" if not values.get("goals"):
            return Missing("What shall hold? Say it above, or choose:")
    return None
