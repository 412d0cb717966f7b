"""The command ``cite``: what a paper cites, as BibTeX."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from countermove.cli import options
from countermove.cli.asking import asks
from countermove.cli.deliver import Delivery, Force, Output, check_target
from countermove.cli.models import opened
from countermove.questions.base.in_ways import InWays


@asks(InWays)
def cite(
    model: str | None = None,
    asked: InWays = InWays(),  # noqa: B008
    /,
    *,
    concept: options.Concepts = None,
    question: Annotated[
        tuple[str, ...] | None,
        Parameter(
            name=["--question", "-q"],
            help="A follow-up question that was asked, as in evolve; give it again for more.",
            completer=options.follow_up_names,
        ),
    ] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Write what a paper cites, as BibTeX."""
    from countermove.questions.base.citing import cite as cited

    check_target(output, model, force=force)
    codes = options.codes(concept)
    if model is None:
        text = cited(None, codes, question or (), **asked.way)
    else:
        with opened(model) as conflict:
            text = cited(conflict, codes, question or (), **asked.way)
    Delivery(output=output, force=force).write(text)
