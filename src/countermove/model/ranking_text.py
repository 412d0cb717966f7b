"""Rankings in one text, as papers and the program itself print them: ``4 > {1 2} > 3``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

Reference = str | int
"""A state as the analyst writes it."""

Level = Reference | tuple[Reference, ...]
"""A state of a ranking, or several that are equally good."""

REST = "the rest"
"""What stands in a ranking for all states that it doesn't name."""

_BETTER = re.compile("[>≻]")
_SIGNS = re.compile("[>≻{}]")
_TIE = re.compile(r"\{([^{}]*)\}|\(([^()]*)\)|\[([^\[\]]*)\]")
_AS_GOOD = re.compile("[~∼=]")
_LISTED = re.compile(rf"\{{[^{{}}]*\}}|\([^()]*\)|{REST}|[^\s,]+")


def is_ranking(text: object) -> bool:
    """Say whether an entry of a ranking is several in the notation of a text."""
    return isinstance(text, str) and _SIGNS.search(text) is not None


def levels(text: str) -> tuple[Level, ...]:
    """Read a ranking from a text, best first.

    Where nothing says what is better, what is listed first is. What can't be read is left as it
    is, for whoever looks for such a state.

    >>> levels("4 > {1 2} > 3"), levels("YN > Y Y ~ NN > the rest"), levels("4, 1, (2 3)")
    (('4', ('1', '2'), '3'), ('YN', ('Y Y', 'NN'), 'the rest'), ('4', '1', ('2', '3')))
    """
    if not text.strip():
        return ()
    parts = _BETTER.split(text) if _BETTER.search(text) else _LISTED.findall(text)
    return tuple(_level(part.strip()) for part in parts)


def _level(text: str) -> Level:
    tie = _TIE.fullmatch(text)
    if tie is None and not _AS_GOOD.search(text):
        return text
    inside = text if tie is None else next(group for group in tie.groups() if group is not None)
    for sign in (_AS_GOOD, re.compile(",")):
        if sign.search(inside):
            return tuple(part.strip() for part in sign.split(inside))
    return tuple(inside.split())


def spread(ranking: Iterable[object]) -> Iterator[object]:
    """Give the entries of a ranking, one after another for an entry that is several.

    >>> list(spread(["4 > 1", [2, 3]])), list(spread(["{1 2}", 3]))
    (['4', '1', [2, 3]], [('1', '2'), 3])
    """
    for entry in ranking:
        if isinstance(entry, str) and is_ranking(entry):
            yield from levels(entry)
        else:
            yield entry


def without(ranking: str, state: str) -> str:
    """Return a ranking in one text without one of its states.

    >>> without("a > {b c} > d", "c"), without("a > b", "a")
    ('a > b > d', 'b')
    """
    left: list[Level] = []
    for level in levels(ranking):
        tied = level if isinstance(level, tuple) else (level,)
        others = tuple(one for one in tied if one != state)
        if others:
            left.append(others if len(others) > 1 else others[0])
    return " > ".join(map(written, left))


def mapped(entry: Reference, change: Callable[[Reference], Reference], *, whole: bool) -> Reference:
    """Return an entry of a ranking with each state in it written in another way.

    >>> mapped("4 > {1 2}", lambda state: f"s{state}", whole=False)
    's4 > {s1 s2}'
    """
    if not isinstance(entry, str) or not (whole or is_ranking(entry)):
        return change(entry)
    old = levels(entry)
    new = tuple(tuple(map(change, x)) if isinstance(x, tuple) else change(x) for x in old)
    return entry if new == old else " > ".join(map(written, new))


def written(level: Level) -> str:
    """Write one level of a ranking, a tie in braces.

    >>> written("3"), written(("1", "2")), written(("s1", "s2 (deal)"))
    ('3', '{1 2}', '{s1, s2 (deal)}')
    """
    if not isinstance(level, tuple):
        return str(level)
    tied = [str(state) for state in level]
    return f"{{{(', ' if any(' ' in state for state in tied) else ' ').join(tied)}}}"
