"""The option table as papers print it: options as rows, outcomes as columns, Y and N."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from countermove.analysis.equilibria import Solution
from countermove.draw.base.figure import Figure, draw_nothing, figure
from countermove.draw.base.sheet import Room, Sign, sheet
from countermove.draw.base.signs import flag
from countermove.draw.base.standing import standing
from countermove.model.levels import level_text
from countermove.model.patterns import OPEN
from countermove.picture.drawing import Box, Dot, Drawing, Label, Shape, Stroke
from countermove.picture.palette import Paint
from countermove.picture.widths import cut, width_of, wrapped
from countermove.progress import Follow
from countermove.report.amounts import counted
from countermove.report.parameters import States
from countermove.report.phrases import mark_of
from countermove.texts import and_list

MOST = 60
"""Of more outcomes the status quo and those that hold are shown."""

_WIDE, _LONGEST, _OF_ROOM, _LONGEST_MARK = 860, 330, 0.42, 96
_ROW, _LINE, _LEAST, _INDENT, _GAP, _MOST_LINES = 19, 16, 26, 14, 30, 3
_LETTERS: dict[str, tuple[str, Paint, bool]] = {
    "Y": ("Y", "ink", True),
    "N": ("N", "soft", False),
    OPEN: ("–", "soft", False),
}


@figure(
    shows="Options as rows, outcomes as columns, and which outcomes hold, as papers print it.",
    examples=("draw elmira option-table -o elmira.svg",),
    place=2,
)
class OptionTableFigure(Figure):
    """The option table."""

    states: States = ()
    room: Room = None

    def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
        """Draw it, in parts below each other where it is too wide."""
        model = solution.model
        if model.conflict.is_graph_form:
            raise draw_nothing(
                "the model is in graph form: its outcomes have no options.", "Draw the graph."
            )
        shown, says = self._chosen(solution)
        room = _WIDE if self.room is None else self.room - 40
        shapes, size = _Sheets.of(solution, shown, room).drawn(room)
        holds = any(state in solution.holding_somehow for state in shown)
        legend = [Sign((Label(8, 4, "Y N", 12, bold=True),), "done, not done")]
        if any(OPEN in model.states.values(state) for state in shown):
            legend.append(Sign((Label(14, 4, "–", 12),), "either"))
        if holds:
            legend.append(Sign((Dot(17, 0, 4),), "holds under the concept"))
        if model.states.status_quo in shown:
            legend.append(Sign((flag(11, -8),), "the status quo"))
        told = f"{says} {standing(solution, shown)}"
        return sheet(model, "Option table", told, shapes, size, notes=(says,), legend=legend)

    def _chosen(self, solution: Solution) -> tuple[list[int], str]:
        model, of = solution.model, solution.model.states
        if self.states:
            found = dict.fromkeys(model.states.find(state) for state in self.states)
            return of.in_order(found), f"{len(found):,} of {counted(len(of), 'outcome')}."
        if len(of) <= MOST:
            every = f"All {counted(len(of), 'outcome')}." if len(of) > 1 else "The only outcome."
            return of.in_order(range(len(of))), every
        parts, start = [], [] if of.status_quo is None else [of.status_quo]
        if start:
            parts.append("the status quo")
        firmest = [one.position for one in solution.strongest(MOST - 1)]
        if firmest:
            some = len(solution) > len(firmest)
            parts.append(
                f"{len(firmest):,} of the {len(solution):,} that hold" if some else "all that hold"
            )
        found = dict.fromkeys([*start, *firmest] or [0])
        says = f"{len(found):,} of {counted(len(of), 'outcome')}"
        return of.in_order(found), f"{says}: {and_list(parts)}." if parts else f"{says}."


@dataclass(frozen=True, slots=True)
class _OptionRow:
    """A row: lines of text, whose heading it is or the place of its option, and how far down."""

    lines: tuple[str, ...]
    seat: int | None
    option: int | None
    y: float


@dataclass(frozen=True, slots=True)
class _Sheets:
    """What stands in the rows at the left, and in a column for each outcome."""

    solution: Solution
    states: tuple[int, ...]
    rows: tuple[_OptionRow, ...]
    height: float
    left: float
    wide: float

    @classmethod
    def of(cls, solution: Solution, states: Sequence[int], room: float) -> _Sheets:
        model = solution.model
        parties = model.conflict.decision_makers
        texts = [option.text for party in parties.values() for option in party.options.values()]
        names = [width_of(model.name(dm), bold=True) for dm in parties]
        codes = [width_of(code, 12) for code in solution.printed_codes]
        long = max(*names, *codes, *map(width_of, texts), 0) + _INDENT
        left = min(_LONGEST, _OF_ROOM * room, long) + 10
        rows: list[_OptionRow] = []
        y = 0.0

        def add(text: str, seat: int | None, option: int | None) -> float:
            wide = left - 10 - (8 if option is None else _INDENT)
            lines = tuple(wrapped(text, wide, bold=option is None, most=_MOST_LINES))
            rows.append(_OptionRow(lines, seat, option, y))
            return y + _ROW + (len(lines) - 1) * _LINE

        place = 0
        for seat, (dm, party) in enumerate(parties.items()):
            if party.options:
                y = add(model.name(dm), seat, None)
            for option in party.options.values():
                y = add(option.text, None, place)
                place += 1
        marks = [width_of(mark_of(model, state), 12, bold=True) for state in states]
        options = [option for party in parties.values() for option in party.options.values()]
        cells = [
            width_of(level_text(option, value), 12)
            for state in states
            for option, value in zip(options, model.states.values(state), strict=True)
            if option.levels and value != OPEN
        ]
        wide = max(_LEAST, min(_LONGEST_MARK, max([*marks, *cells]) + 10))
        return cls(solution, tuple(states), tuple(rows), y, left, wide)

    def drawn(self, room: float) -> tuple[list[Shape], tuple[float, float]]:
        """Draw all parts."""
        in_one = max(1, int((room - self.left) // self.wide))
        # Parts that are about as wide as each other.
        in_one = -(-len(self.states) // -(-len(self.states) // in_one))
        shapes: list[Shape] = []
        y = 0.0
        for begin in range(0, len(self.states), in_one):
            own, y = self._part(self.states[begin : begin + in_one], y)
            shapes += own
            y += _GAP
        return shapes, (self.left + in_one * self.wide, y - _GAP)

    def _part(self, states: Sequence[int], top: float) -> tuple[list[Shape], float]:
        width = self.left + len(states) * self.wide
        body = top + _ROW + 16
        bottom = body + self.height + 6
        end = bottom + len(self.solution.codes) * _ROW + 8
        below = [
            Box(self.left + k * self.wide + 1, top, self.wide - 2, end - top, "shade", None, 0, 3)
            for k, state in enumerate(states)
            if state in self.solution.holding_somehow
        ]
        rules = [
            Stroke(((0, y), (width, y)), "ink", thick)
            for y, thick in ((body - 4, 1.2), (bottom, 0.6), (end, 1.2))
        ]
        texts = self._texts(body, bottom)
        return [*below, *rules, *texts, *self._columns(states, top, body, bottom)], end

    def _texts(self, body: float, bottom: float) -> Iterator[Shape]:
        for row in self.rows:
            y, is_head = body + row.y + 13, row.seat is not None
            if row.seat is not None:
                yield Box(0, y - 9, 4, 11, row.seat, None, 0, 1)
            for k, line in enumerate(row.lines):
                paint: Paint = "ink" if row.seat is None else row.seat
                at = 8 if is_head else _INDENT
                yield Label(at, y + k * _LINE, line, paint=paint, bold=is_head)
        for k, code in enumerate(self.solution.printed_codes):
            yield Label(_INDENT, bottom + k * _ROW + 16, code, 12, "soft")

    def _letter(self, option: int, value: str) -> tuple[str, Paint, bool]:
        """Return what stands for the value of an option, in which colour, and whether bold."""
        if value in _LETTERS:
            return _LETTERS[value]
        details = list(self.solution.model.states.vocabulary.options.values())[option]
        return cut(level_text(details, value), self.wide - 6, 12), "ink", False

    def _columns(
        self, states: Sequence[int], top: float, body: float, bottom: float
    ) -> Iterator[Shape]:
        model = self.solution.model
        for k, state in enumerate(states):
            x = self.left + (k + 0.5) * self.wide
            if state == model.states.status_quo:
                yield flag(x - 5, top - 1)
            mark = cut(mark_of(model, state), _LONGEST_MARK - 6, 12, bold=True)
            yield Label(x, top + 27, mark, 12, bold=True, anchor="middle")
            values = model.states.values(state)
            for row in self.rows:
                if row.option is not None:
                    letter, paint, bold = self._letter(row.option, values[row.option])
                    y = body + row.y + 13
                    yield Label(x, y, letter, 12, paint, bold, anchor="middle")
            for place, code in enumerate(self.solution.codes):
                if state in self.solution.holding[code]:
                    yield Dot(x, bottom + place * _ROW + 12, 4)
