"""The first page of a report: what was asked, what was found, and how far it can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import and_

from countermove.analysis.compare import Comparison, flipped
from countermove.analysis.equilibria import Solution
from countermove.analysis.readings.across import Across
from countermove.graph_model import GraphModel
from countermove.model.part import Recorded
from countermove.report.amounts import counted
from countermove.report.answer import (
    NO_GAIN,
    SIGNS,
    as_written,
    holding_sentence,
    in_all_readings,
    under_foresight,
)
from countermove.report.article import Grid, Heading, Line, Mark, Prose, Section, Words
from countermove.report.phrases import sentence, who_all
from countermove.report.readings import in_how_many_readings
from countermove.report.sentences import claim_story
from countermove.report.standings import standing_share
from countermove.texts import and_list, in_quotes

_TOLD = 3
"""So many claims are told of."""
_NAMED = 6
"""So many parties are named."""
_KEPT = 2
"""And so many claims that keep their answer in all readings."""

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
    found = [*_claims(solution), *_holding(solution, findings), *_whatever_is_true(solution)]
    found.append(Prose(_what_holding_means(solution), quiet=True))
    rests = [*_judged(solution.model), *_said(RESTS, findings)]
    turns = [*_said(TURNS, findings), *_scenarios(compared)]
    blocks: list[Words] = [Prose(_question(solution)), Heading("What was found"), *found]
    blocks += [Heading("What that rests on"), *map(Prose, rests)]
    if turns:
        blocks += [Heading("What would turn it"), *map(Prose, turns)]
    return Section(IN_SHORT, tuple(blocks), is_page=True)


IN_SHORT = "In short"


def _said(questions: Sequence[str], findings: Mapping[str, str]) -> Iterator[str]:
    yield from (findings[name] for name in questions if findings.get(name))


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
        yield SIGNS


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
    told = [part for part in parts if part]
    if len(told) == 1:
        return f"all {told[0]}.".replace(" are ", " claims are ", 1)
    return f"of {counted(len(answers), 'claim')} {and_list(told)}."


def _holding(solution: Solution, findings: Mapping[str, str]) -> Iterator[Words]:
    said = holding_sentence(solution)
    if not len(solution):
        said = f"Nothing holds{said.removeprefix('Nothing')}"
    yield Prose(" ".join([said, *_said(LEADS, findings)]))


def _whatever_is_true(solution: Solution) -> Iterator[Words]:
    """Say what is so in all readings, and how much isn't."""
    found = solution.across
    if found is None:
        return
    claims, outcomes = _claims_across(solution, found), _outcomes_across(solution, found)
    yield Prose(f"{in_how_many_readings(found)} {claims}{outcomes}".rstrip())


def _what_holding_means(solution: Solution) -> str:
    """Say what the concepts have in common, and how they differ."""
    concepts = solution.concepts
    if not all(concept.is_sanctioned for concept in concepts):
        told = "; ".join(f"{concept.code}: {concept.plain}" for concept in concepts)
        return f"An outcome holds in that sense: {told}."
    said = f"An outcome holds if {NO_GAIN}"
    if len(concepts) == 1:
        return f"{said}; under {concepts[0].code}: {concepts[0].plain}."
    return f"{said}. {and_list(solution.codes)} differ in how far the parties look ahead."


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
    names = [in_quotes(answer.details.says) for answer in keep] if len(keep) <= _KEPT else []
    parts = [
        f"{len(keep):,} {'keeps its' if len(keep) == 1 else 'keep their'} answer in all of them"
        + (f" ({and_list(names)})" if names else ""),
        f"{turn:,} {'turns' if turn == 1 else 'turn'} in some",
    ]
    if left := len(each) - len(keep) - turn:
        parts.append(f"of {left:,} that isn't known")
    return f"Of {counted(len(each), 'claim')} {and_list(parts)}. "


def _outcomes_across(solution: Solution, found: Across) -> str:
    """Say how many outcomes hold in all readings, and which."""
    firm = reduce(and_, (one.all for one in found.states.values()))
    if not firm.any() and any(one.open.any() for one in found.states.values()):
        return ""
    return sentence(f"{in_all_readings(solution, firm)}.")


# -- what that rests on, and what would turn it ---------------------------------------------------


def _judged(model: GraphModel) -> Iterator[str]:
    """Count what is said of the parties' wishes, what of it has a record, and the rules."""
    wants = [bool(part.because or whole.because) for part, whole in _wishes(model)]
    recorded = sum(wants)
    names = "names" if recorded == 1 else "name"
    alone = len(wants) - recorded
    rules = model.conflict.rules
    count = sum(len(getattr(rules, kind)) for kind in type(rules).model_fields)
    said = f"{counted(len(wants), 'statement')} of what the parties want"
    if not alone:
        said += f", {'with its record' if recorded == 1 else 'each with its record'}"
    elif not recorded:
        said += ", by the analyst's judgement alone"
    else:
        said += f": {recorded:,} {names} the record behind {'it' if recorded == 1 else 'them'}, "
        said += f"{alone:,} {_are(alone)} the analyst's judgement alone"
    yield f"{said}; and {counted(count, 'rule')} of what can be." if count else f"{said}."


def _wishes(model: GraphModel) -> Iterator[tuple[Recorded, Recorded]]:
    """Give each statement of what somebody wants, with the preference that it belongs to."""
    for preference in model.written.preferences.values():
        for way in preference.readings or (preference,):
            for part in way.statements or (way,):
                yield part, preference if not way.because else way


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
    most = max(names, key=turned.__getitem__)
    if len(names) == 1:
        what = counted(turned[most], one) if turning else f"no {one}"
        yield f"The scenario {in_quotes(compared.title(most))} turns {what}."
    elif not turning:
        yield f"None of {len(names):,} scenarios turns {a}."
    else:
        is_all = len(turning) == len(names)
        some = f"All {len(names):,}" if is_all else f"{len(turning):,} of {len(names):,}"
        yield (
            f"{some} scenarios {'turns' if len(turning) == 1 else 'turn'} {a}; most turns in "
            f"{in_quotes(compared.title(most))}: {counted(turned[most], one)}."
        )


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
