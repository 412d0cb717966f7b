"""Who is meant: names, roles, surnames and pronouns."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from countermove.record import words as w
from countermove.record.attribution import Span
from countermove.record.names import (
    AGE,
    ARTICLE,
    HONORIFICS,
    POSSESSIVE,
    before_given_name,
    given_names,
    is_name_from,
    is_title,
    may_be_role,
    names_no_person,
    split_role,
)
from countermove.record.phrases import apposition_right, phrase_left
from countermove.record.text import ParsedText, TextToken, Tokens

_NO_NAME_BEGINS = w.LEADING | w.DETERMINERS | w.SUBORDINATE | w.BE | w.NOBODY
_GENERATIONS = ("jr", "sr", "ii", "iii")
_NEW_PHRASE = frozenset(("and", "with", "after", "before", "by", "on", "as", "from"))
_SOME = ("a", "an", "one", "another")
_MALE = frozenset(("mr", "sir", "congressman"))
_FEMALE = frozenset(("mrs", "ms", "miss", "congresswoman"))
_LISTED = re.compile(
    r"(?:of|from|for) .*[A-Z].* and [A-Z]|^(?:[Bb]oth |[A-Z]).* and (?:the )?[A-Z]"
)
_FAR = 600
"""So many characters back, a pronoun may mean somebody who is perhaps no person."""
_SEEN = 200
"""So many names back are looked at for a pronoun."""


@dataclass(slots=True)
class Person:
    """Somebody that a text names."""

    name: str
    gender: str = ""
    is_person: bool = False  # by more than capital letters
    role: str | None = None
    first_named: int | None = None
    times_named: int = 0

    @classmethod
    def named(cls, name: str) -> Person:
        """Somebody of whom only the name is known."""
        gender = given_names().get(name.split(maxsplit=1)[0])
        return cls(name, gender or "", is_person=gender is not None)

    @property
    def surname(self) -> str:
        """The last of the names."""
        parts = [p for p in self.name.split() if p.rstrip(".").lower() not in _GENERATIONS]
        return parts[-1] if parts else self.name

    def may_be(self, gender: str, *, sure: bool) -> bool:
        """Whether a pronoun of a gender can mean them."""
        if gender and self.gender and self.gender != gender:
            return False
        return self.is_person or (not sure and " " in self.name and not names_no_person(self.name))


def _runs_of_names(tokens: Tokens) -> Iterator[tuple[list[TextToken], int]]:
    """Stretches of capitalised words, points of initials left out, and where they end."""
    run: list[TextToken] = []
    for i, t in enumerate(tokens):
        if t.is_name and (run or not _begins_no_name(t, i)):
            run.append(t)
        elif t.text == "." and run and (len(run[-1].text) == 1 or run[-1].low in w.ABBREVIATIONS):
            continue
        elif run:
            yield run, i
            run = []
    if run:
        yield run, len(tokens)


def _begins_no_name(t: TextToken, i: int) -> bool:
    """Whether a capitalised word isn't the first of a name, as in `Said Ana Ruiz`."""
    return t.low in _NO_NAME_BEGINS or (not i and t.low in w.VERBS)


def _is_somebody(phrase: str) -> bool:
    """Whether a phrase without a name means one person: `one donor`, `a senior adviser`."""
    words = phrase.lower().split()
    return len(words) > 1 and words[0] in _SOME and words[-1] in w.ROLE_NOUNS - w.NOT_PERSONS


def _is_role(t: TextToken) -> bool:
    """Whether a word before a name says what somebody is, or whose: `spokesman`, `union's`."""
    if t.low in HONORIFICS:
        return False
    return t.low in w.ROLE_NOUNS or t.low in w.TITLES or t.is_possessive


def _is_described_role(tokens: Tokens) -> bool:
    """Whether a phrase before a comma and a name says what somebody is: `the union's chair,`."""
    until = next((i for i, t in enumerate(tokens) if t.low in w.PREPOSITIONS), len(tokens))
    is_role = any(t.low in w.ROLE_NOUNS or t.low in w.TITLES for t in tokens[:until])
    return is_role and (
        tokens[0].low in w.DETERMINERS or any(t.is_possessive for t in tokens[:until])
    )


