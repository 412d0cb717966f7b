"""What is known of published equilibria: the dilemma, chicken, Elmira."""

from __future__ import annotations

from countermove.analysis.worth.state_worth import StateWorth
from countermove.analysis.worth.worth import worth
from countermove.building import build
from countermove.files.model_file import load


def read(case: str, state: str | int) -> StateWorth:
    return worth(load(case), states=state).states[0]


def test_in_the_dilemma_both_prefer_silence_and_neither_gets_there_alone() -> None:
    confess = read("prisoners-dilemma", "NN")
    model = build(load("prisoners-dilemma"))
    assert confess.strength == 5
    assert (confess.better, confess.reached_alone) == (1, 0)
    assert confess.example is not None
    assert model.states.pattern(confess.example.state) == "YY"
    assert confess.example.reach == "jointly"
    assert [move.decision_maker for move in confess.example.path] == ["first", "second"]
    silent = read("prisoners-dilemma", "YY")
    assert (silent.strength, silent.is_optimal) == (4, True)


def test_in_chicken_the_equilibria_are_pareto_optimal() -> None:
    result = worth(load("chicken"), concepts="NASH")
    assert len(result) == 2
    assert all(one.is_optimal and not one.dominated_by.any() for one in result)
    crash = min(
        worth(load("chicken"), states=["NN", "NY", "YN", "YY"]),
        key=lambda one: one.borda,
    )
    assert crash.better >= 1


def test_in_elmira_ministry_and_uniroyal_prefer_8_to_5_and_the_government_does_not() -> None:
    five, eight = (read("elmira-coalesced", label) for label in (5, 8))
    places = [
        (a.place, b.place)
        for a, b in zip(five.standings.values(), eight.standings.values(), strict=True)
    ]
    assert [before > after for before, after in places] == [True, True, False]
    # So it is no Pareto improvement: only the coalition of the two would make that move.
    assert five.is_optimal
    assert eight.is_optimal
    assert read("elmira-coalesced", 9).better > 0
