"""The feasible states of a model that has too many to list: a set of codes, as a decision diagram.

A state is its code, a whole number of any size. Its printed number is what it would be if all were
listed: how many feasible codes aren't above it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from countermove.arguments import text as given_text
from countermove.arguments import whole
from countermove.errors import ModelError, UnknownNameError
from countermove.graph.diagrams import Diagrams
from countermove.graph.layout import Layout
from countermove.graph.references import NOTHING_DONE, named_choices
from countermove.graph.rules import constraints, evaluated, options_in
from countermove.graph.states import State
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.option_words import in_names
from countermove.model.patterns import OPEN
from countermove.model.vocabulary import Choice, Meaning, Vocabulary

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Diagram

_ROUNDS = 60
# As large numbers are printed.
_WITH_COMMAS = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+")


@dataclass(frozen=True, eq=False)
class OpenStates:
    """The feasible states of one model, by their codes."""

    conflict: Conflict
    vocabulary: Vocabulary
    layout: Layout
    diagrams: Diagrams
    feasible: Diagram

    @classmethod
    def of(cls, conflict: Conflict, nodes: int | None = None) -> OpenStates:
        """Find the feasible states of a model in option form."""
        vocabulary = Vocabulary(conflict)
        layout = Layout.of(vocabulary)
        diagrams = Diagrams(layout.bits, _order(vocabulary, layout), nodes=nodes)
        states = cls(conflict, vocabulary, layout, diagrams, _settings(layout, diagrams))
        feasible = states.feasible
        for rule in constraints(vocabulary, layout):
            feasible &= states.truth(rule.formula)
        return cls(conflict, vocabulary, layout, diagrams, feasible)

    @cached_property
    def option_names(self) -> tuple[str, ...]:
        """The shortest name of every option, in the order of the pattern."""
        return tuple(self.vocabulary.short.values())

    @cached_property
    def count(self) -> int:
        """How many states there are."""
        return self.diagrams.count(self.feasible)

    def __contains__(self, code: int) -> bool:
        """Say whether a code is a state."""
        return self.diagrams.holds(self.feasible, code)

    def number(self, code: int) -> int:
        """Return a state's printed number."""
        return self.diagrams.place(self.feasible, code) + 1

    def at(self, number: int) -> int:
        """Return the state of a printed number."""
        return self.diagrams.number(self.feasible, number - 1)

    def find(self, reference: str | int) -> int:
        """Return the state that a number, a pattern, or a list of what is done means."""
        text = str(reference).strip()
        if _WITH_COMMAS.fullmatch(text):
            text = text.replace(",", "")
        if text.isdecimal():
            if 1 <= int(text) <= self.count:
                return self.at(int(text))
            what = f"there is no outcome {int(text):,}."
            raise UnknownNameError(what, advice=f"The numbers are 1 to {self.count:,}.")
        spelling = self.vocabulary.spelling
        pattern = self.vocabulary.pattern(text, strictly=False)
        chosen = named_choices(self, text)
        if pattern is not None and OPEN not in (letters := spelling.letters(pattern)):
            each = zip(spelling.values, letters, strict=True)
            values = tuple(own.index(letter) for own, letter in each if letter in own)
        elif chosen is not None:
            values = self.vocabulary.values_of(chosen)
        else:
            what = f"'{text}' is no outcome."
            advice = "Give its number, a letter for each option, or what is done in it, by commas."
            raise UnknownNameError(what, advice=advice)
        if len(values) < len(self.layout.fields) or (code := self.layout.code(values)) not in self:
            what = f"'{text}' isn't feasible."
            raise UnknownNameError(what, advice="A rule of the model excludes it.")
        return code

    def values(self, code: int) -> tuple[str, ...]:
        """Return what is chosen on every option in a state."""
        spelled = self.vocabulary.spelling.values
        each = zip(spelled, self.layout.values(code), strict=True)
        return tuple(values[value] for values, value in each)

    def pattern(self, code: int) -> str:
        """Write a state's choice on every option."""
        return self.vocabulary.spelling.pattern(self.values(code))

    def said(self, code: int, most: int | None = None) -> str:
        """Return what is done in a state, in short words.

        Of many who do the same so many are named, if that is given.
        """
        chosen = self.vocabulary.chosen(self.values(code))
        return "; ".join(self.together(chosen, most)) or NOTHING_DONE

    def together(self, choices: Iterable[Choice], most: int | None = None) -> list[str]:
        """Put choices into short words, that of several parties said once with who they are."""
        vocabulary = self.vocabulary
        alike: dict[str, list[Choice]] = {}
        for choice in choices:
            alike.setdefault(vocabulary.chosen_texts[choice], []).append(choice)
        parties = self.conflict.decision_makers
        names = [parties[full.partition(".")[0]].name for full in vocabulary.options]
        return [
            f"{text} ({_named([names[place] for place, _ in some], most)})"
            if len(some) > 1
            else vocabulary.chosen_words[some[0]]
            for text, some in alike.items()
        ]

    def known(self, code: int) -> int:
        """Return the code of a state as it is given, and refuse all else."""
        found = whole(code, "a state's code", 0)
        if found >= 1 << self.layout.bits or found not in self:
            what = f"{found:,} is the code of no outcome."
            raise UnknownNameError(what, advice="Take codes from verdicts and moves.")
        return found

    def state(self, code: int) -> State:
        """Return a state as people see it."""
        vocabulary, values = self.vocabulary, self.values(code)
        taken = tuple(vocabulary.chosen_names[choice] for choice in vocabulary.chosen(values))
        number = self.number(code)
        return State(number, str(number), self.pattern(code), taken, self.said(code))

    def plainest(self, some: Diagram) -> int | None:
        """Return a state in a set in which little is done, option by option; None if it is empty.

        Which one it is doesn't depend on the order in which diagrams ask.
        """
        if not some.satisfiable():
            return None
        code = 0
        for field in self.layout.fields:
            for own in field.codes:
                left = self.diagrams.at(some, field.mask, own)
                if left.satisfiable():
                    some, code = left, code | own
                    break
        return code

    def choosing(self, choice: Choice) -> Diagram:
        """Return the codes in which an option has a value."""
        field = self.layout.fields[choice[0]]
        return self.diagrams.cube(field.mask, field.codes[choice[1]])

    def truth(self, formula: logic.Formula) -> Diagram:
        """Return the codes, feasible or not, of which a formula is true."""
        diagrams = self.diagrams
        return evaluated(
            self.vocabulary, formula, self._proposition, diagrams.constant, self._known
        )

    def holding(self, statement: str) -> Diagram:
        """Return in which states a statement of the model holds."""
        return self.feasible & self.truth(logic.parse(statement))

    def where(self, statement: str) -> Diagram:
        """Return in which states a statement holds that is asked from outside, perhaps in words."""
        formula = logic.parse(in_names(given_text(statement, "a statement"), self.vocabulary))
        for _, problem in self.vocabulary.faults(formula, self._known):
            raise ModelError(problem)
        return self.feasible & self.truth(formula)

    @cached_property
    def _known(self) -> dict[str, Diagram]:
        return {}

    def _proposition(self, meaning: Meaning) -> Diagram:
        found = self.diagrams.true
        for option, values in self.vocabulary.allowed(meaning).items():
            field = self.layout.fields[option]
            each = (self.diagrams.cube(field.mask, field.codes[value]) for value in values)
            found &= self.diagrams.union(each)
        return found

    def patterns(self, some: Diagram, most: int) -> list[str] | None:
        """Say by few patterns which states are in a set; None where it takes more than so many."""
        found = self.diagrams.cover(some, ~self.feasible, most)
        return None if found is None else sorted(map(self._pattern, found), reverse=True)

    def _pattern(self, cube: tuple[int, int]) -> str:
        mask, code = cube
        spelling = self.vocabulary.spelling
        letters: list[str] = []
        for field, values in zip(self.layout.fields, spelling.values, strict=True):
            alike = [(own ^ code) & mask & field.mask == 0 for own in field.codes]
            named = [value for value, one in zip(values, alike, strict=True) if one]
            letters.append(OPEN if all(alike) else "|".join(named))
        return spelling.pattern(letters)


