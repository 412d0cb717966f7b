"""What would have to change for a goal to be reached, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from countermove.analysis.equilibria import Solution
from countermove.analysis.goals.goals import Seeker
from countermove.analysis.goals.rankings import RankingSearch
from countermove.analysis.goals.requirements import Requirement
from countermove.analysis.goals.result import Demands, Goal, GoalAnswer, Goals
from countermove.analysis.solving import solve
from countermove.graph_model import GraphModel
from countermove.progress import Follow
from countermove.report.answer import sanctioned_codes
from countermove.report.article import AS_ASKED, Block, Cell, Grid, Line, Mark, Prose, Section
from countermove.report.goals_rankings import (
    A_SWAP,
    codes_of,
    least_rankings,
    rankings_notes,
    shares,
)
from countermove.report.goals_statements import ENOUGH, changes, edit_text, of_each_column
from countermove.report.phrases import alike, quoted, sentence, state_text, who
from countermove.report.rankings import changes_phrase
from countermove.report.shown import SHORT, Shown
from countermove.texts import and_list

_SHOWN_STATES = 10
_SHOWN_SETS = 6

_MOST_STATES_IN_REPORT = 4096
_REPORTED_STEPS = 1
_REPORTED_WAYS = 3
_REPORTED_CLAIMS = 5
_REPORTED_STATES = 40
"""In more states changes of rankings take too long for a report."""

_STOPPED = (
    "It was stopped before everything was found: what isn't shown here, under other concepts or of "
    "rankings, was not looked for."
)


def goals_section(found: Goals, shown: Shown = SHORT) -> Section:
    """Say what would have to change for goals to be reached."""
    model = found.model
    best = alike(map(found.best, found.codes), lambda answer: answer.states)
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
        yield from changes(found, open_ones, shown)
        yield from least_rankings(found, open_ones)
    yield from shares(model, answers)


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
            yield Prose(
                f"{start}{quoted(model, goal.text)}, which {len(goal.states):,} outcomes satisfy"
            )


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
            states: tuple(cell(by[code]) if code in by else "" for code in codes)
            for states, by in rows.items()
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
        return Mark.STANDS
    return "" if answer.swaps is None else answer.swaps


def _steps(answer: GoalAnswer) -> Cell:
    if answer.least is None:
        return Mark.STANDS
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
        Line(model.name(dm), tuple("leaves" if dm in one.unstable else "stays" for one in answers))
        for dm in model.decision_makers
    ]
    holds = tuple(Mark.standing(answer.holds) for answer in answers)
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
        return ENOUGH if any(least <= some for least in one.missing) else Mark.NO

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
            -rows[some].count(ENOUGH),
            len(some),
            [model.states.number(state) for state in model.states.in_order(some)],
        ),
    )
    most = shown.of(len(rows), _SHOWN_SETS)
    chosen = of_each_column({some: rows[some] for some in ordered}, most)
    lines = [_state_line(model, some, rows[some]) for some in chosen]
    one_of = " (one is enough)" if len(sets) > 1 else ""
    heading = sentence(f"{who(model, dm)} must find no better than {than}{one_of}")
    or_more = not all(one.missing.complete for one in asked)
    yield Grid(heading, tuple(found), tuple(lines), of=len(sets), or_more=or_more)


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
        return Section.of(text)
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
            blocks.append(Prose(f"For {quoted(solution.model, goal.text)} to hold{under}, {text}"))
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
            f"{who(model, edit.decision_maker)} would have to {edit_text(model, edit)}"
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
