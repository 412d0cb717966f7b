"""The page of the deal: a package in its address, from what it begins, and what the parties do."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from countermove.analysis.deal.board import DealBoard
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import ConceptNotApplicableError
from countermove.files.model_file import load, loads
from countermove.model.vocabulary import Vocabulary
from countermove.report.citing import Citing
from countermove.report.deal import party_sentence
from countermove.report.evolve import way_story
from countermove.web.asking import AskedOnPage
from countermove.web.pages.deal.draft import Draft, of_kept, of_state, read
from countermove.web.pages.deal.prepared import Prepared
from countermove.web.pages.deal.presets import presets
from countermove.web.pages.deal.stances import stances
from web.app import case_in, client_of, edit

TALKS = "talks-2025.toml"
JOINED = """
format = "countermove/1"
title = "Joined"
[decision_makers.a]
name = "A"
options = { x = "Go", y = "Sing" }
[decision_makers.b]
name = "B"
options = { z = "Stay" }
[rules]
coalesce = ["x"]
[preferences]
a.statements = []
b.weights = { x = 2, away = -1 }
[terms]
away = "not x"
"""

LEVELS = """
format = "countermove/1"
title = "Water"
[decision_makers.town]
name = "Town"
[decision_makers.town.options]
terms = { text = "Terms", levels = { none = "None", farmers = "With the farmers", all = "Of all" } }
[decision_makers.farmers]
name = "Farmers"
[decision_makers.farmers.options]
price = { text = "Price", ordered = true, levels = { forty = "Forty", sixty = "Sixty" } }
sign = "Sign"
[preferences]
town.statements = ["sign", "not terms is all"]
farmers.statements = ["sign implies price at least sixty", "terms is all", "price at least sixty"]
"""


@pytest.fixture(scope="module")
def solution() -> Solution:
    return solve(load("talks-2025"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of an app with the talks, for those who only look."""
    folder = tmp_path_factory.mktemp("deal")
    case_in(folder, "talks-2025")
    with client_of(folder) as client:
        yield client


@pytest.fixture
def own(tmp_path: Path) -> Iterator[TestClient]:
    """A client of an app with the talks, for one test."""
    case_in(tmp_path, "talks-2025")
    with client_of(tmp_path) as client:
        yield client


def page(client: TestClient, model: str = TALKS, **query: str) -> str:
    answer = client.get(f"/models/{model}/deal", params=query)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def chosen(html: str) -> list[str]:
    """What is chosen on every option, or of all outcomes."""
    radios = re.findall(r'<input type="radio" name="(?:option-|outcome)[^>]*>', html)
    return [re.findall(r'value="(.*?)"', one)[0] for one in radios if " checked" in one]


def near(html: str) -> list[tuple[str, str]]:
    """What is near: the address of each, and what changes."""
    return re.findall(r'<a data-visit role="button".*? href="(.*?)">(.*?)</a>', html)


# -- the draft in the address ---------------------------------------------------------------------


def test_an_address_says_what_is_done_by_the_shortest_names() -> None:
    vocabulary = Vocabulary(load("talks-2025"))
    draft, nothing = Draft(("table", "N", "Y", "Y", "N")), Draft(("none", *"NNNN"))
    assert draft.written(vocabulary) == "terms is table,settle,accept"
    assert read(vocabulary, "terms is table, settle,accept") == (draft, ())
    assert read(vocabulary, "us.terms is table,russia.settle,ukraine.accept") == (draft, ())
    assert read(vocabulary, "") == (nothing, ())
    assert read(vocabulary, "tabel,deal,terms is open") == (
        nothing,
        ("tabel", "deal", "terms is open"),
    )


def test_every_outcome_is_a_draft_that_means_it(solution: Solution) -> None:
    states = solution.model.states
    for state in range(len(states)):
        draft = of_state(states, state)
        assert states.find(draft.pattern(states.vocabulary)) == state
        assert read(states.vocabulary, draft.written(states.vocabulary)) == (draft, ())


