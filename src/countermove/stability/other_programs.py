r"""How other programs take the replies that count, where they do it otherwise than the literature.

All take a concept's condition as it is, and differ in which ends :math:`s_2` of the opponents'
replies to an improvement :math:`s_1` from :math:`s` they look at:

=================  =================================================================================
the literature     the ends of legal sequences: nobody moves twice in a row
``gmcr-plus``      of sequences in which nobody moves twice at all (`checkSanctions` of GMCR+)
``single-moves``   of single moves (GMCR+ in its inverse analysis and in its goals)
``matrix-method``  of legal sequences, but for :math:`s` itself: the matrices' diagonals are zero
=================  =================================================================================

Each looks at fewer ends than the literature, so what is stable so is stable. Sequences are judged
and moves believed as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np

from countermove.graph.lists import Values
from countermove.graph.neighbours import Neighbours
from countermove.graph.region import Positions
from countermove.graph.sequences import shortest
from countermove.graph_model import GraphModel
from countermove.stability.program_names import Program
from countermove.stability.registry import SolutionConcept

MOST_OPPONENTS = 12
"""Where nobody moves twice it counts who has moved: for each party more that is twice as much."""

_Moves = Callable[[str, int], Positions]
_Replies = Callable[[Sequence[str], int, int, _Moves], Iterator[int]]


def undeterred(
    program: Program, model: GraphModel, concept: SolutionConcept, i: str, s: int
) -> Iterator[int]:
    r"""Give the improvements from a state that nothing deters, as a program takes replies.

    The state is stable where there is none. This is the definition, with what the program takes
    for :math:`R_{N \setminus i}(s_1)`; a concept without replies is that of all programs.
    """
    replies = _REPLIES[program]
    moves = model.credible_moves if concept.replies == "credible" else model.moves

    def is_sanction(s2: int) -> bool:
        if not model.deters(i, s2, s):
            return False
        ways_out = model.moves(i, s2).tolist() if concept.escape else ()
        return all(model.deters(i, s3, s) for s3 in ways_out)

    for s1 in model.improvements(i, s).tolist():
        ends = () if concept.replies == "none" else replies(model.opponents(i), s, s1, moves)
        if not any(map(is_sanction, ends)):
            yield s1


def _at_most_once(group: Sequence[str], s: int, s1: int, moves: _Moves) -> Iterator[int]:
    """Give the ends of sequences from `s1` in which nobody moves twice."""
    for mover in group:
        others = [one for one in group if one != mover]
        for end in moves(mover, s1).tolist():
            yield end
            yield from _at_most_once(others, s, end, moves)


def _single(group: Sequence[str], s: int, s1: int, moves: _Moves) -> Iterator[int]:
    """Give the ends of single moves from `s1`."""
    for mover in group:
        yield from moves(mover, s1).tolist()


def _not_back(group: Sequence[str], s: int, s1: int, moves: _Moves) -> Iterator[int]:
    """Give the ends of legal sequences from `s1`, but for `s` and for `s1` itself."""
    for path in shortest(group, s1, moves):
        if path[-1].target not in (s, s1):
            yield path[-1].target


_REPLIES: dict[Program, _Replies] = {
    "gmcr-plus": _at_most_once,
    "single-moves": _single,
    "matrix-method": _not_back,
}


def least_once(
    label: Values,
    group: Sequence[Neighbours],
    *,
    improving: bool,
    ask: Callable[[], None] = lambda: None,
) -> Values:
    """Find for every state the least label at the end of moves of a group, nobody moving twice."""
    # By who may still move: first one of them moves, then the others that are left.
    nothing = int(label.max()) + 1
    whole = range(len(group))
    found = {frozenset[int](): np.full_like(label, nothing)}
    for size in range(1, len(group) + 1):
        last, found = found, {}
        for some in map(frozenset, combinations(whole, size)):
            ask()
            each = (
                group[k].least(
                    np.minimum(label, last[some - {k}]), improving=improving, nothing=nothing
                )
                for k in some
            )
            found[some] = np.minimum.reduce([*each])
    return found[frozenset(whole)]


def least_single(
    label: Values,
    group: Sequence[Neighbours],
    *,
    improving: bool,
    ask: Callable[[], None] = lambda: None,
) -> Values:
    """Find for every state the least label at the end of one move of a group."""
    ask()
    nothing = int(label.max()) + 1
    each = (one.least(label, improving=improving, nothing=nothing) for one in group)
    found: Values = np.minimum.reduce([np.full_like(label, nothing), *each])
    return found
