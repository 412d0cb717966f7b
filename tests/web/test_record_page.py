"""The page Record: documents that come into the folder, who says what, and what is made of it."""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from countermove.editing.history import History
from countermove.web.colours import Colours
from countermove.web.pages.record.layout import PAGE, Layer, pages, paragraphs
from countermove.web.record_marks import DocumentMarks, RecordMarks
from web.app import client_of, edit
from web.browser.one_of_each import REPORT as PRINTED

REPORT = PRINTED.replace("Ten walks along the river", "<script>alert(1)</script> & ten walks")
MODEL = """\
format = "countermove/1"
title = "Water"
status_quo = []
[decision_makers.farmers]
name = "Farmers' union"
options = { sign = "Sign the plan" }
[decision_makers.town]
name = "The town"
options = { wait = "Wait" }
[preferences.farmers]
statements = [{ holds = "sign", note = "Said at the fair." }]
[preferences.town]
statements = ["wait"]
[scenarios.dry]
title = "A dry year"
"""
NAME = "water.toml"
PLACE = "record/report"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / NAME).write_text(MODEL, "utf-8")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with client_of(folder) as client:
        yield client


@pytest.fixture
def page(client: TestClient) -> str:
    """The page of a document that was just brought along."""
    answer = bring(client)
    assert answer.status_code == 303, re.findall("<p>.*", answer.text)
    return client.get(answer.headers["location"]).text


def bring(client: TestClient, name: str = "report.txt", content: str = REPORT) -> Any:
    return client.post(
        f"/models/{NAME}/document",
        files={"file": (name, content.encode())},
        follow_redirects=False,
    )


def data(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / NAME).read_text("utf-8"))


def spans(words: str) -> dict[str, int]:
    start = REPORT.index(words)
    return {"start": start, "end": start + len(words)}


def statement(page: str, words: str) -> dict[str, int]:
    """Return where a statement stands that the page shows with some words."""
    found = re.search(rf'id="statement-(\d+)-(\d+)"(?:(?!</li>).)*{re.escape(words)}', page, re.S)
    assert found
    return {"start": int(found[1]), "end": int(found[2])}


def test_a_document_is_kept_beside_the_model_and_named_by_it(
    client: TestClient, folder: Path, page: str
) -> None:
    assert (folder / "report.txt").read_text("utf-8") == REPORT
    assert data(folder)["documents"]["report"]["file"] == "report.txt"
    assert data(folder)["documents"]["report"]["title"] == "Farmers and town quarrel over the river"
    assert "It stays on this machine" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; ten walks" in page
    assert '<p class="furniture">' in page
    # The same again is the same; another of that name doesn't take its place.
    assert bring(client).headers["location"].endswith("/record/report")
    assert bring(client, content=REPORT + "More.").headers["location"].endswith("/record/report-2")
    assert (folder / "report.txt").read_text("utf-8") == REPORT
    assert sorted(data(folder)["documents"]) == ["report", "report-2"]
    assert "Quote the document “report-2.txt”" in client.get(f"/models/{NAME}/history").text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("report.exe", "x", "documents that end in"),
        ("report.txt", " ", "nothing can be read in this file"),
        ("CON.txt", REPORT, ""),
        ("../../up.txt", REPORT, ""),
    ],
)
def test_what_is_no_document_is_refused_and_no_name_leads_out(
    client: TestClient, folder: Path, name: str, content: str, says: str
) -> None:
    answer = bring(client, name, content)
    if says:
        assert answer.status_code == 422
        assert says in answer.text.lower()
        assert "documents" not in data(folder)
    else:
        kept = data(folder)["documents"].popitem()[1]["file"]
        assert (folder / kept).is_file()
        assert not (folder.parent.parent / "up.txt").exists()
        assert kept not in {"CON.txt", "../../up.txt"}


def test_a_document_in_a_folder_within_keeps_its_name(client: TestClient, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "other.txt").write_text(REPORT, "utf-8")
    page = client.post(f"/models/{NAME}/document", data={"chosen": "sub/other.txt"}).text
    assert data(folder)["documents"]["other"]["file"] == "sub/other.txt"
    assert "Without water the maize is lost" in page


