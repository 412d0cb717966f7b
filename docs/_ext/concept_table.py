"""What the registry of solution concepts knows, for the pages of the reference.

``concepts`` gives the overview, ``definitions`` every definition. Definitions stand on a page in
reStructuredText, because the footnotes of docstrings don't reach their notes from Markdown.
"""

from __future__ import annotations

import inspect
import re
from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

from countermove.stability.registry import SolutionConcept, concepts

_REPLIES = {
    "none": "none",
    "credible": "the others' own improvements",
    "any": "any moves of the others",
    None: "see its definition",
}


def table() -> str:
    """Return the overview of all concepts as a table in Markdown."""
    lines = [
        "| code | in plain words | foresight | replies that count | may escape | implies |",
        "|---|---|---|---|---|---|",
    ]
    for concept in concepts().values():
        cells = (
            f"**{concept.code}**",
            concept.plain,
            concept.foresight,
            _REPLIES[concept.replies],
            "–" if concept.replies in ("none", None) else "yes" if concept.escape else "no",
            ", ".join(concept.implies) or "–",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def names(concept: SolutionConcept) -> str:
    """Return how else a concept is called and where it is defined, in Markdown."""
    synonyms = ", ".join(concept.synonyms) or "nothing else that we know of"
    sources = " ".join(
        re.sub(r"(https?://\S+)", r"<\1>", str(source)) for source in concept.sources
    )
    named = f"**{concept.code}**, {concept.name}."
    family = f" With other numbers too: {concept.family}." if concept.family else ""
    return f"- {named}{family} Also called: {synonyms}. Defined in: {sources}"


class Concepts(SphinxDirective):
    """The overview, the names and the sources."""

    def run(self) -> list[nodes.Node]:
        # A concept is a file of its own: which there are is asked at every build.
        self.env.note_reread()
        listed = "\n".join(names(concept) for concept in concepts().values())
        return self.parse_text_to_nodes(f"{table()}\n\n{listed}\n")


class Definitions(SphinxDirective):
    """The docstring of every definition, or of some."""

    option_spec: ClassVar[OptionSpec] = {"only": str.split, "but": str.split}

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()
        wanted, but = self.options.get("only", concepts()), self.options.get("but", ())
        defined = (
            inspect.unwrap(concept.define)
            for code, concept in concepts().items()
            if code in wanted and code not in but
        )
        lines = (f".. autofunction:: {d.__module__}.{d.__qualname__}\n" for d in defined)
        return self.parse_text_to_nodes("\n".join(lines))


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("concepts", Concepts)
    app.add_directive("definitions", Definitions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
