"""Who says it: the subject of a verb at its left, with what describes it, and of a sentence."""

from __future__ import annotations

from itertools import pairwise

from countermove.record import words as w
from countermove.record.phrases import (
    AND,
    Range,
    is_noun_like,
    is_past_verb,
    phrase_left,
    phrase_right,
)
from countermove.record.text import Tokens

QUOTE_MARKS = frozenset(("“", "”", '"', "``", "''", "‘"))
_BEFORE_NAMES = frozenset(
    (
        *("but", "and", "even", "so", "as", "that", "while", "when", "because"),
        *("though", "although", "whereas", "after", "before", "if"),
    )
)
_NO_SUBJECTS = (w.SUBORDINATE - {"who", "which"}) | {"and", "or", "but", "that", "to"}


def subject_left(tokens: Tokens, v: int) -> tuple[Range, int] | None:
    """Return the subject at the left of the verb at v, and where the verb's group begins."""
    j, group = _before_group(tokens, v)
    if j < 0:
        return None
    t = tokens[j]
    if t.low in _NO_SUBJECTS or t.is_possessive or t.text in ("'s", "’s"):
        return None
    if t.text in (",", ")", "—", "–") and j > 1:
        # What describes stands between: `NAME, the mayor of the town, said`.
        mark = "(" if t.text == ")" else t.text
        for opening in range(j - 1, max(0, j - 35), -1):
            if tokens[opening].text == mark:
                subject = _described(tokens, opening, j, mark)
                if subject:
                    first = _over_description(tokens, subject[0])
                    return (_with_others(tokens, first), subject[1]), group
        return None
    if t.low in ("who", "which"):
        return (j, j + 1), group
    start = phrase_left(tokens, j)
    if start is None:
        return None
    if start and tokens[start - 1].low in w.PREPOSITIONS and t.low not in w.PRONOUNS:
        name = _after_occasion(tokens, start, j)
        return ((name, j + 1), group) if name else None
    return (_with_others(tokens, start), j + 1), group


def _over_description(tokens: Tokens, start: int) -> int:
    """Where a name begins that another description follows: `NAME, a farmer, who is old, said`."""
    if start < 2 or tokens[start - 1].text != ",":
        return start
    earlier = phrase_left(tokens, start - 2)
    if earlier is None or not (earlier == 0 or tokens[earlier - 1].low in ("but", "and")):
        return start
    return earlier if tokens[start - 2].is_name else start


def _with_others(tokens: Tokens, start: int) -> int:
    """Where a phrase begins together with those named before it: `the mayor and the council`."""
    k = start
    if k < 2 or not tokens[k].word:
        return start
    if tokens[k - 1].low in AND:
        k -= 1
        k -= tokens[k - 1].text == ","
    elif tokens[k - 1].text == "," and _lists(tokens[k : k + 4]):
        k -= 1
    else:
        return start
    while k:
        earlier = phrase_left(tokens, k - 1)
        if earlier is None or any(is_past_verb(t) for t in tokens[earlier + 1 : k] if not t.cap):
            return start
        if earlier == 0 or tokens[earlier - 1].low in ("but", "while", "whereas"):
            return earlier
        if tokens[earlier - 1].text != ",":
            return start
        k = earlier - 1
    return start


def _after_occasion(tokens: Tokens, start: int, j: int) -> int | None:
    """Where a name begins after when it was: `During the debate Ana Ruiz said`."""
    name = j + 1
    while name > start and tokens[name - 1].is_name:
        name -= 1
    occasion = tokens[name - 1].low
    is_occasion = occasion in w.STATEMENT_NOUNS or occasion in w.TIMES or occasion == "campaign"
    return name if start < name <= j and is_occasion and not tokens[name - 1].cap else None


def _lists(tokens: Tokens) -> bool:
    """Whether an `and` joins several, not only what they are: `current and former engineers`."""
    return any(t.low in AND and after.low != "former" for t, after in pairwise(tokens))