@pytest.mark.parametrize("file", ["../secret.txt", "/etc/hostname", ".countermove/record.json"])
def test_a_model_reads_no_document_from_elsewhere(
    client: TestClient, folder: Path, file: str
) -> None:
    (folder.parent / "secret.txt").write_text("The secret is here.", "utf-8")
    (folder / NAME).write_text(f'{MODEL}[documents.d]\nfile = "{file}"\n', "utf-8")
    page = client.get(f"/models/{NAME}/record").text
    assert re.search("[Tt]his (leads out of|is hidden in) the folder of the model", page)
    assert "The secret" not in page


def test_a_model_begins_with_a_document(client: TestClient, folder: Path) -> None:
    answer = client.post(
        "/document", files={"file": ("talks.txt", REPORT.encode())}, follow_redirects=False
    )
    name = "farmers-and-town-quarrel-over-the-river.toml"
    assert answer.headers["location"] == f"/models/{name}/record/talks"
    assert tomllib.loads((folder / name).read_text("utf-8"))["documents"]["talks"]["file"]


def test_what_is_accepted_is_a_source_with_its_words(
    client: TestClient, folder: Path, page: str
) -> None:
    assert "<b>0 of" in page
    ruiz = statement(page, "Without water")
    form = {"who": "Ana Ruiz", "role": "chair", "on": "2025-07-02"}
    page = edit(client, NAME, PLACE, do="accept", **ruiz, **form)
    assert "<b>1 of" in page
    source = data(folder)["sources"]["ana-ruiz"]
    assert source["quote"] == [
        "Without water the maize is lost",
        "No plan holds that we have not signed.",
    ]
    assert (source["who"], source["role"], str(source["on"])) == ("Ana Ruiz", "chair", "2025-07-02")
    assert source["document"] == "report"
    assert 'data-source="ana-ruiz">Without water the maize is lost</span>' in page
    # Dismissed is looked at, too, and nothing is written.
    holt = statement(page, "would build the reservoir")
    before = (folder / NAME).read_bytes()
    assert "<b>2 of" in edit(client, NAME, PLACE, do="dismiss", **holt)
    assert (folder / NAME).read_bytes() == before
    # What is sent twice is done once.
    assert "<b>2 of" in edit(client, NAME, PLACE, do="dismiss", **holt)
    page = edit(client, NAME, PLACE, do="bring-back", **holt)
    assert "<b>1 of" in page
    # Each step is taken back by Undo, the last one first, and so is what stands in no file.
    assert 'Undo<span class="hidden">: Bring a statement back' in page
    assert "<b>2 of" in edit(client, NAME, PLACE, do="undo")
    page = edit(client, NAME, PLACE, do="undo")
    assert "<b>1 of" in page
    assert (folder / NAME).read_bytes() == before
    assert 'Undo<span class="hidden">: Accept what Ana Ruiz says' in page
    assert "sources" not in tomllib.loads(edit_undone(client, folder))


def edit_undone(client: TestClient, folder: Path) -> str:
    edit(client, NAME, PLACE, do="undo")
    return (folder / NAME).read_text("utf-8")


