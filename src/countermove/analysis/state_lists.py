"""Lists of states, however long: made some thousand states at a time, in the order of printing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import or_
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from countermove.graph.open_states import OpenStates
from countermove.graph.region import Positions, Region
from countermove.graph.sequences import Move
from countermove.graph.states import States
from countermove.model.levels import level_text
from countermove.model.parts import Option
from countermove.model.patterns import OPEN, YES_OR_NO
from countermove.streams import Long
from countermove.table import Cell, Row, Table

R = TypeVar("R", bound=Region)

STATES_AT_ONCE = 1 << 12
_LETTERS = 10


def in_order(states: States, found: Region | None = None) -> Iterator[Positions]:
    """Give the positions of some states, or of all, by number, some at a time."""
    parts: Iterator[Positions]
    if found is None:
        parts = (np.arange(k, min(k + STATES_AT_ONCE, len(states))) for k in _starts(len(states)))
    else:
        parts = found.parts()
    if states.labels:
        # As many as people have labelled: they may be put in order all together.
        parts = iter([states.in_order_array(np.concatenate([np.arange(0), *parts]))])
    for part in parts:
        for start in _starts(len(part)):
            yield part[start : start + STATES_AT_ONCE]


def one_by_one(states: States, found: Region | None = None) -> Iterator[int]:
    """Give the position of each of some states, or of all, by number."""
    return chain.from_iterable(part.tolist() for part in in_order(states, found))


def first_of(states: States, found: Region) -> int:
    """Return the position of the state with the lowest number of some, of which there is one."""
    return next(one_by_one(states, found))


def _starts(count: int) -> range:
    return range(0, count, STATES_AT_ONCE)


def in_exactly(sets: Iterable[R]) -> list[R]:
    """Return the states that are in none of one set or more, in exactly one, in two, and so on.

    >>> from countermove.graph.bits import Bits
    >>> sets = [Bits.of(np.array(mask)) for mask in ([True, True, False], [True, False, False])]
    >>> [found.positions().tolist() for found in in_exactly(sets)]
    [[2], [1], [0]]
    """
    first, *others = sets
    exactly = [~first, first]
    for found in others:
        rest = [one & ~found for one in exactly]
        more = [one & found for one in exactly]
        exactly = [rest[0], *map(or_, rest[1:], more), more[-1]]
    return exactly


def firmest(states: States, sets: Iterable[Region]) -> Iterator[int]:
    """Give the position of what is in any of some sets: first what is in most; else by number."""
    for found in in_exactly(sets)[:0:-1]:
        yield from one_by_one(states, found)


def numbers(states: States, found: Region) -> Long[int]:
    """Return the printed numbers of some states."""

    def parts() -> Iterator[NDArray[np.integer]]:
        return (states.numbers_of(part) for part in in_order(states, found))

    return Long(found.count(), parts)


def by_number(states: States, values: NDArray[Any]) -> Long[Any]:
    """Return what there is for every state, by number."""
    return Long(len(values), lambda: (values[part] for part in in_order(states)))


def states_data(
    states: States, found: Region | None = None, *, text: bool = False
) -> Long[dict[str, Any]]:
    """Return some states, or all, as plain data, by number."""
    described = Described(states)

    def of_labelled(state: int) -> dict[str, Any]:
        view = states.view(state)
        return view.to_dict() | ({"text": view.text} if text else {})

    def of_numbered(part: Positions) -> list[dict[str, Any]]:
        found = zip(states.numbers_of(part).tolist(), states.patterns(part), strict=True)
        if not text:
            return [{"number": n, "pattern": p, "taken": described.taken(p)} for n, p in found]
        return [
            {"number": n, "pattern": p, "taken": described.taken(p), "text": described.text(p)}
            for n, p in found
        ]

    def parts() -> Iterator[list[dict[str, Any]]]:
        for part in in_order(states, found):
            yield list(map(of_labelled, part.tolist())) if states.labels else of_numbered(part)

    return Long(len(states) if found is None else found.count(), parts)


def move_data(states: States | OpenStates, move: Move) -> dict[str, Any]:
    """Return a move as plain data: who moves, from which number to which, and what is done."""
    data: dict[str, Any] = {
        "decision_maker": move.decision_maker,
        "from": states.number(move.origin),
        "to": states.number(move.target),
    }
    before, after = states.values(move.origin), states.values(move.target)
    each = zip(states.option_names, before, after, strict=True)
    changed = [(name, new) for name, old, new in each if new not in (old, OPEN)]
    for key, value in (("takes", "Y"), ("drops", "N")):
        if names := [name for name, new in changed if new == value]:
            data[key] = names
    if chosen := [f"{name} is {new}" for name, new in changed if new not in YES_OR_NO]:
        data["chooses"] = chosen
    return data


def marks(sets: Iterable[Region]) -> Callable[[Positions], Iterable[Row]]:
    """Return what says of states which of some sets each is in."""
    listed = list(sets)
    return lambda part: zip(*(found.among(part).tolist() for found in listed), strict=True)


def states_table(
    title: str,
    states: States,
    found: Region,
    columns: tuple[str, ...],
    cells: Callable[[Positions], Iterable[Row]],
) -> Table:
    """Return some states as a table, by number: what is done in each, then further columns."""
    is_graph_form = states.conflict.is_graph_form

    def about(part: Positions, described: Described) -> Iterator[Row]:
        labels = [states.label(state) for state in part.tolist()]
        if is_graph_form:
            texts = states.conflict.states
            for number, label in zip(states.numbers_of(part).tolist(), labels, strict=True):
                yield number, label, texts[label]
            return
        for label, pattern in zip(labels, states.patterns(part), strict=True):
            mark = int(label) if label.isdecimal() else label
            yield mark, pattern, ", ".join(described.taken(pattern))

    def rows() -> Iterator[list[Row]]:
        described = Described(states)
        for part in in_order(states, found):
            both = zip(about(part, described), cells(part), strict=True)
            yield [(*first, *further) for first, further in both]

    heads = ("id", "text") if is_graph_form else ("pattern", "taken")
    return Table(title, ("state", *heads, *columns), Long(found.count(), rows))


MOST_PRINTED = 40
"""So many states at most are printed as papers do it: a row for each option, states as columns."""


def option_table(
    title: str,
    states: States,
    shown: Sequence[int],
    *further: Iterable[tuple[str, Iterable[Cell]]],
) -> Table:
    """Return states as papers print them: options by states, then blocks of further rows."""
    each = [states.values(state) for state in shown]
    parties = states.conflict.decision_makers
    rows: list[Row] = [
        (
            f"{parties[name.partition('.')[0]].name}: {option.text}",
            *(cell_of(option, values[place]) for values in each),
        )
        for place, (name, option) in enumerate(states.vocabulary.options.items())
    ]
    first = "option" if rows else ""
    ruled: list[int] = []
    for block in further:
        ruled += [len(rows)] if rows else []
        rows += [(head, *cells) for head, cells in block]
    heads = (f"[{states.label(state)}]" for state in shown)
    return Table(title, (first, *heads), tuple(rows), tuple(ruled))


def cell_of(option: Option, value: str) -> str:
    """Return what stands in a table for the value of an option: its level in words."""
    return level_text(option, value) if option.levels and value != OPEN else value


class Described:
    """Says what is done in a state by its pattern, of which it looks up some letters at a time.

    That is many times faster than option by option, as :meth:`States.view` does it.
    """

    def __init__(self, states: States) -> None:
        vocabulary, values = states.vocabulary, states.vocabulary.spelling.values
        self._letters = vocabulary.spelling.letters if vocabulary.spelling.has_levels else None
        self._names, self._texts = (
            _Looked(
                [
                    {values[k][v]: said for (k, v), said in words.items() if k == option}
                    for option in range(len(values))
                ]
            )
            for words in (vocabulary.chosen_names, vocabulary.chosen_texts)
        )

    def taken(self, pattern: str) -> list[str]:
        """Return the names of what is done."""
        return self._named(self._names, pattern)

    def text(self, pattern: str) -> str:
        """Return the texts of what is done."""
        return "; ".join(self._named(self._texts, pattern))

    def _named(self, words: _Looked, pattern: str) -> list[str]:
        return words.named(self._letters(pattern) if self._letters else pattern)


class _Looked(dict[tuple[int, Sequence[str]], list[str]]):
    """What is done, by where some letters of a pattern begin and the letters."""

    def __init__(self, names: list[dict[str, str]]) -> None:
        self.names = names
        self.starts = range(_LETTERS, len(names), _LETTERS)

    def named(self, pattern: Sequence[str]) -> list[str]:
        """Return the words for what is done."""
        found = self[0, pattern[:_LETTERS]].copy()
        for start in self.starts:
            found = found + self[start, pattern[start : start + _LETTERS]]
        return found

    def __missing__(self, key: tuple[int, Sequence[str]]) -> list[str]:
        start, letters = key
        each = zip(self.names[start : start + _LETTERS], letters, strict=True)
        found = self[key] = [names[letter] for names, letter in each if letter in names]
        return found
