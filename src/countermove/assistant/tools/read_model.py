"""The text of a model."""

from __future__ import annotations

from countermove.assistant.base.arguments import FirstCharacter, Model
from countermove.assistant.base.call import Call, tool
from countermove.assistant.base.results import TextWindow


class ModelText(TextWindow):
    """The text of a model, or a stretch of it."""

    def as_text(self) -> str:
        """Give the text alone."""
        more = "" if self.next is None else f"\n# It goes on: start={self.next}"
        return f"{self.text}{more}"


@tool(title="Read a model")
def read_model(call: Call, *, name: Model, start: FirstCharacter = 0) -> ModelText:
    """Give the text of a model file, or of a case as an example. Read it before you change it."""
    found = ModelText(name=name)
    found.open(call.desk.text(name), start)
    return found
