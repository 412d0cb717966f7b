"""Renaming: an id takes another name, and every use of it follows."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from typing import Any

from countermove.editing.edit_steps import Rekey, Step, perform
from countermove.editing.edits import Put, Rename, found
from countermove.editing.option_changes import respelled
from countermove.editing.shared_options import Together
from countermove.editing.uses import (
    keys,
    options_of,
    scenarios_of,
    taken_ids,
    texts,
)
from countermove.errors import EditError, Path, written_path
from countermove.model import logic
from countermove.model.families import whose
from countermove.model.ranking_text import mapped
from countermove.model.reserved import is_reserved
from countermove.model.shapes import shape_of
from countermove.model.values import ID_RULE, LABEL, LABEL_RULE, LONGEST_ID
from countermove.model.written import IN_STATEMENTS, KeyUse, Kind, Use

_PARTIES = frozenset({"party", "member", "family", "group"})
"""What statements name before the point: ``large.troops``."""

_ID = re.compile(r"\w+(-\w+)*")


def renamed(data: Mapping[str, Any], edit: Rename) -> list[Step]:
    """Return the steps that rename an id everywhere."""
    at = edit.at
    kind = _kind(data, at)
    if edit.to == at[-1]:
        return []
    at, scope = _scoped(data, at)
    _refuse_bad(kind, edit, at)
    _refuse_taken(data, kind, edit, at, scope)
    if kind == "option" and not scope:
        _refuse_mixed(data, edit, at)
    inside = found(data, scope) if scope else data
    spell = _Spelling(data, kind, at, edit.to)
    steps: list[Step] = []
    for path, use, text in texts(inside, scope):
        new = spell.text(path, use, text)
        if new != text:
            steps.append(Put(at=path, value=new))
    for path, of in keys(inside, scope):
        new_key = spell.key(path, of)
        if new_key != path[-1]:
            if new_key in (found(data, path[:-1]) or {}):
                raise _taken(path, new_key)
            steps.append(Rekey(path, new_key))
    steps += [Rekey(path, edit.to) for path in _places(data, kind, at, scope)]
    if kind == "level":
        after = copy.deepcopy(dict(data))
        for step in steps:
            perform(after, step)
        option, old = str(at[at.index("options") + 1]), str(at[-1])
        own = {str(at[at.index("options") - 1])} if scope else _together(data, at).parties
        steps += respelled(data, after, {(dm, option, old): edit.to for dm in own})
    return steps


def _scoped(data: Mapping[str, Any], at: Path) -> tuple[Path, Path]:
    """Return what is renamed, and in which scenario alone, if in one."""
    if at[0] != "scenarios" or len(at) == 2:
        return at, ()
    # What a scenario replaces keeps one name with what it replaces.
    return (at[2:], ()) if found(data, at[2:]) is not None else (at, at[:2])


def _places(data: Mapping[str, Any], kind: Kind, at: Path, scope: Path) -> list[Path]:
    """Return where an option or a level itself stands: in the base, in scenarios that change it."""
    if kind not in ("option", "level"):
        return []
    together = _together(data, at)
    rest = at[at.index("options") + 2 :]
    places = [at] if scope else [(*place, *rest) for place in together.places]
    for scenario in () if scope else scenarios_of(data):
        each = ("decision_makers", together.option)
        places += [
            ("scenarios", scenario, each[0], dm, "options", each[1], *rest)
            for dm in sorted(together.parties | {together.first})
        ]
    return [path for path in places if found(data, path) is not None]


def _kind(data: Mapping[str, Any], at: Path) -> Kind:
    """Return what an id is the id of; refuse what has none that can be renamed."""
    kind = shape_of(at[:-1]).ids
    if kind is None:
        raise EditError(
            f"'{written_path(at)}' has no id that can be renamed.", path=at, advice="Put its text."
        )
    if found(data, at) is None:
        raise EditError(f"there is no '{written_path(at)}'.", path=at)
    return "party" if kind == "member" else kind


def _together(data: Mapping[str, Any], at: Path) -> Together:
    """Return whose option keeps one name with that at a place, or with that of a level there."""
    k = at.index("options")
    return Together(data, str(at[k + 1]), str(at[k - 1]))


def _refuse_mixed(data: Mapping[str, Any], edit: Rename, at: Path) -> None:
    """Refuse a name by which options would be counted that weren't."""
    together = _together(data, at)
    if clash := together.clash(edit.to):
        what = f"a statement counts '{clash}' already"
        raise EditError(
            f"{what}, and would count this one, too.", path=at, advice="Choose another id."
        )
    for *table, _ in together.places:
        if edit.to in (found(data, tuple(table)) or {}):
            raise _taken((*table, edit.to), edit.to)


