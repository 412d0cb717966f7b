"""Sequential stability of higher orders (SEQ2, SEQ3 and so on)."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from countermove.graph.sequences import Move
from countermove.graph_model import GraphModel
from countermove.literature import OLIVEIRA_2018
from countermove.stability.play import CREDIBLE_REPLY, TEMPTED, LineOfPlay, Play, Turn, Turns
from countermove.stability.registry import solution_concept
from countermove.stability.verdict import Verdict


def turns(h: int) -> Turns:
    """Return whose turns there are, and of what order who replies must be unstable."""
    reply = Turn(own=False, gaining=True, order=h - 1) if h > 1 else CREDIBLE_REPLY
    return (TEMPTED, reply)


def code(h: int) -> str:
    """Return what an order is called: the first is SEQ."""
    return f"SEQ{h}" if h > 1 else "SEQ"


@solution_concept(
    code="SEQ{h}",
    name="Sequential stability of order {h}",
    plain="whoever moved would be hurt by what the other then does in its own interest, and would "
    "not rather leave undone",
    foresight="the other acts credibly, and looks ahead itself, to order {h}",
    turns=turns,
    implies=("SEQ",),
    synonyms=("higher-order sequential stability, order {h}",),
    sources=(OLIVEIRA_2018,),
    rank=12,
    parties=2,
    h=2,
    least=2,
)
def higher_sequential(model: GraphModel, decision_maker: str, state: int, h: int) -> Verdict:
    r"""Say whether a state is sequentially stable of an order, say two (SEQ2), for one party.

    As in SEQ each improvement :math:`s_1` of :math:`i` must be deterred by an improvement of the
    other from there; but only where the other would leave :math:`s_1` at all, being one order less
    far-sighted:

    .. math::

        \forall s_1 \in R_i^+(s):\quad s_1 \notin \mathrm{Stable}(j, \mathrm{SEQ}^{(h-1)})
        \quad\text{and}\quad \exists s_2 \in R_j^+(s_1):\ s \succsim_i s_2 , \qquad
        \mathrm{SEQ}^{(1)} = \mathrm{SEQ} .

    Parameters
    ----------
    h : int
        The order, two or more.

    Returns
    -------
    Verdict
        True when stable, with what follows on each improvement, and why the other would move.

    Raises
    ------
    ConceptNotApplicableError
        If there aren't two decision makers.

    See Also
    --------
    sequential : order one.

    Notes
    -----
    Not monotone: what is stable of order two needn't be of order three, nor the other way round.
    The literature has another reading, in which the very move that sanctions must be deterred by
    nothing; this is the reading of the abstract of 2018, by states.

    Examples
    --------
    In the prisoner's dilemma each may stay silent (Y) or confess (N). Who is betrayed would leave,
    so breaking the silence is deterred; to be betrayed and silent is left at once.

    >>> from countermove import build, load
    >>> model = build(load("prisoners-dilemma"))
    >>> bool(higher_sequential(model, "first", model.states.find("YY"), 2))
    True
    >>> bool(higher_sequential(model, "first", model.states.find("YN"), 2))
    False
    """
    return _verdict(model, h, decision_maker, state)


_KNOWN: WeakKeyDictionary[GraphModel, dict[tuple[int, str, int], Verdict]] = WeakKeyDictionary()


def _verdict(model: GraphModel, h: int, i: str, s: int) -> Verdict:
    """Return the verdict of an order; it is found once for a model."""
    known = _KNOWN.setdefault(model, {})
    if (h, i, s) not in known:
        improvements = model.improvements(i, s).tolist()
        lines = (LineOfPlay((Move(i, s, s1),), _follows(model, h, i, s, s1)) for s1 in improvements)
        known[h, i, s] = Verdict(code(h), i, s, tuple(lines))
    return known[h, i, s]


def _follows(model: GraphModel, h: int, i: str, s: int, s1: int) -> Play:
    turn, (j,) = turns(h)[1], model.opponents(i)
    grounds = _verdict(model, h - 1, j, s1) if h > 1 else None
    replies = [] if grounds else model.credible_moves(j, s1).tolist()
    for s2 in replies:
        if model.deters(i, s2, s):
            line = LineOfPlay((Move(j, s1, s2),), Play(s2, better=False))
            return Play(s1, False, turn, (), (line,), grounds=grounds)
    return Play(s1, True, turn, tuple(replies), grounds=grounds)
