"""Pages from templates."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from countermove.report.amounts import counted
from countermove.report.phrases import sentence
from countermove.web.browser_words import in_browser


def rendered(template: str, variables: Mapping[str, Any]) -> str:
    """Return a page."""
    return _environment().get_template(template).render(variables)


@cache
def asset(name: str) -> str:
    """Return the address of a file that pages need; it changes with the file's content."""
    content = (files("countermove") / "web" / name).read_bytes()
    return f"/{name}?{hashlib.sha256(content).hexdigest()[:12]}"


def _moment(when: datetime.datetime | float) -> str:
    """Write when something happened, in the time of this machine."""
    if not isinstance(when, datetime.datetime):
        when = datetime.datetime.fromtimestamp(when, datetime.UTC)
    return when.astimezone().strftime("%d %B %Y, %H:%M").lstrip("0")


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
    environment.filters["counted"] = counted
    environment.filters["sentence"] = sentence
    environment.filters["moment"] = _moment
    environment.filters["in_browser"] = in_browser
    return environment
