"""The answer: the claims, what holds, the option table, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from countermove.analysis.claims import ClaimAnswer
from countermove.analysis.equilibria import Solution
from countermove.draw.state_graph.data import frame_of
from countermove.errors import CountermoveError, Path
from countermove.model.ids import new_id
from countermove.preferences.way_names import WayAsked
from countermove.questions.evolve import EvolveQuestion
from countermove.questions.solve import SolveQuestion
from countermove.report.answer import (
    CLAIMS_QUESTION,
    MOST_NAMED,
    holding_sentence,
    made_sentence,
    under_foresight,
)
from countermove.report.article import Mark
from countermove.report.citing import Citing
from countermove.report.formats.html import sections_html
from countermove.report.outcome_table import WHICH, option_table
from countermove.report.parameters import READING
from countermove.report.phrases import VERDICTS, mark_of, sentence
from countermove.report.reading_used import reading_sentence
from countermove.report.readings import ACROSS_QUESTION, across_section
from countermove.report.sentences import claim_story
from countermove.report.standings import MOST_TURNED, standing_sentence, turned_readings
from countermove.report.ways import printed_section
from countermove.stability.registry import Replies, SolutionConcept, applicable_concepts
from countermove.web.asking import answer_as_data, answered_now
from countermove.web.chosen import Chosen, reading_fields
from countermove.web.claim_words import in_short
from countermove.web.draft import items, table, text
from countermove.web.forms import Form, PlainEdit
from countermove.web.keeping import LookedAt, outcome_values
from countermove.web.large_models import across_takes
from countermove.web.page import Download, ModelPage
from countermove.web.page_routes import said
from countermove.web.pages.answer.unlisted import known_of, shown_of, unlisted
from countermove.web.pages.answer.why import why
from countermove.web.pages.follow_up.question_forms import fields
from countermove.web.pages.follow_up.question_forms import said as said_along
from countermove.web.studio import Studio
from countermove.web.work.open_answers import OpenShown

KINDS = {
    "possible": "can last",
    "never": "can't last",
    "always": "is the only kind that can last",
}
"""What a claim can say of an outcome in which a statement is true."""


_ASKED = ("scenario", "concepts", *WayAsked.__annotations__)
_TOLD = ("state", "party", "concept")
_KEPT = (*_ASKED, "where", "which", "by_party", *_TOLD)


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return what the page shows."""
    waits = page.live.large is not None or _across_takes_long(page, studio)
    values = said_along(SolveQuestion, page.query)
    page, asked_for = answered_now(page, studio, values, waits=waits)
    query = page.query
    found: dict[str, Any] = {
        "page": page,
        "asked_for": asked_for,
        "proposed": (),
        "can_show_more": False,
        "kinds": tuple(KINDS.items()),
        "concepts": applicable_concepts(page.live.conflict),
        "doubts": list(reading_fields(page.live.model, dict(page.chosen.reading), READING.nothing)),
        "wrong": (),
        "solution": None,
        "counts": {},
        "why": None,
        "open": None,
        "why_open": None,
        "link": lambda **changes: _link(page, **changes),
        "asked": _asked(page),
        "way": "",
        "reading": "",
        "ways": _ways(page),
        "kept": {key: query.get(key, "") for key in _KEPT},
    }
    solution = None
    try:
        solution = _solution(page, studio)
    except CountermoveError as error:
        found["wrong"] = said(error)
    if solution is not None:
        found |= _answered(page, studio, solution)
    shown = shown_of(asked_for)
    if page.live.is_unlisted:
        found |= unlisted(page, studio, shown)
    usual = tuple(concept.code for concept in found["concepts"] if concept.standard)
    chosen = page.live.solution.codes if page.live.solution else usual
    asked = tuple(filter(None, query.get("concepts", "").split(",")))
    found["chosen"] = solution.codes if solution else asked or chosen
    found["foresight"] = _foresight(found["concepts"], found["chosen"])
    found["claims"] = _claims(page, solution, shown)
    return found


def file(page: ModelPage, studio: Studio) -> Download:
    """Return what was found in the background as data."""
    return answer_as_data(page, studio, SolveQuestion, said_along(SolveQuestion, page.query))


def looked_at(page: ModelPage) -> LookedAt | None:
    """Return the outcome of which the page tells why, to be shown in the room or kept for it."""
    if not (state := page.query.get("state", "")) or page.live.model is None:
        return None
    try:
        values = outcome_values(page.live.model, state)
    except CountermoveError:
        return None
    return LookedAt("outcome", f"The outcome [{state}]", f"[{state}]", values, {"state": state})


