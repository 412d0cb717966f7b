"""What is to be mended: the same mistake in many places told once, with the way back."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from countermove.editing.document import Document
from countermove.editing.edits import called
from countermove.errors import Path, Problem
from countermove.web.draft import at, table
from countermove.web.page import ModelPage

_MOST_VERSIONS = 30
_ALONG = ("preferences", "moves", "views")
_MISSING = re.compile(r"no (?:option or term|option|term|source|party|outcome) '([^']+)'")


@dataclass(frozen=True)
class Mistake:
    """A mistake, with all places where it stands."""

    problems: tuple[Problem, ...]
    page: ModelPage
    document: Document

    @property
    def what(self) -> str:
        """What is wrong."""
        if self._lost is None:
            return self.problems[0].what
        words = called(self._lost[0], self._lost[1])
        return f"{words} is gone, and still used."

    @property
    def advice(self) -> str:
        """What is to be done; nothing where one button does it."""
        return "" if self._lost else self.problems[0].advice

    @property
    def places(self) -> Sequence[tuple[str, str]]:
        """Where it stands, in words, each with the address at which it is mended."""
        data = self.page.snapshot.data
        words = [(called(found.path, data), found) for found in self.problems if found.path]
        count = Counter(word for word, _ in words)
        first = dict(reversed(words))
        return [
            (word if n == 1 else f"{word} ({n} times)", self.page.path_url(first[word].path))
            for word, n in count.items()
        ]

    @cached_property
    def _lost(self) -> tuple[Path, Mapping[str, Any], bool] | None:
        """Return what is missing and was there once: its place, in what, and if just before."""
        missing = _MISSING.search(self.problems[0].what)
        return missing and _last(self.document, missing[1], self.page.snapshot.data)

    @property
    def back(self) -> dict[str, str] | None:
        """The form that brings back what is missing."""
        if self._lost is None:
            return None
        path, before, is_last = self._lost
        if is_last:
            return {"do": "undo"}
        # A party went with what it wants, sees and may do.
        along = [(part, path[1]) for part in _ALONG] if path[0] == "decision_makers" else []
        lost = [place for place in along if at(self.page.snapshot.data, *place) is None]
        puts = [
            {"do": "put", "at": place, "value": value}
            for place in (path, *lost)
            if (value := at(before, *place)) is not None
        ]
        return {"edits": _as_json(puts)}

    @property
    def away(self) -> dict[str, str] | None:
        """The form that removes all that uses what is missing."""
        if self._lost is None:
            return None
        owners = {_owner(found.path) for found in self.problems}
        # From the end of each list, so that positions stay true.
        ordered = sorted(owners, key=lambda path: [(isinstance(s, int), s) for s in path])
        return {"edits": _as_json([{"do": "remove", "at": path} for path in reversed(ordered)])}


def grouped(page: ModelPage, document: Document) -> list[Mistake]:
    """Return what is to be mended in a model, the same in many places once."""
    order = {problem.what: k for k, problem in reversed(list(enumerate(page.live.problems)))}
    problems = sorted(page.live.problems, key=lambda problem: order[problem.what])
    return [
        Mistake(tuple(same), page, document)
        for _, same in groupby(problems, key=lambda problem: problem.what)
    ]


def _last(
    document: Document, name: str, data: Mapping[str, Any]
) -> tuple[Path, Mapping[str, Any], bool] | None:
    """Look for the latest version before this one that had something of a name."""
    versions = {version.number: version for version in document.versions()}
    number = next((v.parent for v in versions.values() if v.is_current), None)
    for k in range(_MOST_VERSIONS):
        if number not in versions:
            return None
        before = document.data_of(number)
        path = next(_named(before, name), None)
        if path is not None:
            # Without its party an option can't come back.
            if path[:2] != path and path[0] == "decision_makers" and at(data, *path[:2]) is None:
                path = path[:2]
            return path, before, k == 0
        number = versions[number].parent
    return None


def _named(data: Mapping[str, Any], name: str) -> Iterator[Path]:
    """Give the places where something of a name is declared."""
    own, _, option = name.rpartition(".")
    for dm in table(data, "decision_makers"):
        if (own or dm) == dm and option in table(data, "decision_makers", dm, "options"):
            yield "decision_makers", dm, "options", option
    for kind in ("decision_makers", "terms", "states", "sources"):
        if name in table(data, kind):
            yield kind, name


def _owner(path: Path) -> Path:
    """Return what goes when a place is removed: a whole claim, a whole statement."""
    for key in ("claims", "statements"):
        if key in path and "because" not in path:
            return path[: path.index(key) + 2]
    return path


def _as_json(edits: list[dict[str, Any]]) -> str:
    return json.dumps(edits, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """Return what JSON doesn't have: dates as texts, decimals as numbers that are written alike."""
    return float(value) if isinstance(value, Decimal) else str(value)
