"""The graph model: states, moves and preferences together, the object that analyses take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.arguments import text, whole
from countermove.errors import (
    ConceptNotApplicableError,
    CountermoveError,
    ModelError,
    Problem,
    UnknownNameError,
    unknown,
)
from countermove.graph.bits import Bits
from countermove.graph.feasible import MOST_STATES, feasible_states
from countermove.graph.moves import ArcMoves, Moves
from countermove.graph.region import Region
from countermove.graph.seen import SeenStates, seen_states
from countermove.graph.states import States, check_states
from countermove.graph.unilateral import unilateral_moves
from countermove.memory import refuse_states_beyond_memory
from countermove.model.checks import of_scenario, problems_of
from countermove.model.conflict import Conflict, loaded
from countermove.model.overview import overview
from countermove.model.scenarios import apply_scenario, gives
from countermove.model.views import LocatedView, as_seen, every_view, preference_in
from countermove.preferences.levels import Ranks
from countermove.preferences.ordinal import ordinal_preference
from countermove.preferences.relations import Relations, Truth
from countermove.progress import Follow, Progress, tell

Positions = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class GraphModel:
    r"""States, unilateral moves and preferences: the graph model of a conflict.

    In the notation of the literature, decision makers :math:`N`, feasible states :math:`S`,
    for each :math:`i \in N` the moves :math:`R_i(s)` and the preference :math:`\succ_i`.
    Build one with :func:`build`. States are positions from 0 here and in the engines; people
    see labels and printed numbers (:meth:`States.label`).

    Parameters
    ----------
    conflict : Conflict
        What the analyst wrote down, any scenario already applied.
    scenario : str or None
        The scenario that it comes from.
    states : States
        The feasible states.
    moves_of : dict of str to Moves
        Each decision maker's unilateral moves.
    preferences : dict of str to Relations
        Each decision maker's preference, of whatever kind.
    claims : dict of str to Region
        By claim the set of the states that satisfy its statement.
    """

    conflict: Conflict
    scenario: str | None
    states: States
    moves_of: dict[str, Moves]
    preferences: dict[str, Relations]
    claims: dict[str, Region] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Name the model and count its states."""
        scenario = "" if self.scenario is None else f", scenario '{self.scenario}'"
        return f"<GraphModel of '{self.conflict.title}': {len(self.states)} states{scenario}>"

    @cached_property
    def decision_makers(self) -> tuple[str, ...]:
        """The ids of the decision makers, in the order of the model."""
        return tuple(self.conflict.decision_makers)

    def name(self, decision_maker: str) -> str:
        """Return a decision maker's name.

        Parameters
        ----------
        decision_maker : str
            Its id.

        Returns
        -------
        str

        Examples
        --------
        >>> from countermove.files.model_file import load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.name("first")
        'First prisoner'
        """
        return self.conflict.decision_makers[self._known(decision_maker)].name

    def _repr_html_(self) -> str:
        table = overview(self.conflict)
        return replace(table, title=f"{table.title}: {len(self.states):,} states")._repr_html_()

    def about(self) -> dict[str, Any]:
        """Return what results as data say of the model: its title, digest and scenario."""
        data: dict[str, Any] = {"title": self.conflict.title, "digest": self.conflict.digest}
        if self.scenario is not None:
            data["scenario"] = self.scenario
        return data

    def find_decision_maker(self, reference: str) -> str:
        """Return the id of a decision maker given by id or name.

        Parameters
        ----------
        reference : str
            The id or the name.

        Returns
        -------
        str

        Raises
        ------
        UnknownNameError
            If there is none.

        Examples
        --------
        >>> from countermove.files.model_file import load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.find_decision_maker(model.name("first"))
        'first'
        """
        if isinstance(reference, str):
            if reference in self.decision_makers:
                return reference
            for dm in self.decision_makers:
                if reference == self.name(dm):
                    return dm
        raise unknown("decision maker", reference, self.decision_makers, "The decision makers are")

    def opponents(self, decision_maker: str) -> Sequence[str]:
        r"""Return all others, :math:`N \setminus i`.

        Parameters
        ----------
        decision_maker : str
            Its id.

        Returns
        -------
        tuple of str

        Examples
        --------
        >>> from countermove.files.model_file import load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.opponents("first")
        ('second',)
        """
        self._known(decision_maker)
        return tuple(dm for dm in self.decision_makers if dm != decision_maker)

    def moves(self, decision_maker: str, state: int) -> Positions:
        """Return where a decision maker can move to by itself, :math:`R_i(s)`.

        Parameters
        ----------
        decision_maker : str
            Its id.
        state : int
            The position of the state.

        Returns
        -------
        ndarray of int
            Positions, ascending.

        Examples
        --------
        >>> from countermove.files.model_file import load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.moves("first", 0).tolist()
        [1]
        """
        return self.moves_of[self._known(decision_maker)].reachable(self.states.position(state))

    def improvements(self, decision_maker: str, state: int) -> Positions:
        """Return the moves that tempt a decision maker away from a state, :math:`R_i^+(s)`.

        Parameters
        ----------
        decision_maker : str
            Its id.
        state : int
            The position of the state.

        Returns
        -------
        ndarray of int
            Positions, ascending.

        Examples
        --------
        >>> from countermove.files.model_file import load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.improvements("first", 3).tolist()
        [2]
        """
        targets = self.moves(decision_maker, state)
        return targets[self.preferences[decision_maker].tempts(targets, state)]

    def credible_moves(self, decision_maker: str, state: int) -> Positions:
        """Return the moves that others believe a decision maker willing to make.

        Parameters
        ----------
        decision_maker : str
            Its id.
        state : int
            The position of the state.

        Returns
        -------
        ndarray of int
            Positions, ascending.

        Examples
        --------
        >>> from countermove.files.model_file import load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.credible_moves("first", 3).tolist()
        [2]
        """
        targets = self.moves(decision_maker, state)
        return targets[self.preferences[decision_maker].credible(targets, state)]

    def deters(self, decision_maker: str, target: int, state: int) -> bool:
        """Say whether ending at `target` deters a decision maker from leaving `state`.

        Parameters
        ----------
        decision_maker : str
            Its id.
        target, state : int
            The positions of the states.

        Returns
        -------
        bool

        Examples
        --------
        >>> from countermove.files.model_file import load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.deters("first", 0, 3)
        True
        """
        preference = self.preferences[self._known(decision_maker)]
        ends = np.array([self.states.position(target)])
        return bool(preference.deters(ends, self.states.position(state))[0])

    def better(self, decision_maker: str, target: int, state: int) -> Truth:
        """Say whether a decision maker prefers `target` to `state`, as far as is known.

        Parameters
        ----------
        decision_maker : str
            Its id.
        target, state : int
            The positions of the states.

        Returns
        -------
        Truth
            No, yes or unknown; of a complete order nothing is unknown.

        Examples
        --------
        >>> from countermove.files.model_file import load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.better("first", 2, 3).name
        'YES'
        """
        preference = self.preferences[self._known(decision_maker)]
        ends = np.array([self.states.position(target)])
        return Truth(int(preference.better(ends, self.states.position(state))[0]))

    def liking(self, decision_maker: str) -> NDArray[np.integer]:
        """Return a number for each state by which one of several is chosen as an example.

        The levels of a complete order; else how many states each is known to be better than. That
        fixes a choice, and is no judgement.

        Parameters
        ----------
        decision_maker : str
            Its id.

        Returns
        -------
        ndarray of int
            Higher for what is liked better.
        """
        preference = self.preferences[self._known(decision_maker)]
        if preference.levels is not None:
            return preference.levels
        if decision_maker not in self._likings:
            every = np.arange(len(self.states))
            wins = np.zeros(len(every), dtype=np.int64)
            for state in every.tolist():
                wins += preference.better(every, state) == Truth.YES
            self._likings[decision_maker] = wins
        return self._likings[decision_maker]

    @cached_property
    def _likings(self) -> dict[str, NDArray[np.integer]]:
        return {}

    def levels(self, decision_maker: str, need: str = "this") -> Ranks:
        """Return how a decision maker ranks the states, for what needs a complete order of them.

        Parameters
        ----------
        decision_maker : str
            Its id.
        need : str
            What needs the order, as the subject of a sentence.

        Returns
        -------
        ndarray of int
            For each state its level: higher is better, 0 the worst, and none is left out.

        Raises
        ------
        ConceptNotApplicableError
            If its preference is of a kind that isn't a complete order.

        Examples
        --------
        >>> from countermove.files.model_file import load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.levels("first").tolist()
        [1, 0, 3, 2]
        """
        levels = self.preferences[self._known(decision_maker)].levels
        if levels is not None:
            return levels
        what = (
            f"{need} can't do without a complete order of the outcomes, and the preference of "
            f"{self.name(decision_maker)} isn't one."
        )
        advice = (
            "Give one by statements, a ranking or weights; or ask what needs none: solve, "
            "explain, evolve, worth, compare."
        )
        path = ("preferences", decision_maker)
        raise ConceptNotApplicableError(*self.conflict.locate(Problem(what, path, advice)))

    @property
    def unordered(self) -> tuple[str, ...]:
        """The ids of those whose preference is no complete order of the states."""
        return tuple(dm for dm, own in self.preferences.items() if own.levels is None)

    def moves_are_transitive(self, decision_makers: Iterable[str] | None = None) -> bool:
        """Say whether two moves of one decision maker in a row are always one, if not none.

        Then it makes no difference that nobody moves twice in a row, but that a sequence may lead
        back to where it began.

        Parameters
        ----------
        decision_makers : iterable of str, optional
            Whose moves; everybody's when not given.

        Returns
        -------
        bool
        """
        whose = self.decision_makers if decision_makers is None else decision_makers
        return all(self.moves_of[dm].is_transitive for dm in whose)

    def is_transitive(self, decision_makers: Iterable[str] | None = None) -> bool:
        """Say whether that is so of moves, and of the moves that others believe it willing to make.

        Parameters
        ----------
        decision_makers : iterable of str, optional
            Whose moves and preferences; everybody's when not given.

        Returns
        -------
        bool
        """
        whose = self.decision_makers if decision_makers is None else tuple(decision_makers)
        preferences = [self.preferences[dm] for dm in whose]
        return self.moves_are_transitive(whose) and all(p.is_transitive for p in preferences)

    def _known(self, decision_maker: object) -> str:
        if isinstance(decision_maker, str) and decision_maker in self.moves_of:
            return decision_maker
        raise unknown("decision maker", decision_maker, self.decision_makers, "The ids are")


