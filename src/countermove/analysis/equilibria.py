"""Equilibria: the states that are stable for every decision maker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from itertools import islice
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from immutabledict import immutabledict

from countermove.analysis.claims import ClaimAnswers
from countermove.analysis.evolve.leading import Leading, leading
from countermove.analysis.readings.across import Across
from countermove.analysis.readings.work import AcrossOnce
from countermove.analysis.state_lists import (
    MOST_PRINTED,
    firmest,
    marks,
    numbers,
    one_by_one,
    option_table,
    states_data,
    states_table,
)
from countermove.arguments import whole
from countermove.errors import ConceptNotApplicableError
from countermove.graph.patterns import Cover
from countermove.graph.region import Region
from countermove.graph.states import State
from countermove.graph_model import GraphModel
from countermove.model.values import StateReference
from countermove.progress import Follow
from countermove.result import InNotebook, Provenance, Result, described, from_above
from countermove.stability.registry import SolutionConcept, find_concepts
from countermove.stability.verdict import Verdict
from countermove.table import Table
from countermove.texts import counted

if TYPE_CHECKING:
    import networkx

    from countermove.analysis.individual import IndividualStability

Stable = Mapping[str, Mapping[str, Region]]
"""The set of the states that are stable, by concept code and decision maker."""


@dataclass(frozen=True, slots=True)
class Equilibrium(InNotebook):
    """A state that holds under at least one concept.

    Parameters
    ----------
    state : State
        The state.
    concepts : tuple of str
        The codes of the concepts under which it is an equilibrium.
    position : int
        The state's position, from 0.
    """

    state: State
    concepts: tuple[str, ...]
    position: int = field(repr=False)


@dataclass(frozen=True, eq=False, repr=False)
class Solution(Result):
    """Which states are stable for whom, which hold, and what that says of the claims.

    Iterate over it for the equilibria; its length is their number.

    Parameters
    ----------
    model : GraphModel
        The model that was solved.
    concepts : tuple of SolutionConcept
        What was asked, in the order of tables.
    stable : mapping
        By concept code and decision maker the set of the states that are stable, as
        :class:`Region` or what else keeps a set of states.
    claims : ClaimAnswers
        The answers to the model's claims.
    provenance : Provenance
        How it was made.
    strong : Solution or None
        Where it is the weak one: the strong one, whose states aren't in it.
    """

    format = "countermove-result/1"

    model: GraphModel
    concepts: tuple[SolutionConcept, ...]
    stable: Stable
    claims: ClaimAnswers
    provenance: Provenance
    strong: Solution | None = None

    @cached_property
    def _across(self) -> AcrossOnce:
        return AcrossOnce(self.model, self.concepts, self.claims)

    @property
    def across(self) -> Across | None:
        """What holds in all readings of what the decision makers want, and what in some.

        Found when it is first asked for. None where nothing is in doubt.
        """
        return self.find_across()

    def find_across(self, follow: Follow | None = None) -> Across | None:
        """Find what holds in all readings, and tell how far it is; the next time it is there.

        Parameters
        ----------
        follow : callable, optional
            As in :func:`countermove.solve`; what has been found when it stops it is kept.

        Returns
        -------
        Across or None
            None where nothing is in doubt.

        Examples
        --------
        >>> from countermove import load, solve
        >>> solve(load("prisoners-dilemma")).find_across() is None
        True
        """
        return self._across.find(follow)

    @property
    def seconds_for_across(self) -> float:
        """About how long it takes to find what holds in all readings; nothing where it is there."""
        return self._across.seconds

    @cached_property
    def holding(self) -> Mapping[str, Region]:
        """The set of the states that hold, by concept code."""
        if self.strong is None:
            return immutabledict(all_stable(self.stable))
        # Stable for everybody, and not strongly so for everybody.
        somehow = all_stable(_joined(self.stable, self.strong.stable))
        return immutabledict({c: somehow[c] & ~held for c, held in self.strong.holding.items()})

    @cached_property
    def holding_somehow(self) -> Region:
        """The set of the states that hold under some concept."""
        return reduce(or_, self.holding.values())

    @cached_property
    def leading(self) -> Leading | None:
        """What leads from the status quo to each state; None without one, or for many states."""
        return leading(self.model)

    @property
    def draw(self) -> Any:
        """Its figures, each a method: ``draw.graph()``; they show themselves in a notebook.

        Examples
        --------
        >>> from countermove import load, solve
        >>> solve(load("prisoners-dilemma")).draw.option_table()
        <Drawing 'Option table: Prisoner's dilemma': 520 x 345>
        """
        return from_above("draw.base.drawn:Figures")(self)

    @property
    def printed_codes(self) -> tuple[str, ...]:
        """The codes of the concepts in tables: in one of the papers' ways as papers write them."""
        way = self.model.way
        return tuple(map(way.code, self.codes)) if way else self.codes

    def __iter__(self) -> Iterator[Equilibrium]:
        """Give every state that holds under some concept, by number."""
        return map(self._equilibrium, one_by_one(self.model.states, self.holding_somehow))

    def _equilibrium(self, state: int) -> Equilibrium:
        codes = tuple(code for code in self.codes if state in self.holding[code])
        return Equilibrium(self.model.states.view(state), codes, state)

    def strongest(self, count: int) -> tuple[Equilibrium, ...]:
        """Return the equilibria that hold under most concepts, at most `count`, firmest first.

        Those that hold under equally many concepts stand by number.

        Parameters
        ----------
        count : int
            How many at most.

        Returns
        -------
        tuple of Equilibrium

        Examples
        --------
        >>> from countermove import load, solve
        >>> solution = solve(load("prisoners-dilemma"))
        >>> [found.state.pattern for found in solution.strongest(1)]
        ['NN']
        """
        states = self.model.states
        count = min(whole(count, "count", 0), len(states))
        chosen = islice(firmest(states, self.holding.values()), count)
        return tuple(map(self._equilibrium, chosen))

    def __len__(self) -> int:
        """Count the states that hold under some concept."""
        return self.holding_somehow.count()

    def _brief(self) -> str:
        counts = ", ".join(f"{code} {self.holding[code].count()}" for code in self.codes)
        title = self.model.conflict.title
        return f"of '{title}': {counted(len(self.model.states), 'state')}; equilibria: {counts}"

    @described
    def equilibria(self, concept: str) -> tuple[State, ...]:
        """Return the equilibria under one concept, by number.

        Returns
        -------
        tuple of State

        Examples
        --------
        >>> from countermove import load, solve
        >>> solution = solve(load("prisoners-dilemma"))
        >>> [state.pattern for state in solution.equilibria("SEQ")]
        ['NN', 'YY']
        """
        return tuple(self.model.states.view(state) for state in self.positions(concept))

    def positions(self, concept: str) -> list[int]:
        """Return the positions, from 0, of the equilibria under one concept, by number."""
        return list(one_by_one(self.model.states, self.holding[self.code(concept)]))

    @described
    def patterns(self, concept: str) -> Cover | None:
        """Say which states are equilibria under one concept by few patterns.

        They are as few as can be found quickly, which now and then is one more than would do.

        Returns
        -------
        Cover or None
            Patterns of Y (taken in all that match), N (in none) and - (in some). Every equilibrium
            matches one, and no other feasible state does. None where that would take too many.

        ModelError
            If the model is in graph form: its states have no patterns.

        Examples
        --------
        >>> from countermove import load, solve
        >>> solution = solve(load("syria-iraq-1975"))
        >>> [pattern.text for pattern in solution.patterns("GMR")]
        ['NNN', 'NYY']
        """
        return self.holding[self.code(concept)].patterns(self.model.states)

    @described
    def statement(self, concept: str) -> str | None:
        """Say which states are equilibria under one concept by a statement for a model file.

        It can stand wherever a statement can: among `infeasible` of a next step, in `feasible`, in
        a claim. The patterns alone are those of :meth:`patterns`.

        Returns
        -------
        str or None
            A statement that holds in the equilibria and in no other state; None where it would
            take too many patterns.

        Examples
        --------
        >>> from countermove import load, solve
        >>> solution = solve(load("syria-iraq-1975"))
        >>> solution.statement("GMR")
        'NNN or NYY'
        """
        states, found = self.model.states, self.holding[self.code(concept)]
        if not found.any() or found.all():
            return "true" if found.any() else "false"
        if states.conflict.is_graph_form:
            return " or ".join(states.label(state) for state in self.positions(concept))
        patterns = self.patterns(concept)
        return None if patterns is None else " or ".join(pattern.text for pattern in patterns)

    @described
    def is_stable(self, state: StateReference, decision_maker: str, concept: str) -> bool:
        """Say whether a state is stable for a decision maker under a concept.

        Returns
        -------
        bool

        Examples
        --------
        >>> from countermove import load, solve
        >>> solution = solve(load("prisoners-dilemma"))
        >>> solution.is_stable("YY", "first", "NASH"), solution.is_stable("YY", "first", "SEQ")
        (False, True)
        """
        dm = self.model.find_decision_maker(decision_maker)
        return self.model.states.find(state) in self.stable[self.code(concept)][dm]

    @described
    def is_equilibrium(self, state: StateReference, concept: str) -> bool:
        """Say whether a state is an equilibrium under a concept.

        Returns
        -------
        bool

        Examples
        --------
        >>> from countermove import load, solve
        >>> solution = solve(load("prisoners-dilemma"))
        >>> solution.is_equilibrium("YY", "SEQ")
        True
        """
        return self.model.states.find(state) in self.holding[self.code(concept)]

    @described
    def verdict(self, state: StateReference, decision_maker: str, concept: str) -> Verdict:
        """Return the verdict with its witness, from the definition; the weak solution has none.

        Returns
        -------
        Verdict

        Examples
        --------
        >>> from countermove import load, solve
        >>> solution = solve(load("prisoners-dilemma"))
        >>> solution.verdict("YY", "first", "SEQ").is_stable
        True
        """
        (found,) = find_concepts([self.code(concept)])
        if self.strong is not None:
            raise ConceptNotApplicableError(
                "what is weakly stable is a difference, and has no witness of its own.",
                advice="Ask for it with strength general, and with strength strong.",
            )
        dm = self.model.find_decision_maker(decision_maker)
        return found.verdict(self.model, dm, self.model.states.find(state))

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Return states and moves for networkx (the extra ``networkx``), with the answers.

        Returns
        -------
        MultiDiGraph
            As :meth:`GraphModel.to_networkx` returns it. A node has for each concept
            ``equilibrium_…``, and for each decision maker ``stable_…_…``, too.

        Raises
        ------
        MissingExtraError
            If networkx isn't installed.
        TooLargeError
            If there are more than 100,000 states or a million moves.

        Examples
        --------
        >>> from countermove import load, solve
        >>> graph = solve(load("prisoners-dilemma")).to_networkx()
        >>> [number for number, holds in graph.nodes("equilibrium_SEQ") if holds]
        [1, 4]
        """
        from countermove.analysis.network import network

        return network(self.model, self)

    def to_page(self) -> str:
        """Return model and answer as one page of HTML to send to somebody.

        It stands by itself, opens offline, and can only be read. The same model makes the same
        page.

        Returns
        -------
        str

        Raises
        ------
        TooLargeError
            If the page would be too large to be sent.
        ConceptNotApplicableError
            If it is the weak solution.

        Examples
        --------
        >>> from countermove import load, solve
        >>> page = solve(load("prisoners-dilemma")).to_page()
        >>> page[:15]
        '<!doctype html>'
        """
        return str(from_above("share.page:shared_page")(self))

    def individual(self) -> IndividualStability:
        """Return for whom each state is stable, and how: the table of papers with r, s, u and E.

        Returns
        -------
        IndividualStability

        Examples
        --------
        >>> from countermove import load, solve
        >>> solve(load("prisoners-dilemma"), "SEQ").individual().letter("YY", "first", "SEQ")
        's'
        """
        from countermove.analysis.individual import IndividualStability

        return IndividualStability(self)

    def table(self) -> Table:
        """Return the equilibria as a table: states by concepts."""
        title, held = f"Equilibria of {self.model.conflict.title}", marks(self.holding.values())
        if self.model.way:
            title += f": {self.model.way.name}"
        heads = self.printed_codes
        return states_table(title, self.model.states, self.holding_somehow, heads, held)

    def _printed(self) -> Table:
        table, states = self.table(), self.model.states
        if states.conflict.is_graph_form or not 0 < len(self) <= MOST_PRINTED:
            return table
        shown = states.in_order_array(self.holding_somehow.positions())
        holding = zip(self.printed_codes, self.holding.values(), strict=True)
        held = ((head, found.among(shown).tolist()) for head, found in holding)
        return option_table(table.title, states, shown.tolist(), held)

    def _content(self) -> dict[str, Any]:
        states, conflict = self.model.states, self.model.conflict
        printed = dict(zip(self.codes, self.printed_codes, strict=True))
        return {
            "decision_makers": [
                {
                    "id": dm,
                    "name": party.name,
                    "options": [states.vocabulary.short[f"{dm}.{o}"] for o in party.options],
                }
                for dm, party in conflict.decision_makers.items()
            ],
            "states": states_data(states),
            "stable": {
                code: {dm: numbers(states, found) for dm, found in by_dm.items()}
                for code, by_dm in self.stable.items()
            },
            "equilibria": {code: numbers(states, self.holding[code]) for code in self.codes},
            **({"codes_of_papers": printed} if self.model.way else {}),
            "leading": self.leading and self.leading.to_dict(self.holding_somehow),
            "claims": {answer.claim: dict(answer.holds) for answer in self.claims},
            **({} if self.across is None else {"across": self.across.data()}),
        }


def all_stable(stable: Stable) -> dict[str, Region]:
    """Return for each concept which states are stable for every decision maker."""
    return {code: reduce(and_, by_dm.values()) for code, by_dm in stable.items()}


def _joined(one: Stable, other: Stable) -> Stable:
    return {
        code: {dm: found | other[code][dm] for dm, found in by_dm.items()}
        for code, by_dm in one.items()
    }


def weakly(general: Solution, strong: Solution) -> Solution:
    """Return what is stable, and not strongly so; a claim isn't answered by that."""
    stable = {
        code: immutabledict({dm: s & ~strong.stable[code][dm] for dm, s in by_dm.items()})
        for code, by_dm in general.stable.items()
    }
    nothing = ClaimAnswers()
    return replace(general, stable=immutabledict(stable), claims=nothing, strong=strong)
