"""In words: how a ranking would have to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from countermove.analysis.rankings.least_change import RankingChange
from countermove.preferences.distance import PairChange
from countermove.report.amounts import counted, in_words
from countermove.report.phrases import state_text, who
from countermove.texts import and_list

_STEPS = 3
"""So many steps of a changed ranking are told."""


A_SWAP = "A swap is one pair of outcomes that the party judges otherwise."


def swaps(count: int) -> str:
    """Write a number of swaps."""
    return in_words(count, "swap")


def change_phrase(change: RankingChange, decision_maker: str, about: Collection[int] = ()) -> str:
    """Say how somebody's ranking has changed, as what follows "if it found"."""
    model, ranks = change.model, change.ranks[decision_maker]
    steps: list[str] = []
    left = list(change.pairs[decision_maker])
    while left and len(steps) < _STEPS:
        mover, passed = _largest_move(left)
        rises = _risen(passed[0], mover) > 0
        others = [pair.second if pair.first == mover else pair.first for pair in passed]
        way = -1 if rises else 1
        end = min(others, key=lambda state: (way * int(ranks[state]), state not in about, state))
        past = "better than" if rises else "worse than"
        judged = "as good as" if ranks[mover] == ranks[end] else past
        text = f"{state_text(model, mover)} {judged} {state_text(model, end)}"
        level = sum(ranks[mover] == ranks[state] for state in others if state != end)
        also = {past: len(others) - 1 - level, "as good as": level}
        if told := [f"{how} {counted(n, 'more outcome')}" for how, n in also.items() if n]:
            first, *rest = told
            rest = [one.removesuffix("s").removesuffix(" outcome") for one in rest]
            text += f" (and so {and_list([first, *rest])})"
        steps.append(text)
        left = [pair for pair in left if pair not in passed]
    if left:
        steps.append(f"judged {in_words(len(left), 'more pair')} otherwise")
    return and_list(steps)


def _largest_move(pairs: list[PairChange]) -> tuple[int, list[PairChange]]:
    """Return the state that passes most others in one direction, and the pairs that say so."""
    counts: Counter[tuple[int, int]] = Counter()
    for pair in pairs:
        for state in (pair.first, pair.second):
            counts[state, _risen(pair, state)] += 1
    # One that rises rather than one that sinks, then the lower state.
    (mover, way), _ = min(counts.items(), key=lambda item: (-item[1], -item[0][1], item[0][0]))
    return mover, [
        pair for pair in pairs if mover in (pair.first, pair.second) and _risen(pair, mover) == way
    ]


def _risen(pair: PairChange, state: int) -> int:
    """Return 1 where a state has risen against the other of a pair, -1 where it has sunk."""
    up = 1 if pair.after > pair.before else -1
    return up if state == pair.first else -up


def changes_phrase(change: RankingChange, about: Collection[int]) -> str:
    """Say in how many swaps which rankings have changed: "two swaps, if …"."""
    found = {
        dm: f"if {who(change.model, dm)} found {change_phrase(change, dm, about)}"
        for dm in change.ranks
    }
    if len(found) == 1:
        return f"{swaps(change.cost)}, {next(iter(found.values()))}"
    parts = [f"{in_words(len(change.pairs[dm]))} {text}" for dm, text in found.items()]
    return f"{swaps(change.cost)}, {'; '.join(parts[:-1])}; and {parts[-1]}"
