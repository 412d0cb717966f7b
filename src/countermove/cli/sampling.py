"""The command ``sample``: how sure the answer is."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from countermove.analysis.sample.doubt import read_distance
from countermove.analysis.sample.sample import sample as draw_sample
from countermove.cli import options
from countermove.cli.articles import ALL, show_article
from countermove.cli.deliver import Delivery
from countermove.cli.following import Following
from countermove.cli.models import opened
from countermove.errors import Problem, UnknownNameError
from countermove.report.article import Article
from countermove.report.sample import sample_section
from countermove.report.shown import FULL, SHORT

Within = Annotated[
    str | None,
    Parameter(
        help="Draw rankings near to the model's: how many pairs of outcomes they may turn round, "
        "as in 3, or which share of the pairs, as in 10%.",
    ),
]
Unknown = Annotated[
    Literal["ties"] | None,
    Parameter(help="Draw the order of what the model ties; the rest stays as it is."),
]
Samples = Annotated[int, Parameter(name=["--samples", "-n"], help="How many times to draw.")]
Seed = Annotated[int, Parameter(help="Where the random numbers begin; the same seed, the same.")]


def sample(
    model: options.Model,
    /,
    *,
    within: Within = None,
    unknown: Unknown = None,
    samples: Samples = 10_000,
    seed: Seed = 0,
    decision_maker: options.DecisionMakers = None,
    scenario: options.OneScenario = None,
    concept: options.Concepts = None,
    all: options.All = False,  # noqa: A002
    to: Delivery = Delivery(),  # noqa: B008
) -> None:
    """Draw preferences at random, and show how often each claim is true and each outcome holds."""
    to.prepare(model)
    if (within is None) == (unknown is None):
        wrong = "it isn't said which rankings may be wrong."
        if within is not None:
            wrong = "rankings may be wrong in one way at a time."
        near = "--within 3 for those near to the model's"
        advice = f"Give {near}, or --unknown ties for any order of what the model ties; not both."
        raise UnknownNameError(Problem(wrong, advice=advice))
    with opened(model) as conflict:
        with Following(conflict) as follow:
            drawn = draw_sample(
                conflict,
                samples=samples,
                seed=seed,
                within=None if within is None else read_distance(within),
                unknown=unknown,
                decision_makers=decision_maker,
                concepts=options.codes(concept),
                scenario=scenario,
                follow=follow,
            )
        section = sample_section(drawn, FULL if all else SHORT)
        article = Article(conflict, drawn.base.model, (section,))
        to.send(drawn, lambda page: show_article(page, model, article, hint=ALL))
