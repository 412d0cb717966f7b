"""The command ``new``: a small model to start from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from countermove.cli.deliver import Force, write_file, write_out
from countermove.cli.look import Look
from countermove.cli.page import Page
from countermove.errors import FileError


def new(
    file: Annotated[
        Path,
        Parameter(
            help="The file to write: .toml, or .xlsx for a workbook to fill in. "
            "With - the standard output.",
            allow_leading_hyphen=True,
        ),
    ],
    /,
    *,
    title: Annotated[str | None, Parameter(help="The title of the conflict.")] = None,
    table: Annotated[
        bool, Parameter(help="A workbook to fill in, as .xlsx says, too.", negative=())
    ] = False,
    force: Force = False,
) -> None:
    """Write a small model with comments."""
    from countermove.files.schema import SCHEMA_FILE
    from countermove.report.starter import starter

    if table or file.suffix.lower() == ".xlsx":
        _workbook(file, title, force=force)
        return
    if str(file) == "-":
        write_out(starter(title), to_read=False)
        return
    if file.suffix.lower() != ".toml":
        advice = f"Call the file {file.with_suffix('.toml').name}."
        raise FileError.of(file, "a new model is written in TOML.", advice)
    write_file(file, starter(title, f"./{SCHEMA_FILE}"), force=force)
    page = Page(Look.of(sys.stdout))
    page.prose(f"Wrote {file}: a small model with comments, to change into your own.")
    if _with_schema(file.with_name(SCHEMA_FILE)):
        page.prose(f"By {SCHEMA_FILE} beside it, editors for TOML check it as you type.")
    page.command("It can be solved as it is:", "solve", str(file))
    write_out(page.text())


def _workbook(file: Path, title: str | None, *, force: bool) -> None:
    """Write a workbook to fill in."""
    from countermove.report.starter import starter_workbook

    content = starter_workbook(title)
    if str(file) == "-":
        write_out(content, to_read=False)
        return
    if file.suffix.lower() != ".xlsx":
        advice = f"Call the file {file.with_suffix('.xlsx').name}."
        raise FileError.of(file, "a workbook's name ends in .xlsx.", advice)
    write_file(file, content, force=force)
    page = Page(Look.of(sys.stdout))
    page.prose(f"Wrote {file}: a workbook to fill in; its first sheet says how.")
    output = str(file.with_suffix(".toml"))
    page.command("Then make a model of it:", "import", str(file), "--output", output)
    write_out(page.text())


def _with_schema(path: Path) -> bool:
    """Write the schema of model files beside a model, and say whether it is there."""
    from countermove.files.schema import SCHEMA_ID, schema_text

    text = schema_text()
    try:
        if path.exists() and SCHEMA_ID not in path.read_text("utf-8"):
            return False  # it is somebody else's
        write_file(path, text, force=True)
    except (OSError, ValueError, FileError):
        return False  # the model can do without
    return True
