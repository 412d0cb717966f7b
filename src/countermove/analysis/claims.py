"""Claims made in the dispute, tested: which hold, under which concept, and what decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from immutabledict import immutabledict
from numpy.typing import NDArray

from countermove.graph_model import GraphModel
from countermove.model.parts import Claim
from countermove.stability.verdict import Response, Verdict

Kind = Literal["equilibrium", "exception", "upset", "impossible", "no equilibrium"]


@dataclass(frozen=True)
class Deciding:
    """What decides a claim under one concept.

    Parameters
    ----------
    kind : str
        ``equilibrium``: these equilibria satisfy the statement. ``exception``: these equilibria
        don't. ``upset``: states satisfy it, but none holds; the closest is given, with those
        who would leave it. ``impossible``: no state satisfies it.
        ``no equilibrium``: nothing holds at all.
    states : tuple of int
        The states that decide, by number.
    leaving : tuple of str
        For ``upset``: the decision makers for whom the closest state isn't stable.
    """

    kind: Kind
    states: tuple[int, ...] = ()
    leaving: tuple[str, ...] = ()


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
    def verdict(self) -> Literal["holds", "depends", "fails"]:
        """Whether it holds under all concepts, some or none."""
        if all(self.holds.values()):
            return "holds"
        return "depends" if any(self.holds.values()) else "fails"


def answer_claims(
    model: GraphModel,
    stable: Mapping[str, Mapping[str, NDArray[np.bool_]]],
    equilibria: Mapping[str, NDArray[np.bool_]],
) -> tuple[ClaimAnswer, ...]:
    """Answer every claim of a model under each concept.

    Parameters
    ----------
    model : GraphModel
        The model.
    stable : mapping
        The stable states, by code and decision maker.
    equilibria : mapping
        The states stable for all, by code.

    Returns
    -------
    tuple of ClaimAnswer
        In the order of the model.
    """
    return tuple(
        _answer(model, claim, details, stable, equilibria)
        for claim, details in model.conflict.claims.items()
    )


def _answer(
    model: GraphModel,
    claim: str,
    details: Claim,
    stable: Mapping[str, Mapping[str, NDArray[np.bool_]]],
    equilibria: Mapping[str, NDArray[np.bool_]],
) -> ClaimAnswer:
    satisfying = model.states.holding(details.statement, ("claims", claim, details.kind))
    holds: dict[str, bool] = {}
    deciding: dict[str, Deciding] = {}
    for code, by_dm in stable.items():
        holding = equilibria[code]
        inside, outside = holding & satisfying, holding & ~satisfying
        if details.kind == "always":
            holds[code] = bool(inside.any() and not outside.any())
        else:
            holds[code] = bool(inside.any()) == (details.kind == "possible")
        if details.kind == "always" and outside.any():
            found = Deciding("exception", _states(model, outside))
        elif inside.any():
            found = Deciding("equilibrium", _states(model, inside))
        elif not satisfying.any():
            found = Deciding("impossible")
        elif details.kind == "always":
            found = Deciding("no equilibrium")
        else:
            found = _closest(model, satisfying, by_dm)
        deciding[code] = found
    return ClaimAnswer(claim, details, immutabledict(holds), immutabledict(deciding))


def _states(model: GraphModel, mask: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(model.states.in_order(np.flatnonzero(mask)))


def _closest(
    model: GraphModel,
    satisfying: NDArray[np.bool_],
    by_dm: Mapping[str, NDArray[np.bool_]],
) -> Deciding:
    """Find the state that satisfies a statement and is unstable for the fewest.

    Among several it is the one that the decision makers rank highest on the whole (the sum of
    their ranks, each scaled to its number of levels), then the one with the lowest number.
    """
    leaving = np.sum([~mask for mask in by_dm.values()], axis=0)
    candidates = np.flatnonzero(satisfying)
    fewest = candidates[leaving[candidates] == leaving[candidates].min()]
    liked = sum(
        preference.ranks[fewest] / max(int(preference.ranks.max()), 1)
        for preference in model.preferences.values()
    )
    state = model.states.in_order(fewest[np.isclose(liked, np.max(liked))])[0]
    return Deciding("upset", (state,), tuple(dm for dm, mask in by_dm.items() if not mask[state]))


def undeterred(model: GraphModel, verdict: Verdict) -> Response:
    """Return the improvement that upsets a state: the best that nothing deters."""
    free = [response for response in verdict.responses if not response.is_deterred]
    ranks = model.preferences[verdict.decision_maker].ranks
    return max(free, key=lambda response: int(ranks[response.improvement.target]))


def claim_data(model: GraphModel, answer: ClaimAnswer) -> dict[str, Any]:
    """Return a claim's answer as plain data, states by their printed numbers."""
    return {
        "says": answer.details.says,
        answer.details.kind: answer.details.statement,
        "holds": dict(answer.holds),
        "decided_by": {
            code: {
                "kind": found.kind,
                "states": [model.states.number(state) for state in found.states],
                "leaving": list(found.leaving),
            }
            for code, found in answer.deciding.items()
        },
    }