def _before_group(tokens: Tokens, v: int) -> tuple[int, int]:
    """Return the last token before a verb's group (auxiliaries, adverbs, days), and its start."""
    j, group = v - 1, v
    while j >= 0 and _is_of_verb(tokens, j):
        group = j
        j -= 1
    while j >= 0 and tokens[j].low in w.DAYS and tokens[j].cap:
        j -= 1
        group = j + 1
        if j >= 0 and tokens[j].low in ("on", "earlier", "late", "early", "last"):
            j -= 1
            group = j + 1
    if j > 0 and tokens[j].low in w.TIMES and tokens[j - 1].low in ("last", "this", "next", "that"):
        j -= 2
        group = j + 1
    while j > 0 and tokens[j].low in ("both", "all") and is_noun_like(tokens[j - 1]):
        j -= 1
    if j > 2 and tokens[j].text == tokens[j - 2].text == "," and tokens[j - 1].low in w.ASIDES:
        j -= 3
    return j, group


def _is_of_verb(tokens: Tokens, j: int) -> bool:
    """Whether a word before a verb belongs to it: `has`, `clearly`, `so far`."""
    low = tokens[j].low
    if low == "far":
        return j > 0 and tokens[j - 1].low in ("so", "thus")
    if low == "so":
        return tokens[j + 1].low == "far"
    return low not in w.IN_SUBJECTS and (low in w.AUXILIARY or low.endswith("ly"))


def _described(tokens: Tokens, opening: int, j: int, mark: str) -> Range | None:
    """`NAME, description,`: the phrase before a description that ends with token j."""
    inner = tokens[opening + 1 : j]
    if not inner or tokens[opening - 1].text.isdigit():
        return None
    first = inner[0].low
    clause = (
        first in ("who", "which", "whose", "asked", "after", "before", "during")
        or (first in w.PREPOSITIONS and not inner[0].cap)  # Per is a name, too
        or first.endswith("ing")
    )
    if not (
        clause
        or first in w.DETERMINERS
        or first in ("now", "then")
        or first.isdigit()
        or len(inner) <= 4
        or any(t.low in w.ROLE_NOUNS for t in inner[:8])
    ):
        return None
    verb = w.VERBS.get(inner[-1].low)
    if verb and verb.shape == "ed" and not clause and len(inner) <= 4:
        return None  # `The well, she said, …`
    if sum(t.quoted and t.word for t in inner) > 5:
        return None
    start = phrase_left(tokens, opening - 1)
    if start is None:
        return None
    before = tokens[start - 1] if start else None
    if before is not None and not (
        before.text in (",", "—", "–", ";", ":", ".", "(", *QUOTE_MARKS)
        or before.low in _BEFORE_NAMES
    ):
        return None
    if clause:
        return start, opening
    return start, j if mark != "(" else j + 1


def _after_day(tokens: Tokens) -> int:
    """Where a sentence goes on after the day that it begins with: `On Monday`, `Last week`."""
    if not tokens or tokens[0].low not in ("on", "in", "last", "late", "early", "this"):
        return 0
    k = 1
    while k < len(tokens) - 1 and (tokens[k].low in w.DAYS | w.TIMES or tokens[k].text.isdigit()):
        k += 1
    return k if k > 1 else 0


def main_subject(tokens: Tokens) -> Range | None:
    """Return the phrase that a sentence begins with, what leads to it left out."""
    i = 0
    first = tokens[0].low if tokens else ""
    if len(tokens) > 2 and tokens[1].text == "," and (first.endswith("ly") or first in w.OPENERS):
        i = 2
    elif len(tokens) > 1 and first in ("but", "and", "so", "yet", "still"):
        i = 1
    elif (day := _after_day(tokens)) and tokens[day].text != ",":
        i = day
    elif first in w.LEADING:
        comma = next((m for m, t in enumerate(tokens[:25]) if t.text == "," and not t.quoted), None)
        if comma is None:
            return None
        i = comma + 1
    end = phrase_right(tokens, i)
    return (i, end) if end else None
