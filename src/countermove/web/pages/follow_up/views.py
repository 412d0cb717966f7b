"""Views as the page "What does each side misread?" shows them, and the edits of their forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from countermove.errors import CountermoveError, Path
from countermove.web.draft import at, full_names, items, parties, table, text
from countermove.web.forms import Action, Form, PlainEdit
from countermove.web.page import ModelPage
from countermove.web.pages.follow_up.what_if import Beside


def beside(page: ModelPage, values: Mapping[str, Any]) -> Beside:
    """Show what each party of the model on a page sees."""
    names = {dm.id: dm.name for dm in parties(page.snapshot.data)}
    views = [_view(page.snapshot.data, ("views",), dm, names) for dm in names]
    return values, {"beside": "_views.html", "views": views}


def _view(
    data: Mapping[str, Any], within: Path, dm: str, names: Mapping[str, str]
) -> dict[str, Any]:
    """Return what a party sees, or believes that another sees."""
    here: Path = (*within, dm)
    view = {"name": names[dm], "at": here, "is_given": at(data, *here) is not None}
    if not view["is_given"]:
        return view
    others = [other for other in names if other != dm] if len(here) == 2 else []
    return view | {
        "context": ".".join(map(str, here)),
        "sights": list(_sights(data, here)),
        "infeasible": items(data, *here, "infeasible"),
        "preferences": [
            (k, name, k in table(data, *here, "preferences")) for k, name in names.items()
        ],
        "others": [_view(data, (*here, "views"), other, names) for other in others],
    }


def _sights(data: Mapping[str, Any], here: Path) -> Iterator[dict[str, Any]]:
    """Give the options, and in graph form the states, as somebody sees them."""
    unknown = items(data, *here, "unknown")
    for state in table(data, "states"):
        words = text(data, "states", state) or state
        yield {"name": state, "text": words, "party": "", "known": state not in unknown}
    names = full_names(data)
    moves = table(data, *here, "moves")
    for dm in parties(data):
        for option in dm.options:
            ways = _ways(f"{dm.id}.{option.id}", names)
            name = next((way for way in ways if way in moves), ways[0])
            yield {
                "name": name,
                "text": option.text,
                "option": option,
                "party": dm.name,
                "known": not any(way in unknown for way in ways),
                "moves": text(moves, name),
            }


def _ways(full: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return how an option may be named, the shortest way first."""
    short = full.partition(".")[2]
    alone = sum(name.partition(".")[2] == short for name in names) == 1
    return (short, full) if alone else (full,)


# -- edits --------------------------------------------------------------------------------------


def _know(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say whether somebody knows of an option or state."""
    name = form.get("of", "")
    names = full_names(data)
    full = next((n for n in names if name in _ways(n, names)), "")
    ways = _ways(full, names) if full else (name,)
    if not full and name not in table(data, "states"):
        raise CountermoveError("there is no such option or outcome.", path=here)
    unknown = items(data, *here, "unknown")
    places = [i for i, written in enumerate(unknown) if written in ways]
    if form.get("value"):
        # From the end, so that the places before stay what they are.
        return [{"do": "remove", "at": [*here, "unknown", i]} for i in reversed(places)]
    if places:
        return []
    return [{"do": "insert", "at": [*here, "unknown"], "index": None, "value": name}]


def _look(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say that somebody sees something otherwise; what, is said in what follows."""
    return [] if at(data, *here) is not None else [{"do": "put", "at": list(here), "value": {}}]


ACTIONS: dict[str, Action] = {
    "know": _know,
    "look": _look,
}
