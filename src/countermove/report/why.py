"""Why what holds does, and what upsets the rest, for a report: the stories of the commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from countermove.analysis.equilibria import Solution
from countermove.errors import shown_of
from countermove.graph_model import GraphModel
from countermove.report.amounts import counted
from countermove.report.answer import left_out_sentence, state_line
from countermove.report.article import AS_ASKED, Grid, Heading, Line, Prose, Section, Words
from countermove.report.explain import MOST_FOLLOWED
from countermove.report.lines import line_story
from countermove.report.phrases import state_text, status_quo_note
from countermove.report.sentences import content_under, leniency, upset_story
from countermove.stability.registry import SolutionConcept

_HOLDING, _UPSET = 4, 6


def why_section(solution: Solution) -> Section | None:
    """Say why the firmest outcomes hold, and of some others who would leave them and how.

    The others are the status quo, those that come closest to making a claim true or false, and then
    the first of all, as far as there is room.
    """
    model = solution.model
    if solution.strong is not None:
        return None
    if len(model.states) > MOST_FOLLOWED:
        text = f"Left out here: the model has {len(model.states):,} outcomes."
        states = [found.position for found in solution.strongest(1)] or [0]
        label = model.states.label(states[0])
        return Section.of(text, f"Why [{label}] holds or not:", "explain", label)
    blocks = [*_why_they_hold(solution), *_what_upsets(solution)]
    return Section(AS_ASKED, tuple(blocks))


def _why_they_hold(solution: Solution) -> Iterator[Words]:
    """Say of each of the firmest outcomes whom nothing tempts away, and what deters the others."""
    if not len(solution):
        return
    firmest = solution.strongest(shown_of(len(solution), _HOLDING))
    for found in firmest:
        concept = next(one for one in solution.concepts if one.code in found.concepts)
        state = found.position
        yield Heading(state_text(solution.model, state) + status_quo_note(solution.model, state))
        yield from map(Prose, _holds(solution.model, concept, state))
    if left_out := left_out_sentence(solution, len(firmest)):
        yield Prose(left_out, quiet=True)


def _holds(model: GraphModel, concept: SolutionConcept, state: int) -> Iterator[str]:
    verdicts = [concept.define(model, dm, state) for dm in model.decision_makers]
    content = [verdict.decision_maker for verdict in verdicts if not verdict.lines]
    known = ", as far as is known" if model.unordered else ""
    said = content_under(model, state, concept, content)
    yield f"{concept.code}: it holds ({concept.plain}{known}). {said}".rstrip()
    for verdict in verdicts:
        if not verdict.lines:
            continue
        liking = model.liking(verdict.decision_maker)
        best = max(verdict.lines, key=lambda line: int(liking[line.first.target]))
        others = len(verdict.lines) - 1
        also = " Its one other improvement is deterred, too." if others == 1 else ""
        if others > 1:
            also = f" Its {others:,} other improvements are deterred, too."
        yield line_story(model, verdict, concept, best) + also


def _what_upsets(solution: Solution) -> Iterator[Words]:
    model = solution.model
    left = len(model.states) - solution.holding_somehow.count()
    if not left:
        yield Prose("All outcomes hold under some concept: none is upset under all.")
        return
    lines: list[Line] = []
    states = list(dict.fromkeys(_worth_telling(solution)))
    for state in states[: shown_of(len(states), _UPSET)]:
        concept = max(solution.concepts, key=leniency)
        stable = solution.stable[concept.code]
        leaving = [dm for dm in model.decision_makers if state not in stable[dm]]
        line = state_line(model, state, ())
        lines.append(replace(line, story=upset_story(model, concept, state, leaving)))
    does = "holds" if left == 1 else "hold"
    of = f"Of {counted(len(model.states), 'outcome')} {left:,} {does} under none of the concepts."
    yield Heading("What upsets the rest")
    yield Prose(of)
    yield Grid("Who would leave, and how", (), tuple(lines), of=left)


def _worth_telling(solution: Solution) -> Iterator[int]:
    """Give outcomes that hold under no concept, those first that most is asked about."""
    somehow, states = solution.holding_somehow, solution.model.states
    if states.status_quo is not None and states.status_quo not in somehow:
        yield states.status_quo
    for answer in solution.claims:
        for deciding in answer.deciding.values():
            if deciding.kind == "upset":
                yield from (s for s in deciding.found.first(1) if s not in somehow)
    yield from (~somehow).first(_UPSET + 2)
