"""Bodies that are no state: unions, boards, ministries, centres, by the words of a phrase."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import dropwhile, takewhile

from countermove.record import words as w
from countermove.record.attribution import Span
from countermove.record.party_lists import lists

_CAP = r"[A-Z][\w'&-]{0,40}"
_BEGINS = r"(?<![\w'&-])"  # else a long word would be looked at from each hyphen
# What is called after a nation, and is no part of its state: `American Federation of Teachers`.
_PRIVATE = (
    "(?:Alliance|Association|Center|Centre|Chamber|Confederation|Federation|Foundation|Institute|"
    "League|Society|Union)"
)
_INSTITUTION = re.compile(
    rf"{_BEGINS}(?P<head>(?:{_CAP} ){{0,4}}{_PRIVATE})\b"
    rf"(?: (?:of|for)(?: the)?(?P<of> {_CAP}(?:(?: and)? {_CAP}){{0,4}}))?"
)
_OFFICE_OF = (
    rf"(?:{_CAP} ){{0,3}}(?:Authority|Board|Ministry) (?:of|for)(?: {_CAP}(?: and)?){{1,3}}"
)
# What is told of as `the board` can speak, and be silent.
_TOLD_OF = re.compile(
    r"\b[Tt]he (?P<bare>administration|authority|board|commission|committee|council|government|"
    r"ministry|union)\b(?! [A-Z])"
)


def institutions(text: str) -> Iterator[tuple[Span, str]]:
    """Give bodies with names of their own that are listed nowhere.

    >>> text = "The American Federation of Teachers met the Russian Federation."
    >>> [name for _, name in institutions(text)]
    ['American Federation of Teachers']
    """
    known = lists().parties
    for m in _INSTITUTION.finditer(text):
        name, head = _name(m[0]), _name(m["head"]).split()
        parts = {" ".join(head[k:]) for k in range(len(head))} | {(m["of"] or "").strip()}
        parts.add(name)
        if (len(head) > 1 or m["of"]) and not parts & known.keys():
            yield (m.end() - len(name), m.end()), name


def _name(words: str) -> str:
    """Leave out what begins a sentence, and no name.

    >>> _name("On Monday Karsa Water Board"), _name("The Board")
    ('Karsa Water Board', 'Board')
    """
    no_names = lists().words["first"] | w.DAYS
    return " ".join(dropwhile(lambda word: word.lower() in no_names, words.split(" ")))


def _is_listed_union(name: str) -> bool:
    """Whether `the union` hardly means it: that of Europe is told of by its name."""
    return name.endswith(" Union") and name in lists().parties


class Camps:
    """The bodies that a text names.

    >>> camps = Camps("Karsa Water Board met. The board has no water. The union has.")
    >>> camps.whole("board"), camps.whole("water board"), camps.whole("union")
    ('Karsa Water Board', 'Karsa Water Board', 'union')
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _societies(self) -> list[tuple[Span, str]]:
        """Where bodies stand whose names go on: `Federation of Teachers`."""
        pairs = institutions(self._text)
        return [(span, name) for span, name in pairs if re.search(" (?:of|for) ", name)]

    @cached_property
    def _names(self) -> list[tuple[Span, str]]:
        """Where bodies stand with the whole name: in capitals, or `farmers' union`."""
        bodies = "|".join(sorted(lists().words["bodies"]))
        heads = "|".join(sorted(body.capitalize() for body in lists().words["bodies"]))
        named = rf"{_OFFICE_OF}(?<! and)|(?:{_CAP} ){{1,4}}(?:{heads})|[a-z]+s' (?:{bodies})"
        pattern = rf"{_BEGINS}(?:{named})\b"
        within = {place for (a, b), _ in self._societies for place in range(a, b)}
        return [
            ((m.end() - len(name), m.end()), name)
            for m in re.finditer(pattern, self._text)
            if " " in (name := _name(m[0]))
            and m.end() - 1 not in within
            and not _is_listed_union(name)
        ]

    @cached_property
    def _wholes(self) -> dict[str, str]:
        """Each way to call a body in short, in small letters, with its only whole name."""
        names = {name.lower(): name for _, name in reversed(self._names)}
        ends = {low[k + 1 :] for low in names for k, letter in enumerate(low) if letter == " "}
        shorts: dict[str, set[str]] = defaultdict(set)
        for low in names.keys() - ends:
            words = re.sub(" (?:of|for) .*", "", low).split(" ")
            shorts[low].add(names[low])
            for k in range(len(words)):
                shorts[" ".join(words[k:])].add(names[low])
        return {short: next(iter(wholes)) for short, wholes in shorts.items() if len(wholes) == 1}

    def whole(self, name: str) -> str:
        """Return the whole name of a body that is called in short, where there is only one."""
        return self._wholes.get(name.lower(), name)

    def told_of(self) -> Iterator[tuple[Span, str]]:
        """Give where the text names a body that could speak."""
        yield from self._names
        yield from self._societies
        for m in _TOLD_OF.finditer(self._text):
            yield m.span("bare"), m["bare"]


def owner(phrase: str) -> str | None:
    """Return whose office it is, by a name before it: `Karsa's foreign minister`.

    >>> owner("Norden fisheries minister"), owner("Foreign minister"), owner("Karsa's Minister")
    ('Norden', None, 'Karsa')
    """
    words = re.sub(r"^[Tt]he ", "", phrase).split()
    office = next(
        (k for k, word in enumerate(words) if word.lower() in lists().words["offices"]), 0
    )
    name = list(takewhile(lambda word: word[:1].isupper(), words[:office]))
    known = lists().words
    if not name or name[0].lower() in known["portfolios"] | known["not_in_names"]:
        return None
    if name[-1].endswith("'s"):
        return re.sub(r"'s\Z", "", " ".join(name))
    return " ".join(name) if words[office].islower() else None


def camp(phrase: str) -> str | None:
    """Return the camp in a phrase: `Trump campaign`, `farmers' union`, a bare `company`.

    >>> camp("Chair of the farmers' union"), camp("Trump's campaign manager"), camp("the union's")
    ("farmers' union", 'Trump campaign', 'union')
    """
    words = phrase.replace(",", " ,").split()
    for k in range(len(words) - 1, -1, -1):
        low = words[k].lower().removesuffix("'s")
        if not {low, low.removesuffix("s")} & lists().words["bodies"]:
            continue
        begin = k
        while (
            begin
            and words[begin - 1].lower() not in lists().words["not_in_names"]
            and words[begin - 1] != ","
        ):
            begin -= 1
        if begin == k:
            return low
        name = [*words[begin:k], re.sub(r"'s\Z", "", words[k])]
        if name[0][:1].isupper():
            name = [re.sub(r"'s\Z", "", word) if word[:1].isupper() else word for word in name]
        return " ".join(name)
    return None
