"""Who could upset it together: what coalitions make of the states that hold for each alone."""

from __future__ import annotations

from countermove.analysis.coalitions.coalitions import coalitions
from countermove.analysis.coalitions.concepts import (
    COALITIONAL_CONCEPTS,
    CoalitionalConcept,
    find_coalitional_concepts,
)
from countermove.analysis.coalitions.result import Coalitions, Upset
from countermove.analysis.coalitions.search import work
from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import first_of
from countermove.graph_model import GraphModel
from countermove.progress import Follow
from countermove.report.article import AS_ASKED, Block, Grid, Line, Mark, Prose, Section
from countermove.report.phrases import (
    alike,
    meanings,
    move_phrase,
    numbered,
    path_phrase,
    sentence,
    state_text,
    who,
    who_all,
)
from countermove.report.shown import SHORT, Shown, some
from countermove.stability.registry import concepts
from countermove.texts import and_list, or_list

_SHOWN_STATES = 20
_IN_REPORT = 10
_SHOWN_JUMPS = 5
_WORK_IN_REPORT = 1 << 28

# The most lenient first: what upsets a state even there says most.
_LENIENT = ("CGMR", "CSMR", "CSEQ", "CNASH")


def coalitions_section(result: Coalitions, shown: Shown = SHORT) -> Section:
    """Say which states coalitions could upset, and which they could not."""
    model = result.model
    blocks: list[Block] = [Prose(_answer(result))]
    if len(result):
        blocks += _standings(result, shown)
    blocks += _jumps(result, shown)
    if len(result):
        blocks += _legend(result)
    further: tuple[str, ...] = ()
    if len(result):
        first = first_of(model.states, result.alone.holding_somehow)
        why = "Why one holds for each party by itself:"
        further = (why, "explain", model.states.label(first))
    return Section(_question(result), tuple(blocks), further)


def section_for_report(solution: Solution, follow: Follow | None = None) -> Section | None:
    """Return the answer as a part of a full report; None where nothing holds."""
    if not len(solution) or len(solution.model.decision_makers) < 2:
        return None
    model = solution.model
    is_little = work(model, None, COALITIONAL_CONCEPTS) <= _WORK_IN_REPORT
    result = coalitions(solution, concepts=None if is_little else "CNASH", follow=follow)
    blocks = [Prose(_answer(result)), *_standings(result, some(_IN_REPORT), in_short=True)]
    blocks += _jumps(result, SHORT, in_short=True)
    further = ("Move by move:", "coalitions") if result.jumps else ()
    return Section(_question(result), (*blocks, *_legend(result)), further)


def _question(result: Coalitions) -> str:
    if result.coalition is None:
        return AS_ASKED
    return f"Could {who_all(result.model, result.coalition)} upset it together?"


def _answer(result: Coalitions) -> str:
    count = len(result)
    under = f"under {or_list(result.alone.codes)}"
    if not count:
        return f"Nothing holds for each party alone {under}, so there is nothing to upset together."
    one = "One outcome holds" if count == 1 else f"{count:,} outcomes hold"
    text = f"{one} for each party by itself {under}."
    against = "every coalition" if result.coalition is None else "this coalition"
    together = alike(result.codes, lambda code: result.holding[code].count())
    if count == 1:
        told = [f"{'' if n else 'not '}under {and_list(codes)}" for n, codes in together.items()]
        return f"{text} Against {against} it holds {', and '.join(told)}."
    told = [f"{n:,}" if n else "none" for n in together]
    holds = "holds" if next(iter(together)) < 2 else "hold"
    parts = [f"{n} under {and_list(cs)}" for n, cs in zip(told, together.values(), strict=True)]
    parts[0] = parts[0].replace(" under", f" {holds} under", 1)
    return f"{text} Against {against}, too, {and_list(parts)}."


def _standings(result: Coalitions, shown: Shown, *, in_short: bool = False) -> list[Block]:
    model = result.model
    lines: list[Line] = []
    for state in shown.states(model.states, result.alone.holding_somehow, _SHOWN_STATES):
        lead, text = numbered(model, state)
        cells = (_alone(result, state), *(_together(result, code, state) for code in result.codes))
        story = "" if in_short and _only_now(result, state) else _story(result, state)
        lines.append(Line(text, cells, lead, story))
    heads = ("alone", *result.codes)
    return [Grid("What holds for each alone", heads, tuple(lines), of=len(result))]


def _only_now(result: Coalitions, state: int) -> bool:
    """Say whether a state is upset under no other concept than CNASH: without any foresight."""
    return all(state in result.stable[code] for code in result.codes if code != "CNASH")


