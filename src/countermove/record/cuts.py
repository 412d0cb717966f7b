"""Whether a stretch of a text cuts a word or a number: *can* isn't found in *can't*."""

from __future__ import annotations

import re
import unicodedata

from countermove.record.folding import AS_SEEN, UNSEEN

_CUT_BEFORE = re.compile(r"\w[-‐‑](?:\s*\n\s*)?$")
_CUT_BEFORE_DIGIT = re.compile(r"(?:(?:\d|^|[^\w])[.,:·/']|(?:^|[^\w])[-−–])$")
# A word that is broken by what nobody sees; thousands that a space parts.
_BROKEN_BEFORE = re.compile(rf"\w[{UNSEEN}]+[^\S\n]*\r?\n\s*$")
_BROKEN_AFTER = re.compile(rf"[{UNSEEN}]+[^\S\n]*\r?\n\s*\w")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_CUT_AFTER = re.compile(r"[-‐‑](?:\s*\n\s*)?\w|['’´`′ʼ＇]\w")
_CUT_AFTER_DIGIT = re.compile(r"[.,:·/'’]\d")
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_LONG_WORD = re.compile(r"[^\W\d_]{4}")


def cuts_word(text: str, start: int, end: int) -> bool:
    """Say whether a stretch begins or ends within a word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (text[start].isalnum() and _continues(before)) or (
        (text[end - 1].isalnum() and _continues(after) and not _has_note(text, end))
        or bool(after and unicodedata.combining(after))
    )


def _has_note(text: str, end: int) -> bool:
    """Say whether a raised number stands at a word that is too long for a unit: signed¹, not m²."""
    return text[end : end + 1] in _RAISED and bool(_LONG_WORD.fullmatch(text, max(0, end - 4), end))


def _continues(character: str) -> bool:
    return bool(character) and (character.isalnum() or unicodedata.combining(character) > 0)


def cuts_more(text: str, start: int, end: int) -> bool:
    """Say whether a stretch cuts off what makes a word or a number another: *can't*, *40,000*."""
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    if text[start].isalnum():
        if _BROKEN_BEFORE.search(before):
            return True
        before = before.translate(AS_SEEN)
        if _continues(before[-1:]) or _CUT_BEFORE.search(before):
            return True
        if text[start].isdigit() and (_CUT_BEFORE_DIGIT.search(before) or _parts(text, start)):
            return True
    if text[end - 1].isalnum():
        if _BROKEN_AFTER.match(after):
            return True
        after = after.translate(AS_SEEN)
        if (_continues(after[:1]) and not _has_note(text, end)) or _CUT_AFTER.match(after):
            return True
        if text[end - 1].isdigit():
            return _CUT_AFTER_DIGIT.match(after) is not None or _parts(text, end)
    return False


def _parts(text: str, place: int) -> bool:
    """Say whether a place is within a number whose thousands are parted by spaces."""
    around = _THOUSANDS.finditer(text, max(0, place - 16), place + 16)
    return any(number.start() < place < number.end() for number in around)
