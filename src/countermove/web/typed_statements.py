"""Statements checked while they are typed; in them options may stand by their words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from countermove.analysis.rule_effects import Ruling, ruling_of
from countermove.errors import CountermoveError, Problem, closest
from countermove.graph.states import States
from countermove.graph_model import GraphModel
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.option_words import with_names
from countermove.model.scenarios import apply_scenario
from countermove.model.vocabulary import Vocabulary
from countermove.report.amounts import counted
from countermove.report.phrases import sentence
from countermove.report.rules import new_rule_words

MEANINGS = {"never": "This can't be", "must": "This must be so"}
"""What a statement may be added as to the rules, in the words of the buttons."""

_POSITION = re.compile(r"[0-9]{1,9}")

# What the field says for words that messages have as files do.
_SAID = {
    "a name": "any word of what is meant",
    "implies": "only if",
    "iff": "exactly when",
    "xor": "or else",
    "true": "always",
    "false": "never",
}
_WORD = re.compile(rf"\b({'|'.join(_SAID)})\b")


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to say of a statement.

    Parameters
    ----------
    fine : bool
        Whether it is in order.
    text : str
        In how many outcomes it is true, or what is wrong with it.
    instead : str
        The same in the names of the model, where it says options by their words.
    """

    fine: bool
    text: str
    instead: str = ""


def checked_in_words(statement: str, check: Callable[[str], Checked]) -> Checked:
    """Check a statement in which options may stand by their words."""
    found = check(statement)
    return check(found.instead) if found.instead else found


def checked(
    statement: str, conflict: Conflict | None, states: States | None, *, by_words: bool = False
) -> Checked:
    """Check a statement against the names of a model; `by_words` says what else may be meant so."""

    def truth() -> str:
        if states is None:
            return ""
        true, among = states.holding(statement).count(), counted(len(states), "outcome")
        if true == len(states):
            return f"True in all {among}."
        return f"True in {true:,} of {among}." if true else f"True in none of {among}."

    return _checked(statement, conflict, truth, by_words=by_words)


def checked_rule(statement: str, conflict: Conflict | None, rule: str) -> Checked:
    """Check a statement that says what can't be, or a new one, which may say what must be so."""

    def words() -> str:
        if conflict is None:
            return ""
        ruling = ruling_of(conflict)
        if _POSITION.fullmatch(rule):
            return new_rule_words(ruling.without(("rules", "infeasible", int(rule))), statement)
        return _both_meanings(ruling, statement)

    return _checked(statement, conflict, words, by_words=True)


def usual_meaning(statement: str) -> str:
    """Return as what Enter adds a statement: whoever writes `only if` says what must be so."""
    return "must" if logic.is_conditional(statement) else "never"


def _both_meanings(ruling: Ruling, statement: str) -> str:
    """Say what a new rule would remove as either meaning, the one of Enter first."""
    usual = usual_meaning(statement)
    said = []
    for meaning in sorted(MEANINGS, key=lambda one: one != usual):
        words = MEANINGS[meaning] + (" (Enter)" if meaning == usual else "")
        removes = new_rule_words(ruling, statement, must=meaning == "must")
        said.append(f"{words}: {removes[0].lower()}{removes[1:]}" if removes else f"{words}.")
    return " ".join(said)


def _checked(
    statement: str, conflict: Conflict | None, words: Callable[[], str], *, by_words: bool
) -> Checked:
    """Say what is wrong with a statement, or else something else of it."""
    try:
        fault = _fault(statement, conflict, by_words=by_words)
        if fault is None:
            return Checked(True, words())
    except CountermoveError as error:
        fault = error.problems[0]
    instead = with_names(statement, Vocabulary(conflict)) if conflict else ""
    return Checked(False, sentence(fault.said), instead)


def conflict_within(conflict: Conflict | None, context: str) -> Conflict | None:
    """Return what is edited: the model, or the model with one of its scenarios applied."""
    path = context.split(".")
    if conflict is None or path[0] != "scenarios":
        return conflict
    try:
        return apply_scenario(conflict, path[1] if len(path) > 1 else "")
    except CountermoveError:
        return None


def states_within(
    conflict: Conflict | None, model: GraphModel | None, context: str
) -> States | None:
    """Return the outcomes of what is edited, where they are quickly found."""
    if model is not None and not context.startswith("scenarios."):
        return model.states
    if conflict is None or conflict.is_graph_form:
        return None
    ruling = ruling_of(conflict)
    return ruling.states if ruling.is_counted else None


def _fault(statement: str, conflict: Conflict | None, *, by_words: bool) -> Problem | None:
    """Return what is no statement, or the first name in one that the model doesn't have."""
    try:
        formula = logic.parse(statement)
    except CountermoveError as error:
        return _as_in_field(error.problems[0]) if by_words else error.problems[0]
    if conflict is None:
        return None
    vocabulary = Vocabulary(conflict)
    for name, fault in vocabulary.faults(formula):
        return _in_words(fault, name, vocabulary) if by_words else fault
    return None


def _as_in_field(fault: Problem) -> Problem:
    """Say what is wrong in the words that join statements in the field."""
    what, advice = (_WORD.sub(lambda m: _SAID[m[0]], part) for part in (fault.what, fault.advice))
    return Problem(what, advice=advice)


def _in_words(fault: Problem, name: str, vocabulary: Vocabulary) -> Problem:
    """Propose what is meant by its words: the field that one types in lists them all."""
    if not fault.what.startswith("no "):
        return fault
    words = {term: term for term in vocabulary.conflict.terms}
    words |= dict(vocabulary.conflict.states)
    for full, said in vocabulary.called.items():
        words |= {vocabulary.short[full]: said, said: said}
    meant = closest(name, words)
    return Problem(fault.what, advice=f"Did you mean “{words[meant]}”?" if meant else "")
