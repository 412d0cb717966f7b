"""How each party ranks the outcomes: a ladder each, the best on top, with what holds marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_
from typing import Literal

from countermove.analysis.equilibria import Solution
from countermove.draw.base.figure import Figure, draw_nothing, figure
from countermove.draw.base.page import is_slim, on_page, width_in
from countermove.draw.base.sheet import Room, Sign
from countermove.draw.base.standing import codes_of, standing
from countermove.errors import shown_of
from countermove.graph_model import GraphModel
from countermove.model.preference import UnknownOrder
from countermove.picture.drawing import Box, Drawing, Group, Label, Shape, Stroke
from countermove.picture.palette import Paint
from countermove.picture.panels import (
    SMALL,
    Panel,
    below,
    beside,
    flowing,
    in_columns,
    quiet,
    text,
)
from countermove.picture.widths import cut, width_of
from countermove.preferences.ordinal import together
from countermove.progress import Follow
from countermove.report.amounts import counted
from countermove.report.assumptions import beside_ranking, in_marks, without_order
from countermove.report.doubts import in_doubt
from countermove.report.parameters import SomeParties
from countermove.report.phrases import mark_of, no_order, numbered, state_text, status_quo_note
from countermove.report.states import StateList
from countermove.texts import and_list

_MOST = 20
"""So many places are drawn: of more the first, the last and those that matter."""

_FIRST, _LAST, _FIRMEST, _ON_RUNG, _TOLD, _EVERY_TOLD, _IN_MARKS = 6, 3, 60, 12, 12, 16, 60
_HIGH, _BETWEEN, _APART, _LEAST, _LEAST_APART = 20.0, 4.0, 24.0, 100.0, 12.0
_PLACE, _LEAST_TEXT, _FINE = 26.0, 90.0, 11.0
_OPEN = (3.0, 3.0)
_RUNG = Stroke((), "edge")


Holds = Literal["all", "some", "none"]


@figure(
    shows="How each party ranks the outcomes, the best on top, and which outcomes hold.",
    examples=("draw talks-2025 rankings -o rankings.svg",),
    place=9,
)
class RankingsFigure(Figure):
    """How each party ranks the outcomes."""

    parties: SomeParties = ()
    room: Room = None

    def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
        """Draw a ladder for each party."""
        model, width = solution.model, width_in(self.room)
        whose = [model.find_decision_maker(one) for one in self.parties or model.decision_makers]
        if set(whose) <= set(model.unordered):
            raise draw_nothing(no_order(model), "Give a ranking, statements or weights.")
        ladders = _Ladders(solution)
        apart = _LEAST_APART if is_slim(width) else _APART
        count = min(len(whose), int((width + apart) // (_LEAST + apart)))
        each = (width - apart * (count - 1)) / count
        drawn = [ladders.of(dm, each) for dm in whose]
        in_rows = [beside(drawn[k : k + count], apart) for k in range(0, len(drawn), count)]
        panels = [below(in_rows, 18), *ladders.key(width, slim=is_slim(width))]
        but = ", where it has no frame" if ladders.is_open else ""
        order = f"The best on top; what stands on one rung is equally good{but}."
        panels.append(quiet(order, width))
        says = [*_told(solution, whose), standing(solution, ladders.named)]
        asks, legend = "How each party ranks the outcomes", ladders.legend()
        return on_page(solution, asks, says, panels, width=width, legend=legend)


@dataclass(frozen=True)
class _Ladders:
    """What ladders have in common: which outcomes are marked on them."""

    solution: Solution

    @property
    def model(self) -> GraphModel:
        return self.solution.model

    @cached_property
    def _firmest(self) -> dict[int, int]:
        """The outcomes that hold firmest, each with its place among them."""
        found = self.solution.strongest(_FIRMEST)
        return {one.position: place for place, one in enumerate(found)}

    def _holds(self, state: int) -> Holds:
        """Say whether an outcome holds under all concepts, under some or under none."""
        codes = codes_of(self.solution, state)
        return "all" if len(codes) == len(self.solution.codes) else "some" if codes else "none"

    @property
    def named(self) -> list[int]:
        """The outcomes that are said in words: what holds, the status quo, and all if few."""
        states = self.model.states
        if len(states) <= _EVERY_TOLD:
            return states.in_order(range(len(states)))
        firmest = list(self._firmest)[:_TOLD]
        start = [] if states.status_quo is None else [states.status_quo]
        return states.in_order(dict.fromkeys([*start, *firmest]))

    def of(self, dm: str, width: float) -> Panel:
        """Draw the ladder of a party."""
        model = self.model
        seat = model.decision_makers.index(dm)
        head = text(model.name(dm), width, bold=True, most=3, paint=seat)
        if dm in model.unordered:
            return below([head, text(without_order(model, dm), width, size=SMALL)], 6)
        doubts = (text(t, width, size=_FINE, paint="soft") for t in _doubts(model, dm))
        return below([head, below(self._rungs(dm, width)), *doubts], 6)

    def _rungs(self, dm: str, width: float) -> Iterator[Panel]:
        order = list(StateList(self.model).ranking(dm))
        drawn = self._drawn(order)
        unknown = _unknown(self.model, dm)
        skipped: list[list[int]] = []
        for place, states in enumerate(order):
            if place not in drawn:
                skipped.append(states)
                continue
            if skipped:
                yield _skipped(skipped, width)
                skipped = []
            is_open = any(len(group.intersection(states)) > 1 for group in unknown)
            yield self._rung(place + 1, states, width, is_open=is_open)

    def _drawn(self, order: Sequence[Sequence[int]]) -> set[int]:
        """Choose the places that are drawn: the ends, the status quo, then what holds firmest."""
        places = range(len(order))
        if shown_of(len(order), _MOST) == len(order):
            return set(places)
        start, firmest = self.model.states.status_quo, self._firmest

        def first(place: int) -> tuple[bool, int]:
            is_end = place < _FIRST or place >= len(order) - _LAST
            held = [firmest[state] for state in order[place] if state in firmest]
            return not (is_end or start in order[place]), min(held, default=len(firmest))

        return set(sorted(places, key=first)[:_MOST])

    def _rung(self, place: int, states: Sequence[int], width: float, *, is_open: bool) -> Panel:
        """Draw a rung: the outcomes that are equally good, or in unknown order."""
        room = width - _PLACE
        chips = self._chips(states, room)
        if len(states) == 1 and room - chips.width > _LEAST_TEXT:
            said = numbered(self.model, states[0])[1]
            at = chips.width + 6
            label = Label(at, _HIGH * 0.72, cut(said, room - at - 2, _FINE), _FINE)
            whole = state_text(self.model, states[0])
            chips = Panel(room, chips.height, (*chips.shapes, Group((label,), says=whole)))
        high = chips.height + 2 * _BETWEEN
        rail, rung = _PLACE - 6, high / 2
        frame = Box(_PLACE - 3, 1, width - _PLACE + 3, high - 2, None, "ink", 1, 4, _OPEN)
        shapes: tuple[Shape, ...] = (
            Stroke(((rail, 0), (rail, high))),
            Stroke(((rail - 4, rung), (rail + 4, rung))),
            Label(rail - 6, rung + 4, f"{place}", _FINE, "soft", anchor="end"),
            *([frame] if is_open else []),
            chips.at(_PLACE, _BETWEEN),
        )
        return Panel(width, high, shapes)

    def _chips(self, states: Sequence[int], room: float) -> Panel:
        """Draw the outcomes on a rung, of very many those that matter."""
        start = self.model.states.status_quo
        last = len(self._firmest)
        first = sorted(states, key=lambda s: (s != start, self._firmest.get(s, last)))
        most = _ON_RUNG if len(self.model.states) <= _IN_MARKS else _LAST
        shown = set(first[: shown_of(len(states), most)])
        chips = [self._chip(state, room) for state in states if state in shown]
        if more := len(states) - len(shown):
            said = f"and {more:,} more"
            chips.append(text(said, min(room, width_of(said, SMALL) + 2), size=SMALL))
        return flowing(chips, room, 4, _BETWEEN)

    def _chip(self, state: int, room: float) -> Panel:
        says = state_text(self.model, state) + status_quo_note(self.model, state)
        return _chip(
            cut(mark_of(self.model, state), room - 16, SMALL, bold=True),
            holds=self._holds(state),
            start=state == self.model.states.status_quo,
            says=says,
        )

    def key(self, width: float, *, slim: bool) -> Iterator[Panel]:
        """Say which outcomes the marks are."""
        count = 1 if slim else 2
        each = (width - 20 * (count - 1)) / count
        told = (state_text(self.model, s) + status_quo_note(self.model, s) for s in self.named)
        yield in_columns([text(one, each, size=SMALL, most=2) for one in told], count, 20)

    def legend(self) -> list[Sign]:
        """Say what the marks mean."""
        codes, model = self.solution.codes, self.model
        under = f"all {len(codes)} concepts" if len(codes) > 1 else codes[0]
        signs = []
        firm = reduce(and_, self.solution.holding.values())
        if firm.any():
            signs.append(
                Sign((Box(5, -7, 24, 14, "solid", "ink", round=7),), f"holds under {under}")
            )
        if (self.solution.holding_somehow & ~firm).any():
            box = Box(5, -7, 24, 14, "paper", "ink", 2.5, 7)
            signs.append(Sign((box,), "holds under some of them"))
        if model.states.status_quo is not None:
            outer = Box(5, -8, 24, 16, None, "ink", 1, 0)
            inner = Box(8, -5, 18, 10, None, "ink", 1, 0)
            signs.append(Sign((outer, inner), "the status quo"))
        if self.is_open:
            frame = Box(2, -8, 30, 16, None, "ink", 1, 4, _OPEN)
            signs.append(Sign((frame,), "which of these is better isn't known"))
        return signs

    @property
    def is_open(self) -> bool:
        """Whether there is a rung on which it isn't known what is better."""
        return any(_unknown(self.model, dm) for dm in self.model.decision_makers)


