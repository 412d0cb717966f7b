"""Symmetric sequential stability (SSEQ)."""

from __future__ import annotations

from countermove.graph_model import GraphModel
from countermove.literature import REGO_2017
from countermove.stability.play import COUNTERMOVE, CREDIBLE_REPLY, TEMPTED
from countermove.stability.registry import solution_concept
from countermove.stability.sanctions import sanctioned
from countermove.stability.verdict import Verdict

TURNS = (TEMPTED, CREDIBLE_REPLY, COUNTERMOVE)


@solution_concept(
    code="SSEQ",
    name="Symmetric sequential stability",
    plain=(
        "whoever moved would be hurt by what others then do in their own interest, "
        "and could not repair it afterwards"
    ),
    foresight="credible, and a reply to the reply",
    turns=TURNS,
    implies=("SMR", "SEQ"),
    synonyms=("symmetric sequential",),
    sources=(REGO_2017,),
    rank=3,
    standard=True,
)
def symmetric_sequential(model: GraphModel, decision_maker: str, state: int) -> Verdict:
    r"""Say whether a state is symmetric sequentially stable (SSEQ) for one decision maker.

    State :math:`s` is symmetric sequentially stable for :math:`i` when each of :math:`i`'s
    unilateral improvements is deterred by the opponents' own improvements, and :math:`i` could
    not escape from where they lead:

    .. math::

        \forall s_1 \in R_i^+(s)\ \exists s_2 \in R_{N \setminus i}^+(s_1):\quad
        s \succsim_i s_2 \quad\text{and}\quad
        s \succsim_i s_3\ \ \forall s_3 \in R_i(s_2) .

    Returns
    -------
    Verdict
        True when stable, with what follows on each improvement.

    See Also
    --------
    sequential : the same without the escape.

    Notes
    -----
    Stronger than SEQ and SMR together: one and the same :math:`s_2` must do both. Not to be
    confused with *strong* SEQ, a concept for strength of preference that some papers write SSEQ.

    Examples
    --------
    In the prisoner's dilemma each may stay silent (Y) or confess (N). Who breaks the silence is
    answered by a confession that it could not repair.

    >>> from countermove import build, load
    >>> model = build(load("prisoners-dilemma"))
    >>> bool(symmetric_sequential(model, "first", model.states.find("YY")))
    True
    >>> bool(symmetric_sequential(model, "first", model.states.find("YN")))
    False
    """
    return sanctioned(model, "SSEQ", decision_maker, state, TURNS)
