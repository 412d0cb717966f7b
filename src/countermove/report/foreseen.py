"""What two who look ahead foresee, in words: the moves that each would make, and where it ends."""

from __future__ import annotations

from countermove.graph.sequences import Path
from countermove.graph_model import GraphModel
from countermove.report.amounts import counted
from countermove.report.phrases import (
    leading_to,
    move_phrase,
    path_phrase,
    reason,
    sentence,
    state_text,
    who,
)
from countermove.stability.play import LineOfPlay
from countermove.stability.verdict import Verdict
from countermove.texts import and_list


def foreseen_path(model: GraphModel, verdict: Verdict, line: LineOfPlay) -> Path:
    """Return the moves that are foreseen after the first: to an end that decides."""
    return line.play.path(_deciding(model, verdict, line))


def foreseen_story(model: GraphModel, verdict: Verdict, line: LineOfPlay) -> str:
    """Say what follows on a move as both foresee it, and whether the end is better."""
    path = foreseen_path(model, verdict, line)
    name = who(model, verdict.decision_maker)
    other = model.opponents(verdict.decision_maker)[0]
    if path:
        then = (
            f"Then, {looking_further(verdict)}, {path_phrase(model, path)}, and there it would end."
        )
    elif line.play.left:
        then = f"Then, {looking_further(verdict)}, {who(model, other)} would leave it at that."
    else:
        then = f"{sentence(name)} looks no further."
    end = foreseen_end(model, verdict, line)
    if verdict.again and verdict.is_stable:
        end += " However much further both look, it ends no better."
    return f"{_first(model, verdict, line)} {then} {end}"


def looking(verdict: Verdict) -> str:
    """Say how many moves are looked ahead."""
    return f"looking {counted(verdict.lines[0].play.left + 1, 'move')} ahead"


def looking_further(verdict: Verdict) -> str:
    """Say it, and for how many more the same is foreseen."""
    ahead = looking(verdict)
    if not verdict.turn.endless:
        return ahead
    now, again = verdict.recurs[0]
    period = again.left - now.left
    return f"{ahead} or more" if period == 1 else f"{ahead}, or {period} more, and so on"


def _first(model: GraphModel, verdict: Verdict, line: LineOfPlay) -> str:
    i, s, s1 = verdict.decision_maker, verdict.state, line.first.target
    does = f"{move_phrase(model, line.first)}, {leading_to(model, s1)}"
    if model.better(i, s1, s):
        return sentence(f"{who(model, i)} would rather {does}: {reason(model, i, s1, s)}.")
    return sentence(f"{who(model, i)} could {does}, by itself no better.")


def foreseen_end(model: GraphModel, verdict: Verdict, line: LineOfPlay) -> str:
    """Say where it would end, and whether that is better than where it began."""
    i, s, name = verdict.decision_maker, verdict.state, who(model, verdict.decision_maker)
    ends = line.play.expected
    end = model.states.in_order(_deciding(model, verdict, line))[0]
    if line.play.better:
        said = f"That is better for {name} than where it began: {reason(model, i, end, s)}."
        if len(ends) > 1:
            said += f" Somebody is indifferent on the way: it may end in {len(ends)} ways."
        return said
    if len(ends) > 1:
        where = and_list([state_text(model, q) for q in model.states.in_order(ends)])
        said = f"Somebody is indifferent on the way, so it may end in {len(ends)} ways"
        return f"{said} ({where}), none of them better for {name} than where it began."
    if end == s:
        return "That is where it began."
    said = f"That is {state_text(model, end)}, " if line.play.state != end else "That is "
    if model.better(i, s, end):
        return f"{said}worse for {name} than where it began: {reason(model, i, s, end, lost=True)}."
    return f"{said}as good for {name} as where it began, and no better."


def _deciding(model: GraphModel, verdict: Verdict, line: LineOfPlay) -> tuple[int, ...]:
    """Return the ends that are better than where it began; all where none is."""
    i, s = verdict.decision_maker, verdict.state
    better = tuple(end for end in line.play.expected if model.better(i, end, s))
    return better or line.play.expected
