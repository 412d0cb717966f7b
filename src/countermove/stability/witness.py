"""An independent check of verdicts: every witness, step by step, against what the model says.

Nothing here is shared with the engines: moves are read off the options (or the listed moves),
preferences off the statements, weights or rankings, state by state, and the replies of opponents
are found by plain saturation. What it takes over is which states are feasible, and the relations
of preferences that are no order.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from countermove.graph_model import GraphModel
from countermove.model.levels import may_become
from countermove.model.logic import Compound, Constant, Count, Formula, parse
from countermove.model.patterns import OPEN
from countermove.model.ranking_text import REST
from countermove.stability.play import LineOfPlay, Play, Turn
from countermove.stability.registry import concepts
from countermove.stability.verdict import Verdict

Step = Callable[[GraphModel, str, int], list[int]]


def faults(model: GraphModel, verdict: Verdict) -> list[str]:
    """Return what is wrong with a verdict's lines of play; nothing when they prove the verdict."""
    # Nothing is known here of the concept but whose turns it has: each move is looked at, whether
    # all that has to be told is told, and each end.
    return list(_Checking(model, verdict).faults())


class _Checking:
    """The check of one verdict; plays that several lines lead to are looked at once."""

    def __init__(self, model: GraphModel, verdict: Verdict, judged: set[int] | None = None) -> None:
        self._model, self._verdict = model, verdict
        self._judged = set() if judged is None else judged
        self._i, self._s = verdict.decision_maker, verdict.state
        self._turns = concepts()[verdict.concept].turns
        self._checked: set[tuple[int, int]] = set()

    def faults(self) -> Iterator[str]:
        """Give what doesn't stand up."""
        verdict = self._verdict
        if self._turns and verdict.turn != self._turns[0]:
            yield "it doesn't begin as it should"
        if verdict.turn.endless:
            self._turns = ()
        ways = self._ways(verdict.turn, self._s)
        told = [line.moves[-1].target if line.moves else -1 for line in verdict.lines]
        if verdict.turn.helping:
            ways = [q for q in ways if tempts(self._model, self._i, q, self._s)]
            told.sort()
        if told != ways:
            yield "not every way to leave is answered"
        for line in verdict.lines:
            yield from self._line(0, verdict.turn, self._s, line)
        if verdict.turn.endless:
            yield from self._endless_faults()

    def _better(self, state: int) -> bool:
        return not deters(self._model, self._i, state, self._s)

    def _step(self, turn: Turn) -> Step:
        if turn.gaining or (turn.own and self._model.way.escapes_gain):
            return improvements if turn.own else credible_moves
        return targets

    def _ways(self, turn: Turn, state: int) -> list[int]:
        """Return all states that those whose turn it is can lead to."""
        if turn.at_once:
            return self._at_once(state)
        if turn.own:
            return self._step(turn)(self._model, self._i, state)
        found = saturated(self._model, self._i, state, self._step(turn))
        if not (self._model.way.start_counts or self._better(state)):
            found.discard(state)
        if self._model.way.return_is_void:
            found.discard(self._s)
        return sorted(found)

    def _at_once(self, state: int) -> list[int]:
        """Return what the others can lead to by improvements at the same time as a move there."""
        others = self._model.opponents(self._i)
        each = [(self._s, *credible_moves(self._model, j, self._s)) for j in others]
        found = set()
        for ends in itertools.product(*each):
            if set(ends) - {self._s}:
                found.add(_added_up(self._model, self._s, [state, *ends]))
        return sorted(found - {-1})

    def _line(self, depth: int, turn: Turn, start: int, line: LineOfPlay) -> Iterator[str]:
        if not line.moves or (turn.own and len(line.moves) > 1):
            yield "a line without a move" if not line.moves else "somebody moves twice in a row"
            return
        here, last = start, "" if turn.own else self._i
        if turn.at_once:
            here = self._s
        for move in line.moves:
            if move.decision_maker == last or (move.decision_maker == self._i) != turn.own:
                yield "the wrong one moves"
            can = self._step(turn)(self._model, move.decision_maker, here)
            if move.origin != here or move.target not in can:
                yield "a move that can't be made"
            if not turn.at_once:
                here, last = move.target, move.decision_maker
        if turn.at_once and len({move.decision_maker for move in line.moves}) < len(line.moves):
            yield "somebody moves twice in a row"
        if turn.at_once:
            here = _added_up(self._model, self._s, [start, *(m.target for m in line.moves)])
        if line.play.state != here:
            yield "a line leads elsewhere"
        elif (depth, id(line.play)) not in self._checked:
            self._checked.add((depth, id(line.play)))
            yield from self._play(depth + 1, line.play)

    def _play(self, depth: int, play: Play) -> Iterator[str]:
        turns = self._turns
        if turns and play.turn != (turns[depth] if depth < len(turns) else None):
            yield "it isn't their turn"
        if play.expected:
            yield from self._foreseen(depth, play)
            return
        if play.turn is None:
            yield from self._end(depth, play)
            return
        if play.turn.order or play.grounds is not None:
            yield from self._grounds_faults(play)
        for line in play.lines:
            if line.play.better != play.better:
                yield "a way on ends otherwise than said"
            yield from self._line(depth, play.turn, play.state, line)
        # Who can have it may choose one way; who can't is shown to fail on all.
        if play.turn.own == play.better:
            if len(play.lines) != 1 or play.reached:
                yield "one way on is to be told, and one alone"
            return
        # Nobody has to go on from where it has what it looks for.
        if depth > 1 and self._better(play.state) != play.better:
            yield "an end is better or worse than said"
        ways = [] if play.grounds else self._ways(play.turn, play.state)
        if sorted(play.reached) != ways:
            yield "the ways on told aren't all there are"
        followed = sorted(line.play.state for line in play.lines)
        if followed != sorted(q for q in play.reached if self._better(q) != play.better):
            yield "a way on that could turn it isn't followed"

    def _end(self, depth: int, play: Play) -> Iterator[str]:
        if play.reached or play.lines:
            yield "it goes on where it ends"
        # What tempts is better, where it ends with that.
        if play.better != (depth == 1 or self._better(play.state)):
            yield "an end is better or worse than said"

    def _grounds_faults(self, play: Play) -> Iterator[str]:
        """Check why whoever is to reply would leave a state, or rather stay."""
        grounds, others = play.grounds, self._model.opponents(self._i)
        order = play.turn.order if play.turn else 0
        if grounds is None or grounds.concept != ("SEQ" if order == 1 else f"SEQ{order}"):
            yield "it isn't told why a reply would be made"
            return
        if (grounds.decision_maker, grounds.state) != (others[0], play.state):
            yield "a verdict on something else"
        if grounds and play.lines:
            yield "somebody wouldn't do what is foreseen"
        if id(grounds) not in self._judged:
            self._judged.add(id(grounds))
            yield from _Checking(self._model, grounds, self._judged).faults()

    def _foreseen(self, depth: int, play: Play) -> Iterator[str]:
        """Check that each does what ends best for itself, and by it all that is foreseen."""
        if self._turns and play.left != len(self._turns) - depth:
            yield "it isn't their turn"
        better = None if depth > 1 else any(map(self._better, play.expected))
        if play.better != better:
            yield "an end is better or worse than said"
        if play.turn is None:
            if play.reached or play.lines or play.left or play.expected != (play.state,):
                yield "it goes on where it ends"
            return
        mover = self._i if play.turn.own else self._model.opponents(self._i)[0]
        if not play.turn.foreseen or list(play.reached) != self._ways(play.turn, play.state):
            yield "the ways on told aren't all there are"
        if [line.play.state for line in play.lines] != list(play.reached):
            yield "a way on that could turn it isn't followed"
        for line in play.lines:
            if line.play.turn == play.turn or line.play.left != play.left - 1:
                yield "it isn't their turn"
            yield from self._line(depth, play.turn, play.state, line)
        if list(play.expected) != _best_ends(self._model, mover, play):
            yield "somebody wouldn't do what is foreseen"

    def _endless_faults(self) -> Iterator[str]:
        """Check that all that is foreseen recurs, and that no number of moves is left out."""
        recurs = {(now.state, now.turn): (now, again) for now, again in self._verdict.recurs}
        spans = set()
        for now, again in recurs.values():
            yield from self._foreseen(2, now)
            yield from self._foreseen(2, again)
            if (now.state, now.turn, now.expected) != (again.state, again.turn, again.expected):
                yield "what is foreseen doesn't recur"
            spans.add((now.left, again.left))
            met = {(line.play.state, line.play.turn) for line in again.lines if line.play.turn}
            if not met <= set(recurs):
                yield "what is foreseen isn't told everywhere"
        verdicts = (self._verdict, *self._verdict.again)
        heights = []
        for verdict in verdicts:
            if (verdict.decision_maker, verdict.state) != (self._i, self._s):
                yield "a verdict on something else"
            if verdict is not self._verdict:
                yield from faults(self._model, verdict)
            plays = [line.play for line in verdict.lines]
            if not {(play.state, play.turn) for play in plays} <= set(recurs):
                yield "what is foreseen isn't told everywhere"
            left = {play.left for play in plays}
            if len(left) > 1:
                yield "it isn't their turn"
            heights += sorted(left)
        if heights:
            ((first, last),) = spans if len(spans) == 1 else ((0, 0),)
            told = sorted(heights) if self._verdict.is_stable else heights[:1]
            within = list(range(first, last))
            if told != within and (self._verdict.is_stable or told[0] not in within):
                yield "not every number of moves ahead is told"


