"""A model from a file of another program, checked as far as its states tell what is wrong."""

from __future__ import annotations

from functools import partial

from countermove.building import build
from countermove.errors import CountermoveError, ModelError, Problem
from countermove.files.importing import Imported, read_import
from countermove.files.model_file import ReadFile
from countermove.files.tables.importing import in_order
from countermove.model.checks import with_scenarios
from countermove.model.conflict import Conflict
from countermove.report.checking import sound_model

_MOST_STATES = 50_000
"""The states of larger models aren't listed to look at what ranks them."""


def import_model(raw: bytes, name: str) -> Imported:
    """Make a model of what is in a file of another program; all its mistakes are raised."""
    return fully_checked(read_import(raw, name))


def fully_checked(new: Imported) -> Imported:
    """Return what was imported, or raise all that is wrong with it, its rankings included."""
    problems = list(new.problems)
    sound = sound_model(ReadFile(new.conflict, new.problems))
    if sound is not None and sound.places is not None:
        problems += with_scenarios(sound, partial(_faults, sound))
    if problems:
        raise ModelError(*in_order(problems))
    return new


def _faults(conflict: Conflict, scenario: str | None) -> tuple[Problem, ...]:
    try:
        build(conflict, scenario, most=_MOST_STATES)
    except ModelError as error:
        return conflict.locate(*error.problems)
    except CountermoveError:  # too large, which is no mistake
        return ()
    return ()
