"""Simultaneous sanctioning (SIM)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from countermove.graph.sequences import Move, Path
from countermove.graph_model import GraphModel
from countermove.literature import FRASER_1979, FRASER_1984
from countermove.stability.play import AT_ONCE, TEMPTED, LineOfPlay, Play
from countermove.stability.registry import solution_concept
from countermove.stability.verdict import Verdict

TURNS = (TEMPTED, AT_ONCE)


@solution_concept(
    code="SIM",
    name="Simultaneous stability",
    plain="whoever moved would be hurt if others moved in their own interest at the same time",
    foresight="others act credibly, and at the same time",
    turns=TURNS,
    synonyms=("simultaneous sanctioning", "stability by simultaneity"),
    sources=(FRASER_1979, FRASER_1984),
    rank=11,
    options=True,
)
def simultaneous(model: GraphModel, decision_maker: str, state: int) -> Verdict:
    r"""Say whether a state is simultaneously stable (SIM) for one decision maker.

    Others who have improvements from :math:`s` themselves may make them at the same time as
    :math:`i` makes its own. State :math:`s` is stable when each improvement of :math:`i` is met
    by such moves of some others that lead, together with it, to a state no better for :math:`i`:

    .. math::

        \forall s_1 \in R_i^+(s)\ \exists H \subseteq N \setminus i,\ H \ne \varnothing,\
        t_j \in R_j^+(s)\ (j \in H):\quad s \succsim_i s_1 \oplus_s (t_j)_{j \in H} ,

    where :math:`\oplus_s` makes all the changes to :math:`s` at once, to what must be feasible.

    Returns
    -------
    Verdict
        True when stable, with what the others would do at the same time.

    Raises
    ------
    ConceptNotApplicableError
        If the model isn't made of options, or states are coalesced: changes can't be added then.

    See Also
    --------
    sequential : the others move afterwards.

    Notes
    -----
    Neither implies SEQ nor is implied by it. Where every combination of options is feasible and
    nobody's moves are listed one by one, it implies GMR: the others can make the same changes
    afterwards. Fraser and Hipel use it as a second look at what is sequentially unstable for
    several decision makers; here it is a concept by itself.

    Examples
    --------
    In the prisoner's dilemma each may stay silent (Y) or confess (N). Who would break the silence
    may find that the other does so too; who is betrayed has nothing to fear.

    >>> from countermove import build, load
    >>> model = build(load("prisoners-dilemma"))
    >>> bool(simultaneous(model, "first", model.states.find("YY")))
    True
    >>> bool(simultaneous(model, "first", model.states.find("YN")))
    False
    """
    i, s, choices = decision_maker, state, model.states.choices
    start = choices.code(s)
    # As bits; each option has one owner, so what several change can be added up.
    each = [
        (
            (None, 0),
            *(
                (Move(j, s, t), start ^ choices.code(t))
                for t in model.credible_moves(j, s).tolist()
            ),
        )
        for j in model.opponents(i)
    ]

    def together() -> Iterator[tuple[Path, int]]:
        """Give what some of the others can do at the same time, one by one, and what it changes."""
        for some in itertools.islice(itertools.product(*each), 1, None):
            yield tuple(move for move, _ in some if move), sum(change for _, change in some)

    def follows(s1: int) -> Play:
        reached: list[int] = []
        for moves, change in together():
            if (end := choices.position(choices.code(s1) ^ change)) is None:
                continue
            if model.deters(i, end, s):
                line = LineOfPlay(moves, Play(end, better=False))
                return Play(s1, False, AT_ONCE, (), (line,))
            reached.append(end)
        return Play(s1, True, AT_ONCE, tuple(dict.fromkeys(reached)))

    improvements = model.improvements(i, s).tolist()
    lines = tuple(LineOfPlay((Move(i, s, s1),), follows(s1)) for s1 in improvements)
    return Verdict("SIM", i, s, lines)
