"""In which order to ask: each answer with what it settles, and what is asked next."""

from __future__ import annotations

from itertools import takewhile

from countermove.analysis.equilibria import Solution
from countermove.draw.ask import ASKS, asked
from countermove.draw.base.figure import Figure, figure
from countermove.draw.base.page import is_slim, on_page, width_in
from countermove.draw.base.sheet import Room
from countermove.picture.drawing import Drawing
from countermove.picture.outline import Caption, OutlineBox, outline
from countermove.picture.panels import SMALL, Panel, quiet, text
from countermove.picture.tree import LOOKS, TreeNode, tree
from countermove.progress import Follow
from countermove.report.article import Picture, Prose
from countermove.report.ask import ask_section
from countermove.report.decision_tree import decision_nodes
from countermove.report.parameters import Claims
from countermove.report.shown import SHORT


@figure(
    shows="In which order to ask: each answer with what it settles, and what is asked next.",
    examples=("draw talks-2025 ask-tree --claim veto -o order.svg",),
    place=8,
)
class AskTreeFigure(Figure):
    """In which order to ask."""

    claims: Claims = ()
    room: Room = None

    def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
        """Draw the first questions as a tree, in one column of a page from the top down."""
        width = width_in(self.room)
        result = asked(solution, self.claims, follow)
        section = ask_section(result)
        place = next(k for k, one in enumerate(section.blocks) if isinstance(one, Picture))
        before, picture = section.blocks[:place], section.blocks[place]
        # How many questions it takes is said first; what follows is about the table above.
        *_, above = takewhile(lambda block: isinstance(block, Prose), reversed(before))
        assert isinstance(above, Prose)
        assert isinstance(picture, Picture)
        root, left_out = decision_nodes(result, SHORT)
        drawn = _from_above(root, width) if is_slim(width) else _from_the_left(root, width)
        panels = [text(above.text, width, size=SMALL), drawn, quiet(left_out, width)]
        words = (f"{words.lead} {words.text}" for words in picture.words)
        says = [picture.drawn.says, above.text, *words]
        return on_page(solution, ASKS, says, panels, width=max(width, drawn.width))


def _from_the_left(root: TreeNode, width: float) -> Panel:
    drawn = tree(root, ASKS, ASKS, width)
    return Panel(drawn.width, drawn.height, drawn.shapes)


def _from_above(root: TreeNode, width: float) -> Panel:
    return outline(_outlined(root), width)


def _outlined(node: TreeNode) -> OutlineBox:
    says = tuple(
        Caption(one.text, LOOKS[one.look], one.look == "strong", SMALL, 9) for one in node.words
    )
    return OutlineBox(says, then=tuple(map(_outlined, node.then)))
