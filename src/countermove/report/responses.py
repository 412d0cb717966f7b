"""What follows on one improvement: as a story, and step by step along its moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from countermove.graph.sequences import Move, Path
from countermove.graph_model import GraphModel
from countermove.preferences.relations import Truth
from countermove.report.phrases import (
    few,
    move_phrase,
    path_phrase,
    reason,
    sentence,
    state_text,
    who,
)
from countermove.stability.registry import SolutionConcept
from countermove.stability.verdict import Response, Verdict

_SHOWN_STATES = 3
_OWN = " in their own interest"


def response_story(
    model: GraphModel, verdict: Verdict, concept: SolutionConcept, response: Response
) -> str:
    """Say what follows on one improvement, and what deters it or why nothing does."""
    start = _tempting(model, verdict, response)
    if response.sanction is None:
        return f"{start} {_nothing_deters(model, verdict, concept, response)}"
    consequence = f"But then {path_phrase(model, response.sanction, verb(concept))}"
    if concept.replies == "credible":
        consequence += f", {_why_willing(model, response.sanction)}"
    return f"{start} {consequence}. {_end(model, verdict, concept, response, response.sanction)}"


@dataclass(frozen=True, slots=True)
class StoryStep:
    """A step of a story: a move that is made, or an outcome that is looked at."""

    says: str
    move: Move | None = None
    at: int | None = None


def response_steps(
    model: GraphModel, verdict: Verdict, concept: SolutionConcept, response: Response
) -> tuple[StoryStep, ...]:
    """Tell what follows on one improvement step by step: the same story along its moves.

    >>> from countermove.files.model_file import load
    >>> from countermove.graph_model import build
    >>> from countermove.stability.registry import concepts
    >>> model, sequential = build(load("prisoners-dilemma")), concepts()["SEQ"]
    >>> verdict = sequential.define(model, "first", model.states.find("YY"))
    >>> steps = response_steps(model, verdict, sequential, verdict.responses[0])
    >>> [step.move and step.move.decision_maker for step in steps]
    [None, 'first', 'second', None]
    """
    return tuple(_steps(model, verdict, concept, response))


def _steps(
    model: GraphModel, verdict: Verdict, concept: SolutionConcept, response: Response
) -> Iterator[StoryStep]:
    yield StoryStep(f"{state_text(model, verdict.state)}.", at=verdict.state)
    yield StoryStep(_tempting(model, verdict, response), response.improvement)
    if response.sanction is not None:
        yield from _replies(model, concept, response.sanction)
        end = response.sanction[-1].target
        yield StoryStep(_end(model, verdict, concept, response, response.sanction), at=end)
        return
    end = response.improvement.target
    if response.escapes:
        escape = response.escapes[0]
        yield from _replies(model, concept, escape.sanction)
        yield StoryStep(_single(model, escape.countermove, "could"), escape.countermove)
        end = escape.countermove.target
    yield StoryStep(_nothing_deters(model, verdict, concept, response), at=end)


def _replies(model: GraphModel, concept: SolutionConcept, path: Path) -> Iterator[StoryStep]:
    for move in path:
        why = f": {_interests(model, (move,))}" if concept.replies == "credible" else ""
        yield StoryStep(f"{_single(model, move, verb(concept))[:-1]}{why}.", move)


def _single(model: GraphModel, move: Move, how: str) -> str:
    return f"{sentence(path_phrase(model, (move,), how))}."


def _tempting(model: GraphModel, verdict: Verdict, response: Response) -> str:
    """Say what the improvement is and why it tempts."""
    i, s = verdict.decision_maker, verdict.state
    s1 = response.improvement.target
    leads = "which is" if model.conflict.is_graph_form else "which leads to"
    return sentence(
        f"{who(model, i)} {would_rather(model, response.improvement)}, "
        f"{leads} {state_text(model, s1)}: {reason(model, i, s1, s)}."
    )


def _end(
    model: GraphModel,
    verdict: Verdict,
    concept: SolutionConcept,
    response: Response,
    sanction: Path,
) -> str:
    """Say where a sanction ends, and that it is no better there."""
    i = verdict.decision_maker
    end = sanction[-1].target
    text = f"That is {state_text(model, end)}, {_no_better(model, i, end, verdict.state)}"
    if not concept.escape:
        return text
    if not response.countermoves:
        return f"{text} From there {who(model, i)} can't move."
    others = len(response.countermoves)
    no_better = f"{'is' if others == 1 else 'are'} no better either"
    if i in model.unordered:
        no_better = f"{'deters' if others == 1 else 'deter'} it too"
    return (
        f"{text} From there {_all_states(others)} that {who(model, i)} could still move to "
        f"{no_better}."
    )


def _all_states(count: int) -> str:
    return {1: "the only outcome", 2: "both outcomes"}.get(count, f"all {count} outcomes")


def verb(concept: SolutionConcept) -> str:
    """Return "would" where only credible replies of the others count, and else "could"."""
    return "would" if concept.replies == "credible" else "could"


def would_rather(model: GraphModel, move: Move) -> str:
    """Say that somebody wants to make a move."""
    known = model.better(move.decision_maker, move.target, move.origin)
    wants = "would rather" if known == Truth.YES else "is tempted to"
    return f"{wants} {move_phrase(model, move)}"


def would_do(model: GraphModel, decision_maker: str) -> str:
    """Say of the others' credible moves what "the others" stands before."""
    if set(model.opponents(decision_maker)) & set(model.unordered):
        return "are then believed willing to do"
    return "would then do in their own interest"


