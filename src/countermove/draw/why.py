"""Why an outcome holds or not: the moves that tempt, what follows on each, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from countermove.analysis.equilibria import Solution
from countermove.draw.base.figure import Figure, draw_nothing, figure
from countermove.draw.base.page import not_drawn, on_page, width_in
from countermove.draw.base.sheet import Room
from countermove.errors import shown_of
from countermove.graph_model import GraphModel
from countermove.picture.drawing import Box, Drawing, Stroke
from countermove.picture.outline import PLAIN, Caption, OutlineBox, outline
from countermove.picture.palette import Paint, dash
from countermove.picture.panels import SMALL, quiet, text
from countermove.progress import Follow
from countermove.report.explain import Explanation, Story
from countermove.report.lines import StoryStep, line_steps
from countermove.report.parameters import SomeParties, States
from countermove.report.phrases import state_text, status_quo_note
from countermove.report.sentences import content_under
from countermove.stability.play import LineOfPlay
from countermove.stability.registry import SolutionConcept
from countermove.stability.verdict import Verdict

_MOST, _LOOKED_AT = 6, 20
"""So many moves are drawn, and so many outcomes looked at to choose one."""


@figure(
    shows="Why an outcome holds or not: the moves that tempt, what others would do about each, "
    "and how it ends.",
    examples=("draw talks-2025 why --state 20 --concept SEQ -o why.svg",),
    place=3,
)
class WhyFigure(Figure):
    """Why an outcome holds or not."""

    states: States = ()
    parties: SomeParties = ()
    room: Room = None

    def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
        """Draw it for one outcome under one concept: the first in which replies count."""
        model, width = solution.model, width_in(self.room)
        looking = [concept for concept in solution.concepts if concept.replies != "none"]
        concept = [*looking, *solution.concepts][0]
        told = _explained(solution, self._outcome(solution, concept), concept, self._whose(model))
        lines = _lines(model, told)
        first = sorted(range(len(lines)), key=lambda k: (lines[k][0], lines[k][2].is_deterred))
        drawn = [lines[k] for k in sorted(first[: shown_of(len(lines), _MOST)])]
        start = state_text(model, told.state) + status_quo_note(model, told.state)
        root = OutlineBox(
            (Caption(start, bold=True), Caption(told.outcome(concept), size=SMALL)),
            replace(PLAIN, edge="ink", thick=2),
            then=tuple(_chain(model, verdict, concept, line) for _, verdict, line in drawn),
        )
        content = [s.verdict.decision_maker for s in told if not s.verdict.lines]
        says = [start + ".", told.outcome(concept), *told.paragraphs(concept)]
        outlined = outline(root, width)
        width = outlined.width
        panels = [
            outlined,
            text(content_under(model, told.state, concept, content), width, size=SMALL),
            quiet(not_drawn(len(lines) - len(drawn), "move"), width),
        ]
        asks = f"Why {state_text(model, told.state)} holds or not"
        return on_page(solution, asks, says, panels, width=width)

    def _whose(self, model: GraphModel) -> list[str]:
        return [model.find_decision_maker(one) for one in self.parties or model.decision_makers]

    def _outcome(self, solution: Solution, concept: SolutionConcept) -> int:
        """Return the outcome asked for, else one that holds though something tempts, or any."""
        model = solution.model
        if len(self.states) > 1:
            raise draw_nothing("it is told why one outcome holds.", "Give one outcome.")
        if self.states:
            return model.states.find(self.states[0])
        holding = [
            one.position
            for one in solution.strongest(_LOOKED_AT)
            if one.position in solution.holding[concept.code]
        ]
        tempting = [
            state
            for state in holding
            if any(len(model.improvements(dm, state)) for dm in model.decision_makers)
        ]
        start = model.states.status_quo
        return [*tempting, *holding, *([] if start is None else [start]), 0][0]


def _explained(
    solution: Solution, state: int, concept: SolutionConcept, whose: Sequence[str]
) -> Explanation:
    model, label = solution.model, solution.model.states.label(state)
    verdicts = (solution.verdict(label, dm, concept.code) for dm in whose)
    stories = tuple(Story(model, verdict) for verdict in verdicts)
    return Explanation(model, state, (concept,), tuple(whose), stories)


def _lines(model: GraphModel, told: Explanation) -> list[tuple[int, Verdict, LineOfPlay]]:
    """Return all moves away, of each party first what nothing deters, then what it likes best."""
    found = []
    for story in told:
        verdict = story.verdict
        liking = model.liking(verdict.decision_maker)
        ordered = sorted(
            verdict.lines, key=lambda line: (line.is_deterred, -int(liking[line.first.target]))
        )
        found += [(place, verdict, line) for place, line in enumerate(ordered)]
    return found


def _chain(
    model: GraphModel, verdict: Verdict, concept: SolutionConcept, line: LineOfPlay
) -> OutlineBox:
    """Return what follows on a move, one thing after the other."""
    _, *steps, end = line_steps(model, verdict, concept, line)
    found = _step(model, steps[-1], (_ending(line, end),), _frame(line))
    for step in reversed(steps[:-1]):
        found = replace(_step(model, step), then=(found,))
    return found


def _ending(line: LineOfPlay, end: StoryStep) -> Caption:
    return Caption(
        end.beside or end.says, "good" if line.is_deterred else "bad", size=SMALL, most=8
    )


def _frame(line: LineOfPlay) -> Box:
    """Say how a line of play ends by the frame as well: full where it is deterred, else dashed."""
    if line.is_deterred:
        return replace(PLAIN, edge="good", thick=2)
    return replace(PLAIN, edge="bad", thick=2.5, dash=(7, 3))


def _step(
    model: GraphModel, step: StoryStep, further: tuple[Caption, ...] = (), frame: Box = PLAIN
) -> OutlineBox:
    move = step.move
    state = step.at if move is None else move.target
    assert state is not None
    seat: Paint = "ink" if move is None else model.decision_makers.index(move.decision_maker)
    line = Stroke((), seat, 2, () if move is None else dash(int(seat)))
    outcome = Caption(state_text(model, state), bold=True, most=3)
    said = Caption(step.beside or step.says, seat, size=SMALL)
    return OutlineBox((outcome, *further), frame, line, (said,))
