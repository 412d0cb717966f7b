"""A package on the table: what each party would do about it, and what is near that holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from countermove.analysis.deal.board import DealBoard
from countermove.analysis.deal.package import Draft
from countermove.analysis.deal.result import Deal
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import model_of, solve
from countermove.arguments import boolean
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.progress import Follow
from countermove.stability.registry import find_concepts


def deal(
    conflict: Conflict | GraphModel | Solution,
    package: Draft | None = None,
    concepts: str | Iterable[str] | None = None,
    *,
    change: bool = False,
    scenario: str | None = None,
    follow: Follow | None = None,
) -> Deal:
    """Say what each party would do about a package, and which packages near it hold.

    Packages are near when few choices differ: an option that differs counts once. Which of those
    that hold are nearest is exact.

    Parameters
    ----------
    conflict : Conflict, GraphModel or Solution
        The model, or its solution, which is then used as it is.
    package : str, int or sequence of str, optional
        The package: a state by number, label, pattern or all that is done in it
        (``"table, settle, accept"``), or for each option what is chosen, ``Y``, ``N`` or
        the id of a level. It needn't be feasible. The status quo when not given.
    concepts : str or iterable of str, optional
        Codes of solution concepts; those of a solution that is given, else NASH, GMR, SMR, SEQ and
        SSEQ.
    change : bool
        Whether to look for the least change of wishes under which it holds, too, as
        :func:`countermove.goals` does. That takes longer than all the rest.
    scenario : str, optional
        The scenario to look at instead of the base.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`countermove.solve`.

    Returns
    -------
    Deal

    Raises
    ------
    ModelError
        If the model is wrong, or has no status quo and no package is given.
    UnknownNameError
        If the package, a concept or the scenario isn't known.
    TooLargeError
        If the memory that is free doesn't suffice.
    StoppedError
        If `follow` stopped it.

    Notes
    -----
    For one package after the other there is a :class:`DealBoard`: it solves once, and looks each of
    them up.

    Examples
    --------
    >>> from countermove import load
    >>> found = deal(load("talks-2025"), "table, concede, settle, accept, guarantee", "SEQ")
    >>> found
    <Deal of [36] terms is table, concede, settle, accept, guarantee: holds under SEQ>
    >>> found = deal(load("talks-2025"), "bilateral, settle, accept", "SEQ")
    >>> found.holds["SEQ"], list(found.leaves), found.nearest["SEQ"]
    (False, ['russia', 'ukraine'], NearestPackages(differing=2, count=2))
    """
    change = boolean(change, "change")
    solution = _solved(conflict, concepts, scenario, follow)
    states = solution.model.states
    if package is None:
        package = states.pattern(states.start()) or states.label(states.start())
    board = DealBoard(solution)
    found = board.deal(package, follow)
    return replace(found, change=board.least_change(package, follow)) if change else found


def _solved(
    given: Conflict | GraphModel | Solution,
    concepts: str | Iterable[str] | None,
    scenario: str | None,
    follow: Follow | None,
) -> Solution:
    """Return what was given if it is solved as asked, else solve it."""
    asked = None if concepts is None else find_concepts(concepts)
    if isinstance(given, Solution) and scenario is None and asked in (None, given.concepts):
        return given
    return solve(model_of(given, scenario, follow), concepts, follow=follow)
