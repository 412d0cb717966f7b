"""Questions that a person can put to a person about what a party wants, and answers to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from countermove.model.doubts import Doubt

AskedKind = Literal["cares", "way", "wants", "order", "reading", "pair"]
"""Whether it cares, which way, both in one, what comes first, which reading, which outcome."""

DONT_KNOW = "unknown"
"""The answer that nobody knows: it closes the question, and no other."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question about what a party wants.

    Parameters
    ----------
    party : str
        Whom it is about.
    kind : {"cares", "way", "wants", "order", "reading", "pair"}
        What is asked: whether it cares about a statement (answers ``yes``, ``no``), which way
        (``as-written``, ``opposite``), both in one (``as-written``, ``opposite``, ``no``), which of
        some statements comes first (their places from ``1``), which reading is right (likewise),
        which of two outcomes is the better (``first``, ``second``, ``equal``).
    about : tuple of str
        The statements, what the readings say, or the two outcomes, as they are written.
    answers : tuple of str
        The answers that there are, beside :data:`DONT_KNOW`.
    controls : Told, optional
        Which answer it is a control of: it asks for the same, the other way round.
    """

    party: str
    kind: AskedKind
    about: tuple[str, ...]
    answers: tuple[str, ...]
    controls: Told | None = None
    doubts: tuple[Doubt, ...] = field(default=(), compare=False, repr=False)
    states: tuple[int, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that was given."""

    question: Inquiry
    answer: str
    before: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    """What all parties wanted before, as plain data; None for what the file said from the start."""
