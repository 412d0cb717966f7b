"""Graph models in one of the papers' ways: preferences as relations made of what is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

from countermove.errors import ConceptNotApplicableError, Path, Problem
from countermove.graph_model import GraphModel
from countermove.memory import refuse_states_beyond_memory, written_bytes
from countermove.model.conflict import Conflict
from countermove.model.doubts import doubts_of
from countermove.model.preference import Preference, Wants
from countermove.model.scenarios import apply_scenario
from countermove.preferences.attitudes import by_attitudes
from countermove.preferences.degrees import by_degrees
from countermove.preferences.doubted import Doubted
from countermove.preferences.doubted_as_written import doubted
from countermove.preferences.fuzzy import by_certainty, fuzzy_preference
from countermove.preferences.pairwise import PairwisePreference, pair_bytes
from countermove.preferences.probabilistic import (
    by_probability,
    probabilistic_preference,
    thresholds_of,
)
from countermove.preferences.ways import PreferenceWay
from countermove.preferences.written_degrees import compared, has_degrees, leaves_open, likely
from countermove.progress import Follow, Progress, tell, tell_first

# Nanoseconds for each pair of states and decision maker.
_COMPARED = 6


def in_way(model: GraphModel, way: PreferenceWay, follow: Follow | None = None) -> GraphModel:
    """Return a graph model in which preferences are taken in one of the papers' ways."""
    if not way:
        return model
    make = _by_attitudes if way.attitudes else _by_numbers if _has_numbers(way) else _by_degrees
    states, makers = len(model.states), len(model.decision_makers)
    what = f"comparing each two of {states:,} outcomes for {makers} parties"
    needed = pair_bytes(states, makers)
    refuse_states_beyond_memory(needed, what, states, pairs=True)
    begun = Progress(0.0, states, doing="Comparing outcomes")
    seconds = _COMPARED * states**2 * makers * 1e-9
    tell_first(follow, begun, what.capitalize(), seconds, written_bytes(needed))
    preferences = {}
    for dm in model.decision_makers:
        tell(follow, replace(begun, decision_maker=dm))
        own = make(model, dm, way)
        preferences[dm] = own.without_return() if way.return_escapes else own
    return replace(model, way=way, preferences=dict(preferences))


def ways_for(conflict: Conflict) -> frozenset[str]:
    """Return what may be asked of a model, of the papers' ways: what it has the needs of.

    >>> from countermove import load
    >>> ways_for(load("prisoners-dilemma"))
    frozenset()
    """
    written = conflict.with_doubts
    variants = (apply_scenario(written, name) for name in (None, *written.scenarios))
    return frozenset(chain.from_iterable(map(_ways_for, variants)))


def _ways_for(conflict: Conflict) -> Iterator[str]:
    wants = [*chain.from_iterable(map(_every_reading, conflict.preferences.values()))]
    matrices = {one.kind for one in wants} & {"fuzzy", "probability"}
    doubts = {doubt.kind for doubt in doubts_of(conflict)}
    ways = []
    if doubts and not matrices and "bounds" not in doubts:
        ways.append("unknown")
    if any(map(has_degrees, wants)) and not matrices:
        ways.append("strength")
    for way, matrix in (("fuzzy", "fuzzy"), ("probabilistic", "probability")):
        is_known = not matrices - {matrix} and not doubts & {"bounds", "group", "pair"}
        if is_known and (matrices or doubts):
            ways.append(way)
    if conflict.attitudes and not matrices:
        ways.append("attitudes")
    yield from ways
    if ways:
        yield "variants"
    if not {"fuzzy", "probabilistic"}.isdisjoint(ways):
        yield "thresholds"


def _every_reading(preference: Preference) -> tuple[Wants, ...]:
    return (preference, *(preference.readings or ()))


def _has_numbers(way: PreferenceWay) -> bool:
    return way.fuzzy or way.probabilistic


def _by_degrees(model: GraphModel, dm: str, way: PreferenceWay) -> PairwisePreference:
    model.levels(dm, way.name)
    own = _own(model, dm) if way.unknown else _as_written(model, dm)
    graded, by_scores = way.strength is not None, "scores" in way.variants
    compare = partial(compared, own, graded=graded, by_scores=by_scores)
    return by_degrees(len(model.states), compare, way)


def _as_written(model: GraphModel, dm: str) -> Doubted:
    own = doubted(model.states, model.conflict.preferences[dm], ("preferences", dm), ())
    assert own is not None
    return own


def _own(model: GraphModel, dm: str) -> Doubted:
    """Return what one party wants with its doubts."""
    path: Path = ("preferences", dm)
    doubts = [doubt for doubt in model.doubts if any(p[:2] == path for p in doubt.places)]
    if any(doubt.kind == "bounds" for doubt in doubts):
        what = "weights within bounds have no number of readings"
        _refuse(model, path, what, "Give readings side by side, or a ranking with unknown.")
    own = doubted(model.states, model.written.preferences[dm], path, doubts)
    assert own is not None
    return own


def _refuse(model: GraphModel, path: Path, what: str, advice: str) -> None:
    problem = Problem(f"{what}.", path, advice)
    raise ConceptNotApplicableError(*model.conflict.locate(problem))


# -- degrees of certainty and probabilities -----------------------------------------------------


def _by_numbers(model: GraphModel, dm: str, way: PreferenceWay) -> PairwisePreference:
    path: Path = ("preferences", dm)
    written = model.written.preferences[dm]
    if way.fuzzy and written.fuzzy is not None:
        return fuzzy_preference(model.states, written, path, way=way)
    if way.probabilistic and written.probability is not None:
        return probabilistic_preference(model.states, written, path, way=way)
    model.levels(dm, way.name)
    own = _own(model, dm)
    if leaves_open(own):
        what = "an unknown order of outcomes has no likelihoods"
        _refuse(model, path, what, "Ask for unknown, or give readings with likely.")
    compare = partial(likely, own)
    if way.probabilistic:
        return by_probability(len(model.states), compare, thresholds_of(written, way), way)
    threshold = way.threshold("threshold", written.threshold)
    return by_certainty(len(model.states), compare, threshold, way)


# -- attitudes ----------------------------------------------------------------------------------


def _by_attitudes(model: GraphModel, dm: str, way: PreferenceWay) -> PairwisePreference:
    need = way.name
    written = model.conflict.attitudes.get(dm, {})
    towards = {
        other: written.get(other, "friendly" if other == dm else "indifferent")
        for other in model.decision_makers
    }
    friendly, hostile = (
        [model.levels(other, need) for other, how in towards.items() if how == kind]
        for kind in ("friendly", "hostile")
    )
    return by_attitudes(model.levels(dm, need), friendly, hostile)
