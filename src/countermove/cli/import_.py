"""The command ``import``: a model file from a file of another program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from countermove.cli.app import DONE, WRONG
from countermove.cli.deliver import (
    Force,
    Output,
    check_target,
    deliver,
    format_of,
    write_error,
    write_file,
    write_out,
)
from countermove.cli.look import Look
from countermove.cli.mistakes import shown_problems
from countermove.cli.page import Page, written_command
from countermove.errors import FileError, ModelError, Problem
from countermove.files.importing import by_content, importable, suffixes
from countermove.report.amounts import counted


def import_(
    file: Annotated[
        Path,
        Parameter(
            help=f"{importable()[:1].upper()}{importable()[1:]}. With - the standard input.",
            allow_leading_hyphen=True,
        ),
    ],
    /,
    *,
    output: Output = None,
    marked: Annotated[
        Path | None,
        Parameter(help="Where a workbook has mistakes: write a copy to this file, marked."),
    ] = None,
    choices: Annotated[
        bool,
        Parameter(help="Make options of a party that exclude each other one choice with levels."),
    ] = False,
    force: Force = False,
) -> int:
    """Turn a file of another program into a model file."""
    from countermove.files.writing import to_json, to_toml
    from countermove.report.importing import import_model

    kind = format_of("A model", output, None, {"toml": (".toml",), "json": (".json",)})
    for target in (output, marked):
        check_target(target, str(file), force=force)
    raw, name = _content(file)
    is_workbook = (importer := by_content(raw)) is not None and importer.can_be_marked
    if marked is not None and not is_workbook:
        what = "mistakes are marked in workbooks (.xlsx) only."
        raise FileError.of(name, what, "Leave out --marked: they are told with their places.")
    try:
        imported = import_model(raw, name, choices=choices)
    except ModelError as error:
        if not is_workbook:
            raise
        _tell(file, raw, error, marked, force=force)
        return WRONG
    conflict = imported.conflict
    for warning in imported.warnings:
        write_error(f"Note: {Look.of(sys.stderr).clean(warning)}\n")
    if imported.choices:
        named = Look.of(sys.stderr).clean(imported.choices)
        write_error(f"Note: Of {named} at most one is done: with --choices it is one option.\n")
    text = to_json(conflict) if kind == "json" else to_toml(conflict)
    if not deliver(text, output, force=force):
        return DONE
    page = Page(Look.of(sys.stdout))
    parties = counted(len(conflict.decision_makers), "party", "parties")
    number = sum(len(party.options) for party in conflict.decision_makers.values())
    size = counted(number, "option") if number else counted(len(conflict.states), "outcome")
    page.prose(f"Wrote {output}: {conflict.title}, {parties}, {size}.")
    page.command("What holds:", "solve", str(output))
    write_out(page.text())
    return DONE


def _content(file: Path) -> tuple[bytes, str]:
    """Return what is in a file, or comes in, and how it is called."""
    from countermove.files.parsing import LARGEST, file_bytes, too_large

    if str(file) == "-":
        raw = sys.stdin.buffer.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise FileError(too_large("the standard input"))
        return raw, "pasted.txt"
    raw = file_bytes(file, *suffixes())
    if isinstance(raw, Problem):
        raise FileError(raw)
    return raw, str(file)


def _tell(file: Path, raw: bytes, error: ModelError, marked: Path | None, *, force: bool) -> None:
    """Tell the mistakes of a workbook, and mark them in a copy."""
    from countermove.files.tables.marking import marked as with_marks

    look = Look.of(sys.stderr)
    for line in shown_problems(error.problems, look):
        write_error(f"{line}\n")
    number = counted(len(error.problems), "mistake")
    if marked is not None:
        write_file(marked, with_marks(raw, str(file), error.problems), force=force)
        write_error(f"\n{number}, marked in {marked}.\n")
        return
    beside = file.with_name(f"{file.stem}-marked.xlsx")
    command = look.printable(written_command("import", str(file), "--marked", str(beside)))
    write_error(f"\n{number}. To have them marked in a copy:\n  {command}\n")
