"""The command ``quote``: whether words stand in a document, and where."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Annotated

from cyclopts import Parameter

from countermove.cli.deliver import Delivery, write_error
from countermove.cli.look import Look
from countermove.cli.page import Page
from countermove.errors import Place
from countermove.record.documents import read
from countermove.report.quoting import QuotationCheck, check_quotation
from countermove.texts import in_quotes

Document = Annotated[
    str, Parameter(help="The document: a text, a page of the web, a file for Word, a PDF.")
]
Words = Annotated[str, Parameter(help="The words. An ellipsis stands for what is left out.")]
More = Annotated[str, Parameter(help="Further passages, in the order in which they stand there.")]
Near = Annotated[
    int | None,
    Parameter(help="Of several places, the one nearest to this character of the document."),
]


def quote(
    page: Document,
    words: Words,
    /,
    *more: More,
    near: Near = None,
    to: Delivery = Delivery(),  # noqa: B008
) -> int:
    """Look for words in a document."""
    to.prepare(page)
    result = check_quotation(read(page), (words, *more), near)
    if result or to.notation != "table":
        to.send(result, lambda page: _show(page, result))
    else:
        lost = replace(result.problem(), place=Place(result.document.name))
        write_error(f"{Look.of(sys.stderr).clean(str(lost))}\n")
    return 0 if result else 1


def _show(page: Page, result: QuotationCheck) -> None:
    if result.quotation is None:
        return
    line, column = result.document.line_and_column(result.quotation.start)
    page.title(result.document.name, f"line {line}, column {column} of its text")
    page.blank()
    page.prose(in_quotes(result.quotation.words), 2)
    page.blank()
    for sentence in result.sentences():
        page.prose(sentence, 1, f"{page.symbols.dot} ")
