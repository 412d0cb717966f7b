"""What the index of questions knows, as Markdown and as what is typed.

Apart from the directives that show it: tests read it without what builds the documentation.
"""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import countermove
from countermove.cli.app import main
from countermove.cli.commands import GROUPS, Command
from countermove.draw import figures
from countermove.questions import follow_ups, questions

ROOT = Path(__file__).parent.parent.parent
SOURCE = Path(countermove.__file__).parent


def listed() -> str:
    """Return the follow-up questions as a list in Markdown, each with a link to its page."""
    return "\n".join(
        f"- [{one.asks}]({name}.md) (`{name}`): {one.answers}" for name, one in follow_ups().items()
    )


def figure_table() -> str:
    """Return the figures as a table in Markdown."""
    rows = [f"| `{one.name}` | {one.shows} |" for one in figures().values()]
    return "\n".join(["| figure | what is on it |", "|---|---|", *rows])


def help_of(command: str) -> str:
    """Return what a command says of itself."""
    with redirect_stdout(StringIO()) as written:
        main([command, "--help"])
    return f"$ countermove {command} --help\n{written.getvalue()}".rstrip()


def files_of(command: Command) -> tuple[str, str, str, str]:
    """Return the files of a command: its question or command, its algorithm, words, and page."""
    name = command.name
    begins = f"questions/{name}.py" if name in questions() else f"cli/{command.module}.py"
    algorithm = command.algorithm or f"analysis/{name}.py"
    if not (SOURCE / algorithm).exists():
        algorithm = f"analysis/{name}/{name}.py"
    words, page = command.words or f"report/{name}.py", command.page or f"docs/how-to/{name}.md"
    return begins, algorithm, words, page


def table() -> str:
    """Return the files of all commands as a table in Markdown."""
    lines = ["| command | begins at | algorithm | words | page |", "|---|---|---|---|---|"]
    for group in GROUPS.values():
        for command in group:
            lines.append(f"| `{command.name}` | `{'` | `'.join(files_of(command))}` |")
    return "\n".join(lines)
