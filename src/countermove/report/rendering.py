"""Articles as documents: a page of HTML that stands by itself and prints well, or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from countermove.report.article import Article, Cell, Grid, Mark, Prose, Section, Starred
from countermove.report.phrases import size_of
from countermove.texts import markdown, visible

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_SAID = {
    Mark.HOLDS: "yes",
    Mark.DEPENDS: "in part",
    Mark.FAILS: "not true",
    Mark.NO: "no",
    Mark.COMES: "newly",
    Mark.GOES: "no longer",
}

# In characters: on a sheet of paper there is room for some 90 of them beside each other.
_ROOM_FOR_CELLS = 54
_LONGEST_WORD = 24


def to_html(article: Article) -> str:
    """Write an article as one page of HTML, without scripts and without anything to fetch."""
    template = _templates().get_template("article.html")
    return template.render(
        title=article.conflict.title,
        size=" · ".join(size_of(article.conflict, article.model)),
        scenario=_scenario(article),
        summary=_summary(article),
        sections=article.sections,
        made=article.made,
    )


def sections_html(sections: Iterable[Section], level: int = 2, prefix: str = "q") -> str:
    """Write sections as a piece of HTML to be put into a page.

    >>> print(sections_html([Section("So?", (Prose("Yes & no."),))], level=3, prefix="a"), end="")
    <section aria-labelledby="a1">
    <h3 id="a1">So?</h3>
    <p><span>Yes &amp; no.</span></p>
    </section>
    """
    module: Any = _templates().get_template("sections.html").module
    return str(module.written(tuple(sections), level, prefix)).lstrip()


def to_markdown(article: Article) -> str:
    """Write an article as Markdown."""
    size = " · ".join(size_of(article.conflict, article.model))
    parts = [f"# {markdown(article.conflict.title)}", size]
    if scenario := _scenario(article):
        parts.append(f"Scenario: {markdown(scenario)}")
    if summary := _summary(article):
        parts.append(markdown(summary))
    for section in article.sections:
        parts += _section(section)
    if article.made:
        parts.append(f"*{markdown(article.made)}*")
    return "\n\n".join(parts) + "\n"


def _scenario(article: Article) -> str:
    model = article.model
    if model is None or model.scenario is None:
        return ""
    return f"{article.conflict.scenarios[model.scenario].title} ({model.scenario})"


def _summary(article: Article) -> str:
    return " ".join((article.conflict.summary or "").split())


def _section(section: Section) -> Iterator[str]:
    yield f"## {markdown(section.question)}"
    for block in section.blocks:
        yield _prose(block) if isinstance(block, Prose) else _grid(block)


def _prose(prose: Prose) -> str:
    text = markdown(prose.text)
    if prose.quiet:
        text = f"*{text}*"
    return f"- **{markdown(prose.lead)}** {text}" if prose.lead else text


def _grid(grid: Grid) -> str:
    rows = [tuple(map(markdown, (grid.heading, *grid.columns)))]
    for line in grid.lines:
        text = f"{_cell(line.lead)} {markdown(f'{line.text}{line.note}')}".strip()
        if line.story:
            text += f"<br>*{markdown(line.story)}*"
        rows.append((text, *map(_cell, line.cells)))
    written = [f"| {' | '.join(row)} |" for row in rows]
    written.insert(1, "|---|" + ":-:|" * len(grid.columns))
    return "\n".join(written) + (f"\n\n*{grid.left_out}*" if grid.left_out else "")


def _cell(cell: Cell) -> str:
    if isinstance(cell, Starred):
        return f"{cell.mark.value}{markdown('*')}"
    return cell.value if isinstance(cell, Mark) else markdown(_written(cell))


def _in_parts(grid: Grid) -> list[Grid]:
    """Split a table that is too wide for a sheet of paper; stories stand in the last part."""
    parts: list[list[int]] = [[]]
    room = _ROOM_FOR_CELLS
    for number, head in enumerate(grid.columns):
        cells = [line.cells[number] for line in grid.lines]
        needed = 2 + max(map(_longest_word, (head, *cells)))
        if parts[-1] and needed > room:
            parts.append([])
            room = _ROOM_FOR_CELLS
        parts[-1].append(number)
        room -= needed
    return [
        replace(
            grid,
            columns=tuple(grid.columns[number] for number in part),
            lines=tuple(
                replace(
                    line,
                    cells=tuple(line.cells[number] for number in part),
                    story=line.story if part is parts[-1] else "",
                )
                for line in grid.lines
            ),
        )
        for part in parts
    ]


def _longest_word(cell: Cell) -> int:
    if isinstance(cell, Mark | Starred):
        return 2
    return max((min(len(word), _LONGEST_WORD) for word in _written(cell).split()), default=0)


def _breakable(text: str) -> Markup:
    """Let words be broken that are longer than any is, and no others."""
    from markupsafe import Markup, escape

    return Markup("").join(
        Markup("<wbr>").join(map(escape, re.findall(f".{{1,{_LONGEST_WORD}}}", word, re.DOTALL)))
        for word in re.split(r"(\s+)", visible(text))
    )


def _written(cell: str | int) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value) if type(value) is str else value,
        loader=PackageLoader("countermove", "report/templates"),
    )
    environment.filters["said"] = _SAID.__getitem__
    environment.filters["written"] = _written
    environment.filters["breakable"] = _breakable
    environment.filters["in_parts"] = _in_parts
    environment.tests["mark"] = lambda value: isinstance(value, Mark)
    environment.tests["starred"] = lambda value: isinstance(value, Starred)
    environment.tests["grid"] = lambda value: isinstance(value, Grid)
    return environment
