"""The command ``share``: a model and its answer as one page to send to somebody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from countermove.model.conflict import Conflict
    from countermove.report.article import Section


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
    from countermove.share.page import left_out, shared_page

    format_of("A page to send", output, None, {"html": (".html", ".htm")})
    check_target(output, model, force=force)
    with opened(model) as conflict, Following(conflict) as follow:
        solution = solve(
            asked.settled(conflict),
            asked.concepts or None,
            scenario=asked.scenario,
            follow=follow,
            **asked.way,
        )
        for said in left_out(solution):
            write_error(f"{said}\n")
        written = shared_page(solution, _steps(model, conflict, asked.concepts or None), follow)
    if deliver(written, output, force=force):
        write_out(f"Wrote {output}.\n")
    return follow.ended()


def _steps(model: str, conflict: Conflict, codes: Sequence[str] | None) -> tuple[Section, ...]:
    """Return the steps that the app keeps beside a model file; a case has none."""
    from countermove.web.kept_steps import steps_beside
    from countermove.web.shared_steps import shared_steps

    path = file_of(model)
    return shared_steps(conflict, steps_beside(path), codes, path.name)
