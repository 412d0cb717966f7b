"""General metarationality (GMR)."""

from __future__ import annotations

from countermove.graph_model import GraphModel
from countermove.literature import FANG_1993, HOWARD_1971
from countermove.stability.play import ANY_REPLY, TEMPTED
from countermove.stability.registry import solution_concept
from countermove.stability.sanctions import sanctioned
from countermove.stability.verdict import Verdict

TURNS = (TEMPTED, ANY_REPLY)


@solution_concept(
    code="GMR",
    name="General metarationality",
    plain="whoever moved could be hurt by the others, at whatever cost to them",
    foresight="others may do anything",
    turns=TURNS,
    implies=(),
    synonyms=("general metarational",),
    sources=(HOWARD_1971, FANG_1993),
    rank=4,
    standard=True,
)
def general_metarational(model: GraphModel, decision_maker: str, state: int) -> Verdict:
    r"""Say whether a state is general metarational (GMR) for one decision maker.

    State :math:`s` is general metarational for :math:`i` when the opponents could answer each
    of :math:`i`'s unilateral improvements by moves, at whatever cost to themselves, to a state
    that is not better for :math:`i` than :math:`s`:

    .. math::

        \forall s_1 \in R_i^+(s)\quad \exists s_2 \in R_{N \setminus i}(s_1)
        \quad\text{with}\quad s \succsim_i s_2 .

    Returns
    -------
    Verdict
        True when stable, with what follows on each improvement.

    See Also
    --------
    symmetric_metarational : the same when the decision maker may escape afterwards.

    Notes
    -----
    A sanction need not be worse for :math:`i` than :math:`s`; it is enough that it is not better.
    GMR is the weakest of the five concepts: the other four imply it. In option form without
    infeasible states or one-way options it is Howard's pure maximin.

    Examples
    --------
    In the prisoner's dilemma each may stay silent (Y) or confess (N). Who breaks the silence
    could be answered by the other's confession.

    >>> from countermove import build, load
    >>> model = build(load("prisoners-dilemma"))
    >>> bool(general_metarational(model, "first", model.states.find("YY")))
    True
    >>> bool(general_metarational(model, "first", model.states.find("YN")))
    False
    """
    return sanctioned(model, "GMR", decision_maker, state, TURNS)
