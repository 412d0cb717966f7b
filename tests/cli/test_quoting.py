"""Words that are looked for in a document: where they stand, or what stands there instead."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermove.record.folding import RUNGS as LADDER
from countermove.report.quoting import RUNGS

PAGE = """<title>Talks</title><p>Chair: Talks go on.<p>“No agree\u00adment will hold,” said Ruiz,
“unless we sign.” Talks go on.<p>Talks go on."""


@pytest.fixture
def page(command: Callable[..., Any]) -> str:
    Path("talks.html").write_text(PAGE, "utf-8")
    return "talks.html"


def test_words_that_stand_there_are_shown_with_all_that_is_known(
    command: Callable[..., Any], page: str
) -> None:
    done = command("quote", page, '"no agreement will hold"')
    assert (done.code, done.err) == (0, "")
    said = " ".join(done.out.split())
    assert "talks.html line 2, column 2 of its text “No agreement will hold”" in said
    assert "but for capital letters" in said
    assert "the speaker's own words" in said
    assert "The sentence goes on: “unless we sign”." in said
    assert "further" not in said
    again = " ".join(command("quote", page, "Talks go on").out.split())
    places = "line 2 (--near 76) and line 3 (--near 89)"
    assert f"The same words stand in 2 further places: {places}." in again
    last = command("quote", page, "Talks go on", "--near", "99", "-f", "json").out
    assert json.loads(last)["parts"][0]["line"] == 3


def test_of_words_that_do_not_what_stands_there_instead(
    command: Callable[..., Any], page: str
) -> None:
    done = command("quote", page, "No agreement can hold")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "talks.html: these words aren't in it. The nearest, in line 2, is "
        "“No agreement will hold”: “can” stands as “will”.\n"
    )
    data = command("quote", page, "No agreement can hold", "--format", "json")
    assert data.code == 1
    answer = json.loads(data.out)
    assert (answer["stands"], answer["rung"], answer["parts"]) == (False, None, [])
    assert answer["nearest"]["differs"] == "“can” stands as “will”"
    turned = command("quote", page, "unless we sign", "No agreement will hold")
    assert (turned.code, "not in this order" in turned.err) == (1, True)
    nothing = command("quote", page, "quite other words about fishing")
    assert (nothing.code, "nothing is like them" in nothing.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            [""],
            "no words are given to look for. Give some in quotation marks, as they stand there.",
        ),
        (["Talks go on", " … "], "no words are given to look for."),
        (["Talks go … we sign"], "3 words at least. Quote more than “Talks go”."),
        (
            ["hold said Ruiz … No agreement will"],
            "The nearest, in line 2, is “said Ruiz”: “hold” doesn't stand there.",
        ),
        (
            ["unless we sign … No agreement will"],
            "not in this order. Give them in the order in which they stand there, each by itself "
            "where more than 400 characters are left out.",
        ),
    ],
)
def test_what_can_not_be_looked_for(
    command: Callable[..., Any], page: str, words: list[str], told: str
) -> None:
    done = command("quote", page, *words)
    assert (done.code, done.out) == (1, "")
    assert told in done.err


def test_every_rung_has_its_sentence() -> None:
    assert list(RUNGS) == [*LADDER, "parts"]
