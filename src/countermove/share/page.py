"""The page that is sent: what was found as plain HTML, and what a script shows on request."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from countermove.analysis.equilibria import Solution
from countermove.draw.graph import GraphFigure
from countermove.errors import ConceptNotApplicableError, TooLargeError
from countermove.picture.palette import COLOURS, colour, hue
from countermove.picture.svg import svg_in_page
from countermove.progress import Follow, part_of
from countermove.questions.evolve import EvolveQuestion
from countermove.report.answer import (
    claims_section,
    concepts_section,
    made_in_short,
    record_section,
)
from countermove.report.article import Article, Section
from countermove.report.assumptions import ruled_out_section, taking_part_section, wanted_section
from countermove.report.explain import MOST_FOLLOWED
from countermove.report.formats.html import templates
from countermove.report.outcome_table import option_table
from countermove.share.blocks import MARKS
from countermove.share.outcomes import MOST_TOLD, outcomes, told_states
from countermove.share.packages import MOST_TRIED, controls, package_count, packages
from countermove.share.texts import Texts
from countermove.stability.saying import heads
from countermove.texts import visible

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_BYTES = 8_000_000
"""What is larger doesn't go through a mailbox."""

_ALL_IN_TABLE = 64


@dataclass(frozen=True, slots=True)
class Noting:
    """What has the notes of an article, where only a part of it is written."""

    article: Article

    @property
    def notes(self) -> Any:
        """The record by what texts call it."""
        return self.article.notes

    def noted(self, text: str) -> Any:
        """Split a text where the record is named."""
        return self.article.noted(text)


def shared_page(
    solution: Solution, steps: Sequence[Section] = (), follow: Follow | None = None
) -> str:
    """Write a model, its answer and kept steps as one page that needs nothing else."""
    model = solution.model
    if solution.strong is not None:
        raise ConceptNotApplicableError(
            "what is weakly stable is a difference: nobody can be told why it holds.",
            advice="Share the answer with strength general, or with strength strong.",
        )
    solution.find_across(follow)
    record = record_section(model.conflict)
    claims = claims_section(solution)
    behind = (taking_part_section(model), ruled_out_section(model), wanted_section(model))
    meaning = (concepts_section(solution), *([record] if record else []))
    sections = (*([claims] if claims else []), *steps, *behind, *meaning)
    article = Article(model.conflict, model, sections, made_in_short(solution))
    texts = Texts(article)
    told = told_states(solution)
    which = "all" if len(model.states) <= _ALL_IN_TABLE else "holding"
    data = {
        "concepts": solution.codes,
        "parties": [
            {"name": visible(model.name(dm)), "colour": colour(place)}
            for place, dm in enumerate(model.decision_makers)
        ],
        "outcomes": outcomes(solution, told, texts, part_of(follow, 0, 2)),
        "packages": packages(solution, told, texts, part_of(follow, 1, 2)),
        "marks": MARKS,
    }
    style, script = _file("page.css"), _file("page.js")
    style = f"{_party_colours()}{_shared_style()}{style}"
    written = (
        _templates()
        .get_template("page.html")
        .render(
            article=article,
            noting=Noting(article),
            claims=claims,
            steps=steps,
            controls=list(controls(model)),
            behind=behind,
            meaning=meaning,
            table=option_table(solution, EvolveQuestion.asks, which=which),
            graph=_graph(solution),
            heads=heads(concept.words for concept in solution.concepts),
            left_out=left_out(solution),
            style=style,
            script=script,
            policy=_policy(style, script),
            data=_in_script(data | {"texts": texts.in_order()}),
        )
    )
    _check_size(written)
    return written


def left_out(solution: Solution) -> tuple[str, ...]:
    """Say beforehand what of a large model isn't on the page."""
    return tuple(filter(None, (_untold(solution), _unfollowed(solution), _untried(solution))))


def _untold(solution: Solution) -> str:
    count, holding = len(solution.model.states), len(solution)
    if count <= MOST_TOLD:
        return ""
    which = f"the {MOST_TOLD} firmest that hold" if holding > MOST_TOLD else "those that hold"
    which = which if holding else f"the first {MOST_TOLD}"
    start = "" if solution.model.states.status_quo is None else " and the status quo"
    all_can = f"all can where there are up to {MOST_TOLD}"
    return f"Of {count:,} outcomes {which}{start} can be asked why: {all_can}."


def _unfollowed(solution: Solution) -> str:
    if len(solution.model.states) <= MOST_FOLLOWED:
        return ""
    return (
        "It says of them who would stay and who would leave, and not by which moves: that takes "
        f"too long where there are more than {MOST_FOLLOWED:,}."
    )


def _untried(solution: Solution) -> str:
    count, are_all = package_count(solution.model), len(solution.model.states) <= MOST_TOLD
    if count <= MOST_TRIED:
        return ""
    which = "that the rules allow" if are_all else "that are these outcomes"
    all_can = f"all can where there are up to {MOST_TRIED:,}"
    return f"Of {count:,} packages those can be tried {which}: {all_can}."


def _graph(solution: Solution) -> str:
    return svg_in_page(GraphFigure().drawing(solution), "drawing graph", with_states=True)


def _in_script(data: dict[str, Any]) -> str:
    """Write data so that no text of a model ends the element that holds it."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _policy(style: str, script: str) -> str:
    """Allow this style and this script, and nothing else: nothing is fetched or sent."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _file(name: str) -> str:
    return (files("countermove.share") / "templates" / name).read_text("utf-8")


@cache
def _party_colours() -> str:
    """Return the colours of the parties on light paper, by the classes that they have on pages."""
    light = "".join(f"--{colour(k)}: {hue(k)}; " for k in range(COLOURS))
    classes = (f".{colour(k)} {{ --party: var(--{colour(k)}); }}\n" for k in range(COLOURS))
    return f":root {{ {light}}}\n{''.join(classes)}"


@cache
def _shared_style() -> str:
    """Return what all documents look like."""
    return templates().get_template("article.css").render()


@cache
def _templates() -> Environment:
    from jinja2 import ChoiceLoader, PackageLoader

    loaders = [PackageLoader("countermove", f"{row}/templates") for row in ("share", "report")]
    return templates().overlay(loader=ChoiceLoader(loaders))


def _check_size(written: str) -> None:
    size = len(written.encode())
    if size > MOST_BYTES:
        raise TooLargeError(
            f"the page would be {size / 1e6:.1f} MB large, and one of up to {MOST_BYTES / 1e6:.0f} "
            "MB can be sent.",
            advice="Share a scenario with fewer outcomes, or send a report (countermove report).",
        )
