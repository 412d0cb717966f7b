"""HTML for notebooks: what an object says, in a frame that takes its colours from the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from countermove.notebook.drawn import drawn
from countermove.notebook.said import Said, said
from countermove.picture.drawing import Drawing
from countermove.picture.palette import PARTIES
from countermove.picture.svg import svg_in_page
from countermove.report.article import Grid, Line, Mark, Section
from countermove.report.formats.html import ALL_OF_IT, sections_html
from countermove.texts import visible

_LEVEL = 4
_HEADING = f'<h{_LEVEL} class="jp-toc-ignore" '
"""Headings of answers are no headings of the notebook."""
_ALL = " All of it: to_dict()."
_TITLE = Markup('<p class="title"><b>{}</b> <span class="quiet">{}</span></p>\n')
_NOTE = Markup('<p class="quiet">{}</p>\n')
_FIGURE = Markup(
    '<details class="part" open><summary><b>As a picture</b></summary>\n'
    "<figure>{}</figure>\n</details>\n"
)
_FRAME = Markup('<div class="countermove">\n<style>{}</style>\n{}</div>\n')


def html(thing: Any) -> str:
    """Write what an object says as a piece of HTML without scripts, long parts folded."""
    return _framed(said(thing), drawn(thing))


def _framed(told: Said, figures: Iterable[Drawing]) -> str:
    parts = [_TITLE.format(visible(told.title), told.size)] if told.title else []
    parts += [_NOTE.format(visible(note)) for note in told.notes]
    parts += [Markup(table._repr_html_()) for table in told.tables]
    # What is on the page twice has the same anchors; other output has others.
    prefix = f"c{blake2b(repr(told).encode(errors='replace'), digest_size=5).hexdigest()}-"
    sections = map(_with_ids, told.sections)
    written = sections_html(sections, _LEVEL, prefix, "tables").replace(ALL_OF_IT, _ALL)
    parts.append(Markup(written.replace(f"<h{_LEVEL} ", _HEADING)))
    parts += [_FIGURE.format(Markup(svg_in_page(figure))) for figure in figures]
    return str(_FRAME.format(_style(), Markup("").join(parts)))


def _with_ids(section: Section) -> Section:
    """Show what commands call a row, as it is called so in Python, too."""
    blocks = tuple(
        replace(block, lines=tuple(map(_led_by_id, block.lines)))
        if isinstance(block, Grid)
        else block
        for block in section.blocks
    )
    return replace(section, blocks=blocks)


def _led_by_id(line: Line) -> Line:
    if not line.called or isinstance(line.lead, Mark):
        return line
    return replace(line, lead=f"{line.lead} {line.called}".strip())


@cache
def _style() -> Markup:
    text = files("countermove.notebook").joinpath("output.css").read_text("utf-8")
    # Drawings have the colours of the parties, nearer to that of the text so that they suit it.
    near = "--seat-{}: color-mix(in srgb, currentColor 50%, {});"
    seats = " ".join(near.format(seat, colour) for seat, colour in enumerate(PARTIES, 1))
    return Markup(" ".join(f"{text} .countermove {{ {seats} }}".split()))
