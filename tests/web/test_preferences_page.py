"""The page of preferences: what its forms write, and the ranking beside them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.editing.applying import applied
from countermove.editing.edits import read_edits
from countermove.errors import CountermoveError
from countermove.files.model_file import load
from countermove.model.conflict import Conflict
from countermove.model.numbers import exact
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary
from countermove.preferences.distance import distance
from countermove.report.states import StateList
from countermove.web.contexts import copied_first, inherited, inherited_from, within
from countermove.web.forms import edits_from
from countermove.web.pages.preferences.judging import (
    apart,
    complete,
    judge_by,
    number_of,
    tie,
    untie,
    weigh,
)
from countermove.web.pages.preferences.ranked import ranked, truths
from countermove.web.sources import sources
from models import Data, graph_data, option_data
from web.app import case_in, client_of, edit

Edits = list[dict[str, Any]]
EUROPE = ["preferences", "europe"]
HEAD = 'format = "countermove/1"\ntitle = "Small"\nstatus_quo = []\n'
PARTIES = """
[decision_makers.a]
name = "Anna"
options = { x = "Do x", y = "Do y" }
[decision_makers.b]
name = "Bert"
options = { z = "Do z" }
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with client_of(folder) as client:
        yield client


def at(*path: str | int) -> str:
    return json.dumps(list(path))


def data_of(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / name).read_text("utf-8"), parse_float=Decimal)


def done(data: Data, edits: Edits) -> Data:
    return applied(data, read_edits(edits))


# -- edits of the page -------------------------------------------------------------------------

Look = Callable[[dict[str, Any]], Any]
STATEMENTS = (*EUROPE, "statements")
SCENARIO = ("scenarios", "no-guarantee", *EUROPE)

