"""Families of alike parties, and preferences in a party's own words, written out.

A family is a shorthand: when a model is read, each of its members becomes a party with the family's
options, rules and preference, and the family a group of them. In a preference a bare name means the
party's own option, and ``others of`` leaves out its own: both are written out as well, so that a
statement means the same wherever it stands. What is written out remembers what it was made of: that
is what is saved, and where mistakes are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from countermove.errors import ModelError, Path, Place, Places, Problem
from countermove.model import logic
from countermove.model.conflict import Conflict, Scenario
from countermove.model.parts import PartyFamily
from countermove.model.preference import Preference
from countermove.model.rule_kinds import GROUPS, KINDS
from countermove.model.shapes import Shape, shape_of

Insertions = tuple[tuple[int, int], ...]
"""Where in a text as it is written something was put in, and how many characters."""


@dataclass(frozen=True)
class Expansion:
    """What a written-out model was made of, and where its parts are written there."""

    source: Conflict
    rules: Mapping[Path, Path] = field(default_factory=dict)
    put_in: Mapping[Path, Insertions] = field(default_factory=dict)

    @cached_property
    def family_of(self) -> dict[str, str]:
        """The family of each member."""
        return {dm: f for f, family in self.source.families.items() for dm in family.members}

    def path(self, path: Path) -> Path:
        """Return where a part is written."""
        head: Path = path[:2] if path[:1] == ("scenarios",) else ()
        rest = path[len(head) :]
        if len(rest) < 2:
            return path
        table, name = str(rest[0]), str(rest[1])
        family = self.family_of.get(name)
        if table == "rules":
            for size in range(len(path), 2, -1):
                if path[:size] in self.rules:
                    return self.rules[path[:size]]
        elif table == "groups" and name in self.source.families:
            return "families", name, *(("members",) if rest[2:3] == ("parties",) else ())
        elif family is not None and table == "preferences":
            owner = self.source.scenarios[str(head[1])] if head else self.source
            if name not in owner.preferences:
                return (*head, table, family, *rest[2:])
        elif family is not None and table == "decision_makers" and not head:
            if rest[2:3] == ("options",):
                return "families", options_owner(self.source, family) or family, *rest[2:]
            return "families", family, "members", name
        return path

    def offset(self, path: Path, offset: int | None) -> int | None:
        """Return where a character of a text stands as it is written."""
        if offset is None:
            return None
        for place, length in reversed(self.put_in.get(path, ())):
            if offset > place:
                offset = max(place, offset - length)
        return offset

    def located(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Return problems where they are written, each once."""
        found: dict[Any, Problem] = {}
        for problem in problems:
            path, offset = self.path(problem.path), self.offset(problem.path, problem.offset)
            moved = problem if problem.place else replace(problem, path=path, offset=offset)
            is_same = path == problem.path
            found.setdefault((path, offset, problem.what if is_same else ""), moved)
        return self.source.locate(*found.values())

    def over(self, places: Places) -> ExpandedPlaces:
        """Return places that take the parts of what is written out."""
        return ExpandedPlaces(places, self)

    def written_at(self, places: Places) -> Expansion:
        """Return the same, knowing where in a file the source stands."""
        return replace(self, source=self.source.written_at(places))


@dataclass(frozen=True)
class ExpandedPlaces:
    """Places in a file of the parts of a model that is written out."""

    places: Places
    expansion: Expansion

    def find(self, path: Path, offset: int | None = None) -> Place:
        """Return the place of a part, `offset` characters into its text where given."""
        origin = self.expansion.path(path)
        return self.places.find(origin, self.expansion.offset(path, offset))


def options_owner(conflict: Conflict, family: str) -> str | None:
    """Return the family whose options a family has; None where no family says them."""
    seen: list[str] = []
    while family in conflict.families and family not in seen:
        options = conflict.families[family].options
        if not isinstance(options, str):
            return family
        seen.append(family)
        family = options
    return None


def exception_to(conflict: Conflict, dm: str) -> str:
    """Return the name of the family whose preference a member doesn't share; nothing elsewhere."""
    expansion = conflict.expansion
    if expansion is None or dm not in expansion.source.preferences:
        return ""
    family = expansion.family_of.get(dm)
    return expansion.source.families[family].name if family else ""


def expanded(conflict: Conflict) -> Conflict:
    """Return a model with families, and what depends on whose words they are, written out."""
    writer = _Writer(conflict)
    if not writer.is_needed:
        return conflict
    data = writer.data()
    if not writer.is_changed:
        return conflict
    whole = Conflict.model_validate(data)
    expansion = Expansion(conflict, writer.rules, writer.put_in)
    return whole.made_of(expansion)


