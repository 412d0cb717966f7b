"""Cues that are no active verbs of saying: nouns, adjectives, passives; and what nobody says."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.record import words as w
from countermove.record.cues import Cue, back_to_be, find_cues, is_nested
from countermove.record.phrases import Range, phrase_left, phrase_right
from countermove.record.subjects import QUOTE_MARKS, subject_left
from countermove.record.text import Tokens


def all_cues(tokens: Tokens) -> list[Cue]:
    """Return the cues of a sentence that say something of their own, in order."""
    found = find_cues(tokens)
    cues = [cue for cue in found if not _is_unsaid(tokens, cue)]
    rules = (_adjectives, _passives, _quoted_as_saying, _made_clear, _of_no_list)
    others = [cue for rule in rules for cue in rule(tokens)]
    others = [cue for cue in others if all(cue.index != known.index for known in found)]
    if not others:
        return cues
    cues = sorted([*cues, *others], key=lambda cue: cue.index)
    return [cue for i, cue in enumerate(cues) if not is_nested(tokens, cues, i)]


def _is_unsaid(tokens: Tokens, cue: Cue) -> bool:
    """Whether nobody says it: `neither of them said …`, `she did not say whether …`."""
    first = cue.subject[0]
    if tokens[first].low == "not" or (first and tokens[first - 1].low in ("neither", "nor", "not")):
        return True
    if tokens[first].low in w.NOBODY and not tokens[first + 1].text.isdigit():
        return True
    denied = (
        t.low in ("not", "never") or t.low.endswith("n't") for t in tokens[cue.group : cue.index]
    )
    return cue.lemma in w.UNSAID and not cue.inverted and any(denied)


def _adjectives(tokens: Tokens) -> Iterator[Cue]:
    """`she is confident that …`."""
    for k in range(1, len(tokens) - 1):
        if tokens[k].low not in w.ADJECTIVES or tokens[k].quoted:
            continue
        if tokens[k + 1].low not in ("that", "about"):
            continue
        be = back_to_be(tokens, k)
        left = subject_left(tokens, be) if tokens[be].low in w.BE else None
        if left:
            yield Cue(k, left[1], k + 1, f"be {tokens[k].low}", "base", "stance", left[0])


def _passives(tokens: Tokens) -> Iterator[Cue]:
    """`the plan was condemned by the union as …`."""
    for v in range(1, len(tokens) - 2):
        verb = w.VERBS.get(tokens[v].low)
        if verb is None or verb.shape != "ed" or tokens[v].quoted or verb.kind == "stance":
            continue
        be = back_to_be(tokens, v)
        if tokens[v + 1].low != "by" or tokens[be].low not in w.BE or verb.lemma in w.ACTS:
            continue
        end = phrase_right(tokens, v + 2)
        if end and subject_left(tokens, be):
            yield Cue(v, v, v + 1, verb.lemma, verb.shape, "passive", (v + 2, end), inverted=True)


def _quoted_as_saying(tokens: Tokens) -> Iterator[Cue]:
    """`she was quoted as saying …`, `she went on to say …`."""
    for v in range(3, len(tokens)):
        verb = w.VERBS.get(tokens[v].low)
        if verb is None or tokens[v].quoted:
            continue
        first, second = tokens[v - 2].low, tokens[v - 1].low
        if verb.shape == "ing" and (first, second) == ("quoted", "as"):
            left = subject_left(tokens, back_to_be(tokens, v - 2))
        elif verb.shape == "base" and (tokens[v - 3].low, first, second) == ("went", "on", "to"):
            left = subject_left(tokens, v - 3)
        else:
            continue
        if left:
            yield Cue(v, left[1], v + 1, verb.lemma, "base", verb.kind, left[0])


def _made_clear(tokens: Tokens) -> Iterator[Cue]:
    """`she made clear that …`, `she made it plain that …`."""
    for v in range(1, len(tokens) - 2):
        if tokens[v].low not in ("made", "makes", "make") or tokens[v].quoted:
            continue
        end = v + 1 + (tokens[v + 1].low == "it")
        after = [t.low for t in tokens[end : end + 2]]
        if after not in (["clear", "that"], ["plain", "that"]):
            continue
        left = subject_left(tokens, v)
        if left:
            yield Cue(v, left[1], end + 1, "make clear", "base", "object", left[0])


def _of_no_list(tokens: Tokens) -> Iterator[Cue]:
    """`“…,” she stammered`, `“…,” stammered the mayor`: any verb beside a closed quotation."""
    for k in range(3, len(tokens) - 1):
        if tokens[k].quoted or not _closes_words(tokens, k):
            continue
        if _may_say(tokens, k):
            end = phrase_right(tokens, k + 1)
            if end and _is_somebody(tokens[k + 1 : end]):
                yield Cue(k, k, k + 1, tokens[k].low, "ed", "clause", (k + 1, end), inverted=True)
            continue
        end = phrase_right(tokens, k)
        if end and _is_somebody(tokens[k:end]):
            v = _verb_after(tokens, k, end)
            if v and _is_alone(tokens, v + 1):
                yield Cue(v, v, v + 1, tokens[v].low, "ed", "clause", (k, min(end, v)))


def _verb_after(tokens: Tokens, k: int, end: int) -> int | None:
    """Where a verb stands after a phrase that begins at k: `the letter to us says`."""
    if end < len(tokens) and tokens[end].low in ("to", "from"):
        end = phrase_right(tokens, end + 1) or end
    # A verb with the form of a noun was taken into the phrase.
    return next((v for v in (end, end - 1) if k < v < len(tokens) and _may_say(tokens, v)), None)


def _closes_words(tokens: Tokens, k: int) -> bool:
    """Whether a quotation that the sentence begins with goes on after token k, or ends there."""
    if not tokens[0].quoted:
        return False
    mark, before = tokens[k - 1].text, tokens[k - 2].text
    return (mark in QUOTE_MARKS and before in ",?!") or (mark == "," and before in QUOTE_MARKS)


def _may_say(tokens: Tokens, v: int) -> bool:
    """Whether a word may be a verb that says what stands before it."""
    t = tokens[v]
    verb = w.VERBS.get(t.low)
    if verb:
        return verb.shape in ("ed", "s") and verb.kind == "clause"
    return not t.cap and len(t.low) > 4 and t.low.endswith("ed")


def _is_somebody(subject: Tokens) -> bool:
    """Whether a phrase can be who says something."""
    first = subject[0].low
    return first in w.PRONOUNS or first in w.DETERMINERS or any(t.is_name for t in subject)


def _is_alone(tokens: Tokens, k: int) -> bool:
    """Whether a verb has no object but whom it is said to."""
    if k >= len(tokens):
        return True
    t = tokens[k]
    return not t.word or t.low in w.PREPOSITIONS or t.low in w.RECIPIENTS or t.low in w.SUBORDINATE


def noun_cues(tokens: Tokens) -> Iterator[Cue]:
    """`the mayor's claim that …`, `her promise to …`: nouns of saying, with whose they are."""
    for k in range(1, len(tokens) - 1):
        t = tokens[k]
        kind = w.NOUNS.get(t.low)
        if kind is None or t.quoted or t.cap:
            continue
        subject = _whose(tokens, k)
        if subject and _begins_words(tokens, k + 1, t.low):
            yield Cue(k, k, k + 1, t.low, "noun", kind, subject)


def _whose(tokens: Tokens, k: int) -> Range | None:
    """Whose a noun is, up to two words before it: `the mayor's repeated claim`."""
    for j in range(k - 1, max(-1, k - 4), -1):
        t = tokens[j]
        if t.quoted or not t.word:
            return None
        if t.low in ("his", "her", "their"):
            return j, j + 1
        if t.is_possessive and t.low not in w.BE:
            start = phrase_left(tokens, j)
            return (start, j + 1) if start is not None else None
        if t.low in w.NOT_IN_PHRASES or t.low in w.VERBS:
            return None
    return None


def _begins_words(tokens: Tokens, k: int, noun: str) -> bool:
    """Whether what is said begins with a token after a noun of saying."""
    t = tokens[k]
    if t.low == "that":
        return True
    if t.low == "to":
        return noun in w.NOUNS_TO
    return t.low == "for" and noun in ("call", "calls", "demand", "demands")
