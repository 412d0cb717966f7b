"""The page of rules: what its forms write, what it says of them, and that all can be undone."""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.app import case_in, client_of, edit


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all tests: each writes its model anew."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with client_of(folder) as client:
        yield client


def data_of(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def found(data: Any, path: list[str | int]) -> Any:
    for step in path:
        data = data[step]
    return data


def text_of(page: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", page).split()))


FORBIDDEN = ["settle and not offer", "accept and not offer"]
RULES = ["rules"]
SCENARIO = ["scenarios", "any-terms"]

# The case, what the form sends, where it shows in the file, and what stands there then.
FORMS: list[tuple[str, dict[str, Any], list[str | int], Any]] = [
    (
        "talks-2025",
        {"do": "add", "at": [*RULES, "infeasible"], "value": "concede and not settle"},
        [*RULES, "infeasible"],
        [*FORBIDDEN, "concede and not settle"],
    ),
    (
        "talks-2025",
        {"do": "rule", "at": [*RULES, "infeasible"], "value": "concede and not settle"},
        [*RULES, "infeasible"],
        [*FORBIDDEN, "concede and not settle"],
    ),
    (
        "talks-2025",
        {"do": "rule", "at": [*RULES, "infeasible"], "value": "concede implies settle"},
        [*RULES, "infeasible"],
        [*FORBIDDEN, "not (concede implies settle)"],
    ),
    (
        "talks-2025",
        {
            "do": "rule",
            "at": [*RULES, "infeasible"],
            "value": "deal iff terms is table",
            "says": "never",
        },
        [*RULES, "infeasible"],
        [*FORBIDDEN, "deal iff terms is table"],
    ),
    (
        "talks-2025",
        {
            "do": "rule",
            "at": [*SCENARIO, "rules", "infeasible"],
            "value": "terms is table",
            "says": "must",
        },
        [*SCENARIO, "rules"],
        {"infeasible": [*FORBIDDEN, "not (terms is table)"]},
    ),
    (
        "talks-2025",
        {"do": "put", "at": [*RULES, "infeasible", 0], "value": "settle and not offe"},
        [*RULES, "infeasible"],
        ["settle and not offe", FORBIDDEN[1]],
    ),
    (
        "talks-2025",
        {"do": "remove", "at": [*RULES, "infeasible", 0]},
        [*RULES, "infeasible"],
        FORBIDDEN[1:],
    ),
    (
        "talks-2025",
        {"do": "group", "at": RULES, "kind": "exactly_one", "is:settle": "on", "is:deal": "on"},
        [*RULES, "exactly_one"],
        [["settle", "deal"]],
    ),
    (
        "elmira",
        {"do": "group", "at": [*RULES, "exactly_one", 0], "is:delay": "on", "is:accept": "on"},
        [*RULES, "exactly_one"],
        [["delay", "accept"]],
    ),
    (
        "talks-2025",
        {"do": "require", "at": [*RULES, "requires"], "option": "accept", "value": "offer"},
        [*RULES, "requires"],
        {"accept": "offer"},
    ),
    (
        "talks-2025",
        {"do": "add", "at": [*RULES, "coalesce"], "value": "deal"},
        [*RULES, "coalesce"],
        ["deal"],
    ),
    (
        "talks-2025",
        {"do": "term", "at": ["terms"], "id": "No deal", "value": "not deal"},
        ["terms", "no-deal"],
        "not deal",
    ),
    (
        "talks-2025",
        {"do": "put", "at": ["terms", "offer"], "value": "terms is table"},
        ["terms", "offer"],
        "terms is table",
    ),
    (
        "talks-2025",
        {"do": "add", "at": [*SCENARIO, "rules", "infeasible"], "value": "concede"},
        [*SCENARIO, "rules"],
        {"infeasible": [*FORBIDDEN, "concede"]},
    ),
    (
        "talks-2025",
        {"do": "remove", "at": [*SCENARIO, "rules", "infeasible", 0]},
        [*SCENARIO, "rules"],
        {"infeasible": FORBIDDEN[1:]},
    ),
    (
        "talks-2025",
        {"do": "put", "at": [*SCENARIO, "terms", "deal"], "value": "settle"},
        [*SCENARIO, "terms"],
        {"deal": "settle"},
    ),
    (
        "talks-2025",
        {"do": "rename", "at": ["terms", "offer"], "value": "proposal"},
        [*RULES, "infeasible"],
        ["settle and not proposal", "accept and not proposal"],
    ),
    (
        "elmira-graph",
        {"do": "rename", "at": ["states", "delay"], "value": "wait"},
        ["moves", "moe", 0],
        ["wait", "modified_delay"],
    ),
    (
        "elmira-graph",
        {"do": "add", "at": ["states"], "value": "All is well"},
        ["states", "all-is-well"],
        "All is well",
    ),
    (
        "elmira-graph",
        {"do": "add-move", "at": ["moves", "moe"], "from": "accepted", "to": "abandoned"},
        ["moves", "moe", 4],
        ["accepted", "abandoned"],
    ),
    (
        "elmira-graph",
        {"do": "remove", "at": ["moves", "moe", 0]},
        ["moves", "moe", 0],
        ["accepted", "modified_accepted"],
    ),
    (
        "elmira-graph",
        {"do": "put", "at": ["states", "delay"], "value": "Nothing moves"},
        ["states", "delay"],
        "Nothing moves",
    ),
]


@pytest.mark.parametrize("wanted", FORMS)
def test_a_form_writes_what_it_says_and_is_undone(
    client: TestClient, folder: Path, wanted: tuple[str, dict[str, Any], list[str | int], Any]
) -> None:
    case, form, where, then = wanted
    name = case_in(folder, case)
    before = (folder / name).read_bytes()
    edit(client, name, "rules", **(form | {"at": json.dumps(form["at"])}))
    assert found(data_of(folder / name), where) == then
    edit(client, name, "rules", do="undo")
    assert (folder / name).read_bytes() == before


def test_what_an_option_requires_is_added_to_and_taken_away_in_a_scenario(
    client: TestClient, folder: Path
) -> None:
    name = case_in(folder, "talks-2025")
    for context in ([], SCENARIO):
        at = json.dumps([*context, "rules", "requires"])
        edit(client, name, "rules", do="require", at=at, option="accept", value="settle or offer")
        edit(client, name, "rules", do="require", at=at, option="accept", value="terms is table")
    data = data_of(folder / name)
    assert data["rules"]["requires"] == {"accept": "(settle or offer) and (terms is table)"}
    given = data["scenarios"]["any-terms"]["rules"]
    # What the model requires is required in the scenario too, until it says otherwise.
    before = "(settle or offer) and (terms is table)"
    assert given["requires"] == {
        "accept": f"(({before}) and (settle or offer)) and (terms is table)"
    }
    at = json.dumps([*SCENARIO, "rules", "requires", "accept"])
    edit(client, name, "rules", do="remove", at=at)
    data = data_of(folder / name)
    assert data["rules"]["requires"]
    assert data["scenarios"]["any-terms"]["rules"] == {"requires": {}}
    shown = client.get(f"/models/{name}/rules?in=scenarios.any-terms").text
    assert "Accept the terms only if" not in text_of(shown)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (
            {"do": "group", "at": RULES, "kind": "at_most_one", "is:settle": "on"},
            "needs two",
        ),
        ({"do": "group", "at": RULES, "kind": "most", "is:a": "on", "is:b": "on"}, "No rule is"),
        ({"do": "term", "at": ["terms"], "id": "deal", "value": "settle"}, "a term 'deal' already"),
        ({"do": "add-move", "at": ["moves", "us"], "from": "a", "to": "a"}, "another outcome"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    client: TestClient, folder: Path, form: dict[str, Any], said: str
) -> None:
    name = case_in(folder, "talks-2025")
    before = (folder / name).read_bytes()
    seen = client.get(f"/models/{name}/revision").text
    answer = client.post(
        f"/models/{name}/rules",
        data=form | {"at": json.dumps(form["at"])},
        headers={"X-Revision": seen},
    )
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert (folder / name).read_bytes() == before


def test_the_page_counts_what_is_left_and_what_each_rule_removes(
    client: TestClient, folder: Path
) -> None:
    name = case_in(folder, "talks-2025")
    page = text_of(client.get(f"/models/{name}/rules").text)
    assert "48 combinations ; the rules leave 36 outcomes" in page
    assert "Never: Settle on the terms and not offer." in page
    assert "Removes 8 of 48, 4 of them alone." in page
    at = json.dumps([*RULES, "infeasible"])
    page = text_of(edit(client, name, "rules", do="add", at=at, value="concede and not settle"))
    # The rules of the case, written anew.
    left = sum(
        (terms or not (settle or accept)) and (settle or not concede)
        for terms in range(3)
        for concede, settle, accept, _ in product((False, True), repeat=4)
    )
    assert f"the rules leave {left} outcomes" in page


def test_what_only_if_says_must_be_so_unless_one_says_that_it_never_can(
    client: TestClient, folder: Path
) -> None:
    name = case_in(folder, "talks-2025")
    query = "statement=settle implies concede&rule=new"
    told = client.get(f"/models/{name}/check?{query}").json()["text"]
    assert told == (
        "This must be so (Enter): removes 8 of 36 outcomes. "
        "This can't be: removes 28 of 36 outcomes."
    )
    new = {
        "do": "rule",
        "at": json.dumps([*RULES, "infeasible"]),
        "value": "settle implies concede",
    }
    page = text_of(edit(client, name, "rules", **new))
    assert "Settle on the terms only if Concede borders. Removes" in page
    assert "the rules leave 28 outcomes" in page
    edit(client, name, "rules", do="undo")
    page = text_of(edit(client, name, "rules", **new, says="never"))
    assert "Never: Settle on the terms only if Concede borders. Removes" in page
    assert "the rules leave 8 outcomes" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("deal table", "Expected: and, or, only if, if, exactly when or the end."),
        ("deal and", "Expected: any word of what is meant, not, always, never or '('."),
        ("a implies b implies c", "'only if' can't be chained without parentheses."),
    ],
)
def test_what_is_wrong_is_said_in_the_words_of_the_field(
    client: TestClient, folder: Path, typed: str, said: str
) -> None:
    name = case_in(folder, "talks-2025")
    for rule in ("", "new"):
        query = {"statement": typed, "rule": rule}
        assert said in client.get(f"/models/{name}/check", params=query).json()["text"]


