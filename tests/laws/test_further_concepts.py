"""The concepts that look further ahead against their definitions, written anew with sets."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.graph_model import GraphModel
from countermove.stability.engines.choose import choose, stable_states
from countermove.stability.registry import find_concepts
from countermove.stability.witness import faults
from models import FORMS, free_models, graph_models, option_models
from reference import Reference
from tampering import tampered

SMALL = {
    "graph form": {"most_states": 5},
    "option form": {"most_options": 4},
    "coalesced": {"most_options": 4},
    "levels": {"most_options": 2},
}


def found(model: GraphModel, code: str, *, check: bool = True) -> dict[str, list[bool]]:
    """Return what is stable by the definition, each verdict's lines of play checked."""
    (concept,) = find_concepts([code])
    answers: dict[str, list[bool]] = {}
    for dm in model.decision_makers:
        verdicts = [concept.define(model, dm, s) for s in range(len(model.states))]
        if check:
            assert [faults(model, verdict) for verdict in verdicts] == [[]] * len(verdicts)
        answers[dm] = [verdict.is_stable for verdict in verdicts]
    return answers


def metarational(model: GraphModel, h: int) -> dict[str, list[bool]]:
    """Return what is metarational of so many moves, by what one can make sure of."""
    reference = Reference(model)
    answers = {}
    for i in model.decision_makers:
        v, moves = model.levels(i).tolist(), reference.moves[i]

        def own(k: int, t: int, v: list[int] = v, moves: list[set[int]] = moves) -> int:
            return max([v[t], *(others(k - 1, q) for q in moves[t])]) if k else v[t]

        def others(k: int, t: int, v: list[int] = v, i: str = i) -> int:
            ends = reference.ends("moves", i, t)
            return min([v[t], *(own(k - 1, q) for q in ends)]) if k else v[t]

        answers[i] = [all(others(h - 1, q) <= v[s] for q in moves[s]) for s in reference.states]
    return answers


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_metarationality_is_what_one_can_make_sure_of(form: str, data: st.DataObject) -> None:
    model = data.draw(FORMS[form](**SMALL[form]))
    by_moves = [found(model, f"MR{h}") for h in range(1, 6)]
    assert by_moves == [metarational(model, h) for h in range(1, 6)]
    concepts = find_concepts([f"MR{h}" for h in range(1, 6)])
    on_arrays = stable_states(model, concepts, choose("numpy", concepts, model))
    for code, stable in on_arrays.items():
        by_definition = by_moves[int(code[2:]) - 1]
        assert {dm: bits.mask().tolist() for dm, bits in stable.items()} == by_definition
    weaker = [(1, 3), (3, 5), (5, 4), (4, 2)]
    for stronger, other in weaker:
        for dm, stable in by_moves[stronger - 1].items():
            assert all(b for a, b in zip(stable, by_moves[other - 1][dm], strict=True) if a)
    for code, h in (("NASH", 1), ("GMR", 2), ("SMR", 3)):
        assert found(model, code, check=False) == by_moves[h - 1]


@given(free_models(most_options=3))
def test_howards_two_levels_are_all_where_everything_can_be_undone(model: GraphModel) -> None:
    assert found(model, "MR4") == found(model, "MR2")
    assert found(model, "MR5") == found(model, "MR3")


# -- foresight ------------------------------------------------------------------------------------


Foreseen = dict[str, list[frozenset[int]]]


def foreseen(model: GraphModel, most: int) -> Iterator[Foreseen]:
    """Give move by move where play can end, by trying every way to break ties."""
    reference = Reference(model)
    ends = {i: [frozenset((s,)) for s in reference.states] for i in model.decision_makers}
    for _ in range(most):
        ends = {
            i: [frozenset(_ends(model, reference, ends, i, s)) for s in reference.states]
            for i in model.decision_makers
        }
        yield ends


def _ends(
    model: GraphModel,
    reference: Reference,
    ends: Foreseen,
    i: str,
    s: int,
) -> Iterator[int]:
    v, (j,) = model.levels(i), model.opponents(i)
    moves = sorted(reference.moves[i][s])
    for chosen in itertools.product(*(ends[j][q] for q in moves)):
        best = max((v[end] for end in chosen), default=v[s])
        yield from (end for end in chosen if v[end] == best) if best > v[s] else (s,)


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_what_is_stable_so_many_moves_ahead(form: str, data: st.DataObject) -> None:
    model = data.draw(FORMS[form](decision_makers=(2, 2), **SMALL[form]))
    for h, ends in enumerate(foreseen(model, 5), start=1):
        stable = found(model, f"L{h}", check=h < 4)
        assert stable == {i: [ends[i][s] == {s} for s in range(len(model.states))] for i in stable}
        weaker = ("NASH",) if h == 1 else (f"MR{h}", "GMR", *(("SEQ",) if h == 2 else ()))
        for code in weaker:
            for i, of_code in found(model, code, check=False).items():
                assert all(b for a, b in zip(stable[i], of_code, strict=True) if a)


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_what_is_stable_however_far_both_look(form: str, data: st.DataObject) -> None:
    """Nothing new comes after so many moves: the ends recur well before."""
    model = data.draw(FORMS[form](decision_makers=(2, 2), **SMALL[form]))
    layers = list(foreseen(model, 51))[39:]
    assert found(model, "NM") == {
        i: [all(ends[i][s] == {s} for ends in layers) for s in range(len(model.states))]
        for i in model.decision_makers
    }


