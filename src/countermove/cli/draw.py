"""The command ``draw``: a figure of a model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import CycloptsError, Parameter

from countermove.cli.asking import asks
from countermove.cli.deliver import (
    Force,
    check_target,
    deliver,
    format_of,
    output_option,
    write_error,
    write_out,
)
from countermove.cli.following import Following
from countermove.cli.models import opened
from countermove.draw import figures, find
from countermove.errors import unknown
from countermove.files.writing import to_json
from countermove.picture.drawing import Drawing
from countermove.picture.widths import room_for_numbers
from countermove.questions.base.in_ways import InWays
from countermove.report.parameters import Concepts, QuestionField, Scenario, fields_of

_SUFFIXES = {"svg": (".svg",), "png": (".png",), "pdf": (".pdf",)}

if TYPE_CHECKING:
    Name = str
    Notation = str
else:
    Name = Literal[tuple(figures())]
    Notation = Literal[tuple(_SUFFIXES)]


def _theirs() -> dict[str, QuestionField]:
    """Return the parameters of all figures; each says of which it is one."""
    found: dict[str, QuestionField] = {}
    for figure in figures().values():
        for field in fields_of(figure):
            before = found.get(field.name)
            typed = before.says.typed if before else f"{field.says.typed or field.says.description}"
            link = ", " if before else " Of: "
            text = f"{typed.removesuffix('.') if before else typed}{link}{figure.name}."
            found[field.name] = replace(field, says=replace(field.says, typed=text))
    return found


_THEIRS = _theirs()


class _FigureAsked(InWays):
    """What may be said along with any figure, and what is drawn."""

    id = "draw"
    scenario: Scenario = None
    concepts: Concepts = ()


_Asked: Any = type(
    "_Asked",
    (_FigureAsked,),
    {
        "__module__": __name__,
        "__annotations__": {
            name: Annotated[field.type, field.says] for name, field in _THEIRS.items()
        },
        **{name: field.default for name, field in _THEIRS.items()},
    },
)


@asks(_Asked)
def draw(
    model: str,
    asked: _FigureAsked,
    figure: Annotated[Name, Parameter(help="What to draw.")],
    /,
    *,
    format: Annotated[  # noqa: A002
        Notation | None,
        Parameter(name=["--format", "-f"], help="svg (the default), png or pdf."),
    ] = None,
    width: Annotated[
        int | None, Parameter(help="How many pixels wide a PNG is; twice its size if not given.")
    ] = None,
    output: Annotated[
        Path | None,
        output_option("Write to this file; .svg, .png and .pdf say the format as well."),
    ] = None,
    force: Force = False,
) -> int:
    """Draw a figure of a model."""
    from countermove.analysis.solving import solve
    from countermove.picture.plot import NARROWEST, WIDEST, check_installed, lacking, lacking_in

    notation = format_of("A figure", output, format, _SUFFIXES) or "svg"
    check_target(output, model, force=force)
    if notation != "svg":
        check_installed()
    if width is not None and (notation != "png" or not NARROWEST <= width <= WIDEST):
        what = f"--width is for PNG, and from {NARROWEST} to {WIDEST:,} pixels."
        raise CycloptsError(msg=what)
    kind = find(figure)
    wanted = kind(**_said(asked, kind.name, {field.name for field in fields_of(kind)}))
    with opened(model) as conflict, Following(conflict) as follow:
        solution = solve(
            asked.settled(conflict),
            asked.concepts or None,
            scenario=asked.scenario,
            follow=follow,
            **asked.way,
        )
        texts = "" if notation == "svg" else to_json(conflict)
        with room_for_numbers(lacking_in(texts) if texts else frozenset()):
            drawing = wanted.drawing(solution, follow)
            written = _written(drawing, notation, width)
    if texts and lacking(drawing):
        write_error(f"{_LACKING}\n")
    if deliver(written, output, force=force):
        write_out(f"Wrote {output}.\n")
    return follow.ended()


def _written(drawing: Drawing, notation: str, width: int | None) -> str | bytes:
    if notation == "svg":
        return drawing.to_svg()
    return drawing.to_png(width) if notation == "png" else drawing.to_pdf()


_LACKING = (
    "No font here has some of the letters: each is given by its number in Unicode, as in [4E2D]. "
    "Install a font that has them, and draw it again; or draw it as SVG."
)


def _said(asked: _FigureAsked, figure: str, takes: set[str]) -> dict[str, Any]:
    """Return what was typed for a figure; refuse what it doesn't take."""
    typed = {
        name: getattr(asked, name)
        for name, field in _THEIRS.items()
        if getattr(asked, name) != field.default
    }
    for name in typed:
        if name not in takes:
            options = [_THEIRS[one].says.options[0] for one in _THEIRS if one in takes]
            option = _THEIRS[name].says.options[0]
            raise unknown("option", option, options, f"The figure {figure} takes")
    return typed
