"""Options with levels in the app: written, turned into what is done or not, and back."""

from __future__ import annotations

import html
import json
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.app import client_of, edit

SALE = """\
format = "countermove/1"
title = "A sale"
status_quo = ["terms is cash", "sell"]

[decision_makers.seller]
name = "Seller"
options.sell = "Sell"

[decision_makers.seller.options.price]
text = "Price"
levels = { fifty = "fifty", sixty = "sixty", seventy = "seventy" }
ordered = true

[decision_makers.buyer]
name = "Buyer"

[decision_makers.buyer.options.terms]
text = "Terms"
levels = { none = "none", cash = "cash", credit = "on credit" }

[rules]
infeasible = ["sell and terms is none"]

[preferences]
seller.statements = ["sell", "price at least sixty"]
buyer.statements = ["not sell", "terms is not cash"]

[scenarios.given]
title = "Given away"
"""
PRICE = ["decision_makers", "seller", "options", "price"]
SELL = ["decision_makers", "seller", "options", "sell"]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    (tmp_path / "m.toml").write_text(SALE)
    with client_of(tmp_path) as client:
        yield client


def written(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "m.toml").read_text())


def option(folder: Path, of: list[str]) -> Any:
    return written(folder)["decision_makers"][of[1]]["options"].get(of[3])


def do(client: TestClient, what: str, at: list[str], **form: str) -> str:
    return edit(client, "m.toml", "parties", do=what, at=json.dumps(at), **form)


