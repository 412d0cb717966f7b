"""The packages that can be tried on a page, and what was found of each beforehand, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import Any

from countermove.analysis.deal.board import DealBoard
from countermove.analysis.deal.package import Draft
from countermove.analysis.deal.result import Deal
from countermove.analysis.equilibria import Solution
from countermove.graph_model import GraphModel
from countermove.picture.palette import colour
from countermove.progress import Follow, Progress, tell
from countermove.report.deal import deal_section
from countermove.share.blocks import blocks_data
from countermove.share.texts import Texts
from countermove.texts import one_line

MOST_TRIED = 1 << 10
"""Of models with more packages only those can be tried that are told as outcomes."""

Places = tuple[int, ...]
"""Which value each option has, by its place among them."""


def choices(model: GraphModel) -> list[tuple[str, ...]]:
    """Return for each option what may be chosen, in words, in the order of its values."""
    return [
        tuple(one_line(level.text) for level in option.levels.values()) or ("no", "yes")
        for option in model.states.vocabulary.options.values()
    ]


def controls(model: GraphModel) -> Iterator[dict[str, Any]]:
    """Give the parties that can do something, with what may be chosen of each of their options."""
    every = list(enumerate(model.states.vocabulary.options.items()))
    for place, dm in enumerate(model.decision_makers):
        own = [
            {"place": k, "text": option.text, "choices": choices(model)[k]}
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
    outcomes = {state: k for k, state in enumerate(told)}
    found, said = [], dict[int | None, list[Any]]()
    for k, (places, state) in enumerate(every):
        tell(follow, Progress(k / len(every), len(every), doing="Saying what parties would do"))
        if state is None or state not in said:
            deal = board.deal(_chosen(model, places, state), follow)
            said[state] = [_verdict(deal), blocks_data(deal_section(deal), texts)]
        found.append([places, None if state is None else outcomes.get(state), *said[state]])
    return found


def _verdict(deal: Deal) -> str:
    """Say whether a package holds under all concepts, under some or under none."""
    holds = set(deal.holds.values())
    return "holds" if holds == {True} else "depends" if True in holds else "fails"


def _every(model: GraphModel, told: Sequence[int]) -> Iterator[tuple[Places, int | None]]:
    """Give every package, or of large models those of the outcomes that are told."""
    states = model.states
    if model.conflict.is_graph_form:
        yield from (((), state) for state in told)
    elif package_count(model) > MOST_TRIED:
        for state in told:
            yield from ((states.layout.values(int(k)), state) for k in states.members(state))
    else:
        for places in product(*map(range, map(len, choices(model)))):
            yield places, states.state_of(states.layout.code(places))


def _chosen(model: GraphModel, places: Places, state: int | None) -> Draft:
    """Return a package as it is asked for: as its outcome, or by a value for each option."""
    if state is not None:
        return model.states.label(state)
    values = model.states.vocabulary.spelling.values
    return [own[place] for own, place in zip(values, places, strict=True)]
