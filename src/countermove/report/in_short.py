"""The first page of a report: what was asked, what was found, and how far it can be trusted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import and_

from countermove.analysis.compare import Comparison, flipped
from countermove.analysis.equilibria import Solution
from countermove.analysis.readings.across import Across
from countermove.errors import shown_of
from countermove.graph_model import GraphModel
from countermove.report.amounts import counted
from countermove.report.answer import (
    NO_GAIN,
    as_written,
    holding_sentence,
    in_all_readings,
    signs,
    under_foresight,
    what_is_done,
)
from countermove.report.article import Grid, Heading, Line, Mark, Prose, Section, Words
from countermove.report.on_record import Rests, wants_in_words, wants_on_record
from countermove.report.phrases import mark_of, meanings, sentence, who_all
from countermove.report.quotations import quoted_sentence
from countermove.report.rankings import A_SWAP
from countermove.report.readings import what_readings_are
from countermove.report.sentences import claim_story
from countermove.report.standings import standing_share
from countermove.texts import and_list, in_quotes

_TOLD = 3
"""So many claims are told of."""
_NAMED = 6
"""So many parties are named."""
_KEPT = 2
"""And so many claims that keep their answer in all readings."""

_TIED = 3
"""And so many scenarios that turn equally much."""

_MOST_SHOWN = 12
"""Of so many outcomes at most it is shown who does what in them."""

_MOST_COMPARED = 1 << 14
"""Up to so many outcomes it is told how many a scenario turns."""

RESTS = ("judgements",)
"""The follow-up questions whose finding says on what the answer rests."""
TURNS = ("radius", "ask")
"""And those whose finding says what would turn it."""
LEADS = ("evolve",)
"""And what leads to it."""
ASKED = (*RESTS, *TURNS, *LEADS)
"""All that the first page asks."""


def in_short_section(
    solution: Solution, compared: Comparison | None, findings: Mapping[str, str]
) -> Section:
    """Say on one page what was asked, what was found, on what that rests and what would turn it.

    Of the claims those are told of that have the same answer under all concepts, and then the
    others, each in the order in which the model makes them: the first `_TOLD`. Then comes what
    holds, and what holds in every reading of what is in doubt. What it rests on is counted: wishes,
    those with a record, rules, doubts. What turns it is what the follow-up questions found: by
    question what each says in a sentence, as in its own section; and the scenarios.
    """
    found = [*_claims(solution), *_holding(solution, findings)]
    if (across := solution.across) is not None:
        # What a reading is, before the word is used.
        first, *others = found
        assert isinstance(first, Prose)
        first = replace(first, text=f"{what_readings_are(across)} {first.text}")
        found = [first, *others, *_whatever_is_true(solution, across)]
    found.append(Prose(_what_holding_means(solution), quiet=True))
    quoted = filter(None, [quoted_sentence(solution.model.conflict)])
    rests = [*_judged(solution.model), *quoted, *_said(RESTS, findings)]
    turns = [_with_swaps_explained(text) for text in _said(TURNS, findings)]
    turns += _scenarios(compared)
    blocks: list[Words] = [Prose(_question(solution)), Heading("What was found"), *found]
    blocks += [Heading("What that rests on"), *map(Prose, rests)]
    if turns:
        blocks += [Heading("What would turn it"), *map(Prose, turns)]
    blocks += _who_does_what(solution.model, blocks)
    return Section(IN_SHORT, tuple(blocks), is_page=True)


IN_SHORT = "In short"


def _said(questions: Sequence[str], findings: Mapping[str, str]) -> Iterator[str]:
    yield from (findings[name] for name in questions if findings.get(name))


def _with_swaps_explained(text: str) -> str:
    return f"{text} {A_SWAP}" if " swap" in text else text


def _question(solution: Solution) -> str:
    model = solution.model
    parties = model.decision_makers
    names = who_all(model, parties) if len(parties) <= _NAMED else f"{len(parties)} parties"
    where = "between" if len(parties) > 1 else "for"
    claims = len(solution.claims)
    asked = {0: "", 1: ", and is what is claimed true"}.get(
        claims, f", and which of {claims:,} claims are true"
    )
    return f"What holds {where} {names}{asked}?"


# -- what was found -------------------------------------------------------------------------------


def _claims(solution: Solution) -> Iterator[Words]:
    answers = solution.claims
    if not answers:
        return
    firm = [answer for answer in answers if answer.verdict != "depends"]
    told = [*firm, *(answer for answer in answers if answer.verdict == "depends")][:_TOLD]
    yield Prose(as_written(solution, _counted(solution)))
    lines = tuple(
        Line(
            answer.details.says,
            (),
            Mark.verdict(answer.verdict),
            f"{claim_story(solution, answer)} {standing_share(solution, answer.claim)}".rstrip(),
        )
        for answer in told
    )
    heading = "Claims" if len(told) == len(answers) else f"{len(told)} of {len(answers):,} claims"
    yield Grid(heading, (), lines)
    if {answer.verdict for answer in told} != {"holds"}:
        yield signs(solution)


def _counted(solution: Solution) -> str:
    """Say how many claims are true."""
    answers, every = solution.claims, under_foresight(solution, solution.codes)
    of = Counter(answer.verdict for answer in answers)
    true, some, none = (of[verdict] for verdict in ("holds", "depends", "fails"))
    if len(answers) == 1:
        (verdict,) = of
        return {
            "holds": f"what is claimed is true {every}.",
            "depends": "what is claimed is true under some concepts only.",
            "fails": f"what is claimed is not true, {every}.",
        }[verdict]
    parts = [
        f"{true:,} {'is' if true == 1 else 'are'} true {every}" if true else "",
        f"{some:,} {'is' if some == 1 else 'are'} true under some concepts only" if some else "",
        f"{none:,} {'is' if none == 1 else 'are'} not true, {every}" if none else "",
    ]
    if true and len(solution.codes) == 1:
        parts[-1] = f"{none:,} {'is' if none == 1 else 'are'} not" if none else ""
    told = [part for part in parts if part]
    if len(told) == 1:
        every = "both" if len(answers) == 2 else f"all {len(answers):,}"
        return f"{every} claims {told[0].partition(' ')[2]}."
    return f"of {counted(len(answers), 'claim')} {and_list(told)}."


def _holding(solution: Solution, findings: Mapping[str, str]) -> Iterator[Words]:
    said = holding_sentence(solution)
    if not len(solution):
        said = f"Nothing holds{said.removeprefix('Nothing')}"
    yield Prose(" ".join([said, *_said(LEADS, findings)]))


def _whatever_is_true(solution: Solution, found: Across) -> Iterator[Words]:
    """Say what is so in all readings, and how much isn't."""
    if said := f"{_claims_across(solution, found)}{_outcomes_across(solution, found)}".rstrip():
        yield Prose(said)


