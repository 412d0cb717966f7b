"""The page of measurements that the documentation shows, from what the benchmarks note."""

from __future__ import annotations

import os
import platform
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from countermove.compiled import threads

Row = dict[str, Any]

_NOTED: dict[str, list[Row]] = defaultdict(list)

_NEEDED = (
    "five concepts",
    "against sorting",
    "memory",
    "side by side",
    "other splits",
    "chains",
    "graph form",
    "from the file",
    "many",
    "sweeps",
    "follow-ups",
    "interviews",
    "in the browser",
)

_BEGINNING = """\
# Speed and memory, measured

This page is written by `make bench`. The numbers of a section are of one run, on {threads}
processors ({processor}), with Python {python} and NumPy {numpy}. On another machine they are
others; the ratios should not be.

Nanoseconds are for each state and each decision maker: at 100 ns a model of a million states and
five decision makers takes half a second. Unless something else is said, that is for all five
concepts and all decision makers together, and for rankings that are random and strict, which leave
nothing to be lucky with. How it is done says [How the engine works](../explanation/engine.md).
"""


def note(table: str, **row: Any) -> None:
    """Note a row of a table."""
    _NOTED[table].append(row)


def write(page: Path, picture: Path) -> list[str]:
    """Write the page and its picture.

    Returns
    -------
    list of str
        What is missing for it; then nothing is written.
    """
    missing = [table for table in _NEEDED if not _NOTED[table]]
    if missing:
        return missing
    parts = [
        _BEGINNING.format(
            threads=threads(),
            processor=_processor(),
            python=platform.python_version(),
            numpy=np.__version__,
        ),
        *_sections(os.path.relpath(picture, page.parent)),
    ]
    page.write_text("\n".join(parts), encoding="utf-8")
    draw(picture)
    return []


def _sections(picture: str) -> Iterable[str]:
    yield "## Five concepts\n"
    yield "Nanoseconds for each state and decision maker, options dealt evenly.\n"
    for form in _distinct("five concepts", "form"):
        yield f"**{form[0].upper()}{form[1:]}**\n"
        rows = [row for row in _NOTED["five concepts"] if row["form"] == form]
        yield _crossed(
            rows, "size", "decision makers", _power, column_head="{} decision makers", cell=_ns
        )
    yield "The longest of them: " + _longest() + "\n"
    yield "## Against sorting\n"
    yield (
        "Every decision maker's fibres have to be sorted once. How many times that the whole "
        f"takes, for {_power(20)} choices and 5 decision makers:\n"
    )
    yield _table(
        ("", "sorting", "the whole", "times"),
        (
            (row["form"], _s(row["sorting"]), _s(row["seconds"]), f"{row['times']:.1f}")
            for row in _NOTED["against sorting"]
        ),
    )
    yield "## Memory\n"
    yield "Bytes for each state with 5 decision makers, rankings included.\n"
    yield _table(
        ("", "rankings", "the model", "the model and its solution"),
        (
            (
                r["form"],
                f"{r['levels']:,} levels" if r["levels"] else "strict",
                f"{r['model']:.0f}",
                f"{r['whole']:.0f}",
            )
            for r in _NOTED["memory"]
        ),
    )
    yield "## Side by side\n"
    yield "The same models of three decision makers.\n"
    yield _crossed(
        _NOTED["side by side"],
        "size",
        "way",
        _power,
        column_head="{}",
        cell=lambda r: _s(r["seconds"]),
    )
    yield (
        f"![Seconds by states, both on logarithmic scales: the matrix method rises three times as "
        f"steeply as NumPy and the compiled kernels do]({picture})\n"
    )
    yield "## Other splits of options\n"
    yield "Twenty options, nanoseconds for each state and decision maker.\n"
    yield _crossed(_NOTED["other splits"], "split", "form", str, column_head="{}", cell=_ns)
    yield "## Long chains\n"
    yield (
        "SEQ where improvements lead through half of all states one after the other, each by "
        "another decision maker.\n"
    )
    yield _table(
        ("steps", "decision makers", "ns for each state and decision maker"),
        ((f"{r['steps']:,}", r["decision_makers"], f"{r['ns']:.0f}") for r in _NOTED["chains"]),
    )
    yield "## Graph form\n"
    yield "Moves from anywhere to anywhere, 5 decision makers.\n"
    yield _table(
        ("states", "moves", "time", "ns for each move and decision maker"),
        (
            (f"{r['states']:,}", f"{r['moves']:,}", _s(r["seconds"]), f"{r['ns']:.0f}")
            for r in _NOTED["graph form"]
        ),
    )
    yield "## From the file to the answer\n"
    yield "Models of prioritised statements, one for each option, 5 decision makers.\n"
    yield _table(
        ("states", "reading the file", "ranking the states", "solving"),
        (
            (_power(r["size"]), *(_s(r[part]) for part in ("reading", "ranking", "solving")))
            for r in _NOTED["from the file"]
        ),
    )
    yield "## Many profiles of preferences\n"
    yield (
        "NASH, GMR, SMR and SEQ of one model under many rankings at once, and how many times that "
        "is faster than `solve` for each with the compiled kernels.\n"
    )
    yield _table(
        ("states", "decision makers", "engine", "profiles a second", "against a loop"),
        (
            (
                r["states"],
                r["makers"],
                r["engine"],
                f"{r['a_second']:,.0f}",
                _times(r["times"]),
            )
            for r in _NOTED["many"]
        ),
    )
    yield "## Sweeps\n"
    yield (
        "Runs of the talks of February 2025 on one processor, under all five concepts; how long a "
        "part takes, what a sweep with a folder costs beside the work of its parts, and how much "
        "faster it is in two processes, their start included.\n"
    )
    yield _table(
        ("over", "runs", "a second", "a part", "beside the work", "two processes"),
        (
            (
                r["name"],
                f"{r['runs']:,}",
                f"{r['a_second']:,.0f}",
                _s(r["part"]),
                f"{100 * r['beside']:.1f} %",
                _times(r["faster"]),
            )
            for r in _NOTED["sweeps"]
        ),
    )
    yield "## Follow-up analyses\n"
    yield (
        "How long they take from a model that is built, and how many times faster that is than a "
        "plain way to the same answers, on the same model.\n"
    )
    yield _table(
        ("analysis", "model", "time", "plain way", "against it"),
        (
            (
                r["analysis"],
                r["model"],
                _s(r["seconds"]),
                r["way"] or "–",
                _times(r["times"]) if r["way"] else "–",
            )
            for r in _NOTED["follow-ups"]
        ),
    )
    yield "## Interviews\n"
    yield (
        "How many questions it takes to settle all claims of the talks of February 2025 where "
        "nothing is known of what any party wants: the median of simulated respondents, who know "
        "it, and the most that one of them was asked. `COUNTERMOVE_RESPONDENTS=200 make bench` "
        "asks 200 of each kind, in about an hour.\n"
    )
    yield _table(
        ("by", "respondents", "who want", "concepts", "median", "most", "time a question"),
        (
            (
                r["by"],
                r["respondents"],
                r["kind"],
                r["concepts"],
                f"{r['median']:g}",
                r["most"],
                _s(r["seconds"]),
            )
            for r in _NOTED["interviews"]
        ),
    )
    yield "## In the browser\n"
    yield (
        f"A model of {_power(14)} outcomes and 4 parties: the median time from a key that undoes "
        "an edit to the painted answer, which is worked out anew, and the time to the first paint "
        "of a page whose scripts and styles the browser has.\n"
    )
    yield _table(
        ("page", "from the key to the answer", "to the first paint"),
        ((r["page"], _s(r["key"]), _s(r["first"])) for r in _NOTED["in the browser"]),
    )


