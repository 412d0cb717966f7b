"""From the forms of the page Rules to edits.

In a scenario a list of rules takes the place of the model's: the first edit of one copies it there.
Terms and states a scenario gives one by one.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from countermove.errors import CountermoveError, Path, Problem
from countermove.report.rules import KINDS
from countermove.web.draft import at, items, table, text
from countermove.web.forms import Form, PlainEdit, edits_from, place
from countermove.web.names import new_id

CHOSEN = "is:"
"""How the name of the checkbox of an option begins; the option's name follows."""

_COPIED = {"rules", "moves"}


def context_of(path: Path) -> Path:
    """Return the scenario that a place is in; nothing for a place in the model itself."""
    return path[:2] if path[:1] == ("scenarios",) else ()


def within(form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Return the edits of a plain form; in a scenario its own copy is made first."""
    return with_copies(edits_from(form, data), data)


def with_copies(edits: list[PlainEdit], data: Mapping[str, Any]) -> list[PlainEdit]:
    """Put before some edits those that give a scenario its own copy of what they change.

    Parameters
    ----------
    edits : list of dict
        Plain edits.
    data : mapping
        The content of the model file.

    Returns
    -------
    list of dict

    Examples
    --------
    >>> model = {"rules": {"infeasible": ["a"]}, "scenarios": {"s": {"title": "S"}}}
    >>> place = ["scenarios", "s", "rules", "infeasible"]
    >>> for edit in with_copies([{"do": "remove", "at": [*place, 0]}], model):
    ...     print(edit)
    {'do': 'put', 'at': ['scenarios', 's', 'rules', 'infeasible'], 'value': ['a']}
    {'do': 'remove', 'at': ['scenarios', 's', 'rules', 'infeasible', 0]}
    """
    first: list[PlainEdit] = []
    for edit in edits:
        path: Path = tuple(edit["at"])
        copied = path[:4]
        if not context_of(path) or len(path) < 4 or path[2] not in _COPIED:
            continue
        written = at(data, *copied[2:])
        if at(data, *copied) is None and written is not None:
            found = {"do": "put", "at": list(copied), "value": copy.deepcopy(written)}
            first += [found] if found not in first else []
    return [*first, *edits]


def remove(form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Remove a rule, a term, a label, or a state with the moves and the ranks that it has."""
    here = place(form.get("at", ""))
    *owner, key = here
    inner = here[len(context_of(here)) :]
    if inner[:1] == ("states",):
        return [*_without_state(data, str(key)), {"do": "remove", "at": list(here)}]
    if inner[:2] == ("rules", "requires") and context_of(here):
        # An empty table says that nothing of the model's is required here.
        left = {k: v for k, v in required(data, context_of(here)).items() if k != key}
        return [{"do": "put", "at": owner, "value": left}]
    return with_copies([{"do": "remove", "at": list(here)}], data)


def required(data: Mapping[str, Any], context: Path) -> Mapping[str, Any]:
    """Return what each option requires: in a scenario, its own table or else the model's."""
    here = (*context, "rules", "requires")
    return table(data, *here) if at(data, *here) is not None else table(data, *here[-2:])


def _without_state(data: Mapping[str, Any], state: str) -> Iterator[PlainEdit]:
    """Take a state out of what would have no sense without it: moves, places in rankings."""
    for context in [(), *(("scenarios", name) for name in table(data, "scenarios"))]:
        for dm in table(data, *context, "moves"):
            moves: Path = (*context, "moves", dm)
            yield from _without(data, moves, lambda move: isinstance(move, list) and state in move)
        for dm in table(data, *context, "preferences"):
            ranking: Path = (*context, "preferences", dm, "ranking")
            for k, level in enumerate(items(data, *ranking)):
                if isinstance(level, list) and level != [state]:
                    yield from _without(data, (*ranking, k), lambda tied: tied == state)
            yield from _without(data, ranking, lambda level: level in (state, [state]))


def _without(data: Mapping[str, Any], path: Path, goes: Any) -> Iterator[PlainEdit]:
    """Take out of a list what goes, from its end so that positions stay true."""
    for k, item in reversed(list(enumerate(items(data, *path)))):
        if goes(item):
            yield {"do": "remove", "at": [*path, k]}


def group(form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Write a rule about a group of options: a new one, or one that is changed.

    Raises
    ------
    CountermoveError
        If fewer than two options are chosen.
    """
    here = place(form.get("at", ""))
    chosen = [name.removeprefix(CHOSEN) for name in form if name.startswith(CHOSEN)]
    if len(chosen) < 2:
        advice = "Tick all of which at most, at least or exactly one is done."
        raise CountermoveError(Problem("a rule about a group needs two options.", here, advice))
    if isinstance(here[-1], int):
        edit: PlainEdit = {"do": "put", "at": list(here), "value": chosen}
    else:
        kind = form.get("kind", "")
        if kind not in KINDS:
            raise CountermoveError(Problem(f"no rule is called '{kind}'.", here))
        edit = {"do": "insert", "at": [*here, kind], "index": None, "value": chosen}
    return with_copies([edit], data)


def require(form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say that an option is done only if something holds, beside what it requires already."""
    here = place(form.get("at", ""))
    option, statement = form.get("option", "").strip(), form.get("value", "").strip()
    if not option or not statement:
        return []
    before = text(required(data, context_of(here)), option)
    value = f"({before}) and ({statement})" if before else statement
    return with_copies([{"do": "put", "at": [*here, option], "value": value}], data)


def term(form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Add a term under the id that was typed, spelled as ids are.

    Raises
    ------
    CountermoveError
        If there is such a term already.
    """
    here = place(form.get("at", ""))
    statement = form.get("value", "").strip()
    key = new_id(form.get("id", ""), (), "term")
    if not statement:
        return []
    if key in {**table(data, "terms"), **table(data, *here)}:
        advice = "Change that one, or choose another name."
        raise CountermoveError(Problem(f"there is a term '{key}' already.", here, advice))
    return [{"do": "put", "at": [*here, key], "value": statement}]


def add_move(form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Add a move of a party from one state to another.

    Raises
    ------
    CountermoveError
        If it leads nowhere else, or is there already.
    """
    here = place(form.get("at", ""))
    move = [form.get("from", ""), form.get("to", "")]
    if move[0] == move[1]:
        raise CountermoveError(Problem("a move leads to another outcome.", here))
    written = items(data, *here) or items(data, *here[len(context_of(here)) :])
    if move in written:
        raise CountermoveError(Problem("this move is there already.", here))
    return with_copies([{"do": "insert", "at": list(here), "index": None, "value": move}], data)


ACTIONS = {
    "add": within,
    "put": within,
    "rename": within,
    "move": within,
    "remove": remove,
    "group": group,
    "require": require,
    "term": term,
    "add-move": add_move,
}
"""What the forms of the page do."""
