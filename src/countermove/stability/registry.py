"""The solution concepts that the program knows.

A concept is one file in this folder: a function that gives the verdict for a decision maker and
a state, under the decorator :func:`solution_concept`. Everything else (command line, tables,
documentation, generated tests) follows from what the decorator registers.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from countermove.arguments import by_name, several
from countermove.errors import (
    ConceptNotApplicableError,
    Problem,
    UnknownNameError,
    listed,
    unknown,
)
from countermove.graph_model import GraphModel
from countermove.stability.play import (
    ANY_REPLY,
    COUNTERMOVE,
    CREDIBLE_REPLY,
    TEMPTED,
    Turns,
)
from countermove.stability.verdict import Verdict
from countermove.table import Table

Definition = Callable[[GraphModel, str, int], Verdict]

Replies = Literal["none", "credible", "any"]
"""Which replies of the opponents count: none, their own improvements, or any legal moves."""

_TWO_QUESTIONS: dict[Turns, tuple[Replies, bool]] = {
    (TEMPTED,): ("none", False),
    (TEMPTED, CREDIBLE_REPLY): ("credible", False),
    (TEMPTED, CREDIBLE_REPLY, COUNTERMOVE): ("credible", True),
    (TEMPTED, ANY_REPLY): ("any", False),
    (TEMPTED, ANY_REPLY, COUNTERMOVE): ("any", True),
}
"""Which replies count and whether one may escape, where no more than that is asked."""


@dataclass(frozen=True)
class SolutionConcept:
    """A solution concept: how it is named, what it asks, and its definition.

    Parameters
    ----------
    code : str
        As printed in papers, in capitals.
    name : str
        In full.
    plain : str
        What a stable state is, in plain words.
    foresight : str
        How far the decision maker looks ahead.
    define : callable
        The definition: model, decision maker, state to verdict.
    turns : tuple of Turn
        Whose turns there are in its lines of play, and which moves count; none where it has no
        fixed ones.
    implies : tuple of str
        Codes of the concepts that a stable state is stable under as well.
    synonyms : tuple of str
        Other names in the literature.
    sources : tuple of str
        Where it is defined.
    rank : int
        Its place in tables.
    standard : bool
        Whether it is solved when nothing else is asked for.
    """

    code: str
    name: str
    plain: str
    foresight: str
    define: Definition
    turns: Turns = ()
    implies: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    rank: int = 100
    standard: bool = False

    def verdict(self, model: GraphModel, decision_maker: str, state: int) -> Verdict:
        """Return the verdict by definition; it knows the model, and so what the state is called."""
        return replace(self.define(model, decision_maker, state), model=model)

    @property
    def is_sanctioned(self) -> bool:
        """Whether it is a choice of which replies count and whether one may escape."""
        return self.turns in _TWO_QUESTIONS

    @property
    def replies(self) -> Replies | None:
        """Which replies count; None where more is asked, which the definitions alone answer."""
        return _TWO_QUESTIONS.get(self.turns, (None, False))[0]

    @property
    def escape(self) -> bool:
        """Whether the focal decision maker may escape after the replies."""
        return _TWO_QUESTIONS.get(self.turns, (None, False))[1]

    @property
    def is_settled_alone(self) -> bool:
        """Whether what is stable for somebody depends on its own preference alone."""
        return self.replies in ("none", "any")

    @property
    def names(self) -> tuple[str, ...]:
        """What else it is called: its full name and the synonyms."""
        return (self.name, *self.synonyms)


_REGISTERED: dict[str, SolutionConcept] = {}


def solution_concept(
    *,
    code: str,
    name: str,
    plain: str,
    foresight: str,
    turns: Turns = (),
    implies: Iterable[str] = (),
    synonyms: Iterable[str] = (),
    sources: Iterable[str] = (),
    rank: int = 100,
    standard: bool = False,
) -> Callable[[Definition], Definition]:
    """Register the decorated function as the definition of a solution concept.

    The parameters are those of :class:`SolutionConcept`.
    """

    def register(define: Definition) -> Definition:
        _REGISTERED[code] = SolutionConcept(
            code,
            name,
            plain,
            foresight,
            define,
            turns,
            tuple(implies),
            tuple(synonyms),
            tuple(sources),
            rank,
            standard,
        )
        return define

    return register


@cache
def _load_concepts() -> None:
    package = importlib.import_module("countermove.stability")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"countermove.stability.{module.name}")


class Concepts(dict[str, SolutionConcept]):
    """Solution concepts by code, as a table in a notebook."""

    def _repr_html_(self) -> str:
        rows = tuple((code, one.name, one.plain) for code, one in self.items())
        return Table("Solution concepts", ("code", "name", "holds if"), rows).to_html()


def concepts() -> dict[str, SolutionConcept]:
    """Return all registered concepts by code, in the order of tables.

    Returns
    -------
    dict of str to SolutionConcept

    Examples
    --------
    >>> concepts()["SEQ"].name
    'Sequential stability'
    """
    _load_concepts()
    return Concepts(sorted(_REGISTERED.items(), key=lambda item: (item[1].rank, item[0])))


def _named(known: Iterable[SolutionConcept], given: object) -> SolutionConcept | None:
    """Return the concept of a code or name, whatever its capitals; a concept stands for itself."""
    if isinstance(given, SolutionConcept):
        given = given.code
    return by_name({n.casefold(): one for one in known for n in (*one.names, one.code)}, given)


def find_concepts(codes: str | Iterable[str] | None = None) -> tuple[SolutionConcept, ...]:
    """Return the concepts with the given codes or synonyms; the standard ones when none are."""
    known = concepts()
    if codes is None:
        return tuple(concept for concept in known.values() if concept.standard)
    found: dict[str, SolutionConcept] = {}
    for code in several(codes):
        if (concept := _named(known.values(), code)) is None:
            raise unknown("solution concept", code, list(known), "The concepts are")
        found[concept.code] = concept
    if not found:
        raise UnknownNameError(
            Problem("no solution concept was named.", advice=f"Choose from: {listed(known)}.")
        )
    return tuple(sorted(found.values(), key=lambda concept: (concept.rank, concept.code)))


def sanctioned_only(asked: tuple[SolutionConcept, ...], cannot: str) -> tuple[SolutionConcept, ...]:
    """Return concepts if each is a choice of replies and escape; else refuse, in these words."""
    if other := [concept.code for concept in asked if not concept.is_sanctioned]:
        can = [concept.code for concept in concepts().values() if concept.is_sanctioned]
        advice = f"It can for {', '.join(can[:-1])} and {can[-1]}."
        raise ConceptNotApplicableError(Problem(f"{cannot} {listed(other)}.", advice=advice))
    return asked
