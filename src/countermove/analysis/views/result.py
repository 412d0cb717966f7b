"""What holds where decision makers see a model in different ways, and how each state stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any, Literal

from countermove.analysis.equilibria import Stable, all_stable
from countermove.analysis.state_lists import numbers, one_by_one, states_data, states_table
from countermove.building import SeenModel
from countermove.graph.region import Positions, Region
from countermove.graph.states import State
from countermove.graph_model import GraphModel
from countermove.literature import ALJEFRI_2018, BENNETT_1977, WANG_1988
from countermove.model.values import StateReference
from countermove.result import Provenance, Result, described
from countermove.stability.registry import SolutionConcept
from countermove.streams import Long
from countermove.table import Row, Table
from countermove.texts import counted

Unrecognised = Literal["projected", "stable", "unstable"]

_CLASSES = {
    (True, True): "steady",
    (True, False): "held up by misperception",
    (False, True): "destroyed by misperception",
    (False, False): "never",
}

_SURPRISES = ("unexpected", "unseen", "in_vain")


@dataclass(frozen=True, slots=True)
class HypergameStanding:
    """How a state stands under one concept.

    Parameters
    ----------
    state : State
        The state.
    concept : str
        The code of the concept.
    holds : bool
        Whether it holds as the decision makers see the model: a hypergame equilibrium.
    holds_without : bool
        Whether it would hold if all saw the model as it is.
    expected_by : tuple of str
        The decision makers who expect it to hold.
    recognised_by : tuple of str
        The decision makers who see the state as it is.
    surprises : tuple of str
        The decision makers whom it surprises: it holds and they don't expect it, or it doesn't
        and they do.
    recognised_by_all : bool
        Whether everyone sees it as it is.
    """

    state: State
    concept: str
    holds: bool
    holds_without: bool
    expected_by: tuple[str, ...]
    recognised_by: tuple[str, ...]
    surprises: tuple[str, ...]
    recognised_by_all: bool

    @property
    def kind(self) -> str:
        """Its class, one of eight: whether it holds, with and without, and whether all see it."""
        name = _CLASSES[self.holds, self.holds_without]
        return name if self.recognised_by_all else f"{name}, not seen by all"


@dataclass(frozen=True, slots=True)
class Surprise:
    """What surprises one decision maker under one concept.

    Parameters
    ----------
    decision_maker : str
        Its id.
    concept : str
        The code of the concept.
    unexpected : Region
        The states that hold and that it doesn't expect to hold.
    unseen : Region
        Those of them that it doesn't even see as they are.
    in_vain : Region
        The states that it expects to hold and that don't.
    """

    decision_maker: str
    concept: str
    unexpected: Region
    unseen: Region
    in_vain: Region

    def __bool__(self) -> bool:
        """Be true when something surprises it."""
        return self.unexpected.any() or self.in_vain.any()


@dataclass(frozen=True, eq=False, repr=False)
class Hypergame(Result):
    """What holds as the decision makers see the model, what each expects, and what surprises it.

    Iterate over it for the standing, concept by concept, of every state that holds, would hold
    without misperception, or is expected to hold by someone; its length is their number.

    Parameters
    ----------
    model : GraphModel
        The model as it is.
    concepts : tuple of SolutionConcept
        What was asked, in the order of tables.
    level : int
        1 where everyone takes its own view for that of all, 2 where it may know of others'.
    unrecognised : str
        How a state counts for who doesn't see it as it is.
    sees : mapping of str to SeenModel
        The model as each decision maker sees it.
    ascribes : mapping of str to mapping of str to SeenModel
        The model as each believes that each sees it.
    stable : mapping
        By concept and decision maker the states that are stable for it as it sees them.
    predicted : mapping
        By decision maker the same as it believes that others see them.
    without : mapping of str to Region
        By concept the states that would hold if all saw the model as it is.
    provenance : Provenance
        How it was made.
    """

    format = "countermove-views/1"
    literature = (BENNETT_1977, WANG_1988, ALJEFRI_2018)

    model: GraphModel
    concepts: tuple[SolutionConcept, ...]
    level: int
    unrecognised: Unrecognised
    sees: Mapping[str, SeenModel]
    ascribes: Mapping[str, Mapping[str, SeenModel]]
    stable: Stable
    predicted: Mapping[str, Stable]
    without: Mapping[str, Region]
    provenance: Provenance

    @cached_property
    def recognised(self) -> Mapping[str, Region]:
        """By decision maker the states that it sees as they are."""
        return {dm: seen.states.recognised for dm, seen in self.sees.items()}

    @cached_property
    def holding(self) -> Mapping[str, Region]:
        """By concept the states that hold as the decision makers see the model."""
        return all_stable(self.stable)

    @cached_property
    def expected(self) -> Mapping[str, Mapping[str, Region]]:
        """By concept and decision maker the states that it expects to hold."""
        by_dm = {dm: all_stable(stable) for dm, stable in self.predicted.items()}
        return {
            code: {dm: by_dm[dm][code] & self.recognised[dm] for dm in by_dm} for code in self.codes
        }

    @cached_property
    def notable(self) -> Region:
        """The states that hold, would hold, or are expected to, under some concept."""
        return reduce(or_, self._notable.values())

    @cached_property
    def _notable(self) -> dict[str, Region]:
        holding = {code: found | self.without[code] for code, found in self.holding.items()}
        return {c: reduce(or_, self.expected[c].values(), found) for c, found in holding.items()}

    def __iter__(self) -> Iterator[HypergameStanding]:
        """Give how each notable state stands under each concept for which it is one."""
        for state in one_by_one(self.model.states, self.notable):
            for code in self.codes:
                if state in self._notable[code]:
                    yield self.standing_at(state, code)

    def __len__(self) -> int:
        """Count the states that hold, would hold, or are expected to, under some concept."""
        return self.notable.count()

    def _brief(self) -> str:
        counts = ", ".join(f"{code} {self.holding[code].count()}" for code in self.codes)
        title = self.model.conflict.title
        return f"of '{title}': {counted(len(self.model.states), 'state')}; holding: {counts}"

    @described
    def standing(self, state: StateReference, concept: str) -> HypergameStanding:
        """Return how a state stands under a concept.

        Returns
        -------
        HypergameStanding

        Examples
        --------
        >>> from countermove import load, views
        >>> views(load("prisoners-dilemma")).standing("YY", "SEQ").kind
        'steady'
        """
        return self.standing_at(self.model.states.find(state), self.code(concept))

    def standing_at(self, position: int, code: str) -> HypergameStanding:
        """Return how the state at a position, from 0, stands under a concept."""
        position = self.model.states.position(position)
        code = self.code(code)
        expected = self.expected[code]
        holds = position in self.holding[code]
        expecting = tuple(dm for dm, found in expected.items() if position in found)
        seeing = tuple(dm for dm, found in self.recognised.items() if position in found)
        return HypergameStanding(
            self.model.states.view(position),
            code,
            holds,
            position in self.without[code],
            expecting,
            seeing,
            tuple(dm for dm in expected if (dm in expecting) != holds),
            len(seeing) == len(self.recognised),
        )

    @described
    def surprise(self, decision_maker: str, concept: str) -> Surprise:
        """Return what surprises a decision maker under a concept.

        Returns
        -------
        Surprise

        Examples
        --------
        >>> from countermove import load, views
        >>> bool(views(load("prisoners-dilemma")).surprise("first", "SEQ"))
        False
        """
        dm, code = self.model.find_decision_maker(decision_maker), self.code(concept)
        holding, expected = self.holding[code], self.expected[code][dm]
        unseen = holding & ~self.recognised[dm]
        return Surprise(dm, code, holding & ~expected, unseen, expected & ~holding)

    def table(self) -> Table:
        """Return the notable states as a table: their class by concept, and who expects them."""
        dms = self.model.decision_makers

        def cells(part: Positions) -> Iterator[Row]:
            for state in part.tolist():
                by_code = [self.standing_at(state, code) for code in self.codes]
                expecting = [
                    ", ".join(one.concept for one in by_code if dm in one.expected_by) for dm in dms
                ]
                yield (*(one.kind for one in by_code), *expecting)

        columns = (*self.codes, *(f"expected by {self.model.name(dm)}" for dm in dms))
        title = f"What holds as it is seen in {self.model.conflict.title}"
        return states_table(title, self.model.states, self.notable, columns, cells)

    def _content(self) -> dict[str, Any]:
        states = self.model.states

        def numbered(sets: Mapping[str, Region]) -> dict[str, Long[int]]:
            return {key: numbers(states, found) for key, found in sets.items()}

        return {
            "level": self.level,
            "unrecognised": self.unrecognised,
            "states": states_data(states, self.notable),
            "not_recognised": numbered({dm: ~found for dm, found in self.recognised.items()}),
            "stable": {code: numbered(by_dm) for code, by_dm in self.stable.items()},
            "equilibria": numbered(self.holding),
            "without_misperception": numbered(self.without),
            "expected": {code: numbered(by_dm) for code, by_dm in self.expected.items()},
            "classes": {code: numbered(self._classes(code)) for code in self.codes},
            "surprises": {
                code: {
                    dm: numbered({kind: getattr(found, kind) for kind in _SURPRISES})
                    for dm in self.sees
                    for found in [self.surprise(dm, code)]
                }
                for code in self.codes
            },
        }

    def _classes(self, code: str) -> dict[str, Region]:
        """Return the notable states by their class; a class without any is left out."""
        holds, without = self.holding[code], self.without[code]
        seen_by_all = reduce(and_, self.recognised.values())
        found: dict[str, Region] = {}
        for (is_held, is_held_without), name in _CLASSES.items():
            of_class = self._notable[code]
            of_class &= holds if is_held else ~holds
            of_class &= without if is_held_without else ~without
            found[name] = of_class & seen_by_all
            found[f"{name}, not seen by all"] = of_class & ~seen_by_all
        return {name: of_class for name, of_class in found.items() if of_class.any()}
