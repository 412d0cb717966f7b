"""Opening the model that a command was asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from countermove.cli.mistakes import WrongModelError
from countermove.errors import ModelError
from countermove.files.model_file import load
from countermove.model.conflict import Conflict
from countermove.questions.base.pairs import assigned
from countermove.report.parameters import READING

if TYPE_CHECKING:
    from countermove.graph_model import GraphModel
from countermove.open_model import OpenModel


@contextmanager
def opened(model: str, reading: Iterable[str] | None = None) -> Iterator[Conflict]:
    """Open a model for use; if it turns out to be wrong, all its mistakes are raised at once."""
    try:
        conflict = load(model)
        chosen = assigned(reading, READING)
        yield conflict.in_reading(chosen) if chosen else conflict
    except ModelError as error:
        from countermove.report.checking import check

        problems = check(model).problems
        if not problems:
            raise  # nothing is wrong with the model: what was asked of it can't be done
        raise WrongModelError(model, *problems) from error


def _way_given(model: GraphModel) -> Iterator[str]:
    """Give the options by which a command takes preferences in the way of a model."""
    from countermove.questions.base.in_ways import InWays
    from countermove.report.parameters import fields_of

    asked = model.way.to_dict()
    for field in fields_of(InWays):
        value = asked.get(field.name)
        if isinstance(value, dict):
            value = [f"{name}={number}" for name, number in value.items()]
        for one in value if isinstance(value, list) else [value] if value else []:
            yield field.says.options[0]
            if one is not True:
                yield str(one)


def scenario_given(model: GraphModel | OpenModel | None) -> tuple[str, ...]:
    """Return how a command is given the scenario of a model, its reading, and the way it takes."""
    if model is None:
        return ()
    scenario = () if model.scenario is None else ("--scenario", model.scenario)
    chosen = model.conflict.reading.items()
    reading = (part for doubt, key in chosen for part in ("--reading", f"{doubt}={key}"))
    way = () if isinstance(model, OpenModel) else _way_given(model)
    return (*scenario, *reading, *way)
