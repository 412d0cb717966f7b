"""Which parties are alike: exchanging their options maps the model onto itself.

The rules have to come out as they are, the statements of one of the two as those of the other, in
order, and everybody else's as their own. That is seen in how they are written: order and brackets
are no matter, but what says the same in other words isn't recognised. Exchanges of two generate all
ways to exchange several, so that it is enough to compare each with one of those it would join.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property

from countermove.graph.open_states import OpenStates
from countermove.graph.rules import constraints
from countermove.model import logic
from countermove.model.vocabulary import Meaning
from countermove.open_model import OpenModel


@dataclass(frozen=True, slots=True)
class ChosenValue:
    """One of some values is chosen on an option, both by their places."""

    option: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HowMany:
    """At least and at most so many of some conditions hold: every connective can be told so."""

    least: int
    most: int
    parts: tuple[Condition, ...]

    @property
    def is_all(self) -> bool:
        """Whether all of them hold."""
        return self.least == self.most == len(self.parts)

    @property
    def is_any(self) -> bool:
        """Whether one of them holds, or more."""
        return self.least == 1 and self.most == len(self.parts)


Condition = bool | ChosenValue | HowMany


def every(*parts: Condition) -> Condition:
    """Say that all hold."""
    return HowMany(len(parts), len(parts), parts)


def negated(part: Condition) -> Condition:
    """Say that one doesn't hold."""
    if isinstance(part, HowMany) and (part.least, part.most, len(part.parts)) == (0, 0, 1):
        return part.parts[0]
    return HowMany(0, 0, (part,))


def condition(states: OpenStates, formula: logic.Formula) -> Condition:
    """Return what a formula says of the options, without terms and connectives."""
    return _condition(states, states.vocabulary.resolved(formula))


def _condition(states: OpenStates, formula: logic.Formula) -> Condition:
    vocabulary = states.vocabulary
    if isinstance(formula, logic.Constant):
        return formula.value
    if isinstance(formula, logic.Name):
        meaning = vocabulary.meaning(formula.name)
        assert meaning is not None
        if meaning.kind == "term":
            return condition(states, logic.parse(vocabulary.conflict.terms[meaning.key]))
        return _chosen(states, meaning)
    parts = tuple(_condition(states, part) for part in formula.parts)
    if isinstance(formula, logic.Count):
        return HowMany(*formula.bounds, parts)
    match formula.operator:
        case "not":
            return negated(*parts)
        case "and":
            return every(*parts)
        case "or":
            return HowMany(1, len(parts), parts)
        case "implies":
            return HowMany(1, 2, (negated(parts[0]), parts[1]))
        case _:
            return negated(HowMany(1, 1, parts))


def _chosen(states: OpenStates, meaning: Meaning) -> Condition:
    each = (
        ChosenValue(option, values) for option, values in states.vocabulary.allowed(meaning).items()
    )
    first, *more = each
    return every(first, *more) if more else first


def options_of(condition: Condition) -> frozenset[int]:
    """Return the options that a condition speaks of."""
    if isinstance(condition, ChosenValue):
        return frozenset([condition.option])
    if isinstance(condition, HowMany):
        return frozenset().union(*map(options_of, condition.parts))
    return frozenset()


def form(condition: Condition, exchanged: Mapping[int, int]) -> Hashable:
    """Return what is equal for conditions that differ in the order of their parts only."""
    if isinstance(condition, ChosenValue):
        return exchanged.get(condition.option, condition.option), condition.values
    if isinstance(condition, HowMany):
        parts = Counter(form(part, exchanged) for part in condition.parts)
        return condition.least, condition.most, frozenset(parts.items())
    return condition


class Symmetry:
    """Which parties of a model are alike, by its rules and statements as conditions."""

    def __init__(self, model: OpenModel) -> None:
        states, parties = model.states, model.conflict.decision_makers
        self.parties = tuple(parties)
        self.places = {
            dm: tuple(states.vocabulary.places[f"{dm}.{option}"] for option in party.options)
            for dm, party in parties.items()
        }
        rules = constraints(states.vocabulary, states.layout)
        self.rules = [condition(states, rule.formula) for rule in rules]
        self.statements = {
            dm: [condition(states, logic.parse(w.holds)) for w in preference.wishes or ()]
            for dm, preference in model.conflict.preferences.items()
        }
        self._made = {
            dm: [
                (tuple(option.levels), option.moves, option.steps)
                for option in party.options.values()
            ]
            for dm, party in parties.items()
        }

    def exchange(self, one: str, other: str) -> dict[int, int]:
        """Return which option stands for which once two parties are exchanged."""
        pairs = list(zip(self.places[one], self.places[other], strict=True))
        return dict(pairs) | {b: a for a, b in pairs}

    @cached_property
    def classes(self) -> list[tuple[str, ...]]:
        """The parties that are alike, together; each of the others by itself."""
        found: list[list[str]] = []
        for dm in self.parties:
            for group in found:
                if self._are_alike(group[-1], dm):
                    group.append(dm)
                    break
            else:
                found.append([dm])
        return list(map(tuple, found))

    def _are_alike(self, one: str, other: str) -> bool:
        if self._made[one] != self._made[other] or not self._made[one]:
            return False
        exchanged = self.exchange(one, other)
        others = {one: other, other: one}
        if any(
            self._forms(dm, exchanged) != self._forms(others.get(dm, dm), {})
            for dm in (one, other, *self.parties)
        ):
            return False
        touched = [rule for rule in self.rules if options_of(rule) & exchanged.keys()]
        return Counter(form(rule, exchanged) for rule in touched) == Counter(
            form(rule, {}) for rule in touched
        )

    def _forms(self, dm: str, exchanged: Mapping[int, int]) -> list[Hashable]:
        if not exchanged:
            return self._plain_forms[dm]
        return [
            form(one, exchanged) if options & exchanged.keys() else plain
            for one, options, plain in zip(
                self.statements[dm], self._options[dm], self._plain_forms[dm], strict=True
            )
        ]

    @cached_property
    def _plain_forms(self) -> dict[str, list[Hashable]]:
        return {dm: [form(one, {}) for one in some] for dm, some in self.statements.items()}

    @cached_property
    def _options(self) -> dict[str, list[frozenset[int]]]:
        return {dm: [options_of(one) for one in some] for dm, some in self.statements.items()}
