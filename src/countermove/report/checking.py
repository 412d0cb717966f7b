"""Whether a model is in order: all its mistakes in one pass, and what there is of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from countermove import building
from countermove.arguments import path as path_given
from countermove.errors import Path, Problem, written_path
from countermove.files.model_file import ReadFile, read
from countermove.graph.feasible import feasible_states
from countermove.graph.open_states import OpenStates
from countermove.model.conflict import Conflict
from countermove.model.families import expanded
from countermove.model.scenarios import apply_scenario
from countermove.open_model import is_beyond_listing
from countermove.record.proving import Proof, proofs
from countermove.report.advice import advice_on
from countermove.report.on_record import Rests, rests_of, wants_in_words, wants_on_record
from countermove.report.quotations import (
    Quotations,
    absent_documents,
    quotation_notes,
    quotation_problems,
    quotations_in,
)
from countermove.report.speaker_advice import speaker_advice
from countermove.result import ListResult
from countermove.table import Cell, Table


@dataclass(frozen=True, eq=False, repr=False)
class CheckReport(ListResult[Problem]):
    """What is wrong with a model, and what there is of it.

    Iterate over it for the mistakes; it is true when there are none.

    Parameters
    ----------
    name : str
        What was checked.
    conflict : Conflict or None
        The model, without the parts that are wrong; None where it can't be read at all.
    problems : tuple of Problem
        All mistakes, in the order of the file.
    """

    format = "countermove-check/1"
    _list = "problems"
    model = provenance = None
    concepts = ()

    name: str
    conflict: Conflict | None
    problems: tuple[Problem, ...]

    def __bool__(self) -> bool:
        """Be true when nothing is wrong: all can be solved, and no quotation is lost."""
        return not self.problems

    def _brief(self) -> str:
        found = "in order" if self else f"{len(self)} mistakes"
        return f"of {self.name}: {found}"

    @cached_property
    def states(self) -> dict[str | None, int]:
        """How many states the base (None) and each scenario have, if there is no mistake."""
        if self.conflict is None or self.problems:
            return {}
        return {
            scenario: _count(apply_scenario(self.conflict, scenario))
            for scenario in (None, *self.conflict.scenarios)
        }

    @cached_property
    def advice(self) -> tuple[Problem, ...]:
        """What is worth a second look, though it is no mistake; nothing where there are mistakes.

        An option that no wish, rule or claim names, a party that can't move, a claim that the
        rules alone answer, an option that can't change and whose other outcomes count, two
        options of one party with the same text, a doubt that can't matter, readings that are
        alike, preferences by numbers that go in a circle, a quotation whose sentence goes on with
        *but* or *unless*, that is short, or stands in several places, quotation marks in what the
        analyst says, and words that an English document gives to somebody else.
        """
        if self.conflict is None or self.problems:
            return ()
        of_speakers = self.conflict.locate(*speaker_advice(self.conflict))
        return _in_order((*advice_on(self.conflict), *of_speakers))

    @property
    def counts(self) -> dict[str, int]:
        """How many parts of each kind the model has."""
        if self.conflict is None:
            return {}
        parties = self.conflict.decision_makers
        return {
            "decision_makers": len(parties),
            "options": sum(len(party.options) for party in parties.values()),
            **({"states": self.states[None]} if self.states else {}),
            "claims": len(self.conflict.claims),
            "documents": len(self.conflict.documents),
            "sources": len(self.conflict.sources),
            "scenarios": len(self.conflict.scenarios),
        }

    @cached_property
    def quotations(self) -> Quotations:
        """How many quotations stand in their documents, aren't checked, or are lost."""
        return quotations_in(self.conflict) if self.conflict else Quotations()

    @cached_property
    def proofs(self) -> Mapping[str, Proof]:
        """By source that quotes a document whether its words stand there, where and whose."""
        return proofs(self.conflict) if self.conflict else {}

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """Which quotations couldn't be checked, and why."""
        return quotation_notes(self.conflict) if self.conflict else ()

    @property
    def wanted(self) -> str:
        """How what the parties want is given: so many wishes, rankings and sets of weights."""
        return wants_in_words(self.conflict) if self.conflict else ""

    @property
    def wishes(self) -> Rests:
        """What the parties are said to want: statements, rankings and sets of weights."""
        return wants_on_record(self.conflict) if self.conflict else Rests(0, 0)

    @property
    def claims(self) -> Rests:
        """The claims."""
        if self.conflict is None:
            return Rests(0, 0)
        return rests_of(self.conflict, [one.because for one in self.conflict.claims.values()])

    def table(self) -> Table:
        """Return the mistakes as a table."""
        rows: list[tuple[Cell, ...]] = []
        for problem in self:
            place = problem.place
            where = (place.file, place.line, place.column) if place else (self.name, None, None)
            rows.append((*where, problem.what, problem.advice))
        columns = ("file", "line", "column", "mistake", "advice")
        return Table(f"Mistakes in {self.name}", columns, tuple(rows))

    def _content(self) -> dict[str, Any]:
        return {
            "file": self.name,
            "in_order": bool(self),
            "problems": [_problem(self.name, problem) for problem in self],
            "advice": [_problem(self.name, problem) for problem in self.advice],
            "notes": list(self.notes),
            "counts": self.counts,
            "on_record": {
                "preferences": [self.wishes.recorded, self.wishes.judgements],
                "claims": [self.claims.recorded, self.claims.judgements],
            },
            "quotations": asdict(self.quotations),
            "proofs": {source: proof.to_dict() for source, proof in self.proofs.items()},
        }


