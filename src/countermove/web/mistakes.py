"""What is to be mended: the same mistake in many places told once, with the way back."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from countermove.editing.applying import applied
from countermove.editing.edited_file import EditedFile
from countermove.editing.edits import Remove, called
from countermove.editing.history import Version
from countermove.errors import CountermoveError, Path, Problem
from countermove.files.model_file import from_dict
from countermove.model.rule_kinds import GROUPS
from countermove.model.rule_words import quoted_rule
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary
from countermove.web.contexts import split
from countermove.web.draft import at, table
from countermove.web.page import ModelPage

_MOST_VERSIONS = 30
_ALONG = ("preferences", "moves", "views")
_MISSING = re.compile(r"no (?:option or term|option|term|source|party|outcome) '([^']+)'")


@dataclass(frozen=True)
class _Lost:
    """What is missing and was there once: where, in what, and whether just before."""

    path: Path
    before: Mapping[str, Any]
    is_last: bool


@dataclass(frozen=True)
class Mistake:
    """A mistake, with all places where it stands."""

    problems: tuple[Problem, ...]
    page: ModelPage
    lost: _Lost | None

    @property
    def what(self) -> str:
        """What is wrong."""
        if self.lost is None:
            return self.problems[0].what
        return f"{called(self.lost.path, self.lost.before)} is gone, and still used."

    @property
    def advice(self) -> str:
        """What is to be done; nothing where one button does it."""
        return "" if self.lost else self.problems[0].advice

    @property
    def places(self) -> Sequence[tuple[str, str]]:
        """Where it stands, in words, each with the address at which it is mended."""
        words = [(self._place(found.path), found) for found in self.problems if found.path]
        count = Counter(word for word, _ in words)
        first = dict(reversed(words))
        return [
            (word if n == 1 else f"{word} ({n} times)", self.page.path_url(first[word].path))
            for word, n in count.items()
        ]

    def _place(self, path: Path) -> str:
        """Say in words where a mistake stands; of rules and wishes, in which."""
        data = self.page.snapshot.data
        words = called(path, data)
        context, inner = split(path)
        match inner:
            case ("preferences", _, "statements", int(), *_):
                wish = at(data, *context, *inner[:4])
                holds = wish.get("holds", "") if isinstance(wish, Mapping) else wish
                return f"{words}, “{self._said(str(holds))}”"
        rule = inner[:3]
        if len(rule) < 3 or rule[0] != "rules" or self._vocabulary is None:
            return words
        with suppress(CountermoveError):
            quoted = quoted_rule(self._vocabulary, rule, at(data, *context, *rule))
            return f"the rule {quoted}{words.removeprefix('a rule')}"
        return words

    def _said(self, statement: str) -> str:
        """Say a statement in words, where what it names was there once."""
        with suppress(CountermoveError):
            if self._vocabulary is not None:
                return statement_words(self._vocabulary, statement)
        return statement

    @cached_property
    def _vocabulary(self) -> Vocabulary | None:
        """The names as they were when what is missing was there."""
        if self.lost is not None:
            with suppress(CountermoveError):
                return Vocabulary(from_dict(self.lost.before))
        conflict = self.page.snapshot.reading.conflict
        return Vocabulary(conflict) if conflict else None

    @property
    def back(self) -> dict[str, str] | None:
        """The form that brings back what is missing."""
        if self.lost is None:
            return None
        path, before = self.lost.path, self.lost.before
        if self.lost.is_last:
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
        if self.lost is None:
            return None
        every = [path for paths in self._removed for path in paths]
        return {"edits": _as_json([{"do": "remove", "at": path} for path in every])}

    @property
    def away_words(self) -> str:
        """What that does."""
        more = ", and what uses that" if len(self._removed) > 1 else ""
        return f"Remove what uses it{more}"

    @cached_property
    def _removed(self) -> Sequence[Sequence[Path]]:
        """Return what goes: first what uses what is missing, then what uses what went."""
        now = data = self.page.snapshot.data
        problems: Sequence[Problem] = self.problems
        rounds: list[Sequence[Path]] = []
        while problems:
            owners = {_owner(found.path, data, problems) for found in problems}
            # From the end of each list, so that positions stay true.
            order = sorted(owners, key=lambda path: [(isinstance(s, int), s) for s in path])
            rounds.append(order[::-1])
            try:
                data = applied(data, [Remove(at=path) for path in rounds[-1]])
                from_dict(data)
                break
            except CountermoveError as error:
                problems = [p for p in error.problems if _is_missing_of(p, now)]
        return rounds


def grouped(page: ModelPage, document: EditedFile) -> list[Mistake]:
    """Return what is to be mended in a model, the same in many places once."""
    versions = {version.number: version for version in document.versions()}
    data_of = cache(document.data_of)
    lost: dict[str, _Lost | None] = {}
    groups: dict[str | Path, list[Problem]] = {}
    for problem in page.live.problems:
        what = problem.what
        if what not in lost:
            missing = _MISSING.search(what)
            lost[what] = missing and _last(versions, data_of, missing[1], page.snapshot.data)
        found = lost[what]
        groups.setdefault(found.path if found else what, []).append(problem)
    return [Mistake(tuple(same), page, lost[same[0].what]) for same in groups.values()]


def _last(
    versions: Mapping[int, Version],
    data_of: Callable[[int], Mapping[str, Any]],
    name: str,
    data: Mapping[str, Any],
) -> _Lost | None:
    """Look for the latest version before this one that had something of a name."""
    number = next((v.parent for v in versions.values() if v.is_current), None)
    for k in range(_MOST_VERSIONS):
        if number is None or number not in versions:
            return None
        before = data_of(number)
        path = next(_named(before, name), None)
        if path is not None:
            # Without its party an option can't come back.
            if path[:2] != path and path[0] == "decision_makers" and at(data, *path[:2]) is None:
                path = path[:2]
            return _Lost(path, before, k == 0)
        number = versions[number].parent
    return None


def _is_missing_of(problem: Problem, data: Mapping[str, Any]) -> bool:
    """Say whether a problem is that something of this data is missing."""
    missing = _MISSING.search(problem.what)
    return missing is not None and next(_named(data, missing[1]), None) is not None


def _named(data: Mapping[str, Any], name: str) -> Iterator[Path]:
    """Give the places where something of a name is declared."""
    own, _, option = name.rpartition(".")
    for dm in table(data, "decision_makers"):
        if (own or dm) == dm and option in table(data, "decision_makers", dm, "options"):
            yield "decision_makers", dm, "options", option
    for kind in ("decision_makers", "terms", "states", "sources"):
        if name in table(data, kind):
            yield kind, name


def _owner(path: Path, data: Mapping[str, Any], problems: Sequence[Problem]) -> Path:
    """Return what goes when a place is removed: a whole claim, a whole statement."""
    if path[-3:-2] and path[-3] in GROUPS:
        wrong = {found.path for found in problems if found.path[:-1] == path[:-1]}
        # A rule about a group says nothing of a single one.
        return path[:-1] if len(at(data, *path[:-1]) or ()) - len(wrong) < 2 else path
    for key in ("claims", "statements"):
        if key in path and "because" not in path:
            return path[: path.index(key) + 2]
    return path


def _as_json(edits: list[dict[str, Any]]) -> str:
    return json.dumps(edits, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """Return what JSON doesn't have: dates as texts, decimals as numbers that are written alike."""
    return float(value) if isinstance(value, Decimal) else str(value)
