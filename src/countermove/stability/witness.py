"""An independent check of verdicts: every witness, step by step, against what the model says.

Nothing here is shared with the engines: moves are read off the options (or the listed moves),
preferences off the statements, weights or rankings, state by state, and the replies of opponents
are found by plain saturation. What it takes over is which states are feasible, and the relations
of preferences that are no order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from countermove.graph.sequences import Move, Path
from countermove.graph_model import GraphModel
from countermove.model.logic import Compound, Constant, Formula, parse
from countermove.model.patterns import as_pattern
from countermove.model.ranking_text import REST
from countermove.stability.registry import concepts
from countermove.stability.verdict import Response, Verdict

Step = Callable[[GraphModel, str, int], list[int]]

_ALLOWED = {"both": ("NY", "YN"), "take": ("NY",), "drop": ("YN",), "fixed": ()}


def faults(model: GraphModel, verdict: Verdict) -> list[str]:
    """Return what is wrong with a verdict's witness; nothing when it proves the verdict."""
    i, s = verdict.decision_maker, verdict.state
    answered = [response.improvement for response in verdict.responses]
    tempting = [Move(i, s, s1) for s1 in improvements(model, i, s)]
    found = [] if answered == tempting else ["not every improvement is answered"]
    for response in verdict.responses:
        found += _sanction_faults(model, verdict, response)
    return found


def _sanction_faults(model: GraphModel, verdict: Verdict, response: Response) -> Iterator[str]:
    concept = concepts()[verdict.concept]
    i, s, s1 = verdict.decision_maker, verdict.state, response.improvement.target
    step = credible_moves if concept.replies == "credible" else targets
    if not concept.is_sanctioned:
        yield from _path_faults(model, i, s1, response.sanction or (), step)
        return
    if concept.replies == "none" and (response.sanction is not None or response.escapes):
        yield "no replies count"
        return
    if response.sanction is not None:
        if not response.sanction:
            yield "a sanction without a move"
            return
        if response.replies or response.escapes:
            yield "a sanction needs no replies and escapes beside it"
        end = response.sanction[-1].target
        yield from _path_faults(model, i, s1, response.sanction, step)
        if not deters(model, i, end, s):
            yield "the sanction ends where it does not deter"
        away = targets(model, i, end) if concept.escape else []
        if list(response.countermoves) != away or not all(deters(model, i, q, s) for q in away):
            yield "the sanction can be escaped"
    else:
        yield from _reply_faults(model, verdict, response, step)


def _reply_faults(
    model: GraphModel, verdict: Verdict, response: Response, step: Step
) -> Iterator[str]:
    concept = concepts()[verdict.concept]
    i, s, s1 = verdict.decision_maker, verdict.state, response.improvement.target
    reached = saturated(model, i, s1, step) if concept.replies != "none" else set()
    if response.countermoves:
        yield "countermoves without a sanction"
    if sorted(response.replies) != sorted(reached):
        yield "the replies listed aren't all there are"
    if not all(escape.sanction for escape in response.escapes):
        yield "an escape from no move"
        return
    ends = [escape.sanction[-1].target for escape in response.escapes]
    if sorted(ends) != sorted(q for q in reached if deters(model, i, q, s)):
        yield "a reply deters and isn't escaped"
    for q, escape in zip(ends, response.escapes, strict=True):
        out = escape.countermove
        yield from _path_faults(model, i, s1, escape.sanction, step)
        if out != Move(i, q, out.target) or out.target not in targets(model, i, q):
            yield "an escape isn't a move"
        if not concept.escape or deters(model, i, out.target, s):
            yield "an escape doesn't help"


def _path_faults(model: GraphModel, i: str, start: int, path: Path, step: Step) -> Iterator[str]:
    here, last = start, None
    for move in path:
        if move.decision_maker in (i, last):
            yield "a sanction has the wrong mover"
        if move.origin != here or move.target not in step(model, move.decision_maker, here):
            yield "a sanction has a step that can't be made"
        here, last = move.target, move.decision_maker


def tempts(model: GraphModel, i: str, q: int, s: int) -> bool:
    """Say whether `q` tempts `i` away from `s`: of an order, whether it is better as written."""
    if model.preferences[i].levels is None:
        return bool(model.preferences[i].tempts(np.array([q]), s)[0])
    return standing(model, i, q) > standing(model, i, s)


def deters(model: GraphModel, i: str, q: int, s: int) -> bool:
    """Say whether `q` deters `i` from leaving `s`: of an order, whether it is no better."""
    if model.preferences[i].levels is None:
        return bool(model.preferences[i].deters(np.array([q]), s)[0])
    return standing(model, i, q) <= standing(model, i, s)


