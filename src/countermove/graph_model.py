"""The graph model: states, moves and preferences together, the object that analyses take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from countermove.docstrings import explain_arguments
from countermove.errors import ConceptNotApplicableError, Problem, listed, unknown
from countermove.graph.moves import Moves
from countermove.graph.region import Positions, Region
from countermove.graph.states import States
from countermove.model.conflict import Conflict
from countermove.model.doubts import Doubt, doubts_of, every_doubt
from countermove.preferences.levels import Ranks
from countermove.preferences.relations import Relations, Truth
from countermove.preferences.ways import AS_RANKED, PreferenceWay
from countermove.record.references import record_of
from countermove.references import Reference
from countermove.result import InNotebook, from_above
from countermove.texts import counted

if TYPE_CHECKING:
    import networkx

Method = TypeVar("Method", bound=Callable[..., Any])

_ARGUMENTS = {
    "decision_maker": ("str", "Its id."),
    "target": ("int", "The position of the state that is compared."),
    "state": ("int", "The position of the state."),
}


def _described(method: Method) -> Method:
    """Add to a docstring what the arguments are."""
    explain_arguments(method, _ARGUMENTS)
    return method


@dataclass(frozen=True, eq=False)
class GraphModel(InNotebook):
    r"""States, unilateral moves and preferences: the graph model of a conflict.

    In the notation of the literature, decision makers :math:`N`, feasible states :math:`S`,
    for each :math:`i \in N` the moves :math:`R_i(s)` and the preference :math:`\succ_i`.
    Build one with :func:`build`. States are positions from 0 here and in the engines; people
    see labels and printed numbers (:meth:`States.label`).

    Parameters
    ----------
    conflict : Conflict
        What the analyst wrote down, any scenario already applied and every doubt resolved.
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
    way : PreferenceWay
        In which of the papers' ways preferences are taken.
    """

    conflict: Conflict
    scenario: str | None
    states: States
    moves_of: dict[str, Moves]
    preferences: dict[str, Relations]
    claims: dict[str, Region] = field(default_factory=dict)
    way: PreferenceWay = AS_RANKED

    def __repr__(self) -> str:
        """Name the model and count its states."""
        scenario = "" if self.scenario is None else f", scenario '{self.scenario}'"
        chosen = ", ".join(f"{doubt}={key}" for doubt, key in self.conflict.reading.items())
        reading = f", reading {chosen}" if chosen else ""
        states = counted(len(self.states), "state")
        return f"<GraphModel of '{self.conflict.title}': {states}{scenario}{reading}>"

    @cached_property
    def decision_makers(self) -> tuple[str, ...]:
        """The ids of the decision makers, in the order of the model."""
        return tuple(self.conflict.decision_makers)

    @_described
    def name(self, decision_maker: str) -> str:
        """Return a decision maker's name.

        Returns
        -------
        str

        Examples
        --------
        >>> from countermove import build, load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.name("first")
        'First prisoner'
        """
        return self.conflict.decision_makers[self._known(decision_maker)].name

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Return states and moves for networkx (the extra ``networkx``).

        Returns
        -------
        MultiDiGraph
            A node for each state, by its printed number, with ``label``, ``pattern``, ``taken``,
            ``text``, ``status_quo``, for each option ``option_…`` (Y, N or -) and for each decision
            maker who ranks all states ``rank_…`` (1 is best). For each move an edge whose key is
            the decision maker's id, with ``decision_maker``, ``name``, ``improvement`` and
            ``one_way`` (it can't be moved back).

        Raises
        ------
        MissingExtraError
            If networkx isn't installed.
        TooLargeError
            If there are more than 100,000 states or a million moves.

        Examples
        --------
        >>> from countermove import build, load
        >>> graph = build(load("prisoners-dilemma")).to_networkx()
        >>> [who for _, _, who, better in graph.out_edges(4, "improvement", keys=True) if better]
        ['first', 'second']
        """
        return from_above("analysis.network:network")(self)

    def about(self) -> dict[str, Any]:
        """Return what results as data say of the model: title, digest, scenario and reading."""
        written = self.conflict.with_doubts
        data: dict[str, Any] = {"title": self.conflict.title, "digest": written.digest}
        if self.scenario is not None:
            data["scenario"] = self.scenario
        if self.way:
            data["way"] = self.way.to_dict()
        if in_doubt := every_doubt(written):
            chosen = self.conflict.reading
            keys = {doubt.id: [value.key for value in doubt.values] for doubt in in_doubt}
            data["reading"] = {d: key for d, key in chosen.items() if key in keys.get(d, ())}
        return data

    @property
    def literature(self) -> tuple[Reference, ...]:
        """What is cited along with it: where its way of preferences comes from, and its record."""
        return (*self.way.literature, *record_of(self.conflict))

    @property
    def written(self) -> Conflict:
        """What the analyst wrote down, with the doubts that are left; `conflict` is without."""
        return self.conflict.unresolved

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """What isn't known of what decision makers want, and wasn't chosen; in the file's order."""
        return doubts_of(self.written)

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
        >>> from countermove import build, load
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
        raise unknown("party", reference, self.decision_makers, "The parties are")

    @_described
    def opponents(self, decision_maker: str) -> Sequence[str]:
        r"""Return all others, :math:`N \setminus i`.

        Returns
        -------
        tuple of str

        Examples
        --------
        >>> from countermove import build, load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.opponents("first")
        ('second',)
        """
        self._known(decision_maker)
        return tuple(dm for dm in self.decision_makers if dm != decision_maker)

    @_described
    def moves(self, decision_maker: str, state: int) -> Positions:
        """Return where a decision maker can move to by itself, :math:`R_i(s)`.

        Returns
        -------
        ndarray of int
            Positions, ascending.

        Examples
        --------
        >>> from countermove import build, load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.moves("first", 0).tolist()
        [1]
        """
        return self.moves_of[self._known(decision_maker)].reachable(self.states.position(state))

    @_described
    def improvements(self, decision_maker: str, state: int) -> Positions:
        """Return the moves that tempt a decision maker away from a state, :math:`R_i^+(s)`.

        Returns
        -------
        ndarray of int
            Positions, ascending.

        Examples
        --------
        >>> from countermove import build, load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.improvements("first", 3).tolist()
        [2]
        """
        targets = self.moves(decision_maker, state)
        return targets[self.preferences[decision_maker].tempts(targets, state)]

    @_described
    def credible_moves(self, decision_maker: str, state: int) -> Positions:
        """Return the moves that others believe a decision maker willing to make.

        Returns
        -------
        ndarray of int
            Positions, ascending.

        Examples
        --------
        >>> from countermove import build, load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.credible_moves("first", 3).tolist()
        [2]
        """
        targets = self.moves(decision_maker, state)
        return targets[self.preferences[decision_maker].credible(targets, state)]

    @_described
    def deters(self, decision_maker: str, target: int, state: int) -> bool:
        """Say whether ending at `target` deters a decision maker from leaving `state`.

        Returns
        -------
        bool

        Examples
        --------
        >>> from countermove import build, load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.deters("first", 0, 3)
        True
        """
        preference = self.preferences[self._known(decision_maker)]
        ends = np.array([self.states.position(target)])
        return bool(preference.deters(ends, self.states.position(state))[0])

    @_described
    def better(self, decision_maker: str, target: int, state: int) -> bool | None:
        """Say whether a decision maker prefers `target` to `state`, as far as is known.

        Returns
        -------
        bool or None
            None where it isn't known, which of a complete order is never so.

        Examples
        --------
        >>> from countermove import build, load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.better("first", 2, 3)
        True
        """
        preference = self.preferences[self._known(decision_maker)]
        ends = np.array([self.states.position(target)])
        truth = int(preference.better(ends, self.states.position(state))[0])
        return None if truth == Truth.UNKNOWN else truth == Truth.YES

    @_described
    def liking(self, decision_maker: str) -> NDArray[np.integer]:
        """Return a number for each state by which one of several is chosen as an example.

        The levels of a complete order; else how many states each is known to be better than. That
        fixes a choice, and is no judgement.

        Returns
        -------
        ndarray of int
            Higher for what is liked better.
        """
        if (levels := self.levels_or_none(decision_maker)) is not None:
            return levels
        if decision_maker not in self._likings:
            preference = self.preferences[decision_maker]
            every = np.arange(len(self.states))
            is_better = (preference.better(every, s) == Truth.YES for s in every.tolist())
            self._likings[decision_maker] = sum(is_better, np.zeros_like(every))
        return self._likings[decision_maker]

    @cached_property
    def _likings(self) -> dict[str, NDArray[np.integer]]:
        return {}

    @_described
    def levels(self, decision_maker: str, need: str = "this") -> Ranks:
        """Return how a decision maker ranks the states, for what needs a complete order of them.

        Parameters
        ----------
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
        >>> from countermove import build, load
        >>> model = build(load("prisoners-dilemma"))
        >>> model.levels("first").tolist()
        [1, 0, 3, 2]
        """
        levels = self.levels_or_none(decision_maker)
        if levels is None:
            raise self._no_order((decision_maker,), need)
        return levels

    @_described
    def levels_or_none(self, decision_maker: str) -> Ranks | None:
        """Return how a decision maker ranks the states, if by a complete order; see :meth:`levels`.

        Returns
        -------
        ndarray of int or None
            For each state its level; None where the preference isn't a complete order.

        Examples
        --------
        >>> from countermove import build, load
        >>> build(load("prisoners-dilemma")).levels_or_none("second").tolist()
        [1, 3, 0, 2]
        """
        return self.preferences[self._known(decision_maker)].levels

    def need_levels(self, need: str) -> None:
        """Refuse what needs a complete order of everybody, where somebody has none.

        Parameters
        ----------
        need : str
            What needs it, as the subject of a sentence.

        Raises
        ------
        ConceptNotApplicableError
            If somebody's preference isn't a complete order.
        """
        if self.unordered:
            raise self._no_order(self.unordered, need)

    def _no_order(self, whose: Sequence[str], need: str) -> ConceptNotApplicableError:
        names = listed(self.name(dm) for dm in whose)
        is_none = f"preference of {names} isn't one"
        if len(whose) > 1:
            is_none = f"preferences of {names} are none"
        what = f"{need} can't do without a complete order of the outcomes, and the {is_none}."
        advice = "Give one by statements, a ranking or weights; or ask what needs none: solve, "
        advice += "explain, deal, evolve, worth, compare."
        problem = Problem(what, ("preferences", whose[0]), advice)
        return ConceptNotApplicableError(*self.conflict.locate(problem))

    @property
    def unordered(self) -> tuple[str, ...]:
        """The ids of those whose preference is no complete order of the states."""
        return tuple(dm for dm in self.preferences if self.levels_or_none(dm) is None)

    def moves_are_transitive(self) -> bool:
        """Say whether two moves of one decision maker in a row are always one, if not none.

        Then it makes no difference that nobody moves twice in a row, but that a sequence may lead
        back to where it began.

        Returns
        -------
        bool
        """
        return all(moves.is_transitive for moves in self.moves_of.values())

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
        whose = self.decision_makers if decision_makers is None else decision_makers
        of = ((self.moves_of[dm], self.preferences[dm]) for dm in whose)
        return all(moves.is_transitive and own.is_transitive for moves, own in of)

    def _known(self, decision_maker: object) -> str:
        if isinstance(decision_maker, str) and decision_maker in self.moves_of:
            return decision_maker
        raise unknown("party", decision_maker, self.decision_makers, "The ids are")
