"""Is this quotation in the document, and where? A ladder of forgiveness, never of meaning.

The rungs, the tightest that holds is told:

exact        the same characters;
spacing      other white space, line ends, no-break spaces;
typography   other quotation marks, dashes, ellipses, forms of letters; what nobody sees; a full
             stop or comma at the end;
layout       a word that is broken by a hyphen at the end of a line;
case         other capital letters, as where a quotation begins a sentence of one's own;
parts        fragments joined by ``…`` or ``[…]``: each on a rung above, in order, not far apart.

What is on no rung isn't there. The module ``nearest`` shows the most similar passage and what
differs; it is never accepted: a *not*, a number or a name changes everything at a likeness of 98 %.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Literal

from countermove.record.attribution import Span
from countermove.record.cuts import cuts_more, cuts_word
from countermove.record.folding import RUNGS, Folded, as_read, fold
from countermove.record.limiting import WHO_SAID_SO, comes_after, goes_on
from countermove.record.wrapping import unwrapped

if TYPE_CHECKING:
    from countermove.record.documents import Document

FAR = 400
"""So many characters may lie between two parts that an ellipsis joins."""

SHORTEST_PART = 3
"""So many words a part has at least, for an ellipsis to join it to others."""

_MOST_PLACES = 1_000  # at which the same words are looked at
_MOST_TRIES = 100  # of them, with which parts are tried in order
_SKIPPED = re.compile(r"\s*(?:\[\s*)?(?:…|\.(?:\s?\.){2,})(?:\s*\])?\s*")

# Where a sentence ends; what negates.
_ENDS = re.compile(r"[.!?][”\"’')\]]*\s|\n\s*\n")
_NEGATION = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|nothing|cannot|\w+n['’]t)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that stand in a document.

    Parameters
    ----------
    rung : {"exact", "spacing", "typography", "layout", "case", "parts"}
        What had to be forgiven: the loosest of what its parts needed.
    spans : tuple of tuple of int
        Where its parts stand in the text: the first character, and the one after the last.
    words : str
        The document's own words, in one line; parts have an ellipsis between them.
    others : int
        At how many further places the same words stand.
    goes_on : str
        What follows, where it limits what was quoted: “unless the town signs”; or empty.
    comes_after : str
        What stands before, where it turns what was quoted: “No one at the board”; or empty.
    """

    rung: str
    spans: tuple[Span, ...]
    words: str
    others: int = 0
    goes_on: str = ""
    comes_after: str = ""

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.spans[-1][1]


