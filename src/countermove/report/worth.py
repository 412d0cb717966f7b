"""What equilibria are worth, in words: strength, what would be better, rankings, freedom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial, reduce
from operator import or_

import numpy as np

from countermove.analysis.equilibria import Solution
from countermove.analysis.worth.state_worth import BetterState, StateWorth
from countermove.analysis.worth.worth import Worth, worth
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel
from countermove.progress import Follow
from countermove.report.amounts import counted
from countermove.report.article import AS_ASKED, Block, Grid, Line, Mark, Prose, Section
from countermove.report.phrases import (
    alike,
    few,
    heads,
    no_order,
    numbered,
    path_phrase,
    sentence,
    state_text,
    who,
    who_all,
)
from countermove.report.shown import SHORT, Shown
from countermove.texts import and_list, or_list

_IN_REPORT = 8
_SHOWN = 40
_NAMED = 3


def worth_section(result: Worth, shown: Shown = SHORT) -> Section:
    """Say in words what the equilibria of a model, or some of its states, are worth."""
    return Section(AS_ASKED, tuple(_blocks(result, shown, in_full=True)), _further(result))


def section_for_report(solution: Solution, follow: Follow | None = None) -> Section | None:
    """Read the strongest equilibria of a solution, for a report; None where there are none."""
    result = worth(solution, most=_IN_REPORT, follow=follow)
    if not len(result):
        return None
    return Section(AS_ASKED, tuple(_blocks(result, SHORT, in_full=False)))


def _blocks(result: Worth, shown: Shown, *, in_full: bool) -> list[Block]:
    if not len(result):
        return [Prose("Nothing holds under the concepts asked for, so there is nothing to read.")]
    blocks: list[Block] = [Prose(_answer(result))]
    if result.foresight:
        blocks += _mixed(result, shown)
    blocks += [*_worth(result), *_better(result)]
    if in_full:
        blocks += [*_places(result), *_freedom(result)]
    blocks += _foresight(result)
    if result.left_out:
        more = f"These are {len(result):,} of the {result.held.count():,} that hold, the firmest."
        blocks.append(Prose(more, quiet=True))
    return blocks


def _further(result: Worth) -> tuple[str, ...]:
    if not len(result):
        return ()
    state = max(result, key=lambda one: one.strength).state
    label = result.model.states.label(state)
    return ("Why one of them holds or not, move by move:", "explain", label)


def _hold(count: int) -> str:
    return "holds" if count == 1 else "hold"


# -- the answer -------------------------------------------------------------------------------


def _answer(result: Worth) -> str:
    """Say first what all would prefer, and nobody reaches alone."""
    model = result.model
    total = result.held.count()
    if not total:
        asked = [one.state for one in result]
        does = "does" if len(asked) == 1 else "do"
        text = f"{_states(model, asked)} {does} not hold under any of the concepts."
    else:
        text = _preferred(result)
    if result.optima is None:
        return text
    optimal = result.optima.optimal
    count, size = optimal.count(), len(model.states)
    best = (result.held & optimal).count()
    if size == 1:
        return text
    text += f" Of {size:,} outcomes {count:,} {'is' if count == 1 else 'are'} Pareto-optimal: no "
    text += f"other is {_known(model)}better for some and worse for nobody."
    if total > 1:
        text += f" Of the {total:,} that hold {f'{best:,}' if best else 'none'} "
        text += f"{'is' if best == 1 else 'are'}."
    return text


def _preferred(result: Worth) -> str:
    """Say to which of those that hold, of all and not only of those shown, all prefer another."""
    model, held = result.model, result.held
    if result.optima is None or result.trapped is None:
        return (
            f"{held.count():,} outcomes hold, too many to say to which of them all prefer others."
        )
    traps = model.states.in_order(result.trapped.positions().tolist())
    if traps:
        return (
            f"{_states(model, traps)} {_hold(len(traps))} although everybody would prefer another "
            "outcome, and nobody can go to one alone."
        )
    is_best = not (held & ~result.optima.weakly).any()
    if held.count() == 1:
        (only,) = held.positions().tolist()
        if is_best:
            better = f"{_known(model)}better for everybody"
            return f"No outcome is {better} than {state_text(model, only)}."
        return f"{state_text(model, only)} holds although somebody alone could do better for all."
    if is_best:
        return f"No outcome is {_known(model)}better for everybody than one of those that hold."
    would = "is known to prefer" if model.unordered else "would prefer"
    return (
        f"Wherever everybody {would} another outcome to one that holds, somebody alone can go "
        "there."
    )


def _known(model: GraphModel) -> str:
    """Say that there may be more where preferences leave pairs open."""
    return "known to be " if model.unordered else ""


def _states(model: GraphModel, states: Sequence[int]) -> str:
    return and_list(few(states, _NAMED, partial(state_text, model)))


def _line(result: Worth, one: StateWorth, cells: tuple[Mark | str | int, ...]) -> Line:
    mark, text = numbered(result.model, one.state)
    return Line(text, cells, lead=mark)


def _worth(result: Worth) -> list[Block]:
    total = len(result.codes)
    lines = tuple(
        _line(result, one, (f"{one.strength} of {total}", _optimal(one), _among(one)))
        for one in result
    )
    concepts = counted(total, "concept")
    legend = (
        f"holds under: how many of the {concepts}. another is better for: nobody, if no other is "
        f"{_known(result.model)}better for somebody and worse for nobody (it is Pareto-optimal); "
        "some, if such a one is, but none is better for everybody; all, if one is better for "
        "everybody. one that holds: the same among those that hold."
    )
    grid = Grid("How firmly it holds, and for whom another is better", _WORTH, lines)
    return [grid, Prose(legend, quiet=True)]


_WORTH = ("holds under", "another is better for", "one that holds")


def _optimal(one: StateWorth) -> str:
    if one.is_optimal:
        return "nobody"
    return "some" if one.is_weakly_optimal else "all"


def _among(one: StateWorth) -> str:
    if not one.dominated_by.any():
        return "nobody"
    return "all" if one.preferred.any() else "some"


# -- what would be better ---------------------------------------------------------------------


def _better(result: Worth) -> list[Block]:
    told = [(one, _better_story(result.model, one, one.example)) for one in result if one.example]
    return _told(result, "What would be better", told)


def _told(result: Worth, heading: str, told: Sequence[tuple[StateWorth, str]]) -> list[Block]:
    """Tell a story of some states, each below what the state is."""
    lines = tuple(replace(_line(result, one, ()), story=story) for one, story in told)
    return [Grid(heading, (), lines)] if lines else []


def _better_story(model: GraphModel, one: StateWorth, example: BetterState) -> str:
    target = state_text(model, example.state)
    if example.for_all:
        others = one.better - 1
        more = f" (and {counted(others, 'more outcome')})" if others else ""
        text = f"Everybody would prefer {target}{more}."
        if one.reached_alone:
            return f"{text} {_alone(model, example)}"
    else:
        liking = [
            who(model, dm)
            for dm in model.decision_makers
            if model.better(dm, example.state, one.state)
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


def _alone(model: GraphModel, example: BetterState) -> str:
    return sentence(f"{path_phrase(model, example.path, 'could')} to bring it about alone.")


# -- rankings and freedom ---------------------------------------------------------------------


def _places(result: Worth) -> list[Block]:
    lines = tuple(
        _line(
            result,
            one,
            (
                *(f"{s.place}/{s.levels}" if s.place else "" for s in one.standings.values()),
                "" if one.rank_sum is None else one.rank_sum,
            ),
        )
        for one in result
    )
    grid = Grid("Where it stands in each ranking", (*heads(result.model), "sum"), lines)
    legend = "Its place and the number of levels; 1 is the best. The sum is no standard "
    legend += "measure: places of different parties can't really be added."
    if result.model.unordered:
        legend += f" {no_order(result.model)}"
    return [grid, Prose(legend, quiet=True)]


def _freedom(result: Worth) -> list[Block]:
    lines = tuple(
        _line(result, one, tuple(f"{s.freedom}/{s.moves}" for s in one.standings.values()))
        for one in result
    )
    grid = Grid("Levels of freedom", heads(result.model), lines)
    no_gain = "do not tempt it" if result.model.unordered else "are no gain to it"
    legend = f"Of the moves that the party has from there, how many {no_gain} today, and "
    legend += "could become one if it changed its mind. The fewer, the less can upset the outcome."
    return [grid, Prose(legend, quiet=True)]


# -- a solution concept for each --------------------------------------------------------------


def _foresight(result: Worth) -> list[Block]:
    """Say for states that don't hold under all concepts who must foresee what."""
    told = [
        (one, _needs(result, one))
        for one in result
        if len(result.codes) > 1 and one.strength < len(result.codes)
    ]
    blocks = _told(result, "If not all look equally far ahead", told)
    only = result.only_mixed
    if only.any():
        shown = _states(result.model, result.model.states.in_order(only.positions()))
        blocks.append(Prose(f"Only if not all look equally far ahead: {shown}."))
    return blocks


