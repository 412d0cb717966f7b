"""Berge stability (BERGE)."""

from __future__ import annotations

import numpy as np

from countermove.graph.sequences import shortest
from countermove.graph_model import GraphModel
from countermove.literature import VIEIRA_2020
from countermove.stability.play import HELP, LineOfPlay, Play
from countermove.stability.registry import solution_concept
from countermove.stability.saying import Saying, Words
from countermove.stability.verdict import Verdict


def tell(say: Saying, verdict: Verdict, line: LineOfPlay) -> str:
    """Say how the others could help."""
    i, end = verdict.decision_maker, line.play.state
    return (
        f"{say.does(line.moves, 'could')}, {say.leading_to(end)}, better for "
        f"{say.who(i)}: {say.why(i, end, verdict.state)}."
    )


@solution_concept(
    code="BERGE",
    name="Berge stability",
    plain="whatever the others did together, nobody would be better off for it",
    foresight="none; it looks at what others could do for one",
    turns=(HELP,),
    synonyms=("Berge",),
    sources=(VIEIRA_2020,),
    rank=13,
    words=Words(
        unstable="could be helped by the others",
        stable="could not be helped by the others",
        heads=("Who could not be helped by the others", "It holds when nobody could be helped"),
        content="nothing that the others could do would be better for {names}",
        tell=tell,
    ),
)
def berge(model: GraphModel, decision_maker: str, state: int) -> Verdict:
    r"""Say whether a state is Berge stable (BERGE) for one decision maker.

    State :math:`s` is Berge stable for :math:`i` when the others, moving in legal sequences,
    can't lead to a state that :math:`i` prefers:

    .. math:: \nexists q \in R_{N \setminus i}(s):\quad q \succ_i s .

    Returns
    -------
    Verdict
        True when stable; else with a shortest sequence to every state by which others would help.

    See Also
    --------
    nash : the same for one's own moves.

    Notes
    -----
    The base notion. It asks whether others could do better by somebody, as those do who look
    after each other; nobody's own improvement enters. Some papers let single moves count only.

    Examples
    --------
    In the prisoner's dilemma each may stay silent (Y) or confess (N). Where both are silent nobody
    could do the other a favour; where both confess, each could.

    >>> from countermove import build, load
    >>> model = build(load("prisoners-dilemma"))
    >>> bool(berge(model, "first", model.states.find("YY")))
    True
    >>> bool(berge(model, "first", model.states.find("NN")))
    False
    """
    i, s = decision_maker, state
    paths = shortest(model.opponents(i), s, model.moves)
    helping = (path for path in paths if _tempts(model, i, path[-1].target, s))
    lines = tuple(LineOfPlay(path, Play(path[-1].target, better=True)) for path in helping)
    return Verdict("BERGE", i, s, lines, HELP)


def _tempts(model: GraphModel, i: str, q: int, s: int) -> bool:
    return bool(model.preferences[i].tempts(np.array([q]), s)[0])
