"""An interview: one question at a time about what is in doubt, until it is settled what holds."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from countermove.analysis.ask.ask import chosen_claims, wanted_of
from countermove.analysis.ask.inquiry import DONT_KNOW, AskedKind, Inquiry, Told
from countermove.analysis.ask.what_to_ask import Wanted, WhatToAsk, what_to_ask
from countermove.analysis.ask.written_answers import resolved
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.editing.applying import applied
from countermove.editing.edits import Edit, Put, as_values
from countermove.errors import EditConflictError, Problem
from countermove.files.model_file import from_dict
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.doubts import Doubt, part_in_doubt
from countermove.model.ids import numbered
from countermove.preferences.doubted import likely_values
from countermove.stability.registry import find_concepts

_KINDS: Mapping[str, AskedKind] = {
    "cares": "cares",
    "way": "way",
    "order": "order",
    "reading": "reading",
}

_WAYS = ("as-written", "opposite")

# In this order answers are offered.
_OFFERED = ("yes", *_WAYS, "no")

EVERY_CONTROL = 10
"""So often something is asked again that was already answered, the other way round."""

CLOSING_CONTROLS = 2
"""So many of these come at the end, where nothing else is left to ask."""


@dataclass(frozen=True, eq=False)
class Interview:
    """What a person has told so far of what parties want, what that settles, and what to ask next.

    It changes nothing itself: each answer is edits of the model file, made by whoever holds the
    file (:class:`~countermove.editing.document.Document`), and a new interview with what the file
    says then. What is answered stands in the file and nowhere else, so an interview that ends, in
    whatever way, is taken up again by beginning one with the same file; what nobody knew is then
    asked again. So is it used::

        interview = Interview.begin(snapshot.data, claims=["veto"], concepts=["SEQ"])
        while (asked := interview.question) is not None:
            answer = ...                     # one of asked.answers, or DONT_KNOW
            if (clashing := interview.clash(asked, answer)) is not None:
                old = ...                    # one of clashing, or none: then what was said now
                if old is None:              # doesn't count, and the control is done
                    interview = interview.kept(asked)
                    continue
                edits = interview.taking_back(old)
                snapshot = document.edit(edits, snapshot.revision, "…")
                interview = interview.without(old, snapshot.data)
                continue
            if edits := interview.edits(asked, answer):    # none for controls and DONT_KNOW
                snapshot = document.edit(edits, snapshot.revision, "…")
            interview = interview.told(asked, answer, snapshot.data)

    The words for all of it are in :mod:`countermove.report.interview`.

    Parameters
    ----------
    data : mapping
        The plain data of the model file, as they are now.
    wanted : tuple of Wanted
        The answers to settle.
    source : str
        The id of the source that answers are given, in `because`.
    """

    data: Mapping[str, Any]
    wanted: tuple[Wanted, ...]
    source: str
    who: str | None = None
    on: datetime.date = field(default_factory=datetime.date.today)
    said: tuple[Told, ...] = ()
    """What was answered in this interview, and still stands."""
    closed: frozenset[Inquiry] = frozenset()
    """What nobody knew."""
    confirmed: frozenset[Inquiry] = frozenset()
    """What was asked again, or needn't be any more."""

    @classmethod
    def begin(
        cls,
        data: Mapping[str, Any],
        *,
        claims: str | Iterable[str] | None = None,
        concepts: str | Iterable[str] | None = None,
        who: str | None = None,
        on: datetime.date | None = None,
    ) -> Interview:
        """Begin an interview about a model file, or take one up again.

        `claims` and `concepts` are taken as by :func:`countermove.ask`; `who` answers, `on` a day.

        >>> from countermove import load
        >>> Interview.begin(load("prisoners-dilemma").to_dict()).question is None
        True
        """
        model = build(from_dict(data))
        model.need_levels("an interview")
        asked = find_concepts(concepts)
        codes = [concept.code for concept in asked]
        some = chosen_claims(model, claims)
        day = on or datetime.date.today()
        wanted = wanted_of(solve(model, codes), some, codes)
        return cls(data, wanted, _source_of(data, who, day), who, day)

    # -- what stands ------------------------------------------------------------------------------

    @cached_property
    def conflict(self) -> Conflict:
        """The model as it is now, doubts included."""
        return from_dict(self.data)

    @cached_property
    def model(self) -> GraphModel:
        """The model as written."""
        return build(self.conflict)

    @cached_property
    def what_to_ask(self) -> WhatToAsk:
        """What each doubt that is left is worth."""
        codes = list(dict.fromkeys(one.concept for one in self.wanted))
        return what_to_ask(solve(self.model, codes), find_concepts(codes), self.wanted)

    @property
    def standing(self) -> Mapping[Wanted, bool | None]:
        """Whether each wanted answer is so whatever else is true; None where that is open."""
        found = self.what_to_ask.standing
        return {one: found[one] for one in self.wanted}

    @property
    def proved_open(self) -> frozenset[Wanted]:
        """The open answers of which two readings that agree with all that was said differ."""
        return frozenset(self.what_to_ask.asked)

    @property
    def waiting(self) -> Mapping[Wanted, tuple[Inquiry, ...]]:
        """By open answer what nobody knew of all that it hangs on."""
        found = {}
        for one, value in self.standing.items():
            if value is None:
                asked = [self._inquiries[doubt.id] for doubt in self.what_to_ask.hanging_on(one)]
                found[one] = tuple(own for own in asked if own in self.closed)
        return found

    # -- what to ask ------------------------------------------------------------------------------

    @cached_property
    def question(self) -> Inquiry | None:
        """What to ask next; None where nothing is left to ask.

        Every tenth question, and at the end, is a control: it asks for what was answered, the other
        way round.
        """
        due = (self.count + 1) % EVERY_CONTROL == 0
        if due and (control := self._control()) is not None:
            return control
        if (asked := self._open_question()) is not None:
            return asked
        many = CLOSING_CONTROLS + self.count // EVERY_CONTROL
        return self._control() if len(self.confirmed) < many else None

    @property
    def count(self) -> int:
        """How many questions have been asked."""
        return len(self.said) + len(self.closed) + len(self.confirmed)

    def _open_question(self) -> Inquiry | None:
        closed = {key for key, asked in self._inquiries.items() if asked in self.closed}
        doubt = self.what_to_ask.next_but(closed)
        return None if doubt is None else self._inquiries[doubt.id]

    @cached_property
    def _inquiries(self) -> Mapping[str, Inquiry]:
        """By id the questions about doubts that have values."""
        found: dict[str, Inquiry] = {}
        for doubt in self.model.doubts:
            if doubt.values and doubt.id not in found:
                # Whether it cares and which way is one question.
                both = [one for one in self.model.doubts if one.places == doubt.places]
                both = both if {one.kind for one in both} == {"cares", "way"} else [doubt]
                found |= dict.fromkeys((one.id for one in both), self._inquiry(*both))
        return found

    def _inquiry(self, doubt: Doubt, *more: Doubt) -> Inquiry:
        party = str(doubt.places[0][1])
        part = part_in_doubt(self.model.written, doubt)
        if doubt.kind == "order":
            about = tuple(one.holds for one in part.any_order)
        elif doubt.kind == "reading":
            about = tuple(one.says for one in part)
        else:
            about = (part.holds,)
        doubts = (doubt, *more)
        keys = [one.values[k].key for one in doubts for k in likely_values(one)]
        if doubt.kind in ("order", "reading"):
            numbers = {int(key.split(",")[0]) for key in keys}
            answers = tuple(map(str, sorted(numbers)))
        else:
            offered = [key for key in keys if not more or key != "yes"]
            answers = tuple(sorted(offered, key=_OFFERED.index))
        kind = "wants" if more else _KINDS[doubt.kind]
        return Inquiry(party, kind, about, answers, doubts=doubts)

    def _control(self) -> Inquiry | None:
        """Ask for an answer again, the other way round: of those left what settled most."""
        left = (one for one in self.said if one.question not in self.confirmed)
        # What is asked first settles most.
        old = next(left, None)
        return None if old is None else replace(old.question, controls=old)

    # -- what is answered -------------------------------------------------------------------------

    def clash(self, asked: Inquiry, answer: str) -> tuple[Told, ...] | None:
        """Return the fewest answers with which a new one can't be true; None where it can."""
        old = asked.controls
        if answer == DONT_KNOW or old is None or answer == old.answer:
            return None
        return (old,)

    def edits(self, asked: Inquiry, answer: str) -> tuple[Edit, ...]:
        """Return what an answer changes in the model file; nothing for what changes nothing."""
        if answer == DONT_KNOW or asked.controls is not None:
            return ()
        before = self.data["preferences"]
        after = before
        for doubt in reversed(asked.doubts):
            # What it doesn't care about it wants in no way; which way it wants it, it cares.
            key = "yes" if doubt.kind == "cares" and answer in _WAYS else answer
            if answer != "no" or doubt.kind == "cares":
                after = resolved(after, doubt, key, self.source)
        return (*self._source_edits(), *_changes(before, after))

    def told(self, asked: Inquiry, answer: str, data: Mapping[str, Any]) -> Interview:
        """Take in an answer that doesn't clash; `data` are what the file says with its edits."""
        if asked.controls is not None:
            return self.kept(asked)
        if answer == DONT_KNOW:
            return replace(self, closed=self.closed | {asked})
        before = self.data["preferences"]
        return replace(self, data=data, said=(*self.said, Told(asked, answer, before)))

    def kept(self, asked: Inquiry) -> Interview:
        """Go on with what was answered before a control; it isn't asked a third time."""
        assert asked.controls is not None
        return replace(self, confirmed=self.confirmed | {asked.controls.question})

    def _source_edits(self) -> tuple[Edit, ...]:
        if self.source in self.data.get("sources", {}):
            return ()
        return (Put(at=("sources", self.source), value=_source(self.who, self.on)),)

    # -- what is taken back -----------------------------------------------------------------------

    def taking_back(self, old: Told) -> tuple[Edit, ...]:
        """Return the edits that take an answer back, and leave those that came after it."""
        if self._again(self.said, self.said[0].before).data != self.data:
            what = "what parties want was changed meanwhile, by another program or by hand."
            advice = "Go back to an earlier version in the history, or correct it in the file."
            raise EditConflictError(Problem(what, advice=advice))
        return _changes(self.data["preferences"], self._without(old).data["preferences"])

    def without(self, old: Told, data: Mapping[str, Any]) -> Interview:
        """Go on without an answer; `data` are what the file says with the edits."""
        return replace(self._without(old), data=data)

    def _without(self, old: Told) -> Interview:
        at = self.said.index(old)
        return self._again(self.said[at + 1 :], old.before, self.said[:at])

    def _again(
        self, answers: Sequence[Told], wants: Mapping[str, Any] | None, told: Sequence[Told] = ()
    ) -> Interview:
        """Take in answers once more, from what parties wanted before them.

        What isn't asked any more, as within a reading that isn't chosen, is left out.
        """
        found = replace(self, data={**self.data, "preferences": wants}, said=tuple(told))
        for one in answers:
            asked = found._inquiries.values()
            again = next((own for own in asked if own == one.question), None)
            if again is not None:
                edits = found.edits(again, one.answer)
                found = found.told(again, one.answer, applied(found.data, edits))
        return found


def _source_of(data: Mapping[str, Any], who: str | None, day: datetime.date) -> str:
    """Return the id of the source that an interview is; that of the same one, taken up again."""
    sources = data.get("sources", {})
    stem = f"interview-{day.isoformat()}"
    own = _source(who, day)
    return next(name for name in numbered(stem) if sources.get(name, own) == own)


def _source(who: str | None, day: datetime.date) -> dict[str, Any]:
    named = {} if who is None else {"who": who}
    return {**named, "on": day, "said": "Answers to questions about what the parties want."}


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Edit, ...]:
    """Return the edits that turn what parties want into something else."""
    return tuple(
        Put(at=("preferences", dm), value=as_values(wants))
        for dm, wants in after.items()
        if wants != before.get(dm)
    )
