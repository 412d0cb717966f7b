"""Whether words stand in a document, and where."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from countermove.assistant.base.arguments import DocumentName
from countermove.assistant.base.call import Call, tool
from countermove.assistant.base.results import ToolResult
from countermove.record.documents import find
from countermove.record.grounding import whose
from countermove.record.nearest import nearest
from countermove.record.source_words import WHOSE

_LONGEST = 600


class FoundQuotation(ToolResult):
    """Whether words stand in a document; if not, what stands there instead."""

    name: str
    found: bool
    rung: str | None = Field(
        default=None, description="exact, spacing, typography, layout, case or parts."
    )
    start: int | None = Field(default=None, description="The first character, for `near`.")
    end: int | None = None
    line: int | None = None
    column: int | None = None
    words: str | None = Field(default=None, description="The document's own words.")
    whose: Literal["own", "reported", "mixed"] | None = None
    others: int = Field(default=0, description="At how many further places they stand.")
    goes_on: str | None = Field(
        default=None,
        description="What follows and limits them: quote further, or say so in `note`.",
    )
    comes_after: str | None = Field(
        default=None,
        description="What stands before and turns them, as “No one at the”: quote it, too.",
    )
    nearest: str | None = Field(default=None, description="What stands there instead.")
    differs: str | None = Field(default=None, description="What is otherwise in it.")

    def as_text(self) -> str:
        """Write it as text."""
        if not self.found:
            told = [f"These words aren't in {self.name}."]
            if self.nearest:
                told.append(f"The nearest are “{self.nearest}”: {self.differs}.")
            return " ".join(told)
        told = [f"{self.name}:{self.line}:{self.column} ({self.rung}): “{self.words}”"]
        if self.whose:
            told.append(f"They are {WHOSE[self.whose]}.")
        if self.others:
            told.append(f"They stand at {self.others:,} other places; `near` chooses one.")
        if self.goes_on:
            told.append(f"But the sentence goes on: “{self.goes_on}”.")
        if self.comes_after:
            told.append(f"But before them stands “{self.comes_after}”.")
        return " ".join(told)


@tool(title="Find a quotation")
def find_quotation(
    call: Call,
    *,
    name: DocumentName,
    words: Annotated[
        str,
        Field(
            min_length=2,
            max_length=2_000,
            description="The words; … stands for what was left out.",
        ),
    ],
    near: Annotated[
        int | None,
        Field(ge=0, description="Of several places, the one nearest to this character is meant."),
    ] = None,
) -> FoundQuotation:
    """Say whether these words stand in the document, and where: before you put them into `quote`.

    Other spaces, marks, dashes and line ends don't matter; one word more, less or other does.
    """
    document = call.desk.document(name)
    quotation = find(document, words, near)
    if quotation is None:
        instead = nearest(document, words, near)
        if instead is None:
            return FoundQuotation(name=name, found=False)
        return FoundQuotation(
            name=name,
            found=False,
            nearest=instead.words[:_LONGEST],
            differs=instead.differs[:_LONGEST],
        )
    line, column = document.line_and_column(quotation.start)
    return FoundQuotation(
        name=name,
        found=True,
        rung=quotation.rung,
        start=quotation.start,
        end=quotation.end,
        line=line,
        column=column,
        words=quotation.words[:_LONGEST],
        whose=whose(document, quotation.spans),
        others=quotation.others,
        goes_on=quotation.goes_on or None,
        comes_after=quotation.comes_after or None,
    )
