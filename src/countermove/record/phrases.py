"""Noun phrases: where who says something begins and ends, as far as closed lists can tell."""

from __future__ import annotations

from countermove.record import words as w
from countermove.record.text import TextToken, Tokens

Range = tuple[int, int]
"""The first token of a stretch, and the one after its last."""

AND = ("and", "&", "nor")
_OF = ("of", "for", "at")
_ABOUT = ("of", "for", "at", "from", "with", "in")
_BEFORE_DETERMINERS = ("of", "for", "from", "at", "with", "in", "on", "by")
_THEIR = ("his", "her", "their")
_CLOSE = ("close", "loyal", "opposed")
_NOW = ("today", "yesterday", "tonight")
_QUANTITIES = frozenset(
    (
        "many",
        "some",
        "most",
        "few",
        "several",
        "others",
        "all",
        "both",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "none",
    )
)
_LONGEST = 40
"""So many tokens a phrase may have."""
_DETERMINERS = w.DETERMINERS - {"that"}
_LEFT_OVER = w.PREPOSITIONS | w.DETERMINERS
_ALONE = w.PRONOUNS | {"many", "some", "others", "both", "all", "one"}


def is_noun_like(t: TextToken) -> bool:
    """Whether a word can stand within a noun phrase."""
    low = t.low
    if not t.word or low in w.NOT_IN_PHRASES:
        return False
    if low.endswith("ly") and low not in w.NOT_ADVERBS:
        return False
    return t.cap or low not in w.NO_NOUNS


def is_past_verb(t: TextToken) -> bool:
    """Whether a word in lower case after a name is rather a verb than a part of the phrase."""
    return t.low in w.PAST or (
        t.low.endswith("ed") and t.low not in ("united", "unnamed", "retired")
    )


def phrase_left(tokens: Tokens, j: int) -> int | None:
    """Return the start of the noun phrase that ends with token j, if one does."""
    if tokens[j].low in _ALONE:
        return j
    k, has_noun = j, False
    least = max(0, j - _LONGEST)
    while k >= least and not tokens[k].quoted and tokens[k].text not in ("that", "than"):
        t = tokens[k]
        before = tokens[k - 1] if k else None
        inside_name = t.cap and has_noun and before is not None and before.is_name
        if t.text == "," and has_noun:
            step = _over_list(tokens, k, j)
            if step is None:
                break
        elif t.low in w.DETERMINERS and not inside_name:
            step = _over_determiner(tokens, k)
            if step is None:
                return k - (before is not None and before.low in _DETERMINERS)
        else:
            step = _over_link(tokens, k, has_noun=has_noun)
            if step is None:
                if _stands_outside(t, k) or (has_noun and t.text in w.FINITE):
                    break
                has_noun, step = True, k - 1
        k = step
    if not has_noun:
        return None
    start = k + 1
    while start < j and (tokens[start].low in w.PREPOSITIONS or tokens[start].low in AND):
        start += 1  # over what links to nothing
    return start


def _over_link(tokens: Tokens, k: int, *, has_noun: bool) -> int | None:
    """Where a phrase goes on at the left of what only links: `'s`, `of`, `and`, `(…)`."""
    if not k:
        return None
    t, before = tokens[k], tokens[k - 1]
    if t.text in ("'s", "’s") or (t.text in "'’" and before.low.endswith("s")):
        return k - 1
    if t.text == "." and before.is_abbreviated:
        return k - 1
    if t.text == ")" and not has_noun:
        opening = next((m for m in range(k, max(-1, k - 8), -1) if tokens[m].text == "("), None)
        return opening - 1 if opening is not None else None
    if not has_noun:
        return None
    if t.low.endswith("ly") and before.low in w.DETERMINERS:
        return k - 1  # `a clearly angry mayor`
    if t.low in _ABOUT and before.low in _QUANTITIES:
        return k - 1
    if t.low in _ABOUT and is_noun_like(before):
        return k - 1 if t.low in _OF or not before.is_name else None
    if _belongs_to_role(t, before):
        return k - 1
    return k - 1 if _joins(tokens, k) else None


