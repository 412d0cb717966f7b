"""The command ``compare``: scenarios side by side, and a model before and after an edit."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from countermove.analysis.compare import Comparison
from countermove.analysis.differences import Differences
from countermove.cli import options
from countermove.cli.app import DONE
from countermove.cli.articles import show_blocks, show_section
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
from countermove.cli.columns import show_changes, show_heads, show_models
from countermove.cli.deliver import Delivery
from countermove.cli.following import Following
from countermove.cli.models import opened, scenario_given
from countermove.cli.page import Marks, Page
from countermove.errors import UnknownNameError
from countermove.questions.compare import CompareQuestion
from countermove.report import compare as words
from countermove.report.amounts import counted
from countermove.report.differences import differences_section
from countermove.report.shown import FULL, Shown

Other = Annotated[
    str | None,
    Parameter(
        help="The model after an edit, or another one: what changed in it, and in the answers.",
        completer=options.models,
    ),
]

Full = Annotated[
    bool,
    Parameter(
        name=["--table", "-t"],
        negative=(),
        help="Show the full table: scenarios by claims and concepts.",
    ),
]


@asks(CompareQuestion)
def compare(
    model: str,
    asked: CompareQuestion,
    other: Other = None,
    /,
    *,
    table: Full = False,
    to: Delivery = Delivery(),  # noqa: B008
) -> int:
    """Compare the scenarios of a model, or two models."""
    to.prepare(model, other)
    if other is not None:
        _compare_models(model, other, asked, to=to, full=table)
        return DONE
    with opened(model) as conflict:
        with Following(conflict) as follow:
            compared = asked.run(conflict, follow)
            told = {} if follow.was_stopped else asked.look_closer(conflict, follow)
        to.send(
            compared,
            lambda page: _show(page, model, compared, told, asked.shown, full=table),
        )
    return follow.ended()


# -- scenarios --------------------------------------------------------------------------------


def _show(
    page: Page,
    name: str,
    compared: Comparison,
    told: dict[str, Differences],
    shown: Shown,
    *,
    full: bool,
) -> None:
    model_title(page, compared.conflict)
    in_way(page, compared.base)
    reading_used(page, compared.base.model)
    columns = words.of_scenarios(compared)
    if len(columns) == 1:
        page.blank()
        page.prose(words.NO_SCENARIOS)
        page.blank()
        given = scenario_given(compared.base.model)
        page.command("What holds in the model as it stands:", "solve", name, *given)
        return
    if full:
        _full_table(page, compared)
        legend(page, compared.base.concepts)
        return
    page.blank()
    show_heads(page, words.scenarios(columns, with_ids=True))
    show_models(page, words.claims(columns))
    show_models(page, words.claims_across(columns))
    outcomes = words.outcomes(columns)
    show_models(page, words.holding(columns, outcomes, shown))
    page.blank()
    page.prose(f"What changes in each scenario: {words.CHANGE_SIGNS}.")
    for column in columns[1:]:
        changed = words.changes(columns[0], column, outcomes, shown)
        show_changes(page, changed, column.head)
        if (found := told.get(column.solution.model.scenario or "")) is not None:
            page.blank()
            page.prose(f"{column.head} in the model:", style="bold")
            show_blocks(page, differences_section(found))
    legend(page, compared.base.concepts)
    page.blank()
    one = scenario_given(columns[1].solution.model)
    page.command("What holds in one of them:", "solve", name, *one)


def _full_table(page: Page, compared: Comparison) -> None:
    """Show for every scenario which claims are true and how many states hold, by concept."""
    for scenario, solution in compared:
        rows = [
            MarkedRow(
                answer.details.says,
                marks_of(page, answer.holds),
                f" {page.symbols.verdict(answer.verdict)} ",
            )
            for answer in solution.claims
        ]
        counts = {code: f"{solution.holding[code].count():,}" for code in solution.codes}
        rows.append(MarkedRow("Number of outcomes that hold", counts, "   "))
        title = "The model as it stands" if scenario is None else compared.title(scenario)
        marked_rows(page, title, rows, Marks(solution.codes, max(map(len, counts.values()))))


# -- two models -------------------------------------------------------------------------------


def _compare_models(
    model: str, other: str, asked: CompareQuestion, *, to: Delivery, full: bool
) -> None:
    if full or len(asked.scenarios) > 1:
        raise UnknownNameError(
            "two models are compared as they stand, or in one scenario of both.",
            advice="Give --scenario once and no --table, or one model only.",
        )
    with opened(model) as before, opened(other) as after, Following(after) as follow:
        found = asked.across(before, after, follow)
    to.send(found, lambda page: _show_edit(page, model, other, found, asked.shown))


def _show_edit(page: Page, model: str, other: str, found: Differences, shown: Shown) -> None:
    after = found.after.model
    model_title(page, after.conflict)
    in_way(page, found.after)
    reading_used(page, after)
    columns = words.of_differences(found)
    page.blank()
    for column, name in zip(columns, (model, other), strict=True):
        size = counted(len(column.solution.model.states), "outcome")
        page.prose(f"{name}: {column.title}, {size}", 1, f"{column.head.ljust(6)}  ")
    show_section(page, other, differences_section(found, FULL))
    if not found.changes and found.same_states:
        return
    show_models(page, words.claims(columns))
    show_models(page, words.claims_across(columns))
    outcomes = words.outcomes(columns, numbering=1)
    show_models(page, words.holding(columns, outcomes, shown))
    changed = words.changes(columns[0], columns[1], outcomes, shown)
    show_changes(page, changed, "")
    page.prose(f"{words.CHANGE_SIGNS}.", 1, style="dim")
    legend(page, found.after.concepts)
    page.blank()
    page.command("What holds now, in full:", "solve", other, *scenario_given(after))