def test_moves_listed_beside_options_are_told(client: TestClient, folder: Path) -> None:
    name = case_in(folder, "prisoners-dilemma")
    written = (folder / name).read_text("utf-8")
    (folder / name).write_text(written + '\n[moves]\nfirst = [["N-", "Y-"]]\n', "utf-8")
    page = text_of(client.get(f"/models/{name}/rules").text)
    assert "First prisoner has just the moves that are listed in the file : N- → Y-." in page


def test_only_what_is_listed_can_be(client: TestClient, folder: Path) -> None:
    name = case_in(folder, "talks-2025")
    at = json.dumps([*RULES, "feasible"])
    page = text_of(edit(client, name, "rules", do="add", at=at, value="bilateral/-Y--"))
    assert "Possible: Terms on offer: with Russia alone and Settle on the terms." in page
    assert "8 combinations are possible by it." in page
    assert "the rules leave 8 outcomes" in page


def test_a_scenario_shows_its_own_rules_and_says_so(client: TestClient, folder: Path) -> None:
    name = case_in(folder, "talks-2025")
    page = text_of(client.get(f"/models/{name}/rules?in=scenarios.nothing-conceded").text)
    assert "takes the place of what the model has" in page
    assert "the rules leave 18 outcomes" in page
    assert "Never: Concede borders." in page
    query = "statement=deal&in=scenarios.nothing-conceded"
    checked = client.get(f"/models/{name}/check?{query}").json()
    assert checked == {"fine": True, "text": "True in 4 of 18 outcomes."}
    checked = client.get(f"/models/{name}/check?{query}&rule=new").json()
    assert checked["text"] == (
        "This can't be (Enter): removes 4 of 18 outcomes. "
        "This must be so: removes 14 of 18 outcomes."
    )


