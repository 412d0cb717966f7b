"""The robustness radius: how little of one ranking must change for an answer to turn round."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.analysis.claims import ClaimAnswer
from countermove.analysis.equilibria import Solution
from countermove.analysis.follow_up import FollowUp
from countermove.analysis.radius.least_turns import LeastTurn, Question, TurnSearch
from countermove.analysis.radius.turning_points import least
from countermove.analysis.rankings.least_change import check_size, of_family
from countermove.analysis.solving import solve
from countermove.analysis.state_lists import one_by_one
from countermove.arguments import one_of, several
from countermove.building import built
from countermove.docstrings import citing
from countermove.errors import unknown
from countermove.graph_model import GraphModel
from countermove.literature import KENDALL_1938, REGO_2021
from countermove.model.conflict import Conflict
from countermove.model.values import StateReference
from countermove.progress import Follow
from countermove.result import ListResult, Provenance, described
from countermove.stability.registry import SolutionConcept
from countermove.table import Cell, Row, Table

MOST_CREATED = 64
"""In models of more states only claims are looked at, unless states are asked for."""


@dataclass(frozen=True, eq=False, repr=False)
class Radius(FollowUp, ListResult[LeastTurn]):
    """How few pairs of states one decision maker must judge otherwise for answers to turn round.

    Iterate over it for the turns, those of claims first.

    Parameters
    ----------
    solution : Solution
        The answers as they are.
    decision_makers : tuple of str
        Whose rankings were changed, one at a time.
    turns : tuple of LeastTurn
        The answers and what turns them round.
    provenance : Provenance
        How it was made; not complete where states were left out, or it was stopped.
    """

    format = "countermove-radius/1"
    literature = (KENDALL_1938, REGO_2021)
    _list = "turns"

    decision_makers: tuple[str, ...]
    turns: tuple[LeastTurn, ...]
    provenance: Provenance

    @property
    def was_stopped(self) -> bool:
        """Whether it was stopped before everything was found."""
        return any(turn.open for turn in self)

    def _brief(self) -> str:
        nearest = least(turn.nearest for turn in self)
        closest = "none can be turned" if nearest is None else f"the closest takes {nearest.cost}"
        return f"of '{self.model.conflict.title}': {len(self)} answers, {closest}"

    @described
    def of_claim(self, claim: str, concept: str) -> LeastTurn:
        """Return what turns a claim that was asked about round under a concept.

        Returns
        -------
        LeastTurn

        Examples
        --------
        >>> from countermove import load
        >>> radius(load("syria-iraq-1975"), concepts="NASH").of_claim("war", "NASH").fewest
        2
        """
        code = self.code(concept)
        found = {t.claim.claim: t for t in self if t.claim and t.concept.code == code}
        one_of(claim, list(found), "claim", "Asked were")
        return found[claim]

    @described
    def of_state(self, state: StateReference, concept: str) -> LeastTurn:
        """Return what makes a state that was asked about an equilibrium, or ends it.

        Returns
        -------
        LeastTurn

        Examples
        --------
        >>> from countermove import load
        >>> found = radius(load("prisoners-dilemma"))
        >>> found.of_state("NN", "NASH").swaps
        {'first': 1, 'second': 1}
        """
        states = self.model.states
        code, position = self.code(concept), states.find(state)
        found = {t.state: t for t in self if t.state is not None and t.concept.code == code}
        if position not in found:
            labels = [states.label(k) for k in found]
            raise unknown("outcome", states.label(position), labels, "Asked were")
        return found[position]

    def table(self) -> Table:
        """Return the fewest swaps: claims and states under each concept by decision makers."""
        rows: list[Row] = []
        for turn in self:
            about = ("state", self.model.states.label(turn.state or 0))
            if turn.claim:
                about = ("claim", turn.claim.claim)
            known: dict[str, Cell] = {dm: str(bounds) for dm, bounds in turn.open.items()}
            known |= turn.swaps
            swaps = (known[dm] for dm in self.decision_makers)
            rows.append((*about, turn.concept.code, turn.holds, *swaps, turn.fewest))
        heads = ("kind", "about", "concept", "holds", *self.decision_makers, "fewest")
        return Table(f"Robustness radius of {self.model.conflict.title}", heads, tuple(rows))

    def _content(self) -> dict[str, Any]:
        names = self.model.conflict.decision_makers
        return {
            "decision_makers": [{"id": dm, "name": names[dm].name} for dm in self.decision_makers],
            "claims": [
                {"claim": turn.claim.claim} | self._turn_data(turn) for turn in self if turn.claim
            ],
            "states": [
                {"state": self.model.states.number(turn.state)} | self._turn_data(turn)
                for turn in self
                if turn.state is not None
            ],
        }

    def _turn_data(self, turn: LeastTurn) -> dict[str, Any]:
        return {
            "concept": turn.concept.code,
            "holds": turn.holds,
            "fewest": turn.fewest,
            "swaps": dict(turn.swaps),
            "open": {
                dm: {"at_least": bounds.least, "at_most": bounds.most}
                for dm, bounds in turn.open.items()
            },
            "changes": {
                dm: change.to_dict()[dm]
                for dm, change in turn.changes.items()
                if change is not None
            },
        }


@citing(Radius.literature)
def radius(
    conflict: Conflict | GraphModel,
    *,
    concepts: str | Iterable[str] | None = None,
    claims: str | Iterable[str] | None = None,
    states: StateReference | Iterable[StateReference] | None = None,
    decision_makers: str | Iterable[str] | None = None,
    scenario: str | None = None,
    follow: Follow | None = None,
) -> Radius:
    r"""Find how little of one ranking must change for claims and equilibria to turn round.

    For a decision maker :math:`i` and an answer, whether a state is an equilibrium under a
    concept or a claim is true, the radius is

    .. math:: \min \{ d(\succsim_i, \succsim'_i) : \text{the answer is the other one when }
              \succsim'_i \text{ replaces } \succsim_i \},

    where :math:`d` counts the pairs of states that two rankings with ties judge differently:
    between rankings without ties, the adjacent swaps that turn one into the other. All other
    rankings stay as they are. It is exact: no smaller change of that ranking, of whatever kind,
    turns the answer round.

    Parameters
    ----------
    conflict : Conflict or GraphModel
        The model; a graph model that is already built is used as it is.
    concepts : str or iterable of str, optional
        Codes of solution concepts; NASH, GMR, SMR, SEQ and SSEQ when none are given.
    claims : str or iterable of str, optional
        Ids of claims. All claims when neither claims nor states are given.
    states : str, int or iterable of them, optional
        States, by number, label, id or pattern. When neither claims nor states are given: all of
        them in models of up to 64 states; in larger ones none, and where nothing is claimed the
        equilibria.
    decision_makers : str or iterable of str, optional
        Whose ranking may change, by id or name; everybody, one at a time, when none are given.
    scenario : str, optional
        The scenario to look at instead of the base.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`solve`.

    Returns
    -------
    Radius
        Where it was stopped, what had been found until then: bounds for what had been begun, and
        not complete. What is quick is found first.

    Raises
    ------
    ModelError
        If the model is wrong; all problems at once.
    UnknownNameError
        If a concept, a claim, a state, a decision maker or the scenario isn't known.
    ConceptNotApplicableError
        If a concept isn't a choice of replies and escape, or a preference no complete order.
    MissingExtraError
        If python-sat isn't installed.
    TooLargeError
        If there are too many states.
    StoppedError
        If `follow` stopped it before anything was found.

    Examples
    --------
    Both prisoners confess in equilibrium, until either would find it no worse, for one swap of
    neighbours in its ranking, to be the only one who keeps silent.

    >>> from countermove import load
    >>> found = radius(load("prisoners-dilemma"), concepts="SEQ")
    >>> found
    <Radius of 'Prisoner's dilemma': 7 answers, the closest takes 1>
    >>> found.of_state("NN", "SEQ").swaps, found.of_state("YY", "SEQ").swaps
    ({'first': 1, 'second': 1}, {'first': 1, 'second': 1})
    """
    asked = of_family(concepts)
    model = built(conflict, scenario, follow)

    def questions(solution: Solution) -> tuple[list[Question], bool]:
        answers = _answers(solution, claims, everything=states is None)
        positions, complete = _positions(solution, states, everything=claims is None)
        return [*answers, *positions], complete

    return radius_of(model, asked, questions, decision_makers, follow)


def radius_of(
    model: GraphModel,
    concepts: Sequence[SolutionConcept],
    choose: Callable[[Solution], tuple[list[Question], bool]],
    decision_makers: str | Iterable[str] | None = None,
    follow: Follow | None = None,
    *,
    only_quick: bool = False,
) -> Radius:
    """Find the radius of chosen answers and positions; `choose` says also whether that is all."""
    started = time.perf_counter()
    model.need_levels("the radius")
    check_size(model)
    makers = tuple(
        dict.fromkeys(map(model.find_decision_maker, several(decision_makers)))
        if decision_makers is not None
        else model.decision_makers
    )
    solution = solve(model, [concept.code for concept in concepts])
    questions, complete = choose(solution)
    search = TurnSearch(solution, questions, makers, follow, only_quick=only_quick)
    search.run()
    turns = tuple(search.turn(k, concept) for k in range(len(questions)) for concept in concepts)
    complete = complete and not any(turn.open for turn in turns)
    provenance = Provenance.since(started, "maxsat", "exact least changes", complete)
    return Radius(solution, makers, turns, provenance)


def _answers(
    solution: Solution, claims: str | Iterable[str] | None, *, everything: bool
) -> tuple[ClaimAnswer, ...]:
    known = {answer.claim: answer for answer in solution.claims}
    if claims is None:
        return solution.claims if everything else ()
    asked = several(claims)
    for claim in asked:
        one_of(claim, list(known), "claim", "The claims are")
    return tuple(known[claim] for claim in dict.fromkeys(asked))


def _positions(
    solution: Solution,
    states: StateReference | Iterable[StateReference] | None,
    *,
    everything: bool,
) -> tuple[list[int], bool]:
    """Return the states to look at, and whether that is all there are."""
    found = solution.model.states
    if states is not None:
        return found.in_order(dict.fromkeys(map(found.find, several(states)))), True
    if not everything:
        return [], True
    few = len(found) <= MOST_CREATED
    if not few and solution.claims:
        return [], False
    return list(one_by_one(found, None if few else solution.holding_somehow)), few
