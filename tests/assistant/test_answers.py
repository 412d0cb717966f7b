"""Answers that an assistant gets: those of the terminal, in pieces that aren't too long."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from assistants import Played, played
from coalition import COALITION
from countermove import explain, load, solve
from countermove.assistant.base.desk import Desk
from countermove.assistant.base.passages import Passage
from countermove.assistant.base.results import MOST_DATA, MOST_TEXT, PagedAnswer
from countermove.assistant.tools import tools
from countermove.editing.model_folder import ModelFolder
from countermove.errors import FileError
from countermove.files.gallery import case_names

QUICK: tuple[tuple[str, dict[str, Any]], ...] = (
    ("solve", {"detail": "full"}),
    ("explain", {"state": "1", "detail": "full"}),
    ("try_package", {"package": "1"}),
    ("compare", {}),
    ("check_model", {}),
    ("read_model", {}),
    ("what_to_ask", {}),
    ("who_is_needed", {}),
)
LONGER: tuple[tuple[str, dict[str, Any]], ...] = (
    ("what_rests_on", {"detail": "full"}),
    ("what_would_change", {"wanted": "1"}),
    ("how_sure", {}),
    ("sweep", {"draws": 20, "scenarios": "none"}),
    ("sweep", {"detail": "full", "concept": "SEQ"}),
    ("how_sure", {"by": "least change"}),
    ("report", {}),
    ("report", {"part": "why"}),
)


def check_size(assistant: Played, tool: str, **said: Any) -> dict[str, Any]:
    """Ask for an answer, and for what was left out of it; none of it is too long."""
    given = assistant.call(tool, **said)
    text, data = given.size
    assert text <= MOST_TEXT, (tool, said)
    assert data <= MOST_DATA, (tool, said)
    for left in [given.data.get("left_out", [])]:
        for told in [left] if isinstance(left, str) else left:
            assert "after=" in told
    return given.data


@pytest.mark.parametrize("case", case_names())
def test_no_answer_about_a_case_is_too_long(gallery: Played, case: str) -> None:
    for tool, said in QUICK:
        check_size(gallery, tool, name=case, **said)


def test_none_of_those_that_take_long_is_either(gallery: Played) -> None:
    for tool, said in LONGER:
        assert check_size(gallery, tool, name="elmira", **said)["passages"]


def test_what_is_left_out_is_there_when_it_is_asked_for() -> None:
    pieces = [Passage(kind="question", says="What?"), Passage(kind="table", says="Parties")]
    pieces += [Passage(kind="row", says=f"{'ж' * (k % 600)} {k}") for k in range(300)]
    found: list[Passage] = []
    after = 0
    while after is not None:
        answer = PagedAnswer(name="a.toml", about="A")
        answer.fill(pieces, after, "solve")
        text, data = answer.size
        assert text <= MOST_TEXT
        assert data <= MOST_DATA
        assert [one.says for one in answer.passages[:2]] == ["What?", "Parties"]
        found += answer.passages[2 if after else 0 :]
        assert (f"after={answer.next}" in answer.left_out) is (answer.next is not None)
        after = answer.next
    assert found == pieces


def test_nothing_comes_after_the_last(gallery: Played) -> None:
    said = gallery.refused("solve", name="chicken", after=500)
    assert "passages, and none after 500. Begin with after=0." in said


def test_the_answer_is_that_of_the_program(gallery: Played) -> None:
    answer = gallery.ask("solve", name="talks-2025")
    solution = solve(load("talks-2025"))
    assert {one["claim"]: one["verdict"] for one in answer["claims"]} == {
        one.claim: one.verdict for one in solution.claims
    }
    holding = {held.state.number: list(held.concepts) for held in solution}
    assert {one["state"]: one["holds_under"] for one in answer["outcomes"]} == holding
    for told, claim in zip(answer["claims"], solution.claims, strict=True):
        assert told.get("true_under", []) == [code for code, true in claim.holds.items() if true]
        deciding = [by.found for by in claim.deciding.values()]
        position = solution.model.states.find(told["state"])
        assert any(position in found for found in deciding)
    rows = [one for one in answer["passages"] if one.get("state") in holding]
    for row in rows:
        held = {code for code, said in row["cells"].items() if said == "holds"}
        assert held == set(holding[row["state"]])


def test_explanations_are_those_of_the_program(gallery: Played) -> None:
    asked = {"state": 36, "decision_maker": "us", "concept": "SEQ"}
    answer = gallery.ask("explain", name="talks-2025", **asked)
    (story,) = explain(load("talks-2025"), 36, "us", "SEQ")
    says = " ".join(one["says"] for one in answer["passages"])
    assert story.paragraphs
    for paragraph in story.paragraphs:
        assert paragraph.removeprefix("Under SEQ ") in says or paragraph in says


def test_an_outcome_is_called_as_it_is_printed(gallery: Played) -> None:
    asked = {"name": "prisoners-dilemma", "concept": "NASH"}
    answers = [gallery.ask("explain", state=state, **asked) for state in ("[1]", 1, "1", "NN")]
    assert answers[0]["passages"]
    assert all(answer == answers[0] for answer in answers)


def test_a_sweep_says_in_how_many_runs(gallery: Played) -> None:
    asked = {"name": "talks-2025", "scenarios": "none", "doubts": "us.2", "concept": "SEQ"}
    answer = gallery.ask("sweep", **asked)
    told = str(answer["passages"])
    assert "2 runs: 1 model." in told
    assert "A deal with everyone at the table holds" in told
    said = gallery.refused("sweep", name="talks-2025", doubts="us.2, us.99")
    assert said.startswith("no doubt 'us.99'")
    said = gallery.refused("sweep", name="talks-2025", draws=100_000, patience=1)
    assert "this takes longer than 1 s" in said


def test_what_rests_on_one_source_is_told_of_it_alone(gallery: Played) -> None:
    answer = gallery.ask("what_rests_on", name="talks-2025", source="call", detail="full")
    turned = [one["says"] for one in answer["passages"] if one.get("kind") == "row"]
    assert "Every judgement that rests on [call] was changed" in answer["passages"][1]["says"]
    assert any("wish" in one for one in turned)
    assert all("call" in one for one in turned if "wish" in one)
    said = gallery.refused("what_rests_on", name="talks-2025", source="cal")
    assert said.startswith("no source 'cal'. Did you mean 'call'?")


def test_what_rests_on_one_wish_is_told_of_it_alone(gallery: Played) -> None:
    asked = {"name": "night-ward", "concept": "NASH", "detail": "full"}
    answer = gallery.ask("what_rests_on", wish="pay implies not close", **asked)
    wish = "“Pay for the nights only if not Close the ward”"
    assert f"Every judgement about {wish} was changed" in answer["passages"][1]["says"]
    turned = [one["says"] for one in answer["passages"] if "Town" in one["says"]]
    assert turned
    assert all(wish in one for one in turned)
    said = gallery.refused("what_rests_on", wish="pay", **asked)
    assert "no wish 'pay'. Did you mean" in said


def test_two_models_are_compared(assistant: Played, tmp_path: Path) -> None:
    text = assistant.ask("read_model", name="chicken")["text"]
    tmp_path.joinpath("after.toml").write_text(text.replace("Chicken", "Hens"), "utf-8")
    answer = assistant.ask("compare", name="chicken", other="after.toml")
    assert "Only words, names or the record" in answer["passages"][1]["says"]


def test_tools_say_what_they_take_and_give(gallery: Played) -> None:
    listed = {tool.name: tool for tool in gallery.do(gallery.client.list_tools).tools}
    assert set(listed) == {tool.name for tool in tools()}
    for tool in listed.values():
        assert tool.title
        assert tool.description
        assert tool.annotations
        writes = tool.name in {"write_model", "edit_model"}
        assert tool.annotations.read_only_hint is not writes
        assert tool.annotations.open_world_hint is False
        assert tool.annotations.destructive_hint is False
        assert tool.output_schema["type"] == "object"
        for argument in tool.input_schema["properties"].values():
            kinds = {one.get("type") for one in argument.get("anyOf", [argument])}
            assert kinds <= {"string", "integer", "boolean", "null"}, "arguments are flat"
    for name, said in (("solve", {}), ("explain", {"state": "1"}), ("check_model", {})):
        data = gallery.ask(name, name="talks-2025", **said)
        jsonschema.validate(data, listed[name].output_schema)


def test_arguments_that_are_wrong_are_refused_in_words(gallery: Played) -> None:
    assert gallery.refused("solve", name="chicken", scenaro="x").startswith(
        "solve: no argument 'scenaro'. Did you mean 'scenario'? It takes: name, scenario,"
    )
    said = gallery.refused("solve", name="chicken", detail="long", after=-1)
    assert said == (
        "solve: “detail” must be 'short' or 'full'.\nsolve: “after” must be 0 at least."
    )
    assert gallery.refused("explain", name="chicken") == "explain: “state” is needed."


def test_the_schema_leaves_no_room_for_unknown_arguments() -> None:
    assert all(tool.parameters["additionalProperties"] is False for tool in tools())


def test_letters_of_all_scripts_count_as_they_are_sent(tmp_path: Path) -> None:
    wish = "Мир " * 400
    model = f"""
