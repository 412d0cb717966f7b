"""Coalitions and who is needed: what is asked, data, limits, many decision makers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from countermove import memory
from countermove.analysis.coalitions.coalitions import coalitions
from countermove.analysis.coalitions.concepts import COALITIONAL_CONCEPTS
from countermove.analysis.coalitions.search import refuse_too_much
from countermove.analysis.needed import needed
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import ModelError, StoppedError, TooLargeError, UnknownNameError
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from countermove.stability.registry import concepts
from models import conflict_of, graph_conflict
from reference import CODES


def unanimous(parties: int, options: int, **rules: Any) -> GraphModel:
    """Return a model in which everybody wants everything done, and alone would rather not act."""
    names = [f"o{k}" for k in range(options)]
    own: dict[str, list[str]] = {f"d{k}": names[k::parties] for k in range(parties)}
    return build(
        conflict_of(
            decision_makers={
                dm: {"name": dm.upper(), "options": {o: {"text": o} for o in mine}}
                for dm, mine in own.items()
            },
            preferences={
                dm: {"statements": [" and ".join(names), *(f"not {o}" for o in mine)]}
                for dm, mine in own.items()
            },
            **rules,
        )
    )


@pytest.mark.parametrize("rules", [{}, {"rules": {"requires": {"o1": "o0"}}}])
def test_ten_decision_makers_and_four_thousand_states(rules: dict[str, Any]) -> None:
    model = unanimous(10, 12, **rules)
    found = coalitions(model, concepts="CNASH")
    last = len(model.states) - 1
    assert found.stable["CNASH"].positions().tolist() == [last]
    assert found.is_stable("Y" * 12, "CNASH")
    upset = found.upset("N" * 12, "CNASH")
    assert upset.coalition == model.decision_makers
    assert upset.path[-1].target == last
    (jump,) = found.jumps
    assert (jump.origin, jump.target, len(jump.path)) == (0, last, 10)


def test_ten_decision_makers_under_all_four_concepts() -> None:
    found = coalitions(unanimous(10, 10))
    assert all(found.holds("Y" * 10, code) for code in found.codes)
    assert not any(found.is_stable("N" * 10, code) for code in found.codes)


def test_who_is_needed_of_twenty() -> None:
    """One option each, three of which are needed: a million states."""
    names = [f"o{k}" for k in range(20)]
    model = build(
        conflict_of(
            decision_makers={
                f"d{k}": {"name": f"D {k}", "options": {o: {"text": o}}}
                for k, o in enumerate(names)
            },
            preferences={f"d{k}": {"statements": []} for k in range(20)},
            status_quo=[],
        )
    )
    (need,) = needed(model, "o3 and (o7 or o11)", holding=None)
    assert [win.coalition for win in need.winning] == [("d3", "d7"), ("d3", "d11")]
    assert need.blocking == (("d3",), ("d7", "d11"))
    assert need.vetoes == ("d3",)
    assert len(need.not_needed) == 17


def test_too_much_is_refused_with_what_to_ask_instead() -> None:
    model = unanimous(13, 13)
    with pytest.raises(TooLargeError, match="13 parties and 8,192 outcomes are too many"):
        coalitions(model)
    with pytest.raises(TooLargeError, match="Leave out CSEQ"):
        refuse_too_much(model, model.decision_makers[:4], COALITIONAL_CONCEPTS)
    refuse_too_much(model, None, COALITIONAL_CONCEPTS[:1])
    refuse_too_much(model, model.decision_makers[:6], COALITIONAL_CONCEPTS)


def test_the_limit_is_ten_decision_makers_and_4096_states() -> None:
    refuse_too_much(unanimous(10, 12), None, COALITIONAL_CONCEPTS)
    with pytest.raises(TooLargeError, match="--concept CNASH"):
        refuse_too_much(unanimous(11, 12), None, COALITIONAL_CONCEPTS)


def test_it_says_beforehand_what_it_takes() -> None:
    """Four parties make fifteen coalitions."""
    model = build(load("talks-2025"))
    for members, coalitions_said in ((None, "15 coalitions"), (["us", "europe"], "1 coalition")):
        told: list[str] = []
        coalitions(solve(model), members, follow=lambda p, told=told: told.append(p.expected))
        assert told[0] == f"{coalitions_said} in 36 outcomes: less than a second"
        assert not any(told[1:])


def test_a_computation_can_be_stopped() -> None:
    model = build(load("talks-2025"))
    for ask in (coalitions, needed):
        with pytest.raises(StoppedError):
            ask(model, follow=lambda _: False)


def test_the_coalitional_concepts_have_their_own_codes() -> None:
    codes = [concept.code for concept in COALITIONAL_CONCEPTS]
    assert codes == ["CNASH", "CSEQ", "CGMR", "CSMR"]
    assert not set(codes) & set(concepts())
    assert {concept.alone for concept in COALITIONAL_CONCEPTS} < set(CODES)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"members": ["eu"]}, "no party 'eu'"),
        ({"members": []}, "at least one member"),
        ({"concepts": "NASH"}, "no coalitional concept 'NASH'. Did you mean 'CNASH'?"),
        ({"concepts": []}, "no coalitional concept was named"),
        ({"improvement": "weak"}, "no way of improving 'weak'"),
        ({"scenario": "anything"}, "no scenario 'anything'"),
    ],
)
def test_wrong_names_for_coalitions(options: dict[str, Any], says: str) -> None:
    with pytest.raises(UnknownNameError, match=says):
        coalitions(load("talks-2025"), **options)


def test_what_was_not_asked_is_not_answered() -> None:
    found = coalitions(load("talks-2025"), concepts="CNASH")
    with pytest.raises(UnknownNameError, match=r"no solved concept 'CGMR'\. Solved were: CNASH"):
        found.is_stable(36, "CGMR")
    with pytest.raises(UnknownNameError, match="no coalition was asked about"):
        found.verdict(36, "CNASH")
    assert found.verdict(36, "CNASH", ["Europe"]).is_stable


def test_a_solution_is_used_as_it_is_where_it_has_what_is_needed() -> None:
    solution = solve(load("talks-2025"))
    assert coalitions(solution).alone is solution
    assert coalitions(solve(load("talks-2025"), "SEQ")).alone.codes == solution.codes
    assert needed(solution, "deal").solution is solution


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"claim": "bakcs"}, UnknownNameError, "no claim 'bakcs'. Did you mean 'backs'?"),
        ({"statement": "dael"}, ModelError, "no option or term 'dael'. Did you mean 'deal'?"),
        ({"statement": "deal and"}, ModelError, "the statement ends too early"),
        ({"holding": "SQ"}, UnknownNameError, "no solution concept 'SQ'"),
        ({"start": 99}, UnknownNameError, "no outcome 99"),
    ],
)
def test_wrong_names_for_who_is_needed(
    options: dict[str, Any], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        needed(load("talks-2025"), **options)


def test_a_start_is_needed() -> None:
    conflict = graph_conflict(2, {"a": {0: [1]}}, {"a": [0, 1]})
    with pytest.raises(ModelError, match="no status quo to begin at"):
        needed(conflict, "s1")
    (need,) = needed(conflict, "s1", start="s0")
    assert need.vetoes == ("a",)


def test_what_cannot_be_reached_nobody_brings_about() -> None:
    conflict = graph_conflict(3, {"a": {0: [1]}, "b": {}}, {"a": [0, 1, 2], "b": [0, 0, 0]})
    (need,) = needed(conflict, "s2", holding=None, start="s0")
    assert (need.is_possible, need.winning, need.blocking) == (False, (), ())
    (need,) = needed(conflict, "s0 or s2", holding=None, start="s0")
    assert need.already
    assert need.is_possible


def test_in_the_talks_europe_has_a_veto_on_a_deal_that_holds() -> None:
    (any_deal,) = needed(load("talks-2025"), "deal", holding=None)
    assert any_deal.not_needed == ("europe",)
    (lasting,) = needed(load("talks-2025"), claim="negotiator")
    assert all("europe" in win.coalition for win in lasting.winning)
    assert "europe" in lasting.vetoes
    why = next(one for one in lasting.without if one.decision_maker == "europe")
    assert why.leaving == ("ukraine",)


def test_data() -> None:
    found = coalitions(load("elmira-coalesced"))
    data = json.loads(found.to_json())
    assert data == json.loads(json.dumps(found.to_dict()))
    assert data["stable"]["CNASH"] == [8, 9]
    assert data["holds"] == {code: data["stable"][code] for code in data["stable"]}
    (jump,) = data["jumps"]
    assert (jump["from"], jump["to"], jump["coalition"]) == (5, 8, ["moe", "uniroyal"])
    assert [move["decision_maker"] for move in jump["path"]] == ["moe", "uniroyal"]
    upset = next(u for u in data["upset"] if u["state"] == 5 and u["concept"] == "CNASH")
    assert upset["coalition"] == ["moe", "uniroyal"]
    assert found.table().columns[-4:] == found.codes
    assert len(found) == len(list(found)) == 5
    assert "CNASH 2" in repr(found)
    result = needed(load("talks-2025"))
    data = json.loads(result.to_json())
    assert [need["claim"] for need in data["needs"]] == list(result.model.conflict.claims)
    assert len(result) == len(data["needs"])
    assert "negotiator" in repr(result)
    assert {row[1] for row in result.table().rows} == {"can bring it about", "can block it"}


def test_improvements_that_memory_has_no_room_for_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    solution = solve(load("talks-2025"))
    monkeypatch.setattr(memory, "_LITTLE", 0)
    monkeypatch.setattr(memory, "free_memory", lambda: 100)
    with pytest.raises(TooLargeError, match=r"CSEQ with .* improvements .*--concept CNASH"):
        coalitions(solution, concepts="CSEQ")
