"""The graph model of a conflict with too many states to list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from math import prod
from typing import TYPE_CHECKING, Any

from countermove.arguments import text, whole
from countermove.errors import (
    ConceptNotApplicableError,
    ModelError,
    Path,
    Problem,
    TooLargeError,
    unknown,
)
from countermove.graph.feasible import MOST_BITS, MOST_STATES
from countermove.graph.layout import Layout
from countermove.graph.open_moves import OpenMoves
from countermove.graph.open_states import OpenStates
from countermove.graph.rules import options_in
from countermove.model import logic
from countermove.model.checks import problems_of
from countermove.model.conflict import Conflict, loaded
from countermove.model.doubts import doubts_of, in_reading
from countermove.model.scenarios import apply_scenario
from countermove.model.vocabulary import Vocabulary
from countermove.record.references import record_of
from countermove.references import Reference

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Diagram

MOST_NODES = 1 << 30
"""So many nodes of diagrams may be asked for."""

Value = tuple[bool, ...]
"""Which of a decision maker's statements hold in a state: the greater, the better for it."""


MOST_CHOICES = 1 << 20
"""In so many ways at most a party may choose on its own options: its moves are looked at singly."""


@dataclass(frozen=True, eq=False)
class OpenModel:
    """States, moves and preferences by statements, each found only where it is asked for."""

    conflict: Conflict
    scenario: str | None
    states: OpenStates
    moves_of: dict[str, OpenMoves]
    statements: dict[str, tuple[Diagram, ...]]
    claims: dict[str, Diagram]

    @cached_property
    def decision_makers(self) -> tuple[str, ...]:
        """The ids of the decision makers, in the order of the model."""
        return tuple(self.conflict.decision_makers)

    def find_decision_maker(self, reference: str) -> str:
        """Return the id of a decision maker given by id or name."""
        reference = text(reference, "a decision maker")
        for dm, party in self.conflict.decision_makers.items():
            if reference in (dm, party.name):
                return dm
        raise unknown("party", reference, self.decision_makers, "The parties are")

    @cached_property
    def concerns(self) -> dict[str, Counter[str]]:
        """By decision maker, of how many options of whom its statements speak."""
        vocabulary = self.states.vocabulary
        owner = [full.partition(".")[0] for full in vocabulary.options]
        return {
            dm: Counter(
                owner[option]
                for wish in preference.wishes or ()
                for option in sorted(options_in(vocabulary, logic.parse(wish.holds)))
            )
            for dm, preference in self.conflict.preferences.items()
        }

    def about(self) -> dict[str, Any]:
        """Return what results as data say of the model: title, digest, scenario and reading."""
        written = self.conflict.with_doubts
        data: dict[str, Any] = {"title": self.conflict.title, "digest": written.digest}
        if self.scenario is not None:
            data["scenario"] = self.scenario
        if self.conflict.reading:
            data["reading"] = dict(self.conflict.reading)
        return data

    @property
    def literature(self) -> tuple[Reference, ...]:
        """What is cited along with it: its record."""
        return tuple(record_of(self.conflict))

    def opponents(self, decision_maker: str) -> tuple[str, ...]:
        """Return all others."""
        return tuple(dm for dm in self.decision_makers if dm != decision_maker)

    def value(self, decision_maker: str, state: int) -> Value:
        """Return which statements of a decision maker hold in a state."""
        assigned = self.states.diagrams.assigned(state)
        return tuple(own.eval(assigned) for own in self.statements[decision_maker])

    def moves(self, decision_maker: str, state: int) -> Iterator[int]:
        """Give where a decision maker can move to by itself."""
        return (t for t in self.moves_of[decision_maker].targets(state) if t in self.states)

    def improvements(self, decision_maker: str, state: int) -> Iterator[int]:
        """Give the moves that tempt a decision maker, and that others believe it will make."""
        here = self.value(decision_maker, state)
        ends = self.moves_of[decision_maker].targets(state)
        # What it wants is asked first: fewer moves are left to ask whether they are feasible.
        return (t for t in ends if self.value(decision_maker, t) > here and t in self.states)

    def deters(self, decision_maker: str, target: int, state: int) -> bool:
        """Say whether ending at `target` deters a decision maker from leaving `state`."""
        return self.value(decision_maker, target) <= self.value(decision_maker, state)


