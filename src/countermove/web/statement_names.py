"""The names that statements use, as the field for one has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from countermove.texts import one_line
from countermove.web.draft import DraftOption


class StatementName(NamedTuple):
    """A name that statements use: what it stands for, all that it says, and what is said."""

    kind: Literal["option", "level", "group", "term", "outcome"]
    name: str
    text: str
    said: str
    party: str = ""
    party_name: str = ""
    level: str = ""

    @property
    def whole(self) -> str:
        """All that it says, and whose it is."""
        if self.kind in ("option", "level"):
            return f"{self.text} ({self.party_name})"
        return f"{self.name} = {self.text}"


def levels_named(named: StatementName, option: DraftOption) -> Iterator[StatementName]:
    """Give what statements say of an option and its levels."""
    relations = {"is": option.levels}
    if option.is_ordered:
        relations |= {"at least": option.levels[1:], "at most": option.levels[:-1]}
    for relation, levels in relations.items():
        between = ":" if relation == "is" else f" {relation}"
        for level in levels:
            words = one_line(level.text)
            yield named._replace(
                kind="level",
                name=f"{named.name} {relation} {level.id}",
                text=f"{named.text}{between} {words}",
                said=f"{named.said}{between} {words}",
                level=words,
            )
