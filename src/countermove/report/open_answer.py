"""The answer of a model whose outcomes aren't listed, in words: what holds, and what is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from countermove.analysis.open_solution import OpenClaim, OpenHolding, OpenSolution
from countermove.graph.open_sets import OpenSet
from countermove.graph.states import State
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Choice
from countermove.report.amounts import amount, counted
from countermove.report.answer import CLAIMS_QUESTION
from countermove.report.article import Block, Grid, Line, Mark, Prose, Section
from countermove.report.phrases import sentence, who_alike
from countermove.texts import and_list, or_list

_MOST_NAMED = 8
_MOST_WHO = 4
_MANY_ALIKE = 3
# What decides a claim, that first which tells most.
_TELLING = ("exception", "equilibrium", "impossible", "upset", "no equilibrium")


def open_sections(solution: OpenSolution, asks: str) -> tuple[Section, ...]:
    """Say which claims are true, how many outcomes hold, what is done in them, what is open."""
    found = [_claims(solution)] if solution.claims else []
    found.append(Section(asks, tuple(_holding(solution))))
    if facts := tuple(_facts(solution)):
        found.append(Section("What is done in them?", facts))
    return tuple(found)


def known_sentence(solution: OpenSolution) -> str:
    """Say in short what is known so far."""
    told = [f"{code} {_how_many(holding)}" for code, holding in solution.holding.items()]
    known = f"Known so far: {'; '.join(told)}"
    if not solution.claims:
        return f"{known}."
    decided = sum(None not in answer.holds.values() for answer in solution.claims)
    return f"{known}. {decided} of {counted(len(solution.claims), 'claim')} decided."


def _claims(solution: OpenSolution) -> Section:
    lines = tuple(
        Line(
            answer.details.says,
            tuple(_mark(answer.holds[code]) for code in solution.codes),
            _lead(answer),
            " ".join(_stories(solution, answer)),
        )
        for answer in solution.claims
    )
    signs = "✓ true under all of the concepts, ~ under some, ✗ under none, ? not found out"
    return Section(
        CLAIMS_QUESTION, (Grid("Claims", solution.codes, lines), Prose(signs, quiet=True))
    )


def _mark(holds: bool | None) -> Mark:
    return Mark.OPEN if holds is None else Mark.of(holds)


def _lead(answer: OpenClaim) -> Mark:
    known = set(answer.holds.values())
    if {True, False} <= known:
        return Mark.DEPENDS
    return Mark.OPEN if None in known else Mark.HOLDS if True in known else Mark.FAILS


def _stories(solution: OpenSolution, answer: OpenClaim) -> Iterator[str]:
    """Say what decides a claim, under the concepts that tell most, and where it is open, why."""
    by_kind: dict[str, list[str]] = {}
    for code in solution.codes:
        by_kind.setdefault(answer.deciding[code].kind, []).append(code)
    known = by_kind.keys() - {"open"}
    kind = next((kind for kind in _TELLING if kind in known), None)
    if kind is not None:
        yield _story(solution, answer, kind, by_kind[kind])
    if "open" in by_kind:
        codes = by_kind["open"]
        most = amount(max(answer.deciding[code].states.count() for code in codes))
        yield (
            f"Open under {and_list(codes)}: no outcome that would decide it is known to hold, but "
            f"up to {most} may."
        )


def _story(solution: OpenSolution, answer: OpenClaim, kind: str, codes: list[str]) -> str:
    """Say what decides a claim where it is decided in one way."""
    states, found = solution.model.states, answer.deciding[codes[0]].states
    what = f"“{statement_words(states.vocabulary, answer.details.statement)}”"
    if kind == "impossible":
        return f"In no feasible outcome {what} is true."
    if kind == "no equilibrium":
        return f"No outcome at all holds under {or_list(codes)}."
    if kind == "upset":
        return (
            f"None of the {amount(found.count())} outcomes in which {what} is true holds under "
            f"{or_list(codes)}."
        )
    state = found.plainest()
    assert state is not None
    is_true = "isn't true" if kind == "exception" else "is true"
    short = states.said(states.find(state.pattern), _MOST_WHO)
    holds = f"An outcome that holds under {codes[0]}, and in which {what} {is_true}"
    return f"{holds}: [{state.number:,}] {short}."


def worth_explaining(solution: OpenSolution) -> State:
    """Return a state whose explanation says most: one that holds, by foresight and for a claim."""
    kinds = ("exception", "equilibrium")
    deciding = (
        found
        for answer in solution.claims
        for found in answer.deciding.values()
        if found.kind in kinds and False in answer.holds.values()
    )
    if (found := next(deciding, None)) is not None:
        some = found.states
    else:
        some = reduce(or_, (holding.least for holding in solution.holding.values()))
    return some.plainest() or (some | ~some).first()[0]


def _holding(solution: OpenSolution) -> Iterator[Block]:
    yield Prose(f"Of {amount(solution.model.states.count)} outcomes there hold:")
    for code, holding in solution.holding.items():
        yield Prose(sentence(f"{_how_many(holding)}."), code)
    unknown = [code for code, holding in solution.holding.items() if not holding.is_exact]
    if unknown:
        told = f"Under {and_list(unknown)} what lies between wasn't looked into far enough to say."
        yield Prose(f"{told} It may hold or not; more time (seconds) narrows it.")
    by_bounds = [
        solution.holding[concept.code].counted
        for concept in solution.concepts
        if concept.replies == "credible" and concept.code in unknown
    ]
    if by_bounds:
        others, known = len(solution.model.decision_makers) - 1, min(by_bounds)
        taken = f"of the {others} others of each party at least {known} were taken to act in their "
        taken += "own interest, the rest"
        rest = "to stay (the lower number) or to move at will (the higher)"
        yield Prose(
            sentence(f"{taken if known else 'for some party all others were taken'} {rest}."),
            quiet=True,
        )


def _how_many(holding: OpenHolding) -> str:
    least, most = holding.between
    if least != most:
        return f"between {amount(least)} and {amount(most)}"
    return amount(least) if least else "none"


def _facts(solution: OpenSolution) -> Iterator[Prose]:
    """Say what is done in all outcomes that may hold, what in none, and by how many."""
    may = reduce(or_, (holding.most for holding in solution.holding.values()))
    if not may:
        return
    vocabulary = solution.model.states.vocabulary
    for is_done, lead in ((True, "Always"), (False, "Never")):
        made = _always(may, vocabulary.chosen_words, is_done=is_done)
        named = solution.model.states.together(made, _MOST_NAMED)
        if named:
            yield Prose(f"{'; '.join(named)}.", f"{lead}:")
    places, parties = vocabulary.places, solution.model.conflict.decision_makers
    for members in solution.alike:
        if len(members) < _MANY_ALIKE:
            continue
        names = who_alike(solution.model, members)
        for option, details in parties[members[0]].options.items():
            each: list[Choice] = [(places[f"{dm}.{option}"], 1) for dm in members]
            if not details.levels:
                few, many = _numbers(may, each)
                how_many = f"{few}" if few == many else f"{few} to {many}"
                yield Prose(f"{details.text}: {how_many} of {len(members)}.", f"{names}:")


def _always(may: OpenSet, choices: Iterable[Choice], *, is_done: bool) -> list[Choice]:
    """Return which choices are made in every state of some; or which in none."""

    def is_so(choice: Choice) -> bool:
        chosen = may.states.choosing(choice)
        return not (may.diagram & (~chosen if is_done else chosen)).satisfiable()

    return [choice for choice in choices if is_so(choice)]


def _numbers(may: OpenSet, choices: Iterable[Choice]) -> tuple[int, int]:
    """Return how few of some choices are made in a state of some, and how many."""
    exactly = [may.diagram]
    nothing = may.states.diagrams.false
    for choice in choices:
        chosen = may.states.choosing(choice)
        with_it = [nothing, *(chosen & some for some in exactly)]
        without = [*(~chosen & some for some in exactly), nothing]
        exactly = [a | b for a, b in zip(with_it, without, strict=True)]
    found = [k for k, some in enumerate(exactly) if some.satisfiable()]
    return found[0], found[-1]
