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
    own = [_choices(model, dm).tolist() for dm in model.decision_makers]
    strategies = [_named(list(p.options), codes) for p, codes in zip(parties, own, strict=True)]
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


def _choices(model: GraphModel, decision_maker: str) -> Codes:
    """Return what a decision maker can choose on its own options in some state, ascending."""
    options = list(model.states.vocabulary.options)
    mine = [k for k, name in enumerate(options) if name.startswith(f"{decision_maker}.")]
    choices = model.states.choices
    if not mine:
        return np.zeros(1, choices.dtype)
    if choices.is_all:
        return np.arange(1 << len(mine), dtype=choices.dtype)
    shift, mask = choices.dtype.type(mine[0]), choices.dtype.type((1 << len(mine)) - 1)
    return np.unique(np.concatenate([np.unique(p >> shift & mask) for p in choices.parts()]))


def _named(options: list[str], codes: list[int]) -> list[str]:
    """Name choices by the options taken in them; nothing has a name that no option has."""
    nothing = "(none)" if "none" in options else "none"
    return [
        " + ".join(option for bit, option in enumerate(options) if code >> bit & 1) or nothing
        for code in codes
    ]


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
