"""What a public function, method or field hands out has a public name; so has what is raised."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest

import countermove
from countermove import errors

# For the inside: positions of states as packed bits and moves between them, the model as the
# engines take it, the web, what drawings are made of, an answer reading by reading, and a name for
# three words that a class has elsewhere.
INTERNAL = {
    "AnswerAcross",
    "Turn",
    "Wanted",
    "Bits",
    "Expansion",
    "Region",
    "Seen",
    "Places",
    "Replies",
    "Shape",
}
# What fields hold besides: how a model is made for the engines, what is written how in a file;
# names of types that a class has elsewhere; and what `documents` has and says.
INTERNAL_FIELDS = INTERNAL | {
    *("Long", "Moves", "Optima", "PreferenceWay", "Reach", "Relations", "SeenModel", "States"),
    *("ClaimAnswers", "Group", "Renames", "Texts", "Words", "Written"),
    *("OpenModel", "OpenStates"),
    *("Nearest", "Note", "PartyFamily", "Prose", "Quotation", "Reached", "Row", "Stable"),
}
RAISED_INSIDE = {"EditError", "EditConflictError", "FileGoneError"}
PUBLIC = [name for name in countermove.__all__ if name != "__version__"]


def classes() -> dict[str, type]:
    """Return the classes of the package by name, without those of the doors."""
    found: dict[str, type] = {}
    for info in pkgutil.walk_packages(countermove.__path__, "countermove."):
        if not re.match(r"countermove\.(web|cli|editing|__main__)", info.name):
            for name, thing in vars(importlib.import_module(info.name)).items():
                if inspect.isclass(thing) and thing.__module__.startswith("countermove"):
                    found.setdefault(name, thing)
    return found


def functions(thing: Any) -> Iterator[Any]:
    """Give a function, or the methods and properties of a class that are for everybody."""
    if inspect.isfunction(thing):
        yield thing
    for name, member in vars(thing).items() if inspect.isclass(thing) else ():
        if not name.startswith("_") or name in {"__iter__", "__getitem__"}:
            function = getattr(member, "fget", None) or getattr(member, "func", member)
            if inspect.isfunction(function):
                yield function


KNOWN = classes()


@pytest.mark.parametrize("name", PUBLIC)
def test_what_is_handed_out_is_public(name: str) -> None:
    thing = getattr(countermove, name)
    for function in functions(thing):
        handed = re.findall(r"\w+", str(function.__annotations__.get("return", "")))
        private = {one for one in handed if one in KNOWN} - set(PUBLIC) - INTERNAL
        assert not private, f"{function.__qualname__} returns {private}"


@pytest.mark.parametrize("name", PUBLIC)
def test_what_a_field_holds_is_public(name: str) -> None:
    for kind in inspect.getmro(getattr(countermove, name)) if name[0].isupper() else ():
        if kind.__module__.startswith("countermove"):
            for field, type_ in vars(kind).get("__annotations__", {}).items():
                held = set(re.findall(r"\w+", str(type_))) & set(KNOWN)
                private = set() if field.startswith("_") else held - set(PUBLIC) - INTERNAL_FIELDS
                assert not private, f"{name}.{field} is {private}"


def test_what_is_raised_is_public() -> None:
    raised = {name for name, one in vars(errors).items() if inspect.isclass(one)}
    kinds = {name for name in raised if issubclass(getattr(errors, name), Exception)}
    assert kinds - RAISED_INSIDE <= set(PUBLIC)
