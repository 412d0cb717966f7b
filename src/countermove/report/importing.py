"""A model from a file of another program, checked as far as its states tell what is wrong."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from countermove.building import build
from countermove.editing.exclusive_options import exclusive_options, with_choices
from countermove.errors import CountermoveError, ModelError, Problem
from countermove.files.importing import Imported, read_import
from countermove.files.model_file import ReadFile
from countermove.files.tables.importing import in_order
from countermove.model.checks import with_scenarios
from countermove.model.conflict import Conflict
from countermove.report.checking import sound_model
from countermove.texts import or_list

_MOST_STATES = 50_000
"""The states of larger models aren't listed to look at what ranks them."""


def import_model(raw: bytes, name: str, *, choices: bool = False) -> Imported:
    """Make a model of what is in a file of another program; all its mistakes are raised.

    With `choices` options of a party that exclude each other become one with levels.
    """
    new = fully_checked(read_import(raw, name))
    groups = exclusive_options(new.conflict) if new.may_have_choices or choices else []
    if not groups:
        nothing = "No options of a party exclude each other, so there is no choice to make of them."
        return replace(new, warnings=(*new.warnings, nothing)) if choices else new
    if choices:
        return replace(new, conflict=with_choices(new.conflict, groups))
    named = or_list([" / ".join(full.partition(".")[2] for full in group) for group in groups])
    return replace(new, choices=named)


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