def _solution(page: ModelPage, studio: Studio) -> Solution | None:
    """Return the answer that the page is about."""
    return studio.solution(page.name, said_along(SolveQuestion, page.query), page.snapshot)


def _across_takes_long(page: ModelPage, studio: Studio) -> bool:
    try:
        return bool(across_takes(_solution(page, studio)))
    except CountermoveError:
        return False


def _across(solution: Solution) -> Markup:
    sections, citing = filter(None, (across_section(solution),)), Citing(solution.model.conflict)
    return Markup(sections_html(sections, prefix="across", citing=citing))


def _answered(page: ModelPage, studio: Studio, solution: Solution) -> dict[str, Any]:
    found: dict[str, Any] = {
        "solution": solution,
        "finding": _finding(page, solution),
        "claims_question": CLAIMS_QUESTION,
        "counts": {code: held.count() for code, held in solution.holding.items()},
        "way": solution.model.way.name if solution.model.way else "",
        "printed": _printed(solution),
        "across": "" if across_takes(solution) else _across(solution),
        "across_takes": across_takes(solution),
        "across_question": ACROSS_QUESTION,
        "made": made_sentence(solution),
        "reading": reading_sentence(solution.model),
        "files": _files(page),
    }
    query = page.query
    wrong: list[str] = []
    which = query.get("which", "")
    shown: dict[str, Any] = {
        "which": which if which in WHICH else "",
        "by_party": bool(query.get("by_party")),
    }
    try:
        found["table"] = option_table(
            solution, EvolveQuestion.asks, where=query.get("where", "").strip(), **shown
        )
    except CountermoveError as error:
        wrong += said(error)
        found["table"] = option_table(solution, EvolveQuestion.asks, **shown)
    if query.get("state"):
        try:
            asked = (query.get("party", ""), query.get("concept", ""))
            found["why"] = why(solution, query["state"], *asked)
        except CountermoveError as error:
            wrong += said(error)
    return found | {"wrong": wrong} | _graph(page, solution)


_HOW_FAR = ("only one move", "also at the answers", "also at what they could do after")
_PUNISHED: dict[Replies, str] = {
    "credible": "no, they only follow their own interest",
    "any": "yes, whatever it costs",
}


def _foresight(every: Sequence[SolutionConcept], chosen: Sequence[str]) -> dict[str, Any]:
    """Put the usual concepts in order by the two questions that they answer, and the others."""
    usual = {(concept.replies, concept.escape): concept for concept in every if concept.standard}
    others = [concept for concept in every if not concept.standard]
    rows = [
        (would, [usual.get((replies, escape)) for escape in (False, True)])
        for replies, would in _PUNISHED.items()
    ]
    return {
        "far": _HOW_FAR,
        "at_once": usual.get(("none", False)),
        "rows": rows,
        "others": others,
        "is_open": any(concept.code in chosen for concept in others),
        "is_usual": {concept.code for concept in usual.values()} == set(chosen),
    }


def _finding(page: ModelPage, solution: Solution) -> Markup:
    """Say in a sentence what holds; the outcomes that it names lead to why."""
    told = escape(holding_sentence(solution))
    for found in solution.strongest(MOST_NAMED):
        mark = escape(f"[{mark_of(solution.model, found.position)}]")
        address = _link(page, state=str(found.state.number))
        link = Markup('<a data-visit href="{}">{}</a> ').format(address, mark)
        told = told.replace(mark + " ", link, 1)
    return told


def _printed(solution: Solution) -> Markup:
    printed = filter(None, (printed_section(solution),))
    citing = Citing(solution.model.conflict)
    return Markup(sections_html(printed, prefix="printed", citing=citing))


def _ways(page: ModelPage) -> list[dict[str, Any]]:
    """Return the fields for the papers' ways, as far as the model has what they need."""
    values = said_along(SolveQuestion, page.query)
    every = fields(page, SolveQuestion, values)
    return [field for field in every if field["name"] in WayAsked.__annotations__]


def _graph(page: ModelPage, solution: Solution) -> dict[str, Any]:
    """Say where the data of the graph is, and what stands around it."""
    query = _asked_of_the_api(page) | {"revision": page.snapshot.revision}
    frame = frame_of(solution)
    return {
        "graph": frame,
        "graph_source": f"/api{page.url('graph')}?{urlencode(query, doseq=True)}",
        # What stands around the graph stays while this does; what is drawn in it may change.
        "graph_key": hashlib.sha256(repr((frame, page.title)).encode()).hexdigest()[:12],
        "graph_name": page.name.rpartition(".")[0],
    }


