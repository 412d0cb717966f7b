"""The report: the whole answer in one document, shown, printed, and kept in files."""

from __future__ import annotations

from typing import Any

from countermove.analysis.equilibria import Solution
from countermove.errors import CountermoveError, install_command, unknown
from countermove.questions import find
from countermove.report.exports import EXPORTS, Export, export_parts
from countermove.report.phrases import size_of
from countermove.report.rendering import renderings
from countermove.share.page import shared_page
from countermove.share.shared_steps import shared_steps
from countermove.web.asking import AskedOnPage, ask
from countermove.web.page import Download, ModelPage
from countermove.web.pages.deal.draft import pinned
from countermove.web.pages.follow_up.question_forms import fields, said
from countermove.web.studio import Studio
from countermove.web.work.jobs import Job

_QUESTION = "report"


_ANSWERS, _PAGE = "answers", "page"
_OF_THE_MODEL = frozenset({"toml", "json"})
"""Exports of the model itself: the page has its file."""


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return the parts to choose from, the report, and the files there are."""
    question, values, asked = find(_QUESTION), _said(page, studio), _asked(page, studio)
    conflict, solution = page.live.conflict, _solution(page)
    done = asked.job is not None and asked.job.answer is not None
    return {
        "asked": asked,
        "proposed": (),
        "can_show_more": False,
        "done": done,
        "fields_of": {field["name"]: field for field in fields(page, question, values)},
        "packages": [(*one, one[0] in values.get("packages", ())) for one in _pinned(page, studio)],
        "scenario": _scenario(page),
        "size": size_of(conflict, page.live.model) if conflict is not None else (),
        "renderings": tuple(one for one in renderings().values() if one.is_there),
        "lacking": tuple(one.words for one in renderings().values() if not one.is_there),
        "install": install_command("report"),
        "exports": _exports().values() if solution is not None else (),
    }


def file(page: ModelPage, studio: Studio) -> Download:
    """Return the report, the answers or the graph as a file."""
    wanted, stem = page.query["as"], page.name.rpartition(".")[0]
    documents = {f"report-{name}": rendering for name, rendering in renderings().items()}
    if rendering := documents.get(wanted):
        rendering.check()
        content = _document(_asked(page, studio).job, rendering.name)
        return Download(f"{stem}-report{rendering.suffixes[0]}", rendering.media, content)
    exports = _exports()
    if wanted not in {_ANSWERS, _PAGE, *exports}:
        raise unknown("file", wanted, [*documents, _ANSWERS, _PAGE, *exports], "The files are")
    solution = _solution(page)
    if solution is None:
        raise CountermoveError("there is no answer yet of which a file could be made.")
    if wanted == _ANSWERS:
        text = solution.to_json()
        return Download(f"{stem}-answers.json", "application/json", text.encode())
    if wanted == _PAGE:
        return Download(f"{stem}.html", "text/html", _page(page, studio, solution).encode())
    parts, chosen = export_parts(solution, wanted, by_name=True), exports[wanted]
    content = b"".join(p if isinstance(p, bytes) else p.encode() for p in parts)
    return Download(f"{stem}{chosen.suffix}", chosen.media, content)


def _page(page: ModelPage, studio: Studio, solution: Solution) -> str:
    """Write the page that is sent, with the kept steps."""
    kept, conflict = studio.steps.of(page.name).steps, page.live.conflict
    assert conflict is not None
    settled = page.chosen.settled(conflict)
    return shared_page(solution, shared_steps(settled, kept, solution.codes, page.name))


def _exports() -> dict[str, Export]:
    return {name: one for name, one in EXPORTS.items() if name not in _OF_THE_MODEL}


def _asked(page: ModelPage, studio: Studio) -> AskedOnPage:
    return ask(page, studio, find(_QUESTION), _said(page, studio))


def _said(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return what is said along with the report; at first all drafts that are pinned."""
    values = said(find(_QUESTION), page.query)
    packages = dict(_pinned(page, studio)) if "parts" not in page.query else {}
    return values | ({"packages": packages} if packages else {})


def _pinned(page: ModelPage, studio: Studio) -> list[tuple[str, str]]:
    """Return the drafts that are pinned: the name and the pattern of each."""
    if page.live.model is None:
        return []
    vocabulary, steps = page.live.model.states.vocabulary, studio.steps.of(page.name).steps
    drafts = dict(pinned(vocabulary, steps, page.scenario))
    return [(name, draft.pattern(vocabulary)) for name, draft in drafts.items()]


def _solution(page: ModelPage) -> Solution | None:
    return None if page.live.stale else page.live.solution


def _scenario(page: ModelPage) -> str:
    conflict, name = page.live.conflict, page.query.get("scenario", "")
    return conflict.scenarios[name].title if conflict and name in conflict.scenarios else ""


def _document(job: Job | None, form: str) -> bytes:
    if job is None or job.answer is None:
        advice = "Open the page of the report, and wait until it is there."
        raise CountermoveError("the report isn't ready yet.", advice=advice)
    return job.answer.documents[form]