def _why_willing(model: GraphModel, path: Path) -> str:
    """Say behind what others do why they are believed to: they gain, as far as is known."""
    each = "" if len(path) == 1 else "each "
    gains = (model.better(m.decision_maker, m.target, m.origin) == Truth.YES for m in path)
    why = (
        f"{each}in its own interest" if all(gains) else f"as {each or 'it '}is believed willing to"
    )
    return f"{why} ({_interests(model, path)})"


def _interests(model: GraphModel, path: Path) -> str:
    return "; ".join(reason(model, move.decision_maker, move.target, move.origin) for move in path)


def _no_better(model: GraphModel, i: str, end: int, s: int) -> str:
    name = who(model, i)
    if end == s:
        return "where it began."
    better, worse = model.better(i, end, s), model.better(i, s, end)
    if better == Truth.YES:
        # In a concept of another family the first answer needn't be what hurts.
        return f"which by itself is better for {name} than where it began."
    if worse == Truth.YES:
        why = reason(model, i, s, end, lost=True)
        return f"which is worse for {name} than where it began: {why}."
    if Truth.UNKNOWN in (better, worse):
        return f"and whether {name} prefers that to where it began is left open."
    if i in model.unordered:
        return f"which is neither better nor worse for {name} than where it began."
    return f"which is as good for {name} as where it began, and no better."


def _nothing_deters(
    model: GraphModel, verdict: Verdict, concept: SolutionConcept, response: Response
) -> str:
    if concept.replies == "none":
        return f"{concept.code} asks no further."
    if not concept.is_sanctioned:
        # What there is to answer, and why it doesn't do, only the definition knows.
        return "Nothing deters it."
    name = who(model, verdict.decision_maker)
    i, s = verdict.decision_maker, verdict.state
    unsure = bool(set(model.opponents(i)) & set(model.unordered))
    if not response.replies:
        if concept.replies == "credible":
            gain = "is then believed willing to move" if unsure else "would then gain by moving"
            return f"Nothing deters it: none of the others {gain}."
        return "Nothing deters it: none of the others can then move."
    where = _some_states(model, response.replies)
    count = len(response.replies)
    if not response.escapes:
        own = ""
        if concept.replies == "credible":
            own = " by moves that they are believed willing to make" if unsure else _OWN
        better = f"{'is' if count == 1 else 'are'} better for {name} than where it began"
        if any(model.better(i, end, s) != Truth.YES for end in response.replies):
            better = f"{'does' if count == 1 else 'do'} not deter {name}"
        return (
            f"Nothing deters it: {_all_states(count)} that the others could then lead to{own} "
            f"{better} ({where})."
        )
    escape = response.escapes[0]
    also = len(response.escapes) - 1
    rest = ""
    if also:
        others = "The other reply" if also == 1 else f"The {also} other replies"
        rest = f" {others} that would deter it can be escaped too."
    hurt = path_phrase(model, escape.sanction, verb(concept))
    out = move_phrase(model, escape.countermove)
    end = escape.countermove.target
    off = f"and be better off than where it began, at {state_text(model, end)}"
    if model.better(i, end, s) != Truth.YES:
        off = f"and be where nothing deters it, at {state_text(model, end)}"
    return sentence(
        f"{hurt}, which would deter it; but {name} could then {out} {off}.{rest} So nothing "
        "deters it."
    )


def _some_states(model: GraphModel, states: tuple[int, ...]) -> str:
    ordered = model.states.in_order(states)
    return "; ".join(few(ordered, _SHOWN_STATES, partial(state_text, model), "and {} more"))
