"""From what a draft may begin: where the conflict does, what holds, what a claim speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from countermove.analysis.claims import ClaimAnswer
from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import firmest
from countermove.report.answer import under_foresight
from countermove.report.phrases import numbered
from countermove.web.pages.deal.draft import Draft, nothing, of_state

_MOST = 6


@dataclass(frozen=True, slots=True)
class Preset:
    """A draft to begin from: what it is, what is said of it beside, and the outcome."""

    says: str
    beside: str
    draft: Draft


def presets(solution: Solution) -> dict[str, tuple[Preset, ...]]:
    """Return the drafts to begin from, by what they are drawn from."""
    found = {
        "Where it begins": tuple(_begins(solution)),
        "What holds": tuple(_holds(solution)),
        "What a claim speaks of": tuple(_claimed(solution)),
    }
    return {words: drafts for words, drafts in found.items() if drafts}


def _begins(solution: Solution) -> Iterator[Preset]:
    states = solution.model.states
    start = None if states.status_quo is None else of_state(states, states.status_quo)
    if start is not None:
        text = " ".join(numbered(solution.model, states.status_quo or 0))
        yield Preset("The status quo", text, start)
    empty = nothing(states.vocabulary)
    if not states.conflict.is_graph_form and start != empty:
        yield Preset("Nothing is done", "", empty)


def _holds(solution: Solution) -> Iterator[Preset]:
    states = solution.model.states
    for held in solution.strongest(_MOST):
        words = under_foresight(solution, held.concepts)
        text = " ".join(numbered(solution.model, held.position))
        yield Preset(text, words, of_state(states, held.position))


def _claimed(solution: Solution) -> Iterator[Preset]:
    states = solution.model.states
    for answer in solution.claims:
        if (state := _spoken_of(solution, answer)) is not None:
            text = " ".join(numbered(solution.model, state))
            yield Preset(answer.details.says, text, of_state(states, state))


def _spoken_of(solution: Solution, answer: ClaimAnswer) -> int | None:
    """Return of what a claim speaks of what holds most firmly, or else comes closest to it."""
    states, satisfying = solution.model.states, solution.model.claims[answer.claim]
    holding = [held & satisfying for held in solution.holding.values()]
    upset = [found.found for found in answer.deciding.values() if found.kind == "upset"]
    return next(chain(firmest(states, holding), firmest(states, upset or [satisfying])), None)