def open_model(
    conflict: Conflict, scenario: str | None = None, *, nodes: int | None = None
) -> OpenModel:
    """Build the graph model of a conflict without listing its states."""
    nodes = None if nodes is None else whole(nodes, "nodes", 1, MOST_NODES)
    variant = apply_scenario(loaded(conflict), scenario)
    if problems := problems_of(variant.with_doubts):
        raise ModelError(*problems)
    variant = in_reading(variant)
    refuse_what_lists(variant)
    try:
        model = _model(variant, scenario, nodes)
    except MemoryError as error:
        what = "the memory that is free doesn't suffice to write down its rules and wishes as sets."
        raise TooLargeError(what, advice="Say them of fewer options each.") from error
    if not model.states.count:
        what = "no outcome is feasible: the rules exclude one another."
        problem = Problem(what, ("rules",), "Loosen one of them.")
        raise ModelError(*variant.locate(problem))
    return model


def _model(conflict: Conflict, scenario: str | None, nodes: int | None) -> OpenModel:
    states = OpenStates.of(conflict, nodes)
    moves: dict[str, OpenMoves] = {}
    options = list(zip(states.vocabulary.options.items(), states.layout.fields, strict=True))
    for dm in conflict.decision_makers:
        own = [(option, field) for (full, option), field in options if full.startswith(f"{dm}.")]
        moves[dm] = OpenMoves(states.diagrams, tuple(own))
    statements = {
        dm: tuple(states.holding(wish.holds) for wish in preference.wishes or ())
        for dm, preference in conflict.preferences.items()
    }
    claims = {claim: states.holding(made.statement) for claim, made in conflict.claims.items()}
    return OpenModel(conflict, scenario, states, moves, statements, claims)


def refuse_what_lists(conflict: Conflict) -> None:
    """Refuse a model of which something can't be answered without listing its states."""
    problems: list[Problem] = []

    def refuse(what: str, path: Path, advice: str) -> None:
        needs = f"{what}, and that needs a list of the outcomes."
        problems.append(Problem(needs, path, advice))

    if conflict.is_graph_form:
        refuse("the outcomes are written one by one", ("states",), "Write it by options.")
    elif conflict.moves:
        advice = "Say under 'moves' of each option in which direction it goes."
        refuse("moves are listed", ("moves",), advice)
    if conflict.rules.coalesce:
        advice = "Exclude all of these outcomes but one, under 'infeasible'."
        refuse("outcomes count as one", ("rules", "coalesce"), advice)
    for dm, preference in conflict.preferences.items():
        if preference.kind != "statements":
            party = conflict.decision_makers[dm].name
            what = f"what {party} wants isn't given by statements"
            refuse(what, ("preferences", dm), "Write 'statements', the most important first.")
    for dm, makes in conflict.decision_makers.items():
        choices = prod(max(2, len(option.levels)) for option in makes.options.values())
        if choices > MOST_CHOICES:
            what = f"{makes.name} can choose in {choices:,} ways on its own options"
            what += f", and at most {MOST_CHOICES:,} can be looked at."
            advice = "Leave out what isn't in question, or divide it among several parties."
            problems.append(Problem(what, ("decision_makers", dm), advice))
    if doubts_of(conflict.unresolved):
        refuse("wishes are in doubt", ("preferences",), "Choose a reading first.")
    if problems:
        raise ConceptNotApplicableError(*conflict.locate(*problems))


def is_beyond_listing(conflict: Conflict, scenario: str | None = None) -> bool:
    """Say whether a model has too many states to list, and can be answered without."""
    variant = in_reading(apply_scenario(conflict, scenario))
    if variant.is_graph_form or find_spec("oxidd") is None:
        return False
    layout = Layout.of(Vocabulary(variant))
    if 1 << layout.bits <= MOST_STATES:
        return False
    try:
        refuse_what_lists(variant)
    except ConceptNotApplicableError:
        return False
    return layout.bits > MOST_BITS or OpenStates.of(variant).count > MOST_STATES
