"""What stands beside a quotation in its sentence and makes it say something else: *if*, *not*."""

from __future__ import annotations

import re
from textwrap import shorten

from countermove.record.folding import as_read

_LIMITS = (
    r"not|never|nor|rather\s+than|but|unless|except|excepting|provided|providing|if|only|however|although|though|while|whilst"
    r"|until|till|as\s+long\s+as|so\s+long\s+as|on\s+condition|without|whereas|yet|subject\s+to"
    r"|apart\s+from|other\s+than|barring"
)
_SAYS = (
    r"sa(?:id|ys)|t(?:old|ells)|add(?:ed|s)|wr(?:ote|ites)|argue[ds]|insist(?:ed|s)|warn(?:ed|s)"
    r"|stress(?:ed|es)|explain(?:ed|s)|note[ds]|announce[ds]|declare[ds]|repl(?:ied|ies)"
    r"|repeat(?:ed|s)|according\s+to"
)
# What stands between: closing marks and commas; and who said so, where the words go on after it.
_GOES_ON = re.compile(
    r"[^\w.!?\n]{0,4}"
    r"(?:[”\"’']\s[^.!?“”\"\n]{1,80}?,\s[“\"‘']"
    rf"|,\s(?=[^.!?;:,“”\"\n]{{0,60}}\b(?:{_SAYS})\b)[^.!?;:,“”\"\n]{{1,100}}?,?\s)?"
    rf"[\s…]{{0,2}}(?P<on>(?:{_LIMITS})\b(?:[^.;!?”\"\n]|\.(?=\w)){{0,300}})",
    re.IGNORECASE,
)
_LIMITS_ITSELF = re.compile(rf"(?:{_LIMITS})\b", re.IGNORECASE)
_FARTHEST = 600  # characters that are looked at on either side
_LONGEST = 120  # and that are shown

_SENTENCE_ENDS = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bMrs)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)"
    r"[.!?…][”\"’')\]]*\s+|[;:]\s|\n"
)
WHO_SAID_SO = re.compile(r",?[”\"’']\s[^.!?“”\"]{1,80}?,\s[“\"‘']")
_WORDS = r"(?:\s+[^\s,—–]+){{0,{0}}}".format
_NOT_OF_IT = r"(?!(?:and|or|but|because|so|while|who|which)\b)"
_TURNS = re.compile(
    # A condition, which may stand before a comma.
    rf"\b(?:(?:if|unless|until|provided|providing|assuming|supposing|(?:as|so)\s+long\s+as"
    rf"|in\s+case|on\s+condition)\b{_WORDS(20)}(?:,{_WORDS(12)})?"
    # Nobody of whom it is true, and what nobody says.
    rf"|(?:neither|nor|no[\s-]one|nobody|none|whether)\b{_WORDS(10)}"
    # A denial of what follows directly.
    r"|(?:not(?!\s+only\b)|never|no|cannot|\w+n[’']t|hardly|without|rather\s+than|instead\s+of"
    r"|den(?:y|ies|ied|ying)|(?:refus|declin)(?:e|es|ed|ing)\s+to|fail(?:s|ed|ing)?\s+to"
    rf"|rul(?:e|es|ed|ing)\s+out)\b(?:\s+{_NOT_OF_IT}[^\s,—–]+){{0,6}})"
    r"[\s“\"‘'«(]*\Z",
    re.IGNORECASE,
)


def goes_on(text: str, end: int, until: int | None = None) -> str:
    """Return what follows a quotation, where that limits it; else an empty text.

    >>> goes_on("We will sign, unless the town takes the water.", 12)
    'unless the town takes the water'
    >>> goes_on("“We will sign,” she said, “but not today.”", 13)
    'but not today'
    """
    if re.search(r"[.!?][”\"’')\s]*$", text[max(0, end - 4) : end]):
        return ""
    farthest = min(end + _FARTHEST, len(text) if until is None else until)
    match = _GOES_ON.match(text, end, farthest)
    return _shown(match["on"]) if match else ""


def comes_after(text: str, start: int, since: int = 0) -> str:
    """Return what stands before a quotation, where that turns it; else an empty text.

    >>> comes_after("No one at the board said that it pays.", 14)
    'No one at the'
    >>> comes_after("If the town signs, we sign.", 19)
    'If the town signs'
    >>> comes_after("They won't go, and we sign.", 19)
    ''
    """
    if _LIMITS_ITSELF.match(text, start):
        return ""
    before = text[max(since, start - _FARTHEST) : start]
    last = 0
    for match in _SENTENCE_ENDS.finditer(before):
        last = match.end()
    turns = _TURNS.search(WHO_SAID_SO.sub(", ", before[last:]))
    return _shown(turns[0]) if turns else ""


def _shown(text: str) -> str:
    return shorten(as_read(text), _LONGEST, placeholder=" …").rstrip(" ,“\"‘'«(")
