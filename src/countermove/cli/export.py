"""The command ``export``: a model or its answers for another program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import CycloptsError, Parameter

from countermove.cli import options
from countermove.cli.asking import asks
from countermove.cli.deliver import Delivery, Force, Output, check_target, format_of
from countermove.cli.models import opened
from countermove.errors import TooLargeError
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
    suffixes = {known.name: (known.suffix,) for known in EXPORTS.values()}
    name = format_of("An export", output, kind, suffixes)
    check_target(output, model, force=force)
    if name is None:
        kinds = ", ".join(f"{known.name} ({known.holds})" for known in EXPORTS.values())
        raise CycloptsError(msg=f"What should be written? Say --to with one of: {kinds}.")
    with opened(model) as conflict:
        to = Delivery(output=output, force=force)
        to.write(_parts(asked, conflict, name, scenario, options.codes(concept), by_name=to.is_csv))
        if output is not None and output.is_file() and EXPORTS[name].is_model:
            _write_documents(conflict, output.parent)


def _parts(
    asked: InWays,
    conflict: Conflict,
    name: str,
    scenario: str | None,
    codes: Sequence[str] | None,
    *,
    by_name: bool,
) -> Iterable[str | bytes]:
    """Write what was asked; a model as such may have too many outcomes to list."""
    from countermove.analysis.solving import solve
    from countermove.model.doubts import in_reading
    from countermove.model.scenarios import apply_scenario

    settled, write_model = asked.settled(conflict), EXPORTS[name].write_model
    try:
        solution = solve(settled, codes, scenario=scenario, **asked.way)
    except TooLargeError:
        if write_model is None:
            raise
        return write_model(in_reading(apply_scenario(settled, scenario)).with_doubts)
    return export_parts(solution, name, by_name=by_name)


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
