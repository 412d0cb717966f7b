"""Tables as data, and the notations that they can be written in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, islice, repeat
from typing import TYPE_CHECKING, Any, Literal

from countermove import latex
from countermove.errors import missing_extra
from countermove.streams import Long
from countermove.texts import exactly, markdown, visible

if TYPE_CHECKING:
    import pandas
    import polars
    from jinja2 import Template

Cell = str | int | float | bool | None
Row = tuple[Cell, ...]
Kind = Literal["bool", "int", "float", "text"]

MOST_IN_NOTEBOOK = 100
"""So many rows of a table are shown in a notebook."""

_ROWS_AT_ONCE = 1 << 10
# What a cell begins with that a spreadsheet takes for a formula.
_COMPUTED = frozenset(" =+-@\t＝＋－＠")
# Where such a part of a cell begins, for a spreadsheet that parts cells by other signs than commas.
_PARTED = re.compile(r"(?<=[;\t])(?=\s*[=+\-@＝＋－＠])")


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Parameters
    ----------
    title : str
        What it shows.
    columns : tuple of str
        The heads.
    rows : tuple of tuple, or Long
        The cells; True and False are written as marks, None as nothing.
    ruled : tuple of int
        The rows, from 0, above which a line is drawn on paper.
    note : str
        What is said below the title on paper.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...] | Long[Row]
    ruled: tuple[int, ...] = ()
    note: str = ""

    def to_csv(self) -> str:
        """Write as comma-separated values (RFC 4180), marks as ``yes`` and ``no``.

        A text that a spreadsheet would compute has an apostrophe in front.

        >>> print(Table("t", ("state", "NASH"), ((1, True), ("=2", None))).to_csv(), end="")
        state,NASH
        1,yes
        '=2,
        """
        return "".join(self.csv_parts())

    def csv_parts(self) -> Iterator[str]:
        """Give the pieces of the text that :meth:`to_csv` returns."""
        rows = iter(self.rows)
        part: list[Row] = [self.columns]
        while part:
            # Of numbers, and of nothing, the writer makes the same.
            written = [
                [
                    "yes"
                    if cell is True
                    else "no"
                    if cell is False
                    else _harmless(cell)
                    if isinstance(cell, str)
                    and (cell[:1] in _COMPUTED or ";" in cell or not cell.isprintable())
                    else cell
                    for cell in row
                ]
                for row in part
            ]
            try:
                yield _csv(written)
            except ValueError:  # a number of so many digits that Python doesn't write it
                yield _csv([[_whole(cell) for cell in row] for row in written])
            part = list(islice(rows, _ROWS_AT_ONCE))

    def to_markdown(self) -> str:
        """Write as a Markdown table.

        >>> print(Table("t", ("state", "NASH"), ((1, True),)).to_markdown(), end="")
        | state | NASH |
        |---|---|
        | 1 | ✓ |
        """
        lines = [self.columns, *(tuple(_marked(cell) for cell in row) for row in self.rows)]
        written = ["| " + " | ".join(map(markdown, line)) + " |" for line in lines]
        written.insert(1, "|" + "---|" * len(self.columns))
        return "\n".join(written) + "\n"

    def to_latex(self) -> str:
        """Write as LaTeX; which packages it needs is said in its first line."""
        rows = (tuple(map(_marked, row)) for row in self.rows)
        return latex.table(self.title, self.columns, rows, self.ruled, self.note)

    def to_html(self, most: int | None = None) -> str:
        """Write as an HTML table with a caption and scoped heads; everything is escaped.

        Parameters
        ----------
        most : int, optional
            How many rows at most; below them it is said how many more there are.
        """
        more = 0 if most is None else max(0, len(self.rows) - most)
        rows = self.rows if most is None else islice(self.rows, most)
        return _html().render(table=self, rows=rows, more=more)

    def _repr_html_(self) -> str:
        return self.to_html(MOST_IN_NOTEBOOK)

    def to_frame(self) -> pandas.DataFrame:
        """Return a pandas data frame (the extra ``frame``).

        Each column has one type: ``bool``, ``int64``, ``float64`` or ``string``, with what is
        missing ``boolean`` and ``Int64``.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise missing_extra("frame", "A data frame") from error
        kinds = {"bool": "bool", "int": "int64", "float": "float64", "text": "string"}
        with_gaps = kinds | {"bool": "boolean", "int": "Int64"}
        columns = {
            name: pd.Series(cells, dtype=(with_gaps if None in cells else kinds)[kind])
            for name, kind, cells in self._by_column()
        }
        return pd.DataFrame(columns)

    def to_polars(self) -> polars.DataFrame:
        """Return a polars data frame (the extra ``polars``), with the types of :meth:`to_frame`."""
        pl = needed_polars()
        kinds = {"bool": pl.Boolean, "int": pl.Int64, "float": pl.Float64, "text": pl.String}
        return pl.DataFrame(
            [pl.Series(name, cells, dtype=kinds[kind]) for name, kind, cells in self._by_column()]
        )

    def to_parquet(self) -> bytes:
        """Write as a Parquet file, with the types of :meth:`to_frame` (the extra ``polars``)."""
        file = io.BytesIO()
        self.to_polars().write_parquet(file)
        return file.getvalue()

    def _by_column(self) -> Iterator[tuple[str, Kind, list[Cell]]]:
        """Give the columns with names that differ and cells of one type; where types mix, texts."""
        cells = zip(*self.rows, strict=True) if len(self.rows) else repeat(())
        for name, column in zip(apart(self.columns), cells, strict=False):
            kind = _kind(column)
            texts = kind == "text"
            yield name, kind, [_text(cell) if texts else cell for cell in column]


