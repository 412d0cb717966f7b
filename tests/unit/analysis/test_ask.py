"""What to find out first about the talks, each doubt taken from a note that confesses it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest

from countermove.analysis.ask.ask import wanted_of
from countermove.analysis.ask.what_to_ask import Step, Wanted, WhatToAsk, what_to_ask
from countermove.analysis.equilibria import Solution
from countermove.analysis.readings.work import AcrossWork
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt, DoubtValue
from countermove.preferences.doubted_statements import DoubtedStatements, OrderInDoubt, WishInDoubt
from countermove.stability.registry import find_concepts

HALF = Fraction(1, 2)
ORDERS = tuple(DoubtValue(",".join(map(str, o)), Fraction(1, 6)) for o in permutations((1, 2, 3)))

SURE, PERHAPS, LEFT_OUT = "sure", "perhaps", "left out"
WANTED: dict[str, list[tuple[str, str] | list[str]]] = {
    "us": [
        ("deal", SURE),
        ("guarantee", PERHAPS),
        ("terms is bilateral", PERHAPS),
        ("offer", SURE),
        ("concede implies settle", PERHAPS),
    ],
    "russia": [
        ("settle implies not guarantee", LEFT_OUT),
        ("settle implies concede", PERHAPS),
        ("concede", SURE),
        ("not guarantee", SURE),
        ("terms is bilateral", PERHAPS),
        ("(concede and offer) implies settle", SURE),
    ],
    "ukraine": [
        ("deal", LEFT_OUT),
        ("accept implies guarantee", SURE),
        ["terms is table", "guarantee", "not concede"],
        ("secured implies accept", SURE),
    ],
    "europe": [
        ("guarantee implies terms is table", PERHAPS),
        ("terms is table", SURE),
        ("not concede", PERHAPS),
        ("terms is table implies guarantee", SURE),
    ],
}


def doubted(model: GraphModel, dm: str) -> DoubtedStatements:
    """Put together what one party wants."""
    items: list[WishInDoubt | OrderInDoubt] = []
    doubts: list[Doubt] = []
    for k, wanted in enumerate(WANTED[dm], start=1):
        place = ("preferences", dm, "statements", k - 1)
        if isinstance(wanted, list):
            wishes = [WishInDoubt(model.states.holding(text).mask()) for text in wanted]
            doubts.append(Doubt(f"{dm}.{k}", "order", (place,), ORDERS))
            items.append(OrderInDoubt(tuple(enumerate(wishes)), doubts[-1]))
            continue
        text, how = wanted
        cares = None
        if how != SURE:
            keys = ("yes", "no") if how == PERHAPS else ("no", "yes")
            cares = Doubt(
                f"{dm}.{k}", "cares", (place,), tuple(DoubtValue(key, HALF) for key in keys)
            )
            doubts.append(cares)
        items.append(WishInDoubt(model.states.holding(text).mask(), cares))
    return DoubtedStatements(tuple(items), len(model.states), tuple(doubts))


@pytest.fixture(scope="module")
def talks() -> Solution:
    return solve(build(load("talks-2025")))


def ask(solution: Solution, claims: tuple[str, ...], codes: tuple[str, ...]) -> WhatToAsk:
    model = solution.model
    owns = {dm: doubted(model, dm) for dm in model.decision_makers}
    doubts = tuple(doubt for own in owns.values() for doubt in own.doubts)
    found = AcrossWork(model, owns, doubts, solution.concepts).done(solution.claims)
    across_too = replace(solution)
    across_too._across._found = found
    return what_to_ask(across_too, find_concepts(codes), wanted_of(solution, claims, codes))


def test_all_claims_of_the_talks(talks: Solution) -> None:
    found = ask(talks, tuple(talks.model.conflict.claims), ("SEQ",))
    assert len(found.asked) == 7
    assert not found.unsettled
    assert [doubt.id for doubt in found.turning_nothing] == [
        "us.5",
        "russia.5",
        "ukraine.3",
        "europe.3",
    ]
    assert found.is_best
    assert found.first.expected == pytest.approx(4.375)
    # Asking what settles most at once, then what narrows most, is hardly worse.
    settling = found._settling
    assert greedy_mean(found) == pytest.approx(4.4375)
    assert settling.left(settling.start).open == 7


def greedy_mean(found: WhatToAsk) -> float:
    settling = found._settling

    def mean(at: tuple[int, ...]) -> float:
        if not settling.left(at).open:
            return 0.0
        d = settling.greedy(at)
        own = settling.stages[d]
        stage = own.all[at[d]]
        return 1 + sum(
            own.share(stage, own.all[k]) * mean((*at[:d], k, *at[d + 1 :])) for k in stage.next
        )

    return mean(settling.start)


def test_one_claim_is_settled_by_one_question(talks: Solution) -> None:
    found = ask(talks, ("veto",), ("SEQ",))
    (worth,) = found.doubts
    assert (worth.doubt.id, worth.expected, worth.best, worth.spread) == ("ukraine.1", 1, 1, 0.25)
    first = found.first
    assert first.doubt is not None
    assert first.doubt.id == "ukraine.1"
    assert (first.expected, first.most, first.settled) == (1, 1, ())
    no, yes = first.branches
    assert (no.values, no.likely, no.step.settled) == ((0,), 0.5, ((Wanted("SEQ", "veto"), True),))
    assert (yes.values, yes.step.settled) == ((1,), ((Wanted("SEQ", "veto"), False),))


def test_without_claims_it_is_about_what_holds_as_written(talks: Solution) -> None:
    found = ask(talks, (), ("SEQ",))
    states = {asked.state for asked in found.asked}
    assert states
    assert states <= set(talks.holding["SEQ"].positions().tolist())

    def settled(step: Step) -> int:
        return len(step.settled) + (settled(step.branches[0].step) if step.branches else 0)

    assert settled(found.first) == len(found.asked)


def test_nothing_is_asked_where_all_is_settled(talks: Solution) -> None:
    found = ask(talks, ("weakness", "earned"), ("NASH", "SEQ"))
    assert found.asked == found.doubts == ()
    assert found.first.doubt is None
    assert found.to_dict()["first"] == {"settled": []}


def test_as_data(talks: Solution) -> None:
    data = ask(talks, ("negotiator",), ("SEQ",)).to_dict()
    assert data["format"] == "countermove-ask/1"
    assert [doubt["id"] for doubt in data["doubts"]] == ["russia.1", "ukraine.1"]
    first = data["first"]
    assert first["ask"] == "russia.1"
    ends = [answer["then"]["settled"] for answer in first["answers"]]
    assert [{"claim": "negotiator", "concept": "SEQ", "holds": True}] in ends
