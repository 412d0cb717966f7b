"""Coalitions where another program or a nearby definition gives a wrong answer. All minimal."""

from __future__ import annotations

from countermove.analysis.coalitions.coalitions import coalitions
from countermove.analysis.needed import needed
from countermove.files.model_file import load
from models import graph_conflict, option_conflict


def test_a_coalition_does_not_replace_its_members() -> None:
    """Three states of the prisoner's dilemma are stable for both together; none holds thereby."""
    found = coalitions(load("prisoners-dilemma"), ["first", "second"])
    states = found.model.states
    stable = [states.pattern(s) for s in found.stable["CNASH"].positions().tolist()]
    assert stable == ["YN", "NY", "YY"]
    assert not found.holding["CNASH"].any()
    assert found.alone.is_equilibrium("NN", "NASH")


def test_elmira_state_nine_is_stable_for_two_together_but_not_for_one_of_them() -> None:
    found = coalitions(load("elmira"), ["moe", "uniroyal"])
    assert found.is_stable(9, "CNASH")
    assert not found.alone.is_stable(9, "uniroyal", "NASH")
    assert not found.holds(9, "CNASH")


def test_a_coalition_does_not_jump_over_infeasible_states() -> None:
    """Neither can do its part first: so they can't do both, whatever a merged mover could."""
    conflict = option_conflict(
        {"a": ["x"], "b": ["y"]},
        a=[1, 2],
        b=[1, 2],
        rules={"infeasible": ["x and not y", "y and not x"]},
    )
    found = coalitions(conflict, ["a", "b"])
    assert found.is_stable("NN", "CNASH")
    assert found.jumps == ()


def test_a_countermove_need_not_be_an_improvement_on_the_sanction() -> None:
    """From the sanction a b leads to a state better than the start, though b likes it less."""
    a = [2] * 8
    b = [2] * 8
    a[0], a[1], a[5], a[6] = 5, 6, 1, 7
    b[0], b[1], b[5], b[6] = 5, 6, 9, 7
    conflict = option_conflict({"a": ["x"], "b": ["y"], "c": ["z"]}, a=a, b=b, c=[0] * 8)
    found = coalitions(conflict, ["a", "b"])
    assert not found.is_stable("NNN", "CNASH")
    assert found.is_stable("NNN", "CGMR")
    assert not found.is_stable("NNN", "CSMR")
    (response,) = found.verdict("NNN", "CSMR").responses
    ((reply, escape),) = response.escapes
    assert (reply[-1].target, escape.target) == (5, 6)


def test_cseq_does_not_imply_cgmr_where_moves_are_not_transitive() -> None:
    """After {a, b} have moved, a last, a may improve again: as coalitions they take turns."""
    conflict = graph_conflict(
        5,
        {"h": {0: [1]}, "a": {2: [3], 3: [4]}, "b": {1: [2]}},
        {"h": [1, 2, 2, 2, 0], "a": [0, 0, 0, 1, 2], "b": [0, 0, 0, 1, 0]},
    )
    found = coalitions(conflict, ["h"])
    assert found.is_stable("s0", "CSEQ")
    assert not found.is_stable("s0", "CGMR")
    (response,) = found.verdict("s0", "CSEQ").responses
    assert [step.coalition for step in response.reply or ()] == [("a", "b"), ("a",)]
    assert not found.alone.is_stable("s0", "h", "SEQ")


def test_others_may_sanction_together_what_none_of_them_would_sanction_alone() -> None:
    """CSEQ of a coalition of one is weaker than SEQ."""
    conflict = option_conflict(
        {"h": ["x"], "a": ["y"], "b": ["z"]},
        # After x, y alone hurts a and z alone hurts b; both together please both, and hurt h.
        h=[1, 2, 2, 2, 2, 2, 2, 0],
        a=[0, 1, 0, 0, 0, 1, 0, 2],
        b=[0, 1, 0, 1, 0, 0, 0, 2],
    )
    found = coalitions(conflict, ["h"])
    assert not found.alone.is_stable("NNN", "h", "SEQ")
    assert found.is_stable("NNN", "CSEQ")


def test_what_is_worse_for_none_and_better_for_one_counts_only_as_a_pareto_improvement() -> None:
    conflict = option_conflict({"a": ["x"], "b": ["y"]}, a=[0, 0, 0, 1], b=[0, 0, 0, 0])
    assert coalitions(conflict, ["a", "b"]).is_stable("NN", "CNASH")
    found = coalitions(conflict, improvement="pareto")
    assert found.upset("NN", "CNASH").coalition == ("a", "b")


def test_a_pair_jumps_though_somebody_else_could_go_alone() -> None:
    """To b, which all prefer to a, x leads alone, and y and z together."""
    conflict = graph_conflict(
        4,
        {"x": {0: [2]}, "y": {0: [1], 2: [3]}, "z": {1: [2]}},
        {dm: [2, 1, 3, 0] for dm in "xyz"},
    )
    jumps = coalitions(conflict).jumps
    assert [(j.origin, j.target, j.coalition) for j in jumps] == [(0, 2, ("y", "z"))]
    assert jumps[0] in coalitions(conflict, ["y", "z"]).jumps


def test_what_is_true_at_the_start_can_be_true_without_anybody() -> None:
    """At s0 it is true already; but x leaves for s1, so it doesn't hold there."""
    conflict = graph_conflict(2, {"x": {0: [1]}, "y": {}}, {"x": [0, 1], "y": [0, 0]})
    (need,) = needed(conflict, "s0 or s1", start="s0")
    assert need.vetoes == ("x",)
    (without,) = need.without
    assert (without.state, without.leaving) == (0, ("x",))


def test_the_start_counts_in_option_form_whether_or_not_the_others_can_move() -> None:
    for own in ([], ["y"]):
        options = {"a": ["x"], "b": own}
        conflict = option_conflict(options, a=[0, 1] * (1 + len(own)), b=[0] * (2 << len(own)))
        (need,) = needed(conflict, "true", start=1)
        assert [(one.decision_maker, one.state) for one in need.without] == [("a", 0)]