def test_of_what_an_outcome_joins_a_draft_has_what_is_least() -> None:
    states = build(loads(JOINED)).states
    (joined,) = states.joined
    assert of_state(states, joined) == Draft(("Y", "N", "N"))


def test_a_draft_that_was_kept_is_read_as_far_as_the_model_has_it() -> None:
    vocabulary = Vocabulary(load("talks-2025"))
    kept = {"us.terms": "table", "us.gone": "Y", "us.concede": "sometimes"}
    assert of_kept(vocabulary, kept) == Draft(("table", *"NNNN"))


def test_of_an_option_with_levels_an_address_says_which_it_is_at() -> None:
    vocabulary = Vocabulary(loads(LEVELS))
    draft = Draft(("all", "forty", "Y"))
    assert draft.written(vocabulary) == "terms is all,sign"
    assert draft.pattern(vocabulary) == "all/forty/Y"
    assert read(vocabulary, "sign, terms is all,price is ninety") == (draft, ("price is ninety",))
    assert of_kept(vocabulary, {"town.terms": "farmers", "farmers.price": "ninety"}) == Draft(
        ("farmers", "forty", "N")
    )


def test_in_graph_form_a_draft_is_an_outcome() -> None:
    vocabulary = Vocabulary(conflict := load("elmira-graph"))
    first, second, *_ = conflict.states
    assert read(vocabulary, second) == (Draft(outcome=second), ())
    assert read(vocabulary, "nowhere") == (Draft(outcome=first), ("nowhere",))
    assert Draft(outcome=second).written(vocabulary) == second
    assert of_kept(vocabulary, {"": second}) == Draft(outcome=second)


# -- from what it begins ---------------------------------------------------------------------------


def test_a_draft_begins_with_the_status_quo_what_holds_or_what_a_claim_speaks_of(
    solution: Solution,
) -> None:
    states, found = solution.model.states, presets(solution)
    (start,) = found["Where it begins"]  # nothing is done in it, which isn't offered twice
    assert start.draft == of_state(states, states.status_quo or 0)
    firmest = [of_state(states, held.position) for held in solution.strongest(6)]
    assert [preset.draft for preset in found["What holds"]] == firmest
    claimed = found["What a claim speaks of"]
    assert [preset.says for preset in claimed] == [a.details.says for a in solution.claims]
    for preset, answer in zip(claimed, solution.claims, strict=True):
        state = states.find(preset.draft.pattern(states.vocabulary))
        satisfying = solution.model.claims[answer.claim]
        assert state in satisfying
        holds = (satisfying & solution.holding_somehow).any()
        assert (state in solution.holding_somehow) == holds


def test_where_nothing_is_begun_with_nothing_is_done() -> None:
    begun = presets(solve(loads(JOINED)))["Where it begins"]
    assert [(one.says, one.draft) for one in begun] == [("Nothing is done", Draft(("N",) * 3))]


def test_a_stance_is_what_a_party_wants_of_an_option_for_its_own_sake(solution: Solution) -> None:
    found = stances(solution.model)
    said = {one.name: one.says for one in found["us.concede"]}
    assert said == {
        "United States": "it depends",
        "Russia": "for it",
        "Ukraine": "against it",
        "Europe": "against it",
    }
    assert found["us.terms"][0].wishes[0] == "Terms on offer: with Russia alone"


def test_weights_speak_of_options_too() -> None:
    found = stances(build(loads(JOINED)))
    (stance,) = found["a.x"]
    assert (stance.says, stance.wishes) == ("for it", ("Go: +2", "away: -1"))


# -- the page --------------------------------------------------------------------------------------


