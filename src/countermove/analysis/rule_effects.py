"""What each rule of a model removes: alone, and that no other rule removes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

from countermove.errors import Path
from countermove.graph.bits import Bits
from countermove.graph.choices import Choices
from countermove.graph.feasible import feasible_states, structural_choices
from countermove.graph.layout import Layout
from countermove.graph.rules import constraints
from countermove.graph.states import States
from countermove.model.checks import problems_of
from countermove.model.conflict import Conflict
from countermove.model.parts import Rules
from countermove.model.rule_kinds import EXCLUDING
from countermove.model.vocabulary import Vocabulary

MOST_BITS = 20
"""With more options the combinations are too many to be counted at every edit."""


@dataclass(frozen=True)
class Ruling:
    """What the rules of a model remove; rules and terms with mistakes are left out.

    >>> from countermove import load
    >>> ruling = ruling_of(load("talks-2025"))
    >>> ruling.combinations, ruling.outcomes
    (48, 36)
    >>> rule = ("rules", "infeasible", 0)
    >>> ruling.removed(rule).count(), ruling.removed_by_no_other(rule).count()
    (8, 4)
    """

    conflict: Conflict
    rules: Mapping[Path, Rules]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What the names in its statements mean."""
        return Vocabulary(self.conflict)

    @cached_property
    def _layout(self) -> Layout:
        return Layout.of(self.vocabulary)

    @cached_property
    def _structural(self) -> Choices:
        return structural_choices(self._layout)

    @property
    def combinations(self) -> int:
        """How many ways there are to take and leave the options."""
        return prod(map(len, self.vocabulary.spelling.values))

    @property
    def is_counted(self) -> bool:
        """Whether there are few enough combinations to look at them all."""
        return self._layout.bits <= MOST_BITS

    def values(self, combination: int) -> tuple[str, ...]:
        """Return what is chosen on every option in a combination, by its place."""
        places = self._layout.values(self._structural.code(combination))
        each = zip(self.vocabulary.spelling.values, places, strict=True)
        return tuple(values[place] for values, place in each)

    @cached_property
    def _removed(self) -> dict[Path, Bits]:
        return {path: self._excluded(rules) for path, rules in self.rules.items()}

    def _excluded(self, rules: Rules) -> Bits:
        ruled = Vocabulary(self.conflict.model_copy(update={"rules": rules}))
        kept = Bits.all_or_none(self.combinations, True)
        for constraint in constraints(ruled, self._layout):
            kept &= constraint.holds(self._structural)
        return ~kept

    @cached_property
    def _once_and_twice(self) -> tuple[Bits, Bits]:
        """The combinations that some rule removes, and those that several do."""
        once = twice = Bits.all_or_none(self.combinations, False)
        for removed in self._removed.values():
            twice |= once & removed
            once |= removed
        return once, twice

    def removed(self, rule: Path) -> Bits:
        """Return the combinations that a rule removes."""
        return self._removed[rule]

    def removed_by_no_other(self, rule: Path) -> Bits:
        """Return the combinations that would be possible without a rule."""
        return self._removed[rule] & ~self._once_and_twice[1]

    @cached_property
    def possible(self) -> Bits:
        """The combinations that no rule removes."""
        return ~self._once_and_twice[0]

    @cached_property
    def states(self) -> States | None:
        """The outcomes; None where nothing is possible."""
        return feasible_states(self.conflict) if self.possible.any() else None

    @property
    def outcomes(self) -> int:
        """How many outcomes there are: what counts as one is counted once."""
        return 0 if self.states is None else len(self.states)

    def true(self, statement: str) -> Bits:
        """Return the possible combinations in which a statement is true."""
        return self.possible & self._excluded(Rules(infeasible=(statement,)))

    def without(self, rule: Path) -> Ruling:
        """Return the same without one rule."""
        return Ruling(self.conflict, {path: r for path, r in self.rules.items() if path != rule})


def ruling_of(conflict: Conflict) -> Ruling:
    """Return what the rules of a model remove, as far as they can be used."""
    usable = conflict.model_copy(update={"scenarios": {}})
    while True:
        wrong = {problem.path[:3] for problem in problems_of(usable)}
        terms = {term: text for term, text in usable.terms.items() if ("terms", term) not in wrong}
        if len(terms) == len(usable.terms):
            break
        # What is defined by a term that is gone goes in the next round.
        usable = usable.model_copy(update={"terms": terms})
    right = {
        kind: tuple(
            statement
            for k, statement in enumerate(getattr(usable.rules, kind))
            if ("rules", kind, k) not in wrong
        )
        for kind in ("feasible", "coalesce")
    }
    written = usable.rules.model_copy(update=right)
    rules = {path: rule for path, rule in _single(written) if path not in wrong}
    together = _together(rules, written.coalesce)
    return Ruling(usable.model_copy(update={"rules": together}), rules)


def _together(rules: Mapping[Path, Rules], coalesce: tuple[str, ...]) -> Rules:
    parts: dict[str, Any] = {
        kind: tuple(item for rule in rules.values() for item in getattr(rule, kind))
        for kind in EXCLUDING
    }
    requires = {name: text for rule in rules.values() for name, text in rule.requires.items()}
    return Rules(**parts, requires=requires, coalesce=coalesce)


def _single(rules: Rules) -> Iterator[tuple[Path, Rules]]:
    """Give each rule that excludes something by itself, with its place."""
    for kind in EXCLUDING:
        written = getattr(rules, kind)
        if kind == "feasible":
            # They are one rule together: what none of them lets through is removed.
            if written:
                yield ("rules", kind), Rules(feasible=written)
            continue
        for k, item in enumerate(written):
            yield ("rules", kind, k), Rules().model_copy(update={kind: (item,)})
    for name, text in rules.requires.items():
        yield ("rules", "requires", name), Rules(requires={name: text})
