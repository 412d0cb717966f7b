"""Markdown."""

from __future__ import annotations

from collections.abc import Iterator

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
    Words,
    written,
)
from countermove.report.paper import signs
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
    if told := signs(article):
        parts.append(f"*{told}*")
    for section in article.sections:
        parts += _section(section, article)
    if article.made:
        parts.append(f"*{markdown(article.made)}*")
    return "\n\n".join(parts) + "\n"


def _section(section: Section, article: Article) -> Iterator[str]:
    yield f"## {markdown(section.question)}"
    for block in section.in_words:
        yield _block(block, article)


def _block(block: Words, article: Article) -> str:
    match block:
        case Prose():
            return _prose(block, article)
        case Grid():
            return _grid(block, article)
        case Heading():
            return f"### {markdown(block.text)}"
        case Notes():
            has_numbers = bool(article.notes)
            return "\n".join(
                f"[^{note.number}]: {markdown(note.text)}"
                if has_numbers
                else _prose(Prose(note.text, f"[{note.source}]"), article)
                for note in block.notes
            )


def _noted(text: str, article: Article) -> str:
    """Write a text with footnotes behind what has a record."""
    return "".join(
        f"{' ' * part.startswith(' ')}{markdown(part)}"
        if isinstance(part, str)
        else "".join(f"[^{one.number}]" for one in part)
        for part in article.noted(text)
    )


def _prose(prose: Prose, article: Article) -> str:
    text = _noted(prose.text, article)
    if prose.quiet:
        text = f"*{text}*"
    return f"- **{markdown(prose.lead)}** {text}" if prose.lead else text


def _grid(grid: Grid, article: Article) -> str:
    rows = [(_noted(grid.heading, article), *map(markdown, grid.columns))]
    for line in grid.lines:
        text = _noted(f"{line.text}{line.note}", article)
        text = f"{_written(line.lead or line.called)} {text}".strip()
        for told in filter(None, (line.story, line.further)):
            text += f"<br>*{_noted(told, article)}*"
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
