"""Nash stability (NASH)."""

from __future__ import annotations

from countermove.graph_model import GraphModel
from countermove.literature import FANG_1993, NASH_1950
from countermove.stability.play import TEMPTED
from countermove.stability.registry import solution_concept
from countermove.stability.sanctions import sanctioned
from countermove.stability.verdict import Verdict

TURNS = (TEMPTED,)


@solution_concept(
    code="NASH",
    name="Nash stability",
    plain="nobody gains by moving now",
    foresight="none",
    turns=TURNS,
    implies=("SSEQ",),
    synonyms=("R", "rationality", "Nash"),
    sources=(NASH_1950, FANG_1993),
    rank=1,
    standard=True,
)
def nash(model: GraphModel, decision_maker: str, state: int) -> Verdict:
    r"""Say whether a state is Nash stable (NASH) for one decision maker.

    State :math:`s` is Nash stable for :math:`i` when :math:`i` has no unilateral improvement
    from it:

    .. math:: R_i^+(s) = \varnothing .

    Returns
    -------
    Verdict
        True when stable, with what follows on each improvement.

    See Also
    --------
    sequential : the same when the others' own improvements count as replies.

    Notes
    -----
    Called rationality, R, in older papers. It looks one move ahead and no further. It implies
    every other concept here.

    Examples
    --------
    In the prisoner's dilemma each may stay silent (Y) or confess (N). Where both stay silent,
    each would rather confess; where both confess, neither gains alone.

    >>> from countermove import build, load
    >>> model = build(load("prisoners-dilemma"))
    >>> bool(nash(model, "first", model.states.find("NN")))
    True
    >>> bool(nash(model, "first", model.states.find("YY")))
    False
    """
    return sanctioned(model, "NASH", decision_maker, state, TURNS)