def build(
    conflict: Conflict,
    scenario: str | None = None,
    follow: Follow | None = None,
    *,
    most: int = MOST_STATES,
) -> GraphModel:
    """Build the graph model of a conflict.

    Parameters
    ----------
    conflict : Conflict
        The model.
    scenario : str, optional
        The scenario to apply first.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`countermove.solve`.
    most : int
        How many states to list at most.

    Returns
    -------
    GraphModel

    Raises
    ------
    ModelError
        If names, statements, rules, rankings or the status quo are wrong; all problems at once.
    UnknownNameError
        If there is no such scenario.
    TooLargeError
        If there are too many states to list, or to rank in the memory that is free.

    Examples
    --------
    >>> from countermove.files.model_file import load
    >>> model = build(load("prisoners-dilemma"))
    >>> len(model.states)
    4
    """
    variant = apply_scenario(loaded(conflict), scenario)
    if problems := problems_of(variant):
        raise ModelError(*problems)
    states = feasible_states(variant, whole(most, "most", 0))
    faults: list[Problem] = list(check_states(states))
    preferences: dict[str, Relations] = {}
    moves: dict[str, Moves] = {}
    _refuse_too_many(states)
    for dm in variant.decision_makers:
        tell(follow, Progress(0.0, len(states), decision_maker=dm))
        try:
            preferences[dm] = ordinal_preference(
                states, variant.preferences[dm], ("preferences", dm)
            )
        except ModelError as error:
            faults += error.problems
        try:
            moves[dm] = unilateral_moves(states, dm)
        except ModelError as error:
            faults += error.problems
    claims: dict[str, Region] = {}
    for claim, details in variant.claims.items():
        try:
            claims[claim] = states.holding(details.statement, ("claims", claim, details.kind))
        except ModelError as error:
            faults += error.problems
    if faults:
        raise ModelError(*dict.fromkeys(faults))
    model = GraphModel(variant, scenario, states, moves, preferences, claims)
    for path, view in every_view(variant):
        outer = [(path[:2], variant.views[str(path[1])])] if len(path) > 2 else []
        try:
            seen_in(model, [*outer, (path, view)])
        except ModelError as error:
            faults += error.problems
    if faults:
        raise ModelError(*dict.fromkeys(faults))
    states.forget()
    return model


