"""What documents are read: one file each, with its ``FORMAT``.

A format reads the visible text out of the bytes of a file, and knows what is told beside it: title,
day, and which stretches of the text aren't the report.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from countermove.record.document_format import DocumentFormat


@cache
def formats() -> tuple[DocumentFormat, ...]:
    """Return the formats there are.

    >>> [suffix for format in formats() for suffix in format.suffixes]
    ['.htm', '.html', '.xhtml', '.pdf', '.txt', '.md', '.text', '.docx']
    """
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(import_module(f"{__name__}.{name}").FORMAT for name in names)
