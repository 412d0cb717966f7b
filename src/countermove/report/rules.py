"""Statements and rules in words: the texts of options in place of their ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from countermove.analysis.rule_effects import Ruling, ruling_of
from countermove.errors import Path
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.rule_kinds import GROUPS
from countermove.model.vocabulary import Vocabulary
from countermove.report.amounts import counted
from countermove.report.phrases import and_list, or_list

GROUP_WORDS = {kind: f"{kind.capitalize().replace('_', ' ')} of" for kind in GROUPS}
"""How a rule about a group of options begins."""


def name_words(vocabulary: Vocabulary, name: str) -> str:
    """Return an option as its text in quotes, and a term by its name."""
    meaning = vocabulary.meaning(name)
    if meaning is None or meaning.kind != "option":
        return f"‘{name}’"
    text = vocabulary.options[meaning.key].text
    uses = Counter(option.text for option in vocabulary.options.values())
    if uses[text] == 1:
        return f"“{text}”"
    party = vocabulary.conflict.decision_makers[meaning.key.partition(".")[0]]
    return f"“{text}” ({party.name})"


def _pattern_words(vocabulary: Vocabulary, pattern: str) -> str:
    """Say what is done in the states that match a pattern, and what isn't."""
    return " and ".join(
        ("" if letter == "Y" else "not ") + name_words(vocabulary, option)
        for option, letter in zip(vocabulary.options, pattern, strict=True)
        if letter != "-"
    )


def statement_words(vocabulary: Vocabulary, statement: str) -> str:
    """Write a statement in words."""
    return _words(vocabulary, logic.parse(statement))


def statement_spelled_out(vocabulary: Vocabulary, statement: str) -> str:
    """Write a statement in words for somebody who doesn't know the terms of the model."""
    return _words(vocabulary, _without_terms(vocabulary, logic.parse(statement)))


def _without_terms(vocabulary: Vocabulary, formula: logic.Formula) -> logic.Formula:
    if isinstance(formula, logic.Compound):
        parts = tuple(_without_terms(vocabulary, part) for part in formula.parts)
        return replace(formula, parts=parts)
    if isinstance(formula, logic.Name):
        meaning = vocabulary.meaning(formula.name)
        if meaning is not None and meaning.kind == "term":
            return _without_terms(vocabulary, logic.parse(vocabulary.conflict.terms[meaning.key]))
    return formula


def _words(vocabulary: Vocabulary, formula: logic.Formula, *, inside: bool = False) -> str:
    if isinstance(formula, logic.Name):
        meaning = vocabulary.meaning(formula.name)
        if meaning is None or meaning.kind != "pattern":
            return name_words(vocabulary, formula.name)
        text = _pattern_words(vocabulary, meaning.key) or "always"
        return f"({text})" if inside and " and " in text else text
    if (both := _either(formula)) and not inside:
        first, second = (_words(vocabulary, part, inside=True) for part in both)
        return f"either {first} or {second}, not both"
    if isinstance(formula, logic.Constant):
        return "always" if formula.value else "never"
    parts = [_words(vocabulary, part, inside=True) for part in formula.parts]
    match formula.operator:
        case "not":
            return f"not {parts[0]}"
        case "and":
            text = and_list(parts) if len(parts) > 2 else " and ".join(parts)
        case "or":
            text = or_list(parts)
        case "implies":
            text = f"if {parts[0]} then {parts[1]}"
        case _:
            text = f"{parts[0]} exactly when {parts[1]}"
    return f"({text})" if inside else text


def _either(formula: logic.Formula) -> tuple[logic.Formula, ...]:
    """Return the two of which exactly one holds, where that is what a formula says."""
    if isinstance(formula, logic.Compound) and formula.operator == "not":
        inner = formula.parts[0]
        if isinstance(inner, logic.Compound) and inner.operator == "iff":
            return inner.parts
    return ()


def rule_words(vocabulary: Vocabulary, path: Path, written: str | Sequence[str]) -> str:
    """Write a rule in words."""
    kind = str(path[1])
    if not isinstance(written, str):
        return f"{GROUP_WORDS[kind]} {and_list([name_words(vocabulary, str(n)) for n in written])}."
    words = statement_words(vocabulary, written)
    if kind == "requires":
        return f"{name_words(vocabulary, str(path[2]))} only if {words}."
    if kind == "coalesce":
        return f"All outcomes with {words} count as one."
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
    """Say what would go if a statement couldn't be true any more."""
    ruling = ruling_of(conflict)
    words = statement_words(ruling.vocabulary, statement)
    if not ruling.is_counted:
        return words
    if replaced is not None:
        ruling = ruling.without(replaced)
    removed = ruling.true(statement).count()
    among = counted(ruling.possible.count(), "outcome")
    return f"{words}: removes {removed:,} of {among}." if removed else f"{words}: removes nothing."
