"""Tables in LaTeX read back: braces, environments, cells, widths; and compiled, where one can.

What is asked here needs no LaTeX. Widths are reckoned as the program does; that this is enough is
what :func:`overfull` finds out where a LaTeX is installed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from countermove import latex

ENGINES = ("lualatex", "xelatex", "pdflatex", "tectonic")
LINE = latex._WIDTH
PAGE = 46  # lines of \small, below a caption


@dataclass(frozen=True)
class Tabular:
    """One part of a table."""

    kind: str
    columns: list[str]
    head: list[str]
    rows: list[list[str]]


def engine() -> str | None:
    """Return the LaTeX that is installed."""
    return next(filter(shutil.which, ENGINES), None)


def read(text: str) -> list[Tabular]:
    """Read a table as LaTeX does, and check what is asked of every table."""
    check_nesting(text)
    assert text.count(r"\caption") == text.count(r"\label{tab:") == 1
    assert (r"\caption[{" in text) == (r"\caption{" not in text)
    assert "\n\n" not in text.replace("\n\n\\medskip\n\n", "")
    packages = re.match(r"% Needs \\usepackage\{([a-z,]+)\}\.\n", text)
    assert packages
    parts = [_tabular(*found) for found in _TABULAR.findall(text)]
    for package, kind in (("longtable", "longtable"), ("tabularx", "tabularx")):
        assert (package in packages[1].split(",")) == any(part.kind == kind for part in parts)
    assert parts
    assert (f"(in {len(parts)} parts, one below the other)" in text) == (len(parts) > 1)
    if not any(part.kind == "longtable" for part in parts):
        assert sum(1 + len(part.rows) for part in parts) <= PAGE
    return parts


def check_nesting(text: str) -> None:
    """Check that braces and environments are closed in the order in which they are opened."""
    assert _depth(text) == 0
    begun: list[str] = []
    for how, name in re.findall(r"(?<!\\)\\(begin|end)\{(\w+)\}", text):
        if how == "begin":
            begun.append(name)
        else:
            assert begun.pop() == name
    assert not begun


_TABULAR = re.compile(
    r"\\begin\{(tabularx|tabular|longtable)\}(?:\{\\linewidth\})?\{([^\n]*)\}\n(.*?)\\end\{\1\}",
    re.DOTALL,
)
_COLUMN = re.compile(
    r">\{\\raggedright\\arraybackslash(?:\\hsize=([\d.]+)\\hsize)?\}(?:(X)|p\{([\d.]+)\\linewidth\})"
    r"|([lc])"
)


def _tabular(kind: str, align: str, body: str) -> Tabular:
    columns = [found[0] for found in _COLUMN.finditer(align)]
    assert "".join(columns) == align
    shares = [float(size) for size in re.findall(r"hsize=([\d.]+)", align)]
    assert not shares or abs(sum(shares) - align.count("X")) < 0.01 * len(shares) + 1e-9
    rows = []
    for line in body.splitlines():
        if line.endswith(r" \\"):
            assert not line.startswith(("[", "*"))
            rows.append(re.split(r"(?<!\\) & ", line.removesuffix(r" \\").removeprefix("{}")))
        else:
            assert re.match(r"\\(toprule|midrule|bottomrule|end\w+$|multicolumn|caption)", line), (
                line
            )
    assert {len(row) for row in rows} == {len(columns)}
    fixed = [k for k, column in enumerate(columns) if column in "lc"]
    taken = sum(max(_width(row[k]) for row in rows) for k in fixed)
    taken += sum(float(share) * LINE for share in re.findall(r"p\{([\d.]+)", align))
    assert taken + len(columns) * 8.9 <= LINE + 1
    for row in rows:
        for k, cell in enumerate(row):
            if columns[k] not in "lc":
                assert _width(cell) / (LINE / len(columns)) <= 60 * len(columns)
    heads = 2 if kind == "longtable" else 1
    assert rows[:heads] == rows[:1] * heads
    return Tabular(kind, columns, rows[0], rows[heads:])


def plain(cell: str) -> str:
    """Return the text of a cell, more or less."""
    text = cell.replace(r"\allowbreak{}", "").replace("{}", "")
    return re.sub(r"\\([&%$#_{}])", r"\1", text)


def _width(cell: str) -> float:
    text = re.sub(r"\\[a-z]+|\$", "✓", cell.replace(r"\allowbreak", ""))
    return latex._points(re.sub(r"[\\{}]", "", text)) * 0.9


def _depth(text: str) -> int:
    depth = 0
    for brace in re.findall(r"(?<!\\)(?:\\\\)*([{}])", text):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    return depth


def overfull(text: str, folder: Path) -> list[str]:
    """Compile a table alone in an article, and return what LaTeX says is too wide or too high."""
    packages = re.findall(r"\\usepackage\{([a-z,]+)\}", text)[0]
    article = [
        r"\documentclass{article}",
        rf"\usepackage{{{packages}}}",
        r"\begin{document}",
        text,
        r"\end{document}",
    ]
    return overfull_document("\n".join(article), folder)


def overfull_document(text: str, folder: Path) -> list[str]:
    """Compile a document, and return what LaTeX says is too wide or too high."""
    (folder / "document.tex").write_text(text, "utf-8")
    chosen = engine()
    assert chosen is not None
    options = [] if chosen == "tectonic" else ["-interaction=nonstopmode", "-halt-on-error"]
    command = [chosen, *options, "document.tex"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout[-2000:]
    return re.findall(r"^.*Overfull .*$", ended.stdout + ended.stderr, re.MULTILINE)
