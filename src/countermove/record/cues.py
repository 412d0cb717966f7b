"""Cues: the verbs that say that somebody says something, each with its subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermove.record import words as w
from countermove.record.idioms import has_particle, says_nothing
from countermove.record.phrases import Range, phrase_right
from countermove.record.subjects import QUOTE_MARKS, main_subject, subject_left
from countermove.record.text import TextToken, Tokens, any_quoted

_PLAIN_QUANTITIES = frozenset(("some", "many", "most", "few", "others", "both", "all"))
_ALONE = frozenset(("another", "each", "several", "one", "two", "three", "four", "five"))
_DETERMINERS = w.DETERMINERS - _PLAIN_QUANTITIES
_NO_OBJECT = (
    (w.PREPOSITIONS - {"for", "on", "to"})
    | w.BE
    | frozenset(("has", "have", "had", "will", "would", "and", "or"))
)
_SAYING_NOUNS = w.STATEMENT_NOUNS - w.TIMES
_ADVERBS = frozenset(("already", "also", "still", "now", "not", "never", "just"))
_CLOSES_WORDS = frozenset((",", "”", '"', "''", "’", "?", "!", "—", "–"))
_ENDS_CLAUSE = frozenset(("who", "which", "when", "as", "while", "and", "but", "last", "this"))
_BEFORE_MAIN = frozenset(("when", "after", "as", "because", "while", "although", "though"))
_KNOW = ("familiar", "close", "aware", "involved", "present")
_CONTRASTS = frozenset(("and", "while", "but", "whereas", "though", "although"))
_NEEDS_OBJECT = frozenset(
    ("accuse", "attack", "blame", "criticize", "describe", "denounce", "praise", "suspect")
)
_AFTER_OBJECT = frozenset(("of", "in", "on", "at", "for", "as", "with", "after", "during", "over"))
_CUE_WORDS = frozenset((*w.VERBS, "according"))
_UNKNOWN: Range = (-1, -1)


@dataclass(slots=True)
class Cue:
    """A verb of saying, or `according to`, in the tokens of a sentence."""

    index: int
    group: int  # the first token of the verb's group
    end: int
    lemma: str
    shape: w.Shape
    kind: w.VerbKind
    subject: Range
    inverted: bool = False  # the subject stands after it: `said the minister`
    shared: bool = False  # its subject is that of the cue before it, or of the sentence


def cue_ahead(tokens: Tokens, i: int) -> bool:
    """Whether the verb of the quotation just closed follows: `he said`, `said the minister`."""
    for t in tokens[i : i + 9]:
        if t.text in QUOTE_MARKS or t.text in ".:":
            return False
        verb = w.VERBS.get(t.low)
        if verb and verb.kind != "stance" and verb.shape != "ing":
            return True
    return False


def find_cues(tokens: Tokens) -> list[Cue]:
    """Return the cues of a sentence, outside quotations, with the subjects that rules can find."""
    places = [v for v, t in enumerate(tokens) if t.low in _CUE_WORDS and not t.quoted]
    if not places:
        return []
    main = main_subject(tokens)
    if tokens[0].low == "asked":  # `Asked whether she believed it, …`
        comma = next((k for k, t in enumerate(tokens) if t.text == "," and not t.quoted), 0)
        places = [v for v in places if v > comma]
    candidates: list[Cue] = []
    for v in places:
        if tokens[v].low == "according":
            cue = _according(tokens, v)
        else:
            cue = _verb_cue(tokens, v, None if candidates else main)
        if cue is not None:
            candidates.append(cue)
        elif main is None or main[1] > v:
            main = _who_acts(tokens, v) or main
    cues = _with_subjects(tokens, candidates, main)
    return [cue for i, cue in enumerate(cues) if not is_nested(tokens, cues, i)]


def _who_acts(tokens: Tokens, v: int) -> Range | None:
    """The subject of a verb that says nothing, for what shares it: `they objected, saying …`."""
    verb = w.VERBS.get(tokens[v].low)
    left = subject_left(tokens, v) if verb and verb.shape == "ed" else None
    return left[0] if left else None


def _with_subjects(tokens: Tokens, candidates: list[Cue], main: Range | None) -> list[Cue]:
    """Let cues share the subject of the cue before, or of the sentence; drop those without one."""
    cues: list[Cue] = []
    last: Cue | None = None
    for cue in candidates:
        if cue.subject == _UNKNOWN:
            if last is not None:
                cue.subject, cue.shared = last.subject, True
            elif main and main[1] <= cue.index:
                cue.subject, cue.shared = main, True
            else:
                continue
        cues.append(cue)
        if last is None or (cue.shape != "ing" and not is_nested(tokens, cues, len(cues) - 1)):
            last = cue
    return cues


def _according(tokens: Tokens, v: int) -> Cue | None:
    """`according to NAME`."""
    if v + 1 >= len(tokens) or tokens[v + 1].low != "to":
        return None
    end = phrase_right(tokens, v + 2)
    comma = next((m for m in range(v + 2, end or 0) if tokens[m].text == ","), None)
    if end and comma and v < 2 and not _is_closed_apposition(tokens, comma, end):
        end = comma
    if not end:
        return None
    if end < len(tokens) and (tokens[end].low.endswith("ed") or tokens[end].low in _KNOW):
        end = next(
            (m for m in range(end, min(end + 12, len(tokens))) if tokens[m].text in ",."), end
        )
    return Cue(v, v, v + 2, "according", "s", "clause", (v + 2, end), inverted=True)


def _is_closed_apposition(tokens: Tokens, comma: int, end: int) -> bool:
    """Whether what follows a comma describes and ends with another: `…, the mayor, the dam …`."""
    if end >= len(tokens) or tokens[end].text != ",":
        return False
    inner = tokens[comma + 1 : end]
    return not any(t.low in w.BE or t.low in w.AUXILIARY for t in inner) and any(
        t.low in w.ROLE_NOUNS or t.low in ("a", "an") for t in inner
    )


def _verb_cue(tokens: Tokens, v: int, main: Range | None) -> Cue | None:
    """Return the cue that a form of a verb of saying is; `main`, where no cue stands before it."""
    t = tokens[v]
    verb = w.VERBS[t.low]
    before = tokens[v - 1] if v else None
    if _is_no_cue(tokens, v, verb):
        return None
    cue = Cue(v, v, v + 1 + has_particle(tokens, v, verb.lemma), *verb, _UNKNOWN)
    if verb.shape == "ing":
        return _participle(tokens, cue)
    left = subject_left(tokens, v)
    if left and _names_a_thing(tokens, v, left[0]):
        return None
    if left and not _disagrees(tokens, cue, left) and not _is_noun(tokens, v, verb, left[0]):
        cue.subject, cue.group = left
        return cue
    if before is None or before.quoted or before.text in _CLOSES_WORDS:
        inverted = _inverted(tokens, cue)
        if inverted or before is None or before.quoted or before.text != ",":
            return inverted
    leads = verb.kind == "clause" and verb.shape != "base" and tokens[v + 1 : v + 2] != []
    is_strong = verb.lemma in w.STRONG or (leads and tokens[v + 1].low == "that")
    if main and is_strong and not t.cap and main[1] <= v and not any_quoted(tokens[main[1] : v]):
        # The phrase is too long for the lists: whom the sentence is about.
        cue.subject = main
        return cue
    back = v - 1
    while back > 0 and (tokens[back].low in w.AUXILIARY or tokens[back].low.endswith("ly")):
        back -= 1
    then = tokens[v - 1].low == "then" and (tokens[back].quoted or tokens[back].text == ",")
    joined = then or tokens[back].low in ("and", "but")
    if joined and verb.shape in ("ed", "s") and not _is_parallel(tokens, back):
        cue.group = back + 1
        return cue
    return None


def _is_parallel(tokens: Tokens, joint: int) -> bool:
    """Whether verbs are joined within what is said: `Ruiz said it had risen and had shown that`."""
    auxiliary = tokens[joint + 1].low
    if auxiliary not in ("had", "has", "have", "would", "will", "could"):
        return False
    before = (m for m in range(joint - 1, 0, -1) if tokens[m].low == auxiliary)
    m = next(before, None)
    return m is not None and not any(t.low in w.VERBS for t in tokens[m + 1 : m + 3])


def _is_no_cue(tokens: Tokens, v: int, verb: w.VerbForm) -> bool:
    """Whether a form says nothing: it is a noun, passive, a name, an infinitive, an idiom."""
    t = tokens[v]
    before = tokens[v - 1] if v else None
    if says_nothing(tokens, v, verb.lemma):
        return True
    if verb.shape == "ed" and v + 1 < len(tokens) and tokens[v + 1].low == "by":
        return True
    if before is None:
        return t.cap and verb.shape == "base"
    if t.cap and (t.low in w.NOUNS_TOO or t.low.startswith("state")):
        return True
    if verb.shape == "base" and before.text in w.FINITE:
        return True  # `the vote drew praise`
    holds = verb.kind == "stance" or verb.lemma in ("think", "believe")
    if holds and (t.cap or before.low in ("i", "we")):
        return True
    if verb.shape in ("ed", "base") and tokens[back_to_be(tokens, v)].low in w.BE:
        return True
    if verb.shape == "ed" and tokens[0].low in w.BE and phrase_right(tokens, 1) == v:
        return True  # `Were the well closed, …`
    if verb.lemma in _NEEDS_OBJECT and tokens[v + 1 : v + 2] and tokens[v + 1].low in _AFTER_OBJECT:
        return True  # `the men accused of it`
    by_saying = verb.shape == "ing" and before.low == "by" and _answers(tokens, v)
    if before.low in ("to", "of", "for", "by", "in") and not before.quoted and not by_saying:
        return True
    stands_alone = before.low in _ALONE and t.low not in w.NOUNS_TOO
    if before.low == "be" or (before.low in _DETERMINERS and not stands_alone):
        return True
    return t.low in w.NOUNS_TOO and before.is_possessive


def _answers(tokens: Tokens, v: int) -> bool:
    """Whether somebody answers, begins or ends by saying something."""
    return any(t.low in w.ANSWERING for t in tokens[max(0, v - 8) : v])


def back_to_be(tokens: Tokens, v: int) -> int:
    """Return the place before a verb and its adverbs, where a form of *be* would stand."""
    be = v - 1
    while be > 0 and (tokens[be].low.endswith("ly") or tokens[be].low in _ADVERBS):
        be -= 1
    return be


def _participle(tokens: Tokens, cue: Cue) -> Cue | None:
    """`…, calling it a theft`, which shares a subject, or `she is calling it a theft`."""
    v = cue.index
    if not v:
        return None
    t, before = tokens[v], tokens[v - 1]
    if t.low not in ("including", "following") and (
        before.text == ","
        or before.low in ("while", "before", "after", "and")
        or (before.low == "by" and _answers(tokens, v))
        or before.text in QUOTE_MARKS
        or _goes_with_noun(tokens, v)
    ):
        return cue
    be = back_to_be(tokens, v)
    if tokens[be].low in w.BE:
        left = subject_left(tokens, be)
        if left:
            cue.subject, cue.group = left
            return cue
    return None


def _goes_with_noun(tokens: Tokens, v: int) -> bool:
    """`a statement calling it “a theft”`, `a story in the paper claiming that …`."""
    if tokens[v - 1].low in _SAYING_NOUNS:
        is_plain = tokens[v].low not in ("calling", "offering", "reporting")
        return is_plain or any_quoted(tokens[v + 1 : v + 9])
    near = (t.low in _SAYING_NOUNS for t in tokens[max(0, v - 6) : v])
    return tokens[v + 1 : v + 2] != [] and tokens[v + 1].low == "that" and any(near)


def _names_a_thing(tokens: Tokens, v: int, subject: Range) -> bool:
    """`a plan called Harbour` says nothing."""
    if tokens[v].low not in ("called", "dubbed", "labeled", "titled"):
        return False
    if not any(t.low in ("a", "an") for t in tokens[slice(*subject)]) or v + 1 >= len(tokens):
        return False
    return tokens[v + 1].quoted or tokens[v + 1].cap


def _disagrees(tokens: Tokens, cue: Cue, left: tuple[Range, int]) -> bool:
    """Whether a form without an ending stands after one person or thing: `a running dispute`."""
    (start, end), group = left
    last = tokens[end - 1]
    if cue.shape != "base" or cue.lemma in w.STRONG or group != cue.index:
        return False
    if last.low in ("he", "she", "it"):
        return True
    if last.low in w.PRONOUNS or _may_be_several(last):
        return False
    several = w.PLURALS | {"and"}
    return not any(
        t.low in several or (_may_be_several(t) and (not t.cap or i == 0))
        for i, t in enumerate(tokens[start:end], start)
    )


def _may_be_several(t: TextToken) -> bool:
    """Whether a noun may be a plural: `buses`, not `bus`."""
    return t.low.endswith("s") and not t.low.endswith(("ss", "us", "is"))


def _is_noun(tokens: Tokens, v: int, verb: w.VerbForm, subject: Range) -> bool:
    """Whether a form that is a noun as often is one here: `the union demands`, `its demands of`."""
    if tokens[v].low not in w.NOUNS_TOO or verb.shape not in ("base", "s"):
        return False
    if subject[0] and tokens[subject[0] - 1].quoted:
        return False  # `“…,” the letter states`
    last = tokens[subject[1] - 1]
    is_plain = last.low in w.PRONOUNS or last.is_name or _may_be_several(last) or last.text in ",)"
    if not (is_plain or tokens[v - 1].text == ",") or v + 1 >= len(tokens):
        return True
    right = tokens[v + 1]
    return right.text in ",.;" or right.low in _NO_OBJECT


def _inverted(tokens: Tokens, cue: Cue) -> Cue | None:
    """`“…”, said the minister`: what follows is a name, a pronoun or somebody in a role."""
    v = cue.index
    if cue.kind != "clause" and cue.lemma not in ("call", "speak"):
        return None
    if cue.shape not in ("ed", "s"):
        return None
    end = phrase_right(tokens, v + 1)
    if not end:
        return None
    subject = tokens[v + 1 : end]
    if subject[0].low == "that":
        return None  # `…, noted that farmers …`
    if not (
        any(x.is_name or x.low in w.ROLE_NOUNS for x in subject)
        or subject[0].low in w.DETERMINERS
        or subject[0].low in w.PRONOUNS
    ):
        return None
    after_comma = v > 0 and tokens[v - 1].text == ","
    if cue.lemma in ("ask", "tell") and after_comma and not any_quoted(tokens[max(v - 2, 0) : v]):
        return None  # `…, asked the minister to …`
    # Where no quotation stands before, a clause after it has it as its own subject.
    unquoted = v > 0 and not tokens[v - 1].quoted and tokens[v - 1].text == ","
    if unquoted and end < len(tokens) and not _ends_clause(tokens[end]):
        return None
    cue.subject, cue.inverted = (v + 1, end), True
    return cue


def _ends_clause(t: TextToken) -> bool:
    """Whether the clause of a verb may end before a token, or go on with place and time only."""
    return not t.word or t.low in w.PREPOSITIONS or t.low in w.DAYS or t.low in _ENDS_CLAUSE


def joint_before(tokens: Tokens, start: int, edge: int) -> int | None:
    """Where a comma joins a clause that begins with when and where: `…, and in May he said`."""
    k = next((m for m in range(edge - 3, max(start, edge - 8), -1) if tokens[m].text == ","), None)
    if k is None or tokens[k + 1].low not in _CONTRASTS or tokens[k + 2].low not in w.PREPOSITIONS:
        return None
    return k


def is_nested(tokens: Tokens, cues: Sequence[Cue], i: int) -> bool:
    """Whether a cue stands within the words of the one before it: `said he believes …`."""
    cue = cues[i]
    if cue.shared or cue.inverted or not i:
        return False
    outer = cues[i - 1]
    edge = min(cue.subject[0], cue.group)
    start = outer.subject[1] if outer.inverted else outer.end
    between = tokens[start:edge]
    if edge < start or len(between) > 40:
        return False
    if any_quoted(between):
        return between[-1].low in ("whether", "why", "how")
    if between and between[-1].text in ";:":
        return False
    if outer.inverted and len(between) == 1 and tokens[cue.subject[0]].low == "who":
        return False  # `“…,” said Ruiz, who noted that …`
    lead = between[:-1] if between and between[-1].low in ("when", "after") else between
    if len(lead) >= 2 and lead[-2].text == "," and lead[-1].low in _CONTRASTS:
        return False
    if joint_before(tokens, start, edge):
        return False
    if between and between[-1].text == ",":
        if outer.lemma == "according" and len(between) == 1:
            return True  # `According to Ruiz, the town has agreed to pay`
        if tokens[outer.subject[0] - 1].low in _BEFORE_MAIN and outer.subject[0]:
            return False  # `When Ruiz said it leaks, Holt denied that …`
        # `…, she said, …` closes a clause; it is nested where the verb has words of its own.
        after = tokens[cue.end : cue.end + 1]
        return not (after and (after[0].text in ",." or _ends_clause(after[0])))
    marks = any(t.text in ",;—–:" for t in between)
    return not (marks and tokens[cue.subject[0]].low in ("who", "which"))
