"""Where the data of a model name things: ids in statements, lists, keys, rankings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from countermove.editing.edits import found
from countermove.errors import Path
from countermove.model.patterns import YES_OR_NO
from countermove.model.shapes import parts, shape_of
from countermove.model.written import KeyUse, Use

_TEXTS: frozenset[Use | KeyUse] = frozenset(get_args(Use))


def texts(data: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Use, str | int]]:
    """Give every text (in a ranking also numbers) that names something, with its place."""
    for here, shape, value in parts(data, path, _TEXTS):
        is_text = isinstance(value, (str, int)) and not isinstance(value, bool)
        if shape.names is not None and is_text:
            yield here, shape.names, value


def keys(data: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, KeyUse]]:
    """Give every key that is an id or a name but those of options and levels, inner ones first."""
    for here, _, _ in reversed(parts(data, path)):
        around = shape_of(here[:-1])
        use = around.keys or around.ids
        if use is not None and around.ids not in ("option", "level") and isinstance(here[-1], str):
            yield here, use


def options_of(*datas: Any) -> dict[str, list[str]]:
    """Return the options of each decision maker, those of several models one after another."""
    options: dict[str, list[str]] = {}
    for data in datas:
        parties = data.get("decision_makers") if isinstance(data, Mapping) else None
        for dm, party in parties.items() if isinstance(parties, Mapping) else ():
            own = options.setdefault(dm, [])
            given = party.get("options") if isinstance(party, Mapping) else None
            own += [o for o in given if o not in own] if isinstance(given, Mapping) else []
        for name, family in families_of(data).items() if isinstance(data, Mapping) else ():
            theirs = list(as_table(found(data, options_of_family(data, name))))
            options |= {dm: list(theirs) for dm in as_table(family.get("members"))}
    return options


def values_of(data: Mapping[str, Any]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return for every option, by its decision maker and id, what it can be, as patterns say it."""
    found_values = {}
    for dm, own in options_of(data).items():
        here = _options_at(data, dm)
        for option in own:
            levels = found(data, (*here, option, "levels"))
            found_values[dm, option] = tuple(as_table(levels)) or YES_OR_NO
    return found_values


def _options_at(data: Mapping[str, Any], dm: str) -> Path:
    """Return where the options of a party are written."""
    of = (f for f, family in families_of(data).items() if dm in as_table(family.get("members")))
    family = None if dm in as_table(data.get("decision_makers")) else next(of, None)
    return ("decision_makers", dm, "options") if family is None else options_of_family(data, family)


def families_of(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the families of a model that are tables, as they must be."""
    families = as_table(data.get("families"))
    return {name: family for name, family in families.items() if isinstance(family, Mapping)}


def options_of_family(data: Mapping[str, Any], name: str) -> Path:
    """Return where the options of a family are written, which may be in another."""
    for _ in families_of(data):
        options = found(data, ("families", name, "options"))
        if not isinstance(options, str):
            break
        name = options
    return "families", name, "options"


def scenarios_of(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the scenarios of a model that are tables, as they must be."""
    scenarios = data.get("scenarios")
    if not isinstance(scenarios, Mapping):
        return {}
    return {name: given for name, given in scenarios.items() if isinstance(given, Mapping)}


def taken_ids(data: Mapping[str, Any], table: Path) -> set[str]:
    """Return the ids that something new in a table can't have: statements would mix them up."""
    taken = set(as_table(found(data, table)))
    if table[-1] in {"decision_makers", "members", "families", "groups"}:
        taken |= {*options_of(data), *as_table(data.get("families")), *as_table(data.get("groups"))}
    if table[-1] in {"options", "terms"}:
        taken |= set(as_table(found(data, ("terms",))))
        taken |= {option for own in options_of(data).values() for option in own}
    return taken


def as_table(part: Any) -> Mapping[str, Any]:
    """Return what is a table, and an empty one for all else."""
    return part if isinstance(part, Mapping) else {}
