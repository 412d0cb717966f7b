"""What each side misreads, in words: how it sees the model, what then holds, what surprises it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial, reduce
from operator import and_, or_

from countermove.analysis.claims import undeterred
from countermove.analysis.equilibria import Solution
from countermove.analysis.views.result import Hypergame
from countermove.analysis.views.views import views
from countermove.building import SeenModel
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.model.parts import InnerView
from countermove.model.preference import Preference
from countermove.progress import Follow
from countermove.report.article import AS_ASKED, Grid, Line, Mark, Prose, Section
from countermove.report.phrases import (
    alike,
    few,
    move_phrase,
    numbered,
    quoted,
    recorded,
    sentence,
    who,
)
from countermove.report.shown import SHORT, Shown, some
from countermove.stability.registry import concepts
from countermove.texts import and_list, or_list

Leaving = Callable[[SeenModel, str, str, int, str], str]

_SHOWN = 20
_IN_REPORT = 8
_NAMED = 4
# Up to so many states it is said what somebody would do; finding that out takes the definitions.
_MOST_EXPLAINED = 1 << 10
_WAYS = {
    "both": "can be taken and dropped",
    "take": "can't be dropped once it is taken",
    "drop": "can't be taken any more, only dropped",
    "up": "can't go down once it has gone up",
    "down": "can't go up once it has gone down",
    "fixed": "can't be changed",
}
_COUNTS = {
    "projected": "as what it sees of it, and where it sees nothing as one that it stays in",
    "stable": "as one that it stays in",
    "unstable": "as one that it would leave",
}


def views_section(result: Hypergame, shown: Shown = SHORT) -> Section:
    """Say what each side sees otherwise than it is, what then holds, and what surprises whom."""
    model = result.model
    if not model.conflict.views:
        text = (
            "Nobody misreads anything: the model has no views. What a party sees otherwise than "
            "it is stands in a table [views.…] named after the party."
        )
        return Section.of(text)
    return Section(
        AS_ASKED,
        (
            Prose(_answer(result)),
            *_all_views(model, result.level),
            *_holding(result, shown),
            *_surprises(result, shown),
            *_remarks(result),
        ),
        ("What would hold if all saw it as it is:", "solve"),
    )


def section_for_report(solution: Solution, follow: Follow | None = None) -> Section | None:
    """Say it for the report on a model that has views; None where it has none."""
    if not solution.model.conflict.views:
        return None
    result = views(solution.model, solution.codes, follow=follow)
    return views_section(result, some(_IN_REPORT))


# -- the answer -----------------------------------------------------------------------------------


def _answer(result: Hypergame) -> str:
    pairs = [(result.holding[code], result.without[code]) for code in result.codes]
    only_so = reduce(or_, (holds & ~without for holds, without in pairs)).count()
    no_more = reduce(or_, (without & ~holds for holds, without in pairs)).count()
    parts = []
    if only_so:
        parts.append(f"{_outcomes(only_so, 'holds', 'hold')} only because of it")
    if no_more:
        parts.append(f"{_outcomes(no_more, 'fails', 'fail')} only because of it")
    if parts:
        under = "" if len(pairs) == 1 else ", under one concept or more"
        text = f"What is misread matters: {and_list(parts)}{under}."
    else:
        text = "What is misread changes nothing about what holds."
    surprised = [
        who(result.model, dm)
        for dm in result.sees
        if any(result.surprise(dm, code) for code in result.codes)
    ]
    if not surprised:
        return f"{text} Nobody is surprised."
    if len(surprised) == len(result.sees) > 1:
        return f"{text} Everyone has a wrong idea of what will hold."
    has = "has" if len(surprised) == 1 else "have"
    return f"{text} {sentence(and_list(surprised))} {has} a wrong idea of what will hold."


def _outcomes(count: int, one: str, many: str) -> str:
    return f"1 outcome {one}" if count == 1 else f"{count:,} outcomes {many}"


# -- how each sees it -----------------------------------------------------------------------------


def _all_views(model: GraphModel, level: int) -> Iterator[Prose]:
    for dm, view in model.conflict.views.items():
        name = sentence(who(model, dm))
        if view.changes:
            yield Prose(f"{name} {_seen_otherwise(model, dm, view)}.")
        elif not view.views:
            yield Prose(f"{name} sees everything as it is.")
        for other, inner in view.views.items() if level == 2 else ():
            believes = f"{name} believes that {who(model, other)}"
            if inner.changes:
                seen = _seen_otherwise(model, other, inner)
                yield Prose(f"{believes}, for its part, {seen}.")
            else:
                yield Prose(f"{believes} sees what it sees itself.")


def _seen_otherwise(model: GraphModel, dm: str, view: InnerView) -> str:
    record = recorded(view.because)

    parts = []
    if view.unknown:
        parts.append(
            f"does not know of {and_list([quoted(model, name) for name in view.unknown])}{record}"
        )
    if view.infeasible:
        impossible = or_list([quoted(model, text) for text in view.infeasible])
        parts.append(f"takes {impossible} for impossible{record}")
    for name, way in view.moves.items():
        parts.append(f"believes that {quoted(model, name)} {_WAYS[way]}{record}")
    for other, preference in view.preferences.items():
        own = record if not preference.because else f" [{', '.join(preference.because)}]"
        parts.append(_ascribed(model, dm, other, preference) + own)
    return and_list(parts)


def _ascribed(model: GraphModel, dm: str, other: str, seen: Preference) -> str:
    """Say what one believes that another wants, by what is otherwise where that is shorter."""
    whom = "it" if dm == other else who(model, other)
    true = model.conflict.preferences[other]
    if seen.wishes is None:
        others = {"ranking": "another ranking", "weights": "other weights"}
        kind = others.get(seen.kind, "another preference")
        return f"believes that {whom} has {kind} than it has"
    wanted = [statement.holds for statement in seen.wishes]
    if not wanted:
        return f"believes {whom} to be indifferent between all outcomes"
    really = [statement.holds for statement in true.wishes or ()]
    shared = [text for text in wanted if text in really]
    gone = [quoted(model, text) for text in really if text not in wanted]
    if shared and shared == wanted and gone:
        return f"believes that {whom} does not insist on {or_list(gone)}"
    first = "" if len(wanted) == 1 else ", most important first,"
    listed = and_list(few(wanted, _NAMED, partial(quoted, model)))
    return f"believes that {whom} wants{first} {listed}"


# -- what holds -----------------------------------------------------------------------------------


def _holding(result: Hypergame, shown: Shown) -> Iterator[Grid | Prose]:
    found = reduce(or_, (result.holding[c] | result.without[c] for c in result.codes))
    lines = [
        _line(result, state, result.without, result.holding)
        for state in shown.states(result.model.states, found, _SHOWN)
    ]
    if not lines:
        yield Prose("Nothing holds, and nothing would hold if all saw it as it is.")
        return
    heading = "What holds, as the parties see it"
    yield Grid(heading, result.codes, tuple(lines), of=found.count())
    legend = "● holds, misread or not; + holds only because of it; ⊖ fails only because of it"
    yield Prose(f"{legend}; ○ neither", quiet=True)


def _line(
    result: Hypergame,
    state: int,
    before: Mapping[str, Region],
    after: Mapping[str, Region],
    story: str = "",
) -> Line:
    marks = tuple(
        Mark.turned(state in before[code], state in after[code], outcome=True)
        for code in result.codes
    )
    mark, text = numbered(result.model, state)
    return Line(text, marks, mark, story)


# -- what surprises whom --------------------------------------------------------------------------


def _surprises(result: Hypergame, shown: Shown) -> Iterator[Grid | Prose]:
    """Give a table for each party that is surprised; those surprised alike share one."""
    tables: dict[tuple[int, tuple[Line, ...]], list[str]] = {}
    leaving = cache(_leaving)
    for dm in result.model.decision_makers:
        expected = {code: result.expected[code][dm] for code in result.codes}
        found = reduce(or_, (expected[code] ^ result.holding[code] for code in result.codes))
        lines = tuple(
            _line(result, state, expected, result.holding, _why(result, dm, state, leaving))
            for state in shown.states(result.model.states, found, _SHOWN)
        )
        if lines:
            tables.setdefault((found.count(), lines), []).append(who(result.model, dm))
    for (count, lines), names in tables.items():
        stories = {line.story for line in lines}
        is_one = len(stories) == 1 < len(lines)
        told = (replace(line, story="" if is_one else sentence(line.story)) for line in lines)
        yield Grid(f"What surprises {and_list(names)}", result.codes, tuple(told), of=count)
        if is_one:
            yield Prose(f"All of them: {stories.pop()}")
    if tables:
        legend = "● holds as expected; + holds unexpectedly; ⊖ is expected and does not hold"
        yield Prose(f"{legend}; ○ neither", quiet=True)


def _why(result: Hypergame, dm: str, state: int, leaving: Leaving) -> str:
    """Say for each concept under which a state surprises one why, alike reasons together."""

    def why(code: str) -> str:
        if state in result.holding[code]:
            return _as_believed(result, dm, code, state, leaving)
        return _in_truth(result, code, state, leaving)

    sets = {code: (result.expected[code][dm], result.holding[code]) for code in result.codes}
    wrong = (code for code, (one, other) in sets.items() if (state in one) != (state in other))
    by_reason = alike(wrong, why)
    if len(by_reason) == 1:
        return next(iter(by_reason))
    return " ".join(f"{and_list(codes)}: {reason}" for reason, codes in by_reason.items())


def _in_truth(result: Hypergame, code: str, state: int, leaving: Leaving) -> str:
    j = next(j for j, found in result.stable[code].items() if state not in found)
    misreads = result.sees[j].model is not result.model
    aside = ", as it sees things," if misreads else ""
    return f"in fact {leaving(result.sees[j], code, j, state, aside)}"


def _as_believed(result: Hypergame, dm: str, code: str, state: int, leaving: Leaving) -> str:
    if state not in result.recognised[dm]:
        return "unrecognised: part of it is not known, or it is taken for impossible."
    j = next(j for j, found in result.predicted[dm][code].items() if state not in found)
    return f"the belief is that {leaving(result.ascribes[dm][j], code, j, state, '')}"


def _leaving(seen: SeenModel, code: str, j: str, state: int, aside: str) -> str:
    """Say what one would do rather than stay, in a model as it is seen."""
    name, projection = who(seen.model, j), int(seen.states.projection[state])
    if len(seen.model.states) > _MOST_EXPLAINED:
        return f"{name}{aside} would not stay."
    if projection >= 0:
        verdict = concepts()[code].define(seen.model, j, projection)
        if not verdict.is_stable and (words := concepts()[code].words):
            return f"{name}{aside} {words.unstable}."
        if not verdict.is_stable:
            move = undeterred(seen.model, verdict).first
            return f"{name}{aside} would {move_phrase(seen.model, move)}."
    return f"{name} does not see this outcome as it is, and is taken to leave it."


def _remarks(result: Hypergame) -> Iterator[Prose]:
    if not reduce(and_, result.recognised.values()).all():
        text = "An outcome that a party does not see as it is counts for it "
        text += f"{_COUNTS[result.unrecognised]}."
        yield Prose(text, quiet=True)
    if result.level == 1 and any(view.views for view in result.model.conflict.views.values()):
        text = "What parties believe that others see is left out: each takes its own view for all."
        yield Prose(text, quiet=True)
