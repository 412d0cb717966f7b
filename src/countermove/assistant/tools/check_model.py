"""Whether a model is in order."""

from __future__ import annotations

from countermove.assistant.base.arguments import After, Model
from countermove.assistant.base.call import Call, tool
from countermove.assistant.base.checking import CheckedModel, Show


@tool(title="Check a model")
def check_model(
    call: Call,
    *,
    name: Model,
    show: Show = "all",
    after: After = 0,
) -> CheckedModel:
    """Find all the mistakes in a model and its scenarios, each with line, column and what to do.

    Also which judgements no source and no note is behind, and what is worth a second look.
    """
    found = CheckedModel.of(call.desk.checked(name, call.desk.reading(name)))
    found.fit(call.tool, show, after)
    return found
