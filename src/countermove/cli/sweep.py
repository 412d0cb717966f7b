"""The command ``sweep``: many runs, on all processors or on a cluster."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from countermove.cli import options
from countermove.cli.app import WRONG
from countermove.cli.asking import asks
from countermove.cli.deliver import Delivery
from countermove.cli.where_run import GROUP, Cluster, Jobs
from countermove.errors import UnknownNameError
from countermove.questions.sweep import SweepQuestion

More = Annotated[str, Parameter(help="More of them.", completer=options.models)]
Folder = Annotated[
    Path | None,
    Parameter(
        group=GROUP,
        help="Keep finished parts in this folder; the same command goes on where it was stopped.",
    ),
]
Limit = Annotated[
    float | None,
    Parameter(
        group=GROUP,
        help="Give up runs that take longer, with those done with them, than so many seconds.",
    ),
]
Retries = Annotated[
    int,
    Parameter(
        group=GROUP,
        help="How many times a run is tried again whose process ended or wanted for memory.",
    ),
]


@asks(SweepQuestion)
def sweep(
    model: str,
    asked: SweepQuestion,
    /,
    *more: More,
    folder: Folder = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
    limit: Limit = None,
    retries: Retries = 1,
    to: Delivery = Delivery(),  # noqa: B008
) -> int:
    """Run models in scenarios, readings and draws."""
    from contextlib import ExitStack

    from countermove.analysis.running import on_cluster
    from countermove.cli.articles import ALL, show_section
    from countermove.cli.following import Following
    from countermove.cli.models import opened
    from countermove.report.article import Prose

    to.prepare(model, *more)
    names = (model, *more)
    if twice := next((name for k, name in enumerate(names) if name in names[:k]), None):
        raise UnknownNameError(f"'{twice}' is given twice.", advice="Name each model once.")
    with ExitStack() as stack:
        models = {name: stack.enter_context(opened(name)) for name in names}
        stack.enter_context(on_cluster(cluster))
        follow = stack.enter_context(Following(models[model]))
        runs = asked.across(
            models, folder=folder, jobs=jobs, limit=limit, retries=retries, follow=follow
        )
    section = asked.section(runs)
    if len(runs.missing) > len(runs.failures):
        goes_on = Prose("With a folder the same command goes on where it was.")
        section = replace(section, blocks=(*section.blocks, goes_on))
    to.send(runs, lambda page: show_section(page, model, section, hint=ALL))
    return follow.ended() or (WRONG if runs.failures else 0)
