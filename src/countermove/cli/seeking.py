"""The command ``goals``: what would have to change."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from countermove.analysis.goals.goals import STEPS
from countermove.analysis.goals.goals import goals as seek
from countermove.cli import options
from countermove.cli.articles import show_article
from countermove.cli.deliver import Delivery
from countermove.cli.following import Following
from countermove.cli.models import opened
from countermove.report.article import Article
from countermove.report.goals import goals_section

Goal = Annotated[
    str,
    Parameter(
        help="What shall hold: an outcome by its number, its label or id, its pattern or all "
        "that is done in it (“settle, accept”), or a statement in quotes.",
        allow_leading_hyphen=True,
    ),
]
# A hyphen ahead isn't allowed here: what comes after the first goal may be a mistyped option.
FurtherGoals = Annotated[str, Parameter(help="What shall hold at the same time.")]
Steps = Annotated[
    int,
    Parameter(help="Look for changes of statements in up to so many steps."),
]
NoRankings = Annotated[
    bool,
    Parameter(
        name="--no-rankings",
        negative=(),
        help="Leave out the least change of rankings, which may take long in large models.",
    ),
]


def goals(
    model: options.Model,
    goal: Goal,
    /,
    *further: FurtherGoals,
    concept: options.Concepts = None,
    scenario: options.OneScenario = None,
    steps: Steps = STEPS,
    no_rankings: NoRankings = False,
    to: Delivery = Delivery(),  # noqa: B008
) -> int:
    """Find what would have to change for an outcome to hold."""
    to.prepare(model)
    with opened(model) as conflict:
        with Following(conflict) as follow:
            found = seek(
                conflict,
                (goal, *further),
                options.codes(concept),
                scenario=scenario,
                steps=steps,
                rankings=not no_rankings,
                follow=follow,
            )
        article = Article(conflict, found.model, (goals_section(found),))
        to.send(found, lambda page: show_article(page, model, article))
    return follow.ended()
