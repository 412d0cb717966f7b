"""Which judgements an answer rests on: each one varied alone, and what that turns."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from immutabledict import immutabledict

from countermove.analysis.claims import ByConcept, by_concept, claim_holds_where
from countermove.analysis.counterparts import appearing
from countermove.analysis.equilibria import Solution
from countermove.analysis.follow_up import FollowUp
from countermove.analysis.judgements.variations import Variation, variations
from countermove.analysis.many import ManySolutions, solve_many
from countermove.analysis.solving import solve
from countermove.arguments import one_of
from countermove.building import built
from countermove.errors import CountermoveError, StoppedError, TooLargeError, written_path
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.preferences.ordinal import ordinal_preference
from countermove.progress import Follow, Progress, tell, tell_first
from countermove.result import ListResult, Provenance, described
from countermove.stability.engines.choose import choose
from countermove.stability.engines.estimate import estimate
from countermove.stability.registry import find_concepts
from countermove.table import Cell, Table
from countermove.texts import counted

# Ranks of large models are not held all together.
_MOST_RANKS = 1 << 24

# Seconds to try a change besides solving: for itself, and for each state and decision maker.
_A_CHANGE = 3e-3
_A_RANK = 5e-8


@dataclass(frozen=True, slots=True)
class TurnedClaim:
    """How the answer to a claim turns.

    Parameters
    ----------
    before, after : {"holds", "depends", "fails"}
        Under all concepts, some or none.
    gained, lost : tuple of str
        The codes of the concepts under which it comes to hold, and ceases to.
    """

    before: ByConcept
    after: ByConcept
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def is_verdict(self) -> bool:
        """Whether the verdict changes, and not only the concepts under which the claim holds."""
        return self.before != self.after


@dataclass(frozen=True, eq=False)
class Effect:
    """What follows when one judgement is varied.

    Parameters
    ----------
    variation : Variation
        What is changed.
    turns : mapping of str to TurnedClaim
        The claims whose answer turns under some concept, by id.
    appears, disappears : mapping of str to tuple of str
        By concept the equilibria that are new and those that are gone, by patterns (in graph form
        ids).
    problem : str
        Why the model with the change can't be solved; empty where it can.
    """

    variation: Variation
    turns: Mapping[str, TurnedClaim] = immutabledict()
    appears: Mapping[str, tuple[str, ...]] = immutabledict()
    disappears: Mapping[str, tuple[str, ...]] = immutabledict()
    problem: str = ""

    @property
    def verdicts(self) -> int:
        """How many claims get another verdict."""
        return sum(turn.is_verdict for turn in self.turns.values())

    @property
    def outcomes(self) -> int:
        """How many states hold under some concept in one of the two models only."""
        both = (self.appears, self.disappears)
        return len({state for by_code in both for some in by_code.values() for state in some})

    @property
    def _place(self) -> tuple[bool, int, int, int]:
        return bool(self.problem), -self.verdicts, -len(self.turns), -self.outcomes


@dataclass(frozen=True, eq=False, repr=False)
class Judgements(FollowUp, ListResult[Effect]):
    """Every judgement of a model varied alone, what turns most first.

    Iterate over it for the effects; those that can't be tried stand last.

    Parameters
    ----------
    solution : Solution
        The model as it stands.
    effects : tuple of Effect
        What follows from each change: first those that change most verdicts of claims, then those
        that turn most claims under some concept, then those that change most equilibria; those
        that are alike in this stand in the order of the model.
    provenance : Provenance
        How it was made; not complete where it was stopped.
    left : int
        How many changes were not tried, as it was stopped.
    """

    format = "countermove-judgements/1"
    _list = "effects"

    effects: tuple[Effect, ...]
    provenance: Provenance
    left: int = 0

    def _brief(self) -> str:
        return (
            f"of '{self.model.conflict.title}': {len(self)} changes, "
            f"{len(self.turning())} turn a claim"
        )

    @described
    def turning(self, claim: str | None = None) -> tuple[Effect, ...]:
        """Return the changes that turn some claim, or one.

        Returns
        -------
        tuple of Effect

        Examples
        --------
        >>> from countermove import load
        >>> effect = judgements(load("talks-2025")).turning("backs")[0]
        >>> effect.variation.about, effect.variation.change
        (('accept implies guarantee',), 'negated')
        """
        if claim is None:
            return tuple(effect for effect in self if effect.turns)
        one_of(claim, [answer.claim for answer in self.solution.claims], "claim", "The claims are")
        return tuple(effect for effect in self if claim in effect.turns)

    @property
    def untried(self) -> tuple[Effect, ...]:
        """The changes that leave a model which can't be solved."""
        return tuple(effect for effect in self if effect.problem)

    def table(self) -> Table:
        """Return the changes as a table, with the claims that each turns."""
        claims = [answer.claim for answer in self.solution.claims]
        rows: list[tuple[Cell, ...]] = [
            (
                written_path(effect.variation.path),
                "; ".join(effect.variation.about),
                effect.variation.change,
                ", ".join(effect.variation.record) or "judgement",
                effect.verdicts,
                len(effect.turns),
                effect.outcomes,
                *(_turned(effect.turns.get(claim)) or None for claim in claims),
                effect.problem or None,
            )
            for effect in self
        ]
        columns = ("judgement", "says", "change", "record", "verdicts", "claims", "outcomes")
        title = f"What the answers on {self.model.conflict.title} rest on"
        return Table(title, (*columns, *claims, "problem"), tuple(rows))

    def _content(self) -> dict[str, Any]:
        return {
            "claims": {answer.claim: dict(answer.holds) for answer in self.solution.claims},
            "changes": [_effect_data(effect) for effect in self],
            "left": self.left,
        }


