"""What somebody may do or wants, by the words of what is said: candidates for a person to take."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from countermove.record.attribution import Attribution, Span
from countermove.record.parties import Parties
from countermove.record.party_lists import lists
from countermove.record.words import ROLE_NOUNS
from countermove.texts import and_list

_COMMITS = frozenset(["agree", "decide", "decline", "intend", "offer", "plan", "pledge", "promise"])
_COMMITS |= {"propose", "refuse", "swear", "threaten", "vow"}
_REFUSES = frozenset(["decline", "refuse"])
_HOPES = frozenset(["aim", "hope", "prefer", "seek", "want", "wish"])
_DIRECTS = frozenset(["advise", "ask", "beg", "call", "challenge", "invite", "order", "press"])
_DIRECTS |= {"push", "request", "require", "tell", "urge", "want", "warn"}
_BLAMES = frozenset(["accuse", "attack", "blame", "blast", "condemn", "criticise", "criticize"])
_BLAMES |= {"denounce", "fault", "warn"}
_WANTS = frozenset(["advocate", "back", "defend", "demand", "endorse", "favor", "favour", "insist"])
_WANTS |= {"propose", "recommend", "support"}
_CALLS = frozenset(["ask", "call", "insist", "press", "push"])
_REJECTS = frozenset(["condemn", "decry", "denounce", "dismiss", "oppose", "reject"])

_NAME = r"(?:[Tt]he )?[A-Z][\w'.-]+(?: (?:and (?:the )?)?[A-Z][\w'.-]+)*?"
_GROUP = r"(?:(?:the|all|both|its|their|other) )?(?:(?!not |never )[\w'-]+ ){0,3}?(?!not )[\w'-]+"
# Words after which it isn't said to anybody that he should do something.
_NOT_ASKED = (
    r"(?!(?:about|as|for|go|going|her|him|how|if|in|it|me|more|now|on|that|them|us|what|when|where|"
    r"whether|who|why|you)\b)"
)
_INFINITIVE = re.compile(r"(?P<neg>not )?to (?P<does>[a-z]+.*)", re.DOTALL)
_ASKED = re.compile(
    rf"(?:(?P<on>on )|(?P<for>for ))?(?P<all>{_NOT_ASKED}(?P<who>{_NAME}|{_GROUP}) (?P<neg>not )?"
    r"to (?P<does>[a-z].*))",
    re.DOTALL,
)
_BLAMED = re.compile(
    rf"(?P<who>(?:{_NAME}|{_GROUP})(?: of {_NAME})?)(?: on [A-Z]\w+day)? (?:of|for|against) "
    r"(?P<does>(?:[a-z]+ly )?[a-z]{2,}ing\b.*)",
    re.DOTALL,
)
_RULED_OUT = re.compile(r"out (?P<does>[a-z]{2,}ing\b.*|any .*|an? .*)", re.DOTALL)
_FOR = re.compile(r"(?:for|on) (?P<what>.+)", re.DOTALL)
_WHOSE = "(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y)"
_WHO = rf"(?P<who>[Hh]e|[Ss]he|[Tt]hey|[Ww]e|[Ii]t|I|{_NAME}|{_WHOSE} (?:[\w'-]+ ){{0,2}}[\w'-]+)"
_MODALS = (
    r"will|would|could|can|cannot|won't|can't|wouldn't|"
    r"(?:(?:is|are|was|were) (?:ready|willing|prepared|going)|plan(?:s|ned)?|intend(?:s|ed)?) to"
)
_WILL_NOT = frozenset(["can't", "cannot", "won't", "wouldn't"])
_WOULD = re.compile(
    rf"(?:that )?{_WHO} (?P<modal>{_MODALS}) (?P<neg>not |never )?(?P<does>[a-z]+\b.*)", re.DOTALL
)
_SHOULD = re.compile(
    rf"(?:that )?(?P<all>{_WHO} (?:must|should|(?:has|have|needs?|had|ought) to) "
    r"(?P<neg>not |never )?(?P<does>[a-z]+.*))",
    re.DOTALL,
)
_WANTED = re.compile(r"(?:that (?=the |a |an |[A-Z]))?(?P<what>\w.*)", re.DOTALL)
_PLACE_OF = re.compile(
    r"^(?:[Tt]he |his |her |its |their )?(?:(?:city|county|government|state|town|village) of )?"
    r"(?:the )?"
)
_NEGATED = re.compile(r"\b(?:not|never)\b|n't\b", re.IGNORECASE)
# What is done with these is no option that a conflict turns on.
_EMPTY = re.compile(
    r"(?:answer|be|become|comment|continue|discuss|do|elaborate|feel|find|get|go|happen|have|know|"
    r"like|look|lose|love|make sure|need|remain|remember|respond(?! with)|say|see|speak|"
    r"take questions|talk|tell|think|vote|win)\b"
)
_RELATIVE = re.compile(
    r"[,;:]? (?:(?:an?|one|two|three|some|many) (?:hour|day|week|month|year)s? )?"
    r"(?:who|which|because|after|while|although|though|but|(?<!such )as|until|despite|"
    r"and (?:he|it|she|that|they) )\b",
    re.IGNORECASE,
)
# To reject or back what somebody says is no wish for anything to be done.
_ONLY_SAID = re.compile(
    r"(?:the |any |all |such |these |those |his |her |their )?"
    r"(?:accusation|allegation|assertion|charge|claim|comment|criticism|remark|report|statement|theory)s?\b"
)
# Whom these mean, nobody knows.
_ANYBODY = frozenset(
    ["everybody", "everyone", "nobody", "people", "that", "there", "these", "this"]
)
_ANYBODY |= {"those", "what", "who", "you"}
_GROUPS = frozenset(
    ["army", "capital", "city", "clinic", "club", "country", "county", "court", "crew", "family"]
)
_GROUPS |= {
    "hospital",
    "kingdom",
    "mill",
    "nation",
    "neighbour",
    "neighbor",
    "parliament",
    "police",
}
_GROUPS |= {"port", "province", "region", "republic", "school", "senate", "side", "staff", "state"}
_GROUPS |= {"team", "town", "university", "village", "congress", "household", "citizen", "utility"}
_TRIMMED = " ,.;:“”\"'—–-"
_CLAIMS = re.compile(
    r"\b(?:any|no|nobody|nothing|never|unless|only if|without|impossible|inevitabl[ey]|cannot|"
    r"can't|will not|won't|(?:does|do|has|have) (?:not|never)|unrealistic|"
    r"if .{5,80}\b(?:will|would|could)|must|needs? to|has to|have to)\b",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|will|would|can|could|has|have|had|must|needs?|never|cannot|does|do|did|should|"
    r"may|might|(?:wo|ca|is|are|was|were|does|do|did|would|could|has|have)n't)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[^.!?]+(?:[.!?]+[”\"']*|\Z)")
_MOST_WORDS = 25


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be an option, a wish or a claim: for a person to take, or not.

    Parameters
    ----------
    kind : {"option", "wish", "claim"}
        What it may be.
    text : str
        The document's words for it, in one line.
    party : str or None
        Who may do it, or wants it, or claims it; None where that isn't told.
    attribution : int
        The number of the attribution that it is from, from 0.
    negative : bool
        Whether it is told not to be done, or not to be wanted.
    span : tuple of int
        Where it stands.
    """

    kind: Literal["option", "wish", "claim"]
    text: str
    party: str | None
    attribution: int
    negative: bool
    span: Span


