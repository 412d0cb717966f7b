"""Which runs there are in a sweep, and the parts that they are run in."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

from countermove.analysis.sample.batches import Batches, batch_size
from countermove.analysis.sweep.asked import RunAsked, RunPart, RunPiece
from countermove.arguments import one_of, several
from countermove.building import build
from countermove.errors import TooLargeError
from countermove.model.conflict import Conflict
from countermove.model.doubts import Doubt, doubts_of
from countermove.model.parts import Claim
from countermove.model.scenarios import apply_scenario
from countermove.model.vocabulary import Vocabulary
from countermove.preferences.doubted import likely_values
from countermove.stability.registry import find_concepts

ALL = "all"

MOST_RUNS = 10_000_000

# So many seconds a part takes: enough that starting it is nothing beside it.
_PART = 1.0

# Seconds to read, build and solve a model once, and for each state of each party; to rank the
# states for a party in a reading, and for each of them; to draw a ranking, and for each state of
# each party of one that is near to the model's, or isn't; to count what is near; to answer by
# definition.
_MODEL, _MODEL_STATE, _RANKING, _RANKING_STATE = 8e-3, 2e-6, 5e-6, 2e-8
_DRAW, _NEAR_STATE, _FREE_STATE, _COUNTED_STATE, _BY_DEFINITION = 1e-5, 4e-7, 5e-8, 1e-3, 2e-5

# Of so many runs on a model are built so that it is known how long they take.
_WORTH_BUILDING = 20
_MOST_TAKEN = 1 << 12
"""So many states are thought of at most where the model isn't built."""


