"""A model as a game in normal form, in the .nfg format of Gambit."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.lists import STATES_AT_ONCE
from countermove.errors import ModelError, Problem, TooLargeError, listed
from countermove.graph_model import GraphModel
from countermove.texts import one_line

_MOST_STATES = 1 << 20


def gambit_parts(model: GraphModel) -> Iterator[str]:
    """Write a model as a game in normal form for Gambit.

    Each decision maker chooses one combination of its options; the numbers are its ordinal
    ranks, 0 for the worst, and mean nothing but their order. The game's pure Nash equilibria are
    the model's Nash equilibria.

    Parameters
    ----------
    model : GraphModel
        A model in option form, with all combinations feasible and all options reversible.

    Yields
    ------
    str
        The content of an .nfg file, piece by piece.

    Raises
    ------
    ModelError
        If the model isn't such a game; it says why.
    TooLargeError
        If there are more than a million states.
    """
    if reasons := list(_reasons(model)):
        what = f"this model isn't a game in normal form: {'; '.join(reasons)}."
        raise ModelError(Problem(what, advice="Export it as graphml or csv instead."))
    if len(model.states) > _MOST_STATES:
        raise TooLargeError(
            Problem(
                f"the game has {len(model.states):,} outcomes, and Gambit reads them one by one: "
                f"more than {_MOST_STATES:,} are too many for it.",
                advice="Fix options that are not in question; or export csv.",
            )
        )
    parties = list(model.conflict.decision_makers.values())
    names = [party.name for party in parties]
    strategies = [_combinations(list(party.options)) for party in parties]
    players = " ".join(_quoted(name) for name in names)
    lists = "\n".join(f"{{ {' '.join(_quoted(s) for s in own)} }}" for own in strategies)
    title = _quoted(model.conflict.title)
    note = _quoted("Ordinal ranks, 0 for the worst: only their order means something.")
    yield f"NFG 1 R {title} {{ {players} }}\n{{\n{lists}\n}}\n{note}\n\n"
    # Gambit lets the first player's strategy vary fastest: the order of the positions.
    ranks = [model.preferences[dm].ranks for dm in model.decision_makers]
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
    if len(states.choices) < 1 << len(options):
        yield (
            f"it rules out {(1 << len(options)) - len(states.choices):,} of the "
            f"{1 << len(options):,} choices, and in a game all can be made"
        )
    if conflict.moves:
        named = listed(conflict.decision_makers[dm].name for dm in conflict.moves)
        yield f"it lists the moves of {named}, and in a game everybody can change to any choice"
    one_way = [name for name, option in options.items() if option.moves != "both"]
    if one_way:
        names = listed(states.vocabulary.short[name] for name in one_way)
        yield f"in a game every party chooses freely, and these can't be changed both ways: {names}"


def _combinations(options: list[str]) -> list[str]:
    """Name every combination of options, the first option being the lowest bit."""
    return [
        " + ".join(option for bit, option in enumerate(options) if choice >> bit & 1) or "none"
        for choice in range(1 << len(options))
    ]


def _quoted(text: str) -> str:
    """Write a text as Gambit reads it: on one line, in double quotes."""
    return '"' + one_line(text).replace("\\", "/").replace('"', "'") + '"'
