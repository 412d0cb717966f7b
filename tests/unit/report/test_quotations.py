"""What a check says of quotations: lost, not checked, cut short, short, in several places."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from countermove import check, load, solve
from countermove.questions.base.whole import report
from countermove.report.article import Prose
from countermove.report.check_words import in_order
from countermove.report.checking import CheckReport
from countermove.report.on_record import Rests
from countermove.report.quotations import Quotations, lost_sentence, quoted_sentence

REPORT = """River talks

“Without water the maize is lost,” said Ana Ruiz of the union. She said
that no plan holds that they have not signed, unless the town pays. The mayor
could wait. “No plan can hold without us,” she said. No plan can hold without us.
"""
MODEL = """format = "countermove/1"
title = "River"
[decision_makers.town]
name = "Town"
options.pump = "Pump"
[preferences.town]
statements = ["pump"]
[documents.report]
file = "report.txt"
title = "River talks"
"""


def checked(
    folder: Path, sources: str, document: str | None = REPORT, wishes: str = '"pump"'
) -> CheckReport:
    if document is not None:
        (folder / "report.txt").write_text(document, encoding="utf-8")
    text = MODEL.replace('["pump"]', f"[{wishes}]") + sources
    (folder / "river.toml").write_text(text, encoding="utf-8")
    return check(folder / "river.toml")


def source(name: str, quote: str, more: str = "") -> str:
    return f'[sources.{name}]\ndocument = "report"\nquote = {quote}\n{more}'


def wrong(report: CheckReport) -> list[str]:
    return [str(problem).partition("river.toml:")[2] for problem in report]


def advised(report: CheckReport) -> list[str]:
    return [str(problem).partition("river.toml:")[2] for problem in report.advice]


def test_lost_words(tmp_path: Path) -> None:
    lost = source("plan", '["Without water the maize", "no plan will hold without us"]')
    report = checked(tmp_path, source("maize", '"the maize is lost"') + lost)
    assert wrong(report) == [
        "16:37: these words don't stand in “River talks”. The nearest, in line 5, is “No plan can "
        "hold without us”: “will” stands as “can”. Quote what stands there. What you say in your "
        "own words stands in said."
    ]
    assert not report
    assert report.quotations == Quotations(proved=1, lost=1)
    assert {name: proof.standing for name, proof in report.proofs.items()} == {
        "maize": "proved",
        "plan": "lost",
    }
    assert json.loads(report.to_json())["proofs"]["plan"]["nearest"] == (
        "No plan can hold without us"
    )
    assert json.loads(report.to_json())["quotations"] == {"proved": 1, "not_checked": 0, "lost": 1}
    # The record is at fault, not the model: it is solved all the same.
    conflict = load(tmp_path / "river.toml")
    assert len(solve(conflict)) == 1
    assert lost_sentence(conflict) == "1 quotation of the model doesn't stand in its document"
    assert quoted_sentence(conflict) == (
        "The record has 2 quotations from documents: 1 stands there word for word and 1 isn't "
        "found there."
    )
    # A model in Python has its folder, too.
    assert [problem.what for problem in check(conflict)] == [report.problems[0].what]


FOUND, LOST, SAID = '"the maize is lost"', '"the maize is won"', '[sources.said]\nsaid = "So."\n'


@pytest.mark.parametrize(
    ("wishes", "rests", "page"),
    [
        ([["found"], ["lost", "found"]], Rests(2, 2), "2 wishes, each with its record."),
        ([["lost"]], Rests(1, 0, lost=1), "1 wish, by quotations that don't stand in their docum"),
        ([[]], Rests(1, 0), "1 wish, by the analyst's judgement alone."),
        (
            [["said", "lost"], ["lost"], ["lost"], []],
            Rests(4, 1, lost=2),
            "4 wishes: 1 names the record behind it, 2 rest on quotations that don't stand in "
            "their documents, 1 is the analyst's judgement alone.",
        ),
    ],
)
def test_what_rests_on_words_that_are_lost_is_not_on_record(
    tmp_path: Path, wishes: list[list[str]], rests: Rests, page: str
) -> None:
    holds = ", ".join(f'{{ holds = "pump", because = {json.dumps(one)} }}' for one in wishes)
    text = source("found", FOUND) + source("lost", LOST) + SAID
    found = checked(tmp_path, text, wishes=holds)
    assert found.wishes == rests
    river = load(tmp_path / "river.toml")
    told = report(river, ["short"], ["NASH"]).sections[0].blocks
    said = [block.text for block in told if isinstance(block, Prose)]
    assert any(f"What the parties want is said in {page}" in one for one in said)


def test_what_rests_on_words_that_nobody_can_look_up_is_told_beside_the_count(
    tmp_path: Path,
) -> None:
    held = '{ holds = "pump", because = ["found"] }'
    text = source("found", FOUND) + SAID
    assert [*in_order(checked(tmp_path, text, None, held))][1] == (
        "1 wish: on record (not checked)"
    )
    held += ', { holds = "not pump", because = ["found", "said"] }, "pump"'
    found = checked(tmp_path, text, None, held)
    assert found.wishes == Rests(3, 2, not_checked=1)
    assert [*in_order(found)][1] == ("3 wishes: 2 on record (1 not checked), 1 by judgement alone")


def test_words_that_are_nowhere_or_in_another_order(tmp_path: Path) -> None:
    order = source("b", '["no plan holds", "the maize is lost"]')
    report = checked(tmp_path, source("a", '"Ceterum censeo Carthaginem"') + order)
    assert wrong(report) == [
        "13:9: these words don't stand in “River talks”. Nothing there is like them. What you say "
        "in your own words stands in said.",
        "16:9: these words stand in “River talks”, but not in this order. Write them in the order "
        "in which they stand there.",
    ]


def test_words_that_differ_in_their_marks_only(tmp_path: Path) -> None:
    said = "The chair said that the mayor will not wait for that."
    report = checked(tmp_path, source("a", '"the mayor “will not wait” for that"'), said)
    assert wrong(report) == [
        "13:9: these words don't stand in “River talks”. The nearest, in line 1, is “the mayor "
        "will not wait for that”, with other marks in it. Quote what stands there. What you say "
        "in your own words stands in said."
    ]


def test_a_document_that_is_not_there(tmp_path: Path) -> None:
    three = "".join(source(name, '"some words of a report"') for name in "abc")
    report = checked(tmp_path, three, None)
    assert report
    note = "3 quotations not checked: there is no file 'report.txt' beside the model."
    assert report.notes == (note,)
    assert report.quotations == Quotations(not_checked=3)
    assert report.conflict is not None
    assert quoted_sentence(report.conflict) == (
        "The record has 3 quotations from documents: 3 couldn't be checked."
    )
    told = json.loads(report.to_json())
    assert (told["notes"], told["in_order"], told["advice"]) == ([note], True, [])


def test_a_document_that_is_another(tmp_path: Path) -> None:
    old = hashlib.sha256(b"as it was").hexdigest()
    now = hashlib.sha256(REPORT.encode()).hexdigest()
    maize, gone = source("maize", '"the maize is lost"'), source("plan", '"we will all sign today"')
    end = f'Put that file back, or accept this one: sha256 = "{now}".'
    for sources, told in (
        ("", "nothing is quoted from it"),
        (maize, "its 1 quotation still stands in it"),
        (gone, "its 1 quotation doesn't stand in it any more"),
        (maize + gone, "of its 2 quotations maize still stands in it, plan not"),
    ):
        report = checked(tmp_path, f'sha256 = "{old}"\n{sources}')
        first = "11:10: “River talks” is another file than the one that had this SHA-256"
        assert wrong(report)[0] == f"{first}; {told}. {end}"
        assert len(wrong(report)) == 1 + sources.count("sign today")
    assert checked(tmp_path, f'sha256 = "{now}"\n{maize}')


def test_a_document_outside_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(REPORT, encoding="utf-8")
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "report.txt").symlink_to(tmp_path / "secret.txt")
    report = checked(folder, source("maize", '"the maize is lost"'), None)
    assert wrong(report) == [
        "9:8: this leads out of the folder of the model. Copy the document itself into the folder "
        "of the model, and name it there."
    ]


@pytest.mark.parametrize(
    ("who", "is_told"),
    [
        ("Ana Ruiz", False),
        ("Mrs. Ruíz", False),
        ("the farmers' union", False),
        ("Carla Holt", True),
        ("Holt", True),
        ("Carla Holt, as Ruiz tells it", False),
    ],
)
def test_words_that_the_document_gives_to_somebody_else(
    tmp_path: Path, who: str, is_told: bool
) -> None:
    talks = """“We want the offer in writing before we sign,” said Ana Ruiz, the union's chair.
