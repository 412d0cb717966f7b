"""Sequential stability (SEQ)."""

from __future__ import annotations

from countermove.graph_model import GraphModel
from countermove.literature import FANG_1993, FRASER_1979
from countermove.stability.play import CREDIBLE_REPLY, TEMPTED
from countermove.stability.registry import solution_concept
from countermove.stability.sanctions import sanctioned
from countermove.stability.verdict import Verdict

TURNS = (TEMPTED, CREDIBLE_REPLY)


@solution_concept(
    code="SEQ",
    name="Sequential stability",
    plain="whoever moved would be hurt by what others then do in their own interest",
    foresight="others act credibly",
    turns=TURNS,
    implies=("GMR",),
    synonyms=("sequentially sanctioned", "sequential"),
    sources=(FRASER_1979, FANG_1993),
    rank=2,
    standard=True,
)
def sequential(model: GraphModel, decision_maker: str, state: int) -> Verdict:
    r"""Say whether a state is sequentially stable (SEQ) for one decision maker.

    State :math:`s` is sequentially stable for :math:`i` when each of :math:`i`'s unilateral
    improvements is deterred by the opponents' own unilateral improvements:

    .. math::

        \forall s_1 \in R_i^+(s)\quad \exists s_2 \in R_{N \setminus i}^+(s_1)
        \quad\text{with}\quad s \succsim_i s_2 .

    Returns
    -------
    Verdict
        True when stable, with what follows on each improvement.

    See Also
    --------
    general_metarational : the same with any moves of the opponents.

    Notes
    -----
    :math:`R_{N \setminus i}^+(s_1)` holds the ends of all legal sequences of improvements by
    opponents, in which nobody moves twice in a row but may move again later [2]_. Programs that
    let each opponent move once miss sanctions with three or more decision makers. With transitive
    moves and rankings a SEQ equilibrium always exists. SEQ and SMR are not comparable.

    Examples
    --------
    In the prisoner's dilemma each may stay silent (Y) or confess (N). Who breaks the silence
    must expect the other, in its own interest, to confess too.

    >>> from countermove import build, load
    >>> model = build(load("prisoners-dilemma"))
    >>> bool(sequential(model, "first", model.states.find("YY")))
    True
    >>> bool(sequential(model, "first", model.states.find("YN")))
    False
    """
    return sanctioned(model, "SEQ", decision_maker, state, TURNS)
