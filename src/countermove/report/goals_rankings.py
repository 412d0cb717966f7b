"""In words: the least change of rankings that reaches a goal, and how many rankings reach it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import factorial

from countermove.analysis.goals.rankings import LeastRankings
from countermove.analysis.goals.result import GoalAnswer, Goals
from countermove.analysis.rankings.least_change import MOST_STATES, RankingChange, unmet
from countermove.errors import missing_extra
from countermove.graph_model import GraphModel
from countermove.report.amounts import counted, percent
from countermove.report.article import Block, Grid, Line, Prose
from countermove.report.phrases import alike, possessive, sentence, state_text, who
from countermove.report.rankings import changes_phrase, swaps
from countermove.stability.registry import SolutionConcept
from countermove.texts import and_list

_COUNTED = 8
"""Rankings of so few states are counted, those of more are given as a share."""

A_SWAP = Prose(
    "A swap turns the judgement of one pair of outcomes round, or makes or breaks a tie.",
    quiet=True,
)
"""What a swap is; to be said once, where swaps are first spoken of."""

Found = dict[SolutionConcept, LeastRankings]


def least_rankings(found: Goals, answers: Sequence[GoalAnswer]) -> Iterator[Prose]:
    """Say which least changes of rankings make some states hold, under which concepts."""
    concepts = {concept.code: concept for concept in found.concepts}
    open_ones = {concepts[a.concept]: a.rankings for a in answers if a.rankings is not None}
    for change, shared in _shared(answers[0].states, open_ones):
        codes = [concept.code for concept in shared]
        about = _about([answer for answer in answers if answer.concept in codes])
        where = "" if len(codes) == len(answers) else f" under {and_list(codes)}"
        yield Prose(f"Least change of rankings{where}: {changes_phrase(change, about)}.")
    for text, those in alike(open_ones, lambda c: _alone(found.model, open_ones[c])).items():
        codes = [concept.code for concept in those]
        under = "" if len(codes) == len(answers) else f"under {and_list(codes)} "
        if text:
            yield Prose(sentence(f"{under}a change of one ranking alone would do, too: {text}."))
    if open_ones:
        yield A_SWAP


def _shared(
    states: Sequence[int], left: Found
) -> Iterator[tuple[RankingChange, list[SolutionConcept]]]:
    """Give a least change for each concept, and as few different ones as are easily found."""
    left = dict(left)
    while left:
        useful = {
            first: [
                other
                for other, least in left.items()
                if least.together.cost == found.together.cost
                and not unmet(found.together.changed, [(s, other, True) for s in states])
            ]
            for first, found in left.items()
        }
        best = max(useful, key=lambda concept: len(useful[concept]))
        yield left[best].together, useful[best]
        left = {concept: least for concept, least in left.items() if concept not in useful[best]}


def _about(answers: Sequence[GoalAnswer]) -> set[int]:
    """Return the states to name: those asked for, and those they may not be worse than."""
    needed = [
        {
            state
            for demands in answer.demands
            for found in demands.requirements
            for some in found.missing
            for state in some
        }
        for answer in answers
    ]
    return {*answers[0].states, *set.intersection(*needed)}


def _alone(model: GraphModel, least: LeastRankings) -> str:
    """Say whose ranking alone would do as well; nothing where nobody else's would."""
    others = [
        f"{possessive(who(model, dm))} in {swaps(own.cost)}"
        for dm, own in least.alone.items()
        if own is not None and own is not least.together
    ]
    return " or ".join(others)


def rankings_notes(found: Goals) -> Iterator[Prose]:
    """Say what is closer when swaps of rankings count, or why none are told."""
    if found.rankings_left_out == "extra missing":
        yield Prose(str(missing_extra("sat", "The least change of rankings")), quiet=True)
    elif found.rankings_left_out == "too many states":
        text = f"in more than {MOST_STATES} outcomes that may take minutes"
        yield Prose(f"The least change of rankings was not looked for: {text}.", quiet=True)
    else:
        yield from _fewer(found)


def _fewer(found: Goals) -> Iterator[Prose]:
    """Say which states take fewer swaps than those that take fewest steps."""
    told: dict[tuple[int, ...], list[GoalAnswer]] = {}
    for code in found.codes:
        counted = [a for a in found.answers[code] if a.swaps is not None]
        fewest = min(counted, key=lambda answer: answer.swaps or 0, default=None)
        if fewest is not None and fewest.swaps != found.best(code).swaps:
            told.setdefault(fewest.states, []).append(fewest)
    for states, answers in told.items():
        what = and_list([state_text(found.model, state) for state in states])
        yield Prose(f"Fewer swaps of rankings make another outcome hold: {what}")
        yield from least_rankings(found, answers)


# -- how many rankings ----------------------------------------------------------------------------


def codes_of(answers: Iterable[GoalAnswer]) -> tuple[str, ...]:
    """Return the codes of the concepts of answers."""
    return tuple(answer.concept for answer in answers)


def shares(model: GraphModel, answers: Sequence[GoalAnswer]) -> Iterator[Block]:
    """Say in how many of its rankings each decision maker would stay, and all of them."""
    states = len(model.states)
    lines = []
    unequal = []
    for at, dm in enumerate(model.decision_makers):
        counts = [answer.demands[at].count for answer in answers]
        cells = tuple("?" if c is None else _share_cell(c.share, states) for c in counts)
        lines.append(Line(model.name(dm), cells))
        if any(count is not None and not count.share for count in counts):
            unequal.append(who(model, dm))
    of_all = [answer.share for answer in answers]
    if any(share is not None for share in of_all):
        cells = tuple("" if share is None else percent(share) for share in of_all)
        lines.append(Line("All of them at once", cells))
    number = "possible rankings" if states > 1 else "one possible ranking"
    if 1 < states <= _COUNTED:
        number = counted(factorial(states), "possible ranking")
    heading = f"Of its {number} without ties, how many would do"
    yield Grid(heading, codes_of(answers), tuple(lines))
    if unequal:
        yield Prose(f"0: {and_list(unequal)} would have to find some of the outcomes equally good.")
    together = [answer.concept for answer in answers if answer.share is None]
    if together:
        yield Prose(
            f"Under {and_list(together)} this is so as long as the others want what they want "
            "today, so that there is no figure for all at once.",
            quiet=True,
        )


def _share_cell(share: Fraction, states: int) -> str:
    if states > _COUNTED:
        return percent(share)
    return f"{int(share * factorial(states)):,}"
