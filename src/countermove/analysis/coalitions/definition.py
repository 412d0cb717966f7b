r"""The coalitional concepts straight from their definitions, with witnesses.

For a coalition :math:`H` and a state :math:`s`, with :math:`R_H(s)` the ends of the legal
sequences of its members, :math:`t` is a *coalition improvement*, :math:`t \in CR_H^+(s)`, when
:math:`t \in R_H(s)` and every member prefers :math:`t` to :math:`s`. Only the end counts: steps on
the way may hurt members. The *class improvements* of the others, :math:`CR_{N \setminus H}^{++}`,
are the ends of sequences of coalition improvements by coalitions of :math:`N \setminus H`, each
judged where it is made, in which no coalition moves twice in a row.

====== ================================================================================
CNASH  :math:`CR_H^+(s) = \emptyset`
CGMR   for all :math:`t \in CR_H^+(s)` some :math:`u \in R_{N \setminus H}(t)` is no improvement
CSMR   the same with :math:`R_H(u)`, too, free of improvements on :math:`s`
CSEQ   as CGMR with :math:`CR_{N \setminus H}^{++}(t)` in place of :math:`R_{N \setminus H}(t)`
====== ================================================================================

With ``improvement="pareto"`` an improvement is what no member likes less than :math:`s` and some
member likes better. In both readings a reply deters when it is no improvement on :math:`s`: in the
strict one when some member isn't better off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from countermove.analysis.coalitions.concepts import CoalitionalConcept
from countermove.arguments import several
from countermove.errors import UnknownNameError
from countermove.graph.region import Positions
from countermove.graph.sequences import Path, shortest
from countermove.graph_model import GraphModel

Improvement = Literal["strict", "pareto"]
"""What makes a state better for a coalition: better for all; or worse for none, better for some."""

Coalition = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JointMove:
    """What a coalition does together: who, and the moves of its members one after another.

    Parameters
    ----------
    coalition : tuple of str
        Its members, by id.
    path : tuple of Move
        Their moves.
    """

    coalition: Coalition
    path: Path

    @property
    def target(self) -> int:
        """The position of the state that it leads to."""
        return self.path[-1].target


Reply = tuple[JointMove, ...]
"""What others do: one joint move of theirs, or under CSEQ improvements of coalitions in turn."""


@dataclass(frozen=True, slots=True)
class CoalitionResponse:
    """What follows on one improvement of a coalition.

    Parameters
    ----------
    improvement : JointMove
        The improvement.
    reply : tuple of JointMove or None
        What others do that deters it; None where nothing does.
    escapes : tuple of tuple
        The replies from which the coalition escapes, each with how.
    """

    improvement: JointMove
    reply: Reply | None
    escapes: tuple[tuple[Reply, JointMove], ...] = ()

    @property
    def is_deterred(self) -> bool:
        """Whether something deters this improvement."""
        return self.reply is not None


@dataclass(frozen=True, slots=True)
class CoalitionVerdict:
    """Whether a state is stable for a coalition under a concept, and why.

    Parameters
    ----------
    concept : str
        The code of the concept.
    coalition : tuple of str
        The ids of its members.
    state : int
        The state's position.
    responses : tuple of CoalitionResponse
        One for each improvement of the coalition.
    """

    concept: str
    coalition: Coalition
    state: int
    responses: tuple[CoalitionResponse, ...]

    @property
    def is_stable(self) -> bool:
        """Whether every improvement is deterred."""
        return all(response.is_deterred for response in self.responses)

    def __bool__(self) -> bool:
        """Be true when the state is stable."""
        return self.is_stable


def coalition_verdict(
    model: GraphModel,
    concept: CoalitionalConcept,
    coalition: Sequence[str],
    state: int,
    improvement: Improvement = "strict",
) -> CoalitionVerdict:
    """Say whether a state is stable for a coalition, and what follows on each improvement.

    In the Elmira conflict nobody gains by leaving state 5 alone; the Ministry and Uniroyal do
    together.

    >>> from countermove import build, load
    >>> from countermove.analysis.coalitions.concepts import COALITIONAL_CONCEPTS
    >>> model = build(load("elmira-coalesced"))
    >>> five = model.states.find(5)
    >>> nash = COALITIONAL_CONCEPTS[0]
    >>> found = coalition_verdict(model, nash, ("moe", "uniroyal"), five)
    >>> found.is_stable, [model.states.label(r.improvement.target) for r in found.responses]
    (False, ['8'])
    """
    members = in_model_order(model, coalition)
    others = tuple(dm for dm in model.decision_makers if dm not in members)

    def replies(start: int) -> Iterator[Reply]:
        if concept.replies == "improvements":
            yield from class_improvements(model, others, start, improvement)
        elif concept.replies == "any":
            for path in _sequences(model, others, start):
                yield (JointMove(others, path),)

    def response(tempting: JointMove) -> CoalitionResponse:
        escapes: list[tuple[Reply, JointMove]] = []
        for reply in replies(tempting.target):
            end = reply[-1].target
            if is_improvement(model, members, end, state, improvement):
                continue
            out = None
            if concept.escape:
                away = (JointMove(members, path) for path in _sequences(model, members, end))
                good = (
                    move
                    for move in away
                    if is_improvement(model, members, move.target, state, improvement)
                )
                out = next(good, None)
            if out is None:
                return CoalitionResponse(tempting, reply)
            escapes.append((reply, out))
        return CoalitionResponse(tempting, None, tuple(escapes))

    tempting = coalition_improvements(model, members, state, improvement)
    return CoalitionVerdict(concept.code, members, state, tuple(map(response, tempting)))


def is_improvement(
    model: GraphModel, coalition: Sequence[str], target: int, state: int, improvement: Improvement
) -> bool:
    """Say whether a coalition is better off in one state than in another."""
    ranks = [model.levels(dm, "coalitions") for dm in coalition]
    better = [bool(own[target] > own[state]) for own in ranks]
    if improvement == "strict":
        return all(better)
    return any(better) and all(bool(own[target] >= own[state]) for own in ranks)


def coalition_improvements(
    model: GraphModel, coalition: Sequence[str], state: int, improvement: Improvement
) -> Iterator[JointMove]:
    """Give the improvements of a coalition from a state, those by fewer moves first."""
    for path in _sequences(model, coalition, state):
        if is_improvement(model, coalition, path[-1].target, state, improvement):
            yield JointMove(tuple(coalition), path)


def class_improvements(
    model: GraphModel, group: Sequence[str], start: int, improvement: Improvement
) -> Iterator[Reply]:
    """Give a shortest sequence of improvements by coalitions of a group to each of its ends."""
    known: dict[tuple[str, int], dict[int, JointMove]] = {}
    coalitions = {str(k): coalition for k, coalition in enumerate(coalitions_of(group))}

    def targets(which: str, state: int) -> Positions:
        if (which, state) not in known:
            found = coalition_improvements(model, coalitions[which], state, improvement)
            known[which, state] = {move.target: move for move in found}
        return np.array(list(known[which, state]), dtype=np.intp)

    for path in shortest(list(coalitions), start, targets):
        yield tuple(known[move.decision_maker, move.origin][move.target] for move in path)


def coalitions_of(group: Sequence[str]) -> Iterator[Coalition]:
    """Give all coalitions of a group, the smaller ones first."""
    for size in range(1, len(group) + 1):
        yield from combinations(group, size)


def members_of(model: GraphModel, members: str | Iterable[str]) -> Coalition:
    """Return the members of a coalition by ids, in the order of the model."""
    found = in_model_order(model, [*map(model.find_decision_maker, several(members))])
    if not found:
        raise UnknownNameError(
            "a coalition has at least one member.", advice="Name one by id or name."
        )
    return found


def in_model_order(model: GraphModel, coalition: Sequence[str]) -> Coalition:
    """Return the members of a coalition in the order of the model."""
    return tuple(dm for dm in model.decision_makers if dm in coalition)


def _sequences(model: GraphModel, group: Sequence[str], start: int) -> Iterator[Path]:
    return shortest(group, start, model.moves)
