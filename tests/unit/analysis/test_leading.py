"""What leads from the status quo to each state: what evolution says, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.analysis.claims import Deciding
from countermove.analysis.compare import compare
from countermove.analysis.equilibria import Solution
from countermove.analysis.evolve import leading as module
from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.evolve.leading import leading
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.files.model_file import load
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel
from countermove.questions import find
from countermove.report.answer import holding_section
from countermove.report.article import Grid, Mark, Prose
from countermove.report.claims import claims_in_full
from countermove.report.leading import ways_sentence
from countermove.report.sentences import claim_story
from models import FORMS

NILE = Path(__file__).parent.parent.parent / "cli" / "nile.toml"
ORDER = ("start", "improvements", "moves", "nothing")


@settings(max_examples=40)
@given(st.sampled_from(sorted(FORMS)).flatmap(lambda form: FORMS[form]()), st.data())
def test_it_is_what_evolution_says(random: GraphModel, data: st.DataObject) -> None:
    size = len(random.states)
    start = random.states.label(data.draw(st.integers(0, size - 1)))
    model = build(random.conflict.model_copy(update={"status_quo": start}))
    found = leading(model)
    assert found is not None
    evolution = evolve(model, "all", ["improvements", "moves"])
    of = []
    for state in range(size):
        best = evolution.at(state).best
        of.append("start" if state == found.start else best.by if best else "nothing")
        assert found.to(state) == of[state]
    chosen = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    kinds = [of[state] for state in np.flatnonzero(chosen)]
    assert found.to_any(Bits.of(chosen)) == min(kinds, key=ORDER.index, default="nothing")
    alike = {"improvements" if kind == "start" else kind for kind in kinds}
    expected = None if len(alike) > 1 else next(iter(alike), "improvements")
    assert found.to_all(Bits.of(chosen)) == expected


def test_without_status_quo_it_cannot_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = load("talks-2025").model_copy(update={"status_quo": None})
    solution = solve(conflict)
    assert solution.leading is None
    assert solution.to_dict()["leading"] is None
    assert "the model has no status quo" in _said(solution)
    monkeypatch.setattr(module, "MOST_STATES", 35)
    asks = find("evolve").asks
    says = f"not looked at for 36 outcomes; the question ‘{asks}’ (evolve) tells it."
    assert says in _said(solve(load("talks-2025")))


def _said(solution: Solution) -> str:
    blocks = holding_section(solution, find("evolve").asks).blocks
    return " ".join(block.text for block in blocks if isinstance(block, Prose))


def test_what_gains_lead_to_needs_no_word() -> None:
    solution = solve(load("talks-2025"))
    (grid, *_) = holding_section(solution, find("evolve").asks).blocks
    assert isinstance(grid, Grid)
    assert grid.columns == solution.codes
    assert not _said(solution)
    assert not any("from the status quo" in claim_story(solution, a) for a in solution.claims)


def test_a_claim_that_holds_where_nothing_leads_is_not_told_without_it() -> None:
    """Nobody can attack the dam, and nobody has; that an attack would hold says little."""
    conflict = load(NILE)
    solution = solve(conflict, scenario="no-strike")
    deal, war, *_ = solution.claims
    assert war.verdict == "holds"
    assert claim_story(solution, war).endswith("Nothing leads there from the status quo.")
    assert "from the status quo" not in claim_story(solution, deal)
    (grid, *_) = holding_section(solution, find("evolve").asks).blocks
    assert isinstance(grid, Grid)
    assert grid.columns == (*solution.codes, "reached")
    for line in grid.lines:
        assert (line.cells[-1] is Mark.NO) == ("Attack the dam" in line.text)
    data = solution.to_dict()["leading"]
    assert data["from"] == 2
    found = [*data["improvements"], *data["moves"], *data["nothing"]]
    assert sorted(found) == [one.state.number for one in solution]
    taken = {state["number"]: state["taken"] for state in solution.to_dict()["states"]}
    assert data["nothing"] == [number for number in sorted(found) if "strike" in taken[number]]
    sheet = claims_in_full(compare(conflict), ["war"]).to_dict()["claims"][0]
    by_scenario = {answer["scenario"]: answer["leading"] for answer in sheet["answers"]}
    assert set(by_scenario[None].values()) == {"improvements"}
    assert set(by_scenario["no-strike"].values()) == {"nothing"}


def test_what_differs_by_concept_is_told_by_concept() -> None:
    """In the model of Elmira gains lead to 7, and to 5 another move."""
    solution = solve(load("elmira"), ["NASH", "SEQ", "GMR"])
    answer = solution.claims[0]

    def decided_by(**numbers: int) -> str:
        found = {
            code: Deciding(
                "equilibrium", Bits.at(np.array([number - 1]), len(solution.model.states))
            )
            for code, number in numbers.items()
        }
        return ways_sentence(solution, replace(answer, deciding=found))

    takes = "getting there from the status quo takes a move by which its mover does not gain"
    assert decided_by(NASH=7, SEQ=7, GMR=7) == ""
    assert decided_by(NASH=5, SEQ=5, GMR=5) == f"G{takes[1:]}."
    assert decided_by(NASH=5, SEQ=5, GMR=7) == f"Under NASH and SEQ, {takes}."
