"""For whom somebody speaks, and of whom a text only speaks: states, organisations, camps."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from countermove.record.attribution import Attribution, Span
from countermove.record.camps import Camps, camp, institutions, owner
from countermove.record.party_lists import listed_words, lists
from countermove.record.transcripts import affiliations
from countermove.record.words import CHAIRS

LEAST_NAMED = 2
"""So often a text has to name a party that doesn't speak, for it to be told."""

# What takes the same room in a text and in the lists: straight marks, single blanks.
_SAME = str.maketrans({"’": "'", "‘": "'", "ʻ": "'", "\n": " ", "\t": " ", "\xa0": " "})
# Names between which these stand are one speaker: `the ministers of Britain, France and Germany`.
_JOINED = re.compile(r"(?:'s)?(?:\s*,)?\s*(?:and|or|&)?\s*(?:the\s+)?(?:of\s+|from\s+)?(?:the\s+)?")
# Who is sent to a party, or minds it, doesn't speak for it: `the US envoy to Russia`.
_ABOUT = re.compile(r"\b(?:to|on|with|in|about|against|for)\s")
_FOR = re.compile(
    r"(?i)\b(?:spokes\w+|negotiators?|lawyers?|attorneys?|counsel|representatives?|speaking)\s+for\s"
)
_AT = re.compile(r"(?i)(?:\b(?:in|at|near|outside|around|inside|through|via))\s*\Z")
# Who is elected, lives or teaches somewhere doesn't speak for the place.
_FROM_THERE = re.compile(
    r"\b(?:Rep|Sen|Representative|(?i:senator|congress\w*|lawmaker|legislator|mps?|mep|"
    r"assembly(?:man|woman|member)|native|residents?|voters?|students?|professor|lecturer|scholar|"
    r"historian|graduate|citizens?|people|university|school|college))\b"
)
_OF = re.compile(
    r"(?<![Ss]ecretary )(?<![Mm]inister )(?<![Dd]epartment )(?<![Ss]peaker )(?<![Cc]hancellor )"
    r"(?<![Oo]ffice )(?<![Ee]nvoy )"
    r"\b(?:of|for|at|from|with)\s+(?:the\s+)?"
    r"((?:[A-Z][\w.&'-]+)(?:\s+(?:[A-Z][\w.&'-]+|of|for|and|on|the))*)"
)
_FROM_SOMEWHERE = re.compile(r"(?:[A-Z][\w.'-]+ ){2,}(?:of|from) ")
# Neither a person, who has two names, nor some people: `Karsa`, not `Scientists`.
_ONE_NAME = re.compile(r"[A-Z][\w-]*[^\Ws]")
_COMMISSIONER = re.compile(
    r"(?i)\b(?:agriculture|budget|climate|competition|digital|economy|energy|enlargement|environment|"
    r"fisheries|migration|trade|transport) commissioner\b"
)
_UNION = "European Union"
_BEHIND = re.compile(r"(?:'s)?((?: (?!and\b|or\b)[\w-]+){1,9})")
_NAMED_BEFORE = re.compile(r"([A-Z][\w'-]+), (?:the |an? )?\Z")


@dataclass(frozen=True, slots=True)
class Naming:
    """A word in a text that stands for a state or an organisation."""

    start: int
    end: int
    party: str
    is_capital: bool


@dataclass(frozen=True, slots=True)
class Party:
    """A state, an organisation or a camp that a text tells of.

    Parameters
    ----------
    name : str
        What it is called.
    speakers : tuple of str
        Who speaks for it; nobody, where it is only spoken of.
    attributions : tuple of int
        The numbers of the attributions that are theirs, from 0.
    namings : tuple of tuple of int
        Where the text names it.
    """

    name: str
    speakers: tuple[str, ...]
    attributions: tuple[int, ...]
    namings: tuple[Span, ...]


