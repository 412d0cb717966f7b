"""The packages that can be tried on a page, and what was found of each beforehand, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import Any

from countermove.analysis.deal.board import DealBoard
from countermove.analysis.deal.package import read_package
from countermove.analysis.deal.result import Deal
from countermove.analysis.equilibria import Solution
from countermove.graph_model import GraphModel
from countermove.picture.palette import colour
from countermove.progress import Follow, Progress, tell
from countermove.report.deal import deal_section
from countermove.share.blocks import blocks_data
from countermove.share.texts import Texts

MOST_TRIED = 1 << 10
"""Of models with more packages only those can be tried that are told as outcomes."""

Values = tuple[str, ...]

_CHOICES = (("N", "no"), ("Y", "yes"))


def choices(model: GraphModel) -> list[tuple[tuple[str, str], ...]]:
    """Return for each option what may be chosen: the values in order, with the words for each."""
    return [_CHOICES for _ in model.states.vocabulary.options]


def controls(model: GraphModel) -> Iterator[dict[str, Any]]:
    """Give the parties that can do something, with what may be chosen of each of their options."""
    every = list(enumerate(model.states.vocabulary.options.items()))
    for place, dm in enumerate(model.decision_makers):
        own = [
            {"place": k, "text": option.text, "choices": [w for _, w in choices(model)[k]]}
            for k, (name, option) in every
            if name.startswith(f"{dm}.")
        ]
        if own:
            yield {"name": model.name(dm), "colour": colour(place), "options": own}


def package_count(model: GraphModel) -> int:
    """Count the packages, feasible or not; none in graph form."""
    return 0 if model.conflict.is_graph_form else prod(map(len, choices(model)))


def packages(
    solution: Solution, told: Sequence[int], texts: Texts, follow: Follow | None = None
) -> list[list[Any]]:
    """Return for each package its values by place, its outcome if that is told, and the answer.

    That is whether it holds, and the words; packages that are the same outcome share it.
    """
    model, board = solution.model, DealBoard(solution)
    every = list(_every(model, told))
    places = [{value: k for k, (value, _) in enumerate(some)} for some in choices(model)]
    outcomes = {state: k for k, state in enumerate(told)}
    found, said = [], dict[int | None, list[Any]]()
    for k, (values, state) in enumerate(every):
        tell(follow, Progress(k / len(every), len(every), doing="Saying what parties would do"))
        if state is None or state not in said:
            deal = board.deal(values if state is None else model.states.label(state), follow)
            said[state] = [_verdict(deal), blocks_data(deal_section(deal), texts)]
        chosen = [place[value] for place, value in zip(places, values, strict=True)]
        found.append([chosen, None if state is None else outcomes.get(state), *said[state]])
    return found


def _verdict(deal: Deal) -> str:
    """Say whether a package holds under all concepts, under some or under none."""
    holds = set(deal.holds.values())
    return "holds" if holds == {True} else "depends" if True in holds else "fails"


def _every(model: GraphModel, told: Sequence[int]) -> Iterator[tuple[Values, int | None]]:
    """Give every package, or of large models those of the outcomes that are told."""
    states = model.states
    if model.conflict.is_graph_form:
        yield from (((), state) for state in told)
    elif package_count(model) > MOST_TRIED:
        yield from ((values, state) for state in told for values in _members(model, state))
    else:
        for values in product(*([value for value, _ in some] for some in choices(model))):
            yield values, read_package(states, values).state


def _members(model: GraphModel, state: int) -> Iterator[Values]:
    """Give the packages that an outcome is: one, or those that it joins."""
    options = range(len(model.states.vocabulary.options))
    for code in model.states.members(state):
        yield tuple("NY"[int(code) >> option & 1] for option in options)
