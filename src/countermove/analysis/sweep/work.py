"""What is done where a part of a sweep is run: the same bytes, wherever and whenever that is."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.claims import held_in_profiles
from countermove.analysis.equilibria import Solution
from countermove.analysis.many import asked_of_many
from countermove.analysis.readings.blocks import stable_in
from countermove.analysis.readings.work import AcrossWork
from countermove.analysis.running import Failed
from countermove.analysis.sample.batches import Batches, Doubtful
from countermove.analysis.solving import solve
from countermove.analysis.state_lists import one_by_one
from countermove.analysis.sweep.asked import FORMAT, Reading, RunAsked, RunPart, RunPiece
from countermove.building import build
from countermove.compiled import on_threads
from countermove.errors import CountermoveError, StoppedError
from countermove.files.model_file import from_dict
from countermove.graph.bits import Bits
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.preferences.levels import Ranks
from countermove.stability.engines.many import Found, many_engine
from countermove.stability.registry import SolutionConcept, find_concepts

# So many readings are solved side by side.
_READINGS_AT_ONCE = 1 << 10

Names = list[list[list[str]]]
"""By run and concept the states that hold."""


@dataclass(frozen=True, eq=False)
class FoundRuns:
    """What was found in some runs of one model in one scenario."""

    claims: tuple[str, ...]
    equilibria: NDArray[np.int64]
    """By concept and run how many states hold."""
    held: NDArray[np.bool_]
    """By claim, concept and run."""
    states: Names | None

    @classmethod
    def joined(cls, some: Iterable[FoundRuns]) -> FoundRuns:
        """Put runs one behind the other."""
        every = list(some)
        if len(every) == 1:
            return every[0]
        names = [one.states for one in every]
        return cls(
            every[0].claims,
            np.concatenate([one.equilibria for one in every], axis=-1),
            np.concatenate([one.held for one in every], axis=-1),
            None if names[0] is None else [run for own in names for run in own or ()],
        )

    def to_dict(self, codes: Sequence[str]) -> dict[str, Any]:
        """Return it as plain data: texts, by concept and claim, which are read in no time.

        For each run how many states hold, in so many hexadecimal digits, and 1 or 0 for a claim.
        """
        signs = self.held.view(np.uint8) + np.uint8(ord("0"))
        data: dict[str, Any] = {
            "equilibria": dict(zip(codes, _digits(self.equilibria), strict=True)),
            "claims": {
                claim: {code: row.tobytes().decode() for code, row in zip(codes, own, strict=True)}
                for claim, own in zip(self.claims, signs, strict=True)
            },
        }
        return data if self.states is None else {**data, "states": self.states}

    @classmethod
    def of(cls, data: Mapping[str, Any], codes: Sequence[str], runs: int) -> FoundRuns:
        """Read plain data again; an error where they aren't of so many runs."""
        claims = tuple(data["claims"])
        letters = "".join(data["claims"][claim][code] for claim in claims for code in codes)
        signs = np.frombuffer(letters.encode(), np.uint8) == ord("1")
        raw = bytes.fromhex("".join(data["equilibria"][code] for code in codes))
        counts = np.frombuffer(raw, f">u{len(raw) // (len(codes) * runs)}").astype(np.int64)
        held = signs.reshape(len(claims), len(codes), runs)
        states = data.get("states")
        if states is not None and len(states) != runs:
            raise ValueError("states of other runs")
        return cls(claims, counts.reshape(len(codes), runs), held, states)


def _digits(counts: NDArray[np.int64]) -> list[str]:
    """Write rows of numbers in hexadecimal, as many digits for each as the largest needs."""
    width = next(k for k in (1, 2, 4, 8) if int(counts.max(initial=0)) < 1 << 8 * k)
    return [row.tobytes().hex() for row in counts.astype(f">u{width}")]


def done(part: RunPart, threads: int | None, limit: float | None) -> bytes | Failed:
    """Run a part: what is kept of it, whole, or why there is nothing."""
    began = time.monotonic()

    def alive(_: object = None) -> None:
        if limit is not None and time.monotonic() - began > limit:
            raise StoppedError(f"it took longer than {limit:g} s, with what is done with it.")

    try:
        with on_threads(threads):
            found = [FoundRuns.joined(_runs(part.asked, one, alive)) for one in part.pieces]
    except StoppedError as error:
        return Failed(str(error), again=False)
    except CountermoveError as error:
        return Failed(str(error), again=isinstance(error, MemoryError))
    except MemoryError:
        return Failed("there was not enough memory.", again=True)
    except Exception as error:
        return Failed(f"this is a mistake in the program: {error!r}", again=True)
    data = {
        "format": FORMAT,
        "part": part.name,
        "runs": [one.to_dict(part.asked.codes) for one in found],
    }
    return f"{json.dumps(data, ensure_ascii=False)}\n".encode()


def _runs(asked: RunAsked, piece: RunPiece, alive: Callable[..., None]) -> Iterator[FoundRuns]:
    concepts = find_concepts(asked.codes)
    if piece.doubts and not asked.doubtful:
        model = _model(piece.text, piece.settled, piece.scenario)
        if work := AcrossWork.of(model, concepts):
            yield from _side_by_side(asked, concepts, piece, work, alive)
            return
    for number in piece.readings:
        alive()
        settled = (*piece.settled, *piece.reading(number))
        if asked.doubtful:
            of = piece.text, settled, piece.scenario, asked.doubtful, asked.seed
            yield from _drawn(asked, concepts, _batches(*of), piece.draws, alive)
        else:
            model = _model(piece.text, settled, piece.scenario)
            yield _solved(solve(model, asked.codes, follow=alive), asked)


