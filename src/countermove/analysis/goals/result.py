"""The answer to a goal: requirements, counts and least changes, per concept and state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import MIN_EMIN, Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from typing import Any

from countermove.analysis.goals.counting import RankingCount
from countermove.analysis.goals.rankings import LeastRankings, LeftOut
from countermove.analysis.goals.requirements import MinimalSets, Requirement
from countermove.analysis.goals.statements import LeastChanges
from countermove.analysis.state_lists import states_data
from countermove.errors import UnknownNameError, listed
from countermove.graph.states import States
from countermove.graph_model import GraphModel
from countermove.literature import KINSARA_2015, REGO_2021, WANG_2018
from countermove.model.values import StateReference
from countermove.result import Provenance, Result, described
from countermove.stability.registry import SolutionConcept
from countermove.table import Cell, Row, Table
from countermove.texts import exactly


@dataclass(frozen=True, slots=True)
class Goal:
    """What was asked for.

    Parameters
    ----------
    text : str
        As it was asked.
    states : tuple of int
        The positions of the states that would do, in the order of printing.
    """

    text: str
    states: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True)
class Demands:
    """What is required of one decision maker.

    Parameters
    ----------
    decision_maker : str
        Its id.
    requirements : tuple of Requirement
        What is required of it for each state of the goal.
    count : RankingCount or None
        How many of its rankings meet that; None where they weren't counted.
    """

    decision_maker: str
    requirements: tuple[Requirement, ...]
    count: RankingCount | None

    @property
    def are_met_today(self) -> bool:
        """Whether they are met as it ranks the states today."""
        return all(found.is_met_today for found in self.requirements)


@dataclass(frozen=True, eq=False)
class GoalAnswer:
    """What would have to change for some states to be equilibria under one concept.

    Parameters
    ----------
    concept : str
        The code of the concept.
    states : tuple of int
        The positions of the states, all of which shall hold.
    demands : tuple of Demands
        What is required of each decision maker.
    share : Fraction or None
        The share of all strict rankings of all decision makers under which the states hold: the
        product of their shares. None where it isn't, as under SEQ and SSEQ what is required of
        one depends on what the others prefer; and where one of them wasn't counted.
    least : LeastChanges or None
        The least changes of statements that make the states hold; None where they do already.
    alone : mapping of str to LeastChanges or None
        The same for each decision maker whose preference is given by statements, if it alone
        changes; None where that can't do, whatever it would prefer. Empty where the states hold.
    rankings : LeastRankings or None
        The least changes of rankings that make the states hold; None where they do already, and
        where they weren't looked for.
    """

    concept: str
    states: tuple[int, ...]
    demands: tuple[Demands, ...]
    share: Fraction | None
    least: LeastChanges | None
    alone: Mapping[str, LeastChanges | None]
    rankings: LeastRankings | None = None

    def __repr__(self) -> str:
        """Say under which concept it is, and whether anything must change."""
        says = "holds already" if self.holds else "does not hold today"
        return f"<{type(self).__name__}: {says} under {self.concept}>"

    @property
    def holds(self) -> bool:
        """Whether the states hold already."""
        return not self.unstable

    @cached_property
    def unstable(self) -> tuple[str, ...]:
        """The decision makers for whom some of the states aren't stable today."""
        return tuple(d.decision_maker for d in self.demands if not d.are_met_today)

    @property
    def swaps(self) -> int | None:
        """How many pairs of states have to be judged otherwise; None where that isn't known."""
        if self.holds:
            return 0
        return None if self.rankings is None else self.rankings.together.cost

    @property
    def missing(self) -> int:
        """How many judgements have to change at least: states that must come to be no better."""
        return sum(
            len(found.missing.sets[0])
            for demands in self.demands
            for found in demands.requirements
            if found.missing.sets
        )


