"""Questions that a person can put to a person about what a party wants, and answers to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt, part_in_doubt
from countermove.preferences.doubted import likely_values

AskedKind = Literal["cares", "way", "wants", "order", "first", "reading", "pair"]
"""Whether it cares, which way, both in one, what comes first, of what is perhaps wanted too, which
reading, which outcome."""

DONT_KNOW = "unknown"
"""The answer that nobody knows: it closes the question, and no other."""

NONE_OF_THEM = "none"
"""The answer that it cares about none of some statements."""

WAYS = ("as-written", "opposite")

# In this order answers are offered.
_OFFERED = ("yes", *WAYS, "no")

_KINDS: Mapping[str, AskedKind] = {"cares": "cares", "way": "way", "reading": "reading"}


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question about what a party wants.

    Parameters
    ----------
    party : str
        Whom it is about.
    kind : {"cares", "way", "wants", "order", "first", "reading", "pair"}
        What is asked: whether it cares about a statement (answers ``yes``, ``no``), which way
        (``as-written``, ``opposite``), both in one (``as-written``, ``opposite``, ``no``), which of
        some statements comes first (their places from ``1``; with ``first`` it cares about that,
        and may care about ``none``), which reading is right (likewise), which of two outcomes is
        the better (``first``, ``second``, ``equal``).
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


def inquiries_of(model: GraphModel) -> Mapping[str, Inquiry]:
    """Return by id the questions about doubts, but for orders of outcomes and weights."""
    found: dict[str, Inquiry] = {}
    for doubt in model.doubts:
        if doubt.id not in found and (doubt.values or doubt.kind == "order"):
            # Whether it cares and which way is one question.
            both = [one for one in model.doubts if one.places == doubt.places]
            both = both if {one.kind for one in both} == {"cares", "way"} else [doubt]
            found |= dict.fromkeys((one.id for one in both), _inquiry(model, *both))
    return found


def _inquiry(model: GraphModel, doubt: Doubt, *more: Doubt) -> Inquiry:
    party = str(doubt.places[0][1])
    part = part_in_doubt(model.written, doubt)
    doubts = (doubt, *more)
    keys = [one.values[k].key for one in doubts for k in likely_values(one)]
    if doubt.kind == "order":
        some = part.any_order
        about = tuple(one.holds for one in some)
        numbers = map(str, range(1, len(some) + 1))
        if not any(one.perhaps for one in some):
            return Inquiry(party, "order", about, tuple(numbers), doubts=doubts)
        nothing = (NONE_OF_THEM,) if all(one.perhaps for one in some) else ()
        return Inquiry(party, "first", about, (*numbers, *nothing), doubts=doubts)
    if doubt.kind == "reading":
        says = tuple(one.says for one in part)
        return Inquiry(party, "reading", says, tuple(keys), doubts=doubts)
    offered = sorted((key for key in keys if not more or key != "yes"), key=_OFFERED.index)
    kind = "wants" if more else _KINDS[doubt.kind]
    return Inquiry(party, kind, (part.holds,), tuple(offered), doubts=doubts)


def pair_inquiry(model: GraphModel, party: str, first: int, second: int) -> Inquiry:
    """Ask which of two states is the better."""
    about = state_as_written(model, first), state_as_written(model, second)
    answers = ("first", "second", "equal")
    return Inquiry(party, "pair", about, answers, states=(first, second))


def state_as_written(model: GraphModel, state: int) -> str:
    """Return how a state is called in a file: by its pattern or id, else its label or number."""
    states = model.states
    view = states.view(state)
    by_id = list(model.conflict.states)[state] if model.conflict.is_graph_form else view.pattern
    names = (by_id, states.label(state), str(states.number(state)))
    return next(name for name in names if states.read(name)[0].tolist() == [state])
