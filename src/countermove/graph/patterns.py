"""Many states said in few patterns: for each option Y (taken), N (not), - (either way), or levels.

The patterns come from an irredundant cover in the sense of Morreale and Minato: every state of the
set matches one, no other feasible state does, none of the patterns could be left out, and none
could leave one more option open. It is found on decision diagrams: in an orderly set the same part
comes again and again, is stored once and worked on once, so that what counts is how orderly the
set is, not how large. (S. Minato, Fast generation of prime-irredundant covers from binary decision
diagrams, IEICE Transactions E76-A, 1993.) Such a cover leaves open what it needn't ask for, as the
last of several choices of which one must be taken. So in the end each pattern is compared with the
states that match it, and every option that is the same in all of them is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.errors import ModelError
from countermove.graph.bits import Bits
from countermove.graph.choices import AT_ONCE, Choices
from countermove.graph.region import Region
from countermove.graph.states import States
from countermove.model.patterns import OPEN, YES_OR_NO

# What a choice is to a cover: it must not match, it must match, or it isn't feasible.
_OFF, _ON, _FREE = 0, 1, 2

# Where these are exceeded, the set is too scattered: the patterns would say no more than a list.
_MOST_PATTERNS = 1000
_MOST_NODES = 1 << 16
_MOST_STEPS = 1 << 19

# Up to so many feasible choices, options that aren't needed are found one by one.
_MOST_SIEVED = 1 << 16

_TABLE = 1 << 22


@dataclass(frozen=True, slots=True)
class Pattern:
    """Some states that are alike.

    Parameters
    ----------
    text : str
        For each option ``Y`` if it is taken in all of them, ``N`` if in none, ``-`` if in some; or
        the levels at which it is in some of them, ``-`` where these are all.
    states : int
        How many feasible states match.
    """

    text: str
    states: int


@dataclass(frozen=True, slots=True)
class Cover:
    """The patterns that say together which states are in a set.

    Iterate over it for the patterns, the largest first. A state may match several.

    Parameters
    ----------
    patterns : tuple of Pattern
        The patterns.
    states : int
        How many states are in the set.
    """

    patterns: tuple[Pattern, ...]
    states: int

    def __iter__(self) -> Iterator[Pattern]:
        """Give the patterns, the largest first."""
        return iter(self.patterns)

    def __len__(self) -> int:
        """Count the patterns."""
        return len(self.patterns)

    def __repr__(self) -> str:
        """Count patterns and states."""
        return f"<Cover of {self.states} states: {len(self)} patterns>"


def cover(states: States, wanted: Region, apart: Sequence[int] = ()) -> Cover | None:
    """Say which states are in a set by as few patterns as can be found quickly."""
    if states.conflict.is_graph_form:
        raise ModelError(
            "outcomes of graph form have no patterns, because no options are taken in them.",
            advice="List them one by one.",
        )
    mask = wanted.mask() if states.member_of is None else wanted.mask()[states.member_of]
    try:
        cubes = [
            cube
            for own, part, its in _parts(states.choices, mask, states.layout.mask(apart))
            for cube in _cubes(own, part, its)
        ]
    except _TooScatteredError:
        return None
    if len(cubes) > _MOST_PATTERNS:
        return None
    patterns = [
        Pattern(text, count if states.member_of is None else matching(states, text).count())
        for text, count in _described(states, mask, cubes)
    ]
    patterns.sort(key=lambda pattern: (-pattern.states, pattern.text))
    return Cover(tuple(patterns), wanted.count())


def matching(states: States, pattern: str) -> Bits:
    """Return which states match a pattern; of a coalesced state one of its choices must."""
    allowed = dict(states.vocabulary.spelling.allowed(pattern))
    found = states.layout.matching(states.choices, allowed)
    if states.member_of is None:
        return found
    return Bits.at(states.member_of[found.positions()].astype(np.intp), len(states))


Cube = tuple[int, int]
"""The bits that a pattern fixes, and those of them that are set."""


def _parts(
    choices: Choices, mask: NDArray[np.bool_], apart: int
) -> Iterator[tuple[Cube, Choices, NDArray[np.bool_]]]:
    """Give the choices that are alike in some options: what those are, the choices, the set."""
    if not apart:
        yield (0, 0), choices, mask
        return
    codes = choices.codes()
    own = codes & codes.dtype.type(apart)
    values = np.unique(own[mask])
    if len(values) > _MOST_PATTERNS:
        raise _TooScatteredError
    for value in values.tolist():
        alike = own == value
        yield (apart, value), Choices(choices.bits, codes[alike]), mask[alike]


def _cubes(own: Cube, choices: Choices, mask: NDArray[np.bool_]) -> Iterator[Cube]:
    """Give patterns that cover a set of choices, which are alike in some options."""
    needed, narrow, mask = _needed(choices, mask)
    diagrams = _Diagrams()
    cubes, _ = diagrams.covered(diagrams.of(narrow, mask))
    for cube in cubes:
        fixed, value = (
            sum((bits >> place & 1) << option for place, option in enumerate(needed))
            for bits in cube
        )
        yield fixed | own[0], value | own[1]


def _described(
    states: States, mask: NDArray[np.bool_], cubes: Sequence[Cube]
) -> Iterator[tuple[str, int]]:
    """Give the text of patterns that cover a set, and how many choices match each."""
    choices, layout = states.choices, states.layout
    spelling = states.vocabulary.spelling
    fields = list(zip(layout.fields, spelling.values, strict=True))
    if choices.is_all:
        for fixed, value in cubes:
            each = [
                [code & fixed == value & field.mask for code in field.codes] for field, _ in fields
            ]
            text = spelling.pattern(list(map(_letter, spelling.values, each)))
            yield text, 1 << choices.bits - fixed.bit_count()
        return
    leveled = [k for k, (_, values) in enumerate(fields) if values != YES_OR_NO]
    met = [{k: np.zeros(len(fields[k][1]), dtype=bool) for k in leveled} for _ in cubes]
    some, every = [0] * len(cubes), [-1] * len(cubes)
    count = [0] * len(cubes)
    for start in range(0, len(choices), AT_ONCE):
        codes = choices.codes(start, start + AT_ONCE)[mask[start : start + AT_ONCE]]
        for place, (fixed, value) in enumerate(cubes):
            own = codes[codes & codes.dtype.type(fixed) == value]
            if own.size:
                count[place] += own.size
                some[place] |= int(np.bitwise_or.reduce(own))
                every[place] &= int(np.bitwise_and.reduce(own))
                for option, values_met in met[place].items():
                    values_met[layout.column(own, option)] = True
    for place, size in enumerate(count):
        letters = []
        for k, (field, values) in enumerate(fields):
            is_yes_no = k not in met[place]
            can_be_no, can_be_yes = bool(~every[place] & field.mask), bool(some[place] & field.mask)
            having = [can_be_no, can_be_yes] if is_yes_no else met[place][k].tolist()
            letters.append(_letter(values, having))
        yield spelling.pattern(letters), size


def _letter(values: Sequence[str], having: Sequence[object]) -> str:
    """Write which of its values an option has."""
    named = [value for value, has in zip(values, having, strict=True) if has]
    return OPEN if len(named) == len(values) else "|".join(named)


def _needed(
    choices: Choices, mask: NDArray[np.bool_]
) -> tuple[list[int], Choices, NDArray[np.bool_]]:
    """Find options that are enough to tell a set of choices from the rest.

    Where few choices are feasible many options go with others, and diagrams of all would be large.
    Where every choice is feasible, the diagrams do that by themselves.
    """
    needed = list(range(choices.bits))
    if choices.is_all or len(choices) > _MOST_SIEVED:
        return needed, choices, mask
    codes = choices.codes()
    one = codes.dtype.type(1)
    for option in reversed(range(choices.bits)):
        without = codes & ~(one << codes.dtype.type(option))
        if not np.intersect1d(without[mask], without[~mask]).size:
            codes = without
            needed.remove(option)
    codes, first = np.unique(codes, return_index=True)
    narrow = Choices(len(needed))
    listed = np.zeros(len(codes), dtype=narrow.dtype)
    for place, option in enumerate(needed):
        taken = codes >> codes.dtype.type(option) & one
        listed |= taken.astype(listed.dtype) << listed.dtype.type(place)
    return needed, Choices(len(needed), listed), mask[first]


class _TooScatteredError(Exception):
    """A set can't be covered within the limits."""


