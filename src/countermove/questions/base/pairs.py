"""What is assigned to each of several things, as in ``us=SEQ``."""

from __future__ import annotations

from collections.abc import Iterable

from countermove.errors import UnknownNameError
from countermove.report.parameters import Kind, Parameter

_ASSIGNED: dict[Kind, tuple[str, str, str]] = {
    "parties": ("party", "concept", "a concept's code"),
    "doubts": ("doubt", "value", "a value of it"),
    "packages": ("name", "package", "what is done in it"),
}
"""To what there is assigned what, and how that is said in full."""


def assigned(texts: Iterable[str] | None, says: Parameter, option: str = "") -> dict[str, str]:
    """Read what a parameter assigns to each of several things, in the terminal or elsewhere.

    >>> from countermove.report.parameters import READING
    >>> assigned(["europe.1=yes", "us.2=2,1"], READING)
    {'europe.1': 'yes', 'us.2': '2,1'}
    """
    whom, what, in_full = _ASSIGNED[says.of]
    found: dict[str, str] = {}
    for text in texts or ():
        name, sign, value = (part.strip() for part in text.rpartition("="))
        if not sign or name in found:
            fault = f"is the second {what} of its {whom}" if sign else f"gives no {whom} a {what}"
            example = f"{option or says.options[0]} {says.example}"
            advice = f"Write a {whom}, =, and {in_full}: {example}."
            raise UnknownNameError(f"'{text}' {fault}.", advice=advice)
        found[name] = value
    return found
