"""Interviews that are held through the app: what is asked, and what was answered so far.

Answers stand in the model file, each an edit that can be undone. What else there is to an interview
is kept here, by the version of the file: undone and done again, an interview is where it was.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import Any, get_args

from countermove.analysis.ask.from_nothing import By
from countermove.analysis.ask.inquiry import Inquiry, Told
from countermove.analysis.ask.interview import Interview
from countermove.editing.edited_file import EditedFile, Snapshot
from countermove.errors import EditConflictError, Problem, unknown
from countermove.report.interview import newly_settled, offered, told_words
from countermove.report.phrases import quoted

LONGEST_NAME = 200
"""So long a name may be of who answers."""

WAYS_OF_ASKING: tuple[By, ...] = get_args(By)
"""What may be asked about."""

_KEPT, _MOST_VERSIONS = 32, 1000


@dataclass(frozen=True, slots=True)
class Topic:
    """What an interview is to settle, what is asked about, and who answers."""

    claims: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    by: By = "doubts"
    parties: tuple[str, ...] = ()
    who: str = ""
    alone: bool = False
    """Whether nothing is asked of other parties."""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Topic:
        """Read it from texts, with commas between claims, concepts and parties."""
        claims, concepts, parties = (
            tuple(filter(None, map(str.strip, said.get(key, "").split(","))))
            for key in ("claims", "concepts", "parties")
        )
        by: By = next((one for one in WAYS_OF_ASKING if one == said.get("by")), "doubts")
        who = " ".join(said.get("who", "").split())[:LONGEST_NAME]
        if by == "doubts":
            return cls(claims, concepts, by, (), who)
        return cls(claims, concepts, by, parties, who, bool(parties and said.get("alone")))

    def begin(self, data: Mapping[str, Any]) -> Interview:
        """Begin an interview about what a file says."""
        return Interview.begin(
            data,
            claims=self.claims or None,
            concepts=self.concepts or None,
            by=self.by,
            parties=self.parties,
            alone=self.alone,
            who=self.who or None,
        )


@dataclass(frozen=True, slots=True)
class Clash:
    """A new answer, and the fewest earlier ones with which it can't be true."""

    question: Inquiry
    answer: str
    old: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What was known at a version of the file: the answers, and what it says that doesn't count."""

    said: tuple[Told, ...]
    aside: Mapping[str, Any]

    @classmethod
    def of(cls, interview: Interview) -> Known:
        """Return what is known in an interview."""
        return cls(interview.said, interview.aside)


@dataclass(frozen=True, slots=True)
class Sitting:
    """An interview at one moment: as far as it is, what clashes, what the last answer settled."""

    interview: Interview
    revision: str
    adds: bool
    """Whether statements may be added."""
    clash: Clash | None = None
    news: tuple[str, ...] = ()
    versions: Mapping[str, Known] = field(default_factory=dict)
    """By version of the file what was known then."""

    @property
    def clashing(self) -> list[tuple[Inquiry, str]]:
        """The answers that can't all be true, the new one first; none where none clash."""
        if self.clash is None:
            return []
        old = [(one.question, one.answer) for one in self.clash.old]
        return [(self.clash.question, self.clash.answer), *old]

    @property
    def not_known(self) -> list[Inquiry]:
        """What nobody knew, in an order that stays."""
        return sorted(self.interview.closed, key=key_of)

    def at(self, snapshot: Snapshot, topic: Topic) -> Sitting:
        """Return where the interview stands with another version of the file."""
        data, before = snapshot.data, self.interview
        if snapshot.revision == self.revision:
            return self
        known = self.versions.get(snapshot.revision)
        if known is None and data.get("preferences") == before.data.get("preferences"):
            known = Known.of(before)
        if known is not None:
            now = replace(before, data=data, said=known.said, aside=known.aside)
        else:
            now = replace(topic.begin(data), closed=before.closed, confirmed=before.confirmed)
        return Sitting(now, snapshot.revision, self.adds, versions=self.versions)

    def then(self, interview: Interview, snapshot: Snapshot) -> Sitting:
        """Return where the interview stands after an answer, or without one."""
        news = tuple(newly_settled(self.interview, interview))
        versions = {**self.versions, snapshot.revision: Known.of(interview)}
        latest = dict(list(versions.items())[-_MOST_VERSIONS:])
        return Sitting(interview, snapshot.revision, self.adds, None, news, latest)


