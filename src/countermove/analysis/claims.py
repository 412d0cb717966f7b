"""Claims made in the dispute, tested: which hold, under which concept, and what decides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal, TypeVar

import numpy as np
from immutabledict import immutabledict
from numpy.typing import NDArray

from countermove.analysis.pareto import highest_on_the_whole
from countermove.analysis.state_lists import in_exactly, numbers
from countermove.graph.bits import Bits
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.model.parts import Claim
from countermove.stability.play import LineOfPlay
from countermove.stability.registry import SolutionConcept
from countermove.stability.sanctions import WhatFollows
from countermove.stability.verdict import Verdict
from countermove.table import Row, Table

T = TypeVar("T", bool, NDArray[np.bool_])

Kind = Literal["equilibrium", "exception", "upset", "impossible", "no equilibrium"]

ByConcept = Literal["holds", "depends", "fails"]


@dataclass(frozen=True)
class Deciding:
    """What decides a claim under one concept.

    Parameters
    ----------
    kind : {"equilibrium", "exception", "upset", "impossible", "no equilibrium"}
        An equilibrium that satisfies the statement; one that doesn't, where every one has to; the
        state that satisfies it and is upset for the fewest; that no state satisfies it; that
        there is no equilibrium.
    found : Region
        The set of those states.
    leaving : tuple of str
        Who would leave the state that is upset.
    """

    kind: Kind
    found: Region
    leaving: tuple[str, ...] = ()


class ClaimAnswers(tuple["ClaimAnswer", ...]):
    """The answers to claims, as a table in a notebook."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        codes = tuple(self[0].holds) if self else ()
        rows: tuple[Row, ...] = tuple(
            (one.claim, one.details.says, *one.holds.values()) for one in self
        )
        return Table("Claims", ("claim", "says", *codes), rows)._repr_html_()


@dataclass(frozen=True)
class ClaimAnswer:
    """Whether a claim holds, per concept, and what decides it.

    Parameters
    ----------
    claim : str
        The claim's id.
    details : Claim
        The claim as written.
    holds : mapping of str to bool
        By concept code.
    deciding : mapping of str to Deciding
        By concept code.
    """

    claim: str
    details: Claim
    holds: Mapping[str, bool]
    deciding: Mapping[str, Deciding]

    def __repr__(self) -> str:
        """Say under what it holds."""
        codes = [code for code, holds in self.holds.items() if holds]
        return f"<claim '{self.claim}' holds under {', '.join(codes) or 'no concept'}>"

    @property
    def verdict(self) -> ByConcept:
        """Whether it holds under all concepts, some or none."""
        return by_concept(self.holds.values())


def by_concept(holds: Collection[bool]) -> ByConcept:
    """Say whether something holds under all concepts, some or none.

    >>> by_concept([True, True]), by_concept([True, False]), by_concept([False])
    ('holds', 'depends', 'fails')
    """
    return "holds" if all(holds) else "depends" if any(holds) else "fails"


def answer_claims(
    model: GraphModel,
    stable: Mapping[str, Mapping[str, Region]],
    equilibria: Mapping[str, Region],
) -> ClaimAnswers:
    """Answer every claim of a model under each concept."""
    claims = model.conflict.claims
    answers: dict[str, dict[str, tuple[bool, Deciding]]] = {claim: {} for claim in claims}
    for code, by_dm in stable.items():
        # Of use to all claims, and large: of one concept at a time.
        stable_for = cache(partial(in_exactly, by_dm.values()))
        for claim, details in claims.items():
            satisfying = model.claims[claim]
            upset = partial(closest, model, satisfying, by_dm, stable_for)
            answers[claim][code] = _answer(details, satisfying, equilibria[code], upset)
    return ClaimAnswers(
        ClaimAnswer(
            claim,
            claims[claim],
            immutabledict((code, holds) for code, (holds, _) in own.items()),
            immutabledict((code, deciding) for code, (_, deciding) in own.items()),
        )
        for claim, own in answers.items()
    )


