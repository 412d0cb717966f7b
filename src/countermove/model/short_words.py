"""Short words for options: of each text as much as tells it from the others."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count, pairwise

from countermove.texts import one_line

_SHORT = 20
"""A text of so many letters is said whole."""

# What no phrase ends with: small words of English and of its neighbours.
_SMALL_WORDS = """
a about after against all an and any as at be because before but by for from her his if in into
is it its nor not of off on onto or our out over per so some than that the their these this
those through to under unless until upon via when which while who whose with within without
auf aus bei bis das dem den der des die durch ein eine einen einer eines für im in mit nach oder
ohne und vom von vor zu zum zur
au aux avec dans de des du en et la le les ou par pour sans sur un une
al con del el las los o para por sin una y
"""
_SMALL = frozenset(_SMALL_WORDS.split())

# Scripts that put no spaces between words; there three signs count as a word.
_UNSPACED = r"\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_UNSPACED += r"\U00020000-\U0003ffff"
_PIECE = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
_WORD = 3
_ENOUGH, _MOST = 2 * _WORD, 3 * _WORD


def short_words(options: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return short words for options, each told by its text and its party; all are different.

    >>> short_words({"us.talk": ("Settle terms with Russia alone", "US"), "eu.aid": ("Aid", "EU")})
    {'us.talk': 'Settle terms', 'eu.aid': 'Aid'}
    >>> short_words({"a.silent": ("Keep silent", "Ann"), "b.silent": ("Keep silent", "Bo")})
    {'a.silent': 'Keep silent (Ann)', 'b.silent': 'Keep silent (Bo)'}
    """
    texts = {name: one_line(text) or name for name, (text, _) in options.items()}
    cut = _told_apart({text.casefold(): text for text in texts.values()})
    uses = Counter(text.casefold() for text in texts.values())
    parties = Counter((texts[name].casefold(), party) for name, (_, party) in options.items())
    said: dict[str, str] = {}
    taken: set[str] = set()
    for name, (_, party) in options.items():
        key = texts[name].casefold()
        words = cut[key]
        if uses[key] > 1:
            words += f" ({one_line(party) if parties[key, party] == 1 else name})"
        tries = (words if k == 1 else f"{words} ({k})" for k in count(1))
        said[name] = next(one for one in tries if one.casefold() not in taken)
        taken.add(said[name].casefold())
    return said


def _told_apart(texts: Mapping[str, str]) -> dict[str, str]:
    """Cut each text as short as the others allow."""
    cuts = {key: list(_cuts(text)) for key, text in texts.items()}
    while True:
        uses = Counter(ways[0].casefold() for ways in cuts.values())
        alike = [w for w in cuts.values() if uses[w[0].casefold()] > 1 and len(w) > 1]
        if not alike:
            return {key: ways[0] for key, ways in cuts.items()}
        for ways in alike:
            del ways[0]


def _cuts(text: str) -> Iterator[str]:
    """Give the beginnings of a text that can stand for it, the shortest first, at last it all."""
    if len(text) > _SHORT:
        yield from _beginnings(text)
    yield text


def _beginnings(text: str) -> Iterator[str]:
    pieces = list(_PIECE.finditer(text))
    size, is_long_enough = 0, False
    for piece, following in pairwise(pieces):
        word = _bare(piece[0])
        if not word or word.casefold() in _SMALL or _continues(text, piece.end()):
            continue
        size += 1 if re.match(f"[{_UNSPACED}]", word) else _WORD
        ends = piece[0][-1] in ",;:" or not following[0][0].isalnum()
        phrase_ends = size >= _ENOUGH and following[0].casefold() in _SMALL
        is_long_enough = is_long_enough or ends or phrase_ends or size >= _MOST
        # A name such as "the United States" is not taken apart.
        is_in_name = piece.start() and word[0].isupper() and following[0][0].isupper()
        if is_long_enough and not is_in_name:
            yield text[: piece.start() + piece[0].rindex(word) + len(word)]


def _bare(word: str) -> str:
    """Return a word without the punctuation around it."""
    kept = [k for k, letter in enumerate(word) if unicodedata.category(letter)[0] not in "PZC"]
    return word[kept[0] : kept[-1] + 1] if kept else ""


def _continues(text: str, end: int) -> bool:
    """Say whether a sign goes on: a mark on it follows."""
    return unicodedata.category(text[end])[0] == "M"
