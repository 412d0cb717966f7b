"""The command ``report``: everything about a model in one document."""

from __future__ import annotations

from collections.abc import Callable
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
from countermove.errors import FileError
from countermove.files.writing import to_json
from countermove.picture.widths import room_for_numbers
from countermove.questions.report import ReportQuestion
from countermove.report.article import Article
from countermove.report.rendering import Rendering, renderings
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
    template: Annotated[
        Path | None,
        Parameter(help="A Word document (.docx or .dotx) whose styles the report is written in."),
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
    write = _written_in(rendering, template)
    with opened(model) as conflict:
        lacks = rendering.lacking(to_json(conflict)) if rendering else frozenset()
        with room_for_numbers(lacks):
            with Following(conflict) as follow:
                article = asked.answer(conflict, follow).article
            document = write(article) if write is not None else None
        text: Text
        if document is not None:
            text = document
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


def _written_in(
    rendering: Rendering | None, template: Path | None
) -> Callable[[Article], bytes] | None:
    """Return how to write a document, in the styles of a template where one is given."""
    if template is None:
        return None if rendering is None else rendering.write
    if rendering is None or rendering.with_template is None:
        have = [one for one in renderings().values() if one.with_template is not None]
        words = or_list([f"{one.words} ({one.suffixes[0]})" for one in have])
        what = f"a template is for {words}, and the report isn't written as one."
        raise FileError.of(
            template, what, f"Let the name of the output end in {have[0].suffixes[0]}."
        )
    return rendering.with_template(template)
