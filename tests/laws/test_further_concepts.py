"""The concepts that look further ahead against their definitions, written anew with sets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.graph_model import GraphModel
from countermove.stability.registry import find_concepts
from countermove.stability.witness import faults
from models import FORMS, free_models
from reference import Reference

SMALL = {
    "graph form": {"most_states": 5},
    "option form": {"most_options": 4},
    "coalesced": {"most_options": 4},
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
    weaker = [(1, 3), (3, 5), (5, 4), (4, 2)]
    for stronger, other in weaker:
        for dm, stable in by_moves[stronger - 1].items():
            assert all(b for a, b in zip(stable, by_moves[other - 1][dm], strict=True) if a)
    for code, h in (("NASH", 1), ("GMR", 2), ("SMR", 3)):
        assert found(model, code, check=False) == by_moves[h - 1]


@given(free_models(most_options=4))
def test_howards_two_levels_are_all_where_everything_can_be_undone(model: GraphModel) -> None:
    assert found(model, "MR4") == found(model, "MR2")
    assert found(model, "MR5") == found(model, "MR3")