def _alone(result: Coalitions, state: int) -> Mark:
    is_firm = all(state in found for found in result.alone.holding.values())
    return Mark.STANDS if is_firm else Mark.PARTLY


def _together(result: Coalitions, code: str, state: int) -> Mark:
    if state in result.holding[code]:
        return Mark.STANDS
    return Mark.PARTLY if state in result.stable[code] else Mark.LEFT


def _story(result: Coalitions, state: int) -> str:
    """Tell who upsets a state, under the most lenient concept under which somebody does."""
    failing = [
        code for code in _LENIENT if code in result.codes and state not in result.stable[code]
    ]
    if not failing:
        return ""
    (concept,) = find_coalitional_concepts(failing[0])
    upset = result.upset_at(state, concept)
    assert upset is not None
    model = result.model
    # A single decision maker is told apart: it needs no coalition.
    together = f"{who(model, upset.coalition[0])} alone"
    if len(upset.coalition) > 1:
        together = f"{who_all(model, upset.coalition)} together"
    still = [dm for dm in upset.coalition if dm not in {m.decision_maker for m in upset.path}]
    keeps = "".join(f", and {_refrains(model, concept, upset, state, dm)}" for dm in still)
    end = state_text(model, upset.path[-1].target)
    text = f"{together}: {path_phrase(model, upset.path)}{keeps}. That is {end}, "
    return sentence(f"{text}{_better(result, upset)}{_after(result, state, concept, upset)}")


def _refrains(
    model: GraphModel, concept: CoalitionalConcept, upset: Upset, state: int, dm: str
) -> str:
    """Say what a member doesn't do that makes no move itself: the answer that would deter."""
    alone = concepts().get(concept.code.removeprefix("C"))
    first, *more = upset.path
    if alone is not None and not more:
        for line in alone.define(model, first.decision_maker, state).lines:
            if line.first == first:
                for move in line.answer:
                    if move.decision_maker == dm:
                        return f"{who(model, dm)} would not then {move_phrase(model, move)}"
    return f"{who(model, dm)} would not answer it"


def _better(result: Coalitions, upset: Upset) -> str:
    size = len(upset.coalition)
    if size == 1:
        return f"better for {who(result.model, upset.coalition[0])}"
    of = "both" if size == 2 else f"all {size}"
    if result.improvement == "strict":
        return f"better for {of}"
    return f"worse for none of the {size} and better for some"


def _after(result: Coalitions, state: int, concept: CoalitionalConcept, upset: Upset) -> str:
    them = "it" if len(upset.coalition) == 1 else "them"
    if concept.escape:
        return ", and whatever the others could do, it could then be repaired."
    if concept.replies == "any":
        return f", and nothing that the others could then do deters {them}."
    if concept.replies == "improvements":
        return f", and nothing that others would then do in their own interest deters {them}."
    kept = [code for code in result.codes if state in result.stable[code]]
    if not kept:
        return "."
    return f"; but what the others could then do deters {them} under {and_list(kept)}."


def _jumps(result: Coalitions, shown: Shown, *, in_short: bool = False) -> list[Block]:
    if not result.jumps:
        return []
    model, codes = result.model, result.alone.codes
    ordered = sorted(result.jumps, key=lambda jump: -len(jump.concepts))
    lines: list[Line] = []
    for jump in shown.first(ordered, _SHOWN_JUMPS):
        start, end = (numbered(model, state)[0] for state in (jump.origin, jump.target))
        names = sentence(who_all(model, jump.coalition))
        cells = tuple("yes" if code in jump.concepts else Mark.NO for code in codes)
        story = "" if in_short else sentence(f"{path_phrase(model, jump.path, 'could')}.")
        lines.append(Line(names, cells, f"{start} to {end}", story))
    heading = "Who could jump from one that holds to another"
    or_more = not result.provenance.complete
    return [Grid(heading, codes, tuple(lines), of=len(ordered), or_more=or_more)]


def _legend(result: Coalitions) -> list[Block]:
    who_else = "every coalition" if result.coalition is None else "the coalition"
    codes = and_list(result.alone.codes)
    text = f"alone: ● holds for each party by itself under {codes}, ◐ under some of them. "
    text += f"The columns beside it: ● holds for each party by itself and for {who_else}."
    if any((~result.holding[code] & result.stable[code]).any() for code in result.codes):
        text += f" ◐ only {who_else} would stay, and some party by itself would not."
    blocks: list[Block] = [Prose(""), Prose(text, quiet=True)]
    width = max(len(code) for code in result.codes)
    return blocks + [Prose(text, code.ljust(width)) for code, text in meanings(result.concepts)]
