r"""What the engines for rankings have in common: one inequality, asked of all states at once.

With ranks :math:`v_i` every sanctioned concept is one inequality. Let :math:`\ell(s_2)` be the
label of a reply, the best that is left to :math:`i` there: :math:`v_i(s_2)`, or with escape the
greatest :math:`v_i` over :math:`s_2` and :math:`R_i(s_2)`. Let :math:`L(s_1)` be the least label
over all legal replies to :math:`s_1`. A move to :math:`s_1` is then worth
:math:`\min(v_i(s_1), L(s_1))`, and :math:`s` is stable when no move is worth more than
:math:`v_i(s)`:

.. math:: \max_{s_1 \in R_i(s)} \min(v_i(s_1), L(s_1)) \le v_i(s) .

The moves that aren't improvements need not be left out, because they are worth at most
:math:`v_i(s)`. Nor does it matter whether :math:`s_1` counts as a reply to itself: its label is at
least :math:`v_i(s_1)`. Where further turns follow (MR4, MR5, ...) the label of a reply is found in
the same way from what follows it, the last turn first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from countermove.graph.bits import Bits
from countermove.stability.registry import Replies

Answers = dict[bool, Bits]
"""The states that are stable without (False) and with (True) an escape after the replies."""


class Engine(Protocol):
    """Finds the stable states of one graph model."""

    at_once: int

    def answer(
        self,
        decision_maker: str,
        replies: Replies,
        escapes: frozenset[bool],
        ask: Callable[[], None],
    ) -> Answers:
        """Find the states that are stable for a decision maker."""
