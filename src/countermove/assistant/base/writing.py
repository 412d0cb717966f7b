"""How tools save a model: checked first, and with its history."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from countermove.assistant.base.call import Call
from countermove.assistant.base.checking import CheckedModel

ModelName = Annotated[
    str, Field(max_length=255, description="A file of the folder that ends in .toml.")
]
KeepFaulty = Annotated[bool, Field(description="Save it although it has mistakes.")]


def saved(call: Call, name: str, text: str, said: str, *, keep_faulty: bool) -> CheckedModel:
    """Check a text, and save it if it is in order or is to be kept as it is."""
    report = call.desk.checked(name, call.desk.read(name, text))
    is_kept = bool(report) or keep_faulty
    if is_kept:
        call.desk.write(name, text, said)
    found = CheckedModel.of(report, is_kept)
    found.fit("check_model", "all", 0)
    return found
