"""The order of asking as a tree: each answer with what it settles, and what is asked next."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from countermove.analysis.ask.what_to_ask import Step, Wanted, WhatToAsk
from countermove.errors import shown_of
from countermove.picture.tree import NodeText, TreeNode, tree
from countermove.report.amounts import counted
from countermove.report.article import Mark, Picture, Prose
from countermove.report.doubt_questions import answer, question
from countermove.report.phrases import alike, sentence, state_text
from countermove.report.shown import FULL, Shown

# So many boxes are drawn, and so many beside each other; where everything is shown, more.
_BOXES, _BESIDE, _MOST_BOXES = 12, 4, 300
_SETTLED = 2

_TITLE = "In which order to ask"
_SAYS = f"{_TITLE}: behind each question its answers, with what each settles."
_SIGNS = f" {Mark.HOLDS.value} true, {Mark.FAILS.value} not true."


def decision_tree(result: WhatToAsk, words: Sequence[Prose], shown: Shown) -> Picture:
    """Draw the order of asking, beside the same in words."""
    root, left_out = decision_nodes(result, shown)
    says = _SAYS + (_SIGNS if len({one.claim for one in result.asked}) > 1 else "")
    return Picture(tree(root, _TITLE, says), tuple(words), left_out)


def decision_nodes(result: WhatToAsk, shown: Shown) -> tuple[TreeNode, str]:
    """Return the first question with all that is drawn behind it, and say what isn't."""
    is_whole = shown == FULL
    limits = (_MOST_BOXES, sys.maxsize) if is_whole else (_BOXES, _BESIDE)
    drawn = _Drawn(result, *_drawn_out(result.first, *limits))
    return drawn.root(), drawn.left_out()


def _drawn_out(first: Step, boxes: int, beside: int) -> tuple[frozenset[int], int]:
    """Choose the questions whose answers are drawn, level by level; count the others."""
    chosen, left, count = set(), 0, 1
    todo = deque([(first, 1)])
    while todo:
        step, level = todo.popleft()
        if step.doubt is None:
            continue
        if level == beside or count + len(step.branches) > boxes:
            left += 1
            continue
        chosen.add(id(step))
        count += len(step.branches)
        todo += [(branch.step, level + 1) for branch in step.branches]
    return frozenset(chosen), left


@dataclass(frozen=True, slots=True)
class _Drawn:
    result: WhatToAsk
    chosen: frozenset[int]
    left: int

    def root(self) -> TreeNode:
        """Return the first question with all that is drawn behind it."""
        return TreeNode((self._asks(self.result.first),), self._then(self.result.first))

    def left_out(self) -> str:
        """Say how many answers lead to questions that aren't drawn."""
        if not self.left:
            return ""
        verb = "leads" if self.left == 1 else "lead"
        return f"{counted(self.left, 'answer')} {verb} to more questions than are drawn."

    def _then(self, step: Step) -> tuple[TreeNode, ...]:
        if id(step) not in self.chosen:
            return ()
        assert step.doubt is not None
        model = self.result.model
        return tuple(
            TreeNode(
                (
                    NodeText(
                        sentence(answer(model, step.doubt, branch.values, step.first or ())),
                        "strong",
                    ),
                    *self._settled(branch.step.settled),
                    *self._next(branch.step),
                ),
                self._then(branch.step),
            )
            for branch in step.branches
        )

    def _next(self, step: Step) -> Iterator[NodeText]:
        if id(step) in self.chosen:
            yield self._asks(step)
        elif step.most is not None and step.doubt is not None:
            yield NodeText(f"At most {counted(step.most, 'more question')} …", "quiet")
        elif step.doubt is not None:
            yield NodeText("More questions …", "quiet")

    def _asks(self, step: Step) -> NodeText:
        assert step.doubt is not None
        return NodeText(question(self.result.model, step.doubt, step.first or ()))

    def _settled(self, settled: Sequence[tuple[Wanted, bool]]) -> Iterator[NodeText]:
        said = alike(settled, lambda one: (one[0].claim, one[0].state, one[1]))
        told = [self._one(*key, [one.concept for one, _ in some]) for key, some in said.items()]
        yield from told[: shown_of(len(told), _SETTLED)]
        if left := len(told) - shown_of(len(told), _SETTLED):
            yield NodeText(f"… and {left} more", "quiet")

    def _one(self, claim: str | None, state: int | None, is_so: bool, codes: list[str]) -> NodeText:
        under = "" if len(codes) == len(self.result.concepts) else f" ({', '.join(codes)})"
        model = self.result.model
        if claim is None:
            holds = "holds" if is_so else "does not hold"
            text = f"{state_text(model, state or 0)} {holds}{under}"
        else:
            mark = Mark.HOLDS if is_so else Mark.FAILS
            is_alone = len({one.claim for one in self.result.asked}) == 1
            verdict = "True" if is_so else "Not true"
            says = verdict if is_alone else model.conflict.claims[claim].says
            text = f"{mark.value} {says}{under}"
        return NodeText(text, "good" if is_so else "bad")
