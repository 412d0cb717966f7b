"""What the first lines of a document without markup say of it: the day on which it came out."""

from __future__ import annotations

import datetime
import re

from countermove.record.days import MONTHS
from countermove.record.furniture import SENTENCE

_NAMED = r"(?P<{0}>(?:{1})[a-z]*)\.?".format
_MONTH = "|".join(name.capitalize() for name in MONTHS)
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_NAMED('month', _MONTH)}"
    rf"|{_NAMED('name', _MONTH)}\s+(?P<number>\d{{1,2}})(?:st|nd|rd|th)?),?\s+(?P<year>\d{{4}})\b"
    r"|\b(?P<iso>\d{4}-\d\d-\d\d)\b"
)
# `GENEVA, 5 May 2025 -` begins a sentence, and is none of it.
_DATELINE = re.compile(
    rf"\s*[A-Z][A-Z.’' -]+(?:, [A-Z][^\d,\n]{{1,30}})?, (?:{_DATE.pattern})"
    r"\s*(?:\([^()\n]{1,30}\))?\s*(?:--?|[–—])"
)
_FIRST_LINES = 12
_LONGEST_LINE = 100


def day_of_issue(text: str) -> datetime.date | None:
    r"""Return the first whole date at the head of a text: of a dateline, or no sentence's.

    >>> day_of_issue("Minutes of the water board\nKarsa, 3 July 2025\n\nPresent: …")
    datetime.date(2025, 7, 3)
    >>> day_of_issue("BRUSSELS, 4 June 2025 (Newswire) - The talks will go on, said Ana Ruiz.")
    datetime.date(2025, 6, 4)
    """
    for line in [line for line in text[:5_000].splitlines() if line.strip()][:_FIRST_LINES]:
        is_sentence = len(line) > _LONGEST_LINE or SENTENCE.search(line.strip())
        if match := _DATELINE.match(line) or (None if is_sentence else _DATE.search(line)):
            try:
                if match["iso"]:
                    return datetime.date.fromisoformat(match["iso"])
                month = MONTHS.index((match["month"] or match["name"])[:3].lower()) + 1
                number = int(match["day"] or match["number"])
                return datetime.date(int(match["year"]), month, number)
            except ValueError:  # 31 April is no day
                continue
    return None
