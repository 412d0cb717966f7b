"""Saving a model."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from countermove.assistant.base.call import Call, tool
from countermove.assistant.base.checking import CheckedModel
from countermove.assistant.base.writing import KeepFaulty, ModelName, saved


@tool(title="Write a model", writes=True)
def write_model(
    call: Call,
    *,
    name: ModelName,
    content: Annotated[
        str,
        Field(
            max_length=2**20,
            description="The whole model file, TOML; its format is in countermove://guide.",
        ),
    ],
    keep_faulty: KeepFaulty = False,
) -> CheckedModel:
    """Check a model as a whole, and save it where it is in order: form, names, preferences.

    A model with mistakes isn't saved, unless keep_faulty says so. One that was changed by somebody
    else since you read it isn't overwritten.
    """
    return saved(call, name, content, "Written by an assistant", keep_faulty=keep_faulty)
