"""LaTeX: an article as a whole document that compiles as it is."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.latex import Tex, latex, table
from countermove.picture.tikz import tikz
from countermove.report.article import (
    Article,
    Grid,
    Heading,
    Notes,
    Picture,
    Prose,
    Section,
    Words,
    written,
)
from countermove.report.paper import Mentions, Order, PlaceOnPage, opening, signs
from countermove.report.rendering import Rendering
from countermove.texts import by_number

_BEGINNING = r"""\documentclass[a4paper]{article}
\usepackage[textwidth=150mm,textheight=240mm]{geometry}
\usepackage{amssymb,array,booktabs,longtable,iftex,tikz}
\ifPDFTeX
  \usepackage[utf8]{inputenc}
  \usepackage[T1]{fontenc}
  \usepackage{lmodern,textcomp}
<declared>\else
  % Letters beyond Latin need a font that has them: \setmainfont{...}
  \usepackage{fontspec}
\fi
\usepackage[hidelinks]{hyperref}
\setcounter{secnumdepth}{0}
\setlength{\emergencystretch}{4em}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt plus 2pt}
\title{<title>}
\date{}
\begin{document}
\maketitle
"""
# What LaTeX knows with these packages beyond the letters of Latin, and the letters it doesn't know.
_KNOWN = frozenset("–—‘’‚“”„†‡•…‰‹›€™✓✗●◐○⊖×→αβγ")
_UNKNOWN = frozenset("ĦħĸŉſŦŧĿŀ")
_LATIN = 0x17F
_WIDTH = 425.0
"""How wide the text is, in points."""


def to_tex(article: Article) -> str:
    """Write an article as a LaTeX document."""
    body = "\n".join(_TexWriter(article).lines())
    title = latex(article.conflict.title)
    foreign = sorted({c for c in f"{title}{body}" if _is_foreign(c)})
    declared = "".join(
        f"  \\DeclareUnicodeCharacter{{{ord(c):04X}}}{{{by_number(c)}}}\n" for c in foreign
    )
    beginning = _BEGINNING.replace("<declared>", declared).replace("<title>", title)
    return f"{beginning}{body}\n\\end{{document}}\n"


def _is_foreign(character: str) -> bool:
    return (ord(character) > _LATIN and character not in _KNOWN) or character in _UNKNOWN


class _TexWriter:
    def __init__(self, article: Article) -> None:
        self._article, self._mentions = article, Mentions(article)

    def lines(self) -> Iterator[str]:
        """Give the paragraphs of the document, an empty line between them."""
        article = self._article
        for said in (article.size, *opening(article)):
            yield from (latex(said), "")
        order = Order.of(article)
        for section in order.before:
            yield from (*self._section(section), r"\clearpage")
        if order.has_contents:
            yield from (r"\tableofcontents", "")
        yield from (self._quiet(signs(article)), "")
        for section in order.after:
            around = [r"\clearpage"] * section.is_page
            yield from (*around, *self._section(section), *around)
        if article.made:
            yield self._quiet(article.made)

    def _section(self, section: Section) -> Iterator[str]:
        self._mentions.begin(section)
        yield from (rf"\section{{{latex(section.question)}}}", "")
        for block in section.blocks:
            yield from (*self._block(block, section), "")

    def _block(self, block: Words | Picture, section: Section) -> Iterator[str]:
        match block:
            case Prose():
                lead = rf"\textbf{{{latex(block.lead)}}} " if block.lead else ""
                text = f"{lead}{self._noted(block.text)}"
                yield rf"{{\small {text}\par}}" if block.quiet else text
            case Picture():
                yield from self._picture(block, section)
            case Heading():
                yield rf"\subsection{{{latex(block.text)}}}"
            case Notes():
                yield from self._record(block)
            case Grid():
                yield from self._table(block, section)

    def _picture(self, picture: Picture, section: Section) -> Iterator[str]:
        drawing = picture.drawn
        place = PlaceOnPage.of(drawing, can_turn=False)
        if place is None:
            for prose in picture.words:
                yield from (*self._block(prose, section), "")
            return
        width = f"{min(place.width, _WIDTH):.0f}pt"
        caption = latex(picture.caption)
        yield "\n".join(
            [
                r"\begin{figure}[htbp]",
                r"\centering",
                rf"\resizebox{{{width}}}{{!}}{{%",
                f"{tikz(drawing)}%",
                "}",
                rf"\caption{{{caption}}}",
                r"\end{figure}",
            ]
        )

    def _record(self, notes: Notes) -> Iterator[str]:
        yield r"\begin{description}"
        numbers = {note.source: note.number for note in self._mentions.notes.values()}
        for note in notes.notes:
            lead = latex(str(numbers.get(note.source, f"[{note.source}]")))
            target = rf"\hypertarget{{note-{note.number}}}{{{lead}}}"
            yield rf"\item[{{{target}}}] {latex(note.text)}"
        yield r"\end{description}"

    def _table(self, grid: Grid, section: Section) -> Iterator[str]:
        rows: list[tuple[str, ...]] = []
        for line in grid.lines:
            lead = written(line.lead or line.called)
            text = f"{line.text}{line.note}"
            first = Tex(f"{lead} {text}".strip(), f"{latex(lead)} {self._noted(text)}".strip())
            rows.append((first, *map(written, line.cells)))
            for told in filter(None, (line.story, line.further)):
                story = Tex(told, rf"\footnotesize {self._noted(told)}")
                rows.append((story, *[""] * len(line.cells)))
        head = Tex(grid.heading, self._noted(grid.heading, is_head=True))
        caption = " ".join(part for part in (section.question, grid.heading) if part)
        yield table(caption, (head, *grid.columns), rows, in_document=True)
        if grid.left_out:
            yield self._quiet(grid.left_out)

    def _quiet(self, text: str) -> str:
        return rf"{{\small {latex(text)}\par}}" if text else ""

    def _noted(self, text: str, *, is_head: bool = False) -> str:
        parts, after_mark = [], False
        for part in self._mentions.split(text, is_head=is_head):
            if isinstance(part, str):
                parts.append(latex(part))
            else:
                number = part.note.number
                parts += [r"\textsuperscript{,}"] * after_mark
                parts.append(
                    rf"\footnote[{number}]{{{latex(part.note.text)}}}"
                    if part.is_first
                    else rf"\textsuperscript{{\hyperlink{{note-{number}}}{{{number}}}}}"
                )
            after_mark = not isinstance(part, str)
        return "".join(parts)


RENDERING = Rendering(
    name="tex",
    words="LaTeX",
    suffixes=(".tex",),
    media="text/x-tex",
    write=lambda article: to_tex(article).encode(),
)
