"""Readings by name: which doubts are settled, and how."""

from __future__ import annotations

from collections.abc import Mapping

from countermove.arguments import mapping, one_of
from countermove.errors import UnknownNameError, suggestion
from countermove.model.conflict import Conflict
from countermove.model.doubts import every_doubt
from countermove.model.scenarios import apply_scenario, reading_of


def chosen_reading(conflict: Conflict, reading: Mapping[str, str]) -> Conflict:
    """Return a conflict with some doubts settled; those of its scenarios are known, too."""
    values = _values(conflict)
    known = {name: keys for name, keys in values.items() if keys}
    for name, key in mapping(reading, "reading").items():
        if name in values and name not in known:
            what = f"'{name}' is an order of outcomes or a weight, of which no value can be chosen."
            advice = suggestion("", list(known), "Write it into the model. What can be chosen is")
            raise UnknownNameError(what, advice=advice)
        one_of(name, list(known), "doubt", "The doubts of this model are")
        one_of(key, known[name], "value", f"The values of '{name}' are")
    return reading_of(conflict.with_doubts, {**conflict.reading, **reading})


def known_doubts(conflict: Conflict) -> dict[str, list[str]]:
    """Return by doubt what can be chosen of it, in the model or in any of its scenarios."""
    return {name: keys for name, keys in _values(conflict).items() if keys}


def _values(conflict: Conflict) -> dict[str, list[str]]:
    """Return the values of every doubt, of those that have none as well."""
    written = conflict.with_doubts
    found: dict[str, list[str]] = {}
    for scenario in (None, *written.scenarios):
        for doubt in every_doubt(apply_scenario(written, scenario)):
            keys = found.setdefault(doubt.id, [])
            keys += [value.key for value in doubt.values if value.key not in keys]
    return found
