"""What to find out first, as questions that a person can put to a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.ask.ask import ask
from countermove.analysis.ask.stages import place_asked
from countermove.analysis.ask.what_to_ask import Step, Wanted, WhatToAsk
from countermove.analysis.equilibria import Solution
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt
from countermove.progress import Follow
from countermove.report.amounts import counted
from countermove.report.article import AS_ASKED, Block, Grid, Line, Prose, Section
from countermove.report.doubts import part_in_doubt
from countermove.report.phrases import alike, and_list, or_list, sentence, state_text, who
from countermove.report.rules import statement_words
from countermove.report.shown import SHORT, Shown

_DOUBTS, _QUESTIONS = 8, 12


def ask_section(result: WhatToAsk, shown: Shown = SHORT) -> Section:
    """Say what to find out first."""
    model = result.model
    if not model.doubts:
        return Section.of("Nothing is in doubt: the model says what everybody wants.")
    blocks: list[Block] = []
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
    if result.turning_nothing:
        told = and_list([doubt.id for doubt in result.turning_nothing])
        blocks.append(Prose(f"Needn't be asked, as it turns nothing here: {told}.", quiet=True))
    return Section(AS_ASKED, tuple(blocks))


def section_for_report(solution: Solution, follow: Follow | None = None) -> Section | None:
    """Say it of all claims, for a report on a solution; None where nothing is in doubt."""
    if solution.across is None or not solution.codes:
        return None
    return ask_section(ask(solution, concepts=solution.codes, follow=follow))


def _worth(result: WhatToAsk, shown: Shown) -> Iterator[Block]:
    model = result.model
    lines = tuple(
        Line(question(model, one.doubt), (f"{one.expected:.1f}", f"{one.best:,}"), one.doubt.id)
        for one in shown.first(result.doubts, _DOUBTS)
    )
    about = counted(len(result.asked), "open answer")
    yield Grid(
        f"How many of {about} each question settles",
        ("expected", "at best"),
        lines,
        of=len(result.doubts),
    )


def _tree(result: WhatToAsk, shown: Shown) -> Iterator[Block]:
    first = result.first
    if first.expected is not None and first.most is not None:
        most = counted(first.most, "question")
        yield Prose(
            f"Asked in this order, it takes {first.expected:.1f} questions on average and at most "
            f"{most} until all is settled; no other order takes fewer on average."
        )
    else:
        yield Prose("What settles most is asked next; there may be a shorter way.")
    told = list(_steps(result, first, "1"))
    for lead, text in shown.first(told, _QUESTIONS):
        yield Prose(text, lead)
    if (left := len(told) - len(shown.first(told, _QUESTIONS))) > 0:
        yield Prose(f"And {left:,} more answers to these questions.", quiet=True)


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
        parts = [f"{said}.", *_settled(model, branch.step.settled)]
        if branch.step.doubt is not None:
            parts.append(question(model, branch.step.doubt, branch.step.first or ()))
        yield own, " ".join(parts)
        yield from _steps(result, branch.step, own)


def _settled(model: GraphModel, settled: Sequence[tuple[Wanted, bool]]) -> Iterator[str]:
    """Say what an answer settles, a thing at a time."""
    for (claim, state, is_so), some in alike(
        settled, lambda one: (one[0].claim, one[0].state, one[1])
    ).items():
        codes = and_list([wanted.concept for wanted, _ in some])
        if claim is not None:
            is_true = "true" if is_so else "not true"
            yield f"“{model.conflict.claims[claim].says}” is {is_true} under {codes}."
        else:
            holds = "holds" if is_so else "does not hold"
            yield f"{state_text(model, state or 0)} {holds} under {codes}."


def question(model: GraphModel, doubt: Doubt, first: Sequence[int] = ()) -> str:
    """Ask about a doubt, as a person asks a person; of an order what comes next."""
    party = who(model, str(doubt.places[0][1]))
    written = part_in_doubt(model, doubt)
    if doubt.kind == "reading":
        says = [f"“{reading.says}”" for reading in written]
        return f"What is true of {party}: {or_list(says)}?"
    if doubt.kind == "order":
        left = [k for k in range(len(written.any_order)) if k not in first]
        things = or_list([_words(model, written.any_order[k].holds) for k in left])
        comes = "comes next" if first else "comes first"
        return f"Which of these {comes} for {party}: {things}?"
    text = _words(model, written.holds)
    if doubt.kind == "way":
        return f"Does {party} want this to hold, or the opposite: {text}?"
    return f"Does {party} care about this: {text}?"


def answer(
    model: GraphModel, doubt: Doubt, values: Sequence[int], first: Sequence[int] = ()
) -> str:
    """Say one answer to the question about a doubt."""
    written = part_in_doubt(model, doubt)
    if doubt.kind == "reading":
        return or_list([f"“{written[value].says}”" for value in values])
    if doubt.kind == "order":
        place = place_asked(doubt, values)[len(first)]
        return f"{_words(model, written.any_order[place].holds)} first"
    keys = {"yes": "yes", "no": "no", "as-written": "it wants it", "opposite": "the opposite"}
    return or_list([keys[doubt.values[value].key] for value in values])


def _words(model: GraphModel, statement: str) -> str:
    return statement_words(model.states.vocabulary, statement)