def test_an_option_is_taken_with_the_words_that_it_rests_on(
    client: TestClient, folder: Path, page: str
) -> None:
    weir = statement(page, "close the upper weir")
    assert "Option of Water authority" in page
    edit(client, NAME, PLACE, do="accept", take=0, who="The water authority", **weir)
    model = data(folder)
    option = model["decision_makers"]["water-authority"]["options"]["close-the-upper-weir"]
    assert option == {"text": "Close the upper weir", "because": ["the-water-authority"]}
    quote = model["sources"]["the-water-authority"]["quote"]
    assert quote == "The water authority threatened to close the upper weir"
    # Party, option and source are one edit.
    assert "water-authority" not in edit_undone(client, folder)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"who": " ", "role": "chair", "on": ""}, "nobody is named who says it"),
        ({"who": "Ana Ruiz", "on": "yesterday"}, "‘yesterday’ says no day"),
    ],
)
def test_nothing_is_accepted_of_nobody_or_of_a_day_that_nobody_can_tell(
    client: TestClient, folder: Path, page: str, form: dict[str, str], says: str
) -> None:
    seen = {"X-Revision": client.get(f"/models/{NAME}/revision").text}
    accepted = {"do": "accept", **statement(page, "Without water"), **form}
    answer = client.post(f"/models/{NAME}/{PLACE}", data=accepted, headers=seen)
    assert answer.status_code == 422
    assert says in answer.text.casefold()
    assert "sources" not in data(folder)
    # Counted from the day on which the document came out, it says one.
    issued = {"do": "put", "at": '["documents", "report", "issued"]', "value": "2025-07-03"}
    edit(client, NAME, PLACE, **issued)
    accepted |= {"who": "Ana Ruiz"}
    edit(client, NAME, PLACE, **accepted)
    on = data(folder)["sources"]["ana-ruiz"].get("on")
    assert on == (datetime.date(2025, 7, 2) if form["on"] else None)


def test_a_passage_becomes_a_choice_or_a_level_of_one(
    client: TestClient, folder: Path, page: str
) -> None:
    make = {"do": "make", **spans("We can wait")}
    assert "Of which choice?" not in page
    form = {"party": "town", "value": "How long: a week / a month"}
    page = edit(client, NAME, PLACE, **make, what="option", **form)
    assert '<option value="town.how-long">How long (The town)</option>' in page
    form = {"option": "town.how-long", "value": "a year"}
    page = edit(client, NAME, PLACE, **make, what="level", **form)
    assert data(folder)["decision_makers"]["town"]["options"]["how-long"] == {
        "text": "How long",
        "levels": {
            "a-week": "a week",
            "a-month": "a month",
            "a-year": {"text": "a year", "because": ["ben-holt"]},
        },
        "because": ["ben-holt"],
    }
    assert "“How long: a year”" in page


def test_nothing_rests_on_a_source_that_is_removed(
    client: TestClient, folder: Path, page: str
) -> None:
    assert "There is no option, wish or claim yet" not in page
    before = data(folder)
    passage = {"do": "make", **spans("We can wait")}
    edit(client, NAME, PLACE, **passage, what="wish", party="town", value="not sign")
    edit(client, NAME, PLACE, **passage, what="option", party="town", value="Report")
    for at in (["preferences", "farmers", "statements", 0], ["preferences", "town"]):
        edit(client, NAME, PLACE, do="cite", at=json.dumps(at), value="ben-holt")
    assert len(re.findall("ben-holt", (folder / NAME).read_text("utf-8"))) == 5
    page = edit(client, NAME, PLACE, do="remove", at='["sources", "ben-holt"]')
    assert "ben-holt" not in (folder / NAME).read_text("utf-8")
    assert "mistake</span>" not in page
    assert "6 judgements rest on no source" in page
    left = data(folder)
    assert left["preferences"]["farmers"] == before["preferences"]["farmers"]
    assert left["preferences"]["town"]["statements"] == ["wait", "not sign"]
    assert left["decision_makers"]["town"]["options"]["report"] in ("Report", {"text": "Report"})
    edit(client, NAME, PLACE, do="undo")  # it is one edit
    assert len(re.findall("ben-holt", (folder / NAME).read_text("utf-8"))) == 5


def test_a_file_that_broke_meanwhile_is_said_to_be_broken(
    client: TestClient, folder: Path, page: str
) -> None:
    (folder / NAME).write_text("title = [", "utf-8")
    form = {"do": "accept", **statement(page, "Without water"), "who": "Ana Ruiz"}
    answer = client.post(f"/models/{NAME}/{PLACE}", data=form)
    assert answer.status_code == 422
    assert "the text of the file is broken" in answer.text.casefold()