def _count(conflict: Conflict) -> int:
    """Count the states of a model, listed or not."""
    if is_beyond_listing(conflict):
        return OpenStates.of(conflict).count
    return len(feasible_states(conflict))


def check(source: Conflict | str | os.PathLike[str]) -> CheckReport:
    """Find everything that is wrong with a model, in the base and in every scenario.

    Parameters
    ----------
    source : str, path or Conflict
        A model file, the name of a case, or a model.

    Returns
    -------
    CheckReport
        Its problems are those of names and form, of quotations that aren't in their documents
        and, as far as names and form leave it certain, those of states, rankings and rules.

    Raises
    ------
    FileError
        If there is no such file.
    UnknownNameError
        If there is no such case.

    Examples
    --------
    >>> check("talks-2025")
    <CheckReport of talks-2025: in order>
    """
    if isinstance(source, Conflict):
        problems = (*building.check(source), *quotation_problems(source))
        return CheckReport(f"'{source.title}'", source, problems)
    return check_reading(path_given(source, "what is to be checked"), read(source))


def check_reading(name: str, reading: ReadFile, *, needs_documents: bool = False) -> CheckReport:
    """Find everything that is wrong with a model that has been read; see :func:`check`.

    Models travel without their documents. Where all of them have to be there, one that isn't is a
    mistake.
    """
    problems = list(reading.problems)
    if reading.conflict is not None:
        problems += quotation_problems(reading.conflict)
        problems += absent_documents(reading.conflict) if needs_documents else ()
    if (sound := sound_model(reading)) is not None:
        problems += building.check(sound)
    return CheckReport(name, reading.conflict, _in_order(problems))


def _problem(name: str, problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "file": place.file if place else name,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "path": written_path(problem.path),
        "what": problem.what,
        "advice": problem.advice,
    }


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Put problems in the order of the file, each once."""
    once: dict[tuple[object, str], Problem] = {}
    for problem in problems:
        is_placed = problem.place is not None and problem.place.line is not None
        once.setdefault((problem.place if is_placed else problem.path, problem.what), problem)

    def line_and_column(problem: Problem) -> tuple[int, int]:
        if problem.place is None or problem.place.line is None:
            return sys.maxsize, 0
        return problem.place.line, problem.place.column or 0

    return tuple(sorted(once.values(), key=line_and_column))


def sound_model(reading: ReadFile) -> Conflict | None:
    """Return the model without the parts that have mistakes, so that the rest can be checked."""
    conflict = reading.conflict
    if conflict is None or not reading.problems:
        return conflict
    data = _without_sources(conflict.to_dict())
    for problem in reading.problems:
        if not _left_out(data, problem.path):
            return None
    return expanded(Conflict.model_validate(data)).standing_as(conflict)


def _left_out(data: dict[str, Any], path: Path) -> bool:
    """Leave a part that is wrong out of a model's data; false where others rest on it."""
    match path:
        case ("documents" | "sources" | "title" | "summary" | "note" | "format", *_):
            return True
        case (*_, "because" | "note") | (*_, "because", int()):
            return True
        case ("status_quo", *_):
            data.pop("status_quo", None)
            return True
        case ("preferences", str() as dm, *_) if dm in data.get("decision_makers", {}):
            data["preferences"][dm] = {"statements": []}
            return True
        case ("claims" | "scenarios" | "views" as part, str() as name, *_):
            data.get(part, {}).pop(name, None)
            return True
    return False


def _without_sources(data: Any) -> Any:
    """Leave out which sources a part rests on; that has no bearing on the states."""
    if isinstance(data, dict):
        return {
            key: value if key in ("moves", "labels") else _without_sources(value)
            for key, value in data.items()
            if not (key == "because" and isinstance(value, (list, tuple)))
        }
    return data
