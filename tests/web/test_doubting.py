"""What isn't known, as the page of preferences writes it: forms that say it, or are refused."""

from __future__ import annotations

import html
import json
import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from countermove.editing.applying import applied
from countermove.editing.edits import found, read_edits
from countermove.files.model_file import from_dict
from countermove.files.toml_layout import inline
from countermove.web.pages.preferences import ACTIONS
from countermove.web.pages.rules.edits import remove
from web.app import client_of, edit

NAME = "valley.toml"
VALLEY = """\
format = "countermove/1"
title = "A valley"
decision_makers.town = { name = "Town", options = { pump = "Pump", ration = "Ration" } }
decision_makers.farm = { name = "Farm", options = { dam = "Dam" } }
decision_makers.press = { name = "Press" }

[preferences.town]
statements = [
  "pump",  # above all
  { holds = "not dam", because = ["call"] },
  { holds = "ration", perhaps = true, likely = 0.70, doubt = "dry" },
  { any_order = ["not ration", "dam"] },
]

[preferences.farm]
statements = ["dam", { holds = "not pump", perhaps = true, likely = 0.7, doubt = "dry" }]

[preferences.press]
weights = { pump = 1 }

[sources.call]
said = "No."

[claims.dry]
says = "Nobody pumps"
never = "pump"
"""
TOWN = ("preferences", "town", "statements")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("doubting")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with client_of(folder) as client:
        yield client


@pytest.fixture(autouse=True)
def valley(folder: Path) -> None:
    (folder / NAME).write_text(VALLEY, "utf-8")


@pytest.fixture
def at_home(client: TestClient, folder: Path) -> tuple[TestClient, Path]:
    return client, folder / NAME


def at(*path: str | int) -> str:
    return json.dumps(list(path))


def data_of(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / NAME).read_text("utf-8"))


