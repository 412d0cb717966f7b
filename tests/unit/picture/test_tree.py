"""Trees as pictures: nothing overlaps, nothing hides, and what is left of a page stays it."""

from __future__ import annotations

from itertools import combinations
from random import Random
from xml.etree import ElementTree

from countermove.picture.svg import svg
from countermove.picture.tree import NodeText, TreeNode, placed, tree
from countermove.picture.widths import wrapped

LONG = "Does the party at the other end of the table care about this at all?"


def grown(random: Random, depth: int) -> TreeNode:
    count = random.randint(0, 3) if depth else 0
    text = LONG[: random.randint(1, len(LONG))]
    return TreeNode((NodeText(text),), tuple(grown(random, depth - 1) for _ in range(count)))


def test_no_box_overlaps_another_and_each_stands_right_of_the_one_before() -> None:
    for seed in range(20):
        boxes = placed(grown(Random(seed), 4))
        for one, other in combinations(boxes, 2):
            apart = (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )
            assert apart, (seed, one, other)
        assert all(box.after is None or box.after.x + box.after.width < box.x for box in boxes)


def test_a_text_is_broken_and_none_of_it_is_lost() -> None:
    assert " ".join(wrapped(LONG, 117)) == LONG
    assert "".join(wrapped("東京" * 20, 104)) == "東京" * 20
    assert max(map(len, wrapped("東京" * 20, 104))) == 8


def test_what_is_too_long_is_cut_and_can_be_read_whole() -> None:
    whole = " ".join(["word"] * 200)
    written = svg(tree(TreeNode((NodeText(whole),)), "A tree", "A picture"))
    shown = [
        text.text for text in ElementTree.fromstring(written).iter() if text.tag.endswith("text")
    ]
    assert (shown[-1] or "").endswith("…")
    assert whole in written


def test_names_are_text_whatever_is_in_them() -> None:
    odd = '</svg><script>alert("1")</script>\u202e & \x00'
    written = svg(tree(TreeNode((NodeText(odd),)), odd, f'It says "{odd}"'))
    root = ElementTree.fromstring(written)
    assert {one.tag.rpartition("}")[2] for one in root.iter()} == {
        *("svg", "g", "title", "desc", "rect", "text")
    }
    assert "\u202e" not in written
