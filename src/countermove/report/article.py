"""Answers put into words once: sections of paragraphs and tables, for the terminal and documents.

Each follow-up analysis says what it found as a :class:`Section`; the commands, the report and
whatever shows answers lay the same sections out, so that they never differ in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict


class Mark(Enum):
    """A sign in a table; how it looks is decided where it is shown."""

    HOLDS = "✓"
    DEPENDS = "~"
    FAILS = "✗"
    NO = "–"
    COMES = "+"
    GOES = "⊖"

    @classmethod
    def of(cls, value: bool) -> Mark:
        """Return the mark for yes or no."""
        return cls.HOLDS if value else cls.NO

    @classmethod
    def verdict(cls, verdict: str) -> Mark:
        """Return the mark for ``holds``, ``depends`` or ``fails``."""
        return cls[verdict.upper()]

    @classmethod
    def turned(cls, before: bool | None, after: bool) -> Mark:
        """Return the mark for what has come to hold, has ceased to, or is as it was."""
        if before is None or before == after:
            return cls.of(after)
        return cls.COMES if after else cls.GOES


@dataclass(frozen=True, slots=True)
class Starred:
    """A mark with a star behind it; what it means is said below the table."""

    mark: Mark


Cell = Mark | Starred | str | int


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph.

    Parameters
    ----------
    text : str
        Its sentences.
    lead : str
        What stands before it: ``[36]``, ``1.``; its lines are then indented behind it.
    quiet : bool
        Whether it is an aside, such as a legend of signs.
    hint : str
        How to see more in the terminal; documents and pages leave it out.
    """

    text: str
    lead: str = ""
    quiet: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table.

    Parameters
    ----------
    text : str
        What it is about.
    cells : tuple
        A mark, word or number for each column.
    lead : str or Mark
        What stands before the text: a state's number in brackets, a claim's verdict.
    story : str
        Sentences below the row.
    note : str
        What stands behind the text however short the text must become.
    """

    text: str
    cells: tuple[Cell, ...]
    lead: str | Mark = ""
    story: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: texts at the left, short cells at the right.

    Parameters
    ----------
    heading : str
        What stands above the texts.
    columns : tuple of str
        The heads of the cells, all different.
    lines : tuple of Line
        The rows.
    wrap : bool
        Whether long texts go on in the next lines, instead of being shortened.
    """

    heading: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    wrap: bool = True


Block = Prose | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """The answer to one question.

    Parameters
    ----------
    question : str
        The question, as a user would ask it.
    blocks : tuple of Prose or Grid
        The answer, the main thing first.
    further : tuple of str
        What may be asked next, ahead of a command: ``("Why it holds:", "explain", "36")``; the
        name of the model is put in behind the command by whoever shows it. Empty for nothing.
    """

    question: str
    blocks: tuple[Block, ...]
    further: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """Sections about one model.

    Parameters
    ----------
    conflict : Conflict
        The model as written.
    model : GraphModel or None
        The model that was solved, where there is one: its scenario and size stand below the title.
    sections : tuple of Section
        The answers.
    made : str
        How it was made, in a sentence.
    """

    conflict: Conflict
    model: GraphModel | None
    sections: tuple[Section, ...]
    made: str = ""
