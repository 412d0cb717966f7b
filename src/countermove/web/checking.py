"""Statements checked while they are typed."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.errors import CountermoveError, Problem
from countermove.graph_model import GraphModel
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.vocabulary import Vocabulary
from countermove.report.amounts import counted


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to say of a statement.

    Parameters
    ----------
    fine : bool
        Whether it is in order.
    text : str
        In how many outcomes it is true, or what is wrong with it.
    """

    fine: bool
    text: str


def checked(statement: str, conflict: Conflict | None, model: GraphModel | None) -> Checked:
    """Check a statement against the names of a model.

    Parameters
    ----------
    statement : str
        What has been typed so far.
    conflict : Conflict or None
        The model, as far as it can be read.
    model : GraphModel or None
        The same with its states, where they are known.

    Returns
    -------
    Checked

    Examples
    --------
    >>> from countermove.files.model_file import load
    >>> from countermove.graph_model import build
    >>> case = load("talks-2025")
    >>> checked("settle and accept", case, build(case)).text
    'True in 12 of 36 outcomes.'
    >>> checked("setle", case, None).text
    "no option 'setle'. Did you mean 'settle'? …"
    """
    try:
        formula = logic.parse(statement)
        if conflict is not None:
            vocabulary = Vocabulary(conflict)
            faults = (vocabulary.problem(name.name) for name in logic.names(formula))
            for fault in faults:
                if fault is not None:
                    return Checked(False, _said(fault))
        if model is None:
            return Checked(True, "")
        true = model.states.holding(statement).count()
    except CountermoveError as error:
        return Checked(False, _said(error.problems[0]))
    among = counted(len(model.states), "outcome")
    if true == len(model.states):
        return Checked(True, f"True in all {among}.")
    return Checked(True, f"True in {true:,} of {among}." if true else f"True in none of {among}.")


def _said(problem: Problem) -> str:
    return f"{problem.what} {problem.advice}".strip()
