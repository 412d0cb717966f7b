"""A package: what is chosen on every option, whether or not the rules allow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.errors import ArgumentError, Path, UnknownNameError
from countermove.graph import layout, references
from countermove.graph.choices import Choices, Codes
from countermove.graph.references import NOTHING_DONE
from countermove.graph.region import Positions
from countermove.graph.rules import constraints
from countermove.graph.states import States
from countermove.model.values import StateReference
from countermove.texts import and_list

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
        For each option what is chosen: ``Y`` or ``N``, or the id of a level; ``-`` where a
        coalesced state leaves it open, ``a|b`` where it leaves some levels. Empty in graph form.
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
        vocabulary = self.states.vocabulary
        done = (vocabulary.chosen_words[choice] for choice in vocabulary.chosen(self.values))
        return "; ".join(done) or NOTHING_DONE

    @property
    def excluded_by(self) -> tuple[ExcludingRule, ...]:
        """The rules that exclude it, each once; none where it is feasible."""
        return () if self.state is not None else tuple(self._excluding())

    def _excluding(self) -> Iterator[ExcludingRule]:
        choices = self.states.choices
        here = Choices(choices.bits, np.array([self.code], dtype=choices.dtype))
        said: set[Path] = set()
        for rule in constraints(self.states.vocabulary, self.states.layout):
            if rule.path not in said and 0 not in rule.holds(here):
                said.add(rule.path)
                yield ExcludingRule(rule.words, rule.path)

    @property
    def code(self) -> int:
        """The choices as a binary number, of what is open the first."""
        each = zip(self.states.vocabulary.spelling.values, self.values, strict=True)
        places = [own.index(value) if value in own else 0 for own, value in each]
        return self.states.layout.code(places)

    @cached_property
    def meant(self) -> tuple[list[int], list[int]]:
        """The bits of each option on which something can differ from it, and what it stands for.

        An option is left out on which all that it stands for may take every value.
        """
        if self.state is None or self.state not in self.states.joined:
            return [option.mask for option in self.states.layout.fields], [self.code]
        codes, kept = self.states.members(self.state), []
        spelling = self.states.vocabulary.spelling
        for option, own in zip(self.states.layout.fields, spelling.values, strict=True):
            rest = np.unique(codes & ~codes.dtype.type(option.mask))
            if len(rest) * len(own) == len(codes):
                codes = rest
            else:
                kept.append(option.mask)
        return kept, codes.tolist()


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
        return Package(states, states.values(state), state)
    values = _chosen(states, str(named))
    if values is None:
        raise UnknownNameError(problem)
    return Package(states, values, None)


def _pattern(states: States, values: Sequence[object]) -> str:
    """Write values of all options as a pattern."""
    spelling = states.vocabulary.spelling
    written = [value for value in values if isinstance(value, str)]
    if len(written) == len(values) == len(spelling.values):
        pattern = spelling.pattern(written)
        if spelling.read(pattern, strictly=True) is not None:
            return pattern
    what = f"a package has a value for each of the {len(spelling.values)} options."
    given = "Y or N, or a level," if spelling.has_levels else "Y or N"
    raise ArgumentError(what, advice=f"Give {given} for each, in the order of the options.")


def _chosen(states: States, text: str) -> tuple[str, ...] | None:
    """Return what a text chooses that means no feasible state; None where it chooses nothing."""
    if states.conflict.is_graph_form:
        return None
    spelling = states.vocabulary.spelling
    if (pattern := states.vocabulary.pattern(text, strictly=False)) is not None:
        values = spelling.letters(pattern)
        each = zip(spelling.values, values, strict=True)
        return values if all(value in own for own, value in each) else None
    chosen = references.named_choices(states, text)
    if chosen is None or len({place for place, _ in chosen}) < len(set(chosen)):
        return None
    places = states.vocabulary.values_of(chosen)
    return tuple(own[place] for own, place in zip(spelling.values, places, strict=True))


def differing(package: Package, states: Positions) -> NDArray[np.uint8]:
    """Count on how many options states differ from a package.

    What stands for several choices differs as little as one of them.
    """
    own = package.states
    first = states if own.member_of is None else own.first[states]
    counts = _least_differing(package, own.choices.at(first))
    for state, members in own.joined.items():
        if (here := np.flatnonzero(states == state)).size:
            counts[here] = _least_differing(package, own.choices.at(members)).min()
    return counts


def _least_differing(package: Package, codes: Codes) -> NDArray[np.uint8]:
    """Count on how many options numbers differ from what a package stands for, at the least."""
    masks, (code, *others) = package.meant
    counts = layout.differing(masks, codes, code)
    for code in others:
        np.minimum(counts, layout.differing(masks, codes, code), out=counts)
    return counts
