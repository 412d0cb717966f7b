"""The document's words in place of lost ones: an edit like any other, and then they are proved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from countermove.editing.edited_file import EditedFile
from countermove.editing.history import History
from countermove.editing.quotation_edits import words_taken
from countermove.errors import EditError
from countermove.record.documents import find, read_bytes
from countermove.record.proving import proofs

TEXT = """“No plan can hold without us,” said Ruiz. Later she said that
the maize is lost. “No plan can hold without us,” she said once more.
"""
REPORT = read_bytes("report.txt", TEXT.encode())


def taken(quote: Any, **more: Any) -> dict[str, Any]:
    data = {"sources": {"s": {"document": "report", "quote": quote, **more}}}
    return {str(edit.at[-1]): edit.value for edit in words_taken(data, "s", REPORT)}


@pytest.mark.parametrize(
    ("quote", "near", "edits"),
    [
        ("the maize was lost", {}, {"quote": "the maize is lost"}),
        ("the maize is lost", {}, {}),
        (
            "No plan will hold without us",
            {},
            {"quote": "No plan can hold without us", "near": 1},
        ),
        (
            "No plan will hold without us",
            {"near": 90},
            {"quote": "No plan can hold without us", "near": 82},
        ),
        (
            ["said Ruiz", "the maize was lost"],
            {},
            {"quote": ["said Ruiz", "the maize is lost"]},
        ),
        (
            ["the maize is lost", "Later she said"],
            {},
            {"quote": ["Later she said", "the maize is lost"]},
        ),
    ],
)
def test_what_stands_there_is_taken(quote: Any, near: dict[str, int], edits: Any) -> None:
    made = taken(quote, **near)
    assert made == edits
    words = made.get("quote", quote)
    assert find(REPORT, words, made.get("near")) is not None


def test_what_is_like_nothing_is_not_taken() -> None:
    with pytest.raises(EditError, match="nothing in the document is like these words"):
        taken("Ceterum censeo Carthaginem esse delendam")
    with pytest.raises(EditError, match="nothing in the document"):
        taken(None)


def test_it_is_an_edit_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    text = """format = "countermove/1"
title = "River"
[decision_makers.town]
name = "Town"
options.pump = "Pump"
[preferences.town]
statements = ["pump"]
[documents.report]
file = "report.txt"
[sources.s] # she said so
document = "report"
quote = "the maize was lost"
"""
    (tmp_path / "river.toml").write_text(text, encoding="utf-8")
    with History(tmp_path) as history:
        document = EditedFile(tmp_path / "river.toml", history)
        seen = document.current()
        assert proofs(seen.reading.checked())["s"].is_lost
        seen = document.edit(words_taken(seen.data, "s", REPORT), seen.revision)
        assert seen.text == text.replace("was lost", "is lost")
        assert not proofs(seen.reading.checked())["s"].is_lost
        assert document.undo(seen.revision).text == text
