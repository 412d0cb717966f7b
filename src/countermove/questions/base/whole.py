"""The whole answer as one article: claims, what holds, and every follow-up analysis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from countermove.analysis.compare import compare
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.errors import CountermoveError, StoppedError, unknown
from countermove.model.conflict import Conflict
from countermove.preferences.way_names import WayAsked
from countermove.preferences.ways import way_of
from countermove.progress import Follow, Progress, about, part_of, tell
from countermove.questions import follow_ups
from countermove.questions.base.question import Question
from countermove.questions.solve import SolveQuestion
from countermove.report.amounts import counted
from countermove.report.answer import (
    claims_section,
    concepts_section,
    made_sentence,
    record_section,
    scenarios_section,
)
from countermove.report.article import Article, Prose, Section
from countermove.report.assumptions import assumed_sections
from countermove.report.phrases import sentence
from countermove.report.readings import across_section
from countermove.report.ways import section_for_report


def report(
    conflict: Conflict,
    parts: Iterable[str] | None = None,
    concepts: Iterable[str] | None = None,
    *,
    scenario: str | None = None,
    follow: Follow | None = None,
    **way: Unpack[WayAsked],
) -> Article:
    """Answer all there is to ask about a model, in words; also in one of the papers' ways."""
    known = follow_ups()
    names = list(known if parts is None else dict.fromkeys(parts))
    for name in names:
        if name not in known:
            raise unknown("part of the report", name, list(known), "The parts are")
    asked = [known[name] for name in names]
    codes = None if concepts is None else list(concepts)
    in_way: Section | None = None
    if way_of(**way):
        solved = solve(conflict, codes, scenario=scenario, follow=follow, **way)
        in_way = section_for_report(solved)
    what_if: Section | None = None
    if scenario is None:
        compared = compare(conflict, None, codes, follow=follow)
        solution, what_if = compared.base, scenarios_section(compared)
    else:
        solution = solve(conflict, codes, scenario=scenario, follow=follow)
    solution.find_across(follow)
    sections: list[Section | None] = [*assumed_sections(solution.model)]
    holding, across = SolveQuestion.holding(solution), across_section(solution)
    sections += [claims_section(solution), holding, across, in_way, what_if]
    left = list(asked)
    try:
        _tell_first(asked, solution, follow)
        for number, part in enumerate(asked):
            doing = part_of(follow, number, len(asked), part.asks)
            sections.append(_follow_up(part, solution, doing))
            left.remove(part)
    except StoppedError:
        sections.append(_stopped(left))
    sections += [concepts_section(solution), record_section(conflict)]
    there = tuple(section for section in sections if section is not None)
    return Article(conflict, solution.model, there, made_sentence(solution))


def _tell_first(asked: list[type[Question]], solution: Solution, follow: Follow | None) -> None:
    """Say before the follow-up analyses begin what they take together, and which take long."""
    if follow is None or not asked:
        return
    told = {part: _told_first(part, solution) for part in asked}
    seconds = sum(first.seconds for first in told.values())
    long = (f"{part.asks} {said.expected}" for part, said in told.items() if said.seconds >= 1)
    expected = ". ".join([f"{counted(len(asked), 'question')}: {about(seconds)}", *long])
    states = len(solution.model.states)
    tell(follow, Progress(0.0, states, solution.codes, expected=expected, seconds=seconds))


def _told_first(part: type[Question], solution: Solution) -> Progress:
    """Return what an analysis tells before it begins, and stop it there."""
    told = [Progress(0.0, len(solution.model.states))]

    def stop(progress: Progress) -> bool:
        told.append(progress)
        return False

    try:
        _follow_up(part, solution, stop)
    except StoppedError:
        if len(told) == 1:  # It was somebody else who stopped it.
            raise
    return told[-1]


def _stopped(left: list[type[Question]]) -> Section:
    """Say which analyses are missing, as the report was stopped."""
    questions = "; ".join(part.asks for part in left)
    return Section("Not answered", (Prose(f"The report was stopped before: {questions}"),))


def _follow_up(part: type[Question], solution: Solution, follow: Follow | None) -> Section | None:
    """Return the section of an analysis, or one that says why there is none."""
    try:
        section = part.in_report(solution, follow)
    except StoppedError:
        raise
    except CountermoveError as error:
        said = " ".join(sentence(problem.said) for problem in error.problems)
        return Section(f"Not answered: {part.asks}", (Prose(said),))
    return None if section is None else part.headed(section)