FORMS: dict[str, tuple[dict[str, str], Look, Any]] = {
    "a statement is written": (
        {"do": "put", "at": at(*STATEMENTS, 1, "holds"), "value": "deal"},
        lambda data: data["preferences"]["europe"]["statements"][1]["holds"],
        "deal",
    ),
    "one is added": (
        {"do": "add", "at": at(*STATEMENTS), "value": "accept"},
        lambda data: data["preferences"]["europe"]["statements"][4],
        {"holds": "accept"},
    ),
    "one is moved": (
        {"do": "move", "at": at(*STATEMENTS, 0), "to": "3"},
        lambda data: data["preferences"]["europe"]["statements"][3]["holds"],
        "guarantee implies terms is table",
    ),
    "one is removed": (
        {"do": "remove", "at": at(*STATEMENTS, 0)},
        lambda data: len(data["preferences"]["europe"]["statements"]),
        3,
    ),
    "a source is named": (
        {"do": "cite", "at": at(*STATEMENTS, 3), "value": "orban"},
        lambda data: data["preferences"]["europe"]["statements"][3]["because"],
        ["joint", "brekelmans", "orban"],
    ),
    "a source of a statement in short": (
        {
            "do": "cite",
            "at": at("scenarios", "any-terms", "preferences", "ukraine", "statements", 0),
            "value": "backs",
        },
        lambda data: data["scenarios"]["any-terms"]["preferences"]["ukraine"]["statements"][0],
        {"holds": "deal", "because": ["backs"]},
    ),
    "a source written in place": (
        {
            **{"do": "cite-new", "at": at("decision_makers", "europe", "options", "guarantee")},
            **{"value": "Troops are ready", "who": "A general", "on": "2025-02-14", "where": ""},
        },
        lambda data: [
            data["decision_makers"]["europe"]["options"]["guarantee"]["because"],
            data["sources"]["troops-are-ready"],
        ],
        [
            ["joint", "brekelmans", "troops-are-ready"],
            {"said": "Troops are ready", "who": "A general", "on": date(2025, 2, 14)},
        ],
    ),
    "a note": (
        {"do": "put", "at": at(*STATEMENTS, 0, "note"), "value": "Why not?", "optional": "1"},
        lambda data: data["preferences"]["europe"]["statements"][0]["note"],
        "Why not?",
    ),
    "a ranking instead": (
        {"do": "judge", "at": at(*EUROPE), "value": "ranking"},
        lambda data: data["preferences"]["europe"]["ranking"][0],
        ["table/NNNY", "table/NYNY", "table/NNYY", "table/NYYY"],
    ),
    "weights instead": (
        {"do": "judge", "at": at(*EUROPE), "value": "weights"},
        lambda data: data["preferences"]["europe"],
        {
            **{"because": ["backs", "brekelmans", "joint"], "weights": {}},
            "note": load("talks-2025").preferences["europe"].note,
        },
    ),
    "the first change in a scenario": (
        {"do": "move", "at": at(*SCENARIO, "statements", 0), "to": "1"},
        lambda data: [
            statement["holds"]
            for part in (data, data["scenarios"]["no-guarantee"])
            for statement in part["preferences"]["europe"]["statements"][:2]
        ],
        [
            "guarantee implies terms is table",
            *["terms is table"] * 2,
            "guarantee implies terms is table",
        ],
    ),
    "a source for what a scenario has from the model": (
        {"do": "cite", "at": at(*SCENARIO), "value": "orban"},
        lambda data: [
            data["scenarios"]["no-guarantee"]["preferences"]["europe"]["because"],
            len(data["scenarios"]["no-guarantee"]["preferences"]["europe"]["statements"]),
        ],
        [["backs", "brekelmans", "joint", "orban"], 4],
    ),
    "another kind in a scenario": (
        {"do": "judge", "at": at(*SCENARIO), "value": "ranking"},
        lambda data: data["scenarios"]["no-guarantee"]["preferences"]["europe"]["because"],
        ["backs", "brekelmans", "joint"],
    ),
    "a scenario as in the model again": (
        {"do": "remove", "at": at("scenarios", "any-terms", "preferences", "ukraine")},
        lambda data: "preferences" in data["scenarios"]["any-terms"],
        False,
    ),
    "a source": (
        {"do": "add", "at": at("sources"), "value": "Asked for a seat"},
        lambda data: data["sources"]["asked-for-a-seat"],
        {"said": "Asked for a seat"},
    ),
    "a source is called otherwise": (
        {"do": "rename", "at": at("sources", "brekelmans"), "value": "dutch"},
        lambda data: data["preferences"]["europe"]["because"],
        ["backs", "dutch", "joint"],
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_writes_and_undo_restores_the_same_bytes(
    client: TestClient, folder: Path, form: str
) -> None:
    fields, look, expected = FORMS[form]
    name = case_in(folder, "talks-2025")
    before = (folder / name).read_bytes()
    edit(client, name, "preferences?party=europe", **fields)
    assert look(data_of(folder, name)) == expected
    edit(client, name, "preferences", do="undo")
    assert (folder / name).read_bytes() == before


def test_a_party_begins_and_is_indifferent(client: TestClient, folder: Path) -> None:
    name = "begin.toml"
    (folder / name).write_text(f"{HEAD}{PARTIES}\n[preferences.b]\nstatements = ['z']\n")
    page = client.get(f"/models/{name}/preferences").text
    assert "Nothing is written yet of what Anna wants." in page
    begin = [{"do": "put", "at": ["preferences", "a", "statements"], "value": []}]
    page = edit(client, name, "preferences", edits=json.dumps(begin))
    assert "Anna is indifferent" in page
    assert "8 outcomes at 1 place" in page


def test_mistakes_stand_where_they_are_made(client: TestClient, folder: Path) -> None:
    name = case_in(folder, "talks-2025")
    client.get(f"/models/{name}/preferences?party=europe")
    fields = {"do": "put", "at": at(*STATEMENTS, 1, "holds"), "value": "tabel"}
    page = edit(client, name, "preferences?party=europe", **fields)
    main, _, live = page.partition('<aside class="live"')
    assert main.count("No option or term &#39;tabel&#39;") == 1
    assert "Before the mistakes:" in main
    assert "/preferences?party=europe#preferences-europe-statements-1" in live
    edit(client, name, "preferences", do="undo")


# -- the ranking beside them --------------------------------------------------------------------


def test_the_ranking_is_that_of_the_command_line(client: TestClient, folder: Path) -> None:
    name = case_in(folder, "talks-2025")
    rankings = StateList(build(load("talks-2025"))).to_dict()["rankings"]
    for party, levels in rankings.items():
        page = client.get(f"/models/{name}/preferences?party={party}").text
        shown = [
            [int(number) for number in re.findall(r"<b>\[(\d+)\]</b>", level)]
            for level in page.partition('<ol class="levels"')[2].split('<li class="level')[1:]
        ]
        # The answer beside it names outcomes too, after the last level.
        shown[-1] = shown[-1][: len(levels[-1])]
        assert list(map(sorted, shown)) == list(map(sorted, levels))


def test_of_many_outcomes_those_that_matter_are_shown() -> None:
    options = {f"o{k}": f"Do {k}" for k in range(8)}
    conflict = Conflict.model_validate(
        {
            **{"format": "countermove/1", "title": "Many", "status_quo": ["o0", "o1"]},
            "decision_makers": {"a": {"name": "A", "options": options}, "b": {"name": "B"}},
            "preferences": {
                "a": {"weights": {f"o{k}": 2**k for k in range(7)}},
                "b": {"statements": []},
            },
        }
    )
    solution = solve(conflict)
    for party, places in (("a", 128), ("b", 1)):
        found = ranked(solution, party)
        shown = [outcome for level in found["levels"] for outcome in level["outcomes"]]
        assert (found["outcomes"], found["places"]) == (256, places)
        assert [outcome["lead"] for outcome in shown if outcome["start"]] == ["[4]"]
        assert {outcome["lead"] for outcome in shown if outcome["holds"]} == {"[128]", "[256]"}
        assert not found["calm"]
        assert not found["everything"]
        skipped = sum(level["size"] + level["skipped"] for level in found["levels"])
        assert skipped == 256
        assert found["hidden"] == places - len(found["levels"])
        whole = ranked(solution, party, all_places=True)["levels"]
        assert [level["place"] for level in whole] == list(range(1, places + 1))
    # Many that tie stand in one line; what is done in all of them is drawn.
    (level,) = found["levels"]
    assert len(level["outcomes"]) + level["more"] == 256
    assert (level["holding"], level["more"], len(level["folded"])) == (0, 253, 3)
    assert {sign for group in level["alike"] for sign, _ in group} == {"-"}
    first, *_, last = ranked(solution, "a")["levels"]
    assert (first["place"], last["place"]) == (1, 128)


def test_nobody_wants_anything_and_nothing_is_marked(client: TestClient, folder: Path) -> None:
    name = "calm.toml"
    wants = "".join(f"[preferences.{dm}]\nstatements = []\n" for dm in "ab")
    (folder / name).write_text(f"{HEAD}{PARTIES}{wants}")
    page = client.get(f"/models/{name}/preferences").text
    assert "Everything holds as long as nobody wants anything." in page
    assert 'class="dot"' not in page
    assert "7 more, equally good" in page
    assert page.count("none yet") == 2


def test_which_wishes_are_true_at_each_place_is_sent_along(client: TestClient) -> None:
    data = small(a={"statements": ["x", "z"]}, b={"statements": []})
    solution = solve(Conflict.model_validate(data))
    assert truths(solution, "a", ["x", "z"]) == "11:2 10:2 01:2 00:2"
    assert truths(solution, "a", ["z", "x"]) == ""


def test_a_view_shows_what_is_seen_there(client: TestClient, folder: Path) -> None:
    name = "view.toml"
    (folder / name).write_text(
        f"{HEAD}{PARTIES}\n[preferences.a]\nstatements = ['x']\n[preferences.b]\nstatements = ['z']"
        "\n[views.a]\nunknown = ['y']\n"
    )
    page = client.get(f"/models/{name}/preferences?party=b&in=views.a").text
    assert "What Anna sees." in page
    assert "as in the model itself" in page
    assert "4 outcomes at 2 places" in page
    here = ("views", "a", "preferences", "b")
    step = "preferences?party=b&in=views.a"
    page = edit(client, name, step, do="judge", at=at(*here), value="ranking")
    ranking = data_of(folder, name)["views"]["a"]["preferences"]["b"]["ranking"]
    assert ranking == [["NNY", "YNY"], ["NNN", "YNN"]]
    assert "4 outcomes at 2 places" in page
    assert "otherwise here" in page


# -- another kind ------------------------------------------------------------------------------


@given(st.one_of(option_data(), option_data(coalesced=True), graph_data()), st.data())
def test_a_ranking_written_down_ranks_the_same(data: Data, draw: st.DataObject) -> None:
    party = draw.draw(st.sampled_from(list(data["preferences"])))
    after = done(data, judge_by(("preferences", party), {"value": "ranking"}, data))
    assert "ranking" in after["preferences"][party]
    assert ranked_alike(data, after, party)


def ranked_alike(before: Data, after: Data, party: str) -> bool:
    models = [build(Conflict.model_validate(data)) for data in (before, after)]
    return distance(*(model.preferences[party].ranks for model in models)) == 0


NAMES = st.lists(st.sampled_from(["x", "y", "z", "not x", "b.z", "not  z", "not  b.z"]), max_size=6)


@given(NAMES)
def test_weights_rank_as_simple_statements_do(statements: list[str]) -> None:
    data = small(a={"statements": statements}, b={"statements": []})
    after = done(data, judge_by(("preferences", "a"), {"value": "weights"}, data))
    assert ranked_alike(data, after, "a")


def small(**preferences: Any) -> Data:
    parties = tomllib.loads(PARTIES)["decision_makers"]
    base = {"format": "countermove/1", "title": "Small", "decision_makers": parties}
    return {**base, "preferences": preferences}


def test_too_many_outcomes_are_not_ranked_one_by_one() -> None:
    data = small(a={"statements": ["x"]}, b={"statements": []})
    data["decision_makers"]["b"]["options"] = {f"z{k}": "…" for k in range(6)}
    with pytest.raises(CountermoveError, match="256 outcomes are too many"):
        judge_by(("preferences", "a"), {"value": "ranking"}, data)


# -- direct rankings ---------------------------------------------------------------------------

RANKING = ["YY-", ["NNY", 1], ["NYN", "NYY", "YNN"], 6]
HERE = ("preferences", "a", "ranking")


@pytest.mark.parametrize(
    ("deed", "place", "expected"),
    [
        (tie, (1,), [["YY-", "NNY", 1], ["NYN", "NYY", "YNN"], 6]),
        (tie, (3,), ["YY-", ["NNY", 1], ["NYN", "NYY", "YNN", 6]]),
        (tie, (0,), RANKING),
        (untie, (1,), ["YY-", "NNY", 1, ["NYN", "NYY", "YNN"], 6]),
        (untie, (0,), ["YYN", "YYY", *RANKING[1:]]),
        (apart, (2, 0), ["YY-", ["NNY", 1], ["NYY", "YNN"], "NYN", 6]),
        (apart, (1, 1), ["YY-", "NNY", 1, ["NYN", "NYY", "YNN"], 6]),
    ],
)
def test_places_are_tied_and_split(
    deed: Callable[..., Edits], place: tuple[int, ...], expected: list[Any]
) -> None:
    data = small(a={"ranking": RANKING}, b={"statements": []})
    build(Conflict.model_validate(data))
    after = done(data, deed((*HERE, *place), {}, data))
    assert after["preferences"]["a"]["ranking"] == expected
    build(Conflict.model_validate(after))


def test_a_ranking_is_completed() -> None:
    wrong = ["YY-", ["NNY", "YYY"], 6, "NNNN", "-NN"]
    data = small(a={"ranking": wrong}, b={"statements": []})
    data["rules"] = {"infeasible": ["x and y and z"]}
    after = done(data, complete(HERE, {}, data))
    expected = ["YY-", "NNY", 6, "-NN", ["NYN", "NYY"]]
    assert after["preferences"]["a"]["ranking"] == expected
    build(Conflict.model_validate(after))


def test_a_ranking_in_one_text_is_shown_and_can_be_written_as_a_list(
    client: TestClient, folder: Path
) -> None:
    name = "one-text.toml"
    written = 'ranking = "8 > {1 2} > the rest"'
    rest = "[preferences.b]\nstatements = ['z']"
    (folder / name).write_text(f"{HEAD}{PARTIES}\n[preferences.a]\n{written}\n{rest}\n")
    before = build(load(folder / name)).preferences["a"].ranks.tolist()
    assert "8 &gt; {1 2} &gt; the rest" in client.get(f"/models/{name}/preferences").text
    page = edit(client, name, "preferences", do="spread", at=at(*HERE))
    assert data_of(folder, name)["preferences"]["a"]["ranking"] == ["8", ["1", "2"], "the rest"]
    assert build(load(folder / name)).preferences["a"].ranks.tolist() == before
    assert re.search("the rest.*5 outcomes", page, re.DOTALL)
    page = edit(client, name, "preferences", do="untie", at=at(*HERE, 2))
    assert data_of(folder, name)["preferences"]["a"]["ranking"][2:] == [
        *("NYN", "YYN", "NNY", "YNY", "NYY")
    ]


def test_nothing_is_missing_where_the_rest_is_named() -> None:
    data = small(a={"ranking": ["YYY", "the rest", 1]}, b={"statements": []})
    assert complete(HERE, {}, data) == []
    data = small(a={"ranking": "YYY > {NNN 2}"}, b={"statements": []})
    after = done(data, complete(HERE, {}, data))
    missing = ["NYN", "YYN", "NNY", "YNY", "NYY"]
    assert after["preferences"]["a"]["ranking"] == ["YYY", ["NNN", "2"], missing]


# -- weights -----------------------------------------------------------------------------------


def test_weights_are_exact() -> None:
    data = small(a={"weights": {"x": 1}}, b={"statements": []})
    here = ("preferences", "a", "weights")
    assert weigh((*here, "x"), {"value": "1"}, data) == []
    data = done(data, weigh(here, {"name": "y", "value": " 0.10 "}, data))
    data = done(data, weigh((*here, "x"), {"value": "−3"}, data))
    assert data["preferences"]["a"]["weights"] == {"x": -3, "y": 0.1}
    assert weigh((*here, "y"), {"value": "0.100"}, data) == []
    assert Conflict.model_validate(data).preferences["a"].weights == {"x": -3, "y": Decimal("0.1")}


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=4))
def test_a_typed_number_is_kept(number: Decimal) -> None:
    assert exact(number_of(str(number))) == number


