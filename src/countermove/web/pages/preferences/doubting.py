"""What isn't known, as the page has it: how sure a wish is, open orders, readings side by side."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from countermove.editing import doubt_edits
from countermove.editing.edits import Edit
from countermove.errors import CountermoveError, Path
from countermove.model.ids import new_id
from countermove.model.numbers import exact, plain
from countermove.web.draft import at, text
from countermove.web.forms import Action, Form, PlainEdit, number, place
from countermove.web.pages.preferences.judging import number_of

SURE: Mapping[str, tuple[bool | str, bool, str]] = {
    "sure": (False, False, "Sure"),
    "perhaps": (True, False, "Perhaps"),
    "left-out": ("left out", False, "Perhaps (left out)"),
    "either-way": (False, True, "Either way"),
    "perhaps-either-way": (True, True, "Perhaps, either way"),
    "left-out-either-way": ("left out", True, "Perhaps (left out), either way"),
}
"""How sure a statement is: whether a party cares, and which way round."""


def sureness(statement: Any) -> dict[str, Any]:
    """Return what is written of a statement beside what holds, for the fields that change it."""
    written = statement if isinstance(statement, Mapping) else {}
    perhaps, either = written.get("perhaps") or False, bool(written.get("either_way"))
    sure = next((key for key, marks in SURE.items() if marks[:2] == (perhaps, either)), "sure")
    strength = 2 if written.get("strongly") else written.get("degree") or 1
    name = text(written, "doubt")
    likely, likely_way = shown(written, "likely"), shown(written, "likely_way")
    words = [
        SURE[sure][2],
        f"{likely} likely" if likely else "",
        f"{likely_way} this way round" if likely_way else "",
        {1: "", 2: "strongly"}.get(strength, f"degree {strength}"),
        f"the doubt ‘{name}’" if name else "",
    ]
    return {
        "sure": sure,
        "words": ", ".join(filter(None, words)),
        "likely": likely,
        "likely_way": likely_way,
        "strength": strength,
        "doubt": name,
        "kind": "cares" if perhaps else "way" if either else "",
    }


def shown(written: object, key: str) -> str:
    """Return a likelihood as people write it, `70%` or `1/3`; what is none as it is written."""
    share = exact(at(written, key))
    if share is None or 10**6 % (hundreds := Fraction(share) * 100).denominator:
        return text(written, key)
    return f"{plain(exact(hundreds) or 0)}%"


def _share_of(typed: str) -> int | float | str | None:
    """Return a likelihood that somebody typed, as a file holds it."""
    if not typed.strip():
        return None
    bare = typed.strip().rstrip("% ")
    found = number_of(bare, "a likelihood is a share", "Write for example 0.7, 7/10 or 70%.")
    return plain(exact(Fraction(exact(found) or 0) / 100) or 0) if "%" in typed else found


# -- what forms do ------------------------------------------------------------------------------


def _plain(edits: list[Edit]) -> list[PlainEdit]:
    return [edit.model_dump() for edit in edits]


def say_how_sure(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say how sure a statement is."""
    marks = SURE.get(form.get("value", ""))
    if marks is None:
        raise CountermoveError("this is no way to be unsure.", path=here)
    return _plain(doubt_edits.sure(data, here, perhaps=marks[0], either=marks[1]))


def say_how_likely(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say how likely a doubt or a reading is; nothing takes back what was said."""
    share = _share_of(form.get("value", ""))
    if exact(at(data, *here)) == exact(share):
        return []
    return _plain(doubt_edits.likely(data, here, share))


def say_how_strongly(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say by how much outcomes differ that differ first on a statement."""
    return _plain(doubt_edits.strength(data, here, number(form.get("value", ""))))


def name(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Give a doubt a name, made from words; one that another has makes the two one."""
    words = form.get("value", "").strip()
    called = new_id(words, (), "doubt") if words else ""
    if called == text(data, *here, "doubt"):
        return []
    return _plain(doubt_edits.named(data, here, called))


def bring(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Put a statement into another list: into those in any order, or out of them."""
    return _plain(doubt_edits.brought(data, here, place(form.get("to", ""))))


def remove(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Remove something; one that is left of several is no longer in doubt."""
    return _plain(doubt_edits.removed(data, here))


def stand_beside(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Put a further reading beside what a party wants."""
    says, first = (form.get(key, "").strip() for key in ("value", "first"))
    return _plain(doubt_edits.beside(data, here, says, first)) if says else []


ACTIONS: Mapping[str, Action] = {
    "sure": say_how_sure,
    "likely": say_how_likely,
    "strongly": say_how_strongly,
    "doubt": name,
    "bring": bring,
    "remove": remove,
    "together": lambda here, form, data: _plain(doubt_edits.together(data, here)),
    "out": lambda here, form, data: _plain(doubt_edits.taken_out(data, here)),
    "order": lambda here, form, data: _plain(doubt_edits.ordered(data, here)),
    "beside": stand_beside,
}
"""What the forms of the page do about what isn't known."""

SAID: Mapping[str, str] = {
    "sure": "Say how sure a statement of {} is",
    "likely": "Say how likely a doubt about {} is",
    "strongly": "Say how strongly {} wants something",
    "doubt": "Name a doubt about {}",
    "bring": "Move a statement of {}",
    "together": "Leave open in which order {} wants something",
    "out": "Take a statement of {} out of an open order",
    "order": "Put statements of {} in order",
    "open": "Change what is known of the order of outcomes for {}",
    "greatly": "Say that outcomes are greatly better for {}",
    "beside": "Put a reading beside what {} wants",
}
"""What the history says of them."""
