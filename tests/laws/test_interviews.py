"""Interviews about written doubts: what is answered is written down, and settles what it should."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from countermove.analysis.ask.controls import CLOSING_TESTS, EVERY_CONTROL
from countermove.analysis.ask.from_nothing import By
from countermove.analysis.ask.inquiry import DONT_KNOW, Inquiry, pair_inquiry
from countermove.analysis.ask.interview import Interview
from countermove.analysis.ask.what_to_ask import Wanted
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.editing.applying import applied
from countermove.errors import (
    ArgumentError,
    ConceptNotApplicableError,
    EditConflictError,
    ModelError,
)
from countermove.files.model_file import from_dict
from countermove.graph_model import GraphModel
from countermove.model.doubts import doubts_of, part_in_doubt
from countermove.report.interview import (
    asked_words,
    clash_words,
    newly_settled,
    offered,
    progress,
    standing_section,
    told_words,
)
from respondents import FromNothing

DAY = date(2026, 5, 4)
Parties = Mapping[str, tuple[str, ...]]

FEW: Parties = {"us": ("deal", "table"), "russia": ("settle",)}
PARTIES: Parties = {"us": ("deal", "table"), "russia": ("settle", "leave"), "europe": ("pay",)}
seeds = st.integers(0, 1 << 30)

# A thousand respondents where there is time for it.
RESPONDENTS = 1000 if settings().max_examples >= 1000 else 8

# A smaller seed is no simpler.
SIMPLY = (Phase.explicit, Phase.generate)

Answers = dict[tuple[str, str, tuple[str, ...]], Any]


def in_doubt(luck: random.Random, parties: Parties = PARTIES) -> dict[str, Any]:
    """Give a model with doubts of every kind that has values, and a claim of each kind."""
    options = [option for own in parties.values() for option in own]

    def statement() -> Any:
        one, other = luck.sample(options, 2)
        holds = luck.choice([one, f"not {one}", f"{one} implies {other}", f"{one} and {other}"])
        doubts: dict[str, Any] = luck.choice(
            [{}, {"perhaps": True}, {"perhaps": "left out"}, {"either_way": True}]
        )
        if luck.random() < 0.2:
            doubts = {"perhaps": True, "either_way": True, "likely": 0.7, "likely_way": 0.4}
        return {"holds": holds, **doubts} if doubts else holds

    def statements() -> list[Any]:
        found = [statement() for _ in range(luck.randint(1, 2))]
        if luck.random() < 0.3:
            order = [f"{a} and not {b}" for a, b in [luck.sample(options, 2) for _ in range(3)]]
            one: Any = {"holds": order[0], "perhaps": True} if luck.random() < 0.5 else order[0]
            found.insert(luck.randrange(len(found)), {"any_order": [one, *order[1:]]})
        return found

    def wants() -> dict[str, Any]:
        if luck.random() < 0.3:
            schools = [{"says": name, "statements": statements()} for name in ("hawks", "doves")]
            return {"readings": schools, "because": ["paper"]}
        return {"statements": statements()}

    kinds = ("never", "possible", "always")
    return {
        "format": "countermove/1",
        "title": "Talks",
        "decision_makers": {
            dm: {"name": dm.title(), "options": {option: option.title() for option in own}}
            for dm, own in parties.items()
        },
        "preferences": {dm: wants() for dm in parties},
        "claims": {kind: {"says": kind, kind: luck.choice(options)} for kind in kinds},
        "sources": {"paper": {"said": "So it was."}},
    }


class Respondent:
    """Knows of every doubt which value is true."""

    def __init__(self, data: Mapping[str, Any], luck: random.Random) -> None:
        self.conflict = conflict = from_dict(data)
        self.chosen = {}
        self.true: Answers = {}
        self.orders: dict[str, list[list[str]]] = {}
        for doubt in doubts_of(conflict):
            value = luck.choice([one for one in doubt.values if one.likely])
            self.chosen[doubt.id] = value.key
            party, part = str(doubt.places[0][1]), part_in_doubt(conflict, doubt)
            if doubt.kind == "order":
                texts = [part.any_order[int(k) - 1].holds for k in value.key.split(",")]
                self.orders.setdefault(party, []).append(texts)
            elif doubt.kind == "reading":
                self.true[party, "reading", tuple(one.says for one in part)] = value.key
            else:
                self.true.setdefault((party, doubt.kind, (part.holds,)), value.key)

    def knows_only_one(self, data: Mapping[str, Any]) -> bool:
        """Say whether no two doubts read alike, so that an answer means one of them."""
        count = len(doubts_of(from_dict(data)))
        return len(self.true) + sum(map(len, self.orders.values())) == count

    @cached_property
    def model(self) -> GraphModel:
        return build(self.conflict.in_reading(self.chosen))

    def answer(self, asked: Inquiry) -> str:
        if asked.kind == "pair":
            one, other = (self.model.levels(asked.party)[state] for state in asked.states)
            return "first" if one > other else "second" if one < other else "equal"
        if asked.kind == "order":
            for order in self.orders[asked.party]:
                if set(asked.about) <= set(order):
                    return str(asked.about.index(min(asked.about, key=order.index)) + 1)
        if asked.kind == "first":
            for order in self.orders[asked.party]:
                if set(asked.about) <= set(order):
                    cares = [
                        text
                        for text in asked.about
                        if self.true.get((asked.party, "cares", (text,))) != "no"
                    ]
                    first = min(cares, key=order.index, default=None)
                    return "none" if first is None else str(asked.about.index(first) + 1)
        if asked.kind == "wants":
            if self.true[asked.party, "cares", asked.about] == "no":
                return "no"
            return str(self.true[asked.party, "way", asked.about])
        return str(self.true[asked.party, asked.kind, asked.about])


def interviewed(
    interview: Interview,
    respondent: Respondent | FromNothing,
    luck: random.Random,
    shrugs: float = 0,
) -> Interview:
    """Ask until nothing is left to ask."""
    for number in range(1, 400):
        asked = interview.question
        if asked is None:
            return interview
        assert asked not in interview.closed
        if number % EVERY_CONTROL == 0:
            assert asked.controls is not None
        answer = respondent.answer(asked)
        assert answer in asked.answers
        assert interview.clash(asked, answer) is None
        if luck.random() < shrugs:
            answer = DONT_KNOW
        data = applied(interview.data, interview.edits(asked, answer))
        then = interview.told(asked, answer, data)
        assert asked_words(interview.model, asked)
        assert set(offered(asked)) == {*asked.answers, DONT_KNOW}
        newly_settled(interview, then)
        interview = then
    raise AssertionError("it doesn't end")


def begun(seed: int) -> tuple[Interview, Respondent, random.Random]:
    """Begin about a model in which no two doubts read alike."""
    luck = random.Random(seed)
    while True:
        data = in_doubt(luck)
        respondent = Respondent(data, luck)
        if respondent.knows_only_one(data):
            code = luck.choice(("NASH", "GMR", "SMR", "SEQ", "SSEQ"))
            return Interview.begin(data, concepts=code, on=DAY), respondent, luck


def truths(begun: Interview, respondent: Respondent) -> dict[Wanted, bool]:
    codes = {one.concept for one in begun.wanted}
    true = solve(begun.conflict.in_reading(respondent.chosen), codes)
    holds = {claim.claim: claim.holds for claim in true.claims}
    return {one: holds[str(one.claim)][one.concept] for one in begun.wanted}


@settings(max_examples=RESPONDENTS, phases=SIMPLY)
@given(seeds)
def test_it_ends_with_the_truth(seed: int) -> None:
    first, respondent, luck = begun(seed)
    found = interviewed(first, respondent, luck)
    assert found.standing == truths(first, respondent)
    assert progress(found) == "3 answers, all settled"
    # The file says so, too: it can be closed and taken up again at any time.
    again = Interview.begin(found.data, concepts=[first.wanted[0].concept], on=DAY)
    assert again.question is None
    assert again.standing == found.standing
    if not found.said:
        return
    assert found.data["sources"]["interview-2026-05-04"]["on"] == DAY
    assert again.source == "interview-2026-05-04"
    # An answer is taken back alone, and whoever answers the same again comes to the same.
    old = luck.choice(found.said)
    left = found.without(old, applied(found.data, found.taking_back(old)))
    assert old not in left.said
    assert interviewed(left, respondent, luck).standing == found.standing
    while left.said:
        last = left.said[0]
        left = left.without(last, applied(left.data, left.taking_back(last)))
    assert left.data["preferences"] == first.data["preferences"]


@settings(max_examples=RESPONDENTS, phases=SIMPLY)
@given(seeds)
def test_what_nobody_knows_leaves_open_only_what_hangs_on_it(seed: int) -> None:
    first, respondent, luck = begun(seed)
    found = interviewed(first, respondent, luck, 0.3)
    true, waiting = truths(first, respondent), found.waiting
    for one, value in found.standing.items():
        assert value in (None, true[one])
        assert (value is None) == (one in waiting)
        # By bounds alone it may be open as far as is known.
        assert value is None or one not in found.proved_open
        assert value is not None or waiting[one]
    assert standing_section(found).blocks


@settings(max_examples=RESPONDENTS, phases=SIMPLY)
@given(seeds, st.sampled_from(["statements", "pairs"]), st.sampled_from([0, 0.2]))
def test_from_nothing(seed: int, by: By, shrugs: float) -> None:
    luck = random.Random(seed)
    data = in_doubt(luck, FEW)
    respondent = FromNothing(data, by, luck)
    code = luck.choice(("NASH", "GMR", "SMR", "SEQ", "SSEQ"))
    first = Interview.begin(data, concepts=code, by=by, on=DAY)
    assert first.data["preferences"] == data["preferences"]
    found = interviewed(first, respondent, luck, shrugs)
    true = respondent.truths(first.wanted)
    for one, value in found.standing.items():
        assert value in (None, true[one])
        assert value is not None or found.waiting[one]
        assert shrugs or value is not None
    assert found.proved_open <= {one for one, value in found.standing.items() if value is None}
    assert standing_section(found).blocks
    # What is known stands in the file; whom nothing was asked about is as it was there.
    asked = {told.question.party for told in found.said}
    for dm in FEW:
        assert (found.data["preferences"][dm] == data["preferences"][dm]) == (dm not in asked)
    again = Interview.begin(found.data, concepts=code, by=by, on=DAY)
    assert again.standing == found.standing
    if found.said:
        old = luck.choice(found.said)
        left = found.without(old, applied(found.data, found.taking_back(old)))
        assert len(left.said) < len(found.said)
        assert all(value in (None, true[one]) for one, value in left.standing.items())


def test_a_pair_clashes_with_the_fewest_answers() -> None:
    data = in_doubt(random.Random(1))
    data["preferences"]["us"] = {
        "ranking": [{"unknown": ["the rest"]}],
        "known": ["YNNNN > NNNNN", "{NNNNN NYNNN}", "NYNNN > NNYNN", "YYNNN > NNNNN"],
    }
    interview = Interview.begin(data, by="pairs", concepts="NASH", on=DAY)
    at = interview.model.states.find
    asked = pair_inquiry(interview.model, "us", at("NYNNN"), at("YNNNN"))
    clashing = interview.clash(asked, "first")
    assert clashing is not None
    assert [(told.question.about, told.answer) for told in clashing] == [
        (("YNNNN", "NNNNN"), "first"),
        (("NNNNN", "NYNNN"), "equal"),
    ]
    assert interview.clash(asked, "second") is None
    assert told_words(interview.model, asked, "second") == ("Us prefers [2] Deal to [3] Table")
    after = applied(data, interview.taking_back(clashing[1]))
    assert after["preferences"]["us"]["known"] == [
        "YNNNN > NNNNN",
        "NYNNN > NNYNN",
        "YYNNN > NNNNN",
    ]
    assert interview.without(clashing[1], after).clash(asked, "first") is None


def test_a_further_statement() -> None:
    data = in_doubt(random.Random(1))
    interview = Interview.begin(data, by="statements", parties=["Us"], concepts="NASH", on=DAY)
    with pytest.raises(ModelError):
        interview.adding("us", "nonsense thing")
    edits = interview.adding("us", "deal and leave")
    found = interview.added("us", applied(data, edits))
    (pool,) = found.data["preferences"]["us"]["statements"]
    assert pool["any_order"][-1] == {
        "holds": "deal and leave",
        "perhaps": "left out",
        "either_way": True,
    }


def test_other_concepts_are_refused() -> None:
    data = in_doubt(random.Random(1))
    with pytest.raises(ConceptNotApplicableError, match="an interview can't settle"):
        Interview.begin(data, concepts="MR4", by="pairs")


def test_a_clash_is_shown_and_one_answer_goes() -> None:
    data = in_doubt(random.Random(1))
    data["preferences"]["russia"] = {"statements": ["leave"]}
    data["preferences"]["europe"] = {"statements": ["pay"]}
    data["claims"] = {"peace": {"says": "Peace", "possible": "deal"}}
    data["preferences"]["us"] = {"statements": [{"holds": "not deal", "perhaps": True}]}
    interview = Interview.begin(data, concepts="NASH", on=DAY)
    asked = interview.question
    assert asked is not None
    data = applied(data, interview.edits(asked, "yes"))
    interview = interview.told(asked, "yes", data)
    control = interview.question
    assert control is not None
    assert control.controls is not None
    assert asked_words(interview.model, control) == (
        "Once more, the other way round: is it all the same to Us whether this holds: not “Deal”?"
    )
    clashing = interview.clash(control, "no")
    assert clashing == (interview.said[0],)
    assert clash_words(interview.model, control, "no", clashing) == [
        "Us doesn't care about this: not “Deal”.",
        "Us cares about this: not “Deal”.",
    ]
    assert interview.kept(control).question is None
    changed = {**data, "preferences": {**data["preferences"], "us": {"statements": ["deal"]}}}
    elsewhere = interview.told(control, "yes", data)
    with pytest.raises(EditConflictError):
        Interview(changed, elsewhere.wanted, elsewhere.source, said=elsewhere.said).taking_back(
            clashing[0]
        )
    after = applied(data, interview.taking_back(clashing[0]))
    assert interview.without(clashing[0], after).question == asked


def test_statements_are_put_to_the_test_by_pairs_at_the_end() -> None:
    data = in_doubt(random.Random(1), FEW)
    data["claims"] = {"peace": {"says": "Peace", "possible": "deal and settle"}}
    interview = Interview.begin(data, by="statements", concepts="NASH", on=DAY)
    respondent = FromNothing(data, "statements", random.Random(5))
    tests = []
    while (asked := interview.question) is not None:
        if asked.kind == "pair":
            tests.append(asked)
            told = asked.controls
            assert told is not None
            answer = respondent.answer(asked)
            assert interview.clash(asked, answer) is None
            assert interview.clash(asked, "equal") == (told,)
            assert asked_words(interview.model, asked).startswith("To put what was answered to")
        answer = respondent.answer(asked)
        after = applied(interview.data, interview.edits(asked, answer))
        interview = interview.told(asked, answer, after)
    assert 1 <= len(tests) <= CLOSING_TESTS


def test_who_has_no_order_or_no_statements_is_refused() -> None:
    data = in_doubt(random.Random(1), FEW)
    size = 8
    even = [[0.5] * size for _ in range(size)]
    data["preferences"]["russia"] = {"fuzzy": even}
    with pytest.raises(ConceptNotApplicableError, match="complete order"):
        Interview.begin(data, by="pairs", parties=["us"])
    assert Interview.begin(data, by="pairs", concepts="NASH").question is not None
    with pytest.raises(ArgumentError, match="there is no statement"):
        Interview.begin(graph(), by="statements")
    assert Interview.begin(graph(), by="pairs", concepts="NASH").question is not None


def graph() -> dict[str, Any]:
    """Give a model of two states in graph form, without a claim."""
    return {
        "format": "countermove/1",
        "title": "Two states",
        "decision_makers": {"us": {"name": "Us"}},
        "states": {"here": "Here", "there": "There"},
        "moves": {"us": [["here", "there"], ["there", "here"]]},
        "preferences": {"us": {"ranking": ["there", "here"]}},
    }


def test_where_nothing_holds_there_is_nothing_to_ask() -> None:
    data = graph()
    data["decision_makers"]["them"] = {"name": "Them"}
    data["moves"]["them"] = data["moves"]["us"]
    data["preferences"]["them"] = {"ranking": ["here", "there"]}
    interview = Interview.begin(data, by="pairs", concepts="NASH", on=DAY)
    assert interview.question is None
    assert interview.standing == {}