def test_the_page_has_a_control_for_every_option(client: TestClient) -> None:
    html = page(client)
    assert "What would this package do?" in html
    assert chosen(html) == ["none", *"NNNN"]  # the status quo
    assert chosen(page(client, draft="terms is table,guarantee")) == ["table", *"NNNY"]
    assert html.count('role="radiogroup"') == 5
    words = {said for said in re.findall(r'data-said="(.*?)"', html) if said}
    levels = {"terms is bilateral", "terms is table"}
    assert words == {*levels, "concede", "settle", "accept", "guarantee"}


def test_a_level_is_chosen_among_all(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(LEVELS, "utf-8")
    with client_of(tmp_path) as client:
        html = page(client, "m.toml", draft="terms is all,sign", beside="terms is farmers")
        assert chosen(html) == ["all", "forty", "Y"]
        words = re.findall(r'data-said="(.*?)"[^>]*><span>(.*?)</span>', html)
        assert words == [
            ("", "None"),
            ("terms is farmers", "With the farmers"),
            ("terms is all", "Of all"),
            ("", "Forty"),
            ("price is sixty", "Sixty"),
            ("", "no"),
            ("sign", "yes"),
        ]
        assert re.findall(r"The other one: <b>(.*?)</b>", html) == ["With the farmers", "no"]
        assert ("Price: Sixty") in [says for _, says in near(html)]
        assert "Farmers: for “Of all”" in html
        assert "Farmers: for at least “Sixty”" in html
        assert "Town: against “Of all”" in html


def test_what_the_model_lacks_is_said(client: TestClient) -> None:
    html = page(client, draft="tabel,settle")
    assert "The address says “tabel”, which isn't in the model" in html
    assert chosen(html) == ["none", *"NYNN"]
    assert chosen(page(client, draft="table,settle")) == ["table", *"NYNN"]


def test_another_draft_stands_beside_with_what_is_different(client: TestClient) -> None:
    html = page(client, draft="terms is table,concede", beside="terms is bilateral,settle")
    others = re.findall(r"The other one: <b>(.*?)</b>", html)
    assert others == ["with Russia alone", "no", "yes"]
    swap = re.findall(r'id="swap" href="(.*?)"', html)[0]
    assert swap.endswith("/deal?draft=terms+is+bilateral%2Csettle&beside=terms+is+table%2Cconcede")
    assert html.count('<section class="reaction') == 2
    alone = page(client, draft="terms is table,settle")
    assert alone.count('<section class="reaction') == 1
    assert "The other one" not in alone


def test_a_scenario_is_begun_from_and_kept(client: TestClient) -> None:
    html = page(client)
    assert "/models/talks-2025.toml/deal?scenario=conceded-already" in html
    html = page(client, scenario="conceded-already")
    assert chosen(html) == ["none", *"YNNN"]
    assert 'data-address="/models/talks-2025.toml/deal?scenario=conceded-already"' in html
    assert "/deal?scenario=conceded-already&draft=" in html


def test_a_draft_is_pinned_with_a_name_and_found_again(own: TestClient) -> None:
    values = re.findall(
        r'hx-vals="(.*?step-keep.*?draft.*?)"',
        own.get(f"/models/{TALKS}/deal", params={"draft": "terms is table,settle"}).text,
    )
    html = unescape(
        edit(
            own,
            TALKS,
            "deal?draft=terms is table,settle",
            called="Open",
            **json.loads(unescape(values[0])),
        )
    )
    address = "/models/talks-2025.toml/deal?draft=terms+is+table%2Csettle"
    assert f'href="{address}" aria-current="true">Open' in html
    assert f'href="{address}">Open</a>' in page(own, draft="terms is bilateral")


def test_the_report_tells_of_the_drafts_that_are_pinned(
    own: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def keep(_page: Any, _studio: Any, _question: Any, values: Any) -> AskedOnPage:
        asked.append(values.get("packages"))
        return AskedOnPage()

    monkeypatch.setattr("countermove.web.pages.report.ask", keep)
    for called, address in (
        ("Open", "draft=terms is table,guarantee"),
        ("In it", "draft=&scenario=no-troops"),
    ):
        edit(own, TALKS, f"deal?{address}", do="step-keep", large="draft", called=called)
    report = f"/models/{TALKS}/report"
    html = unescape(own.get(report).text)
    assert asked.pop() == {"Open": "table/NNNY"}
    box = 'name="packages.Open" id="package-1" value="table/NNNY"'
    assert f"{box} checked>" in html
    assert "packages.In it" not in html
    assert f"{box}>" in unescape(own.get(report, params={"parts": "packages"}).text)
    assert asked.pop() is None
    own.get(report, params={"scenario": "no-troops"})
    assert asked.pop() == {"In it": "none/NNNN"}
    own.get(report, params={"parts": "packages", "packages.Open": "table/NNNY"})
    assert asked.pop() == {"Open": "table/NNNY"}


def test_in_graph_form_an_outcome_is_chosen_and_pinned(tmp_path: Path) -> None:
    name = case_in(tmp_path, "elmira-graph")
    _, second, *_ = load("elmira-graph").states
    with client_of(tmp_path) as client:
        html = page(client, name, draft=second)
        assert "What would this outcome do?" in html
        assert chosen(html) == [second]
        kept = {"do": "step-keep", "large": "draft", "called": "The second"}
        html = edit(client, name, f"deal?draft={second}", **kept)
        assert f'/deal?draft={second}" aria-current="true">The second</a>' in unescape(html)


def test_where_nobody_wants_anything_everything_holds(tmp_path: Path) -> None:
    text = (
        JOINED.partition("[preferences]")[0]
        + "[preferences]\na.statements = []\nb.statements = []\n"
    )
    (tmp_path / "m.toml").write_text(text, "utf-8")
    with client_of(tmp_path) as client:
        html = page(client, "m.toml", draft="z")
        assert "Nobody wants anything yet, so that everything holds." in html
        assert "whatever the foresight" in html


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Add parties"),
        (
            '[decision_makers.a]\nname = "A"\noptions.x = "Go"\npreferences.a.statements = ["y"]',
            "The model has mistakes.",
        ),
    ],
)
def test_without_an_answer_it_is_said_what_is_missing(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "m.toml").write_text(f'format = "countermove/1"\ntitle = "M"\n{text}\n', "utf-8")
    with client_of(tmp_path) as client:
        html = page(client, "m.toml")
        assert says in html
        assert 'id="package"' not in html


