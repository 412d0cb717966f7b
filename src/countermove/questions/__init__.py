"""The questions that may be asked of a model: one module each, called as the command is.

A module has all that is special about its question: the words, what may be said along with it, how
it is answered, and its part in the report. The commands, the web app, the API, the report and the
documentation are made from them. They import what answers when it is asked: knowing the questions
costs next to nothing.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from countermove.errors import unknown
from countermove.questions.base.question import FOUND, Question


@cache
def questions() -> dict[str, type[Question]]:
    """Return all questions by id, in the order in which they are offered."""
    for module in pkgutil.iter_modules(__path__):
        if not module.ispkg:
            import_module(f"{__name__}.{module.name}")
    return {found.id: found for found in sorted(FOUND, key=lambda one: (one.place, one.id))}


def follow_ups() -> dict[str, type[Question]]:
    """Return those that have a command of their own, and a part in the report."""
    return {name: found for name, found in questions().items() if found.is_follow_up}


def find(name: str) -> type[Question]:
    """Return the question of an id."""
    if name not in questions():
        raise unknown("question", name, list(questions()), "The questions are")
    return questions()[name]