FORMS: dict[str, tuple[dict[str, str], tuple[str | int, ...], Any, str]] = {
    "perhaps": (
        {"do": "sure", "at": at(*TOWN, 0), "value": "left-out"},
        (*TOWN, 0),
        {"holds": "pump", "perhaps": "left out"},
        "Say how sure a statement of Town is",
    ),
    "either way, too": (
        {"do": "sure", "at": at(*TOWN, 1), "value": "perhaps-either-way"},
        (*TOWN, 1),
        {"holds": "not dam", "because": ["call"], "perhaps": True, "either_way": True},
        "Say how sure a statement of Town is",
    ),
    "a likelihood, for both places of the doubt": (
        {"do": "likely", "at": at(*TOWN, 2, "likely"), "value": "20 %"},
        ("preferences", "farm", "statements", 1, "likely"),
        0.2,
        "Say how likely a doubt about Town is",
    ),
    "strongly": (
        {"do": "strongly", "at": at(*TOWN, 0), "value": "2"},
        (*TOWN, 0),
        {"holds": "pump", "strongly": True},
        "Say how strongly Town wants something",
    ),
    "a name of its own": (
        {"do": "doubt", "at": at(*TOWN, 2), "value": "The dry year"},
        (*TOWN, 2, "doubt"),
        "the-dry-year",
        "Name a doubt about Town",
    ),
    "an open order": (
        {"do": "together", "at": at(*TOWN, 1)},
        (*TOWN, 0),
        {"any_order": ["pump", {"holds": "not dam", "because": ["call"]}]},
        "Leave open in which order Town wants something",
    ),
    "into one by dragging": (
        {"do": "bring", "at": at(*TOWN, 2), "to": at(*TOWN, 3, "any_order", 2)},
        (*TOWN, 2, "any_order", 2),
        {"holds": "ration", "perhaps": True, "likely": 0.7, "doubt": "dry"},
        "Move a statement of Town",
    ),
    "out of one": (
        {"do": "out", "at": at(*TOWN, 3, "any_order", 0)},
        (*TOWN, slice(3, None)),
        ["dam", "not ration"],
        "Take a statement of Town out of an open order",
    ),
    "removed from one": (
        {"do": "remove", "at": at(*TOWN, 3, "any_order", 0)},
        (*TOWN, 3),
        "dam",
        "Change a statement of Town",
    ),
    "in order": (
        {"do": "order", "at": at(*TOWN, 3)},
        (*TOWN, slice(3, None)),
        ["not ration", "dam"],
        "Put statements of Town in order",
    ),
    "within an open order": (
        {"do": "move", "at": at(*TOWN, 3, "any_order", 0), "to": "1"},
        (*TOWN, 3, "any_order"),
        ["dam", "not ration"],
        "Move a statement of Town down",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_in_doubt_is_written_and_undone(
    client: TestClient, folder: Path, form: str
) -> None:
    fields, place, expected, said = FORMS[form]
    page = edit(client, NAME, "preferences?party=town", **fields)
    *whole, last = place
    value = found(data_of(folder), tuple(whole))
    assert value[last] == expected
    assert f'title="{said} (Ctrl+Z)"' in page
    edit(client, NAME, "preferences", do="undo")
    assert (folder / NAME).read_text("utf-8") == VALLEY


WEIGHT = ("preferences", "press", "weights", "pump")
RANKED = ("preferences", "farm", "ranking")
RANKING = ["YY-", ["NNY", 1], ">>", {"unknown": ["NYN", "NYY", "YNN"]}, 6]


@pytest.mark.parametrize(
    ("do", "place", "more", "expected"),
    [
        ("open", (1,), {}, ["YY-", {"unknown": ["NNY", 1]}, *RANKING[2:]]),
        ("open", (0,), {}, [{"unknown": ["YY-"]}, *RANKING[1:]]),
        ("open", (3,), {}, [*RANKING[:3], ["NYN", "NYY", "YNN"], 6]),
        ("tie", (4,), {}, [*RANKING[:3], {"unknown": ["NYN", "NYY", "YNN", 6]}]),
        ("tie", (3,), {}, ["YY-", {"unknown": ["NNY", 1, "NYN", "NYY", "YNN"]}, 6]),
        ("apart", (3, "unknown", 1), {}, [*RANKING[:3], {"unknown": ["NYN", "YNN"]}, "NYY", 6]),
        ("untie", (3,), {}, [*RANKING[:3], "NYN", "NYY", "YNN", 6]),
        ("greatly", (1,), {}, ["YY-", ">>", *RANKING[1:]]),
        ("remove", (2,), {}, [*RANKING[:2], *RANKING[3:]]),
        ("move", (3,), {"to": "1"}, ["YY-", RANKING[3], RANKING[1], ">>", 6]),
        ("move", (4,), {"to": "0"}, [6, *RANKING[:4]]),
        ("move", (2,), {"to": "0"}, [*RANKING[:2], *RANKING[3:]]),
    ],
)
def test_a_ranking_says_what_is_open_and_what_is_greatly_better(
    at_home: tuple[TestClient, Path], do: str, place: tuple[Any, ...], more: Any, expected: Any
) -> None:
    client, file = at_home
    ranking = f"ranking = {inline(RANKED, RANKING)}  # so far"
    text = re.sub(r'statements = \["dam".*', lambda _: ranking, VALLEY)
    file.write_text(text, "utf-8")
    page = edit(client, NAME, "preferences?party=farm", do=do, at=at(*RANKED, *place), **more)
    assert found(tomllib.loads(file.read_text("utf-8")), RANKED) == expected
    assert "  # so far" in file.read_text("utf-8")
    assert 'class="mistake"' not in page
    edit(client, NAME, "preferences", do="undo")
    assert file.read_text("utf-8") == text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *(("-4 to -2", [-4, -2]), ("[1/3, 0.5]", ["1/3", 0.5]), ("−4…2", [-4, 2])),
        *(("3", 3), ("1..2", [1, 2])),
    ],
)
def test_a_weight_has_bounds(client: TestClient, folder: Path, typed: str, expected: Any) -> None:
    fields = {"do": "weigh", "at": at(*WEIGHT), "value": typed}
    page = edit(client, NAME, "preferences?party=press", **fields)
    assert found(data_of(folder), WEIGHT) == expected
    assert ("within bounds" in page) == isinstance(expected, list)


REFUSED = {
    "bounds the wrong way round": (
        {"do": "weigh", "at": at(*WEIGHT), "value": "2 to 1"},
        "lower bound 2 is above the upper one, 1. Write [1, 2]",
    ),
    "no bounds": (
        {"do": "weigh", "at": at(*WEIGHT), "value": "2 to"},
        "or two bounds: -4 to -2",
    ),
    "no share": ({"do": "likely", "at": at(*TOWN, 2, "likely"), "value": "often"}, "70%"),
    "too much": (
        {"do": "likely", "at": at(*TOWN, 2, "likely"), "value": "7"},
        "between 0 and 1; found 7. Write a share",
    ),
    "a name of an order": (
        {"do": "doubt", "at": at(*TOWN, 3), "value": "dry"},
        "stands elsewhere for another kind",
    ),
    "a likelihood of what is sure": (
        {"do": "likely", "at": at(*TOWN, 0, "likely"), "value": "0.5"},
        "this statement has none",
    ),
}


