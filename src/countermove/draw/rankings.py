"""How each party ranks the outcomes: a ladder each, the best on top, with what holds marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from countermove.analysis.equilibria import Solution
from countermove.draw.base.figure import Figure, figure
from countermove.draw.base.page import on_page, page_width
from countermove.draw.base.sheet import Sign
from countermove.draw.base.standing import standing
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
from countermove.report.parameters import Narrow, Parties
from countermove.report.phrases import mark_of, numbered, state_text, status_quo_note
from countermove.report.states import StateList
from countermove.texts import and_list

_MOST = 60
"""Of so many outcomes each place is drawn; of more the first, the last and those that matter."""

_FIRST, _LAST, _FIRMEST, _ON_RUNG, _TOLD, _EVERY_TOLD = 6, 3, 12, 12, 12, 16
_HIGH, _BETWEEN, _APART, _LEAST, _LEAST_APART = 20.0, 4.0, 24.0, 100.0, 12.0
_PLACE, _LEAST_TEXT, _FINE = 26.0, 90.0, 11.0
_OPEN = (3.0, 3.0)
_RUNG = Stroke((), "edge")


@figure(
    shows="How each party ranks the outcomes, the best on top, and which outcomes hold.",
    examples=("draw talks-2025 rankings -o rankings.svg",),
    place=9,
)
class RankingsFigure(Figure):
    """How each party ranks the outcomes."""

    parties: Parties = ()
    narrow: Narrow = False

    def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
        """Draw a ladder for each party."""
        model, width = solution.model, page_width(narrow=self.narrow)
        whose = [model.find_decision_maker(one) for one in self.parties or model.decision_makers]
        ladders = _Ladders(solution)
        apart = _LEAST_APART if self.narrow else _APART
        count = min(len(whose), int((width + apart) // (_LEAST + apart)))
        each = (width - apart * (count - 1)) / count
        drawn = [ladders.of(dm, each) for dm in whose]
        in_rows = [beside(drawn[k : k + count], apart) for k in range(0, len(drawn), count)]
        panels = [below(in_rows, 18), *ladders.key(width, narrow=self.narrow)]
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
    def _firm(self) -> frozenset[int]:
        """What holds under all concepts."""
        return frozenset(k for k, codes in self._held.items() if len(codes) == self._every)

    @cached_property
    def _some(self) -> frozenset[int]:
        """What holds under some of them."""
        return frozenset(self._held) - self._firm

    @property
    def _every(self) -> int:
        return len(self.solution.codes)

    @cached_property
    def _held(self) -> dict[int, tuple[str, ...]]:
        few = len(self.model.states) <= _MOST
        found = self.solution.strongest(_MOST if few else _FIRMEST)
        return {one.position: one.concepts for one in found}

    @property
    def named(self) -> list[int]:
        """The outcomes that are said in words: what holds, the status quo, and all if few."""
        states = self.model.states
        if len(states) <= _EVERY_TOLD:
            return states.in_order(range(len(states)))
        firmest = list(self._held)[:_TOLD]
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
        is_whole = len(self.model.states) <= _MOST
        marked = {*self._held, self.model.states.status_quo}
        unknown = _unknown(self.model, dm)
        skipped: list[list[int]] = []
        for place, states in enumerate(order, start=1):
            is_end = place <= _FIRST or place > len(order) - _LAST
            if not (is_whole or is_end or marked.intersection(states)):
                skipped.append(states)
                continue
            if skipped:
                yield _skipped(skipped, width)
                skipped = []
            is_open = any(len(group.intersection(states)) > 1 for group in unknown)
            yield self._rung(place, states, width, is_open=is_open)

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
        first = sorted(states, key=lambda s: (s != start, s not in self._firm, s not in self._some))
        shown = set(first[:_ON_RUNG])
        chips = [self._chip(state, room) for state in states if state in shown]
        if more := len(states) - len(shown):
            chips.append(text(f"+{more:,}", width_of(f"+{more:,}", SMALL) + 2, size=SMALL))
        return flowing(chips, room, 4, _BETWEEN)

    def _chip(self, state: int, room: float) -> Panel:
        says = state_text(self.model, state) + status_quo_note(self.model, state)
        return _chip(
            cut(mark_of(self.model, state), room - 16, SMALL, bold=True),
            firm=state in self._firm,
            some=state in self._some,
            start=state == self.model.states.status_quo,
            says=says,
        )

    def key(self, width: float, *, narrow: bool) -> Iterator[Panel]:
        """Say which outcomes the marks are."""
        count = 1 if narrow else 2
        each = (width - 20 * (count - 1)) / count
        told = (state_text(self.model, s) + status_quo_note(self.model, s) for s in self.named)
        yield in_columns([text(one, each, size=SMALL, most=2) for one in told], count, 20)

    def legend(self) -> list[Sign]:
        """Say what the marks mean."""
        codes, model = self.solution.codes, self.model
        under = f"all {len(codes)} concepts" if len(codes) > 1 else codes[0]
        signs = []
        if self._firm:
            signs.append(Sign((Box(5, -7, 24, 14, "ink", "ink", round=7),), f"holds under {under}"))
        if self._some:
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


def _chip(
    words: str, *, firm: bool = False, some: bool = False, start: bool = False, says: str = ""
) -> Panel:
    """Draw an outcome: filled or thick where it holds, framed twice where it begins."""
    wide = max(24.0, width_of(words, SMALL, bold=True) + 10)
    fill: Paint = "ink" if firm else "paper"
    ink: Paint = "paper" if firm else "ink"
    edge: Paint = "ink" if firm or some or start else "edge"
    thick = 2.5 if some else 1
    box = Box(1, 1, wide - 2, _HIGH - 2, fill, edge, thick, 8)
    if start:
        box = Box(3, 2, wide - 6, _HIGH - 4, fill, edge, thick, 0)
    label = Label(wide / 2, _HIGH * 0.72, words, SMALL, ink, firm or some, "middle")
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
        elif len(model.states) <= _MOST:
            yield f"{model.name(dm)}: {in_marks(model, dm)}."
        else:
            best = [state_text(model, s) for s in next(StateList(model).ranking(dm))[:_LAST]]
            yield f"{model.name(dm)} puts first: {'; '.join(best)}."
        yield from _doubts(model, dm)
