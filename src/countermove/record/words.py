"""The closed lists of the reader's language: verbs of saying, and the small words around them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Literal, NamedTuple

FOLDER = resources.files("countermove.record") / "english"
_LISTS = tomllib.loads((FOLDER / "words.toml").read_text("utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(_LISTS["words"][name].split())


def _verbs(name: str) -> frozenset[str]:
    return frozenset(_LISTS["verbs"][name].split())


PRONOUNS = _words("pronouns")
HE, SHE = frozenset(("he", "his")), frozenset(("she", "her"))
DETERMINERS = _words("determiners")
AUXILIARY = _words("auxiliary")
BE = _words("be")
SUBORDINATE = _words("subordinate")
PREPOSITIONS = _words("prepositions")
NOUN_PREPOSITIONS = _words("noun_prepositions")
DAYS = _words("days")
TIMES = _words("times")
LEADING = _words("leading")
RECIPIENTS = _words("recipients")
STATEMENT_NOUNS = _words("statement_nouns")
TITLES = _words("titles")
ROLE_NOUNS = _words("role_nouns")
ABBREVIATIONS = _words("abbreviations")
AFTER_ABBREVIATION = _words("after_abbreviation")
NOT_ADVERBS = _words("not_adverbs")
IN_SUBJECTS = _words("in_subjects")
ASIDES = _words("asides")
OPENERS = _words("openers")
REPORTS = _words("reports")
FIGHTERS = _words("fighters")
RULERS = _words("rulers")
ANSWERING = _words("answering")
NO_ROLE = _words("no_role")
PLURALS = _words("plurals")
NOT_IN_PHRASES = (
    SUBORDINATE | PREPOSITIONS | AUXILIARY | BE | PRONOUNS | DETERMINERS | {"and", "if"}
)
NOT_PERSONS = _words("not_persons")
PARTICLES = _words("particles")
NOBODY = _words("nobody")
HEADINGS = _words("headings")
CHAIRS = _words("chairs")

FINITE = _verbs("finite")
QUOTING = _verbs("quoting")
UNSAID = _verbs("unsaid")
NEEDS_CLAUSE = _verbs("needs_clause")
STRONG = _verbs("strong")
NOUNS_TOO = _verbs("nouns_too")
PAST = _verbs("past")

Shape = Literal["base", "s", "ed", "ing", "noun"]
VerbKind = Literal["clause", "object", "stance", "passive"]


class VerbForm(NamedTuple):
    """An inflected form of a verb of saying."""

    lemma: str
    shape: Shape
    kind: VerbKind


def _forms(verb: str) -> Iterator[tuple[str, Shape]]:
    """Every inflected form of a regular verb."""
    yield verb, "base"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield verb[:-1] + "ies", "s"
        yield verb[:-1] + "ied", "ed"
    else:
        yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s"), "s"
        yield verb + ("d" if verb.endswith("e") else "ed"), "ed"
    yield (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb) + "ing", "ing"
    if verb in _verbs("doubling"):
        yield verb + verb[-1] + "ed", "ed"
        yield verb + verb[-1] + "ing", "ing"


def _all_forms() -> dict[str, VerbForm]:
    """Every form of every verb of saying; what may stand after a clause goes before the others."""
    table: dict[str, VerbForm] = {}
    kinds: tuple[VerbKind, ...] = ("stance", "object", "clause")
    for kind in kinds:
        for verb in sorted(_verbs(kind) | (QUOTING if kind == "clause" else frozenset())):
            table |= {form: VerbForm(verb, shape, kind) for form, shape in _forms(verb)}
    for form, told in _LISTS["irregular"].items():
        verb, shape = told.split()
        table[form] = VerbForm(verb, shape, table[verb].kind if verb in table else "clause")
    return table


NOUNS: dict[str, VerbKind] = {
    **dict.fromkeys(_LISTS["nouns"]["said"].split(), "object"),
    **dict.fromkeys(_LISTS["nouns"]["held"].split(), "stance"),
}
NOUNS_TO = frozenset(_LISTS["nouns"]["with_to"].split())
ADJECTIVES = _words("adjectives")
ACTS = _verbs("acts")

VERBS = _all_forms()
"""What a form of a verb of saying is of."""
NO_NOUNS = frozenset(
    form for form, verb in VERBS.items() if form not in NOUNS_TOO and verb.lemma not in QUOTING
)
