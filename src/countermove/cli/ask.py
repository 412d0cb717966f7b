"""The command ``ask``: what to find out first; with ``--interview``, one question at a time."""

from __future__ import annotations

from typing import Annotated

from cyclopts import CycloptsError, Parameter

from countermove.cli.asking import answered, asks
from countermove.cli.deliver import Delivery
from countermove.questions.ask import AskQuestion

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
    delivery: Delivery = _STANDARD,
) -> int:
    """Say what to find out first, or ask it."""
    if not interview:
        if who is not None:
            raise CycloptsError(msg="--who is for an interview. Add --interview, or leave it out.")
        return answered(model, asked, delivery)
    if asked.scenario is not None or asked.everything or delivery != _STANDARD:
        msg = "An interview is about the model as it stands, at the terminal. "
        raise CycloptsError(msg=msg + "Leave out --scenario, --all, --format and --output.")
    from countermove.cli.interview import interview_about

    return interview_about(model, asked.claims, asked.concepts, who)
