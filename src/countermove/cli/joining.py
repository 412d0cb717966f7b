"""The commands ``coalitions`` and ``needed``: who could act together, and who has to."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from countermove.analysis.coalitions.coalitions import coalitions as find_coalitions
from countermove.analysis.needed import needed as find_needed
from countermove.cli import options
from countermove.cli.articles import ALL, show_article
from countermove.cli.deliver import Delivery
from countermove.cli.following import Following
from countermove.cli.models import opened
from countermove.report.article import Article
from countermove.report.coalitions import coalitions_section
from countermove.report.needed import needed_section
from countermove.report.shown import FULL, SHORT

Concepts = Annotated[
    tuple[str, ...] | None,
    Parameter(
        name=["--concept", "-c"],
        help="A coalitional concept: CNASH, CSEQ, CGMR or CSMR; give it again for more. All of "
        "them if none is given.",
        negative=(),
    ),
]
Improvement = Annotated[
    Literal["strict", "pareto"],
    Parameter(
        help="When a coalition is better off: strict, if every member is; pareto, if no member is "
        "worse off and some are better off."
    ),
]
All = Annotated[
    bool,
    Parameter(name=["--all", "-a"], negative=(), help="Show everything, however much."),
]
OneClaim = Annotated[
    str | None,
    Parameter(
        name="--claim",
        help="For what this claim says, by its id.",
        completer=options.claims_of,
    ),
]
Statement = Annotated[
    str | None,
    Parameter(
        name="--for",
        help="For this statement, as in “settle and accept”, or this pattern.",
        allow_leading_hyphen=True,
    ),
]
Holding = Annotated[
    str,
    Parameter(
        help="The solution concept under which what is brought about must hold; none if it "
        "needn't hold."
    ),
]


def coalitions(
    model: options.Model,
    /,
    *,
    with_: options.Members = None,
    concept: Concepts = None,
    improvement: Improvement = "strict",
    scenario: options.OneScenario = None,
    all: All = False,  # noqa: A002
    to: Delivery = Delivery(),  # noqa: B008
) -> None:
    """Say which outcomes coalitions could upset."""
    to.prepare(model)
    with opened(model) as conflict:
        with Following(conflict) as follow:
            found = find_coalitions(
                conflict,
                with_ or None,
                options.codes(concept),
                improvement=improvement,
                scenario=scenario,
                follow=follow,
            )
        section = coalitions_section(found, FULL if all else SHORT)
        article = Article(conflict, found.model, (section,))
        to.send(found, lambda page: show_article(page, model, article, hint=ALL))


def needed(
    model: options.Model,
    /,
    for_: Statement = None,
    *,
    claim: OneClaim = None,
    holding: Holding = "SEQ",
    start: options.Start = None,
    scenario: options.OneScenario = None,
    all: All = False,  # noqa: A002
    to: Delivery = Delivery(),  # noqa: B008
) -> None:
    """Say who is needed to bring something about."""
    to.prepare(model)
    with opened(model) as conflict:
        with Following(conflict) as follow:
            found = find_needed(
                conflict,
                for_,
                claim=claim,
                holding=None if holding.casefold() == "none" else holding,
                start=start,
                scenario=scenario,
                follow=follow,
            )
        section = needed_section(found, FULL if all else SHORT)
        article = Article(conflict, found.model, (section,))
        to.send(found, lambda page: show_article(page, model, article, hint=ALL))
