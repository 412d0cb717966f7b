"""Other programs' readings: the fast way is the definition, the definition is brute force's."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from countermove.analysis.programs import OtherPrograms, programs
from countermove.errors import ConceptNotApplicableError, TooLargeError, UnknownNameError
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from countermove.report.programs import programs_section
from countermove.stability.other_programs import MOST_OPPONENTS, undeterred
from countermove.stability.program_names import PROGRAMS, Program
from countermove.stability.registry import concepts
from latex_reading import read as read_latex
from models import FORMS, graph_conflict, option_conflict
from reference import CODES, SANCTIONED, Reference

EVERY = tuple(PROGRAMS)
PUBLISHED = (
    "chicken",
    "cuban-missile-crisis",
    "cuban-missile-crisis-one-way",
    "elmira",
    "elmira-coalesced",
    "elmira-graph",
    "milk-river",
    "prisoners-dilemma",
    "sustainable-development",
    "syria-iraq-1975",
)


def of_any_form(**limits: int) -> st.SearchStrategy[GraphModel]:
    option, coalesced, levels, graph = FORMS.values()
    small = {"decision_makers": (2, 4), "most_options": 4}
    return st.one_of(
        option(**small),
        coalesced(**small),
        levels(**small),
        graph(decision_makers=(2, 4), most_states=6),
    )


class BruteForce(Reference):
    """The readings with sets, without anything of the program's: each order of movers tried."""

    def __init__(self, model: GraphModel, program: Program) -> None:
        super().__init__(model)
        self.program, self.left = program, -1

    def _ends(self, kind: str, i: str, start: int) -> frozenset[int]:
        steps = self.moves if kind == "moves" else self.improvements
        others = [j for j in self.decision_makers if j != i]
        if self.program == "single-moves":
            return frozenset(q for j in others for q in steps[j][start])
        found: set[int] = set()
        for size in range(1, len(others) + 1):
            for order in permutations(others, size):
                reached = {start}
                for j in order:
                    reached = {q for s in reached for q in steps[j][s]}
                found |= reached
        return frozenset(found)


def by_matrices(model: GraphModel, i: str, code: str) -> NDArray[np.bool_]:
    """Say which states are stable by the matrices of Xu, Hipel, Kilgour and Fang, as written."""
    reference, size = Reference(model), len(model.states)
    kind, escape = SANCTIONED[code]
    v = model.levels(i)
    better = v[None, :] > v[:, None]  # row s, column q: q is better than s
    no_better = ~np.eye(size, dtype=bool) & ~better
    own = np.zeros((size, size), dtype=bool)
    steps = reference.moves if kind == "moves" else reference.improvements
    each = {j: np.zeros((size, size), dtype=bool) for j in model.opponents(i)}
    for s in range(size):
        own[s, list(reference.moves[i][s])] = True
        for j, matrix in each.items():
            matrix[s, list(steps[j][s])] = True
    last = dict(each)
    together = np.zeros((size, size), dtype=bool)
    for _ in range(2 * size + 1):
        together |= np.logical_or.reduce([np.zeros_like(own), *last.values()])
        last = {
            j: matrix
            @ np.logical_or.reduce([np.zeros_like(own), *(last[k] for k in last if k != j)])
            for j, matrix in each.items()
        }
    np.fill_diagonal(together, False)
    sanctions = no_better.T
    if escape:
        sanctions = sanctions & ~(own @ better.T)
    return ~np.diag((own & better) @ ~(together @ sanctions))


def has(program: Program) -> tuple[str, ...]:
    """Return the concepts that a program has."""
    return CODES if program == "matrix-method" else ("NASH", "GMR", "SMR", "SEQ")


def check(model: GraphModel) -> None:
    result = programs(model)
    for program in EVERY:
        brute = BruteForce(model, program)
        for dm in model.decision_makers:
            assert [*result.theirs[program]] == [c for c in result.codes if c in has(program)]
            for code in has(program):
                found = result.theirs[program][code][dm]
                if program == "matrix-method" and code != "NASH":
                    expected = by_matrices(model, dm, code).tolist()
                else:
                    expected = [brute.stable(code, dm, s) for s in brute.states]
                assert [s in found for s in brute.states] == expected, (program, code, dm)
                concept = concepts()[code]
                assert expected == [
                    not [*undeterred(program, model, concept, dm, s)] for s in brute.states
                ]
                assert not (found & ~result.solution.stable[code][dm]).any()
    check_witnesses(result)


def check_witnesses(result: OtherPrograms) -> None:
    """The first improvement is deterred here, and by nothing that the program looks at."""
    for difference in result:
        verdict = result.witness(difference)
        assert verdict.is_stable
        missed = undeterred(
            difference.program,
            result.model,
            concepts()[difference.concept],
            difference.decision_maker,
            difference.state,
        )
        first = verdict.lines[0]
        assert first.first.target in missed
        movers = [move.decision_maker for move in first.answer]
        if difference.program == "gmcr-plus":
            assert len(set(movers)) < len(movers)
        elif difference.program == "single-moves":
            assert len(movers) > 1
        else:
            assert first.answer[-1].target == difference.state


@given(of_any_form())
def test_each_reading_is_what_brute_force_finds(model: GraphModel) -> None:
    check(model)


def three(**ranks: list[int]) -> OtherPrograms:
    return programs(option_conflict({"c": ["c"], "b": ["b"], "a": ["a"]}, **ranks))


