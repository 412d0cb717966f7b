"""A model as a game in normal form, in the .nfg format of Gambit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import prod

import numpy as np

from countermove.analysis.state_lists import STATES_AT_ONCE
from countermove.errors import ModelError, TooLargeError, listed
from countermove.graph.choices import Codes
from countermove.graph_model import GraphModel
from countermove.texts import one_line

_MOST_STATES = 1 << 20


def gambit_parts(model: GraphModel) -> Iterator[str]:
    """Write a model as a game in normal form for Gambit."""
    if reasons := list(_reasons(model)):
        what = f"this model isn't a game in normal form: {'; '.join(reasons)}."
        raise ModelError(what, advice="Export it as graphml or csv instead.")
    if len(model.states) > _MOST_STATES:
        raise TooLargeError(
            f"the game has {len(model.states):,} outcomes, and Gambit reads them one by one: "
            f"more than {_MOST_STATES:,} are too many for it.",
            advice="Fix options that are not in question; or export csv.",
        )
    parties = list(model.conflict.decision_makers.values())
    strategies = [_named(model, dm, _choices(model, dm)) for dm in model.decision_makers]
    players = " ".join(_apart(_quoted(party.name) for party in parties))
    lists = "\n".join(f"{{ {' '.join(map(_quoted, names))} }}" for names in strategies)
    title = _quoted(model.conflict.title)
    note = _quoted("Ordinal ranks, 0 for the worst: only their order means something.")
    yield f"NFG 1 R {title} {{ {players} }}\n{{\n{lists}\n}}\n{note}\n\n"
    # Gambit lets the first player's strategy vary fastest: the order of the positions.
    ranks = [model.levels(dm, "a game's payoffs") for dm in model.decision_makers]
    for start in range(0, len(model.states), STATES_AT_ONCE):
        rows = zip(*(own[start : start + STATES_AT_ONCE].tolist() for own in ranks), strict=True)
        yield "".join(f"{' '.join(map(str, row))}\n" for row in rows)


def _reasons(model: GraphModel) -> Iterator[str]:
    """Say what of a model a game in normal form can't express."""
    conflict, states = model.conflict, model.states
    if conflict.is_graph_form:
        yield "it gives its outcomes one by one, and a game is made of what each party can choose"
        return
    options = states.vocabulary.options
    if states.is_coalesced:
        yield "some of its outcomes stand for several choices, which a game keeps apart"
    combined = prod(len(_choices(model, dm)) for dm in model.decision_makers)
    if out := combined - len(states.choices):
        yield (
            f"what one can choose depends on what the others do: {out:,} of the {combined:,} "
            "combinations of what each can choose are ruled out"
        )
    if conflict.moves:
        named = listed(conflict.decision_makers[dm].name for dm in conflict.moves)
        yield f"it lists the moves of {named}, and in a game everybody can change to any choice"
    one_way = [name for name, option in options.items() if option.moves != "both"]
    if one_way:
        names = listed(states.vocabulary.short[name] for name in one_way)
        yield f"in a game every party chooses freely, and these can't be changed both ways: {names}"
    in_steps = [
        states.vocabulary.short[name]
        for name, option in options.items()
        if option.steps == "neighbour" and len(option.levels) > 2
    ]
    if in_steps:
        yield (
            "in a game every party can change to any choice, and these only to the next level: "
            f"{listed(in_steps)}"
        )


def _choices(model: GraphModel, decision_maker: str) -> Codes:
    """Return what a decision maker can choose on its own options in some state, ascending."""
    states = model.states
    mine = states.layout.mask(states.vocabulary.owned_by(decision_maker))
    choices = states.choices
    if not mine:
        return np.zeros(1, choices.dtype)
    if choices.is_all:
        first = (mine & -mine).bit_length() - 1
        every: Codes = np.arange(1 << mine.bit_count(), dtype=choices.dtype)
        return np.left_shift(every, choices.dtype.type(first))
    mask = choices.dtype.type(mine)
    return np.unique(np.concatenate([np.unique(part & mask) for part in choices.parts()]))


def _named(model: GraphModel, decision_maker: str, codes: Codes) -> list[str]:
    """Name choices by the options taken in them, and the levels; nothing has a name of its own."""
    options = model.conflict.decision_makers[decision_maker].options
    nothing = "(none)" if "none" in options else "none"
    parts: list[list[str]] = [[] for _ in codes]
    places = model.states.vocabulary.owned_by(decision_maker)
    for place, (option, details) in zip(places, options.items(), strict=True):
        levels = [f"{option} is {level}" for level in details.levels] or ["", option]
        for k, value in enumerate(model.states.layout.column(codes, place).tolist()):
            parts[k] += filter(None, [levels[value]])
    return [" + ".join(part) or nothing for part in parts]


def _apart(labels: Iterable[str]) -> Iterator[str]:
    """Give labels, numbered where one has been given already."""
    given: set[str] = set()
    for label in labels:
        own, number = label, 1
        while own in given:
            number += 1
            own = f'{label[:-1]} ({number})"'
        given.add(own)
        yield own


def _quoted(text: str) -> str:
    """Write a text as Gambit reads it: on one line, in double quotes."""
    return '"' + one_line(text).replace("\\", "/").replace('"', "'") + '"'
