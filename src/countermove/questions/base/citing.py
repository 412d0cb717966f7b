"""What a paper cites, without an answer having been found: of a model, concepts and questions."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Unpack

from countermove.arguments import one_of, several
from countermove.building import built
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.open_model import OpenModel, is_beyond_listing, open_model
from countermove.preferences.way_names import WayAsked
from countermove.preferences.ways import asked_in_ways, way_of
from countermove.questions import follow_ups
from countermove.references import bibtex
from countermove.result import cited
from countermove.stability.registry import find_concepts


@asked_in_ways
def cite(
    conflict: Conflict | GraphModel | None = None,
    concepts: str | Iterable[str] | None = None,
    questions: str | Iterable[str] = (),
    *,
    scenario: str | None = None,
    **way: Unpack[WayAsked],
) -> str:
    r"""Return what a paper cites, as BibTeX; every result says it of itself with `cite`.

    Program and method, where the concepts are defined, where the way of preferences and the
    follow-up questions come from, and the record of the model.

    Parameters
    ----------
    conflict : Conflict or GraphModel, optional
        The model whose record is cited.
    concepts : str or iterable of str, optional
        Codes of solution concepts; NASH, GMR, SMR, SEQ and SSEQ when none are given.
    questions : str or iterable of str
        The follow-up questions that were asked, by name.
    scenario : str, optional
        The scenario whose record is cited.
    **way
        In which of the papers' ways preferences are taken.

    Returns
    -------
    str

    Raises
    ------
    ModelError
        If the model is wrong; all problems at once.
    UnknownNameError
        If a concept, a question or the scenario isn't known.
    ConceptNotApplicableError
        If there is no such way.

    Examples
    --------
    >>> print(cite(concepts="NASH", questions="evolve").split("\n\n")[3])
    @article{li2005status,
      author = {Li, K. W. and Kilgour, D. M. and Hipel, K. W.},
      title = {Status quo analysis in the graph model for conflict resolution},
      journal = {Journal of the Operational Research Society},
      volume = {56},
      number = {6},
      pages = {699--707},
      year = {2005},
    }
    """
    asked = find_concepts(concepts)
    known, names = follow_ups(), several(questions)
    for name in names:
        one_of(name, list(known), "follow-up question", "They are")
    literature = chain.from_iterable(known[name].literature() for name in names)
    model: GraphModel | OpenModel | None = None
    if isinstance(conflict, Conflict) and is_beyond_listing(conflict, scenario):
        model = open_model(conflict, scenario)
    elif conflict is not None:
        model = built(conflict, scenario)
    return bibtex(cited(model, asked, (*way_of(**way).literature, *literature)))
