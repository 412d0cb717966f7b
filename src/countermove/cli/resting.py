"""The command ``judgements``: on what the answer rests."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from countermove.analysis.judgements.judgements import judgements as vary_judgements
from countermove.cli import options
from countermove.cli.articles import ALL, show_article
from countermove.cli.deliver import Delivery
from countermove.cli.following import Following
from countermove.cli.models import opened
from countermove.report.article import Article
from countermove.report.judgements import judgements_section
from countermove.report.shown import FULL, SHORT

All = Annotated[
    bool, Parameter(name=["--all", "-a"], negative=(), help="Show all changes, however many.")
]


def judgements(
    model: options.Model,
    /,
    *,
    claim: options.OneClaim = None,
    scenario: options.OneScenario = None,
    concept: options.Concepts = None,
    all: All = False,  # noqa: A002
    to: Delivery = Delivery(),  # noqa: B008
) -> int:
    """Vary every judgement of a model alone, and show what turns."""
    to.prepare(model)
    with opened(model) as conflict:
        with Following(conflict) as follow:
            judged = vary_judgements(
                conflict, options.codes(concept), scenario=scenario, follow=follow
            )
        section = judgements_section(judged, FULL if all else SHORT, claim=claim)
        article = Article(conflict, judged.base.model, (section,))
        to.send(judged, lambda page: show_article(page, model, article, hint=ALL))
    return follow.ended()