class Chosen(HTMLParser):
    """The radios, options of selects and boxes of a page that are chosen, by their ids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "select":
            self._select = given.get("id", "")
        if "selected" in given or "checked" in given:
            self.found[given.get("id", self._select)] = given.get("value", "")


def test_a_choice_is_typed_in_one_line_and_level_by_level(
    client: TestClient, tmp_path: Path
) -> None:
    options = ["decision_makers", "buyer", "options"]
    do(client, "add", options, value="Where: at the shop / at home")
    assert option(tmp_path, [*options, "where"]) == {
        "text": "Where",
        "levels": {"at-the-shop": "at the shop", "at-home": "at home"},
    }
    do(client, "add", [*options, "where", "levels"], value="By post")
    do(client, "move", [*options, "where", "levels", "by-post"], to="0")
    do(client, "put", [*options, "where", "levels", "at-home"], value="at the door")
    levels = option(tmp_path, [*options, "where"])["levels"]
    assert list(levels.items()) == [
        ("by-post", "By post"),
        ("at-the-shop", "at the shop"),
        ("at-the-door", "at the door"),
    ]
    # It begins where it did, at what was its first level.
    assert "where is at-the-shop" in written(tmp_path)["status_quo"]
    do(client, "remove", [*options, "where", "levels", "by-post"])
    assert "by-post" not in option(tmp_path, [*options, "where"])["levels"]


def test_a_pasted_list_has_choices(client: TestClient, tmp_path: Path) -> None:
    lines = "Buyer; Bid: low / high (can't be undone)\nBuyer; Call; only up\nBuyer; Terms: a / b"
    shown = client.post("/models/m.toml/list", data={"value": lines}).text
    assert "There already: Terms: a / b" in shown
    edit(client, "m.toml", "parties", do="list", value=lines)
    options = written(tmp_path)["decision_makers"]["buyer"]["options"]
    assert options["bid"] == {
        "text": "Bid",
        "levels": {"low": "low", "high": "high"},
        "moves": "up",
    }
    assert options["call"] == {"text": "Call", "moves": "take"}
    assert list(options) == ["terms", "bid", "call"]


def test_a_level_that_is_there_already_is_not_added(client: TestClient, tmp_path: Path) -> None:
    seen = client.get("/models/m.toml/revision").text
    form = {"do": "add", "at": json.dumps([*PRICE, "levels"]), "value": "Sixty"}
    answer = client.post("/models/m.toml/parties", data=form, headers={"X-Revision": seen})
    assert "‘Price’ has the level ‘Sixty’ already." in answer.text
    assert len(option(tmp_path, PRICE)["levels"]) == 3


def test_what_sentences_say_of_a_level_stands_beside_its_text(
    client: TestClient, tmp_path: Path
) -> None:
    do(client, "put", [*PRICE, "levels", "sixty", "does"], value="ask for sixty", optional="1")
    assert option(tmp_path, PRICE)["levels"]["sixty"] == {"text": "sixty", "does": "ask for sixty"}
    do(client, "put", [*PRICE, "levels", "sixty", "does"], value="", optional="1")
    assert option(tmp_path, PRICE)["levels"]["sixty"] == "sixty"


def test_where_it_starts_is_chosen_among_levels(client: TestClient, tmp_path: Path) -> None:
    page = do(client, "start", PRICE, value="seventy")
    assert written(tmp_path)["status_quo"] == ["sell", "price is seventy", "terms is cash"]
    assert "decision_makers-seller-options-price-levels-seventy-start" in Chosen(page).found
    do(client, "start", SELL)
    assert written(tmp_path)["status_quo"] == ["price is seventy", "terms is cash"]
    do(client, "start", ["scenarios", "given", *PRICE], value="sixty")
    assert written(tmp_path)["scenarios"]["given"]["status_quo"] == [
        "price is sixty",
        "terms is cash",
    ]
    page = client.get("/models/m.toml/follow-up/compare").text
    chosen = Chosen(page).found
    assert chosen["scenarios-given-decision_makers-seller-options-price-start"] == "sixty"


def test_a_start_that_is_a_pattern_stays_one(client: TestClient, tmp_path: Path) -> None:
    edits = [{"do": "put", "at": ["status_quo"], "value": "Y/fifty/cash"}]
    edit(client, "m.toml", "parties", edits=json.dumps(edits))
    do(client, "start", PRICE, value="sixty")
    do(client, "start", SELL)
    assert written(tmp_path)["status_quo"] == "N/sixty/cash"


def test_directions_steps_and_order_are_those_of_levels(client: TestClient, tmp_path: Path) -> None:
    page = client.get("/models/m.toml/parties").text
    of = page.index('id="decision_makers-seller-options-price-moves"')
    assert "Only up" in page[of : of + 600]
    assert "Can't be undone" not in page[of : of + 600]
    do(client, "order", [*PRICE, "ordered"])
    do(client, "put", [*PRICE, "steps"], value="neighbour", optional="1")
    page = do(client, "put", [*PRICE, "moves"], value="up", optional="1")
    kept = option(tmp_path, PRICE)
    assert (kept["moves"], kept["steps"], "ordered" in kept) == ("up", "neighbour", False)
    assert "decision_makers-seller-options-price-ordered" in Chosen(page).found  # it is implied


def test_levels_that_are_compared_stay_ordered(client: TestClient, tmp_path: Path) -> None:
    kept = {**option(tmp_path, PRICE), "moves": "up"}
    del kept["ordered"]
    edit(client, "m.toml", "parties", edits=json.dumps([{"do": "put", "at": PRICE, "value": kept}]))
    given = ["scenarios", "given", *PRICE]
    do(client, "direct", given, value="fixed")
    assert written(tmp_path)["scenarios"]["given"]["decision_makers"]["seller"]["options"] == {
        "price": {**kept, "moves": "fixed", "ordered": True}
    }
    page = do(client, "put", [*PRICE, "moves"], value="", optional="1")
    assert option(tmp_path, PRICE)["ordered"] is True
    assert "to mend" not in page


def test_the_option_table_is_filtered_by_levels(client: TestClient) -> None:
    page = client.get("/models/m.toml/answer?which=all").text
    row = page[page.index("Where ‘Terms’ is") :]
    assert row.index("<option>on credit</option>") < row.index("</select>")
    assert "done" not in row[: row.index("</select>")]
    assert '<td data-is="on credit">' in row


def test_levels_called_yes_and_no_are_said_in_the_option_table(client: TestClient) -> None:
    do(client, "into-levels", SELL)
    page = client.get("/models/m.toml/answer?which=all").text
    row = page[page.index("Where ‘Sell’ is") :]
    assert '<td data-is="yes"><button type="button" tabindex="-1" title="yes">yes</button>' in row


def test_done_or_not_becomes_a_choice_and_is_that_again(client: TestClient, tmp_path: Path) -> None:
    before = written(tmp_path)
    page = client.get("/models/m.toml/parties").text
    assert "3 statements and rules name it and go along" in page
    do(client, "into-levels", SELL)
    then = written(tmp_path)
    assert option(tmp_path, SELL) == {"text": "Sell", "levels": {"no": "no", "yes": "yes"}}
    assert then["status_quo"] == ["terms is cash", "sell is yes"]
    assert then["rules"]["infeasible"] == ["sell is yes and terms is none"]
    assert then["preferences"]["buyer"]["statements"][0] == "not sell is yes"
    versions = client.get("/models/m.toml/history").text
    assert "Make an option of Seller a choice of one among several" in versions
    do(client, "into-done-or-not", SELL)
    assert written(tmp_path) == before


def test_statements_name_levels_in_words(client: TestClient) -> None:
    page = client.get("/models/m.toml/preferences").text
    named = json.loads(html.unescape(page.split('data-names="')[1].split('"')[0]))
    assert ["level", "terms is credit", "Terms: on credit"] in [one[:3] for one in named]
    of_price = [one[3] for one in named if one[1].startswith("price at")]
    assert of_price == [
        *("Price at least sixty", "Price at least seventy"),
        *("Price at most fifty", "Price at most sixty"),
    ]
    assert not any(one[1].startswith("terms at") for one in named)


def test_a_statement_is_understood_in_words(client: TestClient) -> None:
    asked = {"statement": "not Terms: on credit and Price at least sixty"}
    found = client.get("/models/m.toml/check", params=asked).json()
    assert found["text"] == "True in 6 of 15 outcomes."


def test_a_rule_is_about_levels(client: TestClient, tmp_path: Path) -> None:
    page = client.get("/models/m.toml/rules").text
    assert "3 options can be chosen in <b>18 combinations</b>" in page
    at = json.dumps(["rules"])
    form = {
        "do": "group",
        "at": at,
        "kind": "at_most_one",
        "is:sell": "on",
        "is:terms is cash": "on",
    }
    edit(client, "m.toml", "rules", **form)
    at = json.dumps(["rules", "requires"])
    page = edit(
        client, "m.toml", "rules", do="require", at=at, option="terms is credit", value="sell"
    )
    assert written(tmp_path)["rules"]["at_most_one"] == [["sell", "terms is cash"]]
    assert written(tmp_path)["rules"]["requires"] == {"terms is credit": "sell"}
    assert "Terms: on credit only if Sell" in page


def test_a_level_has_a_weight(client: TestClient, tmp_path: Path) -> None:
    edits = [{"do": "put", "at": ["preferences", "buyer"], "value": {"weights": {"sell": 1}}}]
    page = edit(client, "m.toml", "preferences?party=buyer", edits=json.dumps(edits))
    assert '<option value="terms is cash">Terms: cash (Buyer)</option>' in page
    at = json.dumps(["preferences", "buyer", "weights", "terms is cash"])
    page = edit(client, "m.toml", "preferences?party=buyer", do="weigh", at=at, value="-3")
    assert written(tmp_path)["preferences"]["buyer"]["weights"]["terms is cash"] == -3
    assert 'aria-label="Weight of Terms: cash"' in page


def test_what_goes_with_levels_only_is_told_where_it_stands(
    client: TestClient, tmp_path: Path
) -> None:
    edits = [
        {"do": "put", "at": [*PRICE, "does"], "value": "ask"},
        {"do": "put", "at": SELL, "value": {"text": "Sell", "ordered": True}},
        {"do": "put", "at": [*PRICE, "levels", "more"], "value": "Sixty"},
    ]
    page = html.unescape(edit(client, "m.toml", "parties", edits=json.dumps(edits)))
    assert "says how one option is done or given up" in page
    assert "'ordered' is about levels, and 'sell' has none." in page
    level = page[page.index('id="decision_makers-seller-options-price-levels-more-row"') :]
    assert "are both called" in level[: level.index("</li>")]
    do(client, "remove", [*PRICE, "does"])
    do(client, "remove", [*SELL, "ordered"])
    page = do(client, "remove", [*PRICE, "levels", "more"])
    assert "to mend" not in page


def test_counts_name_levels_of_the_options_of_a_group(client: TestClient, tmp_path: Path) -> None:
    edits = [{"do": "put", "at": ["groups"], "value": {"both": ["seller", "buyer"]}}]
    page = edit(client, "m.toml", "preferences?party=buyer", edits=json.dumps(edits))
    named = json.loads(html.unescape(page.split('data-names="')[1].split('"')[0]))
    assert [one[1] for one in named if one[0] == "group"] == [
        *("both.sell", "both.price is fifty", "both.price is sixty", "both.price is seventy"),
        *("both.terms is none", "both.terms is cash", "both.terms is credit"),
    ]
    asked = {"statement": "at least 2 of (both.sell, both.price is sixty)", "party": "buyer"}
    found = client.get("/models/m.toml/check", params=asked).json()
    assert found["text"] == "True in 2 of 15 outcomes."
