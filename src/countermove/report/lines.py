"""What follows on one improvement: as a story, and step by step along its moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from countermove.graph.sequences import Move, Path
from countermove.graph_model import GraphModel
from countermove.preferences.relations import Truth
from countermove.report.amounts import counted
from countermove.report.foreseen import foreseen_end, foreseen_path, foreseen_story
from countermove.report.phrases import (
    few,
    leading_to,
    mark_of,
    move_phrase,
    path_phrase,
    reason,
    sentence,
    state_text,
    who,
)
from countermove.stability.play import LineOfPlay, Play, Turn
from countermove.stability.registry import SolutionConcept
from countermove.stability.verdict import Verdict
from countermove.texts import and_list

_SHOWN_STATES = 3
_OWN = " in their own interest"


def line_story(
    model: GraphModel, verdict: Verdict, concept: SolutionConcept, line: LineOfPlay
) -> str:
    """Say what follows on one improvement, and what deters it or why nothing does."""
    if concept.words:
        return sentence(concept.words.tell(InWordsOf(model), verdict, line))
    if line.play.expected:
        return foreseen_story(model, verdict, line)
    start = _tempting(model, line)
    if line.play.better:
        return f"{start} {_nothing_deters(model, verdict, concept, line.play)}"
    return f"{start} {_deterred(model, verdict, line.play)}"


def _deterred(model: GraphModel, verdict: Verdict, play: Play) -> str:
    """Say by what reply a play ends no better, and that there is no way out of that."""
    return f"But {_answer(model, play)}. {_end(model, verdict, play.lines[0].play)}"


def _answer(model: GraphModel, play: Play) -> str:
    """Say what the others do, and why they are believed to."""
    turn, moves = play.turn, play.lines[0].moves
    if turn and turn.at_once:
        told = and_list([path_phrase(model, (move,)) for move in moves])
        return f"at the same time {told}, {_why_willing(model, moves)}"
    told = f"then {path_phrase(model, moves, verb(turn))}"
    if turn and turn.gaining:
        told += f", {_why_willing(model, moves)}"
    if play.grounds is not None:
        told += f", and would rather do that than stay, by {play.grounds.concept}"
    return told


@dataclass(frozen=True, slots=True)
class InWordsOf:
    """The words of a model, for concepts that tell their lines of play themselves."""

    model: GraphModel

    def who(self, decision_maker: str) -> str:
        """Return what a decision maker is called."""
        return who(self.model, decision_maker)

    def does(self, path: Path, verb: str) -> str:
        """Say what a sequence of moves does, mover by mover."""
        return path_phrase(self.model, path, verb)

    def leading_to(self, state: int) -> str:
        """Say behind moves where they lead."""
        return leading_to(self.model, state)

    def why(self, decision_maker: str, better: int, worse: int) -> str:
        """Say why a decision maker prefers one state to another."""
        return reason(self.model, decision_maker, better, worse)


@dataclass(frozen=True, slots=True)
class StoryStep:
    """A step of a story: a move that is made, or an outcome that is looked at."""

    says: str
    move: Move | None = None
    at: int | None = None
    beside: str = ""  # where the outcome is shown, and needn't be said, if that is otherwise


def line_steps(
    model: GraphModel, verdict: Verdict, concept: SolutionConcept, line: LineOfPlay
) -> tuple[StoryStep, ...]:
    """Tell what follows on one improvement step by step: the same story along its moves."""
    return tuple(_steps(model, verdict, concept, line))


def _steps(
    model: GraphModel, verdict: Verdict, concept: SolutionConcept, line: LineOfPlay
) -> Iterator[StoryStep]:
    yield StoryStep(f"{state_text(model, verdict.state)}.", at=verdict.state)
    if line.play.expected:
        path = (line.first, *foreseen_path(model, verdict, line))
        yield from (StoryStep(_single(model, move, "would"), move) for move in path)
        yield StoryStep(foreseen_end(model, verdict, line), at=path[-1].target)
        return
    if concept.words:
        yield from (StoryStep(_single(model, move, "could"), move) for move in line.moves)
        yield StoryStep(line_story(model, verdict, concept, line), at=line.play.state)
        return
    yield StoryStep(_tempting(model, line), line.first, beside=_wanting(model, line.first))
    end = line.play
    while end.lines:
        turn, after = end.turn, end.lines[0]
        if turn and turn.at_once:
            yield StoryStep(f"{sentence(_answer(model, end))}.", at=after.play.state)
        for move in () if turn and turn.at_once else after.moves:
            why = f": {_interests(model, (move,))}" if turn and turn.gaining else ""
            how = "could" if move.decision_maker == verdict.decision_maker else verb(turn)
            yield StoryStep(f"{_single(model, move, how)[:-1]}{why}.", move)
        end = after.play
    if line.play.better:
        yield StoryStep(_nothing_deters(model, verdict, concept, line.play), at=end.state)
    else:
        beside = _end(model, verdict, end, is_named=False)
        yield StoryStep(_end(model, verdict, end), at=end.state, beside=beside)


def _single(model: GraphModel, move: Move, how: str) -> str:
    return f"{sentence(path_phrase(model, (move,), how))}."


def _tempting(model: GraphModel, line: LineOfPlay) -> str:
    """Say what the improvement is, where it leads and why it tempts."""
    return _wanting(model, line.first, f", {leading_to(model, line.first.target)}")


def _wanting(model: GraphModel, move: Move, leads: str = "") -> str:
    """Say what somebody wants to do and why; between them where it leads, if that is given."""
    why = reason(model, move.decision_maker, move.target, move.origin)
    does = f"{who(model, move.decision_maker)} {would_rather(model, move)}"
    return sentence(f"{does}{leads}: {why}.")


def _end(model: GraphModel, verdict: Verdict, play: Play, *, is_named: bool = True) -> str:
    """Say where a reply leads, that it is no better there, and that there is no way out."""
    i = verdict.decision_maker
    joined, clause = _no_better(model, i, play.state, verdict.state)
    text = {"": f"That is {clause}", "which ": f"That {clause}"}.get(joined, sentence(clause))
    if is_named:
        text = f"That is {state_text(model, play.state)}, {joined}{clause}"
    if play.turn is None:
        return text
    name, gains = who(model, i), play.turn.gaining
    if not play.reached:
        none = "would gain by no move" if gains else "can't move"
        return f"{text} From there {name} {none}."
    others = len(play.reached) - len(play.lines)
    if not play.lines:
        no_better = f"{'is' if others == 1 else 'are'} no better either"
        if i in model.unordered:
            no_better = f"{'deters' if others == 1 else 'deter'} it too"
        by = "and gain by that " if gains else ""
        return (
            f"{text} From there {_all_states(others)} that {name} could still move to "
            f"{by}{no_better}."
        )
    first, *more = play.lines
    out = move_phrase(model, first.first)
    text += f" From there {name} could {out} {_better_off(model, verdict, first.play.state)}. "
    text += _deterred(model, verdict, first.play)
    if more:
        text += f" So can {counted(len(more), 'other way')} out be closed."
    if others:
        by = f"{name} would gain by" if gains else f"{name} could do"
        no_better = "deters it" if i in model.unordered else "is no better"
        text += f" All else that {by} in [{mark_of(model, play.state)}] {no_better}."
    return text


def _better_off(model: GraphModel, verdict: Verdict, end: int) -> str:
    """Say behind what somebody could do that it is better off there than where it began."""
    if not model.better(verdict.decision_maker, end, verdict.state):
        return f"and be where nothing deters it, at {state_text(model, end)}"
    return f"and be better off than where it began, at {state_text(model, end)}"


def _all_states(count: int) -> str:
    return {1: "the only outcome", 2: "both outcomes"}.get(count, f"all {count} outcomes")


def verb(turn: Turn | None) -> str:
    """Return "would" where only moves count by which one gains, and else "could"."""
    return "would" if turn and turn.gaining else "could"


def would_rather(model: GraphModel, move: Move) -> str:
    """Say that somebody wants to make a move."""
    known = model.better(move.decision_maker, move.target, move.origin)
    wants = "would rather" if known else "is tempted to"
    return f"{wants} {move_phrase(model, move)}"


def would_do(model: GraphModel, decision_maker: str) -> str:
    """Say of the others' credible moves what "the others" stands before."""
    if set(model.opponents(decision_maker)) & set(model.unordered):
        return "are then believed willing to do"
    return "would then do in their own interest"


