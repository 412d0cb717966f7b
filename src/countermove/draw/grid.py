"""Claims by scenarios: which claim is true where, and under which concepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from countermove.analysis.compare import Comparison, compare
from countermove.analysis.equilibria import Solution
from countermove.arguments import one_of
from countermove.draw.base.figure import Figure, draw_nothing, figure
from countermove.draw.base.page import is_slim, not_drawn, on_page, width_in
from countermove.draw.base.sheet import Room
from countermove.picture.drawing import Drawing
from countermove.picture.palette import Paint
from countermove.picture.panels import SMALL, Panel, below, beside, in_columns, quiet, text
from countermove.picture.rows import centred, in_middle, rows, squares
from countermove.picture.widths import width_of
from countermove.progress import Follow
from countermove.report.article import written
from countermove.report.compare import (
    SHARE_SIGNS,
    SIGNS,
    SolvedColumn,
    answered,
    column_of,
    of_scenarios,
    share,
    with_star,
)
from countermove.report.parameters import Claims
from countermove.report.phrases import VERDICTS, alike
from countermove.texts import and_list, in_quotes

_MOST_CLAIMS, _MOST_COLUMNS = 20, 13
_PAINTS: Mapping[str, Paint] = {"holds": "good", "fails": "bad"}
_SIDE, _GAP, _LEAD = 9.0, 3.0, 34.0
_MOST_TEXT = 560.0
_NARROWEST, _WIDEST, _TIGHT = 32.0, 84.0, 62.0
"""Of a column: how narrow and wide it is, and where squares stand below each other."""

_NO_ROOM = "In how many readings that is so isn't said, for want of room."


@figure(
    shows="Which claims are true in which scenario, under which concepts, and in how many "
    "readings.",
    examples=("draw talks-2025 grid -o claims.svg",),
    place=5,
)
class GridFigure(Figure):
    """Claims by scenarios."""

    claims: Claims = ()
    room: Room = None

    def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
        """Draw a row for each claim, and a column for the model itself and each scenario."""
        model = solution.model
        if model.scenario or model.way:
            return self._drawn(solution, [column_of(solution, "", "")])
        return self.of(compare(model.written, concepts=solution.codes, follow=follow), follow)

    def of(self, compared: Comparison, follow: Follow | None = None) -> Drawing:
        """Draw the scenarios that were compared."""
        compared.find_across(follow)
        return self._drawn(compared.base, of_scenarios(compared, outcomes=False))

    def _drawn(self, solution: Solution, every: Sequence[SolvedColumn]) -> Drawing:
        width = width_in(self.room)
        if not solution.model.conflict.claims:
            raise draw_nothing("the model makes no claims.", "Add one: a table [claims.…].")
        columns = every[:_MOST_COLUMNS]
        says = self._chosen(every)
        claims = list(says)[:_MOST_CLAIMS]
        text_room = 130.0 if is_slim(width) else 300.0
        each = min(_WIDEST, max(_NARROWEST, (width - text_room) / len(columns)))
        room = min(_MOST_TEXT, max(text_room, width - each * len(columns)))
        is_tight = each < _TIGHT
        shares = not is_tight and any(column.solution.across for column in columns)
        lines = [
            [
                text(says[claim], room, most=4),
                *(
                    centred(_cell(columns[0], column, claim, tight=is_tight, shares=shares), each)
                    for column in columns
                ),
            ]
            for claim in claims
        ]
        head = [Panel(room, 0), *(in_middle(column.head, each) for column in columns)]
        panels = [
            rows(lines, head if len(columns) > 1 else ()),
            *self._below(columns, claims, width, tight=is_tight),
        ]
        left = not_drawn(len(says) - len(claims), "claim")
        panels.append(quiet(left, width))
        panels.append(quiet(not_drawn(len(every) - len(columns), "scenario"), width))
        told = _says(every, says)
        return on_page(
            solution, "Which claims are true?", told, panels, width=room + each * len(columns)
        )

    def _chosen(self, columns: Sequence[SolvedColumn]) -> dict[str, str]:
        """Return what the claims say that are drawn, those of the model first."""
        says: dict[str, str] = {}
        for column in columns:
            for claim, answer in column.claims.items():
                says.setdefault(claim, answer.details.says)
        for claim in self.claims:
            one_of(claim, list(says), "claim", "The claims are")
        return {claim: says[claim] for claim in self.claims or says}

    def _below(
        self, columns: Sequence[SolvedColumn], claims: Sequence[str], width: float, *, tight: bool
    ) -> Iterator[Panel]:
        """Say what the signs mean, and what the columns are."""
        codes = columns[0].solution.codes
        cells = [
            answered(columns[0].claims.get(claim), column.claims.get(claim))
            for column in columns
            for claim in claims
        ]
        yield quiet(with_star(SIGNS, columns, cells), width)
        if len(codes) > 1:
            yield from _squares_mean(codes, width, tight=tight)
        if any(column.solution.across for column in columns):
            yield quiet(_NO_ROOM if tight else SHARE_SIGNS, width)
        if len(columns) > 1:
            count = 1 if is_slim(width) else 2
            each = (width - 20 * (count - 1)) / count
            told = [
                beside(
                    [
                        text(column.head, _LEAD, size=SMALL, bold=True),
                        text(_title(column), each - _LEAD, size=SMALL, most=2),
                    ]
                )
                for column in columns
            ]
            yield in_columns(told, count, 20)


def _title(column: SolvedColumn) -> str:
    return "The model itself" if column.solution.model.scenario is None else column.title


def _cell(
    base: SolvedColumn, column: SolvedColumn, claim: str, *, tight: bool, shares: bool
) -> Panel:
    """Draw the answer to a claim: its sign, a square for each concept, its share of readings."""
    answer = column.claims.get(claim)
    if answer is None:
        return Panel(0, 0)
    sign = written(answered(base.claims.get(claim), answer))
    paint = _PAINTS.get(answer.verdict, "ink")
    told = [text(sign, width_of(sign, 15, bold=True) + 1, size=15, paint=paint, bold=True)]
    if shares and (part := share(column, claim)):
        told.append(text(part, width_of(part, 11) + 1, size=11))
    codes = column.solution.codes
    if len(codes) == 1:
        return beside(told, 4, middle=True)
    strip = squares([answer.holds[code] for code in codes], _SIDE, _GAP, across=not tight)
    if tight:
        return beside([strip, *told], 3, middle=True)
    return below([beside(told, 3, middle=True), strip], 1)


def _squares_mean(codes: Sequence[str], width: float, *, tight: bool) -> Iterator[Panel]:
    order = "from above" if tight else "from the left"
    said = (
        ((True,), f"true under one concept; {order}: {and_list(codes)}"),
        ((False,), "not true under it"),
    )
    for filled, says in said:
        sample = squares(filled, _SIDE, _GAP, across=True)
        yield beside([sample, quiet(says, width - 24)], 8, middle=True)


def _says(columns: Sequence[SolvedColumn], says: Mapping[str, str]) -> Iterator[str]:
    """Say of each claim where it is true, and where not."""
    if len(columns) > 1:
        for column in columns:
            yield f"{column.head}: {_title(column)}."
    for claim, words in says.items():
        there = [column for column in columns if claim in column.claims]
        verdicts = {column.head: column.claims[claim].verdict for column in there}
        told = [
            f"{VERDICTS[verdict]} in {and_list(heads)}" if len(columns) > 1 else VERDICTS[verdict]
            for verdict, heads in alike(verdicts, verdicts.__getitem__).items()
        ]
        yield f"{in_quotes(words)} is {'; '.join(told)}."
