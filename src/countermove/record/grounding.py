"""Is this quotation in the document, and where? A ladder of forgiveness, never of meaning.

The rungs, the tightest that holds is told:

exact        the same characters;
spacing      other white space, line ends, no-break spaces;
typography   other quotation marks, dashes, ellipses, forms of letters; what nobody sees; a full
             stop or comma at the end;
layout       a word that is broken by a hyphen at the end of a line;
case         other capital letters, as where a quotation begins a sentence of one's own;
parts        fragments joined by ``…`` or ``[…]``: each on a rung above, in order, not far apart.

What is on no rung isn't there. :func:`nearest` shows the most similar passage and what differs; it
is never accepted: a *not*, a number or a name changes everything at a likeness of 98 %.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Literal

from countermove.record.attribution import Span
from countermove.record.cuts import cuts_more, cuts_word
from countermove.record.folding import RUNGS, UNSEEN, Folded, as_read, fold
from countermove.record.limiting import comes_after, goes_on
from countermove.record.wrapping import unwrapped

if TYPE_CHECKING:
    from countermove.record.documents import Document

FAR = 400
"""So many characters may lie between two parts that an ellipsis joins."""

SHORTEST_PART = 3
"""So many words a part has at least, for an ellipsis to join it to others."""

LIKE = 60
"""How alike a passage is, in percent, to be shown instead of what isn't there."""

_BESIDE = 20  # characters beside the passage that is most alike
_IN_PIECE, _LONGEST_PIECE = 60, 600  # words and characters that are compared at once
_MOST_TRIED = 20_000  # characters of a quotation of which the nearest is looked for
_MOST_PLACES = 1_000  # at which the same words are looked at
_MOST_TRIES = 100  # of them, with which parts are tried in order
_SKIPPED = re.compile(r"\s*(?:\[\s*)?(?:…|\.(?:\s?\.){2,})(?:\s*\])?\s*")
# A word with what is written together: can't, non-binding, 40,000, U.S.
_WORD = re.compile(rf"\w+(?:[{UNSEEN}]+\w+|[-‐‑'’.,:]\w+|-\s*\n\s*\w+)*")

# What says who spoke, between two stretches of one quotation; where a sentence ends; what negates.
_SAYS_WHO = re.compile(r"[”\"’'][^“”\"]*[“\"‘']")
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


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage that is most like words that stand nowhere in a document.

    Parameters
    ----------
    start, end : int
        Where it stands.
    words : str
        The document's own words, in one line.
    differs : str
        What differs: “can” stands as “will”.
    """

    start: int
    end: int
    words: str
    differs: str


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
            needle = _bare(needle)
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


def _bare(needle: str) -> str:
    """Take off the marks around a quotation, and the point or comma at its end."""
    if len(needle) > 2 and needle[0] in "\"'" and needle[-1] == needle[0]:
        inner = needle[1:-1]
        needle = inner if needle[0] not in inner else needle
    return needle.rstrip(" .,;")


_SEEN = {ord(c): None for c in UNSEEN}


_Chain = tuple[str, tuple[Span, ...]]  # on which rung parts stand, and where each does


def locate(passages: Passages, words: str | Sequence[str], near: int | None) -> Quotation | None:
    """Find words, or several in order; of several places the nearest to one, or the first."""
    parts = [words] if isinstance(words, str) else list(words)
    every = [_chains(passages, part) for part in parts]
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


def _chains(passages: Passages, words: str) -> list[_Chain]:
    """Return where words stand: whole, or else in parts that an ellipsis joins."""
    whole = passages.places(words.strip())
    if whole:
        return [(rung, (span,)) for rung, span in whole]
    parts = [part for part in _SKIPPED.split(words.strip()) if any(map(str.isalnum, part))]
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
    left_out = _SAYS_WHO.sub(" ", text[start : min(end, start + FAR)])
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


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def nearest(document: Document, words: str | Sequence[str]) -> Nearest | None:
    """Return the passage most like words that aren't in a document, and what differs.

    Of several parts it is looked for the first that isn't there.
    """
    from rapidfuzz import fuzz

    passages = document.passages
    parts = [words] if isinstance(words, str) else list(words)
    part = next((part for part in parts if not _chains(passages, part)), " ".join(parts))
    part = _lost_piece(passages, part)
    folded, needle = passages.folded("case"), _bare(fold(part, "case").text.strip())
    hit = fuzz.partial_ratio_alignment(needle, folded.text, score_cutoff=LIKE) if needle else None
    if hit is None or hit.dest_end <= hit.dest_start:
        return None
    a, b = hit.dest_start, hit.dest_end
    # Some words more on either side: where they aren't asked for, they are left out again.
    a = folded.text.rfind(" ", 0, max(0, a - _BESIDE)) + 1
    b = folded.text.find(" ", b + _BESIDE)
    start, end = folded.span(a, b if b >= 0 else len(folded.text))
    theirs = [
        (m.start() + start, m.end() + start) for m in _WORD.finditer(passages.text[start:end])
    ]
    ours = [match[0] for match in _WORD.finditer(part)]
    return _compared(passages.text, ours, theirs) if ours and theirs else None


def _lost_piece(passages: Passages, words: str) -> str:
    """Return words, of many only some in a row that stand nowhere: what is like all takes long."""
    several = words[:_MOST_TRIED].split()
    pieces = [
        " ".join(several[k : k + _IN_PIECE])
        for k in range(0, max(1, len(several) - _IN_PIECE // 2), _IN_PIECE // 2)
    ]
    lost = (piece for piece in pieces if not passages.places(piece))
    return next(lost, pieces[0])[:_LONGEST_PIECE]


def _compared(text: str, ours: Sequence[str], theirs: Sequence[Span]) -> Nearest:
    """Say word by word what stands in a passage instead of what was asked for."""
    from difflib import SequenceMatcher

    a = [fold(word, "case").text for word in ours]
    b = [fold(text[start:end], "case").text for start, end in theirs]
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    # What stands beside the passage, and nothing was asked for, isn't of it.
    first, last = 0, len(theirs)
    if steps[0][0] == "insert":
        first = steps.pop(0)[4]
    elif steps[0][0] == "replace":
        kind, i, j, k, m = steps[0]
        first = max(k, m - (j - i))
        steps[0] = (kind, i, j, first, m)
    if steps and steps[-1][0] == "insert":
        last = steps.pop()[3]
    elif steps and steps[-1][0] == "replace":
        kind, i, j, k, m = steps[-1]
        last = min(m, k + (j - i))
        steps[-1] = (kind, i, j, k, last)
    changes = []
    for kind, i, j, k, m in steps:
        here = " ".join(ours[i:j])
        there = as_read(text[theirs[k][0] : theirs[m - 1][1]]) if k < m else ""
        if kind == "replace":
            changes.append(f"“{here}” stands as “{there}”")
        elif kind == "delete":
            changes.append(f"“{here}” doesn't stand there")
        elif kind == "insert":
            changes.append(f"“{there}” stands there, too")
    start, end = theirs[first][0], theirs[last - 1][1]
    return Nearest(start, end, as_read(text[start:end]), "; ".join(changes))
