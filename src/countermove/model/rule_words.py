"""Rules in words."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.errors import Path, listed
from countermove.model import logic
from countermove.model.rule_kinds import GROUPS
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary
from countermove.texts import and_list, in_quotes

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
    if kind == "infeasible" and (must := logic.denied(written)):
        words = statement_words(vocabulary, must)
        if logic.is_conditional(must):
            return f"{words[0].upper()}{words[1:]}."
        return f"Always: {words}."
    words = statement_words(vocabulary, written)
    if kind == "coalesce":
        return f"All outcomes with “{words}” count as one."
    if kind == "feasible":
        return f"Possible: {words}."
    return f"Never: {words}."


def quoted_rule(vocabulary: Vocabulary, path: Path, written: str | Sequence[str]) -> str:
    """Write a rule in words and in quotes, as it stands in a sentence."""
    if path[1:] == ("feasible",):
        words = f"Possible: {listed([f'‘{statement_words(vocabulary, s)}’' for s in written])}"
    else:
        words = rule_words(vocabulary, path, written).removesuffix(".")
    return in_quotes(words)
