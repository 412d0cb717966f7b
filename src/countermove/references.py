"""References: what is cited, as lists of references print it and in BibTeX.

Each stands once, in :mod:`countermove.literature` or beside the only concept that cites it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from countermove.texts import and_list, one_line

# Braces have to match in BibTeX, even behind a backslash.
_SIGNS: Mapping[str, str] = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_INITIALS = re.compile(r"[^,;]+, (\w\.[- ]?)+")
_LITTLE = frozenset({"a", "an", "the", "on", "in", "of", "to", "for", "and"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What is cited: an article, a book, a part of one, or something else.

    Of what isn't known nothing is said.

    >>> nash = Reference(authors=("Nash, J. F.",), year=1951, title="Non-cooperative games")
    >>> nash.key, str(nash)
    ('nash1951non', 'Nash, J. F. (1951). Non-cooperative games.')
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    """Each with the family name first: ``Nash, J. F.``."""
    year: int | None = None
    journal: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    book: str = ""
    """The book or the proceedings that it is in."""
    editors: tuple[str, ...] = ()
    publisher: str = ""
    where: str = ""
    """Where it can be looked up, of what isn't printed anywhere."""
    note: str = ""
    named: str = ""
    """Its key, where that isn't made of its author, year and title."""
    listed: str = ""
    """What it is listed under, where it has no author."""

    @property
    def key(self) -> str:
        """What it is called where it is cited: author, year and first word, as in nash1950…."""
        if self.named:
            return self.named
        words = (word for word in re.findall(r"\w+", self.title) if word.lower() not in _LITTLE)
        author = next(iter(self.authors), "").partition(",")[0].split()[-1:]
        return plain("".join([*author, str(self.year or ""), next(words, "")]))

    @property
    def kind(self) -> str:
        """Its kind in BibTeX."""
        if self.journal:
            return "article"
        if self.book:
            return "incollection" if self.publisher else "inproceedings"
        return "book" if self.publisher else "misc"

    def __str__(self) -> str:
        """Write it as a list of references has it."""
        who = and_list(self.authors)
        begins = f"{who} ({self.year})" if who and self.year else who
        at = f"{self.volume}({self.number})" if self.number else self.volume
        where = [f"{self.journal or self.book} {at}".strip()]
        if self.editors:
            where[0] = f"In {and_list(self.editors)} (eds), {where[0]}"
        placed = ", ".join(filter(None, [*where, self.pages]))
        told = [begins.removesuffix("."), self.title, placed, self.publisher, self.where, self.note]
        text = " ".join(f"{part}." for part in told if part)
        return f"{text} https://doi.org/{self.doi}" if self.doi else text

    @property
    def bibtex(self) -> str:
        """Write it as an entry for BibTeX."""
        names = {"author": self.authors, "editor": self.editors}
        fields = {role: " and ".join(map(_name, whose)) for role, whose in names.items()}
        keeps = self.kind == "book"  # styles leave the capitals of books as they are
        fields["key"] = escaped(self.listed)
        fields["title"] = escaped(self.title) if keeps else _with_capitals(self.title)
        fields["booktitle"] = escaped(self.book)
        fields["howpublished"] = escaped(self.where)
        for field in ("journal", "volume", "number", "publisher", "note"):
            fields[field] = escaped(getattr(self, field))
        fields["pages"] = escaped(self.pages).replace("-", "--")
        fields["year"] = str(self.year or "")
        fields["doi"] = self.doi
        lines = [f"  {field} = {{{value}}}," for field, value in fields.items() if value]
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}"])


def bibtex(references: Iterable[Reference]) -> str:
    """Write references as a BibTeX file: each once, and no two with the same key."""
    used: dict[str, int] = {}
    entries = []
    for reference in dict.fromkeys(references):
        again = used[reference.key] = used.get(reference.key, 0) + 1
        different = replace(reference, named=f"{reference.key}-{again}") if again > 1 else reference
        entries.append(different.bibtex)
    return "\n\n".join(entries) + "\n"


def escaped(text: str) -> str:
    r"""Write a text so that BibTeX and LaTeX print it as it is.

    >>> print(escaped("R&D {50%}"))
    R\&D \textbraceleft{}50\%\textbraceright{}
    """
    return "".join(_SIGNS.get(sign, sign) for sign in one_line(text))


def _name(name: str) -> str:
    """Write a name; what isn't a family name and initials stays whole."""
    return escaped(name) if _INITIALS.fullmatch(name) else f"{{{escaped(name)}}}"


def _with_capitals(title: str) -> str:
    """Write a title so that styles leave its capitals as they are, but for the first."""
    return re.sub(r"(?<=\s)(\w*[A-Z]\w*)", r"{\1}", escaped(title))


def plain(text: str, keep: str = "") -> str:
    """Leave the letters and digits that every program takes in a key.

    >>> plain("Rêgo 2017")
    'rego2017'
    """
    letters = unicodedata.normalize("NFKD", text.lower())
    return re.sub(rf"[^a-z0-9{keep}]", "", letters)
