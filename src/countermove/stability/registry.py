"""The solution concepts that the program knows.

A concept is one file in this folder: a function that gives the verdict for a decision maker and
a state, under the decorator :func:`solution_concept`. Everything else (command line, tables,
documentation, generated tests) follows from what the decorator registers.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial, update_wrapper, wraps
from typing import Any, Literal

from countermove.arguments import by_name, several
from countermove.docstrings import citing, explain_arguments
from countermove.errors import ConceptNotApplicableError, UnknownNameError, listed, unknown
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.references import Reference
from countermove.result import InNotebook
from countermove.stability.play import ANY_REPLY, COUNTERMOVE, CREDIBLE_REPLY, TEMPTED, Turns
from countermove.stability.saying import Words
from countermove.stability.verdict import Verdict
from countermove.texts import counted

Definition = Callable[[GraphModel, str, int], Verdict]

_ARGUMENTS = {
    "model": ("GraphModel", "Feasible states, unilateral moves and preferences."),
    "decision_maker": ("str", "The id of the focal decision maker, :math:`i`."),
    "state": ("int", "The position of the state examined, :math:`s`."),
}

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

_TURNS = {asked: turns for turns, asked in _TWO_QUESTIONS.items()}


def turns_of(replies: Replies, escape: bool) -> Turns:
    """Return whose turns there are, by which replies count and whether one may escape."""
    return _TURNS.get((replies, escape), (TEMPTED,))


@dataclass(frozen=True)
class SolutionConcept(InNotebook):
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
    sources : tuple of Reference
        Where it is defined.
    rank : int
        Its place in tables.
    standard : bool
        Whether it is solved when nothing else is asked for.
    parties : int or None
        For how many decision makers it is defined; None for any number.
    options : bool
        Whether it needs a model made of options, no states of which are coalesced.
    words : Words or None
        What it says otherwise than others.
    family : str
        What others there are that differ from it in a number only.
    """

    code: str
    name: str
    plain: str
    foresight: str
    define: Definition
    turns: Turns = ()
    implies: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    sources: tuple[Reference, ...] = ()
    rank: int = 100
    standard: bool = False
    parties: int | None = None
    options: bool = False
    words: Words | None = None
    family: str = ""

    def verdict(self, model: GraphModel, decision_maker: str, state: int) -> Verdict:
        """Return the verdict by definition; it knows the model, and so what the state is called."""
        return replace(self.define(model, decision_maker, state), model=model)

    @property
    def is_sanctioned(self) -> bool:
        """Whether it is a choice of which replies count and whether one may escape."""
        return self.turns in _TWO_QUESTIONS

    @cached_property
    def is_made_sure(self) -> bool:
        """Whether it asks what one can make sure of, turn by turn: a value of each state."""
        further = (ANY_REPLY, CREDIBLE_REPLY, COUNTERMOVE)
        return self.turns[:1] == (TEMPTED,) and set(self.turns[1:]) <= set(further)

    @cached_property
    def replies(self) -> Replies | None:
        """Which replies count; None where more is asked, which the definitions alone answer."""
        return _TWO_QUESTIONS.get(self.turns, (None, False))[0]

    @cached_property
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


@dataclass(frozen=True, eq=False)
class Family:
    """Solution concepts that differ in a number :math:`h`, say of moves that are looked ahead.

    What is registered of them is of h or has `{h}` in it, or `{moves}`, which is so many moves.
    """

    define: Callable[..., Verdict]
    least: int
    most: int
    shared: Mapping[str, Any]
    members: dict[int, SolutionConcept] = field(default_factory=dict)

    def member(self, h: int) -> SolutionConcept:
        """Return the concept of a number."""

        def of(what: Any) -> Any:
            if isinstance(what, str):
                return what.format(h=h, moves=counted(h, "move"))
            if isinstance(what, tuple):
                return tuple(map(of, what))
            return of(what(h)) if callable(what) else what

        if h not in self.members:
            define = update_wrapper(partial(self.define, h=h), self.define)
            self.members[h] = _concept(define, {key: of(v) for key, v in self.shared.items()})
        return self.members[h]

    def number(self, name: str) -> int | None:
        """Return the number in a code or synonym, whatever its capitals, even of no concept."""
        for form in (self.shared["code"], self.shared["name"], *self.shared["synonyms"]):
            pattern = re.escape(form.format(h="#", moves="# moves").casefold())
            pattern = pattern.replace(r"\#\ moves", r"([0-9]{1,99})\ moves?")
            pattern = pattern.replace(r"\#", r"([0-9]{1,99})")
            found = re.fullmatch(pattern, name.casefold())
            if found and found.re.groups:
                return int(found[1])
        return None

    def named(self, name: str) -> SolutionConcept | None:
        """Return the concept that a code or synonym stands for."""
        h = self.number(name)
        return self.member(h) if h is not None and self.least <= h <= self.most else None

    @property
    def extent(self) -> str:
        """Which numbers there are, as in "L goes from L1 to L99"."""
        first, last, of = (self.shared["code"].format(h=h) for h in (self.least, self.most, ""))
        if self.most == self.least + 1:
            return f"{of} is {first} or {last}."
        return f"{of} goes {'on ' if of in _REGISTERED else ''}from {first} to {last}."


_REGISTERED: dict[str, SolutionConcept] = {}
_FAMILIES: list[Family] = []
_OF_FAMILIES = ("h", "least", "most")


