"""What is said of the concepts that look further ahead, and the path of each story on the graph."""

from __future__ import annotations

import pytest

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.files.model_file import load
from countermove.report.explain import explain
from countermove.stability.registry import applicable_concepts, find_concepts
from countermove.stability.saying import heads
from countermove.stability.witness import faults
from countermove.web.pages.answer.why import why
from models import graph_conflict


def applicable_codes(case: str) -> list[str]:
    return [c.code for c in applicable_concepts(load(case)) if not c.standard]


def told(case: str, state: str, party: str, code: str) -> str:
    (story,) = explain(load(case), state, party, code)
    return " ".join([story.summary, *story.paragraphs])


def test_what_is_foreseen() -> None:
    assert told("chicken", "YY", "first", "L3") == (
        "Stable for the first driver under L3: looking 3 moves ahead, it would rather stay. The "
        "first driver would rather drive straight on, which leads to [3] Swerve (Second driver): "
        "first in its ranking, against second [textbook]. Then, looking 3 moves ahead, the second "
        "driver would drive straight on, then the first driver would swerve, and there it would "
        "end. That is [2] Swerve (First driver), worse for the first driver than where it began: "
        "third in its ranking, against second [textbook]."
    )
    assert told("chicken", "YN", "first", "L2") == (
        "Not stable for the first driver under L2: looking 2 moves ahead, it would leave. The "
        "first driver could drive straight on, which leads to [4] nothing done, by itself no "
        "better. Then, looking 2 moves ahead, the second driver would swerve, and there it would "
        "end. That is better for the first driver than where it began: first in its ranking, "
        "against third [textbook]."
    )
    assert told("chicken", "YN", "second", "NM").startswith(
        "Stable for the second driver under NM: looking 4 moves ahead or more, it would rather "
    )
    assert "Then, looking 4 moves ahead or more, " in told("chicken", "YN", "second", "NM")


def test_for_which_numbers_of_moves_it_is_foreseen() -> None:
    stays = told("syria-iraq-1975", "NNN", "syria", "NM")
    assert stays.startswith("Stable for Syria under NM: looking 3 moves ahead or more, it would ")
    assert "Then, looking 3 moves ahead, or 4 more, and so on, Iraq would attack" in stays
    assert stays.endswith(" However much further both look, it ends no better.")
    leaves = told("syria-iraq-1975", "NYN", "syria", "NM")
    assert ": looking 5 moves ahead, or 4 more, and so on, it would leave. " in leaves
    assert "However much further" not in leaves


@pytest.mark.parametrize("h", [4, 5, 99])
def test_what_follows_on_countermoves_is_written_once(h: int) -> None:
    """In each other they would grow with every turn."""
    for verdict in explain(load("syria-iraq-1975"), 1, concept=f"MR{h}").to_dict()["verdicts"]:
        later = verdict.get("later", [])
        known = {(play["state"], play["moves_left"]): play for play in later}
        assert len(known) == len(later)
        waiting = [(h - 1, play) for play in verdict["improvements"]]
        met = set()
        for left, play in waiting:
            escapes = [escape["countermove"] for escape in play.get("escapes", [])]
            for move in (*escapes, *play.get("closed", [])) if left > 2 else ():
                place = move["to"], left - 2
                assert known[place]["deterred"] == play["deterred"]
                if place not in met:
                    waiting.append((left - 2, known[place]))
                met.add(place)
        assert met == set(known)


def test_the_data_of_a_verdict_however_far_both_look_is_whole() -> None:
    """Each number of moves that recurs is told, and all that is foreseen recurs."""
    for state in range(1, 7):
        whole = explain(load("syria-iraq-1975"), state, concept="NM").to_dict()
        for verdict in whole["verdicts"]:
            told = [verdict, *verdict.get("again", [])]
            ahead = {move["moves_left"] for one in told for move in one["moves"]}
            first, after = verdict["recurs"]["moves_left"], verdict["recurs"]["after"]
            if verdict["stable"]:
                assert ahead == set(range(first, first + after))
            else:
                assert not verdict["moves"][0]["moves_left"] < first
                assert not all(move["deterred"] for move in verdict["moves"])
            ends = {
                (play["decision_maker"], play["state"], play["moves_left"]): play["expected"]
                for play in verdict["foreseen"]
            }
            for (dm, place, left), expected in ends.items():
                if left == first and (dm, place, left + after) in ends:
                    assert ends[dm, place, left + after] == expected


