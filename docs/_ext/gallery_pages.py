"""A page for every case of the gallery, and their index, written when the documentation is built.

The pages are made from the model files and what was printed about them (``expected.toml``), so
they can't go stale; ``docs/gallery/.gitignore`` keeps them out of the repository.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from countermove.analysis.compare import compare
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.files.gallery import case_names, case_path, lessons, unlisted_cases
from countermove.files.model_file import load
from countermove.files.two_by_two import ORDERS, games
from countermove.model.conflict import Conflict
from countermove.record.proving import opened_documents, proofs
from countermove.record.source_words import source_text
from countermove.report.amounts import amount
from countermove.report.sentences import claim_story
from countermove.stability.registry import find_concepts

_MOVES = {
    "both": "both ways",
    "take": "can't be taken back",
    "drop": "can't be taken up again",
    "fixed": "can't be changed",
}
_CERTAINTY = {
    "checked": "read in the source",
    "general knowledge": "from general knowledge, not checked against the source",
    "regression data": "recorded with the program named",
    "calculated": "calculated separately from the definitions",
}
_MOST_ROWS = 60


def page(case: str) -> str:
    """Return the page of one case in Markdown."""
    conflict = load(case)
    source = f"../../src/countermove/cases/{case}/model.toml"
    answered = _unlisted if case in unlisted_cases() else _listed
    parts = [
        f"# {conflict.title}",
        _text(conflict.summary or ""),
        f"Solve it yourself: `countermove solve {case}`. Its file, to change: "
        f"`countermove export {case} --to toml -o {case}.toml`",
        *answered(case, conflict),
        *_sources(conflict),
        *_documents(conflict),
        "## The model file",
        # Folded: it is often longer than all above.
        "<details><summary>Show it</summary>",
        f"```{{literalinclude}} {source}\n:language: toml\n```",
        "</details>",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _listed(case: str, conflict: Conflict) -> Iterator[str]:
    """Say who can do what, what holds, what changes it, and what was printed."""
    solution, expected = solve(conflict), _expected(case)
    yield from _parties(conflict)
    yield from _claims(solution)
    yield from _what_holds(solution)
    yield from _figures(case, solution)
    yield from _scenarios(conflict)
    yield from _printed(solution, expected.get("results", []))
    yield from _differs(expected.get("differs", []))


def _unlisted(case: str, conflict: Conflict) -> Iterator[str]:
    """Say the same of a case that has too many outcomes to list, from what is tested of it."""
    expected = _expected(case)
    codes = [concept.code for concept in find_concepts()]
    yield "## Who can do what"
    yield _table(("who", "parties", "options of each"), _families(conflict))
    yield "## Claims"
    holds = {(row["scenario"], row["claim"]): row["holds"] for row in expected["claims"]}
    rows = [
        (claim.says, *(code in holds["", name] for code in codes))
        for name, claim in conflict.claims.items()
    ]
    yield _marks(("claim", *codes), rows, "✓✗")
    for claim in conflict.claims.values():
        yield f"**{_text(claim.says)}**: {claim.kind} `{claim.statement}`."
    yield "## What if"
    changed = []
    for name, scenario in conflict.scenarios.items():
        flips = {c: set(holds["", c]) ^ set(holds[name, c]) for c in conflict.claims}
        told = [f"{c} ({', '.join(k for k in codes if k in f)})" for c, f in flips.items() if f]
        changed.append((f"`{name}`", scenario.title, "; ".join(told) or "none"))
    yield _table(("scenario", "what if", "claims whose answer changes"), changed)
    yield "## What holds"
    yield f"Of {expected['unlisted']['states']:,} outcomes there hold:"
    counts = [
        (row["scenario"] or "as it is", *(f"{row[code]:,}" for code in codes))
        for row in expected["unlisted"]["counts"]
    ]
    yield _table(("scenario", *codes), counts)


def _families(conflict: Conflict) -> Iterator[tuple[str, str, str]]:
    """Give who is in it, parties that are written together in one row."""
    shorter = conflict.expansion.source if conflict.expansion else conflict
    parties = conflict.decision_makers
    for dm in shorter.decision_makers:
        options = "; ".join(option.text for option in parties[dm].options.values())
        yield parties[dm].name, "1", options
    for family in shorter.families.values():
        first, *_ = family.members
        names = ", ".join(member.name for member in family.members.values())
        options = "; ".join(option.text for option in parties[first].options.values())
        yield f"{family.name}: {names}", f"{len(family.members)}", options


def _expected(case: str) -> dict[str, Any]:
    """Return what is written down beside a model."""
    path = case_path(case).parent / "expected.toml"  # type: ignore[attr-defined]
    return tomllib.loads(path.read_text("utf-8"))


def index() -> str:
    """Return the cases as a table: how large each is and what it teaches, the easiest first."""
    rows = []
    for case, teaches in lessons().items():
        conflict = load(case)
        options = sum(len(party.options) for party in conflict.decision_makers.values())
        unlisted = unlisted_cases().get(case)
        states = len(build(conflict).states) if unlisted is None else amount(unlisted.states)
        size = (len(conflict.decision_makers), options or "–", states)
        rows.append((f"[{_text(conflict.title)}]({case}.md)", *size, teaches))
    heads = ("conflict", "parties", "options", "states", "what it teaches")
    body = [(head, *map(str, size), _text(teaches)) for head, *size, teaches in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in [heads, ("---",) * 5, *body])


class Gallery(SphinxDirective):
    """The index."""

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()
        return self.parse_text_to_nodes(index())


def games_table() -> str:
    """Return the 144 games: by the orders of Row and of Column, their numbers."""
    orders = [game.row for game in games().values() if game.is_symmetric]
    numbers = {(game.row, game.column): game.number for game in games().values()}
    rows = ((f"**{row}**", *(numbers[row, column] for column in orders)) for row in orders)
    # Above stand the orders, not their names: those are in the table before this.
    lines = [("", *ORDERS.values()), ("---",) * 13, *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


class Games(SphinxDirective):
    """The 144 games of two parties with two choices each."""

    def run(self) -> list[nodes.Node]:
        return self.parse_text_to_nodes(games_table())


def _parties(conflict: Conflict) -> Iterator[str]:
    yield "## Who can do what"
    if conflict.is_graph_form:
        movers = {dm: len(moves) for dm, moves in conflict.moves.items()}
        yield "This model is in graph form: its states and moves are listed one by one."
        yield _table(
            ("decision maker", "moves"),
            ((party.name, movers.get(dm, 0)) for dm, party in conflict.decision_makers.items()),
        )
        yield _table(("state", "what it is"), conflict.states.items())
        return
    rows = [
        (party.name, f"`{name}`", option.text, _MOVES[option.moves])
        for party in conflict.decision_makers.values()
        for name, option in party.options.items()
    ]
    yield _table(("decision maker", "option", "what it is", "may be changed"), rows)


def _claims(solution: Solution) -> Iterator[str]:
    if not solution.claims:
        return
    yield "## Claims"
    rows = [
        (answer.details.says, *(answer.holds[code] for code in solution.codes))
        for answer in solution.claims
    ]
    yield _marks(("claim", *solution.codes), rows, "✓✗")
    for answer in solution.claims:
        statement = f"{answer.details.kind} `{answer.details.statement}`"
        says = _text(answer.details.says)
        yield f"**{says}** ({statement}). {_text(claim_story(solution, answer))}"


def _what_holds(solution: Solution) -> Iterator[str]:
    yield "## What holds"
    count = len(solution.model.states)
    yield f"{len(solution)} of {count} states hold under at least one of the five concepts."
    table = solution.table()
    yield _marks(table.columns, islice(table.rows, _MOST_ROWS), "●○")
    if len(table.rows) > _MOST_ROWS:
        yield f"The other {len(table.rows) - _MOST_ROWS} are left out here."


def _figures(case: str, solution: Solution) -> Iterator[str]:
    """Give the graph, and the option table where there are options."""
    is_graph_form = solution.model.conflict.is_graph_form
    yield "## Its graph" + ("" if is_graph_form else ", and its option table")
    # A small one is as wide as the text; in a large one the moves need the room.
    is_small = len(solution.model.states) <= 16
    room = " --room 720" if is_small else ""
    yield f"```{{drawn}} {case} graph{room}\n```"
    if not is_graph_form:
        table = f"```{{drawn}} {case} option-table{room}\n```"
        # A large one is higher than all else on the page.
        folded = ("<details><summary>Show the option table</summary>", table, "</details>")
        yield from (table,) if is_small else folded


def _scenarios(conflict: Conflict) -> Iterator[str]:
    if not conflict.scenarios:
        return
    yield "## What if"
    comparison = compare(conflict)
    codes = comparison.base.codes
    rows = []
    for scenario, solution in comparison:
        if scenario is None:
            continue
        flips = {
            claim: [code for code in codes if claim in comparison.change(scenario, code).flips]
            for claim in conflict.claims
        }
        flipped = [f"{claim} ({', '.join(under)})" for claim, under in flips.items() if under]
        title = conflict.scenarios[scenario].title
        rows.append((f"`{scenario}`", title, len(solution), "; ".join(flipped) or "none"))
    columns = ("scenario", "what if", "states that hold", "claims whose answer changes")
    yield _table(columns, rows)


def _printed(solution: Solution, results: Iterable[dict[str, Any]]) -> Iterator[str]:
    results = list(results)
    if not results:
        return
    yield "## What was printed, and what comes out"
    rows, notes = [], []
    for row in results:
        way = row.get("way", {})
        solved = solve(solution.model.conflict if way else solution.model, row["concept"], **way)
        found = [state.number for state in solved.equilibria(row["concept"])]
        if "within" in row:
            found = [number for number in found if number in row["within"]]
        same = sorted(row["equilibria"]) == sorted(found)
        rows.append(
            (
                row["concept"] + (f" ({_way(way)})" if way else ""),
                _numbers(row["equilibria"]),
                "the same" if same else _numbers(found),
                row["source"],
                _CERTAINTY[row["certainty"]],
            )
        )
        if row.get("note"):
            notes.append(f"- {row['concept']}: {_text(row['note'])}")
    yield _table(("concept", "equilibria given", "Countermove", "source", "how certain"), rows)
    if notes:
        yield "\n".join(notes)


def _way(way: dict[str, Any]) -> str:
    """Say in which of the papers' ways a result is meant, as a command is asked for it."""
    asked = [
        f"--{key}" if value is True else f"--{key.removesuffix('s')} {each}"
        for key, value in way.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    return f"`{' '.join(asked)}`"


def _differs(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    rows = list(rows)
    if rows:
        yield "### Printed, and not compared"
        yield _table(
            ("what", "printed", "why", "source"),
            ((r["concept"], _numbers(r["printed"]), r["why"], r["source"]) for r in rows),
        )


def _sources(conflict: Conflict) -> Iterator[str]:
    if not conflict.sources:
        return
    yield "## The record"
    proved = proofs(conflict)
    lines = [
        f"- `{name}`: {_text(source_text(source, proved.get(name)))}"
        for name, source in conflict.sources.items()
    ]
    yield "\n".join(lines)


def _documents(conflict: Conflict) -> Iterator[str]:
    """Give the text of the documents that the case quotes."""
    for name, opened in opened_documents(conflict).items():
        if opened.document is None:
            raise ValueError(f"the document {name} of {conflict.title} can't be read")
        listed = conflict.documents[name]
        yield f"## A document: {_text(opened.title)}"
        yield _text(", ".join(f"{part}" for part in (listed.origin, listed.issued) if part))
        yield f"<details><summary>Show its text ({listed.file})</summary>"
        yield "\n\n".join(map(_text, filter(str.strip, opened.document.text.splitlines())))
        yield "</details>"


def _marks(columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]], signs: str) -> str:
    """Write a table in which yes and no are signs: those of claims, or those of outcomes."""
    marks = {True: signs[0], False: signs[1]}
    return _table(
        columns, (tuple(marks[c] if isinstance(c, bool) else c for c in row) for row in rows)
    )


def _table(columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> str:
    lines = [columns, ("---",) * len(columns), *rows]
    return "\n".join(f"| {' | '.join(_text(str(cell)) for cell in line)} |" for line in lines)


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers) or "none"


def _text(text: str) -> str:
    """Write plain text so that Markdown shows it as it is; back-quoted words stay code."""
    pieces = re.split(r"(`[^`]+`)", " ".join(text.split()))
    return "".join(
        piece if piece.startswith("`") else re.sub(r"([\\*_\[\]<>#$|])", r"\\\1", piece)
        for piece in pieces
    )


def write_pages(app: Sphinx) -> None:
    """Write all pages, and remove those of cases that are gone."""
    folder = Path(app.srcdir) / "gallery"
    names = case_names()
    for case in names:
        (folder / f"{case}.md").write_text(page(case), encoding="utf-8")
    for old in folder.glob("*.md"):
        if old.stem not in (*names, "index", "2x2-games"):
            old.unlink()


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("builder-inited", write_pages)
    app.add_directive("gallery", Gallery)
    app.add_directive("games", Games)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
