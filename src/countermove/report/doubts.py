"""Doubts in words: what is in doubt, and what is so where one is resolved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt, every_doubt, in_order, part_in_doubt
from countermove.report.phrases import alike, quoted, who
from countermove.texts import and_list, or_list


def in_doubt(model: GraphModel, doubts: Sequence[Doubt]) -> list[str]:
    """Say what is in doubt, of a party at a time: "whether Europe cares about “table”"."""
    said = []
    for (name, kind), some in alike(doubts, lambda one: (_party(model, one), one.kind)).items():
        if kind in ("cares", "way"):
            about = "whether {} cares" if kind == "cares" else "whether {} is for or against"
            word = "about " if kind == "cares" else ""
            things = and_list([word + _item(model, doubt) for doubt in some])
            said.append(f"{about.format(name)} {things}")
        else:
            said += [_one_in_doubt(model, doubt, name) for doubt in some]
    return said


def _one_in_doubt(model: GraphModel, doubt: Doubt, name: str) -> str:
    match doubt.kind:
        case "order":
            item = _part(model, doubt)
            things = and_list([quoted(model, one.holds) for one in item.any_order])
            said = f"in which order {name} puts {things}"
        case "reading":
            said = f"what is true of {name}"
        case "bounds":
            said = f"how much {name} gives for {quoted(model, str(doubt.places[0][-1]))}"
        case _:
            said = f"how {name} ranks outcomes whose order isn't known"
    return said + _elsewhere(doubt)


def resolved(model: GraphModel, chosen: Iterable[tuple[Doubt, Sequence[int]]]) -> str:
    """Say what is so where doubts have one of some values: "Europe cares about “table”"."""
    clauses = []
    for name, some in alike(chosen, lambda one: _party(model, one[0])).items():
        keys = {doubt: [doubt.values[value].key for value in values] for doubt, values in some}
        items = {doubt: _item(model, doubt) for doubt in keys if doubt.kind == "cares"}
        first = [doubt for doubt in items if keys[doubt] == ["yes"] and _is_first(model, doubt)]
        cares = [items[d] for d in items if keys[d] == ["yes"] and d not in first]
        not_cares = [items[d] for d in items if keys[d] != ["yes"]]
        does = [f"puts {items[doubt]} first" for doubt in first]
        does += _cares(cares, not_cares)
        for sign, key in (("for", "as-written"), ("against", "opposite")):
            ways = [d for d in keys if d.kind == "way" and keys[d] == [key]]
            if ways:
                does.append(f"is {and_list([f'{sign} {_item(model, one)}' for one in ways])}")
        does += [_puts(model, doubt, own) for doubt, own in keys.items() if doubt.kind == "order"]
        if does:
            clauses.append(f"{name} {and_list(does)}")
        for doubt, own in keys.items():
            if doubt.kind == "reading":
                says = [f"“{_part(model, doubt)[int(key) - 1].says}”" for key in own]
                clauses.append(f"{or_list(says)} is true of {name}")
    return and_list(clauses)


def _cares(cares: Sequence[str], not_cares: Sequence[str]) -> list[str]:
    """Say about what somebody cares and about what not."""
    if not cares:
        match not_cares:
            case []:
                return []
            case [one]:
                return [f"doesn't care about {one}"]
            case _:
                return [f"cares about neither {' nor '.join(not_cares)}"]
    said = f"cares about {and_list(cares)}"
    return [f"{said} but not about {or_list(not_cares)}" if not_cares else said]


def _puts(model: GraphModel, doubt: Doubt, keys: Sequence[str]) -> str:
    written = _part(model, doubt).any_order
    orders = [
        " before ".join(quoted(model, written[k].holds) for k in in_order(key, len(written)))
        for key in keys
    ]
    return f"puts {or_list(orders)}"


def _is_first(model: GraphModel, doubt: Doubt) -> bool:
    """Say whether a statement, if somebody cares about it, stands above all others."""
    is_on_top = len(doubt.places) == 1 and doubt.places[0][2:] == ("statements", 0)
    return is_on_top and not _part(model, doubt).either_way


def _item(model: GraphModel, doubt: Doubt) -> str:
    return quoted(model, _part(model, doubt).holds) + _elsewhere(doubt)


def _elsewhere(doubt: Doubt) -> str:
    return " (and, as one doubt, the same in another place)" if len(doubt.places) > 1 else ""


def _party(model: GraphModel, doubt: Doubt) -> str:
    """Return whose doubt it is, and in whose eyes."""
    place = doubt.places[0]
    *views, dm = (str(place[k + 1]) for k in range(0, place.index("preferences") + 1, 2))
    eyes = "".join(f"as {who(model, view)} sees it, " for view in views)
    return f"{eyes}{who(model, dm)}"


def _part(model: GraphModel, doubt: Doubt) -> Any:
    """Return the part that is in doubt, or was before it was settled."""
    # Those of views aren't among the doubts of the model.
    is_left = doubt in model.doubts or doubt in every_doubt(model.written)
    return part_in_doubt(model.written if is_left else model.conflict.with_doubts, doubt)