def _named(names: Sequence[str], most: int | None) -> str:
    """Name so many of some, and count the rest."""
    if most is None or len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def _settings(layout: Layout, diagrams: Diagrams) -> Diagram:
    """Return the numbers in which the bits of every option are those of one of its values."""
    found = diagrams.true
    for field in layout.fields:
        if not field.is_full:
            found &= diagrams.union(diagrams.cube(field.mask, code) for code in field.codes)
    return found


def _order(vocabulary: Vocabulary, layout: Layout) -> list[int]:
    """Return the bits in an order in which options that matter together stand close together."""
    count = len(layout.fields)
    owners = [full.partition(".")[0] for full in vocabulary.options]
    groups: list[frozenset[int]] = []
    for dm in vocabulary.conflict.decision_makers:
        own = frozenset(option for option in range(count) if owners[option] == dm)
        groups.append(own)
        for wish in vocabulary.conflict.preferences[dm].wishes or ():
            said = options_in(vocabulary, logic.parse(wish.holds))
            groups += [said | own] if said & own else []
    groups += [options_in(vocabulary, rule.formula) for rule in constraints(vocabulary, layout)]
    groups = [group for group in groups if 1 < len(group) <= count // 2 + 1]
    return [
        bit
        for option in _close_together(count, groups)
        for bit in reversed(range(layout.bits))
        if layout.fields[option].mask >> bit & 1
    ]


def _close_together(count: int, groups: Sequence[Collection[int]]) -> Sequence[int]:
    """Order so many things with those of each group close together: as they are, or by FORCE.

    >>> list(_close_together(4, [(0, 2), (1, 3)]))
    [0, 2, 1, 3]
    """

    # FORCE (Aloul, Markov, Sakallah 2003): each goes to the middle of the groups that it is in.
    def span(place: Sequence[int]) -> int:
        places = ([place[k] for k in group] for group in groups)
        return sum(max(some) - min(some) for some in places)

    place = list(range(count))
    least, best = span(place), place
    for _ in range(_ROUNDS):
        pulled: list[list[float]] = [[] for _ in range(count)]
        for group in groups:
            middle = sum(place[k] for k in group) / len(group)
            for k in group:
                pulled[k].append(middle)
        wanted = [sum(own) / len(own) if own else place[k] for k, own in enumerate(pulled)]
        before, place = place, [0] * count
        for at, k in enumerate(sorted(range(count), key=lambda k: (wanted[k], k))):
            place[k] = at
        if place == before:
            break
        if (wide := span(place)) < least:
            least, best = wide, place
    return sorted(range(count), key=best.__getitem__)