class Parties:
    """The states and organisations that a text names, and for which of them somebody stands.

    >>> parties = Parties("The EU and Georgia talked. Tbilisi agreed. Kim of Georgia didn't.")
    >>> [naming.party for naming in parties.namings]
    ['European Union', 'Georgia', 'Georgia', 'Georgia']
    >>> parties.of("Kaja Kallas", "EU foreign policy chief")
    ('European Union',)
    """

    def __init__(self, text: str) -> None:
        self._lines = text
        self.text = text.translate(_SAME)
        self._known: dict[tuple[str | None, str | None], tuple[str, ...]] = {}

    @cached_property
    def _found(self) -> list[tuple[int, int, str]]:
        return [w for w in listed_words(self.text) if w[2] in lists().parties]

    @cached_property
    def _plain(self) -> Counter[str]:
        """How often a party is named by words that mean nobody else."""
        of, ambiguous = lists().parties, lists().ambiguous
        return Counter(of[word][0] for _, _, word in self._found if word not in ambiguous)

    def _meant(self, word: str) -> str | None:
        """Return the party that a word stands for in this text."""
        parties = lists().parties[word]
        if word not in lists().ambiguous:
            return parties[0]
        most = max(self._plain[party] for party in parties)
        named = [party for party in parties if self._plain[party] == most]
        return named[0] if most and len(named) == 1 else None

    def _in(self, text: str, found: Iterable[tuple[int, int, str]]) -> Iterator[Naming]:
        inside = [span for span, _ in institutions(text)]
        for start, end, word in found:
            if any(a <= start < b for a, b in inside):
                continue
            if word in lists().ambiguous and _within_a_name(text, start, end):
                continue
            if party := self._meant(word):
                yield Naming(start, end, party, word in lists().capitals)

    @cached_property
    def namings(self) -> tuple[Naming, ...]:
        """Where the text names a state or an organisation."""
        return tuple(self._in(self.text, self._found))

    @cached_property
    def _camps(self) -> Camps:
        return Camps(self.text)

    @cached_property
    def _present(self) -> Mapping[str, str]:
        """For whom those are present whom minutes list."""
        return affiliations(self._lines)

    def called(self, name: str) -> tuple[str, ...]:
        """Return whom the text means by the name of a body in short: `the board`."""
        whole = self._camps.whole(name)
        return (self.named_in(whole) if whole != name else ()) or (whole,)

    def named_in(self, phrase: str) -> tuple[str, ...]:
        """Return the parties that a phrase begins with, several where they are joined."""
        phrase = phrase.translate(_SAME)
        found = [w for w in listed_words(phrase) if w[2] in lists().parties]
        together: list[Naming] = []
        for naming in self._in(phrase, found):
            if together and not _JOINED.fullmatch(phrase, together[-1].end, naming.start):
                break
            together.append(naming)
        return tuple(dict.fromkeys(naming.party for naming in together))

    @cached_property
    def _in_office(self) -> Mapping[str, Counter[str]]:
        """For whom a surname holds office: `US President Ann Lee`, `Lee, the German minister`."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for naming in self.namings:
            behind = _BEHIND.match(self.text, naming.end)
            words = behind[1].split() if behind else []
            offices = [
                k for k, word in enumerate(words) if word.lower() in lists().words["offices"]
            ]
            if not offices:
                continue
            before = _NAMED_BEFORE.search(self.text[max(0, naming.start - 40) : naming.start])
            names = list(takewhile(lambda word: word[:1].isupper(), words[offices[-1] + 1 :]))
            if surname := before[1] if before else names[-1] if names else "":
                found[surname][naming.party] += 1
        return found

    def of(self, speaker: str | None, role: str | None) -> tuple[str, ...]:
        """Return whom a speaker stands for: several for a joint one, none where nothing tells."""
        if (speaker, role) not in self._known:
            found = self._of(speaker, role)
            self._known[speaker, role] = tuple(" ".join(name.split()) for name in found)
        return self._known[speaker, role]

    def _of(self, speaker: str | None, role: str | None) -> tuple[str, ...]:
        phrases = [_here(phrase.translate(_SAME)) for phrase in (role, speaker) if phrase]
        for phrase in phrases:
            if parties := self.named_in(_own(phrase)):
                return parties
        for phrase in phrases:
            if name := next((name for _, name in institutions(phrase)), None):
                return (name,)
        for phrase in phrases:
            if body := camp(phrase):
                is_europe = body == "commission" and "Commission" in phrase and self._plain[_UNION]
                called = self.called(body)
                return (_UNION,) if is_europe and called == (body,) else called
        if role and _COMMISSIONER.search(role) and self._plain[_UNION]:
            return (_UNION,)
        for phrase in phrases:
            is_from = phrase == speaker and _FROM_SOMEWHERE.match(phrase)
            if not is_from and (named := _OF.search(phrase)):
                return (re.sub(r"\s+(?:of|for|and|on|the)\Z", "", named[1]),)
        for phrase in phrases:
            if whose := owner(phrase):
                return (whose,)
        return (
            self._by_name(speaker.translate(_SAME), is_person=bool(role))
            if speaker and speaker.strip()
            else ()
        )

    def _by_name(self, speaker: str, *, is_person: bool) -> tuple[str, ...]:
        """Return for whom somebody holds office elsewhere in the text, or what isn't a person."""
        surname = speaker.rsplit(maxsplit=1)[-1]
        if listed := self._present.get(surname.lower()):
            body = camp(listed)
            return self.named_in(listed) or (self.called(body) if body else (listed,))
        if held := self._in_office.get(surname):
            return (held.most_common(1)[0][0],)
        name = _ONE_NAME.fullmatch(speaker)
        if is_person or speaker.lower() in CHAIRS:
            return ()
        is_name = name and not re.search(rf"\b{speaker.lower()}\b", self.text)
        return (speaker,) if is_name else ()

    def told(self, attributions: Sequence[Attribution]) -> tuple[Party, ...]:
        """Return the parties that speak, in the order of the text, and then the silent ones."""
        speaking: dict[str, list[int]] = {}
        for k, attribution in enumerate(attributions):
            for party in self.of(attribution.speaker, attribution.role):
                speaking.setdefault(party, []).append(k)
        named: dict[str, list[Span]] = defaultdict(list)
        for naming in self.namings:
            is_where = naming.is_capital and _AT.search(
                self.text[max(0, naming.start - 12) : naming.start]
            )
            if not is_where:
                named[naming.party].append((naming.start, naming.end))
        states = frozenset(named)
        for span, name in self._camps.told_of():
            for party in self.called(name):
                if party not in states:
                    named[party].append(span)
        silent = [
            party
            for party, spans in sorted(named.items(), key=lambda item: -len(item[1]))
            if party not in speaking and len(spans) >= LEAST_NAMED
        ]
        return tuple(
            Party(
                party,
                tuple(
                    dict.fromkeys(
                        who for k in speaking.get(party, ()) if (who := attributions[k].speaker)
                    )
                ),
                tuple(speaking.get(party, ())),
                tuple(named.get(party, ())),
            )
            for party in (*speaking, *silent)
        )


def _here(phrase: str) -> str:
    """Leave out of a role where one is from: `Rep. Lee of Ohio`."""
    there = _FROM_THERE.search(phrase)
    return phrase[: there.start()] if there else phrase


def _own(phrase: str) -> str:
    """Leave out of a role what it is about: `US envoy to Russia`."""
    about = _ABOUT.search(phrase)
    return phrase[: about.start()] if about and not _FOR.search(phrase) else phrase


def _within_a_name(text: str, start: int, end: int) -> bool:
    """Say whether a word is part of a longer name: `Michael Jordan`, `Washington Mutual`."""
    if re.match(r" [A-Z]\w", text[end : end + 3]):
        return True
    before = re.search(r"\b([A-Z][\w-]*) \Z", text[max(0, start - 24) : start])
    return before is not None and before[1].lower() not in lists().words["first"]
