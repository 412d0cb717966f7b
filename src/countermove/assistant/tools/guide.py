"""The format of a model file."""

from __future__ import annotations

from countermove.assistant.base.arguments import FirstCharacter
from countermove.assistant.base.call import Call, tool
from countermove.assistant.base.results import TextWindow
from countermove.assistant.resources import guide as format_guide


class GuideText(TextWindow):
    """The format of a model file in two pages."""

    def as_text(self) -> str:
        """Give the text alone."""
        return self.text


@tool(title="The format of a model")
def guide(call: Call, *, start: FirstCharacter = 0) -> GuideText:
    """Give the format of the model file, with an example: read it before you write a model."""
    found = GuideText(name="countermove://guide")
    found.open(format_guide(), start)
    return found
