"""Scenarios: named variants of a model, and the models that they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from countermove.arguments import one_of
from countermove.errors import ModelError, Path, Problem
from countermove.model.conflict import Conflict
from countermove.model.doubts import every_doubt, settled
from countermove.model.shapes import shape_of


def apply_scenario(conflict: Conflict, scenario: str | None) -> Conflict:
    """Return the conflict with a scenario's parts in place of its own."""
    if scenario is None:
        return conflict
    one_of(scenario, list(conflict.scenarios), "scenario", "The scenarios of this model are")
    if conflict.with_doubts is not conflict:
        return reading_of(apply_scenario(conflict.with_doubts, scenario), conflict.reading)
    given = conflict.scenarios[scenario].model_dump(exclude_unset=True, exclude_none=True)
    nameless = [
        Problem(
            f"the scenario adds the party '{dm}' without a name.",
            ("scenarios", scenario, "decision_makers", dm),
            'Give it one: name = "…".',
        )
        for dm, changes in conflict.scenarios[scenario].decision_makers.items()
        if dm not in conflict.decision_makers and changes.name is None
    ]
    if nameless:
        raise ModelError(*conflict.locate(*nameless))
    kept = {key: vars(conflict)[key] for key in Conflict.model_fields if key != "scenarios"}
    data = kept | merge(conflict.model_dump(include=set(given), exclude_defaults=True), given)
    data["title"] = f"{conflict.title} – {given['title']}"
    merged = Conflict.model_validate(data)
    if conflict.is_right:  # which is said of its scenarios as well
        merged.found_right()
    return merged.standing_as(conflict, partial(_written_at, scenario, given))


def reading_of(conflict: Conflict, reading: Mapping[str, str]) -> Conflict:
    """Return a conflict with those of its doubts settled that a reading names."""
    values = {doubt.id: [value.key for value in doubt.values] for doubt in every_doubt(conflict)}
    fitting = {name: key for name, key in reading.items() if key in values.get(name, ())}
    left = settled(conflict, {n: values[n].index(key) for n, key in fitting.items()})
    # Of a base without doubts it is kept for its scenarios, which may have some.
    return left.remembering(conflict, reading)


def merge(base: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Merge a scenario's data into a model's data, both in the structure of the file."""
    merged = dict(base)
    for key, value in given.items():
        if _is_merged(key):
            merged[key] = {**base.get(key, {}), **value}
        elif key == "decision_makers":
            merged[key] = dict(base.get(key, {}))
            for decision_maker, changes in value.items():
                old = merged[key].get(decision_maker, {})
                options = {**old.get("options", {}), **changes.get("options", {})}
                merged[key][decision_maker] = {**old, **changes, "options": options}
        else:
            merged[key] = value
    return merged


def _is_merged(key: str) -> bool:
    """Say whether a scenario replaces the entries of a table one by one, and not the whole."""
    shape = shape_of((key,))
    return bool(shape.inside or shape.is_table_of_ids) and key not in ("labels", "decision_makers")


def replaces(path: Path) -> bool:
    """Say whether a part of a scenario takes the base's place as a whole, even when empty."""
    return path[0] != "decision_makers" and len(path) == (2 if _is_merged(str(path[0])) else 1)


def gives(given: Mapping[str, Any], path: Path) -> bool:
    """Say whether a scenario's data hold the part of the model at `path`."""
    here: Any = given
    for step in path:
        if not isinstance(here, Mapping):
            return True
        if step not in here:
            return False
        here = here[step]
    return True


def _written_at(scenario: str, given: Mapping[str, Any], path: Path) -> Path:
    """Return where a part stands: in the scenario what that gives, else in the base."""
    return ("scenarios", scenario, *path) if gives(given, path) else path
