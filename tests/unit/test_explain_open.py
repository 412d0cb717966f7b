"""Why a state holds where there are too many to list: every path is looked at step by step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import inf

import pytest

import countermove
from coalition import coalition
from countermove import OpenExplanation, OpenVerdict
from countermove.files.model_file import loads
from countermove.stability.registry import concepts

MEMBERS = 12
STATES = ("lead, stop", "lead", "stop, m1.troops, m1.pay", 1, f"{2 ** (2 + 2 * MEMBERS):,}")


@pytest.fixture(scope="module", params=STATES, ids=str)
def explanation(request: pytest.FixtureRequest) -> OpenExplanation:
    """Explain a state of a model of 26 options, however long that takes."""
    return countermove.explain_open(loads(coalition(MEMBERS)), request.param, seconds=inf)


def test_every_path_is_one_by_the_definition(explanation: OpenExplanation) -> None:
    """Replies are moves, or improvements, nobody moves twice in a row, and the end deters."""
    model = explanation.model
    seen = 0
    for verdict in explanation:
        concept = concepts()[verdict.concept]
        moves = model.moves if concept.replies == "any" else model.improvements
        for reply in verdict.replies:
            assert reply.improvement in model.improvements(verdict.decision_maker, verdict.state)
            if not reply.is_deterred:
                continue
            seen += 1
            here, last = reply.improvement, verdict.decision_maker
            for move in reply.path:
                assert move.origin == here
                assert move.decision_maker not in (last, verdict.decision_maker)
                assert move.target in moves(move.decision_maker, here)
                here, last = move.target, move.decision_maker
            assert model.deters(verdict.decision_maker, here, verdict.state)
            if concept.escape:
                for away in model.moves(verdict.decision_maker, here):
                    assert model.deters(verdict.decision_maker, away, verdict.state)
    assert explanation.provenance.complete
    assert seen or all(not verdict.replies or not verdict.is_stable for verdict in explanation)


def undeterred(explanation: OpenExplanation) -> Iterator[tuple[OpenVerdict, int]]:
    return (
        (verdict, reply.improvement)
        for verdict in explanation
        for reply in verdict.replies
        if reply.is_deterred is False
    )


def test_nothing_deters_where_it_is_said_that_nothing_does(explanation: OpenExplanation) -> None:
    """From the set that shows it, drawn at random, no reply leads out of it, nor does it deter."""
    model = explanation.model
    for verdict, improvement in undeterred(explanation):
        concept = concepts()[verdict.concept]
        (shows,) = (r.undeterred for r in verdict.replies if r.improvement == improvement)
        if shows is None:
            assert concept.replies == "none"
            continue
        assert explanation.view(improvement) in shows
        moves = model.moves if concept.replies == "any" else model.improvements
        for state in [*shows.sample(3), explanation.view(improvement)]:
            code = model.states.find(state.pattern)
            for other in model.opponents(verdict.decision_maker):
                assert all(model.states.state(end) in shows for end in moves(other, code))
            is_deterring = model.deters(verdict.decision_maker, code, verdict.state)
            if concept.escape and is_deterring:
                is_deterring = all(
                    model.deters(verdict.decision_maker, away, verdict.state)
                    for away in model.moves(verdict.decision_maker, code)
                )
            assert not is_deterring


def test_a_state_is_named_by_number_pattern_or_what_is_done() -> None:
    """A number may have the commas that it is printed with."""
    conflict = loads(coalition())
    first = countermove.explain_open(conflict, "lead, stop", "lead", "NASH")
    state = first.view(first.state)
    for reference in (state.number, f"{state.number:,}", state.pattern):
        assert countermove.explain_open(conflict, reference, "lead", "NASH").state == first.state
    with pytest.raises(countermove.UnknownNameError, match="there is no outcome 18,446"):
        countermove.explain_open(conflict, 2**64 + 1)


def test_what_was_found_stays_when_it_is_stopped() -> None:
    """The verdicts found stay, the others are open, and it says that it isn't complete."""
    conflict = loads(coalition())
    asked: list[int] = []

    def follow(_: countermove.Progress) -> bool:
        asked.append(1)
        return len(asked) < 40

    found = countermove.explain_open(conflict, "lead, stop", follow=follow)
    assert not found.provenance.complete
    known = [verdict.is_stable for verdict in found]
    assert None in known
    assert set(known) - {None}
    json.loads(found.to_json())
    with pytest.raises(countermove.StoppedError):
        countermove.explain_open(conflict, "lead, stop", None, "SEQ", follow=lambda _: False)
