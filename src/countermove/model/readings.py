"""Readings by name: which doubts are resolved otherwise than as written."""

from __future__ import annotations

from collections.abc import Mapping

from countermove.errors import unknown
from countermove.model.conflict import Conflict
from countermove.model.doubts import every_doubt
from countermove.model.scenarios import apply_scenario, reading_of


def chosen_reading(conflict: Conflict, reading: Mapping[str, str]) -> Conflict:
    """Return one reading of a conflict; its doubts, and those of its scenarios, are known."""
    written = conflict.with_doubts
    known: dict[str, list[str]] = {}
    for scenario in (None, *written.scenarios):
        for doubt in every_doubt(apply_scenario(written, scenario)):
            if doubt.values:
                known.setdefault(doubt.id, [value.key for value in doubt.values])
    for name, key in reading.items():
        if name not in known:
            raise unknown("doubt", name, list(known), "The doubts of this model are")
        if key not in known[name]:
            expected = f"The values of '{name}' are"
            raise unknown("value", key, known[name], expected)
    return reading_of(written, {**conflict.reading, **reading})
