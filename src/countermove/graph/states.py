"""The feasible states of a model: how they are numbered, labelled, written and read.

States are numbered from 1 over the feasible states in ascending binary order, the first option
being the lowest bit. Positions in arrays, from 0, are private to the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.errors import ModelError, Path, Problem, UnknownNameError, listed
from countermove.graph import references
from countermove.graph.bits import Bits
from countermove.graph.region import Positions
from countermove.graph.state_set import StateSet
from countermove.model.patterns import OPEN, YES_OR_NO
from countermove.model.values import StateReference
from countermove.model.vocabulary import Choice
from countermove.result import InNotebook


@dataclass(frozen=True, slots=True)
class State(InNotebook):
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
            # An id that is the number says no more than the number.
            name = self.text if self.label == str(self.number) else self.label
            return f"[{self.number}] {name}"
        return f"[{self.label}] {', '.join(self.taken) or 'nothing done'}"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        data: dict[str, Any] = {"number": self.number, "pattern": self.pattern}
        data["taken"] = list(self.taken)
        if self.label != str(self.number):
            data |= {"label": self.label, "text": self.text}
        return data


@dataclass(frozen=True, eq=False)
class States(StateSet):
    """The feasible states of one model as people see them."""

    # -- how states are written -------------------------------------------------------------

    def stands_for(self, state: int) -> frozenset[tuple[str, ...]]:
        """Return what a state stands for in any numbering: its choices by full option names."""
        if self.conflict.is_graph_form:
            return frozenset([(self.label(state),)])
        done = set(self.vocabulary.done)
        full = list(self.vocabulary.options)
        values = self.vocabulary.spelling.values
        return frozenset(
            tuple(
                full[place]
                if values[place] == YES_OR_NO
                else f"{full[place]} is {values[place][k]}"
                for place, k in enumerate(self.layout.values(int(code)))
                if (place, k) in done
            )
            for code in self.members(state)
        )

    def chosen(self, state: int) -> tuple[Choice, ...]:
        """Return what is done in a state: the options taken, and the levels chosen."""
        return self.vocabulary.chosen(self.values(state))

    def taken(self, state: int) -> tuple[str, ...]:
        """Return what is done in a state by its shortest names."""
        return tuple(self.vocabulary.chosen_names[choice] for choice in self.chosen(state))

    def said(self, state: int) -> str:
        """Return what sentences say is done in a state, in short words; in graph form its text."""
        if self.conflict.is_graph_form:
            return self.conflict.states[self.label(state)]
        values = self.values(state)
        text = "; ".join(self.vocabulary.said_of(values, self.vocabulary.called).values())
        if left_open := values.count(OPEN):
            others = "the other option" if left_open == 1 else f"the other {left_open} options"
            return f"{text or references.NOTHING_DONE} ({others} either way)"
        return text or references.NOTHING_DONE

    def label(self, state: int) -> str:
        """Return what is printed for a state: its label, its id in graph form, or its number."""
        return self.labels[state] if self.labels else str(state + 1)

    def view(self, state: int) -> State:
        """Return a state as people see it."""
        state = self.position(state)
        taken = self.taken(state)
        if self.conflict.is_graph_form:
            text = self.conflict.states[self.label(state)]
        else:
            texts = {full: option.text for full, option in self.vocabulary.options.items()}
            text = "; ".join(self.vocabulary.said_of(self.values(state), texts).values())
        return State(self.number(state), self.label(state), self.pattern(state), taken, text)

    @cached_property
    def numbers(self) -> Sequence[int]:
        """The printed numbers of all states: their labels where all are numbers, else 1..m."""
        if self._is_numbered_by_labels:
            return tuple(int(label) for label in self.labels)
        return range(1, self.count + 1)

    @cached_property
    def _is_numbered_by_labels(self) -> bool:
        return bool(self.labels) and all(label.isdecimal() for label in self.labels)

    def number(self, state: int) -> int:
        """Return a state's printed number."""
        return self.numbers[state]

    def numbers_of(self, states: Positions) -> NDArray[Any]:
        """Return the printed numbers of many states."""
        if self._is_numbered_by_labels:
            # A label may be a number of any size: NumPy chooses the type.
            return np.array(self.numbers)[states]
        return states + 1

    def in_order(self, states: Iterable[int]) -> list[int]:
        """Put states into the order in which they are printed, by their numbers."""
        return sorted((int(state) for state in states), key=self.numbers.__getitem__)

    def in_order_array(self, states: Positions) -> Positions:
        """Put many states, given in ascending order, into the order in which they are printed."""
        if not self._is_numbered_by_labels:
            return states
        return states[np.argsort(self.numbers_of(states), kind="stable")]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The printed labels of all states; empty when they are simply numbered."""
        if self.conflict.is_graph_form:
            return tuple(self.conflict.states)
        if not self.conflict.labels:
            return ()
        published = _published_labels(self)
        return tuple(published[k] for k in range(self.count))

    def spelled(self, matching: Bits, pattern: str) -> Positions:
        """Keep of the states that a pattern matches the one it spells, if it spells one."""
        # Only a coalesced state has a pattern that could match another state, too.
        spelled = [k for k in self.joined if k in matching and self.pattern(k) == pattern]
        return np.array(spelled, dtype=np.intp) if spelled else matching.positions()

    def matching(self, pattern: str) -> Bits:
        """Return which states match a pattern, in all they stand for."""
        allowed = dict(self.vocabulary.spelling.allowed(pattern))
        return self._everywhere(self.layout.matching(self.choices, allowed))

    def pattern_fault(self, pattern: str) -> Problem | None:
        """Return what is wrong with a pattern; None where nothing is."""
        spelling = self.vocabulary.spelling
        if not spelling.has_levels and set(pattern) - set("YN-"):
            wrong = next(c for c in pattern if c not in "YN-")
            advice = "A pattern is made of Y (taken), N (not taken) and - (either)."
            return Problem(f"'{wrong}' can't stand in the pattern '{pattern}'.", advice=advice)
        if spelling.read(pattern) is None:
            return self.vocabulary.wrong_length(pattern)
        return None

    def read(self, reference: StateReference) -> tuple[Positions, Problem | None]:
        """Read a state as the analyst writes it."""
        return references.read(self, reference)

    def meant(self, reference: StateReference) -> Positions:
        """Return the states that a reference in a request means."""
        found, problem = references.meant(self, reference)
        if problem:
            raise UnknownNameError(problem)
        return found

    @cached_property
    def by_label(self) -> dict[str, int]:
        """The states by their labels, in graph form by their ids."""
        return self.by_id or {label: k for k, label in enumerate(self.labels)}

    @cached_property
    def _by_number(self) -> dict[int, int]:
        return {number: k for k, number in enumerate(self.numbers)}

    def numbered(self, number: int) -> int | None:
        """Return the state with a printed number, if there is one."""
        if self._is_numbered_by_labels:
            return self._by_number.get(number)
        return number - 1 if number in self.numbers else None

    def find(self, reference: StateReference) -> int:
        """Return the one state that a reference in a request means."""
        found = self.meant(reference)
        if len(found) > 1:
            raise UnknownNameError(references.several(self, reference, found))
        return int(found[0])

    def start(self, reference: StateReference | None = None) -> int:
        """Return the state that something begins at: the one given, else the status quo."""
        if reference is not None:
            return self.find(reference)
        if self.status_quo is None:
            raise ModelError(
                "the model has no status quo to begin at.",
                advice="Say where to begin (start=…, on the command line --from), or add "
                "status_quo to the model.",
            )
        return self.status_quo

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
                problem = Problem(f"'{given}' means {len(found)} outcomes.", advice="Name one.")
            elif problem and (chosen := references.named_choices(self, given)):
                names = self.vocabulary.chosen_names
                written = ", ".join(f'"{names[choice]}"' for choice in chosen)
                advice = f"Put what is done in brackets: status_quo = [{written}]."
                problem = Problem(problem.what, advice=advice)
        else:
            chosen = [choice for name in given if (choice := self.vocabulary.choice(name))]
            found, problem = references.feasible(self, self.vocabulary.values_of(chosen))
        if problem:
            located = Problem(f"the status quo: {problem.what}", ("status_quo",), problem.advice)
            raise ModelError(*self.conflict.locate(located))
        return int(found[0])


def check_states(states: States) -> list[Problem]:
    """Find what is wrong with the labels and the status quo of a model."""
    problems: list[Problem] = []
    for part in ("labels", "status_quo"):
        try:
            getattr(states, part)
        except ModelError as error:
            problems += error.problems
            return problems
        if part == "labels" and (problem := _number_problem(states)):
            return [*states.conflict.locate(problem)]
    return problems


def _number_problem(states: States) -> Problem | None:
    """Say what is wrong with labels or ids that look like numbers."""
    numeric = [label for label in states.labels if label.isdecimal()]
    part = "states" if states.conflict.is_graph_form else "labels"
    if numeric and len(numeric) < states.count:
        named = next(label for label in states.labels if not label.isdecimal())
        return Problem(
            f"'{numeric[0]}' is a number and '{named}' is not, so a number could mean two "
            "outcomes.",
            (part, numeric[0]),
            "Let all be numbers, or none.",
        )
    if len({int(label) for label in numeric}) < len(numeric):
        twice = next(a for k, a in enumerate(numeric) if int(a) in {int(b) for b in numeric[:k]})
        return Problem(
            f"the number {int(twice)} stands for two outcomes.", (part, twice), "Number them apart."
        )
    return None


def _published_labels(states: States) -> dict[int, str]:
    """Return the label of every state."""
    labels: dict[int, str] = {}
    problems: list[Problem] = []
    for label, written in states.conflict.labels.items():
        path: Path = ("labels", label)
        pattern = states.vocabulary.pattern(written, strictly=False) or written
        wrong = states.pattern_fault(pattern)
        if wrong:
            problems.append(Problem(wrong.what, path, wrong.advice))
            continue
        matches = states.spelled(states.matching(pattern), pattern)
        if len(matches) != 1:
            found = f"{len(matches)} outcomes" if matches.size else "no feasible outcome"
            problems.append(Problem(f"the label '{label}' ({pattern}) stands for {found}.", path))
        elif (state := int(matches[0])) in labels:
            problems.append(
                Problem(f"'{label}' and '{labels[state]}' label the same outcome.", path)
            )
        else:
            labels[state] = label
    missing = states.count - len(labels)
    if missing and not problems:
        unlabelled = (k for k in range(states.count) if k not in labels)
        patterns = listed((states.pattern(k) for k in unlabelled), missing)
        problems.append(
            Problem(
                "some outcomes have no label.",
                ("labels",),
                f"Label all outcomes or none; missing: {patterns}.",
            )
        )
    if problems:
        raise ModelError(*states.conflict.locate(*problems))
    return labels
