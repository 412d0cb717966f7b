"""Rules in words, and what they remove."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.analysis.rule_effects import Ruling, ruling_of
from countermove.errors import Path
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.rule_kinds import GROUPS
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary
from countermove.report.amounts import counted
from countermove.report.phrases import and_list

GROUP_WORDS = {kind: f"{kind.capitalize().replace('_', ' ')} of" for kind in GROUPS}
"""How a rule about a group of options begins."""


def rule_words(vocabulary: Vocabulary, path: Path, written: str | Sequence[str]) -> str:
    """Write a rule in words."""
    kind = str(path[1])
    if not isinstance(written, str):
        names = [f"“{statement_words(vocabulary, str(name))}”" for name in written]
        return f"{GROUP_WORDS[kind]} {and_list(names)}."
    if kind == "requires":
        needed = written if len(logic.pieces(written)) == 1 else f"({written})"
        return f"{statement_words(vocabulary, f'{path[2]} only if {needed}')}."
    words = statement_words(vocabulary, written)
    if kind == "coalesce":
        return f"All outcomes with “{words}” count as one."
    if kind == "feasible":
        return f"Possible: {words}."
    return f"Never: {words}."


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


def new_rule_words(conflict: Conflict, statement: str, replaced: Path | None = None) -> str:
    """Say what would go if a statement couldn't be true any more, where that is counted."""
    ruling = ruling_of(conflict)
    if not ruling.is_counted:
        return ""
    if replaced is not None:
        ruling = ruling.without(replaced)
    removed = ruling.true(statement).count()
    among = counted(ruling.possible.count(), "outcome")
    return f"Removes {removed:,} of {among}." if removed else "Removes nothing."
