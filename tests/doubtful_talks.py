"""The talks with what isn't sure about them, and with nothing sure about them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from countermove.analysis.readings.across import Across
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from countermove.model.preference import Preference, Statement


@cache
def talks(times: int = 0) -> GraphModel:
    """Return the model of the gallery; or each of its wishes in doubt, and so many times over."""
    conflict = load("talks-2025")
    if times:
        as_written = build(conflict).conflict.preferences
        wishes = {
            dm: [Statement(holds=one.holds, perhaps=True) for one in preference.wishes or ()]
            for dm, preference in as_written.items()
        }
        every = {dm: Preference(statements=some * times) for dm, some in wishes.items()}
        conflict = conflict.model_copy(update={"preferences": every})
    return build(conflict)


def answers(model: GraphModel, codes: Sequence[str]) -> Across:
    """Answer all claims across the readings."""
    found = solve(model, codes).across
    assert found is not None
    return found
