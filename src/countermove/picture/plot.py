"""Drawings as PNG and PDF, by matplotlib: the optional part ``countermove[plot]``.

Nothing of matplotlib's own state is used or left behind, so that a notebook's stays what it is.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal
from unicodedata import bidirectional

from countermove.errors import ArgumentError, missing_extra
from countermove.picture.drawing import Box, Curve, Dot, Drawing, Label, Shape, Stroke
from countermove.picture.lacking import with_numbers
from countermove.picture.palette import SHADE, Paint, hue
from countermove.texts import one_line, visible

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

NARROWEST, WIDEST, _TALLEST = 100, 20_000, 60_000
"""How many pixels a PNG may have."""

# Pixels to the inch, and points.
_INCH, _POINT = 96.0, 0.75
# The first has the widths that pictures are laid out for; others have what letters it lacks.
_FONTS = (
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans",
    "WenQuanYi Zen Hei",
    "Noto Sans",
    "Arial Unicode MS",
)
# Settings hold for the whole process while one is drawn.
_ONE_AT_A_TIME = Lock()


def png(drawing: Drawing, width: int | None = None) -> bytes:
    """Draw it in pixels, so many wide; else twice as many as it has."""
    times = 2 if width is None else width / drawing.width
    if width is not None and not NARROWEST <= width <= WIDEST:
        what = f"a PNG is from {NARROWEST} to {WIDEST:,} pixels wide, not {width:,}."
        raise ArgumentError(what, advice="Give a width between them.")
    if drawing.height * times > _TALLEST:
        what = f"as a PNG that wide, this picture would be more than {_TALLEST:,} pixels tall."
        raise ArgumentError(what, advice="Give a smaller width, or draw it as SVG or PDF.")
    dots = _INCH * times
    metadata = {"Title": one_line(drawing.title), "Description": visible(drawing.says)}
    return _saved(drawing, format="png", dpi=dots, metadata={"Software": None, **metadata})


def pdf(drawing: Drawing) -> bytes:
    """Draw it on a page of its own size; the same drawing gives the same file."""
    metadata = {"Title": one_line(drawing.title), "Subject": one_line(drawing.says)}
    return _saved(drawing, format="pdf", metadata={"CreationDate": None, **metadata})


def check_installed() -> None:
    """Raise that it takes an optional part, where that isn't installed."""
    if find_spec("matplotlib") is None:
        raise missing_extra("plot", "A picture as PNG or PDF")


def lacking(drawing: Drawing) -> frozenset[str]:
    """Return the letters of a drawing that no font has that it is drawn with."""
    texts = [one_line(shape.text) for shape, _, _ in drawing.each() if isinstance(shape, Label)]
    return lacking_in("".join(texts))


def lacking_in(text: str) -> frozenset[str]:
    """Return the letters of a text that no font has that pictures are drawn with."""
    return frozenset(text) - _letters()


def _saved(drawing: Drawing, **how: Any) -> bytes:
    check_installed()
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # Letters stay letters in a PDF, and dashes as long as they are said to be.
    settings = {"pdf.fonttype": 42, "lines.scale_dashes": False, "path.simplify": False}
    out = io.BytesIO()
    with (
        _ONE_AT_A_TIME,
        matplotlib.rc_context({**matplotlib.rcParamsDefault, **settings}),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        figure = Figure(figsize=(drawing.width / _INCH, drawing.height / _INCH))
        FigureCanvasAgg(figure)
        _fill(figure, with_numbers(drawing, lacking(drawing)))
        figure.savefig(out, facecolor=hue("paper"), **how)
    return out.getvalue()


def _fill(figure: Figure, drawing: Drawing) -> None:
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, drawing.width)
    axes.set_ylim(drawing.height, 0)
    for order, (shape, x, y) in enumerate(drawing.each()):
        for artist in _artists(shape, x, y):
            artist.set_zorder(order)
            axes.add_artist(artist)


def _artists(shape: Shape, x: float, y: float) -> Iterator[Artist]:
    from matplotlib.patches import Circle, FancyBboxPatch, PathPatch
    from matplotlib.path import Path

    def moved(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x + px, y + py) for px, py in points]

    match shape:
        case Label():
            yield from _label(shape, x, y)
        case Box():
            round_ = min(shape.round, shape.width / 2, shape.height / 2)
            yield FancyBboxPatch(
                (x + shape.x, y + shape.y),
                shape.width,
                shape.height,
                boxstyle=f"round,pad=0,rounding_size={round_}" if round_ else "square,pad=0",
                **_look(shape.fill, shape.edge, shape.thick, shape.dash),
            )
        case Stroke(points):
            ends = [*moved(points), (x + points[0][0], y + points[0][1])][
                : len(points) + shape.closed
            ]
            codes = [Path.MOVETO, *[Path.LINETO] * (len(points) - 1)]
            codes += [Path.CLOSEPOLY] * shape.closed
            look = _look(shape.fill, shape.paint, shape.thick, shape.dash)
            yield PathPatch(Path(ends, codes), joinstyle="round", capstyle="butt", **look)
        case Curve(points):
            codes = [Path.MOVETO, *[Path.CURVE4] * (len(points) - 1)]
            look = _look(None, shape.paint, shape.thick, shape.dash)
            yield PathPatch(Path(moved(points), codes), capstyle="butt", **look)
        case Dot():
            look = _look(shape.fill, shape.edge, shape.thick, ())
            yield Circle((x + shape.x, y + shape.y), shape.radius, **look)


def _label(label: Label, x: float, y: float) -> Iterator[Artist]:
    from matplotlib.text import Text

    anchors: dict[str, Literal["left", "center", "right"]]
    anchors = {"start": "left", "middle": "center", "end": "right"}
    yield Text(
        x + label.x,
        y + label.y,
        _from_the_left(one_line(label.text)),
        fontsize=label.size * _POINT,
        fontfamily=_fonts(),
        fontweight="bold" if label.bold else "normal",
        color=hue(label.paint),
        horizontalalignment=anchors[label.anchor],
        verticalalignment="baseline",
        rotation=-label.turn,
        rotation_mode="anchor",
        parse_math=False,
    )


def _from_the_left(text: str) -> str:
    """Let a text that begins with letters written from the right run from the left, as in SVG."""
    turns = any(bidirectional(letter) in {"R", "AL"} for letter in text)
    return f"\u200e{text}" if turns else text


def _look(
    fill: Paint | None, edge: Paint | None, thick: float, dash: tuple[float, ...]
) -> dict[str, Any]:
    def rgba(paint: Paint | None) -> Any:
        if paint is None:
            return "none"
        return (hue(paint), SHADE) if paint == "shade" else hue(paint)

    return {
        "facecolor": rgba(fill),
        "edgecolor": rgba(edge),
        "linewidth": 0 if edge is None else thick * _POINT,
        "linestyle": (0, [part * _POINT for part in dash]) if dash else "solid",
    }


@cache
def _fonts() -> list[str]:
    from matplotlib.font_manager import fontManager

    there = {font.name for font in fontManager.ttflist}
    return [font for font in _FONTS if font in there] or ["sans-serif"]


@cache
def _letters() -> frozenset[str]:
    """Return the letters that there are both plain and bold."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    plain, bold = (
        {
            chr(number)
            for font in _fonts()
            for number in get_font(
                findfont(FontProperties(family=font, weight=weight))
            ).get_charmap()
        }
        for weight in ("normal", "bold")
    )
    return frozenset(plain & bold)
