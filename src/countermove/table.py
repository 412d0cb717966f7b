"""Tables as data, and the notations that they can be written in.

Every result that is tabular gives a :class:`Table`; how it is written is decided here, once.
"""

from __future__ import annotations

import csv
import io
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from countermove.errors import missing_extra
from countermove.streams import Long, json_parts

if TYPE_CHECKING:
    import pandas
    from jinja2 import Template

Cell = str | int | float | bool | None
Row = tuple[Cell, ...]

_ROWS_AT_ONCE = 1 << 10


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
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...] | Long[Row]

    def to_csv(self) -> str:
        """Write as comma-separated values (RFC 4180), marks as ``yes`` and ``no``.

        >>> print(Table("t", ("state", "NASH"), ((1, True),)).to_csv(), end="")
        state,NASH
        1,yes
        """
        return "".join(self.csv_parts())

    def csv_parts(self) -> Iterator[str]:
        """Give the pieces of the text that :meth:`to_csv` returns."""
        rows = iter(self.rows)
        part: list[Row] = [self.columns]
        while part:
            text = io.StringIO()
            # Only marks have to be put into words: of what else there is the writer makes the same.
            csv.writer(text, lineterminator="\n").writerows(
                ["yes" if cell is True else "no" if cell is False else cell for cell in row]
                for row in part
            )
            yield text.getvalue()
            part = list(islice(rows, _ROWS_AT_ONCE))

    def to_markdown(self) -> str:
        """Write as a Markdown table.

        >>> print(Table("t", ("state", "NASH"), ((1, True),)).to_markdown(), end="")
        | state | NASH |
        |---|---|
        | 1 | ✓ |
        """
        lines = [self.columns, *(tuple(_marked(cell) for cell in row) for row in self.rows)]
        written = ["| " + " | ".join(_markdown(cell) for cell in line) + " |" for line in lines]
        written.insert(1, "|" + "---|" * len(self.columns))
        return "\n".join(written) + "\n"

    def to_latex(self) -> str:
        """Write as a LaTeX table for the booktabs package; marks need amssymb."""
        align = "".join("l" if column == self.columns[0] else "c" for column in self.columns)
        body = [_latex_row(row) for row in (self.columns, *self.rows)]
        return "\n".join(
            [
                r"\begin{table}",
                rf"\caption{{{_latex(_in_one_line(self.title))}}}",
                rf"\begin{{tabular}}{{{align}}}",
                r"\toprule",
                body[0],
                r"\midrule",
                *body[1:],
                r"\bottomrule",
                r"\end{tabular}",
                r"\end{table}",
                "",
            ]
        )

    def to_html(self) -> str:
        """Write as an HTML table with a caption and scoped heads; everything is escaped."""
        return _html().render(table=self, marked=_marked)

    def to_frame(self) -> pandas.DataFrame:
        """Return a pandas data frame (the extra ``frame``)."""
        try:
            import pandas as pd
        except ImportError as error:
            raise missing_extra("frame", "A data frame") from error
        return pd.DataFrame(list(self.rows), columns=list(self.columns))


class Result(ABC):
    """What all results share: they can be shown and written in every notation."""

    @abstractmethod
    def table(self) -> Table:
        """Return the result as one table."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data, as the command line prints it in JSON."""

    def _data(self) -> dict[str, Any]:
        """Return the result as plain data, in which long lists may be :class:`Long`."""
        return self.to_dict()

    def to_json(self) -> str:
        """Return the result as JSON."""
        return "".join(self.json_parts())

    def json_parts(self) -> Iterator[str]:
        """Give the pieces of the text that `to_json` returns, however long it is as a whole."""
        yield from json_parts(self._data())
        yield "\n"

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
        return self.table().to_latex()

    def to_frame(self) -> pandas.DataFrame:
        """Return the result's table as a pandas data frame."""
        return self.table().to_frame()

    def _repr_html_(self) -> str:
        return self.table().to_html()


def _written(cell: Cell, yes: str, no: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return yes if cell else no
    return str(cell)


def _marked(cell: Cell) -> str:
    return _written(cell, "✓", "–")


def _markdown(text: str) -> str:
    return _in_one_line(text).replace("\\", "\\\\").replace("|", "\\|")


def _in_one_line(text: str) -> str:
    # Whatever ends a line somewhere would end the row there.
    return " ".join(text.splitlines())


_LATEX: Mapping[str, str] = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "–": "--",
    "✓": r"\checkmark{}",
}


def _latex(cell: Cell) -> str:
    return "".join(_LATEX.get(character, character) for character in _marked(cell))


def _latex_row(row: Sequence[Cell]) -> str:
    """Write a row so that the end of the row before doesn't take its beginning for an argument."""
    text = " & ".join(_latex(cell) for cell in row)
    guard = "{}" if text.lstrip().startswith(("[", "*")) else ""
    return rf"{guard}{text} \\"


@cache
def _html() -> Template:
    from jinja2 import Environment

    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        """\
<table>
<caption>{{ table.title }}</caption>
<thead>
<tr>{% for column in table.columns %}<th scope="col">{{ column }}</th>{% endfor %}</tr>
</thead>
<tbody>
{% for row in table.rows %}
<tr><th scope="row">{{ marked(row[0]) }}</th>{% for cell in row[1:] %}<td>{{ marked(cell) }}</td>\
{% endfor %}</tr>
{% endfor %}
</tbody>
</table>
"""
    )