class Passages:
    """A text in which quotations are looked for; it is folded once for each rung."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded: dict[str, Folded] = {}

    @cached_property
    def unwrapped(self) -> str:
        """The text with the lines of its paragraphs joined; every place is the same."""
        return unwrapped(self.text)

    def folded(self, rung: str) -> Folded:
        """Return the text as a rung sees it."""
        if rung not in self._folded:
            self._folded[rung] = fold(self.text, rung)
        return self._folded[rung]

    def places(self, words: str) -> list[tuple[str, Span]]:
        """Return where words stand in the text, each place once and on its tightest rung."""
        rungs: dict[Span, str] = {}
        for rung in RUNGS:
            for span in self._on(rung, words):
                rungs.setdefault(span, rung)
        return [(rung, span) for span, rung in rungs.items()]

    def _on(self, rung: str, words: str) -> Iterator[Span]:
        """Give where words stand, as one rung sees them."""
        folded, needle = self.folded(rung), fold(words, rung).text.strip()
        if rung not in RUNGS[:2]:
            needle = bare(needle)
        if not any(map(str.isalnum, needle)):
            return
        begins_word = needle[0].isalnum()
        place = folded.text.find(needle)
        for _ in range(_MOST_PLACES):
            if place < 0:
                return
            end = place + len(needle)
            span = folded.span(place, end)
            if not (cuts_word(folded.text, place, end) or cuts_more(self.text, *span)):
                yield span
                after = end
            else:  # the next can only begin with another word
                after = place + 1
                while begins_word and after < len(folded.text) and folded.text[after].isalnum():
                    after += 1
            place = folded.text.find(needle, after)


def bare(needle: str) -> str:
    """Take off the marks around a quotation, and the point or comma at its end."""
    if len(needle) > 2 and needle[0] in "\"'" and needle[-1] == needle[0]:
        inner = needle[1:-1]
        needle = inner if needle[0] not in inner else needle
    return needle.rstrip(" .,;")


_Chain = tuple[str, tuple[Span, ...]]  # on which rung parts stand, and where each does


def locate(passages: Passages, words: str | Sequence[str], near: int | None) -> Quotation | None:
    """Find words, or several in order; of several places the nearest to one, or the first."""
    parts = [words] if isinstance(words, str) else list(words)
    every = [stretches(passages, part) for part in parts]
    if not every or not all(every):
        return None
    first, *later = every
    if near is not None:
        first = sorted(first, key=lambda chain: abs(chain[1][0][0] - near))
    text = passages.text
    orders = [sorted(chains, key=lambda chain: chain[1][0]) for chains in later]
    starts = [[spans[0][0] for _, spans in chains] for chains in orders]
    for begun in first[:_MOST_TRIES]:
        chosen = [begun]
        for chains, begins in zip(orders, starts, strict=True):
            end = chosen[-1][1][-1][1]
            at = bisect_left(begins, end)
            after = chains[at : at + _MOST_TRIES]
            following = next((c for c in after if not _turns(text, end, c[1][0][0])), None)
            if following is None:
                break
            chosen.append(following)
        else:
            return _quotation(passages, chosen, len(first) - 1)
    return None


def _quotation(passages: Passages, chosen: Sequence[_Chain], others: int) -> Quotation:
    words = (
        as_read(passages.text[a:b], is_joined=_looseness(rung) >= RUNGS.index("layout"))
        for rung, spans in chosen
        for a, b in spans
    )
    spans = tuple(span for _, spans in chosen for span in spans)
    return Quotation(
        max((rung for rung, _ in chosen), key=_looseness),
        spans,
        " … ".join(words),
        others,
        *_beside(passages.unwrapped, spans),
    )


def _looseness(rung: str) -> int:
    return RUNGS.index(rung) if rung in RUNGS else len(RUNGS)


def _beside(text: str, spans: Sequence[Span]) -> tuple[str, str]:
    """Return what after one of several parts limits it, and what before one turns it."""
    ends, starts = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)]
    limits = (goes_on(text, a, b) for a, b in zip(ends[1:], starts[1:], strict=True))
    turns = (comes_after(text, b, a) for a, b in zip(ends[:-1], starts[:-1], strict=True))
    return next(filter(None, limits), ""), next(filter(None, turns), "")


def pieces(words: str) -> list[str]:
    """Return what an ellipsis parts in a quotation."""
    return [part for part in _SKIPPED.split(words) if any(map(str.isalnum, part))]


def stretches(passages: Passages, words: str) -> list[_Chain]:
    """Return where words stand: whole, or else in parts that an ellipsis joins."""
    whole = passages.places(words.strip())
    if whole:
        return [(rung, (span,)) for rung, span in whole]
    parts = pieces(words.strip())
    if len(parts) < 2 or min(len(part.split()) for part in parts) < SHORTEST_PART:
        return []
    first, *later = [sorted(span for _, span in passages.places(part)) for part in parts]
    chains: list[_Chain] = []
    for begun in first:
        chain = [begun]
        for spans in later:
            end = chain[-1][1]
            at = bisect_left(spans, (end, 0))
            near = (span for span in spans[at : at + _MOST_TRIES] if span[0] - end <= FAR)
            fits = (span for span in near if not _turns(passages.text, end, span[0]))
            following = next(fits, None)
            if following is None:
                break
            chain.append(following)
        else:
            chains.append(("parts", tuple(chain)))
    return chains


def _turns(text: str, start: int, end: int) -> bool:
    """Say whether what is left out between two parts of one sentence turns what they say.

    >>> _turns("We will not sign", 7, 12), _turns("We sign,” said Holt, not amused, “soon", 7, 34)
    (True, False)
    """
    left_out = WHO_SAID_SO.sub(" ", text[start : min(end, start + FAR)])
    return not _ENDS.search(left_out) and _NEGATION.search(left_out) is not None


def whose(document: Document, spans: Sequence[Span]) -> Literal["own", "reported", "mixed"]:
    """Say whose words stand there: the speaker's, by marks or a name; the reporter's; or both."""
    letters = own = 0
    for start, end in spans:
        letters += _letters(document.text[start:end])
        first = max(0, bisect_right(document.own_words, (start, start)) - 1)
        for begins, ends in islice(document.own_words, first, None):
            if begins >= end:
                break
            a, b = max(start, begins), min(end, ends)
            if a < b:
                own += _letters(document.text[a:b])
    if not own:
        return "reported"
    return "own" if own == letters else "mixed"


def apart(document: Document, spans: Sequence[Span]) -> Literal["", "sentences", "paragraphs"]:
    """Say whether parts stand in several paragraphs or sentences; nothing where in one sentence."""
    text = document.passages.unwrapped
    between = [text[a:b] for (_, a), (b, _) in pairwise(spans)]
    if any("\n" in gap.strip(" ") for gap in between):
        return "paragraphs"
    return "sentences" if any(map(_ENDS.search, between)) else ""


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
