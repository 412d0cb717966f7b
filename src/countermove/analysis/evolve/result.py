"""The answer to how states can be reached: the ways to each, and the status quo table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Literal, cast

from immutabledict import immutabledict

from countermove.analysis.evolve.obstacles import Obstacle, obstacle
from countermove.analysis.state_lists import in_order, move_data, numbers, one_by_one, states_table
from countermove.arguments import one_of
from countermove.graph.bits import Bits
from countermove.graph.reach import NEVER, Reach
from countermove.graph.region import Positions, Region
from countermove.graph.sequences import Path
from countermove.graph.states import State
from countermove.graph_model import GraphModel
from countermove.literature import LI_2005, XU_2010
from countermove.model.values import StateReference
from countermove.result import Provenance, Result, described
from countermove.stability.registry import SolutionConcept, find_concepts
from countermove.streams import Long
from countermove.table import Cell, Row, Table
from countermove.texts import counted

By = Literal["improvements", "one-countermove", "moves"]
"""Which legal sequences count."""

EQUILIBRIA, ALL = "equilibria", "all"

_PATHS = 10
"""How many shortest paths are written out in data."""


@dataclass(frozen=True, eq=False)
class Way:
    """How one state is reached by one kind of legal sequences.

    Parameters
    ----------
    model : GraphModel
        The model.
    by : {"improvements", "one-countermove", "moves"}
        Which sequences count.
    position : int
        The state's position.
    reach : Reach
        What such sequences lead to.
    """

    model: GraphModel = field(repr=False)
    by: By
    position: int = field(repr=False)
    reach: Reach = field(repr=False)

    def __repr__(self) -> str:
        """Say how far it is."""
        far = "not reached" if self.fewest is None else counted(self.fewest, "move")
        return f"<Way by {self.by}: {far}>"

    @property
    def is_reached(self) -> bool:
        """Whether some such sequence, of any length, leads to the state."""
        return self.fewest is not None

    @property
    def fewest(self) -> int | None:
        """How many moves it takes at least; None where no sequence leads to it, 0 at the start."""
        fewest = int(self.reach.fewest[self.position])
        return None if fewest == NEVER else fewest

    @property
    def last_movers(self) -> tuple[str, ...]:
        """Who moves last in shortest sequences."""
        return tuple(dict.fromkeys(dm for _, dm in self.reach.ends(self.position)))

    @property
    def possible_last_movers(self) -> tuple[str, ...]:
        r"""Who moves last in any of the sequences, :math:`\Omega(s_0, s)`."""
        depth = self.reach.by_last_mover
        return tuple(dm for dm in depth if depth[dm][self.position] != NEVER)

    @property
    def shortest(self) -> int:
        """How many shortest sequences there are, exactly."""
        return self.reach.count(self.position) if self.is_reached else 0

    def paths(self) -> Iterator[Path]:
        """Give the shortest sequences one by one, each a tuple of moves.

        They come in a fixed order: by the last move, then by the one before it, and so on; moves
        by decision maker in the order of the model, then by the state that they are made from.

        Yields
        ------
        tuple of Move
        """
        if self.is_reached:
            yield from self.reach.paths(self.position)

    @cached_property
    def obstacle(self) -> Obstacle | None:
        """A plain reason why the state isn't reached, if there is one."""
        return None if self.is_reached else obstacle(self.model, self.reach, self.position)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, with the first ten of the shortest sequences."""
        if not self.is_reached:
            data: dict[str, Any] = {"reached": False}
            return data | ({"obstacle": self.obstacle.to_dict()} if self.obstacle else {})
        return {
            "reached": True,
            "moves": self.fewest,
            "last_movers": list(self.last_movers),
            "possible_last_movers": list(self.possible_last_movers),
            "shortest": self.shortest,
            "paths": [
                [move_data(self.model.states, move) for move in path]
                for path in islice(self.paths(), _PATHS)
            ],
        }


@dataclass(frozen=True)
class Target:
    """A state, and how it is reached.

    Parameters
    ----------
    state : State
        The state.
    concepts : tuple of str
        The codes of the concepts under which it holds; empty where that wasn't asked.
    ways : mapping of str to Way
        By kind of sequences, those that ask least of the decision makers first.
    """

    state: State
    concepts: tuple[str, ...]
    ways: Mapping[By, Way]

    @property
    def best(self) -> Way | None:
        """The way that asks least of the decision makers, of those that lead to the state."""
        return next((way for way in self.ways.values() if way.is_reached), None)


@dataclass(frozen=True, eq=False, repr=False)
class Evolution(Result):
    """How states can be reached from one state.

    Iterate over it for the targets.

    Parameters
    ----------
    model : GraphModel
        The model.
    start : int
        The position of the state that everything begins at.
    targets : Region
        The set of the states asked for.
    holding : mapping of str to Region
        By concept code the set of the states that hold; empty where that wasn't asked.
    reach : mapping of str to Reach
        What can be reached, by kind of sequences.
    asked_for : {"equilibria", "all", "states"}
        What was asked for.
    provenance : Provenance
        How it was made.
    """

    format = "countermove-evolution/1"
    literature = (LI_2005, XU_2010)

    model: GraphModel
    start: int
    targets: Region
    holding: Mapping[str, Region]
    reach: Mapping[By, Reach]
    asked_for: Literal["equilibria", "all", "states"]
    provenance: Provenance

    @property
    def concepts(self) -> tuple[SolutionConcept, ...]:
        """The concepts by which states hold; none where that wasn't asked."""
        return find_concepts(self.holding) if self.holding else ()

    @property
    def by(self) -> tuple[By, ...]:
        """The kinds of sequences that were asked for, those that ask least first."""
        return tuple(self.reach)

    def __iter__(self) -> Iterator[Target]:
        """Give the targets, by number."""
        return map(self.at, one_by_one(self.model.states, self.targets))

    def __len__(self) -> int:
        """Count the targets."""
        return self.targets.count()

    def _brief(self) -> str:
        start = self.model.states.view(self.start)
        counts = ", ".join(
            f"{by} {(self.targets & reach.reached).count()}" for by, reach in self.reach.items()
        )
        return f"from {start}: of {counted(len(self), 'state')} reached: {counts}"

    def at(self, position: int) -> Target:
        """Return how the state at a position is reached."""
        position = self.model.states.position(position)
        ways = {by: Way(self.model, by, position, reach) for by, reach in self.reach.items()}
        codes = tuple(code for code, holding in self.holding.items() if position in holding)
        return Target(self.model.states.view(position), codes, immutabledict(ways))

    @described
    def target(self, state: StateReference) -> Target:
        """Return how a state is reached, one that was asked for or another.

        Returns
        -------
        Target

        Examples
        --------
        >>> from countermove import evolve, load
        >>> evolution = evolve(load("syria-iraq-1975"))
        >>> evolution.target("YNN").ways["improvements"].is_reached
        False
        """
        return self.at(self.model.states.find(state))

    @described
    def levels(self, by: By) -> tuple[Mapping[str, Bits], ...]:
        r"""Return which states are first reached with how many moves, by last mover.

        The k-th entry has for each decision maker :math:`i` the states
        :math:`V_i^{(k)} \setminus V_i^{(k-1)}`.

        Returns
        -------
        tuple of mapping of str to Bits

        Examples
        --------
        >>> from countermove import evolve, load
        >>> first, *later = evolve(load("syria-iraq-1975")).levels("moves")
        >>> {dm: states.positions().tolist() for dm, states in first.items()}
        {'syria': [1, 2], 'iraq': [3]}
        """
        depth = self._asked(by).by_last_mover
        last = max((int(own.max()) for own in depth.values()), default=0)
        return tuple(
            immutabledict({dm: Bits.of(own == k) for dm, own in depth.items()})
            for k in range(1, last + 1)
        )

    @described
    def status_quo_table(self, by: By) -> Table:
        """Return the status quo table: for each state and last mover the fewest moves.

        A state is in :math:`V_i^{(k)}` when the entry for :math:`i` is at most k.

        Returns
        -------
        Table
            States by last movers; nothing where no sequence ends so.
        """
        depth = self._asked(by).by_last_mover
        names = tuple(self.model.name(dm) for dm in depth)
        every = Bits.all_or_none(len(self.model.states), True)
        title = f"Fewest moves by last mover ({by}) in {self.model.conflict.title}"

        def cells(part: Positions) -> Iterator[Row]:
            return zip(*(_or_nothing(own[part]) for own in depth.values()), strict=True)

        return states_table(title, self.model.states, every, names, cells)

    def _asked(self, by: str) -> Reach:
        one_of(by, self.by, "kind of sequences", "Those asked for are")
        return self.reach[cast("By", by)]

    def table(self) -> Table:
        """Return the targets as a table: the fewest moves of each kind, and who moves last."""
        title = f"Evolution of {self.model.conflict.title}"
        columns = tuple(
            head
            for by in self.reach
            for head in (by, f"{by}: last movers", f"{by}: shortest paths")
        )

        def cells(part: Positions) -> Iterator[Row]:
            for state in part.tolist():
                row: list[Cell] = []
                for way in self.at(state).ways.values():
                    names = [self.model.name(dm) for dm in way.last_movers]
                    row += (way.fewest, ", ".join(names) or None, way.shortest)
                yield (*(state in holding for holding in self.holding.values()), *row)

        heads = (*self.holding, *columns)
        return states_table(title, self.model.states, self.targets, heads, cells)

    def _content(self) -> dict[str, Any]:
        states = self.model.states

        def parts() -> Iterator[list[dict[str, Any]]]:
            for part in in_order(states, self.targets):
                yield [self._target_data(state) for state in part.tolist()]

        data: dict[str, Any] = {
            "from": states.view(self.start).to_dict(),
            "by": list(self.by),
            "targets": Long(len(self), parts),
        }
        if self.asked_for == ALL:
            data["levels"] = {
                by: [
                    {dm: numbers(states, found) for dm, found in level.items()}
                    for level in self.levels(by)
                ]
                for by in self.by
            }
        return data | {"provenance": self.provenance.to_dict()}

    def _target_data(self, state: int) -> dict[str, Any]:
        target = self.at(state)
        holds = {"holds": list(target.concepts)} if self.holding else {}
        ways = {by: way.to_dict() for by, way in target.ways.items()}
        return {"state": target.state.to_dict(), **holds, "ways": ways}


def _or_nothing(depth: Any) -> list[int | None]:
    return [None if fewest == NEVER else fewest for fewest in depth.tolist()]
