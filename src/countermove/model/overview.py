"""A model as a table: who takes part, what each can do, what each wants, as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from countermove.model.marks import marked, weight_text
from countermove.model.parts import Option
from countermove.model.preference import AnyOrder, Preference, Statement, UnknownOrder, Wants
from countermove.model.ranking_text import is_mark, written
from countermove.model.values import StateReference
from countermove.table import Row, Table
from countermove.texts import or_list

if TYPE_CHECKING:
    from countermove.model.conflict import Conflict

_MATRICES = {"fuzzy": "degrees", "probability": "probabilities"}
_WAYS = {"both": "both ways", "take": "only taken", "drop": "only dropped"}
_WAYS |= {"up": "only up", "down": "only down", "fixed": "fixed"}


def overview(conflict: Conflict) -> Table:
    """Return the parties of a model with their options and wishes."""
    rows: list[Row] = []
    for dm, party in conflict.decision_makers.items():
        can: list[Row] = [
            (f"{name}: {o.text}{_levels(o)}", _WAYS[o.moves]) for name, o in party.options.items()
        ]
        moves = [" to ".join(map(str, move)) for move in conflict.moves.get(dm, ())]
        if conflict.is_graph_form:
            can = [(move,) for move in moves]
        elif dm in conflict.moves:
            can += [(f"moves only {' or '.join(moves) or 'nowhere'}", None)]
        preference = conflict.preferences.get(dm)
        wishes = [] if preference is None else _wishes(preference)
        wishes += _attitudes(conflict, dm)
        nothing = (None,) if conflict.is_graph_form else (None, None)
        for number, (does, wish) in enumerate(zip_longest(can or [nothing], wishes)):
            rows.append((None if number else party.name, *(does or nothing), wish))
    can_do = ("can move",) if conflict.is_graph_form else ("can do", "which way")
    return Table(conflict.title, ("party", *can_do, "wants"), tuple(rows))


def _levels(option: Option) -> str:
    return f" ({or_list(list(option.levels))})" if option.levels else ""


def _attitudes(conflict: Conflict, dm: str) -> list[str]:
    towards = conflict.attitudes.get(dm, {}).items()
    names = conflict.decision_makers
    return [f"{how} to {names[other].name}" for other, how in towards if other in names]


def _wishes(preference: Preference) -> list[str]:
    """Write what a party wants, what matters most first."""
    if preference.fuzzy is not None or preference.probability is not None:
        return [f"by a matrix of {_MATRICES[preference.kind]}"]
    if preference.readings is None:
        return _way(preference)
    found = []
    for k, reading in enumerate(preference.readings, 1):
        likely = "" if reading.likely is None else f" (likely {reading.likely})"
        found += [f"reading {k}: {reading.says}{likely}", *_way(reading)]
    return found


def _way(wants: Wants) -> list[str]:
    """Write one way of ranking the outcomes."""
    if wants.statements is not None:
        return [f"{k}. {_wish(item)}" for k, item in enumerate(wants.statements, 1)]
    if wants.weights is not None:
        return [f"{weight_text(weight)} for {name}" for name, weight in wants.weights.items()]
    return list(_ranking(wants))


def _wish(item: Statement | AnyOrder) -> str:
    if isinstance(item, Statement):
        return f"{item.holds}{marked(item)}"
    return f"in any order: {'; '.join(f'{one.holds}{marked(one)}' for one in item.any_order)}"


def _ranking(wants: Wants) -> Iterator[str]:
    """Write an order of outcomes in one line, and what is said besides."""
    line, sign = "", ""
    for entry in wants.ranking or ():
        if is_mark(entry):
            sign = f" {entry} "
            continue
        line += f"{sign}{_level(entry)}"
        sign = " > "
    if line:
        yield f"best first: {line}"
    for pair in wants.unknown:
        yield f"not known which is better: {', '.join(map(str, pair))}"
    for ordering in wants.known:
        yield f"known: {ordering.order}"


def _level(entry: StateReference | tuple[StateReference, ...] | UnknownOrder) -> str:
    if isinstance(entry, UnknownOrder):
        return f"({', '.join(map(str, entry.unknown))} in unknown order)"
    return written(entry[0] if isinstance(entry, tuple) and len(entry) == 1 else entry)
