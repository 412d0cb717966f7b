"""The kept steps of a model in words, for a page that is sent: what is large in each, answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Unpack

from countermove.analysis.deal.board import DealBoard
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.errors import CountermoveError, unknown
from countermove.files.model_file import loads
from countermove.model.conflict import Conflict
from countermove.model.readings import known_doubts
from countermove.preferences.way_names import WayAsked
from countermove.report.answer import claims_grid, holding_sentence
from countermove.report.article import Prose, Section, Words
from countermove.report.deal import deal_section
from countermove.report.reading_used import reading_sentence
from countermove.share.kept_steps import KeptStep, kept_choice, options_since


def shared_steps(
    conflict: Conflict,
    steps: Iterable[KeptStep],
    codes: Sequence[str] | None,
    name: str,
    **way: Unpack[WayAsked],
) -> tuple[Section, ...]:
    """Say what is large in each step of the model file that is called so.

    They are answered as the page is: in the reading of the model that is given, where a step has
    none of its own, and in a way of the papers.
    """
    answers = _Answers(conflict, codes, name, way)
    return tuple(map(answers.section, steps))


@dataclass(frozen=True, eq=False)
class _Answers:
    """Answers the steps of one model; each version, scenario and reading is solved once."""

    conflict: Conflict
    codes: Sequence[str] | None
    name: str
    way: WayAsked
    _solved: dict[object, Solution] = field(default_factory=dict)

    def section(self, step: KeptStep) -> Section:
        """Say what is large in a step, below its name."""
        try:
            conflict = self._conflict(step)
            solution = self._solution(step, conflict)
            return Section(step.name, (*_where(step, conflict, solution), *_large(step, solution)))
        except CountermoveError:
            return Section(step.name, (Prose("It can't be answered of this model any more."),))

    def _conflict(self, step: KeptStep) -> Conflict:
        conflict = self.conflict
        if step.text:
            conflict = loads(step.text, "json" if self.name.endswith(".json") else "toml")
            # As it was then it needn't have been in doubt about all that is settled now.
            known = known_doubts(conflict)
            here = self.conflict.reading.items()
            conflict = conflict.in_reading(
                {doubt: key for doubt, key in here if key in known.get(doubt, ())}
            )
        return conflict.in_reading(step.reading) if step.reading else conflict

    def _solution(self, step: KeptStep, conflict: Conflict) -> Solution:
        key = (step.text, step.scenario, *step.reading.items())
        if key not in self._solved:
            scenario = step.scenario or None
            self._solved[key] = solve(conflict, self.codes, scenario=scenario, **self.way)
        return self._solved[key]


def _where(step: KeptStep, conflict: Conflict, solution: Solution) -> Iterator[Words]:
    """Say of which scenario and reading it is, or what the edit did."""
    if step.scenario:
        yield Prose(f"Scenario: {conflict.scenarios[step.scenario].title}", quiet=True)
    if solution.model.conflict.reading:
        yield Prose(reading_sentence(solution.model), quiet=True)
    if step.said:
        yield Prose(step.said, quiet=True)


def _large(step: KeptStep, solution: Solution) -> Iterator[Words]:
    """Say what is large: an outcome or a draft as deal tells of it, a claim, or all that holds."""
    if step.large in ("outcome", "draft"):
        states = solution.model.states
        if "" not in step.values and (since := options_since(states.vocabulary, step.values)):
            yield Prose(since, quiet=True)
        yield from deal_section(DealBoard(solution).deal(kept_choice(states, step.values))).in_words
        return
    grid = claims_grid(solution)
    if step.large == "claim":
        answered = [one.claim for one in solution.claims]
        if step.claim not in answered:
            raise unknown("claim", step.claim, answered, "The claims are")
        yield replace(grid, lines=(grid.lines[answered.index(step.claim)],))
    else:
        yield Prose(holding_sentence(solution))
        yield from (grid,) if grid.lines else ()