@pytest.mark.parametrize("form", REFUSED)
def test_what_would_be_a_mistake_is_refused_in_words(
    client: TestClient, folder: Path, form: str
) -> None:
    fields, said = REFUSED[form]
    seen = client.get(f"/models/{NAME}/revision").text
    answer = client.post(f"/models/{NAME}/preferences", data=fields, headers={"X-Revision": seen})
    assert answer.status_code == 422
    assert said in html.unescape(answer.text.split('id="message"')[1].split("</div>")[0])
    assert (folder / NAME).read_text("utf-8") == VALLEY


def test_readings_come_change_and_go(at_home: tuple[TestClient, Path]) -> None:
    client, file = at_home
    whole = ("preferences", "town")
    first = ("readings", 0)

    def town() -> Any:
        return found(tomllib.loads(file.read_text("utf-8")), whole)

    wishes = town()["statements"]
    page = "preferences?party=town&which=2"
    both = {"do": "beside", "at": at(*whole), "value": "The doves", "first": "The hawks"}
    html = edit(client, NAME, page, **both)
    assert [one["says"] for one in town()["readings"]] == ["The hawks", "The doves"]
    assert [one["statements"] for one in town()["readings"]] == [wishes, wishes]
    assert "# above all" in file.read_text("utf-8")
    assert 'title="Put a reading beside what Town wants (Ctrl+Z)"' in html
    assert "If “The doves”" in html

    for k, share in ((0, "60%"), (1, "0.3")):
        likely = {"do": "likely", "at": at(*whole, "readings", k, "likely"), "value": share}
        edit(client, NAME, page, **likely)
    assert [one.get("likely") for one in town()["readings"]] == [None, 0.3]
    says = {"do": "put", "at": at(*whole, *first, "says"), "value": "Those who fear"}
    edit(client, NAME, page, **says)
    assert town()["readings"][0]["says"] == "Those who fear"

    inner = (*whole, "readings", 1)
    html = edit(client, NAME, page, do="remove", at=at(*inner, "statements", 3))
    assert len(town()["readings"][0]["statements"]) == len(town()["readings"][1]["statements"]) + 1
    html = edit(client, NAME, page, do="judge", at=at(*inner), value="ranking")
    assert town()["readings"][1].keys() == {"says", "ranking", "likely"}
    assert "the answer beside takes each party as written" in html
    places = [[int(n) for n in re.findall(r"<b>\[(\d+)\]</b>", html)][:8]]
    assert sorted(places[0]) == list(range(1, 9))
    html = edit(client, NAME, page, do="beside", at=at(*whole), value="In between")
    assert [one["says"] for one in town()["readings"]][2:] == ["In between"]
    for _ in range(2):
        html = edit(client, NAME, page, do="remove", at=at(*whole, "readings", 1))
    assert town() == {"statements": wishes}
    assert "# above all" in file.read_text("utf-8")


def test_a_reading_is_ranked_as_it_says(at_home: tuple[TestClient, Path]) -> None:
    client, file = at_home
    two = """readings = [
      { says = "Wet", statements = ["pump"] },
      { says = "Dry", statements = ["not pump", "nonsense"] },
    ]"""
    town = re.search(r"statements = \[\n  .pump.*?\n\]", VALLEY, re.DOTALL)
    assert town
    file.write_text(VALLEY.replace(town[0], two.replace(', "nonsense"', "")), "utf-8")
    best = []
    for which in ("1", "2"):
        page = client.get(f"/models/{NAME}/preferences?party=town&which={which}").text
        level = page.partition('id="level-1"')[2].partition('id="level-2"')[0]
        best.append(sorted(map(int, re.findall(r"<b>\[(\d+)\]</b>", level))))
    assert best == [[2, 4, 6, 8], [1, 3, 5, 7]]
    file.write_text(VALLEY.replace(town[0], two), "utf-8")
    page = client.get(f"/models/{NAME}/preferences?party=town").text
    mistake = "/preferences?party=town&amp;which=2#preferences-town-readings-1-statements-1"
    assert mistake in page


def test_the_page_says_what_is_in_doubt(client: TestClient) -> None:
    page = html.unescape(client.get(f"/models/{NAME}/preferences?party=farm").text)
    assert "Perhaps, 70% likely, the doubt ‘dry’</b>" in page
    assert "In doubt: whether Farm cares about “not Pump” (and, as one doubt," in page
    assert '<option value="dry"></option>' in page
    assert "What is in doubt is taken as written." in page
    assert "7 wishes" in page
    other = client.get(f"/models/{NAME}/preferences?party=press").text
    assert "taken as written" not in other