def needed_polars() -> Any:
    """Return polars; say how it is installed where it isn't."""
    try:
        import polars
    except ImportError as error:
        raise missing_extra("polars", "A data frame of polars") from error
    return polars


def _kind(column: Sequence[Cell]) -> Kind:
    """Return the type that all cells of a column have; what isn't there has any."""
    told = [cell for cell in column if cell is not None]
    if not told or any(isinstance(cell, str) for cell in told):
        return "text"
    flags = sum(isinstance(cell, bool) for cell in told)
    if flags:
        return "bool" if flags == len(told) else "text"
    if any(isinstance(cell, float) for cell in told):
        return "float"
    return "int" if all(-(1 << 63) <= int(cell) < 1 << 63 for cell in told) else "text"


def _text(cell: Cell) -> str | None:
    return None if cell is None else _written(cell, "yes", "no")


def apart(names: Iterable[str]) -> Iterator[str]:
    """Give names, with a number behind those that have been there.

    >>> list(apart(["state", "text", "text"]))
    ['state', 'text', 'text (2)']
    """
    used: set[str] = set()
    for name in names:
        tries = (name if k == 1 else f"{name} ({k})" for k in count(1))
        used.add(own := next(one for one in tries if one not in used))
        yield own


def _written(cell: Cell, yes: str, no: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return yes if cell else no
    return exactly(cell) if isinstance(cell, int) else str(cell)


def _marked(cell: Cell) -> str:
    return _written(cell, "✓", "–")


def _whole(cell: Cell) -> Cell:
    return exactly(cell) if type(cell) is int else cell


def guarded(text: str) -> str:
    """Write a text with an apostrophe where a spreadsheet would compute it or its part behind a ;.

    >>> guarded("=1+1"), guarded("-1"), guarded("-NY"), guarded("a; =1")
    ("'=1+1", '-1', "'-NY", "a;' =1")
    """
    begin = text.lstrip()
    is_number = re.fullmatch(r"[-+]?\d+(\.\d+)?", text)
    before = "'" if begin[:1] in _COMPUTED and not is_number else ""
    return before + text[: len(text) - len(begin)] + _PARTED.sub("'", begin)


def _harmless(text: str) -> str:
    """Write a text so that a spreadsheet shows it, and does nothing else with it."""
    return guarded(visible(text))


def _csv(rows: Iterable[Iterable[Cell]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def with_byte_order_mark(parts: Iterable[str]) -> Iterator[str]:
    r"""Begin a file with the mark by which spreadsheets know UTF-8, where its letters need it."""
    rest = iter(parts)
    first = "".join(islice(rest, 2))  # the heads, and some rows
    yield first if first.isascii() else f"\ufeff{first}"
    yield from rest


@cache
def _html() -> Template:
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["shown"] = lambda cell: visible(_marked(cell))
    return environment.from_string(
        """\
<table>
<caption>{{ table.title | shown }}</caption>
<thead>
<tr>{% for column in table.columns %}<th scope="col" style="text-align: left">\
{{ column | shown }}</th>{% endfor %}</tr>
</thead>
<tbody>
{% for row in rows %}
<tr><th scope="row" style="text-align: left">{{ row[0] | shown }}</th>{% for cell in row[1:] %}\
<td style="text-align: left">{{ cell | shown }}</td>{% endfor %}</tr>
{% endfor %}
{% if more %}
<tr><td colspan="{{ table.columns | length }}" style="text-align: left">
{{- "and {:,} more".format(more) }}</td></tr>
{% endif %}
</tbody>
</table>
"""
    )
