r"""Drawings in LaTeX, by the package TikZ: in the fonts of the document, every text a text."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.latex import latex
from countermove.picture.drawing import Box, Curve, Dot, Drawing, Label, Point, Shape, Stroke
from countermove.picture.palette import SHADE, Paint, hue

_POINT = 0.75  # of a pixel
_ANCHORS = {"start": "base west", "middle": "base", "end": "base east"}


def tikz(drawing: Drawing) -> str:
    r"""Write a drawing as a ``tikzpicture``, three quarters of a point to the pixel."""
    width, height = _number(drawing.width), _number(drawing.height)
    return "\n".join(
        [
            rf"\begin{{tikzpicture}}[x={_POINT}pt,y=-{_POINT}pt]",
            rf"\useasboundingbox (0,0) rectangle ({width},{height});",
            *(line for shape, x, y in drawing.each() for line in _shape(shape, x, y)),
            r"\end{tikzpicture}",
        ]
    )


def _shape(shape: Shape, x: float, y: float) -> Iterator[str]:
    def at(point: Point) -> str:
        return f"({_number(x + point[0])},{_number(y + point[1])})"

    match shape:
        case Label():
            yield _label(shape, at((shape.x, shape.y)))
        case Box():
            look = _look(shape.fill, shape.edge, shape.thick, shape.dash)
            rounded = f",rounded corners={_points(shape.round)}" if shape.round else ""
            end = at((shape.x + shape.width, shape.y + shape.height))
            yield rf"\path[{look}{rounded}] {at((shape.x, shape.y))} rectangle {end};"
        case Stroke(points):
            end = " -- cycle" if shape.closed else ""
            look = _look(shape.fill, shape.paint, shape.thick, shape.dash)
            yield rf"\path[{look}] {' -- '.join(map(at, points))}{end};"
        case Curve(points):
            look = _look(None, shape.paint, shape.thick, shape.dash)
            pieces = zip(points[1::3], points[2::3], points[3::3], strict=True)
            curves = (f" .. controls {at(a)} and {at(b)} .. {at(c)}" for a, b, c in pieces)
            yield rf"\path[{look}] {at(points[0])}{''.join(curves)};"
        case Dot():
            look = _look(shape.fill, shape.edge, shape.thick, ())
            yield rf"\path[{look}] {at((shape.x, shape.y))} circle[radius={_points(shape.radius)}];"


def _label(label: Label, at: str) -> str:
    size = label.size * _POINT
    font = rf"\fontsize{{{_number(size)}}}{{{_number(size * 1.2)}}}\selectfont"
    bold = r"\bfseries" if label.bold else ""
    turned = f",rotate={_number(-label.turn)}" if label.turn else ""
    look = f"anchor={_ANCHORS[label.anchor]},inner sep=0pt,text={_colour(label.paint)}{turned}"
    return rf"\node[{look},font={font}{bold}] at {at} {{{latex(label.text)}}};"


def _look(fill: Paint | None, edge: Paint | None, thick: float, dashes: tuple[float, ...]) -> str:
    parts = []
    if fill is not None:
        parts.append(f"fill={_colour(fill)}")
        parts += [f"fill opacity={SHADE}"] if fill == "shade" else []
    if edge is not None:
        parts += [f"draw={_colour(edge)}", f"line width={_points(thick)}"]
    if edge is not None and dashes:
        on_off = (f"{('on', 'off')[k % 2]} {_points(size)}" for k, size in enumerate(dashes))
        parts.append(f"dash pattern={' '.join(on_off)}")
    return ",".join(parts)


def _colour(paint: Paint) -> str:
    digits = hue(paint).removeprefix("#")
    whole = digits if len(digits) > 3 else "".join(2 * digit for digit in digits)
    red, green, blue = bytes.fromhex(whole)
    return f"{{rgb,255:red,{red};green,{green};blue,{blue}}}"


def _points(pixels: float) -> str:
    return f"{_number(pixels * _POINT)}pt"


def _number(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