def _over_list(tokens: Tokens, k: int, end: int) -> int | None:
    """Where a phrase goes on at the left of a list: `ministers of Britain, France and Germany`."""
    if not any(t.low == "and" for t in tokens[k:end]):
        return None
    m = k
    while m > 1 and tokens[m].text == "," and tokens[m - 1].is_name:
        m -= 1
        while m and tokens[m].is_name:
            m -= 1
    is_of = tokens[m].low in ("of", "from", "for") and m and is_noun_like(tokens[m - 1])
    return m - 1 if is_of else None


def _over_determiner(tokens: Tokens, k: int) -> int | None:
    """Where a phrase goes on at the left of its determiner: `minister of the interior`."""
    if k < 2:
        return None
    t, before, noun = tokens[k], tokens[k - 1], tokens[k - 2]
    if before.low in _BEFORE_DETERMINERS and (noun.low in _QUANTITIES or is_noun_like(noun)):
        return k - 2
    if _belongs_to_role(before, noun):
        return k - 2
    if before.low in AND and noun.is_name and t.low in _THEIR:
        return k - 2
    return None


def _belongs_to_role(t: TextToken, before: TextToken) -> bool:
    """`sources close to`, `the envoy to`, `the spokesman on`."""
    if t.low == "to":
        return before.low in _CLOSE or before.low in w.ROLE_NOUNS
    return t.low in ("on", "under", "against") and before.low in w.ROLE_NOUNS


def _joins(tokens: Tokens, k: int) -> bool:
    """Whether an `and` joins what is at its left and right into one phrase."""
    if tokens[k].low not in AND or not is_noun_like(tokens[k - 1]):
        return False
    before, after = tokens[k - 1], tokens[k + 1]
    return (before.is_name and after.is_name) or after.low in (*_THEIR, "other", "former")


def _stands_outside(t: TextToken, k: int) -> bool:
    """Whether a word can't belong to the phrase at its right."""
    if t.cap:
        return t.low in w.DAYS or (k == 0 and t.low in w.LEADING)
    return t.low in _NOW or not is_noun_like(t)


def phrase_right(tokens: Tokens, i: int) -> int | None:
    """Return the end of the noun phrase that begins with token i, with what describes it."""
    if i >= len(tokens):
        return None
    if tokens[i].low in w.PRONOUNS:
        return i + 1
    k = _core_right(tokens, i)
    if k is None:
        return None
    while k > i + 1 and tokens[k - 1].low in _LEFT_OVER:
        k -= 1
    listed = _list_right(tokens, k)
    return listed if listed is not None else apposition_right(tokens, k)


def _core_right(tokens: Tokens, i: int) -> int | None:
    """Return the end of a noun phrase without lists and appositions."""
    k, has_noun = i, False
    end = min(len(tokens), i + _LONGEST)
    while k < end and not tokens[k].quoted:
        step = _over_link_right(tokens, i, k, has_noun=has_noun)
        if step is None:
            if _ends_phrase(tokens, i, k):
                break
            has_noun, step = True, k + 1
        has_noun = has_noun or (
            tokens[k].low in _QUANTITIES
            and tokens[step : step + 1] != []
            and tokens[step].low == "of"
        )
        k = step
    return k if has_noun else None


