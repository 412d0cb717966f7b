r"""Tables in LaTeX that fit a page: columns of text as wide as there is room, the rest in parts.

What is wider than a page is broken into parts below each other that begin with the same columns;
what is longer becomes a ``longtable`` that goes on. Whatever a text holds, it is broken where it
must be. How wide it is, is reckoned by the letters of Computer Modern, for the article class.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Self

from countermove.texts import one_line

# In points of 10 pt type: set in \small, columns close together, a line of the article class is
_WIDTH = 383.0
_BETWEEN = 9.0
_SHORT = 85.0  # columns up to that are never broken
_LEAST = 72.0  # what a column of text gets at least
_WORD = 150.0  # and for a long word up to that; one that is longer may be broken anywhere
_PIECE = 30.0  # so much of it stays together
_CLOSE = r"\small\setlength{\tabcolsep}{4pt}"
_LINES = 40  # rows that stand on a page
_RAGGED = 1.15  # texts take so much more, as lines end between words
_TALLEST = 25  # what is taller goes on in a row of its own, as rows aren't broken between pages

_SIGNS: Mapping[str, str] = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": r"\textasciigrave{}",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "–": "--",
    "✓": r"\checkmark{}",
    "✗": r"$\times$",
    "●": r"$\bullet$",
    "◐": r"$\odot$",
    "○": r"$\circ$",
    "⊖": r"$\ominus$",
    "×": r"$\times$",
    "→": r"$\rightarrow$",
    "α": r"$\alpha$",
    "β": r"$\beta$",
    "γ": r"$\gamma$",
    "…": r"\ldots{}",
}
_OPENING = re.compile(r"""(?:^|(?<=[\s(\[{/–—“‘-]))"(?=\S)""")
_TOGETHER = re.compile(r"(-(?=-)|,(?=,)|['“”‘’](?=['“”‘’])|[?!](?=[“‘]))")
# By letter, a little more than in \small Computer Modern.
_WIDE = {
    letter: width
    for letters, width in {
        "il!',.:;[]|": 2.9,
        "fjI": 3.8,
        "rst()-{} ": 4.1,
        "cez?“”": 4.9,
        "bdhknpquvxyJS": 5.8,
        "ZLFEPBCTRw": 7.7,
        "ADGHKNOQUVXY&+=<>@": 8.1,
        "m%#": 8.6,
        "MW~^✓✗●◐○⊖×→α…\\`": 10.7,
    }.items()
    for letter in letters
}
_OTHER = 5.2  # digits, and what isn't here


class Tex(str):
    """A text that is written in LaTeX otherwise than letter by letter, and about as wide."""

    __slots__ = ("tex",)

    tex: str

    def __new__(cls, text: str, tex: str) -> Self:
        """Take a text as it is read, and as it is written."""
        written = super().__new__(cls, text)
        written.tex = tex
        return written


def latex(text: str) -> str:
    r"""Write a text so that LaTeX prints it as it is, and breaks what is too long for a line."""
    return " ".join(map(_word, _in_quotes(one_line(text)).split(" ")))


def _in_quotes(text: str) -> str:
    """Let quotes that are straight open before a word, and close elsewhere."""
    return _OPENING.sub("“", text).replace('"', "”")


def _word(word: str) -> str:
    pieces = [word] if _points(word) <= _WORD else list(_pieces(word))
    return r"\allowbreak{}".join(map(_signs, pieces))


def _signs(text: str) -> str:
    # Two hyphens would become a dash, two commas a quotation mark, and ?` an upside-down mark.
    apart = _TOGETHER.sub("\\1\x00", text)
    return "".join(_SIGNS.get(c, c) for c in apart).replace("\x00", "{}")


def _pieces(word: str) -> Iterator[str]:
    """Give the pieces of a word between which it may be broken."""
    piece = ""
    for character in word:
        if piece and _points(piece) + _points(character) > _PIECE:
            yield piece
            piece = ""
        piece += character
    yield piece


def table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    ruled: Iterable[int] = (),
    note: str = "",
    *,
    in_document: bool = False,
) -> str:
    """Write a table; which packages it needs is said in its first line.

    Parameters
    ----------
    title : str
        What it shows.
    columns : sequence of str
        The heads.
    rows : iterable of sequence of str
        The cells.
    ruled : iterable of int
        The rows, from 0, above which a line is drawn.
    note : str
        What is said behind the title.
    in_document : bool
        Whether it stands where it is in a document that has the packages, and floats nowhere.
    """
    lines = [
        tuple(cell if isinstance(cell, Tex) else _in_quotes(cell) for cell in line)
        for line in (columns, *rows)
    ]
    chosen, above = _parts(lines), frozenset(ruled)
    parts = [
        _TablePart.of(part, widths, lines, above)
        for part, widths in zip(chosen, _all_widths(chosen, lines), strict=True)
    ]
    is_long = in_document or sum(part.height for part in parts) > _LINES
    is_whole = len(parts) == 1 and not is_long and "X" in parts[0].align
    packages = ["booktabs", "array", "amssymb"]
    packages += ["longtable"] if is_long else ["tabularx"] if is_whole else []
    head = rf"% Needs \usepackage{{{','.join(packages)}}}." + "\n"
    if any(_is_foreign(character) for line in lines for cell in line for character in cell):
        head += "% Letters beyond Latin need XeLaTeX or LuaLaTeX, and a font that has them.\n"
    count = len(parts)
    below = f" (in {count} parts, one below the other)" if count > 1 else ""
    said = f". {latex(note)}" if note else ""
    # A list of tables has the title only.
    short = rf"[{{{latex(title)}}}]" if below or said else ""
    caption = rf"\caption{short}{{{latex(title)}{below}{said}}}"
    label = rf"\label{{tab:{'-'.join(re.findall('[a-z0-9]+', title.lower())) or 'table'}}}"
    if in_document:
        head = label = ""
    if is_long:
        pages = (
            part.in_pages(f"{caption}{label}" if k == 1 else "", f"part {k} of {count}")
            for k, part in enumerate(parts, 1)
        )
        return f"{head}{{{_CLOSE}\n{''.join(pages)}}}\n"
    inside = "\n\\medskip\n\n".join(part.on_a_page(is_whole=is_whole) for part in parts)
    top = "\n".join([r"\begin{table}[htbp]", rf"\centering{_CLOSE}", caption, label])
    return f"{head}{top}\n{inside}\\end{{table}}\n"


@dataclass(frozen=True, slots=True)
class _Column:
    """How a column is set: its width, of the line, where its texts are broken; else None."""

    width: float | None
    is_centred: bool

    def align(self, room: float, count: int) -> str:
        """Return how it is set where it shares what room there is with others that are broken."""
        if self.width is None:
            return "c" if self.is_centred else "l"
        share = self.width / room * count
        size = rf"\hsize={share:.2f}\hsize" if count > 1 else ""
        return rf">{{\raggedright\arraybackslash{size}}}X"

    @property
    def in_pages(self) -> str:
        """Return how it is set where each row knows its own widths."""
        if self.width is None:
            return "c" if self.is_centred else "l"
        share = int(self.width / _WIDTH * 100) / 100
        return rf">{{\raggedright\arraybackslash}}p{{{share:.2f}\linewidth}}"


@dataclass(frozen=True, slots=True)
class _TablePart:
    """Some columns of a table, with how they are set and how many lines they take."""

    columns: tuple[_Column, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ruled: frozenset[int]
    height: int

    @classmethod
    def of(
        cls,
        chosen: Sequence[int],
        widths: Sequence[float | None],
        lines: Sequence[Sequence[str]],
        ruled: frozenset[int],
    ) -> _TablePart:
        head, *body = (tuple(line[k] for k in chosen) for line in lines)
        rows: list[tuple[str, ...]] = []
        above: set[int] = set()
        for number, line in enumerate(body):
            if number in ruled:
                above.add(len(rows))
            rows += _rows(line, widths)
        height = sum(_height(line, widths) for line in (head, *rows))
        columns = tuple(
            _Column(width, bool(at) and all(len(line[at]) <= 2 for line in body))
            for at, width in enumerate(widths)
        )
        return cls(columns, head, tuple(rows), frozenset(above), height)

    @property
    def align(self) -> str:
        """Return how the columns are set where all is on one page."""
        broken = [column.width for column in self.columns if column.width is not None]
        return "".join(column.align(sum(broken), len(broken)) for column in self.columns)

    @property
    def align_in_pages(self) -> str:
        """Return how the columns are set where there are other parts, or pages."""
        return "".join(column.in_pages for column in self.columns)

    def on_a_page(self, *, is_whole: bool) -> str:
        kind, line, align = "tabular", "", self.align_in_pages
        if is_whole:
            kind, line, align = "tabularx", r"{\linewidth}", self.align
        inside = "\n".join(
            [r"\toprule", _row(self.head), r"\midrule", *self._body(), r"\bottomrule"]
        )
        return f"\\begin{{{kind}}}{line}{{{align}}}\n{inside}\n\\end{{{kind}}}\n"

    def in_pages(self, caption: str, part: str) -> str:
        count = len(self.columns)
        again = [r"\toprule", _row(self.head), r"\midrule"]
        # A part that goes on with a table is no table of its own.
        first = [rf"{caption}\\"] if caption else [rf"\multicolumn{{{count}}}{{l}}{{{part}}}\\"]
        after = [] if caption else [r"\addtocounter{table}{-1}"]
        goes_on = rf"\multicolumn{{{count}}}{{r}}{{goes on}}\\"
        return "\n".join(
            [
                rf"\begin{{longtable}}{{{self.align_in_pages}}}",
                *first,
                *again,
                r"\endfirsthead",
                *again,
                r"\endhead",
                r"\midrule",
                goes_on,
                r"\endfoot",
                r"\bottomrule",
                r"\endlastfoot",
                *self._body(),
                r"\end{longtable}",
                *after,
                "",
            ]
        )

    def _body(self) -> Iterator[str]:
        for number, row in enumerate(self.rows):
            if number in self.ruled:
                yield r"\midrule"
            yield _row(row)


def _all_widths(
    parts: Sequence[Sequence[int]], lines: Sequence[Sequence[str]]
) -> list[list[float | None]]:
    """Return the widths of the columns of each part; one that is in all is as wide in all."""
    found = [_widths([[line[k] for line in lines] for k in part]) for part in parts]
    if len(parts) == 1:
        return found
    for at, columns in enumerate(zip(*parts, strict=False)):
        if len(set(columns)) == 1:
            broken = [widths[at] for widths in found if widths[at] is not None]
            for widths in found:
                widths[at] = min(filter(None, broken), default=None)
    return found


def _widths(columns: Sequence[Sequence[str]]) -> list[float | None]:
    """Return how wide columns are whose texts must be broken; None for those that needn't."""
    natural = [max(map(_points, texts)) for texts in columns]
    if sum(natural) + _BETWEEN * len(natural) <= _WIDTH:
        return [None] * len(natural)
    least = {
        k: min(width, _needed(columns[k])) for k, width in enumerate(natural) if width > _SHORT
    }
    fixed = sum(width for width in natural if width <= _SHORT) + _BETWEEN * len(natural)
    wanted = sum(natural[k] - least[k] for k in least) or 1.0
    spare = max(0.0, _WIDTH - fixed - sum(least.values()))
    return [
        least[k] + spare * (width - least[k]) / wanted if k in least else None
        for k, width in enumerate(natural)
    ]


def _needed(texts: Sequence[str]) -> float:
    """Return how wide a column must be at least, where its texts may be broken between words."""
    longest = max(map(_points, {word for text in texts for word in text.split()}), default=0.0)
    return min(max(longest, _LEAST), _WORD)


def _height(line: Sequence[str], widths: Sequence[float | None]) -> int:
    """Estimate how many lines a row takes."""
    texts = zip(line, widths, strict=True)
    return max(1, *(ceil(_points(text) / width * _RAGGED) for text, width in texts if width), 1)


def _rows(line: tuple[str, ...], widths: Sequence[float | None]) -> Iterator[tuple[str, ...]]:
    """Give a row, or the rows that it is broken into, as it is too tall for a page."""
    if _height(line, widths) <= _TALLEST:
        yield line
        return
    pieces = [
        list(_cut(text, width * _TALLEST / _RAGGED)) if width else [text]
        for text, width in zip(line, widths, strict=True)
    ]
    for number in range(max(map(len, pieces))):
        yield tuple(some[number] if number < len(some) else "" for some in pieces)


def _cut(text: str, most: float) -> Iterator[str]:
    """Cut a text between words, or within one that is longer than that."""
    taken, room = "", most
    for word in re.findall(r"\S+\s*", text):
        for piece in [word] if _points(word) <= most else _pieces(word):
            if taken and _points(piece) > room:
                yield taken.rstrip()
                taken, room = "", most
            taken += piece
            room -= _points(piece)
    yield taken.rstrip()


def _parts(lines: Sequence[Sequence[str]]) -> list[list[int]]:
    """Return which columns stand beside each other, in every part those by which rows are known."""
    columns = list(zip(*lines, strict=True))
    widths = [max(map(_points, texts)) for texts in columns]
    needed = [
        (width if width <= _SHORT else min(width, _needed(texts))) + _BETWEEN
        for width, texts in zip(widths, columns, strict=True)
    ]
    keys = next((k for k in (1, 2, 3) if len({line[:k] for line in lines}) == len(lines)), 1)
    if sum(needed[:keys]) > _WIDTH / 2:
        keys = 1
    first = list(range(keys))
    parts: list[list[int]] = [[*first]]
    room = start = _WIDTH - sum(needed[:keys])
    for k in range(keys, len(needed)):
        if needed[k] > room and len(parts[-1]) > keys:
            parts.append([*first])
            room = start
        parts[-1].append(k)
        room -= needed[k]
    return parts


def _is_foreign(character: str) -> bool:
    """Say whether a letter is beyond those that any LaTeX prints."""
    is_punctuation = 0x2000 <= ord(character) < 0x2070
    return ord(character) > 0x24F and character not in _SIGNS and not is_punctuation


def _points(text: str) -> float:
    """Estimate how wide a text is."""
    return sum(map(_point, text))


def _point(character: str) -> float:
    if (width := _WIDE.get(character)) is not None:
        return width
    if character < "\x80":
        return _OTHER
    if ord(character) > 0x24F and character not in "–—“”‘’":
        return 0.0 if unicodedata.combining(character) else 10.7
    return _WIDE.get(unicodedata.normalize("NFKD", character)[0], 8.1)


def _row(cells: Sequence[str]) -> str:
    """Write a row so that the end of the row before doesn't take its beginning for an argument."""
    text = " & ".join(cell.tex if isinstance(cell, Tex) else latex(cell) for cell in cells)
    guard = "{}" if text.lstrip().startswith(("[", "*")) else ""
    return rf"{guard}{text} \\"
