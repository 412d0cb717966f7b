"""Turns of phrase: where a verb of saying says nothing, and the words that belong to a verb."""

from __future__ import annotations

from countermove.record import words as w
from countermove.record.beginnings import after_colon
from countermove.record.text import Tokens, any_quoted

_PARTICLES = {"point": ("out", "to"), "put": ("it",), "shoot": ("back",), "fire": ("back",)}
_CLAUSES = frozenset(("that", "he", "she", "they", "it", "we", "there", "how", "why", "whether"))
_AFTER_WRITE = frozenset(("that", "on", "in", "to", ":", ",", ".", "of", "about"))
_HEARSAY = frozenset(("believe", "say", "think", "report", "estimate", "allege"))
_IDIOMS = frozenset(
    (
        *(
            ("report", "from"),
            ("read", "from"),
            ("plan", "for"),
            ("pledge", "delegates"),
            ("pledge", "delegate"),
        ),
        *(
            (verb, after)
            for verb in ("call", "order")
            for after in ("in", "up", "off", "back", "over")
        ),
    )
)
_BEGINS_CLAUSE = w.DETERMINERS | w.PRONOUNS | {"that", ":", ",", "“", '"'}
_UNNAMED = frozenset(("condition", "anonymity"))
_ANONYMOUS = frozenset(("named", "identified", "anonymous"))
_NEEDS_WORDS = frozenset(
    (
        "continue",
        "add",
        "answer",
        "reply",
        "respond",
        "read",
        "reflect",
        "counter",
        "observe",
        "object",
    )
)


def has_particle(tokens: Tokens, v: int, lemma: str) -> bool:
    """Whether the word after a verb is a part of it: `point out`, `call on the town to …`."""
    after = [t.low for t in tokens[v + 1 : v + 12]]
    if lemma == "put":
        return after[:1] == ["it"]
    if lemma == "call":
        return after[:1] == ["on"] and "to" in after
    return after[:1] in (["out"], ["back"]) and lemma in _PARTICLES


def says_nothing(tokens: Tokens, v: int, lemma: str) -> bool:
    """Turns of phrase in which a verb of saying says nothing."""
    rest = [t.low for t in tokens[v + 1 : v + 6]]
    first, second = (*rest, "", "")[:2]
    if (lemma, first) in _IDIOMS or (lemma == "respond" and "request" in " ".join(rest)):
        return True
    if lemma in _HEARSAY and tokens[v].low.endswith(("d", "t")) and first == "to":
        return second in ("be", "have")  # `believed to be`
    if lemma in ("decline", "refuse") and (first, second) == ("to", "comment"):
        return True
    if lemma == "want" and (first, second) == ("to", "know"):
        return rest[2:3] == [] or rest[2] not in w.SUBORDINATE  # `“Why?” she wanted to know`
    if lemma == "ask" and _ANONYMOUS & set(rest):
        return True  # `who asked not to be named`
    if lemma == "go":
        return first != "on" or second not in (",", ":", ".", "“", '"', "in")
    if lemma == "comment" and v and tokens[v - 1].low in ("not", "never"):
        return True
    if lemma in ("speak", "insist", "request") and _UNNAMED & set(rest):
        return True
    if lemma in _PARTICLES:
        return first not in _PARTICLES[lemma]
    return _is_act(tokens, v, lemma, first) or _lacks_words(tokens, v, lemma, first)


def _is_act(tokens: Tokens, v: int, lemma: str, first: str) -> bool:
    """Whether a verb that may be one of saying tells an act here: `the warplanes attacked`."""
    if lemma in ("show", "find"):
        return first != "that" and not any(t.low in w.REPORTS for t in tokens[max(0, v - 12) : v])
    near = tokens[max(0, v - 6) : v]
    if lemma == "rule":
        return first not in ("that", "out") and not any(t.low in w.RULERS for t in near)
    if lemma in ("attack", "blast"):
        return any(t.low in w.FIGHTERS or t.low in ("which", "that") for t in near)
    return False


def _lacks_words(tokens: Tokens, v: int, lemma: str, first: str) -> bool:
    """Whether a verb that says something only with words has none: `she read a book`."""
    is_quoting = any_quoted(tokens[max(0, v - 4) : v + 9])
    quotes = any_quoted(tokens[max(0, v - 4) : v + 5]) or after_colon(tokens, v) != v
    if lemma in w.NEEDS_CLAUSE:
        return first not in _CLAUSES
    if lemma in w.QUOTING:
        return not quotes
    if lemma == "advise":  # `he advised the union`
        after = {t.low for t in tokens[v + 1 : v + 9]}
        return not is_quoting and not after & {"that", "to", "against", ","}
    if lemma == "write":
        return not is_quoting and first not in _AFTER_WRITE
    if lemma in ("speak", "talk"):
        return not is_quoting
    if lemma in _NEEDS_WORDS and not quotes:
        is_clause = first in ("on", "at", "via") and "that" in [t.low for t in tokens[v : v + 6]]
        return not is_clause and first not in ("that", "in", "he", "she", "the")
    if tokens[v].low in ("state", "states") and not any_quoted(tokens[max(0, v - 4) : v]):
        return first not in _BEGINS_CLAUSE
    return False
