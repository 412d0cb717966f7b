"""How sure an answer is: what was drawn is the same everywhere, and is told rightly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from countermove.analysis.sample.draws import Draws
from countermove.analysis.sample.extensions import Extensions, closed
from countermove.analysis.sample.nearby import Nearby, countable_distance, largest_distance
from countermove.analysis.sample.sample import sample
from countermove.analysis.sample.shares import Share, wilson
from countermove.analysis.solving import solve
from countermove.errors import (
    ArgumentError,
    CountermoveError,
    ModelError,
    StoppedError,
    TooLargeError,
    UnknownNameError,
)
from countermove.files.model_file import load
from countermove.report.sample import sample_section, section_for_report
from engines import FAST
from models import option_conflict

TALKS = load("talks-2025")
SYRIA = load("syria-iraq-1975")


def counts_of(drawn: Any, code: str) -> dict[str, int]:
    states = drawn.model.states
    counts = drawn.equilibrium_counts[code].tolist()
    return {states.view(k).pattern: count for k, count in enumerate(counts) if count}


@pytest.mark.parametrize("engine", FAST)
def test_the_counts_are_the_same_everywhere(engine: str) -> None:
    """Written down once: they have to be the same on every machine and with every version."""
    drawn = sample(TALKS, within=3, samples=2000, seed=1, engine=engine)
    assert counts_of(drawn, "NASH") == {
        "bilateral/NNNN": 1938,
        "bilateral/YNNN": 82,
        "bilateral/YYNN": 1918,
        "table/YYYY": 70,
    }
    assert {claim: drawn.claim(claim, "SEQ").count for claim in drawn.claim_counts} == {
        "backs": 2000,
        "everyone": 1941,
        "without_ukraine": 1918,
        "veto": 1999,
        "negotiator": 1941,
        "price": 2000,
        "appeasement": 274,
        "weakness": 1919,
        "earned": 1998,
    }
    assert drawn.distinct == 2000


def test_the_random_words_are_the_same_everywhere() -> None:
    assert Draws(2025, 3, 7).words(3).tolist() == [
        12890520363779898971,
        1791416310484990711,
        11763053942869771485,
    ]


@pytest.mark.parametrize(
    ("most_down_sets", "expected"),
    [
        (1 << 14, ["543012", "534120", "354120", "435102", "435021"]),
        (0, ["534012", "453102", "345102", "345021", "354201"]),
    ],
    ids=["listed", "coupled"],
)
def test_linear_extensions_are_the_same_everywhere(
    most_down_sets: int, expected: list[str]
) -> None:
    crown = np.zeros((6, 6), dtype=bool)
    for better, worse in ((0, 3), (0, 4), (1, 3), (1, 5), (2, 4), (2, 5)):
        crown[better, worse] = True
    drawn = Extensions(crown, most_down_sets).draw(Draws(9), 5)
    assert ["".join(map(str, ranks)) for ranks in drawn.tolist()] == expected


def test_the_first_draws_dont_depend_on_how_many_follow() -> None:
    few, more = (sample(SYRIA, within=2, samples=n, seed=5, concepts=["SEQ"]) for n in (1024, 3000))
    later = more.equilibrium_counts["SEQ"] - few.equilibrium_counts["SEQ"]
    assert later.min() >= 0
    assert later.max() <= 3000 - 1024


def test_what_somebody_draws_does_not_depend_on_who_else_does() -> None:
    alone = sample(SYRIA, within=2, samples=500, decision_makers="Iraq", concepts=["NASH"])
    together = sample(SYRIA, within=2, samples=500, concepts=["NASH"])
    assert alone.decision_makers == ("iraq",)
    # Nash stability depends on one's own ranking alone.
    for dm in ("iraq", "syria"):
        same = np.array_equal(alone.stable_counts["NASH"][dm], together.stable_counts["NASH"][dm])
        assert same == (dm == "iraq")


def test_another_seed_draws_others() -> None:
    one, other = (sample(TALKS, within=5, samples=500, seed=s, concepts=["SEQ"]) for s in (0, 1))
    assert one.to_dict()["equilibria"] != other.to_dict()["equilibria"]


def test_a_share_of_the_pairs_is_a_distance() -> None:
    model = option_conflict({"a": ["x", "y"]}, a=[3, 2, 1, 0])
    for within, distance in ((0.5, 3), (Fraction(1, 3), 2), (1.0, 6), (0.0, 0), (4, 4), (99, 6)):
        assert sample(model, within=within, samples=1).distances == {"a": distance}


def test_no_distance_is_the_same_as_unknown_ties() -> None:
    near, ties = (
        sample(SYRIA, samples=300, seed=4, **doubt)
        for doubt in ({"within": 0}, {"unknown": "ties"})
    )
    assert near.to_dict()["equilibria"] == ties.to_dict()["equilibria"]


def test_without_ties_and_doubt_the_answer_is_that_of_the_model() -> None:
    drawn = sample(SYRIA, unknown="ties", samples=50)
    assert drawn.distinct == 1
    assert drawn.is_certain
    assert "no ranking has ties" in str(sample_section(drawn).blocks[0])
    assert not sample(SYRIA, within=1, samples=1).is_certain
    for code in drawn.solution.codes:
        expected = drawn.solution.holding[code].mask() * 50
        assert drawn.equilibrium_counts[code].tolist() == expected.tolist()


def test_only_some_pairs_are_known() -> None:
    """Nothing known of one of two states: each better half of the time."""
    conflict = option_conflict({"a": ["x"]}, a=[0, 1])
    drawn = sample(conflict, unknown={"A": []}, samples=4000, concepts=["NASH"])
    shares = [float(drawn.state(k, "NASH")) for k in (1, 2)]
    assert sum(shares) == 1
    assert abs(shares[0] - 0.5) < 0.03
    known = sample(conflict, unknown={"a": [(1, 2)]}, samples=100, concepts=["NASH"])
    assert known.state("N", "NASH").count == 100
    assert known.decision_makers == ("a",)


def test_the_order_of_some_statements_is_unknown() -> None:
    first = ["terms is table", "not concede"]
    drawn = sample(TALKS, unknown={"europe": first}, samples=1000, seed=3, concepts=["SEQ"])
    assert drawn.distinct == 2
    all_orders = sample(
        TALKS,
        unknown={"europe": [s.holds for s in TALKS.preferences["europe"].statements or ()]},
        samples=2000,
        concepts=["SEQ"],
    )
    # 24 orders, some of which rank the states alike.
    assert 2 < all_orders.distinct <= 24


@pytest.mark.parametrize(
    ("doubt", "what"),
    [
        ({}, "it isn't said which rankings may be wrong"),
        ({"within": 1, "unknown": "ties"}, "rankings may be wrong in one way at a time"),
        ({"within": -1}, "no distance '-1'"),
        ({"within": 1.5}, r"no distance '1\.5'"),
        ({"unknown": "tise"}, "no value of unknown 'tise'"),
        ({"within": 1, "samples": 0}, "samples can't be 0"),
        ({"within": 1, "seed": -1}, "seed can't be -1"),
        ({"within": float("nan")}, "within must be a finite number, not nan"),
        ({"within": 1, "engine": "definition"}, "no engine 'definition'"),
        ({"within": 1, "decision_makers": "nobody"}, "no party 'nobody'"),
        ({"within": 1, "scenario": "none"}, "no scenario 'none'"),
        ({"unknown": {"nobody": []}}, "no party 'nobody'"),
        ({"unknown": {"us": [], "United States": []}}, "given twice"),
        ({"unknown": {"us": ["dael"]}}, "Did you mean 'deal'"),
        ({"unknown": {"us": [(1, 99)]}}, "no outcome 99"),
        ({"unknown": {"us": [(1, 2, 3)]}}, "can't be read"),
        ({"unknown": {"us": []}, "decision_makers": "us"}, "says already"),
    ],
)
def test_what_cannot_be_read_is_refused(doubt: dict[str, Any], what: str) -> None:
    with pytest.raises((ArgumentError, UnknownNameError), match=what):
        sample(TALKS, **doubt)


def test_what_contradicts_itself_is_refused() -> None:
    with pytest.raises(ModelError, match=r"contradicts itself.*such as 1 and 2"):
        sample(TALKS, unknown={"us": [(1, 2), (2, 3), (3, 1)]})


def test_what_is_too_large_is_refused() -> None:
    ranks = np.repeat(np.arange(60), 3)
    most = countable_distance(ranks)
    assert most < largest_distance(ranks)
    with pytest.raises(TooLargeError, match=f"Give a smaller distance, {most} at most"):
        Nearby(ranks, most + 1)
    # A zigzag: connected, and with very many down-sets.
    zigzag = np.zeros((200, 200), dtype=bool)
    for k in range(0, 198, 2):
        zigzag[k, k + 1] = zigzag[k + 2, k + 1] = True
    with pytest.raises(TooLargeError, match="so little is known"):
        Extensions(closed(zigzag[:199, :199]))


def test_it_says_beforehand_what_it_takes() -> None:
    told: list[str] = []
    sample(TALKS, within=3, samples=20, follow=lambda p: told.append(p.expected))
    assert list(filter(None, told)) == ["20 draws in 36 outcomes: less than a second"]


def test_it_can_be_stopped() -> None:
    with pytest.raises(StoppedError, match="nothing of it was kept"):
        sample(TALKS, within=3, samples=5000, follow=lambda progress: progress.share < 0.5)
    calls: list[float] = []
    zigzag = [(k, k + 1) for k in range(1, 20)]
    sample(TALKS, unknown={"us": zigzag}, samples=5, follow=lambda p: calls.append(p.share))
    assert calls


def test_confidence_intervals_are_those_of_wilson() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3: to four digits.
    for count, of, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = Share(count, of).interval
        assert found == pytest.approx((low, high), abs=0.00005)
    low, high = wilson(np.array([0, 20]), 20)
    assert (low[0], high[1]) == (0.0, 1.0)


def test_names_of_claims_and_states_are_looked_up() -> None:
    drawn = sample(TALKS, within=1, samples=10, concepts=["NASH"])
    with pytest.raises(UnknownNameError, match="no claim 'bakcs'"):
        drawn.claim("bakcs", "NASH")
    with pytest.raises(CountermoveError, match="SEQ"):
        drawn.state(1, "SEQ")
    assert float(drawn.state("bilateral/NNNN", "NASH")) == drawn.state(2, "NASH").count / 10


def test_data_and_table() -> None:
    drawn = sample(TALKS, within=0.05, samples=200, concepts=["NASH", "SEQ"])
    data = drawn.to_dict()
    assert data["drawn"]["within"] == dict(drawn.distances)
    counts = data["equilibria"]["SEQ"]["count"]
    assert len(counts) == len(data["states"]) == 36
    assert counts == drawn.equilibrium_counts["SEQ"].tolist()
    share = data["claims"]["everyone"]["SEQ"]
    assert share["low"] <= share["share"] == share["count"] / 200 <= share["high"]
    rows = drawn.table().rows
    assert len(rows) == 2 * (len(TALKS.claims) + 1 + len(drawn.holding))


def test_a_report_draws_within_what_can_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.analysis.sample.nearby._MOST_COUNTS", 10_000)
    solution = solve(TALKS, concepts=["NASH"])
    every = [preference.ranks for preference in solution.model.preferences.values()]
    most = min(map(countable_distance, every))
    assert 0 < most < min(map(largest_distance, every)) / 20
    section = section_for_report(solution)
    assert section is not None
    assert f"at most {most} of the pairs" in str(section.blocks)


def test_words() -> None:
    drawn = sample(TALKS, within=0.05, samples=500, concepts=["NASH", "SEQ"])
    section = sample_section(drawn)
    assert (
        "at most 29 (the United States), 30 (Russia), 29 (Ukraine) and 28 (Europe) of the pairs"
        in str(section.blocks[1])
    )
    some = sample(TALKS, unknown={"us": [(1, 2)]}, samples=5)
    assert "any that agrees with what is known" in str(sample_section(some).blocks)
    short = section_for_report(drawn.solution)
    assert short is not None
    assert "1,000 times" in str(short.blocks)
