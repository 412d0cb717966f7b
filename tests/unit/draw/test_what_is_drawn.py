"""What is on each figure: the numbers and outcomes of the answers, each marked as it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from countermove.analysis.ask.ask import ask
from countermove.analysis.compare import compare
from countermove.analysis.equilibria import Solution
from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.judgements.judgements import judgements
from countermove.analysis.solving import solve
from countermove.draw import find
from countermove.errors import CountermoveError
from countermove.files.model_file import from_dict, load
from countermove.picture.drawing import Box, Curve, Drawing, Group, Label, Shape
from countermove.report.states import StateList


@cache
def solved(name: str = "talks-2025") -> Solution:
    return solve(load(name))


@cache
def drawn(figure: str, **said: Any) -> Drawing:
    return find(figure).asked(**said).drawing(solved())


def labels(drawing: Drawing) -> list[str]:
    return [shape.text for shape, _, _ in drawing.each() if isinstance(shape, Label)]


def marks(drawing: Drawing) -> Counter[str]:
    """Count the outcomes with which boxes begin."""
    return Counter(
        text.split("]")[0] + "]" for text in labels(drawing) if re.match(r"\[\d+\]", text)
    )


def groups(shapes: tuple[Shape, ...]) -> Iterator[Group]:
    for shape in shapes:
        if isinstance(shape, Group):
            yield shape
            yield from groups(shape.shapes)


def test_why_shows_the_witness_of_each_party_that_is_tempted() -> None:
    solution = solved()
    drawing = find("why").asked(states="21").drawing(solution)
    states = solution.model.states
    expected: Counter[str] = Counter(["[21]"])
    for dm in solution.model.decision_makers:
        for line in solution.verdict("21", dm, "SEQ").lines:
            path = (line.first, *line.answer)
            expected.update(f"[{states.label(move.target)}]" for move in path)
    assert marks(drawing) == expected
    assert "nothing deters it" not in drawing.says.casefold()
    upset = find("why").asked(states="20", parties="Europe").drawing(solution)
    assert marks(upset) == {"[20]": 1, "[2]": 1}
    assert "Nothing deters it: none of the others would then gain by moving." in upset.says
    dashed = [shape for shape, _, _ in upset.each() if isinstance(shape, Box) and shape.dash]
    assert [box.edge for box in dashed] == ["bad"]


def test_why_shows_of_each_party_that_would_leave_a_move_that_nothing_deters() -> None:
    solution = solved()
    model = solution.model
    for state in range(0, len(model.states), 5):
        label = model.states.label(state)
        drawing = find("why").asked(states=label).drawing(solution)
        leaving = [dm for dm in model.decision_makers if not solution.is_stable(label, dm, "SEQ")]
        dashed = [shape for shape, _, _ in drawing.each() if isinstance(shape, Box) and shape.dash]
        assert len(dashed) >= len(leaving)
        assert bool(dashed) == bool(leaving)


def test_evolution_has_a_shortest_way_to_all_that_holds() -> None:
    solution, drawing = solved(), drawn("evolution")
    evolution = evolve(solution)
    steps = set()
    for target in evolution:
        assert target.best is not None
        path = next(target.best.paths())
        assert len(path) == target.best.fewest
        steps |= {path[: k + 1] for k in range(len(path))}
    assert sum(marks(drawing).values()) == 1 + len(steps)
    bold = {
        s.text[: s.text.index("]") + 1]
        for s, _, _ in drawing.each()
        if isinstance(s, Label) and s.bold and s.text[0] == "["
    }
    assert bold == {f"[{one.state.number}]" for one in solution}


def test_evolution_to_outcomes_that_were_asked_for_marks_these_and_says_which_hold() -> None:
    drawing = find("evolution").asked(states=["9", "19"], start="3").drawing(solved())
    texts = [s for s, _, _ in drawing.each() if isinstance(s, Label)]
    bold = {s.text.split("]")[0] + "]" for s in texts if s.bold and s.text[0] == "["}
    assert bold >= {"[9]", "[19]"}
    assert "holds" in labels(drawing)


def test_the_grid_fills_a_square_for_each_concept_under_which_a_claim_is_true() -> None:
    compared = compare(load("talks-2025"))
    true = sum(holds for _, s in compared for a in s.claims for holds in a.holds.values())
    every = sum(len(a.holds) for _, s in compared for a in s.claims)
    for room in (None, 520):
        boxes = [s for s, _, _ in drawn("grid", room=room).each() if isinstance(s, Box)]
        squares = Counter(box.fill for box in boxes if box.width == box.height == 9)
        # One of each stands in the legend.
        texts = labels(drawn("grid", room=room))
        assert ("for want of room" in " ".join(texts)) == (not any("%" in t for t in texts))
        assert squares == {"ink": true + 1, None: every - true + 1}


def test_what_the_answer_rests_on_names_the_claims_that_each_change_turns() -> None:
    solution = solved()
    judged = judgements(solution.model)
    first = judged.turning()[:12]
    turned = Counter(
        "ABCDEFGHI"[k] for e in first for k, a in enumerate(solution.claims) if a.claim in e.turns
    )
    found = Counter(text for text in labels(drawn("rests_on")) if re.fullmatch("[A-Z]", text))
    # Each claim that turns stands below, too.
    assert found == turned + Counter(set(turned))
    backs = labels(drawn("rests_on", claims="backs"))
    assert backs.count("NASH") == len(judged.turning("backs"))


def test_bars_of_what_to_ask_have_the_numbers_of_the_command() -> None:
    result, drawing = ask(solved()), drawn("ask")
    told = [text for text in labels(drawing) if re.fullmatch(r"[\d.]+; [\d,]+", text)]
    assert told == [f"{one.expected:.1f}; {one.best}" for one in result.doubts]
    bars = [
        s.width
        for s, _, _ in drawing.each()
        if isinstance(s, Box) and s.fill == "ink" and s.width != 34
    ]
    first, second, *_ = result.doubts
    assert bars[0] / bars[1] == pytest.approx(first.expected / second.expected)
    assert "4.6 questions on average" not in drawing.says
    assert "4.6 questions on average" in drawn("ask_tree").says


def test_ladders_have_every_outcome_on_its_rung_and_mark_what_holds() -> None:
    solution = solved()
    model = solution.model
    drawing = drawn("rankings", parties="Russia")
    chips = [
        g for g in groups(drawing.shapes) if re.match(r"\[\d+\]", g.says) and len(g.shapes) > 1
    ]
    order = [
        f"[{model.states.label(s)}]" for rung in StateList(model).ranking("russia") for s in rung
    ]
    assert [chip.says.split(" ")[0] for chip in chips] == order
    for chip in chips:
        codes = [
            c for c in solution.codes if int(chip.says[1:].split("]")[0]) - 1 in solution.holding[c]
        ]
        (box,) = [s for s in chip.shapes if isinstance(s, Box) and s.fill is not None]
        assert (box.fill == "solid") == (len(codes) == len(solution.codes))
        assert (box.thick > 2) == (0 < len(codes) < len(solution.codes))
    assert "In doubt: whether Russia cares about" in drawing.says


def test_what_is_not_known_of_a_ranking_is_framed() -> None:
    data = load("prisoners-dilemma").to_dict()
    data["preferences"]["first"] = {"ranking": ["YN", {"unknown": ["NN", "YY"]}, "NY"]}
    drawing = find("rankings").asked(parties="first").drawing(solve(from_dict(data)))
    frames = [s for s, _, _ in drawing.each() if isinstance(s, Box) and s.dash]
    assert len(frames) == 2  # and the one of the legend
    assert "which of these is better isn't known" in labels(drawing)


def test_the_record_map_ties_what_rests_on_what() -> None:
    drawing = drawn("record", claims="backs")
    solution = solved()
    judged = judgements(solution.model)
    # Of two wishes that change places each is one that turns it; here none of those does.
    turning = {e.variation.path[:4]: e.variation.record for e in judged.turning("backs")}
    ties = [s for s, _, _ in drawing.each() if isinstance(s, Curve) and s.paint == "edge"]
    on = [s for s, _, _ in drawing.each() if isinstance(s, Curve) and s.paint == "ink"]
    assert len(ties) == sum(map(len, turning.values()))
    assert len(on) == len(turning) + 1  # and the one of the legend


def test_the_record_map_says_why_sources_have_no_line_or_are_left_out() -> None:
    told = labels(drawn("record"))
    assert (
        "No judgement that is drawn rests on the sources without a line. 1 more source isn't "
        "drawn: nothing that is drawn rests on it." in told
    )
    assert not any("without a line" in text for text in labels(drawn("record", claims="backs")))


def test_the_record_map_shows_the_line_of_every_quotation_and_which_judgements_are_left_out() -> (
    None
):
    ward = solved("night-ward")
    told = labels(find("record").asked().drawing(ward))
    boxes = sum(
        bool(re.search(r"\[[a-z-]+\]$", one)) for one in told[: told.index("What is judged")]
    )
    assert sum(bool(re.search(r" words, line \d+ of$", one)) for one in told) == boxes > 10
    (left,) = (one for one in told if "more judgement" in one)
    assert left.endswith("aren't drawn: none turns more claims than those that are drawn.")


def graph_of_eight(**said: Any) -> Drawing:
    """Draw a graph of a model in which four parties have two options each."""
    parties = {k: {"name": k, "options": {"x": f"Do {k}", "y": f"Be {k}"}} for k in "abcd"}
    model = from_dict(
        {
            "format": "countermove/1",
            "title": "Eight",
            "status_quo": [],
            "decision_makers": parties,
            "preferences": {k: {"statements": [f"{k}.x", f"{k}.y"]} for k in parties},
            "claims": {
                "it": {"says": "It is so", "possible": "a.x"},
                "none": {"says": "It can't be", "possible": "a.x and not a.x"},
            },
        }
    )
    return find("graph").asked(room=900, **said).drawing(solve(model, ["NASH"]))


def test_a_graph_says_how_many_of_the_shortest_ways_are_on_it() -> None:
    every = drawn("graph", to="36")
    assert "7 of 36 outcomes: from [1] the 3 shortest ways to [36]." in labels(every)
    some = graph_of_eight(to="YYYYYYYY").says
    assert "outcomes: from [1] 8 of the 24 shortest ways to [256]." in some


def test_a_graph_says_how_much_is_drawn_of_what_a_claim_is_about() -> None:
    says = graph_of_eight(claims="it", most=9).says
    assert says.startswith(
        "9 of 256 outcomes: the first 8 of the 128 that the claim “It is so” is about, and the "
        "status quo."
    )
    with pytest.raises(CountermoveError, match="there is none to draw"):
        graph_of_eight(claims="none")


def test_what_is_on_a_graph_is_said_in_one_way() -> None:
    for said in (
        {"to": "36", "claims": "bakcs"},
        {"states": "36", "start": "4"},
        {"claims": "backs", "within": 1},
        {"to": "36", "most": 3},
    ):
        with pytest.raises(CountermoveError, match="each say in a way of its own"):
            drawn("graph", **said)
    drawn("graph", to="36", start="4")


def test_a_graph_of_improvements_says_so() -> None:
    legend = "an improvement; other moves aren't drawn"
    for moves, is_said in (("improvements", True), ("all", False)):
        told = labels(drawn("graph", states=("1", "2", "3"), moves=moves))
        assert (legend in told) == is_said
        assert ("Only improvements are drawn." in told) == is_said


def test_where_there_is_nothing_to_draw_that_is_said() -> None:
    plain = solved("2x2-stag-hunt")
    for figure, says in {
        "ask": "nothing is in doubt",
        "ask-tree": "nothing is in doubt",
        "evolution": "doesn't say where it begins",
        "grid": "makes no claims",
        "record": "nothing in the model rests on its sources",
    }.items():
        with pytest.raises(CountermoveError, match=says):
            find(figure)().drawing(plain)
    with pytest.raises(CountermoveError, match="no claim 'bakcs'"):
        find("grid").asked(claims="bakcs").drawing(solved())
