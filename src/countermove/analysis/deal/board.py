"""The deal board: one model solved once, and each change of a package looked up in it."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cached_property

from immutabledict import immutabledict

from countermove.analysis.deal.nearest import nearest
from countermove.analysis.deal.package import Draft, Package, read_package
from countermove.analysis.deal.places import PartyPlaces
from countermove.analysis.deal.reactions import Reactions
from countermove.analysis.deal.result import Deal
from countermove.analysis.equilibria import Solution
from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.evolve.result import ALL, Evolution
from countermove.analysis.goals.goals import Seeker
from countermove.analysis.goals.result import Goal, Goals
from countermove.arguments import boolean
from countermove.errors import ConceptNotApplicableError
from countermove.graph.bits import Bits
from countermove.progress import Follow
from countermove.result import Provenance
from countermove.stability.registry import sanctioned_only

MOST_FOLLOWED = 1 << 22
"""In models of more states it isn't looked at how a package is reached."""


class DealBoard:
    """Says what each party would do about one package after the other.

    The first answer counts once what all need; from then on each is looked up.

    Parameters
    ----------
    solution : Solution
        What was solved.

    Raises
    ------
    ConceptNotApplicableError
        If the solution is of what is weakly stable: that is a difference, and has no witness.

    Examples
    --------
    >>> from countermove import load, solve
    >>> board = DealBoard(solve(load("talks-2025"), "SEQ"))
    >>> board.deal("table, settle, accept, guarantee")
    <Deal of [34] terms is table, settle, accept, guarantee: holds under no concept>
    >>> board.deal("table/YYYY").holds["SEQ"]
    True
    """

    def __init__(self, solution: Solution) -> None:
        if solution.strong is not None:
            raise ConceptNotApplicableError(
                "what is weakly stable is a difference, and has no witness of its own.",
                advice="Ask for it with strength general, and with strength strong.",
            )
        self.solution = solution
        self.model = solution.model
        self._evolution: Evolution | None = None
        self._reactions: Reactions | None = None

    def read(self, draft: Draft) -> Package:
        """Read a package, feasible or not: a state as requests name it, or values by option."""
        return read_package(self.model.states, draft)

    def deal(self, draft: Draft, follow: Follow | None = None, *, readings: bool = True) -> Deal:
        """Say what each party would do about a package, and what is near that holds.

        Parameters
        ----------
        draft : str, int or sequence of str
            The package: a state as requests name it, or for each option what is chosen.
        follow : callable, optional
            Is told of progress while what all answers need is counted, and may stop it.
        readings : bool
            Whether it is looked at in which readings of what is in doubt it holds: in models with
            many doubts that takes long.

        Returns
        -------
        Deal
        """
        started, readings = time.perf_counter(), boolean(readings, "readings")
        package, solution = self.read(draft), self.solution
        near = {code: nearest(package, held) for code, held in solution.holding.items()}
        found = Deal(
            solution,
            package,
            immutabledict(near),
            nearest(package, self._every_state),
            solution.find_across(follow) if readings else None,
        )
        if package.state is not None:
            found = self._answered(found, package.state, follow)
        why = "looked up in what was solved once"
        return replace(found, provenance=Provenance.since(started, "lookup", why))

    def _answered(self, found: Deal, state: int, follow: Follow | None) -> Deal:
        """Complete the answer about a package that is feasible."""
        solution, dms = self.solution, self.model.decision_makers
        answering = self._find_reactions(follow)
        reactions = {
            dm: immutabledict({c.code: answering.of(c, dm, state) for c in solution.concepts})
            for dm in dms
        }
        return replace(
            found,
            holds=immutabledict({code: state in held for code, held in solution.holding.items()}),
            reactions=immutabledict(reactions),
            places=immutabledict({dm: self._places.of(dm, state) for dm in dms}),
            evolution=self.find_evolution(follow),
        )

    def find_evolution(self, follow: Follow | None = None) -> Evolution | None:
        """Find how packages are reached from the status quo; the next time it is there.

        Parameters
        ----------
        follow : callable, optional
            Is told of progress, and may stop it.

        Returns
        -------
        Evolution or None
            None without a status quo, and in models of more than 4 million states.
        """
        if self._evolution is None and self._is_followed:
            by = ("improvements", "moves")
            codes = self.solution.codes
            self._evolution = evolve(self.solution, ALL, by, concepts=codes, follow=follow)
        return self._evolution

    def least_change(self, draft: Draft, follow: Follow | None = None) -> Goals:
        """Find the least change of wishes under which a package holds.

        It takes longer than the rest of the answer, and is asked for by itself.

        Parameters
        ----------
        draft : str, int or sequence of str
            The package.
        follow : callable, optional
            Is told of progress, and may stop it; what was found until then is there.

        Returns
        -------
        Goals
            As :func:`countermove.goals` finds it for the package.

        Raises
        ------
        UnknownNameError
            If the package isn't feasible.
        ConceptNotApplicableError
            If a concept isn't a choice of replies and escape, or a preference no complete order.
        """
        cannot = "what would have to change can't be found for"
        sanctioned_only(self.solution.concepts, cannot)
        self.model.need_levels("the least change of wishes")
        package = self.read(draft)
        state = package.feasible_state()
        seeker = Seeker(self.solution, follow=follow)
        wanted = (Goal(self.model.states.label(state), (state,)),)
        seeker.tell_first([wanted], 1)
        return seeker.seek(wanted, 1)

    @cached_property
    def _is_followed(self) -> bool:
        states = self.model.states
        return states.status_quo is not None and len(states) <= MOST_FOLLOWED

    @cached_property
    def _every_state(self) -> Bits:
        return Bits.all_or_none(len(self.model.states), True)

    def _find_reactions(self, follow: Follow | None) -> Reactions:
        if self._reactions is None:
            self._reactions = Reactions(self.solution, follow)
        return self._reactions

    @cached_property
    def _places(self) -> PartyPlaces:
        return PartyPlaces(self.model)
