"""What is added is never a mistake: it would stand in the file, and no more where it was typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from countermove.editing.applying import applied
from countermove.editing.edited_file import Snapshot
from countermove.editing.edits import Edit, Insert, Put, found
from countermove.errors import ModelError, Path, Problem
from countermove.files.model_file import from_dict
from countermove.model.option_words import with_names
from countermove.model.shapes import shape_of
from countermove.model.vocabulary import Vocabulary

ADDING = frozenset({"add", "cite-new", "claim", "group", "require", "rule", "term", "weigh"})
"""What forms do that are emptied when they are sent."""


def check_addition(snapshot: Snapshot, edits: Sequence[Edit], *, everywhere: bool = False) -> None:
    """Raise if what is added is a mistake, or makes one anywhere."""
    then = applied(snapshot.data, edits)
    places = [_place(edit, then) for edit in edits if isinstance(edit, (Insert, Put))]
    before, after = _problems(snapshot.data), _problems(then)
    known = {(problem.path, problem.what) for problem in before}
    new = Counter(p.what for p in after) - Counter(p.what for p in before)
    problems = [
        _in_names(problem, then, snapshot)
        for problem in after
        if (problem.path, problem.what) not in known
        and (
            problem.what in new
            if everywhere
            else any(problem.path[: len(place)] == place for place in places)
        )
    ]
    if problems:
        raise ModelError(*problems)


def _place(edit: Insert | Put, then: Mapping[str, Any]) -> Path:
    """Return where something stands that was added."""
    if isinstance(edit, Put):
        return edit.at
    return (*edit.at, len(found(then, edit.at)) - 1 if edit.index is None else edit.index)


def _problems(data: Mapping[str, Any]) -> Sequence[Problem]:
    try:
        from_dict(data)
    except ModelError as error:
        return error.problems
    return ()


def _in_names(problem: Problem, then: Mapping[str, Any], snapshot: Snapshot) -> Problem:
    """Say how a statement is written in which options stand by their words."""
    statement = found(then, problem.path)
    if isinstance(statement, Mapping):
        statement = statement.get(shape_of(problem.path).short)
    conflict = snapshot.reading.conflict if isinstance(statement, str) else None
    instead = with_names(str(statement), Vocabulary(conflict)) if conflict else ""
    return Problem(problem.what, problem.path, f"Write: {instead}") if instead else problem