def _chip(words: str, *, holds: Holds, start: bool, says: str) -> Panel:
    """Draw an outcome: filled or thick where it holds, framed twice where it begins."""
    wide = max(24.0, width_of(words, SMALL, bold=True) + 10)
    fill: Paint = "solid" if holds == "all" else "paper"
    ink: Paint = "on-solid" if holds == "all" else "ink"
    edge: Paint = "ink" if holds != "none" or start else "edge"
    thick = 2.5 if holds == "some" else 1
    box = Box(1, 1, wide - 2, _HIGH - 2, fill, edge, thick, 8)
    if start:
        box = Box(3, 2, wide - 6, _HIGH - 4, fill, edge, thick, 0)
    label = Label(wide / 2, _HIGH * 0.72, words, SMALL, ink, holds != "none", "middle")
    outer = (Box(0, -1, wide, _HIGH + 2, None, "ink", 1, 0),) if start else ()
    return Panel(wide, _HIGH, (Group((*outer, box, label), says=says),))


def _skipped(skipped: Sequence[Sequence[int]], width: float) -> Panel:
    """Say how many places and outcomes aren't drawn between two rungs."""
    places = counted(len(skipped), "place")
    outcomes = counted(sum(map(len, skipped)), "outcome")
    said = text(f"… {places}, {outcomes}", width - _PLACE, size=_FINE, paint="soft")
    high = said.height + 6
    rail = Stroke(((_PLACE - 6, 0), (_PLACE - 6, high)), dash=(2, 3))
    return Panel(width, high, (rail, said.at(_PLACE, 3)))