@given(graph_models(decision_makers=(2, 2), most_states=4))
def test_what_is_not_foreseen_is_rejected(model: GraphModel) -> None:
    """Every part made false is found, but for what is told beside a state that plays don't need."""
    for concept in find_concepts(["L3", "NM"]):
        for dm in model.decision_makers:
            for state in range(len(model.states)):
                for name, false in tampered(model, concept.define(model, dm, state)):
                    assert faults(model, false), name


@given(graph_models(decision_makers=(2, 2), most_states=4))
def test_what_recurs_has_to_be_told_whole(model: GraphModel) -> None:
    (concept,) = find_concepts("NM")
    for dm in model.decision_makers:
        for state in range(len(model.states)):
            verdict = concept.define(model, dm, state)
            if not verdict.lines:
                continue
            first, *rest = verdict.recurs
            assert faults(model, replace(verdict, recurs=tuple(rest)))
            assert faults(model, replace(verdict, recurs=(first[::-1], *rest)))
            if verdict.again:
                assert faults(model, replace(verdict, again=verdict.again[1:]))


# -- moves at the same time, and higher orders ----------------------------------------------------


@given(option_models(most_options=4))
def test_what_is_stable_if_others_move_at_the_same_time(model: GraphModel) -> None:
    reference = Reference(model)
    patterns = [model.states.pattern(s) for s in reference.states]

    def together(s: int, ends: Iterable[int]) -> str:
        changed = [{p[k] for p in map(patterns.__getitem__, ends)} for k in range(len(patterns[s]))]
        return "".join(
            max(letters - {was}, default=was)
            for was, letters in zip(patterns[s], changed, strict=True)
        )

    def is_stable(i: str, s: int) -> bool:
        v, others = model.levels(i), [j for j in model.decision_makers if j != i]
        joint = itertools.product(*({s, *reference.improvements[j][s]} for j in others))
        met = [set(ends) for ends in joint if set(ends) - {s}]
        return all(
            any(
                (end := together(s, {s1, *ends})) in patterns and v[patterns.index(end)] <= v[s]
                for ends in met
            )
            for s1 in reference.improvements[i][s]
        )

    stable = found(model, "SIM")
    assert stable == {i: [is_stable(i, s) for s in reference.states] for i in stable}


@given(free_models(most_options=4))
def test_moves_at_the_same_time_can_be_made_afterwards(model: GraphModel) -> None:
    """Where all is feasible and can be undone SIM implies GMR."""
    for i, of_gmr in found(model, "GMR", check=False).items():
        of_sim = found(model, "SIM", check=False)[i]
        assert all(b for a, b in zip(of_sim, of_gmr, strict=True) if a)


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_what_is_sequentially_stable_of_higher_orders(form: str, data: st.DataObject) -> None:
    model = data.draw(FORMS[form](decision_makers=(2, 2), **SMALL[form]))
    reference = Reference(model)
    before = {i: [False] * len(model.states) for i in model.decision_makers}
    for h in range(1, 5):
        now = {}
        for i in model.decision_makers:
            v, (j,) = model.levels(i), model.opponents(i)
            ups = reference.improvements
            now[i] = [
                all(
                    not before[j][s1] and any(v[s2] <= v[s] for s2 in ups[j][s1])
                    for s1 in ups[i][s]
                )
                for s in reference.states
            ]
        assert found(model, f"SEQ{h}" if h > 1 else "SEQ") == now
        before = now


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_berge_asks_what_the_others_could_do_for_one(form: str, data: st.DataObject) -> None:
    model = data.draw(FORMS[form](**SMALL[form]))
    reference = Reference(model)
    expected = {}
    for i in model.decision_makers:
        v = model.levels(i)
        ends = [reference.ends("moves", i, s) for s in reference.states]
        expected[i] = [all(v[q] <= v[s] for q in ends[s]) for s in reference.states]
    assert found(model, "BERGE") == expected