def draw(path: Path) -> None:
    """Draw how the ways to solve a model grow with its states."""
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    mpl.rcParams["svg.hashsalt"] = "countermove"
    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    styles = {
        "matrix method": ("s--", "#b45309"),
        "numpy": ("^-.", "#6b7280"),
        "compiled": ("o-", "#1d4ed8"),
    }
    for way, (style, colour) in styles.items():
        rows = [row for row in _NOTED["side by side"] if row["way"] == way]
        points = [(2 ** row["size"], row["seconds"]) for row in rows]
        if way == "compiled":
            points += [
                (2 ** row["size"], row["seconds"])
                for row in _NOTED["five concepts"]
                if row["decision makers"] == 3
                and row["form"] == "all feasible"
                and row["size"] > 18
            ]
        axes.loglog(*zip(*points, strict=True), style, color=colour, label=way, base=10)
    axes.set(xlabel="states", ylabel="seconds", title="All five concepts, three decision makers")
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _longest() -> str:
    most = max(row["size"] for row in _NOTED["five concepts"])
    last = [r for r in _NOTED["five concepts"] if r["size"] == most and r["decision makers"] == 5]
    said = ", ".join(f"{r['form']} {_s(r['seconds'])}" for r in last)
    return f"{_power(most)} choices, 5 decision makers: {said}."


def _distinct(table: str, key: str) -> list[str]:
    return list(dict.fromkeys(row[key] for row in _NOTED[table]))


def _crossed(
    rows: Sequence[Row],
    down: str,
    across: str,
    row_head: Callable[[Any], str],
    *,
    column_head: str,
    cell: Callable[[Row], str],
) -> str:
    """Write a table of two dimensions."""
    heads = list(dict.fromkeys(row[across] for row in rows))
    cells = {(row[down], row[across]): cell(row) for row in rows}
    return _table(
        ("", *(column_head.format(head) for head in heads)),
        (
            (row_head(first), *(cells.get((first, head), "–") for head in heads))
            for first in dict.fromkeys(row[down] for row in rows)
        ),
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def _times(count: float) -> str:
    return f"{count:.1f} times" if count < 9.95 else f"{count:.0f} times"


def _power(size: int) -> str:
    return "2" + str(size).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _ns(row: Row) -> str:
    return f"{row['ns']:.0f}"


def _s(seconds: float) -> str:
    """Write a time with two digits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        count = seconds / size
        if count >= 0.995:
            return f"{count:.1f} {unit}" if count < 9.95 else f"{count:.0f} {unit}"
    return f"{seconds * 1e9:.0f} ns"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