@dataclass(frozen=True)
class SweptModel:
    """A model in one scenario, and its runs."""

    model: str
    conflict: Conflict
    text: str
    """The model as a file has it, with all its doubts."""
    scenario: str | None
    doubts: tuple[Doubt, ...]
    first: int
    each: int

    @property
    def claims(self) -> Mapping[str, Claim]:
        """The claims of the model in this scenario."""
        return apply_scenario(self.conflict, self.scenario).claims

    @cached_property
    def keys(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The values of the doubts that are gone through."""
        return tuple(
            (doubt.id, tuple(doubt.values[k].key for k in likely_values(doubt)))
            for doubt in self.doubts
        )

    @property
    def readings(self) -> int:
        """In how many ways the doubts that are gone through can be resolved."""
        return math.prod(len(keys) for _, keys in self.keys)

    @property
    def runs(self) -> range:
        """The numbers of its runs."""
        return range(self.first, self.first + self.readings * self.each)

    @cached_property
    def whole(self) -> RunPiece:
        """All its runs."""
        written = self.conflict.with_doubts
        return RunPiece(
            self.text,
            written.digest,
            tuple(self.conflict.reading.items()),
            self.scenario,
            self.keys,
            self.first,
            range(self.readings),
            range(self.each),
        )


def variants_of(
    models: Mapping[str, Conflict],
    each: int,
    scenarios: str | Iterable[str] | None,
    doubts: str | Iterable[str] | None,
) -> tuple[SweptModel, ...]:
    """Return the models in the scenarios that are asked for, with the doubts to go through."""
    wanted = None if scenarios is None else several(scenarios)
    about = () if doubts is None else several(doubts)
    known = list(dict.fromkeys(name for one in models.values() for name in one.scenarios))
    for name in wanted or ():
        one_of(name, known, "scenario", "The scenarios are")
    places = [
        (model, scenario)
        for model, conflict in models.items()
        for scenario in (None, *dict.fromkeys(known if wanted is None else wanted))
        if scenario is None or scenario in conflict.scenarios
    ]
    chosen = _chosen(models, places, about)
    texts = {name: json.dumps(one.with_doubts.to_dict()) for name, one in models.items()}
    found: list[SweptModel] = []
    first = 0
    for (model, scenario), some in zip(places, chosen, strict=True):
        of = model, models[model], texts[model], scenario, some
        found.append(SweptModel(*of, first, each))
        first = found[-1].runs.stop
    if first > MOST_RUNS:
        raise TooLargeError(
            f"there would be {first:,} runs.",
            advice=f"It copes with {MOST_RUNS:,}: name some of the doubts, or draw fewer samples.",
        )
    return tuple(found)


def _chosen(
    models: Mapping[str, Conflict],
    places: Sequence[tuple[str, str | None]],
    about: tuple[str, ...],
) -> list[tuple[Doubt, ...]]:
    """Return for each model in a scenario those of its doubts that are gone through."""
    if not about:
        return [()] * len(places)
    applied = (apply_scenario(models[model], scenario) for model, scenario in places)
    every = [[doubt for doubt in doubts_of(here) if doubt.values] for here in applied]
    usable = list(dict.fromkeys(doubt.id for own in every for doubt in own))
    for name in about:
        if name != ALL:
            one_of(name, usable, "doubt", "Those that can be gone through are")
    names = usable if ALL in about else about
    return [tuple(doubt for doubt in own if doubt.id in names) for own in every]


def parts_of(variants: Iterable[SweptModel], asked: RunAsked) -> tuple[RunPart, ...]:
    """Return the parts of a sweep: about a second each, the same whoever asks for it where."""
    parts: list[RunPart] = []
    pieces: list[RunPiece] = []
    seconds = 0.0
    for variant, states in _with_states(tuple(variants), asked):
        for piece, takes in _pieces(variant, asked, states):
            if pieces and seconds + takes > _PART:
                parts.append(RunPart(asked, tuple(pieces), seconds))
                pieces, seconds = [], 0.0
            pieces.append(piece)
            seconds += takes
    if pieces:
        parts.append(RunPart(asked, tuple(pieces), seconds))
    return tuple(parts)


def _with_states(
    variants: tuple[SweptModel, ...], asked: RunAsked
) -> Iterator[tuple[SweptModel, int]]:
    """Give each variant with about how many states it has; what can't be asked is refused."""
    known: dict[str, int] = {}
    runs: Counter[str] = Counter()
    for variant in variants:
        runs[variant.model] += len(variant.runs)
    for variant in variants:
        if variant.model not in known:
            conflict = variant.conflict
            choices = map(len, Vocabulary(conflict).spelling.values)
            states = len(conflict.states) or prod(choices)
            known[variant.model] = min(states, _MOST_TAKEN)
            if len(known) == 1 or runs[variant.model] >= _WORTH_BUILDING:
                model = build(conflict)
                if asked.doubtful:
                    Batches.of(model, asked.doubtful, asked.seed)
                known[variant.model] = len(model.states)
        yield variant, known[variant.model]


def _pieces(variant: SweptModel, asked: RunAsked, states: int) -> Iterator[tuple[RunPiece, float]]:
    """Give pieces of the runs of a variant, none much longer than a part, and what they take."""
    whole, makers = variant.whole, len(variant.conflict.decision_makers)
    hard = sum(not concept.is_sanctioned for concept in find_concepts(asked.codes))
    solving = states * makers * hard * _BY_DEFINITION
    once = _MODEL + states * makers * _MODEL_STATE + solving
    if not asked.doubtful:
        ranking = makers * (_RANKING + states * _RANKING_STATE) + solving
        yield from _by_readings(whole, ranking if variant.doubts else once)
        return
    is_near = asked.doubtful.within is not None
    once += states * makers * _COUNTED_STATE * is_near
    draw = _DRAW + states * makers * (_NEAR_STATE if is_near else _FREE_STATE)
    size = batch_size(states)
    if variant.each <= size:
        yield from _by_readings(whole, once + variant.each * draw)
        return
    several = size * max(1, int(_PART / (size * draw)))
    for number in whole.readings:
        for start in range(0, variant.each, several):
            draws = range(start, min(start + several, variant.each))
            first = variant.first + number * variant.each + start
            piece = replace(whole, readings=range(number, number + 1), draws=draws, first=first)
            yield piece, once + len(draws) * draw


def _by_readings(whole: RunPiece, one: float) -> Iterator[tuple[RunPiece, float]]:
    count, each = max(1, int(_PART / one)), len(whole.draws)
    for start in range(0, len(whole.readings), count):
        readings = whole.readings[start : start + count]
        yield (
            replace(whole, readings=readings, first=whole.first + start * each),
            len(readings) * one,
        )
