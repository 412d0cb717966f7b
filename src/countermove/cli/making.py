"""The commands that make files: a new model, one from another program, one for another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import CycloptsError, Parameter

from countermove.cli import options
from countermove.cli.deliver import (
    Delivery,
    Force,
    check_target,
    deliver,
    format_of,
    output_option,
    write_error,
    write_file,
    write_out,
)
from countermove.cli.look import Look
from countermove.cli.models import opened
from countermove.cli.page import Page
from countermove.errors import FileError
from countermove.files.importing import import_file, importable
from countermove.report.amounts import counted
from countermove.report.exports import EXPORTS, export_parts

Output = Annotated[Path | None, output_option("The file to write.")]
if TYPE_CHECKING:
    Kind = str
else:
    Kind = Literal[tuple(EXPORTS)]


def new(
    file: Annotated[
        Path,
        Parameter(
            help="The file to write; its name ends in .toml. With - the terminal.",
            allow_leading_hyphen=True,
        ),
    ],
    /,
    *,
    title: Annotated[str | None, Parameter(help="The title of the conflict.")] = None,
    force: Force = False,
) -> None:
    """Write a small model with comments."""
    from countermove.files.schema import SCHEMA_FILE
    from countermove.report.starter import starter

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


def import_(
    file: Annotated[Path, Parameter(help=f"{importable()[:1].upper()}{importable()[1:]}.")],
    /,
    *,
    output: Output = None,
    force: Force = False,
) -> None:
    """Turn a file of another program into a model file."""
    from countermove.files.writing import to_json, to_toml

    kind = format_of("A model", output, None, {"toml": (".toml",), "json": (".json",)})
    check_target(output, str(file), force=force)
    imported = import_file(file)
    conflict = imported.conflict
    for warning in imported.warnings:
        write_error(f"Note: {Look.of(sys.stderr).clean(warning)}\n")
    text = to_json(conflict) if kind == "json" else to_toml(conflict)
    if not deliver(text, output, force=force):
        return
    page = Page(Look.of(sys.stdout))
    parties = counted(len(conflict.decision_makers), "party", "parties")
    number = sum(len(party.options) for party in conflict.decision_makers.values())
    page.prose(f"Wrote {output}: {conflict.title}, {parties}, {counted(number, 'option')}.")
    page.command("What holds:", "solve", str(output))
    write_out(page.text())


def export(
    model: options.Model,
    /,
    *,
    kind: Annotated[
        Kind | None,
        Parameter(
            name=["--to", "-t"],
            help="What to write; if it isn't given, the suffix of the file decides.",
        ),
    ] = None,
    scenario: options.OneScenario = None,
    concept: options.Concepts = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Write a model or its answers for another program."""
    from countermove.analysis.solving import solve

    suffixes = {known.name: (known.suffix,) for known in EXPORTS.values()}
    name = format_of("An export", output, kind, suffixes)
    check_target(output, model, force=force)
    if name is None:
        kinds = ", ".join(f"{known.name} ({known.holds})" for known in EXPORTS.values())
        raise CycloptsError(msg=f"What should be written? Say --to with one of: {kinds}.")
    with opened(model) as conflict:
        solution = solve(conflict, options.codes(concept), scenario=scenario)
        to = Delivery(output=output, force=force)
        parts = export_parts(solution, name)
        to.write(to.marked(parts) if name == "csv" else parts)
