"""Finding the feasible states of a model."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NoReturn

import numpy as np

from countermove.errors import ModelError, Problem, TooLargeError
from countermove.graph.bits import Bits
from countermove.graph.choices import Choices, Codes
from countermove.graph.rules import DECIDED_FIRST, Constraint, constraints
from countermove.graph.states import States
from countermove.memory import refuse_states_beyond_memory
from countermove.model.conflict import Conflict
from countermove.model.vocabulary import Vocabulary

MOST_OPTIONS = 63
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
    options = len(vocabulary.options)
    if options > MOST_OPTIONS:
        raise TooLargeError(
            f"the model has {options} options; listing its outcomes copes with {MOST_OPTIONS}.",
            advice="Split the model. A choice of one among many needs few options: four give "
            "sixteen numbers to choose among, and infeasible rules out those that aren't used.",
        )
    return _coalesced(conflict, _feasible_choices(vocabulary, most))


def _refuse_more_than_most(states: int, most: int) -> None:
    if states > most:
        raise TooLargeError(
            f"the model has more than {most:,} outcomes, and this engine lists them one by one.",
            advice="Add rules for what can't be, or split the model.",
        )


def _refuse_too_long_a_list(states: int, options: int) -> None:
    # Twice, because they are listed anew with every option that is decided.
    needed = states * 2 * Choices(options).dtype.itemsize
    refuse_states_beyond_memory(needed, f"listing {states:,} outcomes", states)


def _feasible_choices(vocabulary: Vocabulary, most: int) -> Choices:
    """Find the feasible choices option by option, dropping at once what a rule excludes."""
    # Many options are no matter when few choices are feasible. While many are, a bit for each
    # choice says whether it is; then those left are listed.
    options = len(vocabulary.options)
    waiting = deque(sorted(constraints(vocabulary), key=lambda rule: rule.last))
    if not waiting:
        _refuse_more_than_most(1 << options, most)
        return Choices(options)
    decided = min(options, DECIDED_FIRST)
    feasible = Bits.all_or_none(1 << decided, True)
    while True:
        for rule in _due(waiting, decided):
            feasible &= rule.holds(Choices(decided))
            if not feasible.any():
                _nothing_feasible(rule)
        count = feasible.count()
        _refuse_more_than_most(count, most)
        if decided == options or count * _SPARSE < feasible.size:
            break
        decided += 1
        feasible = Bits(np.tile(feasible.packed, 2), 1 << decided)
    if count == 1 << options:
        return Choices(options)
    _refuse_too_long_a_list(count, options)
    listed = Choices(options, feasible.positions(Choices(options).dtype))
    for option in range(decided, options):
        listed = _one_option_more(listed, option, list(_due(waiting, option + 1)), most)
    return listed


def _due(waiting: deque[Constraint], decided: int) -> Iterator[Constraint]:
    """Give the rules that can be tested once so many options are decided, each only once."""
    while waiting and waiting[0].last < decided:
        yield waiting.popleft()


def _one_option_more(listed: Choices, option: int, rules: list[Constraint], most: int) -> Choices:
    """Decide one option more both ways and keep what the rules allow."""
    found: list[Codes] = []
    count, passed = 0, 0
    # Appending choices with a higher bit keeps them in ascending order.
    for bit in (0, 1 << option):
        for part in listed.parts():
            left = Choices(listed.options, part | listed.dtype.type(bit))
            for k, rule in enumerate(rules, start=1):
                left = Choices(left.options, left.codes()[rule.holds(left).mask()])
                if not len(left):
                    break
                passed = max(passed, k)
            found.append(left.codes())
            count += len(left)
            _refuse_more_than_most(count, most)
            _refuse_too_long_a_list(count, listed.options)
    if not count:
        _nothing_feasible(rules[passed])
    return Choices(listed.options, np.concatenate(found))


def _nothing_feasible(rule: Constraint) -> NoReturn:
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