def _what_holding_means(solution: Solution) -> str:
    """Say what the concepts have in common, and how they differ."""
    concepts = solution.concepts
    if not all(concept.is_sanctioned for concept in concepts):
        told = "; ".join(f"{concept.code}: {concept.plain}" for concept in concepts)
        return f"An outcome holds in that sense: {told}."
    said = f"An outcome holds if {NO_GAIN}"
    if len(concepts) == 1:
        if concepts[0].replies == "none":
            said = "An outcome holds if no party gains by leaving it"
        return f"{said}; under {concepts[0].code}: {concepts[0].plain}."
    told = "; ".join(f"{code}, {plain}" for code, plain in meanings(concepts))
    return f"{said}. How far they look ahead is their foresight: {told}."


def _who_does_what(model: GraphModel, blocks: Sequence[Words]) -> Iterator[Words]:
    """Show of the outcomes that the page names who does what in them, where that can be shown."""
    if len(model.states) > _MOST_COMPARED:
        return
    texts = [block.text for block in blocks if isinstance(block, Prose)]
    texts += [line.story for block in blocks if isinstance(block, Grid) for line in block.lines]
    marks = set(re.findall(r"\[([^\[\]]+)\]", " ".join(texts)))
    named = [state for state in range(len(model.states)) if mark_of(model, state) in marks]
    shown = named[: shown_of(len(named), _MOST_SHOWN)]
    yield from what_is_done("Who does what in the outcomes named here", model, shown)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _claims_across(solution: Solution, found: Across) -> str:
    """Say how many claims keep their answer in all readings, and how many turn in some."""
    each = [
        (answer, [one.holds for one in found.claims[answer.claim].values()])
        for answer in solution.claims
    ]
    keep = [answer for answer, holds in each if set(holds) <= {"all", "none"}]
    turn = sum("some" in holds for _, holds in each)
    if not each:
        return ""
    every = "The claim" if len(each) == 1 else f"Each of {len(each):,} claims"
    if len(keep) == len(each):
        return f"{every} keeps its answer in all readings. "
    if turn == len(each):
        return f"{every} turns in some readings. "
    names = [in_quotes(answer.details.says) for answer in keep] if len(keep) <= _KEPT else []
    its = "keeps its" if len(keep) == 1 else "keep their"
    parts = [
        f"{len(keep):,} {its} answer in all readings" + (f" ({and_list(names)})" if names else "")
        if keep
        else "",
        f"{turn:,} {'turns' if turn == 1 else 'turn'} in some" if turn else "",
    ]
    if left := len(each) - len(keep) - turn:
        parts.append(f"of {left:,} that isn't known")
    return f"Of {counted(len(each), 'claim')} {and_list(list(filter(None, parts)))}. "


