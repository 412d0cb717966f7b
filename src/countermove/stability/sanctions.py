r"""The sanctioned concepts: one definition, two questions.

A state :math:`s` is stable for :math:`i` when each improvement :math:`s_1 \in R_i^+(s)` is
deterred by some reply :math:`s_2` of the others that is not better for :math:`i` than :math:`s`.
The concepts differ in *which replies count* (any legal moves, or only the opponents' own
improvements) and in whether *the focal decision maker may escape afterwards*:

============================  ===============  =================
replies that count            no escape        may escape
============================  ===============  =================
none                          NASH
the others' improvements      SEQ              SSEQ
any moves of the others       GMR              SMR
============================  ===============  =================
"""

from __future__ import annotations

from countermove.graph.sequences import Move, shortest
from countermove.graph_model import GraphModel
from countermove.stability.registry import Replies
from countermove.stability.verdict import Escape, Response, Verdict


def sanctioned(
    model: GraphModel, concept: str, i: str, s: int, *, replies: Replies, escape: bool
) -> Verdict:
    r"""Give the verdict of a sanctioned concept, straight from the definition.

    .. math::

        \forall s_1 \in R_i^+(s)\ \exists s_2 \in R_{N \setminus i}(s_1):\quad
        s \succsim_i s_2
        \quad\text{and, with escape,}\quad \forall s_3 \in R_i(s_2): s \succsim_i s_3

    with :math:`R^+_{N \setminus i}` in place of :math:`R_{N \setminus i}` for credible replies.
    """
    improvements = map(int, model.improvements(i, s))
    found = (response_to(model, i, s, s1, replies=replies, escape=escape) for s1 in improvements)
    return Verdict(concept, i, s, tuple(found))


def response_to(
    model: GraphModel, i: str, s: int, s1: int, *, replies: Replies, escape: bool
) -> Response:
    """Return how the opponents respond to one improvement of `i`, from `s` to `s1`."""
    moves = model.credible_moves if replies == "credible" else model.moves
    opponents = model.opponents(i) if replies != "none" else ()
    improvement = Move(i, s, s1)
    reached: list[int] = []
    escapes: list[Escape] = []
    for path in shortest(opponents, s1, moves, len(model.states)):
        s2 = path[-1].target
        reached.append(s2)
        if not model.deters(i, s2, s):
            continue
        countermoves = tuple(int(s3) for s3 in model.moves(i, s2)) if escape else ()
        way_out = next((s3 for s3 in countermoves if not model.deters(i, s3, s)), None)
        if way_out is None:
            return Response(improvement, path, countermoves)
        escapes.append(Escape(path, Move(i, s2, way_out)))
    return Response(improvement, None, (), tuple(reached), tuple(escapes))
