"""One model under many preference profiles: how often each state is stable, and holds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.profiles import ProfileReader, Profiles
from countermove.analysis.state_lists import by_number, states_data, states_table
from countermove.arguments import one_of, whole
from countermove.building import built
from countermove.compiled import threads
from countermove.errors import UnknownNameError
from countermove.graph.bits import Bits
from countermove.graph.region import Positions
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.values import StateReference
from countermove.progress import Follow, Progress, tell
from countermove.result import Provenance, Result, described
from countermove.stability.engines import EngineName
from countermove.stability.engines.choose import Choice, choose
from countermove.stability.engines.many import LANES, Counts, Found, Keep, many_engine
from countermove.stability.registry import SolutionConcept, find_concepts, sanctioned_only
from countermove.table import Row, Table
from countermove.texts import counted

_ENGINES = tuple(name for name in get_args(EngineName) if name != "definition")


@dataclass(frozen=True, eq=False, repr=False)
class ManySolutions(Result):
    """In how many preference profiles each state is stable for whom, and holds.

    States stand in the order of :attr:`GraphModel.states`: position ``k`` is
    ``model.states.view(k)``. The length is the number of profiles.

    Parameters
    ----------
    model : GraphModel
        The model that was solved.
    concepts : tuple of SolutionConcept
        What was asked, in the order of tables.
    profiles : int
        How many preference profiles there were.
    stable_counts : mapping
        By concept code and decision maker: in how many profiles each state is stable.
    equilibrium_counts : mapping
        By concept code: in how many profiles each state is an equilibrium.
    stable_bits : ndarray of uint8 or None
        Which states are stable, eight a byte, where that was kept: by profile, concept and
        decision maker.
    equilibrium_bits : ndarray of uint8 or None
        Which states are equilibria, where that was kept: by profile and concept.
    provenance : Provenance
        How it was made.
    """

    format = "countermove-many/1"

    model: GraphModel
    concepts: tuple[SolutionConcept, ...]
    profiles: int
    stable_counts: Mapping[str, Mapping[str, Counts]]
    equilibrium_counts: Mapping[str, Counts]
    stable_bits: NDArray[np.uint8] | None
    equilibrium_bits: NDArray[np.uint8] | None
    provenance: Provenance

    def __len__(self) -> int:
        """Count the profiles."""
        return self.profiles

    def _brief(self) -> str:
        counts = ", ".join(
            f"{code} {np.count_nonzero(found)}" for code, found in self.equilibrium_counts.items()
        )
        return (
            f"of '{self.model.conflict.title}': {self.profiles} profiles, "
            f"{counted(len(self.model.states), 'state')}; equilibria in some profile: {counts}"
        )

    @described
    def count(self, state: StateReference, concept: str, decision_maker: str | None = None) -> int:
        """Say in how many profiles a state is an equilibrium, or stable for a decision maker.

        Returns
        -------
        int

        Examples
        --------
        >>> from countermove import load
        >>> ranks = [[[0, 1, 2, 3], [3, 2, 1, 0]], [[0, 1, 2, 3], [0, 1, 2, 3]]]
        >>> many = solve_many(load("prisoners-dilemma"), ranks, ["NASH"])
        >>> many.count("YY", "NASH"), many.count("YY", "NASH", "first")
        (1, 2)
        """
        code = self.code(concept)
        counts = self.equilibrium_counts[code]
        if decision_maker is not None:
            counts = self.stable_counts[code][self.model.find_decision_maker(decision_maker)]
        return int(counts[self.model.states.find(state)])

    @described
    def equilibria(self, profile: int, concept: str) -> Bits:
        """Return the equilibria in one profile, if they were kept.

        Returns
        -------
        Bits

        Examples
        --------
        >>> from countermove import load
        >>> ranks = [[[0, 1, 2, 3], [3, 2, 1, 0]], [[0, 1, 2, 3], [0, 1, 2, 3]]]
        >>> many = solve_many(load("prisoners-dilemma"), ranks, ["NASH"], keep="equilibria")
        >>> many.equilibria(1, "NASH").positions().tolist()
        [3]
        """
        c = self.codes.index(self.code(concept))
        return self._bits(self.equilibrium_bits, profile, (c,), "equilibria")

    @described
    def stable(self, profile: int, decision_maker: str, concept: str) -> Bits:
        """Return the states that are stable for a decision maker in one profile, if kept.

        Returns
        -------
        Bits

        Examples
        --------
        >>> from countermove import load
        >>> ranks = [[[0, 1, 2, 3], [3, 2, 1, 0]], [[0, 1, 2, 3], [0, 1, 2, 3]]]
        >>> many = solve_many(load("prisoners-dilemma"), ranks, ["NASH"], keep="stable")
        >>> many.stable(0, "second", "NASH").positions().tolist()
        [0, 1]
        """
        c = self.codes.index(self.code(concept))
        dm = self.model.find_decision_maker(decision_maker)
        i = self.model.decision_makers.index(dm)
        return self._bits(self.stable_bits, profile, (c, i), "stable")

    def _bits(
        self, bits: NDArray[np.uint8] | None, profile: int, row: tuple[int, ...], keep: Keep
    ) -> Bits:
        if bits is None:
            raise UnknownNameError(
                "what holds in each profile wasn't kept, only in how many.",
                advice=f"Solve with keep='{keep}'.",
            )
        if not -self.profiles <= (profile := whole(profile, "a profile")) < self.profiles:
            raise UnknownNameError(
                f"no profile {profile}.", advice=f"There are {self.profiles}, and the first is 0."
            )
        return Bits(bits[(profile, *row)], len(self.model.states))

    def table(self) -> Table:
        """Return in how many profiles a state is an equilibrium: states by concepts."""
        title = f"Equilibria of {self.model.conflict.title} in {self.profiles} profiles"
        every = self.equilibrium_counts.values()
        some = Bits.of(reduce(or_, (counts > 0 for counts in every)))

        def cells(part: Positions) -> Iterator[Row]:
            return zip(*(counts[part].tolist() for counts in every), strict=True)

        return states_table(title, self.model.states, some, self.codes, cells)

    def _content(self) -> dict[str, Any]:
        states, conflict = self.model.states, self.model.conflict

        return {
            "decision_makers": [
                {"id": dm, "name": party.name} for dm, party in conflict.decision_makers.items()
            ],
            "profiles": self.profiles,
            "states": states_data(states),
            "stable": {
                code: {dm: by_number(states, counts) for dm, counts in by_dm.items()}
                for code, by_dm in self.stable_counts.items()
            },
            "equilibria": {
                code: by_number(states, counts) for code, counts in self.equilibrium_counts.items()
            },
        }


def solve_many(
    conflict: Conflict | GraphModel,
    profiles: Profiles,
    concepts: str | Iterable[str] | None = None,
    *,
    scenario: str | None = None,
    engine: str = "auto",
    keep: Keep = "counts",
    tolerance: float = 0.0,
    follow: Follow | None = None,
) -> ManySolutions:
    """Solve a model under many preference profiles, and count where each state is stable and holds.

    For sensitivity and uncertainty: many times faster than one profile after another.

    Parameters
    ----------
    conflict : Conflict or GraphModel
        The model; a graph model that is already built is used as it is.
    profiles : array of numbers, or mapping of str to array of numbers
        By profile, decision maker and state, higher is better, equal is indifferent. Whole
        numbers or not: only their order counts. Decision makers and states stand in
        the order of the model (:attr:`GraphModel.decision_makers`, :attr:`GraphModel.states`). Or
        for some decision makers, by id or name, an array by profile and state; the others keep the
        preferences of the model.
    concepts : str or iterable of str, optional
        Codes of solution concepts; NASH, GMR, SMR, SEQ and SSEQ when none are given.
    scenario : str, optional
        The scenario to solve instead of the base.
    engine : {"auto", "compiled", "numpy"}
        How to find out; both give the same answers.
    keep : {"counts", "equilibria", "stable"}
        What to keep besides counts: for each profile the equilibria, or these and the stable
        states of each decision maker. That takes a bit for each profile, concept and state, and
        for stable states decision maker.
    tolerance : float
        What a program computed may differ where it should be equal. In the order of
        their size, neighbours that differ by no more than this are tied.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`solve`.

    Returns
    -------
    ManySolutions

    Raises
    ------
    ModelError
        If the model is wrong, or the profiles aren't finite numbers of the right shape.
    UnknownNameError
        If a concept, a decision maker, an engine or the scenario isn't known.
    ConceptNotApplicableError
        If a concept isn't a choice of replies and escape.
    TooLargeError
        If there are too many moves to look at, too many levels in a ranking, or no room for what
        is to be kept.
    StoppedError
        If `follow` stopped it.

    Examples
    --------
    Whatever the first prisoner's ranking of the four states is:

    >>> from itertools import permutations
    >>> from countermove import load
    >>> many = solve_many(load("prisoners-dilemma"), {"first": list(permutations(range(4)))})
    >>> many
    <ManySolutions of 'Prisoner's dilemma': 24 profiles, 4 states; equilibria in some profile: ...>
    >>> many.count("NN", "NASH"), many.count("YY", "NASH")
    (12, 0)

    A computer finds 0.1 + 0.2 a trifle more than 0.3: a tolerance says what counts as equal.

    >>> values = {"first": [[0.3, 0.1 + 0.2, -1.5, 2.0]]}
    >>> solve_many(load("prisoners-dilemma"), values).count("NN", "NASH", "first")
    0
    >>> solve_many(load("prisoners-dilemma"), values, tolerance=1e-9).count("NN", "NASH", "first")
    1
    """
    started = time.perf_counter()
    asked, choice = asked_of_many(concepts, engine)
    one_of(keep, get_args(Keep), "value of keep", "Choose from")
    model = built(conflict, scenario, follow)
    reader = ProfileReader(model, profiles, tolerance)
    answers = many_engine(choice.engine, model, asked)
    found = Found.nothing(model, len(asked), reader.count, keep)
    codes = tuple(concept.code for concept in asked)
    for part in reader.parts(LANES * threads()):
        tell(follow, Progress(part.start / reader.count, len(model.states), codes))
        answers.solve(reader.ranks(part), found.part(part))
    provenance = Provenance.since(started, choice.engine, choice.why)
    counts = found.by_code(model, codes)
    bits = found.stable_bits, found.equilibrium_bits
    return ManySolutions(model, asked, reader.count, *counts, *bits, provenance)


def asked_of_many(
    concepts: str | Iterable[str] | None, engine: str
) -> tuple[tuple[SolutionConcept, ...], Choice]:
    """Return the concepts to answer under many profiles at once, and the engine."""
    cannot = "the answer under many profiles can't be found for"
    asked = sanctioned_only(find_concepts(concepts), cannot)
    one_of(engine, _ENGINES, "engine", "Choose from")
    return asked, choose(engine, asked, None)
