"""The mistakes of a model, as they are told."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.cli.look import Look
from countermove.cli.page import written_command
from countermove.errors import ModelError, Problem
from countermove.report.amounts import counted


class WrongModelError(ModelError):
    """A model that can't be used, with all its mistakes."""

    def __init__(self, model: str, *problems: Problem | str) -> None:
        super().__init__(*problems)
        self.model = model


def mistakes(model: str, problems: Sequence[Problem], look: Look) -> str:
    """Write all mistakes of a model, one to a line, and what to do next."""
    lines = [look.clean(str(problem)) for problem in problems]
    number = counted(len(problems), "mistake")
    mend = "Mend it" if len(problems) == 1 else "Mend them"
    command = look.printable(written_command("check", model))
    lines += ["", f"{number} in {look.clean(model)}. {mend}, then look again with:", f"  {command}"]
    return "".join(f"{line}\n" for line in lines)
