"""How long an engine takes for a model, and how much memory, told before it begins.

The numbers are those that ``make bench`` measures, rounded up; on another machine they are off by
what that machine is faster or slower.
"""

from __future__ import annotations

from dataclasses import dataclass

from countermove.compiled import absence, threads
from countermove.graph.moves import Moves
from countermove.graph_model import GraphModel
from countermove.memory import refuse_states_beyond_memory, written_bytes
from countermove.progress import about
from countermove.stability.engines.choose import Choice
from countermove.stability.engines.rows import row_bytes
from countermove.stability.registry import Replies, SolutionConcept

# Nanoseconds for each state and decision maker on two processors, by the replies that count; how
# many times that with one-way options, and for each choice or move that is searched backwards for
# each decision maker; and nanoseconds for each answer by definition.
_COMPILED: dict[Replies, int] = {"none": 5, "any": 25, "credible": 40}
_NUMPY: dict[Replies, int] = {"none": 50, "any": 250, "credible": 400}
_ONE_WAY = 1.4
_SEARCHED = 3
_BY_DEFINITION = 200_000
# Nanoseconds for each pair of states, decision maker and kind of replies, on rows of bits: with a
# compiled kernel on two processors, and with NumPy.
_BY_ROWS = 2
_BY_ROWS_WITHOUT_KERNELS = 15
# Nanoseconds to list and rank a state for a decision maker.
_RANKED = 40


@dataclass(frozen=True, slots=True)
class Estimate:
    """What solving a model takes."""

    states: int
    decision_makers: int
    seconds: float
    bytes: int

    def __str__(self) -> str:
        """Say it in words."""
        return (
            f"Finding what holds in {self.states:,} outcomes for {self.decision_makers} parties: "
            f"{about(self.seconds)}, {written_bytes(self.bytes)}"
        )


def estimate(model: GraphModel, concepts: tuple[SolutionConcept, ...], choice: Choice) -> Estimate:
    """Estimate what solving a model takes with an engine."""
    states, makers = len(model.states), len(model.decision_makers)
    kinds = {c.replies for c in concepts if c.replies is not None}
    is_ordered = choice.engine in ("compiled", "numpy")
    slow = [c for c in concepts if not (c.is_made_sure if is_ordered else c.replies)]
    if choice.engine == "definition":
        slow = list(concepts)
    further = [c for c in concepts if c.is_made_sure and c.replies is None and c not in slow]
    nanoseconds = float(states * makers * _BY_DEFINITION * len(slow))
    # Ten bytes for each state while it is worked on, and a bit for each answer.
    needed = states * 10 + states * makers * len(concepts) // 8
    if choice.engine == "rows":
        needed += row_bytes(model)
        each = _BY_ROWS_WITHOUT_KERNELS if absence() else _BY_ROWS * 2 / min(threads(), 2)
        nanoseconds += each * states * states * makers * len(kinds - {"none"})
    if choice.engine == "compiled" and kinds:
        one = sum(_COMPILED[kind] for kind in kinds) * 2 / min(threads(), 2)
        for moves in model.moves_of.values():
            needed += _compiled_bytes(moves, states)
            searched = not moves.is_transitive
            times = _SEARCHED * makers if searched else _ONE_WAY if _one_way(moves) else 1
            nanoseconds += one * _places(moves, states) * times
    one = sum(_NUMPY[kind] for kind in kinds) if choice.engine == "numpy" else 0
    one += sum(_NUMPY["any"] * len(concept.turns) // 2 for concept in further)
    if one:
        for moves in model.moves_of.values():
            needed += _numpy_bytes(moves, states)
            nanoseconds += one * _pairs(moves, states)
    return Estimate(states, makers, nanoseconds * 1e-9, needed)


def estimate_unlisted(
    states: int, decision_makers: int, concepts: tuple[SolutionConcept, ...], choice: Choice
) -> Estimate:
    """Estimate what solving a model takes before its states are listed, from how many may be."""
    kinds = {c.replies for c in concepts if c.replies is not None}
    rates = _COMPILED if choice.engine == "compiled" else _NUMPY
    each = sum(rates[kind] for kind in kinds) * 2 / min(threads(), 2)
    # Beside the answer they are listed and ranked.
    seconds = states * decision_makers * (each + _RANKED) * 1e-9
    return Estimate(states, decision_makers, seconds, states * (10 + 12 * decision_makers))


def _one_way(moves: Moves) -> int:
    """Count the one-way options."""
    own = moves.by_options
    return 0 if own is None else (own.take | own.drop).bit_count()


def _places(moves: Moves, states: int) -> int:
    """Count what the compiled kernels go through: states, choices or moves."""
    own = moves.by_options
    return states + len(moves.listed().lists.entries) if own is None else len(own.choices)


def _compiled_bytes(moves: Moves, states: int) -> int:
    own = moves.by_options
    if own is None:
        return 16 * states + 8 * len(moves.listed().lists.entries)
    if not moves.is_transitive:
        return 40 * len(own.choices)
    if own.choices.is_all:
        return 2 * states
    # A place, and how far it has gone on few or many one-way options.
    count = _one_way(moves)
    return (4 if not count else 5 if count <= 8 else 12) * states


def _pairs(moves: Moves, states: int) -> int:
    """Count what NumPy goes through: with one-way options pairs of states and blocks."""
    return round(_places(moves, states) * 1.5 ** _one_way(moves))


def _numpy_bytes(moves: Moves, states: int) -> int:
    is_joined = moves.by_options is not None and not moves.is_transitive
    return (100 if is_joined else 60) * _places(moves, states) + 40 * _pairs(moves, states)


def refuse_what_will_not_fit(
    model: GraphModel,
    concepts: tuple[SolutionConcept, ...],
    estimated: Estimate,
    choice: Choice,
) -> None:
    """Refuse to solve a model for which there is not enough memory."""
    advice = ""
    if choice.engine == "numpy" and all(concept.replies for concept in concepts):
        other = 10 * estimated.states
        other += sum(_compiled_bytes(moves, estimated.states) for moves in model.moves_of.values())
        missing = f" (but the kernels are missing: {absence()})" if absence() else ""
        advice = f"Engine 'compiled' would need about {written_bytes(other)}{missing}."
    if choice.engine == "rows":
        advice = "Engine 'definition' keeps no pairs of outcomes, and takes far longer."
    refuse_states_beyond_memory(
        estimated.bytes,
        f"solving {estimated.states:,} outcomes for {estimated.decision_makers} parties "
        f"with engine '{choice.engine}'",
        estimated.states,
        advice,
        pairs=choice.engine == "rows",
    )