def test_a_wish_is_said_in_words_and_what_it_names_wrongly_too(
    client: TestClient, folder: Path, page: str
) -> None:
    wish = {"do": "make", **spans("We can wait"), "what": "wish", "party": "town"}
    seen = {"X-Revision": client.get(f"/models/{NAME}/revision").text}
    refused = client.post(f"/models/{NAME}/{PLACE}", data=wish | {"value": "strike"}, headers=seen)
    assert refused.status_code == 422
    message = re.findall(r'id="message">(.*?)</div>', refused.text)
    assert message == [
        "<p>Not done.</p><p>No option &#39;strike&#39;. "
        "Choose among the words that the field offers.</p>"
    ]
    edit(client, NAME, PLACE, **wish, value="not Sign the plan")
    [_, written] = data(folder)["preferences"]["town"]["statements"]
    assert written["holds"] == "not sign"


def test_where_nothing_is_judged_nothing_is_said_to_rest_on_sources(
    client: TestClient, folder: Path
) -> None:
    (folder / NAME).write_text('format = "countermove/1"\n', "utf-8")
    page = client.get(f"/models/{NAME}/record").text
    assert "There is no option, wish or claim yet" in page
    assert "rests on a source" not in page


def test_an_option_that_is_denied_is_offered_as_such(client: TestClient) -> None:
    text = "The union said it would not ac\x02cept the plan. The town will sign the plan."
    page = client.get(bring(client, content=text).headers["location"]).text
    assert "<b>Accept the plan</b> (they say they would not)" in page
    assert page.count("(they say they would not)") == 1


def test_a_passage_becomes_what_is_said_and_carries_its_source(
    client: TestClient, folder: Path, page: str
) -> None:
    passage = spans("We can wait")
    make = {"do": "make", **passage}
    edit(client, NAME, PLACE, **make, what="wish", party="town", value="not sign")
    edit(client, NAME, PLACE, **make, what="option", party="+The press", value="Report")
    form = {"says": "Waiting lasts", "kind": "possible", "value": "wait"}
    edit(client, NAME, PLACE, **make, what="claim", **form)
    edit(client, NAME, PLACE, **make, what="note", scenario="dry")
    page = edit(client, NAME, PLACE, **make, what="party", value="Neighbours")
    model = data(folder)
    assert len(model["sources"]) == 1  # one passage is one source
    [(key, source)] = model["sources"].items()
    assert (source["who"], source["quote"]) == ("Ben Holt", "We can wait")
    assert model["preferences"]["town"]["statements"][-1] == {"holds": "not sign", "because": [key]}
    assert model["decision_makers"]["the-press"]["options"]["report"]["because"] == [key]
    assert model["claims"]["waiting-lasts"]["because"] == [key]
    assert model["scenarios"]["dry"]["note"] == "“We can wait” (Ben Holt)"
    assert model["decision_makers"]["neighbours"]["name"] == "Neighbours"
    assert "Used 3 times" in page


@pytest.mark.parametrize(
    ("marked", "quoted"),
    [
        ("lan holds that we hav", "plan holds that we have"),
        ("ize is l", "maize is lost"),
        (" Ruiz, the chair of the\nfarmers", "Ruiz, the chair of the farmers"),
    ],
)
def test_a_passage_is_of_whole_words(
    client: TestClient, folder: Path, page: str, marked: str, quoted: str
) -> None:
    form = {"what": "source", "who": "Ana Ruiz"}
    page = edit(client, NAME, PLACE, do="make", **spans(marked), **form)
    assert data(folder)["sources"]["ana-ruiz"]["quote"] == quoted
    assert "stand in the document" not in page


def test_judgements_without_a_source_are_counted_and_get_one(
    client: TestClient, folder: Path, page: str
) -> None:
    assert "4 judgements rest on no source" in page
    assert "wants “Wait”" in page
    cite = json.dumps(["preferences", "farmers", "statements", 0])
    form = {"what": "source", "cite": cite, "who": "Ana Ruiz", "role": "", "on": ""}
    page = edit(client, NAME, PLACE, do="make", **spans("No plan holds"), **form)
    assert "3 judgements rest on no source" in page
    [wish] = data(folder)["preferences"]["farmers"]["statements"]
    assert wish["because"] == ["ana-ruiz"]


