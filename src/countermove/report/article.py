"""Answers put into words once, for terminal and documents: sections of paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Self

from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.levels import level_text
from countermove.model.parts import Option
from countermove.model.patterns import OPEN
from countermove.picture.drawing import Drawing
from countermove.report.phrases import JUDGEMENT, size_of
from countermove.report.reading_used import reading_sentence

IN_BRACKETS = re.compile(r" \[([\w-]+(?:, [\w-]+)*)\]")

AS_ASKED = ""
"""The heading of what answers a question: the question, which is put there by whoever asks it."""


class Mark(Enum):
    """A sign in a table; how it looks is decided where it is shown."""

    said: str

    def __new__(cls, sign: str, said: str) -> Self:
        """Take a sign, and what is said where it can't be seen."""
        mark = object.__new__(cls)
        mark._value_, mark.said = sign, said
        return mark

    # Of claims: true under all concepts, under some, under none; and true or not under one.
    HOLDS = "✓", "yes"
    DEPENDS = "~", "in part"
    FAILS = "✗", "not true"
    NO = "–", "no"
    OPEN = "?", "open"
    # Of outcomes: hold, hold under some concepts only, don't hold.
    STANDS = "●", "holds"
    PARTLY = "◐", "holds in part"
    LEFT = "○", "does not hold"
    COMES = "+", "newly"
    GOES = "⊖", "no longer"

    @classmethod
    def of(cls, value: bool) -> Mark:
        """Return the mark for yes or no."""
        return cls.HOLDS if value else cls.NO

    @classmethod
    def verdict(cls, verdict: str) -> Mark:
        """Return the mark for ``holds``, ``depends`` or ``fails``."""
        return cls[verdict.upper()]

    @classmethod
    def standing(cls, value: bool) -> Mark:
        """Return the mark for an outcome that holds or doesn't."""
        return cls.STANDS if value else cls.LEFT

    @classmethod
    def firmness(cls, verdict: str) -> Mark:
        """Return the mark for an outcome for which ``holds``, ``depends`` or ``fails`` is so."""
        return {"holds": cls.STANDS, "depends": cls.PARTLY}.get(verdict, cls.LEFT)

    @classmethod
    def turned(cls, before: bool | None, after: bool, *, outcome: bool = False) -> Mark:
        """Return the mark for what has come to hold, has ceased to, or is as it was."""
        if before is None or before == after:
            return cls.standing(after) if outcome else cls.of(after)
        return cls.COMES if after else cls.GOES


@dataclass(frozen=True, slots=True)
class Starred:
    """A mark with a star behind it; what it means is said below the table."""

    mark: Mark


Cell = Mark | Starred | str | int

_CHOICES: dict[str, Mark | str] = {"Y": "Y", "N": Mark.NO, OPEN: "?"}


def choice_cell(option: Option, value: str) -> Mark | str:
    """Return what stands in a table for the value of an option: its level in words."""
    return _CHOICES.get(value) or level_text(option, value)


"""How it is shown whether an option is taken, by the letter of a pattern."""


def written(cell: Cell) -> str:
    """Write a cell with the signs of marks."""
    if isinstance(cell, Starred):
        return f"{cell.mark.value}*"
    if isinstance(cell, Mark):
        return str(cell.value)
    return f"{cell:,}" if isinstance(cell, int) else cell


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    text: str
    lead: str = ""
    quiet: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table."""

    text: str
    cells: tuple[Cell, ...]
    lead: str | Mark = ""
    story: str = ""
    note: str = ""
    state: int | None = None  # its number, where it is about one
    further: str = ""  # a paragraph behind the story
    called: str = ""  # what commands call what it is about


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: texts at the left, short cells at the right."""

    heading: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    of: int = 0
    or_more: bool = False

    @property
    def left_out(self) -> str:
        """Say how many rows aren't shown `of` those there are, or more; nothing where all are."""
        hidden = self.of - len(self.lines)
        if hidden <= 0:
            return ""
        number = f"At least {hidden:,}" if self.or_more else f"{hidden:,}"
        return f"{number} more {'is' if hidden == 1 else 'are'}n't shown."


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A piece of the record: texts name it in brackets, documents by its number."""

    source: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Notes:
    """The record behind what is said, each piece with its number."""

    notes: tuple[Note, ...]


Block = Prose | Grid
"""What answers are made of."""

Words = Block | Heading | Notes
"""What may stand in a document besides pictures."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn where that can be; elsewhere the same in words, if nothing else says it."""

    drawn: Drawing
    words: tuple[Prose, ...] = ()
    left_out: str = ""

    @property
    def caption(self) -> str:
        """What stands below it, as sentences."""
        title = self.drawn.title
        return f"{title}{'' if title.endswith(('.', '?', '!')) else '.'} {self.left_out}".rstrip()


