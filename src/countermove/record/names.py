"""What somebody is called: given names, titles, roles."""

from __future__ import annotations

import functools
import re

from countermove.record import words as w

HONORIFICS = frozenset(("mr", "mrs", "ms", "miss", "dr"))
_FULL_NAME = re.compile(r"(?:[A-Z][\w.’'\-]+\s+){1,3}[A-Z][\w’'\-]+")
ARTICLE = re.compile(r"^\s*(?:the|a|an)\s+", re.I)
AGE = re.compile(r"^\s*\d{1,3}\s*(?:,|$)")
POSSESSIVE = re.compile(r"['’]s$")
_DASH = re.compile(r"\s+[—–]\s+")
_PARTY = re.compile(r"\s*\([A-Z]\.?-[^)]*\)")  # `(D-Ohio)`


@functools.cache
def given_names() -> dict[str, str]:
    """Return given names with ``m``, ``f``, or nothing where both bear them."""
    names = {}
    for line in (w.FOLDER / "given_names.txt").read_text("utf-8").splitlines():
        gender, _, of = line.partition(":")
        names.update(dict.fromkeys(of.split(), gender.strip("-")))
    return names


def names_no_person(name: str) -> bool:
    """Whether a name has a word that persons' names don't have: `Court`, `Islands`."""
    return any(p.lower().rstrip(".") in w.NOT_PERSONS for p in name.split())


def split_role(phrase: str) -> tuple[str | None, str | None]:
    """Split what somebody is called into role and name.

    >>> split_role("Farmers Union deputy chair Ana Ruiz")
    ('Farmers Union deputy chair', 'Ana Ruiz')
    >>> split_role("Ana Ruiz, 51, a farmer from the valley")
    ('farmer from the valley', 'Ana Ruiz')
    >>> split_role("the union's chair, Ana Ruiz")
    ("union's chair", 'Ana Ruiz')
    >>> split_role("a lawyer for Ms. Ruiz")
    (None, 'lawyer for Ms. Ruiz')
    """
    phrase = ARTICLE.sub("", phrase.strip())
    phrase = _DASH.sub(", ", _PARTY.sub("", phrase), count=1)
    main, _, after = phrase.partition(",")
    words = main.split()
    after = ARTICLE.sub("", AGE.sub("", after)).strip(" ,")
    titles = next((i for i, word in enumerate(words) if not is_title(word)), len(words))
    leading = _leading_name(words[titles:])
    if leading:
        end = titles + leading
        role = after if may_be_role(after) else " ".join(words[:titles] or words[end + 1 :])
        return ARTICLE.sub("", role) or None, " ".join(words[titles:end])
    first = next((i for i in range(len(words)) if is_name_from(words, i)), len(words))
    first += before_given_name(words[first:])
    name = POSSESSIVE.sub("", " ".join(words[first:])).strip("“”\"' ")
    is_role = any(word.lower() in w.ROLE_NOUNS for word in words)
    if after and (is_role or not name):  # `the union's general secretary, Maren Holt`
        named = split_role(after)[1] if "," not in after else None
        is_person = is_title(after.split(maxsplit=1)[0]) or (named or "") in given_names()
        if named and (is_person or _FULL_NAME.fullmatch(named)):
            return main or None, named
    heading = [word for word in words[:first] if word.rstrip(".").lower() not in w.TITLES]
    if heading and name and _is_of(heading, name):
        return None, phrase
    if first and " " not in name and name.lower() in w.NOT_PERSONS:
        return None, phrase  # `the Interior Ministry`
    role = " ".join(words[:first])
    role = "" if role.rstrip(".").lower() in HONORIFICS else role
    return role or (after if may_be_role(after) else "") or None, name or None


def is_title(word: str) -> bool:
    """Whether a word with a capital letter is a title before a name."""
    return word[:1].isupper() and word.rstrip(".").lower() in w.TITLES


def _leading_name(words: list[str]) -> int:
    """How many words are a name that a preposition follows: `Ana Ruiz from the valley`."""
    count = next((i for i, word in enumerate(words) if not word[:1].isupper()), len(words))
    if not 2 <= count <= 4 or count == len(words) or words[0] not in given_names():
        return 0
    return count if words[count] in ("from", "of", "with", "at") else 0


def _is_of(heading: list[str], name: str) -> bool:
    """Whether a name only says what something is of: `the lawyer for NAME`."""
    last = heading[-1].lower()
    if last in w.PREPOSITIONS or last in ("the", "a", "an"):
        return any(word.lower() in w.PREPOSITIONS for word in heading)
    prepositions = any(word.lower() in w.PREPOSITIONS for word in heading)
    is_person = " " in name and not names_no_person(name)
    return prepositions and last.endswith(("'s", "’s")) and not is_person


def is_name_from(words: list[str], i: int) -> bool:
    """Whether the words from one on are a name."""
    for k, word in enumerate(words[i:], i):
        bare = word.strip("“”\"'’()").rstrip(".").lower()
        if bare in w.TITLES or (k + 1 < len(words) and word.endswith(("'s", "’s", "s'", "s’"))):
            return False
        if not word[:1].isupper() and (bare not in w.PARTICLES or k in (i, len(words) - 1)):
            return False
    return True


def before_given_name(words: list[str]) -> int:
    """How many words of an office stand before a name: `Weather Bureau Ian Robertson`."""
    if len(words) < 3:
        return 0
    after_office = words[0] not in given_names()
    for i, word in enumerate(words[1:-1], 1):
        after_office = after_office or words[i - 1].lower() in w.NOT_PERSONS
        if after_office and word in given_names():
            return i
    return 0


def may_be_role(text: str) -> bool:
    """Whether what stands after a name and a comma can be what somebody is."""
    first = text.split(maxsplit=1)[0].lower() if text else ""
    if first in ("his", "her", "their", "its"):
        return any(word.lower() in w.ROLE_NOUNS for word in text.split())
    return bool(first) and not (first[0].isdigit() or first in w.VERBS or first in w.NO_ROLE)
