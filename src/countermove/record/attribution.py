"""An attribution in a document: who says what, where it stands, and by which rule it was found."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]
"""Where something stands in a text: its first character, and the one after its last."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What somebody says, or is told to hold, in a document.

    Parameters
    ----------
    content : tuple of tuple of int
        The stretches of the text that are what was said, in order.
    mention : tuple of int or None
        Where the speaker is named.
    cue : tuple of int or None
        The words that say that something was said.
    kind : {"said", "holds"}
        Whether it was said, or somebody is told to hold, want or do so.
    verb : str
        The verb of the cue, uninflected; empty without a cue.
    speaker, role : str or None
        Who, by the fullest name that the text has; and as what, in the text's words.
    day : date or None
        When, where the text tells.
    sure : bool
        Whether it is more than a guess.
    why : str
        The rule by which it was found, in words.
    """

    content: tuple[Span, ...]
    mention: Span | None
    cue: Span | None
    kind: Literal["said", "holds"]
    verb: str
    speaker: str | None
    role: str | None
    day: datetime.date | None
    sure: bool
    why: str
