"""Metarationality of any number of moves (MR_h), which is Maximin_h as well."""

from __future__ import annotations

from countermove.graph_model import GraphModel
from countermove.literature import ZENG_2006, ZENG_2007
from countermove.stability.play import ANY_REPLY, COUNTERMOVE, TEMPTED, Turns
from countermove.stability.registry import solution_concept
from countermove.stability.sanctions import sanctioned
from countermove.stability.verdict import Verdict


def turns(h: int) -> Turns:
    """Return whose turns there are within so many moves."""
    return (TEMPTED, *((ANY_REPLY, COUNTERMOVE) * h))[:h]


def weaker(h: int) -> tuple[str, ...]:
    """Return what a state that is stable h moves ahead is stable under as well."""
    if h <= 3:
        return (("NASH",), ("GMR",), ("SMR",))[h - 1]
    even = h - 1 if h % 2 else h - 2
    return ("GMR",) if even == 2 else (f"MR{even}",)


@solution_concept(
    code="MR{h}",
    name="Metarationality of {moves}",
    plain=lambda h: (
        "nobody who moved could make sure of more within {moves}, its own"
        + (" and the others'" if h > 1 else "")
    ),
    foresight=lambda h: "{moves}" + (", and others may do anything" if h > 1 else ""),
    turns=turns,
    implies=weaker,
    synonyms=("generalized metarationality, h = {h}", "Maximin{h}"),
    sources=(ZENG_2006, ZENG_2007),
    rank=6,
    h=4,
)
def metarational(model: GraphModel, decision_maker: str, state: int, h: int) -> Verdict:
    r"""Say whether a state is metarational of h moves, say four (MR4), for one decision maker.

    Within :math:`h` moves, of :math:`i` and of the others in turn, :math:`i` looks for the best end
    and the others for the worst, and each may stop where it is. State :math:`s` is stable when
    :math:`i` can't make sure of more than :math:`s` by moving:

    .. math::

        v_i(s) \ge \max_{q \in R_i(s)} W_{h-1}(q), \quad
        W_k(t) = \min\Bigl(v_i(t), \min_{q \in R_{N \setminus i}(t)} V_{k-1}(q)\Bigr), \quad
        V_k(t) = \max\Bigl(v_i(t), \max_{q \in R_i(t)} W_{k-1}(q)\Bigr), \quad V_0 = W_0 = v_i .

    Parameters
    ----------
    h : int
        How many moves are looked ahead, those of the others together counting as one.

    Returns
    -------
    Verdict
        True when stable, with what follows on each improvement, move by move.

    See Also
    --------
    symmetric_metarational : the same for three moves.

    Notes
    -----
    MR1 is Nash stability, MR2 general metarationality, MR3 symmetric metarationality. More moves of
    the others make more stable, more of :math:`i` less: MR1 implies MR3, MR3 implies MR5 and so on,
    and any of those MR6, which implies MR4, and that MR2. In conflicts where every combination of
    options is feasible and every choice can be undone, MR4 is MR2 again, MR5 is MR3 and so on.
    The replies of several others are legal sequences, as in the definition of 2007.

    Maximin_h (Rêgo and Vieira) is the same recursion by another name: the others as one adversary.

    Examples
    --------
    In the game of chicken, who gives way (Y) can be made to crash if it does so no longer; where
    both drive on (N), giving way is better whatever follows.

    >>> from countermove import build, load
    >>> model = build(load("chicken"))
    >>> bool(metarational(model, model.decision_makers[0], model.states.find("YY"), 4))
    True
    >>> bool(metarational(model, model.decision_makers[0], model.states.find("NN"), 4))
    False
    """
    return sanctioned(model, f"MR{h}", decision_maker, state, turns(h))