def _refuse_bad(kind: Kind, edit: Rename, at: Path) -> None:
    if len(edit.to) > LONGEST_ID:
        raise EditError(f"this id has more than {LONGEST_ID} characters.", path=at, advice=ID_RULE)
    if kind == "label":
        if not re.match(LABEL, edit.to):
            raise EditError(f"'{edit.to}' can't be a label.", path=at, advice=LABEL_RULE)
        return
    if not _ID.fullmatch(edit.to):
        raise EditError(f"'{edit.to}' can't be an id.", path=at, advice=ID_RULE)
    if kind not in IN_STATEMENTS and kind != "level":
        return
    if kind == "level" and set(edit.to) <= set("YN-"):
        what = f"'{edit.to}' could be a pattern."
        raise EditError(what, path=at, advice="Choose another id.")
    if is_reserved(edit.to):
        what = f"'{edit.to}' is a word of the statements or a key, and can't be a name."
        raise EditError(what, path=at, advice="Choose another id; the text may say anything.")
    if [name.name for name in logic.spelled_names(edit.to)] != [edit.to]:
        raise EditError(f"'{edit.to}' can't be used in a statement.", path=at, advice=ID_RULE)


def _refuse_taken(data: Mapping[str, Any], kind: Kind, edit: Rename, at: Path, scope: Path) -> None:
    to = edit.to
    models: list[Any] = [data, *scenarios_of(data).values()]
    if scope:
        models = [data, found(data, scope)]
    short = at[len(scope) :]
    for model in models:
        if to in (found(model, short[:-1]) or {}):
            raise _taken(at, to)
        if kind in IN_STATEMENTS:
            names = {o for own in options_of(model).values() for o in own}
            for other, taken in (
                ("option", names if kind != "option" else ()),
                ("term", found(model, ("terms",)) or ()),
                ("state", found(model, ("states",)) or ()),
            ):
                if to in taken:
                    what = f"'{to}' is the name of {'an' if other == 'option' else 'a'} {other}"
                    raise EditError(f"{what} already.", path=at, advice="Choose another id.")
        if kind in {"label", "state"}:
            _refuse_outcome(model, to, at)
        if kind == "party":
            for dm, party in (found(model, ("decision_makers",)) or {}).items():
                if dm != at[-1] and found(party, ("name",)) == to:
                    what = f"'{to}' is what another party is called."
                    raise EditError(what, path=at, advice="Choose another id.")
    if kind in _PARTIES and to in taken_ids(data, ("decision_makers",)):
        raise EditError(f"there is a '{to}' already.", path=at, advice="Choose another id.")


def _refuse_outcome(model: Mapping[str, Any], to: str, at: Path) -> None:
    for path, use, text in texts(model):
        if use in ("state", "ranking") and to in _states(use, text):
            what = f"'{to}' stands for another outcome in '{written_path(path)}'."
            raise EditError(what, path=at, advice="Choose another id.")


def _states(use: Use, text: str | int) -> list[str]:
    """Return the states that an entry of a ranking, or another text, names."""
    found: list[str | int] = []

    def name(state: str | int) -> str | int:
        found.append(state)
        return state

    mapped(text, name, whole=use == "ranking")
    return [str(state) for state in found]


def _taken(at: Path, to: str) -> EditError:
    table = written_path(at[:-1])
    return EditError(f"'{table}' has '{to}' already.", path=at, advice="Choose another id.")