def _added_up(model: GraphModel, start: int, ends: Iterable[int]) -> int:
    """Return the state in which all that several moves from a state change is changed; else -1."""
    pattern = model.states.pattern
    letters = list(pattern(start))
    for end in ends:
        changed = zip(pattern(start), pattern(end), letters, strict=True)
        letters = [now if now != was else other for was, now, other in changed]
    wanted = "".join(letters)
    return next((q for q in range(len(model.states)) if pattern(q) == wanted), -1)


def _best_ends(model: GraphModel, mover: str, play: Play) -> list[int]:
    """Return where play ends if the mover makes the best of the ends foreseen behind each move."""
    if not play.lines:
        return [play.state]
    at = lru_cache(None)(lambda end: standing(model, mover, end))
    sure = max(min(map(at, line.play.expected)) for line in play.lines)
    here = at(play.state)
    ends = {end for line in play.lines for end in line.play.expected}
    found = {end for end in ends if at(end) >= sure and at(end) > here}
    return sorted(found | {play.state} if sure <= here else found)


def tempts(model: GraphModel, i: str, q: int, s: int) -> bool:
    """Say whether `q` tempts `i` away from `s`: of an order, whether it is better as written."""
    if not _is_read_off(model, i):
        return bool(model.preferences[i].tempts(np.array([q]), s)[0])
    return standing(model, i, q) > standing(model, i, s)


