"""The command ``export``: a model or its answers for another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import CycloptsError, Parameter

from countermove.cli import options
from countermove.cli.asking import asks
from countermove.cli.deliver import Delivery, Force, Output, check_target, format_of
from countermove.cli.models import opened
from countermove.questions.base.in_ways import InWays
from countermove.report.exports import EXPORTS, export_parts

if TYPE_CHECKING:
    from countermove.model.conflict import Conflict

    Kind = str
else:
    Kind = Literal[tuple(EXPORTS)]


@asks(InWays)
def export(
    model: str,
    asked: InWays,
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
        codes = options.codes(concept)
        solution = solve(asked.settled(conflict), codes, scenario=scenario, **asked.way)
        to = Delivery(output=output, force=force)
        to.write(export_parts(solution, name, by_name=to.is_csv))
        if output is not None and output.is_file() and EXPORTS[name].is_model:
            _write_documents(conflict, output.parent)


def _write_documents(conflict: Conflict, folder: Path) -> None:
    """Put the documents that a model quotes beside it; a file that is called so already stays."""
    from countermove.record.proving import opened_documents

    for name, held in opened_documents(conflict).items():
        target = folder / conflict.documents[name].file
        if held.document is None or conflict.folder is None or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        content = (conflict.folder / conflict.documents[name].file).read_bytes()
        Delivery(output=target).write(content)
