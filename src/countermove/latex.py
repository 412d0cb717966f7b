r"""Tables in LaTeX that fit a page: columns of text as wide as there is room, the rest in parts.

What is wider than a page is broken into tables below each other that begin with the same column;
what is longer than a page becomes a ``longtable``. Widths are estimated for the article class.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from countermove.texts import one_line

# In points of 10 pt type: set in \small, columns close together, a line of the article class is
_WIDTH = 383.0
_BETWEEN = 9.0
_SHORT = 85.0  # columns up to that are never broken
_LEAST = 72.0  # what a column of text gets at least
_CLOSE = r"\small\setlength{\tabcolsep}{4pt}"
_LINES = 40  # rows that stand on a page

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
    '"': "''",
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


def latex(text: str) -> str:
    r"""Write a text so that LaTeX prints it as it is."""
    # Two hyphens would become a dash, and two commas a quotation mark.
    apart = re.sub(r"([-,'])(?=\1)", "\\1\x00", one_line(text))
    return "".join(_SIGNS.get(c, c) for c in apart).replace("\x00", "{}")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table for the packages booktabs, array, longtable and amssymb."""
    lines = [tuple(map(str, columns)), *(tuple(row) for row in rows)]
    parts = [_TablePart.of(part, lines) for part in _parts(lines)]
    is_long = sum(part.height for part in parts) > _LINES
    caption = rf"\caption{{{latex(title)}}}"
    label = rf"\label{{tab:{'-'.join(re.findall('[a-z0-9]+', title.lower())) or 'table'}}}"
    text = "".join(
        [r"% Needs \usepackage{booktabs,array,amssymb", ",longtable" if is_long else "", "}.\n"]
    )
    if any(_is_foreign(character) for line in lines for cell in line for character in cell):
        text += "% Letters beyond Latin need XeLaTeX or LuaLaTeX, and a font that has them.\n"
    if is_long:
        pages = (part.in_pages("" if k else f"{caption}{label}") for k, part in enumerate(parts))
        return f"{text}{{{_CLOSE}\n{''.join(pages)}}}\n"
    inside = "\n\\medskip\n".join(part.on_a_page() for part in parts)
    above = "\n".join([r"\begin{table}[htbp]", rf"\centering{_CLOSE}", caption, label])
    return f"{text}{above}\n{inside}\\end{{table}}\n"


@dataclass(frozen=True, slots=True)
class _TablePart:
    """Some columns of a table, with how they are set and how many lines they take."""

    align: str
    lines: tuple[tuple[str, ...], ...]
    height: float

    @classmethod
    def of(cls, chosen: Sequence[int], lines: Sequence[Sequence[str]]) -> _TablePart:
        natural = [max(_points(line[k]) for line in lines) for k in chosen]
        texts = [k for k, width in enumerate(natural) if width > _SHORT]
        fixed = sum(width for width in natural if width <= _SHORT) + _BETWEEN * len(natural)
        widths = list(natural)
        if sum(natural) + _BETWEEN * len(natural) > _WIDTH and texts:
            room, wanted = _WIDTH - fixed, sum(natural[k] for k in texts)
            spare = max(0.0, room - _LEAST * len(texts))
            for k in texts:
                widths[k] = min(natural[k], _LEAST + spare * natural[k] / wanted)
        align = "".join(
            rf">{{\raggedright\arraybackslash}}p{{{width / _WIDTH:.2f}\linewidth}}"
            if width < whole
            else "c"
            if k and all(len(line[column]) <= 2 for line in lines[1:])
            else "l"
            for k, (column, width, whole) in enumerate(zip(chosen, widths, natural, strict=True))
        )
        height = sum(
            max(1.0, *(_points(line[k]) / widths[at] * 1.1 for at, k in enumerate(chosen)))
            for line in lines
        )
        return cls(align, tuple(tuple(line[k] for k in chosen) for line in lines), height)

    def on_a_page(self) -> str:
        head, *body = map(_row, self.lines)
        inside = "\n".join([r"\toprule", head, r"\midrule", *body, r"\bottomrule"])
        return f"\\begin{{tabular}}{{{self.align}}}\n{inside}\n\\end{{tabular}}\n"

    def in_pages(self, caption: str) -> str:
        head, *body = map(_row, self.lines)
        first = [rf"{caption}\\"] if caption else []
        # A part that goes on with a table is no table of its own.
        after = [] if caption else [r"\addtocounter{table}{-1}"]
        again = [r"\toprule", head, r"\midrule"]
        return "\n".join(
            [
                rf"\begin{{longtable}}{{{self.align}}}",
                *first,
                *again,
                r"\endfirsthead",
                *again,
                r"\endhead",
                r"\bottomrule",
                r"\endlastfoot",
                *body,
                r"\end{longtable}",
                *after,
                "",
            ]
        )


def _parts(lines: Sequence[Sequence[str]]) -> list[list[int]]:
    """Return which columns stand beside each other, in every part those by which rows are known."""
    widths = [max(_points(line[k]) for line in lines) for k in range(len(lines[0]))]
    needed = [min(width, _LEAST if width > _SHORT else width) + _BETWEEN for width in widths]
    keys = next(
        (k for k in (1, 2, 3) if len({line[:k] for line in lines}) == len(lines)),
        1,
    )
    if sum(needed[:keys]) > 0.6 * _WIDTH:
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
    return sum(
        10.0 if ord(c) > 0x2E80 else 7.3 if c.isupper() or c in "✓–_%&" else 4.9 for c in text
    )


def _row(cells: Sequence[str]) -> str:
    """Write a row so that the end of the row before doesn't take its beginning for an argument."""
    text = " & ".join(map(latex, cells))
    guard = "{}" if text.lstrip().startswith(("[", "*")) else ""
    return rf"{guard}{text} \\"
