"""The command ``import``: a model file from a file of another program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from countermove.cli.deliver import (
    Force,
    Output,
    check_target,
    deliver,
    format_of,
    write_error,
    write_out,
)
from countermove.cli.look import Look
from countermove.cli.page import Page
from countermove.files.importing import import_file, importable
from countermove.report.amounts import counted


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
