"""From the forms of the page Rules to edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from countermove.errors import CountermoveError, Path
from countermove.model import logic
from countermove.model.ids import new_id
from countermove.model.ranking_text import idle_marks, is_ranking, without
from countermove.model.rule_kinds import GROUPS
from countermove.web.contexts import copied_first, split
from countermove.web.draft import at, items, table, text
from countermove.web.forms import Form, PlainEdit
from countermove.web.typed_statements import usual_meaning

CHOSEN = "is:"
"""How the name of the checkbox of an option begins; the option's name follows."""


def remove(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Remove a rule, a term, a label, or a state with the moves and the ranks that it has."""
    context, inner = split(here)
    if len(inner) == 2 and inner[0] == "states" and not (context and at(data, *inner)):
        return [*_without_state(data, str(here[-1])), {"do": "remove", "at": list(here)}]
    if context and inner[:2] == ("rules", "requires") and len(table(data, *here[:-1])) == 1:
        # Empty, it says that nothing of the model's is required here.
        return [{"do": "put", "at": list(here[:-1]), "value": {}}]
    return [{"do": "remove", "at": list(here)}]


def _without_state(data: Mapping[str, Any], state: str) -> Iterator[PlainEdit]:
    """Take out what has no sense without a state: its moves, its places in rankings."""
    for context in [(), *(("scenarios", name) for name in table(data, "scenarios"))]:
        for dm in table(data, *context, "moves"):
            moves: Path = (*context, "moves", dm)
            yield from _without(data, moves, lambda move: isinstance(move, list) and state in move)
        for dm in table(data, *context, "preferences"):
            whole: Path = (*context, "preferences", dm)
            yield from _unranked(data, whole, state)
            for k in range(len(items(data, *whole, "readings"))):
                yield from _unranked(data, (*whole, "readings", k), state)


def _unranked(data: Mapping[str, Any], wants: Path, state: str) -> Iterator[PlainEdit]:
    """Take a state out of a ranking and of what isn't known of it."""
    ranking: Path = (*wants, "ranking")
    if isinstance(given := at(data, *ranking), str):
        yield {"do": "put", "at": list(ranking), "value": without(given, state)}
    levels = items(data, *ranking)
    for k, level in enumerate(levels):
        if is_ranking(level):
            yield {"do": "put", "at": [*ranking, k], "value": without(level, state)}
        tied: Path = (*ranking, k, *(("unknown",) if isinstance(level, Mapping) else ()))
        if at(data, *tied) != [state]:
            yield from _without(data, tied, lambda one: one == state)
    alone = (state, [state], {"unknown": [state]})
    left = [None if level in alone else level for level in levels]
    gone = {k for k, level in enumerate(left) if level is None} | set(idle_marks(left))
    for k in sorted(gone, reverse=True):
        yield {"do": "remove", "at": [*ranking, k]}
    pairs: Path = (*wants, "unknown")
    if any(state in pair for pair in items(data, *pairs)):
        yield {
            "do": "put",
            "at": list(pairs),
            "value": [p for p in at(data, *pairs) if state not in p],
        }


def _without(data: Mapping[str, Any], path: Path, goes: Any) -> Iterator[PlainEdit]:
    """Take out of a list what goes, from its end so that positions stay true."""
    for k, item in reversed(list(enumerate(items(data, *path)))):
        if goes(item):
            yield {"do": "remove", "at": [*path, k]}


def group(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Write a rule about a group of options: a new one, or one that is changed."""
    chosen = [name.removeprefix(CHOSEN) for name in form if name.startswith(CHOSEN)]
    if len(chosen) < 2:
        advice = "Tick all of which at most, at least or exactly one is done."
        raise CountermoveError("a rule about a group needs two options.", path=here, advice=advice)
    if isinstance(here[-1], int):
        return [{"do": "put", "at": list(here), "value": chosen}]
    kind = form.get("kind", "")
    if kind not in GROUPS:
        raise CountermoveError(f"no rule is called '{kind}'.", path=here)
    new = {"do": "insert", "at": [*here, kind], "index": None, "value": chosen}
    return [*copied_first(data, (*here, kind)), new]


def rule(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Add a statement as what can't be, or what must be so: then it can't be otherwise."""
    statement = form.get("value", "").strip()
    if not statement:
        return []
    is_must = (form.get("says") or usual_meaning(statement)) == "must"
    value = logic.denial(statement) if is_must else statement
    return [{"do": "insert", "at": list(here), "index": None, "value": value}]


def require(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say that an option is done only if something holds, beside what it requires already."""
    option, statement = form.get("option", "").strip(), form.get("value", "").strip()
    if not option or not statement:
        return []
    before = text(data, *here, option)
    value = f"({before}) and ({statement})" if before else statement
    return [{"do": "put", "at": [*here, option], "value": value}]


def term(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Add a term under the id that was typed, spelled as ids are."""
    statement = form.get("value", "").strip()
    key = new_id(form.get("id", ""), (), "term")
    if not statement:
        return []
    if key in {**table(data, "terms"), **table(data, *here)}:
        advice = "Change that one, or choose another name."
        raise CountermoveError(f"there is a term '{key}' already.", path=here, advice=advice)
    return [{"do": "put", "at": [*here, key], "value": statement}]


def add_move(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Add a move of a party from one state to another."""
    move = [form.get("from", ""), form.get("to", "")]
    if move[0] == move[1]:
        raise CountermoveError("a move leads to another outcome.", path=here)
    if move in items(data, *here):
        raise CountermoveError("this move is there already.", path=here)
    return [{"do": "insert", "at": list(here), "index": None, "value": move}]


ACTIONS = {
    "remove": remove,
    "group": group,
    "rule": rule,
    "require": require,
    "term": term,
    "add-move": add_move,
}
"""What the forms of the page do."""
