"""The command ``evolve``: how the conflict can get from the status quo to each outcome."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from countermove.analysis.evolve.evolve import evolve as evolve_model
from countermove.analysis.evolve.result import ALL, EQUILIBRIA
from countermove.cli import options
from countermove.cli.articles import ALL as MORE
from countermove.cli.articles import show_article
from countermove.cli.deliver import Delivery
from countermove.cli.following import Following
from countermove.cli.models import opened
from countermove.report.article import Article
from countermove.report.evolve import evolve_section
from countermove.report.shown import FULL, SHORT

By = Annotated[
    tuple[Literal["improvements", "one-countermove", "moves"], ...] | None,
    Parameter(
        help="Which sequences of moves count: those by which each mover gains, those where all "
        "moves but at most one are such, or any; give it again for more. All three if none is "
        "given.",
        negative=(),
    ),
]


def evolve(
    model: options.Model,
    /,
    *,
    to_state: options.Targets = None,
    by: By = None,
    start: options.Start = None,
    concept: options.Concepts = None,
    scenario: options.OneScenario = None,
    all: options.All = False,  # noqa: A002
    to: Delivery = Delivery(),  # noqa: B008
) -> None:
    """Say how states can be reached."""
    to.prepare(model)
    wanted = to_state[0] if to_state and to_state[0] in (EQUILIBRIA, ALL) else to_state
    with opened(model) as conflict:
        with Following(conflict) as follow:
            evolution = evolve_model(
                conflict,
                wanted or None,
                by or None,
                start=start,
                concepts=options.codes(concept),
                scenario=scenario,
                follow=follow,
            )
        section = evolve_section(evolution, FULL if all else SHORT)
        article = Article(conflict, evolution.model, (section,))
        to.send(evolution, lambda page: show_article(page, model, article, hint=MORE))
