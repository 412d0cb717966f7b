"""Scenarios as the page "What if …?" shows them, and the edits of their forms."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from countermove.errors import CountermoveError, Path
from countermove.model.conflict import Conflict
from countermove.model.ids import new_id
from countermove.model.shapes import shape_of
from countermove.report.assumptions import scenario_changes
from countermove.web.draft import at, parties, starting, table, text
from countermove.web.forms import Action, Form, PlainEdit, still_ordered
from countermove.web.page import ModelPage

Beside = tuple[Mapping[str, Any], dict[str, Any]]
"""With what values a question is asked, and what its page shows beside the answer."""

AT_A_TIME = 10
"""So many scenarios are shown and compared on one page."""


def beside(page: ModelPage, values: Mapping[str, Any]) -> Beside:
    """Show scenarios, and compare those that are shown, where none are chosen."""
    part = _shown(page)
    if not part["is_all"] and not values.get("scenarios"):
        values = {**values, "scenarios": part["names"]}
    variants = [variant(page, name) for name in part["names"]]
    return values, {"beside": "_scenarios.html", "part": part, "variants": variants}


def _shown(page: ModelPage) -> dict[str, Any]:
    """Return which of the scenarios a page shows, where there are many."""
    names = list(map(str, page.table("scenarios")))
    given = page.query.get("from", "")
    asked = int(given) if given.isdecimal() and len(given) < 9 else 0
    last = max(0, len(names) - 1)
    begin = min(asked, last) // AT_A_TIME * AT_A_TIME
    part = names[begin : begin + AT_A_TIME]
    return {
        "begin": begin,
        "names": part,
        "total": len(names),
        "is_all": len(part) == len(names),
        "last": last // AT_A_TIME * AT_A_TIME,
    }


def variant(page: ModelPage, name: str) -> dict[str, Any]:
    """Return a scenario of the model on a page, with all options as it has them."""
    data, here = page.snapshot.data, ("scenarios", name)
    start = starting(data, *here)
    return {
        "id": name,
        "title": text(data, *here, "title"),
        "summary": text(data, *here, "summary"),
        "changes": _changes(page.live.conflict, name),
        "options": [
            {
                "dm": dm.id,
                "party": dm.name,
                "option": option,
                "moves": text(data, *here, "decision_makers", dm.id, "options", option.id, "moves"),
                "start": start[f"{dm.id}.{option.id}"],
            }
            for dm in parties(data)
            for option in dm.options
        ],
        "own": [
            (dm.called or dm.name, dm.id)
            for dm in parties(data)
            if at(data, *here, "preferences", dm.id) is not None
        ],
        "own_start": at(data, *here, "status_quo") is not None,
    }


def _changes(conflict: Conflict | None, name: str) -> tuple[str, ...]:
    """Say what a scenario changes; nothing while there are mistakes."""
    if conflict is None or name not in conflict.scenarios:
        return ()
    try:
        return scenario_changes(conflict, name)
    except CountermoveError:
        return ()


# -- edits --------------------------------------------------------------------------------------


def _copy(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Add a scenario that begins as another one is."""
    scenario = at(data, *here)
    if len(here) != 2 or not isinstance(scenario, Mapping):
        raise CountermoveError("there is no such scenario.", path=here)
    title = f"{text(scenario, 'title') or here[1]} (copy)"
    name = new_id(str(here[1]), table(data, "scenarios"), "scenario")
    value = copy.deepcopy(dict(scenario)) | {"title": title}
    return [{"do": "put", "at": ["scenarios", name], "value": value}]


def direct(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say how an option may be changed in a scenario; empty: as in the model."""
    option = at(data, *here[2:])
    if len(here) != 6 or option is None:
        raise CountermoveError("there is no such option.", path=here)
    value = form.get("value", "")
    own = at(data, *here)
    if not value:
        return [] if own is None else [{"do": "remove", "at": list(here)}]
    edits: list[PlainEdit] = [{"do": "put", "at": [*here, "moves"], "value": value}]
    if not isinstance(own, Mapping):
        # A scenario gives an option whole: what it says and rests on comes along.
        whole = own if own is not None else copy.deepcopy(option)
        whole = shape_of(tuple(here)).in_full(whole)
        edits = [{"do": "put", "at": list(here), "value": whole | {"moves": value}}]
    return still_ordered(data, here, edits)


ACTIONS: dict[str, Action] = {
    "copy": _copy,
    "direct": direct,
}
