"""Which engine answers a question, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from countermove.errors import ConceptNotApplicableError, Problem, listed, unknown
from countermove.graph_model import GraphModel
from countermove.stability.engines.explicit import ExplicitEngine
from countermove.stability.registry import SolutionConcept

EngineName = Literal["auto", "definition", "explicit"]


@dataclass(frozen=True)
class Choice:
    """The engine chosen, and the reason in words."""

    engine: Literal["definition", "explicit"]
    why: str


def choose(engine: str, concepts: tuple[SolutionConcept, ...]) -> Choice:
    """Choose an engine.

    Parameters
    ----------
    engine : {"auto", "definition", "explicit"}
        What was asked for.
    concepts : tuple of SolutionConcept
        What has to be answered.

    Returns
    -------
    Choice

    Raises
    ------
    UnknownNameError
        If there is no such engine.
    ConceptNotApplicableError
        If the engine asked for can't answer one of the concepts.
    """
    slow = [concept.code for concept in concepts if concept.replies is None]
    if engine == "definition":
        return Choice("definition", "asked for")
    if engine == "explicit":
        if slow:
            raise ConceptNotApplicableError(
                Problem(
                    f"the explicit engine can't answer {listed(slow)}.",
                    advice="Leave the choice to engine 'auto', or take 'definition'.",
                )
            )
        return Choice("explicit", "asked for")
    if engine != "auto":
        raise unknown("engine", engine, get_args(EngineName), "The engines are")
    if len(slow) == len(concepts):
        return Choice("definition", "there is no faster form")
    by_definition = f"; {listed(slow)} by definition" if slow else ""
    return Choice("explicit", f"rankings are complete and all states can be listed{by_definition}")


def stable_states(
    model: GraphModel, concepts: tuple[SolutionConcept, ...], engine: Choice
) -> dict[str, dict[str, NDArray[np.bool_]]]:
    """Find the stable states of every decision maker under each concept.

    Returns
    -------
    dict of dict of ndarray of bool, shape (states,)
        By concept code and decision maker.
    """
    explicit = ExplicitEngine(model) if engine.engine == "explicit" else None
    return {
        concept.code: {
            dm: explicit.stable(concept, dm)
            if explicit is not None and concept.replies is not None
            else _by_definition(model, concept, dm)
            for dm in model.decision_makers
        }
        for concept in concepts
    }


def _by_definition(
    model: GraphModel, concept: SolutionConcept, decision_maker: str
) -> NDArray[np.bool_]:
    return np.array(
        [concept.define(model, decision_maker, s).is_stable for s in range(len(model.states))],
        dtype=bool,
    )
