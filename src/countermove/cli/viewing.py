"""The command ``views``: what each side misreads."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from countermove.analysis.views.views import views as find_views
from countermove.cli import options
from countermove.cli.articles import ALL, show_article
from countermove.cli.deliver import Delivery
from countermove.cli.following import Following
from countermove.cli.models import opened
from countermove.report.article import Article
from countermove.report.shown import FULL, SHORT
from countermove.report.views import views_section

Level = Annotated[
    Literal[1, 2],
    Parameter(
        help="1: each party takes what it sees for what all see. 2: what the model says that it "
        "believes of the others' views counts, too.",
    ),
]
Unrecognised = Annotated[
    Literal["projected", "stable", "unstable"],
    Parameter(
        help="How an outcome counts for a party that does not see it as it is: as what it sees of "
        "it, as one that it stays in, or as one that it leaves.",
    ),
]


def views(
    model: options.Model,
    /,
    *,
    scenario: options.OneScenario = None,
    concept: options.Concepts = None,
    level: Level = 2,
    unrecognised: Unrecognised = "projected",
    engine: options.Engine = "auto",
    all: options.All = False,  # noqa: A002
    to: Delivery = Delivery(),  # noqa: B008
) -> None:
    """Say what each side misreads."""
    to.prepare(model)
    with opened(model) as conflict:
        with Following(conflict) as follow:
            result = find_views(
                conflict,
                options.codes(concept),
                engine,
                level=level,
                unrecognised=unrecognised,
                scenario=scenario,
                follow=follow,
            )
        section = views_section(result, FULL if all else SHORT)
        article = Article(conflict, result.model, (section,))
        to.send(result, lambda page: show_article(page, model, article, hint=ALL))
