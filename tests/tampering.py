"""Witnesses with each of their parts made false in turn: a checker has to reject them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from countermove.graph.sequences import Move
from countermove.graph_model import GraphModel
from countermove.stability.verdict import Escape, Response, Verdict


def tampered(model: GraphModel, verdict: Verdict) -> Iterator[tuple[str, Verdict]]:
    """Give a verdict with each of its parts made false in turn."""
    i, s = verdict.decision_maker, verdict.state
    others = [t for t in range(len(model.states)) if t not in model.improvements(i, s)]
    responses = verdict.responses
    if others:
        extra = Response(Move(i, s, others[0]), None)
        yield "an improvement that is none", replace(verdict, responses=(*responses, extra))
    for k, response in enumerate(responses):
        rest = responses[:k], responses[k + 1 :]

        def with_(*changed: Response, rest: tuple = rest) -> Verdict:
            return replace(verdict, responses=(*rest[0], *changed, *rest[1]))

        yield "a missing improvement", with_()
        yield "an improvement answered twice", with_(response, response)
        for move in wrong_moves(model, response.improvement):
            yield "another improvement", with_(replace(response, improvement=move))
        undeterred = Response(response.improvement, None, (), response.replies, response.escapes)
        for name, changed in tampered_response(model, verdict, response):
            yield name, with_(changed)
        if response.is_deterred:
            yield "a sanction withheld", with_(undeterred)
        elif verdict.concept == "NASH":
            deterrent = next(
                (t for t in model.moves(i, s) if model.deters(i, int(t), s)),
                response.improvement.target,
            )
            path = (Move(i, response.improvement.target, int(deterrent)),)
            yield "a sanction by itself", with_(replace(response, sanction=path))


def wrong_moves(model: GraphModel, move: Move) -> Iterator[Move]:
    """Give a move with another mover, another origin, another end."""
    for dm in (*model.decision_makers, "nobody"):
        if dm != move.decision_maker:
            yield replace(move, decision_maker=dm)
    if len(model.states) > 2:
        for state in range(len(model.states)):
            if state not in (move.origin, move.target):
                yield replace(move, origin=state)
                break
    yield replace(move, target=move.origin)


def tampered_response(
    model: GraphModel, verdict: Verdict, response: Response
) -> Iterator[tuple[str, Response]]:
    i, s = verdict.decision_maker, verdict.state
    escape = Escape((response.improvement,), response.improvement)
    if response.sanction is not None:
        yield "replies beside a sanction", replace(response, replies=(s,))
        yield "an escape beside a sanction", replace(response, escapes=(escape,))
        for path in tampered_path(model, i, response.sanction):
            yield "a sanction that can't be made", replace(response, sanction=path)
        yield "a sanction of nothing", replace(response, sanction=())
        s2 = response.sanction[-1].target
        for dm in model.opponents(i):
            if dm == response.sanction[-1].decision_maker:
                continue
            # One legal step more, to where the focal decision maker is better off.
            for t in model.credible_moves(dm, s2):
                if not model.deters(i, int(t), s):
                    longer = (*response.sanction, Move(dm, s2, int(t)))
                    yield "a sanction with a good end", replace(response, sanction=longer)
        listed = response.countermoves
        wrong = (*listed, s2) if s2 not in listed else listed[1:]
        yield "countermoves that aren't those", replace(response, countermoves=wrong)
        if listed:
            yield "a countermove left out", replace(response, countermoves=listed[1:])
        return
    s1 = response.improvement.target
    for dm in model.opponents(i):
        for t in model.moves(dm, s1):
            yield "a sanction made up", replace(response, sanction=(Move(dm, s1, int(t)),))
    yield "countermoves without a sanction", replace(response, countermoves=(s,))
    for reply in response.replies[:1]:
        yield "a reply listed twice", replace(response, replies=(*response.replies, reply))
    for q in response.replies:
        kept = tuple(reply for reply in response.replies if reply != q)
        yield "a reply left out", replace(response, replies=kept)
    missing = [t for t in range(len(model.states)) if t not in response.replies]
    if missing:
        yield "a reply made up", replace(response, replies=(*response.replies, missing[0]))
    for k, escape in enumerate(response.escapes):
        rest = response.escapes[:k] + response.escapes[k + 1 :]
        yield "an escape left out", replace(response, escapes=rest)
        away = escape.countermove
        for move in wrong_moves(model, away):
            wrong_escape = replace(escape, countermove=move)
            yield "an escape that isn't one", replace(response, escapes=(*rest, wrong_escape))
        for t in model.moves(i, away.origin):
            if model.deters(i, int(t), s):
                useless = replace(escape, countermove=replace(away, target=int(t)))
                yield "an escape that doesn't help", replace(response, escapes=(*rest, useless))
        for path in (*tampered_path(model, i, escape.sanction), ()):
            wrong_path = replace(escape, sanction=path)
            yield "an escape from nothing", replace(response, escapes=(*rest, wrong_path))
    if s1 not in response.replies and response.replies:
        needless = Escape((Move(i, s, s1),), Move(i, s1, response.replies[0]))
        yield "an escape too many", replace(response, escapes=(*response.escapes, needless))


def tampered_path(model: GraphModel, i: str, path: tuple[Move, ...]) -> Iterator[tuple[Move, ...]]:
    if len(path) > 1:
        yield path[1:]
    yield (*path, path[-1])
    for k, move in enumerate(path):
        yield (*path[:k], replace(move, decision_maker=i), *path[k + 1 :])
        elsewhere = (move.origin + 1) % len(model.states)
        yield (*path[:k], replace(move, origin=elsewhere), *path[k + 1 :])
        yield (*path[:k], replace(move, target=move.origin), *path[k + 1 :])