def candidates(
    text: str, attributions: Sequence[Attribution], parties: Parties | None = None
) -> tuple[Candidate, ...]:
    """Return what may be options and wishes, and what may be claims, as the text has them.

    >>> said = "Lee urged Russia to sign the treaty."
    >>> urged = ((10, 35),), (0, 3), (4, 9), "said", "urge", "Lee", None, None, True, "a verb"
    >>> [(c.kind, c.party, c.text) for c in candidates(said, [Attribution(*urged)])]
    [('option', 'Russia', 'sign the treaty'), ('wish', 'Lee', 'Russia to sign the treaty')]
    """
    parties = parties or Parties(text)
    found: dict[tuple[str, str | None, str], Candidate] = {}
    for number, attribution in enumerate(attributions):
        for one in _Looking(parties, number, attribution).found():
            found.setdefault((one.kind, one.party, one.text), one)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Looking:
    """Looks for candidates in one attribution."""

    parties: Parties
    number: int
    attribution: Attribution

    @property
    def _text(self) -> str:
        return self.parties.text

    def found(self) -> Iterator[Candidate]:
        """Give the candidates."""
        yield from self._done_or_wanted()
        yield from self._claims()

    @property
    def _party(self) -> str | None:
        says = self.attribution
        who = _called(says.speaker) if says.speaker else None
        return and_list(self.parties.of(says.speaker, says.role)) or who

    def _of(self, who: str) -> str | None:
        """Return whom a word at the beginning of what was said means."""
        low = who.lower()
        if low in ("i", "we", "he", "she"):
            return self._party
        if low in _ANYBODY:
            return None
        if low.split()[0] in ("our", "my", "his", "her", "its", "their"):
            return self._party
        if low in ("they", "it"):
            return self._party if not _is_person(self.attribution.speaker) else None
        if named := self.parties.named_in(who):
            return and_list(named)
        called = _called(who)
        is_word = re.search(rf"\b{re.escape(called.lower())}\b", self._text)
        may_act = _may_act(called.lower() if is_word else called)
        return and_list(self.parties.called(called)) if may_act else None

    def _beginnings(self) -> Iterator[Span]:
        """Give the stretches that may begin with what is done: what was said; from the cue on."""
        says = self.attribution
        first, last = says.content[0]
        while first < last and self._text[first] in " “\"'":
            first += 1
        yield first, last
        if says.cue and says.cue[1] < first <= says.cue[1] + 60:
            start = says.cue[1] + 1
            if not re.search(r"[.;:“”\"]", self._text[start:first]):
                yield start, last

    def _done_or_wanted(self) -> Iterator[Candidate]:
        for begin, end in self._beginnings():
            if some := list(self._at(begin, end)):
                yield from some
                return

    def _at(self, begin: int, end: int) -> Iterator[Candidate]:
        """Give what begins at a place: by the verb of the cue, and by the clause that follows."""
        verb, cue = self.attribution.verb, self.attribution.cue
        is_denied = bool(cue and _NEGATED.search(self._text[slice(*cue)]))
        if verb in _COMMITS | _HOPES and (m := _INFINITIVE.match(self._text, begin, end)):
            negative = (verb in _REFUSES) ^ is_denied ^ bool(m["neg"])
            if not _EMPTY.match(m["does"]):
                yield from self._one("wish" if verb in _HOPES else "option", m, "does", negative)
        elif verb in _DIRECTS and (m := self._asked(begin, end)):
            asked = None if m["for"] else self._of(m["who"])
            if asked:
                yield from self._one("option", m, "does", bool(m["neg"]), asked)
            yield from self._one("wish", m, "all", is_denied)
        elif verb in _BLAMES and (m := _BLAMED.match(self._text, begin, end)):
            if blamed := self._of(m["who"]):
                yield from self._one("option", m, "does", False, blamed)
            yield from self._one("wish", m, "does", True)
        elif verb == "rule" and (m := _RULED_OUT.match(self._text, begin, end)):
            yield from self._one("option", m, "does", not is_denied)
        elif verb in _CALLS and (m := _FOR.match(self._text, begin, end)):
            yield from self._one("wish", m, "what", is_denied)
        else:
            yield from self._clause(begin, end, is_denied)

    def _asked(self, begin: int, end: int) -> re.Match[str] | None:
        """Return who is asked to do what; whom one calls something isn't called on."""
        m = _ASKED.match(self._text, begin, end)
        is_called = self.attribution.verb == "call" and m and not (m["on"] or m["for"])
        return None if is_called else m

    def _clause(self, begin: int, end: int, is_denied: bool) -> Iterator[Candidate]:
        """Give what a clause says that begins with who would or should do something."""
        verb = self.attribution.verb
        if m := _WOULD.match(self._text, begin, end):
            negative = bool(m["neg"]) or m["modal"] in _WILL_NOT
            # What somebody could do is an option of a state or an organisation only.
            is_told = m["modal"] != "could" or (not negative and self.parties.named_in(m["who"]))
            if is_told and not _EMPTY.match(m["does"]) and (holder := self._of(m["who"])):
                yield from self._one("option", m, "does", negative, holder)
        elif m := _SHOULD.match(self._text, begin, end):
            yield from self._one("wish", m, "all", bool(m["neg"]))
        elif verb in _WANTS | _REJECTS and (m := _WANTED.match(self._text, begin, end)):
            is_short = 2 <= len(m["what"].split()) <= _MOST_WORDS
            if is_short and not _ONLY_SAID.match(m["what"]):
                yield from self._one("wish", m, "what", (verb in _REJECTS) ^ is_denied)

    def _one(
        self,
        kind: Literal["option", "wish"],
        match: re.Match[str],
        group: str,
        negative: bool,
        party: str | None = None,
    ) -> Iterator[Candidate]:
        """Give what a group of a match says."""
        yield from self._made(kind, *match.span(group), negative, party or self._party)

    def _made(
        self,
        kind: Literal["option", "wish", "claim"],
        start: int,
        end: int,
        negative: bool,
        party: str | None,
    ) -> Iterator[Candidate]:
        if relative := _RELATIVE.search(self._text, start, end):
            end = relative.start()
        while start < end and self._text[end - 1] in _TRIMMED:
            end -= 1
        while start < end and self._text[start] in _TRIMMED:
            start += 1
        if start < end:
            words = " ".join(self._text[start:end].split())
            yield Candidate(kind, words, party, self.number, negative, (start, end))

    def _claims(self) -> Iterator[Candidate]:
        """Give sentences that say what must be, can't be or would follow."""
        if self.attribution.kind == "holds" or self.attribution.verb in _COMMITS | {
            "ask",
            "praise",
        }:
            return
        for begin, end in self.attribution.content:
            for sentence in _SENTENCES.finditer(self._text, begin, end):
                said = sentence.group().strip(_TRIMMED)
                if (
                    4 <= len(said.split()) <= 35
                    and _CLAIMS.search(said)
                    and _FINITE.search(said)
                    and not re.match(r"(?:against|of|for|about|to|on)\b", said)
                    and not re.search(r"\b(?:I|my|me)\b", said)
                    and not said.endswith("?")
                ):
                    yield from self._made("claim", *sentence.span(), False, self._party)


def _called(who: str) -> str:
    """Return a name without what stands before it: `the town of Elmford`."""
    return _PLACE_OF.sub("", " ".join(who.split()))


def _may_act(who: str) -> bool:
    """Say whether a name or a noun is somebody: `the town`, `nurses`, and not `the money`.

    >>> [who for who in ("Karsa", "town", "town council", "nurses", "money") if _may_act(who)]
    ['Karsa', 'town', 'town council', 'nurses']
    """
    last = who.rsplit(" ", 1)[-1].lower()
    one = last.removesuffix("s")
    known = ROLE_NOUNS | _GROUPS | lists().words["bodies"] | lists().words["offices"]
    is_person = re.search(r"(?:[eo]rs|ists|ians|men|women|people|nurses|ees)\Z", last)
    return who[:1].isupper() or bool({last, one} & known or is_person)


def _is_person(speaker: str | None) -> bool:
    """Say whether a speaker is named as a person is: by two words or more with capitals."""
    return bool(speaker and re.fullmatch(r"(?:[A-Z][\w.'’-]*\s+)+[A-Z][\w.'’-]*", speaker))
