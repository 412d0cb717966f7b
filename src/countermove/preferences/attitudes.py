"""Attitudes: each looks for what is good for some, bad for others (Inohara, Hipel, Walker 2007).

A move tempts where it is no worse for all that one is friendly to, one's own self perhaps included,
and worse for all that one is hostile to. All that doesn't tempt deters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from countermove.preferences.levels import Ranks
from countermove.preferences.pairwise import PairwisePreference, Row


def by_attitudes(
    own: Ranks, friendly: Sequence[Ranks], hostile: Sequence[Ranks]
) -> PairwisePreference:
    """Return the relations of a decision maker by its attitudes to others and to itself."""

    def judge(state: int) -> Row:
        replies = np.ones(len(own), dtype=bool)
        for ranks in friendly:
            replies &= ranks >= ranks[state]
        for ranks in hostile:
            replies &= ranks < ranks[state]
        return Row(replies, ~replies, replies, own > own[state])

    return PairwisePreference.of(len(own), judge)
