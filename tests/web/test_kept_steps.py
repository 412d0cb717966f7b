"""Kept steps: beside the model, from every page, in any window; never half written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from countermove.editing.history import History
from countermove.errors import CountermoveError
from countermove.model.vocabulary import Vocabulary
from countermove.share.kept_steps import (
    MOST,
    KeptRow,
    KeptStep,
    KeptSteps,
    options_since,
    steps_beside,
)
from models import conflict_of
from web.app import case_in, client_of, edit


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path) as history:
        yield history


def names(row: KeptRow) -> list[str]:
    return [step.name for step in row.steps]


def test_steps_stand_in_their_order_and_what_is_removed_comes_back_to_its_place(
    tmp_path: Path, history: History
) -> None:
    steps = KeptSteps(tmp_path, history)
    first, second, third = (steps.add("m.toml", KeptStep(name)).id for name in "abc")
    steps.move("m.toml", third, 0)
    assert names(steps.of("m.toml")) == ["c", "a", "b"]
    steps.move("m.toml", third, 99)
    steps.rename_step("m.toml", first, "  Who is\n asked ")
    assert names(steps.of("m.toml")) == ["Who is asked", "b", "c"]
    steps.remove("m.toml", second)
    assert names(steps.of("m.toml")) == ["Who is asked", "c"]
    steps.bring_back("m.toml", second)
    assert names(steps.of("m.toml")) == ["Who is asked", "b", "c"]
    assert not steps.of("m.toml").gone
    # An id is never given twice, though a step is removed.
    steps.remove("m.toml", third)
    assert steps.add("m.toml", KeptStep("d")).id == "4"
    for wrong in (
        lambda: steps.remove("m.toml", third),
        lambda: steps.bring_back("m.toml", first),
        lambda: steps.rename_step("m.toml", first, " \x07"),
        lambda: steps.move("other.toml", first, 0),
    ):
        with pytest.raises(CountermoveError):
            wrong()
    assert names(steps.of("m.toml")) == ["Who is asked", "b", "d"]


def test_steps_of_two_programs_are_kept_and_read_as_they_were_kept(
    tmp_path: Path, history: History
) -> None:
    here = KeptSteps(tmp_path, history)
    edit = KeptStep("Edit", "edit", "claim", "backs", text="b = 1", before="a = 1", said="b for a")
    draft = KeptStep("Draft", "draft", "draft", values={"us.terms": "table"}, reading={"d": "2"})
    with History(tmp_path) as other:
        there = KeptSteps(tmp_path, other)
        kept = (here.add("m.toml", edit), there.add("m.toml", draft), here.add("m.toml", edit))
        assert here.of("m.toml").steps == there.of("m.toml").steps == kept
    assert [step.id for step in kept] == ["1", "2", "3"]
    assert steps_beside(tmp_path / "m.toml") == kept
    assert steps_beside(tmp_path / "none.toml") == ()
    # What files said stands there once.
    written = json.loads((tmp_path / ".countermove" / "steps.json").read_text("utf-8"))
    assert written["m.toml"]["texts"] == ["b = 1", "a = 1"]


@pytest.mark.parametrize(
    "written",
    [
        '{"m": {"steps": [{"name": "a", "id": "1", "kind": "x"}], "gone": [], "texts": []}}',
        '{"m": {"steps": [{"name": "a", "id": "1", "text": 3}], "gone": [], "texts": []}}',
        '{"m": {"steps": [{"name": "a", "id": "1"}], "gone": [[0, {"id": "1"}]], "texts": []}}',
        '{"m": {"steps": 3}}',
        "[",
    ],
)
def test_steps_that_can_not_be_read_are_none_and_stay_beside(
    tmp_path: Path, history: History, written: str
) -> None:
    path = tmp_path / ".countermove" / "steps.json"
    path.write_text(written, "utf-8")
    steps = KeptSteps(tmp_path, history)
    assert steps.of("m") == KeptRow()
    assert steps_beside(tmp_path / "m") == ()
    steps.add("m", KeptStep("a"))
    assert names(KeptSteps(tmp_path, history).of("m")) == ["a"]
    assert path.with_name("steps-unread.json").read_text("utf-8") == written


def test_there_is_an_end_to_keeping(tmp_path: Path, history: History) -> None:
    steps = KeptSteps(tmp_path, history)
    with steps._kept.changed() as known:
        known["m"] = KeptRow(tuple(KeptStep("a", id=str(k + 1)) for k in range(MOST)))
    with pytest.raises(CountermoveError, match="Remove one first"):
        steps.add("m", KeptStep("b"))


def test_steps_are_kept_from_every_page_and_go_along_with_the_model(tmp_path: Path) -> None:
    name = case_in(tmp_path, "talks-2025")
    with client_of(tmp_path) as client:
        kept = kept_of(tmp_path, name)
        edit(
            client, name, "preferences", do="step-keep", large="claim:backs", called="As they began"
        )
        edit(client, name, "answer?state=4", do="step-keep", large="outcome")
        edit(client, name, "parties", do="put", at='["title"]', value="Talks")
        edit(client, name, "parties", do="step-keep")
        edit(client, name, "answer?scenario=nothing-conceded", do="step-keep", large="answer")
        draft = {"do": "step-keep", "large": "draft", "called": "D"}
        page = edit(client, name, "deal?draft=terms is bilateral,settle", **draft)
        assert 'Room <span class="count">(5)' in page
        first, outcome, retitled, scenario, pinned = kept()
        assert (first.name, first.kind, first.large, first.claim) == (
            *("As they began", "edit", "claim"),
            "backs",
        )
        text = (tmp_path / name).read_text("utf-8")
        assert first.text != text == retitled.text
        assert retitled.before == first.text
        assert retitled.name == retitled.said != ""
        assert [*outcome.values.values()].count("Y") >= 1
        assert len(outcome.values) == 5
        assert (scenario.kind, scenario.scenario, scenario.text) == (
            *("scenario", "nothing-conceded"),
            "",
        )
        assert pinned.values["us.terms"] == "bilateral"
        # A name of nothing, a claim that there isn't, a draft of another model are refused.
        for wrong in (
            {"large": "claim:none"},
            {"large": "draft"},
            {"large": "x"},
            {"large": "outcome"},
        ):
            answer = client.post(f"/models/{name}/answer", data={"do": "step-keep", **wrong})
            assert answer.status_code == 422
        # Renamed, removed and brought back, the model has its steps.
        client.post("/models", data={"do": "rename", "name": name, "to": "b"})
        assert len(kept_of(tmp_path, "b.toml")()) == 5
        client.post("/models", data={"do": "remove", "name": "b.toml"})
        assert not kept_of(tmp_path, "b.toml")()
        (tmp_path / "b.toml").write_text(text)  # of somebody else
        client.post("/models", data={"do": "bring_back", "name": removed(client)})
        assert len(kept_of(tmp_path, "b-2.toml")()) == 5
        assert not kept_of(tmp_path, "b.toml")()


def kept_of(folder: Path, name: str) -> Callable[[], tuple[KeptStep, ...]]:
    return lambda: steps_beside(folder / name)


def removed(client: TestClient) -> str:
    (one,) = client.get("/api/removed").json()
    return str(one["key"])


def test_a_level_that_is_gone_is_told_of_what_was_kept() -> None:
    terms = {"text": "Terms", "levels": {"nil": "None", "four": "Four"}}
    conflict = conflict_of(
        decision_makers={"a": {"name": "A", "options": {"terms": terms}}},
        preferences={"a": {"statements": ["terms is four"]}},
    )
    told = options_since(Vocabulary(conflict), {"a.terms": "table"})
    assert told == "What was kept is no choice any more, the first is taken: Terms."
    assert options_since(Vocabulary(conflict), {"a.terms": "four"}) == ""


def test_what_cant_be_put_aside_isnt_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with History(tmp_path) as history:
        kept = tmp_path / ".countermove" / "steps.json"
        kept.write_text("[1]", "utf-8")

        def refused(self: Path, target: Path) -> Path:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "replace", refused)
        with pytest.raises(CountermoveError, match="nor put aside: Permission denied"):
            KeptSteps(tmp_path, history).add("x.toml", KeptStep("One"))
        assert kept.read_text("utf-8") == "[1]"
