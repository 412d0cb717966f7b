"""A model as a table: who takes part, what each can do, what each wants, as it is written."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from countermove.model.preference import Preference
from countermove.table import Row, Table

if TYPE_CHECKING:
    from countermove.model.conflict import Conflict

_WAYS = {"both": "both ways", "take": "only taken", "drop": "only dropped", "fixed": "fixed"}


def overview(conflict: Conflict) -> Table:
    """Return the parties of a model with their options and wishes."""
    rows: list[Row] = []
    for dm, party in conflict.decision_makers.items():
        can: list[Row] = [
            (f"{name}: {o.text}", _WAYS[o.moves]) for name, o in party.options.items()
        ]
        moves = [" to ".join(map(str, move)) for move in conflict.moves.get(dm, ())]
        if conflict.is_graph_form:
            can = [(move,) for move in moves]
        elif dm in conflict.moves:
            can += [(f"moves only {' or '.join(moves) or 'nowhere'}", None)]
        preference = conflict.preferences.get(dm)
        wishes = [] if preference is None else _wishes(preference)
        nothing = (None,) if conflict.is_graph_form else (None, None)
        for number, (does, wish) in enumerate(zip_longest(can or [nothing], wishes)):
            rows.append((None if number else party.name, *(does or nothing), wish))
    can_do = ("can move",) if conflict.is_graph_form else ("can do", "which way")
    return Table(conflict.title, ("party", *can_do, "wants"), tuple(rows))


def _wishes(preference: Preference) -> list[str]:
    """Write what a party wants, what matters most first."""
    if preference.wishes is not None:
        return [f"{k}. {wish.holds}" for k, wish in enumerate(preference.wishes, 1)]
    if preference.scores is not None:
        return [f"{weight} for {name}" for name, weight in preference.scores.items()]
    levels = preference.tiers or ()
    texts = (" = ".join(map(str, x)) if isinstance(x, tuple) else str(x) for x in levels)
    return [f"{k}. {text}" for k, text in enumerate(texts, 1)]
