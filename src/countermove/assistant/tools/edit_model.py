"""Changing a stretch of a model."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from countermove.assistant.base.call import Call, tool
from countermove.assistant.base.checking import CheckedModel
from countermove.assistant.base.writing import KeepFaulty, ModelName, saved
from countermove.errors import EditError, Place, Problem


@tool(title="Change a model", writes=True)
def edit_model(
    call: Call,
    *,
    name: ModelName,
    old: Annotated[
        str,
        Field(
            min_length=1,
            max_length=2**16,
            description="A stretch of the file as it is now; it must stand there exactly once.",
        ),
    ],
    new: Annotated[str, Field(max_length=2**16, description="What shall stand there instead.")],
    keep_faulty: KeepFaulty = False,
) -> CheckedModel:
    """Replace one stretch of a model file; then it is checked and saved as by write_model."""
    text = call.desk.now(name).text
    if (count := text.count(old)) != 1:
        times = "isn't there" if count == 0 else f"stands there {count:,} times"
        advice = "It must stand there once: read_model, and copy more of it."
        raise EditError(Problem(f"`old` {times}.", advice=advice, place=Place(name)))
    said = "Changed by an assistant"
    return saved(call, name, text.replace(old, new), said, keep_faulty=keep_faulty)