def _why_willing(model: GraphModel, path: Path) -> str:
    """Say behind what others do why they are believed to: they gain, as far as is known."""
    each = "" if len(path) == 1 else "each "
    gains = (model.better(m.decision_maker, m.target, m.origin) for m in path)
    why = (
        f"{each}in its own interest" if all(gains) else f"as {each or 'it '}is believed willing to"
    )
    return f"{why} ({_interests(model, path)})"


def _interests(model: GraphModel, path: Path) -> str:
    return "; ".join(reason(model, move.decision_maker, move.target, move.origin) for move in path)


def _no_better(model: GraphModel, i: str, end: int, s: int) -> tuple[str, str]:
    """Say of an end that it is no better; first the word that joins it to what the end is."""
    name = who(model, i)
    if end == s:
        return "", "where it began."
    better, worse = model.better(i, end, s), model.better(i, s, end)
    if better:
        return "which ", f"by itself is better for {name} than where it began."
    if worse:
        why = reason(model, i, s, end, lost=True)
        return "which ", f"is worse for {name} than where it began: {why}."
    if None in (better, worse):
        told = model.preferences[i].said(end, s, "that to where it began", name)
        left_open = f"whether {name} prefers that to where it began is left open"
        return "and ", f"{told or left_open}."
    if i in model.unordered:
        return "which ", f"is neither better nor worse for {name} than where it began."
    return "which ", f"is as good for {name} as where it began, and no better."


