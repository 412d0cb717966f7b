"""What every result says of itself, how it was made, and the notations that it is written in."""

from __future__ import annotations

import inspect
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from countermove._version import __version__
from countermove.arguments import by_name
from countermove.docstrings import explain_arguments
from countermove.errors import unknown
from countermove.literature import FANG_1993, PROGRAM
from countermove.references import Reference, bibtex
from countermove.streams import json_parts, settled
from countermove.table import Table

if TYPE_CHECKING:
    import pandas
    import polars


class Concept(Protocol):
    """What a result has to know of a concept that it answers for."""

    @property
    def code(self) -> str:
        """As printed in papers, in capitals."""

    @property
    def names(self) -> tuple[str, ...]:
        """What else it is called."""

    @property
    def sources(self) -> tuple[Reference, ...]:
        """Where it is defined."""


class Model(Protocol):
    """What a result has to know of the model that it is about."""

    def about(self) -> dict[str, Any]:
        """Return its title, digest and scenario."""

    @property
    def literature(self) -> tuple[Reference, ...]:
        """Where the way in which preferences are taken comes from, and then its own record."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a result was made.

    Parameters
    ----------
    version : str
        The version of Countermove.
    engine : str
        The engine that answered.
    why : str
        Why that engine.
    seconds : float
        How long it took, without reading the file.
    complete : bool
        False when a limit was reached.
    """

    engine: str
    why: str
    seconds: float
    complete: bool = True
    version: str = __version__

    @classmethod
    def since(cls, started: float, engine: str, why: str, complete: bool = True) -> Provenance:
        """Return the provenance of what was begun at a time of `time.perf_counter`."""
        return cls(engine, why, round(time.perf_counter() - started, 6), complete)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def combined(parts: Sequence[Provenance]) -> Provenance:
    """Return the provenance of a result made of several: seconds add up, all must be complete."""
    return replace(
        parts[0],
        seconds=round(sum(part.seconds for part in parts), 6),
        complete=all(part.complete for part in parts),
    )


def from_above(place: str) -> Any:
    """Return what a row above has for results, by module and name: ``report.article:Article``.

    A result can show itself in a notebook, draw its figures and write itself as a page, though
    these are made in rows that import results. So they are imported by name, and only when somebody
    asks; this function is the only place where a module reaches for a row above its own.
    """
    module, _, name = place.partition(":")
    return getattr(import_module(f"countermove.{module}"), name)


def cited(
    model: Model | None, concepts: Iterable[Concept], literature: Iterable[Reference]
) -> Iterator[Reference]:
    """Give what is cited with an answer: program and method, concepts, way, question, record."""
    yield from (PROGRAM, FANG_1993)
    for concept in concepts:
        yield from concept.sources
    yield from literature
    if model is not None:
        yield from model.literature


