"""Attitudes: each looks for what is good for some, bad for others (Inohara, Hipel, Walker 2007).

A move tempts where it is no worse for all that one is friendly to, one's own self perhaps included,
and worse for all that one is hostile to. All that doesn't tempt deters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from countermove.graph.lists import Mask
from countermove.preferences.levels import Ranks
from countermove.preferences.pairwise import PairwisePreference, Row


def by_attitudes(
    own: Ranks, friendly: Sequence[Ranks], hostile: Sequence[Ranks]
) -> PairwisePreference:
    """Return the relations of a decision maker by its attitudes to others and to itself."""

    def judge(states: slice) -> Row[Mask]:
        better = own > own[states, None]
        replies = np.ones_like(better)
        for ranks in friendly:
            replies &= ranks >= ranks[states, None]
        for ranks in hostile:
            replies &= ranks < ranks[states, None]
        return Row(replies, ~replies, replies, better)

    return PairwisePreference.of(len(own), judge)
