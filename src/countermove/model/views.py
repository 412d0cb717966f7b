"""Views: the model as one decision maker sees it, or as one believes that another sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from countermove.errors import Path
from countermove.model.conflict import Conflict
from countermove.model.parts import InnerView
from countermove.model.preference import Preference
from countermove.model.shapes import shape_of
from countermove.model.vocabulary import Vocabulary

LocatedView = tuple[Path, InnerView]
"""A view and where it stands in the model."""


def every_view(conflict: Conflict) -> Iterator[LocatedView]:
    """Give every view of a model with its place, also those within views."""
    for dm, view in conflict.views.items():
        yield ("views", dm), view
        for other, inner in view.views.items():
            yield ("views", dm, "views", other), inner


def as_seen(conflict: Conflict, views: Iterable[InnerView]) -> Conflict:
    """Return a conflict as it is seen in some views, each laid over what the ones before leave."""
    data = conflict.model_dump(
        exclude_defaults=True,
        exclude={"scenarios", "views", "claims", "labels", "status_quo"},
    )
    data["format"] = conflict.format
    for view in views:
        _lay_over(data, view, Vocabulary(conflict))
    return Conflict.model_validate(data).standing_as(conflict)


def _lay_over(data: dict[str, Any], view: InnerView, vocabulary: Vocabulary) -> None:
    given = view.model_dump(exclude_unset=True, exclude_none=True)
    data["preferences"] = {**data["preferences"], **given.get("preferences", {})}
    if vocabulary.conflict.is_graph_form:
        unknown = set(view.unknown)
        data["states"] = {k: text for k, text in data["states"].items() if k not in unknown}
        data["moves"] = {
            dm: [move for move in moves if not unknown.intersection(move)]
            for dm, moves in data.get("moves", {}).items()
        }
        return
    known = vocabulary.meanings
    never = [_not_seen(vocabulary, known[name].key) for name in view.unknown]
    rules = data.setdefault("rules", {})
    rules["infeasible"] = [*rules.get("infeasible", ()), *never, *view.infeasible]
    for name, direction in view.moves.items():
        dm, _, option = known[name].key.partition(".")
        options = data["decision_makers"][dm]["options"]
        shape = shape_of(("decision_makers", dm, "options", option))
        options[option] = {**shape.in_full(options[option]), "moves": direction}


def _not_seen(vocabulary: Vocabulary, full: str) -> str:
    """Return what never is where an option is unknown: that it is done, or moved from its first."""
    levels = vocabulary.options[full].levels
    return f"not {full} is {next(iter(levels))}" if levels else full


def preference_in(
    views: Iterable[LocatedView], decision_maker: str
) -> tuple[Path, Preference] | None:
    """Return the preference that views ascribe to a decision maker, where they give one."""
    found = None
    for path, view in views:
        if decision_maker in view.preferences:
            found = (*path, "preferences", decision_maker), view.preferences[decision_maker]
    return found
