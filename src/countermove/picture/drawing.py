"""What a picture is made of: shapes at their places, painted by role or for a party.

Everything is in pixels, y downwards. A drawing knows no notation: see ``svg.py`` and ``plot.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from countermove.errors import FileError
from countermove.picture.palette import Paint
from countermove.picture.widths import FONT

Point = tuple[float, float]
Dashes = tuple[float, ...]
"""The lengths of strokes and gaps; none for a full line."""


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text; `y` is where its letters stand, `turn` by how many degrees it is turned."""

    x: float
    y: float
    text: str
    size: float = FONT
    paint: Paint = "ink"
    bold: bool = False
    anchor: Literal["start", "middle", "end"] = "start"
    turn: float = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: Paint | None = "paper"
    edge: Paint | None = "edge"
    thick: float = 1
    round: float = 6
    dash: Dashes = ()


@dataclass(frozen=True, slots=True)
class Stroke:
    """Straight lines from point to point; closed it is an area, which may be filled."""

    points: tuple[Point, ...]
    paint: Paint | None = "edge"
    thick: float = 1.5
    dash: Dashes = ()
    closed: bool = False
    fill: Paint | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """Cubic curves: where it begins, then three points for each piece."""

    points: tuple[Point, ...]
    paint: Paint = "edge"
    thick: float = 1.5
    dash: Dashes = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle by its middle."""

    x: float
    y: float
    radius: float
    fill: Paint | None = "ink"
    edge: Paint | None = None
    thick: float = 1.5


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong together, moved as one; what they say in full is shown on pointing."""

    shapes: tuple[Shape, ...]
    x: float = 0
    y: float = 0
    says: str = ""
    # The printed numbers of the outcomes that they are about.
    states: tuple[int, ...] = field(default=(), repr=False)


Shape = Label | Box | Stroke | Curve | Dot | Group


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, with what it says to those who can't see it.

    Parameters
    ----------
    title : str
        What it is called.
    says : str
        What is on it, in sentences.
    width, height : float
        Its size in pixels.
    shapes : tuple of shapes
        What is drawn, the lowest first.
    """

    title: str
    says: str
    width: float
    height: float
    shapes: tuple[Shape, ...]

    def __repr__(self) -> str:
        """Say what it is called, and how large it is."""
        return f"<Drawing '{self.title}': {self.width:.0f} x {self.height:.0f}>"

    def each(self) -> Iterator[tuple[Shape, float, float]]:
        """Give every shape that is no group, and by how much it is moved."""
        yield from _each(self.shapes, 0, 0)

    def to_svg(self) -> str:
        """Return it as SVG that stands by itself, on light paper.

        Returns
        -------
        str

        Examples
        --------
        >>> Drawing("A dot", "There is a dot.", 20, 20, (Dot(10, 10, 5),)).to_svg()[-66:]
        '<circle cx="10" cy="10" r="5" fill="#1b1f24" stroke="none"/></svg>'
        """
        from countermove.picture.svg import svg

        return svg(self)

    def to_png(self, width: int | None = None) -> bytes:
        """Return it in pixels; needs the optional part ``countermove[plot]``.

        Parameters
        ----------
        width : int, optional
            How many pixels wide, from 100 to 20,000; twice its size when not given.

        Returns
        -------
        bytes

        Raises
        ------
        ArgumentError
            If it can't have as many pixels.
        MissingExtraError
            If matplotlib isn't installed.
        """
        from countermove.picture.plot import png

        return png(self, width)

    def to_pdf(self) -> bytes:
        """Return it as a page of PDF of its size; needs the optional part ``countermove[plot]``.

        Returns
        -------
        bytes

        Raises
        ------
        MissingExtraError
            If matplotlib isn't installed.
        """
        from countermove.picture.plot import pdf

        return pdf(self)

    def save(self, path: str | Path) -> None:
        """Write it to a file, over what is there; the name ends in .svg, .png or .pdf.

        Parameters
        ----------
        path : str or Path
            The file.

        Raises
        ------
        FileError
            If the name ends otherwise, or the file can't be written; nothing has changed then.
        MissingExtraError
            If it takes an optional part that isn't installed.
        """
        from countermove.files.writing import write_file

        path = Path(path)
        match path.suffix.lower():
            case ".svg":
                written = self.to_svg().encode()
            case ".png":
                written = self.to_png()
            case ".pdf":
                written = self.to_pdf()
            case other:
                what = f"a picture is written as .svg, .png or .pdf, and '{other}' is none."
                raise FileError.of(path, what, "Let the name end in one of these.")
        write_file(path, written)

    def _repr_svg_(self) -> str:
        return self.to_svg()


def scaled(shapes: Iterable[Shape], by: float) -> tuple[Shape, ...]:
    """Return shapes so many times as large, and as far from where everything is measured from.

    >>> scaled((Dot(10, 10, 5),), 2)[0].radius
    10
    """
    return tuple(shapes) if by == 1 else tuple(_scaled(shape, by) for shape in shapes)


def _scaled(shape: Shape, by: float) -> Shape:
    match shape:
        case Label(x, y):
            return replace(shape, x=x * by, y=y * by, size=shape.size * by)
        case Box(x, y, width, height):
            x, y, width, height = x * by, y * by, width * by, height * by
            thick, dash = shape.thick * by, _dashes(shape.dash, by)
            return Box(x, y, width, height, shape.fill, shape.edge, thick, shape.round * by, dash)
        case Stroke(points) | Curve(points):
            moved = tuple((x * by, y * by) for x, y in points)
            dash = _dashes(shape.dash, by)
            return replace(shape, points=moved, thick=shape.thick * by, dash=dash)
        case Dot(x, y, radius):
            thick = shape.thick * by
            return replace(shape, x=x * by, y=y * by, radius=radius * by, thick=thick)
        case Group(inside, x, y):
            return replace(shape, shapes=scaled(inside, by), x=x * by, y=y * by)


def _dashes(dash: Dashes, by: float) -> Dashes:
    return tuple(part * by for part in dash)


def _each(shapes: tuple[Shape, ...], x: float, y: float) -> Iterator[tuple[Shape, float, float]]:
    for shape in shapes:
        if isinstance(shape, Group):
            yield from _each(shape.shapes, x + shape.x, y + shape.y)
        else:
            yield shape, x, y
