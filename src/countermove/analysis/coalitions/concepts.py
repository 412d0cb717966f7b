"""The coalitional concepts: what it means that a state is stable for a group.

They are not among the solution concepts of :mod:`countermove.stability`, which are about single
decision makers: a coalition never takes the place of its members.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from countermove.arguments import by_name, several
from countermove.errors import UnknownNameError, listed, unknown
from countermove.literature import INOHARA_2008, KILGOUR_2001
from countermove.references import Reference

Replies = Literal["none", "improvements", "any"]
"""Which replies of those outside count: none, improvements of coalitions, or any legal moves."""


@dataclass(frozen=True, slots=True)
class CoalitionalConcept:
    """A coalitional concept: how it is named and what it asks.

    Parameters
    ----------
    code : str
        As printed in papers, in capitals.
    name : str
        In full.
    plain : str
        What a state is that is stable, in plain words.
    alone : str
        The code of the concept for single decision makers that it goes with.
    replies : {"none", "improvements", "any"}
        Which replies of those outside the coalition count.
    escape : bool
        Whether the coalition may move again after the replies.
    sources : tuple of Reference
        Where it is defined.
    """

    code: str
    name: str
    plain: str
    alone: str
    replies: Replies
    escape: bool
    sources: tuple[Reference, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called: the code and the full name."""
        return (self.code, self.name)


COALITIONAL_CONCEPTS = (
    CoalitionalConcept(
        "CNASH",
        "Coalitional Nash stability",
        "no group gains by moving together now",
        "NASH",
        "none",
        False,
        (KILGOUR_2001, INOHARA_2008),
    ),
    CoalitionalConcept(
        "CSEQ",
        "Coalitional sequential stability",
        "a group that moved together would be hurt by what others, alone or together, then do in "
        "their own interest",
        "SEQ",
        "improvements",
        False,
        (INOHARA_2008,),
    ),
    CoalitionalConcept(
        "CGMR",
        "Coalitional general metarationality",
        "a group that moved together could be hurt by the others, at whatever cost to them",
        "GMR",
        "any",
        False,
        (INOHARA_2008,),
    ),
    CoalitionalConcept(
        "CSMR",
        "Coalitional symmetric metarationality",
        "a group that moved together could be hurt by the others, and could not repair it "
        "afterwards",
        "SMR",
        "any",
        True,
        (INOHARA_2008,),
    ),
)
"""All there are, in the order of tables."""


def find_coalitional_concepts(
    names: str | Iterable[str] | None = None,
) -> tuple[CoalitionalConcept, ...]:
    """Return the coalitional concepts of the given codes or names, or all of them.

    >>> [concept.code for concept in find_coalitional_concepts("cnash")]
    ['CNASH']
    """
    if names is None:
        return COALITIONAL_CONCEPTS
    codes = [concept.code for concept in COALITIONAL_CONCEPTS]
    known = {n.casefold(): concept for concept in COALITIONAL_CONCEPTS for n in concept.names}
    asked: set[str] = set()
    for name in several(names):
        if (concept := by_name(known, name)) is None:
            raise unknown("coalitional concept", name, codes, "The concepts are")
        asked.add(concept.code)
    if not asked:
        raise UnknownNameError(
            "no coalitional concept was named.", advice=f"Choose from: {listed(codes)}."
        )
    return tuple(concept for concept in COALITIONAL_CONCEPTS if concept.code in asked)
