"""The answers: each question asked of the same function, and worded as the command does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from countermove.analysis.coalitions.coalitions import coalitions
from countermove.analysis.comparison import compare
from countermove.analysis.differences import differences
from countermove.analysis.equilibria import solve
from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.evolve.result import ALL, EQUILIBRIA
from countermove.analysis.goals.goals import goals
from countermove.analysis.judgements.judgements import judgements
from countermove.analysis.needed import needed
from countermove.analysis.radius.radius import radius
from countermove.analysis.sample.doubt import read_distance
from countermove.analysis.sample.sample import sample
from countermove.analysis.views.views import views
from countermove.analysis.worth.worth import worth
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.progress import Follow
from countermove.report.answer import (
    claims_section,
    concepts_section,
    holding_section,
    made_sentence,
)
from countermove.report.article import Article, Section
from countermove.report.coalitions import coalitions_section
from countermove.report.evolve import evolve_section
from countermove.report.goals import goals_section
from countermove.report.judgements import judgements_section
from countermove.report.needed import needed_section
from countermove.report.radius import radius_section
from countermove.report.sample import sample_section
from countermove.report.shown import FULL, SHORT, Shown
from countermove.report.side_by_side import comparison_sections
from countermove.report.views import views_section
from countermove.report.whole import report
from countermove.report.worth import worth_section
from countermove.result import Result
from countermove.web.work import parameters as given


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question."""

    article: Article
    result: Result | None = None

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the article."""
        return self.article.sections

    @property
    def data(self) -> dict[str, Any]:
        """What was found as plain data, as the command prints it in JSON; empty for the report."""
        return {} if self.result is None else self.result.to_dict()


def _answer(
    conflict: Conflict, model: GraphModel | None, result: Result, *sections: Section | None
) -> Answer:
    there = tuple(section for section in sections if section is not None)
    return Answer(Article(conflict, model, there), result)


def _shown(asked: Any) -> Shown:
    return FULL if asked.everything else SHORT


def _solve(conflict: Conflict, asked: given.Solving, follow: Follow | None) -> Answer:
    found = solve(
        conflict, asked.concepts or None, asked.engine, scenario=asked.scenario, follow=follow
    )
    sections = (claims_section(found), holding_section(found), concepts_section(found))
    there = tuple(section for section in sections if section is not None)
    return Answer(Article(conflict, found.model, there, made_sentence(found)), found)


def _evolve(conflict: Conflict, asked: given.Evolving, follow: Follow | None) -> Answer:
    wanted = asked.to[0] if asked.to and asked.to[0] in (EQUILIBRIA, ALL) else asked.to
    found = evolve(
        conflict,
        wanted or None,
        asked.by or None,
        start=asked.start,
        concepts=asked.concepts or None,
        scenario=asked.scenario,
        follow=follow,
    )
    section = evolve_section(found, _shown(asked))
    return _answer(conflict, found.model, found, section)


def _worth(conflict: Conflict, asked: given.Weighing, follow: Follow | None) -> Answer:
    found = worth(
        conflict,
        states=asked.state,
        foresight=asked.foresight,
        concepts=asked.concepts or None,
        scenario=asked.scenario,
        follow=follow,
    )
    return _answer(conflict, found.model, found, worth_section(found))


def _coalitions(conflict: Conflict, asked: given.Joining, follow: Follow | None) -> Answer:
    found = coalitions(
        conflict,
        asked.members or None,
        asked.concepts or None,
        improvement=asked.improvement,
        scenario=asked.scenario,
        follow=follow,
    )
    section = coalitions_section(found, _shown(asked))
    return _answer(conflict, found.model, found, section)


def _needed(conflict: Conflict, asked: given.Needing, follow: Follow | None) -> Answer:
    found = needed(
        conflict,
        asked.statement,
        claim=asked.claim,
        holding=asked.holding,
        start=asked.start,
        scenario=asked.scenario,
        follow=follow,
    )
    section = needed_section(found, _shown(asked))
    return _answer(conflict, found.model, found, section)


def _goals(conflict: Conflict, asked: given.Seeking, follow: Follow | None) -> Answer:
    found = goals(
        conflict,
        asked.goals,
        asked.concepts or None,
        scenario=asked.scenario,
        steps=asked.steps,
        rankings=asked.rankings,
        follow=follow,
    )
    return _answer(conflict, found.model, found, goals_section(found))


def _judgements(conflict: Conflict, asked: given.Resting, follow: Follow | None) -> Answer:
    found = judgements(conflict, asked.concepts or None, scenario=asked.scenario, follow=follow)
    section = judgements_section(found, _shown(asked), claim=asked.claim)
    return _answer(conflict, found.base.model, found, section)


def _radius(conflict: Conflict, asked: given.Turning, follow: Follow | None) -> Answer:
    found = radius(
        conflict,
        concepts=asked.concepts or None,
        claims=asked.claims or None,
        states=asked.states or None,
        decision_makers=None if asked.party is None else [asked.party],
        scenario=asked.scenario,
        follow=follow,
    )
    section = radius_section(found, _shown(asked))
    return _answer(conflict, found.model, found, section)


def _sample(conflict: Conflict, asked: given.Sampling, follow: Follow | None) -> Answer:
    found = sample(
        conflict,
        samples=asked.samples,
        seed=asked.seed,
        within=None if asked.within is None else read_distance(asked.within),
        unknown=asked.unknown,
        decision_makers=asked.parties or None,
        concepts=asked.concepts or None,
        scenario=asked.scenario,
        follow=follow,
    )
    return _answer(conflict, found.base.model, found, sample_section(found, _shown(asked)))


def _views(conflict: Conflict, asked: given.Viewing, follow: Follow | None) -> Answer:
    found = views(
        conflict,
        asked.concepts or None,
        asked.engine,
        level=asked.level,
        unrecognised=asked.unrecognised,
        scenario=asked.scenario,
        follow=follow,
    )
    section = views_section(found, _shown(asked))
    return _answer(conflict, found.model, found, section)


def _compare(conflict: Conflict, asked: given.Comparing, follow: Follow | None) -> Answer:
    codes = asked.concepts or None
    found = compare(conflict, asked.scenarios or None, codes, asked.engine, follow=follow)
    told = {
        name: differences(conflict, scenario=name, concepts=codes, follow=follow)
        for name in asked.scenarios
    }
    sections = comparison_sections(found, _shown(asked), told=told)
    return _answer(conflict, found.base.model, found, *sections)


def _report(conflict: Conflict, asked: given.Reporting, follow: Follow | None) -> Answer:
    codes = asked.concepts or None
    return Answer(report(conflict, asked.parts, codes, scenario=asked.scenario, follow=follow))


ANSWERED: Mapping[str, Callable[[Conflict, Any, Follow | None], Answer]] = {
    "solve": _solve,
    "evolve": _evolve,
    "worth": _worth,
    "coalitions": _coalitions,
    "needed": _needed,
    "goals": _goals,
    "judgements": _judgements,
    "radius": _radius,
    "sample": _sample,
    "views": _views,
    "compare": _compare,
    "report": _report,
}
"""What answers each question, by its id."""
