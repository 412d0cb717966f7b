"""What a statement of a document may become in the model: for a person to take, or not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from countermove.picture.palette import COLOURS
from countermove.record.candidates import Candidate
from countermove.record.folding import as_read
from countermove.web.draft import full_names, parties, table
from countermove.web.pages.record.heard import ShownAttribution
from countermove.web.rendering import seen

NEW = "+"
"""What the name of a party begins with that the model hasn't yet."""

_ALIKE = 0.6
_SMALL = frozenset(
    ["a", "an", "and", "any", "at", "for", "in", "its", "of", "on", "the", "their", "to"]
)


@dataclass(frozen=True, slots=True)
class Offer:
    """An option or a wish that may be made of a statement."""

    number: int  # among the candidates of the statement
    kind: str
    party: str  # its id, or the name of a new one after NEW
    name: str
    words: str
    statement: str  # of a wish, where it is about an option that the model has
    is_denied: bool  # an option, of which it is said that it won't be

    @property
    def is_ready(self) -> bool:
        """Whether nothing more is to be said to take it."""
        return self.kind == "option" or bool(self.statement)


def offers(data: Mapping[str, Any], found: ShownAttribution) -> Iterator[Offer]:
    """Give what may be made of a statement."""
    for number, one in enumerate(found.candidates):
        if one.kind == "claim" or one.party is None:
            continue
        party, name = party_like(data, one.party)
        text = seen(as_read(one.text))
        words = text[:1].upper() + text[1:] if one.kind == "option" else text
        if one.kind == "wish" and one.negative:
            words = f"not {words}"
        statement = _statement(data, one) if one.kind == "wish" else ""
        has_it = one.kind == "option" and _option_like(data, text, party)
        if not has_it:
            yield Offer(
                number,
                one.kind,
                party,
                name,
                words,
                statement,
                one.kind == "option" and one.negative,
            )


def party_like(data: Mapping[str, Any], name: str) -> tuple[str, str]:
    """Return the party of the model that a document's name means, else a new one; and its name."""
    for party in parties(data):
        if any(_is_named(own, name) for own in (party.name, party.called, party.id)):
            return party.id, party.name
    name = name[:1].upper() + name[1:]
    return NEW + name, name


def new_parties(data: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Return the names, as parties are called, of those that the model hasn't."""
    made = (party_like(data, name) for name in names)
    return list(dict.fromkeys(name for party, name in made if party.startswith(NEW)))


def party_named(data: Mapping[str, Any], *names: str | None) -> str:
    """Return the first party of the model that one of some names means; empty for none."""
    made = (party_like(data, name)[0] for name in names if name)
    return next((party for party in made if not party.startswith(NEW)), "")


def party_of(data: Mapping[str, Any], found: ShownAttribution) -> str:
    """Return the party that a speaker stands for, of the model or new; empty for none."""
    said = found.attribution
    known = party_named(data, *found.stands_for, said.role, said.speaker)
    return known or next((party_like(data, name)[0] for name in found.stands_for), "")


def colour_of(data: Mapping[str, Any], party: str) -> str:
    """Return how pages call the colour of a party; empty for one that the model hasn't."""
    known = list(table(data, "decision_makers"))
    return f"party-{known.index(party) % COLOURS + 1}" if party in known else ""


def _is_named(own: str, name: str) -> bool:
    """Say whether a name of a party stands in what a document calls it, or the other way round."""
    one, other = _bare(own), _bare(name)
    return bool(one and other) and (_stands_in(one, other) or _stands_in(other, one))


def _bare(name: str) -> str:
    return name.casefold().replace("’", "'").removeprefix("the ").strip()


def _stands_in(one: str, other: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(one)}(?!\w)", other) is not None


def _words(text: str) -> set[str]:
    found = re.findall(r"\w+", text.casefold())
    return {word for word in found if word not in _SMALL} or set(found)


def _option_like(data: Mapping[str, Any], text: str, party: str = "") -> str:
    """Return the option or the level that some words mean, as statements name it; or none."""
    wanted, best, most = _words(text), "", _ALIKE
    ids = Counter(name.partition(".")[2] for name in full_names(data))
    for dm in parties(data):
        for option in dm.options:
            name = option.id if ids[option.id] == 1 else f"{dm.id}.{option.id}"
            said = {name: option.text} if not option.levels else {}
            said |= {f"{name} is {one.id}": f"{option.text} {one.text}" for one in option.levels}
            for name, words in said.items():
                own = _words(words)
                alike = len(own & wanted) / len(own | wanted - _words(dm.name)) if own else 0
                if alike > most and party in ("", dm.id):
                    best, most = name, alike
    return best


def _statement(data: Mapping[str, Any], wish: Candidate) -> str:
    """Return a wish as a statement, where the model has the option that it is about."""
    option = _option_like(data, wish.text) if table(data, "decision_makers") else ""
    return f"not {option}" if option and wish.negative else option
