"""Rankings in one text, as papers and the program itself print them: ``4 > {1 2} > 3``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

Reference = str | int
"""A state as the analyst writes it."""

Level = Reference | tuple[Reference, ...]
"""A state of a ranking, or several that are equally good."""

REST = "the rest"
"""What stands in a ranking for all states that it doesn't name."""

_BETTER = re.compile("(>{2,}|[≫⋙])|[>≻]")
_MARK = re.compile(r"\s*(>{2,}|[≫⋙])\s*")
_SIGNS = re.compile("[>≻≫⋙{}]")
_TIE = re.compile(r"\{([^{}]*)\}|\(([^()]*)\)|\[([^\[\]]*)\]")
_AS_GOOD = re.compile("[~∼=]")
_LISTED = re.compile(rf"\{{[^{{}}]*\}}|\([^()]*\)|{REST}|[^\s,]+")


def is_mark(entry: object) -> bool:
    """Say whether an entry of a ranking only says that what follows is greatly worse: ``>>``."""
    return isinstance(entry, str) and _MARK.fullmatch(entry) is not None


def idle_marks(ranking: Sequence[object]) -> list[int]:
    """Return where marks stand between no two places, others (None) being gone.

    >>> idle_marks([">>", "a", ">>", None, ">>", "b", ">>"])
    [0, 4, 6]
    """
    idle, last = [], -1  # where the last mark stands that nothing follows yet
    is_open = False  # whether a place stands above
    for k, entry in enumerate(ranking):
        if is_mark(entry):
            if not is_open:
                idle.append(k)
            else:
                is_open, last = False, k
        elif entry is not None:
            is_open, last = True, -1
    return sorted([*idle, last]) if last >= 0 else idle


def mark(text: str) -> str:
    """Return such an entry as it is written, by signs that any keyboard has."""
    return {"≫": ">>", "⋙": ">>>"}.get(text.strip(), text.strip())


def is_ranking(text: object) -> bool:
    """Say whether an entry of a ranking is several in the notation of a text."""
    return isinstance(text, str) and not is_mark(text) and _SIGNS.search(text) is not None


def best_first(value: object) -> object:
    """Read a ranking in one text, ``4 > {1 2} > 3``, or one in which such texts stand."""
    if isinstance(value, str):
        return levels(value)
    return tuple(spread(value)) if isinstance(value, (list, tuple)) else value


def levels(text: str) -> tuple[Level, ...]:
    """Read a ranking from a text, best first.

    Where nothing says what is better, what is listed first is. What can't be read is left as it
    is, for whoever looks for such a state.

    >>> levels("4 > {1 2} > 3"), levels("YN > Y Y ~ NN > the rest"), levels("4, 1, (2 3)")
    (('4', ('1', '2'), '3'), ('YN', ('Y Y', 'NN'), 'the rest'), ('4', '1', ('2', '3')))
    >>> levels("4 ≫ 1 > 2 >>> 3")
    ('4', '>>', '1', '2', '>>>', '3')
    """
    if not text.strip():
        return ()
    if not _BETTER.search(text):
        return tuple(_level(part.strip()) for part in _LISTED.findall(text))
    return tuple(_split(text))


def _split(text: str) -> Iterator[Level]:
    """Give the levels between the signs, and the signs that say by how much."""
    parts = _BETTER.split(text)  # between any two parts a mark or, for a plain sign, None
    texts, signs = parts[::2], parts[1::2]
    for k, part in enumerate(texts):
        is_end = k in (0, len(signs)) and any(signs[max(k - 1, 0) : k + 1])
        if part.strip() or not is_end:
            yield _level(part.strip())
        if k < len(signs) and signs[k]:
            yield mark(signs[k])


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
        if isinstance(entry, str) and is_mark(entry):
            yield mark(entry)
        elif isinstance(entry, str) and is_ranking(entry):
            yield from levels(entry)
        else:
            yield entry


def without(ranking: str, state: str) -> str:
    """Return a ranking in one text without one of its states.

    >>> without("a > {b c} >> d", "c"), without("a >> b > c", "b")
    ('a > b >> d', 'a >> c')
    """
    left: list[Level] = []
    for level in levels(ranking):
        tied = level if isinstance(level, tuple) else (level,)
        others = tuple(one for one in tied if one != state)
        if others:
            left.append(others if len(others) > 1 else others[0])
    return in_one_text(left)


def mapped(entry: Reference, change: Callable[[Reference], Reference], *, whole: bool) -> Reference:
    """Return an entry of a ranking with each state in it written in another way.

    >>> mapped("4 > {1 2}", lambda state: f"s{state}", whole=False)
    's4 > {s1 s2}'
    """
    if is_mark(entry):
        return entry
    if not isinstance(entry, str) or not (whole or is_ranking(entry)):
        return change(entry)

    def changed(level: Level) -> Level:
        if is_mark(level):
            return level
        return tuple(map(change, level)) if isinstance(level, tuple) else change(level)

    old = levels(entry)
    new = tuple(map(changed, old))
    return entry if new == old else in_one_text(new)


def in_one_text(ranking: Iterable[Level]) -> str:
    """Write a ranking in one text.

    >>> in_one_text(levels("4 >> {1 2} > 3"))
    '4 >> {1 2} > 3'
    """
    text, marked = "", True
    for level in ranking:
        is_sign = is_mark(level)
        text += f" {level} " if is_sign else written(level) if marked else f" > {written(level)}"
        marked = is_sign
    return text.strip()


def written(level: Level) -> str:
    """Write one level of a ranking, a tie in braces.

    >>> written("3"), written(("1", "2")), written(("s1", "s2 (deal)"))
    ('3', '{1 2}', '{s1, s2 (deal)}')
    """
    if not isinstance(level, tuple):
        return str(level)
    tied = [str(state) for state in level]
    return f"{{{(', ' if any(' ' in state for state in tied) else ' ').join(tied)}}}"
