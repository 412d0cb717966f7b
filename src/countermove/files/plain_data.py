"""From what a program holds to the plain data of a file: texts, numbers, lists, tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from pydantic import BaseModel

from countermove.errors import ModelError, Path, Problem, written_path
from countermove.files.parsing import DEEPEST, Unusable
from countermove.model.numbers import exact


def plain_data(value: Any) -> tuple[Any, list[Problem]]:
    """Return data as a file would hold it, and what is wrong with its keys and its depth."""
    problems: list[Problem] = []
    return _plain(value, (), problems), problems


def _plain(value: Any, path: Path, problems: list[Problem]) -> Any:
    if isinstance(value, str):  # as most are
        return str(value)
    if isinstance(value, BaseModel):
        value = value.model_dump(exclude_unset=True, exclude_none=True)
    if isinstance(value, np.ndarray) and not value.ndim:
        value = value[()]
    is_table = isinstance(value, Mapping)
    is_list = isinstance(value, (Sequence, np.ndarray)) and not isinstance(value, bytes)
    if (is_table or is_list) and len(path) == DEEPEST:
        what = f"lists and tables are nested more than {DEEPEST} deep here."
        problems.append(Problem(what, path, "No model needs that: does something hold itself?"))
        return [] if is_list else {}
    if is_table:
        table = {}
        for key, inner in value.items():
            if isinstance(key, str):
                table[str(key)] = _plain(inner, (*path, str(key)), problems)
            else:
                where = written_path(path) or "the model"
                what = f"a key in {where} isn't a text: {key!r}."
                problems.append(Problem(what, path, "Put it in quotes."))
        return table
    if is_list:
        return [_plain(inner, (*path, k), problems) for k, inner in enumerate(value)]
    return _atom(value)


def _atom(value: Any) -> Any:
    match value:
        case None:
            return Unusable("None", "None stands for nothing in a model.", "Leave the key out.")
        case np.bool_():
            return bool(value)
    try:
        number = exact(value)
    except ModelError as error:
        (problem,) = error.problems
        return Unusable(str(value), problem.what, problem.advice)
    return value if number is None else number
