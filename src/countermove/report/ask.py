"""What to find out first, as questions that a person can put to a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from countermove.analysis.ask.ask import ask
from countermove.analysis.ask.what_to_ask import Step, Wanted, WhatToAsk
from countermove.analysis.equilibria import Solution
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt
from countermove.progress import Follow
from countermove.report.amounts import counted
from countermove.report.article import AS_ASKED, Block, Grid, Line, Picture, Prose, Section
from countermove.report.decision_tree import decision_tree
from countermove.report.doubt_questions import answer, question
from countermove.report.doubts import in_doubt
from countermove.report.phrases import alike, sentence, state_text
from countermove.report.shown import SHORT, Shown
from countermove.texts import and_list, in_quotes

_DOUBTS, _QUESTIONS = 8, 12
_MOST_COUNTED = 1000


def ask_section(result: WhatToAsk, shown: Shown = SHORT) -> Section:
    """Say what to find out first."""
    model = result.model
    if not model.doubts:
        return Section.of("Nothing is in doubt: the model says what everybody wants.")
    blocks: list[Block | Picture] = []
    if not model.conflict.claims:
        blocks.append(
            Prose(
                "The model makes no claims, so this is about the outcomes that hold as written. "
                "To name what is to be settled as a claim makes it shorter.",
                quiet=True,
            )
        )
    if result.asked:
        blocks += _worth(result, shown)
        blocks += _tree(result, shown)
    elif not result.unsettled:
        blocks.append(Prose("Nothing has to be found out: whatever is true, the answers stay."))
    if result.unsettled:
        count = counted(len(result.unsettled), "answer")
        blocks.append(
            Prose(
                f"No question about one doubt is known to settle {count}: there are too many "
                "doubts, or it hangs on an order of outcomes or on weights that are left open."
            )
        )
    if any(not one.best for one in shown.first(result.doubts, _DOUBTS)):
        blocks.append(
            Prose("A question that settles nothing by itself may do so with others.", quiet=True)
        )
    if result.turning_nothing:
        told = and_list(in_doubt(result.model, result.turning_nothing))
        blocks.append(Prose(f"Needn't be asked, as it turns nothing here: {told}.", quiet=True))
    return Section(AS_ASKED, tuple(blocks))


def section_for_report(solution: Solution, follow: Follow | None = None) -> Section | None:
    """Say it of all claims, for a report on a solution; None where nothing is in doubt."""
    if solution.across is None or not solution.codes:
        return None
    found = ask(solution, concepts=solution.codes, follow=follow)
    section, first = ask_section(found), found.first if found.asked else None
    if first is None or first.doubt is None:
        return section
    asks = question(solution.model, first.doubt, first.first or ())
    said = f"To be found out first: {asks}"
    if (alone := _alone(found)) is not None:
        said = (
            f"Whoever can ask one question asks: {question(solution.model, alone)} To settle "
            f"everything in the fewest questions on average, begin with: {asks}"
        )
    return replace(section, finding=said)


def _alone(result: WhatToAsk) -> Doubt | None:
    """Return the question that settles most, where the shortest order begins with another."""
    most, *_ = result.doubts
    if result.first.expected is None:
        return None
    begins = (one for one in result.doubts if one.doubt == result.first.doubt)
    return most.doubt if all(one.expected < most.expected for one in begins) else None


def _worth(result: WhatToAsk, shown: Shown) -> Iterator[Block]:
    model, doubts = result.model, shown.first(result.doubts, _DOUBTS)
    lines = tuple(
        Line(
            question(model, one.doubt),
            (f"{one.expected:.1f}", f"{one.best:,}"),
            called=one.doubt.id,
        )
        for one in doubts
    )
    about = counted(len(result.asked), "open answer")
    yield Grid(
        f"How many of {about} each question settles",
        ("expected", "at best"),
        lines,
        of=len(result.doubts),
    )


def _tree(result: WhatToAsk, shown: Shown) -> Iterator[Block | Picture]:
    first = result.first
    if first.expected is not None and first.most is not None:
        most = counted(first.most, "question")
        said = (
            f"Asked in the order below, it takes {first.expected:.1f} questions on average and at "
            f"most {most} until all is settled; no other order takes fewer on average."
        )
        if (alone := _alone(result)) is not None:
            asks = question(result.model, alone)
            said += (
                " Whoever can ask only one question doesn't ask the first of these, but the one "
                f"that settles most by itself: {asks}"
            )
        yield Prose(said)
    else:
        yield Prose("What settles most is asked next; there may be a shorter way.")
    # There may be as many answers as readings: those that aren't shown are counted so far only.
    told = list(islice(_steps(result, first, "1"), _MOST_COUNTED + 1))
    is_all = len(told) <= _MOST_COUNTED
    words = [Prose(*one[::-1]) for one in shown.first(told[:_MOST_COUNTED], _QUESTIONS)]
    if left := len(told) - len(words):
        count = f"{left:,} more" if is_all else "more"
        rest = "" if is_all else f": at least {left:,}"
        words.append(Prose(f"And {count} answers to these questions{rest}.", quiet=True))
    yield decision_tree(result, words, shown)


def _steps(result: WhatToAsk, step: Step, lead: str) -> Iterator[tuple[str, str]]:
    """Give the questions one by one, each answer below its question."""
    model = result.model
    if step.doubt is None:
        return
    if "." not in lead:
        yield lead, question(model, step.doubt, step.first or ())
    for k, branch in enumerate(step.branches, start=1):
        own = f"{lead}.{k}"
        said = sentence(answer(model, step.doubt, branch.values, step.first or ()))
        parts = [f"{said}.", *settled_sentences(model, branch.step.settled)]
        if branch.step.doubt is not None:
            parts.append(question(model, branch.step.doubt, branch.step.first or ()))
        yield own, " ".join(parts)
        yield from _steps(result, branch.step, own)


def settled_sentences(model: GraphModel, settled: Sequence[tuple[Wanted, bool]]) -> Iterator[str]:
    """Say what an answer settles, a thing at a time."""
    for (claim, state, is_so), some in alike(
        settled, lambda one: (one[0].claim, one[0].state, one[1])
    ).items():
        codes = and_list([wanted.concept for wanted, _ in some])
        if claim is not None:
            is_true = "true" if is_so else "not true"
            yield f"{in_quotes(model.conflict.claims[claim].says)} is {is_true} under {codes}."
        else:
            holds = "holds" if is_so else "does not hold"
            yield f"{state_text(model, state or 0)} {holds} under {codes}."
