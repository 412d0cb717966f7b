"""What an address chooses of a model: one of its scenarios, and a reading of what is in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from countermove.errors import Path
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.doubts import Doubt, every_doubt
from countermove.model.readings import known_doubts
from countermove.questions.solve import SolveQuestion
from countermove.report.amounts import percent
from countermove.report.doubts import in_doubt, resolved
from countermove.report.phrases import sentence

READING = "reading."
"""What stands before the id of a doubt in an address, where it is settled."""

_MOST_OFFERED = 24
"""Of so many values one is chosen; of more it is typed."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A scenario, by doubt how it is settled, and whose view; none for the model as it stands."""

    scenario: str = ""
    reading: tuple[tuple[str, str], ...] = ()
    views: Path = ()

    @classmethod
    def of(cls, query: Mapping[str, str], scenario: str) -> Chosen:
        """Return what an address chooses, with its scenario."""
        keys = [key for key, value in query.items() if value and key.startswith(READING)]
        return cls(scenario, tuple((key.removeprefix(READING), query[key]) for key in keys))

    def __bool__(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.scenario or self.reading or self.views)

    def known_to(self, conflict: Conflict | None) -> Chosen:
        """Return what of it the model has."""
        if not self.reading:
            return self
        known = {} if conflict is None else known_doubts(conflict)
        there = tuple((doubt, key) for doubt, key in self.reading if key in known.get(doubt, ()))
        return replace(self, reading=there)

    def settled(self, conflict: Conflict) -> Conflict:
        """Return a model in the reading."""
        return conflict.in_reading(dict(self.reading)) if self.reading else conflict

    def is_in(self, conflict: Conflict | None) -> bool:
        """Say whether the model has all of it."""
        if conflict is None or (self.scenario and self.scenario not in conflict.scenarios):
            return False
        return self.known_to(conflict) == self

    @property
    def asked(self) -> SolveQuestion:
        """The question what holds, asked of it."""
        return SolveQuestion(**self.parameters)

    @property
    def parameters(self) -> dict[str, Any]:
        """What is said along with a question."""
        return {"scenario": self.scenario or None, "reading": dict(self.reading)}

    @property
    def query(self) -> dict[str, str]:
        """The reading, as addresses of pages have it."""
        return {f"{READING}{doubt}": key for doubt, key in self.reading}


def reading_fields(
    model: GraphModel | None, said: Mapping[str, str], nothing: str
) -> Iterator[dict[str, Any]]:
    """Give a field for each doubt of a model that can be settled."""
    doubts = () if model is None else every_doubt(model.conflict.with_doubts)
    for doubt in doubts:
        if model is not None and doubt.values:
            yield _field(model, doubt, said.get(doubt.id, ""), nothing)


def _field(model: GraphModel, doubt: Doubt, said: str, nothing: str) -> dict[str, Any]:
    (title,) = in_doubt(model, [doubt])
    field = {"name": f"{READING}{doubt.id}", "title": sentence(title), "said": (said,)}
    if len(doubt.values) > _MOST_OFFERED:
        about = f"The places of what is wanted, in their order, as in {doubt.values[0].key}."
        return field | {"description": about, "kind": "text", "offers": [], "aside": True}
    offers = [("", nothing)]
    for k, value in enumerate(doubt.values):
        words = sentence(resolved(model, [(doubt, [k])]))
        offers.append((value.key, f"{words} ({percent(value.likely)})"))
    about = "Likely as the analyst holds it. In doubt, it is taken as written."
    return field | {"description": about, "kind": "choice", "offers": offers, "aside": True}
