"""What a figure is: what it shows, parameters, and how it is drawn."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Self, TypeVar, dataclass_transform

from countermove.analysis.equilibria import Solution
from countermove.arguments import boolean, several, whole
from countermove.errors import CountermoveError, unknown
from countermove.picture.drawing import Drawing
from countermove.progress import Follow
from countermove.report.parameters import QuestionField, WithParameters, fields_of

FOUND: list[type[Figure]] = []
"""The figures that have been imported."""

Made = TypeVar("Made", bound="type[Figure]")


class Figure(WithParameters, ABC):
    """A figure, with what is said along with it; a subclass is one, made so by :func:`figure`."""

    name: ClassVar[str]  # what it is called in the terminal
    shows: ClassVar[str]  # what is on it, in a sentence
    examples: ClassVar[tuple[str, ...]]  # what may be typed behind "countermove"
    place: ClassVar[int]  # where it stands among the figures

    @classmethod
    def asked(cls, **said: Any) -> Self:
        """Return the figure as it is asked for in Python: with one thing or several, checked."""
        known = {field.name: field for field in fields_of(cls)}
        for name in said:
            if name not in known:
                raise unknown("parameter", name, list(known), f"The figure {cls.name} takes")
        return cls(**{name: _checked(known[name], value) for name, value in said.items()})

    @abstractmethod
    def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
        """Draw it."""


def draw_nothing(what: str, advice: str) -> CountermoveError:
    """Build the error for a figure on which there would be nothing."""
    return CountermoveError(what, advice=advice)


def _checked(field: QuestionField, value: Any) -> Any:
    if value is None and field.may_be_nothing:
        return None
    if field.kind is tuple:
        value = several(value)
    for one in value if field.kind is tuple else [value]:
        if field.choices and one not in field.choices:
            raise unknown(field.name, one, list(map(str, field.choices)), "It is one of")
    if field.kind is bool:
        return boolean(value, field.name)
    if field.kind is int and not field.choices:
        return whole(value, field.name, field.says.least, field.says.most)
    return value


@dataclass_transform(frozen_default=True, kw_only_default=True)
def figure(
    *, shows: str, examples: tuple[str, ...] = (), place: int = 100
) -> Callable[[Made], Made]:
    """Make a class a figure: its fields are frozen, its words said, its name that of its module."""

    def made(cls: Made) -> Made:
        found: type[Figure] = cls
        found.id = cls.__module__.rpartition(".")[2]
        found.name = found.id.replace("_", "-")
        found.shows, found.examples, found.place = shows, examples, place
        FOUND.append(found)
        return cls

    return made
