"""The command ``deal``: what each party would do about a package."""

from __future__ import annotations

from countermove.cli.asking import answered, asks
from countermove.cli.deliver import Delivery
from countermove.questions.deal import DealQuestion


@asks(DealQuestion)
def deal(model: str, asked: DealQuestion, /, *, to: Delivery = Delivery()) -> int:  # noqa: B008
    """Say what each party would do about a package on the table."""
    return answered(model, asked, to)