def solution_concept(
    *,
    code: str,
    name: str,
    plain: str | Callable[[int], str],
    foresight: str | Callable[[int], str],
    turns: Turns | Callable[[int], Turns] = (),
    implies: tuple[str, ...] | Callable[[int], tuple[str, ...]] = (),
    synonyms: tuple[str, ...] = (),
    sources: tuple[Reference, ...] = (),
    rank: int = 100,
    standard: bool = False,
    parties: int | None = None,
    options: bool = False,
    words: Words | None = None,
    h: int | None = None,
    least: int = 1,
    most: int = 99,
) -> Callable[[Callable[..., Verdict]], Callable[..., Verdict]]:
    """Register the decorated function as the definition of a solution concept.

    The parameters are those of :class:`SolutionConcept`. With `h` it is a family of them, one for
    each number from `least` to `most`, of which that one is listed: the function is given the
    number as well, texts have `{h}` or `{moves}` where it stands, and the words, turns and
    implications may be functions of it.
    """
    registered = {key: value for key, value in locals().items() if key not in _OF_FAMILIES}

    def register(define: Callable[..., Verdict]) -> Callable[..., Verdict]:
        explain_arguments(define, _ARGUMENTS)
        citing(sources)(define)
        if h is None:
            _REGISTERED[code] = _concept(define, registered)
        else:
            codes = [code.format(h=number) for number in range(least, most + 1)]
            told = listed(codes) if len(codes) < 4 else f"{', '.join(codes[:3])} and so on"
            family = Family(define, least, most, registered | {"family": told})
            _FAMILIES.append(family)
            _REGISTERED[code.format(h=h)] = family.member(h)
        return define

    return register


def _concept(define: Callable[..., Verdict], registered: Mapping[str, Any]) -> SolutionConcept:
    concept = SolutionConcept(define=define, **registered)
    if concept.parties is None and not concept.options:
        return concept

    @wraps(define)
    def defined(model: GraphModel, decision_maker: str, state: int) -> Verdict:
        refuse_inapplicable(model.conflict, concept)
        return define(model, decision_maker, state)

    return replace(concept, define=defined)


def refuse_inapplicable(conflict: Conflict, concept: SolutionConcept) -> None:
    """Refuse a concept that isn't defined for a conflict."""
    if what := _inapplicable(conflict, concept):
        advice = f"{what} Ask for another concept, such as SEQ or MR4."
        told = f"{concept.code} can't be told of this model."
        raise ConceptNotApplicableError(told, advice=advice)


def applicable_concepts(conflict: Conflict | None) -> tuple[SolutionConcept, ...]:
    """Return the registered concepts that are defined for a conflict; all where there is none."""
    return tuple(
        concept
        for concept in concepts().values()
        if conflict is None or not _inapplicable(conflict, concept)
    )


def _inapplicable(conflict: Conflict, concept: SolutionConcept) -> str:
    count = len(conflict.decision_makers)
    if concept.parties not in (None, count):
        parties = "1 party" if count == 1 else f"{count} parties"
        return (
            f"{concept.name} is defined for {concept.parties} parties, and the model has {parties}."
        )
    adds = f"{concept.name} adds up changes of options"
    if concept.options and conflict.is_graph_form:
        return f"{adds}, and the model has states and moves instead."
    if concept.options and conflict.rules.coalesce:
        return f"{adds}, and some outcomes of the model are joined."
    return ""


@cache
def _load_concepts() -> None:
    package = importlib.import_module("countermove.stability")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"countermove.stability.{module.name}")


class Concepts(InNotebook, dict[str, SolutionConcept]):
    """Solution concepts by code."""

    def __missing__(self, code: str) -> SolutionConcept:
        for family in _FAMILIES:
            if (concept := family.named(code)) is not None and concept.code == code:
                return concept
        raise KeyError(code)


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
    return Concepts(sorted(_REGISTERED.items(), key=lambda item: _place(item[1])))


def _named(known: Iterable[SolutionConcept], given: object) -> SolutionConcept | None:
    """Return the concept of a code or name, whatever its capitals; a concept stands for itself."""
    if isinstance(given, SolutionConcept):
        given = given.code
    named = {name.casefold(): one for one in known for name in (*one.names, one.code)}
    return by_name(named, given)


def find_concepts(codes: str | Iterable[str] | None = None) -> tuple[SolutionConcept, ...]:
    """Return the concepts with the given codes or synonyms; the standard ones when none are."""
    known = concepts()
    if codes is None:
        return tuple(concept for concept in known.values() if concept.standard)
    found: dict[str, SolutionConcept] = {}
    for code in several(codes):
        concept = _named(known.values(), code)
        if concept is None and isinstance(code, str):
            concept = next(filter(None, (family.named(code) for family in _FAMILIES)), None)
        if concept is None:
            raise _unknown(code, list(known))
        found[concept.code] = concept
    if not found:
        raise UnknownNameError(
            "no solution concept was named.", advice=f"Choose from: {listed(known)}."
        )
    return tuple(sorted(found.values(), key=_place))


def _unknown(code: object, known: list[str]) -> UnknownNameError:
    for family in _FAMILIES:
        if isinstance(code, str) and family.number(code) is not None:
            return UnknownNameError(f"no solution concept '{code}'.", advice=family.extent)
    return unknown("solution concept", code, known, "The concepts are")


def _place(concept: SolutionConcept) -> tuple[int, int, str]:
    return concept.rank, len(concept.code) if concept.family else 0, concept.code


def sanctioned_only(asked: tuple[SolutionConcept, ...], cannot: str) -> tuple[SolutionConcept, ...]:
    """Return concepts if each is a choice of replies and escape; else refuse, in these words."""
    if other := [concept.code for concept in asked if not concept.is_sanctioned]:
        can = [concept.code for concept in concepts().values() if concept.is_sanctioned]
        advice = f"It can for {', '.join(can[:-1])} and {can[-1]}."
        raise ConceptNotApplicableError(f"{cannot} {listed(other)}.", advice=advice)
    return asked