@pytest.mark.parametrize("odd", ["scenarios", "scenarios.nobody", "rules", "rules.infeasible", "."])
def test_what_is_no_scenario_is_the_model_itself(
    client: TestClient, folder: Path, odd: str
) -> None:
    name = case_in(folder, "talks-2025")
    answer = client.get(f"/models/{name}/rules?in={odd}")
    assert answer.status_code == 200
    assert "takes the place of what the model has" not in answer.text
    form = answer.text.split('id="pattern-head"')[1].split("data-reset")[0]
    assert "[&#34;rules&#34;, &#34;infeasible&#34;]" in form.replace("\\", "")


def test_a_mistake_stands_where_it_was_made_and_the_other_rules_are_counted(
    client: TestClient, folder: Path
) -> None:
    name = case_in(folder, "talks-2025")
    at = json.dumps([*RULES, "infeasible", 0])
    page = edit(client, name, "rules", do="put", at=at, value="settle and nott")
    card = page.split('id="rules-infeasible-0-card"')[1].split("</li>")[0]
    assert "No option or term 'nott'" in html.unescape(card)
    assert "Removes" not in card
    assert "the rules leave 40 outcomes" in text_of(page)


def test_a_state_goes_with_its_moves_and_its_ranks(client: TestClient, folder: Path) -> None:
    name = case_in(folder, "elmira-graph")
    before = (folder / name).read_bytes()
    page = edit(client, name, "rules", do="remove", at=json.dumps(["states", "abandoned"]))
    data = data_of(folder / name)
    assert "abandoned" not in data["states"]
    assert "abandoned" not in json.dumps([data["moves"], data["preferences"]])
    assert [len(moves) for moves in data["moves"].values()] == [4, 4, 8]
    assert "8 outcomes" in text_of(page)
    edit(client, name, "rules", do="undo")
    assert (folder / name).read_bytes() == before


