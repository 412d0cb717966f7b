"""The command ``completion``: let the shell complete what is typed."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

from cyclopts import Parameter

from countermove.cli.deliver import write_out
from countermove.cli.look import Look
from countermove.cli.page import Page
from countermove.errors import FileError

Shell = Annotated[Literal["bash", "zsh", "fish"], Parameter(help="For which shell.")]

Install = Annotated[
    bool,
    Parameter(negative=(), help="Put the script where the shell finds it, instead of printing it."),
]

# Installing may change the shell's start-up file too: what, and what is left to do.
_STARTUP = {
    "bash": " A line in ~/.bashrc reads it whenever you open bash.",
    "zsh": " A line in ~/.zshrc tells zsh where it is; `autoload -Uz compinit && compinit` must "
    "come after that line.",
    "fish": " It works in every fish that you open from now on.",
}


def completion(
    shell: Shell,
    /,
    *,
    install: Install = False,
) -> None:
    """Print or install the script that lets a shell complete commands and names."""
    from countermove.cli.program import application

    if not install:
        write_out(application().generate_completion(prog_name="countermove", shell=shell))
        return
    try:
        path = application().install_completion(shell=shell)
    except OSError as error:
        what = f"the script can't be written: {error.strerror or error}."
        raise FileError.of(error.filename or shell, what) from None
    page = Page(Look.of(sys.stdout))
    page.prose(f"Wrote {path}.{_STARTUP[shell]}")
    write_out(page.text())
