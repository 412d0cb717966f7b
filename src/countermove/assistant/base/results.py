"""What tools give back: data of a known form, the same in words, and neither of them too long."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from pydantic import BaseModel, Field

from countermove.assistant.base.passages import Passage
from countermove.errors import UnknownNameError
from countermove.report.amounts import counted

MOST_TEXT = 6_000
"""Bytes of what a tool says in words."""

MOST_DATA = 8_000
"""Bytes of its data, written as JSON in ASCII."""

_FOR_THE_REST = 600  # for what says how the rest is asked for
_MOST = 60


class ToolResult(BaseModel):
    """What a tool gives back."""

    def as_text(self) -> str:
        """Write it as text."""
        raise NotImplementedError

    def data(self) -> dict[str, Any]:
        """Return it as plain data, without what is empty."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def size(self) -> tuple[int, int]:
        """How many bytes of text it is, and how many of data."""
        return len(self.as_text().encode()), len(json.dumps(self.data()))


class PagedAnswer(ToolResult):
    """An answer to a question about a model, or as much of it as there is room for."""

    name: str = Field(description="The model that was asked about.")
    about: str = Field(description="Its title, how large it is, and if quotations are lost.")
    passages: list[Passage] = Field(
        default=[], description="What there is to say, in the model's words."
    )
    next: int | None = Field(default=None, description="`after` for what is left out for length.")
    left_out: str = Field(default="", description="What is left out, and how to get it.")

    def as_text(self) -> str:
        """Write it as Markdown."""
        told = (passage.as_text() for passage in self.passages)
        return "\n".join(filter(None, (f"# {self.about}", *told, self.left_out))).strip()

    def fill(self, passages: Sequence[Passage], after: int, tool: str) -> None:
        """Fill it with passages from the one with a number on, as many as there is room for."""
        if after >= max(1, len(passages)):
            what = f"there are {counted(len(passages), 'passage')}, and none after {after}."
            raise UnknownNameError(what, advice="Begin with after=0.")
        self.passages = _heads(passages[:after])
        text, data = self.size
        text, data = MOST_TEXT - _FOR_THE_REST - text, MOST_DATA - _FOR_THE_REST - data
        for number, passage in enumerate(passages[after:], after):
            text -= len(passage.as_text().encode()) + 1
            data -= len(json.dumps(passage.model_dump(exclude_defaults=True))) + 2
            if min(text, data) < 0:
                self.next = number
                left = len(passages) - number
                self.left_out = (
                    f"{left:,} more passages are left out for length. "
                    f"The next of them: {tool} with the same arguments and after={number}."
                )
                return
            self.passages.append(passage)


class ListsTold(ToolResult):
    """What a tool gives back that is made of lists, as much of each as there is room for."""

    lists: ClassVar[dict[str, str]]  # by their names what they hold, in words
    left_out: list[str] = Field(default=[], description="What is left out, and how to get it.")

    def fit(self, call: str, show: str, after: int) -> None:
        """Keep one list from an entry on, or the first of each, as much as there is room for."""
        whole = {name: getattr(self, name) for name in self.lists}
        for name, entries in whole.items():
            is_shown = show in {name, "all"}
            self._keep(name, entries, after if show == name else 0, _MOST if is_shown else 0)
        while self._is_too_long() and any(getattr(self, name) for name in self.lists):
            longest = max(self.lists, key=lambda name: len(json.dumps(self.data().get(name, ""))))
            self._keep(longest, getattr(self, longest), 0, len(getattr(self, longest)) - 1)
        for name, what in self.lists.items():
            begin = after if show == name else 0
            shown, total = begin + len(getattr(self, name)), len(whole[name])
            if shown < total and show in {name, "all"}:
                self.left_out.append(
                    f"{total - shown:,} more {what}: {call} with show={name!r} and after={shown}."
                )

    def _keep(self, name: str, entries: Collection[Any], begin: int, count: int) -> None:
        kept: Any = list(entries.items() if isinstance(entries, dict) else entries)
        kept = kept[begin : begin + count]
        setattr(self, name, dict(kept) if isinstance(entries, dict) else kept)

    def _is_too_long(self) -> bool:
        text, data = self.size
        return text > MOST_TEXT - _FOR_THE_REST or data > MOST_DATA - _FOR_THE_REST


class TextWindow(ToolResult):
    """A stretch of a text."""

    name: str
    text: str = Field(default="", description="From `start` on.")
    start: int = 0
    characters: int = Field(default=0, description="How long the whole text is.")
    next: int | None = Field(default=None, description="`start` for what comes next.")

    def open(self, whole: str, start: int, length: int = MOST_TEXT) -> None:
        """Show so much, or as much as there is room for: to the end of a line, if one is near."""
        if start > len(whole):
            what = f"the text has {len(whole):,} characters: start={start} is behind its end."
            raise UnknownNameError(what, advice="Begin with start=0.")
        # As long as it isn't known, it is the longest that it can be.
        self.start, self.characters, self.next = start, len(whole), len(whole)

        def is_too_long(room: int) -> bool:
            self.show(whole, start, start + room)
            text, data = self.size
            return text > MOST_TEXT or data > MOST_DATA

        longest = min(length, len(whole) - start)
        room = bisect_left(range(1, longest + 1), True, key=is_too_long)
        stop = start + room
        line_end = whole.rfind("\n", start + room // 2, stop) + 1
        stop = line_end if line_end and stop < len(whole) else stop
        self.next = stop if stop < len(whole) else None
        self.show(whole, start, stop)

    def show(self, whole: str, start: int, stop: int) -> None:
        """Show a stretch, however long it is."""
        self.text = whole[start:stop]


def _heads(before: Sequence[Passage]) -> list[Passage]:
    """Return below which question, heading and table what comes next stands."""
    found: list[Passage] = []
    for passage in before:
        match passage.kind:
            case "question":
                found = [passage]
            case "heading":
                found = [*(one for one in found if one.kind == "question"), passage]
            case "table":
                found = [*(one for one in found if one.kind != "table"), passage]
    return found
