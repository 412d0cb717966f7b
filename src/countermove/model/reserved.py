"""Words that can't be ids: those of the statements, and keys that would be taken for ids."""

from __future__ import annotations

from collections.abc import Iterable

from countermove.errors import Path, Problem
from countermove.model.logic import RESERVED
from countermove.model.parts import DecisionMaker, Level, Option
from countermove.model.values import DIRECTIONS
from countermove.model.written import Kind

_OF_A_MODEL = ("summary", "note", "status_quo")
KEYS = frozenset(
    {*Option.model_fields, *Level.model_fields, *DecisionMaker.model_fields, *_OF_A_MODEL}
)
"""Keys of the file that stand where an id could stand, too, if they slipped by a line."""

_KINDS = {"option": "an option", "level": "a level", "term": "a term", "state": "an outcome"}


def is_reserved(word: str) -> bool:
    """Say whether a word can't be the id of an option, a term or a state."""
    return word in KEYS or word.lower() in RESERVED


def reserved_id(kind: Kind, path: Path, value: object, beside: Iterable[str]) -> Problem | None:
    """Return what is wrong with the id of an option, a term or a state, or None."""
    word = str(path[-1])
    if not is_reserved(word):
        return None
    if word not in KEYS:
        return Problem(
            f"'{word}' is a word of the statements and can't be a name.",
            path,
            "Choose another id; the text beside it may say anything.",
        )
    called = _KINDS[kind].split()[1]
    return Problem(
        f"'{word}' would be {_KINDS[kind]} here, as every key among the {called}s is.",
        path,
        f"{_meant(kind, word, value, beside)} If it is {_KINDS[kind]}, choose another id.",
    )


def _meant(kind: Kind, word: str, value: object, beside: Iterable[str]) -> str:
    if kind == "level" and word in (*Level.model_fields, *Option.model_fields):
        if word not in Level.model_fields:
            return "If it says more about the option, write it beside 'levels', not among them."
        level = next((other for other in beside if not is_reserved(other)), "id")
        more = "" if word == "text" else f", {word} = …"
        return f'If it says more about a level, write {level} = {{ text = "…"{more} }}.'
    if kind == "option" and word in Option.model_fields:
        option = next((other for other in beside if not is_reserved(other)), "id")
        written = f'"{value}"' if value in DIRECTIONS else "…"
        more = "" if word == "text" else f", {word} = {written}"
        return f'If it says more about an option, write {option} = {{ text = "…"{more} }}.'
    if kind == "option" and word in DecisionMaker.model_fields:
        return "If it says more about the party, write it beside 'options', not among them."
    return "If it says more about the model, write it before the first [table]."