def test_lost_words_are_told_and_taken_from_the_document(client: TestClient, folder: Path) -> None:
    (folder / "report.txt").write_text(REPORT, "utf-8")
    (folder / NAME).write_text(
        f"""{MODEL}
[documents.report]
file = "report.txt"
sha256 = "{"0" * 64}"
[sources.holt]
document = "report"
quote = ["We will wait"]
[sources.ruiz]
document = "report"
quote = "No plan holds that we have not signed"
""",
        "utf-8",
    )
    page = client.get(f"/models/{NAME}/record").text
    assert "“can” stands as “will”" not in page
    assert "“will” stands as “can”" in page
    assert "1 of 2 quotations still stands" in page
    assert "1 mistake</span>" in page
    page = edit(client, NAME, PLACE, do="take-words", source="holt")
    assert data(folder)["sources"]["holt"]["quote"] == ["We can wait"]
    assert "stands as" not in page
    assert "1 mistake</span>" not in page
    assert "All that is quoted still stands" in page
    edit(client, NAME, PLACE, do="as-it-is")
    assert data(folder)["documents"]["report"]["sha256"] != "0" * 64
    # Other words are typed; where they stand in several places it is written which are meant.
    edit(client, NAME, PLACE, do="quote", source="holt", value="We can wait\n\nclose the weir ")
    page = client.get(f"/models/{NAME}/preferences").text
    assert data(folder)["sources"]["holt"]["quote"] == ["We can wait", "close the weir"]
    edit(client, NAME, PLACE, do="quote", source="holt", value="said")
    assert data(folder)["sources"]["holt"]["near"] == REPORT.index("said")
    edit(client, NAME, PLACE, do="quote", source="holt", value="We can wait")
    assert data(folder)["sources"]["holt"] == {"document": "report", "quote": "We can wait"}
    refused = client.post(f"/models/{NAME}/{PLACE}", data={"do": "quote", "source": "holt"})
    assert "nothing is quoted" in refused.text.casefold()


def test_what_is_quoted_is_shown_as_proved_only_where_it_is(
    client: TestClient, folder: Path
) -> None:
    words = (
        ("holt", "report", "We can wait"),
        ("lost", "report", "We can not wait"),
        ("gone", "away", "They will wait"),
    )
    sources = "".join(
        f'[sources.{name}]\ndocument = "{of}"\nquote = "{said}"\n' for name, of, said in words
    )
    files = '[documents.first]\nfile = "first.txt"\n[documents.report]\nfile = "report.txt"\n'
    files += '[documents.away]\nfile = "away.txt"\n'
    model = MODEL.replace("Said at the fair.", "").replace(
        'holds = "sign", note = ""', 'holds = "sign", because = ["holt", "lost", "gone"]'
    )
    (folder / NAME).write_text(f"{model}{files}{sources}", "utf-8")
    (folder / "report.txt").write_text(REPORT, "utf-8")
    (folder / "first.txt").write_text("Something else was said.", "utf-8")
    for page in ("record/first", "preferences"):
        shown = " ".join(client.get(f"/models/{NAME}/{page}").text.split()).casefold()
        assert "the speaker&#39;s own words, in “report.txt”, line 6" in shown
        assert "not found in “report.txt”" in shown
        assert "not checked in “away.txt”" in shown
        assert "1 quotation of the model doesn't stand in" in shown.replace("&#39;", "'")
    why = client.get(f"/models/{NAME}/answer?state=1").text
    words = why.partition("On which words does it rest?")[2].replace("&#39;", "'")
    assert "“We can wait” (the speaker's own words, in “report.txt”, line 6)." in words
    assert "“We can not wait” (not found in “report.txt”)." in words


