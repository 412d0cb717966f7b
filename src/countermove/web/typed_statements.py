"""Statements checked while they are typed; in them options may stand by their words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from countermove.analysis.rule_effects import ruling_of
from countermove.errors import CountermoveError, Path, Problem, closest
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

_POSITION = re.compile(r"[0-9]{1,9}")


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
    """Check a statement that is to say what can't be."""
    is_position = _POSITION.fullmatch(rule) is not None
    replaced: Path | None = ("rules", "infeasible", int(rule)) if is_position else None
    return _checked(
        statement,
        conflict,
        lambda: new_rule_words(conflict, statement, replaced) if conflict else "",
        by_words=True,
    )


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
    """Return the first name in a statement that the model doesn't have."""
    formula = logic.parse(statement)
    if conflict is None:
        return None
    vocabulary = Vocabulary(conflict)
    for name in logic.names(formula):
        fault = vocabulary.problem(name.name)
        if fault is not None:
            return _in_words(fault, name.name, vocabulary) if by_words else fault
    return None


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