def _link(page: ModelPage, **changes: str) -> str:
    """Return the address of this page with something else asked for; what is empty is dropped.

    Who asks for the story of another outcome says of it all that there is to say.
    """
    kept = {key: value for key in _KEPT if (value := page.query.get(key))} | page.chosen.query
    if "state" in changes:
        kept = {key: value for key, value in kept.items() if key not in _TOLD}
    query = {key: value for key, value in (kept | changes).items() if value}
    return page.url("answer", **query)


def _files(page: ModelPage) -> tuple[tuple[str, str], ...]:
    """Return the answer as files: what each is, and its address."""
    asked = _asked_of_the_api(page)
    without = urlencode({k: v for k, v in asked.items() if k != "concepts"}, doseq=True)
    api = f"/api{page.url('')}"
    return (
        ("The answer as data (JSON)", f"{api}answer?{urlencode(asked, doseq=True)}"),
        ("The outcomes as a table (CSV)", f"{api}exports/csv?{without}"),
    )


def _asked(page: ModelPage) -> dict[str, str]:
    """Return of which scenario and reading, by which concepts, in which way, where it is said."""
    asked = {key: page.query.get(key, "").strip(",") for key in _ASKED}
    return {key: value for key, value in asked.items() if value} | page.chosen.query


def _asked_of_the_api(page: ModelPage) -> dict[str, Any]:
    """Return the same as the API is told."""
    chosen = page.chosen
    said = {key: value for key, value in _asked(page).items() if key not in chosen.query}
    reading = [f"{doubt}={key}" for doubt, key in chosen.reading]
    return said | ({"reading": reading} if reading else {})


# -- claims ---------------------------------------------------------------------------------------


def _claims(
    page: ModelPage, solution: Solution | None, shown: OpenShown | None
) -> list[dict[str, Any]]:
    answers = {} if solution is None else {one.claim: one for one in solution.claims}
    return [
        _written(claim, here)
        | (
            known_of(page, shown.claims.get(claim))
            if shown is not None
            else _verdict(solution, answers.get(claim))
        )
        | {"turned": list(_turned(page, solution, claim)) if claim in answers else []}
        for claim, here in page.table("claims").items()
    ]


def _written(claim: str, here: Any) -> dict[str, Any]:
    kind = next((kind for kind in KINDS if kind in table(here)), "possible")
    return {
        "id": claim,
        "says": text(here, "says"),
        "kind": kind,
        "statement": text(here, kind),
        "note": text(here, "note"),
        "because": list(map(str, items(here, "because"))),
        "links": (),
    }


def _verdict(solution: Solution | None, answer: ClaimAnswer | None) -> dict[str, Any]:
    if solution is None or answer is None:
        return dict.fromkeys(("verdict", "mark", "said", "under", "story", "standing"), "")
    said = Citing(solution.model.conflict).said
    standing = "" if across_takes(solution) else standing_sentence(solution, answer.claim)
    return {
        "verdict": answer.verdict,
        "mark": Mark.verdict(answer.verdict).value,
        "said": VERDICTS[answer.verdict],
        "under": under_foresight(solution, [c for c in solution.codes if answer.holds[c]]),
        "story": said(claim_story(solution, answer)),
        "standing": said(standing),
    }


def _turned(page: ModelPage, solution: Solution | None, claim: str) -> Iterator[tuple[str, str]]:
    """Give readings in which a claim turns: in words, and the address of the answer in each."""
    if solution is None or across_takes(solution) or (across := solution.across) is None:
        return
    for words, chosen in islice(turned_readings(across, across.claims[claim]), MOST_TURNED):
        reading = page.chosen.reading + tuple(chosen.items())
        yield sentence(words), _link(page, **Chosen(page.chosen.scenario, reading).query)


def _change_kind(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say something else of the same statement."""
    wanted = form.get("value", "")
    written = next((kind for kind in KINDS if kind in table(data, *here)), None)
    if wanted not in KINDS or wanted == written:
        return []
    edits: list[PlainEdit] = [
        {"do": "put", "at": [*here, wanted], "value": text(data, *here, written or wanted)}
    ]
    if written is not None:
        edits.append({"do": "remove", "at": [*here, written]})
    return edits


def _claim(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Claim something of a statement, in words of one's own or in those that follow from it."""
    statement, kind = form.get("value", "").strip(), form.get("kind", "possible")
    if not statement or kind not in KINDS:
        return []
    says = form.get("says", "").strip() or in_short(kind, statement, data)
    claim = new_id(says, set(table(data, *here)), "claim")
    return [{"do": "put", "at": [*here, claim], "value": {"says": says, kind: statement}}]


ACTIONS = {"claim": _claim, "claim-kind": _change_kind}
