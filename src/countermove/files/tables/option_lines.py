"""The lines of a paper's option table: words, and the choices or numbers behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_CHOICES = {"y": "Y", "yes": "Y", "1": "Y", "✓": "Y", "✔": "Y", "√": "Y"}
_CHOICES |= {"n": "N", "no": "N", "0": "N", "✗": "N", "✘": "N", "×": "N"}
_CHOICES |= {"-": "-", "–": "-", "—": "-", "--": "-", "−": "-"}
_TOKEN = re.compile(r"(?:\\&|[^\s|;,&\t])+")
_BRACES = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_RULE = re.compile(rf"[\s|+:=_─━┼&-]*|\s*(\\\w+\*?({_BRACES}|\([^()]*\)|\[[^\[\]]*\])*\s*)+|\s*%.*")
_CAPTION = re.compile(r"(\s*\\caption\{)(.*)\}\s*")
_OTHER = re.compile(r"\s*[\[{]|[\w.-]+\s*=")  # how a line of a model begins
_IN_CSV = frozenset({"y", "n", "yes", "no", "0", "1", "✓", "✗", "–", "-"})
_CELL = re.compile(r"(?:(?!\s{3,})(?:\\&|[^\t|;&]))+|(?<=[\t|;&])(?=[\t|;&])")
_HEADS = r"states?|outcomes?|options?|part(y|ies)|dms?|players?|decision makers?|no|number"
HEAD = re.compile(rf"(\W|\b({_HEADS}|and)\b)*", re.IGNORECASE)
"""What may stand before the numbers of the outcomes."""
_COMMA = re.compile(r'"[^"]*"|,')
_SIGN = re.compile(r"\\(succ|sim|gg)(?![A-Za-z])|\\([{},;!: ])")
_SIGNS = {"succ": ">", "sim": "~", "gg": ">>", "{": "{", "}": "}"}
_INDEX = re.compile(r"(?<![^\W_])([A-Za-z])_(?:\{(\w+)\}|(\w+))")
_MOST_SNIFFED = 200


@dataclass(frozen=True, slots=True)
class TableWord:
    """A word of a line, and where it stands."""

    text: str
    column: int  # counted from 1

    @property
    def choice(self) -> str:
        """Y, N or - where it is a choice; nothing where it is none."""
        return _CHOICES.get(self.text.casefold().replace("\\", ""), "")


@dataclass(slots=True)
class TableLine:
    """A line: its words, and where the last of them begin to be choices or numbers."""

    number: int
    text: str
    tokens: list[TableWord]

    def levels(self, count: int) -> list[TableWord] | None:
        """Return the last cells of a line, so many, where most of them say neither yes nor no.

        Where only blanks part them, some word has to stand there twice: else it is a sentence.
        """
        parted = [
            TableWord(unescaped(cell[0].strip()), cell.start() + 1)
            for cell in _CELL.finditer(self.text.rstrip(" \t;|"))
        ]
        is_parted = len(parted) > count
        words = parted if is_parted else self.tokens
        found = words[len(words) - count :]
        if count < 2 or len(words) <= count or not any(word.text for word in words[:-count]):
            return None
        if not all(word.text for word in found):
            return None
        if not is_parted and len({word.text for word in found}) == count:
            return None
        said = [word for word in found if word.choice != "-"]
        decided = sum(word.choice != "" and not word.text.isdecimal() for word in said)
        others = sum(not word.choice for word in said)
        return found if others > decided else None

    def label(self, end: int) -> list[str]:
        """Return the cells before a column: a party and an option, or one of them."""
        cells = re.split(r"[\t|;]|(?<!\\)&|\s{3,}", self.text[: end - 1])
        stripped = [unescaped(cell.strip(" \t,;|")) for cell in cells]
        return [cell for cell in stripped if cell]


def looks_like_option_table(text: str, least: int = 2) -> bool:
    """Say whether a text has rows of choices, as many in each of at least two, or of so many."""
    start = "\n".join(text.splitlines()[:_MOST_SNIFFED])
    rows = Counter(
        count
        for line in lines_of(start)
        if not _OTHER.match(line.text) and (count := trailing_choices(line)) > 1
    )
    return max(rows.values(), default=0) >= least or _has_levels(start)


def _has_levels(text: str) -> bool:
    """Say whether outcomes are numbered in a line, and another has a level in each of them."""
    count = 0
    for line in lines_of(text):
        if count and line.levels(count):
            return True
        numbers = numbers_of(line)
        if not count and len(numbers) > 1:
            words = " ".join(line.label(numbers[0].column))
            count = len(numbers) if HEAD.fullmatch(words) else 0
    return False


def numbers_of(line: TableLine) -> list[TableWord]:
    """Return the words with digits that a line ends with, where it has no others."""
    numbers = [token for token in line.tokens if re.search(r"\d", token.text)]
    return numbers if numbers and numbers == line.tokens[-len(numbers) :] else []


def trailing_choices(line: TableLine) -> int:
    """Count the choices that a line ends with, if there are letters or marks among them."""
    tokens = line.tokens
    count = next((k for k, t in enumerate(reversed(tokens)) if not t.choice), 0)
    ends = tokens[len(tokens) - count :]
    return count if any(not t.text.isdecimal() and t.choice != "-" for t in ends) else 0


def lines_of(text: str) -> Iterator[TableLine]:
    """Give the lines that say something, cells parted by commas parted by tabs."""
    lines = text.removeprefix("\ufeff").splitlines()
    is_csv = sum(map(_ends_as_csv, lines)) > 1
    is_begun = False
    for number, whole in enumerate(lines, start=1):
        written = _COMMA.sub(_tab, whole) if is_csv else whole
        if not is_begun and (caption := _CAPTION.fullmatch(whole)):
            written = " " * len(caption[1]) + caption[2]
        line = re.sub(r"\\\\\s*(\\\w+(\{[^{}\\]*\})*\s*)*$", "", written)
        line = line.replace("$", " ").replace('"', " ")
        if not _RULE.fullmatch(line):
            is_begun = True
            yield TableLine(
                number, line, [TableWord(m[0], m.start() + 1) for m in _TOKEN.finditer(line)]
            )


def unescaped(text: str) -> str:
    r"""Return a text of LaTeX with the signs that have a meaning there: ``\&`` is ``&``."""
    return re.sub(r"\\([&%#_])", r"\1", text)


def in_plain_signs(text: str) -> str:
    r"""Write what LaTeX ranks by signs that any keyboard has, each at the place where it stood.

    >>> in_plain_signs(r"s_4 \succ s_{10} \sim 2")
    's4  >     s10   ~    2'
    """
    text = _SIGN.sub(lambda m: _SIGNS.get(m[1] or m[2], "").ljust(len(m[0])), text)
    return _INDEX.sub(lambda m: (m[1] + (m[2] or m[3])).ljust(len(m[0])), text)


def _ends_as_csv(line: str) -> bool:
    cells = line.rsplit(",", 2)[1:]
    return len(cells) == 2 and all(cell.strip().casefold() in _IN_CSV for cell in cells)


def _tab(match: re.Match[str]) -> str:
    return "\t" if match[0] == "," else match[0]
