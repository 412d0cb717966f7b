"""The command ``explain``: why a state holds or not."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from countermove.analysis.open_explaining import OpenExplanation, explain_open
from countermove.analysis.open_solution import SECONDS
from countermove.cli import options
from countermove.cli.articles import show_grid, show_section
from countermove.cli.asking import asks
from countermove.cli.blocks import (
    MarkedRow,
    dots_of,
    in_way,
    legend,
    marked_rows,
    model_title,
    party_width,
)
from countermove.cli.deliver import Delivery
from countermove.cli.following import Following
from countermove.cli.models import opened, scenario_given
from countermove.cli.page import Marks, Page
from countermove.model.conflict import Conflict
from countermove.open_model import is_beyond_listing
from countermove.preferences.ways import way_of
from countermove.questions.base.in_ways import InWays
from countermove.report import parameters as said
from countermove.report.amounts import counted
from countermove.report.answer import RESTS_ON_WORDS
from countermove.report.explain import Explanation
from countermove.report.explain import explain as explain_state
from countermove.report.explain_words import (
    MOST_TOLD,
    explanation_sections,
    what_is_done,
    who_would_stay,
)
from countermove.report.open_explanation import explanation_section
from countermove.report.phrases import numbered, sentence, status_quo_note, who
from countermove.report.shown import FULL, SHORT, Shown
from countermove.report.standings import outcome_grid
from countermove.report.temptations import Temptation, most_tempting_first, told_together, untempted
from countermove.stability.registry import find_concepts
from countermove.stability.verdict import Verdict

State = Annotated[
    str,
    options.option(
        replace(said.STATES, typed=f"The outcome: {said.AN_OUTCOME} (“settle, accept”).")
    ),
]

All = Annotated[
    bool, options.option(replace(said.EVERYTHING, typed="Show all improvements, however many."))
]


@asks(InWays)
def explain(
    model: str,
    asked: InWays,
    /,
    state: State,
    *,
    decision_maker: options.OneDecisionMaker = None,
    concept: options.Concepts = None,
    scenario: options.OneScenario = None,
    all: All = False,  # noqa: A002
    seconds: options.Seconds = SECONDS,
    to: Delivery = Delivery(),  # noqa: B008
) -> int:
    """Explain a state: what tempts each party away, and what follows if it goes."""
    to.prepare(model)
    with opened(model) as conflict:
        settled = asked.settled(conflict)
        if not way_of(**asked.way) and is_beyond_listing(settled, scenario):
            codes = options.codes(concept)
            with Following(conflict) as follow:
                found = explain_open(
                    *(settled, state, decision_maker, codes),
                    scenario=scenario,
                    seconds=seconds,
                    follow=follow,
                )
            to.send(found, lambda page: _show_unlisted(page, model, conflict, found))
            return follow.ended()
        explanation = explain_state(
            asked.settled(conflict),
            state,
            decision_maker,
            options.codes(concept),
            scenario=scenario,
            **asked.arguments(),
        )
        with Following(conflict) as follow:
            explanation.find_across(follow)
        to.send(
            explanation,
            lambda page: _show(page, model, conflict, explanation, FULL if all else SHORT),
        )
    return follow.ended()


def _show_unlisted(page: Page, name: str, conflict: Conflict, found: OpenExplanation) -> None:
    """Explain a state of a model with too many to list."""
    model_title(page, conflict)
    page.blank()
    page.prose(
        found.model.states.said(found.state),
        0,
        f"[{found.model.states.number(found.state):,}] ",
        style="bold",
        lead_style="bold",
    )
    show_section(page, name, explanation_section(found))
    legend(page, found.concepts)


def _show(page: Page, name: str, conflict: Conflict, explanation: Explanation, much: Shown) -> None:
    model = explanation.model
    model_title(page, conflict, model)
    in_way(page, explanation)
    page.blank()
    number, text = numbered(model, explanation.state)
    note = status_quo_note(model, explanation.state)
    page.prose(f"{text}{note}", 0, f"{number} ", style="bold", lead_style="bold")
    _what_is_done(page, explanation)
    if explanation.strong is not None:
        page.heading("By general preference")
    _verdicts(page, name, explanation, much)
    if explanation.strong is not None:
        page.heading("By strong preference")
        _verdicts(page, name, explanation.strong, much)
    told = explanation_sections(explanation, much) if conflict.documents else ()
    if told and told[-1].question == RESTS_ON_WORDS:
        show_section(page, name, told[-1])
    legend(page, explanation.concepts)
    _next(page, name, explanation)


def _verdicts(page: Page, name: str, explanation: Explanation, much: Shown) -> None:
    """Say who would stay, and tell the improvements of each."""
    _who_would_leave(page, explanation)
    if (found := explanation.find_across()) is not None:
        show_grid(page, outcome_grid(found, explanation.state, explanation.decision_makers))
    for dm in explanation.decision_makers:
        _temptations(page, name, explanation, dm, much)
    if content := untempted(explanation):
        page.blank()
        page.prose(content)


def _what_is_done(page: Page, explanation: Explanation) -> None:
    """Spell out the options taken, party by party."""
    width = party_width(page, explanation.model.conflict)
    for name, done in what_is_done(explanation):
        for k, line in enumerate(done or ["nothing"]):
            lead = page.padded("" if k else name, width)
            page.prose(line, 2, f"{lead}  ", "" if done else "dim")


def _who_would_leave(page: Page, explanation: Explanation) -> None:
    heading, rows = who_would_stay(explanation)
    marked = [MarkedRow(text, dots_of(page, stays)) for text, stays in rows]
    marked_rows(page, heading, marked, Marks(explanation.codes))


def _temptations(page: Page, name: str, explanation: Explanation, dm: str, much: Shown) -> None:
    """Tell for the improvements of a party what follows, concept by concept."""
    model = explanation.model
    verdicts = {s.verdict.concept: s.verdict for s in explanation if s.verdict.decision_maker == dm}
    ordered = most_tempting_first(model, list(verdicts.values()))
    if not ordered:
        return
    page.heading(sentence(who(model, dm)))
    shown = much.first(ordered, MOST_TOLD)
    for k, move in enumerate(shown):
        if k:
            page.blank()
        _one_improvement(page, told_together(explanation, list(verdicts.values()), move))
    if len(shown) < len(ordered):
        page.blank()
        page.command(
            f"And {counted(len(ordered) - len(shown), 'more improvement')}. For all:",
            *("explain", name, model.states.label(explanation.state), "--party", dm),
            *_asked(explanation),
            "--all",
        )


def _asked(explanation: Explanation) -> tuple[str, ...]:
    """Return the options that ask for the same concepts and the same scenario."""
    given = scenario_given(explanation.model)
    if explanation.concepts == find_concepts():
        return given
    return ("--concept", ",".join(concept.code for concept in explanation.concepts), *given)


def _one_improvement(page: Page, temptation: Temptation) -> None:
    """Write a story that begins alike under all concepts once, and then how each goes on."""
    if temptation.shared:
        page.prose(temptation.shared, 1)
    width = max(len(code) for code, _ in temptation.told)
    indent = 2 if temptation.shared else 1
    for code, text in temptation.told:
        page.prose(text, indent, f"{code.ljust(width)}  ", lead_style="bold")


def _next(page: Page, name: str, explanation: Explanation) -> None:
    states = explanation.model.states
    moves: list[Verdict] = [s.verdict for s in explanation if s.verdict.lines]
    given = scenario_given(explanation.model)
    page.blank()
    if moves:
        alike = [v for v in moves if v.decision_maker == moves[0].decision_maker]
        first = most_tempting_first(explanation.model, alike)[0].target
        number, _ = numbered(explanation.model, first)
        what = f"The same for the outcome that this leads to, {number}:"
        page.command(what, "explain", name, states.label(first), *given)
    else:
        page.command("What else holds:", "solve", name, *given)
