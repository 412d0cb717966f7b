"""Readings by name: which doubts are settled, and how."""

from __future__ import annotations

from collections.abc import Mapping

from countermove.arguments import mapping, one_of
from countermove.model.conflict import Conflict
from countermove.model.doubts import every_doubt
from countermove.model.scenarios import apply_scenario, reading_of


def chosen_reading(conflict: Conflict, reading: Mapping[str, str]) -> Conflict:
    """Return a conflict with some doubts settled; those of its scenarios are known, too."""
    known = known_doubts(conflict)
    for name, key in mapping(reading, "reading").items():
        one_of(name, list(known), "doubt", "The doubts of this model are")
        one_of(key, known[name], "value", f"The values of '{name}' are")
    return reading_of(conflict.with_doubts, {**conflict.reading, **reading})


def known_doubts(conflict: Conflict) -> dict[str, list[str]]:
    """Return by doubt what can be chosen of it, in the model or in any of its scenarios."""
    written = conflict.with_doubts
    known: dict[str, list[str]] = {}
    for scenario in (None, *written.scenarios):
        for doubt in every_doubt(apply_scenario(written, scenario)):
            if doubt.values:
                known.setdefault(doubt.id, [value.key for value in doubt.values])
    return known
