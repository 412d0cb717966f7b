"""What an object says in a notebook: the sections that the terminal and the report have for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any

from countermove.analysis.compare import Comparison
from countermove.analysis.differences import Differences
from countermove.analysis.equilibria import Equilibrium, Solution
from countermove.analysis.individual import IndividualStability
from countermove.analysis.open_explaining import OpenExplanation
from countermove.analysis.open_solution import OpenSolution
from countermove.analysis.readings.across import Across
from countermove.analysis.sweep.result import Sweep
from countermove.files.importing import Imported
from countermove.graph.references import NOTHING_DONE
from countermove.graph.states import State
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.overview import overview
from countermove.questions import questions
from countermove.questions.solve import SolveQuestion
from countermove.report.amounts import counted
from countermove.report.answer import concepts_section, start_sentence
from countermove.report.article import Prose, Section
from countermove.report.cases import CaseList, cases_section
from countermove.report.check_words import check_sections
from countermove.report.checking import CheckReport
from countermove.report.compare import comparison_sections, difference_sections
from countermove.report.concept_list import ConceptList, known_section
from countermove.report.explain import Explanation, Story
from countermove.report.explain_words import explanation_sections
from countermove.report.individual import individual_section
from countermove.report.model_words import besides_wishes, sureness
from countermove.report.open_answer import open_sections
from countermove.report.open_explanation import explanation_section
from countermove.report.phrases import size_of
from countermove.report.reading_used import another_value, reading_sentence
from countermove.report.readings import told_across
from countermove.report.shown import SHORT
from countermove.report.state_words import states_section
from countermove.report.states import StateList
from countermove.report.sweep import sweep_section
from countermove.result import Result
from countermove.stability.registry import Concepts, SolutionConcept
from countermove.table import Table
from countermove.texts import and_list


@dataclass(frozen=True)
class Said:
    """What is said: a title and what is to be known first, then tables and sections."""

    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    title: str = ""
    size: str = ""
    notes: tuple[str, ...] = ()


def _about(
    conflict: Conflict,
    model: GraphModel | None,
    sections: Iterable[Section],
    tables: tuple[Table, ...] = (),
) -> Said:
    """Say something of a model, its title and how it is read above."""
    size = " · ".join(size_of(conflict, model))
    told = Said(tuple(sections), tables, conflict.title, size)
    if model is None:
        return told
    # The title says what the scenario is.
    scenario = f"Scenario: {model.scenario}" if model.scenario else ""
    reading = reading_sentence(model)
    if not model.way and (other := another_value(model)):
        doubt, _, value = other.partition("=")
        reading += f" Another reading: in_reading({{{doubt!r}: {value!r}}}) of the model."
    return replace(told, notes=tuple(filter(None, (scenario, reading))))


@singledispatch
def said(thing: Any) -> Said:
    """Say what the terminal says of an object."""
    raise TypeError(f"nothing is said of {type(thing).__name__}")


@said.register
def _(result: Result) -> Said:
    model: Any = result.model
    # An analysis lies in the module or package that is called as its question is.
    question = questions().get(type(result).__module__.split(".")[2])
    if question is None or model is None:
        return Said(tables=(result.table(),))
    section = question.headed(question.in_words(result, SHORT))
    return _about(model.conflict, model, (section,))


@said.register
def _(solution: Solution) -> Said:
    model, start = solution.model, solution.model.states.status_quo
    found = _about(model.conflict, model, SolveQuestion().sections(solution))
    if start is None or start in solution.holding_somehow:
        return found
    return replace(found, notes=(*found.notes, start_sentence(solution, start)))


@said.register
def _(solution: OpenSolution) -> Said:
    sections = open_sections(solution, SolveQuestion.asks)
    return _about(solution.model.conflict, None, sections)


@said.register
def _(explanation: OpenExplanation) -> Said:
    return _about(explanation.model.conflict, None, (explanation_section(explanation),))


@said.register
def _(state: State) -> Said:
    told = [Prose(state.text or NOTHING_DONE)]
    told += [Prose(state.pattern, "pattern")] if state.pattern else []
    return Said((Section(str(state), tuple(told)),))


@said.register
def _(equilibrium: Equilibrium) -> Said:
    (told,) = said(equilibrium.state).sections
    holds = Prose(f"holds under {and_list(list(equilibrium.concepts))}.")
    return Said((replace(told, blocks=(*told.blocks, holds)),))


@said.register
def _(found: IndividualStability) -> Said:
    section = individual_section(found.solution)
    return _about(found.model.conflict, found.model, (section,))


@said.register
def _(found: Across) -> Said:
    return _about(found.model.conflict, found.model, (told_across(found),))


@said.register
def _(explanation: Explanation) -> Said:
    model = explanation.model
    return _about(model.conflict, model, explanation_sections(explanation))


@said.register
def _(story: Story) -> Said:
    return Said((Section(story.summary, tuple(map(Prose, story.paragraphs))),))


@said.register
def _(compared: Comparison) -> Said:
    sections = comparison_sections(compared, told={}, with_ids=True)
    sections = (*sections, concepts_section(compared.base))
    return _about(compared.conflict, compared.base.model, sections)


@said.register
def _(found: Differences) -> Said:
    after = found.after.model
    sections = (*difference_sections(found), concepts_section(found.after))
    return _about(after.conflict, after, sections)


@said.register
def _(report: CheckReport) -> Said:
    title = "" if report.conflict is None else report.conflict.title
    title = report.name if title in report.name else f"{report.name}: {title}"
    size = "in order" if report else counted(len(report), "mistake")
    return Said(check_sections(report), title=title, size=size)


@said.register
def _(listed: ConceptList) -> Said:
    return Said((known_section(listed),))


@said.register
def _(concept: SolutionConcept) -> Said:
    return Said((known_section([concept]),))


@said.register
def _(known: Concepts) -> Said:
    return Said((known_section(known.values()),))


@said.register
def _(listed: CaseList) -> Said:
    return Said((cases_section(listed),))


@said.register
def _(listed: StateList) -> Said:
    return said(listed.model)


@said.register
def _(runs: Sweep) -> Said:
    return Said((sweep_section(runs),))


@said.register
def _(model: GraphModel) -> Said:
    return _about(model.conflict, model, (states_section(StateList(model)),))


@said.register
def _(conflict: Conflict) -> Said:
    found = _about(conflict, None, besides_wishes(conflict), (overview(conflict),))
    summary = " ".join((conflict.summary or "").split())
    return replace(found, notes=tuple(filter(None, (summary, sureness(conflict)))))


@said.register
def _(imported: Imported) -> Said:
    told = said(imported.conflict)
    sections = [
        Section(question, tuple(map(Prose, texts)))
        for question, texts in (
            ("What is wrong?", map(str, imported.problems)),
            ("What to know of the import", imported.warnings),
        )
    ]
    found = (section for section in sections if section.blocks)
    return replace(told, sections=(*found, *told.sections))
