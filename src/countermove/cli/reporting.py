"""The command ``report``: everything about a model in one document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from countermove.cli import options
from countermove.cli.articles import show_article
from countermove.cli.deliver import (
    Text,
    check_target,
    deliver,
    format_of,
    look_of,
    output_option,
    write_out,
)
from countermove.cli.following import Following
from countermove.cli.models import opened
from countermove.cli.page import Page
from countermove.report.rendering import to_html, to_markdown
from countermove.report.whole import FOLLOW_UPS
from countermove.report.whole import report as report_on

Notation = Literal["text", "html", "markdown"]

_SUFFIXES = {"text": (".txt",), "html": (".html", ".htm"), "markdown": (".md", ".markdown")}

Parts = Annotated[
    tuple[str, ...] | None,
    Parameter(
        name=["--part", "-p"],
        help="Only this follow-up analysis, by its command; give it again for more. All of them "
        "if none is given.",
        completer=lambda _: list(FOLLOW_UPS),
        negative=(),
    ),
]


def report(
    model: options.Model,
    /,
    *,
    part: Parts = None,
    scenario: options.OneScenario = None,
    concept: options.Concepts = None,
    format: Annotated[  # noqa: A002
        Notation | None,
        Parameter(name=["--format", "-f"], help="text (the default), html or markdown."),
    ] = None,
    output: Annotated[
        Path | None,
        output_option("Write to this file; .html and .md say the format as well."),
    ] = None,
    force: Annotated[
        bool, Parameter(name="--force", negative=(), help="Overwrite the file if it exists.")
    ] = False,
) -> int:
    """Report on a model."""
    notation = format_of("A report", output, format, _SUFFIXES)
    check_target(output, model, force=force)
    with opened(model) as conflict:
        with Following(conflict) as follow:
            codes = options.codes(concept)
            article = report_on(conflict, part, codes, scenario=scenario, follow=follow)
        text: Text
        if notation == "html":
            text = to_html(article)
        elif notation == "markdown":
            text = to_markdown(article)
        else:
            page = Page(look_of(output))
            show_article(page, model, article, summary=True)
            if article.made:
                page.blank()
                page.prose(article.made)
            text = page.parts()
    to_read = notation not in {"html", "markdown"}
    if deliver(text, output, force=force, to_read=to_read):
        write_out(f"Wrote {output}.\n")
    return follow.ended()
