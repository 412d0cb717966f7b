"""Ten doubts about the talks: what stands whatever the parties want, and what hangs on what.

The numbers were found by solving each of the 3,072 readings, with another program.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from countermove.analysis.readings.across import Across
from doubtful_talks import answers, talks

FIVE = ("NASH", "SEQ", "SSEQ", "GMR", "SMR")

US_2, US_3, RU_1, RU_2 = "us.2", "us.3", "russia.1", "russia.2"
UA_1, EU_1 = "ukraine.1", "europe.1"

# By claim and NASH, SEQ (and SSEQ), GMR (and SMR): in how many readings it holds, and whether as
# written; and on what it hangs under SEQ.
PRINTED = {
    "backs": ((0.375, True), (0.375, True), (0.375, True), {RU_1, UA_1, EU_1}),
    "everyone": ((0.25, False), (0.34375, True), (0.5, True), {US_2, US_3, RU_1, UA_1, EU_1}),
    "without_ukraine": ((0.5, True), (0.5, True), (1, True), {UA_1}),
    "veto": ((0.5, True), (0.5, True), (0.5, True), {UA_1}),
    "negotiator": ((0.6875, False), (0.75, True), (0.75, True), {RU_1, UA_1}),
    "price": ((0.65625, True), (0.625, True), (0.625, True), {RU_1, RU_2, UA_1}),
    "appeasement": ((0.375, False), (0.4375, False), (1, True), {US_2, US_3, RU_1, EU_1}),
    "weakness": ((1, True), (1, True), (1, True), set()),
    "earned": ((1, True), (1, True), (0.25, True), set()),
}


@pytest.fixture(scope="module")
def ten() -> Across:
    return answers(talks(), FIVE)


@pytest.mark.parametrize("claim", PRINTED)
def test_in_how_many_readings_a_claim_holds(ten: Across, claim: str) -> None:
    nash, seq, gmr, hangs_on = PRINTED[claim]
    for code, (share, as_written) in zip(FIVE, (nash, seq, seq, gmr, gmr), strict=True):
        standing = ten.standing(claim, code)
        assert standing.likelihood == Fraction(share)
        assert standing.holds == ("all" if share == 1 else "some")
        assert standing.as_written == as_written
    assert {doubt.id for doubt in ten.standing(claim, "SEQ").hangs_on or ()} == hangs_on


def test_what_stands_and_what_turns_nothing(ten: Across) -> None:
    every = [one for by_code in ten.claims.values() for one in by_code.values()]
    assert [one.holds for one in every].count("all") == 12
    assert [one.holds for one in every].count("some") == 33
    turning_nothing = {doubt.id for doubt in ten.turning_nothing or ()}
    assert turning_nothing == {"us.5", "russia.5", "ukraine.3", "europe.3"}
    assert [doubt.id for doubt in ten.standing("everyone", "GMR").hangs_on or ()] == [RU_1]
    nearest = [len((one.nearest_turns or ({},))[0]) for one in every if one.holds == "some"]
    assert (nearest.count(1), nearest.count(2)) == (31, 2)


def test_conditions(ten: Across) -> None:
    yes, no = (1,), (0,)
    assert ten.standing("veto", "SEQ").turned_exactly_if == ({UA_1: yes},)
    assert ten.standing("negotiator", "SEQ").turned_exactly_if == ({RU_1: yes, UA_1: no},)
    price = ten.standing("price", "SEQ")
    assert price.turned_only_if == {RU_2: yes}
    assert set(map(frozenset, (one.items() for one in price.turned_exactly_if or ()))) == {
        frozenset({(RU_2, yes), (RU_1, no)}),
        frozenset({(RU_2, yes), (UA_1, yes)}),
    }
    backs = ten.standing("backs", "SEQ").turned_exactly_if or ()
    assert {UA_1: yes} in backs
    assert {RU_1: no, EU_1: yes} in backs


def test_forty_doubts_of_each_party_are_not_enumerated() -> None:
    # What weighs less than the same wish before it changes nothing: the answers of each once.
    codes = ("NASH", "GMR", "SMR")
    once, often = (answers(talks(k), codes) for k in (1, 8))
    assert once.readings == 2**19
    assert often.readings == 2**152
    for code in codes:
        assert often.states[code].all == once.states[code].all
        assert often.states[code].some == once.states[code].some
        assert not often.states[code].open.any()
        for claim in once.claims:
            said = often.standing(claim, code).holds
            assert said in (once.standing(claim, code).holds, "open")
