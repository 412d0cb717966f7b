"""Limited-move stability of any number of moves (L_h)."""

from __future__ import annotations

from countermove.graph_model import GraphModel
from countermove.literature import FANG_1989, KILGOUR_1985
from countermove.stability.foresight import foresight
from countermove.stability.play import OTHERS_PLAN, OWN_PLAN, Turns
from countermove.stability.registry import solution_concept
from countermove.stability.verdict import Verdict


def turns(h: int) -> Turns:
    """Return whose turns there are within so many moves."""
    return ((OWN_PLAN, OTHERS_PLAN) * h)[:h]


def weaker(h: int) -> tuple[str, ...]:
    """Return what a state that is stable h moves ahead is stable under as well."""
    return ("NASH",) if h == 1 else ("SEQ",) if h == 2 else (f"MR{h}",)


@solution_concept(
    code="L{h}",
    name="Limited-move stability of {moves}",
    plain=lambda h: (
        "nobody who moved would end up better"
        + (", each doing what is best for it {moves} ahead" if h > 1 else "")
    ),
    foresight=lambda h: "{moves}" + (", and each does what is best for it" if h > 1 else ""),
    turns=turns,
    implies=weaker,
    synonyms=("limited-move stability, horizon {h}",),
    sources=(KILGOUR_1985, FANG_1989),
    rank=7,
    parties=2,
    h=3,
)
def limited_move(model: GraphModel, decision_maker: str, state: int, h: int) -> Verdict:
    r"""Say whether a state is stable h moves ahead, say three (L3), for one decision maker.

    The two move in turn, :math:`i` first, at most :math:`h` times in all; whoever stays ends it.
    Each makes the move that ends best for itself as it foresees what follows, and stays where
    that is no better:

    .. math::

        M_h(i, s) \in \arg\max_{q \in R_i(s)} v_i\bigl(G_{h-1}(j, q)\bigr), \quad
        G_h(i, s) = \begin{cases}
            G_{h-1}(j, M_h(i, s)) & \text{if that is } \succ_i s \\
            s & \text{else}
        \end{cases}, \quad G_0(i, s) = s .

    State :math:`s` is stable for :math:`i` if :math:`G_h(i, s) = s`.

    Parameters
    ----------
    h : int
        How many moves are looked ahead, of both together.

    Returns
    -------
    Verdict
        True when stable, with what is foreseen on each move, improvement or not.

    Raises
    ------
    ConceptNotApplicableError
        If there aren't two decision makers, or a preference is no complete order.

    See Also
    --------
    non_myopic : the same for any number of moves from some number on.

    Notes
    -----
    L1 is Nash stability, L2 implies SEQ, and each L_h implies MR_h. For more than two decision
    makers there is no definition that is agreed on. Where somebody is indifferent, the foreseen
    state isn't unique (Rêgo and others 2024): here a state is stable if it is so however the ties
    are broken.

    Examples
    --------
    In the prisoner's dilemma each may stay silent (Y) or confess (N). Who looks three moves ahead
    keeps silent if the other does, and doesn't if it is betrayed.

    >>> from countermove import build, load
    >>> model = build(load("prisoners-dilemma"))
    >>> bool(limited_move(model, "first", model.states.find("YY"), 3))
    True
    >>> bool(limited_move(model, "first", model.states.find("YN"), 3))
    False
    """
    ahead = foresight(model, decision_maker, f"L{h}")
    lines = ahead.lines(model, decision_maker, state, h)
    return Verdict(f"L{h}", decision_maker, state, lines, OWN_PLAN)
