"""The whole report as one article: the first page, the model, the answer, the follow-ups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Unpack

from immutabledict import immutabledict

from countermove.analysis.compare import compare
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.draw import figures
from countermove.errors import CountermoveError, StoppedError, unknown
from countermove.model.conflict import Conflict
from countermove.picture.drawing import Box, Label
from countermove.preferences.way_names import WayAsked
from countermove.preferences.ways import way_of
from countermove.progress import Follow, Progress, about, part_of, tell
from countermove.questions import follow_ups
from countermove.questions.base.parts import Solved, report_parts, written_parts
from countermove.questions.base.question import Question
from countermove.report.amounts import counted
from countermove.report.answer import made_in_short, record_section
from countermove.report.article import Article, Picture, Prose, Section
from countermove.report.citing import without_record
from countermove.report.in_short import ASKED
from countermove.report.phrases import sentence

IN_REPORT = immutabledict(
    {
        "wants": ("rankings", 60),
        "holds": ("graph", 30),
        "why": ("why", 60),
        "evolve": ("evolution", 60),
    }
)
"""The figures in a report, by the parts that have them, and up to how many outcomes."""

_SHEET, _HIGHEST = 704, 1200
"""So many pixels are as wide as a sheet of paper; what would be higher is drawn broader."""

_Sections = dict[str, list[Section]]


def report(
    conflict: Conflict,
    parts: Iterable[str] | None = None,
    concepts: Iterable[str] | None = None,
    *,
    packages: Mapping[str, str] = immutabledict(),
    scenario: str | None = None,
    follow: Follow | None = None,
    **way: Unpack[WayAsked],
) -> Article:
    """Answer all there is to ask about a model, or some of it; also in one of the papers' ways.

    Packages on the table are told of by the names that they are given.
    """
    known = report_parts()
    names = list(known if parts is None else dict.fromkeys(parts))
    for name in names:
        if name not in known:
            raise unknown("part of the report", name, list(known), "The parts are")
    codes = None if concepts is None else list(concepts)
    in_way = compared = None
    if way_of(**way):
        in_way = solve(conflict, codes, scenario=scenario, follow=follow, **way)
    if scenario is None and {"short", "scenarios"} & {*names}:
        compared = compare(conflict, None, codes, follow=follow)
        solution = compared.base
    else:
        solution = solve(conflict, codes, scenario=scenario, follow=follow)
    solution.find_across(follow)
    # The first page says in a sentence what some of the others find.
    needed = [name for name in ASKED if "short" in names and name not in names]
    asked = [name for name in (*names, *needed) if name in follow_ups()]
    sections, left = _answered(asked, solution, follow)
    found = {name: one.finding for name, some in sections.items() for one in some}
    whole = Solved(solution, compared, in_way, found, packages)
    for name, write in written_parts().items():
        if name in names:
            told = [one for one in write(whole) if one is not None]
            sections[name] = [replace(one, question=one.question or known[name]) for one in told]
    for name in IN_REPORT:
        if sections.get(name):
            sections[name][0] = _drawn(sections[name][0], name, solution)
    if left := [name for name in left if name in names]:
        sections[left[0]] = [_stopped(left)]
    article = Article(
        conflict,
        solution.model,
        tuple(section for name in names for section in sections.get(name, [])),
        made_in_short(solution),
    )
    return _with_record(article)


def _answered(
    asked: list[str], solution: Solution, follow: Follow | None
) -> tuple[_Sections, list[str]]:
    """Answer follow-up questions; those that are left were to come when it was stopped."""
    sections: _Sections = {}
    left = list(asked)
    questions = [follow_ups()[name] for name in asked]
    try:
        _tell_first(questions, solution, follow)
        for number, (name, part) in enumerate(zip(asked, questions, strict=True)):
            doing = part_of(follow, number, len(asked), part.asks)
            section = _follow_up(part, solution, doing)
            sections[name] = [] if section is None else [section]
            left.remove(name)
    except StoppedError:
        pass
    return sections, left


def _drawn(section: Section, part: str, solution: Solution) -> Section:
    """Add a figure to a section, where there is something to draw that isn't too much."""
    name, most = IN_REPORT[part]
    if len(solution.model.states) > most:
        return section
    figure = figures()[name]
    try:
        drawn = figure(room=_SHEET).drawing(solution)
        if drawn.height > _HIGHEST:
            drawn = figure().drawing(solution)
    except CountermoveError:
        return section
    # Boxes alone, between which nothing leads anywhere, say no more than the sentences.
    leads = any(not isinstance(shape, Box | Label) for shape, _, _ in drawn.each())
    if not leads:
        return section
    conflict = solution.model.conflict
    record = filter(None, (record_section(conflict),))
    sources = Article(conflict, None, tuple(record)).notes
    return replace(section, blocks=(*section.blocks, Picture(without_record(drawn, sources))))


def _with_record(article: Article) -> Article:
    """Add of the record what is named, where it isn't there."""
    record = record_section(article.conflict)
    if record is None or any(section.question == record.question for section in article.sections):
        return article
    whole = replace(article, sections=(*article.sections, record))
    if not whole.notes:
        return whole
    named = whole.named_record
    kept = {name: one for name, one in article.conflict.sources.items() if name in named}
    only = article.conflict.model_copy(update={"sources": kept})
    record = record_section(only)
    return replace(article, sections=(*article.sections, *filter(None, [record])))


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


def _stopped(left: list[str]) -> Section:
    """Say which analyses are missing, as the report was stopped."""
    questions = "; ".join(report_parts()[name] for name in left)
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