def test_a_scenario_has_doubts_of_its_own(at_home: tuple[TestClient, Path]) -> None:
    client, file = at_home
    file.write_text(f'{VALLEY}\n[scenarios.wet]\ntitle = "It rains"\n', "utf-8")
    here = ("scenarios", "wet", *TOWN)
    page = "preferences?party=town&in=scenarios.wet"
    for do, place, value in (("sure", (0,), "perhaps"), ("together", (1,), "")):
        shown = edit(client, NAME, page, do=do, at=at(*here, *place), value=value)
    data = tomllib.loads(file.read_text("utf-8"))
    assert found(data, TOWN) == found(tomllib.loads(VALLEY), TOWN)
    first = {"any_order": [{"holds": "pump", "perhaps": True}, found(data, TOWN)[1]]}
    assert found(data, here)[0] == first
    assert "In doubt: in which order Town puts “Pump” and “not Dam”." in html.unescape(shown)
    likely = {"do": "likely", "at": at(*here, 1, "likely"), "value": "0.2"}
    edit(client, NAME, page, **likely)
    data = tomllib.loads(file.read_text("utf-8"))
    assert found(data, here)[1]["likely"] == found(data, TOWN)[2]["likely"] == 0.2


def test_the_same_by_the_api(client: TestClient, folder: Path) -> None:
    revision = client.get(f"/api/models/{NAME}").json()["revision"]
    move = {"do": "move", "at": [*TOWN, 0], "to": [*TOWN, 2, "any_order", 0]}
    put = {"do": "put", "at": [*TOWN, 1, "perhaps"], "value": "left out"}
    asked = {"revision": revision, "edits": [move, put]}
    answer = client.post(f"/api/models/{NAME}/edits", json=asked)
    assert answer.status_code == 200
    wishes = found(data_of(folder), TOWN)
    assert wishes[1]["perhaps"] == "left out"
    assert wishes[2] == {"any_order": ["pump", "not ration", "dam"]}


# -- rankings, at random --------------------------------------------------------------------------

OUTCOMES = ("NNN", "YNN", "NYN", "YYN", "NNY", "YNY", "NYY", "YYY")


@given(st.randoms(use_true_random=False))
def test_deeds_on_a_ranking_lose_no_outcome_and_make_no_mistake(luck: random.Random) -> None:
    ranking: list[Any] = []
    names = luck.sample(OUTCOMES, len(OUTCOMES))
    while names:
        several = [names.pop() for _ in range(min(luck.randint(1, 3), len(names)))]
        one: Any = several[0] if len(several) == 1 else several
        ranking.append({"unknown": several} if luck.random() < 0.3 else one)
        ranking += [">>"] if names and luck.random() < 0.3 else []
    data = tomllib.loads(VALLEY)
    data["preferences"]["farm"] = {"ranking": ranking}
    for _ in range(4):
        entries = data["preferences"]["farm"]["ranking"]
        place = luck.choice([k for k, one in enumerate(entries) if one != ">>"])
        do = luck.choice(["tie", "untie", "open", "greatly", "move", "apart"])
        here: tuple[Any, ...] = (*RANKED, place)
        if do == "apart":
            here += (("unknown",) if isinstance(entries[place], dict) else ()) + (0,)
        if do == "greatly" and (not place or entries[place - 1] == ">>"):
            continue  # the page doesn't offer it
        to = str(luck.randrange(len(entries)))
        data = applied(data, read_edits(ACTIONS[do](here, {"to": to}, data)))
        from_dict(data)
        written = re.findall(r"[NY]{3}", str(data["preferences"]["farm"]["ranking"]))
        assert sorted(written) == sorted(OUTCOMES)


def test_an_outcome_that_goes_leaves_rankings_whole() -> None:
    data = {
        "states": dict.fromkeys(("s0", "s1", "s2", "s3"), "x"),
        "preferences": {
            "a": {
                "ranking": ["s0", ">>", {"unknown": ["s1", "s2"]}, "s3"],
                "unknown": [["s0", "s3"]],
            },
            "b": {"readings": [{"says": "A", "ranking": [["s0", "s1"], ">>", "s2", ">>", "s3"]}]},
        },
    }
    for state in ("s0", "s2"):
        data = applied(data, read_edits(remove(("states", state), {}, data)))
    assert data["preferences"]["a"] == {"ranking": [{"unknown": ["s1"]}, "s3"], "unknown": []}
    assert data["preferences"]["b"]["readings"][0]["ranking"] == [["s1"], ">>", "s3"]
