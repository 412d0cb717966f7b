"""The command ``sweep``: many runs, on all processors or on a cluster."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import CycloptsError, Parameter

from countermove.cli import options
from countermove.cli.app import WRONG
from countermove.cli.deliver import Delivery
from countermove.errors import UnknownNameError
from countermove.questions.sample import SampleQuestion
from countermove.report.parameters import EVERYTHING, fields_of

_DRAWN = {field.name: field.says for field in fields_of(SampleQuestion)}
_SAMPLES = replace(
    _DRAWN["samples"],
    typed="How many times to draw rankings in each scenario and reading; say then which may be "
    "wrong, with --within or --unknown.",
)

_ALL = replace(EVERYTHING, typed="Show every model and scenario, however many.")

More = Annotated[str, Parameter(help="More of them.", completer=options.models)]
Base = Annotated[
    bool,
    Parameter(
        name="--base", negative=(), help="Only the models as they stand, without their scenarios."
    ),
]
Doubts = Annotated[
    tuple[str, ...] | None,
    Parameter(
        name="--doubt",
        help="A doubt to go through in all its resolutions; give it again for more, or all. The "
        "others are taken as written.",
    ),
]
Outcomes = Annotated[
    bool,
    Parameter(
        name="--outcomes",
        negative=(),
        help="List the outcomes that hold, too, in the table for other programs.",
    ),
]
Jobs = Annotated[
    int | None,
    Parameter(
        name=["--jobs", "-j"],
        group="Where it is run",
        help="How many processors; all of them if none is given and it takes more than seconds.",
    ),
]
Cluster = Annotated[
    str | None,
    Parameter(
        group="Where it is run",
        help="The address of a scheduler of dask, as in tcp://10.0.0.1:8786. Needs the optional "
        "part countermove[dist].",
    ),
]
Folder = Annotated[
    Path | None,
    Parameter(
        group="Where it is run",
        help="Keep finished parts in this folder; the same command goes on where it was stopped.",
    ),
]
Limit = Annotated[
    float | None,
    Parameter(
        group="Where it is run",
        help="Give up runs that take longer, with those done with them, than so many seconds.",
    ),
]
Retries = Annotated[
    int,
    Parameter(
        group="Where it is run",
        help="How many times a run is tried again whose process ended or wanted for memory.",
    ),
]


def sweep(
    model: options.Model,
    /,
    *more: More,
    scenarios: options.Scenarios = None,
    base: Base = False,
    doubts: Doubts = None,
    samples: Annotated[int, options.option(_SAMPLES)] = 0,
    within: Annotated[str | None, options.option(_DRAWN["within"])] = None,
    unknown: Annotated[Literal["ties"] | None, options.option(_DRAWN["unknown"])] = None,
    parties: Annotated[tuple[str, ...] | None, options.option(_DRAWN["parties"])] = None,
    seed: Annotated[int, options.option(_DRAWN["seed"])] = 0,
    concepts: options.Concepts = None,
    outcomes: Outcomes = False,
    everything: Annotated[bool, options.option(_ALL)] = False,
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
    from countermove.analysis.sample.doubt import read_distance
    from countermove.analysis.sweep.sweep import sweep as run
    from countermove.cli.articles import ALL, show_section
    from countermove.cli.following import Following
    from countermove.cli.models import opened
    from countermove.report.shown import FULL, SHORT
    from countermove.report.sweep import sweep_section

    to.prepare(model, *more)
    if base and scenarios:
        raise CycloptsError(msg="--base leaves scenarios out, and --scenario names some.")
    names = (model, *more)
    if twice := next((name for k, name in enumerate(names) if name in names[:k]), None):
        raise UnknownNameError(f"'{twice}' is given twice.", advice="Name each model once.")
    with ExitStack() as stack:
        models = {name: stack.enter_context(opened(name)) for name in names}
        stack.enter_context(on_cluster(cluster))
        follow = stack.enter_context(Following(models[model]))
        runs = run(
            models,
            () if base else scenarios,
            doubts,
            options.codes(concepts),
            samples=samples,
            within=None if within is None else read_distance(within),
            unknown=unknown,
            decision_makers=parties or None,
            seed=seed,
            outcomes=outcomes,
            folder=folder,
            jobs=jobs,
            limit=limit,
            retries=retries,
            follow=follow,
        )
    section = sweep_section(runs, FULL if everything else SHORT)
    to.send(runs, lambda page: show_section(page, model, section, hint=ALL))
    return follow.ended() or (WRONG if runs.failures else 0)
