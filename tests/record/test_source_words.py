"""How what a source quotes is shown: as proved only where it is, with its place and whose it is."""

from __future__ import annotations

import json

import pytest

from countermove import compare, explain, load, solve
from countermove.cli.app import main
from countermove.files.model_file import from_dict
from countermove.model.conflict import Conflict
from countermove.record.proving import proofs
from countermove.record.references import record_of
from countermove.record.source_words import source_text
from countermove.references import bibtex
from countermove.report.answer import RESTS_ON_WORDS, record_section
from countermove.report.article import Notes
from countermove.report.claims import claims_in_full
from countermove.report.explain_words import explanation_sections

REPORT = """“Without water the maize is lost,” said Ana Ruiz. She said that
no plan holds that they have not signed.
"""
MODEL = """format = "countermove/1"
title = "River"
[decision_makers.town]
name = "Town"
options.pump = "Pump"
[preferences.town]
statements = [{ holds = "pump", because = ["maize"] }]
[claims.pumps]
says = "It pumps"
always = "pump"
because = ["maize", "plan", "lost", "gone", "own"]
[documents.report]
file = "report.txt"
title = "River talks"
[documents.minutes]
file = "minutes.txt"
[sources.maize]
who = "Ana Ruiz"
on = 2025-07-03
document = "report"
quote = "without water the maize is lost."
said = "They need water"
where = "Page one"
[sources.plan]
document = "report"
quote = "no plan holds"
[sources.lost]
document = "report"
quote = "no plan will hold"
[sources.gone]
document = "minutes"
quote = ["The chair", "adjourned"]
[sources.own]
said = "A deed."
"""
SHOWN = {
    "maize": "Ana Ruiz, 2025-07-03: “Without water the maize is lost” (the speaker's own words, in "
    "“River talks”, line 1). In other words: They need water. (Page one)",
    "plan": "“no plan holds” (the reporter's words, in “River talks”, line 2).",
    "lost": "“no plan will hold” (not found in “River talks”).",
    "gone": "“The chair … adjourned” (not checked in “minutes.txt”).",
    "own": "A deed.",
}


@pytest.fixture(scope="module")
def conflict(tmp_path_factory: pytest.TempPathFactory) -> Conflict:
    folder = tmp_path_factory.mktemp("models")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    (folder / "river.toml").write_text(MODEL, encoding="utf-8")
    return load(folder / "river.toml")


def test_in_the_record_of_reports(conflict: Conflict) -> None:
    section = record_section(conflict)
    assert section is not None
    (notes,) = (block for block in section.blocks if isinstance(block, Notes))
    assert {note.source: note.text for note in notes.notes} == SHOWN
    proved = proofs(conflict)
    assert {n: source_text(s, proved.get(n)) for n, s in conflict.sources.items()} == SHOWN


def test_nothing_is_shown_as_proved_without_its_document(conflict: Conflict) -> None:
    section = record_section(from_dict(conflict.to_dict()))
    assert section is not None
    (notes,) = (block for block in section.blocks if isinstance(block, Notes))
    for note in notes.notes:
        assert ("(not checked in " in note.text) == (note.source != "own")


def test_in_the_claims(conflict: Conflict, capsys: pytest.CaptureFixture[str]) -> None:
    assert conflict.folder is not None
    assert main(["claims", str(conflict.folder / "river.toml")]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "[plan] “no plan holds” (the reporter's words, in “River talks”, line 2)" in shown
    assert "[lost] “no plan will hold” (not found in “River talks”)" in shown


def test_in_data(conflict: Conflict) -> None:
    told = json.loads(claims_in_full(compare(conflict)).to_json())
    record = told["claims"][0]["record"]
    assert {name: source.get("proof", {}).get("standing") for name, source in record.items()} == {
        **{"maize": "proved", "plan": "proved", "lost": "lost", "gone": "not checked"},
        "own": None,
    }
    assert record["plan"]["proof"] == {
        **{"standing": "proved", "title": "River talks", "words": "no plan holds"},
        **{"rung": "exact", "spans": [[64, 77]], "whose": "reported", "line": 2, "column": 1},
    }
    assert record["lost"]["proof"]["differs"] == "“will hold” stands as “holds that”"


def test_in_the_figure_and_in_what_is_cited(conflict: Conflict) -> None:
    figure = solve(conflict).draw.record().to_svg()
    assert "the speaker's own words, in “River talks”" in figure.replace("&#x27;", "'")
    cited = bibtex(record_of(conflict))
    assert "howpublished = {the speaker's own words, in “River talks”, line 1; Page one}" in cited
    assert "howpublished = {not found in “River talks”}" in cited


def test_in_explanations(conflict: Conflict) -> None:
    found = explain(conflict, 1)
    (section,) = (s for s in explanation_sections(found) if s.question == RESTS_ON_WORDS)
    (notes,) = section.blocks
    assert isinstance(notes, Notes)
    assert [(note.source, note.text) for note in notes.notes] == [("maize", SHOWN["maize"])]
    assert "line 1" in found._repr_html_()
    assert json.loads(found.to_json())["record"]["lost"]["proof"]["standing"] == "lost"
    with_none = load("talks-2025")
    assert "record" not in json.loads(explain(with_none, 1).to_json())
