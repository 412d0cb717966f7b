"""The rules of a model as conditions that every feasible choice satisfies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import combinations
from operator import getitem

from countermove.errors import Path
from countermove.graph.bits import Bits
from countermove.graph.choices import Choices
from countermove.graph.layout import Layout
from countermove.model import logic
from countermove.model.patterns import OPEN
from countermove.model.rule_kinds import GROUPS
from countermove.model.rule_words import quoted_rule
from countermove.model.truth import Truth, truth
from countermove.model.vocabulary import Meaning, Vocabulary

DECIDED_FIRST = 12
"""So many bits are decided at once before any rule is tested."""


@dataclass(frozen=True)
class Constraint:
    """A condition that every feasible choice satisfies."""

    path: Path
    last: int
    formula: logic.Formula
    vocabulary: Vocabulary
    layout: Layout

    @property
    def words(self) -> str:
        """The rule as sentences quote it."""
        of_a_kind = getattr(self.vocabulary.conflict.rules, str(self.path[1]))
        return quoted_rule(self.vocabulary, self.path, reduce(getitem, self.path[2:], of_a_kind))

    def holds(self, choices: Choices) -> Bits:
        """Return which choices, on the bits up to the last that matters or more, satisfy it."""

        def proposition(meaning: Meaning) -> Bits:
            return self.layout.matching(choices, self.vocabulary.allowed(meaning))

        constant = partial(Bits.all_or_none, len(choices))
        return evaluated(self.vocabulary, self.formula, proposition, constant, {})


def constraints(vocabulary: Vocabulary, layout: Layout) -> Iterator[Constraint]:
    """Give the rules of a model as conditions on the choices."""
    rules = vocabulary.conflict.rules

    def ruled(formula: logic.Formula, path: Path) -> Constraint:
        last = _last(vocabulary, layout, formula)
        return Constraint(path, last, formula, vocabulary, layout)

    for k, statement in enumerate(rules.infeasible):
        formula = logic.Compound("not", (logic.parse(statement),))
        yield ruled(formula, ("rules", "infeasible", k))
    yield from _only_feasible(vocabulary, layout, rules.feasible)
    for name, statement in rules.requires.items():
        formula = logic.Compound("implies", (logic.parse(name), logic.parse(statement)))
        yield ruled(formula, ("rules", "requires", name))
    for rule, shape in GROUPS.items():
        for k, group in enumerate(getattr(rules, rule)):
            path = ("rules", rule, k)
            if shape.at_most is not None:
                for some in combinations(group, shape.at_most + 1):
                    yield ruled(logic.parse(f"not ({' and '.join(some)})"), path)
            if shape.at_least is not None:
                for some in combinations(group, len(group) - shape.at_least + 1):
                    yield ruled(logic.parse(" or ".join(some)), path)


def _only_feasible(
    vocabulary: Vocabulary, layout: Layout, written: Sequence[str]
) -> Iterator[Constraint]:
    """Give the condition that one of some statements holds; of patterns, on what is decided."""
    path: Path = ("rules", "feasible")
    patterns = [vocabulary.pattern(one) or "" for one in written]
    if not written:
        return
    if not all(patterns):
        formula: logic.Formula = logic.Compound("or", tuple(map(logic.parse, written)))
        yield Constraint(path, _last(vocabulary, layout, formula), formula, vocabulary, layout)
        return
    spelling = vocabulary.spelling
    letters = [spelling.letters(pattern) for pattern in patterns]
    for option, field in enumerate(layout.fields):
        last = field.mask.bit_length() - 1
        if last < min(layout.bits, DECIDED_FIRST) - 1:
            continue
        left = (OPEN,) * (len(layout.fields) - option - 1)
        begun = dict.fromkeys(spelling.pattern((*one[: option + 1], *left)) for one in letters)
        formula = logic.Compound("or", tuple(logic.Name(pattern, 0) for pattern in begun))
        yield Constraint(path, last, formula, vocabulary, layout)


def _last(vocabulary: Vocabulary, layout: Layout, formula: logic.Formula) -> int:
    """Return the highest bit that a formula depends on; -1 where it depends on none."""
    return layout.mask(options_in(vocabulary, formula)).bit_length() - 1


def options_in(vocabulary: Vocabulary, formula: logic.Formula) -> frozenset[int]:
    """Return the places of the options that a formula speaks of, itself or through terms."""
    terms = vocabulary.conflict.terms
    parts = [formula, *(logic.parse(terms[term]) for term in vocabulary.terms_needed(formula))]
    parts = [vocabulary.resolved(part) for part in parts]
    meanings = {vocabulary.meaning(name.name) for part in parts for name in logic.names(part)}
    return frozenset(
        option
        for meaning in meanings
        if meaning is not None and meaning.kind not in ("term", "state")
        for option in vocabulary.allowed(meaning)
    )


def evaluated(
    vocabulary: Vocabulary,
    formula: logic.Formula,
    proposition: Callable[[Meaning], Truth],
    constant: Callable[[bool], Truth],
    known: dict[str, Truth],
) -> Truth:
    """Evaluate a formula whose names may be terms."""

    def value(name: str) -> Truth:
        if name not in known:
            meaning = vocabulary.meaning(name)
            if meaning is None:
                raise KeyError(name)
            known[name] = proposition(meaning)
        return known[name]

    for term in vocabulary.terms_needed(formula):
        if term not in known:
            text = vocabulary.conflict.terms[term]
            known[term] = truth(vocabulary.resolved(logic.parse(text)), value, constant)
    return truth(vocabulary.resolved(formula), value, constant)