@dataclass(frozen=True, eq=False)
class SeenModel:
    """A graph model as it is seen in a view.

    Parameters
    ----------
    model : GraphModel
        What is seen; its states have numbers of their own.
    states : SeenStates
        Its states, beside those of the model as it is.
    """

    model: GraphModel
    states: SeenStates


def seen_in(model: GraphModel, views: Sequence[LocatedView]) -> SeenModel:
    """Build the graph model that is seen in a view."""
    true, conflict = model.states, as_seen(model.conflict, [view for _, view in views])
    unknown = 0
    if not true.conflict.is_graph_form:
        position = {full: bit for bit, full in enumerate(true.vocabulary.options)}
        for name in (name for _, view in views for name in view.unknown):
            unknown |= 1 << position[true.vocabulary.meanings[name].key]
    seen = seen_states(true, conflict, unknown, views[-1][0])
    only = Bits.at(seen.true_of, len(true))
    preferences: dict[str, Relations] = {}
    faults: list[Problem] = []
    for dm in model.decision_makers:
        preference = model.preferences[dm]
        if given := preference_in(views, dm):
            try:
                preference = ordinal_preference(true, given[1], given[0], only)
            except ModelError as error:
                faults += error.problems
        preferences[dm] = preference.over(seen.true_of)
    if faults:
        raise ModelError(*faults)
    moves = {dm: _seen_moves(model, seen, dm) for dm in model.decision_makers}
    return SeenModel(GraphModel(conflict, model.scenario, seen.states, moves, preferences), seen)


