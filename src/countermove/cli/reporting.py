"""The command ``report``: everything about a model in one document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from countermove.cli import options
from countermove.cli.articles import show_article
from countermove.cli.deliver import Text, check_target, write_file, write_out
from countermove.cli.following import Following
from countermove.cli.look import Look
from countermove.cli.models import opened
from countermove.cli.show import Page
from countermove.report.rendering import to_html, to_markdown
from countermove.report.whole import FOLLOW_UPS
from countermove.report.whole import report as report_on

Notation = Literal["text", "html", "markdown"]

_BY_SUFFIX: dict[str, Notation] = {
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
}

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
        Parameter(
            name=["--output", "-o"],
            help="Write to this file; .html and .md say the format as well.",
        ),
    ] = None,
    force: Annotated[
        bool, Parameter(name="--force", negative=(), help="Overwrite the file if it exists.")
    ] = False,
) -> None:
    """Report on a model."""
    if output is not None:
        check_target(output, force=force)
    suffix = output.suffix.lower() if output else ""
    notation = format or _BY_SUFFIX.get(suffix, "text")
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
            page = Page(Look() if output else Look.of(sys.stdout))
            show_article(page, model, article)
            if article.made:
                page.blank()
                page.prose(article.made)
            text = page.parts()
    if output is None:
        write_out(text)
        return
    write_file(output, text, force=force)
    write_out(f"Wrote {output}.\n")