@dataclass(frozen=True, eq=False, repr=False)
class Goals(Result):
    """What would have to change for goals to be reached, per solution concept.

    Iterate over it for the answers: for each concept those that take least first. Its length is
    their number.

    Parameters
    ----------
    model : GraphModel
        The model that was asked about.
    goals : tuple of Goal
        What shall hold, all of it at once.
    concepts : tuple of SolutionConcept
        Under which concepts.
    answers : mapping of str to tuple of GoalAnswer
        By concept code: for every way to reach the goals what it takes.
    steps : int
        Up to how many steps changes of statements were looked for.
    ways : int
        In how many ways the goals can be reached; only so many as there are answers were looked
        into.
    rankings_left_out : {"not asked for", "extra missing", "too many states"} or None
        Why the least change of rankings wasn't looked for; None where it was, at least for those
        ways to reach the goals that take least otherwise.
    provenance : Provenance
        How it was made.
    was_stopped : bool
        Whether it was stopped before everything was found: then concepts may be missing, and the
        least change of rankings.
    """

    format = "countermove-goals/1"
    literature = (KINSARA_2015, WANG_2018, REGO_2021)

    model: GraphModel
    goals: tuple[Goal, ...]
    concepts: tuple[SolutionConcept, ...]
    answers: Mapping[str, tuple[GoalAnswer, ...]]
    steps: int
    ways: int
    rankings_left_out: LeftOut | None
    provenance: Provenance
    was_stopped: bool = False

    def __iter__(self) -> Iterator[GoalAnswer]:
        """Give the answers, concept by concept."""
        return (answer for code in self.codes for answer in self.answers[code])

    def __len__(self) -> int:
        """Count the answers."""
        return sum(map(len, self.answers.values()))

    def _brief(self) -> str:
        asked = " and ".join(f"'{goal.text}'" for goal in self.goals)
        takes = ", ".join(f"{code} {_takes(self.best(code))}" for code in self.codes)
        return f"of '{self.model.conflict.title}': {asked}; steps needed: {takes}"

    @described
    def best(self, concept: str) -> GoalAnswer:
        """Return the answer that takes least under a concept.

        Returns
        -------
        GoalAnswer

        Examples
        --------
        >>> from countermove import goals, load
        >>> found = goals(load("syria-iraq-1975"), 2, "SEQ").best("SEQ")
        >>> found.holds, found.demands[0].count.strict
        (False, 384)
        """
        return self.answers[self.code(concept)][0]

    def answer(self, concept: str, *states: StateReference) -> GoalAnswer:
        """Return the answer for states under a concept.

        Parameters
        ----------
        concept : str
            The code of a concept that was asked for, or a synonym.
        *states : str or int
            The state, or all that shall hold at once.

        Returns
        -------
        GoalAnswer

        Raises
        ------
        UnknownNameError
            If the concept wasn't asked for, there is no such state, or it wasn't looked into.

        Examples
        --------
        >>> from countermove import goals, load
        >>> found = goals(load("prisoners-dilemma"), "not first.silent", "NASH")
        >>> found.answer("NASH", "NN").holds
        True
        """
        wanted = {self.model.states.find(state) for state in states}
        for answer in self.answers[self.code(concept)]:
            if set(answer.states) == wanted:
                return answer
        names = listed(map(str, states))
        raise UnknownNameError(f"there is no answer for {names}.", advice="Ask for it as a goal.")

    def table(self) -> Table:
        """Return the answers as a table: states by concepts."""
        states, makers = self.model.states, self.model.decision_makers
        rows: list[Row] = []
        for answer in self:
            numbers = [states.label(state) for state in answer.states]
            steps = None if answer.least is None else answer.least.steps
            stable = [dm not in answer.unstable for dm in makers]
            shares = [None if d.count is None else _decimal(d.count.share) for d in answer.demands]
            rows.append(
                (
                    " and ".join(numbers),
                    answer.concept,
                    answer.holds,
                    0 if answer.holds else steps,
                    answer.swaps,
                    *stable,
                    *shares,
                )
            )
        heads = (*(f"stable for {dm}" for dm in makers), *(f"share of {dm}" for dm in makers))
        title = f"Goals in {self.model.conflict.title}"
        return Table(title, ("state", "concept", "holds", "steps", "swaps", *heads), tuple(rows))

    def _content(self) -> dict[str, Any]:
        states = self.model.states
        return {
            "goals": [{"goal": g.text, "states": _numbers(states, g.states)} for g in self.goals],
            "steps": self.steps,
            "ways": self.ways,
            "states": states_data(states),
            "answers": [_answer_data(states, answer, self.rankings_left_out) for answer in self],
        }


def _takes(answer: GoalAnswer) -> str:
    if answer.least is None:
        return "0"
    steps = answer.least.steps
    return "none found" if steps is None else str(steps)


def _numbers(states: States, some: Sequence[int] | frozenset[int]) -> list[int]:
    return [states.number(state) for state in states.in_order(some)]


def _sets(states: States, sets: MinimalSets) -> dict[str, Any]:
    return {"sets": [_numbers(states, some) for some in sets], "complete": sets.complete}


def _decimal(share: Fraction) -> Cell:
    """Return a share as a number, or where it is too small for one as its digits and a power."""
    number = float(share)
    if number or not share:
        return number
    with localcontext() as context:
        context.Emin, context.prec = MIN_EMIN, 17
        return f"{Decimal(share.numerator) / Decimal(share.denominator):.12g}"


def _answer_data(states: States, answer: GoalAnswer, left_out: LeftOut | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "concept": answer.concept,
        "states": [states.number(state) for state in answer.states],
        "holds": answer.holds,
        "decision_makers": {d.decision_maker: _demands_data(states, d) for d in answer.demands},
        "share": None if answer.share is None else exactly(answer.share),
    }
    if answer.least is not None:
        data["least"] = answer.least.to_dict()
        data["alone"] = {
            dm: None if least is None else least.to_dict() for dm, least in answer.alone.items()
        }
    if not answer.holds:
        data["ranking_change"] = _ranking_data(answer.rankings, left_out)
    return data


def _ranking_data(found: LeastRankings | None, left_out: LeftOut | None) -> dict[str, Any]:
    if found is None:
        return {"looked_for": False, "why": left_out or "others are closer"}
    return {"looked_for": True} | found.to_dict()


def _demands_data(states: States, demands: Demands) -> dict[str, Any]:
    count = demands.count
    return {
        "stable": demands.are_met_today,
        "requirements": [
            {
                "state": states.number(found.state),
                "clauses": [
                    {
                        "move": states.number(clause.move),
                        "alternatives": [_numbers(states, some) for some in clause.alternatives],
                        "met": clause.is_met(found.no_better_today),
                    }
                    for clause in found.clauses
                ],
                "minimal": _sets(states, found.minimal),
                "missing": _sets(states, found.missing),
            }
            for found in demands.requirements
        ],
        "rankings": None
        if count is None
        else {"strict": count.strict, "of": count.all_strict, "share": exactly(count.share)},
    }
