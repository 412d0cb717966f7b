"""In words: the least changes of what parties want by which a goal is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from countermove.analysis.goals.edits import EditStep, StatementEdit
from countermove.analysis.goals.result import GoalAnswer, Goals
from countermove.analysis.goals.statements import StatementChange
from countermove.graph_model import GraphModel
from countermove.report.amounts import in_words
from countermove.report.article import Block, Cell, Grid, Line, Mark, Prose
from countermove.report.goals_rankings import codes_of
from countermove.report.phrases import alike, quoted, sentence, who
from countermove.report.shown import Shown
from countermove.texts import and_list

ENOUGH = "yes"
"""Stands under the concepts under which something is enough."""

_SHOWN_CHANGES = 6

Key = TypeVar("Key")


def changes(found: Goals, answers: Sequence[GoalAnswer], shown: Shown) -> Iterator[Block]:
    """Say what the least changes of statements are, under which concept each is one."""
    model = found.model
    rows: dict[StatementChange, set[str]] = {}
    for answer in answers:
        for change in answer.least.changes if answer.least else ():
            rows.setdefault(change, set()).add(answer.concept)
    if rows:
        yield from _changes_grid(model, codes_of(answers), rows, shown)
        if any(a.least is not None and a.least.found > len(a.least.changes) for a in answers):
            yield Prose("There are more changes as small than are listed.", quiet=True)
    yield from _by_text(answers, lambda answer: _none_found(found, answer))
    cut = dict.fromkeys(
        dm
        for answer in answers
        for dm, alone in answer.alone.items()
        if alone is not None and not alone.changes and alone.tried < found.steps
    )
    if cut:
        names = and_list([who(model, dm) for dm in cut])
        text = f"Not all that {names} could do alone in up to {in_words(found.steps, 'step')}"
        yield Prose(f"{text} was tried: it is too much.", quiet=True)
    yield from _by_text(answers, lambda answer: _alone(model, answer))


def _by_text(answers: Sequence[GoalAnswer], say: Callable[[GoalAnswer], str]) -> Iterator[Prose]:
    """Say what there is to be said, and under which concepts where not under all."""
    for text, those in alike(answers, say).items():
        under = "" if len(those) == len(answers) else f"Under {and_list(codes_of(those))}: "
        if text:
            yield Prose(sentence(f"{under}{text}"))


def _changes_grid(
    model: GraphModel,
    codes: tuple[str, ...],
    rows: Mapping[StatementChange, set[str]],
    shown: Shown,
) -> Iterator[Block]:
    makers = {edit.decision_maker for change in rows for edit in change.edits}
    only = next(iter(makers)) if len(makers) == 1 else None
    # What does under more concepts comes first; those that move fewer places are first already.
    ordered = sorted(rows, key=lambda change: (-len(rows[change]), change.steps, change.places))
    cells = {c: tuple(ENOUGH if code in rows[c] else Mark.NO for code in codes) for c in ordered}
    chosen = of_each_column(cells, shown.of(len(rows), _SHOWN_CHANGES))
    steps = {change.steps for change in rows}
    lines = [
        Line(
            _change_text(model, change, only)
            + (f" ({in_words(change.steps, 'step')})" if change.steps > min(steps) else ""),
            cells[change],
        )
        for change in chosen
    ]
    whose = f"{who(model, only)} wants" if only else "they want"
    count = f", in {in_words(min(steps), 'step')}" if min(steps) > 1 else ""
    one_of = " (one is enough)" if len(rows) > 1 else ""
    heading = f"Least change of what {whose}{count}{one_of}"
    yield Grid(heading, codes, tuple(lines), of=len(rows))


def _change_text(model: GraphModel, change: StatementChange, only: str | None) -> str:
    if only is not None:
        return edit_text(model, change.edits[0])
    parts = [
        f"{model.name(edit.decision_maker)}: {edit_text(model, edit)}" for edit in change.edits
    ]
    return "; ".join(parts)


def edit_text(model: GraphModel, edit: StatementEdit) -> str:
    """Say what is changed about one list of statements."""
    return ", then ".join(_step_text(model, step) for step in edit.steps)


def _step_text(model: GraphModel, step: EditStep) -> str:
    statement = quoted(model, step.statement)
    if step.kind == "drop":
        return f"drop {statement}"
    where = "last" if step.above is None else f"above {quoted(model, step.above)}"
    return f"{'put' if step.kind == 'move' else 'add'} {statement} {where}"


def _none_found(found: Goals, answer: GoalAnswer) -> str:
    """Say why no change of statements makes the states hold; nothing where one does."""
    model, least = found.model, answer.least
    if least is None or least.changes:
        return ""
    preferences = model.conflict.preferences
    ranked = [dm for dm in answer.unstable if preferences[dm].statements is None]
    if ranked:
        names = and_list([who(model, dm) for dm in ranked])
        return f"no change of statements is tried: what {names} wants isn't given by statements."
    if least.tried < found.steps:
        more = f"those of {in_words(least.tried + 1, 'step')} are too many to try."
        if not least.tried:
            return f"changes of statements were not tried: {more}"
        return f"no change in up to {in_words(least.tried, 'step')} does it; {more}"
    return f"no change of what they want in up to {in_words(found.steps, 'step')} does it."


def _alone(model: GraphModel, answer: GoalAnswer) -> str:
    """Say who else could bring it about alone; nothing where that is clear."""
    least = answer.least
    if least is None:
        return ""
    named = {c.edits[0].decision_maker for c in least.changes if len(c.edits) == 1}
    others = {
        dm: edit_text(model, alone.changes[0].edits[0])
        for dm, alone in answer.alone.items()
        if alone is not None and alone.changes and dm not in named
    }
    too = "could bring it about alone, too"
    texts = [f"{who(model, dm)} {too}: {text}" for dm, text in others.items()]
    if texts:
        return f"{'; '.join(texts)}."
    if named or not least.changes:
        return ""
    if any(answer.alone.values()):
        return "none of them could bring it about alone in as few steps."
    return "none of them could bring it about alone, whatever it wanted."


def of_each_column(rows: Mapping[Key, tuple[Cell, ...]], most: int) -> list[Key]:
    """Choose the first rows, but so that every column that is marked at all is marked in one."""
    columns = zip(*rows.values(), strict=True)
    first = [next((k for k, cell in enumerate(c) if cell == ENOUGH), None) for c in columns]
    chosen = dict.fromkeys(k for k in first if k is not None)
    for k in range(len(rows)):
        if len(chosen) < most:
            chosen[k] = None
    keys = list(rows)
    return [keys[k] for k in sorted(chosen)]
