"""What is known so far of a model with too many outcomes to list, told while it is solved."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import Any

import pytest

from coalition import coalition
from countermove.analysis import open_solving
from countermove.analysis.open_solution import OpenSolution
from countermove.analysis.open_solving import _Solving, solve_open
from countermove.errors import StoppedError
from countermove.files.model_file import loads
from countermove.report.open_answer import known_sentence
from countermove.stability.registry import SolutionConcept

Told = tuple[list[OpenSolution], OpenSolution]


@pytest.fixture(scope="module")
def told() -> Told:
    """Return what was told of a model of 26 options, and the answer, however long it took."""
    found: list[OpenSolution] = []
    return found, solve_open(loads(coalition(12)), seconds=inf, so_far=found.append)


def test_first_comes_what_is_found_at_once(told: Told) -> None:
    """NASH, GMR and SMR are known in it, and for SEQ and SSEQ there are bounds."""
    (first, *_), whole = told
    for code in ("NASH", "GMR", "SMR"):
        assert first.holding[code].is_exact
        assert first.holding[code].between == whole.holding[code].between
        assert None not in (claim.holds[code] for claim in first.claims)
    assert not first.holding["SEQ"].is_exact
    assert not first.provenance.complete
    assert whole.provenance.complete


def test_more_and_more_is_known_and_nothing_is_taken_back(told: Told) -> None:
    """Bounds get no wider, and what is said of a claim stays."""
    known, whole = told
    assert len(known) > 1
    for before, after in pairwise([*known, whole]):
        for code in whole.codes:
            one, other = before.holding[code], after.holding[code]
            assert not one.least - other.least
            assert not other.most - one.most
            for earlier, later in zip(before.claims, after.claims, strict=True):
                assert earlier.holds[code] in (None, later.holds[code])


def test_what_was_found_stays_when_it_is_stopped() -> None:
    """Whoever stops it has what was found until then, and of nothing that it was stopped."""
    found: list[OpenSolution] = []
    kept = solve_open(loads(coalition(12)), so_far=found.append, follow=lambda _: not found)
    assert len(found) == 1
    assert not kept.provenance.complete
    assert kept.to_dict()["equilibria"] == found[0].to_dict()["equilibria"]
    with pytest.raises(StoppedError):
        solve_open(loads(coalition(12)), follow=lambda _: False)


def test_a_set_that_was_found_stays_where_claims_are_decided_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where SSEQ takes more memory than there is, its claims are decided after SEQ was found."""
    whole = _Solving._whole

    def short_of_memory(self: _Solving, concept: SolutionConcept) -> Any:
        if concept.escape:
            raise MemoryError
        return whole(self, concept)

    monkeypatch.setattr(open_solving, "_AT_FIRST", 0.0)
    monkeypatch.setattr(_Solving, "_whole", short_of_memory)
    known: list[OpenSolution] = []
    solve_open(loads(coalition(12)), ["SEQ", "SSEQ"], seconds=inf, so_far=known.append)
    are_exact = [one.holding["SEQ"].is_exact for one in known]
    assert are_exact == sorted(are_exact)
    assert True in are_exact[:-1]


def test_in_short_it_is_said_how_many_hold_and_how_many_claims_are_decided(told: Told) -> None:
    (first, *_), whole = told
    assert known_sentence(first).startswith("Known so far: NASH 2; SEQ between 2 and ")
    assert known_sentence(whole).endswith("2 of 2 claims decided.")