def _outcomes_across(solution: Solution, found: Across) -> str:
    """Say how many outcomes hold in all readings, and which."""
    firm = reduce(and_, (one.all for one in found.states.values()))
    if not firm.any() and any(one.open.any() for one in found.states.values()):
        return ""
    return sentence(f"{in_all_readings(solution, firm)}.")


# -- what that rests on, and what would turn it ---------------------------------------------------


def _judged(model: GraphModel) -> Iterator[str]:
    """Count what is said of the parties' wishes, what of it has a record, and the rules."""
    rests, rules = wants_on_record(model.written), model.conflict.rules
    # What counts as one outcome rules none out.
    kinds = (kind for kind in type(rules).model_fields if kind != "coalesce")
    count = sum(len(getattr(rules, kind)) for kind in kinds)
    ruled = f"{counted(count, 'rule')} {'says' if count == 1 else 'say'} what can be."
    if not rests.judgements:
        yield "Nothing is said of what the parties want."
        if count:
            yield ruled
        return
    said = f"What the parties want is said in {wants_in_words(model.written)}"
    if rests.recorded == rests.judgements:
        each = "with its record" if rests.judgements == 1 else "each with its record"
        said += f", {each}{rests.unseen}"
    elif rests.alone == rests.judgements:
        said += ", by the analyst's judgement alone"
    elif rests.lost == rests.judgements:
        said += f", by quotations {_NOT_THERE}"
    else:
        said += f": {', '.join(_kinds_of_rest(rests))}"
    yield f"{said}; and {ruled}" if count else f"{said}."


_NOT_THERE = "that don't stand in their documents"


def _kinds_of_rest(rests: Rests) -> Iterator[str]:
    """Say how many judgements rest on the record, on quotations that are lost, and on neither."""
    recorded, lost, alone = rests.recorded, rests.lost, rests.alone
    if recorded:
        names = "names the record behind it" if recorded == 1 else "name the record behind them"
        yield f"{recorded:,} {names}{rests.unseen}"
    if lost:
        yield f"{lost:,} {'rests' if lost == 1 else 'rest'} on quotations {_NOT_THERE}"
    if alone:
        yield f"{alone:,} {_are(alone)} the analyst's judgement alone"


def _scenarios(compared: Comparison | None) -> Iterator[str]:
    """Say how many scenarios turn something, and in which most turns."""
    names = [name for name, _ in compared or () if name is not None]
    if compared is None or not names:
        return
    is_of_claims = bool(compared.conflict.claims)
    if not is_of_claims and len(compared.model.states) > _MOST_COMPARED:
        return
    turned = {name: len(_turned(compared, name, of_claims=is_of_claims)) for name in names}
    one, a = ("claim", "a claim") if is_of_claims else ("outcome", "an outcome")
    turning = [scenario for scenario, count in turned.items() if count]
    highest = max(turned.values())
    titles = [in_quotes(compared.title(name)) for name in turning if turned[name] == highest]
    what = counted(highest, one)
    if len(names) == 1:
        (title,) = (in_quotes(compared.title(name)) for name in names)
        yield f"The scenario {title} turns {what if turning else f'no {one}'}."
    elif not turning:
        yield f"None of {len(names):,} scenarios turns {a}."
    else:
        is_each = len(turning) == len(names)
        some = f"{'Each' if is_each else f'{len(turning):,}'} of {len(names):,} scenarios"
        does = "turns" if is_each or len(turning) == 1 else "turn"
        if len(titles) < len(turning):
            where = and_list(titles) if len(titles) <= _TIED else f"{len(titles):,} of them"
            each = "" if len(titles) == 1 else " each"
            yield f"{some} {does} {a}; most turns in {where}: {what}{each}."
        elif len(turning) == 1:
            yield f"{some} {does} {what}: {titles[0]}."
        else:
            yield f"{some} {does} {what}{'' if is_each else ' each'}."


def _turned(compared: Comparison, scenario: str, *, of_claims: bool) -> set[str]:
    """Return the claims, else the outcomes, that a scenario turns under some concept."""
    found: set[str] = set()
    (solution,) = (solution for name, solution in compared if name == scenario)
    for code in compared.codes:
        if of_claims:
            found |= {*flipped(compared.base, solution, code)}
        else:
            change = compared.change(scenario, code)
            found |= {*change.appears, *change.disappears}
    return found