def claim_holds(details: Claim, met: T, missed: T) -> T:
    """Say whether a claim holds: by whether equilibria satisfy its statement, and some don't."""
    if details.kind == "never":
        return met ^ True
    return met if details.kind == "possible" else met & (missed ^ True)


def held_in_profiles(
    model: GraphModel, equilibria: NDArray[np.uint8]
) -> dict[str, NDArray[np.bool_]]:
    """Say which claims hold in which profiles, under which concepts, by the packed equilibria."""
    found = {}
    for claim, details in model.conflict.claims.items():
        sides = (model.claims[claim].mask(), ~model.claims[claim].mask())
        met, missed = (np.any(equilibria & Bits.of(side).packed, axis=-1) for side in sides)
        found[claim] = claim_holds(details, met, missed)
    return found


def claim_holds_where(details: Claim, satisfying: Region, holding: Region) -> bool:
    """Say whether a claim holds where just some states hold."""
    inside = holding & satisfying
    return claim_holds(details, inside.any(), (holding ^ inside).any())


def _answer(
    details: Claim, satisfying: Region, holding: Region, upset: Callable[[], Deciding]
) -> tuple[bool, Deciding]:
    """Say whether a claim holds under a concept, and what decides that."""
    inside, outside = holding & satisfying, holding & ~satisfying
    holds = claim_holds(details, inside.any(), outside.any())
    if details.kind == "always" and outside.any():
        return holds, Deciding("exception", outside)
    if inside.any():
        return holds, Deciding("equilibrium", inside)
    if not satisfying.any():
        return holds, Deciding("impossible", satisfying)
    if details.kind == "always":
        return holds, Deciding("no equilibrium", inside)
    return holds, upset()


def closest(
    model: GraphModel,
    satisfying: Region,
    by_dm: Mapping[str, Region],
    stable_for: Callable[[], Sequence[Region]],
) -> Deciding:
    """Find the state that satisfies a statement and is unstable for the fewest.

    Among several it is the one that the decision makers rank highest on the whole. Which states
    are stable for none, for one, for two and so on, can be had.
    """
    fewest = next(near for k in reversed(stable_for()) if (near := satisfying & k).any())
    first = highest_on_the_whole(model, fewest)
    leaving = tuple(dm for dm, stable in by_dm.items() if first not in stable)
    return Deciding("upset", fewest.only(first), leaving)


def undeterred(model: GraphModel, verdict: Verdict) -> LineOfPlay:
    """Return the improvement that upsets a state: the best that nothing deters."""
    free = [line for line in verdict.lines if not line.is_deterred]
    liking = model.liking(verdict.decision_maker)
    ends = [line.play.expected or (line.play.state,) for line in free]
    return max(zip(free, ends, strict=True), key=lambda item: max(liking[list(item[1])]))[0]


def upsetting(model: GraphModel, concept: SolutionConcept, dm: str, state: int) -> LineOfPlay:
    """Return the same for somebody who leaves a state, looking no further than it must."""
    if not concept.is_sanctioned:
        return undeterred(model, concept.define(model, dm, state))
    liking = model.liking(dm)
    best_first = sorted(map(int, model.improvements(dm, state)), key=lambda s1: -int(liking[s1]))
    after = WhatFollows(model, dm, state, concept.turns)
    return next(line for s1 in best_first if (line := after.improvement(s1)).play.better)


def claim_data(model: GraphModel, answer: ClaimAnswer) -> dict[str, Any]:
    """Return a claim's answer as plain data, states by their printed numbers (as a `Long`)."""
    return {
        "says": answer.details.says,
        answer.details.kind: answer.details.statement,
        "holds": dict(answer.holds),
        "decided_by": {
            code: {
                "kind": found.kind,
                "states": numbers(model.states, found.found),
                "leaving": list(found.leaving),
            }
            for code, found in answer.deciding.items()
        },
    }
