"""What is done where a part of a sweep is run: the same bytes, wherever and whenever that is."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.claims import held_in_profiles
from countermove.analysis.equilibria import Solution
from countermove.analysis.many import asked_of_many
from countermove.analysis.readings.blocks import stable_in
from countermove.analysis.readings.work import AcrossWork
from countermove.analysis.sample.batches import Batches, Doubtful
from countermove.analysis.solving import solve
from countermove.analysis.state_lists import one_by_one
from countermove.analysis.sweep.asked import FORMAT, Reading, RunAsked, RunPart, RunPiece
from countermove.analysis.sweep.running import Failed
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

Run = tuple[list[int], str, list[list[str]] | None]
"""By concept how many states hold; by claim and concept whether it holds; by concept the states."""


def done(part: RunPart, threads: int | None, limit: float | None) -> bytes | Failed:
    """Run a part: what is kept of it, whole, or why there is nothing."""
    began = time.monotonic()

    def alive(_: object = None) -> None:
        if limit is not None and time.monotonic() - began > limit:
            raise StoppedError(f"it took longer than {limit:g} s.")

    try:
        with on_threads(threads):
            runs = [run for piece in part.pieces for run in _runs(part.asked, piece, alive)]
    except StoppedError as error:
        return Failed(str(error), again=False)
    except CountermoveError as error:
        return Failed(str(error), again=isinstance(error, MemoryError))
    except MemoryError:
        return Failed("there was not enough memory.", again=True)
    except Exception as error:
        return Failed(f"this is a mistake in the program: {error!r}", again=True)
    head = json.dumps({"format": FORMAT, "part": part.name})[:-1]
    lines = ",\n".join(json.dumps(run, ensure_ascii=False) for run in runs)
    return f'{head}, "runs": [\n{lines}\n]}}\n'.encode()


def _runs(asked: RunAsked, piece: RunPiece, alive: Callable[..., None]) -> Iterator[Run]:
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


def _solved(solution: Solution, asked: RunAsked) -> Run:
    """Return what is kept of a solution."""
    model, codes = solution.model, solution.codes
    held = "".join("01"[answer.holds[code]] for answer in solution.claims for code in codes)
    counts = [solution.holding[code].count() for code in codes]
    named = [_names(model, solution.holding[code]) for code in codes] if asked.outcomes else None
    return counts, held, named


def _profiles(asked: RunAsked, model: GraphModel, equilibria: NDArray[np.uint8]) -> Iterator[Run]:
    """Give what is kept of profiles that were solved side by side, by their packed equilibria."""
    counts = np.bitwise_count(equilibria).sum(axis=-1, dtype=np.int64)
    held = list(held_in_profiles(model, equilibria).values())
    signs = np.stack(held, axis=1) if held else np.zeros((len(counts), 0, 0), np.bool_)
    letters = (signs.reshape(len(counts), -1) + np.uint8(ord("0"))).astype(np.uint8)
    for k, own in enumerate(counts.tolist()):
        named = None
        if asked.outcomes:
            named = [_names(model, Bits(packed, len(model.states))) for packed in equilibria[k]]
        yield own, letters[k].tobytes().decode(), named


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
) -> Iterator[Run]:
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
        yield from _profiles(asked, model, found.equilibrium_bits)


def _side_by_side(
    asked: RunAsked,
    concepts: tuple[SolutionConcept, ...],
    piece: RunPiece,
    work: AcrossWork,
    alive: Callable[..., None],
) -> Iterator[Run]:
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
        yield from _profiles(asked, model, np.bitwise_and.reduce(stable, axis=2))


def read(raw: bytes, part: RunPart) -> Sequence[Run] | None:
    """Return the runs of a part that was kept; None where it isn't that part, or isn't whole."""
    try:
        data = json.loads(raw)
        runs: list[Run] = data["runs"]
        is_whole = (data["format"], data["part"], len(runs)) == (FORMAT, part.name, len(part))
    except (ValueError, LookupError, TypeError):
        return None
    return runs if is_whole else None