def test_what_stands_above_for_whom_it_is_stable() -> None:
    """Nobody stays or leaves where it is asked what the others could do for one."""
    seq, berge = (concept.words for concept in find_concepts(["SEQ", "BERGE"]))
    assert heads([seq]) == ("Who would stay", "It holds when all would stay")
    assert heads([berge]) == (
        "Who could not be helped by the others",
        "It holds when nobody could be helped",
    )
    assert heads([seq, berge]) == ("For whom it is stable", "It holds when it is for all")
    model = load("prisoners-dilemma")
    told = why(solve(model, ["SEQ", "BERGE"]), "NN")
    assert told["heads"] == heads([seq, berge])
    assert [said[False] for said in told["does"]] == [
        "would leave",
        "could be helped by the others",
    ]


def test_what_others_do_at_the_same_time() -> None:
    assert (
        told("prisoners-dilemma", "YY", "first", "SIM")
        .split("]. ")[1]
        .startswith(
            "But at the same time the second prisoner would give evidence, in its own interest ("
        )
    )
    assert told("prisoners-dilemma", "YN", "first", "SIM").endswith(
        "Nothing deters it: the others gain by nothing that could be done at the same time."
    )


def test_whether_the_other_would_leave() -> None:
    assert ", and would rather do that than stay, by SEQ. That is " in told(
        "prisoners-dilemma", "YY", "first", "SEQ2"
    )
    assert told("cuban-missile-crisis", "6", "us", "SEQ2").endswith(
        "Nothing deters it: the other would rather stay where it is then, by SEQ."
    )
    assert told("prisoners-dilemma", "YN", "first", "SEQ2").endswith(
        "Nothing deters it: none of the others would then gain by moving."
    )


def test_how_others_could_help() -> None:
    assert told("prisoners-dilemma", "NN", "first", "BERGE") == (
        "Not stable for the first prisoner under BERGE: it could be helped by the others. The "
        "second prisoner could keep silent, which leads to [3] Keep silent (Second prisoner), "
        "better for the first prisoner: “Keep silent (Second prisoner)” is its first wish [file]."
    )
    model = build(graph_conflict(2, {"one": {0: [1]}, "two": {}}, {"one": [0, 0], "two": [0, 1]}))
    assert ", which is [2] “State s1”, better for Two: " in explain(model, 1, "two", "BERGE").text
    explanation = explain(load("prisoners-dilemma"), "YY", concept="BERGE")
    assert explanation.text.endswith(
        "Nothing that the others could do would be better for the first prisoner and the second "
        "prisoner.\n"
    )


def test_a_way_out_that_can_be_closed_again() -> None:
    """From s2 one gets to s3, which is better; but then two can lead to s4, which isn't."""
    model = build(
        graph_conflict(
            5,
            {"one": {0: [1], 2: [3, 0]}, "two": {1: [2], 3: [4]}},
            {"one": [1, 2, 0, 3, 0], "two": [0] * 5},
        )
    )
    (story,) = explain(model, 1, "one", "MR4")
    (text,) = story.paragraphs
    assert text.split(". ", 1)[1] == (
        "But then Two could move to “State s2”. That is [3] “State s2”, which is worse for One "
        "than where it began: fourth in its ranking, against third [judgement]. From there One "
        "could move to “State s3” and be better off than where it began, at [4] “State s3”. But "
        "then Two could move to “State s4”. That is [5] “State s4”, which is worse for One than "
        "where it began: fourth in its ranking, against third [judgement]. All else that One could "
        "do in [3] is no better."
    )
    assert not explain(model, 1, "one", "SMR").stories[0].verdict


@pytest.mark.parametrize(
    ("case", "code", "path"),
    [
        ("chicken", "L3", [1, 3, 4, 2]),
        ("chicken", "MR4", [1, 3, 4]),
        ("prisoners-dilemma", "SIM", [4, 3]),
        ("prisoners-dilemma", "SEQ2", [4, 3, 1]),
    ],
)
def test_the_path_of_a_story_on_the_graph(case: str, code: str, path: list[int]) -> None:
    page = why(solve(load(case), [code]), "YY", "first", code)
    (paragraph, *_) = page["parts"][0]["told"]
    steps = [step["to"] for step in paragraph["steps"] if step.get("to")]
    assert [page["number"], *steps] == path
    assert all(step["says"].endswith(".") for step in paragraph["steps"])


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (case, code)
        for case in ("chicken", "elmira", "syria-iraq-1975")
        for code in applicable_codes(case)
    ],
)
def test_every_verdict_is_told_and_stands_up(case: str, code: str) -> None:
    model = build(load(case))
    for state in range(len(model.states)):
        for story in explain(model, model.states.label(state), concept=code):
            assert faults(model, story.verdict) == []
            assert len(story.paragraphs) == len(story.verdict.lines)
            assert all(text.endswith(".") for text in (story.summary, *story.paragraphs))
            assert story.summary.startswith("Stable" if story.verdict else "Not stable")
