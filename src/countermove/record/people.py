"""Who is meant: names, roles, surnames and pronouns."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from countermove.record import words as w
from countermove.record.attribution import Span
from countermove.record.text import ParsedText, TextToken, Tokens

_NO_NAME_BEGINS = w.LEADING | w.DETERMINERS | w.SUBORDINATE | w.BE
_GENERATIONS = ("jr", "sr", "ii", "iii")
_MALE = frozenset(("mr", "sir", "congressman"))
_FEMALE = frozenset(("mrs", "ms", "miss", "congresswoman"))
_FULL_NAME = re.compile(r"(?:[A-Z][\w.’'\-]+\s+){1,3}[A-Z][\w’'\-]+")
_ARTICLE = re.compile(r"^\s*(?:the|a|an)\s+", re.I)
_POSSESSIVE = re.compile(r"['’]s$")
_FAR = 600
"""So many characters back, a pronoun may mean somebody who is perhaps no person."""
_SEEN = 200
"""So many names back are looked at for a pronoun."""


@functools.cache
def given_names() -> dict[str, str]:
    """Return given names with ``m``, ``f``, or nothing where both bear them."""
    names = {}
    for line in (w.FOLDER / "given_names.txt").read_text("utf-8").splitlines():
        gender, _, of = line.partition(":")
        names.update(dict.fromkeys(of.split(), gender.strip("-")))
    return names


@dataclass(slots=True)
class Person:
    """Somebody that a text names."""

    name: str
    gender: str = ""
    is_person: bool = False  # by more than capital letters
    role: str | None = None
    first_named: int | None = None

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


def names_no_person(name: str) -> bool:
    """Whether a name has a word that persons' names don't have: `Court`, `Islands`."""
    return any(p.lower().rstrip(".") in w.NOT_PERSONS for p in name.split())


def split_role(phrase: str) -> tuple[str | None, str | None]:
    """Split what somebody is called into role and name.

    >>> split_role("Farmers Union deputy chair Ana Ruiz")
    ('Farmers Union deputy chair', 'Ana Ruiz')
    """
    phrase = _ARTICLE.sub("", phrase.strip())
    main, _, after = phrase.partition(",")
    words = main.split()
    name: list[str] = []
    for word in reversed(words):
        bare = word.strip("“”\"'’()").rstrip(".").lower()
        if not (word[:1].isupper() or (bare in w.PARTICLES and name)) or bare in w.TITLES:
            break
        name.insert(0, word)
    role = " ".join(words[: len(words) - len(name)])
    if role and role.split()[-1].lower() in w.PREPOSITIONS:
        return None, phrase
    after = _ARTICLE.sub("", after).strip(" ,")
    text = _POSSESSIVE.sub("", " ".join(name)).strip("“”\"' ")
    if not text and _FULL_NAME.fullmatch(after):
        return (role or None), after  # `the union's general secretary, Maren Holt`
    return (role or after or None), (text or None)


def _runs_of_names(tokens: Tokens) -> Iterator[list[TextToken]]:
    """Stretches of capitalised words, points of initials left out."""
    run: list[TextToken] = []
    for t in tokens:
        if t.is_name and (run or t.low not in _NO_NAME_BEGINS):
            run.append(t)
        elif t.text == "." and run and (len(run[-1].text) == 1 or run[-1].low in w.ABBREVIATIONS):
            continue
        elif run:
            yield run
            run = []
    if run:
        yield run


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
            for run in _runs_of_names(sentence.tokens):
                self._note(run)

    def _note(self, run: list[TextToken]) -> None:
        """Note whom a stretch of capitalised words names."""
        titles = [t for t in run if t.low in w.TITLES]
        rest = run[next((i for i, t in enumerate(run) if t.low not in w.TITLES), len(run)) :]
        cut = max((i for i, t in enumerate(rest) if t.low in w.TITLES), default=-1)
        owner = max((i for i, t in enumerate(rest[:-1]) if t.is_possessive), default=-1)
        names = rest[max(cut, owner) + 1 :]
        if not names:
            return
        name = re.sub(r"['’]s?$", "", " ".join(t.text for t in names))
        gender = "f" if any(t.low in _FEMALE for t in titles) else ""
        gender = gender or ("m" if any(t.low in _MALE for t in titles) else "")
        if len(names) == 1:
            self._note_surname(run, titles, names[0], name, gender)
        elif len(names) <= 4 and not any(x.text.isupper() and len(x.text) > 3 for x in names):
            person = self._full.get(name)
            if person is None:
                person = self._add(Person.named(name))
                before = rest[: cut + 1] if cut >= 0 else run[: len(run) - len(names)]
                person.role = " ".join(t.text for t in before) or None
            person.gender = gender or person.gender
            person.is_person = person.is_person or bool(gender) or bool(titles)
            if names_no_person(name):
                person.is_person = False
            self._name(names[0].start, person)

    def _note_surname(
        self, run: list[TextToken], titles: list[TextToken], at: TextToken, name: str, gender: str
    ) -> None:
        """Note whom a single name means: somebody named before, or `President Okafor`."""
        known = self._by_surname.get(name)
        if known:
            known[-1].gender = gender or known[-1].gender
            self._name(at.start, known[-1])
        elif run[0].low in w.TITLES and name.lower() not in w.NOT_PERSONS:
            plain = run[0].low in ("mr", "mrs", "ms", "dr")
            role = None if plain else " ".join(t.text for t in titles)
            person = Person(name, gender, is_person=True, role=role)
            self._by_surname.setdefault(name, []).append(person)
            self._name(at.start, person)

    def _add(self, person: Person) -> Person:
        self._full[person.name] = person
        self._by_surname.setdefault(person.surname, []).append(person)
        self._by_given_name.setdefault(person.name.split(maxsplit=1)[0], person)
        return person

    def _name(self, place: int, person: Person) -> None:
        self._named.append((place, person))
        if person.first_named is None:
            person.first_named = place

    def resolve(self, mention: Span) -> tuple[str | None, str | None]:
        """Return name and role of whom a phrase means; phrases are to be asked for in order."""
        phrase = self._text.text[slice(*mention)]
        low = phrase.lower()
        if low == "who" or low in w.HE or low in w.SHE:
            person = self._pronoun(low, mention[0])
            if person:
                self._subjects.append((mention[0], person))
            return (person.name, person.role) if person else (None, None)
        if low in w.PRONOUNS:
            return None, None
        role, name = split_role(phrase)
        if not name:
            return phrase, None
        person = self._of(name, mention[0], role)
        return (person.name, person.role) if person else (name, role)

    def _of(self, name: str, place: int, role: str | None) -> Person | None:
        """Whom a name means."""
        if " " not in name:
            known = self._by_surname.get(name)
            if not known:
                return self._by_given_name.get(name)
            self._subjects.append((place, known[-1]))
            return known[-1]
        person = self._full.get(name)
        if person is None and not names_no_person(name):
            person = self._add(Person.named(name))
        if person:
            person.role = person.role or role
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
        if not fits:
            return None
        if low == "who":
            return fits[-1][1]
        person = self._near(fits, at, gender, sure=sure) or fits[-1][1]
        if gender and not person.gender:
            person.gender = gender
        return person

    def _near(
        self, fits: list[tuple[int, Person]], at: int, gender: str, *, sure: bool
    ) -> Person | None:
        """Whom a pronoun means by its own sentence and the four before it."""
        here = bisect_right(self._ends, at)
        start = self._text.sentences[here].start
        inside = next((p for place, p in fits if place >= start), None)
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