def _unknown(model: GraphModel, dm: str) -> list[frozenset[int]]:
    """Return the groups of outcomes in whose ranking it isn't known which is better."""
    ranking = model.written.preferences[dm].ranking or ()
    groups = (entry.unknown for entry in ranking if isinstance(entry, UnknownOrder))
    return [frozenset(together(model.states, some, ranking).tolist()) for some in groups]


def _doubts(model: GraphModel, dm: str) -> Iterator[str]:
    """Say what isn't known of what a party wants."""
    own = [doubt for doubt in model.doubts if doubt.places[0][:2] == ("preferences", dm)]
    if own:
        yield f"In doubt: {and_list(in_doubt(model, own))}."
    yield from beside_ranking(model, model.written.preferences[dm])


def _told(solution: Solution, whose: Sequence[str]) -> Iterator[str]:
    model = solution.model
    for dm in whose:
        if dm in model.unordered:
            yield without_order(model, dm)
        elif len(model.states) <= _IN_MARKS:
            yield f"{model.name(dm)}: {in_marks(model, dm)}."
        else:
            best = [state_text(model, s) for s in next(StateList(model).ranking(dm))[:_LAST]]
            yield f"{model.name(dm)} puts first: {'; '.join(best)}."
        yield from _doubts(model, dm)