# -- what the parties do --------------------------------------------------------------------------


def test_the_page_says_what_the_deal_says(client: TestClient, solution: Solution) -> None:
    """Whether it holds, each party's sentence, its place and its wishes, and what is near."""
    model, said = solution.model, Citing(solution.model.conflict).said
    deal = "concede,settle,accept"
    for draft in ("", f"terms is bilateral,{deal}", f"terms is table,{deal},guarantee"):
        values = read(model.states.vocabulary, draft)[0].values
        found, html = DealBoard(solution).deal(values), page(client, draft=draft)
        assert found.state is not None
        for code, holds in found.holds.items():
            sign = "●" if holds else "○"
            assert (
                f'{sign}</span> {code}<span class="hidden"> {"holds" if holds else "does"}' in html
            )
        for dm, place in found.places.items():
            assert f"</b> {said(party_sentence(found, dm))}</p>" in html
            assert f"Place {place.place} of {place.places}, the status quo " in html
            row = html[html.index(f'id="this-{dm}-wishes"') :].partition("</ol>")[0]
            told = [words == "Met" for words in re.findall(r"<b>(Met|Broken):</b>", row)]
            assert told == [wish.is_met for wish in place.wishes]
        near = {n.states for code, n in found.nearest.items() if not found.holds[code]}
        offered = re.findall(r'class="secondary outline" title="\[(\d+)\]', html)
        assert offered == [str(model.states.number(k)) for states in near for k in states[:4]]
        assert said(way_story(found.evolution, found.path)) in html


