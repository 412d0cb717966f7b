"""What the index of questions knows, for the pages about them.

``follow-ups`` lists the follow-up questions, ``follow-up-commands`` how each is typed,
``command-files`` the files that each command is made of.
"""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

import countermove
from countermove.cli.app import main
from countermove.cli.commands import GROUPS, Command
from countermove.questions import follow_ups, questions

ROOT = Path(__file__).parent.parent.parent
SOURCE = Path(countermove.__file__).parent


def listed() -> str:
    """Return the follow-up questions as a list in Markdown, each with a link to its page."""
    return "\n".join(
        f"- [{one.asks}]({name}.md) (`{name}`): {one.answers}" for name, one in follow_ups().items()
    )


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


class FollowUps(SphinxDirective):
    """The list of follow-up questions."""

    def run(self) -> list[nodes.Node]:
        # A question is a file of its own: which there are is asked at every build.
        self.env.note_reread()
        return self.parse_text_to_nodes(listed())


class FollowUpCommands(SphinxDirective):
    """A section for each follow-up question with the help of its command."""

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()
        found: list[nodes.Node] = []
        for name in follow_ups():
            section = nodes.section(ids=[name], names=[name])
            section += nodes.title(text=name)
            shown = help_of(name)
            section += nodes.literal_block(shown, shown, language="console")
            found.append(section)
        return found


class CommandFiles(SphinxDirective):
    """The table of the files that commands are made of."""

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()
        return self.parse_text_to_nodes(table())


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("follow-ups", FollowUps)
    app.add_directive("follow-up-commands", FollowUpCommands)
    app.add_directive("command-files", CommandFiles)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