def _nothing_deters(
    model: GraphModel, verdict: Verdict, concept: SolutionConcept, play: Play
) -> str:
    if play.turn is None:
        # What another concept looks at beside the moves that are told, only its definition knows.
        return f"{concept.code} asks no further." if concept.turns else "Nothing deters it."
    i, s, gains = verdict.decision_maker, verdict.state, play.turn.gaining
    name, unsure = who(model, i), bool(set(model.opponents(i)) & set(model.unordered))
    if play.grounds and (play.grounds.lines or unsure):
        staying = f"the other would rather stay where it is then, by {play.grounds.concept}"
        return f"Nothing deters it: {staying}."
    if play.turn.at_once and not play.reached:
        return "Nothing deters it: the others gain by nothing that could be done at the same time."
    if not play.reached:
        if gains:
            gain = "is then believed willing to move" if unsure else "would then gain by moving"
            return f"Nothing deters it: none of the others {gain}."
        return "Nothing deters it: none of the others can then move."
    where = _some_states(model, play.reached)
    count = len(play.reached)
    if not play.lines:
        own, lead = "", "then lead to"
        if play.turn.at_once:
            lead = "lead to at the same time"
        if gains:
            own = " by moves that they are believed willing to make" if unsure else _OWN
        better = f"{'is' if count == 1 else 'are'} better for {name} than where it began"
        if (model.preferences[i].better(np.array(play.reached), s) != Truth.YES).any():
            better = f"{'does' if count == 1 else 'do'} not deter {name}"
        return (
            f"Nothing deters it: {_all_states(count)} that the others could {lead}{own} "
            f"{better} ({where})."
        )
    reply = play.lines[0]
    also = len(play.lines) - 1
    rest = ""
    if also:
        others = "The other reply" if also == 1 else f"The {also} other replies"
        rest = f" {others} that would deter it can be escaped too."
    hurt = path_phrase(model, reply.moves, verb(play.turn))
    escape = reply.play.lines[0]
    out = f"{move_phrase(model, escape.first)} {_better_off(model, verdict, escape.play.state)}"
    if escape.play.turn is not None:
        then = would_do(model, i) if gains else "could then do"
        out += f"; and whatever the others {then}, it could still end better off"
    return sentence(
        f"{hurt}, which would deter it; but {name} could then {out}.{rest} So nothing deters it."
    )


def _some_states(model: GraphModel, states: tuple[int, ...]) -> str:
    ordered = model.states.in_order(states)
    return ", ".join(few(ordered, _SHOWN_STATES, partial(state_text, model), "and {} more"))
