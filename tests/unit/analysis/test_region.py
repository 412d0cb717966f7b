"""Answers ask of a set of states what a region can tell, and nothing beneath: any kind will do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.claims import answer_claims
from countermove.analysis.equilibria import Solution, all_stable
from countermove.analysis.evolve.leading import Leading
from countermove.analysis.solving import solve
from countermove.cli.look import Look
from countermove.cli.outcomes import outcomes
from countermove.cli.page import Page
from countermove.files.model_file import load
from countermove.graph.bits import Bits
from countermove.graph.patterns import Cover, Pattern
from countermove.graph.region import Positions, Region
from countermove.graph.states import States
from countermove.report.answer import claims_section, holding_section
from countermove.report.shown import SHORT

CASES = ("talks-2025", "prisoners-dilemma", "elmira-coalesced", "elmira-graph")


@dataclass(frozen=True, eq=False, repr=False)
class Listed(Region):
    """A set of states as the set of their positions."""

    states: frozenset[int]
    size: int

    @classmethod
    def of(cls, region: Region) -> Self:
        return cls(frozenset(region.positions().tolist()), region.size)

    def __and__(self, other: Self) -> Self:
        return type(self)(self.states & other.states, self.size)

    def __or__(self, other: Self) -> Self:
        return type(self)(self.states | other.states, self.size)

    def __invert__(self) -> Self:
        return type(self)(frozenset(range(self.size)) - self.states, self.size)

    def __contains__(self, state: int) -> bool:
        return state in self.states

    def any(self) -> bool:
        return bool(self.states)

    def count(self) -> int:
        return len(self.states)

    def parts(self) -> Iterator[Positions]:
        for state in sorted(self.states):
            yield np.array([state])

    def only(self, state: int) -> Self:
        return type(self)(frozenset([state]), self.size)


def listed(sets: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same sets, kept otherwise, however deep they are."""
    return {k: listed(v) if isinstance(v, Mapping) else Listed.of(v) for k, v in sets.items()}


def kept_otherwise(solution: Solution) -> Solution:
    """Answer anew from the same stable states, kept as lists."""
    model = replace(solution.model, claims=listed(solution.model.claims))
    stable = listed(solution.stable)
    claims = answer_claims(model, stable, all_stable(stable))
    other = replace(solution, model=model, stable=stable, claims=claims)
    if (known := solution.leading) is not None:
        ways = Listed.of(known.improvements), Listed.of(known.moves)
        other.__dict__["leading"] = Leading(model, known.start, *ways)
    return other


@pytest.mark.parametrize("case", CASES)
def test_a_solution_says_the_same_however_its_sets_are_kept(case: str) -> None:
    solution = solve(load(case))
    other = kept_otherwise(solution)
    assert isinstance(other.holding_somehow, Listed)
    # What holds across the readings is found by each for itself.
    mine, others = (re.sub(r'"seconds": [\d.e-]+', "", one.to_json()) for one in (solution, other))
    assert others == mine
    assert other.to_csv() == solution.to_csv()
    assert other.to_latex() == solution.to_latex()
    assert other._repr_html_() == solution._repr_html_()
    assert repr(other) == repr(solution)
    assert list(other) == list(solution)
    assert other.strongest(3) == solution.strongest(3)
    for code in solution.codes:
        assert other.positions(code) == solution.positions(code)
        assert other.statement(code) == solution.statement(code)
        if not solution.model.conflict.is_graph_form:
            assert other.patterns(code) == solution.patterns(code)
    for one, same in zip(solution.claims, other.claims, strict=True):
        assert same.holds == one.holds
        for code, by in one.deciding.items():
            decided = same.deciding[code]
            assert (decided.kind, decided.leaving) == (by.kind, by.leaving)
            assert decided.found == Listed.of(by.found)


@pytest.mark.parametrize("case", CASES)
def test_it_is_told_in_the_same_words_however_its_sets_are_kept(case: str) -> None:
    solution = solve(load(case))
    other = kept_otherwise(solution)
    assert claims_section(other) == claims_section(solution)
    assert holding_section(other, "Where?") == holding_section(solution, "Where?")
    texts = []
    for one in (solution, other):
        page = Page(Look(80, False, "utf-8"))
        outcomes(page, case, one, SHORT)
        texts.append(page.text())
    assert texts[0] == texts[1]


class Asking(Listed):
    """A set that gives its patterns in its own way: each state as it is."""

    def patterns(self, states: States, apart: Sequence[int] = ()) -> Cover:
        """Return a pattern without a dash for each state."""
        own = (Pattern(states.view(state).pattern, 1) for state in sorted(self.states))
        return Cover(tuple(own), self.count())


def test_the_set_itself_is_asked_for_its_patterns() -> None:
    solution = solve(load("syria-iraq-1975"), "GMR")
    stable = {
        code: {dm: Asking.of(held) for dm, held in by_dm.items()}
        for code, by_dm in solution.stable.items()
    }
    other = replace(solution, stable=stable)
    listed = [state.pattern for state in solution.equilibria("GMR")]
    assert [pattern.text for pattern in other.patterns("GMR") or ()] == listed
    assert other.statement("GMR") == " or ".join(listed)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=20))
def test_what_follows_from_the_rest_is_the_same_as_in_bits(pairs: list[tuple[bool, bool]]) -> None:
    some, more = (Bits.of(np.array([pair[k] for pair in pairs])) for k in (0, 1))
    one, other = Listed.of(some), Listed.of(more)
    assert Listed.of(some & more) == one & other
    assert Listed.of(some | more) == one | other
    assert Listed.of(some ^ more) == one ^ other
    assert Listed.of(~some) == ~one
    assert (some == more) == (one == other)
    assert one != some
    assert Listed.of(some.only(0)) == one.only(0)
    assert (one.all(), one.first(2)) == (some.all(), some.first(2))
    assert one.mask().tolist() == some.mask().tolist()
    assert repr(one) == repr(some).replace("Bits", "Listed")
    every = np.arange(some.size)
    assert one.among(every).tolist() == some.among(every).tolist()
