"""How answers that were put into words as sections are laid out on a page."""

from __future__ import annotations

from rich.cells import cell_len

from countermove.cli.blocks import MarkedRow, in_line, marked_rows, model_title
from countermove.cli.models import scenario_given
from countermove.cli.page import Marks, Page
from countermove.graph_model import GraphModel
from countermove.report.article import (
    Article,
    Cell,
    Grid,
    Heading,
    Mark,
    Notes,
    Prose,
    Section,
    Starred,
)

_BEHIND_LEAD = 1
_WIDEST_HEAD = 16

ALL = "See them with --all."
"""The hint of the commands that can show everything."""


def show_article(
    page: Page, name: str, article: Article, *, summary: bool = False, hint: str = ""
) -> None:
    """Add the title of a model and all the sections about it; the hint says how to see more."""
    model_title(page, article.conflict, article.model)
    if summary and article.conflict.summary:
        page.blank()
        page.prose(article.conflict.summary)
    for section in article.sections:
        show_section(page, name, section, article.model, hint=hint)


def show_section(
    page: Page, name: str, section: Section, model: GraphModel | None = None, *, hint: str = ""
) -> None:
    """Add a question, the answer to it, and a command for what may be asked next of the model."""
    page.heading(section.question)
    show_blocks(page, section, hint)
    if section.further:
        text, command, *words = section.further
        page.blank()
        page.command(text, command, name, *words, *scenario_given(model))


def show_blocks(page: Page, section: Section, hint: str = "") -> None:
    """Add the answer only."""
    for block in section.in_words:
        match block:
            case Grid():
                show_grid(page, block, hint)
            case Prose():
                _prose(page, block)
            case Heading():
                page.heading(block.text)
            case Notes():
                for note in block.notes:
                    _prose(page, Prose(note.text, f"[{note.source}]"))


def _prose(page: Page, prose: Prose) -> None:
    lead = page.look.printable(f"{prose.lead} ") if prose.lead else ""
    text = f"{prose.text} {prose.hint}" if prose.hint else prose.text
    if cell_len(lead) > page.width * 2 // 5:
        lead, text = "", f"{lead}{text}"
    style = "dim" if prose.quiet else ""
    page.prose(text, _BEHIND_LEAD, lead, style, "bold")


def show_grid(page: Page, grid: Grid, hint: str = "") -> None:
    """Add a table of texts and cells."""
    heads = _heads(page, grid.columns)
    rows = [
        MarkedRow(
            line.text,
            {head: cell_text(page, cell) for head, cell in zip(heads, line.cells, strict=True)},
            f" {page.short(cell_text(page, line.lead or line.called), page.width * 2 // 5)} "
            if line.lead or line.called
            else " ",
            note=line.note,
            stories=(line.story, line.further),
        )
        for line in grid.lines
    ]
    widest = max((len(cell) for row in rows for cell in row.cells.values()), default=1)
    if rows:
        marked_rows(page, grid.heading, in_line(rows), Marks(heads, widest))
    show_left_out(page, grid, hint)


def show_left_out(page: Page, grid: Grid, hint: str) -> None:
    """Say how much of a table is left out, and how it can be seen."""
    if grid.left_out:
        page.prose(f"{grid.left_out} {hint}".rstrip(), 1, style="dim")


def _heads(page: Page, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the heads as they can be shown, all different as the columns are."""
    most = min(page.width // 3, _WIDEST_HEAD)
    heads: list[str] = []
    for number, column in enumerate(columns, 1):
        head = page.short(column, most)
        if head in heads:
            behind = f" ({number})"
            head = f"{page.short(column, most - len(behind))}{behind}"
        heads.append(head)
    return tuple(heads)


def cell_text(page: Page, cell: Cell) -> str:
    """Write a cell as it can be shown."""
    if isinstance(cell, Starred):
        return f"{cell_text(page, cell.mark)}*"
    if not isinstance(cell, Mark):
        return page.clean(f"{cell:,}" if isinstance(cell, int) else cell)
    signs = page.symbols
    return {
        Mark.HOLDS: signs.holds,
        Mark.DEPENDS: signs.depends,
        Mark.FAILS: signs.fails,
        Mark.NO: signs.no,
        Mark.OPEN: "?",
        Mark.STANDS: signs.stands,
        Mark.PARTLY: signs.partly,
        Mark.LEFT: signs.left,
        Mark.COMES: "+",
        Mark.GOES: signs.goes,
    }[cell]
