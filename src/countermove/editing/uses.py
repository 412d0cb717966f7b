"""Where the data of a model name things: ids in statements, lists, keys, rankings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from countermove.errors import Path
from countermove.files.shapes import shape_of, within_views

Use = Literal["statement", "name", "source", "state"]
"""What a text is: a statement, the name of an option or term, of a source, or of a state."""

_GROUPS = ("at_most_one", "at_least_one", "exactly_one")
_USES: dict[str, Use] = {
    "terms.*": "statement",
    "rules.infeasible.#": "statement",
    "rules.feasible.#": "statement",
    "rules.coalesce.#": "statement",
    "rules.requires.*": "statement",
    "infeasible.#": "statement",
    "preferences.*.statements.#": "statement",
    "preferences.*.statements.#.holds": "statement",
    "claims.*.never": "statement",
    "claims.*.possible": "statement",
    "claims.*.always": "statement",
    "status_quo": "state",
    "status_quo.#": "name",
    "unknown.#": "name",
    **{f"rules.{group}.#.#": "name" for group in _GROUPS},
    "moves.*.#.#": "state",
    "preferences.*.ranking": "state",
    "preferences.*.ranking.#": "state",
    "preferences.*.ranking.#.#": "state",
}

KeyUse = Literal["decision maker", "name", "term", "state", "label", "source", "claim", "scenario"]
"""What a key is the id of; a name is that of an option or term."""

_KEY_USES: dict[str, KeyUse] = {
    "decision_makers.*": "decision maker",
    "preferences.*": "decision maker",
    "views.*": "decision maker",
    "views.*.views.*": "decision maker",
    "moves.*": "decision maker",
    "views.*.moves.*": "name",
    "views.*.views.*.moves.*": "name",
    "rules.requires.*": "name",
    "preferences.*.weights.*": "name",
    "terms.*": "term",
    "states.*": "state",
    "labels.*": "label",
    "sources.*": "source",
    "claims.*": "claim",
    "scenarios.*": "scenario",
}


def texts(data: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Use, str | int]]:
    """Give every text (in a ranking also numbers) that names something, with its place."""
    for here, value in parts(data, path):
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            shape = within_views(shape_of(here))
            use: Use | None = "source" if shape.endswith("because.#") else _USES.get(shape)
            if use is not None:
                yield here, use, value


def keys(data: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, KeyUse]]:
    """Give every key that is an id or a name; what is within comes before what is around."""
    for here, _ in reversed(list(parts(data, path))):
        shape = shape_of(here)
        use = _KEY_USES.get(shape) or _KEY_USES.get(within_views(shape))
        if use is not None and isinstance(here[-1], str):
            yield here, use


def parts(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Give all that is in a table or list, each before what it holds."""
    pending = [(path, data)]
    while pending:
        here, value = pending.pop()
        if here != path:
            yield here, value
        if isinstance(value, Mapping):
            pending += [((*here, key), inner) for key, inner in reversed(list(value.items()))]
        elif isinstance(value, list):
            pending += [((*here, k), inner) for k, inner in reversed(list(enumerate(value)))]


def options_of(*datas: Any) -> dict[str, list[str]]:
    """Return the options of each decision maker, those of several models one after another."""
    options: dict[str, list[str]] = {}
    for data in datas:
        parties = data.get("decision_makers") if isinstance(data, Mapping) else None
        for dm, party in parties.items() if isinstance(parties, Mapping) else ():
            own = options.setdefault(dm, [])
            given = party.get("options") if isinstance(party, Mapping) else None
            own += [o for o in given if o not in own] if isinstance(given, Mapping) else []
    return options


def scenarios_of(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the scenarios of a model that are tables, as they must be."""
    scenarios = data.get("scenarios")
    if not isinstance(scenarios, Mapping):
        return {}
    return {name: given for name, given in scenarios.items() if isinstance(given, Mapping)}
