"""The mistakes of a model, as they are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.cli.look import Look
from countermove.cli.page import written_command
from countermove.errors import ModelError, Problem
from countermove.report.amounts import counted


class WrongModelError(ModelError):
    """A model that can't be used, with all its mistakes."""

    def __init__(self, model: str, *problems: Problem | str) -> None:
        super().__init__(*problems)
        self.model = model


_MOST_SHOWN = 50


def shown_problems(problems: Sequence[Problem], look: Look, program: str = "") -> Iterator[str]:
    """Write the first mistakes, one to a line, and how many more there are."""
    for problem in problems[:_MOST_SHOWN]:
        nowhere = problem.place is None and not problem.path
        yield f"{program if nowhere else ''}{look.clean(str(problem))}"
    if (more := len(problems) - _MOST_SHOWN) > 0:
        yield f"… and {counted(more, 'mistake')} more."


def mistakes(model: str, problems: Sequence[Problem], look: Look) -> str:
    """Write all mistakes of a model, one to a line, and what to do next."""
    lines = list(shown_problems(problems, look))
    number = counted(len(problems), "mistake")
    mend = "Mend it" if len(problems) == 1 else "Mend them"
    command = look.printable(written_command("check", model))
    lines += ["", f"{number} in {look.clean(model)}. {mend}, then look again with:", f"  {command}"]
    return "".join(f"{line}\n" for line in lines)