def test_a_fraction_is_kept() -> None:
    assert number_of("-1/3") == "-1/3"


@pytest.mark.parametrize("text", ["", "many", "1,5", "nan", "inf", "1e999", "1/0", "1/x"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(CountermoveError):
        number_of(text)


# -- scenarios and views -----------------------------------------------------------------------


def test_what_a_scenario_or_view_inherits() -> None:
    data = {
        "preferences": {"a": 0, "b": 0, "c": {"weights": {"x": Decimal("0.1")}}},
        "views": {"a": {"preferences": {"b": 1}}},
        "scenarios": {"s": {"views": {"a": {}}, "preferences": {"a": 2}}},
    }
    part = ("preferences", "b")
    assert inherited(data, ("views", "a", "views", "b"), part) == 1
    assert inherited(data, ("scenarios", "s"), part) == 0
    assert inherited_from(data, ("scenarios", "s"), part) == "the model itself"
    within_both = ("scenarios", "s", "views", "a")
    assert inherited_from(data, within_both, ("preferences", "a")) == "the scenario “s”"
    assert inherited(data, ("scenarios", "s", "views", "a"), part) == 0
    assert inherited(data, ("scenarios", "s", "views", "a"), ("preferences", "a")) == 2
    (copy,) = copied_first(data, ("scenarios", "s", "preferences", "c", "weights", "y"))
    read_edits([copy])
    assert copy["value"] == {"weights": {"x": 0.1}}
    assert copied_first(data, ("scenarios", "s", "preferences", "a", "note")) == []
    assert copied_first(data, ("preferences", "a", "note")) == []


def test_a_scenario_is_ranked_as_it_has_it() -> None:
    case = load("talks-2025")
    found = within(case, ("scenarios", "any-terms"))
    expected = build(case, "any-terms")
    assert (found.model.preferences["ukraine"].ranks == expected.preferences["ukraine"].ranks).all()


# -- the record --------------------------------------------------------------------------------


def test_the_record_says_what_rests_on_each_source(client: TestClient, folder: Path) -> None:
    name = case_in(folder, "talks-2025")
    words = partial(statement_words, Vocabulary(load("talks-2025")))
    found = sources(data_of(folder, name), words)
    assert found["lecornu"].title == "Sébastien Lecornu, French armed forces minister, 2025-02-13"
    assert [text for _, text in found["lecornu"].uses] == [
        "Europe wants “not Concede borders”",
        "The claim “Conceding first can end in a peace nobody guarantees”",
        "The scenario “Europe would guarantee whether or not it sits at the table”: Europe wants "
        "“not Concede borders”",
    ]
    page = client.get(f"/models/{name}/record").text
    assert 'id="sources-lecornu"' in page
    assert "/preferences?party=europe#preferences-europe-statements-2" in page
    assert "The option “Settle on the terms on offer”" in page


def test_an_option_written_in_short_gets_a_source() -> None:
    data = small(a={"statements": ["x"]}, b={"statements": []})
    form = {"do": "cite", "at": at("decision_makers", "a", "options", "x"), "value": "call"}
    after = done(data, edits_from(form, data))
    expected = {"text": "Do x", "because": ["call"]}
    assert after["decision_makers"]["a"]["options"]["x"] == expected
    assert edits_from(form, after) == []


def test_of_many_parties_one_is_chosen_from_a_list(tmp_path: Path) -> None:
    parties = "".join(f'[decision_makers.p{k}]\nname = "P {k}"\n' for k in range(9))
    (tmp_path / "m.toml").write_text(f'format = "countermove/1"\ntitle = "M"\n{parties}')
    with client_of(tmp_path) as client:
        page = client.get("/models/m.toml/preferences?party=p8").text
    assert '<option value="p8" selected>P 8' in page
    assert '<nav aria-label="Parties">' not in page


def test_beside_a_view_stands_the_answer_that_is_seen_in_it(
    client: TestClient, folder: Path, talks: str
) -> None:
    """Europe doesn't know of terms with Russia alone: 20 of the 36 outcomes it can see."""
    (folder / "seen.toml").write_text(
        talks + '\n[views.europe]\ninfeasible = ["terms is bilateral"]\n', "utf-8"
    )
    here = "/models/seen.toml/preferences"
    assert "<b>36 outcomes</b> can be" in client.get(here).text
    seen = client.get(f"{here}?in=views.europe").text
    assert "<b>20 outcomes</b> can be" in seen
    assert "<b>What Europe sees</b> is edited" in seen