def test_what_is_near_is_one_tap_away_and_says_what_changes(client: TestClient) -> None:
    html = page(client, draft="terms is bilateral,concede,settle,accept")
    address, says = near(html)[0]
    assert (address, says) == (
        "/models/talks-2025.toml/deal?draft=terms+is+bilateral%2Cconcede%2Csettle",
        "Accept the terms: no",
    )
    assert "It holds whatever the foresight" in unescape(client.get(address).text)


def test_what_rules_exclude_is_told_with_the_rule_and_what_is_near(client: TestClient) -> None:
    html = page(client, draft="settle")
    assert "This can't be" in html
    rule = "/models/talks-2025.toml/rules#rules-infeasible-0"
    assert f'<a href="{rule}">“Never: Settle on the terms and not offer”</a>' in html
    offered = [says for _, says in near(html)]
    levels = ["Terms on offer: with Russia alone", "Terms on offer: of all four"]
    assert offered[:3] == ["Settle on the terms: no", *levels]
    assert f"{levels[0]}; Settle on the terms: no" in offered[3:]
    assert "Nearest that hold whatever the foresight" in html


def test_what_is_in_doubt_is_said_and_a_reading_is_kept(client: TestClient) -> None:
    html = page(client, draft="terms is bilateral,concede,settle,accept")
    assert "It holds in 50% of the readings." in html
    settled = page(
        client, draft="terms is bilateral,concede,settle,accept", **{"reading.ukraine.1": "yes"}
    )
    assert "reading.ukraine.1=yes&draft=" in settled


def test_the_least_change_is_asked_for_and_is_there_as_data(tmp_path: Path) -> None:
    name = case_in(tmp_path, "prisoners-dilemma")
    address, asked = f"/models/{name}/deal", {"draft": "first.silent", "change": "1"}
    with client_of(tmp_path) as client:
        assert 'id="ask-least"' in page(client, name, draft="first.silent")
        for _ in range(600):
            if 'id="cancel"' not in (html := page(client, name, **asked)):
                break
            time.sleep(0.05)
        assert "The first prisoner must find no better than this" in html
        data = client.get(address, params=asked | {"as": "json"}).json()
        assert data["format"] == "countermove-goals/1"


def test_of_what_cannot_be_there_is_no_such_file(client: TestClient) -> None:
    asked = {"draft": "settle", "change": "1", "as": "json"}
    assert client.get(f"/models/{TALKS}/deal", params=asked).status_code == 422


# -- what takes its time --------------------------------------------------------------------------


def test_of_a_large_model_packages_are_composed_once_it_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermove.web.live_answer.AT_ONCE", 0)
    name = case_in(tmp_path, "prisoners-dilemma")
    with client_of(tmp_path) as client:
        html = page(client, name)
        assert "less than a second, 1 MB of memory." in html
        assert 'id="package"' not in html
        (address,) = re.findall(r'id="answer-now" href="([^"]+)"', html)
        while 'id="progress-card"' in (html := client.get(address).text):
            time.sleep(0.05)
        assert 'id="package"' in html
        assert 'id="this-verdict"' in page(client, name, draft="first.silent")


def test_while_it_is_counted_who_deters_whom_the_page_says_how_far_that_is(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Prepared, "is_ready", lambda _: False)
    html = page(client, draft="terms is table", change="1")
    assert (
        'id="preparing" hx-get="/models/talks-2025.toml/deal?draft=terms+is+table&change=1"' in html
    )
    assert chosen(html) == ["table", *"NNNN"]


def test_why_nothing_can_be_said_of_packages_is_told(
    own: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_: Solution) -> None:
        raise ConceptNotApplicableError("this can't be told of packages.", advice="Ask otherwise.")

    monkeypatch.setattr("countermove.web.pages.deal.prepared.DealBoard", refuses)
    html = page(own)
    assert "This can't be told of packages. Ask otherwise." in html
    assert 'id="package"' not in html