def test_what_is_struck_is_read_no_more_and_stays_so(
    client: TestClient, folder: Path, page: str
) -> None:
    edit(client, NAME, PLACE, do="part", **spans("The talks began badly."))
    page = edit(client, NAME, PLACE, do="part", is_report="1", **spans("Most read"))
    assert re.search(r'class="[^"]*furniture[^"]*"[^>]*>The talks began badly', page)
    assert not re.search(r'class="[^"]*furniture[^"]*"[^>]*>Most read', page)
    client.post("/models", data={"do": "rename", "name": NAME, "to": "river.toml"})
    with client_of(folder) as again:  # a restart
        page = again.get("/models/river.toml/record").text
    assert re.search(r'class="[^"]*furniture[^"]*"[^>]*>The talks began badly', page)


@pytest.mark.parametrize(
    "form",
    [
        {"do": "accept", "start": 3, "end": 9},
        {"do": "make", "what": "source", "start": 9, "end": 3},
        {"do": "make", "what": "source", "start": 0, "end": 10**9},
        {"do": "make", "what": "nothing", "start": 0, "end": 9},
        {"do": "make", "what": "option", "start": 0, "end": 9, "party": "nobody", "value": "Go"},
        {"do": "make", "what": "option", "start": 0, "end": 9, "party": "town", "value": "wait"},
        {"do": "make", "what": "wish", "start": 0, "end": 9, "party": "town", "value": "nonsense"},
        {"do": "make", "what": "note", "start": 0, "end": 9, "scenario": "none"},
        {"do": "take-words", "source": "none"},
    ],
)
def test_what_can_not_be_made_is_refused_in_words(
    client: TestClient, folder: Path, page: str, form: dict[str, Any]
) -> None:
    before = (folder / NAME).read_bytes()
    seen = client.get(f"/models/{NAME}/revision").text
    answer = client.post(f"/models/{NAME}/{PLACE}", data=form, headers={"X-Revision": seen})
    assert answer.status_code == 422
    assert "Not done." in answer.text
    assert (folder / NAME).read_bytes() == before


def test_a_record_with_mistakes_is_shown(client: TestClient, folder: Path) -> None:
    (folder / "report.txt").write_text(REPORT, "utf-8")
    (folder / "loop.txt").symlink_to("loop.txt")
    for written in (
        '[documents]\nd = "x"',
        '[documents.d]\nfile = "\\u0000"',
        '[documents.d]\nfile = "loop.txt"',
        '[documents."d e/f"]\nfile = "report.txt"\nsha256 = 5\nissued = "x"',
        '[documents.d]\nfile = "report.txt"\n'
        '[sources]\na = 3\nb = { document = "d", quote = ["", "…"], near = "x" }\n'
        'c = { document = ["d"], quote = 5 }',
    ):
        (folder / NAME).write_text(f"{MODEL}{written}\n", "utf-8")
        for page in ("record", "record/d", "record?page=9999999999&source=%00"):
            assert client.get(f"/models/{NAME}/{page}").status_code == 200


def test_a_long_document_is_shown_in_pages() -> None:
    line = "The union said that it would wait for the town to sign. "
    text = "\n".join([line * 3] * 600 + ["x" * (3 * PAGE)])
    made = pages(text)
    spans = [span for page in made for span in page]
    assert all(sum(end - start for start, end in page) <= PAGE for page in made)
    assert "".join(text[a:b] for a, b in spans).split() == text.split()


def test_lines_that_were_broken_where_they_were_full_are_one_paragraph() -> None:
    full = "a line that is as long as the others are and goes on"
    text = f"A heading\n\n{full}\n{full}\nand ends.\nANOTHER: {full}"
    [page] = pages(text)
    assert [text[a:b] for a, b in page] == [
        "A heading",
        f"{full}\n{full}\nand ends.",
        f"ANOTHER: {full}",
    ]


def test_pieces_have_the_characters_of_the_document() -> None:
    text = "One\r\n\0two & <three>\u202e\x02"
    [(is_furniture, pieces)] = paragraphs(
        text, [(0, len(text))], [Layer((2, 8), "a"), Layer((5, 22), "furniture")]
    )
    assert not is_furniture
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.css for piece in pieces] == ["", "a", "a furniture", "furniture"]
    assert (
        "".join(piece.html for piece in pieces)
        == "One&#13;\n\ufffdtwo &amp; &lt;three&gt;\ufffd\xad"
    )


