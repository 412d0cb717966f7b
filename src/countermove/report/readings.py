"""What holds in all readings of what the parties want, in some and in none."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from itertools import islice
from operator import or_

from countermove.analysis.equilibria import Solution
from countermove.analysis.readings.across import Across
from countermove.report.amounts import amount, counted
from countermove.report.answer import state_line
from countermove.report.article import Block, Grid, Line, Prose, Section
from countermove.report.doubts import in_doubt
from countermove.report.phrases import sentence
from countermove.report.standings import standing_cell, standing_story
from countermove.texts import or_list

ACROSS_QUESTION = "What holds, whatever they want?"

_MOST_OUTCOMES = 12
_MOST_LOOKED_AT = 1 << 12


def across_section(solution: Solution) -> Section | None:
    """Say what holds in all readings, in some and in none; nothing where nothing is in doubt."""
    found = solution.across
    if found is None:
        model = solution.model
        if model.way or not model.doubts:
            return None
        return Section(ACROSS_QUESTION, (Prose(_as_written(len(model.doubts))),))
    return told_across(found)


def told_across(found: Across) -> Section:
    """Say the same of what was found across the readings."""
    blocks: list[Block] = [
        Prose(f"{in_how_many_readings(found)} All else is of the one as written.")
    ]
    if found.claims:
        says = found.model.conflict.claims
        lines = tuple(
            Line(
                says[claim].says,
                tuple(standing_cell(one.holds, one.likelihood) for one in by_code.values()),
                story=standing_story(found, by_code),
            )
            for claim, by_code in found.claims.items()
        )
        blocks.append(Grid("Claims, across the readings", found.codes, lines))
        if nothing := _turning_nothing(found):
            blocks.append(Prose(nothing))
    blocks += _outcomes(found)
    blocks.append(Prose(_how_found(found), quiet=True))
    blocks.append(Prose(_LEGEND if found.readings is not None else _LEGEND_OPEN, quiet=True))
    return Section(ACROSS_QUESTION, tuple(blocks))


_LEGEND = (
    "all, none: in all readings, in none. A percentage: in some, and how likely that is, as likely "
    "as the analyst holds each doubt; under equal chances it is the share of the readings."
)
_LEGEND_OPEN = (
    "all, none: in all readings, in none. some, or a percentage: in some. A percentage is how "
    "likely that is; orders and weights that are left open have none. open: that isn't known."
)


def _as_written(doubts: int) -> str:
    are = "thing is" if doubts == 1 else "things are"
    return (
        f"{doubts} {are} in doubt. All this is the reading as written, and no other was looked at."
    )


def in_how_many_readings(found: Across) -> str:
    """Say how much is in doubt, and in how many ways it can be settled."""
    head = _in_doubt(found)
    if found.readings is None:
        return f"{head}, in more readings than can be counted."
    readings = f"{amount(found.readings)} {'reading' if found.readings == 1 else 'readings'}"
    return f"{head}: that makes {readings} of what they want."


def what_readings_are(found: Across) -> str:
    """Say the same to somebody who hasn't met the word before."""
    them = "it" if len(found.doubts) == 1 else "them"
    there_are = "there are more than can be counted"
    if (count := found.readings) is not None:
        there_are = f"there {'is' if count == 1 else 'are'} {amount(count)}"
    one = "this" if found.model.conflict.reading else "what is written"
    return (
        f"Of what the parties want {_in_doubt(found)}. Each way to settle {them} is called a "
        f"reading: {there_are}, and {one} is one."
    )


def _in_doubt(found: Across) -> str:
    count = len(found.doubts)
    return f"{count} {'thing is' if count == 1 else 'things are'} in doubt"


def _how_found(found: Across) -> str:
    made = found.provenance
    is_exact = made.complete and "bounded" not in made.engine
    return f"Found{' exactly' if is_exact else ''}: {made.why}."


def _turning_nothing(found: Across) -> str:
    nothing = found.turning_nothing
    if not nothing:
        return ""
    which = or_list(in_doubt(found.model, nothing))
    return sentence(f"no claim hangs on {which}: that needn't be argued about.")


def _outcomes(found: Across) -> Iterator[Block]:
    union = reduce(or_, (one.all | one.some | one.open for one in found.states.values()))
    if not union.any():
        yield Prose("No outcome holds in any reading.")
        return
    if union.count() > _MOST_LOOKED_AT:
        yield Prose(f"In some reading {counted(union.count(), 'outcome')} hold.")
        return
    positions = [int(state) for part in union.parts() for state in part]

    def firm(state: int) -> tuple[Fraction, int]:
        each = [(one.holds(state), one.likelihood(state)) for one in found.states.values()]
        sure = sum(holds == "all" for holds, _ in each)
        return sum((Fraction(likely or 0) for _, likely in each), Fraction(sure)), -state

    lines = tuple(
        state_line(
            found.model,
            state,
            tuple(
                standing_cell(one.holds(state), one.likelihood(state))
                for one in found.states.values()
            ),
        )
        for state in islice(sorted(positions, key=firm, reverse=True), _MOST_OUTCOMES)
    )
    yield Grid("Outcomes, across the readings", found.codes, lines, of=len(positions))
