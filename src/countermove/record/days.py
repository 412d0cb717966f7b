"""The day on which something was said, as far as a text tells."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from countermove.record.attribution import Span

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATE = re.compile(
    r"\b(?:(?P<before>\d{1,2})\s+)?"
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
    r"(?:\s+(?P<after>\d{1,2})(?!\d))?(?:,?\s+(?P<year>(?:19|20)\d\d))?"
    r"|\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b"
    r"|\b(?P<day>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|yesterday|today|tonight)\b"
)


def names_day(text: str) -> bool:
    """Whether a text names any day."""
    return _DATE.search(text) is not None


def day_told(
    text: str, sentence: Span, content: Sequence[Span], issued: datetime.date | None
) -> datetime.date | None:
    """Return the day that a sentence names beside what is said, seen from the day of issue."""
    start, end = sentence
    outside = []
    for a, b in content:
        if start <= a < end:
            outside.append(text[start:a])
            start = min(b, end)
    outside.append(text[start:end])
    match = _DATE.search(" ".join(outside))
    return _day(match, issued) if match else None


def _day(match: re.Match[str], issued: datetime.date | None) -> datetime.date | None:
    """Return the day that is named; reports look back."""
    try:
        if match["iso"]:
            return datetime.date.fromisoformat(match["iso"])
        if match["day"]:
            return _before(match["day"].lower(), issued) if issued else None
        number = match["before"] or match["after"]
        if not number or not (match["year"] or issued):
            return None
        month = MONTHS.index(match["month"][:3].lower()) + 1
        year = int(match["year"]) if match["year"] else issued.year if issued else 0
        day = datetime.date(year, month, int(number))
        if not match["year"] and issued and day > issued + datetime.timedelta(30):
            day = day.replace(year=year - 1)
    except (ValueError, OverflowError):
        return None
    return day


def _before(day: str, issued: datetime.date) -> datetime.date:
    """Return the last such day, the day of issue included."""
    if day in ("today", "tonight"):
        return issued
    if day == "yesterday":
        return issued - datetime.timedelta(1)
    return issued - datetime.timedelta((issued.weekday() - _WEEK.index(day)) % 7)
