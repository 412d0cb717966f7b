"""Stackelberg equilibrium, with one or the other in the lead (ST1, ST2)."""

from __future__ import annotations

from countermove.graph_model import GraphModel
from countermove.literature import FANG_1989, STACKELBERG_1934
from countermove.stability.foresight import foresight
from countermove.stability.play import OWN_PLAN
from countermove.stability.registry import solution_concept
from countermove.stability.verdict import Verdict


@solution_concept(
    code="ST{h}",
    name="Stackelberg stability, party {h} leading",
    plain="party {h} would not end up better once the other had done what is best for it, and the "
    "other gains nothing by moving",
    foresight="party {h} looks two moves ahead, the other one",
    synonyms=("Stackelberg {h}",),
    sources=(STACKELBERG_1934, FANG_1989),
    rank=9,
    parties=2,
    h=1,
    most=2,
)
def stackelberg(model: GraphModel, decision_maker: str, state: int, h: int) -> Verdict:
    r"""Say whether a state is Stackelberg stable, one party leading (ST1), for a decision maker.

    With :math:`\ell` in the lead, :math:`s` is stable for :math:`\ell` if it is stable two moves
    ahead, and for the other if it is stable one move ahead:

    .. math:: G_2(\ell, s) = s, \qquad G_1(j, s) = s .

    Parameters
    ----------
    h : int
        Who leads, by its place among the decision makers: 1 or 2.

    Returns
    -------
    Verdict
        True when stable, with what is foreseen on each move.

    Raises
    ------
    ConceptNotApplicableError
        If there aren't two decision makers, or a preference is no complete order.

    See Also
    --------
    limited_move : the definition of :math:`G_h`.

    Notes
    -----
    In a game in normal form it is the equilibrium of a leader who commits itself first. Where
    somebody is indifferent a state is stable if it is so however the ties are broken.

    Examples
    --------
    In the game of chicken, a leader drives straight on (N), and the other swerves (Y).

    >>> from countermove import build, load
    >>> model = build(load("chicken"))
    >>> bool(stackelberg(model, "first", model.states.find("NY"), 1))
    True
    >>> bool(stackelberg(model, "first", model.states.find("YN"), 1))
    False
    """
    leads = model.decision_makers[h - 1] == decision_maker
    ahead = foresight(model, decision_maker, f"ST{h}")
    lines = ahead.lines(model, decision_maker, state, 2 if leads else 1)
    return Verdict(f"ST{h}", decision_maker, state, lines, OWN_PLAN)
