"""What would have to change for a goal to be reached, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from countermove.analysis.equilibria import Solution
from countermove.analysis.goals.edits import Edit, EditStep
from countermove.analysis.goals.goals import Seeker
from countermove.analysis.goals.rankings import RankingSearch
from countermove.analysis.goals.requirements import Requirement
from countermove.analysis.goals.result import Demands, Goal, GoalAnswer, Goals
from countermove.analysis.goals.statements import StatementChange
from countermove.analysis.solving import solve
from countermove.graph_model import GraphModel
from countermove.progress import Follow
from countermove.report.amounts import in_words
from countermove.report.answer import sanctioned_codes
from countermove.report.article import AS_ASKED, Cell, Grid, Line, Mark, Prose, Section
from countermove.report.goals_rankings import (
    A_SWAP,
    codes_of,
    least_rankings,
    rankings_notes,
    shares,
)
from countermove.report.phrases import and_list, sentence, state_text, who
from countermove.report.rankings import changes_phrase
from countermove.report.shown import SHORT, Shown

_SHOWN_STATES = 10
_SHOWN_SETS = 6
_SHOWN_CHANGES = 6

_MOST_STATES_IN_REPORT = 4096
_REPORTED_STEPS = 1
_REPORTED_WAYS = 3
_REPORTED_CLAIMS = 5
_REPORTED_STATES = 40
"""In more states changes of rankings take too long for a report."""

Block = Prose | Grid

Key = TypeVar("Key")


_STOPPED = (
    "It was stopped before everything was found: what isn't shown here, under other concepts or of "
    "rankings, was not looked for."
)


def goals_section(found: Goals, shown: Shown = SHORT) -> Section:
    """Say what would have to change for goals to be reached."""
    model = found.model
    best: dict[tuple[int, ...], list[GoalAnswer]] = {}
    for code in found.codes:
        best.setdefault(found.best(code).states, []).append(found.best(code))
    blocks: list[Block] = [*_asked(found)]
    if found.ways > 1:
        blocks += _takes_grids(found, shown)
    for states, answers in best.items():
        if found.ways > 1:
            blocks.append(Prose(_takes_least(found, states, answers)))
        blocks += _in_full(found, answers, shown)
    blocks += rankings_notes(found)
    if found.was_stopped:
        blocks.append(Prose(_STOPPED, quiet=True))
    blocks = [b for k, b in enumerate(blocks) if b != A_SWAP or k == blocks.index(A_SWAP)]
    states, answers = next(iter(best.items()))
    what = "Why it holds:" if answers[0].holds else "Who would leave it today, and why:"
    further = (what, "explain", model.states.label(states[0]))
    return Section(AS_ASKED, tuple(blocks), further)


def _in_full(found: Goals, answers: Sequence[GoalAnswer], shown: Shown) -> Iterator[Block]:
    """Tell everything about some states, under the concepts of the answers."""
    model = found.model
    yield _stay_grid(model, answers)
    holding = [answer for answer in answers if answer.holds]
    open_ones = [answer for answer in answers if not answer.holds]
    if not open_ones:
        yield Prose("Nothing has to change: it holds already.")
    elif holding:
        codes = and_list([answer.concept for answer in holding])
        yield Prose(f"Under {codes} nothing has to change: it holds already.")
    for dm in model.decision_makers:
        yield from _demands(model, dm, open_ones, shown)
    if open_ones:
        yield from _changes(found, open_ones, shown)
        yield from least_rankings(found, open_ones)
    yield from shares(model, answers)


def _of_each_column(rows: Mapping[Key, tuple[Cell, ...]], most: int) -> list[Key]:
    """Choose the first rows, but so that every column that is marked at all is marked in one."""
    columns = zip(*rows.values(), strict=True)
    first = [next((k for k, cell in enumerate(c) if cell is Mark.HOLDS), None) for c in columns]
    chosen = dict.fromkeys(k for k in first if k is not None)
    for k in range(len(rows)):
        if len(chosen) < most:
            chosen[k] = None
    keys = list(rows)
    return [keys[k] for k in sorted(chosen)]


# -- what was asked -------------------------------------------------------------------------------


def _asked(found: Goals) -> Iterator[Prose]:
    model = found.model
    if found.ways == 1:
        for k, state in enumerate(found.best(found.codes[0]).states):
            yield Prose(f"{'at the same time ' if k else ''}{state_text(model, state)}")
        return
    for k, goal in enumerate(found.goals):
        start = "at the same time " if k else ""
        if len(goal.states) == 1:
            yield Prose(f"{start}{state_text(model, goal.states[0])}")
        else:
            yield Prose(f"{start}“{goal.text}”, which {len(goal.states):,} outcomes satisfy")


def _takes_grids(found: Goals, shown: Shown) -> Iterator[Block]:
    """Set the states side by side: whether they hold, or how many steps it takes, and swaps."""
    model, codes = found.model, found.codes
    rows: dict[tuple[int, ...], dict[str, GoalAnswer]] = {}
    for answer in found:
        rows.setdefault(answer.states, {})[answer.concept] = answer
    place = {code: {a.states: k for k, a in enumerate(found.answers[code])} for code in codes}
    order = sorted(rows, key=lambda s: sum(place[code].get(s, len(rows)) for code in codes))
    first = shown.first(order, _SHOWN_STATES)

    def lines(cell: Callable[[GoalAnswer], Cell]) -> tuple[Line, ...]:
        cells = {
            states: tuple(
                cell(rows[states][code]) if code in rows[states] else "" for code in codes
            )
            for states in first
        }
        return tuple(_state_line(model, states, cells[states]) for states in first)

    closest = ", the closest first" if found.ways > len(first) else ""
    yield Grid(f"How many steps it takes{closest}", codes, lines(_steps), of=found.ways)
    cells = [_swaps(answer) for states in first for answer in rows[states].values()]
    if any(isinstance(cell, int) for cell in cells):
        yield Grid("How many swaps of rankings it takes", codes, lines(_swaps), of=found.ways)
        yield A_SWAP
        if "" in cells:
            yield Prose("Where no number stands, it was not looked for.", quiet=True)


def _swaps(answer: GoalAnswer) -> Cell:
    if answer.holds:
        return Mark.HOLDS
    return "" if answer.swaps is None else answer.swaps


def _steps(answer: GoalAnswer) -> Cell:
    if answer.least is None:
        return Mark.HOLDS
    if answer.least.steps is None:
        return f">{answer.least.tried}" if answer.least.tried else "?"
    return answer.least.steps


def _state_line(model: GraphModel, states: Iterable[int], cells: tuple[Cell, ...]) -> Line:
    """Write states that belong together as a row, the number of the first one ahead."""
    first, *others = (state_text(model, state) for state in model.states.in_order(states))
    lead, _, text = first.partition("] ")
    return Line(" and ".join([text, *others]), cells, f"{lead}]")


def _takes_least(found: Goals, states: Sequence[int], answers: Sequence[GoalAnswer]) -> str:
    under = ""
    if len(answers) < len(found.codes):
        under = f" under {and_list([answer.concept for answer in answers])}"
    what = and_list([state_text(found.model, state) for state in states])
    return f"Closest{under}: {what}"


# -- whose preference is in the way ---------------------------------------------------------------


def _stay_grid(model: GraphModel, answers: Sequence[GoalAnswer]) -> Grid:
    lines = [
        Line(model.name(dm), tuple(Mark.of(dm not in answer.unstable) for answer in answers))
        for dm in model.decision_makers
    ]
    holds = tuple(Mark.of(answer.holds) for answer in answers)
    lines.append(Line("It holds when all would stay", holds))
    return Grid("Who would stay today", codes_of(answers), tuple(lines))


# -- requirements ---------------------------------------------------------------------------------


def _demands(
    model: GraphModel, dm: str, answers: Sequence[GoalAnswer], shown: Shown
) -> Iterator[Block]:
    """Say what a decision maker must come to hold under some concepts, and what must stay."""
    at = model.decision_makers.index(dm)
    demands = [answer.demands[at] for answer in answers]
    if all(each.are_met_today for each in demands):
        return
    for k, state in enumerate(answers[0].states):
        found = {a.concept: each.requirements[k] for a, each in zip(answers, demands, strict=True)}
        than = "this" if len(answers[0].states) == 1 else f"[{model.states.label(state)}]"
        if not all(one.is_met_today for one in found.values()):
            yield from _sets_grid(model, dm, than, found, shown)
    if keeping := [a.concept for a, own in zip(answers, demands, strict=True) if _keeps(own)]:
        under = f"under {and_list(keeping)} " if len(keeping) < len(answers) else ""
        text = f"{under}what keeps {who(model, dm)} from its other moves must stay as it is."
        yield Prose(sentence(text))


def _keeps(demands: Demands) -> bool:
    """Whether something that is so today has to stay so."""
    return not demands.are_met_today and any(
        clause.is_met(found.no_better_today)
        for found in demands.requirements
        for clause in found.clauses
    )


def _sets_grid(
    model: GraphModel, dm: str, than: str, found: Mapping[str, Requirement], shown: Shown
) -> Iterator[Block]:
    """Set side by side what would be enough under which concept."""
    asked = [one for one in found.values() if not one.is_met_today]
    sets = dict.fromkeys(some for one in asked for some in one.missing)

    def enough(some: frozenset[int], one: Requirement) -> Cell:
        if one.is_met_today:
            return ""
        return Mark.of(any(least <= some for least in one.missing))

    if not sets:
        text = f"{who(model, dm)} must find one of too many sets of outcomes to list no better"
        text = f"{text} than {than}; the answer as data says move by move which."
        yield Prose(sentence(text), hint="(--format json)")
        return
    rows = {some: tuple(enough(some, one) for one in found.values()) for some in sets}
    # What is enough under more concepts comes first, then what is less to ask.
    ordered = sorted(
        rows,
        key=lambda some: (
            -rows[some].count(Mark.HOLDS),
            len(some),
            [model.states.number(state) for state in model.states.in_order(some)],
        ),
    )
    most = shown.of(len(rows), _SHOWN_SETS)
    chosen = _of_each_column({some: rows[some] for some in ordered}, most)
    lines = [_state_line(model, some, rows[some]) for some in chosen]
    one_of = " (one is enough)" if len(sets) > 1 else ""
    heading = sentence(f"{who(model, dm)} must find no better than {than}{one_of}")
    or_more = not all(one.missing.complete for one in asked)
    yield Grid(heading, tuple(found), tuple(lines), of=len(sets), or_more=or_more)


# -- changes of statements ------------------------------------------------------------------------


def _changes(found: Goals, answers: Sequence[GoalAnswer], shown: Shown) -> Iterator[Block]:
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
    for text, codes in _by_text(answers, lambda answer: _none_found(found, answer)):
        under = "" if len(codes) == len(answers) else f"Under {and_list(codes)}: "
        yield Prose(sentence(f"{under}{text}"))
    cut = {
        dm: None
        for answer in answers
        for dm, alone in answer.alone.items()
        if alone is not None and not alone.changes and alone.tried < found.steps
    }
    if cut:
        names = and_list([who(model, dm) for dm in cut])
        text = f"Not all that {names} could do alone in up to {in_words(found.steps, 'step')}"
        yield Prose(f"{text} was tried: it is too much.", quiet=True)
    for text, codes in _by_text(answers, lambda answer: _alone(model, answer)):
        under = "" if len(codes) == len(answers) else f"Under {and_list(codes)}: "
        yield Prose(sentence(f"{under}{text}"))


def _by_text(
    answers: Sequence[GoalAnswer], say: Callable[[GoalAnswer], str]
) -> Iterator[tuple[str, list[str]]]:
    """Give what is to be said, with the concepts of which it is."""
    texts: dict[str, list[str]] = {}
    for answer in answers:
        if text := say(answer):
            texts.setdefault(text, []).append(answer.concept)
    yield from texts.items()


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
    cells = {c: tuple(Mark.of(code in rows[c]) for code in codes) for c in ordered}
    chosen = _of_each_column(cells, shown.of(len(rows), _SHOWN_CHANGES))
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
        return _edit_text(change.edits[0])
    parts = [f"{model.name(edit.decision_maker)}: {_edit_text(edit)}" for edit in change.edits]
    return "; ".join(parts)


def _edit_text(edit: Edit) -> str:
    return ", then ".join(map(_step_text, edit.steps))


def _step_text(step: EditStep) -> str:
    if step.kind == "drop":
        return f"drop “{step.statement}”"
    where = "last" if step.above is None else f"above “{step.above}”"
    return f"{'put' if step.kind == 'move' else 'add'} “{step.statement}” {where}"


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
    texts = [
        f"{who(model, dm)} could bring it about alone, too: {_edit_text(alone.changes[0].edits[0])}"
        for dm, alone in answer.alone.items()
        if alone is not None and alone.changes and dm not in named
    ]
    if texts:
        return f"{'; '.join(texts)}."
    if named or not least.changes:
        return ""
    if any(answer.alone.values()):
        return "none of them could bring it about alone in as few steps."
    return "none of them could bring it about alone, whatever it wanted."


# -- the report -----------------------------------------------------------------------------------


def section_for_report(solution: Solution, follow: Follow | None, asks: str) -> Section | None:
    """Say for claims that nothing bears out today what would have to change for that."""
    model = solution.model
    codes, other = sanctioned_codes(solution)
    if not codes:
        return Section(AS_ASKED, other) if solution.claims else None
    solution = solve(model, codes, follow=follow) if other else solution
    count = len(model.states)
    if count > _MOST_STATES_IN_REPORT and solution.claims:
        text = (
            f"Left out here, for {count:,} outcomes; the question ‘{asks}’ "
            "(goals) answers it for one of them."
        )
        return Section(AS_ASKED, (Prose(text),))
    seeker = Seeker(solution, _REPORTED_STEPS, follow, rankings=False)
    short = count <= _REPORTED_STATES
    search = RankingSearch(model, asked=short, follow=follow)
    blocks: list[Block] = []
    missing = _missing(solution)[:_REPORTED_CLAIMS]
    if missing:
        seeker.tell_first([[goal] for goal, _ in missing], _REPORTED_WAYS)
    for goal, nowhere in missing:
        found = seeker.seek([goal], _REPORTED_WAYS)
        lines = [_reported(found, found.best(code), search) for code in nowhere]
        for text in dict.fromkeys(lines):
            those = [code for code, line in zip(nowhere, lines, strict=True) if line == text]
            under = f" under {and_list(those)}" if len(those) < len(solution.codes) else ""
            blocks.append(Prose(f"For “{goal.text}” to hold{under}, {text}"))
        if len(blocks) >= _REPORTED_CLAIMS:
            break
    if not blocks:
        return None
    return Section(AS_ASKED, (*blocks, *other))


def _missing(solution: Solution) -> list[tuple[Goal, list[str]]]:
    """Return what claims say that it can be, and the concepts under which it nowhere is."""
    states, found = solution.model.states, []
    for claim in solution.claims:
        satisfying = solution.model.claims[claim.claim]
        nowhere = [c for c in solution.codes if not (solution.holding[c] & satisfying).any()]
        if nowhere and satisfying.any() and claim.details.kind != "always":
            ways = tuple(states.in_order(satisfying.positions().tolist()))
            found.append((Goal(claim.details.statement, ways), nowhere))
    return found


def _reported(found: Goals, answer: GoalAnswer, search: RankingSearch) -> str:
    """Say in a sentence what it takes to reach a goal at least."""
    model, least = found.model, answer.least
    closest = f"Closest is {and_list([state_text(model, state) for state in answer.states])}."
    if least is not None and least.changes:
        change = least.changes[0]
        parts = [
            f"{who(model, edit.decision_maker)} would have to {_edit_text(edit)}"
            for edit in change.edits
        ]
        return f"{and_list(parts)}{', for one' if least.found > 1 else ''}. {closest}"
    names = and_list([who(model, dm) for dm in answer.unstable])
    concept = next(concept for concept in found.concepts if concept.code == answer.concept)
    rankings = search.least(answer.states, concept)
    takes = (
        "" if rankings is None else f" It takes {changes_phrase(rankings.together, answer.states)}."
    )
    return f"one step of change isn't enough: {names} would leave it today.{takes} {closest}"
