"""What equilibria are worth, in words: strength, what would be better, rankings, freedom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from operator import or_

import numpy as np

from countermove.analysis.equilibria import Solution
from countermove.analysis.reading import Reading, read_equilibria
from countermove.analysis.state_worth import Better, StateReading
from countermove.errors import shown_of
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel
from countermove.progress import Follow
from countermove.report.article import Block, Grid, Line, Mark, Prose, Section
from countermove.report.asked import ASKED
from countermove.report.phrases import (
    and_list,
    heads,
    numbered,
    or_list,
    path_phrase,
    scenario_given,
    sentence,
    state_text,
    who,
)
from countermove.report.shown import SHORT, Shown

QUESTION = ASKED["read"]
"""The question that a reading answers."""

_IN_REPORT = 8
_SHOWN = 40
_NAMED = 3


def reading_section(reading: Reading, shown: Shown = SHORT) -> Section:
    """Say in words what the equilibria of a model, or some of its states, are worth."""
    return Section(QUESTION, tuple(_blocks(reading, shown, in_full=True)), _further(reading))


def section_for_report(solution: Solution, follow: Follow | None = None) -> Section | None:
    """Read the strongest equilibria of a solution, for a report; None where there are none."""
    reading = read_equilibria(solution, most=_IN_REPORT, follow=follow)
    if not len(reading):
        return None
    return Section(QUESTION, tuple(_blocks(reading, SHORT, in_full=False)))


def _blocks(reading: Reading, shown: Shown, *, in_full: bool) -> list[Block]:
    if not len(reading):
        return [Prose("Nothing holds under the concepts asked for, so there is nothing to read.")]
    blocks: list[Block] = [Prose(_answer(reading))]
    if reading.foresight:
        blocks += _mixed(reading, shown)
    blocks += [*_worth(reading), *_better(reading)]
    if in_full:
        blocks += [*_places(reading), *_freedom(reading)]
    blocks += _foresight(reading)
    if reading.left_out:
        more = f"These are {len(reading):,} of the {reading.held.count():,} that hold, the firmest."
        blocks.append(Prose(more, quiet=True))
    return blocks


def _further(reading: Reading) -> tuple[str, ...]:
    if not len(reading):
        return ()
    state = max(reading, key=lambda one: one.strength).state
    given = scenario_given(reading.model)
    label = reading.model.states.label(state)
    return ("Why one of them holds or not, move by move:", "explain", label, *given)


def _hold(count: int) -> str:
    return "holds" if count == 1 else "hold"


# -- the answer -------------------------------------------------------------------------------


def _answer(reading: Reading) -> str:
    """Say first what all would prefer, and nobody reaches alone."""
    model = reading.model
    total = reading.held.count()
    if not total:
        asked = [one.state for one in reading]
        does = "does" if len(asked) == 1 else "do"
        text = f"{_states(model, asked)} {does} not hold under any of the concepts."
    else:
        text = _preferred(reading)
    if reading.optima is None:
        return text
    optimal = reading.optima.optimal
    count, size = optimal.count(), len(model.states)
    best = (optimal & reading.held).count()
    if size == 1:
        return text
    text += f" Of {size:,} outcomes {count:,} {'is' if count == 1 else 'are'} Pareto-optimal: no "
    text += "other is better for some and worse for nobody."
    if total > 1:
        text += f" Of the {total:,} that hold {f'{best:,}' if best else 'none'} "
        text += f"{'is' if best == 1 else 'are'}."
    return text


def _preferred(reading: Reading) -> str:
    """Say to which of those that hold, of all and not only of those shown, all prefer another."""
    model, held = reading.model, reading.held
    if reading.optima is None or reading.trapped is None:
        return (
            f"{held.count():,} outcomes hold, too many to say to which of them all prefer others."
        )
    traps = model.states.in_order(reading.trapped.positions().tolist())
    if traps:
        return (
            f"{_states(model, traps)} {_hold(len(traps))} although everybody would prefer another "
            "outcome, and nobody can go to one alone."
        )
    is_best = not (held & ~reading.optima.weakly).any()
    if held.count() == 1:
        (only,) = held.positions().tolist()
        if is_best:
            return f"No outcome is better for everybody than {state_text(model, only)}."
        return f"{state_text(model, only)} holds although somebody alone could do better for all."
    if is_best:
        return "No outcome is better for everybody than one of those that hold."
    return (
        "Wherever everybody would prefer another outcome to one that holds, somebody alone can go "
        "there."
    )


def _states(model: GraphModel, states: Sequence[int]) -> str:
    texts = [state_text(model, state) for state in states[: shown_of(len(states), _NAMED)]]
    if left := len(states) - len(texts):
        texts.append(f"{left:,} more")
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else texts[0]


def _line(reading: Reading, one: StateReading, cells: tuple[Mark | str | int, ...]) -> Line:
    mark, text = numbered(reading.model, one.state)
    return Line(text, cells, lead=mark)


def _worth(reading: Reading) -> list[Block]:
    total = len(reading.codes)
    lines = tuple(
        _line(
            reading,
            one,
            (
                f"{one.strength}/{total}",
                _optimal(one),
                _among(one),
            ),
        )
        for one in reading
    )
    legend = (
        f"firm: under how many of the {total} concepts it holds. best of all: {Mark.HOLDS.value} "
        "no other is better for somebody and worse for nobody (Pareto-optimal), "
        f"{Mark.DEPENDS.value} some is, but none is better for everybody, {Mark.NO.value} some is "
        "better for everybody. "
        "of those: the same among those that hold."
    )
    grid = Grid("How firmly it holds, and whether another is better", _WORTH, lines, wrap=False)
    return [grid, Prose(legend, quiet=True)]


_WORTH = ("firm", "best of all", "of those")


def _optimal(one: StateReading) -> Mark:
    if one.is_optimal:
        return Mark.HOLDS
    return Mark.DEPENDS if one.is_weakly_optimal else Mark.NO


def _among(one: StateReading) -> Mark:
    if not one.dominated_by.any():
        return Mark.HOLDS
    return Mark.NO if one.preferred.any() else Mark.DEPENDS


# -- what would be better ---------------------------------------------------------------------


def _better(reading: Reading) -> list[Block]:
    told = [
        (one, _better_story(reading.model, one, one.example))
        for one in reading
        if one.example is not None
    ]
    return _told(reading, "What would be better", told)


def _told(reading: Reading, heading: str, told: Sequence[tuple[StateReading, str]]) -> list[Block]:
    """Tell a story of some states, each below what the state is."""
    lines = tuple(replace(_line(reading, one, ()), story=story) for one, story in told)
    return [Grid(heading, (), lines)] if lines else []


def _better_story(model: GraphModel, one: StateReading, example: Better) -> str:
    target = state_text(model, example.state)
    if example.for_all:
        others = one.better - 1
        more = (
            f" (and {others:,} more {'outcome' if others == 1 else 'outcomes'})" if others else ""
        )
        text = f"Everybody would prefer {target}{more}."
        if one.reached_alone:
            return f"{text} {_alone(model, example)}"
    else:
        liking = [
            who(model, dm)
            for dm in model.decision_makers
            if model.levels(dm)[example.state] > model.levels(dm, "x")[one.state]
        ]
        text = f"{target} is better for {and_list(liking)}, and worse for nobody."
    match example.reach:
        case "alone":
            return f"{text} {_alone(model, example)}"
        case "never":
            return f"{text} No sequence of moves leads there."
        case "unknown":
            return f"{text} Nobody reaches it alone; the model is too large to look further."
    way = f": {path_phrase(model, example.path, 'would have to')}" if example.path else ""
    return f"{text} Nobody reaches it alone; it takes several{way}."


def _alone(model: GraphModel, example: Better) -> str:
    return sentence(f"{path_phrase(model, example.path, 'could')} to bring it about alone.")


# -- rankings and freedom ---------------------------------------------------------------------


def _places(reading: Reading) -> list[Block]:
    lines = tuple(
        _line(
            reading,
            one,
            (*(f"{s.place}/{s.levels}" for s in one.standings.values()), one.rank_sum),
        )
        for one in reading
    )
    grid = Grid(
        "Where it stands in each ranking", (*heads(reading.model), "sum"), lines, wrap=False
    )
    legend = "Its place and the number of levels; 1 is the best. The sum is no standard "
    legend += "measure: places of different parties can't really be added."
    return [grid, Prose(legend, quiet=True)]


def _freedom(reading: Reading) -> list[Block]:
    lines = tuple(
        _line(reading, one, tuple(f"{s.freedom}/{s.moves}" for s in one.standings.values()))
        for one in reading
    )
    grid = Grid("Levels of freedom", heads(reading.model), lines, wrap=False)
    legend = "Of the moves that the party has from there, how many are no gain to it today, and "
    legend += "could become one if it changed its mind. The fewer, the less can upset the outcome."
    return [grid, Prose(legend, quiet=True)]


# -- a solution concept for each --------------------------------------------------------------


def _foresight(reading: Reading) -> list[Block]:
    """Say for states that don't hold under all concepts who must foresee what."""
    told = [
        (one, _needs(reading, one))
        for one in reading
        if len(reading.codes) > 1 and one.strength < len(reading.codes)
    ]
    blocks = _told(reading, "If the parties foresee differently far", told)
    only = reading.only_mixed
    if only.any():
        shown = _states(reading.model, reading.model.states.in_order(only.positions()))
        blocks.append(Prose(f"Only if they foresee differently far: {shown}."))
    return blocks


