"""Views as the page "What does each side misread?" shows them, and the edits of their forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from countermove.errors import CountermoveError, Path
from countermove.web.draft import at, full_names, items, parties, table, text
from countermove.web.forms import Form, PlainEdit, place
from countermove.web.page import ModelPage


@dataclass(frozen=True, slots=True)
class Sight:
    """An option, or in graph form a state, as somebody sees it."""

    name: str
    text: str
    party: str
    known: bool
    moves: str


@dataclass(frozen=True, slots=True)
class ViewOf:
    """What a party sees, or believes that another sees."""

    id: str
    name: str
    at: Path
    given: bool
    sights: tuple[Sight, ...] = ()
    infeasible: tuple[str, ...] = ()
    preferences: tuple[tuple[str, str, bool], ...] = ()
    others: tuple[ViewOf, ...] = ()

    @property
    def context(self) -> str:
        """How addresses call it."""
        return ".".join(map(str, self.at))

    @property
    def unknown(self) -> int:
        """How many options or states it doesn't know of."""
        return sum(not sight.known for sight in self.sights)


def views_of(page: ModelPage) -> tuple[ViewOf, ...]:
    """Return what each party of the model on a page sees."""
    names = {dm.id: dm.name for dm in parties(page.snapshot.data)}
    return tuple(_view(page.snapshot.data, ("views",), dm, names) for dm in names)


def _view(data: Mapping[str, Any], within: Path, dm: str, names: Mapping[str, str]) -> ViewOf:
    here: Path = (*within, dm)
    if at(data, *here) is None:
        return ViewOf(dm, names[dm], here, given=False)
    others = [other for other in names if other != dm] if len(here) == 2 else []
    return ViewOf(
        dm,
        names[dm],
        here,
        True,
        tuple(_sights(data, here)),
        tuple(map(str, items(data, *here, "infeasible"))),
        tuple((k, name, k in table(data, *here, "preferences")) for k, name in names.items()),
        tuple(_view(data, (*here, "views"), other, names) for other in others),
    )


def _sights(data: Mapping[str, Any], here: Path) -> Iterator[Sight]:
    unknown = items(data, *here, "unknown")
    for state in table(data, "states"):
        yield Sight(state, text(data, "states", state) or state, "", state not in unknown, "")
    names = full_names(data)
    moves = table(data, *here, "moves")
    for dm in parties(data):
        for option in dm.options:
            ways = _ways(f"{dm.id}.{option.id}", names)
            name = next((way for way in ways if way in moves), ways[0])
            known = not any(way in unknown for way in ways)
            yield Sight(name, option.text, dm.name, known, text(moves, name))


def _ways(full: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return how an option may be named, the shortest way first."""
    short = full.partition(".")[2]
    alone = sum(name.partition(".")[2] == short for name in names) == 1
    return (short, full) if alone else (full,)


# -- edits --------------------------------------------------------------------------------------


def _know(form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say whether somebody knows of an option or state."""
    here = place(form.get("at", ""))
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


def _look(form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say that somebody sees something otherwise; what, is said in what follows."""
    here = place(form.get("at", ""))
    return [] if at(data, *here) is not None else [{"do": "put", "at": list(here), "value": {}}]


ACTIONS: dict[str, Callable[[Form, Mapping[str, Any]], list[PlainEdit]]] = {
    "know": _know,
    "look": _look,
}
