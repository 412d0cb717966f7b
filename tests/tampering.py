"""Lines of play with each of their parts made false in turn: a checker has to reject them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from countermove.graph.sequences import Move, Path
from countermove.graph_model import GraphModel
from countermove.stability.play import ANY_REPLY, COUNTERMOVE, LineOfPlay, Play
from countermove.stability.verdict import Verdict


def tampered(model: GraphModel, verdict: Verdict) -> Iterator[tuple[str, Verdict]]:
    """Give a verdict with each of its parts made false in turn."""
    i, s, lines = verdict.decision_maker, verdict.state, verdict.lines
    others = [t for t in range(len(model.states)) if t not in [x.first.target for x in lines]]
    if others:
        extra = LineOfPlay((Move(i, s, others[0]),), Play(others[0], True))
        yield "a way to leave that is none", replace(verdict, lines=(*lines, extra))
    for k, line in enumerate(lines):
        before, after = lines[:k], lines[k + 1 :]
        yield "a way to leave left out", replace(verdict, lines=(*before, *after))
        yield "a way to leave told twice", replace(verdict, lines=(*before, line, line, *after))
        for name, false in tampered_line(model, i, line):
            yield name, replace(verdict, lines=(*before, false, *after))
        stands = Play(line.play.state, better=False)
        yield (
            "deterred by nothing",
            replace(verdict, lines=(*before, line_to(line, stands), *after)),
        )


def line_to(line: LineOfPlay, play: Play) -> LineOfPlay:
    return LineOfPlay(line.moves, play)


def tampered_line(model: GraphModel, i: str, line: LineOfPlay) -> Iterator[tuple[str, LineOfPlay]]:
    """Give a line with its moves made false, and with what follows on them made false."""
    for path in tampered_path(model, i, line.moves):
        yield "a path that can't be made", replace(line, moves=path)
    yield "no move", replace(line, moves=())
    for name, false in tampered_play(model, i, line.play):
        yield name, line_to(line, false)


def tampered_path(model: GraphModel, i: str, path: Path) -> Iterator[Path]:
    if len(path) > 1:
        yield path[1:]
        yield path[:-1]
    yield (*path, path[-1])
    for k, move in enumerate(path):
        for dm in model.opponents(i)[:1] if move.decision_maker == i else (i,):
            yield (*path[:k], replace(move, decision_maker=dm), *path[k + 1 :])
        elsewhere = (move.origin + 1) % len(model.states)
        yield (*path[:k], replace(move, origin=elsewhere), *path[k + 1 :])
        yield (*path[:k], replace(move, target=move.origin), *path[k + 1 :])


def tampered_play(model: GraphModel, i: str, play: Play) -> Iterator[tuple[str, Play]]:
    """Give a play with the end, whose turn it is, and the ways on made false."""
    yield "the opposite end", replace(play, better=not play.better)
    elsewhere = (play.state + 1) % len(model.states)
    yield "a play that stands elsewhere", replace(play, state=elsewhere)
    for turn in (None, ANY_REPLY, COUNTERMOVE):
        if turn != play.turn:
            yield "another's turn", replace(play, turn=turn)
    missing = [t for t in range(len(model.states)) if t not in play.reached]
    if missing:
        made_up = replace(play, reached=(*play.reached, missing[0]))
        yield "a way on made up", made_up
    for q in play.reached[:1]:
        yield "a way on listed twice", replace(play, reached=(*play.reached, q))
    for q in play.reached:
        yield "a way on left out", replace(play, reached=tuple(t for t in play.reached if t != q))
    for k, line in enumerate(play.lines):
        before, after = play.lines[:k], play.lines[k + 1 :]
        yield "a line left out", replace(play, lines=(*before, *after))
        yield "a line told twice", replace(play, lines=(*play.lines, line))
        for name, false in tampered_line(model, i, line):
            yield (
                f"{name.removesuffix(', later')}, later",
                replace(play, lines=(*before, false, *after)),
            )
    if play.expected:
        more = next(t for t in (*missing, *range(2)) if t not in play.expected[:1])
        yield "another end foreseen", replace(play, expected=(more,))
        if play.lines:  # who can't move may have any number left
            yield "more moves left", replace(play, left=play.left + 1)
    if play.turn is None:
        needless = LineOfPlay((Move(i, play.state, play.state),), Play(play.state, play.better))
        yield "a line after the end", replace(play, lines=(needless,))