def _turned(turn: TurnedClaim | None) -> str:
    if turn is None:
        return ""
    return turn.after if turn.is_verdict else "under others"


def _effect_data(effect: Effect) -> dict[str, Any]:
    variation = effect.variation
    return {
        "judgement": written_path(variation.path),
        "decision_maker": variation.decision_maker,
        "says": list(variation.about),
        "change": variation.change,
        "record": list(variation.record),
        "claims": {
            claim: {
                "before": turn.before,
                "after": turn.after,
                "gained": list(turn.gained),
                "lost": list(turn.lost),
            }
            for claim, turn in effect.turns.items()
        },
        "equilibria": {
            code: {
                "appears": list(effect.appears.get(code, ())),
                "disappears": list(effect.disappears.get(code, ())),
            }
            for code in dict.fromkeys([*effect.appears, *effect.disappears])
        },
        "problem": effect.problem or None,
    }


def judgements(
    conflict: Conflict | GraphModel,
    concepts: str | Iterable[str] | None = None,
    *,
    scenario: str | None = None,
    follow: Follow | None = None,
) -> Judgements:
    """Vary every single judgement of a model, one at a time, and see which claims turn.

    Each is a change that a critic could ask for: a prioritised statement dropped, negated, or
    exchanged with the next; in a ranking two neighbouring tiers exchanged or tied, a state of a tie
    put above or below the rest of it; a weight dropped or negated; an option that can be changed
    both ways made one-way, in either direction, and every other option changeable both ways; a rule
    lifted; in graph form a move removed, or made reversible. Nothing else changes at the same time,
    so that what two judgements carry together isn't seen.

    Parameters
    ----------
    conflict : Conflict or GraphModel
        The model; a graph model that is already built is used as it is.
    concepts : str or iterable of str, optional
        Codes of solution concepts, as in :func:`solve`.
    scenario : str, optional
        The scenario to look at instead of the base.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`solve`.

    Returns
    -------
    Judgements

    Raises
    ------
    ModelError
        If the model is wrong.
    UnknownNameError
        If a concept or the scenario isn't known.
    StoppedError
        If `follow` stopped it before anything was found. Later it gives what was found until then,
        not complete.

    Examples
    --------
    The warning against a deal behind Europe's back rests on Europe's readiness to stay out:

    >>> from countermove import load
    >>> carried = judgements(load("talks-2025"))
    >>> carried
    <Judgements of 'Talks on Ukraine, February 2025': 62 changes, 19 turn a claim>
    >>> found = [e for e in carried.turning("backs") if e.variation.decision_maker == "europe"]
    >>> for effect in found:
    ...     print(effect.variation.change, effect.variation.about, effect.turns["backs"].after)
    negated ('guarantee implies terms is table',) fails
    dropped ('guarantee implies terms is table',) fails
    only taken ('europe.guarantee',) fails
    """
    started = time.perf_counter()
    model = built(conflict, scenario, follow)
    model.need_levels("judgements")
    varied = list(variations(model))
    _tell_first(model, concepts, len(varied), follow)
    base = solve(model, concepts)
    found: dict[int, Effect] = {}
    try:
        for effect in _effects(base, varied, follow):
            found[id(effect.variation)] = effect
    except StoppedError:
        if not found:
            raise
    in_order = (found[id(variation)] for variation in varied if id(variation) in found)
    ordered = sorted(in_order, key=lambda effect: effect._place)
    left = len(varied) - len(found)
    made = base.provenance
    provenance = Provenance.since(started, made.engine, made.why, not left)
    return Judgements(base, tuple(ordered), provenance, left)