_NOTHING = Preference(statements=())
"""What members want of whose family it isn't said, which is a mistake told elsewhere."""


def own_words(conflict: Conflict, statement: str, dm: str) -> str:
    """Return a statement of what a party wants in words that mean the same everywhere.

    >>> from countermove import load
    >>> own_words(load("prisoners-dilemma"), "silent or any others of (second.silent)", "first")
    'first.silent or any others than first of (second.silent)'
    """
    return _Writer(conflict).statement(statement, (), dm)


def whose(path: Path) -> str:
    """Return the party of whose preference something is a part; nothing where it is of none.

    >>> whose(("scenarios", "late", "preferences", "us", "statements", 0))
    'us'
    """
    places = [k for k, step in enumerate(path[:-1]) if step == "preferences"]
    return str(path[places[-1] + 1]) if places else ""


class _Writer:
    """Writes out a model."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict
        self.families = conflict.families
        self.rules: dict[Path, Path] = {}
        self.put_in: dict[Path, Insertions] = {}
        self.is_changed = bool(conflict.families)

    @cached_property
    def _options(self) -> dict[str, list[str]]:
        """The options of each party, those in scenarios included."""
        every = {dm: list(party.options) for dm, party in self.conflict.decision_makers.items()}
        for name, family in self.families.items():
            owner = options_owner(self.conflict, name)
            ids = list(self.families[owner].options) if owner else []
            every |= {dm: list(ids) for dm in family.members}
        for scenario in self.conflict.scenarios.values():
            for dm, party in scenario.decision_makers.items():
                own = every.setdefault(dm, [])
                own += (option for option in party.options if option not in own)
        return every

    @cached_property
    def _shared(self) -> set[str]:
        """The ids of options that several parties have."""
        uses = Counter(option for own in self._options.values() for option in own)
        return {option for option, count in uses.items() if count > 1}

    @property
    def is_needed(self) -> bool:
        """Whether anything may have to be written out."""
        return bool(self.families or self._shared) or any(
            "others" in wish.holds.lower()
            for preference in self._preferences()
            for way in (preference, *(preference.readings or ()))
            for wish in way.wishes or ()
        )

    def _preferences(self) -> Iterator[Preference]:
        for part in (self.conflict, *self.conflict.scenarios.values()):
            yield from part.preferences.values()
            for view in part.views.values():
                yield from view.preferences.values()
                for inner in view.views.values():
                    yield from inner.preferences.values()

    def data(self) -> dict[str, Any]:
        """Return all parts of the model, written out."""
        conflict = self.conflict
        data: dict[str, Any] = {key: vars(conflict)[key] for key in Conflict.model_fields}
        data |= self._judged(conflict, ())
        data["scenarios"] = {
            name: self._scenario(name, scenario) for name, scenario in conflict.scenarios.items()
        }
        if self.families:
            members = {
                dm: {"name": member.name, "called": member.called, "options": self._own(name)}
                for name, family in self.families.items()
                for dm, member in family.members.items()
                if dm not in conflict.decision_makers
            }
            data["decision_makers"] = {**conflict.decision_makers, **members}
            data["families"] = {}
            groups = {
                f: {"name": family.name, "parties": tuple(family.members)}
                for f, family in self.families.items()
            }
            data["groups"] = {**groups, **conflict.groups}
            rules = conflict.rules
            kinds = {kind: getattr(rules, kind) for kind in rules.model_fields_set}
            data["rules"] = {**kinds, **self._with_families(kinds, (), set(KINDS))}
        return data

    def _own(self, family: str) -> Any:
        owner = options_owner(self.conflict, family)
        return self.families[owner].options if owner else {}

    def _scenario(self, name: str, scenario: Scenario) -> Any:
        path: Path = ("scenarios", name)
        changed = self._judged(scenario, path)
        given = scenario.rules.model_fields_set
        if self.families and "rules" in scenario.model_fields_set and given:
            kinds = {kind: getattr(scenario.rules, kind) for kind in given}
            changed["rules"] = kinds | self._with_families(kinds, path, set(given))
        if not changed:
            return scenario
        return {key: vars(scenario)[key] for key in scenario.model_fields_set} | changed

    # -- what parties want, and see ------------------------------------------------------------

    def _judged(self, part: Conflict | Scenario, path: Path) -> dict[str, Any]:
        """Return preferences and views, where something in them has to be written out."""
        found: dict[str, Any] = {}
        preferences = dict(self._each(part.preferences, (*path, "preferences")))
        for name, family in self.families.items():
            wants = preferences.pop(name, None if path else _NOTHING)
            for dm in family.members if wants is not None else ():
                if dm not in part.preferences and dm not in self.conflict.preferences:
                    preferences[dm] = self._localised(wants, (*path, "preferences", dm), dm)
        if any(part.preferences.get(dm) is not wants for dm, wants in preferences.items()):
            found["preferences"] = preferences
        views = {
            dm: self._localised(view, (*path, "views", dm), "") for dm, view in part.views.items()
        }
        if any(part.views[dm] is not view for dm, view in views.items()):
            found["views"] = views
        self.is_changed |= bool(found)
        return found

    def _each(self, wants: Mapping[str, Preference], path: Path) -> Iterator[tuple[str, Any]]:
        for dm, preference in wants.items():
            is_family = dm in self.families
            yield dm, preference if is_family else self._localised(preference, (*path, dm), dm)

    def _localised(self, part: Any, path: Path, dm: str) -> Any:
        """Return a part of the model in words that mean the same everywhere."""
        data = part.model_dump(exclude_unset=True, exclude_none=True)
        new = self._written(data, path, shape_of(path), dm)
        return part if new == data else new

    def _written(self, data: Any, path: Path, shape: Shape, dm: str) -> Any:
        if isinstance(data, str):
            if shape.names == "statement":
                at = path[:-1] if shape.is_short else path
                return self.statement(data, at, dm)
            return self.name(data, dm) if shape.names in ("name", "option") else data
        if isinstance(data, Mapping):
            found = {}
            for key, value in data.items():
                name = self.name(key, dm) if shape.keys == "name" else key
                own = key if path[-1] == "preferences" else dm
                found[name] = self._written(value, (*path, key), shape.at(key), own)
            return found
        if isinstance(data, (list, tuple)):
            each = (self._written(one, (*path, k), shape.at(k), dm) for k, one in enumerate(data))
            return tuple(each)
        return data

    def name(self, name: str, dm: str) -> str:
        """Return the name of a party's own option in full, where others have one of that id."""
        own = name.partition(" ")[0]
        is_own = own in self._shared and own in self._options.get(dm, ())
        return f"{dm}.{name}" if is_own else name

    def statement(self, text: str, path: Path, dm: str) -> str:
        """Return a statement of a party in words that mean the same everywhere."""
        try:
            formula = logic.parse(text)
        except ModelError:
            return text
        put_in = {
            name.offset: f"{dm}."
            for name in logic.names(formula)
            if self.name(name.name, dm) != name.name
        }
        if dm:
            for count in logic.counts(formula):
                if count.others == "":
                    others = re.compile("others", re.IGNORECASE).search(text, count.offset)
                    assert others is not None, text
                    put_in[others.end()] = f" than {dm}"
        if put_in:
            lengths = ((place, len(word)) for place, word in sorted(put_in.items()))
            moved, more = [], 0
            for place, length in lengths:
                moved.append((place + more, length))
                more += length
            self.put_in[path] = tuple(moved)
            for place, word in sorted(put_in.items(), reverse=True):
                text = text[:place] + word + text[place:]
        return text

    # -- rules ---------------------------------------------------------------------------------

    def _with_families(
        self, kinds: Mapping[str, Any], path: Path, which: set[str]
    ) -> dict[str, Any]:
        """Return the rules of some kinds with those of each member of the families."""
        found: dict[str, Any] = {}
        for name, family in self.families.items():
            for dm in family.members:
                for kind, here, rule in _rules_of(family):
                    if kind not in which:
                        continue
                    origin: Path = ("families", name, "rules", *here)
                    if kind == "requires":
                        key, needed = self.name(rule[0], dm), rule[1]
                        at: Path = (*path, "rules", kind, key)
                        table = found.setdefault(kind, dict(kinds.get(kind, {})))
                        needed, before = self.statement(needed, at, dm), table.get(key)
                        table[key] = needed if before is None else f"({before}) and ({needed})"
                    else:
                        rows = found.setdefault(kind, list(kinds.get(kind, ())))
                        at = (*path, "rules", kind, len(rows))
                        rows.append(
                            self.statement(rule, at, dm)
                            if isinstance(rule, str)
                            else tuple(self.name(one, dm) for one in rule)
                        )
                    self.rules[at] = origin
        return found


def _rules_of(family: PartyFamily) -> Iterator[tuple[str, Path, Any]]:
    """Give each rule of a family as one of a model: its kind, where it stands, itself."""
    rules = family.rules
    for kind in ("infeasible", "coalesce", *GROUPS):
        for k, rule in enumerate(getattr(rules, kind)):
            yield kind, (kind, k), rule
    for key, needed in rules.requires.items():
        yield "requires", ("requires", key), (key, needed)
    if rules.feasible:
        either = " or ".join(f"({text})" for text in rules.feasible)
        yield "infeasible", ("feasible",), f"not ({either})"
