"""Symmetric metarationality (SMR)."""

from __future__ import annotations

from countermove.graph_model import GraphModel
from countermove.literature import FANG_1993, HOWARD_1971
from countermove.stability.play import ANY_REPLY, COUNTERMOVE, TEMPTED
from countermove.stability.registry import solution_concept
from countermove.stability.sanctions import sanctioned
from countermove.stability.verdict import Verdict

TURNS = (TEMPTED, ANY_REPLY, COUNTERMOVE)


@solution_concept(
    code="SMR",
    name="Symmetric metarationality",
    plain="whoever moved could be hurt by the others, and could not repair it afterwards",
    foresight="anything, and a reply to the reply",
    turns=TURNS,
    implies=("GMR",),
    synonyms=("symmetric metarational",),
    sources=(HOWARD_1971, FANG_1993),
    rank=5,
    standard=True,
)
def symmetric_metarational(model: GraphModel, decision_maker: str, state: int) -> Verdict:
    r"""Say whether a state is symmetric metarational (SMR) for one decision maker.

    State :math:`s` is symmetric metarational for :math:`i` when each of :math:`i`'s unilateral
    improvements could be answered by the opponents so that the end, and every state that
    :math:`i` could still move to from there, is not better for :math:`i` than :math:`s`:

    .. math::

        \forall s_1 \in R_i^+(s)\ \exists s_2 \in R_{N \setminus i}(s_1):\quad
        s \succsim_i s_2 \quad\text{and}\quad
        s \succsim_i s_3\ \ \forall s_3 \in R_i(s_2) .

    Returns
    -------
    Verdict
        True when stable, with what follows on each improvement.

    See Also
    --------
    general_metarational : the same without the escape.

    Notes
    -----
    All of :math:`R_i(s_2)` is tried. Some papers and programs try only :math:`R_i^+(s_2)`: for
    one decision maker with a transitive ranking that is the same. In option form without
    infeasible states or one-way options it is Howard's pure minimax.

    Examples
    --------
    In the prisoner's dilemma each may stay silent (Y) or confess (N). Who broke the silence and
    was answered in kind could not repair it by falling silent again.

    >>> from countermove import build, load
    >>> model = build(load("prisoners-dilemma"))
    >>> bool(symmetric_metarational(model, "first", model.states.find("YY")))
    True
    >>> bool(symmetric_metarational(model, "first", model.states.find("YN")))
    False
    """
    return sanctioned(model, "SMR", decision_maker, state, TURNS)