def _tell_first(
    model: GraphModel, concepts: str | Iterable[str] | None, changes: int, follow: Follow | None
) -> None:
    """Say before it begins what it takes."""
    asked = find_concepts(concepts)
    solving = estimate(model, asked, choose("auto", asked, model))
    each = _A_CHANGE + solving.states * solving.decision_makers * _A_RANK + solving.seconds
    codes = tuple(concept.code for concept in asked)
    what = f"{counted(changes, 'change')} in {counted(solving.states, 'outcome')}"
    tell_first(follow, Progress(0.0, solving.states, codes), what, changes * each)


def _effects(
    base: Solution, varied: Sequence[Variation], follow: Follow | None
) -> Iterator[Effect]:
    """Solve all changed models, those first that differ in a preference only."""
    preferring = [variation for variation in varied if variation.preference is not None]
    left = [variation for variation in varied if variation.preference is None]
    if many := _solved_at_once(base, preferring, follow):
        for k, variation in enumerate(preferring):
            holding = {code: many.equilibria(k, code) for code in base.codes}
            yield _effect(base, variation, base.model, holding)
    else:
        left = preferring + left
    for done, variation in enumerate(left, start=len(varied) - len(left)):
        tell(follow, Progress(done / len(varied), len(base.model.states), base.codes))
        yield _solved(base, variation)


def _solved_at_once(
    base: Solution, preferring: Sequence[Variation], follow: Follow | None
) -> ManySolutions | None:
    """Solve all that differ in a preference only at once; None where that can't be done."""
    model = base.model
    size = len(preferring) * len(model.decision_makers) * len(model.states)
    is_sanctioned = all(concept.is_sanctioned for concept in base.concepts)
    if not preferring or size > _MOST_RANKS or not is_sanctioned:
        return None
    ranks = np.array(
        [model.levels(dm, "judgements") for dm in model.decision_makers], dtype=np.uint32
    )
    profiles = np.repeat(ranks[np.newaxis], len(preferring), axis=0)
    for k, variation in enumerate(preferring):
        dm, preference = variation.decision_maker, variation.preference
        assert dm is not None
        assert preference is not None
        row = model.decision_makers.index(dm)
        profiles[k, row] = ordinal_preference(model.states, preference, ("preferences", dm)).ranks
    try:
        return solve_many(model, profiles, base.codes, keep="equilibria", follow=follow)
    except TooLargeError:
        return None


def _solved(base: Solution, variation: Variation) -> Effect:
    """Solve a model that differs in what can be or be done."""
    try:
        solution = solve(variation.conflict, base.codes)
    except StoppedError:
        raise
    except CountermoveError as error:
        return Effect(variation, problem=error.problems[0].what)
    return _effect(base, variation, solution.model, solution.holding)


def _effect(
    base: Solution, variation: Variation, model: GraphModel, holding: Mapping[str, Region]
) -> Effect:
    turns: dict[str, TurnedClaim] = {}
    for answer in base.claims:
        satisfying = model.claims[answer.claim]
        after = {
            code: claim_holds_where(answer.details, satisfying, holding[code])
            for code in base.codes
        }
        gained = tuple(code for code in base.codes if after[code] and not answer.holds[code])
        lost = tuple(code for code in base.codes if answer.holds[code] and not after[code])
        if gained or lost:
            turns[answer.claim] = TurnedClaim(
                answer.verdict, by_concept(after.values()), gained, lost
            )
    changes = {
        code: appearing(base.model.states, base.holding[code], model.states, holding[code])
        for code in base.codes
    }
    return Effect(
        variation,
        immutabledict(turns),
        immutabledict({code: come for code, (come, _) in changes.items() if come}),
        immutabledict({code: gone for code, (_, gone) in changes.items() if gone}),
    )