def _over_link_right(tokens: Tokens, i: int, k: int, *, has_noun: bool) -> int | None:
    """Where a phrase goes on at the right of what only links: `'s`, `the`, `of`, `and`, `(…)`."""
    t = tokens[k]
    if t.text in ("'s", "’s", "'", "’"):
        return k + 1
    if t.text == "." and i < k < len(tokens) - 1 and tokens[k - 1].is_abbreviated:
        return k + 1
    if t.low in w.DETERMINERS:
        return k + 1 if not has_noun or tokens[k - 1].low in w.PREPOSITIONS else None
    if not has_noun:
        return k + 1 if not t.cap and t.low.endswith("ly") else None
    if t.text == "(":
        ends = range(k, min(len(tokens), k + 8))
        return next((m + 1 for m in ends if tokens[m].text == ")"), None)
    if k + 1 == len(tokens):
        return None
    if t.low in w.NOUN_PREPOSITIONS and not _begins_adverbial(tokens, k):
        return k + 1
    if _belongs_to_role(t, tokens[k - 1]):
        return k + 1
    if t.low in AND and tokens[k - 1].is_name and tokens[k + 1].is_name:
        return k + 1
    return None


def _begins_adverbial(tokens: Tokens, k: int) -> bool:
    """Whether a preposition begins a place or a time of the saying, not a part of the phrase."""
    after = tokens[k + 1].low
    if tokens[k].low in ("in", "on", "from", "at", "with") and tokens[k - 1].is_name:
        return True
    if tokens[k].low in ("of", "for") and after.endswith("ing"):
        return True  # `accused by the mayor of lying`
    return after in w.DAYS or after in w.STATEMENT_NOUNS or after in ("a", "an")


def _ends_phrase(tokens: Tokens, i: int, k: int) -> bool:
    """Whether a word can't belong to the phrase at its left."""
    t = tokens[k]
    if t.cap and t.word:
        return t.low in w.DAYS or t.low in w.DETERMINERS
    if t.low in _NOW or not is_noun_like(t):
        return True
    before = tokens[k - 1] if k > i else None
    if before is None or before.low.endswith("'s"):
        return False
    return is_past_verb(t) and is_noun_like(before)


def _list_right(tokens: Tokens, k: int) -> int | None:
    """Return the end of a list of names that begins before k: `from Britain, France and Italy`."""
    m = k
    end = min(len(tokens) - 1, k + _LONGEST)
    while m < end and tokens[m].text == "," and tokens[m + 1].is_name:
        m += 2
    if m > k and m + 1 < len(tokens):
        m += tokens[m].text == ","
        if m + 1 < len(tokens) and tokens[m].low in ("and", "or") and tokens[m + 1].is_name:
            return m + 2
    return None


def _names_whom(apposition: Tokens, after: Tokens) -> bool:
    """`her rival, builder Max Holt,`: what somebody is, and the whole name, between commas."""
    if not 3 <= len(apposition) <= 5 or not after or after[0].text != ",":
        return False
    *what, given, surname = apposition
    return given.is_name and surname.is_name and all(is_noun_like(t) for t in what)


def apposition_right(tokens: Tokens, k: int) -> int:
    """Return the end of a phrase with what describes it: `…, the Dutch defence minister`."""
    if k >= len(tokens) or tokens[k].text != "," or tokens[k].quoted:
        return k
    m = k + 1
    if tokens[m : m + 1] and tokens[m].text.isdigit():  # `NAME, 45, a plumber`
        if tokens[m + 1 : m + 2] and tokens[m + 1].text == ",":
            return max(m + 1, apposition_right(tokens, m + 1))
        return m + 1
    while (
        m < len(tokens) and m - k < 25 and not tokens[m].quoted and tokens[m].text not in ",;:—–()"
    ):
        verb = w.VERBS.get(tokens[m].low)
        if verb and verb.shape == "ed":
            break
        if tokens[m].low in ("but", "and", "when", "as", "in", "on", "after"):
            break
        m += 1
    apposition = tokens[k + 1 : m]
    if not apposition:
        return k
    describes = apposition[0].low in ("the", "a", "an") or (
        all(x.is_name or x.text == "." for x in apposition)
        and 1 < len(apposition) <= 5
        and tokens[m : m + 1] != []
        and tokens[m].text == ","
    )
    describes = describes or _names_whom(apposition, tokens[m : m + 1])
    if not describes and not any(x.low in w.ROLE_NOUNS for x in apposition[:6]):
        return k
    while not tokens[m - 1].word:
        m -= 1
    return m
