"""What a check found, in words: the mistakes, or what there is of a model and on what it rests."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.report.amounts import counted
from countermove.report.article import Block, Prose, Section
from countermove.report.checking import CheckReport
from countermove.report.on_record import Rests
from countermove.report.quotations import Quotations

SECOND_LOOK = "Worth a second look"


def check_sections(report: CheckReport) -> tuple[Section, ...]:
    """Say what is wrong with a model, or what there is of it and what is worth a second look."""
    if not report:
        return (Section("What is wrong?", tuple(Prose(str(one)) for one in report)),)
    told: tuple[Block, ...] = tuple(map(Prose, in_order(report)))
    advice = tuple(Prose(str(one)) for one in report.advice)
    first = Section("What is there?", told)
    return (first, Section(SECOND_LOOK, advice)) if advice else (first,)


def in_order(report: CheckReport) -> Iterator[str]:
    """Say what there is of a model that is in order, and what of it is on record."""
    conflict, counts = report.conflict, report.counts
    if conflict is None or not report:
        return
    sizes = [
        counted(counts["decision_makers"], "party", "parties"),
        *([counted(counts["options"], "option")] if counts["options"] else []),
        counted(counts["states"], "outcome"),
    ]
    yield ", ".join(sizes)
    yield _resting(report.wishes, report.wanted or "no wishes")
    if report.claims.judgements:
        yield _resting(report.claims, counted(report.claims.judgements, "claim"))
    if report.quotations.every:
        yield _proved(report.quotations)
        yield from report.notes
    if conflict.scenarios:
        scenarios = counted(len(conflict.scenarios), "scenario")
        sizes = [
            f"{s} ({counted(n, 'outcome')})" for s, n in report.states.items() if s is not None
        ]
        yield f"{scenarios}: {', '.join(sizes)}"


def _proved(quotations: Quotations) -> str:
    """Say how many quotations stand in their documents."""
    text, proved = counted(quotations.every, "quotation"), quotations.proved
    if not quotations.not_checked:
        return f"{text}: word for word in {'its document' if proved == 1 else 'their documents'}"
    if not proved:
        return f"{text}: not checked"
    return f"{text}: {proved} word for word in the documents, {quotations.not_checked} not checked"


def _resting(rests: Rests, text: str) -> str:
    """Say how many judgements rest on the record."""
    if not rests.judgements:
        return text
    if not rests.alone:
        return f"{text}: on record{rests.unseen}"
    if not rests.recorded:
        return f"{text}: by judgement, with no source given"
    return f"{text}: {rests.recorded} on record{rests.unseen}, {rests.alone} by judgement alone"
