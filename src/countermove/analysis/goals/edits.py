"""Changes of prioritised statements: move one, drop one, add one; and the rankings they give.

A change of one decision maker's list is a :class:`StatementEdit` of one or more steps. What a step
costs besides being a step is how many places it moves a statement, where a statement that is added
comes in from the end, and one that is dropped goes out there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.profiles import dense_rows
from countermove.errors import ModelError
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel

Kind = Literal["drop", "move", "add"]
Wishes = tuple[int, ...]
"""A list of statements, most important first, as positions among the propositions."""

MOST_RANKS = 1 << 24
"""So many ranks of states are made at most for the changes of one number of steps."""

_KINDS: tuple[Kind, ...] = ("drop", "move", "add")
_BITS = 40
# Scores of so few statements fit into half as wide a number.
_NARROW = 31
_RANKS_AT_ONCE = 1 << 21


@dataclass(frozen=True, slots=True)
class EditStep:
    """One step of a change.

    Parameters
    ----------
    kind : {"drop", "move", "add"}
        What is done.
    statement : str
        The statement.
    place : int
        Its place, from 0.
    above : str or None
        The statement that it comes above; None at the end.
    places : int
        How many places it moves.
    """

    kind: Kind
    statement: str
    place: int
    above: str | None
    places: int


@dataclass(frozen=True, slots=True)
class StatementEdit:
    """A change of one decision maker's prioritised statements.

    Parameters
    ----------
    decision_maker : str
        Its id.
    steps : tuple of EditStep
        What is done, one after another.
    statements : tuple of str
        The statements afterwards, most important first.
    """

    decision_maker: str
    steps: tuple[EditStep, ...]
    statements: tuple[str, ...]

    @property
    def places(self) -> int:
        """How many places the statements move in all."""
        return sum(step.places for step in self.steps)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "decision_maker": self.decision_maker,
            "steps": [asdict(step) for step in self.steps],
            "statements": list(self.statements),
        }


@dataclass(frozen=True, eq=False)
class EditsInSteps:
    """The changes of one decision maker's statements in so many steps, each another ranking."""

    edits: tuple[StatementEdit, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class _Draft:
    """A change in the making: the list, and each step as kind, proposition, place, places."""

    wishes: Wishes
    steps: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def key(self) -> tuple[int, tuple[tuple[int, int, int, int], ...]]:
        """What comes first: the fewest places moved, then dropping, moving, adding."""
        return sum(places for _, _, _, places in self.steps), self.steps


class StatementEdits:
    """All changes of one decision maker's statements, by the number of their steps."""

    def __init__(
        self, model: GraphModel, decision_maker: str, most_ranks: int = MOST_RANKS
    ) -> None:
        self._model = model
        self._dm = decision_maker
        self._most = max(1, most_ranks // len(model.states))
        statements = model.conflict.preferences[decision_maker].wishes
        assert statements is not None
        self._own = tuple(range(len(statements)))
        known = [(s.holds, model.states.holding(s.holds)) for s in statements]
        texts: list[str] = []
        truths: list[Bits] = []
        for text, truth in known + _vocabulary(model):
            # A name that says the same as another, or the same of all states, adds nothing.
            is_new = truth.any() and not truth.all() and truth not in truths
            if len(texts) < len(statements) or is_new:
                texts.append(text)
                truths.append(truth)
        self._texts = texts
        masks = np.array([truth.mask() for truth in truths], dtype=bool)
        self._truths = masks.reshape(len(truths), len(model.states))  # though there be none
        self._levels: list[EditsInSteps] = []
        self._kept: list[list[_Draft]] = []
        self._drafts: list[list[_Draft]] = [[_Draft(self._own)]]
        self._met = {self._own}
        self._seen = {_key(self._ranks([self._own])[0])}

    def of(self, steps: int) -> EditsInSteps:
        """Return the changes of so many steps, from 1."""
        while len(self._levels) < steps:
            self._levels.append(self._next())
        return self._levels[steps - 1]

    def _next(self) -> EditsInSteps:
        found: dict[Wishes, _Draft] = {}
        complete = not self._levels or self._levels[-1].complete
        for new in self._drafted():
            if len(found) >= self._most:
                complete = False
                break
            known = found.get(new.wishes)
            if known is None or new.key < known.key:
                found[new.wishes] = new
        drafts = sorted(found.values(), key=lambda draft: draft.key)
        self._met.update(found)
        self._drafts.append(drafts)
        kept: list[_Draft] = []
        for some in self._some_of(drafts):
            for draft, row in zip(some, self._ranks([d.wishes for d in some]), strict=True):
                if (key := _key(row)) not in self._seen:
                    self._seen.add(key)
                    kept.append(draft)
        self._kept.append(kept)
        return EditsInSteps(tuple(map(self._edit, kept)), complete)

    def _some_of(self, drafts: Sequence[_Draft]) -> Iterator[Sequence[_Draft]]:
        """Give drafts as many at a time as can be ranked at once."""
        for start in range(0, len(drafts), self._at_once):
            yield drafts[start : start + self._at_once]

    def ranks(self, steps: int) -> NDArray[np.int16]:
        """Return the ranks of the states after each change of so many steps.

        They are made anew each time: of large models there is no room to keep them.
        """
        kept = self._kept[steps - 1]
        found = np.empty((len(kept), len(self._model.states)), dtype=np.int16)
        done = 0
        for some in self._some_of(kept):
            found[done : done + len(some)] = self._ranks([draft.wishes for draft in some])
            done += len(some)
        return found

    def _drafted(self) -> Iterator[_Draft]:
        """Give every change of one step more than those there are, the same list several times."""
        for draft in self._drafts[-1]:
            for step, wishes in self._steps(draft.wishes):
                if wishes not in self._met:
                    yield _Draft(wishes, (*draft.steps, step))

    def _steps(self, wishes: Wishes) -> Iterator[tuple[tuple[int, int, int, int], Wishes]]:
        """Give every step that can be taken from a list, and the list after it."""
        last = len(wishes) - 1
        for at, wish in enumerate(wishes):
            without = wishes[:at] + wishes[at + 1 :]
            yield (0, wish, at, last - at), without
            for to in range(len(wishes)):
                if to != at:
                    yield (1, wish, to, abs(to - at)), (*without[:to], wish, *without[to:])
        for wish in range(len(self._own), len(self._texts)):
            if wish not in wishes:
                for to in range(len(wishes) + 1):
                    yield (2, wish, to, len(wishes) - to), (*wishes[:to], wish, *wishes[to:])

    @cached_property
    def _at_once(self) -> int:
        return max(1, _RANKS_AT_ONCE // len(self._model.states))

    def _ranks(self, lists: Sequence[Wishes]) -> NDArray[np.int16]:
        """Rank the states by each of some lists, without leaving a level out."""
        longest = max(map(len, lists))
        # Shorter lists end in a statement that never holds, which tells no states apart.
        never = len(self._truths)
        truths = np.vstack([self._truths, np.zeros((1, len(self._model.states)), dtype=bool)])
        padded = np.array([[*wishes, *[never] * (longest - len(wishes))] for wishes in lists])
        bits = longest if longest < _NARROW else _BITS
        scores = np.zeros(
            (len(lists), len(self._model.states)), dtype=np.int32 if longest < _NARROW else np.int64
        )
        for k in range(longest):
            if k and k % bits == 0:
                scores = dense_rows(scores).astype(np.int64)
            np.left_shift(scores, 1, out=scores)
            np.bitwise_or(scores, truths[padded[:, k]], out=scores)
        return dense_rows(scores)

    def _edit(self, draft: _Draft) -> StatementEdit:
        wishes = self._own
        steps = []
        for kind, wish, place, places in draft.steps:
            without = [w for w in wishes if w != wish]
            above = None
            if kind:
                above = self._texts[without[place]] if place < len(without) else None
                without.insert(place, wish)
            wishes = tuple(without)
            steps.append(EditStep(_KINDS[kind], self._texts[wish], place + 1, above, places))
        return StatementEdit(self._dm, tuple(steps), tuple(self._texts[wish] for wish in wishes))


def _key(row: NDArray[np.int16]) -> bytes:
    """Return what tells a ranking from any other, in a few bytes."""
    return blake2b(row.tobytes(), digest_size=32).digest()


def _vocabulary(model: GraphModel) -> list[tuple[str, Bits]]:
    """Return what may be added: the terms, options and levels of the model, and their negations."""
    found: list[tuple[str, Bits]] = []
    for name in (*model.conflict.terms, *model.states.vocabulary.chosen_names.values()):
        try:
            truth = model.states.holding(name)
        except ModelError:  # neither true nor false in a coalesced state
            continue
        found += [(name, truth), (f"not {name}", ~truth)]
    return found
