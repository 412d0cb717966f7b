"""What to find out first: what each doubt is worth, and a question at a time."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from countermove.analysis.ask.settling import At, HangingAnswer, Settles, Settling
from countermove.analysis.ask.stages import Stages, place_asked
from countermove.analysis.equilibria import Solution
from countermove.analysis.readings.across import Across
from countermove.analysis.readings.answer import AnswerAcross
from countermove.analysis.readings.finding import Holds
from countermove.analysis.readings.standing import value_key
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt
from countermove.result import Provenance, Result
from countermove.stability.registry import SolutionConcept
from countermove.table import Table

# So many questions are written as data; what comes after them is said to be more.
_MOST_AS_DATA = 1 << 9


@dataclass(frozen=True, slots=True)
class Wanted:
    """An answer that is wanted: whether a claim holds, or an outcome, under one concept.

    Parameters
    ----------
    concept : str
        The code of the concept.
    claim : str or None
        The claim.
    state : int or None
        Else the state, by its position.
    """

    concept: str
    claim: str | None = None
    state: int | None = field(default=None, repr=False)


@dataclass(frozen=True, eq=False)
class Step:
    """Where somebody who asks stands: what is settled, what to ask, and where that leads.

    Parameters
    ----------
    settled : tuple of (Wanted, bool)
        What this answer has settled, and how.
    doubt : Doubt or None
        What to ask about; None where all is settled.
    first : tuple of int or None
        Of an unknown order, which of its statements are known to come first: by place from 0.
    """

    settled: tuple[tuple[Wanted, bool], ...]
    doubt: Doubt | None
    first: tuple[int, ...] | None
    _at: At = field(repr=False)
    _of: WhatToAsk = field(repr=False)

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """Where the answers to the question lead.

        Returns
        -------
        tuple of Branch

        Examples
        --------
        >>> from countermove import ask, load
        >>> ask(load("prisoners-dilemma")).first.branches
        ()
        """
        settling = self._of._settling
        d = settling.next_doubt(self._at)
        if d is None:
            return ()
        own = settling.stages[d]
        stage = own.all[self._at[d]]
        found = []
        for k in stage.next:
            at = (*self._at[:d], k, *self._at[d + 1 :])
            values = tuple(own.values[v] for v in own.all[k].values)
            likely = own.share(stage, own.all[k])
            found.append(Branch(values, likely, self._of._step(at, self._at)))
        return tuple(found)

    @property
    def open(self) -> int:
        """How many answers are open before the question.

        Returns
        -------
        int

        Examples
        --------
        >>> from countermove import ask, load
        >>> ask(load("prisoners-dilemma")).first.open
        0
        """
        return self._of._settling.left(self._at).open

    @property
    def expected(self) -> float | None:
        """How many questions it takes from here in expectation; None where that isn't known.

        Returns
        -------
        float or None

        Examples
        --------
        >>> from countermove import ask, load
        >>> ask(load("prisoners-dilemma")).first.expected
        0.0
        """
        found = self._of._settling.expected(self._at)
        return None if found is None else found[0]

    @property
    def most(self) -> int | None:
        """How many it takes at most; None where that isn't known.

        Returns
        -------
        int or None

        Examples
        --------
        >>> from countermove import ask, load
        >>> ask(load("prisoners-dilemma")).first.most
        0
        """
        found = self._of._settling.expected(self._at)
        return None if found is None else found[1]


@dataclass(frozen=True, eq=False)
class Branch:
    """One answer to a question, and where it leads.

    Parameters
    ----------
    values : tuple of int
        Which values the doubt may then still have.
    likely : float
        How likely the answer is.
    step : Step
        Where it leads.
    """

    values: tuple[int, ...]
    likely: float
    step: Step


@dataclass(frozen=True, eq=False, repr=False)
class WhatToAsk(Result):
    """What to find out first, so that it is settled what holds.

    Parameters
    ----------
    model : GraphModel
        The model, with every doubt resolved as written.
    concepts : tuple of SolutionConcept
        The concepts.
    asked : tuple of Wanted
        The answers that hang on doubts.
    unsettled : tuple of Wanted
        Answers that no question about a doubt is known to settle: they hang on unknown orders of
        outcomes or on weights, or on too many doubts.
    doubts : tuple of Settles
        What each doubt on which they hang is worth, the one that settles most first.
    turning_nothing : tuple of Doubt
        Doubts on which none of them hangs.
    provenance : Provenance
        How it was made.
    settled : mapping of Wanted to bool
        What needn't be asked: how it is in all readings.
    """

    format = "countermove-ask/1"

    model: GraphModel
    concepts: tuple[SolutionConcept, ...]
    asked: tuple[Wanted, ...]
    unsettled: tuple[Wanted, ...]
    doubts: tuple[Settles, ...]
    turning_nothing: tuple[Doubt, ...]
    provenance: Provenance
    settled: Mapping[Wanted, bool]
    _settling: Settling = field(repr=False)

    def _brief(self) -> str:
        return (
            f"of '{self.model.conflict.title}': {len(self.doubts)} doubts settle "
            f"{len(self.asked)} answers"
        )

    @property
    def is_best(self) -> bool:
        """Whether no other order of asking takes fewer questions in expectation.

        Returns
        -------
        bool

        Examples
        --------
        >>> from countermove import ask, load
        >>> ask(load("prisoners-dilemma")).is_best
        True
        """
        return self._settling.is_best

    @property
    def standing(self) -> Mapping[Wanted, bool | None]:
        """What is wanted, as it is in all readings; None for what hangs on doubts."""
        return {**dict.fromkeys((*self.asked, *self.unsettled)), **self.settled}

    def hanging_on(self, asked: Wanted) -> tuple[Doubt, ...]:
        """Return on which doubts an answer hangs; none where that isn't known."""
        if asked not in self.asked:
            return ()
        own = self._settling.answers[self.asked.index(asked)].doubts
        return tuple(self._settling.stages[d].doubt for d in own)

    def next_but(self, closed: Collection[str]) -> Doubt | None:
        """Return what to ask about where nobody knows about some doubts; None for nothing."""
        settling = self._settling
        out = {d for d, own in enumerate(settling.stages) if own.doubt.id in closed}
        d = settling.next_but(out) if out else settling.next_doubt(settling.start)
        return None if d is None else settling.stages[d].doubt

    @cached_property
    def first(self) -> Step:
        """Where to begin.

        Returns
        -------
        Step

        Examples
        --------
        >>> from countermove import ask, load
        >>> ask(load("prisoners-dilemma")).first.doubt is None
        True
        """
        return self._step(self._settling.start, None)

    def _step(self, at: At, before: At | None) -> Step:
        settling = self._settling
        settled = []
        for k, asked in enumerate(self.asked):
            value = settling.value(k, at)
            if value is not None and (before is None or settling.value(k, before) is None):
                settled.append((asked, value))
        d = settling.next_doubt(at)
        if d is None:
            return Step(tuple(settled), None, None, at, self)
        own = settling.stages[d]
        values = [own.values[v] for v in own.all[at[d]].values]
        first = place_asked(own.doubt, values) if own.doubt.kind == "order" else None
        return Step(tuple(settled), own.doubt, first, at, self)

    def table(self) -> Table:
        """Return what each doubt is worth."""
        rows = tuple(
            (one.doubt.id, round(one.expected, 6), one.best, round(one.spread, 6))
            for one in self.doubts
        )
        heads = ("doubt", "settles", "at best", "uncertainty removed")
        return Table("What to find out first", heads, rows)

    def _content(self) -> dict[str, Any]:
        return {
            "asked": [self._data_of(asked) for asked in self.asked],
            "unsettled": [self._data_of(asked) for asked in self.unsettled],
            "doubts": [
                {
                    "id": one.doubt.id,
                    "settles": one.expected,
                    "settles_at_best": one.best,
                    "uncertainty_removed": one.spread,
                }
                for one in self.doubts
            ],
            "turning_nothing": [doubt.id for doubt in self.turning_nothing],
            "best": self.is_best,
            "expected": self.first.expected,
            "most": self.first.most,
            "first": self._tree(),
        }

    def _data_of(self, asked: Wanted) -> dict[str, Any]:
        if asked.claim is not None:
            return {"claim": asked.claim, "concept": asked.concept}
        assert asked.state is not None
        return {"state": self.model.states.number(asked.state), "concept": asked.concept}

    def _tree(self) -> dict[str, Any]:
        """Write the questions, those that come first if they are many."""
        root: dict[str, Any] = {}
        left = _MOST_AS_DATA
        todo = [(self.first, root)]
        for step, data in todo:
            data["settled"] = [
                self._data_of(asked) | {"holds": is_so} for asked, is_so in step.settled
            ]
            if step.doubt is None:
                continue
            data["ask"] = step.doubt.id
            if left <= 0:
                data["more"] = True
                continue
            data["answers"] = []
            for branch in step.branches:
                then: dict[str, Any] = {}
                keys = [value_key(step.doubt, value) for value in branch.values]
                data["answers"].append({"values": keys, "likely": branch.likely, "then": then})
                todo.append((branch.step, then))
                left -= 1
        return root


