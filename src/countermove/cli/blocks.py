"""Blocks of a page that several commands show: titles, marked rows, the option table, legends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from countermove.analysis.equilibria import Solution
from countermove.cli.look import STANDARD
from countermove.cli.page import Marks, Page, columns_that_fit, span_of
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.levels import level_text
from countermove.model.patterns import OPEN
from countermove.report.explain import Explanation
from countermove.report.phrases import meanings, numbered, size_of, status_quo_note
from countermove.report.reading_used import another_value, reading_sentence
from countermove.report.ways import way_sentences
from countermove.stability.registry import SolutionConcept

# How much of an option's text is shown: so much at least, and more where there is room.
_LEAST_TEXT = 24
_MOST_TEXT = 60

# How much room is left of a block of marks at least, and how much of it behind what leads.
_LEAST_ROOM = 28
_LEAST_BEHIND = 18


def model_title(page: Page, conflict: Conflict, model: GraphModel | None = None) -> None:
    """Add the title of a model, its size, the scenario that is looked at, and the reading."""
    page.title(conflict.title, f" {page.symbols.dot} ".join(size_of(conflict, model)))
    if model is not None and model.scenario is not None:
        page.prose(f"Scenario: {conflict.scenarios[model.scenario].title} ({model.scenario})")
    if model is not None:
        reading_used(page, model)


def reading_used(page: Page, model: GraphModel) -> None:
    """Say which reading is used, where something is in doubt, and how another is asked for."""
    if said := reading_sentence(model):
        other = "" if model.way else another_value(model)
        page.prose(f"{said} Another reading: --reading {other}" if other else said)


@dataclass(frozen=True)
class MarkedRow:
    """A row with marks at its right."""

    text: str
    cells: dict[str, str]
    lead: str = " "
    note: str = ""
    stories: tuple[str, ...] = ()

    @property
    def indent(self) -> int:
        """Where the text begins."""
        return cell_len(self.lead)


def marked_rows(
    page: Page,
    heading: str,
    rows: Sequence[MarkedRow],
    columns: Marks,
    *,
    sign: str = "",
    below: str = "",
) -> None:
    """Add a table of rows with marks, in blocks of columns where there are many."""
    blocks = columns.blocks(page.width, max(_LEAST_ROOM, _LEAST_BEHIND + _indent(rows)))
    for number, marks in enumerate(blocks):
        span = max(span_of(page, row.text + row.note, marks, row.indent) for row in rows)
        page.blank()
        before = f"{sign} " if sign else ""
        page.rows(heading, span, marks.heads(), lead=before, style="bold")
        if below:
            page.prose(below, 2, style="dim")
        for row in rows:
            cells = marks.line([row.cells[code] for code in marks.codes])
            page.rows(f"{row.text}{row.note}", span, cells, lead=row.lead)
            for story in filter(None, row.stories if number == len(blocks) - 1 else ()):
                page.prose(story, row.indent)


def _indent(rows: Sequence[MarkedRow]) -> int:
    return max((row.indent for row in rows), default=0)


def in_line(rows: Iterable[MarkedRow]) -> list[MarkedRow]:
    """Return rows whose signs take the same room, so that their texts stand in line."""
    rows = list(rows)
    widest = _indent(rows)
    return [replace(row, lead=row.lead + " " * (widest - row.indent)) for row in rows]


def marks_of(page: Page, holds: Mapping[str, bool]) -> dict[str, str]:
    """Return a mark for each concept's code: whether a claim is true under it."""
    return {code: page.symbols.yes(value) for code, value in holds.items()}


def dots_of(page: Page, stays: Mapping[str, bool]) -> dict[str, str]:
    """Return a mark for each concept's code: whether an outcome holds, or a party stays."""
    signs = page.symbols
    return {code: signs.stands if value else signs.left for code, value in stays.items()}


def state_row(model: GraphModel, state: int, cells: dict[str, str], note: str = "") -> MarkedRow:
    """Return the row of a state: its mark in front, then what is done in it."""
    number, text = numbered(model, state)
    note = f"{status_quo_note(model, state)}{note}"
    return MarkedRow(text, cells, f" {number} ", note=note)


def option_table(page: Page, model: GraphModel, shown: Sequence[int]) -> None:
    """Add the table of options by states, as papers print it, in blocks where it is wide."""
    states = model.states
    heads = [f"[{states.label(state)}]" for state in shown]
    each = [states.values(state) for state in shown]
    _options(page, model.conflict, heads, each, _CHOICE)
    if any(OPEN in values for values in each):
        page.prose("? either way", 1, style="dim")


def pattern_table(page: Page, model: GraphModel, patterns: Mapping[str, str]) -> None:
    """Add the table of options by groups, which stand under the letters they are known by."""
    letters = model.states.vocabulary.spelling.letters
    _options(page, model.conflict, list(patterns), list(map(letters, patterns.values())), {})
    page.prose("Y taken in all of a group, N in none, - in some", 1, style="dim")


def _options(
    page: Page,
    conflict: Conflict,
    heads: Sequence[str],
    columns: Sequence[Sequence[str]],
    signs: Mapping[str, str],
) -> None:
    """Add a table of options by columns, each with the value of every option."""
    options = [o for party in conflict.decision_makers.values() for o in party.options.values()]
    cells = [
        [
            signs.get(v, v) if v in _CHOICE else level_text(o, v)
            for o, v in zip(options, one, strict=True)
        ]
        for one in columns
    ]
    widest = max((cell_len(cell) for one in cells for cell in one), default=1)
    most = min(widest, _WIDEST_LEVEL)
    widths = [max(cell_len(head), most) + 1 for head in heads]
    names = 5 + option_width(conflict)
    label = min(names + _LEAST_TEXT, page.width // 2)
    for block in columns_that_fit(widths, page.width - label):
        taken = sum(widths[block])
        span = min(page.width, max(STANDARD, names + _MOST_TEXT + taken)) - taken
        page.heading("What is done", span, _columns(heads[block], widths[block]))
        bit = 0
        for party in conflict.decision_makers.values():
            page.row(party.name, page.width, lead=" ")
            for option, details in party.options.items():
                lead = f"   {page.padded(option, min(names, span - 1) - 5)}  "
                here = [page.short(column[bit], most) for column in cells[block]]
                right = " " + _columns(here, widths[block])
                page.row(details.text, span - 1, right, lead=lead, style="dim")
                bit += 1


_CHOICE = {"Y": "Y", "N": "-", OPEN: "?"}
_WIDEST_LEVEL = 14


def option_width(conflict: Conflict) -> int:
    """Return how wide the longest id of an option is."""
    parties = conflict.decision_makers.values()
    return max((cell_len(option) for party in parties for option in party.options), default=0)


def party_width(page: Page, conflict: Conflict) -> int:
    """Return how much room the names of the parties get at the left."""
    names = (page.clean(party.name) for party in conflict.decision_makers.values())
    return min(max(map(cell_len, names), default=0), page.width * 2 // 5)


def _columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(" " * (w - cell_len(c)) + c for c, w in zip(cells, widths, strict=True))


def in_way(page: Page, found: Solution | Explanation) -> None:
    """Say in which of the papers' ways it was found, and what is to be known of that."""
    for text in way_sentences(found.model, found.concepts):
        page.prose(text)


def legend(page: Page, concepts: Sequence[SolutionConcept]) -> None:
    """Say in plain words what the columns mean."""
    width = max(cell_len(concept.code) for concept in concepts)
    page.blank()
    for code, text in meanings(concepts, page.symbols.more):
        page.prose(text, 1, f"{code.ljust(width)}  ", lead_style="bold")
