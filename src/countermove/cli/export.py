"""The command ``export``: a model or its answers for another program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import CycloptsError, Parameter

from countermove.cli import options
from countermove.cli.asking import asks
from countermove.cli.deliver import Delivery, Force, Output, check_target, format_of
from countermove.cli.models import opened
from countermove.questions.base.in_ways import InWays
from countermove.report.exports import EXPORTS, export_parts

if TYPE_CHECKING:
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
