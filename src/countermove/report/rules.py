"""What rules remove, in words."""

from __future__ import annotations

from countermove.analysis.rule_effects import Ruling
from countermove.errors import Path
from countermove.report.amounts import counted


def removal_words(ruling: Ruling, path: Path) -> str:
    """Say what a rule removes, and what no other rule does."""
    removed = ruling.removed(path).count()
    if not removed:
        return "Removes nothing."
    among = f"{removed:,} of {ruling.combinations:,}"
    alone = ruling.removed_by_no_other(path).count()
    if not alone:
        return f"Removes {among}; others remove them, too."
    return f"Removes {among}, {'all' if alone == removed else f'{alone:,}'} of them alone."


def allowing_words(ruling: Ruling, statement: str) -> str:
    """Say how many combinations are possible because of a statement, where others aren't."""
    count = ruling.true(statement).count()
    return f"{counted(count, 'combination')} {'is' if count == 1 else 'are'} possible by it."


def joining_words(ruling: Ruling, statement: str) -> str:
    """Say how many outcomes count as one because of a statement."""
    return f"Joins {counted(ruling.true(statement).count(), 'outcome')} into one."


def new_rule_words(ruling: Ruling, statement: str, *, must: bool = False) -> str:
    """Say what would go if a statement couldn't, or must, be true, where that is counted."""
    if not ruling.is_counted:
        return ""
    true, possible = ruling.true(statement).count(), ruling.possible.count()
    removed, among = possible - true if must else true, counted(possible, "outcome")
    return f"Removes {removed:,} of {among}." if removed else "Removes nothing."
