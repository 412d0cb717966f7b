"""Which states a model has: the choices that each stands for, and what holds in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from countermove.arguments import text, whole
from countermove.errors import ModelError, Path, Problem
from countermove.graph.bits import Bits
from countermove.graph.choices import Choices, Codes
from countermove.graph.layout import Layout
from countermove.graph.region import Positions
from countermove.graph.rules import evaluated
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.option_words import in_names
from countermove.model.patterns import OPEN
from countermove.model.vocabulary import Meaning, Vocabulary

_LETTERS = np.frombuffer(b"NY", dtype=np.uint8)


@dataclass(frozen=True, eq=False)
class StateSet:
    """The states of one model, as sets of choices."""

    conflict: Conflict
    choices: Choices
    member_of: NDArray[np.uint32] | None
    count: int

    def __len__(self) -> int:
        return self.count

    def position(self, given: object) -> int:
        """Return the position of a state, from 0, as it is, and refuse what is none."""
        return whole(given, "the position of an outcome", 0, self.count - 1)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names that statements about the states may use."""
        return Vocabulary(self.conflict)

    @cached_property
    def layout(self) -> Layout:
        """Where in a choice each option has its bits."""
        return Layout.of(self.vocabulary)

    @property
    def is_coalesced(self) -> bool:
        """Whether some state stands for several choices."""
        return self.member_of is not None

    @cached_property
    def by_id(self) -> dict[str, int]:
        """The states of graph form by their ids; empty in option form."""
        return {state: k for k, state in enumerate(self.conflict.states)}

    @cached_property
    def option_names(self) -> tuple[str, ...]:
        """The shortest name of every option, in the order of the pattern."""
        return tuple(self.vocabulary.short.values())

    def holding(self, statement: str, path: Path = ()) -> Bits:
        """Return in which states a statement holds; one asked from outside may say it in words."""
        statement = text(statement, "a statement")
        formula = logic.parse(statement if path else in_names(statement, self.vocabulary))
        for _, problem in self.vocabulary.faults(formula, self._known):
            raise ModelError(replace(problem, path=path))
        size = self.count if self.conflict.is_graph_form else len(self.choices)
        constant = partial(Bits.all_or_none, size)
        raw = evaluated(self.vocabulary, formula, self._proposition, constant, self._known)
        if not self.is_coalesced:
            return raw
        every, some = self._everywhere(raw), ~self._everywhere(~raw)
        if (mixed := some & ~every).any():
            state = int(next(mixed.parts())[0])
            problem = Problem(
                f"'{statement}' is neither true nor false in the coalesced outcome "
                f"{self.pattern(state)}.",
                path,
                "Word it so that it doesn't depend on what the outcome leaves open.",
            )
            # What was asked from outside stands nowhere in the model.
            raise ModelError(*(self.conflict.locate(problem) if path else [problem]))
        return every

    def _everywhere(self, raw: Bits) -> Bits:
        """Say for which states something is true of every choice that they stand for."""
        if not self.is_coalesced:
            return raw
        mask = raw.mask()
        every = mask[self.first]
        for state, members in self.joined.items():
            every[state] = mask[members].all()
        return Bits.of(every)

    @cached_property
    def _known(self) -> dict[str, Bits]:
        return {}

    def forget(self) -> None:
        """Give back the memory of what has been found out about options and terms."""
        self._known.clear()

    def _proposition(self, meaning: Meaning) -> Bits:
        if meaning.kind == "state":
            return Bits.at(np.array([self.by_id[meaning.key]]), self.count)
        return self.layout.matching(self.choices, self.vocabulary.allowed(meaning))

    # -- the choices that a state stands for ------------------------------------------------

    @cached_property
    def joined(self) -> dict[int, Positions]:
        """The states that stand for several choices, and where those are."""
        if self.member_of is None:
            return {}
        several = np.flatnonzero(np.bincount(self.member_of, minlength=self.count) > 1)
        return {int(state): np.flatnonzero(self.member_of == state) for state in several}

    @cached_property
    def first(self) -> Positions:
        """Where the first choice of each state is; only needed where some are coalesced."""
        is_first = np.ones(len(self.choices), dtype=bool)
        for members in self.joined.values():
            is_first[members[1:]] = False
        return np.flatnonzero(is_first)

    @property
    def state_of_each(self) -> Positions:
        """The state that each choice belongs to."""
        if self.member_of is None:
            return np.arange(len(self.choices))
        return self.member_of.astype(np.intp)

    def members(self, state: int) -> Codes:
        """Return the choices that a state stands for, as binary numbers."""
        if self.conflict.is_graph_form:
            return self.choices.codes()
        if self.member_of is None:
            return self.choices.codes(state, state + 1)
        if state in self.joined:
            return self.choices.at(self.joined[state])
        first = int(self.first[state])
        return self.choices.codes(first, first + 1)

    def state_of(self, code: int) -> int | None:
        """Return the state that a choice belongs to, or None where the choice isn't feasible."""
        position = self.choices.position(code)
        if position is None or self.member_of is None:
            return position
        return int(self.member_of[position])

    def values(self, state: int) -> tuple[str, ...]:
        """Return what is chosen on every option in a state: ``Y``, ``N``, or the id of a level.

        ``-`` stands for an option that a coalesced state leaves open, and ``a|b`` for some of its
        levels; in graph form there is nothing.
        """
        codes = self.members(state)
        if len(codes) == 1:
            each = zip(
                self.vocabulary.spelling.values, self.layout.values(int(codes[0])), strict=True
            )
            return tuple(values[place] for values, place in each)
        return self.values_among(codes) if len(codes) else ()

    def values_among(self, codes: Codes) -> tuple[str, ...]:
        """Return what is chosen on every option in some choices, all that they have of it."""
        found = []
        for option, values in enumerate(self.vocabulary.spelling.values):
            places = np.unique(self.layout.column(codes, option)).tolist()
            is_open = len(places) == len(values)
            found.append(OPEN if is_open else "|".join(values[place] for place in places))
        return tuple(found)

    def pattern(self, state: int) -> str:
        """Write what is chosen on every option in a state in one word, ``YN-``."""
        return self.vocabulary.spelling.pattern(self.values(state))

    def patterns(self, states: Positions) -> list[str]:
        """Write the patterns of many states."""
        options = len(self.option_names)
        if self.conflict.is_graph_form or not options:
            return [""] * len(states)
        spelling = self.vocabulary.spelling
        codes = self.choices.at(states if self.member_of is None else self.first[states])
        if spelling.has_levels:
            columns = (self.layout.column(codes, option).tolist() for option in range(options))
            rows = zip(*columns, strict=True)
            found = [
                spelling.pattern([v[k] for v, k in zip(spelling.values, row, strict=True)])
                for row in rows
            ]
        else:
            bytes_ = codes.astype("<u8").view(np.uint8).reshape(-1, 8)
            taken = np.unpackbits(bytes_, axis=1, bitorder="little")
            text = _LETTERS[taken[:, :options]].tobytes().decode("ascii")
            found = [text[k : k + options] for k in range(0, len(text), options)]
        for joined in self.joined:
            for k in np.flatnonzero(states == joined).tolist():
                found[k] = self.pattern(joined)
        return found