def _needs(result: Worth, one: StateWorth) -> str:
    model, codes = result.model, result.codes
    never = [who(model, dm) for dm, s in one.standings.items() if not s.stable]
    if never:
        verb = "leaves" if len(never) == 1 else "leave"
        return sentence(f"{and_list(never)} {verb} it under every one of the concepts.")
    foreseeing = [dm for dm, s in one.standings.items() if len(s.stable) < len(codes)]
    needs = alike(foreseeing, lambda dm: one.standings[dm].stable)
    said = [
        f"{who_all(model, dms)} {'judges' if len(dms) == 1 else 'judge'} by {or_list(stable)}"
        for stable, dms in needs.items()
    ]
    others = len(model.decision_makers) - len(foreseeing)
    rest = {0: "", 1: ", whatever the other goes by"}.get(others, ", whatever the others go by")
    return f"Holds if and only if {', and '.join(said)}{rest}."


def _mixed(result: Worth, shown: Shown) -> list[Block]:
    model = result.model
    given = [f"{who(model, dm)} goes by {code}" for dm, code in result.foresight.items()]
    everybody = len(given) == len(model.decision_makers)
    columns = ("holds",) if everybody else result.codes
    found = [result.mixed[code] for code in result.codes][: len(columns)]
    read = Bits.at(np.array([one.state for one in result]), len(model.states))
    union = reduce(or_, found, read)
    lines = []
    for state in shown.states(model.states, union, _SHOWN):
        mark, text = numbered(model, state)
        cells = tuple(Mark.standing(state in bits) for bits in found)
        lines.append(Line(text, cells, lead=mark))
    rest = "" if everybody else ", and the others as the columns say"
    return [
        Prose(sentence(f"If {and_list(given)}{rest}:")),
        Grid("What holds then", columns, tuple(lines), of=union.count()),
    ]