def key_of(asked: Inquiry) -> str:
    """Return what a question is called by, as long as it is the same question."""
    words = "\n".join((asked.party, asked.kind, str(asked.controls is not None), *asked.about))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


_ANOTHER = Problem(
    "by now another question is asked, and this answer wasn't taken.",
    advice="Look at the question that is asked now.",
)
_GONE = Problem(
    "this answer doesn't stand any more, so it can't be taken back.",
    advice="Look at the answers that stand now.",
)


def _told(question: str, said: Iterable[Told]) -> Told | None:
    return next((one for one in said if key_of(one.question) == question), None)


class Sittings:
    """The interviews of one server. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._kept: OrderedDict[tuple[str, Topic], Sitting] = OrderedDict()

    def of(self, document: EditedFile, topic: Topic, snapshot: Snapshot) -> Sitting:
        """Return the interview about a model, as it stands with a version of its file."""
        with self._lock:
            known = self._kept.get((document.path.name, topic))
            if known is None:
                interview, adds = topic.begin(snapshot.data), topic.by == "statements"
                known = Sitting(interview, snapshot.revision, adds).then(interview, snapshot)
            return self._keep(document, topic, known.at(snapshot, topic))

    def _keep(self, document: EditedFile, topic: Topic, sitting: Sitting) -> Sitting:
        key = (document.path.name, topic)
        self._kept[key] = sitting
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return sitting

    def answer(
        self, document: EditedFile, topic: Topic, question: str, answer: str, *, seen: str
    ) -> Snapshot:
        """Take an answer to the question that is asked: written into the file, if it is one."""
        with self._lock:
            now = document.current()
            sitting = self.of(document, topic, now)
            interview, asked = sitting.interview, sitting.interview.question
            if asked is None or key_of(asked) != question:
                old = _told(question, interview.said)
                if old is not None and old.answer == answer:
                    return now  # it was sent twice
                raise EditConflictError(_ANOTHER)
            if answer not in offered(asked):
                raise unknown("answer", answer, list(offered(asked)), "The answers are")
            if clashing := interview.clash(asked, answer):
                clash = Clash(asked, answer, clashing)
                self._keep(document, topic, replace(sitting, clash=clash, news=()))
                return now
            if edits := interview.edits(asked, answer):
                told = told_words(interview.model, asked, answer)
                now = document.edit(edits, seen, f"Interview: {told}")
            self._keep(document, topic, sitting.then(interview.told(asked, answer, now.data), now))
            return now

    def add(
        self, document: EditedFile, topic: Topic, party: str, statement: str, *, seen: str
    ) -> Snapshot:
        """Let a party that is asked about by statements perhaps care about one more."""
        with self._lock:
            now = document.current()
            sitting = self.of(document, topic, now)
            interview, asked = sitting.interview, sitting.interview.question
            if not statement:
                return now
            if not sitting.adds or asked is None or asked.party != party:
                raise EditConflictError(_ANOTHER)
            edits = interview.adding(party, statement)
            name, what = interview.model.name(party), quoted(interview.model, statement)
            now = document.edit(edits, seen, f"Interview: {name} may care about {what}")
            self._keep(document, topic, sitting.then(interview.added(party, now.data), now))
            return now

    def take_back(
        self, document: EditedFile, topic: Topic, question: str, *, seen: str
    ) -> Snapshot:
        """Go on without an answer: one that stands, one that clashes, or that nobody knew."""
        with self._lock:
            now = document.current()
            sitting = self.of(document, topic, now)
            interview = sitting.interview
            if sitting.clash is not None and key_of(sitting.clash.question) == question:
                after = interview.kept(sitting.clash.question)
            elif nobody := {one for one in interview.closed if key_of(one) == question}:
                after = replace(interview, closed=interview.closed - nobody)
            elif (old := _told(question, interview.said)) is not None:
                told = told_words(interview.model, old.question, old.answer)
                edits = interview.taking_back(old)
                now = document.edit(edits, seen, f"Interview: taken back that {told}")
                after = interview.without(old, now.data)
            else:
                raise EditConflictError(_GONE)
            self._keep(document, topic, sitting.then(after, now))
            return now
