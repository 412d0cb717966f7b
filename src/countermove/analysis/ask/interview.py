"""An interview: one question at a time about what is in doubt, until it is settled what holds."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from countermove.analysis.ask.ask import chosen_claims, wanted_of
from countermove.analysis.ask.choosing import Chooser, ChosenByBounds, ChosenOverAll
from countermove.analysis.ask.controls import (
    CLOSING_CONTROLS,
    CLOSING_TESTS,
    EVERY_CONTROL,
    compared_as,
    control,
    is_same_pair,
    pair_clash,
    surely_above,
    tests,
)
from countermove.analysis.ask.from_nothing import (
    By,
    is_begun,
    nothing_known,
    with_statement,
)
from countermove.analysis.ask.inquiry import (
    DONT_KNOW,
    WAYS,
    Inquiry,
    Told,
    inquiries_of,
)
from countermove.analysis.ask.pairs import ToSettle
from countermove.analysis.ask.what_to_ask import Wanted
from countermove.analysis.ask.written_answers import knowing, lacking, resolved
from countermove.analysis.readings.work import AcrossWork
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.editing.edits import Edit, Put, as_values
from countermove.errors import EditConflictError, Problem, TooLargeError
from countermove.files.model_file import from_dict
from countermove.graph.lists import Mask
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.ids import numbered
from countermove.model.ranking_text import written
from countermove.preferences.ordinal import compared
from countermove.stability.registry import find_concepts, sanctioned_only

MOST_STATES = 1024
"""Of so many outcomes it can be found what to ask where readings are too many to be listed."""

# So many binary doubts can be gone through.
_LISTED = 16


@dataclass(frozen=True, eq=False)
class Interview:
    """What a person has told so far of what parties want, what that settles, and what to ask next.

    It changes nothing itself: each answer is edits of the model file, made by whoever holds the
    file (:class:`~countermove.editing.edited_file.EditedFile`), and a new interview with what the
    file says then. What is answered stands in the file and nowhere else, so one that ends, in
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
    aside: Mapping[str, Any] = field(default_factory=dict)
    """By party what it wants as far as is known here, where the file says more: what it says is
    put aside with the first answer."""
    others: Mapping[str, Any] = field(default_factory=dict)
    """By party of which nothing is asked what it wants as written, without its doubts."""

    @classmethod
    def begin(
        cls,
        data: Mapping[str, Any],
        *,
        claims: str | Iterable[str] | None = None,
        concepts: str | Iterable[str] | None = None,
        by: By = "doubts",
        parties: Iterable[str] = (),
        alone: bool = False,
        who: str | None = None,
        on: datetime.date | None = None,
    ) -> Interview:
        """Begin an interview about a model file, or take one up again.

        `claims` and `concepts` are taken as by :func:`countermove.ask`; `who` answers, `on` a day.
        By `doubts` what the model says to be in doubt is asked about. By `statements` and by
        `pairs` of outcomes some parties, or all, are asked about from nothing: whatever else the
        file says of them is put aside with their first answer. Where it has been already, what is
        known stays. Of the others nothing is asked where `parties` are asked about `alone`: what
        is in doubt about them is taken as written.

        >>> from countermove import load
        >>> Interview.begin(load("prisoners-dilemma").to_dict()).question is None
        True
        """
        model = build(from_dict(data))
        cannot = "an interview can't settle what holds under"
        asked = sanctioned_only(find_concepts(concepts), cannot)
        aside = {}
        others = {}
        given = data.get("sources", {}).items()
        interviews = [name for name, source in given if source.get("said") == _SAID]
        if by != "doubts":
            _check_size(model)
            chosen = tuple(map(model.find_decision_maker, parties)) or model.decision_makers
            if alone:
                certain = model.conflict.spelled_out().to_dict()["preferences"]
                others = {dm: certain[dm] for dm in model.decision_makers if dm not in chosen}
            for party in chosen:
                if not is_begun(data["preferences"].get(party, {}), by, interviews):
                    aside[party] = nothing_known(model, party, by)
        codes = [concept.code for concept in asked]
        some = chosen_claims(model, claims)
        day = on or datetime.date.today()
        wanted = [Wanted(code, claim) for claim in some for code in codes]
        if not some:
            wanted = list(wanted_of(solve(model, codes), some, codes))
        source = _source_of(data, who, day)
        begun = cls(data, tuple(wanted), source, who, day, aside=aside, others=others)
        begun.model.need_levels("an interview")
        return begun

    # -- what stands ------------------------------------------------------------------------------

    @cached_property
    def wants(self) -> Mapping[str, Any]:
        """What parties want as far as is known here, as plain data."""
        return {**self.data["preferences"], **self.others, **self.aside}

    @cached_property
    def conflict(self) -> Conflict:
        """The model as it is known here, doubts included, without its scenarios."""
        base = {key: part for key, part in self.data.items() if key != "scenarios"}
        return from_dict({**base, "preferences": self.wants})

    @cached_property
    def model(self) -> GraphModel:
        """The model as written."""
        return build(self.conflict)

    @cached_property
    def _chooser(self) -> Chooser:
        codes = list(dict.fromkeys(one.concept for one in self.wanted))
        goal = ToSettle(self.model, find_concepts(codes or None), self.wanted)
        doubts = self.model.doubts
        count = sum(math.log2(max(1, len(doubt.values))) for doubt in doubts)
        exactly: Mapping[Wanted, bool | None] = {}
        differing: frozenset[Wanted] = frozenset()
        if all(doubt.values for doubt in doubts) and count <= _LISTED:
            over_all = ChosenOverAll(goal, self._inquiries, self.closed)
            if not over_all.unsettled:
                return over_all
            exactly, differing = over_all.standing, over_all.proved_open
            left = tuple(one for one in self.wanted if exactly[one] is None)
            goal = replace(goal, wanted=left)
        _check_size(self.model)
        work = AcrossWork.of(self.model, goal.concepts)
        assert work is not None
        return ChosenByBounds(goal, work.owns, self._inquiries, self.closed, exactly, differing)

    @cached_property
    def _inquiries(self) -> Mapping[str, Inquiry]:
        return inquiries_of(self.model)

    @property
    def standing(self) -> Mapping[Wanted, bool | None]:
        """Whether each wanted answer is so whatever else is true; None where that is open."""
        return self._chooser.standing

    @property
    def proved_open(self) -> frozenset[Wanted]:
        """The open answers of which two readings that agree with all that was said differ."""
        return self._chooser.proved_open

    @property
    def waiting(self) -> Mapping[Wanted, tuple[Inquiry, ...]]:
        """By open answer what nobody knew of all that it hangs on, the first few."""
        return self._chooser.waiting

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
        if (asked := self._chooser.question) is not None:
            return asked
        many = CLOSING_CONTROLS + self.count // EVERY_CONTROL
        if len(self.confirmed) < many and (control := self._control()) is not None:
            return control
        done = sum(one.kind == "pair" for one in self.confirmed)
        left = self.said if done < CLOSING_TESTS else ()
        return next(tests(self.model, self._above, left, self.confirmed), None)

    def _above(self, party: str) -> Mask:
        return surely_above(self.model, party, [one.concept for one in self.wanted])

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to ask but controls."""
        return self._chooser.question is None

    @property
    def count(self) -> int:
        """How many questions have been asked."""
        return len(self.said) + len(self.closed) + len(self.confirmed)

    def _control(self) -> Inquiry | None:
        return control(self.model, [t for t in self.said if t.question not in self.confirmed])

    # -- what is answered -------------------------------------------------------------------------

    def clash(self, asked: Inquiry, answer: str) -> tuple[Told, ...] | None:
        """Return the fewest answers with which a new one can't be true; None where it can."""
        if answer == DONT_KNOW:
            return None
        old = asked.controls
        if asked.kind == "pair":
            if old is None or old.question.kind == "pair":
                return pair_clash(self.model, asked, answer)
            first, second = asked.states
            expected = "first" if self._above(asked.party)[first, second] else "second"
            return None if answer == expected else (old,)
        return None if old is None or answer == old.answer else (old,)

    def edits(self, asked: Inquiry, answer: str) -> tuple[Edit, ...]:
        """Return what an answer changes in the model file; nothing for what changes nothing."""
        if answer == DONT_KNOW or asked.controls is not None:
            return ()
        return (*self._source_edits(), *self._changes(self._after(asked, answer)))

    def _after(self, asked: Inquiry, answer: str) -> Mapping[str, Any]:
        """Return what parties want with an answer."""
        after = self.wants
        if asked.kind == "pair":
            first, second = asked.about
            better = f"{first} > {second}" if answer == "first" else f"{second} > {first}"
            order = written(asked.about) if answer == "equal" else better
            return {**after, asked.party: knowing(after[asked.party], order, self.source)}
        for doubt in reversed(asked.doubts):
            # What it doesn't care about it wants in no way; which way it wants it, it cares.
            key = "yes" if doubt.kind == "cares" and answer in WAYS else answer
            if answer != "no" or doubt.kind == "cares":
                cares = asked.kind == "first"
                after = resolved(after, doubt, key, self.source, cares=cares)
        return after

    def _changes(self, after: Mapping[str, Any]) -> tuple[Edit, ...]:
        """Return the edits by which parties want something else."""
        return tuple(
            Put(at=("preferences", dm), value=as_values(wants))
            for dm, wants in after.items()
            if wants != self.wants[dm]
        )

    def adding(self, party: str, statement: str) -> tuple[Edit, ...]:
        """Return the edits that let a party, asked about by statements, perhaps care for another.

        What isn't a statement of the model is refused.
        """
        after = {**self.wants, party: with_statement(self.wants[party], statement)}
        build(from_dict({**self.data, "preferences": after}))
        return self._changes(after)

    def added(self, party: str, data: Mapping[str, Any]) -> Interview:
        """Go on with another statement; `data` are what the file says with the edits."""
        aside = {dm: wants for dm, wants in self.aside.items() if dm != party}
        return replace(self, data=data, aside=aside)

    def told(self, asked: Inquiry, answer: str, data: Mapping[str, Any]) -> Interview:
        """Take in an answer that doesn't clash; `data` are what the file says with its edits."""
        if asked.controls is not None:
            return self.kept(asked)
        if answer == DONT_KNOW:
            return replace(self, closed=self.closed | {asked})
        said = (*self.said, Told(asked, answer, self.wants))
        parties = {asked.party} | {
            str(place[1]) for doubt in asked.doubts for place in doubt.places
        }
        aside = {dm: wants for dm, wants in self.aside.items() if dm not in parties}
        return replace(self, data=data, aside=aside, said=said)

    def kept(self, asked: Inquiry) -> Interview:
        """Go on with what was answered before a control; it isn't asked a third time."""
        old = asked.controls
        assert old is not None
        is_test = asked.kind == "pair" != old.question.kind
        done = replace(asked, controls=None) if is_test else old.question
        return replace(self, confirmed=self.confirmed | {done})

    def _source_edits(self) -> tuple[Edit, ...]:
        if self.source in self.data.get("sources", {}):
            return ()
        return (Put(at=("sources", self.source), value=_source(self.who, self.on)),)

    # -- what is taken back -----------------------------------------------------------------------

    def taking_back(self, old: Told) -> tuple[Edit, ...]:
        """Return the edits that take an answer back, and leave those that came after it."""
        if old.question.kind != "pair" and (
            self._again(self.said, self.said[0].before).wants != self.wants
        ):
            what = "what parties want was changed meanwhile, by another program or by hand."
            advice = "Go back to an earlier version in the history, or correct it in the file."
            raise EditConflictError(Problem(what, advice=advice))
        return self._changes(self._without(old).wants)

    def without(self, old: Told, data: Mapping[str, Any]) -> Interview:
        """Go on without an answer; `data` are what the file says with the edits."""
        found = self._without(old)
        changed = {dm for dm, wants in found.wants.items() if wants != self.wants[dm]}
        aside = {dm: wants for dm, wants in self.aside.items() if dm not in changed}
        return replace(found, data=data, aside=aside)

    def _without(self, old: Told) -> Interview:
        asked = old.question
        if asked.kind == "pair":
            # Pairs stand side by side: none depends on another.
            said = tuple(
                replace(one, before=self._lacking(one.before, old))
                for one in self.said
                if not is_same_pair(one, old)
            )
            return replace(self, aside=self._lacking(self.wants, old), said=said)
        at = self.said.index(old)
        return self._again(self.said[at + 1 :], old.before, self.said[:at])

    def _lacking(self, wants: Mapping[str, Any] | None, old: Told) -> Mapping[str, Any]:
        """Return what parties want without what was said of a pair."""
        assert wants is not None
        party, states = old.question.party, self.model.states
        known = from_dict({**self.data, "preferences": wants}).preferences[party].known
        for one in compared(states, known, ("preferences", party, "known")):
            same = (one, one.turned())
            if compared_as(old.question, old.answer) in same:
                return {**wants, party: lacking(wants[party], one.place)}
        return wants

    def _again(
        self, answers: Sequence[Told], wants: Mapping[str, Any] | None, told: Sequence[Told] = ()
    ) -> Interview:
        """Take in answers once more, from what parties wanted before them.

        What isn't asked any more, as within a reading that isn't chosen, is left out.
        """
        found = replace(self, aside=dict(wants or {}), said=tuple(told))
        for one in answers:
            is_pair = one.question.kind == "pair"
            every = (one.question,) if is_pair else found._inquiries.values()
            again = next((own for own in every if own == one.question), None)
            if again is not None:
                told_again = Told(again, one.answer, found.wants)
                after = dict(found._after(again, one.answer))
                found = replace(found, aside=after, said=(*found.said, told_again))
        return found


def _check_size(model: GraphModel) -> None:
    if len(model.states) > MOST_STATES:
        what = f"an interview is about {MOST_STATES:,} outcomes at most; here are"
        advice = "Ask about what is in doubt, or leave out options that don't count."
        raise TooLargeError(f"{what} {len(model.states):,}.", advice=advice)


_SAID = "Answers to questions about what the parties want."


def _source_of(data: Mapping[str, Any], who: str | None, day: datetime.date) -> str:
    """Return the id of the source that an interview is; that of the same one, taken up again."""
    sources = data.get("sources", {})
    stem = f"interview-{day.isoformat()}"
    own = _source(who, day)
    return next(name for name in numbered(stem) if sources.get(name, own) == own)


def _source(who: str | None, day: datetime.date) -> dict[str, Any]:
    named = {} if who is None else {"who": who}
    return {**named, "on": day, "said": _SAID}
