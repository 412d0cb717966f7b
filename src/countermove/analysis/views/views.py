"""Misperception (hypergames): what holds when decision makers see a model otherwise than it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from typing import get_args

import numpy as np
from immutabledict import immutabledict

from countermove.analysis.equilibria import Stable
from countermove.analysis.solving import solve
from countermove.analysis.views.result import Hypergame, Unrecognised
from countermove.arguments import one_of, whole
from countermove.building import SeenModel, built, seen_in
from countermove.docstrings import citing
from countermove.graph.bits import Bits
from countermove.graph.region import Region
from countermove.graph.seen import SeenStates
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.views import LocatedView
from countermove.progress import Follow
from countermove.result import Provenance
from countermove.stability.registry import find_concepts


@citing(Hypergame.literature)
def views(
    conflict: Conflict | GraphModel,
    concepts: str | Iterable[str] | None = None,
    engine: str = "auto",
    *,
    level: int = 2,
    unrecognised: Unrecognised = "projected",
    scenario: str | None = None,
    follow: Follow | None = None,
) -> Hypergame:
    r"""Find what holds when decision makers see the model as their views say.

    Let :math:`U` be the feasible states of the model :math:`G` as it is, and :math:`G_i` the model
    as :math:`i` sees it: an option that :math:`i` doesn't know of is never taken in it, and what
    the view of :math:`i` gives stands in place of what the model says, or for `infeasible` beside
    it. :math:`S_i` are its states. A state :math:`s` of :math:`U` *projects* to what is left of it
    without the options that :math:`i` doesn't know, :math:`\pi_i(s)`, if that is in :math:`S_i`.
    :math:`i` *recognises* :math:`s` if it is in :math:`S_i` as it is. In graph form a state that
    isn't known has no projection.

    Under a solution concept, :math:`s` is *stable in the eyes of* :math:`i` if it is recognised and
    stable for :math:`i` in :math:`G_i`; for states that aren't recognised, `unrecognised` says
    what counts. A **hypergame equilibrium** is a state that is stable for each in its own eyes.

    At the second level :math:`i` believes that :math:`j` sees :math:`G_{ij}`: what the view of
    :math:`i` says of the view of :math:`j`, laid over :math:`G_i`. Where it says nothing, and
    always at the first level, :math:`G_{ij} = G_i`. :math:`i` *expects* the states that it
    recognises and that are stable for every :math:`j` in the eyes of :math:`j` as :math:`G_{ij}`
    has them.

    Parameters
    ----------
    conflict : Conflict or GraphModel
        The model, with its views.
    concepts : str or iterable of str, optional
        Codes of solution concepts; NASH, GMR, SMR, SEQ and SSEQ when none are given.
    engine : {"auto", "compiled", "numpy", "definition"}
        As in :func:`solve`.
    level : {1, 2}
        Whether what views say of others' views counts. It makes a difference to what is expected
        only.
    unrecognised : {"projected", "stable", "unstable"}
        How a state counts for who doesn't recognise it. ``projected``: as its projection does in
        the eyes of who sees it, and as stable where it has none; ``stable``: as stable, since who
        doesn't see it has no thought of leaving it; ``unstable``: as not stable.
    scenario : str, optional
        The scenario to look at instead of the base.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`solve`.

    Returns
    -------
    Hypergame

    Raises
    ------
    ModelError
        If the model is wrong; all problems at once.
    UnknownNameError
        If a concept, the engine, the level or the scenario isn't known.
    TooLargeError
        If the memory that is free doesn't suffice.
    StoppedError
        If `follow` stopped it.

    Notes
    -----
    Stability is that of the graph model, asked of each :math:`G_i`; nothing else is computed. In
    :math:`G_i` others move and wish as :math:`i` believes, so that what :math:`i` fears of them may
    be wrong. Papers differ on states that someone doesn't recognise: hence the argument. That each
    state is put into one of eight classes (:attr:`HypergameStanding.kind`) was inspired by the
    literature on general hypergames; the classes are those defined here, by whether the state
    holds, whether it would hold without misperception, and whether all recognise it.

    Examples
    --------
    The first prisoner takes the second for one who would never talk:

    >>> from countermove import load, loads
    >>> from countermove.files.writing import to_toml
    >>> dilemma = to_toml(load("prisoners-dilemma"))
    >>> dilemma += '[views.first.preferences.second]\nstatements = ["second.silent"]'
    >>> for one in views(loads(dilemma), ["SEQ"]):
    ...     print(one.state.pattern, one.kind, one.surprises)
    NN steady ('first',)
    NY never ('first',)
    YY destroyed by misperception ('second',)
    """
    started = time.perf_counter()
    asked = find_concepts(concepts)
    level = whole(level, "level", 1, 2)
    one_of(unrecognised, get_args(Unrecognised), "way to count outcomes", "The ways are")
    model = built(conflict, scenario, follow)
    views, dms = model.conflict.views, model.decision_makers
    true = solve(model, [one.code for one in asked], engine, follow=follow)
    as_it_is = _Eyes(_as_it_is(model), true.stable)

    @cache
    def eyes(*path: str) -> _Eyes:
        """Return how a decision maker sees the model, or how one believes that another does."""
        given = _given(model.conflict, path)
        if not given:
            return as_it_is
        seen = seen_in(model, given)
        found = solve(seen.model, [one.code for one in asked], engine, follow=follow)
        return _Eyes(seen, found.stable)

    def others_eyes(i: str, j: str) -> _Eyes:
        return eyes(i, j) if level == 2 and i in views and j in views[i].views else eyes(i)

    def stable(of: Callable[[str], _Eyes]) -> Stable:
        return immutabledict(
            {
                one.code: immutabledict(
                    {dm: of(dm).stable(one.code, dm, unrecognised) for dm in dms}
                )
                for one in asked
            }
        )

    predicted = {i: stable(partial(others_eyes, i)) for i in dms}
    provenance = Provenance.since(started, true.provenance.engine, true.provenance.why)
    return Hypergame(
        model,
        asked,
        level,
        unrecognised,
        immutabledict({dm: eyes(dm).seen for dm in dms}),
        immutabledict({i: immutabledict({j: others_eyes(i, j).seen for j in dms}) for i in dms}),
        stable(eyes),
        immutabledict(predicted),
        true.holding,
        provenance,
    )


@dataclass(frozen=True)
class _Eyes:
    """A model as it is seen, solved."""

    seen: SeenModel
    solved: Stable

    def stable(self, code: str, dm: str, unrecognised: Unrecognised) -> Region:
        """Return which states of the model as it is are stable for one who sees this."""
        states, found = self.seen.states, self.solved[code][dm]
        if states.recognised.all():
            return found
        as_seen = states.as_true(found)
        if unrecognised == "projected":
            return as_seen | ~states.has_projection
        as_seen &= states.recognised
        return as_seen | ~states.recognised if unrecognised == "stable" else as_seen


def _as_it_is(model: GraphModel) -> SeenModel:
    states = np.arange(len(model.states))
    return SeenModel(
        model, SeenStates(model.states, states, states, Bits.all_or_none(len(states), True))
    )


def _given(conflict: Conflict, path: tuple[str, ...]) -> tuple[LocatedView, ...]:
    """Return the views through which a decision maker looks, or one through another's eyes."""
    found: list[LocatedView] = []
    if path[0] in conflict.views:
        view = conflict.views[path[0]]
        found.append((("views", path[0]), view))
        if len(path) > 1:
            found.append((("views", path[0], "views", path[1]), view.views[path[1]]))
    return tuple(one for one in found if one[1].changes)
