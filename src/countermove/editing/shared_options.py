"""Which options keep one name: those of a family, and those that statements count together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from countermove.editing.edits import found
from countermove.editing.uses import as_table, families_of, options_of, options_of_family, texts
from countermove.errors import Path
from countermove.model import logic


@dataclass(frozen=True)
class Together:
    """The parties whose option is renamed with that of one, and the families and groups of them."""

    data: Mapping[str, Any]
    option: str
    first: str  # a party, or a family that says its options

    @cached_property
    def groups(self) -> dict[str, frozenset[str]]:
        """The parties of each family and group."""
        data = self.data
        written: dict[str, Any] = {f: as_table(x.get("members")) for f, x in _families(data)}
        for name, group in as_table(data.get("groups")).items():
            written[name] = group.get("parties", ()) if isinstance(group, Mapping) else group
        inside: dict[str, frozenset[str]] = {name: frozenset() for name in written}
        for _ in written:  # as deep as groups can be in groups
            for name, listed in written.items():
                each = (inside.get(str(one), frozenset({str(one)})) for one in listed or ())
                inside[name] = frozenset().union(*each)
        return inside

    @cached_property
    def parties(self) -> frozenset[str]:
        """The parties that have the option."""
        having = {dm for dm, own in options_of(self.data).items() if self.option in own}
        sharing = [self.groups[f] for f, _ in _families(self.data) if self._owner(f) == self.first]
        known = frozenset({self.first} & having).union(*sharing)
        counted = [members for g, members in self.groups.items() if self.counts(g, self.option)]
        counted += [self._of_owner(f) for f, _ in _families(self.data)]
        grown = True
        while grown:
            joined = known.union(*(one & having for one in counted if one & known))
            grown, known = joined != known, joined
        return known

    def _owner(self, family: str) -> str:
        return str(options_of_family(self.data, family)[1])

    def _of_owner(self, family: str) -> frozenset[str]:
        """The members of all families that have a family's options."""
        owner = self._owner(family)
        same = (self.groups[f] for f, _ in _families(self.data) if self._owner(f) == owner)
        return frozenset().union(*same)

    def counts(self, group: str, option: str) -> bool:
        """Whether a statement counts an option of a group."""
        return f"{group}.{option}" in self._named

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(
            name.name
            for _, use, text in texts(self.data)
            if use in ("statement", "name") and isinstance(text, str)
            for name in logic.spelled_names(text)
        )

    @cached_property
    def named(self) -> frozenset[str]:
        """What statements name before the point: the parties, and the families and groups of them.

        Of a group some parties may lack the option: who has it counts.
        """
        of_them = (g for g, members in self.groups.items() if members & self.parties)
        return self.parties.union(of_them)

    def clash(self, new: str) -> str:
        """Return what a statement counts that would be counted otherwise; nothing where none is."""
        groups = sorted(self.named - self.parties)
        return next((f"{g}.{new}" for g in groups if self.counts(g, new)), "")

    @cached_property
    def places(self) -> tuple[Path, ...]:
        """Where the option is written."""
        own = as_table(self.data.get("decision_makers"))
        alone: list[Path] = [("decision_makers", dm, "options") for dm in own if dm in self.parties]
        families = [
            options_of_family(self.data, f)
            for f, _ in _families(self.data)
            if self.groups[f] & self.parties
        ]
        every = [(*place, self.option) for place in dict.fromkeys((*alone, *families))]
        return tuple(place for place in every if found(self.data, place) is not None)


def _families(data: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return list(families_of(data).items())
