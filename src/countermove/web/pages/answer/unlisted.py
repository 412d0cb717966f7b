"""The answer of a model with too many outcomes to list: what is known of it, and why at any one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape

from countermove.graph.references import NOTHING_DONE
from countermove.model.scenarios import apply_scenario
from countermove.picture.palette import colour
from countermove.report.answer import CLAIMS_QUESTION
from countermove.texts import and_list
from countermove.web.asking import AskedOnPage, ask
from countermove.web.draft import DraftLevel
from countermove.web.page import ModelPage
from countermove.web.pages.follow_up.question_forms import said
from countermove.web.studio import Studio
from countermove.web.work.explaining import ExplainQuestion
from countermove.web.work.open_answers import OpenClaimShown, OpenShown

_NUMBERED = re.compile(r"\[([\d,]+)\]")


def shown_of(asked: AskedOnPage | None) -> OpenShown | None:
    """Return what is known of the answer, if it is one without a list."""
    known = asked.job.known if asked is not None and asked.job is not None else None
    return known.shown if known is not None else None


def unlisted(page: ModelPage, studio: Studio, shown: OpenShown | None) -> dict[str, Any]:
    """Return what the page shows of it, and the form that asks why of any outcome."""
    state = page.query.get("state", "").strip(" ,")
    return {
        "open": shown,
        "claims_question": CLAIMS_QUESTION,
        "open_html": "" if shown is None else _linked(page, Markup(shown.html)),
        "choices_of": list(_choices(page, state)),
        "status_quo": _status_quo(page),
        "state": state,
        "why_again": why_link(page, state, again="1"),
        "why_open": _why(page, studio, state) if state else None,
    }


def known_of(page: ModelPage, found: OpenClaimShown | None) -> dict[str, Any]:
    """Return what is known of a claim."""
    if found is None:
        return dict.fromkeys(("verdict", "mark", "said", "under", "story", "standing"), "")
    codes: dict[str, list[str]] = {}
    for code, mark, _ in found.marks:
        codes.setdefault(mark, []).append(code)
    under = [f"under {and_list(codes['✓'])}"] if found.verdict == "depends" else []
    under += [f"open under {and_list(codes['?'])}"] if "?" in codes else []
    said = {"holds": "true", "depends": "true under some concepts only", "fails": "not true"}
    return {
        "verdict": found.verdict,
        "mark": found.mark,
        "said": said.get(found.verdict, "open"),
        "under": "; ".join(under),
        "story": found.story,
        "links": [(link, f"[{number}]") for number, link in _numbers(page, found.story)],
        "standing": "",
    }


def why_link(page: ModelPage, state: str, **more: str) -> str:
    """Return the address of this page with why an outcome holds."""
    kept = {key: page.query[key] for key in ("scenario", "concepts") if page.query.get(key)}
    return page.url("answer", **kept, **page.chosen.query, state=state, **more)


def _numbers(page: ModelPage, text: str) -> Iterator[tuple[str, str]]:
    for number in dict.fromkeys(_NUMBERED.findall(text)):
        yield number, why_link(page, number.replace(",", ""))


def _linked(page: ModelPage, html: Markup) -> Markup:
    """Let the outcomes that a text names lead to why they hold."""
    for number, address in _numbers(page, html):
        link = Markup('<a data-visit href="{}">[{}]</a>').format(address, number)
        html = html.replace(escape(f"[{number}]"), link)
    return html


def _why(page: ModelPage, studio: Studio, state: str) -> AskedOnPage:
    """Ask why an outcome holds or not; who has stopped that sees so, until it is asked again."""
    values = said(ExplainQuestion, page.query)
    now = page.snapshot
    if "again" not in page.query:
        last = studio.work.latest(now.format, now.state, ExplainQuestion.id, values)
        if last is not None and last.status == "stopped":
            return AskedOnPage(last.as_it_is())
    return ask(page, studio, ExplainQuestion, values)


def _choices(page: ModelPage, state: str) -> Iterator[dict[str, Any]]:
    """Give by party what can be done in an outcome."""
    chosen = {part.strip() for part in state.split(",")}
    for place, party in enumerate(page.parties):
        options = [
            {"text": option.text, "each": list(_values(party.id, option.id, option.levels, chosen))}
            for option in party.options
        ]
        if options:
            yield {"name": party.name, "colour": colour(place), "options": options}


def _values(
    party: str, option: str, levels: Sequence[DraftLevel], chosen: set[str]
) -> Iterator[tuple[str, str, bool]]:
    """Give the values of an option: as it is asked for, in words, and whether it is chosen."""
    name = f"{party}.{option}"
    for level in levels:
        value = f"{name} is {level.id}"
        yield value, level.text, value in chosen
    if not levels:
        yield name, "", name in chosen


def _status_quo(page: ModelPage) -> str:
    """Return how the outcome is asked for at which things stand, if the model says so."""
    assert page.live.conflict is not None
    given = apply_scenario(page.live.conflict, page.scenario or None).status_quo
    return "" if given is None else given if isinstance(given, str) else _all(given)


def _all(done: Any) -> str:
    return ",".join(done) or NOTHING_DONE