format = "countermove/1"
title = "Переговоры"
[decision_makers.a]
name = "А"
options.x = {{ text = "{wish}", note = "{wish}" }}
[preferences.a]
statements = ["x"]
[claims.c]
says = "{wish}"
possible = "x"
"""
    tmp_path.joinpath("peace.toml").write_text(model, "utf-8")
    with played(tmp_path) as assistant:
        for tool, said in (*QUICK, ("solve", {}), ("report", {})):
            check_size(assistant, tool, name="peace.toml", **said)
        assert json.dumps(assistant.ask("read_model", name="peace.toml"))


def test_a_document_that_can_not_be_read_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "talks.pdf").write_bytes(b"no PDF")
    with Desk(ModelFolder(tmp_path)) as desk, pytest.raises(FileError) as refused:
        desk.document("talks.pdf")
    assert str(refused.value).startswith("talks.pdf: this is no PDF, or a broken one.")


def test_models_with_too_many_outcomes_to_list_are_answered(
    assistant: Played, tmp_path: Path
) -> None:
    """What the terminal says of them an assistant is told, too; what needs a list is refused."""
    (tmp_path / "coalition.toml").write_text(COALITION)
    found = assistant.ask("solve", name="coalition.toml", concept="NASH")
    assert "18,446,744,073,709,551,616 outcomes" in found["about"]
    assert "Of about 1.8 × 10^19 outcomes there hold:" in str(found["passages"])
    told = assistant.ask("explain", name="coalition.toml", state="lead, stop", concept="SEQ")
    assert "Member 0, Member 1 and 29 alike" in str(told["passages"])
    assert "countermove solve" in assistant.refused("who_is_needed", name="coalition.toml")
