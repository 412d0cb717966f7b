"""Answers as they are written down: a doubt that is resolved, in the plain data of preferences.

Nothing is changed in place, and what an answer says nothing about stays as somebody wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from countermove.analysis.ask.inquiry import NONE_OF_THEM
from countermove.errors import Path
from countermove.model.doubts import Doubt

Plain = Mapping[str, Any]
"""The plain data of a part of a model file."""

_NAME = r"\w+([.-]\w+)*"


def resolved(
    preferences: Plain, doubt: Doubt, key: str, source: str, *, cares: bool = False
) -> dict[str, Any]:
    """Return what parties want with a doubt resolved, in all of its places.

    Of an unknown order the key says which statement comes first, by its place from 1: of the
    others it stays unknown. With `cares` it is known that it cares about that.

    >>> from countermove.model.doubts import Doubt
    >>> wants = {"us": {"statements": [{"holds": "deal", "perhaps": True}, "offer"]}}
    >>> doubt = Doubt("us.1", "cares", (("preferences", "us", "statements", 0),))
    >>> resolved(wants, doubt, "yes", "interview")
    {'us': {'statements': [{'holds': 'deal', 'because': ['interview']}, 'offer']}}
    >>> resolved(wants, doubt, "no", "interview")
    {'us': {'statements': ['offer'], 'note': "Doesn't care about “deal” (interview)."}}
    """
    found = dict(preferences)
    # What stands last first, as places move up where something goes.
    for place in reversed(doubt.places):
        dm, path = str(place[1]), place[2:]
        if key in (NONE_OF_THEM, "no"):
            found[dm] = _without(found[dm], path, source)
        elif doubt.kind == "reading":
            found[dm] = _reading(found[dm], int(key) - 1, source)
        elif doubt.kind == "order":
            found[dm] = _listed(
                found[dm], path, lambda item: _first(item, int(key) - 1, source, cares)
            )
        else:
            found[dm] = _listed(
                found[dm], path, lambda item: [_sure(item, doubt.kind, key, source)]
            )
    return found


def _without(preference: Plain, path: Path, source: str) -> dict[str, Any]:
    """Leave out what a party doesn't care about; that it said so stands in a note.

    As a source of its preference it would be one of all that it does care about.
    """
    gone: list[str] = []

    def left_out(item: Any) -> list[Any]:
        gone.extend(_full(one)["holds"] for one in statements_of(item) if not is_from_pool(one))
        return []

    left = _listed(preference, path, left_out)
    if left.get("statements") == []:
        return _because(left, source)
    if not gone:
        return left
    said = f"Doesn't care about {', '.join(f'“{one}”' for one in gone)} ({source})."
    return {**left, "note": f"{left['note'].rstrip()} {said}" if left.get("note") else said}


def is_from_pool(statement: Any) -> bool:
    """Say whether a statement only stands for the question whether a party cares about it."""
    found = _full(statement)
    return found.get("perhaps") == "left out" and bool(found.get("either_way"))


def _listed(part: Plain, path: Path, change: Callable[[Any], list[Any]]) -> dict[str, Any]:
    """Put other items in the place of one, of a list somewhere within."""
    step, rest = str(path[0]), list(path[1:])
    inner = part[step]
    if len(rest) > 1:
        within = _listed_in(inner, rest, change)
    else:
        at = int(rest[0])
        within = [*inner[:at], *change(inner[at]), *inner[at + 1 :]]
    return {**part, step: within}


def _listed_in(items: Any, path: list[Any], change: Callable[[Any], list[Any]]) -> list[Any]:
    at, *rest = path
    changed = _listed(items[at], tuple(rest), change)
    # Of one statement there is no order.
    return [
        *items[:at],
        *(as_order(changed) if rest[0] == "any_order" else [changed]),
        *items[at + 1 :],
    ]


def as_order(order: Plain) -> list[Any]:
    """Return an unknown order, or what is left of it where that is a single statement."""
    some = order["any_order"]
    if len(some) > 1:
        return [order]
    kept = {key: order[key] for key in ("because", "note") if key in order}
    return [_short({**kept, **_full(one)}) for one in some]


def _first(order: Plain, at: int, source: str, cares: bool) -> list[Any]:
    some = order["any_order"]
    left = {**order, "any_order": [*some[:at], *some[at + 1 :]]}
    first = _sure(some[at], "cares", "yes", source) if cares else _full(some[at])
    return [_because(first, source), *as_order(left)]


def _sure(statement: Any, kind: str, key: str, source: str) -> dict[str, Any]:
    """Resolve whether it cares about a statement, or which way."""
    found = _full(statement)
    perhaps, either = found.pop("perhaps", False), found.pop("either_way", False)
    likely, likely_way = found.pop("likely", None), found.pop("likely_way", None)
    if kind == "cares":
        left = {"either_way": either, "likely": likely_way}
    else:
        left = {"perhaps": perhaps, "likely": likely if perhaps else None}
        if key == "opposite":
            found["holds"] = opposite(found["holds"])
    stays = {name: value for name, value in left.items() if value not in (None, False)}
    if not stays:
        found.pop("doubt", None)
    return _because({"holds": found.pop("holds"), **stays, **found}, source)


def _reading(preference: Plain, at: int, source: str) -> dict[str, Any]:
    """Keep one of several readings; what it says stays as a note, where there is none."""
    readings, doubt = preference["readings"], ("readings", "doubt")
    kept = {key: value for key, value in preference.items() if key not in doubt}
    chosen = {k: v for k, v in readings[at].items() if k not in ("says", "likely")}
    because = dict.fromkeys((*kept.pop("because", ()), *chosen.pop("because", ())))
    note = {"note": chosen.pop("note", kept.pop("note", readings[at]["says"]))}
    return _because(
        {**chosen, **kept, **({"because": [*because]} if because else {}), **note}, source
    )


def _because(part: Plain, source: str) -> dict[str, Any]:
    return {**part, "because": [*dict.fromkeys((*part.get("because", ()), source))]}


def statements_of(item: Any) -> list[Any]:
    """Return the statement of an entry, or those that stand there in any order."""
    return list(item.get("any_order", [item])) if isinstance(item, Mapping) else [item]


def _full(statement: Any) -> dict[str, Any]:
    return {"holds": statement} if isinstance(statement, str) else dict(statement)


def _short(statement: dict[str, Any]) -> Any:
    return statement["holds"] if statement.keys() == {"holds"} else statement


def opposite(statement: str) -> str:
    """Return the opposite of a statement, written as shortly as it can be.

    >>> opposite("table"), opposite("not us.table"), opposite("settle and accept")
    ('not table', 'us.table', 'not (settle and accept)')
    """
    if (negated := re.fullmatch(rf"not\s+({_NAME})", statement.strip())) is not None:
        return negated[1]
    return f"not {statement}" if re.fullmatch(_NAME, statement) else f"not ({statement})"


def knowing(preference: Plain, order: str, source: str) -> dict[str, Any]:
    """Return what a party wants with something known of its order."""
    new = {"order": order, "because": [source]}
    return {**preference, "known": [*preference.get("known", ()), new]}


def lacking(preference: Plain, place: int) -> dict[str, Any]:
    """Return what a party wants without something that was known of its order."""
    known = [one for k, one in enumerate(preference["known"]) if k != place]
    left = {key: value for key, value in preference.items() if key != "known"}
    return {**left, "known": known} if known else left