def what_to_ask(
    solution: Solution, concepts: Sequence[SolutionConcept], wanted: Sequence[Wanted]
) -> WhatToAsk:
    """Find what to ask first, so that answers that are wanted are settled."""
    started = time.perf_counter()
    model, across = solution.model, solution.across
    if across is None:
        made = Provenance.since(started, "no doubts", "nothing is in doubt")
        settled = {one: _as_written(solution, one) for one in wanted}
        nothing = Settling((), ())
        return WhatToAsk(model, tuple(concepts), (), (), (), (), made, settled, nothing)
    order = {doubt.id: k for k, doubt in enumerate(across.doubts)}
    hanging: dict[Wanted, tuple[list[Doubt], Any]] = {}
    settled, unsettled = {}, []
    stages: dict[str, Stages] = {}
    for asked in wanted:
        in_which, answer = answer_across(across, asked)
        if in_which in ("all", "none"):
            settled[asked] = in_which == "all"
            continue
        grid = None if answer is None else answer.grid
        if grid is None or any(not doubt.values for doubt in grid[0]):
            unsettled.append(asked)
            continue
        doubts, values, table = grid
        at = sorted(range(len(doubts)), key=lambda k: order[doubts[k].id])
        for k in at:
            stages.setdefault(doubts[k].id, Stages(doubts[k], values[k]))
        hanging[asked] = [doubts[k] for k in at], np.transpose(table, at)
    ids = sorted(stages, key=order.__getitem__)
    number = {key: k for k, key in enumerate(ids)}
    settling = Settling(
        tuple(stages[key] for key in ids),
        tuple(
            HangingAnswer(tuple(number[doubt.id] for doubt in doubts), holds)
            for doubts, holds in hanging.values()
        ),
    )
    left_out = tuple(d for d in across.doubts if d.id not in number and not unsettled)
    worth = settling.worth()
    why = "over all that may be known" if settling.is_best else "what settles most comes next"
    engine = "best order" if settling.is_best else "greedy"
    return WhatToAsk(
        model,
        tuple(concepts),
        tuple(hanging),
        tuple(unsettled),
        worth,
        left_out,
        Provenance.since(started, engine, why, not unsettled),
        settled,
        settling,
    )


def answer_across(across: Across, asked: Wanted) -> tuple[Holds, AnswerAcross | None]:
    """Say in which readings a wanted answer is so."""
    if asked.claim is not None:
        standing = across.claims[asked.claim][asked.concept]
        return standing.holds, standing.answer
    assert asked.state is not None
    holds = across.states[asked.concept].holds(asked.state)
    if holds != "some":
        return holds, None
    return holds, across.standing_of(across.model.states.number(asked.state), asked.concept).answer


def _as_written(solution: Solution, asked: Wanted) -> bool:
    if asked.claim is None:
        assert asked.state is not None
        return asked.state in solution.holding[asked.concept]
    (answer,) = (one for one in solution.claims if one.claim == asked.claim)
    return answer.holds[asked.concept]