def _seen_moves(model: GraphModel, seen: SeenStates, dm: str) -> Moves:
    """Return the moves of a decision maker between the states that are seen."""
    moves = model.moves_of[dm]
    if model.conflict.is_graph_form or moves.by_options:
        return unilateral_moves(seen.states, dm)
    pairs = seen.projection[moves.listed().pairs()]
    apart = (pairs.min(axis=1, initial=0) >= 0) & (pairs[:, 0] != pairs[:, 1])
    return ArcMoves.of_pairs(pairs[apart], len(seen.states))


def _refuse_too_many(states: States) -> None:
    """Refuse to rank more states than there is memory for."""
    options, makers = len(states.option_names), len(states.conflict.decision_makers)
    # A rank for each decision maker, the scores it is made of, and a bit for each option.
    needed = len(states) * (4 * makers + 8 + options // 8)
    what = f"ranking {len(states):,} states for {makers} decision makers"
    refuse_states_beyond_memory(needed, what, len(states))


def built(
    conflict: Conflict | GraphModel, scenario: str | None, follow: Follow | None = None
) -> GraphModel:
    """Return a graph model as it is, or build that of a conflict."""
    if not isinstance(conflict, GraphModel):
        return build(conflict, scenario, follow)
    if scenario is not None and text(scenario, "scenario") != conflict.scenario:
        raise UnknownNameError(
            Problem(
                f"this graph model is built already, without scenario '{scenario}'.",
                advice="Build it from the conflict with that scenario.",
            )
        )
    return conflict


def check(conflict: Conflict) -> tuple[Problem, ...]:
    """Find all that is wrong with a model, in the base and in every scenario."""
    if names := problems_of(conflict):
        return names
    base = _faults(conflict, None)
    known = {(problem.what, problem.path, problem.place) for problem in base}
    found = list(base)
    for scenario, details in conflict.scenarios.items():
        given = details.model_dump(exclude_unset=True, exclude_none=True)
        for problem in _faults(conflict, scenario):
            is_new = (problem.what, problem.path, problem.place) not in known
            if is_new or gives(given, problem.path):
                found.append(of_scenario(problem, scenario, given))
    return tuple(found)


def _faults(conflict: Conflict, scenario: str | None) -> tuple[Problem, ...]:
    try:
        build(conflict, scenario)
    except CountermoveError as error:
        return conflict.locate(*error.problems)
    return ()
