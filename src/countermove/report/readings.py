"""What holds in all readings of what the parties want, in some and in none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import islice
from operator import or_

from countermove.analysis.equilibria import Solution
from countermove.analysis.readings.across import Across, Standing
from countermove.analysis.readings.answer import Condition
from countermove.report.amounts import counted, percent
from countermove.report.article import Block, Grid, Line, Prose, Section
from countermove.report.doubts import in_doubt, resolved
from countermove.report.phrases import and_list, or_list, sentence, state_text

ACROSS_QUESTION = "What holds, whatever they want?"

_MOST_OUTCOMES = 12
_MOST_LOOKED_AT = 1 << 12
_MOST_TURNS = 3


def across_section(solution: Solution) -> Section | None:
    """Say what holds in all readings, in some and in none; nothing where nothing is in doubt."""
    found = solution.across
    if found is None:
        model = solution.model
        if model.way or not model.doubts:
            return None
        return Section(ACROSS_QUESTION, (Prose(_as_written(len(model.doubts))),))
    blocks: list[Block] = [Prose(_how_many(found))]
    if found.claims:
        says = {answer.claim: answer.details.says for answer in solution.claims}
        lines = tuple(
            Line(says[claim], tuple(map(_standing, by_code.values())), story=_story(found, by_code))
            for claim, by_code in found.claims.items()
        )
        blocks.append(Grid("Claims, across the readings", found.codes, lines))
        if nothing := _turning_nothing(found):
            blocks.append(Prose(nothing))
    blocks += _outcomes(found)
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


def _how_many(found: Across) -> str:
    count = len(found.doubts)
    head = f"{count} {'thing is' if count == 1 else 'things are'} in doubt"
    if found.readings is None:
        return f"{head}, in more readings than can be counted. All else is of the one as written."
    readings = counted(found.readings, "reading")
    return f"{head}: that makes {readings} of what they want. All else is of the one as written."


def _standing(standing: Standing) -> str:
    return _cell(standing.holds, standing.likelihood)


def _cell(holds: str, likelihood: Fraction | None) -> str:
    return percent(likelihood) if holds == "some" and likelihood is not None else holds


def _story(found: Across, by_code: Mapping[str, Standing]) -> str:
    """Say what a claim hangs on, and when it turns, for the concepts together that are alike."""
    alike: dict[str, list[str]] = {}
    for code, standing in by_code.items():
        if standing.holds == "some" and (said := _in_a_row(_sentences(found, standing))):
            alike.setdefault(said, []).append(code)
    return " ".join(f"Under {and_list(codes)} {said}" for said, codes in alike.items())


def _in_a_row(sentences: Iterator[str]) -> str:
    first, *others = [*sentences, ""]
    return " ".join([first, *map(sentence, filter(None, others))])


def _sentences(found: Across, standing: Standing) -> Iterator[str]:
    turns = "fails" if standing.as_written else "holds"
    exactly = _sayable(found, standing.turned_exactly_if or ())
    if exactly:
        yield f"it {turns} exactly if {_any_of(found, exactly)}."
        return
    nearest = [{key: (k,) for key, k in one.items()} for one in standing.nearest_turns or ()]
    if len(nearest) <= _MOST_TURNS and (some := _sayable(found, nearest)):
        yield f"with all else as written, it {turns} if {_any_of(found, some)}."
    if only := _sayable(found, [standing.turned_only_if]):
        yield f"it {turns} only if {_all_of(found, only[0])}."
    if standing.hangs_on:
        which = and_list([in_doubt(found.model, doubt) for doubt in standing.hangs_on])
        yield f"it hangs on {which}, and on nothing else."


def _sayable(found: Across, conditions: Sequence[Condition]) -> Sequence[Condition]:
    """Return the conditions if all are about doubts whose values can be told."""
    countable = {doubt.id for doubt in found.doubts if doubt.values}
    is_so = all(condition and set(condition) <= countable for condition in conditions)
    return conditions if is_so else ()


def _any_of(found: Across, conditions: Sequence[Condition]) -> str:
    return "; or if ".join(_all_of(found, condition) for condition in conditions)


def _all_of(found: Across, condition: Condition) -> str:
    doubts = {doubt.id: doubt for doubt in found.doubts}
    return and_list([resolved(found.model, doubts[key], v) for key, v in condition.items()])


def _turning_nothing(found: Across) -> str:
    nothing = found.turning_nothing
    if not nothing:
        return ""
    which = or_list([in_doubt(found.model, doubt) for doubt in nothing])
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
        Line(
            state_text(found.model, state),
            tuple(_cell(one.holds(state), one.likelihood(state)) for one in found.states.values()),
            state=state,
        )
        for state in islice(sorted(positions, key=firm, reverse=True), _MOST_OUTCOMES)
    )
    yield Grid("Outcomes, across the readings", found.codes, lines, of=len(positions))
