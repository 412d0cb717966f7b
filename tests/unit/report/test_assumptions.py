"""What a report says that its answer rests on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from countermove.analysis.compare import compare
from countermove.building import build
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from countermove.model.overview import overview
from countermove.report.article import Article, Grid, Prose, Section
from countermove.report.assumptions import (
    ruled_out_section,
    taking_part_section,
    wanted_section,
)
from countermove.report.compare import scenarios_section
from countermove.report.formats.html import to_html
from countermove.report.formats.markdown import to_markdown
from kinds_of_cases import LISTED
from models import conflict_of, graph_models, option_models

MODEL = conflict_of(
    note="Made for a test.",
    status_quo=["join"],
    decision_makers={
        "a": {
            "name": "Alpha",
            "options": {
                "strike": {"text": "Strike at once", "moves": "take", "note": "No way back."},
                "join": {"text": "Join", "moves": "drop", "because": ["call"]},
                "stay": {"text": "Stay", "moves": "fixed"},
            },
        },
        "b": {"name": "Beta", "options": {"sign": "Sign"}},
        "c": {"name": "Gamma"},
    },
    terms={"deal": "join and sign"},
    rules={
        "infeasible": ["strike and sign"],
        "at_most_one": [["strike", "join"]],
        "requires": {"sign": "join"},
    },
    preferences={
        "a": {
            "statements": [
                {"holds": "deal", "because": ["call"], "note": "It said so."},
                "not strike",
            ]
        },
        "b": {"weights": {"sign": 2, "strike": -1}, "note": "Weighed by hand."},
        "c": {"statements": []},
    },
    sources={"call": {"said": "We want a deal", "who": "Alpha"}},
    scenarios={"never": {"title": "No strike", "rules": {"infeasible": ["strike"]}}},
)


def assumed_sections(model: GraphModel) -> tuple[Section, ...]:
    return (taking_part_section(model), ruled_out_section(model), wanted_section(model))


def told(model: GraphModel) -> str:
    """Write the sections, without what Markdown escapes."""
    article = Article(model.conflict, model, assumed_sections(model))
    return to_markdown(article).replace("\\", "")


@pytest.mark.parametrize(
    "said",
    [
        "| Alpha | at the start |",
        "| Strike at once (once taken it can't be dropped)<br>*No way back.* | – |",
        "| Join (once dropped it can't be taken) [call] | Y |",
        "| Stay (it can't be changed) | – |",
        "- **Gamma** has nothing that it can do, and only looks on.",
        "Never: Strike at once and Sign.",
        "At most one of “Strike at once” and “Join”.",
        "Sign only if Join.",
        "That leaves 8 of 16 combinations.",
        "- **‘deal’** means: Join and Sign.",
        "It begins with [3] Join, the status quo.",
        "| 1. deal [call]<br>*It said so.* |",
        "| 2. not Strike at once [judgement] |",
        "| Beta, by the sum of what is true [judgement] | weight |",
        "| Strike at once | -1 |",
        "*Weighed by hand.*",
        "*Best first, those in { } alike: {7 8} > {1 3 4 6} > {2 5}*",
        "| nothing: all outcomes are the same to it [judgement] |",
        "*Made for a test.*",
    ],
)
def test_all_that_the_answer_rests_on_is_said(said: str) -> None:
    assert said in told(build(MODEL))


def test_a_scenario_is_told_with_what_it_changes() -> None:
    section = scenarios_section(compare(MODEL))
    assert section is not None
    text = [block.text for block in section.blocks if isinstance(block, Prose)]
    assert "A rule: now “Never: Strike at once”; it was “Never: Strike at once and Sign”." in text
    assert "No strike" in text


def test_a_graph_form_says_who_can_move_where() -> None:
    text = told(build(load("elmira-graph")))
    assert "| [9] Uniroyal has abandoned its Elmira plant |" in text
    assert "| [1] Uniroyal drags out its appeal against the original order | [3] [9] |" in text
    assert "| Uniroyal can move from | to |" in text


@pytest.mark.parametrize("case", LISTED)
def test_every_case_says_what_it_rests_on(case: str) -> None:
    model = build(load(case))
    text = told(model)
    for party in model.conflict.decision_makers.values():
        for option in party.options.values():
            assert " ".join(option.text.split()) in text


@given(model=option_models() | graph_models())
@settings(max_examples=30)
def test_any_model_can_be_told(model: GraphModel) -> None:
    sections = assumed_sections(model)
    grids = [block for section in sections for block in section.blocks if isinstance(block, Grid)]
    assert len(grids) >= len(model.decision_makers)
    assert all(len(line.cells) == len(grid.columns) for grid in grids for line in grid.lines)
    assert to_html(Article(model.conflict, model, sections))


DOUBTED = conflict_of(
    decision_makers={
        "a": {"name": "Alpha", "options": {"strike": "Strike", "join": "Join"}},
        "b": {"name": "Beta", "options": {"sign": "Sign"}},
        "c": {"name": "Gamma"},
        "d": {"name": "Delta"},
    },
    preferences={
        "a": {
            "statements": [
                {"holds": "join", "perhaps": "left out", "likely": 0.3, "note": "Or not."},
                {
                    "any_order": [
                        "sign",
                        {"holds": "strike", "perhaps": True, "because": ["call"], "note": "Heard."},
                    ],
                    "doubt": "first",
                },
                {"holds": "strike", "either_way": True, "likely": 0.6, "degree": 3},
                {"holds": "join or sign", "strongly": True},
            ]
        },
        "b": {
            "readings": [
                {"says": "Hawks", "likely": 0.6, "weights": {"sign": [-2, 1], "strike": 1}},
                {"says": "Doves", "ranking": ["YYY", "the rest"]},
            ]
        },
        "c": {
            "ranking": ["YYY", ">>", {"unknown": ["NNN", "YNN"]}, "the rest"],
            "unknown": [["NNY", "YNY"]],
            "known": ["NNN > YNN"],
        },
        "d": {"fuzzy": [[0.5] * 8] * 8},
    },
    attitudes={"c": {"a": "hostile"}},
    sources={"call": {"said": "We may strike", "who": "Alpha"}},
)


def test_what_is_in_doubt_is_told_in_words() -> None:
    text = told(build(DOUBTED))
    for part in (
        "– Join (perhaps, left out as written, likely 0.3) [judgement]<br>*Or not.*",
        "1–2. in any order: Sign; Strike (perhaps) [call] [judgement]<br>*Heard.*",
        "3. Strike (either way, likely 0.6; by 3 degrees) [judgement]",
        "4. Join or Sign (strongly) [judgement]",
        "As written: the best of its",
        "Beta, if “Hawks”, likely 0.6, by the sum of what is true",
        "| Sign | -2 to 1 |",
        "**Beta, if “Doves”:** by a ranking of its own [judgement].",
        "What stands down to place 1 is greatly better than what stands below it.",
        "In which order these are isn't known, and they may be alike: [1] nothing done, [2]",
        "Which of these is better isn't known: [5] Sign and [6] Strike; Sign.",
        "Known beyond that: NNN > YNN.",
    ):
        assert part in text
    settled = DOUBTED.in_reading({"a.1": "yes", "a.3.way": "opposite", "b": "2"})
    text = told(build(settled))
    assert "1. Join [judgement]" in text
    assert "4. not Strike (by 3 degrees)" in text
    assert "Hawks" not in text
    assert "Beta, the best first" in text


def test_the_table_of_a_model_has_its_marks() -> None:
    wants = [row[-1] for row in overview(DOUBTED).rows]
    assert wants == [
        "1. join (perhaps, left out as written, likely 0.3)",
        "2. in any order: sign; strike (perhaps)",
        "3. strike (either way, likely 0.6; by 3 degrees)",
        "4. join or sign (strongly)",
        "reading 1: Hawks (likely 0.6)",
        "-2 to 1 for sign",
        "1 for strike",
        "reading 2: Doves",
        "best first: YYY > the rest",
        "best first: YYY >> (NNN, YNN in unknown order) > the rest",
        "not known which is better: NNY, YNY",
        "known: NNN > YNN",
        "hostile to Alpha",
        "by a matrix of degrees",
    ]
