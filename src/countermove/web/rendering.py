"""Pages from templates."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from countermove.report.amounts import counted
from countermove.report.formats.html import ALL_OF_IT
from countermove.report.phrases import sentence
from countermove.texts import or_list

# What the library says to whoever sits at a terminal, said to whoever sits at a browser.
_SAID_HERE = {
    "Write a starter file with: countermove new": "A new model is begun on the first page.",
    "countermove new FILE.toml writes a small one, with comments.": (
        "on the first page a small one is begun."
    ),
    "Read it with: countermove import FILE": "Bring it along on the first page.",
    "See the feasible ones with: countermove states MODEL": (
        "The page Rules lists those that are possible."
    ),
    "The model itself is written with: countermove export MODEL --to json": (
        "The page File gives the model itself."
    ),
    "Say where to begin (start=…, on the command line --from), or add status_quo to the model.": (
        "Say where to begin, or say on the page Parties what is done at the start."
    ),
    ", as in --concept CNASH": "",
    ", as in --concept CGMR": "",
    " (--concept CNASH)": "",
}


_UNSEEN = (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
# The first of these is where a PDF breaks a word at the end of a line.
_AS = {0x02: "\N{SOFT HYPHEN}", 0x0B: " ", 0x0C: " ", 0x85: " "}
_SEEN = {c: _AS.get(c, "\N{REPLACEMENT CHARACTER}") for c in _UNSEEN if chr(c) not in "\t\n\r"}

_NO_PREFERENCES = re.compile(r"Write \[preferences\.[^]]+\] with statements[^(]*\([^)]*\)\.")


def rendered(template: str, variables: Mapping[str, Any]) -> str:
    """Return a page."""
    return _environment().get_template(template).render(variables)


@cache
def asset(name: str) -> str:
    """Return the address of a file that pages need; it changes with the file's content."""
    content = (files("countermove") / "web" / name).read_bytes()
    return f"/{name}?{hashlib.sha256(content).hexdigest()[:12]}"


def _moment(when: datetime.datetime | float) -> str:
    """Write when something happened, in the time of this machine; of the last days in words."""
    if not isinstance(when, datetime.datetime):
        when = datetime.datetime.fromtimestamp(when, datetime.UTC)
    there, today = when.astimezone(), datetime.datetime.now().astimezone().date()
    days = {today: "today", today - datetime.timedelta(days=1): "yesterday"}
    day = days.get(there.date()) or there.strftime("%d %B %Y").lstrip("0")
    return f"{day}, {there:%H:%M}"


def seen(text: str) -> str:
    r"""Return a document's text, as long as it is, without what steers or can't be seen.

    >>> seen("black\x02\nmail: \u202eno\x1b")
    'black\xad\nmail: �no�'
    """
    return text.translate(_SEEN)


def in_browser(text: str) -> str:
    """Return a text with what is done in the browser, where it names a command or a table."""
    for there, instead in _SAID_HERE.items():
        text = text.replace(there, instead)
    return _NO_PREFERENCES.sub("Say on the page Preferences what it wants.", text)


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        loader=PackageLoader("countermove", "web/templates"),
    )
    environment.globals["asset"] = asset
    environment.globals["ALL_OF_IT"] = ALL_OF_IT
    environment.filters["any_of"] = or_list
    environment.filters["counted"] = counted
    environment.filters["sentence"] = sentence
    environment.filters["moment"] = _moment
    environment.filters["in_browser"] = in_browser
    environment.filters["seen"] = seen
    return environment
