"""Questions about doubts, in words."""

from __future__ import annotations

from typing import Any

import pytest

from countermove.analysis.ask.ask import ask
from countermove.analysis.ask.what_to_ask import WhatToAsk
from countermove.building import build
from countermove.model.conflict import Conflict
from countermove.picture.drawing import Box, Drawing, Group, Label
from countermove.report.article import Picture, Prose
from countermove.report.ask import ask_section
from countermove.report.doubt_questions import answer, question
from countermove.report.shown import FULL, SHORT, Shown

MODEL: dict[str, Any] = {
    "format": "countermove/1",
    "title": "A well",
    "decision_makers": {
        "town": {"name": "Town", "options": {"dig": "Dig a well", "pay": "Pay for it"}},
        "mill": {"name": "Mill", "options": {"stop": "Stop the wheel"}},
    },
    "preferences": {
        "town": {
            "statements": [
                {"any_order": ["dig", "not pay", "stop"]},
                {"holds": "stop", "perhaps": True},
            ]
        },
        "mill": {
            "readings": [
                {"says": "The miller decides", "statements": ["not stop"]},
                {
                    "says": "The heirs decide",
                    "statements": [{"holds": "dig implies stop", "either_way": True}],
                },
            ]
        },
    },
    "claims": {"dug": {"says": "They stop for the well", "possible": "dig and stop"}},
}


def test_each_kind_of_doubt_is_asked_in_words() -> None:
    model = build(Conflict.model_validate(MODEL))
    doubts = {doubt.id: doubt for doubt in model.doubts}
    order = doubts["town.1"]
    assert question(model, order) == (
        "Which of these comes first for Town: “Dig a well”, not “Pay for it” or “Stop the wheel”?"
    )
    assert question(model, order, (0,)) == (
        "Which of these comes next for Town: not “Pay for it” or “Stop the wheel”?"
    )
    assert answer(model, order, (0, 1)) == "“Dig a well” first"
    assert answer(model, order, (0,), (0,)) == "not “Pay for it” first"
    assert question(model, doubts["town.2"]) == "Does Town care about this: “Stop the wheel”?"
    assert question(model, doubts["mill"]) == (
        "What is true of Mill: “The miller decides” or “The heirs decide”?"
    )
    assert answer(model, doubts["mill"], (1,)) == "“The heirs decide”"
    (way,) = (doubt for doubt in model.doubts if doubt.kind == "way")
    assert question(model, way) == (
        "Does Mill want this to hold, or the opposite: “Dig a well” only if “Stop the wheel”?"
    )
    assert [answer(model, way, (k,)) for k in range(2)] == ["it wants it", "the opposite"]


def test_what_would_settle_a_claim() -> None:
    section = ask_section(ask(Conflict.model_validate(MODEL), concepts="NASH"))
    told = [(one.lead, one.text) for one in section.in_words if isinstance(one, Prose)]
    assert told == [
        (
            "",
            "Asked in the order below, it takes 1.5 questions on average and at most 2 questions "
            "until all is settled; no other order takes fewer on average.",
        ),
        ("1", "What is true of Mill: “The miller decides” or “The heirs decide”?"),
        ("1.1", "“The miller decides”. “They stop for the well” is not true under NASH."),
        (
            "1.2",
            "“The heirs decide”. Does Mill want this to hold, or the opposite: “Dig a well” "
            "only if “Stop the wheel”?",
        ),
        ("1.2.1", "It wants it. “They stop for the well” is true under NASH."),
        ("1.2.2", "The opposite. “They stop for the well” is not true under NASH."),
        (
            "",
            "Needn't be asked, as it turns nothing here: in which order Town puts “Dig a well”, "
            "“not Pay for it” and “Stop the wheel” and whether Town cares about “Stop the wheel”.",
        ),
    ]


