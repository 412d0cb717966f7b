"""The lists of states and organisations, and where a text has their words."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_CAPITALISED = re.compile(r"(?<![\w.@/])(?=[^\W\d_])(?![a-z])\w+")


@dataclass(frozen=True, slots=True)
class PartyLists:
    """What `parties.toml` holds."""

    parties: Mapping[str, tuple[str, ...]]  # word: the parties that it stands for
    capitals: frozenset[str]
    ambiguous: frozenset[str]
    by_first: Mapping[str, tuple[str, ...]]  # first word of a name: the names, longest first
    words: Mapping[str, frozenset[str]]


def _first_word(name: str) -> str:
    found = re.match(r"\w+", name)
    return found.group() if found else name


def _plurals(words: Iterable[str]) -> Iterator[str]:
    """Give adjectives and people, and the plurals that are made by an -s."""
    for word in words:
        yield word
        if not re.search(r"(?:s|sh|ch|ese|x|men|Irish)\Z", word):
            yield f"{word}s"


@cache
def lists() -> PartyLists:
    """Read `parties.toml`."""
    data = tomllib.loads((resources.files(__package__) / "parties.toml").read_text("utf-8"))
    parties: dict[str, list[str]] = defaultdict(list)
    capitals: set[str] = set()
    for table in ("states", "lands", "organisations"):
        for name, has in data[table].items():
            capitals.update(has.get("capital", ()))
            others = (*has.get("capital", ()), *has.get("houses", ()), *has.get("also", ()))
            for word in (name, *_plurals(has.get("people", ())), *others):
                parties[word].append(name)
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in sorted({*parties, *data["elsewhere"]}, key=lambda word: (-len(word), word)):
        by_first[_first_word(word)].append(word)
    return PartyLists(
        {word: tuple(dict.fromkeys(names)) for word, names in parties.items()},
        frozenset(capitals),
        frozenset(data["ambiguous"]),
        {first: tuple(words) for first, words in by_first.items()},
        {name: frozenset(words.split()) for name, words in data["words"].items()},
    )


def listed_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the words of the lists that stand in a text, the longest at each place."""
    by_first = lists().by_first
    end = 0
    for found in _CAPITALISED.finditer(text):
        start = found.start()
        if start < end:
            continue
        for word in by_first.get(found.group(), ()):
            after = start + len(word)
            if text.startswith(word, start) and not (
                word[-1].isalnum() and text[after : after + 1].isalnum()
            ):
                end = after
                yield start, after, word
                break
