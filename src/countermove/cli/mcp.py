"""The command ``mcp``: a server for assistants, at the standard input and output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from countermove.assistant.serving import check_installed, run
from countermove.cli.deliver import write_error
from countermove.cli.look import Look, is_terminal
from countermove.cli.page import Page
from countermove.editing.model_folder import ModelFolder


def mcp(
    folder: Annotated[
        str,
        Parameter(help="The folder with models and documents: nothing outside it is read."),
    ] = ".",
    /,
) -> None:
    """Let an assistant build and test models in a folder."""
    check_installed()
    path = ModelFolder(Path(folder)).path
    if is_terminal(sys.stdin):
        write_error(_hint(path))
    run(path)


def _hint(path: Path) -> str:
    """Say to who types the command that a program is to start it."""
    page = Page(Look.of(sys.stderr))
    page.prose(
        "This is for the client of an assistant, which starts it with this command and talks to it "
        "here, as the Model Context Protocol says. It serves this folder:"
    )
    page.blank()
    page.line("  ", page.clean(str(path)))
    page.blank()
    page.prose("Stop with Ctrl-C.")
    return page.text()
