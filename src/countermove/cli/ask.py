"""The command ``ask``: what to find out first; with ``--interview``, one question at a time."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import CycloptsError, Parameter

from countermove.cli.asking import answered, asks
from countermove.cli.deliver import Delivery
from countermove.questions.ask import AskQuestion
from countermove.report.parameters import PARTY

_STANDARD = Delivery()


@asks(AskQuestion)
def ask(
    model: str,
    asked: AskQuestion,
    /,
    *,
    interview: Annotated[
        bool,
        Parameter(
            negative=(),
            help="Ask one question at a time, and write each answer into the model file.",
        ),
    ] = False,
    who: Annotated[
        str | None, Parameter(help="Who answers in the interview: it stands in the source.")
    ] = None,
    by: Annotated[
        Literal["doubts", "statements", "pairs"],
        Parameter(
            help="What the interview asks about: what the model says to be in doubt; or everything "
            "that a party wants, by statements or by pairs of outcomes.",
        ),
    ] = "doubts",
    party: Annotated[
        tuple[str, ...] | None,
        Parameter(
            name=PARTY.options,
            negative=(),
            help="Whom it asks about by statements or pairs; give it again for more. All of them "
            "if none is given.",
        ),
    ] = None,
    delivery: Delivery = _STANDARD,
) -> int:
    """Say what to find out first, or ask it."""
    if not interview:
        given = {"--who": who, "--party": party, "--by": None if by == "doubts" else by}
        if options := [name for name, value in given.items() if value is not None]:
            msg = f"{' and '.join(options)} is for an interview. Add --interview, or leave it out."
            raise CycloptsError(msg=msg)
        return answered(model, asked, delivery)
    if party and by == "doubts":
        raise CycloptsError(msg="--party says whom it asks about --by statements or --by pairs.")
    elsewhere = asked.scenario is not None or asked.reading or asked.everything
    if elsewhere or delivery != _STANDARD:
        msg = (
            "An interview is about the model as it stands, at the terminal. Leave out --scenario, "
        )
        raise CycloptsError(msg=f"{msg}--reading, --all, --format and --output.")
    from countermove.cli.interview import interview_about

    return interview_about(model, asked, by, party or (), who)