class _Spelling:
    """How names are spelled after a rename."""

    def __init__(self, data: Mapping[str, Any], kind: Kind, at: Path, to: str) -> None:
        self._kind = kind
        self._old = str(at[-1])
        self._to = to
        self._is_own = False
        self._name: Callable[[str, str], str] = lambda _, name: to if name == self._old else name
        if kind in _PARTIES:
            self._name = self._owned
        elif kind in ("option", "level"):
            together = _together(data, at)
            self._dms = together.named | {together.first}
            self._option_id = together.option
            self._owners = {
                scenario: _owners(options_of(data, given))
                for scenario, given in {"": {}, **scenarios_of(data)}.items()
            }
            everywhere = _owners(options_of(data, *scenarios_of(data).values()))
            self._is_shared = bool(everywhere.get(to))
            self._name = self._option if kind == "option" else lambda _, name: name

    def text(self, path: Path, use: Use, text: str | int) -> str | int:
        """Return how a text is spelled then."""
        scenario = str(path[1]) if path[0] == "scenarios" else ""
        self._is_own = self._is_own_at(path)
        match use:
            case "statement" if self._names_in_statements and isinstance(text, str):
                return self._statement(scenario, text)
            case "name" | "option" | "choice" if self._names_in_statements:
                return self._statement(scenario, str(text))
            case "source" | "document" if use == self._kind:
                return self._to if text == self._old else text
            case "group" if self._kind in _PARTIES:
                return self._to if text == self._old else text
            case "state" | "ranking" if self._kind in {"state", "label"}:
                return mapped(text, self._state, whole=use == "ranking")
        return text

    def _is_own_at(self, path: Path) -> bool:
        """Say whether a bare name is that option: in what its party wants, in a family's rules."""
        if self._kind not in ("option", "level"):
            return False
        family = str(path[1]) if path[0] == "families" and "rules" in path else ""
        return bool({whose(path), family} & self._dms)

    def _state(self, text: str | int) -> str | int:
        return self._to if str(text) == self._old else text

    def key(self, path: Path, of: KeyUse) -> str:
        """Return how a key is spelled then."""
        key = str(path[-1])
        self._is_own = self._is_own_at(path)
        if of in ("name", "option") and self._names_in_statements:
            return self._statement(str(path[1]) if path[0] == "scenarios" else "", key)
        is_meant = of == self._kind or (of in _PARTIES and self._kind in _PARTIES)
        return self._to if is_meant and key == self._old else key

    @property
    def _names_in_statements(self) -> bool:
        return self._kind in _PARTIES or self._kind == "level" or self._kind in IN_STATEMENTS

    def _statement(self, scenario: str, text: str) -> str:
        if self._kind == "level":
            return self._levels(scenario, text)
        new = {name: self._name(scenario, name.name) for name in logic.spelled_names(text)}
        if self._kind in _PARTIES:
            others = (party for party in logic.spelled_others(text) if party.name == self._old)
            new |= dict.fromkeys(others, self._to)
        for name, to in sorted(new.items(), key=lambda pair: -pair[0].offset):
            text = text[: name.offset] + to + text[name.offset + len(name.name) :]
        return text

    def _levels(self, scenario: str, text: str) -> str:
        """Return a statement in which the level is called otherwise, where it is that option's."""
        owners = self._owners.get(scenario, self._owners[""])
        names = {f"{dm}.{self._option_id}" for dm in self._dms}
        if self._is_own or self._has_alone(owners, self._option_id):
            names.add(self._option_id)
        for option, level in reversed(list(logic.spelled_levels(text))):
            if option.name in names and level.name == self._old:
                end = level.offset + len(level.name)
                text = text[: level.offset] + self._to + text[end:]
        return text

    def _owned(self, _: str, name: str) -> str:
        dm, dot, option = name.partition(".")
        return f"{self._to}.{option}" if dot and dm == self._old else name

    def _option(self, scenario: str, name: str) -> str:
        owners = self._owners.get(scenario, self._owners[""])
        dm, dot, option = name.partition(".")
        if dot and option == self._old and dm in self._dms:
            return f"{dm}.{self._to}"
        if name == self._old and self._is_own:
            return self._to
        if name == self._old and self._has_alone(owners, name):
            return f"{owners[name][0]}.{self._to}" if self._is_shared else self._to
        if name == self._to and len(owners.get(name, ())) == 1:
            # From now on it needs its owner's id to be told apart.
            return f"{owners[name][0]}.{name}"
        return name

    def _has_alone(self, owners: Mapping[str, list[str]], option: str) -> bool:
        own = owners.get(option, ())
        return len(own) == 1 and own[0] in self._dms


def _owners(options: dict[str, list[str]]) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for dm, own in options.items():
        for option in own:
            owners.setdefault(option, []).append(dm)
    return owners
