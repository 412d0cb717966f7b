"""Doubts in words: what is in doubt, and what is so where one is resolved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt
from countermove.report.phrases import and_list, or_list, who


def in_doubt(model: GraphModel, doubt: Doubt) -> str:
    """Say what is in doubt: "whether Europe cares about “table”"."""
    party, item = _party(model, doubt), part_in_doubt(model, doubt)
    match doubt.kind:
        case "cares":
            said = f"whether {party} cares about {_quoted(item)}"
        case "way":
            said = f"whether {party} is for or against {_quoted(item)}"
        case "order":
            said = f"in which order {party} puts {and_list(list(map(_quoted, item.any_order)))}"
        case "reading":
            said = f"which of its readings is right of {party}"
        case "bounds":
            said = f"how much {party} gives for “{doubt.places[0][-1]}”"
        case _:
            said = f"how {party} ranks outcomes whose order isn't known"
    others = len(doubt.places) - 1
    return f"{said} (and, as one doubt, the same in another place)" if others else said


def resolved(model: GraphModel, doubt: Doubt, values: Iterable[int]) -> str:
    """Say what is so where a doubt has one of some values: "Europe doesn't care about “table”"."""
    party, item = _party(model, doubt), part_in_doubt(model, doubt)
    keys = [doubt.values[value].key for value in values]
    match doubt.kind:
        case "cares":
            verb = "cares" if keys == ["yes"] else "doesn't care"
            return f"{party} {verb} about {_quoted(item)}"
        case "way":
            return f"{party} is {'for' if keys == ['as-written'] else 'against'} {_quoted(item)}"
        case "order":
            orders = [
                " before ".join(_quoted(item.any_order[int(k) - 1]) for k in key.split(","))
                for key in keys
            ]
            return f"{party} puts {or_list(orders)}"
        case _:
            says = [f"“{item[int(key) - 1].says}”" for key in keys]
            return f"{or_list(says)} is right of {party}"


def _party(model: GraphModel, doubt: Doubt) -> str:
    return who(model, str(doubt.places[0][1]))


def part_in_doubt(model: GraphModel, doubt: Doubt) -> Any:
    """Return the part of the model as written that is in doubt."""
    part: Any = model.written
    for key in doubt.places[0]:
        is_field = isinstance(key, str) and hasattr(part, key) and not hasattr(part, "keys")
        part = getattr(part, str(key)) if is_field else part[key]
    return part


def _quoted(statement: Any) -> str:
    return f"“{statement.holds}”"
