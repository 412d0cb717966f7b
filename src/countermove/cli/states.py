"""The command ``states``: the outcomes that can be, and how each party ranks them."""

from __future__ import annotations

from itertools import islice

from rich.cells import cell_len

from countermove.building import build
from countermove.cli import options
from countermove.cli.blocks import model_title, option_width, party_width
from countermove.cli.deliver import Delivery
from countermove.cli.models import opened, scenario_given
from countermove.cli.page import Page
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.report.amounts import counted
from countermove.report.assumptions import direction_note
from countermove.report.phrases import mark_of, numbered, status_quo_note, who
from countermove.report.shown import FULL, SHORT, Shown
from countermove.report.state_words import MOST_LISTED, OPTIONS, RANKINGS, ranking_in_marks
from countermove.report.states import StateList


def states(
    model: options.Model,
    /,
    *,
    decision_maker: options.OneDecisionMaker = None,
    scenario: options.OneScenario = None,
    reading: options.Reading = None,
    all: options.All = False,  # noqa: A002
    to: Delivery = Delivery(),  # noqa: B008
) -> None:
    """List the feasible states and the rankings of the decision makers."""
    to.prepare(model)
    with opened(model, reading) as conflict:
        built = build(conflict, scenario)
        dm = None if decision_maker is None else built.find_decision_maker(decision_maker)
        result, shown = StateList(built), FULL if all else SHORT

        def show(page: Page) -> None:
            model_title(page, conflict, built)
            if dm is None:
                _states(page, model, result, shown)
                _options(page, built.conflict)
                _rankings(page, result, shown)
            else:
                _ranking_in_full(page, result, dm, shown)
            _next(page, model, built, dm)

        to.send(result, show)


def _states(page: Page, name: str, result: StateList, shown: Shown) -> None:
    model = result.model
    first = list(islice(result.positions(), shown.of(len(result), MOST_LISTED)))
    page.heading("Outcomes")
    lines = [(*numbered(model, state), model.states.pattern(state)) for state in first]
    width = max(cell_len(number) for number, _, _ in lines)
    with_pattern = len(lines[0][2]) <= page.width // 4
    for state, (number, text, pattern) in zip(first, lines, strict=True):
        lead = f" {number.ljust(width)} {f'{pattern} ' if with_pattern and pattern else ''}"
        page.rows(f"{text}{status_quo_note(model, state)}", page.width, lead=lead)
    if len(first) < len(result):
        page.command(
            f"These are the first {len(first)} of {counted(len(result), 'outcome')}. For all:",
            *("states", name, "--all"),
        )


def _options(page: Page, conflict: Conflict) -> None:
    """Say what the ids of the options stand for, in the order of the patterns."""
    if conflict.is_graph_form:
        return
    page.heading(OPTIONS)
    width = min(option_width(conflict), page.width // 3)
    for party in conflict.decision_makers.values():
        page.row(party.name, page.width, lead=" ")
        for option, details in party.options.items():
            text = f"{details.text}{direction_note(details)}"
            page.prose(text, 3, f"{page.padded(option, width)}  ")


def _rankings(page: Page, result: StateList, shown: Shown) -> None:
    """Give each party's ranking by marks, for which the list of states stands above."""
    model = result.model
    if len(result) > shown.of(len(result), MOST_LISTED):
        page.blank()
        page.prose(
            "The rankings are as long: see them with --all, with --format csv, or one by one."
        )
        return
    page.heading(RANKINGS)
    width = party_width(page, model.conflict)
    for dm in model.decision_makers:
        page.flow(ranking_in_marks(result, dm), 1, f"{page.padded(model.name(dm), width)}  ")


def _ranking_in_full(page: Page, result: StateList, dm: str, shown: Shown) -> None:
    """Give one party's ranking in words, from best to worst."""
    model = result.model
    page.heading(f"What {who(model, dm)} prefers, best first")
    given, most = 0, shown.of(len(result), MOST_LISTED)
    levels = int(model.levels(dm, "a ranking").max()) + 1
    width = len(str(levels))
    numbers = max(cell_len(mark_of(model, state)) + 2 for state in result.positions())
    tied = levels < len(result)
    for place, group in enumerate(result.ranking(dm), start=1):
        for k, state in enumerate(group):
            if given == most:
                rest = counted(len(result) - given, "more outcome")
                page.prose(f"{page.symbols.more} and {rest}, which --all shows", 1)
                return
            number, text = numbered(model, state)
            bracket = " " if len(group) == 1 else "{" if k == 0 else "|"
            bracket = f"{bracket} " if tied else ""
            end = " }" if len(group) > 1 and k == len(group) - 1 else ""
            head = f"{place}." if k == 0 else ""
            lead = f" {head.rjust(width + 1)} {bracket}{number.ljust(numbers)} "
            page.rows(f"{text}{status_quo_note(model, state)}", page.width, lead=lead, end=end)
            given += 1


def _next(page: Page, name: str, model: GraphModel, dm: str | None) -> None:
    page.blank()
    if dm is None:
        page.command(
            "One party's ranking in words:",
            *("states", name, *scenario_given(model), "--party", model.decision_makers[0]),
        )
    else:
        page.command("Which of them hold:", "solve", name, *scenario_given(model))