def deters(model: GraphModel, i: str, q: int, s: int) -> bool:
    """Say whether `q` deters `i` from leaving `s`: of an order, whether it is no better."""
    if not _is_read_off(model, i):
        return bool(model.preferences[i].deters(np.array([q]), s)[0])
    return standing(model, i, q) <= standing(model, i, s)


def _is_read_off(model: GraphModel, i: str) -> bool:
    """Say whether a preference is an order, written in one of the ways that are read here."""
    ways = ("statements", "ranking", "weights")
    return model.preferences[i].levels is not None and model.conflict.preferences[i].kind in ways


@lru_cache(maxsize=1 << 16)
def standing(model: GraphModel, i: str, s: int) -> tuple[Any, ...]:
    """Return what `i` compares states by: statements that hold, weights, or place in a ranking."""
    preference = model.conflict.preferences[i]
    if preference.wishes is not None:
        return tuple(_holds(model, parse(wish.holds), s) for wish in preference.wishes)
    if preference.scores is not None:
        weights = preference.scores.items()
        return (sum(Fraction(w) for name, w in weights if _holds(model, parse(name), s)),)
    places = enumerate(preference.tiers or ())
    tied = ((k, entry if isinstance(entry, tuple) else (entry,)) for k, entry in places)
    rest = None
    for k, references in tied:
        if any(s in model.states.read(r)[0] for r in references if r != REST):
            return (-k,)
        rest = k if REST in references else rest
    assert rest is not None, "a ranking names every outcome"
    return (-rest,)