“There is no such offer from the town,” Carla Holt, the mayor, said.
"""
    quoting = source("a", '"want the offer in writing"', f"who = {json.dumps(who)}\n")
    told = advised(checked(tmp_path, quoting, talks))
    says = "by the reader's rules “River talks” gives these words to Ana Ruiz, union's chair. "
    assert told == ([f"14:7: {says}Look it up: rules may be wrong."] if is_told else [])


def test_what_is_worth_a_second_look(tmp_path: Path) -> None:
    report = checked(
        tmp_path,
        source("plan", '"no plan holds that they have not signed"')
        + source("signed", '"signed, unless the town pays"')
        + source("mayor", '["The mayor", "wait"]')
        + source("again", '"No plan can hold without us"')
        + source("once", '"No plan can hold without us"', "near = 250\n")
        + '[sources.own]\nsaid = "Called it “a shame”."\n',
    )
    assert report
    assert advised(report) == [
        "13:9: the sentence goes on: “unless the town pays”. Quote that, too, if it limits what is "
        "said before.",
        "16:9: before these words stands “no plan holds that they have not”. Quote that, too, if "
        "it turns what is said after.",
        "19:9: a quotation of 3 words shows little. Quote more of its sentence.",
        "22:9: these words stand in 2 places of “River talks”. Say which is meant, by a place near "
        "it: near = 176 is the first.",
        "28:8: what stands in said is in your own words, and here are quotation marks. Words of a "
        "document stand in quote: only there are they checked.",
    ]