@dataclass(frozen=True, slots=True)
class Section:
    """The answer to one question."""

    question: str
    blocks: tuple[Words | Picture, ...]
    further: tuple[str, ...] = ()
    finding: str = ""  # what it comes to, in a sentence for the first page
    is_page: bool = False  # it fills a page of its own, and is understood without the others

    @property
    def in_words(self) -> Iterator[Words]:
        """What it says where nothing can be drawn."""
        for block in self.blocks:
            yield from block.words if isinstance(block, Picture) else (block,)

    @property
    def texts(self) -> Iterator[str]:
        """Every text in which the record may be named."""
        for block in self.in_words:
            match block:
                case Prose():
                    yield block.text
                case Grid():
                    yield block.heading
                    for line in block.lines:
                        yield from (f"{line.text}{line.note}", line.story, line.further)

    @classmethod
    def of(cls, text: str, *further: str) -> Section:
        """Answer a question in one paragraph."""
        return cls(AS_ASKED, (Prose(text),), further)


@dataclass(frozen=True)
class Article:
    """Sections about one model."""

    conflict: Conflict
    model: GraphModel | None
    sections: tuple[Section, ...]
    made: str = ""

    @cached_property
    def notes(self) -> Mapping[str, Note]:
        """The record by what texts call it; nothing where that could mean something else, too."""
        blocks = (block for section in self.sections for block in section.blocks)
        notes = {note.source: note for b in blocks if isinstance(b, Notes) for note in b.notes}
        # In brackets stand outcomes, too, and that something has no record.
        others = {JUDGEMENT, *self.conflict.labels, *filter(str.isdecimal, notes)}
        return notes if others.isdisjoint(notes) else {}

    def noted(self, text: str) -> Iterator[str | tuple[Note, ...]]:
        """Split a text where the record is named: words, and the notes behind them.

        >>> note = Note("call", 1, "They spoke by telephone.")
        >>> section = Section("What?", (Prose("It is said [call], or not."), Notes((note,))))
        >>> from countermove.files.model_file import load
        >>> article = Article(load("chicken"), None, (section,))
        >>> [part if isinstance(part, str) else "1" for part in article.noted("Said [call] [2].")]
        ['Said', '1', ' [2].']
        """
        known, begin = self.notes, 0
        for found in IN_BRACKETS.finditer(text):
            names = found[1].split(", ")
            if all(name in known for name in names):
                yield from filter(None, (text[begin : found.start()],))
                yield tuple(sorted((known[name] for name in names), key=lambda note: note.number))
                begin = found.end()
        yield from filter(None, (text[begin:],))

    @property
    def named_record(self) -> frozenset[str]:
        """What of the record is named by something that it says."""
        parts = (part for one in self.sections for text in one.texts for part in self.noted(text))
        return frozenset(note.source for some in parts if isinstance(some, tuple) for note in some)

    @property
    def size(self) -> str:
        """How large the model is, in words."""
        return " · ".join(size_of(self.conflict, self.model))

    @property
    def scenario(self) -> str:
        """The scenario that it is about: its title and its id; empty for the model itself."""
        name = self.model and self.model.scenario
        return f"{self.conflict.scenarios[name].title} ({name})" if name else ""

    @property
    def reading(self) -> str:
        """Which reading it takes of what is in doubt, in a sentence or two; else empty."""
        return reading_sentence(self.model) if self.model else ""

    @property
    def summary(self) -> str:
        """What the model says of itself, in one paragraph; may be empty."""
        return " ".join((self.conflict.summary or "").split())
