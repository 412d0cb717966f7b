"""Which engine answers a question, and why; and the question asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np

from countermove.arguments import one_of
from countermove.compiled import absence
from countermove.errors import ConceptNotApplicableError, UnknownNameError, listed
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel
from countermove.progress import Follow, Progress, tell
from countermove.stability.engines import ChosenEngine, EngineName
from countermove.stability.engines.engine import Answers, Engine
from countermove.stability.engines.rows import row_engine
from countermove.stability.registry import Replies, SolutionConcept

if TYPE_CHECKING:
    from countermove.stability.engines.arrays import ArrayEngine

StableStates = dict[str, dict[str, Bits]]
"""The set of the states that are stable, by concept code and decision maker."""

# How much of the work an answer is, by the replies that count; by definition it is the most.
_WORK: dict[Replies | None, int] = {"none": 1, "any": 2, "credible": 4, None: 100}

_ASK_EVERY = 1 << 8


@dataclass(frozen=True)
class Choice:
    """The engine chosen, and the reason in words."""

    engine: ChosenEngine
    why: str


def known_engine(engine: str) -> None:
    """Refuse an engine that there isn't."""
    one_of(engine, get_args(EngineName), "engine", "The engines are")


def choose(engine: str, concepts: tuple[SolutionConcept, ...], model: GraphModel | None) -> Choice:
    """Choose an engine for a model; without one, for complete orders."""
    known_engine(engine)
    slow = [concept.code for concept in concepts if not concept.is_made_sure]
    further = [c.code for c in concepts if c.is_made_sure and c.replies is None]
    unordered = model.unordered if model is not None else ()
    if engine == "definition":
        return Choice("definition", "asked for")
    if engine in ("compiled", "numpy"):
        if model is not None and unordered:
            model.levels(unordered[0], f"the engine '{engine}'")
        if cannot := slow + further if engine == "compiled" else slow:
            raise ConceptNotApplicableError(
                f"the engine '{engine}' can't answer {listed(cannot)}.",
                advice="Leave the choice to engine 'auto', or take 'definition'.",
            )
        if engine == "numpy":
            return Choice("numpy", "asked for")
        if why_not := absence():
            raise UnknownNameError(
                f"the compiled kernels are missing: {why_not}.",
                advice="Take engine 'numpy': the answers are the same.",
            )
        return Choice("compiled", "asked for")
    if model is not None and unordered:
        return _without_order(concepts, model)
    if len(slow) == len(concepts):
        return Choice("definition", "there is no faster form")
    why = "rankings are complete and all outcomes can be listed"
    if slow:
        why += f"; {listed(slow)} by definition"
    if len(slow) + len(further) == len(concepts):
        return Choice("numpy", why)
    if why_not := absence():
        return Choice("numpy", f"{why}; the compiled kernels are missing: {why_not}")
    if further:
        why += f"; {listed(further)} with engine 'numpy'"
    return Choice("compiled", why)


def _without_order(concepts: tuple[SolutionConcept, ...], model: GraphModel) -> Choice:
    names = listed(model.name(dm) for dm in model.unordered)
    why = f"there is no complete order of the outcomes for {names}"
    others = [concept.code for concept in concepts if concept.replies is None]
    if len(others) == len(concepts):
        return Choice("definition", why)
    if others:
        why += f"; {listed(others)} by definition"
    if why_not := absence():
        why += f"; the compiled kernels are missing: {why_not}"
    return Choice("rows", why)


def engine_of(model: GraphModel, choice: Choice) -> Engine:
    """Make the engine that was chosen, unless it is the definitions, ready for a model."""
    if choice.engine == "compiled":
        from countermove.stability.engines.compiled import CompiledEngine

        return CompiledEngine(model)
    if choice.engine == "rows":
        return row_engine(model)
    from countermove.stability.engines.arrays import ArrayEngine

    return ArrayEngine(model)


@dataclass(frozen=True)
class _Task:
    """What is answered in one go: the concepts that differ in the escape only."""

    decision_maker: str
    replies: Replies | None
    concepts: tuple[SolutionConcept, ...]


def stable_states(
    model: GraphModel,
    concepts: tuple[SolutionConcept, ...],
    choice: Choice,
    follow: Follow | None = None,
) -> StableStates:
    """Find the stable states of every decision maker under each concept."""
    tasks = [
        _Task(dm, replies, together)
        for replies, together in _together(concepts, choice)
        for dm in model.decision_makers
    ]
    work = [_WORK[task.replies] for task in tasks]

    def asker(k: int) -> Callable[[], None]:
        task = tasks[k]
        share, codes = sum(work[:k]) / sum(work), tuple(one.code for one in task.concepts)
        progress = Progress(share, len(model.states), codes, task.decision_maker)
        return lambda: tell(follow, progress)

    found: StableStates = {concept.code: {} for concept in concepts}
    for task, answers in zip(tasks, _answers(model, tasks, choice, asker), strict=True):
        for concept in task.concepts:
            found[concept.code][task.decision_maker] = answers[concept.escape]
    return found


def _together(
    concepts: tuple[SolutionConcept, ...], choice: Choice
) -> Iterator[tuple[Replies | None, tuple[SolutionConcept, ...]]]:
    """Sort the concepts by the replies that count; those answered by definition stand alone."""
    grouped: dict[Replies, list[SolutionConcept]] = {}
    for concept in concepts:
        if choice.engine == "definition" or concept.replies is None:
            yield None, (concept,)
        else:
            grouped.setdefault(concept.replies, []).append(concept)
    for replies, some in grouped.items():
        yield replies, tuple(some)


def _answers(
    model: GraphModel,
    tasks: list[_Task],
    choice: Choice,
    asker: Callable[[int], Callable[[], None]],
) -> Iterator[Answers]:
    """Give the answers in the order of the tasks, some at the same time where that is faster."""
    engine: Engine | None = None
    if any(task.replies is not None for task in tasks):
        engine = engine_of(model, choice)
    arrays: ArrayEngine | None = None
    if choice.engine in ("compiled", "numpy") and any(map(_is_further, tasks)):
        from countermove.stability.engines.arrays import ArrayEngine

        arrays = engine if isinstance(engine, ArrayEngine) else ArrayEngine(model)

    def answered(k: int, ask: Callable[[], None]) -> Answers:
        task = tasks[k]
        ask()
        if arrays is not None and _is_further(task):
            return {False: arrays.stable(task.decision_maker, task.concepts[0].turns, ask)}
        if task.replies is None or engine is None:
            return _by_definition(model, task, ask)
        escapes = frozenset(concept.escape for concept in task.concepts)
        return engine.answer(task.decision_maker, task.replies, escapes, ask)

    if engine is None or engine.at_once == 1:
        for k in range(len(tasks)):
            yield answered(k, asker(k))
        return
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(engine.at_once)
    try:
        # Only this thread tells of progress: others would interrupt whoever follows it.
        futures = [pool.submit(answered, k, lambda: None) for k in range(len(tasks))]
        for k, future in enumerate(futures):
            asker(k)()
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _is_further(task: _Task) -> bool:
    return task.replies is None and task.concepts[0].is_made_sure


def _by_definition(model: GraphModel, task: _Task, ask: Callable[[], None]) -> Answers:
    (concept,) = task.concepts
    stable = np.empty(len(model.states), dtype=bool)
    for state in range(len(stable)):
        if state % _ASK_EVERY == 0:
            ask()
        stable[state] = concept.define(model, task.decision_maker, state).is_stable
    return {concept.escape: Bits.of(stable)}
