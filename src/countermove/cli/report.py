"""The command ``report``: everything about a model in one document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from countermove.cli.articles import show_article
from countermove.cli.asking import asks
from countermove.cli.deliver import (
    Force,
    Text,
    check_readable,
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
from countermove.questions.report import ReportQuestion
from countermove.report.rendering import renderings
from countermove.texts import and_list, or_list

_SUFFIXES = {"text": (".txt",)} | {name: one.suffixes for name, one in renderings().items()}
_SAY_IT = and_list([one.suffixes[0] for one in renderings().values()])

if TYPE_CHECKING:
    Notation = str
else:
    Notation = Literal[tuple(_SUFFIXES)]


@asks(ReportQuestion)
def report(
    model: str,
    asked: ReportQuestion,
    /,
    *,
    format: Annotated[  # noqa: A002
        Notation | None,
        Parameter(
            name=["--format", "-f"],
            help=f"{or_list(['text (the default)', *renderings()])}.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        output_option(f"Write to this file; {_SAY_IT} say the format as well."),
    ] = None,
    force: Force = False,
) -> int:
    """Report on a model."""
    notation = format_of("A report", output, format, _SUFFIXES)
    check_target(output, model, force=force)
    rendering = renderings().get(notation or "text")
    if rendering is not None:
        rendering.check()
        check_readable(output, rendering.words, is_text=rendering.is_text)
    with opened(model) as conflict:
        with Following(conflict) as follow:
            article = asked.answer(conflict, follow).article
        text: Text
        if rendering is not None:
            text = rendering.write(article)
        else:
            page = Page(look_of(output))
            show_article(page, model, article, summary=True)
            if article.made:
                page.blank()
                page.prose(article.made)
            text = page.parts()
    if deliver(text, output, force=force, to_read=rendering is None):
        write_out(f"Wrote {output}.\n")
    return follow.ended()