class _Diagrams:
    """Decision diagrams: what each choice on some options is to a cover.

    A diagram is a number. Below three it is the same for all choices; else it stands for a
    question about one option and two diagrams on options before that, for no and for yes. Equal
    diagrams have the same number.
    """

    def __init__(self) -> None:
        self.option = [-1, -1, -1]
        self.no = [_OFF, _ON, _FREE]
        self.yes = [_OFF, _ON, _FREE]
        self._known: dict[tuple[int, int, int], int] = {}
        self._less: dict[int, int] = {}
        self._both: dict[int, int] = {}
        self._either: dict[int, int] = {}
        self._covered: dict[int, tuple[list[Cube], int]] = {}
        self._steps = 0

    def node(self, option: int, no: int, yes: int) -> int:
        """Return the diagram that asks for one option."""
        if no == yes:
            return no
        key = (option, no, yes)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self.option)
            self.option.append(option)
            self.no.append(no)
            self.yes.append(yes)
        return found

    def of(self, choices: Choices, mask: NDArray[np.bool_]) -> int:
        """Return the diagram of a set of choices, the infeasible ones being free."""
        # From the first option to the last: `part` has the diagram of each choice on the options
        # from this one on, as a place in `diagrams`.
        part: NDArray[np.unsignedinteger] = mask.view(np.uint8)
        diagrams = [_OFF, _ON, _FREE]
        codes = None if choices.is_all else choices.codes()
        for option in range(choices.bits):
            if codes is None:
                no, yes = part[0::2], part[1::2]
            else:
                taken = codes & codes.dtype.type(1) != 0
                codes = codes >> codes.dtype.type(1)
                first = np.ones(len(codes), dtype=bool)
                first[1:] = codes[1:] != codes[:-1]
                place = np.cumsum(first) - 1
                codes = codes[first]
                no, yes = np.full((2, len(codes)), diagrams.index(_FREE), dtype=part.dtype)
                no[place[~taken]], yes[place[taken]] = part[~taken], part[taken]
            pairs, part = _distinct(no, yes, len(diagrams))
            diagrams = [self.node(option, diagrams[a], diagrams[b]) for a, b in pairs]
            if _FREE not in diagrams:
                diagrams.append(_FREE)
        return diagrams[int(part[0])]

    def covered(self, diagram: int) -> tuple[list[Cube], int]:
        """Return the patterns that cover a diagram, and the diagram of what they match."""
        if diagram in (_OFF, _FREE):
            return [], _OFF
        if diagram == _ON:
            return [(0, 0)], _ON
        if diagram in self._covered:
            return self._covered[diagram]
        option, no, yes = self.option[diagram], self.no[diagram], self.yes[diagram]
        # What can't be matched with the option left open, by patterns for no and for yes.
        cubes_no, matched_no = self.covered(self.less(no, yes))
        cubes_yes, matched_yes = self.covered(self.less(yes, no))
        # And what of the rest is matched by neither.
        rest = self.both(self.less(no, matched_no), self.less(yes, matched_yes))
        cubes, matched = self.covered(rest)
        bit = 1 << option
        found = [
            *((fixed | bit, value) for fixed, value in cubes_no),
            *((fixed | bit, value | bit) for fixed, value in cubes_yes),
            *cubes,
        ]
        if len(found) > _MOST_PATTERNS:
            raise _TooScatteredError
        whole = self.node(
            option, self.either(matched_no, matched), self.either(matched_yes, matched)
        )
        self._covered[diagram] = found, whole
        return found, whole

    def less(self, one: int, other: int) -> int:
        """Free in one diagram what must match, wherever the other is anything but off."""
        if one in (_OFF, _FREE) or other == _OFF:
            return one
        if other in (one, _FREE):
            other = _ON
        if one == _ON and other == _ON:
            return _FREE
        return self._asked(self._less, self.less, one, other)

    def both(self, one: int, other: int) -> int:
        """Ask of one pattern what two diagrams ask: off where either is, on where either is."""
        if other in (one, _FREE) or one == _OFF:
            return one
        if one == _FREE or other == _OFF:
            return other
        return self._asked(self._both, self.both, min(one, other), max(one, other))

    def either(self, one: int, other: int) -> int:
        """Return where one diagram or the other is on, both being on or off everywhere."""
        if other in (one, _OFF) or one == _ON:
            return one
        if one == _OFF or other == _ON:
            return other
        return self._asked(self._either, self.either, min(one, other), max(one, other))

    def _asked(
        self, known: dict[int, int], operation: Callable[[int, int], int], one: int, other: int
    ) -> int:
        """Do an operation for no and for yes to the last option that the diagrams ask for."""
        key = one << 32 | other
        found = known.get(key)
        if found is not None:
            return found
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise _TooScatteredError
        no, yes = self.no, self.yes
        first, second = self.option[one], self.option[other]
        if first == second:
            sides = operation(no[one], no[other]), operation(yes[one], yes[other])
        elif first > second:
            sides = operation(no[one], other), operation(yes[one], other)
        else:
            sides = operation(one, no[other]), operation(one, yes[other])
        found = known[key] = self.node(max(first, second), *sides)
        return found


def _distinct(
    no: NDArray[Any], yes: NDArray[Any], many: int
) -> tuple[list[tuple[int, int]], NDArray[Any]]:
    """Return the distinct pairs of numbers below `many`, and for each pair its place among them."""
    keys = no.astype(np.uint64 if many > 1 << 16 else np.uint32) * many + yes
    if many * many <= _TABLE:
        occurs = np.zeros(many * many, dtype=bool)
        occurs[keys] = True
        distinct = np.flatnonzero(occurs)
        places = np.zeros(many * many, dtype=np.min_scalar_type(len(distinct) + 1))
        places[distinct] = np.arange(len(distinct))
        place = places[keys]
    else:
        distinct, place = np.unique(keys, return_inverse=True)
    if len(distinct) > _MOST_NODES:
        raise _TooScatteredError
    return [divmod(key, many) for key in distinct.tolist()], place
