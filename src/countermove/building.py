"""Graph models built from what the analyst wrote down, and as they are seen in a view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from countermove.arguments import text, whole
from countermove.errors import (
    CountermoveError,
    ModelError,
    Path,
    Problem,
    UnknownNameError,
    collected,
)
from countermove.graph.bits import Bits
from countermove.graph.feasible import MOST_STATES, feasible_states
from countermove.graph.moves import ArcMoves, Moves
from countermove.graph.region import Region
from countermove.graph.seen import SeenStates, seen_states
from countermove.graph.states import States, check_states
from countermove.graph.unilateral import side_by_side, unilateral_moves
from countermove.graph_model import GraphModel
from countermove.memory import refuse_states_beyond_memory
from countermove.model.checks import problems_of, with_scenarios
from countermove.model.conflict import Conflict, loaded
from countermove.model.doubts import in_reading, part_at
from countermove.model.scenarios import apply_scenario
from countermove.model.views import LocatedView, as_seen, every_view, preference_in
from countermove.open_model import is_beyond_listing, open_model
from countermove.preferences.every_reading import check_every_reading
from countermove.preferences.registry import relations_of
from countermove.preferences.relations import Relations
from countermove.progress import Follow, Progress, tell


def build(
    conflict: Conflict,
    scenario: str | None = None,
    follow: Follow | None = None,
    *,
    most: int = MOST_STATES,
) -> GraphModel:
    """Build the graph model of a conflict.

    Parameters
    ----------
    conflict : Conflict
        The model.
    scenario : str, optional
        The scenario to apply first.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`countermove.solve`.
    most : int
        How many states to list at most.

    Returns
    -------
    GraphModel

    Raises
    ------
    ModelError
        If names, statements, rules, rankings or the status quo are wrong; all problems at once.
    UnknownNameError
        If there is no such scenario.
    TooLargeError
        If there are too many states to list, or to rank in the memory that is free.

    Examples
    --------
    >>> from countermove import load
    >>> model = build(load("prisoners-dilemma"))
    >>> len(model.states)
    4
    """
    variant = apply_scenario(loaded(conflict), scenario)
    if problems := problems_of(variant.with_doubts):
        raise ModelError(*problems)
    variant = in_reading(variant)
    states = feasible_states(variant, whole(most, "most", 0))
    faults: list[Problem] = list(check_states(states))
    preferences: dict[str, Relations] = {}
    moves: dict[str, Moves] = {}
    _refuse_too_many(states)
    for dm in variant.decision_makers:
        tell(follow, Progress(0.0, len(states), decision_maker=dm))
        with collected(faults):
            written = variant.preferences[dm]
            preferences[dm] = relations_of(states, written, ("preferences", dm))
        with collected(faults):
            _look_at_readings(states, ("preferences", dm))
        with collected(faults):
            moves[dm] = unilateral_moves(states, dm)
    claims: dict[str, Region] = {}
    for claim, details in variant.claims.items():
        with collected(faults):
            claims[claim] = states.holding(details.statement, ("claims", claim, details.kind))
    if faults:
        raise ModelError(*dict.fromkeys(faults))
    model = GraphModel(variant, scenario, states, side_by_side(states, moves), preferences, claims)
    for path, view in every_view(variant):
        outer = [(path[:2], variant.views[str(path[1])])] if len(path) > 2 else []
        with collected(faults):
            seen_in(model, [*outer, (path, view)])
    if faults:
        raise ModelError(*dict.fromkeys(faults))
    states.forget()
    return model


@dataclass(frozen=True, eq=False)
class SeenModel:
    """A graph model as it is seen in a view."""

    model: GraphModel
    states: SeenStates


def seen_in(model: GraphModel, views: Sequence[LocatedView]) -> SeenModel:
    """Build the graph model that is seen in a view."""
    true, conflict = model.states, as_seen(model.conflict, [view for _, view in views])
    unknown = 0
    if not true.conflict.is_graph_form:
        names = (name for _, view in views for name in view.unknown)
        places = true.vocabulary.places
        unknown = true.layout.mask(places[true.vocabulary.meanings[name].key] for name in names)
    seen = seen_states(true, conflict, unknown, views[-1][0])
    only = Bits.at(seen.true_of, len(true))
    preferences: dict[str, Relations] = {}
    faults: list[Problem] = []
    for dm in model.decision_makers:
        preference = model.preferences[dm]
        if given := preference_in(views, dm):
            with collected(faults):
                preference = relations_of(true, given[1], given[0], only)
            with collected(faults):
                _look_at_readings(true, given[0], only)
        preferences[dm] = preference.over(seen.true_of)
    if faults:
        raise ModelError(*faults)
    each = {dm: _seen_moves(model, seen, dm) for dm in model.decision_makers}
    moves = side_by_side(seen.states, each)
    return SeenModel(GraphModel(conflict, model.scenario, seen.states, moves, preferences), seen)


def _seen_moves(model: GraphModel, seen: SeenStates, dm: str) -> Moves:
    """Return the moves of a decision maker between the states that are seen."""
    moves = model.moves_of[dm]
    if model.conflict.is_graph_form or dm not in model.conflict.moves:
        return unilateral_moves(seen.states, dm)
    pairs = seen.projection[moves.listed().pairs()]
    apart = (pairs.min(axis=1, initial=0) >= 0) & (pairs[:, 0] != pairs[:, 1])
    return ArcMoves.of_pairs(pairs[apart], len(seen.states))


def _look_at_readings(states: States, path: Path, only: Bits | None = None) -> None:
    """Refuse a preference of which some reading is wrong, whichever is taken."""
    if (written := states.conflict.with_doubts) is not states.conflict:
        check_every_reading(states, part_at(written, path), path, only)


def _refuse_too_many(states: States) -> None:
    """Refuse to rank more states than there is memory for."""
    options, makers = len(states.option_names), len(states.conflict.decision_makers)
    # A rank for each decision maker, the scores it is made of, and a bit for each option.
    needed = len(states) * (4 * makers + 8 + options // 8)
    what = f"ranking {len(states):,} outcomes for {makers} parties"
    refuse_states_beyond_memory(needed, what, len(states))


def built(
    conflict: Conflict | GraphModel, scenario: str | None, follow: Follow | None = None
) -> GraphModel:
    """Return a graph model as it is, or build that of a conflict."""
    if not isinstance(conflict, GraphModel):
        return build(conflict, scenario, follow)
    if scenario is not None and text(scenario, "scenario") != conflict.scenario:
        raise UnknownNameError(
            f"this graph model is built already, without scenario '{scenario}'.",
            advice="Build it from the conflict with that scenario.",
        )
    return conflict


def check(conflict: Conflict) -> tuple[Problem, ...]:
    """Find all that is wrong with a model, in the base and in every scenario."""
    return problems_of(conflict) or tuple(with_scenarios(conflict, partial(_faults, conflict)))


def _faults(conflict: Conflict, scenario: str | None) -> tuple[Problem, ...]:
    try:
        if is_beyond_listing(conflict, scenario):
            open_model(conflict, scenario)
        else:
            build(conflict, scenario)
    except CountermoveError as error:
        return conflict.locate(*error.problems)
    return ()