@lru_cache(maxsize=1 << 16)
def standing(model: GraphModel, i: str, s: int) -> tuple[Any, ...]:
    """Return what `i` compares states by: statements that hold, weights, or place in a ranking."""
    preference = model.conflict.preferences[i]
    if preference.statements is not None:
        return tuple(_holds(model, parse(wish.holds), s) for wish in preference.statements)
    if preference.weights is not None:
        weights = preference.weights.items()
        return (sum(Fraction(w) for name, w in weights if _holds(model, parse(name), s)),)
    places = enumerate(preference.ranking or ())
    tied = ((k, entry if isinstance(entry, tuple) else (entry,)) for k, entry in places)
    rest = None
    for k, references in tied:
        if any(s in model.states.read(r)[0] for r in references if r != REST):
            return (-k,)
        rest = k if REST in references else rest
    assert rest is not None, "a ranking names every state"
    return (-rest,)


def _holds(model: GraphModel, formula: Formula, s: int) -> bool:
    if isinstance(formula, Constant):
        return formula.value
    if isinstance(formula, Compound):
        parts = [_holds(model, part, s) for part in formula.parts]
        return {
            "not": not parts[0],
            "and": all(parts),
            "or": any(parts),
            "implies": not parts[0] or parts[-1],
            "iff": parts[0] == parts[-1],
        }[formula.operator]
    meaning = model.states.vocabulary.meaning(formula.name)
    assert meaning is not None, formula.name
    if meaning.kind == "term":
        return _holds(model, parse(model.conflict.terms[meaning.key]), s)
    if meaning.kind == "pattern":
        choice = model.states.pattern(s)
        return all(w in ("-", has) for w, has in zip(meaning.key, choice, strict=True))
    if meaning.kind == "state":
        return model.states.label(s) == meaning.key
    bit = list(model.states.vocabulary.options).index(meaning.key)
    return bool(int(model.states.members(s)[0]) >> bit & 1)


def _is_listed(model: GraphModel, i: str, s: int, q: int) -> bool:
    """Say whether a move from `s` to `q` is among those listed for `i` beside its options."""
    states = model.states
    names = list(states.vocabulary.options)
    letters = list(zip(states.pattern(s), states.pattern(q), strict=True))
    changed = {k for k, pair in enumerate(letters) if set(pair) == {"Y", "N"}}
    if not all(names[k].startswith(f"{i}.") for k in changed):
        return False
    for first, second in model.conflict.moves[i]:
        ends = [as_pattern(str(end)) or "" for end in (first, second)]
        left_open = {k for k in changed if all(end[k : k + 1] == "-" for end in ends)}
        if s in states.read(first)[0] and q in states.read(second)[0] and not left_open:
            return True
    return False


def targets(model: GraphModel, i: str, s: int) -> list[int]:
    """Return where `i` can move to, read off the model as written."""
    conflict, states = model.conflict, model.states
    if conflict.is_graph_form:
        ids = list(conflict.states)
        return sorted({ids.index(str(b)) for a, b in conflict.moves.get(i, ()) if str(a) == ids[s]})
    rules = [
        _ALLOWED[option.moves] if name.startswith(f"{i}.") else ()
        for name, option in states.vocabulary.options.items()
    ]

    if i in conflict.moves:
        return sorted({q for q in range(len(states)) if q != s and _is_listed(model, i, s, q)})

    def allowed(a: int, b: int) -> bool:
        return all(
            a >> k & 1 == b >> k & 1 or "NY"[a >> k & 1] + "NY"[b >> k & 1] in rule
            for k, rule in enumerate(rules)
        )

    here = [int(code) for code in states.members(s)]
    return [
        q
        for q in range(len(states))
        if q != s and any(allowed(a, int(b)) for a in here for b in states.members(q))
    ]


def improvements(model: GraphModel, i: str, s: int) -> list[int]:
    """Return the improvements of `i` from `s`, read off the model as written."""
    return [q for q in targets(model, i, s) if tempts(model, i, q, s)]


def credible_moves(model: GraphModel, i: str, s: int) -> list[int]:
    """Return the moves of `i` from `s` that others believe in: of an order, the improvements."""
    if model.preferences[i].levels is None:
        own = model.preferences[i]
        return [q for q in targets(model, i, s) if own.credible(np.array([q]), s)[0]]
    return improvements(model, i, s)


def saturated(model: GraphModel, i: str, start: int, step: Step) -> set[int]:
    """Return the ends of all legal sequences of the others, by adding until nothing is new."""
    others = model.opponents(i)
    nodes = {(q, j) for j in others for q in step(model, j, start)}
    size = 0
    while size != len(nodes):
        size = len(nodes)
        nodes |= {
            (q, j) for s, k in list(nodes) for j in others if j != k for q in step(model, j, s)
        }
    return {q for q, _ in nodes}
