"""A package: what is chosen on every option, whether or not the rules allow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from countermove.errors import ArgumentError, Path, UnknownNameError
from countermove.graph import references
from countermove.graph.choices import Choices, Codes
from countermove.graph.references import NOTHING_DONE
from countermove.graph.region import Positions
from countermove.graph.rules import constraints
from countermove.graph.states import States
from countermove.model.patterns import as_pattern
from countermove.model.values import StateReference
from countermove.texts import and_list

_OPEN = "-"
_WRITTEN = {*map(repr, "YN-")}

Draft = StateReference | list[str] | tuple[str, ...]
"""A package as it is asked for: a state as requests name it, or for each option what is chosen."""


@dataclass(frozen=True, slots=True)
class ExcludingRule:
    """A rule of the model that excludes a package.

    Parameters
    ----------
    words : str
        The rule as sentences quote it.
    path : tuple
        Where in the model it stands.
    """

    words: str
    path: Path


@dataclass(frozen=True, eq=False)
class Package:
    """What is chosen on every option.

    Parameters
    ----------
    states : States
        The feasible states of the model.
    values : tuple of str
        For each option what is chosen: ``Y`` or ``N``; ``-`` where a coalesced state leaves it
        open. Empty in graph form.
    state : int or None
        The position of the state; None where the package isn't feasible.
    """

    states: States = field(repr=False)
    values: tuple[str, ...]
    state: int | None

    def feasible_state(self) -> int:
        """Return the state, and refuse a package that isn't feasible."""
        if self.state is None:
            rules = and_list([rule.words for rule in self.excluded_by])
            raise UnknownNameError(
                f"the package isn't feasible: it is excluded by {rules}.",
                advice="Change the package or the rules.",
            )
        return self.state

    @property
    def said(self) -> str:
        """What is done in it, in short words."""
        if self.state is not None:
            return self.states.said(self.state)
        called = zip(self.states.vocabulary.called.values(), self.values, strict=True)
        return "; ".join(words for words, value in called if value == "Y") or NOTHING_DONE

    @property
    def excluded_by(self) -> tuple[ExcludingRule, ...]:
        """The rules that exclude it, each once; none where it is feasible."""
        return () if self.state is not None else tuple(self._excluding())

    def _excluding(self) -> Iterator[ExcludingRule]:
        choices = self.states.choices
        here = Choices(choices.options, np.array([self.code], dtype=choices.dtype))
        said: set[Path] = set()
        for rule in constraints(self.states.vocabulary):
            if rule.path not in said and 0 not in rule.holds(here):
                said.add(rule.path)
                yield ExcludingRule(rule.words, rule.path)

    @property
    def code(self) -> int:
        """The choices as a binary number, of what is open none."""
        return sum(1 << option for option, value in enumerate(self.values) if value == "Y")

    @property
    def bits(self) -> list[int]:
        """The bits of each option that isn't left open."""
        return [1 << option for option, value in enumerate(self.values) if value != _OPEN]


def read_package(states: States, given: Draft) -> Package:
    """Read a package as a request names it: as a state, or by what is chosen on every option.

    >>> from countermove import build, load
    >>> states = build(load("talks-2025")).states
    >>> read_package(states, "table, settle, accept").state is not None
    True
    >>> [rule.words for rule in read_package(states, "settle, accept").excluded_by]
    ['“Never: Settle on the terms and not offer”', '“Never: Accept the terms and not offer”']
    """
    named = _pattern(states, given) if isinstance(given, list | tuple) else given
    found, problem = references.meant(states, named)
    if problem is None:
        if len(found) > 1:
            raise UnknownNameError(references.several(states, named, found))
        state = int(found[0])
        return Package(states, tuple(states.pattern(state)), state)
    values = _chosen(states, str(named))
    if values is None:
        raise UnknownNameError(problem)
    return Package(states, values, None)


def _pattern(states: States, values: Sequence[object]) -> str:
    """Write values of all options as a pattern."""
    if len(values) != len(states.option_names) or not {*map(repr, values)} <= _WRITTEN:
        what = f"a package has a value for each of the {len(states.option_names)} options."
        raise ArgumentError(what, advice="Give Y or N for each, in the order of the options.")
    return "".join(map(str, values))


def _chosen(states: States, text: str) -> tuple[str, ...] | None:
    """Return what a text chooses that means no feasible state; None where it chooses nothing."""
    if states.conflict.is_graph_form:
        return None
    pattern = as_pattern(text)
    if pattern is not None and len(pattern) == len(states.option_names):
        return None if _OPEN in pattern else tuple(pattern)
    options = references.named_options(states, text)
    if options is None:
        return None
    return tuple("Y" if full in options else "N" for full in states.vocabulary.options)


def differing(package: Package, states: Positions) -> NDArray[np.uint8]:
    """Count on how many options states differ from a package; of what it leaves open, none.

    A state that stands for several choices differs as little as one of them.
    """
    own = package.states
    first = states if own.member_of is None else own.first[states]
    counts = _differing(package, own.choices.at(first))
    for state, members in own.joined.items():
        if (here := np.flatnonzero(states == state)).size:
            counts[here] = _differing(package, own.choices.at(members)).min()
    return counts


def _differing(package: Package, codes: Codes) -> NDArray[np.uint8]:
    kind = codes.dtype.type
    changed = codes ^ kind(package.code)
    single = [bits for bits in package.bits if bits.bit_count() == 1]
    counts = np.bitwise_count(changed & kind(reduce(or_, single, 0)))
    for bits in package.bits:
        if bits.bit_count() > 1:
            counts += (changed & kind(bits)) != 0
    return np.asarray(counts)