def test_gmcr_plus_prints_what_its_own_code_printed() -> None:
    """All eight states, strict ranks, put to GMCR+ 0.4.1; states are counted from 0."""
    result = three(
        a=[1, 5, 2, 3, 6, 7, 4, 0], b=[3, 4, 2, 6, 1, 5, 0, 7], c=[0, 4, 5, 1, 2, 3, 7, 6]
    )
    assert result.solution.positions("SEQ") == [1, 2, 3, 4, 5]
    assert [s for s in range(8) if s in result.holding["gmcr-plus"]["SEQ"]] == [1, 3, 4, 5]


def test_gmcr_plus_misses_a_sanction_without_anybody_s_interest_too() -> None:
    """Only where what can be done depends on what another has done: its first state."""
    conflict = option_conflict(
        {"focal": ["f"], "one": ["a1", "a2"], "two": ["b"]},
        rules={"infeasible": ["a2 and not b", "b and not a1"]},
        focal=[1, 2, 1, 2, 1, 2, 0, 0],
        one=[0] * 8,
        two=[0] * 8,
    )
    result = programs(conflict)
    for code in ("GMR", "SMR"):
        assert result.missed("gmcr-plus", code, "focal").positions().tolist() == [0]


def test_the_matrix_method_leaves_out_a_sanction_that_comes_back() -> None:
    """One improves from s0 to s1; all that the other can do is to undo that."""
    ranks = {"one": [0, 1], "other": [1, 0]}
    conflict = graph_conflict(2, {"one": {0: [1]}, "other": {1: [0]}}, ranks)
    result = programs(conflict, ["NASH", "SEQ", "GMR"])
    assert result.solution.positions("GMR") == [0, 1] == result.solution.positions("SEQ")
    for code in ("GMR", "SEQ"):
        assert result.missed("matrix-method", code, "one").positions().tolist() == [0]
        assert not result.missed("gmcr-plus", code, "one").any()
    grid = programs_section(result).blocks[-1]
    assert grid.lines[0].story.endswith("leaves that out, as it leads back to where it began.")
    # The other improves back, and the same is so of it; under GMR it is the same replies again.
    assert [bool(line.story) for line in grid.lines] == [True, True, False, False]


@pytest.mark.parametrize("case", PUBLISHED)
def test_printed_results_of_the_gallery_are_those_of_all_programs(case: str) -> None:
    """What was printed comes out here (tests/papers), and so by GMCR+ and the matrix method."""
    result = programs(load(case))
    assert len(result) == 0
    assert all("the same" in block.text for block in programs_section(result).blocks)


def test_theirs_ours_and_the_difference_are_one_table() -> None:
    result = three(
        a=[1, 5, 2, 3, 6, 7, 4, 0], b=[3, 4, 2, 6, 1, 5, 0, 7], c=[0, 4, 5, 1, 2, 3, 7, 6]
    )
    table = result.table()
    row = dict(zip(table.columns, next(r for r in table.rows if r[0] == 3), strict=True))
    assert (row["SEQ: ours"], row["SEQ: GMCR+"]) == (True, False)
    assert "A" in row["SEQ: differs for"].split(", ")
    rows = {row[0]: row[1:] for row in read_latex(result.to_latex())[0].rows}
    heads = read_latex(result.to_latex())[0].head
    at = heads.index("[3]") - 1
    assert rows["SEQ: ours"][at] == "\\checkmark{}" != rows["SEQ: GMCR+"][at]


def test_of_a_concept_that_a_program_does_not_have_nothing_is_told() -> None:
    """GMCR+ has no SSEQ: neither a sentence, a column nor data say that it calls it unstable."""
    ranks = {"a": [1, 5, 2, 3, 6, 7, 4, 0], "b": [3, 4, 2, 6, 1, 5, 0, 7]}
    result = programs(
        option_conflict({"c": ["c"], "b": ["b"], "a": ["a"]}, **ranks, c=[0, 4, 5, 1, 2, 3, 7, 6]),
        ["SEQ", "SSEQ"],
    )
    for program in ("gmcr-plus", "single-moves"):
        assert [*result.theirs[program]] == ["SEQ"] == [*result.to_dict()["differences"][program]]
        assert f"SSEQ: {PROGRAMS[program]}" not in result.table().columns
        assert not any(result.missed(program, "SSEQ", dm).any() for dm in "abc")
        assert not result.missed_equilibria(program, "SSEQ").any()
    gmcr, single, _, *grids = programs_section(result).blocks
    for told in (gmcr.text, single.text):
        assert told.endswith("It has no SSEQ.")
        assert "under SEQ" in told
    for line in grids[0].lines:
        assert ("SSEQ" in line.note) == (line.cells[1:3] == ("", ""))
    only = programs(result.model, "SSEQ", "gmcr-plus")
    assert len(only) == 0 == only.differing.count()
    assert programs_section(only).blocks[0].text.endswith("twice. It has no SSEQ.")
    assert "SSEQ: ours" in only.to_csv()


def test_what_it_cant_be_told_for_is_refused() -> None:
    with pytest.raises(ConceptNotApplicableError, match="can't be told for MR4"):
        programs(load("chicken"), "MR4")
    with pytest.raises(UnknownNameError, match="no program 'gmcr'"):
        programs(load("chicken"), programs="gmcr")
    many = {f"p{k}": [f"o{k}"] for k in range(MOST_OPPONENTS + 2)}
    only = {"at_most_one": [[f"p{k}.o{k}" for k in range(MOST_OPPONENTS + 2)]]}
    with pytest.raises(TooLargeError, match="who of 13 others has moved"):
        programs(option_conflict(many, rules=only, **{p: [0] * 15 for p in many}))
