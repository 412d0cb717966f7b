"""The record: the sources of a model, and what rests on each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from countermove.errors import Path, written_path
from countermove.texts import in_quotes
from countermove.web.contexts import in_words, split
from countermove.web.draft import at, items, table, text

_LONGEST, _SHORT = 90, 24


@dataclass(frozen=True, slots=True)
class DraftSource:
    """A source as it is written."""

    id: str
    uses: tuple[tuple[Path, str], ...]
    quote: tuple[str, ...]
    who: str
    role: str
    on: str
    said: str
    where: str
    document: str

    @property
    def gist(self) -> str:
        """What was said or done: the analyst's words, or else the document's in quotes."""
        return self.said or (in_quotes(" … ".join(self.quote)) if self.quote else "")

    @property
    def title(self) -> str:
        """Who said or did it, and when."""
        return ", ".join(filter(None, (self.who, self.role, self.on))) or self.id

    @property
    def short(self) -> str:
        """Who said or did it, or else what, in a few words."""
        return self.who or shorten(self.gist, _SHORT, placeholder=" …") or self.id

    @property
    def chosen(self) -> str:
        """What it is in a list to choose from: who said it, where that is known, and what."""
        by = f"{self.title}: " if self.title != self.id else ""
        return f"{by}{shorten(self.gist, _LONGEST, placeholder=' …')}" if self.gist else self.id


def sources(data: Mapping[str, Any], say: Callable[[str], str]) -> dict[str, DraftSource]:
    """Return the sources of a model by their ids, as they are written; `say` words statements."""
    uses: dict[str, list[tuple[Path, str]]] = {}
    for path, source in citations(data):
        uses.setdefault(source, []).append((path, said_at(data, path, say)))
    return {
        key: DraftSource(
            key,
            tuple(uses.get(key, ())),
            quoted(source),
            *(
                text(source, part).strip()
                for part in ("who", "role", "on", "said", "where", "document")
            ),
        )
        for key, source in table(data, "sources").items()
    }


def quoted(source: Any) -> tuple[str, ...]:
    """Return the words that a source quotes, part by part."""
    parts = items(source, "quote")
    return tuple(map(str, parts)) or tuple(filter(None, [text(source, "quote")]))


def citations(part: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Give what rests on the record with each of its sources, in the order of the file."""
    if isinstance(part, Mapping):
        for source in items(part, "because"):
            yield path, str(source)
        for key, value in part.items():
            yield from citations(value, (*path, key))
    elif isinstance(part, list):
        for position, value in enumerate(part):
            yield from citations(value, (*path, position))


def said_at(data: Mapping[str, Any], path: Path, say: Callable[[str], str]) -> str:
    """Say what stands at a place that rests on a source."""
    context, inner = split(path)
    written = at(data, *path)
    name = text(data, "decision_makers", str(inner[1]), "name") if len(inner) > 1 else ""
    match inner:
        case ("preferences", dm) | ("preferences", dm, "readings", _):
            words = f"what {name or dm} wants"
        case ("preferences", dm, *_, int()):
            holds = text(written, "holds") or text(data, *path)
            words = f"{name or dm} wants “{say(holds)}”"
        case ("decision_makers", _, "options", option):
            words = f"the option “{text(written, 'text') or text(data, *path) or option}”"
        case ("decision_makers", _, "options", option, "levels", level):
            of = at(data, *path[:-2])
            words = text(written, "text") or text(data, *path) or str(level)
            words = f"“{text(of, 'text') or option}: {words}”"
        case ("claims", claim):
            words = f"the claim {in_quotes(text(written, 'says') or str(claim))}"
        case _:
            words = " ".join(map(str, inner))
    around = in_words(data, context)
    words = f"{around}: {words}" if words and around else around or words
    words = words or written_path(path) or "the model"
    return words[:1].upper() + words[1:]