def _holds(model: GraphModel, formula: Formula, s: int) -> bool:
    if isinstance(formula, Constant):
        return formula.value
    if isinstance(formula, Count):
        whole = model.states.vocabulary.resolved(formula)
        assert isinstance(whole, Count)
        least, most = whole.bounds
        return least <= sum(_holds(model, part, s) for part in whole.parts) <= most
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
    if meaning.kind == "state":
        return model.states.label(s) == meaning.key
    # What is true of one choice that a state stands for is true of all.
    values = model.states.layout.values(int(model.states.members(s)[0]))
    allowed = model.states.vocabulary.allowed(meaning)
    return all(values[place] in some for place, some in allowed.items())


def _is_listed(model: GraphModel, i: str, s: int, q: int) -> bool:
    """Say whether a move from `s` to `q` is among those listed for `i` beside its options."""
    states, spelling = model.states, model.states.vocabulary.spelling
    each = enumerate(zip(states.values(s), states.values(q), strict=True))
    changed = {k for k, (old, new) in each if set(old.split("|")).isdisjoint(new.split("|"))}
    changed -= {k for k in changed if OPEN in (states.values(s)[k], states.values(q)[k])}
    if not changed <= set(states.vocabulary.owned_by(i)):
        return False
    for first, second in model.conflict.moves[i]:
        ends = [spelling.read(str(end)) for end in (first, second)]
        fixed = {k for end in ends for k, _ in (spelling.allowed(end) if end else ())}
        left_open = changed - fixed if all(ends) else set()
        if s in states.read(first)[0] and q in states.read(second)[0] and not left_open:
            return True
    return False


def targets(model: GraphModel, i: str, s: int) -> list[int]:
    """Return where `i` can move to, read off the model as written."""
    conflict, states = model.conflict, model.states
    if conflict.is_graph_form:
        ids = list(conflict.states)
        return sorted({ids.index(str(b)) for a, b in conflict.moves.get(i, ()) if str(a) == ids[s]})
    if i in conflict.moves:
        return sorted({q for q in range(len(states)) if q != s and _is_listed(model, i, s, q)})
    owned = states.vocabulary.owned_by(i)
    codes = states.choices.codes()
    reached = np.zeros(len(codes), dtype=bool)
    for here in states.members(s):
        leads = np.ones(len(codes), dtype=bool)
        values = states.layout.values(int(here))
        for place, option in enumerate(states.vocabulary.options.values()):
            new = range(len(option.levels) or 2)
            old = values[place]
            can_be = [k == old or (place in owned and may_become(option, old, k)) for k in new]
            leads &= np.array(can_be)[states.layout.column(codes, place)]
        reached |= leads
    ends = np.flatnonzero(reached) if states.member_of is None else states.member_of[reached]
    return sorted(set(ends.tolist()) - {s})


def improvements(model: GraphModel, i: str, s: int) -> list[int]:
    """Return the improvements of `i` from `s`, read off the model as written."""
    return [q for q in targets(model, i, s) if tempts(model, i, q, s)]


def credible_moves(model: GraphModel, i: str, s: int) -> list[int]:
    """Return the moves of `i` from `s` that others believe in: of an order, the improvements."""
    if not _is_read_off(model, i):
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
