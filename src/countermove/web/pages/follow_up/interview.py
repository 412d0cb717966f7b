"""One question at a time on the page "What would settle it?": each answer is an edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.analysis.ask.from_nothing import By
from countermove.analysis.ask.inquiry import Inquiry
from countermove.analysis.ask.interview import MOST_STATES, Interview
from countermove.editing.edited_file import Snapshot
from countermove.errors import CountermoveError
from countermove.questions.base.question import Missing
from countermove.report.amounts import counted
from countermove.report.interview import (
    answer_words,
    aside_words,
    asked_words,
    offered,
    open_words,
    progress,
    settled_words,
    told_words,
)
from countermove.report.phrases import sentence, who
from countermove.stability.registry import applicable_concepts
from countermove.texts import and_list, in_quotes
from countermove.web.asking import unready
from countermove.web.forms import Form
from countermove.web.page import ModelPage
from countermove.web.page_routes import PageRequest, Whole
from countermove.web.sittings import LONGEST_NAME, Sitting, Topic, key_of
from countermove.web.studio import Studio

_OWN = ("interview", "claims", "concepts", "by", "parties", "who", "alone")
"""What an address says of an interview."""

_FEW = 12
"""So many outcomes are compared pair by pair where there is no claim to be settled."""

_ELSEWHERE = "At the terminal, countermove ask --interview asks them."


_WAYS: Mapping[By, str] = {
    "doubts": "What the model says to be in doubt",
    "statements": "From nothing: what somebody cares about, and what comes first",
    "pairs": "From nothing: which of two outcomes is better for somebody",
}


def link(page: ModelPage, values: Mapping[str, Any]) -> str:
    """Return where one question at a time is asked; empty in a scenario or a reading."""
    model = page.live.model
    if page.chosen or model is None or model.unordered:
        return ""
    topic = {key: ",".join(values[key]) for key in ("claims", "concepts") if values.get(key)}
    begins = "on" if topic and model.doubts else "choose"
    return page.url("follow-up", "ask", interview=begins, **topic)


def about_one(page: ModelPage, party: str) -> list[tuple[str, str]]:
    """Return where it is asked what one party wants: its address, and by what it asks."""
    model, claims = page.live.model, list(page.table("claims"))
    if page.context or model is None or model.unordered or page.live.large:
        return []
    if len(model.states) > MOST_STATES:
        return []
    said = {"parties": party, "alone": "1", "interview": "choose" if len(claims) > 1 else "on"}
    ways = {"statements": "what it cares about, and what comes first"}
    if claims or len(model.states) <= _FEW:
        ways["pairs"] = "which of two outcomes is better for it"
    return [(page.url("follow-up", "ask", **said, by=by), words) for by, words in ways.items()]


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return the question that is asked now, what was answered, and what that settles."""
    topic = Topic.of(page.query)
    said = {key: page.query[key] for key in _OWN if page.query.get(key)}
    about = {key: said[key] for key in ("claims", "concepts") if key in said}
    is_in_doubt = page.live.model is not None and bool(page.live.model.doubts)
    found: dict[str, Any] = {
        "missing": None,
        "problems": (),
        "choosing": page.query["interview"] == "choose",
        "topic": topic,
        "longest_name": LONGEST_NAME,
        "concepts": applicable_concepts(page.live.conflict),
        "whole": page.url("follow-up", "ask", **about),
        "alone": _alone(page, topic),
        "choose": page.url("follow-up", "ask", **said | {"interview": "choose"}),
        "ways": [(by, words) for by, words in _WAYS.items() if is_in_doubt or by != "doubts"],
    }
    if (missing := _missing(page, topic)) is not None:
        return found | {"missing": missing}
    if found["choosing"]:
        return found
    try:
        return found | _shown(studio.sittings.of(studio.document(page.name), topic, page.snapshot))
    except CountermoveError as error:
        return found | {"problems": error.problems}


def _alone(page: ModelPage, topic: Topic) -> dict[str, str] | None:
    """Return the party that alone is asked about, and where what it wants is written."""
    party = next((one for one in page.parties if topic.alone and one.id in topic.parties), None)
    if party is None:
        return None
    where = page.url("preferences", party=party.id)
    return {"called": party.called or party.name, "where": where}


def _missing(page: ModelPage, topic: Topic) -> Missing | None:
    live = page.live
    if page.chosen:
        says = "Questions are asked one by one about the model itself, in no scenario or reading."
        own = {key: page.query[key] for key in _OWN if key in page.query}
        return Missing(says, "", page.url("follow-up", "ask", **own), "To these questions")
    if live.large is not None:
        says = "This model is too large to be asked about one by one here."
        return Missing(says, _ELSEWHERE)
    if live.across_takes and topic.by == "doubts" and page.query["interview"] != "choose":
        says = f"To look at all readings takes {live.across_takes}, too long between two questions."
        return Missing(says, _ELSEWHERE)
    return None if live.model is not None else unready(page)


def _shown(sitting: Sitting) -> dict[str, Any]:
    interview, asked = sitting.interview, sitting.interview.question
    model = interview.model
    return {
        "about": _about(interview),
        "aside": aside_words(interview),
        "adds_for": asked.party if asked is not None and sitting.adds else "",
        "adds_for_name": "" if asked is None else who(model, asked.party),
        "is_in_doubt": bool(model.doubts or interview.said),
        "progress": progress(interview),
        "count": interview.count + 1,
        "asked": None if asked is None else _asked(sitting, asked),
        "clash": [
            (key_of(one), sentence(told_words(model, one, answer)))
            for one, answer in sitting.clashing
        ],
        "news": sitting.news,
        "settled": settled_words(interview),
        "is_open": list(open_words(interview)),
        "count_open": sum(value is None for value in interview.standing.values()),
        "told": [
            (key_of(one.question), sentence(told_words(model, one.question, one.answer)))
            for one in interview.said
        ],
        "not_known": [(key_of(one), asked_words(model, one)) for one in sitting.not_known],
    }


def _about(interview: Interview) -> str:
    """Say what is to be settled: a claim by its words, more than one by their number."""
    if not interview.wanted:
        return "Nothing holds as written"
    claims = list(dict.fromkeys(one.claim for one in interview.wanted))
    codes = and_list(list(dict.fromkeys(one.concept for one in interview.wanted)))
    known = interview.model.conflict.claims
    says = [in_quotes(known[claim].says) for claim in claims if claim is not None]
    text = says[0] if len(says) == 1 else counted(len(says), "claim")
    return f"{text if says else 'What holds as written'}, under {codes}"


def _asked(sitting: Sitting, asked: Inquiry) -> dict[str, Any]:
    model = sitting.interview.model
    answers = [(one, sentence(answer_words(model, asked, one))) for one in offered(asked)]
    return {
        "key": key_of(asked),
        "words": asked_words(model, asked, listed=True),
        "answers": answers,
    }


# -- answers --------------------------------------------------------------------------------------


def _answer(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    topic, sittings = Topic.of(asked.query), asked.studio.sittings
    question, answer = form.get("question", ""), form.get("answer", "")
    return sittings.answer(asked.document, topic, question, answer, seen=seen)


def _take_back(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    topic, sittings = Topic.of(asked.query), asked.studio.sittings
    return sittings.take_back(asked.document, topic, form.get("question", ""), seen=seen)


def _add(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    topic, sittings = Topic.of(asked.query), asked.studio.sittings
    party, statement = form.get("party", ""), form.get("value", "").strip()
    return sittings.add(asked.document, topic, party, statement, seen=seen)


WHOLE: dict[str, Whole] = {"answer": _answer, "take-back": _take_back, "add-statement": _add}
