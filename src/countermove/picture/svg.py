"""Drawings as SVG: no scripts, nothing to fetch, every text a text.

By itself a drawing is light, on paper that it brings along. In a page it has the page's colours
where the page has any (``--ink``, ``--soft``, ``--edge``, ``--paper``, ``--good``, ``--bad`` and
those of the parties), and the page's own ground. Where that isn't known, ``--solid`` and
``--on-solid`` can be read on any.
"""

from __future__ import annotations

from collections.abc import Mapping

from countermove.picture.drawing import Box, Curve, Dot, Drawing, Group, Label, Point, Shape, Stroke
from countermove.picture.palette import COLOURS, SHADE, Paint, hue
from countermove.picture.widths import FONT
from countermove.texts import one_line, xml

# What a page may have for a role, the most particular last.
_VARIABLES: Mapping[Paint, tuple[str, ...]] = {
    "shade": ("ink",),
    "solid": ("ink", "solid"),
    "on-solid": ("paper", "on-solid"),
}
FONTS = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"


def svg(drawing: Drawing) -> str:
    """Write a drawing as a file of its own."""
    ground = Box(0, 0, drawing.width, drawing.height, edge=None, round=0)
    return _SvgWriter(in_page=False).written(drawing, (ground, *drawing.shapes), "")


def svg_in_page(drawing: Drawing, look: str = "drawing", *, with_states: bool = False) -> str:
    """Write a drawing as a piece of a page, of some class there; it may say which outcomes.

    What is about outcomes has their numbers in ``data-states`` then.
    """
    writer = _SvgWriter(in_page=True, with_states=with_states)
    return writer.written(drawing, drawing.shapes, f' class="{look}"')


class _SvgWriter:
    def __init__(self, *, in_page: bool, with_states: bool = False) -> None:
        self._in_page, self._with_states = in_page, with_states

    def written(self, drawing: Drawing, shapes: tuple[Shape, ...], look: str) -> str:
        width, height = _number(drawing.width), _number(drawing.height)
        return "".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg"{look} role="img" width="{width}" '
                f'height="{height}" viewBox="0 0 {width} {height}" font-size="{FONT}" '
                f'font-family="{FONTS}"><title>{xml(drawing.title)}</title>'
                f"<desc>{xml(drawing.says)}</desc>",
                *map(self._shape, shapes),
                "</svg>",
            ]
        )

    def _shape(self, shape: Shape) -> str:
        match shape:
            case Label():
                return self._label(shape)
            case Box(x, y, width, height):
                rounded = f' rx="{_number(shape.round)}"' if shape.round else ""
                return (
                    f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" '
                    f'height="{_number(height)}"{rounded}{self._area(shape)}{_dash(shape)}/>'
                )
            case Stroke(points):
                end = "Z" if shape.closed else ""
                path = f"M{_points(points[:1])}L{_points(points[1:])}{end}"
                return f'<path d="{path}"{self._run(shape, shape.fill)}/>'
            case Curve(points):
                path = f"M{_points(points[:1])}C{_points(points[1:])}"
                return f'<path d="{path}"{self._run(shape, None)}/>'
            case Dot(x, y, radius):
                at = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"'
                return f"<circle {at}{self._area(shape)}/>"
            case Group():
                return self._group(shape)

    def _group(self, group: Group) -> str:
        moved = ""
        if group.x or group.y:
            moved = f' transform="translate({_number(group.x)} {_number(group.y)})"'
        says = f"<title>{xml(group.says)}</title>" if group.says else ""
        about = ""
        if group.states and self._with_states:
            about = f' data-states="{" ".join(map(str, group.states))}"'
        return f"<g{about}{moved}>{says}{''.join(map(self._shape, group.shapes))}</g>"

    def _label(self, label: Label) -> str:
        at = f'x="{_number(label.x)}" y="{_number(label.y)}"'
        parts = [
            f' font-size="{_number(label.size)}"' if label.size != FONT else "",
            ' font-weight="600"' if label.bold else "",
            f' text-anchor="{label.anchor}"' if label.anchor != "start" else "",
            f' transform="rotate({_number(label.turn)} {_number(label.x)} {_number(label.y)})"'
            if label.turn
            else "",
            self._paint("fill", label.paint),
        ]
        # Each is a paragraph of its own, so none turns round the order of another.
        return f"<text {at}{''.join(parts)}>{xml(one_line(label.text))}</text>"

    def _area(self, shape: Box | Dot) -> str:
        edge = self._paint("stroke", shape.edge)
        return f"{self._paint('fill', shape.fill)}{edge}{_thick(shape.thick, 1, shape.edge)}"

    def _run(self, shape: Stroke | Curve, fill: Paint | None) -> str:
        paint = self._paint("fill", fill) + self._paint("stroke", shape.paint)
        joined = ' stroke-linejoin="round"' if isinstance(shape, Stroke) else ""
        return f"{paint}{_thick(shape.thick, 1, shape.paint)}{joined}{_dash(shape)}"

    def _paint(self, what: str, paint: Paint | None) -> str:
        if paint is None:
            return f' {what}="none"'
        colour = hue(paint)
        if self._in_page and isinstance(paint, int):
            seat = paint % COLOURS + 1
            colour = f"var(--seat-{seat}, var(--party-{seat}, {colour}))"
        elif self._in_page:
            for role in _VARIABLES.get(paint, (paint,)):
                colour = f"var(--{role}, {colour})"
        thin = f' {what}-opacity="{SHADE}"' if paint == "shade" else ""
        return f' {what}="{colour}"{thin}'


def _thick(thick: float, usual: float, paint: Paint | None) -> str:
    return "" if thick == usual or paint is None else f' stroke-width="{_number(thick)}"'


def _dash(shape: Box | Stroke | Curve) -> str:
    return f' stroke-dasharray="{" ".join(map(_number, shape.dash))}"' if shape.dash else ""


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _number(number: float) -> str:
    return f"{round(number, 2):g}" if abs(number) < 10_000 else f"{number:.0f}"
