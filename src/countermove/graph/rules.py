"""The rules of a model as conditions that every feasible choice satisfies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.errors import Path, listed
from countermove.model import logic
from countermove.model.vocabulary import Meaning, Vocabulary

Codes = NDArray[np.uint64]
"""Choices on all options as binary numbers, the first option being the lowest bit."""

Truth = NDArray[np.bool_]


@dataclass(frozen=True)
class Constraint:
    """A condition that every feasible choice satisfies.

    Parameters
    ----------
    text : str
        How the model states it, for errors.
    path : tuple
        Where it stands in the model.
    last : int
        The highest option that it depends on; it can be tested once that one is decided.
    holds : callable
        Gives for an array of choices (as binary numbers) which satisfy it.
    """

    text: str
    path: Path
    last: int
    holds: Callable[[Codes], Truth]


def constraints(vocabulary: Vocabulary) -> Iterator[Constraint]:
    """Give the rules of a model as conditions on the choices."""
    rules = vocabulary.conflict.rules

    def ruled(formula: logic.Formula, text: str, path: Path) -> Constraint:
        last, holds = _compiled(vocabulary, formula)
        return Constraint(text, path, last, holds)

    for k, statement in enumerate(rules.infeasible):
        formula = logic.Compound("not", (logic.parse(statement),))
        yield ruled(formula, f"the rule infeasible = '{statement}'", ("rules", "infeasible", k))
    for name, statement in rules.requires.items():
        formula = logic.Compound("implies", (logic.parse(name), logic.parse(statement)))
        text = f"the rule that {name} requires '{statement}'"
        yield ruled(formula, text, ("rules", "requires", name))
    for rule in ("at_most_one", "exactly_one", "at_least_one"):
        for k, group in enumerate(getattr(rules, rule)):
            text, path = f"the rule {rule} of {listed(group)}", ("rules", rule, k)
            if rule != "at_least_one":
                for position, first in enumerate(group):
                    for second in group[position + 1 :]:
                        yield ruled(logic.parse(f"not ({first} and {second})"), text, path)
            if rule != "at_most_one":
                yield ruled(logic.parse(" or ".join(group)), text, path)


def _compiled(
    vocabulary: Vocabulary, formula: logic.Formula
) -> tuple[int, Callable[[Codes], Truth]]:
    bits = {full: bit for bit, full in enumerate(vocabulary.options)}
    terms = vocabulary.terms_needed(formula)
    names = [*logic.names(formula)]
    names += [
        n for term in terms for n in logic.names(logic.parse(vocabulary.conflict.terms[term]))
    ]
    meanings = [vocabulary.meanings[name.name] for name in names]
    last = max((bits[m.key] for m in meanings if m.kind == "option"), default=-1)

    def holds(codes: Codes) -> Truth:
        def proposition(meaning: Meaning) -> Truth:
            return np.asarray((codes >> np.uint64(bits[meaning.key]) & np.uint64(1)) == 1)

        return evaluated(vocabulary, formula, proposition, codes.shape, {})

    return last, holds


def evaluated(
    vocabulary: Vocabulary,
    formula: logic.Formula,
    proposition: Callable[[Meaning], Truth],
    shape: tuple[int, ...],
    known: dict[str, Truth],
) -> Truth:
    """Evaluate a formula whose names may be terms.

    Parameters
    ----------
    vocabulary : Vocabulary
        What the names mean.
    formula : Formula
        The formula.
    proposition : callable
        Gives the truth values of an option or a state.
    shape : tuple of int
        The shape of the truth values.
    known : dict of str to ndarray
        Truth values by name that are there already; those found are added.

    Returns
    -------
    ndarray of bool
    """

    def value(name: str) -> Truth:
        if name not in known:
            known[name] = proposition(vocabulary.meanings[name])
        return known[name]

    for term in vocabulary.terms_needed(formula):
        if term not in known:
            known[term] = logic.truth(logic.parse(vocabulary.conflict.terms[term]), value, shape)
    return logic.truth(formula, value, shape)
