"""Finding the feasible states of a model."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NoReturn

import numpy as np

from countermove.errors import ModelError, Problem, TooLargeError
from countermove.graph.bits import Bits
from countermove.graph.choices import Choices, Codes
from countermove.graph.layout import Layout
from countermove.graph.rules import DECIDED_FIRST, Constraint, constraints
from countermove.graph.states import States
from countermove.memory import refuse_states_beyond_memory
from countermove.model.conflict import Conflict
from countermove.model.vocabulary import Vocabulary

MOST_BITS = 63
MOST_STATES = 1 << 28

# The feasible choices are listed once fewer than one in so many is feasible.
_SPARSE = 16


def feasible_states(conflict: Conflict, most: int = MOST_STATES) -> States:
    """Find the feasible states of a model."""
    if conflict.is_graph_form:
        return States(
            conflict, Choices(0, np.empty(0, dtype=np.uint32)), None, len(conflict.states)
        )
    vocabulary = Vocabulary(conflict)
    layout = Layout.of(vocabulary)
    if layout.bits > MOST_BITS:
        raise _too_many_bits(vocabulary, layout)
    return _coalesced(conflict, _feasible_choices(vocabulary, layout, most))


_WITHOUT_LIST = (
    "Where wishes are statements, 'countermove solve' and 'countermove explain' need no list, nor "
    "do solve_open and explain_open in Python (the extra symbolic)."
)


def _too_many_bits(vocabulary: Vocabulary, layout: Layout) -> TooLargeError:
    options = len(vocabulary.options)
    if options == layout.bits:
        return TooLargeError(
            f"the model has {options} options; listing its outcomes copes with {MOST_BITS}.",
            advice=f"{_WITHOUT_LIST} Else split the model; where one among many is chosen, write "
            "one option with levels: sixteen of them need no more room than four options.",
        )
    return TooLargeError(
        f"the model's {options} options need {layout.bits} bits; listing its outcomes copes with "
        f"{MOST_BITS}.",
        advice=f"{_WITHOUT_LIST} Else split the model, or let levels go both ways: sixteen need "
        "four bits then, and fifteen where they only go up or down.",
    )


@dataclass(frozen=True)
class _Setting:
    """A condition that bits of one option satisfy in whatever value it has."""

    last: int
    mask: int
    codes: tuple[int, ...]

    def holds(self, choices: Choices) -> Bits:
        """Return in which choices, on the bits up to the last that matters or more, they do."""
        each = (choices.matching(self.mask, code) for code in self.codes)
        return reduce(or_, each, Bits.all_or_none(len(choices), False))


def _settings(layout: Layout) -> Iterator[_Setting]:
    """Give the conditions on the bits of options with levels."""
    for field in layout.fields:
        for last in _bits_of(field.mask):
            decided = field.mask & (1 << last + 1) - 1
            codes = sorted({code & decided for code in field.codes})
            if len(codes) < 1 << decided.bit_count():
                yield _Setting(last, decided, tuple(codes))


def _bits_of(mask: int) -> Iterator[int]:
    return (bit for bit in range(mask.bit_length()) if mask >> bit & 1)


def structural_choices(layout: Layout) -> Choices:
    """Return what can be chosen if no rule excludes anything."""
    return _choices(layout, list(_settings(layout)), MOST_STATES)


def _refuse_more_than_most(states: int, most: int) -> None:
    if states > most:
        raise TooLargeError(
            f"the model has more than {most:,} outcomes, and this engine lists them one by one.",
            advice=f"{_WITHOUT_LIST} Else add rules for what can't be, or split the model.",
        )


def _refuse_too_long_a_list(states: int, bits: int) -> None:
    # Twice, because they are listed anew with every bit that is decided.
    needed = states * 2 * Choices(bits).dtype.itemsize
    refuse_states_beyond_memory(needed, f"listing {states:,} outcomes", states)


def _feasible_choices(vocabulary: Vocabulary, layout: Layout, most: int) -> Choices:
    """Find the feasible choices bit by bit, dropping at once what a rule excludes."""
    return _choices(layout, [*_settings(layout), *constraints(vocabulary, layout)], most)


def _choices(layout: Layout, rules: Sequence[_Setting | Constraint], most: int) -> Choices:
    bits = layout.bits
    # Many bits are no matter when few choices are feasible. While many are, a bit for each
    # choice says whether it is; then those left are listed.
    waiting = deque(sorted(rules, key=lambda rule: rule.last))
    if not waiting:
        _refuse_more_than_most(1 << bits, most)
        return Choices(bits)
    decided = min(bits, DECIDED_FIRST)
    feasible = Bits.all_or_none(1 << decided, True)
    while True:
        for rule in _due(waiting, decided):
            feasible &= rule.holds(Choices(decided))
            if not feasible.any():
                _nothing_feasible(rule)
        count = feasible.count()
        _refuse_more_than_most(count, most)
        if decided == bits or count * _SPARSE < feasible.size:
            break
        decided += 1
        feasible = Bits(np.tile(feasible.packed, 2), 1 << decided)
    if count == 1 << bits:
        return Choices(bits)
    _refuse_too_long_a_list(count, bits)
    listed = Choices(bits, feasible.positions(Choices(bits).dtype))
    for position in range(decided, bits):
        listed = _one_bit_more(listed, position, list(_due(waiting, position + 1)), most)
    return listed


def _due(waiting: deque[_Setting | Constraint], decided: int) -> Iterator[_Setting | Constraint]:
    """Give the rules that can be tested once so many bits are decided, each only once."""
    while waiting and waiting[0].last < decided:
        yield waiting.popleft()


def _one_bit_more(
    listed: Choices, position: int, rules: list[_Setting | Constraint], most: int
) -> Choices:
    """Decide one bit more both ways and keep what the rules allow."""
    found: list[Codes] = []
    count, passed = 0, 0
    # Appending choices with a higher bit keeps them in ascending order.
    for bit in (0, 1 << position):
        for part in listed.parts():
            left = Choices(listed.bits, part | listed.dtype.type(bit))
            for k, rule in enumerate(rules, start=1):
                left = Choices(left.bits, left.codes()[rule.holds(left).mask()])
                if not len(left):
                    break
                passed = max(passed, k)
            found.append(left.codes())
            count += len(left)
            _refuse_more_than_most(count, most)
            _refuse_too_long_a_list(count, listed.bits)
    if not count:
        _nothing_feasible(rules[passed])
    return Choices(listed.bits, np.concatenate(found))


def _nothing_feasible(rule: _Setting | Constraint) -> NoReturn:
    assert isinstance(rule, Constraint), "some value of each option is possible"
    raise ModelError(
        *rule.vocabulary.conflict.locate(
            Problem(
                f"no outcome is feasible: the rule {rule.words} excludes the last ones.",
                rule.path,
                "Loosen this rule or one of the others.",
            )
        )
    )


def _coalesced(conflict: Conflict, choices: Choices) -> States:
    single = States(conflict, choices, None, len(choices))
    groups: list[Bits] = []
    for k, statement in enumerate(conflict.rules.coalesce):
        together = single.holding(statement, ("rules", "coalesce", k))
        # States that an earlier statement has joined to one of these come along.
        for group in [group for group in groups if (group & together).any()]:
            groups.remove(group)
            together |= group
        groups.append(together)
    joined = [group.positions() for group in groups if group.count() > 1]
    if not joined:
        return single
    # A state stands where the first of its choices stood.
    is_first = np.ones(len(choices), dtype=bool)
    for members in joined:
        is_first[members[1:]] = False
    member_of = np.cumsum(is_first, dtype=np.uint32)
    member_of -= 1
    for members in joined:
        member_of[members] = member_of[members[0]]
    return States(conflict, choices, member_of, int(np.count_nonzero(is_first)))
