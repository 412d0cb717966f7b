"""Where what is said begins after a verb: over whom it is said to, when and where."""

from __future__ import annotations

from itertools import pairwise

from countermove.record import words as w
from countermove.record.phrases import is_noun_like, phrase_right
from countermove.record.text import TextToken, Tokens, any_quoted

_ABOUT_WHEN = frozenset(
    (
        "early",
        "late",
        "ago",
        "afterward",
        "afterwards",
        "previously",
        "recently",
        "again",
        "bluntly",
        "flatly",
    )
)
_ADVERBIAL = frozenset(
    (
        "in",
        "during",
        "on",
        "at",
        "after",
        "before",
        "through",
        "via",
        "from",
        "to",
        "of",
        "about",
        "with",
        "by",
        "aboard",
        "outside",
        "inside",
    )
)
_PLACES = ("in", "during", "on", "at", "via", "through", "after")
_CLAUSES = ("that", "whether", "if", "why", "how")
_NOT_ASKED = ("to", "about", "not", "against", "in", "on", "over")
_LINKS = ("with", "to", "at", "in", "on", "of")


def after_recipient(tokens: Tokens, i: int) -> int:
    """Where the words begin after `told NAME`."""
    if i >= len(tokens):
        return i
    if tokens[i].low in w.RECIPIENTS:
        return i + 1
    for k in range(i, min(len(tokens), i + 14)):
        t = tokens[k]
        if (
            t.quoted
            or t.text in ',:“"'
            or t.low in ("that", "to", "in", "on", "during", "at", "after")
        ):
            return k
        if k > i and t.low in ("he", "she", "they", "it", "we", "i", "there"):
            return k
        if k > i and t.low in w.DETERMINERS and tokens[k - 1].low not in w.PREPOSITIONS:
            return k
        if k > i and t.low in ("of", "about") and not _has_clause(tokens, k):
            return k
    return phrase_right(tokens, i) or i


def before_clause(tokens: Tokens, i: int) -> int:
    """Where a clause begins after those who are asked or warned, if it does: `her whether …`."""
    for k in range(i, min(len(tokens), i + 20)):
        t = tokens[k]
        if t.low in _CLAUSES:
            return k
        is_end = t.text in ".:;" and not tokens[k - 1].is_abbreviated
        is_verb = t.low in w.VERBS or t.low in w.AUXILIARY or t.low in w.BE
        on_day = t.low in ("in", "on") and tokens[k + 1 : k + 2] and tokens[k + 1].low in w.DAYS
        if t.quoted or is_end or is_verb or (t.low in _NOT_ASKED and not on_day):
            break  # `warned the dam would break if …`
    return i


def _has_clause(tokens: Tokens, i: int) -> bool:
    """Whether a clause begins soon: `told the head of the union that the well was dry`."""
    return any(t.low in ("that", "to") or t.text in ',:“"' for t in tokens[i : i + 8])


def after_adverbial(tokens: Tokens, i: int) -> int:
    """Where the words begin after `on Tuesday`, `in a statement`, `during a visit to the camp`."""
    k = i
    while k < len(tokens):
        low = tokens[k].low
        after = tokens[k + 1].low if k + 1 < len(tokens) else ""
        is_hour = low in w.TIMES and tokens[k - 1].low in w.DAYS
        if low in w.DAYS or is_hour or low in _ABOUT_WHEN or (low[-2:] == "ly" and after == "that"):
            k += 1
        elif low in ("last", "this", "next", "earlier", "later") and (
            after in w.STATEMENT_NOUNS or after in w.DAYS
        ):
            k += 2
        elif low in ("earlier", "later") and after in ("this", "that", "in", "on", ".", ""):
            k += 1
        elif low == "," and (after in w.ASIDES or after in w.PREPOSITIONS):
            return _after_aside(tokens, k)
        elif low in _ADVERBIAL:
            end, is_last = _adverbial_end(tokens, k)
            if is_last:
                return end
            k = end
        else:
            break
    return k


def _after_aside(tokens: Tokens, comma: int) -> int:
    """Where a clause begins after `…, however,`, or `…, in a letter to the town,`."""
    end = next((m for m in range(comma + 1, len(tokens)) if tokens[m].text in ",:"), comma)
    is_clause = tokens[end + 1 : end + 2] != [] and tokens[end + 1].low == "that"
    return end + 1 if is_clause and not any_quoted(tokens[comma:end]) else comma


def after_colon(tokens: Tokens, start: int) -> int:
    """Where a quotation begins after a colon: `she spoke in the square: “…”`."""
    colons = (k for k in range(start, min(start + 12, len(tokens) - 1)) if tokens[k].text == ":")
    return next((k + 1 for k in colons if tokens[k + 1].quoted), start)


def _adverbial_end(tokens: Tokens, k: int) -> tuple[int, bool]:
    """Where an adverbial with a preposition ends, and whether the words begin there."""
    stop = next(
        (
            m
            for m in range(k + 1, min(len(tokens), k + 16))
            if tokens[m].low == "that" or tokens[m].text in ",:" or tokens[m].quoted
        ),
        None,
    )
    inner = tokens[k + 1 : stop]
    if stop and tokens[stop].low == "that" and not any(t.low in w.BE for t in inner):
        return stop, True
    if tokens[k].low not in _PLACES:
        return k, True
    if stop and tokens[stop].text == ",":  # `told them in Dale, where he lives, that …`
        clauses = pairwise(enumerate(tokens[stop : stop + 20], stop))
        that = next(
            (n for (_, t), (n, after) in clauses if t.text == "," and after.low == "that"), 0
        )
        if that and not any(t.quoted for t in tokens[stop:that]):
            return that, True
    noun = next((m for m, t in enumerate(inner[:5], k + 1) if _is_occasion(t)), None)
    if noun is None:
        return k, True
    m = noun + 1
    while m < len(tokens) and _goes_on(tokens, m):
        m += 1
    return m, False


def _is_occasion(t: TextToken) -> bool:
    """Whether something is said in, on or at such."""
    return t.low in w.STATEMENT_NOUNS or t.low in w.DAYS


def _goes_on(tokens: Tokens, k: int) -> bool:
    """Whether an adverbial goes on with a token: `in an interview with the paper's editors`."""
    t, before = tokens[k], tokens[k - 1]
    if t.low in _LINKS or t.text in ("'s", "’s") or _is_occasion(t):
        return True
    if before.low in ("with", "to") and is_noun_like(t):
        return True
    if before.low in (*_LINKS, "the", "a") and (t.is_name or t.low in w.DETERMINERS):
        return True
    return t.is_name and before.is_name
