"""How the conflict gets from where it begins to what holds: a shortest way to each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from countermove.analysis.equilibria import Solution
from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.evolve.result import Evolution
from countermove.draw.base.figure import Figure, draw_nothing, figure
from countermove.draw.base.page import not_drawn, on_page, width_in
from countermove.draw.base.sheet import Room, Sign
from countermove.graph.sequences import Move
from countermove.picture.drawing import Box, Drawing, Stroke
from countermove.picture.outline import Caption, OutlineBox, outline
from countermove.picture.palette import dash
from countermove.picture.panels import SMALL, arrow, quiet, text
from countermove.progress import Follow
from countermove.report.evolve import (
    evolve_summary,
    holds_under,
    nearest_first,
    told_move,
    way_story,
)
from countermove.report.parameters import Start, States
from countermove.report.phrases import no_gain, sentence, state_text, status_quo_note

_MOST = 10
_GAINING, _OTHER = 2.5, 1.2


@figure(
    shows="A shortest way from the status quo to each outcome that holds, move by move.",
    examples=("draw talks-2025 evolution -o ways.svg",),
    place=4,
)
class EvolutionFigure(Figure):
    """How outcomes are reached."""

    states: States = ()
    start: Start = None
    room: Room = None

    def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
        """Draw the ways together: where they begin alike, once."""
        model, width = solution.model, width_in(self.room)
        if model.states.status_quo is None and self.start is None:
            raise draw_nothing(
                "the model doesn't say where it begins.",
                "Give it a status quo, or say at which outcome to begin.",
            )
        evolution = evolve(solution, self.states or None, start=self.start, follow=follow)
        shown = nearest_first(evolution, _MOST)
        root, far = _Outcome(evolution.start), []
        for state in shown:
            best = evolution.at(state).best
            if best is None:
                far.append(state)
                continue
            here = root
            for move in next(best.paths()):
                here = here.after(move)
        outlined = outline(_drawn(evolution, solution, root), width)
        panels, width = [outlined], outlined.width
        for state in far:
            told = f"{state_text(model, state)}: {way_story(evolution, evolution.at(state))}"
            panels.append(text(told, width, size=SMALL))
        panels.append(quiet(not_drawn(len(evolution) - len(shown), "outcome"), width))
        says = [evolve_summary(evolution), *_told(evolution, shown)]
        legend = _legend(evolution, root)
        return on_page(solution, "How do we get there?", says, panels, width=width, legend=legend)


@dataclass(slots=True)
class _Outcome:
    """An outcome on the way, and the moves that are made from there."""

    state: int
    then: dict[Move, _Outcome] = field(default_factory=dict)

    def after(self, move: Move) -> _Outcome:
        return self.then.setdefault(move, _Outcome(move.target))


def _told(evolution: Evolution, shown: list[int]) -> Iterator[str]:
    for state in shown:
        story = way_story(evolution, evolution.at(state))
        yield f"{state_text(evolution.model, state)}: {story}"


def _drawn(
    evolution: Evolution, solution: Solution, here: _Outcome, move: Move | None = None
) -> OutlineBox:
    model, state = evolution.model, here.state
    holds, is_start = holds_under(solution.holding, state), move is None
    is_strong = bool(holds) or state in evolution.targets
    name = state_text(model, state) + status_quo_note(model, state)
    says = [
        Caption(name, bold=is_strong, most=3),
        *([Caption(holds, size=SMALL)] if holds else []),
    ]
    box = Box(
        *(0, 0, 0, 0),
        fill="shade" if is_start else "paper",
        edge="ink" if is_strong else "edge",
        thick=2.5 if is_strong else 1,
        round=0 if is_start else 6,
    )
    then = tuple(_drawn(evolution, solution, after, next_) for next_, after in here.then.items())
    if move is None:
        return OutlineBox(tuple(says), box, then=then)
    seat = model.decision_makers.index(move.decision_maker)
    line = Stroke((), seat, _GAINING if _gains(evolution, move) else _OTHER, dash(seat))
    told = Caption(f"{sentence(told_move(model, move))}.", seat, size=SMALL)
    return OutlineBox(tuple(says), box, line, (told,), then)


def _gains(evolution: Evolution, move: Move) -> bool:
    return bool(evolution.model.better(move.decision_maker, move.target, move.origin))


def _legend(evolution: Evolution, root: _Outcome) -> list[Sign]:
    moves = list(_moves(root))
    signs = []
    without = no_gain(evolution.model)
    for thick, says in ((_GAINING, "the mover gains"), (_OTHER, f"the mover {without}")):
        if any((thick == _GAINING) == _gains(evolution, move) for move in moves):
            signs.append(Sign(arrow(Stroke(((0, 0), (34, 0)), "ink", thick)), says))
    return signs


def _moves(here: _Outcome) -> Iterator[Move]:
    for move, after in here.then.items():
        yield move
        yield from _moves(after)
