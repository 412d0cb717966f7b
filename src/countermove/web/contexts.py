"""What is edited: the model itself, one of its scenarios, or how somebody sees it.

Scenarios and views replace what the model has. Where they don't give a part yet, the first edit of
it there begins with a copy of what they would have without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from countermove.building import build, seen_in
from countermove.editing.edits import as_values
from countermove.editing.family_edits import family_of
from countermove.errors import Path
from countermove.graph.region import Positions
from countermove.graph.states import States
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.doubts import every_doubt
from countermove.model.values import StateReference
from countermove.model.views import LocatedView
from countermove.web.draft import at, text

# The tables whose entries scenarios and views replace one by one.
_REPLACED = frozenset({"preferences", "rules", "moves"})


def split(path: Path) -> tuple[Path, Path]:
    """Part the path to a scenario or view from the rest."""
    end = 2 if path[:1] == ("scenarios",) else 0
    while path[end : end + 1] == ("views",):
        end += 2
    return path[:end], path[end:]


def _around(context: Path) -> Iterator[Path]:
    """Give what a scenario or view is laid over, the innermost first; last the model."""
    return (context[:end] for end in range(len(context) - 2, -1, -2))


def inherited(data: Mapping[str, Any], context: Path, part: Path) -> Any:
    """Return what a scenario or view has of a part that it doesn't give itself."""
    found = (_given(data, outer, part) for outer in _around(context))
    return as_values(next((value for value in found if value is not None), None))


def _given(data: Mapping[str, Any], outer: Path, part: Path) -> Any:
    """Return what stands somewhere of a part; of a member of a family what all members want."""
    own = at(data, *outer, *part)
    if own is None and part[0] == "preferences" and len(part) > 1:
        family = family_of(data, str(part[1]))
        return at(data, *outer, "preferences", family) if family else None
    return own


def counting(data: Mapping[str, Any], context: Path, part: Path) -> Any:
    """Return what counts of a part in the model, a scenario or a view."""
    own = _given(data, context, part)
    return inherited(data, context, part) if own is None and context else own


def inherited_from(data: Mapping[str, Any], context: Path, part: Path) -> str:
    """Say from where a scenario or view has a part that it doesn't give itself."""
    outer = next((one for one in _around(context) if at(data, *one, *part) is not None), ())
    words = in_words(data, outer)
    return words[:1].lower() + words[1:] or "the model itself"


def copied_first(data: Mapping[str, Any], path: Path) -> list[dict[str, Any]]:
    """Return the edits that come before one within a part which a scenario or view doesn't give."""
    context, inner = split(path)
    part = inner[:2]
    if not context or len(inner) < 2 or part[0] not in _REPLACED:
        return []
    whole = inherited(data, context, part)
    if whole is None or at(data, *context, *part) is not None:
        return []
    return [{"do": "put", "at": [*context, *part], "value": whole}]


def in_words(data: Mapping[str, Any], context: Path) -> str:
    """Say which scenario or view is edited; empty for the model."""
    said = []
    if context[:1] == ("scenarios",) and len(context) > 1:
        said.append(f"the scenario “{text(data, *context[:2], 'title') or context[1]}”")
        context = context[2:]
    names = [text(data, "decision_makers", str(dm), "name") or str(dm) for dm in context[1::2]]
    if names:
        believed = " believes that ".join(names)
        said.append(f"what {believed} sees")
    words = ": ".join(said)
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, eq=False)
class Within:
    """A model as a scenario has it or as somebody sees it, and how rankings in it are written."""

    model: GraphModel
    true: States
    true_of: Positions

    def written(self, state: int) -> StateReference:
        """Return how a ranking names a state: by its pattern, where that means it alone."""
        state = int(self.true_of[state])
        number = self.true.number(state)
        for name in (self.true.pattern(state), self.true.label(state), number):
            found, _ = self.true.read(name) if name else ((), None)
            if list(found) == [state]:
                return name
        return number


def within(conflict: Conflict, context: Path) -> Within:
    """Build a model as a scenario has it, or as somebody sees it."""
    scenario = str(context[1]) if context[:1] == ("scenarios",) else None
    model = build(conflict, scenario)
    views = views_at(model.conflict, context[2:] if scenario else context)
    if not views:
        return of_model(model)
    seen = seen_in(model, views)
    return Within(seen.model, model.states, np.asarray(seen.states.true_of))


def within_reading(conflict: Conflict, context: Path, party: str, number: int) -> Within:
    """Build the same in one of the readings of a party, where it has several."""
    scenario, views = (
        (str(context[1]), context[2:]) if context[:1] == ("scenarios",) else ("", context)
    )
    written = build(conflict, scenario).written if scenario else conflict
    here = (*views, "preferences", party, "readings")
    which = next((doubt for doubt in every_doubt(written) if here in doubt.places), None)
    return within(written if which is None else written.in_reading({which.id: str(number)}), views)


def of_model(model: GraphModel) -> Within:
    """Return a model that is seen as it is."""
    return Within(model, model.states, np.arange(len(model.states)))


def views_at(conflict: Conflict, path: Path) -> list[LocatedView]:
    """Return the views that lie over each other at a place, the outermost first."""
    if not path:
        return []
    outer = conflict.views[str(path[1])]
    found: list[LocatedView] = [(path[:2], outer)]
    if len(path) > 2:
        found.append((path[:4], outer.views[str(path[3])]))
    return found
