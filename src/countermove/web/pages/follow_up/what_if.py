"""Scenarios as the page "What if …?" shows them, and the edits of their forms."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from countermove.errors import CountermoveError
from countermove.model.conflict import Conflict
from countermove.model.ids import new_id
from countermove.model.shapes import shape_of
from countermove.report.assumptions import scenario_changes
from countermove.web.draft import at, parties, table, taken_options, text
from countermove.web.forms import Form, PlainEdit, place
from countermove.web.page import ModelPage


@dataclass(frozen=True, slots=True)
class ScenarioOption:
    """An option as a scenario has it."""

    id: str
    text: str
    moves: str
    taken: bool


@dataclass(frozen=True, slots=True)
class ScenarioParty:
    """A party with its options, as a scenario has them."""

    id: str
    name: str
    options: tuple[ScenarioOption, ...]


@dataclass(frozen=True, slots=True)
class WrittenScenario:
    """A scenario as it is written."""

    id: str
    title: str
    summary: str
    changes: tuple[str, ...]
    parties: tuple[ScenarioParty, ...]
    own_start: bool


AT_A_TIME = 10
"""So many scenarios are shown and compared on one page."""


@dataclass(frozen=True, slots=True)
class ScenarioRange:
    """Which of the scenarios are shown, where there are many."""

    begin: int
    names: tuple[str, ...]
    total: int

    @property
    def is_all(self) -> bool:
        """Whether all are shown."""
        return len(self.names) == self.total

    @property
    def last(self) -> int:
        """Where the last part begins."""
        return max(0, self.total - 1) // AT_A_TIME * AT_A_TIME


def shown(page: ModelPage) -> ScenarioRange:
    """Return which scenarios a page shows."""
    names = tuple(map(str, page.draft.table("scenarios")))
    given = page.query.get("from", "")
    asked = int(given) if given.isdecimal() and len(given) < 9 else 0
    begin = min(asked, max(0, len(names) - 1)) // AT_A_TIME * AT_A_TIME
    return ScenarioRange(begin, names[begin : begin + AT_A_TIME], len(names))


def variants(page: ModelPage, names: Iterable[str]) -> tuple[WrittenScenario, ...]:
    """Return scenarios of the model on a page."""
    return tuple(_variant(page, name) for name in names)


def _variant(page: ModelPage, name: str) -> WrittenScenario:
    data = page.snapshot.data
    here = ("scenarios", name)
    taken = taken_options(data, *here)
    found = tuple(
        ScenarioParty(
            dm.id,
            dm.name,
            tuple(
                ScenarioOption(
                    option.id,
                    option.text,
                    text(data, *here, "decision_makers", dm.id, "options", option.id, "moves"),
                    f"{dm.id}.{option.id}" in taken,
                )
                for option in dm.options
            ),
        )
        for dm in parties(data)
    )
    own_start = at(data, *here, "status_quo") is not None
    title, summary = text(data, *here, "title"), text(data, *here, "summary")
    return WrittenScenario(
        name, title, summary, _changes(page.live.conflict, name), found, own_start
    )


def _changes(conflict: Conflict | None, name: str) -> tuple[str, ...]:
    """Say what a scenario changes; nothing while there are mistakes."""
    if conflict is None or name not in conflict.scenarios:
        return ()
    try:
        return scenario_changes(conflict, name)
    except CountermoveError:
        return ()


# -- edits --------------------------------------------------------------------------------------


def _copy(form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Add a scenario that begins as another one is."""
    here = place(form.get("at", ""))
    scenario = at(data, *here)
    if len(here) != 2 or not isinstance(scenario, Mapping):
        raise CountermoveError("there is no such scenario.", path=here)
    title = f"{text(scenario, 'title') or here[1]} (copy)"
    name = new_id(str(here[1]), table(data, "scenarios"), "scenario")
    value = copy.deepcopy(dict(scenario)) | {"title": title}
    return [{"do": "put", "at": ["scenarios", name], "value": value}]


def direct(form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say how an option may be changed in a scenario; empty: as in the model."""
    here = place(form.get("at", ""))
    option = at(data, *here[2:])
    if len(here) != 6 or option is None:
        raise CountermoveError("there is no such option.", path=here)
    value = form.get("value", "")
    own = at(data, *here)
    if not value:
        return [] if own is None else [{"do": "remove", "at": list(here)}]
    if isinstance(own, Mapping):
        return [{"do": "put", "at": [*here, "moves"], "value": value}]
    # A scenario gives an option whole: what it says and rests on comes along.
    whole = own if own is not None else copy.deepcopy(option)
    whole = shape_of(tuple(here)).in_full(whole)
    return [{"do": "put", "at": list(here), "value": whole | {"moves": value}}]


ACTIONS: dict[str, Callable[[Form, Mapping[str, Any]], list[PlainEdit]]] = {
    "copy": _copy,
    "direct": direct,
}