def _needs(reading: Reading, one: StateReading) -> str:
    model, codes = reading.model, reading.codes
    never = [who(model, dm) for dm, s in one.standings.items() if not s.stable]
    if never:
        verb = "leaves" if len(never) == 1 else "leave"
        return sentence(f"{and_list(never)} {verb} it under every one of the concepts.")
    needs: dict[tuple[str, ...], list[str]] = {}
    for dm, standing in one.standings.items():
        if len(standing.stable) < len(codes):
            needs.setdefault(standing.stable, []).append(who(model, dm))
    said = [
        f"{and_list(dms)} {'judges' if len(dms) == 1 else 'judge'} by {or_list(stable)}"
        for stable, dms in needs.items()
    ]
    parties = sum(map(len, needs.values()))
    others = len(model.decision_makers) - parties
    rest = {0: "", 1: ", whatever the other goes by"}.get(others, ", whatever the others go by")
    return f"Holds if and only if {', and '.join(said)}{rest}."


def _mixed(reading: Reading, shown: Shown) -> list[Block]:
    model = reading.model
    given = [f"{who(model, dm)} goes by {code}" for dm, code in reading.foresight.items()]
    everybody = len(given) == len(model.decision_makers)
    columns = ("holds",) if everybody else reading.codes
    found = [reading.mixed[code] for code in reading.codes][: len(columns)]
    read = Bits.at(np.array([one.state for one in reading]), len(model.states))
    union = reduce(or_, found, read)
    lines = []
    for state in shown.states(model.states, union, _SHOWN):
        mark, text = numbered(model, state)
        cells = tuple(Mark.of(bits[state]) for bits in found)
        lines.append(Line(text, cells, lead=mark))
    rest = "" if everybody else ", and the others as the columns say"
    blocks: list[Block] = [
        Prose(sentence(f"If {and_list(given)}{rest}:")),
        Grid("What holds then", columns, tuple(lines), wrap=False),
    ]
    if hidden := union.count() - len(lines):
        blocks.append(Prose(f"and {hidden:,} more", quiet=True))
    return blocks
