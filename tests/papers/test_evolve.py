"""Evolution as it was printed, and as it was worked out by hand where nothing could be read."""

from __future__ import annotations

from functools import cache

import pytest

from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.evolve.result import By, Evolution
from countermove.files.model_file import load


@cache
def evolution(case: str) -> Evolution:
    return evolve(load(case), "all")


def reached(case: str, by: By) -> dict[int, int | None]:
    """Return for each state that is reached, by its printed number, the fewest moves."""
    return {
        target.state.number: target.ways[by].fewest
        for target in evolution(case)
        if target.ways[by].is_reached
    }


# -- Syria and Iraq: Kinsara (2014), guide to GMCR+, Fig. 26 -------------------------------------


def test_syria_and_iraq_by_moves() -> None:
    """From state 1 the states 2 and 4 can be reached (printed), each by one move."""
    found = reached("syria-iraq-1975", "moves")
    assert found[2] == found[4] == 1


def test_syria_and_iraq_by_improvements_only() -> None:
    """4 and 6 can be reached by improvements only, 2 can't (printed)."""
    found = reached("syria-iraq-1975", "improvements")
    assert set(found) == {1, 4, 6}
    six = evolution("syria-iraq-1975").target(6).ways["improvements"]
    # By hand: Iraq attacks, then Syria escalates.
    assert [(m.decision_maker, m.origin + 1, m.target + 1) for m in next(six.paths())] == [
        ("iraq", 1, 4),
        ("syria", 4, 6),
    ]
    assert six.last_movers == six.possible_last_movers == ("syria",)


# -- Elmira -------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["elmira-graph", "elmira-coalesced"])
def test_elmira_leads_from_1_to_5_by_the_local_government(case: str) -> None:
    """Printed (Kilgour, Hipel, Fang and Peng 2001): 1 to 5, then only a coalition leads to 8.

    By hand: in 1 only Local Government gains, and in 5 nobody does; so nothing else is reached.
    """
    found = evolution(case)
    assert reached(case, "improvements") == {1: 0, 5: 1}
    five = next(target for target in found if target.state.number == 5).ways["improvements"]
    assert five.last_movers == ("local",)


@pytest.mark.parametrize("case", ["elmira-graph", "elmira-coalesced"])
def test_elmira_with_one_countermove(case: str) -> None:
    """By hand: the Ministry modifies the order at its own cost, all else is gain.

    8 asks for the Ministry, Uniroyal and Local Government to move once each. Any order will do if
    they move as they can. Uniroyal gains by accepting only once the order is modified, and the
    Ministry never by modifying: in three of the six orders it is the only one who doesn't gain.
    """
    eight, nine = (
        next(target for target in evolution(case) if target.state.number == number)
        for number in (8, 9)
    )
    one, free = eight.ways["one-countermove"], eight.ways["moves"]
    assert (one.fewest, one.shortest, one.last_movers) == (3, 3, ("uniroyal", "local"))
    assert (free.fewest, free.shortest) == (3, 6)
    assert free.last_movers == ("moe", "uniroyal", "local")
    # Closing the plant takes one move, by which Uniroyal doesn't gain at 1.
    assert nine.ways["one-countermove"].fewest == nine.ways["moves"].fewest == 1
    assert nine.ways["moves"].possible_last_movers == ("uniroyal",)


def test_elmira_by_any_moves() -> None:
    """By hand: one move for each of the three options that have to change."""
    assert reached("elmira-graph", "moves") == {
        1: 0,
        2: 1,
        3: 1,
        4: 2,
        5: 1,
        6: 2,
        7: 2,
        8: 3,
        9: 1,
    }


def test_the_twelve_states_are_reached_as_the_nine() -> None:
    """State 7 of the twelve is 5 of the nine, 10 is 8."""
    assert reached("elmira", "improvements") == {1: 0, 7: 1}
    ten = evolution("elmira").target(10)
    assert (ten.ways["one-countermove"].shortest, ten.ways["moves"].shortest) == (3, 6)


# -- the talks of February 2025 -----------------------------------------------------------------


def test_the_talks_can_get_to_all_that_holds_by_gains_alone() -> None:
    """How does one get there from 12 February? Paths by hand from the statements of the model."""
    found = evolve(load("talks-2025"))
    fewest = {t.state.taken: t.ways["improvements"].fewest for t in found}
    assert fewest == {
        ("terms is bilateral",): 1,
        ("terms is bilateral", "concede"): 1,
        ("terms is bilateral", "concede", "settle"): 2,
        ("terms is table", "guarantee"): 2,
        ("terms is table", "concede", "settle", "guarantee"): 3,
        ("terms is table", "accept", "guarantee"): 3,
        ("terms is table", "concede", "settle", "accept", "guarantee"): 4,
    }
    open_deal = found.target("table/YYYY").ways["improvements"]
    # The table and the concession come first. Ukraine accepts only what is guaranteed.
    orders = [[move.decision_maker for move in path] for path in open_deal.paths()]
    assert sorted(orders) == [
        ["us", "europe", "russia", "ukraine"],
        ["us", "europe", "ukraine", "russia"],
        ["us", "russia", "europe", "ukraine"],
    ]
