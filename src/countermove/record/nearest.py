"""The passage of a document most like words that aren't in it. It is shown, and never accepted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from countermove.record.attribution import Span
from countermove.record.folding import UNSEEN, Folded, Replaced, as_read, fold
from countermove.record.grounding import Passages, bare, pieces, stretches

if TYPE_CHECKING:
    from countermove.record.documents import Document

LIKE = 60
"""How alike a passage is, in percent, to be shown instead of what isn't there."""

_BESIDE = 20  # characters beside the passage that is most alike
_IN_PIECE, _LONGEST_PIECE = 60, 600  # words and characters that are compared at once
_MOST_TRIED = 20_000  # characters of a quotation of which the nearest is looked for
_AROUND = (300, 3_000)  # characters on either side of the place where words stood
_AS_LIKE = 0.85  # what stands there is shown if it is nearly as alike as the most alike
_APART = "\0" * 24
# Paragraphs; and where what somebody says begins or ends.
_PARAGRAPHS = re.compile(r"\s*\n\s*")
_ENDS = re.compile(r"\s*\n\s*|(?<=[.,!?…])[”\"»]|(?<=[,:.!?]\s)[“„«\"]")
# A word with what is written together: can't, non-binding, 40,000, U.S.
_WORD = re.compile(rf"\w+(?:[{UNSEEN}]+\w+|[-‐‑'’.,:]\w+|-\s*\n\s*\w+)*")


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


def nearest(
    document: Document, words: str | Sequence[str], near: int | None = None
) -> Nearest | None:
    """Return the passage most like words that aren't in a document, and what differs.

    Of several parts it is looked for the first that isn't there; rather near a place, or near the
    first of the others. It never runs out of a paragraph or of what somebody says.
    """
    passages = document.passages
    given = [words] if isinstance(words, str) else list(words)
    parts = [piece for part in given for piece in pieces(part)]
    standing = {part: stretches(passages, part) for part in parts}
    part = next((part for part in parts if not standing[part]), " ".join(given))
    if near is None:
        near = next((there[0][1][0][0] for there in standing.values() if there), None)
    part = _lost_piece(passages, part)
    needle = bare(fold(part, "case").text.strip())
    text, shift = passages.text, 0
    ends = _PARAGRAPHS if _ENDS.search(part) else _ENDS
    hit = _hit(_parted(passages.unwrapped, ends), needle) if needle else None
    if hit is None:
        return None
    for beside in _AROUND if near is not None else ():
        around = max(0, (near or 0) - beside)
        there = _hit(_parted(passages.unwrapped[around : around + 2 * beside], ends), needle)
        if there is not None and there.score >= _AS_LIKE * hit.score:
            hit, shift = there, around
            break
    start, end = hit.start + shift, hit.end + shift
    theirs = [(m.start() + start, m.end() + start) for m in _WORD.finditer(text[start:end])]
    ours = [match[0] for match in _WORD.finditer(part)]
    return _compared(text, ours, theirs) if ours and theirs else None


@dataclass(frozen=True, slots=True)
class _Hit:
    """Where a text is most like some words, with some words more on either side."""

    score: float
    start: int
    end: int


@lru_cache(maxsize=4)
def _parted(text: str, ends: re.Pattern[str]) -> tuple[Replaced, Folded]:
    """Return a text, folded, in which what nothing may run across is wide."""
    apart = Replaced.of(text, ends, _wide)
    return apart, fold(apart.text, "case")


def _wide(_: re.Match[str]) -> str:
    return _APART


def _hit(parted: tuple[Replaced, Folded], needle: str) -> _Hit | None:
    from rapidfuzz import fuzz

    apart, folded = parted
    hit = fuzz.partial_ratio_alignment(needle, folded.text, score_cutoff=LIKE)
    if hit is None:
        return None
    alike = re.finditer(r"[^\0]+", folded.text[hit.dest_start : hit.dest_end])
    a, b = max((m.span() for m in alike), key=lambda span: span[1] - span[0], default=(0, 0))
    if a == b:
        return None
    a, b = a + hit.dest_start, b + hit.dest_start
    first, last = folded.text.rfind("\0", 0, a) + 1, folded.text.find("\0", b)
    last = last if last >= 0 else len(folded.text)
    # Some words more on either side: where they aren't asked for, they are left out again.
    begins = max(first, folded.text.rfind(" ", 0, max(0, a - _BESIDE)) + 1)
    ends = folded.text.find(" ", b + _BESIDE)
    start, end = folded.span(begins, min(last, ends) if ends >= 0 else last)
    return _Hit(hit.score, apart.start(start), apart.end(end))


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
