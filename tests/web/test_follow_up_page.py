"""The follow-up questions and the report, asked through their pages."""

from __future__ import annotations

import json
import re
import time
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from countermove import load, solve
from countermove.questions import find, questions
from countermove.questions.base.checked import read
from countermove.report.citing import Citing
from countermove.report.formats.html import ALL_OF_IT, Folding, sections_html
from countermove.web.pages.follow_up import NOT_HERE
from countermove.web.pages.follow_up.question_forms import said
from web.app import Stopping, case_in, client_of, edit
from web.browser.one_of_each import ONE_OF_EACH

MISREAD = Path(__file__).parents[1] / "cli" / "misread.toml"
LONG = "/models/talks-2025.toml/follow-up/sample?samples=500000000"

ASKED: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "solve": ({}, {}),
    "evolve": (
        {"to": "36", "by": "improvements,moves", "everything": ",true"},
        {"to": ["36"], "by": ["improvements", "moves"], "everything": True},
    ),
    "ask": ({"claims": "veto"}, {"claims": ["veto"]}),
    "worth": (
        {"state": "36", "foresight.us": "NASH", "foresight.europe": ""},
        {"state": "36", "foresight": {"us": "NASH"}},
    ),
    "coalitions": ({"members": "us,europe"}, {"members": ["us", "europe"]}),
    "needed": (
        {"statement": "settle and accept", "holding": "none", "scenario": "any-terms"},
        {"statement": "settle and accept", "holding": None, "scenario": "any-terms"},
    ),
    "goals": (
        {"goals": "deal,", "steps": "1", "rankings": ""},
        {"goals": ["deal"], "steps": 1, "rankings": False},
    ),
    "programs": (
        {"programs": "gmcr-plus", "concepts": "SEQ"},
        {"programs": ["gmcr-plus"], "concepts": ["SEQ"]},
    ),
    "judgements": ({"claim": "backs", "concepts": "SEQ"}, {"claim": "backs", "concepts": ["SEQ"]}),
    "radius": (
        {"claims": "everyone", "party": "russia", "concepts": "SEQ"},
        {"claims": ["everyone"], "party": "russia", "concepts": ["SEQ"]},
    ),
    "sample": ({"samples": "300"}, {"samples": 300, "within": "10%"}),
    "views": ({"scenario": "all-known"}, {"scenario": "all-known"}),
    "compare": ({"scenarios": "any-terms"}, {"scenarios": ["any-terms"]}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    case_in(folder, "talks-2025")
    case_in(folder, "prisoners-dilemma")
    (folder / "misread.toml").write_bytes(MISREAD.read_bytes())
    with client_of(folder) as client:
        yield client


def answered(client: TestClient, address: str) -> str:
    """Ask, and ask after it as the page does, until the answer is there."""
    page = get(client, address)
    until = time.monotonic() + 30
    while (after := polled(page)) and time.monotonic() < until:
        time.sleep(0.05)
        page = get(client, after)
    assert not polled(page)
    return page


def get(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def polled(page: str) -> str:
    found = re.search(r'id="answer"[^>]*hx-get="([^"]*)"', page)
    return found[1].replace("&amp;", "&") if found else ""


class Controls(HTMLParser):
    """The fields of a page by id, with their values, and what is checked or selected."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str | None]] = {}
        self.sent: dict[str, list[str]] = {}
        self._select = self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("input", "select", "button", "textarea") and given.get("id"):
            self.found[given["id"] or ""] = given
            self._select = given["id"] or "" if tag == "select" else self._select
        if tag == "option" and "selected" in given:
            self.found[self._select]["value"] = given["value"]
            self.sent.setdefault(self.found[self._select]["name"] or "", []).append(
                given["value"] or ""
            )
        if tag == "textarea":
            self._text = given.get("id") or ""
            self.found[self._text]["value"] = ""
        unchecked = given.get("type") in ("checkbox", "radio") and "checked" not in given
        if tag == "input" and given.get("name") and not unchecked:
            self.sent.setdefault(given["name"] or "", []).append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._text:
            self.found[self._text]["value"] = data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            field = self.found[self._text]
            self.sent.setdefault(field["name"] or "", []).append(field["value"] or "")
            self._text = ""


# -- asking -------------------------------------------------------------------------------------


def test_the_overview_leads_to_every_question(client: TestClient) -> None:
    page = get(client, "/models/talks-2025.toml/follow-up")
    for question in questions().values():
        address = f'href="/models/talks-2025.toml/follow-up/{question.id}"'
        assert (address in page) == (question.id not in NOT_HERE)
    assert set(ASKED) == set(questions()) - NOT_HERE


@pytest.mark.parametrize("name", list(ASKED))
def test_a_page_says_what_the_command_says(name: str, client: TestClient) -> None:
    file = "misread.toml" if name == "views" else "talks-2025.toml"
    query, values = ASKED[name]
    page = answered(client, f"/models/{file}/follow-up/{name}?{urlencode(query)}")
    question = find(name)
    conflict = load(MISREAD) if name == "views" else load("talks-2025")
    answer = read(question, values).answer(conflict)
    folding: Folding = "all rows" if values.get("everything") else "tables"
    citing = Citing(conflict)  # who said it, where the command gives the ids of sources
    shown = sections_html(answer.article.sections, folding=folding, citing=citing)
    assert shown.replace(ALL_OF_IT, "") in re.sub(' <a href="[^"]*">Show all</a>', "", page)


def test_the_form_shows_what_was_asked(client: TestClient) -> None:
    asked = {"goals": "deal,36", "steps": "1", "rankings": "", "concepts": "SEQ,GMR"}
    address = f"/models/talks-2025.toml/follow-up/goals?{urlencode(asked)}"
    shown = Controls(get(client, address)).found
    assert [shown[f"ask-goals-typed-{k}"]["value"] for k in (1, 2)] == ["deal", ""]
    chosen = [c["value"] for key, c in shown.items() if "checked" in c and "-goals-" in key]
    assert chosen == ["36"], "what is chosen is a box in the list of outcomes"
    assert shown["ask-steps"]["value"] == "1"
    assert shown["ask-steps"]["min"] == "0"
    assert "checked" not in shown["ask-rankings"]
    chosen = [c["value"] for key, c in shown.items() if "checked" in c and "-concepts-" in key]
    assert chosen == ["SEQ", "GMR"]
    usual = Controls(get(client, "/models/talks-2025.toml/follow-up/needed")).found
    assert usual["ask-holding"]["value"] == "SEQ"
    usual = Controls(get(client, "/models/talks-2025.toml/follow-up/sample?samples=100")).found
    assert usual["ask-within"]["value"] == "10%"


@pytest.mark.parametrize("name", list(ASKED))
def test_a_form_sent_as_it_stands_asks_the_same(name: str, client: TestClient) -> None:
    file = "misread.toml" if name == "views" else "talks-2025.toml"
    query, values = ASKED[name]
    page = get(client, f"/models/{file}/follow-up/{name}?{urlencode(query)}")
    form = page.partition("data-sparse")[2].partition("</form>")[0]
    sent = {key: ",".join(given) for key, given in Controls(form).sent.items()}
    question = find(name)
    asked = read(question, values).to_json()
    assert read(question, said(question, sent)).to_json() == asked
    filled = {key: value for key, value in sent.items() if value}
    if name != "goals":  # the script leaves out what is empty, but for the hidden fields
        assert read(question, said(question, filled)).to_json() == asked


def test_what_cannot_be_used_is_said(client: TestClient) -> None:
    page = get(client, "/models/talks-2025.toml/follow-up/goals?goals=36&steps=-1")
    assert "“Changes of wishes at once” must be 0 at least." in page
    page = answered(client, "/models/talks-2025.toml/follow-up/goals?goals=stele")
    assert "stele" in page
    assert client.get("/models/talks-2025.toml/follow-up/evolv").status_code == 404
    get(client, "/models/talks-2025.toml/follow-up?step=a&part=b&self=c&job=d")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("views", "Every party sees this conflict as it is."),
        ("compare", "This model has no scenarios yet"),
        ("goals", "What shall hold?"),
        ("evolve", "it has no status quo"),
    ],
)
def test_what_a_model_lacks_is_said_with_the_way_there(
    question: str, words: str, client: TestClient, folder: Path
) -> None:
    text = (folder / "prisoners-dilemma.toml").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("status_quo")]
    (folder / "bare.toml").write_text("\n".join(lines).partition("[scenarios")[0], "utf-8")
    page = get(client, f"/models/bare.toml/follow-up/{question}")
    assert words in page
    assert not polled(page)
    if question == "goals":
        proposed = re.findall(r'href="([^"]*goals=[^"]*)"', page)
        holding = {str(found.state.number) for found in solve(load("prisoners-dilemma"))}
        assert proposed
        assert not holding & {address.rpartition("=")[2] for address in proposed}


def test_nothing_is_asked_of_a_model_with_mistakes(client: TestClient, folder: Path) -> None:
    text = (folder / "talks-2025.toml").read_text("utf-8")
    (folder / "wrong.toml").write_text(text.replace('"deal"', '"dael"'), "utf-8")
    page = get(client, "/models/wrong.toml/follow-up/solve")
    assert "The model has mistakes" in page
    assert "To the first of them" in page
    assert "The model has mistakes" in get(client, "/models/wrong.toml/report")
    (folder / "empty.toml").write_text('format = "countermove/1"\ntitle = "Empty"\n', "utf-8")
    for step in ("follow-up", "follow-up/solve", "follow-up/compare", "follow-up/views", "report"):
        page = get(client, f"/models/empty.toml/{step}")
        assert ("There is nothing to ask about yet." in page) == (step != "follow-up")


def test_a_large_model_is_asked_in_the_background(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermove.web.live_answer.AT_ONCE", 0)
    options = "\n".join(f'o{k} = "Option {k}"' for k in range(15))
    (folder / "large.toml").write_text(
        f'format = "countermove/1"\ntitle = "Large"\n[decision_makers.a]\nname = "A"\n'
        f"[decision_makers.a.options]\n{options}\n"
        f'[preferences.a]\nstatements = ["o1", "not o2"]\n',
        "utf-8",
    )
    page = answered(client, "/models/large.toml/follow-up/solve?concepts=NASH")
    assert "What holds?" in page
    assert client.get("/models/large.toml/report?as=csv").status_code == 422


def test_an_answer_is_kept_as_data(client: TestClient) -> None:
    address = "/models/talks-2025.toml/follow-up/evolve?to=36"
    answered(client, address)
    answer = client.get(f"{address}&as=json")
    assert "talks-2025-evolve.json" in answer.headers["content-disposition"]
    assert json.loads(answer.text)["format"].startswith("countermove-")


# -- scenarios and views --------------------------------------------------------------------------

SCENARIO = ["scenarios", "later"]
SCENARIOS = f"""{ONE_OF_EACH}
[scenarios.freely]
title = "Whatever she says"

[scenarios.freely.decision_makers.ann.options.silent]
text = "Is silent"
moves = "both"
"""


@pytest.mark.parametrize(
    ("form", "path", "value"),
    [
        ({"do": "add", "at": ["scenarios"], "value": "Nobody calls"},
         ["scenarios", "nobody-calls", "title"], "Nobody calls"),
        ({"do": "copy", "at": SCENARIO},
         ["scenarios", "later-2", "title"], "A year later (copy)"),
        ({"do": "rename", "at": SCENARIO, "value": "any"},
         ["scenarios", "any", "title"], "A year later"),
        ({"do": "put", "at": [*SCENARIO, "title"], "value": "Any"}, [*SCENARIO, "title"], "Any"),
        ({"do": "remove", "at": SCENARIO}, SCENARIO, None),
        ({"do": "start", "at": [*SCENARIO, "decision_makers", "bob", "options", "sings"],
          "value": "on"}, [*SCENARIO, "status_quo"], ["sings"]),
        ({"do": "direct", "at": [*SCENARIO, "decision_makers", "bob", "options", "sings"],
          "value": "take"},
         [*SCENARIO, "decision_makers", "bob", "options", "sings", "moves"], "take"),
        ({"do": "direct", "at": [
            "scenarios", "freely", "decision_makers", "ann", "options", "silent"], "value": ""},
         ["scenarios", "freely", "decision_makers", "ann", "options", "silent"], None),
    ],
)  # fmt: skip
def test_every_edit_of_a_scenario_is_undone(
    form: dict[str, Any], path: list[str], value: Any, client: TestClient, folder: Path
) -> None:
    (folder / "prisoners.toml").write_text(SCENARIOS, "utf-8")
    edited(
        "prisoners.toml", "compare", form=form, path=path, value=value, client=client, folder=folder
    )


@pytest.mark.parametrize(
    ("form", "path", "value"),
    [
        ({"do": "know", "at": ["views", "east"], "of": "blockade", "value": "1"},
         ["views", "east", "unknown"], None),
        ({"do": "know", "at": ["views", "east"], "of": "strike"},
         ["views", "east", "unknown"], ["blockade", "strike"]),
        ({"do": "look", "at": ["views", "east", "views", "west"]},
         ["views", "east", "views", "west"], {}),
        ({"do": "put", "at": ["views", "east", "moves", "strike"], "value": "both"},
         ["views", "east", "moves"], {"strike": "both"}),
        ({"do": "add", "at": ["views", "east", "infeasible"], "value": "strike"},
         ["views", "east", "infeasible"], ["strike"]),
        ({"do": "remove", "at": ["views", "east"]}, ["views", "east"], None),
    ],
)  # fmt: skip
def test_every_edit_of_a_view_is_undone(
    form: dict[str, Any], path: list[str], value: Any, client: TestClient, folder: Path
) -> None:
    edited("misread.toml", "views", form=form, path=path, value=value, client=client, folder=folder)


def test_states_can_be_unknown_in_graph_form(client: TestClient, folder: Path) -> None:
    name = case_in(folder, "elmira-graph")
    states = list(tomllib.loads((folder / name).read_text("utf-8"))["states"])
    at = {"at": '["views", "moe"]'}
    edit(client, name, "follow-up/views", do="look", **at)
    page = edit(client, name, "follow-up/views", do="know", of=states[2], **at)
    assert "(doesn't know of it)" in page
    written = tomllib.loads((folder / name).read_text("utf-8"))["views"]["moe"]["unknown"]
    assert written == [states[2]]
    edit(client, name, "follow-up/views", do="know", of=states[2], value="1", **at)
    edit(client, name, "follow-up/views", do="remove", **at)
    assert "views" not in tomllib.loads((folder / name).read_text("utf-8"))


def edited(
    name: str,
    question: str,
    *,
    form: dict[str, Any],
    path: list[str],
    value: Any,
    client: TestClient,
    folder: Path,
) -> None:
    """Send a form, look at what is in the file then, and take it back."""
    before = (folder / name).read_bytes()
    step = f"follow-up/{question}"
    page = edit(client, name, step, **form | {"at": json.dumps(form["at"])})
    assert 'class="mistakes"' not in page
    written = (folder / name).read_bytes()
    comments = [line for line in before.splitlines() if line.startswith(b"#")]
    assert [line for line in written.splitlines() if line.startswith(b"#")] == comments
    here: Any = tomllib.loads(written.decode())
    for key in path:
        here = here.get(key) if here is not None else None
    assert here == value
    edit(client, name, step, do="undo")
    assert (folder / name).read_bytes() == before


def test_what_a_scenario_changes_is_said_where_it_is_edited(client: TestClient) -> None:
    page = get(client, "/models/talks-2025.toml/follow-up/compare")
    assert "Ukraine&#39;s wish “deal”: now sure; it was perhaps, and left out as written." in page
    assert 'href="/models/talks-2025.toml/preferences?in=scenarios.any-terms"' in page
    page = get(client, "/models/misread.toml/follow-up/views")
    assert "in=views.west.views.east" in page
    assert "(doesn't know of it)" in page


def test_forms_that_are_not_the_apps_are_refused(client: TestClient, folder: Path) -> None:
    before = (folder / "misread.toml").read_bytes()
    seen = {"X-Revision": get(client, "/models/misread.toml/revision")}
    for form in (
        {"do": "copy", "at": '["scenarios", "none"]'},
        {"do": "copy", "at": '["title"]'},
        {"do": "direct", "at": '["scenarios", "all-known", "title"]', "value": "take"},
        {"do": "know", "at": '["views", "east"]', "of": "nothing"},
    ):
        answer = client.post("/models/misread.toml/follow-up/views", data=form, headers=seen)
        assert answer.status_code == 422
        assert "Not done." in answer.text
    assert (folder / "misread.toml").read_bytes() == before


# -- the report -----------------------------------------------------------------------------------


def test_the_report_has_the_parts_that_were_chosen(client: TestClient) -> None:
    page = answered(client, "/models/misread.toml/report?parts=,views,evolve&concepts=SEQ")
    question = find("report")
    values = {"parts": ["views", "evolve"], "concepts": ["SEQ"]}
    answer = read(question, values).answer(load(MISREAD))
    assert sections_html(answer.article.sections, folding="sections") in page
    shown = Controls(page).found
    assert [key for key in shown if key.startswith("part-") and "checked" in shown[key]] == [
        "part-evolve",
        "part-views",
    ]


@pytest.mark.parametrize(
    ("form", "name", "begins"),
    [
        ("report-html", "misread-report.html", "<!doctype html>"),
        ("report-markdown", "misread-report.md", "# Missiles on an island"),
        ("report-pdf", "misread-report.pdf", "%PDF-"),
        ("report-docx", "misread-report.docx", "PK"),
        ("report-tex", "misread-report.tex", r"\documentclass"),
        ("answers", "misread-answers.json", "{"),
        ("page", "misread.html", "<!doctype html>"),
        ("csv", "misread.csv", ""),
        ("graphml", "misread.graphml", "<?xml"),
    ],
)
def test_files_have_proper_names(form: str, name: str, begins: str, client: TestClient) -> None:
    answered(client, "/models/misread.toml/report?parts=")
    answer = client.get(f"/models/misread.toml/report?parts=&as={form}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith(f"''{name}")
    assert answer.text.startswith(begins)
    assert len(answer.text) > 100


def test_what_the_optional_part_would_write_is_told_where_it_is_missing(
    client: TestClient,
) -> None:
    page = answered(client, "/models/misread.toml/report?parts=")
    assert "install an optional part" not in page
    with patch("countermove.report.rendering.find_spec", return_value=None):
        page = get(client, "/models/misread.toml/report?parts=")
        file = client.get("/models/misread.toml/report?parts=&as=report-docx")
    assert "To keep it as a Word document or a PDF, install an optional part" in page
    assert "as=report-pdf" not in page
    assert "as=report-html" in page
    assert file.status_code == 422
    assert "countermove[report]" in file.text


def test_what_cannot_be_said_in_a_form_is_refused_in_words(client: TestClient) -> None:
    assert client.get("/models/prisoners-dilemma.toml/report?as=nfg").text.startswith("NFG 1")
    answer = client.get("/models/misread.toml/report?as=nfg")
    assert answer.status_code == 422
    assert "normal form" in answer.text


def test_a_file_that_is_not_there_is_refused(client: TestClient, folder: Path) -> None:
    text = (folder / "talks-2025.toml").read_text("utf-8")
    (folder / "wrong.toml").write_text(text.replace('"deal"', '"dael"'), "utf-8")
    assert client.get("/models/misread.toml/report?as=docx").status_code == 404
    assert client.get("/models/wrong.toml/report?as=csv").status_code == 422
    assert client.get("/models/wrong.toml/report?as=report-html").status_code == 422


# -- long work ----------------------------------------------------------------------------------


def test_long_work_is_shown_goes_on_after_a_reload_and_is_cancelled(client: TestClient) -> None:
    page = get(client, LONG)
    job = re.search(r"job=([\w-]+)", polled(page))
    assert job
    assert "<progress" in page
    assert f'hx-delete="/api/jobs/{job[1]}"' in page
    assert polled(get(client, LONG)) == polled(page)
    assert client.delete(f"/api/jobs/{job[1]}").status_code == 200
    page = answered(client, polled(page))
    assert "Stopped after" in page
    again = re.search(r'href="([^"]*)">Ask again', page)
    assert again
    page = get(client, again[1].replace("&amp;", "&"))
    assert job[1] not in polled(page)
    assert "job=" in polled(page)
    client.delete(f"/api/jobs/{polled(page).rpartition('job=')[2]}")


def test_what_was_found_until_it_was_stopped_is_shown_as_such(tmp_path: Path) -> None:
    name = case_in(tmp_path, "talks-2025")
    with patch("web.app.Lent", Stopping), client_of(tmp_path) as client:
        for part, files in (
            ("follow-up/judgements", ["json"]),
            ("report", ["report-html", "report-markdown"]),
        ):
            page = get(client, f"/models/{name}/{part}")
            job = polled(page).rpartition("job=")[2]
            assert client.delete(f"/api/jobs/{job}").json()["status"] == "stopped"
            page = get(client, polled(page))
            assert "this is what had been found until then, not all of it." in page
            assert "Ask again" in page
            assert "everything=true" not in page
            for form in files:
                address = f"/models/{name}/{part}?as={form}&job={job}"
                assert address.replace("&", "&amp;") in page
                assert re.search('"complete": false|The report was stopped', get(client, address))
        answer = client.get(f"/api/jobs/{job}").json()
        assert (answer["status"], answer["data"]) == ("stopped", None)
        assert "The report was stopped before" in answer["html"]


def test_many_scenarios_are_shown_and_compared_ten_at_a_time(
    client: TestClient, folder: Path
) -> None:
    path = folder / "many.toml"
    scenarios = "".join(
        f'[scenarios.s{k}]\ntitle = "What if {k}"\npreferences.a.statements = ["{wish}"]\n'
        for k, wish in enumerate(["go", "not go"] * 6)
    )
    path.write_text(
        'format = "countermove/1"\ntitle = "Many"\n[decision_makers.a]\nname = "A"\n'
        'options.go = "Go"\n[preferences]\na.statements = ["go"]\n' + scenarios
    )
    first = answered(client, "/models/many.toml/follow-up/compare")
    assert "Scenarios 1 to 10 of 12" in first
    assert 'id="scenarios-s9-card"' in first
    assert 'id="scenarios-s10-card"' not in first
    last = answered(client, "/models/many.toml/follow-up/compare?from=10")
    assert "Scenarios 11 to 12 of 12" in last
    assert "What if 11: 2 outcomes" in last
    assert "What if 9 (s9)" not in last
    odd = get(client, "/models/many.toml/follow-up/compare?from=x")
    assert "Scenarios 1 to 10 of 12" in odd