class People:
    """The persons named in a text, and whom a phrase means at a place."""

    def __init__(self, text: ParsedText) -> None:
        self._text = text
        self._full: dict[str, Person] = {}
        self._by_surname: dict[str, list[Person]] = {}
        self._by_given_name: dict[str, Person] = {}
        self._named: list[tuple[int, Person]] = []
        self._subjects: list[tuple[int, Person]] = []  # who spoke where, as far as resolved
        self._ends = [s.end for s in text.sentences]
        for sentence in text.sentences:
            for run, end in _runs_of_names(sentence.tokens):
                person = self._note(run)
                if person and not person.role:
                    person.role = self._role_beside(sentence.tokens, end)

    def _note(self, run: list[TextToken]) -> Person | None:
        """Note whom a stretch of capitalised words names."""
        titles = [t for t in run if t.low in w.TITLES]
        rest = run[next((i for i, t in enumerate(run) if t.low not in w.TITLES), len(run)) :]
        cut = max((i for i, t in enumerate(rest) if t.low in w.TITLES), default=-1)
        owner = max((i for i, t in enumerate(rest[:-1]) if t.is_possessive), default=-1)
        names = rest[max(cut, owner) + 1 :]
        if not names:
            return None
        names = names[before_given_name([t.text for t in names]) :]
        name = re.sub(r"['’]s?$", "", " ".join(t.text for t in names))
        gender = "f" if any(t.low in _FEMALE for t in titles) else ""
        gender = gender or ("m" if any(t.low in _MALE for t in titles) else "")
        if len(names) == 1:
            return self._note_surname(run, titles, names[0], name, gender)
        if len(names) <= 4 and not any(x.text.isupper() and len(x.text) > 3 for x in names):
            person = self._full.get(name)
            if person is None:
                person = self._add(Person.named(name))
                before = rest[: cut + 1] if cut >= 0 else run[: len(run) - len(names)]
                if before and not before[-1].is_possessive and before[-1].low not in HONORIFICS:
                    person.role = " ".join(t.text for t in before)
            person.gender = gender or person.gender
            person.is_person = person.is_person or bool(gender) or bool(titles)
            if names_no_person(name):
                person.is_person = False
            return self._name(names[0].start, person)
        return None

    def _note_surname(
        self, run: list[TextToken], titles: list[TextToken], at: TextToken, name: str, gender: str
    ) -> Person | None:
        """Note whom a single name means: somebody named before, or `President Okafor`."""
        known = self._called(name, gender)
        if known:
            known.gender = gender or known.gender
            return self._name(at.start, known)
        if run[0].low in w.TITLES and name.lower() not in w.NOT_PERSONS:
            role = None if run[0].low in HONORIFICS else " ".join(t.text for t in titles)
            person = Person(name, gender, is_person=True, role=role)
            self._by_surname.setdefault(name, []).append(person)
            return self._name(at.start, person)
        return None

    def _called(self, surname: str, gender: str = "") -> Person | None:
        """Who is called by a surname: who is named most, of those of the gender; else the last."""
        known = [
            person
            for person in reversed(self._by_surname.get(surname, ()))
            if not gender or person.gender in ("", gender)
        ]
        return max(known, key=lambda person: person.times_named, default=None)

    def _role_beside(self, tokens: Tokens, end: int) -> str | None:
        """What somebody is by the words beside the name: `the mayor, NAME`, `NAME, the mayor`."""
        begin = bisect_left(tokens, self._named[-1][0], key=lambda t: t.start)
        after = apposition_right(tokens, end)
        if after > end + 1 and any(t.low in w.ROLE_NOUNS for t in tokens[end:after]):
            role = self._role_of(tokens, end + 1, after)
            if role:
                return role
        if begin > 1 and tokens[begin - 1].text == ",":
            start = phrase_left(tokens, begin - 2)
            if start is not None and _is_described_role(tokens[start : begin - 1]):
                return self._role_of(tokens, start, begin - 1)
        elif begin and _is_role(tokens[begin - 1]):
            start = phrase_left(tokens, begin)
            if start is not None and start < begin:
                others = (i for i in range(begin - 1, start, -1) if tokens[i].low in _NEW_PHRASE)
                return self._role_of(tokens, next(others, start - 1) + 1, begin)
        return None

    def _role_of(self, tokens: Tokens, first: int, last: int) -> str | None:
        """What a stretch of tokens says that somebody is, if it does."""
        role = self._text.text[tokens[first].start : tokens[last - 1].end]
        role = POSSESSIVE.sub("", ARTICLE.sub("", AGE.sub("", role)).strip(" ,"))
        return role if may_be_role(role) else None

    def _add(self, person: Person) -> Person:
        self._full[person.name] = person
        self._by_surname.setdefault(person.surname, []).append(person)
        self._by_given_name.setdefault(person.name.split(maxsplit=1)[0], person)
        return person

    def _name(self, place: int, person: Person) -> Person:
        self._named.append((place, person))
        person.times_named += 1
        if person.first_named is None:
            person.first_named = place
        return person

    def resolve(self, mention: Span) -> tuple[str | None, str | None]:
        """Return name and role of whom a phrase means; phrases are to be asked for in order."""
        phrase = self._text.text[slice(*mention)]
        low = phrase.lower()
        before = self._before_who(mention[0]) if low == "who" else None
        if before:
            return self.resolve(before)
        if low == "who" or low in w.HE or low in w.SHE:
            person = self._pronoun(low, mention[0])
            if person:
                self._subjects.append((mention[0], person))
            return (person.name, person.role) if person else (None, None)
        if low in w.PRONOUNS:
            return None, None
        several = self._several(phrase, mention)
        if several:
            return several
        role, name = split_role(phrase)
        if not name:
            if _is_somebody(phrase):
                self._subjects.append(
                    (mention[0], Person(phrase, is_person=True, first_named=mention[0]))
                )
            return phrase, None
        person = self._of(name, mention[0], role)
        return (person.name, person.role) if person else (name, role)

    def _before_who(self, at: int) -> Span | None:
        """The phrase that a `who` goes on from: `two of her aides, who`."""
        here = bisect_right(self._ends, at)
        tokens = self._text.sentences[here].tokens
        j = bisect_left(tokens, at, key=lambda t: t.start) - 1
        j -= j > 0 and tokens[j].text == ","
        j -= 2 * (j > 1 and tokens[j].text.isdigit() and tokens[j - 1].text == ",")
        start = phrase_left(tokens, j) if j >= 0 else None
        if start is None or tokens[start].low in w.PRONOUNS:
            return None
        return tokens[start].start, tokens[j].end

    def _several(self, phrase: str, mention: Span) -> tuple[str, str | None] | None:
        """Those whom a phrase names together: `Ana Ruiz and the mayor, Lena Holt`."""
        if " and " not in phrase:
            return None
        first = bisect_left(self._named, mention[0], key=lambda named: named[0])
        last = bisect_left(self._named, mention[1], key=lambda named: named[0])
        persons = list({id(p): p for _, p in self._named[first:last]}.values())
        persons = [p for p in persons if p.is_person]
        if len(persons) > 1:
            self._subjects.append((mention[0], persons[0]))
            roles = [p.role for p in persons if p.role]
            return (
                " and ".join(p.name for p in persons),
                " and ".join(roles) if len(roles) == len(persons) else None,
            )
        if persons or not _LISTED.search(phrase):
            return None
        return ARTICLE.sub("", phrase), None

    def _of(self, name: str, place: int, role: str | None) -> Person | None:
        """Whom a name means; in transcripts it is in capitals."""
        if name.isupper() and (name.title() in self._by_surname or name.title() in self._full):
            name = name.title()
        if " " not in name:
            known = self._called(name)
            if not known:
                return self._by_given_name.get(name)
            self._subjects.append((place, known))
            return known
        person = self._full.get(name)
        if person is None and not names_no_person(name) and is_name_from(name.split(), 0):
            person = self._add(Person.named(name))
        if person:
            if role and (not person.role or is_title(person.role)):
                person.role = role
            person.is_person = person.is_person or not names_no_person(name)
            self._subjects.append((place, person))
        return person

    def _pronoun(self, low: str, at: int) -> Person | None:
        """Return the person that a pronoun at a place most likely means.

        First whom the sentence names before it, then whom the sentences before are about, then the
        last person named; of the right gender where it is known. For `who` the last person named.
        """
        gender = "m" if low in w.HE else "f" if low in w.SHE else ""
        end = bisect_left(self._named, at, key=lambda named: named[0])
        recent = self._named[max(0, end - _SEEN) : end]
        fits = [(place, p) for place, p in recent if p.may_be(gender, sure=True)]
        sure = bool(fits) and at - fits[-1][0] <= _FAR
        if not sure:
            fits = [(place, p) for place, p in recent if p.may_be(gender, sure=False)]
        last = fits[-1][1] if fits else None
        if low == "who":
            return last
        person = self._near(fits, at, gender, sure=sure) or last
        if person and gender and not person.gender:
            person.gender = gender
        return person

    def _near(
        self, fits: list[tuple[int, Person]], at: int, gender: str, *, sure: bool
    ) -> Person | None:
        """Whom a pronoun means by its own sentence and the four before it."""
        here = bisect_right(self._ends, at)
        sentence = self._text.sentences[here]
        # Of whom somebody speaks in a quotation isn't who says it: “We thank Ruiz,” he said.
        spoken_of = {t.start for t in sentence.tokens if t.quoted and t.start < at}
        inside = next(
            (p for place, p in fits if place >= sentence.start and place not in spoken_of), None
        )
        if inside:
            return inside
        for back in range(here - 1, max(-1, here - 5), -1):
            s = self._text.sentences[back]
            first = bisect_left(self._subjects, s.start, key=lambda named: named[0])
            last = bisect_left(self._subjects, s.end, key=lambda named: named[0])
            for _, p in reversed(self._subjects[first:last]):
                if p.first_named is not None and p.first_named < at and p.may_be(gender, sure=sure):
                    return p
            named = next((p for place, p in fits if s.start <= place < s.end), None)
            if named:
                return named
        return None
