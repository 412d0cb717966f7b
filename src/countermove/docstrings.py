"""Docstrings of one kind: what their arguments are, and where they come from, is said once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

_PARAMETERS = "Parameters\n----------\n"


def explain_arguments(
    function: Callable[..., Any], meanings: Mapping[str, tuple[str, str]]
) -> list[str]:
    """Say in a docstring of which types some arguments are, and what they are; return which."""
    asked = [name for name in inspect.signature(function).parameters if name in meanings]
    lines = (f"{name} : {kind}\n    {says}\n" for name in asked for kind, says in [meanings[name]])
    text, said = inspect.getdoc(function) or "", "".join(lines)
    if _PARAMETERS in text:
        text = text.replace(_PARAMETERS, f"{_PARAMETERS}{said}", 1)
    else:
        text = text.replace("Returns\n---", f"{_PARAMETERS}{said}\nReturns\n---", 1)
    function.__doc__ = text
    return asked


def citing(sources: Iterable[object]) -> Callable[[Function], Function]:
    """Say in a docstring, above its examples, where it comes from."""

    def cited(function: Function) -> Function:
        text = inspect.getdoc(function) or ""
        notes = "".join(f".. [{k}] {source}\n" for k, source in enumerate(sources, 1))
        section = f"References\n----------\n{notes}\n"
        function.__doc__ = text.replace("Examples\n---", f"{section}Examples\n---", 1)
        return function

    return cited
