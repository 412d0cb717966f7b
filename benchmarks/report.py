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
    "talks of many",
    "random sets",
    "decided",
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
        *_sections(*(os.path.relpath(one, page.parent) for one in (picture, unlisted(picture)))),
    ]
    page.write_text("\n".join(parts), encoding="utf-8")
    draw(picture)
    draw_unlisted(unlisted(picture))
    return []


def unlisted(picture: Path) -> Path:
    """Return where the picture of models is that are too large to list."""
    return picture.with_stem(f"{picture.stem}-unlisted")


def _sections(picture: str, picture_unlisted: str) -> Iterable[str]:
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
    yield from _unlisted_sections(picture_unlisted)
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


def _unlisted_sections(picture: str) -> Iterable[str]:
    yield "## Too many outcomes to list\n"
    yield (
        "Talks with a union as its members, most of them alike in four kinds. NASH, GMR and SMR as "
        "sets, five claims under all five concepts, SEQ and SSEQ as sets, and the most memory that "
        "the process took, by the three sets and in all.\n"
    )
    yield _table(
        (
            *("options", "parties", "outcomes", "reading the file", "three sets", "claims"),
            *("SEQ", "SSEQ", "memory, three sets", "memory, all"),
        ),
        (
            (
                r["options"],
                r["parties"],
                _outcomes(r["outcomes"]),
                *(_s(r[part]) for part in ("reading", "sets", "claims", "SEQ", "SSEQ")),
                *(_mib(r[part]) for part in ("sets memory", "memory")),
            )
            for r in _NOTED["talks of many"]
        ),
    )
    yield (
        f"![Seconds by options, the seconds on a logarithmic scale: three sets and the claims "
        f"take far less than SEQ and SSEQ as sets do]({picture})\n"
    )
    yield (
        "Random models in which nobody is like another: NASH, GMR and SMR as sets, of five models "
        "each.\n"
    )
    yield _table(
        ("options", "median", "longest"),
        ((r["options"], _s(r["median"]), _s(r["most"])) for r in _NOTED["random sets"]),
    )
    yield (
        "Claims of two to four literals about what holds beyond Nash, in three such models each; "
        "and single states of the talks of 67 options, two for each party, from which it has an "
        "improvement. How many are decided in the time given:\n"
    )
    yield _table(
        ("", "options", "concept", "asked", "decided", "time given", "median", "longest"),
        (
            (
                *(r[part] for part in ("what", "options", "concept", "questions")),
                f"{100 * r['share']:.0f} %",
                *(_s(r[part]) for part in ("limit", "median", "most")),
            )
            for r in _NOTED["decided"]
        ),
    )


def _outcomes(count: int) -> str:
    return f"{count:.1e}".replace("e+", " · 10^") if count > 1e9 else f"{count:,}"


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


def draw_unlisted(path: Path) -> None:
    """Draw how what is found without a list grows with the options."""
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    mpl.rcParams["svg.hashsalt"] = "countermove"
    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    styles = {
        "SEQ": ("SEQ as a set", "s--", "#b45309"),
        "SSEQ": ("SSEQ as a set", "^-.", "#6b7280"),
        "claims": ("all claims", "v:", "#047857"),
        "sets": ("NASH, GMR and SMR as sets", "o-", "#1d4ed8"),
    }
    rows = _NOTED["talks of many"]
    for part, (label, style, colour) in styles.items():
        points = [(row["options"], row[part]) for row in rows]
        axes.semilogy(*zip(*points, strict=True), style, color=colour, label=label)
    axes.set(xlabel="options", ylabel="seconds", title="Talks with a union as its members")
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


def _mib(count: float) -> str:
    return f"{count / 2**20:,.0f} MiB"


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
