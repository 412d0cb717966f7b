"""The feasible states of a model: their numbers, patterns and labels, and what holds in them.

States are numbered from 1 over the feasible states in ascending binary order, the first option
being the lowest bit. Positions in arrays, from 0, are private to the program.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.errors import (
    ModelError,
    Path,
    Problem,
    UnknownNameError,
    listed,
    suggestion,
)
from countermove.graph.labels import number_problem, published_labels
from countermove.graph.rules import Codes, Truth, constraints, evaluated
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.parts import StateReference
from countermove.model.vocabulary import Meaning, Vocabulary


@dataclass(frozen=True, slots=True)
class State:
    """One state as people see it.

    Parameters
    ----------
    number : int
        Its printed number.
    label : str
        What is printed for it: the number, a published label, or its id in graph form.
    pattern : str
        Its choice on every option, ``YN-``; empty in graph form.
    taken : tuple of str
        The options taken in it.
    text : str
        What it is: its text in graph form, else the texts of the options taken.
    """

    number: int
    label: str
    pattern: str
    taken: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        """Write it by what is done in it, with its label or number."""
        if not self.pattern:
            return f"[{self.number}] {self.label}"
        return f"[{self.label}] {', '.join(self.taken) or 'nothing done'}"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        data: dict[str, Any] = {"number": self.number, "pattern": self.pattern}
        data["taken"] = list(self.taken)
        if self.label != str(self.number):
            data |= {"label": self.label, "text": self.text}
        return data


@dataclass(frozen=True, eq=False)
class States:
    """The feasible states of one model.

    Parameters
    ----------
    conflict : Conflict
        The model.
    codes : ndarray of uint64, shape (raw states,)
        The feasible choices on all options as binary numbers, ascending; empty in graph form.
    member_of : ndarray of int, shape (raw states,)
        The state that each choice belongs to; several choices share one when coalesced.
    count : int
        How many states there are.
    """

    conflict: Conflict
    codes: Codes
    member_of: NDArray[np.intp]
    count: int

    def __len__(self) -> int:
        """Count the states."""
        return self.count

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names that statements about the states may use."""
        return Vocabulary(self.conflict)

    @property
    def is_coalesced(self) -> bool:
        """Whether some state stands for several choices."""
        return self.count < len(self.codes)

    @cached_property
    def option_names(self) -> tuple[str, ...]:
        """The shortest name of every option, in the order of the pattern."""
        return tuple(self.vocabulary.short.values())

    # -- truth ------------------------------------------------------------------------------

    def holding(self, statement: str, path: Path = ()) -> Truth:
        """Return in which states a statement holds.

        Parameters
        ----------
        statement : str
            The statement.
        path : tuple, optional
            Where it stands in the model, for the error.

        Returns
        -------
        ndarray of bool, shape (states,)

        Raises
        ------
        ModelError
            If the statement is wrong, or holds in a part of a coalesced state only.
        """
        formula = logic.parse(statement)
        for name in logic.names(formula):
            if problem := self.vocabulary.problem(name.name):
                raise ModelError(Problem(problem.what, path, problem.advice, name.offset))
        raw = evaluated(self.vocabulary, formula, self._proposition, self._raw_shape, self._known)
        if not self.is_coalesced:
            return raw
        every, some = self._everywhere(raw), ~self._everywhere(~raw)
        mixed = np.flatnonzero(some & ~every)
        if mixed.size:
            state = int(mixed[0])
            problem = Problem(
                f"'{statement}' is neither true nor false in the coalesced state "
                f"{self.pattern(state)}.",
                path,
                "Word it so that it doesn't depend on what the state leaves open.",
            )
            raise ModelError(*self.conflict.locate(problem))
        return every

    def _everywhere(self, raw: Truth) -> Truth:
        """Say for which states something is true of every choice that they stand for."""
        if not self.is_coalesced:
            return raw
        every = np.ones(self.count, dtype=bool)
        every[self.member_of[~raw]] = False
        return every

    @property
    def _raw_shape(self) -> tuple[int, ...]:
        return (self.count if self.conflict.is_graph_form else len(self.codes),)

    @cached_property
    def _known(self) -> dict[str, Truth]:
        return {}

    def _proposition(self, meaning: Meaning) -> Truth:
        if meaning.kind == "state":
            values = np.zeros(self.count, dtype=bool)
            values[self._by_label[meaning.key]] = True
            return values
        bit = np.uint64(list(self.vocabulary.options).index(meaning.key))
        return np.asarray((self.codes >> bit & np.uint64(1)) == 1)

    # -- how states are written -------------------------------------------------------------

    @cached_property
    def _members(self) -> list[NDArray[np.intp]]:
        order = np.argsort(self.member_of, kind="stable")
        return np.split(order, np.flatnonzero(np.diff(self.member_of[order])) + 1)

    def members(self, state: int) -> Codes:
        """Return the choices that a state stands for, as binary numbers."""
        if not self.is_coalesced:
            return self.codes[state : state + 1]
        return self.codes[self._members[state]]

    def choices(self, state: int) -> frozenset[tuple[str, ...]]:
        """Return what a state stands for in any numbering: its choices by full option names.

        Two models of one conflict may number their states apart, have more options or join
        other states; what is done in a state stays the same.
        """
        if self.conflict.is_graph_form:
            return frozenset([(self.label(state),)])
        names = list(self.vocabulary.options)
        return frozenset(
            tuple(name for bit, name in enumerate(names) if int(code) >> bit & 1)
            for code in self.members(state)
        )

    def pattern(self, state: int) -> str:
        """Write a state's choice on every option, ``YN-``; ``-`` where it is left open."""
        codes = self.members(state)
        if not codes.size:
            return ""
        all_set = int(np.bitwise_and.reduce(codes))
        some_set = int(np.bitwise_or.reduce(codes))
        return "".join(
            "Y" if all_set >> bit & 1 else "-" if some_set >> bit & 1 else "N"
            for bit in range(len(self.option_names))
        )

    def taken(self, state: int) -> tuple[str, ...]:
        """Return the options that are taken in a state, by their shortest names."""
        pattern = self.pattern(state)
        return tuple(
            n for n, value in zip(self.option_names, pattern, strict=False) if value == "Y"
        )

    @cached_property
    def _texts(self) -> dict[str, str]:
        details = self.vocabulary.options
        return {short: details[full].text for full, short in self.vocabulary.short.items()}

    def label(self, state: int) -> str:
        """Return what is printed for a state: its label, its id in graph form, or its number."""
        return self.labels[state] if self.labels else str(state + 1)

    def view(self, state: int) -> State:
        """Return a state as people see it."""
        taken = self.taken(state)
        if self.conflict.is_graph_form:
            text = self.conflict.states[self.label(state)]
        else:
            text = "; ".join(self._texts[name] for name in taken)
        return State(self.number(state), self.label(state), self.pattern(state), taken, text)

    def number(self, state: int) -> int:
        """Return a state's printed number: its label where all labels are numbers, else 1..m."""
        return self.numbers[state]

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The printed numbers of all states."""
        if self.labels and all(label.isdecimal() for label in self.labels):
            return tuple(int(label) for label in self.labels)
        return tuple(range(1, self.count + 1))

    def in_order(self, states: Iterable[int]) -> list[int]:
        """Put states into the order in which they are printed, by their numbers."""
        return sorted((int(state) for state in states), key=self.numbers.__getitem__)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The printed labels of all states; empty when they are simply numbered."""
        if self.conflict.is_graph_form:
            return tuple(self.conflict.states)
        if not self.conflict.labels:
            return ()
        published = published_labels(self)
        return tuple(published[k] for k in range(self.count))

    def spelled(self, matching: Truth, pattern: str) -> list[int]:
        """Keep of the states that a pattern matches the one it spells, if it spells one."""
        matches = [int(k) for k in np.flatnonzero(matching)]
        return [k for k in matches if self.pattern(k) == pattern] or matches

    def matching(self, pattern: str) -> Truth:
        """Return which states match a pattern of ``Y``, ``N`` and ``-``, in all they stand for."""
        fixed = sum(1 << bit for bit, value in enumerate(pattern) if value != "-")
        wanted = sum(1 << bit for bit, value in enumerate(pattern) if value == "Y")
        raw = np.asarray((self.codes & np.uint64(fixed)) == np.uint64(wanted))
        return self._everywhere(raw)

    def pattern_fault(self, pattern: str) -> tuple[str, str] | None:
        """Return what is wrong with a pattern, and advice; None where nothing is."""
        options = len(self.option_names)
        if set(pattern) - set("YN-"):
            wrong = next(c for c in pattern if c not in "YN-")
            advice = "A pattern is made of Y (taken), N (not taken) and - (either)."
            return f"'{wrong}' can't stand in the pattern '{pattern}'.", advice
        if len(pattern) != options:
            advice = f"The options in order are: {listed(self.option_names)}."
            return f"'{pattern}' has {len(pattern)} choices for {options} options.", advice
        return None

    def read(self, reference: StateReference) -> tuple[list[int], Problem | None]:
        """Read a state as the analyst writes it.

        Parameters
        ----------
        reference : str or int
            A label or state id, a printed number, or a pattern; a pattern with ``-`` may stand
            for several states.

        Returns
        -------
        tuple of (list of int, Problem or None)
            The states meant, and what is wrong when there are none.
        """
        text = str(reference)
        if text in self._by_label:
            return [self._by_label[text]], None
        if text.isdecimal() and int(text) in self._by_number:
            return [self._by_number[int(text)]], None
        if self.labels and (self.conflict.is_graph_form or not _is_pattern(text)):
            return [], Problem(
                f"no state '{text}'.", advice=suggestion(text, self.labels, "The states are")
            )
        if text.lstrip("-").isdecimal():
            return [], Problem(
                f"no state {text}.", advice=f"The states are numbered 1 to {self.count}."
            )
        if fault := self.pattern_fault(text):
            return [], Problem(fault[0], advice=fault[1])
        if "-" not in text:
            return self._state_of(sum(1 << bit for bit, value in enumerate(text) if value == "Y"))
        matches = self.spelled(self.matching(text), text)
        if not matches:
            return [], Problem(
                f"no feasible state matches '{text}'.",
                advice="See the feasible ones with: countermove states MODEL",
            )
        return matches, None

    @cached_property
    def _by_label(self) -> dict[str, int]:
        return {label: k for k, label in enumerate(self.labels)}

    @cached_property
    def _by_number(self) -> dict[int, int]:
        return {number: k for k, number in enumerate(self.numbers)}

    def find(self, reference: StateReference) -> int:
        """Return the one state that a reference in a request means.

        Raises
        ------
        UnknownNameError
            If it means none or several.
        """
        found, problem = self.read(reference)
        if problem:
            raise UnknownNameError(problem)
        if len(found) > 1:
            labels = listed(self.label(k) for k in found)
            raise UnknownNameError(
                Problem(
                    f"'{reference}' means {len(found)} states: {labels}.",
                    advice="Name one of them.",
                )
            )
        return found[0]

    @cached_property
    def status_quo(self) -> int | None:
        """The state that the conflict starts from, if the model says so."""
        given = self.conflict.status_quo
        if given is None:
            return None
        problem: Problem | None
        if isinstance(given, str):
            found, problem = self.read(given)
            if len(found) > 1:
                problem = Problem(f"'{given}' means {len(found)} states.", advice="Name one.")
        else:
            names = list(self.vocabulary.options)
            code = sum(1 << names.index(self.vocabulary.meanings[name].key) for name in given)
            found, problem = self._state_of(code)
        if problem:
            located = Problem(f"the status quo: {problem.what}", ("status_quo",), problem.advice)
            raise ModelError(*self.conflict.locate(located))
        return found[0]

    def _state_of(self, code: int) -> tuple[list[int], Problem | None]:
        position = int(np.searchsorted(self.codes, np.uint64(code)))
        if position < len(self.codes) and self.codes[position] == code:
            return [int(self.member_of[position])], None
        one = np.array([code], dtype=np.uint64)
        rule = next(r for r in constraints(self.vocabulary) if not r.holds(one)[0])
        pattern = "".join("NY"[code >> bit & 1] for bit in range(len(self.option_names)))
        return [], Problem(
            f"{pattern} is infeasible; {rule.text} excludes it.",
            advice="Change the state or the rule.",
        )


def _is_pattern(text: str) -> bool:
    return bool(text) and not set(text) - set("YN-")


def check_states(states: States) -> list[Problem]:
    """Find what is wrong with the labels and the status quo of a model."""
    problems: list[Problem] = []
    for part in ("labels", "status_quo"):
        try:
            getattr(states, part)
        except ModelError as error:
            problems += error.problems
            return problems
        if part == "labels" and (problem := number_problem(states)):
            return [*states.conflict.locate(problem)]
    return problems