def test_a_state_goes_from_rankings_in_one_text(client: TestClient, folder: Path) -> None:
    name = "one-text.toml"
    model = """
format = "countermove/1"
title = "Three"
decision_makers = { a = { name = "A" }, b = { name = "B" } }
states = { calm = "Calm", closed = "Closed", war = "War" }
moves = { a = [["calm", "closed"]] }
preferences.a.ranking = "calm > {closed war}"
preferences.b.ranking = ["war > calm", "closed"]
"""
    (folder / name).write_text(model, "utf-8")
    edit(client, name, "rules", do="remove", at=json.dumps(["states", "war"]))
    data = data_of(folder / name)
    assert data["preferences"] == {
        "a": {"ranking": "calm > closed"},
        "b": {"ranking": ["calm", "closed"]},
    }


def test_a_model_in_graph_form_reads_well_on_the_page_of_parties(
    client: TestClient, folder: Path
) -> None:
    name = case_in(folder, "elmira-graph")
    page = client.get(f"/models/{name}/parties").text
    assert "This model has no options" in page
    assert "Add option" not in page
    at = json.dumps(["status_quo"])
    edit(client, name, "parties", do="put", at=at, value="accepted", optional="1")
    assert data_of(folder / name)["status_quo"] == "accepted"


def test_labels_are_shown_and_removed(client: TestClient, folder: Path) -> None:
    name = case_in(folder, "elmira-coalesced")
    assert "Printed labels of the outcomes (9)" in client.get(f"/models/{name}/rules").text
    page = edit(client, name, "rules", do="remove", at=json.dumps(["labels"]))
    assert "labels" not in data_of(folder / name)
    assert "Printed labels" not in page


def test_a_large_model_is_shown_without_counts(client: TestClient, folder: Path) -> None:
    options = "\n".join(f'o{k} = "Do {k}"' for k in range(60))
    (folder / "large.toml").write_text(
        f'format = "countermove/1"\ntitle = "Large"\n[decision_makers.a]\nname = "A"\n'
        f"[decision_makers.a.options]\n{options}\n[preferences.a]\nstatements = []\n"
        '[rules]\ninfeasible = ["o1 and not o2"]\n'
    )
    page = text_of(client.get("/models/large.toml/rules").text)
    assert "too many to count at every edit" in page
    assert "Never: Do 1 and not Do 2." in page
    checked = client.get("/models/large.toml/check?statement=o1&rule=new").json()
    assert checked == {"fine": True, "text": "This can't be (Enter). This must be so."}


def test_nothing_of_a_model_becomes_part_of_the_page(client: TestClient, folder: Path) -> None:
    evil = "<script>alert(1)</script>"
    (folder / "evil.toml").write_text(
        f'format = "countermove/1"\ntitle = "{evil}"\n[decision_makers.a]\nname = "{evil}"\n'
        f'[decision_makers.a.options]\nx = "{evil}"\ny = "Y"\n[preferences.a]\nstatements = []\n'
        f'[terms]\nt = "{evil}"\n[rules]\ninfeasible = ["{evil}", "x and y"]\n'
        f'at_most_one = [["x", "{evil}"], 7]\nrequires = {{ "{evil}" = "{evil}" }}\n'
    )
    answer = client.get("/models/evil.toml/rules")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text