def test_what_settles_nothing_by_itself_is_said_to_do_so_with_others() -> None:
    model = {
        "format": "countermove/1",
        "title": "Both",
        "decision_makers": {
            "a": {"name": "A", "options": {"x": "X"}},
            "b": {"name": "B", "options": {"y": "Y"}},
        },
        "preferences": {
            "a": {"statements": [{"holds": "x", "either_way": True}]},
            "b": {"statements": [{"holds": "y", "either_way": True}]},
        },
        "claims": {"c": {"says": "Both or neither", "possible": "x iff y"}},
    }
    found = ask(Conflict.model_validate(model), concepts="NASH")
    assert [one.best for one in found.doubts] == [0, 0]
    told = [one.text for one in ask_section(found).in_words if isinstance(one, Prose)]
    assert told[-1] == "A question that settles nothing by itself may do so with others."


def nodes(drawing: Drawing) -> list[Group]:
    return [shape for shape in drawing.shapes if isinstance(shape, Group)]


def texts(node: Group) -> list[Label]:
    return [shape for shape in node.shapes if isinstance(shape, Label)]


def test_the_tree_is_drawn_with_the_words_of_the_text() -> None:
    section = ask_section(ask(Conflict.model_validate(MODEL), concepts="NASH"))
    (picture,) = (one for one in section.blocks if isinstance(one, Picture))
    assert [node.says.splitlines() for node in nodes(picture.drawn)] == [
        ["What is true of Mill: “The miller decides” or “The heirs decide”?"],
        ["“The miller decides”", "✗ Not true"],
        [
            "“The heirs decide”",
            "Does Mill want this to hold, or the opposite: “Dig a well” only if “Stop the wheel”?",
        ],
        ["It wants it", "✓ True"],
        ["The opposite", "✗ Not true"],
    ]
    assert picture.left_out == ""


def six() -> WhatToAsk:
    """Ask about a claim that hangs on all of six doubts."""
    ids = [f"o{k}" for k in range(6)]
    likes = [{"holds": o, "perhaps": True} for o in ids]
    data = {
        "format": "countermove/1",
        "title": "Six",
        "decision_makers": {
            "one": {"name": "One", "options": {o: f"Do {o}" for o in ids}},
        },
        "preferences": {"one": {"statements": likes}},
        "claims": {"all": {"says": "All is done", "always": " and ".join(ids)}},
    }
    return ask(Conflict.model_validate(data), concepts="NASH")


@pytest.mark.parametrize(("shown", "last"), [(SHORT, "at least 5"), (FULL, "at least 1")])
def test_answers_without_end_are_counted_in_part(
    shown: Shown, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermove.report.ask._MOST_COUNTED", 7)
    monkeypatch.setattr("countermove.report.ask._QUESTIONS", 3)
    (drawn,) = (b for b in ask_section(six(), shown).blocks if isinstance(b, Picture))
    assert drawn.words[-1].text == f"And more answers to these questions: {last}."
    assert len(drawn.words) == (4 if shown == SHORT else 8)


def test_a_large_tree_is_drawn_in_part_unless_all_is_asked_for() -> None:
    result, drawn = six(), {}
    for shown in (SHORT, FULL):
        (drawn[shown],) = (b for b in ask_section(result, shown).blocks if isinstance(b, Picture))
    assert len(nodes(drawn[FULL].drawn)) == 13
    assert drawn[FULL].left_out == ""
    boxes = [shape for shape, *_ in drawn[SHORT].drawn.each() if isinstance(shape, Box)]
    assert len({box.x for box in boxes}) == 4
    assert drawn[SHORT].left_out == "1 answer leads to more questions than are drawn."
    assert drawn[SHORT].caption.endswith(f". {drawn[SHORT].left_out}")
    (cut,) = (one for one in nodes(drawn[SHORT].drawn) if texts(one)[-1].paint == "soft")
    assert cut.says.splitlines()[-1] == "At most 3 more questions …"
    assert [p.lead for p in drawn[SHORT].words[:3]] == ["1", "1.1", "1.1.1"]
