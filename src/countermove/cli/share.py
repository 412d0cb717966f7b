"""The command ``share``: a model and its answer as one page to send to somebody."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
from countermove.files.model_file import file_of
from countermove.questions.base.in_ways import InWays
from countermove.report.parameters import Concepts, Scenario


class _Shared(InWays):
    """What may be said of the answer that is shared."""

    id = "share"
    scenario: Scenario = None
    concepts: Concepts = ()


@asks(_Shared)
def share(
    model: str,
    asked: _Shared,
    /,
    *,
    output: Annotated[
        Path | None, output_option("Write to this file, whose name ends in .html.")
    ] = None,
    force: Force = False,
) -> int:
    """Write a model and its answer as one page to send to somebody."""
    from countermove.analysis.solving import solve
    from countermove.share.kept_steps import steps_beside
    from countermove.share.page import left_out, shared_page
    from countermove.share.shared_steps import shared_steps

    format_of("A page to send", output, None, {"html": (".html", ".htm")})
    check_target(output, model, force=force)
    with opened(model) as conflict, Following(conflict) as follow:
        settled, codes = asked.settled(conflict), asked.concepts or None
        solution = solve(settled, codes, scenario=asked.scenario, follow=follow, **asked.way)
        for said in left_out(solution):
            write_error(f"{said}\n")
        path = file_of(model)
        steps = shared_steps(settled, steps_beside(path), codes, path.name, **asked.way)
        written = shared_page(solution, steps, follow)
    if deliver(written, output, force=force):
        write_out(f"Wrote {output}.\n")
    return follow.ended()