class InNotebook:
    """What shows itself in a notebook as the terminal shows it, in HTML."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(from_above("notebook.display:html")(self))


_ARGUMENTS = {
    "state": ("str or int", "The state: its number, label, id or pattern."),
    "decision_maker": ("str", "By id or name."),
    "concept": ("str", "The code of a concept that was solved for, or a synonym."),
    "scenario": ("str", "The id of a scenario."),
    "claim": ("str", "The id of a claim."),
    "profile": ("int", "Which profile, from 0; negative from the last."),
    "by": ("str", "Which sequences count: one of the kinds that were asked for."),
}
_NOT_GIVEN = {
    "decision_maker": "By id or name; nobody in particular where the state has to be stable for "
    "all.",
    "claim": "The id of a claim; whichever when not given.",
}

Item = TypeVar("Item")
Method = TypeVar("Method", bound=Callable[..., Any])


def described(method: Method) -> Method:
    """Add to a docstring what the arguments are, where they are those that results ask for."""
    optional = (k for k, one in inspect.signature(method).parameters.items() if one.default is None)
    others = {k: (f"{_ARGUMENTS[k][0]}, optional", _NOT_GIVEN[k]) for k in optional}
    asked = explain_arguments(method, _ARGUMENTS | others)
    wrong = "the concept wasn't solved for" if "concept" in asked else "it isn't known"
    wrong = f"one of them isn't known, or {wrong}" if len(asked) > 1 else wrong
    raised = f"Raises\n------\nUnknownNameError\n    If {wrong}.\n\n"
    method.__doc__ = str(method.__doc__).replace("Examples\n---", f"{raised}Examples\n---")
    return method


class Result(InNotebook, ABC):
    """What all results share: what they are about, how they were made, how they are written."""

    format: ClassVar[str]
    """The name of what it is as data, with the number of that form."""

    literature: ClassVar[tuple[Reference, ...]] = ()
    """Where what it answers was asked first."""

    if TYPE_CHECKING:
        # Where these are fields, a dataclass would take properties of its base for their defaults.
        @property
        def model(self) -> Model | None:
            """What it is about."""

        @property
        def concepts(self) -> tuple[Concept, ...]:
            """The concepts that it answers for, in the order of tables."""

        @property
        def provenance(self) -> Provenance | None:
            """How it was made; None where nothing had to be found."""

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the concepts."""
        return tuple(concept.code for concept in self.concepts)

    def code(self, concept: str | Concept) -> str:
        """Return the code of a solved concept given by code, name or synonym."""
        known = {n.casefold(): one.code for one in self.concepts for n in (*one.names, one.code)}
        code = by_name(known, getattr(concept, "code", concept))
        if code is None:
            raise unknown("solved concept", concept, self.codes, "Solved were")
        return code

    def __bool__(self) -> bool:
        """Be true: an answer is there even where nothing is in it."""
        return True

    def __repr__(self) -> str:
        """Say in a line what it is about and what was found."""
        is_complete = self.provenance is None or self.provenance.complete
        return f"<{type(self).__name__} {self._brief()}{'' if is_complete else '; incomplete'}>"

    @abstractmethod
    def _brief(self) -> str:
        """Name what it is about, and count what was found."""

    @abstractmethod
    def table(self) -> Table:
        """Return the result as one table."""

    def _about(self) -> dict[str, Any]:
        """Return what stands at the head of the data."""
        return {} if self.model is None else {"model": self.model.about()}

    @abstractmethod
    def _content(self) -> dict[str, Any]:
        """Return what was found as plain data, in which long lists may be :class:`Long`."""

    def _made(self) -> dict[str, Any]:
        """Return what stands at the end of the data."""
        return {} if self.provenance is None else {"provenance": self.provenance.to_dict()}

    def _data(self) -> dict[str, Any]:
        return {"format": self.format, **self._about(), **self._content(), **self._made()}

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data, as the command line prints it in JSON."""
        return dict(settled(self._data()))

    def to_json(self) -> str:
        """Return the result as JSON."""
        return "".join(self.json_parts())

    def json_parts(self) -> Iterator[str]:
        """Give the pieces of the text that `to_json` returns, however long it is as a whole."""
        yield from json_parts(self._data())
        yield "\n"

    def cite(self) -> str:
        r"""Return what is to be cited along with it, as BibTeX.

        The program and the method, where the concepts are defined, where the way in which
        preferences are taken and the question come from, and the record of the model.

        Returns
        -------
        str

        Examples
        --------
        >>> from countermove import load, solve
        >>> print(solve(load("prisoners-dilemma"), "NASH").cite().split("\n\n")[2])
        @article{nash1950equilibrium,
          author = {Nash, J. F.},
          title = {Equilibrium points in n-person games},
          journal = {Proceedings of the National Academy of Sciences},
          volume = {36},
          number = {1},
          pages = {48--49},
          year = {1950},
          doi = {10.1073/pnas.36.1.48},
        }
        """
        return bibtex(cited(self.model, self.concepts, self.literature))

    def to_csv(self) -> str:
        """Return the result's table as comma-separated values."""
        return self.table().to_csv()

    def csv_parts(self) -> Iterator[str]:
        """Give the pieces of the text that `to_csv` returns, however long it is as a whole."""
        return self.table().csv_parts()

    def to_markdown(self) -> str:
        """Return the result's table in Markdown."""
        return self.table().to_markdown()

    def to_latex(self) -> str:
        """Return the result's table in LaTeX."""
        return self._printed().to_latex()

    def _printed(self) -> Table:
        """Return the table as it is printed on paper."""
        return self.table()

    def to_frame(self) -> pandas.DataFrame:
        """Return the result's table as a pandas data frame."""
        return self._tidy().to_frame()

    def to_polars(self) -> polars.DataFrame:
        """Return the result's table as a polars data frame."""
        return self._tidy().to_polars()

    def to_parquet(self) -> bytes:
        """Return the result's table as a Parquet file."""
        return self._tidy().to_parquet()

    def _tidy(self) -> Table:
        """Return the table as data frames have it, each column of one kind."""
        return self.table()


class ListResult(Result, Generic[Item]):
    """A result that is a list of what was found: it can be gone through and counted."""

    _list: ClassVar[str]
    """The field that is the list."""

    def __iter__(self) -> Iterator[Item]:
        """Give what was found, one by one."""
        return iter(getattr(self, self._list))

    def __len__(self) -> int:
        """Count what was found."""
        return len(getattr(self, self._list))
