"""How solved models that stand side by side are laid out on a page."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.cli.articles import ALL, cell_text, show_left_out
from countermove.cli.blocks import MarkedRow, in_line, marked_rows
from countermove.cli.page import Marks, Page
from countermove.report.article import Block, Grid, Mark, Prose

_WITH_STAR = 2


def show_heads(page: Page, heads: Sequence[Prose]) -> None:
    """Say what each column is."""
    width = max(len(prose.lead) for prose in heads)
    for prose in heads:
        page.prose(prose.text, 1, f"{prose.lead.ljust(width)}  ", lead_style="bold")


def show_models(page: Page, blocks: Sequence[Block]) -> None:
    """Add a table with a column for each model, and what is said of it."""
    _blocks(page, blocks, _WITH_STAR)


def show_changes(page: Page, blocks: Sequence[Block], sign: str) -> None:
    """Add what changes in one model, concept by concept."""
    _blocks(page, blocks, 1, sign)


def _blocks(page: Page, blocks: Sequence[Block], room: int, sign: str = "") -> None:
    for block in blocks:
        if isinstance(block, Grid):
            _grid(page, block, room, sign)
            continue
        if block.lead:
            page.heading(block.lead)
        page.prose(block.text, 1, style="dim" if block.quiet else "")


def _grid(page: Page, grid: Grid, room: int, sign: str) -> None:
    claims: list[MarkedRow] = []
    states: list[MarkedRow] = []
    widest = (len(cell_text(page, cell)) for line in grid.lines for cell in line.cells)
    room = max(room, *widest, 0)
    for line in grid.lines:
        is_claim = isinstance(line.lead, Mark)
        cells = (cell_text(page, cell).ljust(room) for cell in line.cells)
        lead = f" {cell_text(page, line.lead)} " if line.lead else " "
        by_head = dict(zip(grid.columns, cells, strict=True))
        row = MarkedRow(line.text, by_head, lead)
        (claims if is_claim else states).append(row)
    heading = grid.heading.removeprefix(sign).lstrip()
    marked_rows(page, heading, claims + in_line(states), Marks(grid.columns, room), sign=sign)
    show_left_out(page, grid, ALL)
