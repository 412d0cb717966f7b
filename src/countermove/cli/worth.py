"""The command ``worth``: what the equilibria are worth."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from cyclopts import Parameter

from countermove.analysis.worth.worth import worth as find_worth
from countermove.cli import options
from countermove.cli.articles import show_article
from countermove.cli.deliver import Delivery
from countermove.cli.following import Following
from countermove.cli.models import opened
from countermove.errors import Problem, UnknownNameError
from countermove.report.article import Article
from countermove.report.worth import worth_section

State = Annotated[
    str | None,
    Parameter(
        name=["--outcome", "--state"],
        help="The outcome: its number, its label or id, its pattern of Y and N, or all that is "
        "done in it. All that hold if none is given.",
        allow_leading_hyphen=True,
    ),
]

Foresight = Annotated[
    tuple[str, ...] | None,
    Parameter(
        name=["--foresight", "-F"],
        help="A concept for one party, as in us=SEQ; give it again for more. The others go by "
        "the concept of the column.",
        negative=(),
    ),
]


def worth(
    model: options.Model,
    /,
    state: State = None,
    *,
    foresight: Foresight = None,
    concept: options.Concepts = None,
    scenario: options.OneScenario = None,
    to: Delivery = Delivery(),  # noqa: B008
) -> None:
    """Say what the equilibria are worth."""
    to.prepare(model)
    given = _assigned(foresight or ())
    with opened(model) as conflict:
        with Following(conflict) as follow:
            result = find_worth(
                conflict,
                states=state,
                foresight=given,
                concepts=options.codes(concept),
                scenario=scenario,
                follow=follow,
            )
        section = worth_section(result)
        article = Article(conflict, result.model, (section,))
        to.send(result, lambda page: show_article(page, model, article))


def _assigned(texts: Iterable[str]) -> dict[str, str]:
    """Read what parties foresee, each as in ``us=SEQ``."""
    found: dict[str, str] = {}
    for text in texts:
        party, sign, code = (part.strip() for part in text.rpartition("="))
        if not sign or party in found:
            what = "gives no party a concept" if not sign else "is the second concept of its party"
            advice = "Write a party, =, and a concept's code: --foresight us=SEQ."
            raise UnknownNameError(Problem(f"'{text}' {what}.", advice=advice))
        found[party] = code
    return found
