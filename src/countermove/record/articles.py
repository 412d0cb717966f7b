"""The article in a page of the web: which of its lines are the report, its title and its day.

The library trafilatura tells what it would keep of a page. That is found again, word for word and
in order, in what can be seen of it; the rest is furniture, and so is what only leads elsewhere.
"""

from __future__ import annotations

import datetime
import logging
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress

from countermove.errors import missing_extra
from countermove.record.attribution import Span
from countermove.record.document_format import Particulars
from countermove.record.furniture import SENTENCE, furniture

_WORD = re.compile(r"[^\W_]+(?:\u00ad+[^\W_]+)*")
_TOLD = re.compile(r"[.!][”\"’')]?$")  # how a line ends that tells, even if it leads elsewhere
_GRAM = 3  # words by which a passage is found again
_SURE = 8  # and so many, if it isn't near
_NEAR = 150  # words
_MOST = 200  # words that are looked for at once
_STRETCH = 5  # words of a line that is furniture but for them


def article_in(page: str, lines: Sequence[tuple[str, bool]]) -> Particulars:
    """Return title, day and furniture of a page, of which the lines are that can be seen."""
    try:
        import trafilatura
    except ImportError as error:
        raise missing_extra(
            "read", "Telling the report in a page from what stands around it"
        ) from error
    for library in ("trafilatura", "htmldate", "courlan", "justext"):  # they tell what they miss
        logging.getLogger(library).addHandler(logging.NullHandler())
    article = title = day = None
    # Whatever is wrong with a page: the library lets through what its own libraries raise.
    with suppress(Exception):
        about = trafilatura.extract_metadata(page)
        title, day = about.title, about.date
    with suppress(Exception):
        article = trafilatura.extract(page, include_comments=False)
    text = "\n".join(line for line, _ in lines)
    spans = _furniture(text, lines, article or "", title or "")
    return Particulars(title or None, _date(day), spans)


def _date(day: str | None) -> datetime.date | None:
    with suppress(ValueError):
        return datetime.date.fromisoformat(day or "")
    return None


def _furniture(
    text: str, lines: Sequence[tuple[str, bool]], article: str, title: str
) -> tuple[Span, ...]:
    kept = _kept(text, article) if article else None
    asides = set(furniture(text))
    tail = max(asides, default=(len(text), len(text)))  # the last may be the end of the page
    headline = _words(title)
    spans: list[Span] = []
    start = 0
    for line, leads in lines:
        end = start + len(line)
        if _words(line) != headline or not headline:
            is_link = leads and not _TOLD.search(line)
            is_in_tail = tail[0] <= start and end <= tail[1] and not SENTENCE.search(line)
            if is_link or is_in_tail or (start, end) in asides:
                spans.append((start, end))
            elif kept is not None:
                spans += _dropped((start, end), kept, text)
        start = end + 1
    return _joined(spans, text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_same(word) for word in _WORD.findall(text))


def _same(word: str) -> str:
    return word.replace("\u00ad", "").casefold()


def _dropped(line: Span, kept: Sequence[Span], text: str) -> list[Span]:
    """Return what of a line isn't kept: nothing, where most of it is."""
    start, end = line
    words = [
        (match.start() + start, match.end() + start) for match in _WORD.finditer(text[start:end])
    ]
    within = kept[bisect_left(kept, (start, start)) : bisect_left(kept, (end, end))]
    if not words:
        return []
    if 2 * len(within) >= len(words):
        return []
    if len(within) < _STRETCH:
        return [line]
    first, last = within[0][0], within[-1][1]
    return [span for span in ((start, first), (last, end)) if text[span[0] : span[1]].strip()]


def _joined(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Make one stretch of those that only white space parts."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _kept(text: str, article: str) -> list[Span]:
    """Return the words of a text that are those of an article, in order."""
    words = [match.span() for match in _WORD.finditer(text)]
    said = [_same(text[a:b]) for a, b in words]
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in range(len(said)):
        places[tuple(said[place : place + _GRAM])].append(place)
        if place + 1 < len(said):
            places[tuple(said[place : place + 1])].append(place)
    kept: set[int] = set()
    cursor = 0
    for line in re.split(r"\n|\s\|", article):
        sought = _words(line)
        done = 0
        while done < len(sought):
            gram = tuple(sought[done : done + _GRAM])
            if len(gram) < _GRAM and done:
                gram = gram[:1]
            at, count = _longest(said, places.get(gram, []), sought[done : done + _MOST], cursor)
            if not count:
                done += 1
                continue
            kept.update(range(at, at + count))
            cursor = max(cursor, at + count) if at >= cursor else cursor
            done += count
    return [words[k] for k in sorted(kept)]


def _longest(
    said: Sequence[str], places: Sequence[int], sought: Sequence[str], cursor: int
) -> tuple[int, int]:
    """Return where the most words in a row stand as they are sought: rather from a place on."""
    best = (0, 0)
    ahead = bisect_left(places, cursor)
    for at in (*places[ahead : ahead + 5], *places[max(0, ahead - 5) : ahead]):
        count = 0
        for word, other in zip(sought, said[at : at + len(sought)], strict=False):
            if word != other:
                break
            count += 1
        is_near = 0 <= at - cursor <= _NEAR
        if count > best[1] and (is_near or count >= min(_SURE, len(sought))):
            best = (at, count)
    return best
