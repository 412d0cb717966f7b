"""Paragraphs, sentences, tokens and passages in quotation marks of a text, with their places."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from countermove.record import words as w
from countermove.record.wrapping import paragraphs

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S.
    r"|[^\W_]+(?:[.,](?=\d)[^\W_]+|[’'&\-‑][^\W_]+)*"
    r"|['’](?=s\b)s|[“”\"]|``|''|[‘’']|—|–|―|--|\.\.\.|…|\S"
)
_CLOSING = ("”", '"', "''", "’", "'")
_OPENING = ("“", '"', "``", "‘", "'", "(", "—")
_DOUBLE = re.compile(r"[“”\"]|``|''")
_SINGLE = re.compile(r"(?<!\w)[‘'](?=\S)|(?<=[\w.,!?])[’'](?!\w)")
_LONGEST = 200
"""So many tokens a sentence may have; what is longer is none, and taken in parts."""


@functools.lru_cache(maxsize=10_000)
def _looks(text: str) -> tuple[str, bool, bool]:
    """How a token reads in lower case, and whether it is a word, and capitalised."""
    return text.lower().replace("’", "'"), text[0].isalnum(), text[0].isupper()


@dataclass(slots=True)
class TextToken:
    """A word or a mark of a text."""

    text: str
    start: int
    end: int
    quoted: bool = False  # within quotation marks, the marks included
    low: str = ""
    word: bool = False
    cap: bool = False

    def __post_init__(self) -> None:
        self.low, self.word, self.cap = _looks(self.text)

    @property
    def is_name(self) -> bool:
        """Whether it looks like a part of a name."""
        return self.cap and self.word and self.low not in w.DAYS and self.low not in w.PRONOUNS

    @property
    def is_abbreviated(self) -> bool:
        """Whether a point after it belongs to it."""
        return self.low in w.ABBREVIATIONS or (len(self.text) == 1 and self.cap)

    @property
    def is_possessive(self) -> bool:
        """Whether it says whose something is: ``union's``."""
        return self.low.endswith(("'s", "s'"))


Tokens = Sequence[TextToken]


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """A passage in quotation marks, the marks included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of a sentence, and the number of its paragraph."""

    tokens: list[TextToken]
    paragraph: int

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.tokens[-1].end


@dataclass(slots=True)
class ParsedText:
    """A text, its sentences and what stands in quotation marks."""

    text: str
    sentences: list[Sentence] = field(default_factory=list)
    passages: list[MarkedPassage] = field(default_factory=list)


def count_words(tokens: Tokens) -> int:
    """How many of the tokens are words."""
    return sum(t.word for t in tokens)


def any_quoted(tokens: Tokens) -> bool:
    """Whether any of the tokens stands in quotation marks."""
    return any(t.quoted for t in tokens)


def passages(text: str, base: int = 0) -> Iterator[MarkedPassage]:
    """What stands in double marks in a paragraph; in single ones only where no double ones are."""
    double = _DOUBLE.search(text) is not None
    start = None
    for m in (_DOUBLE if double else _SINGLE).finditer(text):
        i, mark = m.start(), m.group()
        if mark in ("“", "``", "‘"):
            opens = True
        elif mark in ("”", "’"):
            opens = False
        elif not double:
            opens = not i or text[i - 1].isspace()
        else:
            before = text[i - 1] if i else " "
            opens = start is None or (before.isspace() and text[m.end() : m.end() + 1].isalnum())
        if opens:
            start = i
        elif start is not None:
            yield MarkedPassage(base + start, base + m.end())
            start = None
    if start is not None and double:
        yield MarkedPassage(base + start, base + len(text))


CueAhead = Callable[[Tokens, int], bool]
"""Whether the verb of a quotation that closes before a token follows it."""


def _ends_after(tokens: Tokens, i: int, cue_ahead: CueAhead) -> bool:
    """Whether a sentence ends after token i: a full stop, or a quotation closed after one."""
    if i + 1 == len(tokens):
        return True
    t, after = tokens[i], tokens[i + 1]
    closing = bool(t.text in _CLOSING and i and t.start == tokens[i - 1].end)
    mark = tokens[i - 1] if closing else t
    if mark.text not in (".", "?", "!", "…", "...") and not mark.low.endswith("."):
        return False
    if after.start == t.end:  # a closing mark, or the middle of an address
        return False
    if not (after.cap or after.text in _OPENING or after.text[0].isdigit()):
        return False
    if mark.text == "." and i and not closing:
        word = tokens[i - 1]
        if word.is_abbreviated and word.end == t.start:
            return False
    if mark.low.endswith(".") and mark.text != "." and after.cap:
        return after.low in w.AFTER_ABBREVIATION
    if closing and mark.text in "?!":
        return not cue_ahead(tokens, i + 1)
    return True


def parse(text: str, cue_ahead: CueAhead) -> ParsedText:
    """Split a text into sentences of tokens, and find what stands in quotation marks."""
    result = ParsedText(text)
    paragraph = 0
    for (start, end), told in paragraphs(text):
        marked = list(passages(text[start:end], start))
        result.passages += marked
        tokens = [TextToken(m.group(), *m.span()) for m in _TOKEN.finditer(text, told, end)]
        if not tokens:
            continue
        k = 0
        for t in tokens:
            while k < len(marked) and t.start >= marked[k].end:
                k += 1
            t.quoted = k < len(marked) and marked[k].start <= t.start
        begin = 0
        for i in range(len(tokens)):
            if _ends_after(tokens, i, cue_ahead) or i - begin == _LONGEST:
                result.sentences.append(Sentence(tokens[begin : i + 1], paragraph))
                begin = i + 1
        paragraph += 1
    return result
