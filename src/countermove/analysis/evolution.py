"""Evolution: how a conflict can get from its status quo to each state, and who moves last."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Literal, cast

import numpy as np
from immutabledict import immutabledict

from countermove.analysis.equilibria import Solution, solve
from countermove.analysis.lists import in_order, move_data, numbers, states_table
from countermove.analysis.obstacles import Obstacle, obstacle
from countermove.analysis.provenance import Provenance
from countermove.analysis.reach import NEVER, RULES, Reach, search
from countermove.analysis.steps import Positions, Step, step
from countermove.errors import ModelError, Problem, UnknownNameError, unknown
from countermove.graph.bits import Bits
from countermove.graph.sequences import Path
from countermove.graph.states import State
from countermove.graph_model import GraphModel, built
from countermove.memory import refuse_states_beyond_memory
from countermove.model.conflict import Conflict
from countermove.model.parts import StateReference
from countermove.progress import Follow, Progress, tell
from countermove.stability.registry import find_concepts
from countermove.streams import Long, settled
from countermove.table import Cell, Result, Row, Table

EVOLUTION_FORMAT = "countermove-evolution/1"

By = Literal["improvements", "one-countermove", "moves"]
"""Which legal sequences count."""

EQUILIBRIA, ALL = "equilibria", "all"

_PATHS = 10
"""How many shortest paths are written out in data."""

# Bytes for each state and last mover (a depth, a number of ways, whether it was left), for each
# state and decision maker while its fibres are sorted, and for each state while they are summed.
_KEPT, _SORTED, _SUMMED = 13, 48, 400


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
        far = f"{self.fewest} moves" if self.is_reached else "not reached"
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
    targets : Bits
        The set of the states asked for.
    holding : mapping of str to Bits
        By concept code the set of the states that hold; empty where that wasn't asked.
    reach : mapping of str to Reach
        What can be reached, by kind of sequences.
    asked_for : {"equilibria", "all", "states"}
        What was asked for.
    provenance : Provenance
        How it was made.
    """

    model: GraphModel
    start: int
    targets: Bits
    holding: Mapping[str, Bits]
    reach: Mapping[By, Reach]
    asked_for: Literal["equilibria", "all", "states"]
    provenance: Provenance

    @property
    def by(self) -> tuple[By, ...]:
        """The kinds of sequences that were asked for, those that ask least first."""
        return tuple(self.reach)

    def __iter__(self) -> Iterator[Target]:
        """Give the targets, by number."""
        for part in in_order(self.model.states, self.targets):
            for state in part.tolist():
                yield self.at(state)

    def __len__(self) -> int:
        """Count the targets."""
        return self.targets.count()

    def __bool__(self) -> bool:
        """Be true: an answer is there even without a target."""
        return True

    def __repr__(self) -> str:
        """Name the start and count what is reached."""
        start = self.model.states.view(self.start)
        counts = ", ".join(
            f"{by} {(reach.reached & self.targets).count()}" for by, reach in self.reach.items()
        )
        return f"<Evolution from {start}: of {len(self)} states reached: {counts}>"

    def at(self, position: int) -> Target:
        """Return how the state at a position is reached."""
        ways = {by: Way(self.model, by, position, reach) for by, reach in self.reach.items()}
        codes = tuple(code for code, holding in self.holding.items() if holding[position])
        return Target(self.model.states.view(position), codes, immutabledict(ways))

    def target(self, state: StateReference) -> Target:
        """Return how a state is reached, one that was asked for or another.

        Parameters
        ----------
        state : str or int
            The state: its number, label, id or pattern.

        Returns
        -------
        Target

        Raises
        ------
        UnknownNameError
            If there is no such state.

        Examples
        --------
        >>> from countermove.files.model_file import load
        >>> evolution = evolve(load("syria-iraq-1975"))
        >>> evolution.target("YNN").ways["improvements"].is_reached
        False
        """
        return self.at(self.model.states.find(state))

    def levels(self, by: By) -> tuple[Mapping[str, Bits], ...]:
        r"""Return which states are first reached with how many moves, by last mover.

        The k-th entry has for each decision maker :math:`i` the states
        :math:`V_i^{(k)} \setminus V_i^{(k-1)}`.

        Parameters
        ----------
        by : {"improvements", "one-countermove", "moves"}
            Which sequences count; one of those asked for.

        Returns
        -------
        tuple of mapping of str to Bits

        Examples
        --------
        >>> from countermove.files.model_file import load
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

    def status_quo_table(self, by: By) -> Table:
        """Return the status quo table: for each state and last mover the fewest moves.

        A state is in :math:`V_i^{(k)}` when the entry for :math:`i` is at most k.

        Parameters
        ----------
        by : {"improvements", "one-countermove", "moves"}
            Which sequences count; one of those asked for.

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
        if by not in self.reach:
            raise unknown("kind of sequences", by, self.by, "Those asked for are")
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
                yield (*self._marks(state), *row)

        heads = (*self.holding, *columns)
        return states_table(title, self.model.states, self.targets, heads, cells)

    def _marks(self, state: int) -> Row:
        return tuple(holding[state] for holding in self.holding.values())

    def to_dict(self) -> dict[str, Any]:
        """Return the result as the command line prints it with ``--format json``."""
        return dict(settled(self._data()))

    def _data(self) -> dict[str, Any]:
        states = self.model.states

        def parts() -> Iterator[list[dict[str, Any]]]:
            for part in in_order(states, self.targets):
                yield [self._target_data(state) for state in part.tolist()]

        data: dict[str, Any] = {
            "format": EVOLUTION_FORMAT,
            "model": self.model.about(),
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


def evolve(
    conflict: Conflict | GraphModel | Solution,
    to: StateReference | Iterable[StateReference] | None = None,
    by: str | Iterable[str] | None = None,
    *,
    start: StateReference | None = None,
    concepts: str | Iterable[str] | None = None,
    scenario: str | None = None,
    follow: Follow | None = None,
) -> Evolution:
    r"""Find how states can be reached from the status quo (status quo analysis).

    A sequence of moves is legal when nobody moves twice in a row. :math:`V_i^{(k)}` are the states
    at the end of legal sequences of at most k moves from the status quo :math:`s_0`, of which
    :math:`i` makes the last:

    .. math::

        V_i^{(1)} = R_i(s_0), \qquad
        V_i^{(k)} = V_i^{(k-1)} \cup \{u \in R_i(t) : t \in V_j^{(k-1)},\ j \neq i\} .

    With :math:`R_i^+` in place of :math:`R_i` all moves are improvements for their movers, each
    judged at the state where it is made. In between, ``one-countermove`` allows for one move,
    anywhere in the sequence, that isn't an improvement. The answers are exact: sequences may be of
    any length.

    Parameters
    ----------
    conflict : Conflict, GraphModel or Solution
        The model, or its solution, whose equilibria are then used as they are.
    to : str, int or iterable of them, optional
        The states to reach: ``"equilibria"`` (those that hold under some of the concepts, the
        default), ``"all"`` states, or numbers, labels, ids and patterns of states.
    by : str or iterable of str, optional
        Which sequences count: ``"improvements"``, ``"one-countermove"`` (all moves but at most one
        are improvements), ``"moves"``; all three when not given.
    start : str or int, optional
        Where to begin, instead of the status quo.
    concepts : str or iterable of str, optional
        Codes of the solution concepts whose equilibria are meant; the five classical ones when
        not given. With states in `to` it is marked which of them hold.
    scenario : str, optional
        The scenario to look at instead of the base.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`countermove.solve`.

    Returns
    -------
    Evolution

    Raises
    ------
    ModelError
        If the model is wrong, or has no status quo and no other start is given.
    UnknownNameError
        If a state, a concept, the scenario or the kind of sequences isn't known.
    TooLargeError
        If the memory that is free doesn't suffice.
    StoppedError
        If `follow` stopped it.

    References
    ----------
    Li, K. W., Kilgour, D. M. and Hipel, K. W. (2005). Status quo analysis in the graph model for
    conflict resolution. Journal of the Operational Research Society 56(6), 699-707.

    Xu, H., Kilgour, D. M., Hipel, K. W. and Kemkes, G. (2010). Using matrices to link conflict
    evolution and resolution in a graph model. European Journal of Operational Research 207(1),
    318-329. doi:10.1016/j.ejor.2010.03.025

    Examples
    --------
    >>> from countermove.files.model_file import load
    >>> evolution = evolve(load("elmira"))
    >>> evolution
    <Evolution from [1] delay: of 8 states reached: improvements 2, one-countermove 8, moves 8>
    >>> way = evolution.target(10).ways["one-countermove"]
    >>> way.fewest, way.last_movers, way.shortest
    (3, ('uniroyal', 'local'), 3)
    >>> [(move.decision_maker, move.target + 1) for move in next(way.paths())]
    [('local', 7), ('moe', 8), ('uniroyal', 10)]
    """
    started = time.perf_counter()
    kinds = _kinds(by)
    solution = conflict if isinstance(conflict, Solution) else None
    model = built(solution.model if solution else cast("Any", conflict), scenario, follow)
    origin = _start(model, start)
    asked_for, targets = _asked(model, to)
    _refuse_what_will_not_fit(model, kinds)
    holding: Mapping[str, Bits] = {}
    if asked_for == EQUILIBRIA or concepts is not None:
        holding = _holding(solution or model, concepts, follow)
    if targets is None:
        none = Bits.all_or_none(len(model.states), False)
        targets = Bits.of(np.logical_or.reduce([one.mask() for one in (none, *holding.values())]))
    reach = _search(model, origin, kinds, follow)
    seconds = round(time.perf_counter() - started, 6)
    why = "breadth first over states and last movers"
    provenance = Provenance("search", why, seconds)
    return Evolution(
        model, origin, targets, immutabledict(holding), immutabledict(reach), asked_for, provenance
    )


def _kinds(by: str | Iterable[str] | None) -> tuple[By, ...]:
    """Return the kinds of sequences asked for, in their order."""
    asked = list(RULES) if by is None else [by] if isinstance(by, str) else list(by)
    for kind in asked:
        if kind not in RULES:
            raise unknown("kind of sequences", kind, list(RULES), "They are")
    if not asked:
        raise UnknownNameError(
            Problem("no kind of sequences is given.", advice=f"They are: {', '.join(RULES)}.")
        )
    return tuple(cast("By", kind) for kind in RULES if kind in asked)


def _start(model: GraphModel, start: StateReference | None) -> int:
    if start is not None:
        return model.states.find(start)
    if model.states.status_quo is None:
        problem = Problem(
            "the model has no status quo to begin at.",
            advice="Say where to begin (start=…, on the command line --from), or add status_quo "
            "to the model.",
        )
        raise ModelError(*model.conflict.locate(problem))
    return model.states.status_quo


def _asked(
    model: GraphModel, to: StateReference | Iterable[StateReference] | None
) -> tuple[Literal["equilibria", "all", "states"], Bits | None]:
    """Return what is to be reached; None for the equilibria, which aren't known yet."""
    if to is None or to == EQUILIBRIA:
        return "equilibria", None
    if to == ALL:
        return "all", Bits.all_or_none(len(model.states), True)
    references = [to] if isinstance(to, (str, int)) else list(to)
    mask = np.zeros(len(model.states), dtype=bool)
    for reference in references:
        found, problem = model.states.read(reference)
        if problem:
            raise UnknownNameError(problem)
        mask[found] = True
    return "states", Bits.of(mask)


def _holding(
    of: Solution | GraphModel, concepts: str | Iterable[str] | None, follow: Follow | None
) -> Mapping[str, Bits]:
    """Return which states hold, by concept; what is solved already is taken over."""
    if isinstance(of, Solution):
        if concepts is None:
            return of.holding
        return {c.code: of.holding[of.code(c.code)] for c in find_concepts(concepts)}
    return solve(of, concepts, follow=follow).holding


def _refuse_what_will_not_fit(model: GraphModel, kinds: tuple[By, ...]) -> None:
    """Refuse a search that needs more memory than there is."""
    states, makers = len(model.states), len(model.decision_makers)
    # Improvements alone are the first phase of sequences with one countermove.
    phases = 2 * ("one-countermove" in kinds) or int("improvements" in kinds)
    phases += "moves" in kinds
    refuse_states_beyond_memory(
        states * (makers * (_KEPT * phases + _SORTED) + _SUMMED),
        f"following the moves of {makers} decision makers through {states:,} states",
        states,
    )


def _search(
    model: GraphModel, start: int, kinds: tuple[By, ...], follow: Follow | None
) -> dict[By, Reach]:
    """Search once for each kind of sequences; improvements are the first phase of another."""
    states, makers = len(model.states), len(model.decision_makers)
    steps: dict[str, Step] = {
        dm: step(model.moves_of[dm], model.preferences[dm].ranks.astype(np.int64), states)
        for dm in model.decision_makers
    }
    searched = [k for k in kinds if k != "improvements" or "one-countermove" not in kinds]
    found: dict[By, Reach] = {}
    for number, kind in enumerate(searched):
        every = states * makers * (2 if kind == "one-countermove" else 1)

        def ask(reached: int, number: int = number, every: int = every) -> None:
            share = (number + reached / every) / len(searched)
            tell(follow, Progress(share, states, doing="Following the moves"))

        found[kind] = search(steps, start, states, RULES[kind], ask)
    if "improvements" in kinds and "one-countermove" in kinds:
        found["improvements"] = found["one-countermove"].first_phase()
    return {kind: found[kind] for kind in kinds}
