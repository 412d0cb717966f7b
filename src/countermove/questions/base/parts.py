"""The parts of the report by the names that choose them: written ones, and the follow-ups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from countermove.questions import follow_ups

if TYPE_CHECKING:
    from countermove.analysis.compare import Comparison
    from countermove.analysis.equilibria import Solution
    from countermove.report.article import Section


@dataclass(frozen=True, slots=True)
class Solved:
    """What the written parts of a report are made of; findings are sentences, by follow-up.

    The packages are those on the table, each by a name.
    """

    solution: Solution
    compared: Comparison | None
    in_way: Solution | None
    findings: Mapping[str, str]
    packages: Mapping[str, str]


Write = Callable[[Solved], "Iterator[Section | None]"]

_BEFORE: dict[str, tuple[str, Write]] = {}
_AFTER: dict[str, tuple[str, Write]] = {}


def written_parts() -> Mapping[str, Write]:
    """Return what writes each part that isn't a follow-up question."""
    return {name: write for name, (_, write) in (_BEFORE | _AFTER).items()}


@cache
def report_parts() -> Mapping[str, str]:
    """Return the parts in the order of the report, each with the question that it answers."""
    asked = {name: question.asks for name, question in follow_ups().items()}
    before, after = ({name: asks for name, (asks, _) in some.items()} for some in (_BEFORE, _AFTER))
    return before | asked | after


def _part(asks: str, into: dict[str, tuple[str, Write]] = _BEFORE) -> Callable[[Write], Write]:
    """Make a function a part of the report, called as the function is."""

    def register(write: Write) -> Write:
        into[write.__name__.strip("_")] = (asks, write)
        return write

    return register


@_part("In short")
def _short(whole: Solved) -> Iterator[Section | None]:
    from countermove.report.in_short import in_short_section

    yield in_short_section(whole.solution, whole.compared, whole.findings)


@_part("Who takes part, and what can each do?")
def _parties(whole: Solved) -> Iterator[Section | None]:
    from countermove.report.assumptions import taking_part_section

    yield taking_part_section(whole.solution.model)


@_part("What was ruled out, and where does it begin?")
def _rules(whole: Solved) -> Iterator[Section | None]:
    from countermove.report.assumptions import ruled_out_section

    yield ruled_out_section(whole.solution.model)


@_part("What does each want?")
def _wants(whole: Solved) -> Iterator[Section | None]:
    from countermove.report.assumptions import wanted_section

    yield wanted_section(whole.solution.model)


@_part("Which claims are true?")
def _claims(whole: Solved) -> Iterator[Section | None]:
    from countermove.report.answer import claims_section

    yield claims_section(whole.solution)


@_part("What holds?")
def _holds(whole: Solved) -> Iterator[Section | None]:
    from countermove.questions.solve import SolveQuestion
    from countermove.report.ways import section_for_report

    yield SolveQuestion.in_report(whole.solution)
    if whole.in_way is not None:
        yield section_for_report(whole.in_way)


@_part("Why, and what upsets the rest?")
def _why(whole: Solved) -> Iterator[Section | None]:
    from countermove.report.why import why_section

    yield why_section(whole.solution)


@_part("What would they do about the packages on the table?")
def _packages(whole: Solved) -> Iterator[Section | None]:
    from countermove.report.deal import packages_sections

    yield from packages_sections(whole.solution, whole.packages)


@_part("What holds, whatever they want?")
def _readings(whole: Solved) -> Iterator[Section | None]:
    from countermove.report.readings import across_section

    yield across_section(whole.solution)


@_part("What if?")
def _scenarios(whole: Solved) -> Iterator[Section | None]:
    from countermove.report.compare import scenarios_section

    if whole.compared is not None:
        yield scenarios_section(whole.compared)


@_part("What does it mean that an outcome holds?", _AFTER)
def _method(whole: Solved) -> Iterator[Section | None]:
    from countermove.report.answer import concepts_section

    yield concepts_section(whole.solution)


@_part("What is the record?", _AFTER)
def _record(whole: Solved) -> Iterator[Section | None]:
    from countermove.report.answer import record_section

    yield record_section(whole.solution.model.conflict)


@_part("How was it computed?", _AFTER)
def _computed(whole: Solved) -> Iterator[Section | None]:
    from countermove.report.answer import computed_section

    yield computed_section(whole.solution)
