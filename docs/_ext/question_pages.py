"""What the index of questions knows, for the pages about them.

``follow-ups`` lists the follow-up questions, ``follow-up-commands`` how each is typed,
``command-files`` the files that each command is made of, ``figures`` what is on each figure.
"""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from question_tables import figure_table, help_of, listed, table
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

from countermove.questions import follow_ups


class FollowUps(SphinxDirective):
    """The list of follow-up questions."""

    def run(self) -> list[nodes.Node]:
        # A question is a file of its own: which there are is asked at every build.
        self.env.note_reread()
        return self.parse_text_to_nodes(listed())


class FollowUpCommands(SphinxDirective):
    """A section for each follow-up question, or for some of them, with the help of its command."""

    option_spec: ClassVar[OptionSpec] = {"only": str.split, "but": str.split}

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()
        found: list[nodes.Node] = []
        wanted = self.options.get("only", follow_ups())
        for name in (
            n for n in follow_ups() if n in wanted and n not in self.options.get("but", ())
        ):
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


class Figures(SphinxDirective):
    """The table of the figures."""

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()
        return self.parse_text_to_nodes(figure_table())


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("follow-ups", FollowUps)
    app.add_directive("follow-up-commands", FollowUpCommands)
    app.add_directive("command-files", CommandFiles)
    app.add_directive("figures", Figures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
