"""A model and its answers for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from countermove.errors import unknown
from countermove.table import with_byte_order_mark

if TYPE_CHECKING:
    from countermove.analysis.equilibria import Solution
    from countermove.model.conflict import Conflict


@dataclass(frozen=True, slots=True)
class Export:
    """A way to write a model for another program."""

    name: str
    suffix: str
    media: str
    holds: str
    write: Callable[[Solution], Iterable[str | bytes]]
    write_model: Callable[[Conflict], Iterable[str | bytes]] | None = None

    @property
    def is_model(self) -> bool:
        """Whether it is the model itself, which can be had from it again."""
        return self.write_model is not None


Write = Callable[["Solution"], Iterable[str | bytes]]
WriteModel = Callable[["Conflict"], Iterable[str | bytes]]

EXPORTS: dict[str, Export] = {}
"""The exports by name; what each needs is imported when it writes."""


def _export(name: str, media: str, holds: str, suffix: str = "") -> Callable[[Write], Write]:
    """Make an export of what writes a solved model; its files end in its name, if not otherwise."""

    def register(write: Write) -> Write:
        EXPORTS[name] = Export(name, f".{suffix or name}", media, holds, write)
        return write

    return register


def _export_of_model(
    name: str, media: str, as_what: str = "", suffix: str = ""
) -> Callable[[WriteModel], WriteModel]:
    """Make an export of what writes a model, for which it needn't be solved."""

    def register(write: WriteModel) -> WriteModel:
        def solved(solution: Solution) -> Iterable[str | bytes]:
            return write(solution.model.written)

        holds = f"the model{as_what}"
        EXPORTS[name] = Export(name, f".{suffix or name}", media, holds, solved, write)
        return write

    return register


@_export_of_model("toml", "application/toml")
def _toml(conflict: Conflict) -> Iterable[str]:
    from countermove.files.writing import to_toml

    return [to_toml(conflict)]


@_export_of_model("json", "application/json")
def _json(conflict: Conflict) -> Iterable[str]:
    from countermove.files.writing import to_json

    return [to_json(conflict)]


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@_export_of_model("xlsx", XLSX, ", as a workbook")
def _xlsx(conflict: Conflict) -> Iterable[bytes]:
    from countermove.files.tables.rows import tables_of
    from countermove.files.tables.workbook import workbook

    return [workbook(tables_of(conflict))]


_CSV = "text/csv; charset=utf-8"


@_export("csv", _CSV, "the outcomes with rankings and answers")
def _csv(solution: Solution) -> Iterable[str]:
    from countermove.report.states import StateList

    return StateList(solution.model, solution).csv_parts()


@_export_of_model("tables", _CSV, ", as CSV with a section for each sheet", suffix="csv")
def _tables(conflict: Conflict) -> Iterable[str]:
    from countermove.files.tables.csv_text import csv_text, read_csv
    from countermove.files.tables.rows import tables_of

    return [csv_text(tables_of(conflict, lambda model: read_csv(csv_text(model), "")))]


@_export("graphml", "application/graphml+xml", "the graph of all moves")
def _graphml(solution: Solution) -> Iterable[str]:
    from countermove.report.graphml import graphml_parts

    return graphml_parts(solution)


@_export("nfg", "text/plain; charset=utf-8", "a game in normal form for Gambit")
def _nfg(solution: Solution) -> Iterable[str]:
    from countermove.report.gambit import gambit_parts

    return gambit_parts(solution.model)


def export_parts(solution: Solution, name: str, *, by_name: bool = False) -> Iterable[str | bytes]:
    """Write a solved model for another program, in pieces: a text, or bytes.

    Where it is opened `by_name`, a CSV text begins as spreadsheets need it.
    """
    if name not in EXPORTS:
        raise unknown("export", name, list(EXPORTS), "The exports are")
    export = EXPORTS[name]
    parts = export.write(solution)
    is_csv = by_name and export.suffix == ".csv"
    return with_byte_order_mark(cast("Iterable[str]", parts)) if is_csv else parts