def test_marks_that_can_not_be_read_are_none_and_stay_beside(tmp_path: Path) -> None:
    path = tmp_path / ".countermove" / "record.json"
    with History(tmp_path) as history:
        for number, written in enumerate(
            (
                *("[", "[]", '{"m": 3}', '{"m": {"d": {"dismissed": 4}}}', '{"m": {"x": {}}}'),
                *('{"m": {"d": {"dismissed": [[1e999, 2]], "parts": []}}}', "[" * 100_000),
            )
        ):
            path.write_text(written, "utf-8")
            marks = RecordMarks(tmp_path, history)
            assert marks.of("m", "d") == DocumentMarks()
            marks.dismiss("m", "d", (1, 2), "", is_dismissed=True)
            assert RecordMarks(tmp_path, history).of("m", "d").dismissed == {(1, 2)}
            kept = "record-unread" + (f"-{number + 1}" if number else "")
            assert path.with_name(f"{kept}.json").read_text("utf-8") == written


def test_marks_of_two_programs_are_kept_and_none_are_written_elsewhere(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "models", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    with History(folder) as first, History(folder) as second:
        here, there = RecordMarks(folder, first), RecordMarks(folder, second)
        here.dismiss("m", "d", (1, 2), "now", is_dismissed=True)
        there.part("m", "d", (3, 4), "now", is_report=False)
        both = DocumentMarks(frozenset({(1, 2)}), ((3, 4, False),))
        assert here.of("m", "d") == there.of("m", "d") == both
        assert here.undo("m", "now")
        assert there.of("m", "d") == DocumentMarks(parts=((3, 4, False),))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".countermove").symlink_to(elsewhere)
    with History(tmp_path / "other") as history:
        marks = RecordMarks(tmp_path / "other", history)
        marks.dismiss("m", "d", (1, 2), "", is_dismissed=True)
        assert marks.of("m", "d").dismissed == {(1, 2)}
        Colours(tmp_path / "other").of("m", ["b", "a"])
        Colours(tmp_path / "other").of("m", ["a"])
        assert list(elsewhere.iterdir()) == []


def test_what_a_second_window_says_otherwise_is_not_dropped_unsaid(
    client: TestClient, folder: Path, page: str
) -> None:
    ruiz = statement(page, "Without water")
    form = {"do": "accept", **ruiz, "role": "", "on": ""}
    edit(client, NAME, PLACE, who="Ana Ruiz", **form)
    written = (folder / NAME).read_bytes()
    assert "<b>1 of" in edit(client, NAME, PLACE, who="Ana Ruiz", **form)
    answer = client.post(f"/models/{NAME}/{PLACE}", data={**form, "who": "Eva Ruiz"})
    assert answer.status_code == 409
    assert "in the record by now, as said by Ana Ruiz; nothing was changed" in answer.text
    assert (folder / NAME).read_bytes() == written


def live(page: str) -> str:
    return page.partition('id="live"')[2].partition("</aside>")[0]


def test_the_answer_is_a_bar_where_a_document_has_the_room_and_follows_what_is_accepted(
    client: TestClient, folder: Path, page: str
) -> None:
    assert '<aside class="live bar"' in page
    assert "1 of 4 outcomes holds" in live(page)
    weir = statement(page, "close the upper weir")
    page = edit(client, NAME, PLACE, do="accept", take=0, who="The water authority", **weir)
    assert "2 of 8 outcomes hold" in live(page)
    wish = {"what": "wish", "party": "water-authority", "value": "close-the-upper-weir"}
    page = edit(client, NAME, PLACE, do="make", **wish, **spans("We can wait"))
    assert "1 of 8 outcomes holds" in live(page)
    # Where no document is read, it has a column of its own.
    (folder / "other.toml").write_text(MODEL, "utf-8")
    assert '<aside class="live"' in client.get("/models/other.toml/record").text
