"""Graph models in one of the papers' ways: preferences as relations made of what is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, islice

import numpy as np
from immutabledict import immutabledict

from countermove.errors import ConceptNotApplicableError, Path, Problem, TooLargeError
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.doubts import doubts_of, in_reading
from countermove.model.preference import Preference, Wants
from countermove.model.scenarios import apply_scenario
from countermove.preferences.attitudes import by_attitudes
from countermove.preferences.degrees import Degrees, Judged, by_degrees
from countermove.preferences.doubted import resolutions
from countermove.preferences.fuzzy import Exact, by_certainty, fuzzy_preference
from countermove.preferences.ordinal import ordinal_preference
from countermove.preferences.pairwise import PairwisePreference
from countermove.preferences.probabilistic import (
    by_probability,
    probabilistic_preference,
    thresholds_of,
)
from countermove.preferences.ways import PreferenceWay
from countermove.preferences.written_degrees import degrees_of, has_degrees, unknown_pairs

MOST_READINGS = 1 << 12
"""Of so many readings of one party at most the relations are made."""

_MOST_JUDGED = 1 << 33


def in_way(model: GraphModel, way: PreferenceWay) -> GraphModel:
    """Return a graph model in which preferences are taken in one of the papers' ways."""
    if not way:
        return model
    make = _by_attitudes if way.attitudes else _by_numbers if _has_numbers(way) else _by_degrees
    preferences = {dm: make(model, dm, way) for dm in model.decision_makers}
    if way.return_escapes:
        preferences = {dm: own.without_return() for dm, own in preferences.items()}
    return replace(model, way=way, preferences=dict(preferences))


def ways_for(conflict: Conflict) -> frozenset[str]:
    """Return what may be asked of a model, of the papers' ways: what it has the needs of.

    >>> from countermove import load
    >>> ways_for(load("talks-2025"))
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
    if way.unknown is None:
        degrees = _degrees(model, model.conflict.preferences[dm], dm, way)
        nothing = np.zeros(len(model.states), dtype=bool)
        return by_degrees(len(model.states), lambda state: (degrees(state), nothing), way)
    return by_degrees(len(model.states), _judged(model, dm, way), way)


def _degrees(
    model: GraphModel, preference: Preference, dm: str, way: PreferenceWay
) -> Callable[[int], Degrees]:
    if not way.strength:
        # Only which is better counts, not by how much.
        ranks = ordinal_preference(model.states, preference, ("preferences", dm)).ranks
        return lambda state: (ranks > ranks[state]).astype(np.int8) - (ranks < ranks[state])
    by_scores = "scores" in way.variants
    return degrees_of(model.states, preference, ("preferences", dm), by_scores=by_scores)


def _judged(model: GraphModel, dm: str, way: PreferenceWay) -> Judged:
    """Judge pairs by all readings: unknown is what they judge otherwise in any way."""
    readings = own_readings(model, dm)
    each = [_degrees(model, reading.resolved, dm, way) for reading in readings]
    open_ = [unknown_pairs(model.states, reading.written) for reading in readings]
    unlike = np.logical_or.reduce(open_)

    def judged(state: int) -> tuple[Degrees, np.ndarray]:
        first, unknown = None, unlike[state].copy()
        for degrees in each:
            found = degrees(state)
            first = found if first is None else first
            unknown |= found != first
        assert first is not None
        return first, unknown

    return judged


@dataclass(frozen=True, eq=False)
class OwnReading:
    """One reading of what a party wants."""

    written: Preference
    """With what has no values that could be counted: unknown orders."""
    resolved: Preference
    likely: Fraction


def own_readings(model: GraphModel, dm: str) -> list[OwnReading]:
    """Return the readings of one party, each as likely as its doubts make it."""
    path: Path = ("preferences", dm)
    own = [doubt for doubt in model.doubts if any(p[:2] == path for p in doubt.places)]
    for doubt in own:
        if doubt.kind == "bounds":
            what = "weights within bounds have no number of readings"
            _refuse(model, path, what, "Give readings side by side, or a ranking with unknown.")
    counted = [doubt for doubt in own if doubt.values]
    chosen = list(islice(resolutions(counted), MOST_READINGS + 1))
    if len(chosen) > MOST_READINGS or len(chosen) * len(model.states) ** 2 > _MOST_JUDGED:
        raise TooLargeError(
            f"{model.name(dm)} has too many readings to judge each pair of outcomes in all.",
            advice=f"At most {MOST_READINGS:,} are looked at; leave out doubts that turn nothing.",
        )
    written = model.written.preferences[dm]
    alone = model.written.model_copy(
        update={"preferences": immutabledict({dm: written}), "views": immutabledict()}
    )
    found = []
    for values, likely in chosen:
        reading = written
        if written.readings is not None:
            (which,) = (d for d in counted if d.kind == "reading" and path in _begun(d.places))
            reading = written.readings[values[which.id]]  # type: ignore[assignment]
        found.append(OwnReading(reading, in_reading(alone, values).preferences[dm], likely))
    return found


def _begun(places: tuple[Path, ...]) -> list[Path]:
    return [place[:2] for place in places]


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
    better, worse = _likelihoods(model, dm, way)
    if way.probabilistic:
        thresholds = thresholds_of(written, way)
        return by_probability(len(model.states), better, worse, thresholds, way)
    threshold = way.threshold("threshold", written.threshold)
    return by_certainty(
        len(model.states), lambda state: better(state) - worse(state), threshold, way
    )


def _likelihoods(
    model: GraphModel, dm: str, way: PreferenceWay
) -> tuple[Callable[[int], Exact], Callable[[int], Exact]]:
    """Return how likely each state is better than one, and worse, by the readings of a party."""
    readings = own_readings(model, dm)
    if any(unknown_pairs(model.states, reading.written).any() for reading in readings):
        what = "an unknown order of outcomes has no likelihoods"
        _refuse(model, ("preferences", dm), what, "Ask for unknown, or give readings with likely.")
    each = [(_degrees(model, r.resolved, dm, way), r.likely) for r in readings]

    def share(sign: int) -> Callable[[int], Exact]:
        def of(state: int) -> Exact:
            total = np.full(len(model.states), Fraction(0), dtype=object)
            for degrees, likely in each:
                total[np.sign(degrees(state)) == sign] += likely
            return total

        return of

    return share(1), share(-1)


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
