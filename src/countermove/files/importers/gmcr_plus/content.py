"""What a file of GMCR+ says, once its JSON is read; every mistake in it is found in one pass."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any

import numpy as np

from countermove.errors import Path, Problem, written_path
from countermove.files.parsing import Unusable
from countermove.model.texts import control_in

Condition = dict[int, bool]
"""Options by index, and whether each is taken."""

_DIRECTIONS = ("both", "fwd", "back")
# For rankings by number the states are counted one by one; with more options than this the
# graph model, which must list them anyway, finds what is wrong.
_MOST_OPTIONS_COUNTED = 22


@dataclass(frozen=True, slots=True)
class OptionContent:
    """An option: its name, and "both", "fwd" (only taken) or "back" (only given up)."""

    name: str
    direction: str


@dataclass(frozen=True, slots=True)
class DecisionMakerContent:
    """A decision maker; a statement is an alternative of conditions."""

    name: str
    options: list[int]
    statements: list[list[Condition]]
    ranking: list[int | list[int]]
    misperceives: bool


@dataclass(slots=True)
class Content:
    """All that is taken over from a file, and what has to be said about the rest."""

    options: list[OptionContent] = field(default_factory=list)
    decision_makers: list[DecisionMakerContent] = field(default_factory=list)
    infeasible: list[list[Condition]] = field(default_factory=list)
    is_manual: bool = False
    coalitions: str = ""  # why they are left out, where they say something
    version: str = ""


def content_of(data: Mapping[str, Any]) -> tuple[Content, list[Problem]]:
    """Read the content of a file, and report what is wrong with it."""
    reader = _Reader(data)
    return reader.read(), reader.problems


class _Reader:
    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.problems: list[Problem] = []
        self.count = 0
        self.states: int | None = None

    def wrong(self, path: Path, what: str, advice: str) -> None:
        where = written_path(path)
        self.problems.append(Problem(f"{where} {what}" if where else what, path, advice))

    def lacking(self, path: Path, key: str, add: str) -> None:
        whose = written_path(path) or "the file"
        self.problems.append(Problem(f'{whose} has no "{key}".', path, add))

    def read(self) -> Content:
        content = Content()
        version = self.data.get("version")
        content.version = version if isinstance(version, str) else ""
        content.options = [
            self.option(("options", k), item)
            for k, item in enumerate(self.listed((), self.data, "options", "Write the options."))
        ]
        self.count = len(content.options)
        if not content.options and isinstance(self.data.get("options"), list):
            self.wrong(("options",), "is empty.", "A model needs options.")
        content.is_manual = self.flag()
        content.infeasible = self.conditions(
            (), self.data, "infeasibles", 'Write "infeasibles": [] if every state can be.'
        )
        if content.options and not self.problems:
            self.states = self.count_states(content)
        items = self.listed((), self.data, "decisionMakers", "Write the decision makers.")
        content.decision_makers = [
            self.decision_maker(("decisionMakers", k), item, content.is_manual)
            for k, item in enumerate(items)
        ]
        self.owners(content, items)
        content.coalitions = self.coalitions(
            [dm.name or f"decision maker {k + 1}" for k, dm in enumerate(content.decision_makers)]
        )
        return content

    # -- pieces of JSON ---------------------------------------------------------------------------

    def listed(self, path: Path, owner: Mapping[str, Any], key: str, add: str) -> list[Any]:
        here = (*path, key)
        if key not in owner:
            self.lacking(path, key, add)
            return []
        value = owner[key]
        if not isinstance(value, list):
            self.wrong(here, "isn't a list.", "Write it in [ ].")
            return []
        return value

    def table(self, path: Path, item: Any) -> Mapping[str, Any] | None:
        if isinstance(item, Mapping):
            return item
        self.wrong(path, "isn't an object.", "Write it in { }.")
        return None

    def name(self, path: Path, owner: Mapping[str, Any]) -> str:
        name = owner.get("name")
        if isinstance(name, str):
            if control := control_in(name):
                self.wrong((*path, "name"), f"holds {control}.", "Remove it.")
            return name
        if isinstance(name, Unusable):
            self.wrong((*path, "name"), f"can't be used: {name.what}", name.advice)
        elif "name" in owner:
            self.wrong((*path, "name"), "isn't a text.", "Put it in quotes.")
        else:
            self.lacking(path, "name", 'Write "name": "…".')
        return ""

    def index(self, path: Path, value: Any) -> int | None:
        """Return the index of an option; GMCR+ takes -1 for the last one."""
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < self.count:
            return value
        if self.count:
            advice = f"Options are numbered 0 to {self.count - 1}."
            self.wrong(path, f"is {_shown(value)}.", advice)
        return None

    # -- parts of the file ------------------------------------------------------------------------

    def option(self, path: Path, item: Any) -> OptionContent:
        option = self.table(path, item)
        if option is None:
            return OptionContent("", "both")
        write = 'Write "both", "fwd" (only from N to Y) or "back" (only from Y to N).'
        direction = option.get("permittedDirection")
        if "permittedDirection" not in option:
            self.lacking(path, "permittedDirection", write)
        elif direction not in _DIRECTIONS:
            self.wrong((*path, "permittedDirection"), f"is {_shown(direction)}.", write)
        return OptionContent(self.name(path, option), str(direction))

    def flag(self) -> bool:
        for key in ("useManualPreferenceRanking", "useManualPreferenceVectors"):
            if key in self.data:
                if not isinstance(self.data[key], bool):
                    self.wrong((key,), f"is {_shown(self.data[key])}.", "Write true or false.")
                return self.data[key] is True
        write = 'Write "useManualPreferenceRanking": false to use the prioritised statements, '
        self.lacking((), "useManualPreferenceRanking", f"{write}true to use the rankings.")
        return False

    def decision_maker(self, path: Path, item: Any, is_manual: bool) -> DecisionMakerContent:
        dm = self.table(path, item)
        if dm is None:
            return DecisionMakerContent("", [], [], [], False)
        options = self.listed(path, dm, "options", 'Write "options": [] if there are none.')
        indexes = [self.index((*path, "options", k), v) for k, v in enumerate(options)]
        statements = self.conditions(
            path, dm, "preferences", 'Write "preferences": [] if all states are alike.'
        )
        of = dm if "misperceptions" in dm else {"misperceptions": []}
        misperceptions = self.conditions(path, of, "misperceptions", "")
        return DecisionMakerContent(
            self.name(path, dm),
            [k for k in indexes if k is not None],
            statements,
            self.ranking(path, dm) if is_manual else [],
            bool(misperceptions),
        )

    def owners(self, content: Content, items: list[Any]) -> None:
        if not content.options or not isinstance(self.data.get("decisionMakers"), list):
            return
        owner: dict[int, str] = {}
        for d, item in enumerate(items):
            listed = item.get("options") if isinstance(item, Mapping) else None
            for k, option in enumerate(listed if isinstance(listed, list) else []):
                if isinstance(option, bool) or not isinstance(option, int):
                    continue
                if option in owner:
                    self.wrong(
                        ("decisionMakers", d, "options", k),
                        f"is {option}, an option that {_shown(owner[option])} has already.",
                        "Give each option to one decision maker.",
                    )
                else:
                    owner[option] = content.decision_makers[d].name
        for k, details in enumerate(content.options):
            if k not in owner:
                self.wrong(
                    ("options", k),
                    f"({_shown(details.name)}) belongs to no decision maker.",
                    f'Add {k} to the "options" of one.',
                )

    def conditions(
        self, path: Path, owner: Mapping[str, Any], key: str, add: str
    ) -> list[list[Condition]]:
        found = []
        for k, item in enumerate(self.listed(path, owner, key, add)):
            here = (*path, key, k)
            if isinstance(item, Mapping):
                members = self.listed(here, item, "members", 'Write "members": [condition, …].')
                if item.get("compound") is not True:
                    self.wrong(here, "isn't marked as compound.", 'Write "compound": true.')
                if not members and isinstance(item.get("members"), list):
                    self.wrong(here, "has no members.", "Remove it.")
                parts = [
                    self.condition((*here, "members", m), member)
                    for m, member in enumerate(members)
                ]
            else:
                parts = [self.condition(here, item)]
            found.append(parts)
        return found

    def condition(self, path: Path, item: Any) -> Condition:
        if not isinstance(item, list):
            self.wrong(path, "isn't a condition.", 'Write it as [[0, "Y"], [1, "N"]].')
            return {}
        if not item:
            self.wrong(path, "names no option, so it always holds.", "Remove it.")
        found: Condition = {}
        for k, pair in enumerate(item):
            here = (*path, k)
            if not isinstance(pair, list) or len(pair) != 2:
                self.wrong(here, "isn't a pair of an option and Y or N.", 'Write it as [0, "Y"].')
                continue
            option = self.index((*here, 0), pair[0])
            if pair[1] not in ("Y", "N"):
                self.wrong((*here, 1), f"is {_shown(pair[1])}.", 'Write "Y" or "N".')
            elif option in found:
                self.wrong(here, f"names option {option} a second time.", "Name each option once.")
            elif option is not None:
                found[option] = pair[1] == "Y"
        return found

    # -- rankings and coalitions ------------------------------------------------------------------

    def ranking(self, path: Path, dm: Mapping[str, Any]) -> list[int | list[int]]:
        old_only = "preferenceRanking" not in dm and "preferenceVector" in dm
        key = "preferenceVector" if old_only else "preferenceRanking"
        add = 'Write "preferenceRanking": [states, best first]; a list in it ties.'
        items = self.listed(path, dm, key, add)
        if not items and not isinstance(dm.get(key), list):
            return []
        advice = "States are numbered from 1."
        if self.states:
            advice = f"The states are numbered 1 to {self.states}."
        most = self.states or (2**self.count if self.count else math.inf)
        seen: set[int] = set()
        for place, state in _ranked((*path, key), items):
            is_number = isinstance(state, int) and not isinstance(state, bool)
            if not is_number or not 1 <= state <= most:
                self.wrong(place, f"is {_shown(state)}.", advice)
            elif state in seen:
                self.wrong(place, f"is state {state} a second time.", "Name each state once.")
            else:
                seen.add(state)
        missing = (self.states or max(seen, default=0)) - len(seen)
        if missing:
            # The numbers may be as large as anyone cares to write: no list of all that are missing.
            first = islice((str(state) for state in count(1) if state not in seen), min(missing, 8))
            states = f"{'state' if missing == 1 else 'states'} {', '.join(first)}"
            more = f" and {missing - 8} more" if missing > 8 else ""
            self.wrong((*path, key), f"leaves out {states}{more}.", "Rank every state once.")
        return [item for item in items if isinstance(item, (int, list))]

    def count_states(self, content: Content) -> int | None:
        if self.count > _MOST_OPTIONS_COUNTED:
            return None
        order = np.arange(2**self.count, dtype=np.uint32)
        feasible = np.ones(len(order), dtype=np.bool_)
        for members in content.infeasible:
            for condition in members:
                named = sum(1 << k for k in condition)
                value = sum(1 << k for k, taken in condition.items() if taken)
                feasible &= (order & np.uint32(named)) != value
        states = int(feasible.sum())
        if not states:
            self.wrong(("infeasibles",), "leave no state at all.", "Remove one of them.")
        return states or None

    def coalitions(self, names: list[str]) -> str:
        """Say why the coalitions, which are left out in any case, aren't single decision makers."""
        items = self.data.get("coalitions", [])
        if "coalitions" not in self.data:
            return ""
        if not isinstance(items, list):
            return "they aren't a list, and GMCR+ doesn't use them then"
        members = [member for _, member in _ranked((), items)]
        named = [m for m in members if isinstance(m, int) and not isinstance(m, bool)]
        faults = [
            *(f"name {_shown(m)}, who isn't there" for m in members if m not in range(len(names))),
            *(f"name {name} twice" for k, name in enumerate(names) if named.count(k) > 1),
            *(f"leave out {name}" for k, name in enumerate(names) if k not in named),
        ]
        if faults:
            return f"they {' and '.join(faults[:3])}, and GMCR+ doesn't use them then"
        if any(isinstance(item, list) and len(item) > 1 for item in items):
            return (
                "GMCR+ analyses a coalition in place of its members, and what it then calls stable "
                "need not be so for them"
            )
        return ""


def _ranked(path: Path, items: list[Any]) -> Iterator[tuple[Path, Any]]:
    """Give the members of a list of numbers and lists of numbers, each with its path."""
    for k, item in enumerate(items):
        if isinstance(item, list):
            yield from (((*path, k, m), member) for m, member in enumerate(item))
        else:
            yield (*path, k), item


def _shown(value: Any) -> str:
    if isinstance(value, Unusable):
        return value.written
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "an object"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}'" if len(value) <= 40 else f"'{value[:39]}…'"
    return str(value) if len(str(value)) <= 40 else f"{str(value)[:39]}…"
