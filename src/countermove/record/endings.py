"""Where what is said ends: before an aside, an act, or the next verb of saying."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from countermove.record import words as w
from countermove.record.cues import Cue, joint_before
from countermove.record.phrases import is_past_verb
from countermove.record.text import Tokens

_CLAUSE_ENDS = (";", "—", "–", "--")
_MAIN_VERBS = (w.BE - {"be", "been", "being"}) | {"has", "have", "had", "will", "would"} | w.PAST
_CONDITIONS = frozenset(("providing", "assuming", "barring", "depending", "unless", "except"))
_CONDITIONS_OF_TWO = frozenset(
    (
        *(("but", second) for second in ("that", "only", "not")),
        *(("as", second) for second in ("long", "well", "soon")),
        ("even", "if"),
    )
)
# Of these is what is said before a comma: `that it leaks, a view the town shares`.
_VIEWS = {*w.NOUNS, "view", "position", "stance", "sentiment", "point", "fact", "figure", "move"}
ASIDES = ("but", "although", "though", "while", "as", "even")


def end_of_words(tokens: Tokens, cues: Sequence[Cue], c: int, right: int, start: int) -> int:
    """Where what stands after a cue ends: with a clause of its own, or before the next cue."""
    stop = len(tokens)
    for later in cues[c + 1 :]:
        edge = later.group
        if later.subject[0] > right and not later.inverted:
            edge = min(later.subject[0], edge)
        if edge > start:
            stop = joint_before(tokens, start, edge) or edge
            break
    first = cues[c].subject[0]
    if first and tokens[first].low in ("who", "which") and tokens[first - 1].text == ",":
        comma = next_comma(tokens, start)  # `, who said it was dry, left`
        stop = min(stop, comma) if comma and comma > start else stop
    if tokens[start : start + 1] and tokens[start].low == "to":
        stop = _end_of_infinitive(tokens, start, stop)
    quoted_from = next((m for m in range(stop - 1, start - 1, -1) if tokens[m].quoted), start - 1)
    if start < quoted_from < stop - 2 and tokens[quoted_from - 1].text == ",":
        after = tokens[quoted_from + 1].low  # the comma stands within the marks
        is_act = after == "and" and is_past_verb(tokens[quoted_from + 2])
        if (
            is_act
            or after in ("a", "an", "then")
            or _is_aside(tokens, quoted_from, stop, is_clause=True)
        ):
            return quoted_from + 1
    for m in range(max(start + 2, quoted_from + 1), stop):
        if tokens[m].text in _CLAUSE_ENDS and m > start + 2:
            return m
        is_comma = tokens[m].text == "," and m + 1 < stop
        if is_comma and _is_aside(tokens, m, stop, m > start + 3):
            return m
    return stop


def _end_of_infinitive(tokens: Tokens, start: int, stop: int) -> int:
    """Where an infinitive ends, before what was done: `promised to stay | and then left`."""
    for m in range(start + 2, stop - 2):
        if tokens[m].low in ("and", "but") and not tokens[m].quoted:
            after = tokens[m + 1 + (tokens[m + 1].low == "then")]
            if after.low == "did" or after.low in _MAIN_VERBS:
                return m
    return stop


def _is_aside(tokens: Tokens, comma: int, stop: int, is_clause: bool) -> bool:
    """Whether a clause of its own begins after a comma, and doesn't end before what is said."""
    after = tokens[comma + 1].low
    second = tokens[comma + 2].low if comma + 2 < len(tokens) else ""
    end = next_comma(tokens, comma + 1)
    beyond = tokens[end + 1].low if end is not None and end < stop - 1 else ""
    if after == "which":  # `that the talks, which began in May, would go on`
        return beyond in ("", "and", "but", "or")
    if after in _CONDITIONS or (after, second) in _CONDITIONS_OF_TWO:
        return False
    if after.endswith("ing"):
        return is_clause and after != "including" and beyond not in w.BE | w.AUXILIARY
    if _is_time(tokens, comma + 1) or (after in ("a", "an") and second in _VIEWS):
        return True
    return after in ASIDES


def _is_time(tokens: Tokens, k: int) -> bool:
    """Whether `a day after`, `hours before` begins with a token."""
    return any(
        t.low.removesuffix("s") in w.TIMES | {"minute", "hour", "day"}
        and after.low in ("after", "before")
        for t, after in pairwise(tokens[k : k + 4])
    )


def next_comma(tokens: Tokens, i: int) -> int | None:
    """Where the next comma outside quotation marks stands."""
    return next(
        (m for m in range(i, len(tokens)) if tokens[m].text == "," and not tokens[m].quoted), None
    )


def end_of_noun(tokens: Tokens, cue: Cue, start: int, stop: int) -> int:
    """Where what a noun of saying holds ends: `her claim that it is dry | was false`."""
    comma = next_comma(tokens, start)
    stop = min(stop, comma) if comma else stop
    if cue.subject[0] > 2:
        return stop
    verbs = [m for m in range(start + 2, stop) if tokens[m].text in _MAIN_VERBS]
    verbs = [m for m in verbs if not tokens[m].quoted]
    if tokens[start].low != "that":  # an infinitive or a noun: the first verb is the sentence's
        return verbs[0] if verbs else stop
    # A clause has a verb of its own, unless it is a long way to the only one of these.
    if len(verbs) < 2 and not (verbs and verbs[0] - start > 4):
        return stop
    end = verbs[-1]
    return end - 1 if tokens[end - 1].text in _MAIN_VERBS and end - 1 > start else end
