"""The report: the whole answer in one document, shown, printed, and kept in files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from countermove.analysis.equilibria import Solution
from countermove.errors import CountermoveError, Problem, unknown
from countermove.report.exports import export
from countermove.report.phrases import size_of
from countermove.table import with_byte_order_mark
from countermove.web.asking import Asked, ask
from countermove.web.page import Download, ModelPage
from countermove.web.pages.follow_up.question_forms import fields, said
from countermove.web.studio import Studio
from countermove.web.work.jobs import Job
from countermove.web.work.questions import find

_QUESTION = "report"


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which the report, the answers or the model can be kept."""

    name: str
    words: str
    suffix: str
    kind: str


OF_THE_REPORT = (
    Form("html", "The report as a page (HTML)", "-report.html", "text/html"),
    Form("md", "The report as Markdown", "-report.md", "text/markdown"),
)
"""Forms of the report itself; they are there when it is."""

OF_THE_ANSWERS = (
    Form("answers", "What holds, as data (JSON)", "-answers.json", "application/json"),
    Form("csv", "All outcomes with rankings and answers (CSV)", ".csv", "text/csv"),
    Form("graphml", "The graph of all moves (GraphML)", ".graphml", "application/graphml+xml"),
    Form("nfg", "A game in normal form, for Gambit", ".nfg", "text/plain"),
)
"""Forms of what the model says as it stands; they are there when it has been solved."""

_FORMS = {form.name: form for form in (*OF_THE_REPORT, *OF_THE_ANSWERS)}


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return the parts to choose from, the report, and the files there are."""
    question = find(_QUESTION)
    asked = _asked(page, studio)
    conflict, solution = page.live.conflict, _solution(page)
    done = asked.job is not None and asked.job.answer is not None
    return {
        "asked": asked,
        "proposed": (),
        "can_show_more": False,
        "done": done,
        "fields_of": {
            field.name: field for field in fields(page, question, said(question, page.query))
        },
        "scenario": _scenario(page),
        "size": size_of(conflict, page.live.model) if conflict is not None else (),
        "of_the_report": OF_THE_REPORT if done else (),
        "of_the_answers": OF_THE_ANSWERS if solution is not None else (),
    }


def file(page: ModelPage, studio: Studio) -> Download:
    """Return the report, the answers or the graph as a file."""
    wanted = page.query["as"]
    if wanted not in _FORMS:
        raise unknown("file", wanted, list(_FORMS), "The files are")
    form = _FORMS[wanted]
    name = f"{page.name.rpartition('.')[0]}{form.suffix}"
    if form in OF_THE_REPORT:
        return Download(name, form.kind, _report(_asked(page, studio).job, wanted))
    solution = _solution(page)
    if solution is None:
        raise CountermoveError(Problem("there is no answer yet of which a file could be made."))
    content = solution.to_json() if wanted == "answers" else export(solution, wanted)
    if wanted == "csv":
        content = "".join(with_byte_order_mark([content]))
    return Download(name, form.kind, content)


def _asked(page: ModelPage, studio: Studio) -> Asked:
    question = find(_QUESTION)
    return ask(page, studio, question, said(question, page.query))


def _solution(page: ModelPage) -> Solution | None:
    return None if page.live.stale else page.live.solution


def _scenario(page: ModelPage) -> str:
    conflict, name = page.live.conflict, page.query.get("scenario", "")
    return conflict.scenarios[name].title if conflict and name in conflict.scenarios else ""


def _report(job: Job | None, form: str) -> str:
    if job is None or job.answer is None:
        advice = "Open the page of the report, and wait until it is there."
        raise CountermoveError(Problem("the report isn't ready yet.", advice=advice))
    return job.answer.page if form == "html" else job.answer.markdown
