"""The command ``claims``: what was claimed, in full."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from countermove.analysis.compare import compare
from countermove.cli import options
from countermove.cli.asking import asks
from countermove.cli.blocks import (
    MarkedRow,
    in_way,
    legend,
    marked_rows,
    marks_of,
    model_title,
    reading_used,
)
from countermove.cli.deliver import Delivery
from countermove.cli.following import Following
from countermove.cli.models import opened, scenario_given
from countermove.cli.page import Marks, Page
from countermove.model.conflict import Conflict
from countermove.model.parts import Source
from countermove.questions.base.in_ways import InWays
from countermove.record.proving import Proof
from countermove.record.source_words import by_whom, gist
from countermove.report.claims import (
    ClaimInFull,
    ClaimSheet,
    ScenarioAnswer,
    claims_in_full,
)
from countermove.report.phrases import JUDGEMENT, alike, quoted, sentence
from countermove.report.standings import MOST_TURNED, standing_cell


@asks(InWays)
def claims(
    model: str,
    asked: InWays,
    /,
    *,
    claim: options.Claims = None,
    scenario: options.Scenarios = None,
    concept: options.Concepts = None,
    engine: options.Engine = "auto",
    to: Delivery = Delivery(),  # noqa: B008
) -> int:
    """Show the claims in full."""
    to.prepare(model)
    with opened(model) as opened_model:
        conflict = asked.settled(opened_model)
        with Following(conflict) as follow:
            codes = options.codes(concept)
            compared = compare(conflict, scenario, codes, engine, follow=follow, **asked.way)
            compared.find_across(follow)
        sheet = claims_in_full(compared, claim)
        to.send(sheet, lambda page: _show(page, model, conflict, sheet))
    return follow.ended()


def _show(page: Page, name: str, conflict: Conflict, sheet: ClaimSheet) -> None:
    model_title(page, conflict)
    reading_used(page, sheet.comparison.base.model)
    in_way(page, sheet.comparison.base)
    if not sheet.claims:
        page.blank()
        page.prose(
            "The model makes no claims. A claim is a table [claims.…] with says and one of never, "
            "possible and always; see the file that this writes:"
        )
        page.command("", "new", "example.toml")
        return
    for claim in sheet:
        _claim(page, name, sheet, claim)
    _record(page, sheet)
    legend(page, sheet.comparison.base.concepts)
    if len(sheet.comparison) > 1:
        page.blank()
        given = scenario_given(sheet.comparison.base.model)
        page.command("What else each scenario changes:", "compare", name, *given)


def _claim(page: Page, model: str, sheet: ClaimSheet, claim: ClaimInFull) -> None:
    codes = sheet.comparison.base.codes
    first = claim.answers[0]
    statement = quoted(sheet.comparison.base.model, claim.details.statement)
    rows = [_row(page, sheet, first), *_across(first)]
    rows += [_row(page, sheet, answer, answer.standing) for answer in claim.different]
    marked_rows(
        page,
        claim.details.says,
        rows,
        Marks(codes, max(len(cell) for row in rows for cell in row.cells.values())),
        sign=page.symbols.verdict(first.answer.verdict),
        below=f"{claim.claim}: {claim.details.kind} {statement}",
    )
    if claim.alike:
        names = ", ".join(answer.scenario or "" for answer in claim.alike)
        page.prose(f"The same in: {names}.", 2)
    for text, reading in islice(first.turned_readings, MOST_TURNED):
        given = (part for key, value in reading.items() for part in ("--reading", f"{key}={value}"))
        here = "as it stands, " if len(claim.answers) > 1 else ""
        page.command(sentence(f"{here}{text}:"), "solve", model, *given, indent=2)
    for name, source in claim.sources.items():
        page.prose(said(source, sheet.proofs.get(name)), 2, f"[{name}] ", lead_style="bold")
    if not claim.sources:
        page.prose("no source is given for it.", 2, f"[{JUDGEMENT}] ", lead_style="bold")
    if claim.details.note:
        page.prose(claim.details.note, 2, style="dim")


def _across(answer: ScenarioAnswer) -> Iterator[MarkedRow]:
    """Give a row with the readings in which the claim is true, and what that hangs on."""
    if answer.standings:
        cells = {c: standing_cell(s.holds, s.likelihood) for c, s in answer.standings.items()}
        yield MarkedRow("In which readings", cells, "    ", stories=(answer.standing_in_full,))


def _row(page: Page, sheet: ClaimSheet, answer: ScenarioAnswer, also: str = "") -> MarkedRow:
    text = "As it stands"
    if answer.scenario is not None:
        text = f"{answer.scenario}: {sheet.comparison.conflict.scenarios[answer.scenario].title}"
    sign = page.symbols.verdict(answer.answer.verdict)
    marks = marks_of(page, answer.answer.holds)
    return MarkedRow(text, marks, f"  {sign} ", stories=(answer.story_in_base, also))


def said(source: Source, proof: Proof | None) -> str:
    """Write what a source says, and who said it when."""
    who = by_whom(source)
    return f"{who}: {gist(source, proof)}" if who else gist(source, proof)


def _record(page: Page, sheet: ClaimSheet) -> None:
    """Give the sources that only the stories name, and where all of them can be looked up."""
    shown = {name for claim in sheet for name in claim.sources}
    stories = " ".join(answer.story for claim in sheet for answer in claim.answers)
    named = {name for group in re.findall(r"\[([^][]+)\]", stories) for name in group.split(", ")}
    sources = sheet.comparison.conflict.sources
    others = [name for name in sources if name in named - shown]
    if others:
        page.heading("Also named above")
    for name in others:
        page.prose(said(sources[name], sheet.proofs.get(name)), 1, f"[{name}] ", lead_style="bold")
    placed = [name for name in sources if sources[name].where and name in shown | named]
    places = alike(placed, lambda name: sources[name].where or "")
    if places:
        page.heading("Where to look it up")
    for place, names in places.items():
        page.prose(place, 1, f"[{', '.join(names)}] " if len(places) > 1 else "")
