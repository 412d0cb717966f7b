"""Statements checked while they are typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from countermove.analysis.rule_effects import ruling_of
from countermove.errors import CountermoveError, Path, Problem
from countermove.graph.states import States
from countermove.graph_model import GraphModel
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.scenarios import apply_scenario
from countermove.model.vocabulary import Vocabulary
from countermove.report.amounts import counted
from countermove.report.phrases import sentence
from countermove.report.rules import new_rule_words
from countermove.web.statements_in_words import with_names

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


def checked(statement: str, conflict: Conflict | None, states: States | None) -> Checked:
    """Check a statement against the names of a model."""
    try:
        if fault := _fault(statement, conflict):
            return _faulty(statement, conflict, fault)
        if states is None:
            return Checked(True, "")
        true = states.holding(statement).count()
    except CountermoveError as error:
        return _faulty(statement, conflict, error.problems[0])
    among = counted(len(states), "outcome")
    if true == len(states):
        return Checked(True, f"True in all {among}.")
    return Checked(True, f"True in {true:,} of {among}." if true else f"True in none of {among}.")


def checked_rule(statement: str, conflict: Conflict | None, rule: str) -> Checked:
    """Check a statement that is to say what can't be."""
    is_position = _POSITION.fullmatch(rule) is not None
    replaced: Path | None = ("rules", "infeasible", int(rule)) if is_position else None
    try:
        if fault := _fault(statement, conflict):
            return _faulty(statement, conflict, fault)
        if conflict is None:
            return Checked(True, "")
        return Checked(True, new_rule_words(conflict, statement, replaced))
    except CountermoveError as error:
        return _faulty(statement, conflict, error.problems[0])


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


def _fault(statement: str, conflict: Conflict | None) -> Problem | None:
    """Return the first name in a statement that the model doesn't have."""
    formula = logic.parse(statement)
    if conflict is None:
        return None
    vocabulary = Vocabulary(conflict)
    faults = (vocabulary.problem(name.name) for name in logic.names(formula))
    return next((fault for fault in faults if fault is not None), None)


def _faulty(statement: str, conflict: Conflict | None, fault: Problem) -> Checked:
    instead = with_names(statement, Vocabulary(conflict)) if conflict else ""
    return Checked(False, f"Write: {instead}" if instead else _said(fault), instead)


def _said(problem: Problem) -> str:
    return sentence(problem.said)
