"""Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.report.article import Article, Cell, Grid, Mark, Prose, Section, Starred, written
from countermove.report.rendering import Rendering
from countermove.texts import markdown


def to_markdown(article: Article) -> str:
    """Write an article as Markdown."""
    parts = [f"# {markdown(article.conflict.title)}", article.size]
    if article.scenario:
        parts.append(f"Scenario: {markdown(article.scenario)}")
    if article.reading:
        parts.append(markdown(article.reading))
    if article.summary:
        parts.append(markdown(article.summary))
    for section in article.sections:
        parts += _section(section)
    if article.made:
        parts.append(f"*{markdown(article.made)}*")
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {markdown(section.question)}"
    for block in section.in_words:
        yield _prose(block) if isinstance(block, Prose) else _grid(block)


def _prose(prose: Prose) -> str:
    text = markdown(prose.text)
    if prose.quiet:
        text = f"*{text}*"
    return f"- **{markdown(prose.lead)}** {text}" if prose.lead else text


def _grid(grid: Grid) -> str:
    rows = [tuple(map(markdown, (grid.heading, *grid.columns)))]
    for line in grid.lines:
        text = f"{_written(line.lead or line.called)} {markdown(f'{line.text}{line.note}')}".strip()
        for told in filter(None, (line.story, line.further)):
            text += f"<br>*{markdown(told)}*"
        rows.append((text, *map(_written, line.cells)))
    written = [f"| {' | '.join(row)} |" for row in rows]
    written.insert(1, "|---|" + ":-:|" * len(grid.columns))
    return "\n".join(written) + (f"\n\n*{grid.left_out}*" if grid.left_out else "")


def _written(cell: Cell) -> str:
    if isinstance(cell, Starred):
        return f"{cell.mark.value}\\*"
    return cell.value if isinstance(cell, Mark) else markdown(written(cell))


RENDERING = Rendering(
    name="markdown",
    words="Markdown",
    suffixes=(".md", ".markdown"),
    media="text/markdown",
    write=lambda article: to_markdown(article).encode(),
)
