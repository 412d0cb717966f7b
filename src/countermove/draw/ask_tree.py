"""In which order to ask: each answer with what it settles, and what is asked next."""

from __future__ import annotations

from countermove.analysis.equilibria import Solution
from countermove.draw.ask import ASKS, asked
from countermove.draw.base.figure import Figure, figure
from countermove.draw.base.page import on_page
from countermove.picture.drawing import Drawing
from countermove.picture.panels import SMALL, Panel, quiet, text
from countermove.progress import Follow
from countermove.report.article import Picture, Prose
from countermove.report.ask import ask_section
from countermove.report.parameters import Claims


@figure(
    shows="In which order to ask: each answer with what it settles, and what is asked next.",
    examples=("draw talks-2025 ask-tree --claim veto -o order.svg",),
    place=8,
)
class AskTreeFigure(Figure):
    """In which order to ask."""

    claims: Claims = ()

    def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
        """Draw the first questions as a tree."""
        section = ask_section(asked(solution, self.claims, follow))
        (tree,) = [block for block in section.blocks if isinstance(block, Picture)]
        drawn = tree.drawn
        above = section.blocks[section.blocks.index(tree) - 1]
        assert isinstance(above, Prose)
        panels = [
            text(above.text, drawn.width, size=SMALL),
            Panel(drawn.width, drawn.height, drawn.shapes),
            quiet(tree.left_out, drawn.width),
        ]
        says = [drawn.says, above.text, *(f"{words.lead} {words.text}" for words in tree.words)]
        return on_page(solution, ASKS, says, panels, width=drawn.width)