@lru_cache(1)
def _conflict(text: str) -> Conflict:
    return from_dict(json.loads(text))


@lru_cache(1)
def _model(text: str, settled: Reading, scenario: str | None) -> GraphModel:
    return build(_conflict(text).in_reading(dict(settled)), scenario)


@lru_cache(1)
def _batches(
    text: str, settled: Reading, scenario: str | None, doubtful: Doubtful, seed: int
) -> Batches:
    return Batches.of(_model(text, settled, scenario), doubtful, seed)


def _solved(solution: Solution, asked: RunAsked) -> FoundRuns:
    """Return what is kept of a solution."""
    model, codes = solution.model, solution.codes
    holding = [solution.holding[code] for code in codes]
    held = [[answer.holds[code] for code in codes] for answer in solution.claims]
    return FoundRuns(
        tuple(answer.claim for answer in solution.claims),
        np.array([[own.count()] for own in holding], np.int64),
        np.array(held, np.bool_).reshape(len(held), len(codes), 1),
        [[_names(model, own) for own in holding]] if asked.outcomes else None,
    )


def _profiles(asked: RunAsked, model: GraphModel, equilibria: NDArray[np.uint8]) -> FoundRuns:
    """Return what is kept of profiles solved side by side, by their packed equilibria."""
    counts = np.bitwise_count(equilibria).sum(axis=-1, dtype=np.int64)
    held = held_in_profiles(model, equilibria)
    none = np.zeros((0, *counts.T.shape), np.bool_)
    names = None
    if asked.outcomes:
        count = len(model.states)
        names = [[_names(model, Bits(own, count)) for own in run] for run in equilibria]
    signs = np.stack([own.T for own in held.values()]) if held else none
    return FoundRuns(tuple(held), counts.T, signs, names)


def _names(model: GraphModel, states: Region) -> list[str]:
    """Name states by what is done in them, which any scenario calls so, or by their ids."""
    found = one_by_one(model.states, states)
    if model.conflict.is_graph_form:
        return [model.states.label(state) for state in found]
    return [model.states.pattern(state) for state in found]


def _drawn(
    asked: RunAsked,
    concepts: tuple[SolutionConcept, ...],
    batches: Batches,
    draws: range,
    alive: Callable[..., None],
) -> Iterator[FoundRuns]:
    """Give the runs of some draws: those of a seed are the same, however they are parted."""
    model, size = batches.model, batches.size
    engine = many_engine(asked_of_many(asked.codes, "auto")[1].engine, model, concepts)
    for batch in range(draws.start // size, -(-draws.stop // size)):
        alive()
        start = batch * size
        ranks = batches.draw(batch, alive)
        ranks = ranks[max(draws.start - start, 0) : draws.stop - start]
        found = Found.nothing(model, len(concepts), len(ranks), "equilibria")
        engine.solve(ranks, found)
        assert found.equilibrium_bits is not None
        yield _profiles(asked, model, found.equilibrium_bits)


def _side_by_side(
    asked: RunAsked,
    concepts: tuple[SolutionConcept, ...],
    piece: RunPiece,
    work: AcrossWork,
    alive: Callable[..., None],
) -> Iterator[FoundRuns]:
    """Give the runs of some readings: the states and moves are the same in all of them."""
    model = work.model
    owns = [work.owns[dm] for dm in model.decision_makers]
    keys = {d.id: {value.key: k for k, value in enumerate(d.values)} for d in model.doubts}
    for start in range(0, len(piece.readings), _READINGS_AT_ONCE):
        alive()
        ranks: list[list[Ranks]] = [[] for _ in owns]
        known: list[dict[tuple[int, ...], int]] = [{} for _ in owns]
        rows: list[list[int]] = [[] for _ in owns]
        for number in piece.readings[start : start + _READINGS_AT_ONCE]:
            chosen = {doubt: keys[doubt][key] for doubt, key in piece.reading(number)}
            for i, own in enumerate(owns):
                about = {doubt.id: chosen[doubt.id] for doubt in own.doubts if doubt.id in chosen}
                at = known[i].setdefault(tuple(about.values()), len(ranks[i]))
                if at == len(ranks[i]):
                    ranks[i].append(own.ranks(about))
                rows[i].append(at)
        stable = stable_in(model, concepts, [np.array(own) for own in ranks], np.array(rows))
        yield _profiles(asked, model, np.bitwise_and.reduce(stable, axis=2))


def read(raw: bytes, part: RunPart) -> list[FoundRuns] | None:
    """Return the runs of a part that was kept; None where it isn't that part, or isn't whole."""
    try:
        data = json.loads(raw)
        if (data["format"], data["part"]) != (FORMAT, part.name):
            return None
        return [
            FoundRuns.of(own, part.asked.codes, len(piece.runs))
            for own, piece in zip(data["runs"], part.pieces, strict=True)
        ]
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
