"""The command ``radius``: how close answers are to turning round."""

from __future__ import annotations

from countermove.analysis.radius.radius import radius as find_radius
from countermove.cli import options
from countermove.cli.articles import ALL, show_article
from countermove.cli.deliver import Delivery
from countermove.cli.following import Following
from countermove.cli.models import opened
from countermove.report.article import Article
from countermove.report.radius import radius_section
from countermove.report.shown import FULL, SHORT


def radius(
    model: options.Model,
    /,
    *,
    claim: options.Claims = None,
    state: options.States = None,
    decision_maker: options.OneDecisionMaker = None,
    concept: options.Concepts = None,
    scenario: options.OneScenario = None,
    all: options.All = False,  # noqa: A002
    to: Delivery = Delivery(),  # noqa: B008
) -> int:
    """Say how little of one ranking must change for an answer to turn round."""
    to.prepare(model)
    with opened(model) as conflict:
        with Following(conflict) as follow:
            found = find_radius(
                conflict,
                concepts=options.codes(concept),
                claims=claim,
                states=state,
                decision_makers=None if decision_maker is None else [decision_maker],
                scenario=scenario,
                follow=follow,
            )
        section = radius_section(found, FULL if all else SHORT)
        article = Article(conflict, found.model, (section,))
        to.send(found, lambda page: show_article(page, model, article, hint=ALL))
    return follow.ended()
