"""The kept steps of a model in words, for a page that is sent: what is large in each, answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from countermove.analysis.deal.board import DealBoard
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.errors import CountermoveError
from countermove.files.model_file import loads
from countermove.model.conflict import Conflict
from countermove.report.answer import claims_grid, holding_sentence
from countermove.report.article import Prose, Section, Words
from countermove.report.deal import deal_section
from countermove.report.reading_used import reading_sentence
from countermove.web.kept_steps import KeptStep


def shared_steps(
    conflict: Conflict, steps: Iterable[KeptStep], codes: Sequence[str] | None, name: str
) -> tuple[Section, ...]:
    """Say what is large in each step of the model file that is called so."""
    answers = _Answers(conflict, codes, name)
    return tuple(map(answers.section, steps))


@dataclass(frozen=True, eq=False)
class _Answers:
    """Answers the steps of one model; each version, scenario and reading is solved once."""

    conflict: Conflict
    codes: Sequence[str] | None
    name: str
    _solved: dict[object, Solution] = field(default_factory=dict)

    def section(self, step: KeptStep) -> Section:
        """Say what is large in a step, below its name."""
        try:
            solution = self._solution(step)
            return Section(step.name, (*_where(step, solution), *_large(step, solution)))
        except (CountermoveError, LookupError, ValueError):
            return Section(step.name, (Prose("It can't be answered of this model any more."),))

    def _solution(self, step: KeptStep) -> Solution:
        key = (step.text, step.scenario, *step.reading.items())
        if key not in self._solved:
            conflict = self.conflict
            if step.text:
                conflict = loads(step.text, "json" if self.name.endswith(".json") else "toml")
            conflict = conflict.in_reading(step.reading) if step.reading else conflict
            self._solved[key] = solve(conflict, self.codes, scenario=step.scenario or None)
        return self._solved[key]


def _where(step: KeptStep, solution: Solution) -> Iterator[Words]:
    """Say of which scenario and reading it is, or what the edit did."""
    model = solution.model
    if model.scenario:
        yield Prose(f"Scenario: {model.conflict.scenarios[model.scenario].title}", quiet=True)
    if step.reading:
        yield Prose(reading_sentence(model), quiet=True)
    if step.said:
        yield Prose(step.said, quiet=True)


def _large(step: KeptStep, solution: Solution) -> Iterator[Words]:
    if step.large in ("outcome", "draft"):
        yield from deal_section(DealBoard(solution).deal(_package(step, solution))).in_words
        return
    grid = claims_grid(solution)
    if step.large == "claim":
        answered = [one.claim for one in solution.claims]
        yield replace(grid, lines=(grid.lines[answered.index(step.claim)],))
    else:
        yield Prose(holding_sentence(solution))
        yield from (grid,) if grid.lines else ()


def _package(step: KeptStep, solution: Solution) -> str | list[str]:
    """Return what is chosen in a step; options that came or went since make it another."""
    options = solution.model.states.vocabulary.options
    if solution.model.conflict.is_graph_form:
        return step.values[""]
    if options.keys() != step.values.keys():
        raise KeyError(step.id)
    return [step.values[option] for option in options]
