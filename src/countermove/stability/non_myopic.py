"""Non-myopic stability (NM)."""

from __future__ import annotations

from countermove.graph_model import GraphModel
from countermove.literature import KILGOUR_1984, KILGOUR_1987
from countermove.stability.foresight import Recurring, foresight
from countermove.stability.play import ENDLESS, OWN_PLAN
from countermove.stability.registry import solution_concept
from countermove.stability.verdict import Verdict


@solution_concept(
    code="NM",
    name="Non-myopic stability",
    plain="nobody who moved would end up better, however far ahead both look from some point on",
    foresight="any number of moves, and each does what is best for it",
    turns=(ENDLESS,),
    implies=("GMR",),
    synonyms=("non-myopic",),
    sources=(KILGOUR_1984, KILGOUR_1987),
    rank=8,
    parties=2,
)
def non_myopic(model: GraphModel, decision_maker: str, state: int) -> Verdict:
    r"""Say whether a state is non-myopically stable (NM) for one decision maker.

    State :math:`s` is non-myopically stable for :math:`i` if it is stable :math:`h` moves ahead
    for every :math:`h` from some number on:

    .. math:: \exists h_0\ \forall h \ge h_0:\quad G_h(i, s) = s .

    Returns
    -------
    Verdict
        True when stable; with what is foreseen on each move for every number of moves that recurs.

    Raises
    ------
    ConceptNotApplicableError
        If there aren't two decision makers, or a preference is no complete order.

    See Also
    --------
    limited_move : the definition of :math:`G_h`, for one number of moves.

    Notes
    -----
    What is foreseen recurs after some number of moves, because it follows from what is foreseen
    with one move fewer, and there are only finitely many ends. Where somebody is indifferent a
    state is stable if it is so however the ties are broken.

    Examples
    --------
    In the game of chicken, where both swerve (Y) each foresees that driving on (N) would end in
    the other's driving on: both stay.

    >>> from countermove import build, load
    >>> model = build(load("chicken"))
    >>> bool(non_myopic(model, "first", model.states.find("YY")))
    True
    >>> bool(non_myopic(model, "first", model.states.find("NN")))
    False
    """
    ahead = foresight(model, decision_maker, "NM")
    first, period = ahead.cycle
    recurring = [
        Verdict(f"L{h}", decision_maker, state, lines, OWN_PLAN)
        for h in range(first + 1, first + period + 1)
        for lines in (ahead.lines(model, decision_maker, state, h),)
    ]
    shown, *others = sorted(recurring, key=bool)
    again = tuple(others) if shown else ()
    recurs = Recurring(ahead, decision_maker, state)
    return Verdict("NM", decision_maker, state, shown.lines, ENDLESS, again, recurs)
