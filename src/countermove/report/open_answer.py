"""The answer of a model whose outcomes aren't listed, in words: what holds, and what is open."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.open_solution import Holding, OpenClaim, OpenDeciding, OpenSolution
from countermove.model.vocabulary import Choice
from countermove.report.amounts import amount, counted
from countermove.report.answer import CLAIMS_QUESTION
from countermove.report.article import Block, Grid, Line, Mark, Prose, Section
from countermove.report.phrases import sentence
from countermove.texts import and_list

_MOST_NAMED = 8
_MANY_ALIKE = 3


def open_sections(solution: OpenSolution, asks: str) -> tuple[Section, ...]:
    """Say which claims are true, how many outcomes hold, what is done in them, what is open."""
    found = [_claims(solution)] if solution.claims else []
    found.append(Section(asks, tuple(_holding(solution))))
    widest = max(solution.holding.values(), key=lambda holding: holding.between[1])
    if facts := tuple(_facts(solution, widest)):
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
    signs = "✓ true under all of the concepts, ~ under some, ✗ under none, ? open"
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
    """Say what decides a claim, under the concept that tells most, and where it is open, why."""
    by_kind: dict[str, tuple[str, OpenDeciding]] = {}
    for code in solution.codes:
        found = answer.deciding[code]
        by_kind.setdefault(found.kind, (code, found))
        if found.kind == "open":
            yield _why_open(solution, code, found)
    states = solution.model.states
    for kind in ("exception", "equilibrium"):
        if kind in by_kind:
            code, found = by_kind[kind]
            state = states.diagrams.any_of(found.states)
            assert state is not None
            but = "It isn't so in" if kind == "exception" else "So it is in"
            yield f"{but} one of those that hold under {code}: {states.said(state)}."
            return
    if "impossible" in by_kind:
        yield "It is true in no feasible outcome."
    elif "no equilibrium" in by_kind:
        yield "Nothing holds at all, so there is nothing that could satisfy it."
    elif "upset" in by_kind:
        count = states.diagrams.count(by_kind["upset"][1].states)
        yield f"None of the {amount(count)} outcomes in which it is so holds."


def _why_open(solution: OpenSolution, code: str, found: OpenDeciding) -> str:
    count = solution.model.states.diagrams.count(found.states)
    return (
        f"Open under {code}: no outcome that decides it is known to hold, {amount(count)} may; "
        f"{_counted(solution, found.counted or 0)}."
    )


def _counted(solution: OpenSolution, known: int) -> str:
    others = counted(len(solution.model.decision_makers) - 1, "other")
    return f"in the time given the interest of {known} of {others} was counted for everybody"


def _holding(solution: OpenSolution) -> Iterator[Block]:
    states = solution.model.states
    yield Prose(f"Of {amount(states.count)} outcomes there hold:")
    for code, holding in solution.holding.items():
        yield Prose(sentence(f"{_how_many(holding)}."), code)
    if not all(holding.is_exact for holding in solution.holding.values()):
        known = min(h.counted for h in solution.holding.values() if not h.is_exact)
        yield Prose(sentence(f"{_counted(solution, known)}: what lies between may hold or not."))


def _how_many(holding: Holding) -> str:
    least, most = holding.between
    if least != most:
        return f"between {amount(least)} and {amount(most)}"
    return amount(least) if least else "none"


def _facts(solution: OpenSolution, holding: Holding) -> Iterator[Prose]:
    """Say what is done in all outcomes that may hold, what in none, and by how many."""
    if not holding.between[1]:
        return
    vocabulary = solution.model.states.vocabulary
    words = vocabulary.chosen_words
    for is_done, lead in ((True, "Always"), (False, "Never")):
        named = [words[choice] for choice in holding.always(words, done=is_done)]
        if named:
            left = len(named) - _MOST_NAMED
            more = [f"{left} more"] if left > 0 else []
            yield Prose(f"{'; '.join([*named[:_MOST_NAMED], *more])}.", f"{lead}:")
    places = vocabulary.places
    for members in solution.alike:
        if len(members) < _MANY_ALIKE:
            continue
        parties = solution.model.conflict.decision_makers
        names = and_list([parties[members[0]].name, f"{len(members) - 1} alike"])
        for option, details in parties[members[0]].options.items():
            each: list[Choice] = [(places[f"{dm}.{option}"], 1) for dm in members]
            if not details.levels:
                few, many = holding.numbers(each)
                how_many = f"{few}" if few == many else f"{few} to {many}"
                yield Prose(f"{details.text}: {how_many}.", f"{names}:")
