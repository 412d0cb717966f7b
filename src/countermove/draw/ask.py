"""What to find out first: how many open answers each question settles."""

from __future__ import annotations

from countermove.analysis.ask.ask import ask
from countermove.analysis.ask.what_to_ask import WhatToAsk
from countermove.analysis.equilibria import Solution
from countermove.draw.base.figure import Figure, draw_nothing, figure
from countermove.draw.base.page import is_slim, not_drawn, on_page, width_in
from countermove.draw.base.sheet import Room, Sign
from countermove.picture.drawing import Box, Drawing
from countermove.picture.panels import SMALL, Panel, quiet, text
from countermove.picture.rows import Bar, bars, rows
from countermove.progress import Follow
from countermove.report.article import Grid, Picture, Prose, Section
from countermove.report.ask import ask_section
from countermove.report.parameters import Claims
from countermove.report.shown import some

_MOST = 12
ASKS = "What would settle it?"


@figure(
    shows="What to find out first: how many open answers each question settles.",
    examples=("draw talks-2025 ask -o ask.svg",),
    place=7,
)
class AskFigure(Figure):
    """What to find out first."""

    claims: Claims = ()
    room: Room = None

    def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
        """Draw a bar for each question, what settles most first."""
        return self.of(asked(solution, self.claims, follow))

    def of(self, result: WhatToAsk) -> Drawing:
        """Draw the questions that there are."""
        width = width_in(self.room)
        section = ask_section(result, some(_MOST))
        (worth,) = [block for block in section.blocks if isinstance(block, Grid)]
        aside, most = width * (0.36 if is_slim(width) else 0.4), len(result.asked)
        room = width - aside - 12
        numbers = [
            Bar(one.expected, "; ".join(map(str, line.cells)), one.best)
            for line, one in zip(worth.lines, result.doubts, strict=False)
        ]
        lines = [
            [text(line.text, room, size=SMALL, most=6), Panel(12, 0), bar]
            for line, bar in zip(worth.lines, bars(numbers, most, aside), strict=True)
        ]
        panels = [
            text(worth.heading, width, size=SMALL),
            rows(lines),
            quiet(not_drawn(worth.of - len(lines), "question"), width),
        ]
        told = [
            f"{line.text} {worth.columns[0]} {line.cells[0]}, {worth.columns[1]} {line.cells[1]}."
            for line in worth.lines
        ]
        more = _besides(section)
        panels += [quiet(words, width) for words in more]
        legend = [
            Sign(
                (Box(0, -7, 34, 14, "ink", None, round=0),),
                f"{worth.columns[0]} (the first number)",
            ),
            Sign((Box(0, -7, 34, 14, None, "ink", 1.2, 0),), worth.columns[1]),
        ]
        says = [f"{worth.heading}.", *told, *more]
        return on_page(result, ASKS, says, panels, width=width, legend=legend)


def _besides(section: Section) -> list[str]:
    """Return what is said besides the order of asking: before the bars, and behind the tree."""
    order = next(k for k, block in enumerate(section.blocks) if isinstance(block, Picture))
    worth = next(k for k, block in enumerate(section.blocks) if isinstance(block, Grid))
    blocks = (*section.blocks[:worth], *section.blocks[order:])
    return [block.text for block in blocks if isinstance(block, Prose)]


def asked(solution: Solution, claims: tuple[str, ...], follow: Follow | None) -> WhatToAsk:
    """Find what to ask; refuse where nothing has to be asked, in the words of the report."""
    result = ask(solution, claims=claims or None, concepts=solution.codes, follow=follow)
    if not result.asked:
        blocks = ask_section(result).in_words
        said = next(b.text for b in blocks if isinstance(b, Prose) and not b.quiet)
        raise draw_nothing(f"{said[:1].lower()}{said[1:]}", "There is no question to draw.")
    return result
