"""The talks with what isn't sure about them: ten doubts, each admitted by a note in the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import permutations
from typing import Any

from countermove.analysis.readings.across import Across
from countermove.analysis.readings.work import AcrossWork
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt, Value
from countermove.preferences.doubted_statements import (
    DoubtedStatements,
    OrderInDoubt,
    WishInDoubt,
)

# By party its wishes: sure, perhaps (?), perhaps but not as written (-), or in any order.
TEN: Mapping[str, Sequence[str | Sequence[str]]] = {
    "us": ("deal", "?guarantee", "?bilateral", "offer", "?concede implies settle"),
    "russia": (
        "-settle implies not guarantee",
        "?settle implies concede",
        "concede",
        "not guarantee",
        "?bilateral",
        "(concede and offer) implies settle",
    ),
    "ukraine": (
        "-deal",
        "accept implies guarantee",
        ("table", "guarantee", "not concede"),
        "secured implies accept",
    ),
    "europe": ("?guarantee implies table", "table", "?not concede", "table implies guarantee"),
}


@cache
def talks() -> GraphModel:
    """Return the model as it is in the gallery."""
    return build(load("talks-2025"))


def every_statement(times: int = 1) -> Mapping[str, Sequence[str]]:
    """Return the statements of the model, each in doubt, and so many times over."""
    preferences = talks().conflict.preferences.items()
    return {
        dm: [f"?{one.holds}" for one in preference.statements or ()] * times
        for dm, preference in preferences
    }


def in_doubt(
    written: Mapping[str, Sequence[str | Sequence[str]]],
) -> dict[str, DoubtedStatements]:
    """Return what the parties may want."""
    return {dm: _party(dm, wishes) for dm, wishes in written.items()}


def _party(dm: str, wishes: Sequence[str | Sequence[str]]) -> DoubtedStatements:
    states, doubts = talks().states, []

    def doubt(place: int, kind: Any, keys: Sequence[str]) -> Doubt:
        values = tuple(Value(key, Fraction(1, len(keys))) for key in keys)
        doubts.append(Doubt(f"{dm}.{place}", kind, (("preferences", dm),), values))
        return doubts[-1]

    def wish(place: int, text: str) -> WishInDoubt:
        truth = states.holding(text.lstrip("?-")).mask()
        keys = {"?": ("yes", "no"), "-": ("no", "yes")}.get(text[0])
        return WishInDoubt(truth, doubt(place, "cares", keys) if keys else None)

    items: list[WishInDoubt | OrderInDoubt] = []
    for place, written in enumerate(wishes, 1):
        if isinstance(written, str):
            items.append(wish(place, written))
        else:
            orders = [",".join(map(str, order)) for order in permutations((1, 2, 3))]
            some = tuple((k, wish(place, text)) for k, text in enumerate(written))
            items.append(OrderInDoubt(some, doubt(place, "order", orders)))
    return DoubtedStatements(tuple(items), len(states), tuple(doubts))


def answers(owns: Mapping[str, DoubtedStatements], codes: Sequence[str]) -> Across:
    """Answer all claims across the readings."""
    solution = solve(talks(), codes)
    doubts = tuple(doubt for own in owns.values() for doubt in own.doubts)
    return AcrossWork(talks(), owns, doubts, solution.concepts).done(solution.claims)
