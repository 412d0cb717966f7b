"""Texts as a rung of the ladder sees them, with the way back to every place of the original.

What a rung takes for the same is written the same: ``fold`` replaces it, and notes where. Every
rung forgives what those before it do, and how a text is set, never what it says.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

RUNGS = ("exact", "spacing", "typography", "layout", "case")
"""What is forgiven, the least first; `parts` comes after them."""

_SINGLE, _DOUBLE = "‘’‚‛′`´ʼ＇", "“”„‟″«»＂"
_DASHES = "‐‑‒–—―−﹘﹣－"
_SIGNS = (
    dict.fromkeys(_SINGLE, "'")
    | dict.fromkeys(_DOUBLE, '"')
    | dict.fromkeys(_DASHES, "-")
    | {"…": "..."}
)
# What nobody sees: soft hyphens, what joins or parts letters, and the hyphens that PDFs leave at
# the ends of lines.
_BROKEN = "\u00ad\ufffe\x02"
# What tells in which direction a text runs is never seen; what overrides that turns words around.
_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
UNSEEN = _BROKEN + "\u200b\u200c\u200d\u2060\ufeff" + _DIRECTION
AS_SEEN = {ord(c): None for c in UNSEEN}
# Forms of letters that say the same. Powers and fractions don't: 10² isn't 102.
_FORMS = {"<compat>", "<wide>", "<narrow>", "<noBreak>", "<initial>", "<medial>", "<final>"} | {
    "<isolated>"
}

# A word with a hyphen of its own may be broken there; what else is broken is put together below.
_SPACES = re.compile(r"(?P<hyphen>(?<=[^\W\d_])- *\n *(?=[^\W\d_]))|[ \n]{2,}|\n")
_SPACES_AND_HYPHENS = re.compile(r"-[ \n]+|[ \n]{2,}|\n")
# Single marks are those of a quotation within another; after a number they are feet and minutes.
_MARKS = re.compile(
    r" ?-[ -]*| ?\.(?: ?\.){2,} ?|''|(?<!\w)'|(?<=[^\W\d])'(?!\w)|(?<=[,.?!…])'(?!\w)"
)
_BROKEN_AT_HYPHEN = re.compile(r"(?<=[^\W\d_]-)[^\S\n]*\n[^\S\n]*(?=[^\W\d_])")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-‐][^\S\n]*\r?\n\s*(?=[^\W\d_A-Z])")
_BROKEN_LINE = re.compile(rf"[{_BROKEN}][^\S\n]*\r?\n\s*")


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text in which something is written otherwise, and what, in order."""

    text: str
    starts: tuple[int, ...]  # in the text, where what was replaced begins and ends
    ends: tuple[int, ...]
    before: tuple[tuple[int, int], ...]  # the same in the text before

    @classmethod
    def of(
        cls, text: str, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]
    ) -> Replaced:
        """Replace what a pattern finds."""
        pieces: list[str] = []
        starts, ends, before = [], [], []
        last = length = 0
        for match in pattern.finditer(text):
            instead = by(match)
            if instead == match[0]:
                continue
            pieces += (text[last : match.start()], instead)
            length += match.start() - last
            starts.append(length)
            length += len(instead)
            ends.append(length)
            last = match.end()
            before.append(match.span())
        pieces.append(text[last:])
        return cls("".join(pieces), tuple(starts), tuple(ends), tuple(before))

    def start(self, place: int) -> int:
        """Return where in the text before a character begins."""
        k = bisect_right(self.starts, place) - 1
        if k < 0:
            return place
        begins, ends = self.before[k]
        return begins if place < self.ends[k] else ends + place - self.ends[k]

    def end(self, place: int) -> int:
        """Return where in the text before the character ends that ends here."""
        k = bisect_right(self.starts, place - 1) - 1
        if k < 0:
            return place
        ends = self.before[k][1]
        return ends if place <= self.ends[k] else ends + place - self.ends[k]


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as a rung sees it."""

    text: str
    steps: tuple[Replaced, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of it stands in the original."""
        for step in reversed(self.steps):
            start, end = step.start(start), step.end(end)
        return start, end


def fold(text: str, rung: str) -> Folded:
    r"""Return a text as a rung sees it.

    >>> fold("The  “ﬁnal”\noffer", "spacing").text
    'The “ﬁnal” offer'
    >>> folded = fold("The  “ﬁnal”\noffer", "typography")
    >>> folded.text, folded.span(5, 10)
    ('The "final" offer', (6, 10))
    """
    level = RUNGS.index(rung)
    if level == 0:
        return Folded(text)
    steps: list[Replaced] = []

    def replace(pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> None:
        step = Replaced.of(steps[-1].text if steps else text, pattern, by)
        steps.append(step)

    if level >= 3:
        replace(_BROKEN_LINE, _nothing)
    written = {c: _written(c, level) for c in set(text)}
    longer = "".join(c for c, instead in written.items() if len(instead) != 1)
    if longer:
        replace(re.compile(f"[{re.escape(longer)}]"), lambda match: written[match[0]])
    shorter = {
        ord(c): instead for c, instead in written.items() if len(instead) == 1 and c != instead
    }
    if shorter:  # every character keeps its place
        last = steps.pop() if steps else Replaced(text, (), (), ())
        steps.append(Replaced(last.text.translate(shorter), last.starts, last.ends, last.before))
    replace(_SPACES_AND_HYPHENS if level >= 3 else _SPACES, _one_space)
    if level >= 2:
        replace(_MARKS, _mark)
    return Folded(steps[-1].text, tuple(step for step in steps if step.starts))


def as_read(text: str, *, is_joined: bool = False) -> str:
    """Return a passage in one line, without what nobody sees; words at line ends joined, or not."""
    text = (_BROKEN_WORD if is_joined else _BROKEN_AT_HYPHEN).sub("", text)
    return " ".join(text.translate(AS_SEEN).split())


def _nothing(_: re.Match[str]) -> str:
    return ""


def _one_space(match: re.Match[str]) -> str:
    """Make white space one space; a word that is broken at the end of a line is put together."""
    white = match[0]
    if white[0] != "-":
        return " "
    if match.lastgroup == "hyphen":
        return "-"
    start, end = match.span()
    before, after = match.string[start - 1 : start], match.string[end : end + 1]
    if "\n" in white and before.isalpha() and after.isalpha() and after.islower():
        return ""
    return "- "


def _mark(match: re.Match[str]) -> str:
    """Write a dash, an ellipsis, or a double mark of two single ones in the one way."""
    mark = match[0].strip()[0]
    return {"-": "-", ".": "...", "'": '"'}[mark]


def _written(character: str, level: int) -> str:
    """Write a character as a level of the ladder does."""
    if character.isspace():
        return "\n" if character in "\n\r\v\f\x85\u2028\u2029" else " "
    if level < 2:
        return character
    if character in UNSEEN:
        return ""
    instead = _SIGNS.get(character)
    if instead is None:
        instead = character
        form = unicodedata.decomposition(character).partition(" ")[0]
        is_sign = form == "<compat>" and unicodedata.category(character)[0] == "S"  # № isn't No
        if form and (form[0] != "<" or form in _FORMS) and not is_sign:
            instead = unicodedata.normalize("NFKD", character)
    return instead.casefold() if level >= 4 else instead
