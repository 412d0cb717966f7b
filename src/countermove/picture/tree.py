"""A tree as a picture: nodes of text from left to right, what follows on each behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from countermove.picture.drawing import Box, Curve, Drawing, Group, Label
from countermove.picture.palette import Role
from countermove.picture.widths import wrapped
from countermove.texts import one_line

Look = Literal["plain", "strong", "good", "bad", "quiet"]

LOOKS: dict[Look, Role] = {
    "plain": "ink",
    "strong": "ink",
    "good": "good",
    "bad": "bad",
    "quiet": "soft",
}
WIDTH = 704
"""As wide as the work in the app beside its live answer, while nodes aren't too narrow."""

# In pixels.
_NARROWEST, _WIDEST = 156, 300
_LINE, _PADDING, _BETWEEN, _APART = 17, 8, 26, 10
# Of one text so many lines are shown at most.
_MOST_LINES = 9


@dataclass(frozen=True, slots=True)
class NodeText:
    """A text in a node."""

    text: str
    look: Look = "plain"


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node of texts, and what follows on it."""

    words: tuple[NodeText, ...]
    then: tuple[TreeNode, ...] = ()

    @property
    def depth(self) -> int:
        """How many nodes stand beside each other.

        >>> TreeNode((), (TreeNode(()), TreeNode((), (TreeNode(()),)))).depth
        3
        """
        return 1 + max((node.depth for node in self.then), default=0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A node where it stands: its lines, and from which node it follows."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[NodeText, ...]
    whole: str
    after: Placed | None


def tree(root: TreeNode, title: str, says: str, room: float = WIDTH) -> Drawing:
    """Draw a tree."""
    nodes = placed(root, room)
    width = max(node.x + node.width for node in nodes) + 1
    height = max(node.y + node.height for node in nodes) + 1
    links = (_link(node.after, node) for node in nodes if node.after is not None)
    return Drawing(title, says, width, height, (*links, *map(_drawn, nodes)))


def placed(root: TreeNode, room: float = WIDTH) -> list[Placed]:
    """Return the nodes of a tree where they stand: none overlaps another.

    >>> one, two = TreeNode((NodeText("yes"),)), TreeNode((NodeText("no"),))
    >>> [(node.x, node.y) for node in placed(TreeNode((NodeText("Is it?"),), (one, two)))]
    [(1, 22.5), (327, 1.0), (327, 44.0)]
    """
    count = root.depth
    fair = (room - (count - 1) * _BETWEEN) / count
    found: list[Placed] = []
    width = round(min(_WIDEST, max(_NARROWEST, fair)))
    _place(_Written.of(root, width), 1, 1, None, found)
    return found


@dataclass(frozen=True, slots=True)
class _Written:
    """A node with its lines, and how high it is, and with all that follows."""

    node: TreeNode
    width: float
    lines: tuple[NodeText, ...]
    own: float
    room: float
    then: tuple[_Written, ...]

    @classmethod
    def of(cls, node: TreeNode, width: float) -> _Written:
        """Write what stands in a node and in those that follow."""
        then = tuple(cls.of(one, width) for one in node.then)
        lines = tuple(
            NodeText(line, words.look)
            for words in node.words
            for line in wrapped(
                words.text,
                width - 2 * _PADDING,
                bold=words.look == "strong",
                most=_MOST_LINES,
            )
        )
        own = len(lines) * _LINE + 2 * _PADDING
        return cls(node, width, lines, own, max(own, _high(then)), then)


def _high(some: Sequence[_Written]) -> float:
    """Return how high nodes below each other are, with all that follows on them."""
    return sum(one.room for one in some) + _APART * (len(some) - 1)


def _place(one: _Written, x: float, top: float, after: Placed | None, found: list[Placed]) -> None:
    """Put a node in the middle of the room that it takes with all that follows."""
    whole = "\n".join(one_line(words.text) for words in one.node.words)
    y = top + (one.room - one.own) / 2
    here = Placed(x, y, one.width, one.own, one.lines, whole, after)
    found.append(here)
    top += (one.room - _high(one.then)) / 2
    for next_ in one.then:
        _place(next_, x + one.width + _BETWEEN, top, here, found)
        top += next_.room + _APART


def _link(before: Placed, after: Placed) -> Curve:
    """Draw the line from a node to one that follows."""
    x, y = before.x + before.width, before.y + before.height / 2
    to_x, to_y = after.x, after.y + after.height / 2
    middle = (x + to_x) / 2
    return Curve(((x, y), (middle, y), (middle, to_y), (to_x, to_y)))


def _drawn(node: Placed) -> Group:
    box = Box(node.x, node.y, node.width, node.height)
    words = (
        Label(
            node.x + _PADDING,
            node.y + _PADDING + number * _LINE - 4,
            line.text,
            paint=LOOKS[line.look],
            bold=line.look == "strong",
        )
        for number, line in enumerate(node.lines, start=1)
    )
    return Group((box, *words), says=node.whole)
