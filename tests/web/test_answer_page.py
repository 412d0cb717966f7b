"""The page of the answer: it says what ``solve`` and ``explain`` say, of the model as it is."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from countermove.analysis.claims import ClaimAnswer
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import ModelError, UnknownNameError
from countermove.files.model_file import load, loads
from countermove.model.conflict import Conflict
from countermove.questions.evolve import EvolveQuestion
from countermove.report.answer import holding_sentence, under_foresight
from countermove.report.citing import Citing
from countermove.report.explain import explain
from countermove.report.outcome_table import FIRST, MOST, option_table
from countermove.report.phrases import VERDICTS, numbered
from countermove.report.sentences import claim_story
from countermove.web.pages.answer.why import FIRST_OF_A_CELL, why
from web.app import case_in, client_of, edit

MODEL = "talks-2025.toml"


@pytest.fixture(scope="module")
def solution() -> Solution:
    return solve(load("talks-2025"))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    case_in(tmp_path, "talks-2025")
    with client_of(tmp_path) as client:
        yield client


def page(client: TestClient, model: str = MODEL, **query: str) -> str:
    answer = client.get(f"/models/{model}/answer", params=query)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def numbers(html: str) -> list[int]:
    """The numbers of the outcomes at the head of the option table."""
    return [int(n) for n in re.findall(r'<th scope="col" data-number="(\d+)"', html)]


def firmest(solution: Solution) -> list[int]:
    """The numbers of what holds, first what holds under most concepts."""
    return [found.state.number for found in sorted(solution, key=lambda e: -len(e.concepts))]


# What the command says, as it is said here: by who said it, not by the ids of sources.
HERE = Citing(load("talks-2025")).said


# -- claims and what holds ------------------------------------------------------------------------


def test_claims_and_what_holds_are_those_of_solve(client: TestClient, solution: Solution) -> None:
    html = page(client)

    for answer in solution.claims:
        line = html[html.index(f'id="claim-{answer.claim}"') :]
        assert answer.details.says in line[:800]
        assert f'aria-label="{VERDICTS[answer.verdict]}"' in line[:400]
        assert HERE(claim_story(solution, answer)) in html
        under = under_foresight(solution, [code for code in answer.holds if answer.holds[code]])
        assert f'<span class="under">{under}</span>' in line[:800]
    assert holding_sentence(solution) in re.sub(r"</?a\b[^>]*>", "", html)
    assert '<a data-visit href="/models/talks-2025.toml/answer?state=2">[2]</a>' in html
    start = solution.model.states.number(solution.model.states.status_quo or 0)
    assert numbers(html) == [*firmest(solution), start]
    for code in solution.codes:
        count = len(solution.equilibria(code))
        assert re.search(rf"<b>{code}</b> {count} <small>", html)
        assert re.search(rf"<b>{code}</b> · {count} hold</small>", html)
    assert re.search(r"Record: </span>.*Brekelmans.*, with a note", html)


@pytest.mark.parametrize(
    ("wishes", "asked", "says"),
    [
        ([], None, "All four outcomes hold whatever the foresight."),
        (["x"], None, "Two outcomes hold whatever the foresight: [2] x and [4] x; y."),
        (
            ["x", "y"],
            None,
            "One outcome holds whatever the foresight: [4] x; y. One more holds only if the "
            "parties look ahead.",
        ),
        (["x", "y"], ["NASH"], "One outcome holds under NASH: [4] x; y."),
        (["x", "y"], ["SEQ", "BERGE"], "One outcome holds under both concepts: [4] x; y."),
    ],
)
def test_one_sentence_says_what_holds(
    wishes: list[str], asked: list[str] | None, says: str
) -> None:
    written = json.dumps(wishes)
    conflict = loads(
        'format = "countermove/1"\ntitle = "M"\n[decision_makers.a]\nname = "A"\n'
        '[decision_makers.a.options]\nx = "x"\n[decision_makers.b]\nname = "B"\n'
        '[decision_makers.b.options]\ny = "y"\n'
        f"[preferences.a]\nstatements = {written}\n[preferences.b]\nstatements = {written}\n"
    )
    assert holding_sentence(solve(conflict, asked)) == says


def test_the_sentence_says_what_takes_foresight_and_what_nothing_does() -> None:
    def said(case: str, concepts: list[str] | None = None) -> str:
        return holding_sentence(solve(load(case), concepts))

    ahead = "more holds only if the parties look ahead."
    assert said("chicken").endswith(ahead)
    assert said("prisoners-dilemma").endswith(ahead)
    assert ahead not in said("prisoners-dilemma", ["SEQ", "BERGE"])
    pursuit = loads(
        'format = "countermove/1"\ntitle = "M"\n[decision_makers.a]\nname = "A"\n'
        '[decision_makers.a.options]\nx = "x"\n[decision_makers.b]\nname = "B"\n'
        '[decision_makers.b.options]\ny = "y"\n[preferences.a]\nstatements = ["x iff y"]\n'
        '[preferences.b]\nstatements = ["x iff not y"]\n'
    )
    assert said_of(pursuit, ["NASH"]) == "Nothing: from every outcome some party would leave."
    assert said_of(pursuit) == "All four outcomes hold, only if the parties look ahead."


def said_of(conflict: Conflict, concepts: list[str] | None = None) -> str:
    """The sentence on what holds in a model."""
    return holding_sentence(solve(conflict, concepts))


def test_a_scenario_and_chosen_concepts_answer_the_whole_page(client: TestClient) -> None:
    scenario = solve(load("talks-2025"), ["NASH", "SEQ"], scenario="no-guarantee")
    html = page(client, scenario="no-guarantee", concepts="NASH,SEQ")
    assert numbers(html)[: len(scenario)] == firmest(scenario)
    html = page(client, scenario="no-guarantee", concepts="NASH,SEQ", which="all")
    assert sorted(numbers(html)) == list(scenario.model.states.numbers)
    assert "GMR</th>" not in html
    for answer in scenario.claims:
        assert HERE(claim_story(scenario, answer)) in html


def test_what_isnt_known_is_said_on_the_page(client: TestClient) -> None:
    assert "No scenario 'elsewhere'." in page(client, scenario="elsewhere")
    assert "No solution concept 'SEK'. Did you mean 'SEQ'?" in page(client, concepts="SEK")
    html = page(client, state="99")
    assert numbers(html)
    wrong = page(client, where="setle")
    assert "Did you mean 'settle'?" in wrong
    assert len(numbers(wrong)) == 8


# -- the option table -----------------------------------------------------------------------------


def test_every_cell_of_the_table_is_what_was_solved(solution: Solution) -> None:
    model = solution.model
    table = option_table(solution, EvolveQuestion.asks, which="all", by_party=True)
    order = [model.states.find(column["number"]) for column in table["columns"]]
    assert sorted(order) == list(range(36))
    firm = [sum(state in held for held in solution.holding.values()) for state in order]
    assert firm == sorted(firm, reverse=True)
    assert [c["number"] for c in table["columns"] if c["is_status_quo"]] == [
        model.states.number(model.states.status_quo or 0)
    ]
    options = [row for group in table["groups"] for row in group if row["kind"] == "option"]
    columns = zip(*(row["cells"] for row in options), strict=True)
    levels = {"none": "none", "with Russia alone": "bilateral", "of all four": "table"}
    cells = [(levels[terms], *others) for terms, *others in columns]
    assert cells == [model.states.values(s) for s in order]
    for row in (row for group in table["groups"] for row in group):
        if row["kind"] == "party":
            ranks = model.preferences[row["party"]].ranks
            better = [str(len({int(r) for r in ranks if r > ranks[s]}) + 1) for s in order]
            assert list(row["cells"]) == better
        elif row["kind"] == "concept":
            found = [solution.is_equilibrium(n["number"], row["code"]) for n in table["columns"]]
            assert [cell == "yes" for cell in row["cells"]] == found
        elif row["kind"] == "stays":
            stays = [
                solution.is_stable(n["number"], row["party"], row["code"]) for n in table["columns"]
            ]
            assert [cell == "yes" for cell in row["cells"]] == stays
    assert sum(row["kind"] == "stays" for group in table["groups"] for row in group) == 20


def many(options: int) -> Solution:
    """A model of many outcomes, of which half hold under every concept."""
    texts = "\n".join(f'o{k} = "o{k}"' for k in range(options))
    return solve(
        loads(
            'format = "countermove/1"\ntitle = "Many"\n[decision_makers.a]\nname = "A"\n'
            f"[decision_makers.a.options]\n{texts}\n"
            '[decision_makers.b]\nname = "B"\n[decision_makers.b.options]\nlast = "last"\n'
            '[preferences.a]\nstatements = ["last"]\n[preferences.b]\nstatements = ["last"]\n'
        ),
        ["NASH", "SEQ"],
    )


def test_of_many_outcomes_the_firmest_are_shown_and_the_others_on_demand() -> None:
    solution = many(5)
    table = option_table(solution, EvolveQuestion.asks)
    assert len(table["columns"]) == FIRST
    assert table["says"] == "The 12 firmest of 32 outcomes that hold, of 64 that can be."
    assert table["further"] == [("holding", "All 32 that hold"), ("all", "All 64 that can be")]
    holding = option_table(solution, EvolveQuestion.asks, which="holding")
    assert len(holding["columns"]) == len(solution) == 32
    assert holding["says"] == "The 32 outcomes that hold, of 64 that can be, the firmest first."
    every = option_table(solution, EvolveQuestion.asks, which="all")
    assert len(every["columns"]) == 64
    assert every["says"] == "All 64 outcomes, the firmest first; 32 of them hold."
    found = option_table(solution, EvolveQuestion.asks, where="not last and o0")
    assert len(found["columns"]) == 16
    assert found["says"] == "16 outcomes in which “not last and o0” is true, of 64 that can be."
    with pytest.raises(ModelError, match="no option 'o9'"):
        option_table(solution, EvolveQuestion.asks, where="o9")


def test_of_very_many_outcomes_no_more_are_shown_and_it_is_said() -> None:
    solution = many(10)
    table = option_table(solution, EvolveQuestion.asks, which="all")
    assert len(table["columns"]) == MOST
    shown = [solution.model.states.find(column["number"]) for column in table["columns"]]
    assert all(state in solution.holding_somehow for state in shown)
    assert table["says"] == "The 256 firmest of 2,048 outcomes; 1,024 of them hold."
    (_, words), *_ = option_table(solution, EvolveQuestion.asks)["further"]
    assert words == "256 of the 1,024 that hold"
    few = option_table(
        solution, EvolveQuestion.asks, where="last and o0 and o1 and o2 and o3 and o4 and o5"
    )
    assert len(few["columns"]) == 16


# -- why ------------------------------------------------------------------------------------------


def test_every_cell_tells_the_story_of_explain_and_its_path_can_be_walked() -> None:
    solution = solve(build(load("talks-2025")).conflict, ["NASH", "SSEQ", "GMR"])
    model = solution.model
    parties = list(model.decision_makers)
    for state in range(len(model.states)):
        number = model.states.number(state)
        for code in solution.codes:
            for dm in parties:
                (story,) = explain(model, number, dm, code)
                found = why(solution, str(number), dm, code)
                assert found["summary"] == HERE(story.summary)
                told = [one for part in found["parts"] for one in part["told"]]
                assert [t["text"] for t in told] == [*map(HERE, story.paragraphs[:FIRST_OF_A_CELL])]
                for one in told:
                    first, leaves, *rest = one["steps"]
                    assert first["at"] == leaves["from"] == number
                    assert one["text"].startswith(leaves["says"])
                    assert one["text"].endswith(rest[-1]["says"])
                    here = number
                    for step in one["steps"][1:-1]:
                        mover = parties[step["party"]]
                        assert step["from"] == here
                        here = step["to"]
                        targets = model.moves_of[mover].reachable(model.states.find(step["from"]))
                        assert model.states.find(here) in targets
                    assert rest[-1]["at"] == here


def test_an_outcome_is_told_in_the_words_of_the_command(
    client: TestClient, solution: Solution
) -> None:
    html = page(client, state="36")
    assert f'Why [36] holds or not <span title="{numbered(solution.model, 35)[1]}">' in html
    for code in solution.codes:
        for stable in ("would stay", "would leave"):
            holds = solution.is_stable(36, "us", code) == (stable == "would stay")
            assert (f'aria-label="United States {stable} under {code}: why?"' in html) == holds
    explanation = explain(solution.model, 36, concept=["NASH", "SEQ"])
    nash, seq = explanation.concepts
    shared = explanation.paragraphs(seq)[0].partition(" But then ")[0]
    assert f"<p>{HERE(shared)}</p>" in html
    assert HERE(explanation.paragraphs(nash)[-1]) in html
    assert "NASH asks no further." in html


def test_a_cell_is_a_page_that_can_be_linked(client: TestClient, solution: Solution) -> None:
    html = page(client, state="36", party="us", concept="SEQ")
    (story,) = explain(solution.model, 36, "us", "SEQ")
    assert HERE(story.summary) in html
    assert HERE(story.paragraphs[0]) in html
    assert 'data-state="36" data-party="us" data-concept="SEQ"' in html
    under = page(client, state="36", concept="NASH")
    explanation = explain(solution.model, 36, concept="NASH")
    assert explanation.outcome(explanation.concepts[0]) in under
    for paragraph in explanation.paragraphs(explanation.concepts[0]):
        assert HERE(paragraph) in under


def test_a_story_asks_for_what_was_solved(solution: Solution) -> None:
    with pytest.raises(UnknownNameError, match="no party"):
        why(solution, "36", "france", "SEQ")
    with pytest.raises(UnknownNameError, match="no solved concept"):
        why(solve(load("talks-2025"), "NASH"), "36", "us", "SEQ")


def test_the_graph_is_that_of_the_page(client: TestClient) -> None:
    html = page(client, scenario="no-guarantee", concepts="NASH")
    (source,) = set(re.findall(r'data-src="([^"]+)"', html))
    graph = client.get(source).json()
    solved = solve(load("talks-2025"), "NASH", scenario="no-guarantee")
    assert [node["number"] for node in graph["nodes"] if node["holds"]] == [
        state.number for state in solved.equilibria("NASH")
    ]


def test_the_answer_can_be_kept_as_files(client: TestClient, solution: Solution) -> None:
    html = page(client, concepts="NASH,SEQ", scenario="no-guarantee")
    json, csv = re.findall(r'<a href="(/api/[^"]+)" download>', html)
    solved = solve(load("talks-2025"), ["NASH", "SEQ"], scenario="no-guarantee")
    assert client.get(json).json()["equilibria"] == solved.to_dict()["equilibria"]
    written = client.get(csv)
    assert written.text.splitlines()[0].startswith("state,label,pattern,terms")
    assert len(written.text.splitlines()) == 1 + len(solved.model.states)
    # How it was computed is folded, below them.
    (made,) = re.findall(r'<details id="made"><summary>[^<]+</summary>(.+?)</details>', html)
    assert solved.model.conflict.digest in made
    assert html.count("(engine: ") == 1


# -- claims are edited ----------------------------------------------------------------------------


def test_a_claim_is_added_changed_removed_and_all_of_it_undone(
    client: TestClient, tmp_path: Path
) -> None:
    before = (tmp_path / MODEL).read_bytes()
    html = edit(
        client, MODEL, "answer",
        do="claim", at='["claims"]', value="not offer", kind="always", says="Nothing moves",
    )  # fmt: skip
    assert "Nothing moves" in html
    claims = load(tmp_path / MODEL).claims
    (name,) = set(claims) - set(load("talks-2025").claims)
    assert claims[name].always == "not offer"
    html = edit(client, MODEL, "answer", do="claim", at='["claims"]', value="accept", kind="never")
    assert "“Accept the terms” can't last" in unescape(html)
    edit(client, MODEL, "answer", do="undo")
    edit(client, MODEL, "answer", do="claim-kind", at=f'["claims", "{name}"]', value="never")
    assert load(tmp_path / MODEL).claims[name].never == "not offer"
    assert load(tmp_path / MODEL).claims[name].always is None
    edit(client, MODEL, "answer", do="cite", at=f'["claims", "{name}"]', value="call")
    edit(client, MODEL, "answer", do="put", at=f'["claims", "{name}", "never"]', value="offer")
    written = load(tmp_path / MODEL).claims[name]
    assert (written.never, written.because) == ("offer", ("call",))
    edit(client, MODEL, "answer", do="remove", at=f'["claims", "{name}"]')
    assert name not in load(tmp_path / MODEL).claims
    for _ in range(5):
        edit(client, MODEL, "answer", do="undo")
    assert (tmp_path / MODEL).read_bytes() == before


def test_words_that_follow_from_a_claim_go_on_following_from_it(
    client: TestClient, tmp_path: Path
) -> None:
    def said() -> set[str]:
        return {claim.says for claim in load(tmp_path / MODEL).claims.values()} - given

    given = {claim.says for claim in load(tmp_path / MODEL).claims.values()}
    edit(client, MODEL, "answer", do="claim", at='["claims"]', value="accept", kind="never")
    assert said() == {"“Accept the terms” can't last"}
    (name,) = set(load(tmp_path / MODEL).claims) - set(load("talks-2025").claims)
    edit(client, MODEL, "answer", do="claim-kind", at=f'["claims", "{name}"]', value="possible")
    assert said() == {"“Accept the terms” can last"}
    parties = load(tmp_path / MODEL).decision_makers
    whose = next(dm for dm, party in parties.items() if "accept" in party.options)
    place = json.dumps(["decision_makers", whose, "options", "accept", "text"])
    edit(client, MODEL, "parties", do="put", at=place, value="Sign")
    assert said() == {"“Sign” can last"}


def test_a_wrong_statement_is_kept_and_shown_where_it_stands(client: TestClient) -> None:
    claims = load("talks-2025").claims
    first = next(iter(claims))
    at = f'["claims", "{first}", "{claims[first].kind}"]'
    html = unescape(
        edit(client, MODEL, "answer", do="put", at=at, value="terms is bilateral and dael")
    )
    claim = html[html.index(f'id="claim-{first}"') :]
    assert ">terms is bilateral and dael</textarea>" in claim
    assert "Did you mean 'deal'?" in claim[: claim.index("</li>")]
    assert "1 mistake to mend" in html
    assert 'id="outcomes"' not in html


def test_a_kind_that_isnt_there_changes_nothing(client: TestClient, tmp_path: Path) -> None:
    before = (tmp_path / MODEL).read_bytes()
    first = next(iter(load("talks-2025").claims))
    edit(client, MODEL, "answer", do="claim-kind", at=f'["claims", "{first}"]', value="sometimes")
    assert (tmp_path / MODEL).read_bytes() == before


def test_a_large_model_is_answered_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermove.web.live_answer.AT_ONCE", 0)
    name = case_in(tmp_path, "talks-2025")
    answer = f"/models/{name}/answer"
    with client_of(tmp_path) as client:
        html = client.get(answer).text
        assert "36 outcomes, 4 parties: less than a second, 1 MB of memory." in html
        assert 'id="outcomes"' not in html
        (address,) = re.findall(r'id="answer-now" href="([^"]+)"', html)
        html = client.get(address).text
        while 'id="progress-card"' in html:
            time.sleep(0.1)
            html = client.get(address).text
        # From now on it is an answer like any other, wherever it is shown.
        assert 'id="outcomes"' in html
        assert 'id="outcomes"' in client.get(f"{answer}?state=36").text
        wanted = client.get(f"/models/{name}/preferences").text
        assert 'id="live-answer"' in wanted
        assert 'id="level-1"' in wanted
        # An edit makes it one of before.
        at = json.dumps(["preferences", "us", "statements", 0])
        page = edit(client, name, "preferences", do="remove", at=at)
        assert "Before the last edit:" in page
        assert 'id="answer-now"' in client.get(answer).text


DOUBTFUL = """
format = "countermove/1"
title = "Doubtful"
[decision_makers.a]
name = "A"
options = { x = "X", y = "Y" }
[decision_makers.b]
name = "B"
options = { z = "Z" }
[preferences.a]
statements = [{ holds = "x", perhaps = true }, "not y"]
[preferences.b]
statements = [{ holds = "z iff x", either_way = true }]
[claims.all]
says = "It comes to X"
always = "x"
"""


def test_the_claims_say_in_which_readings_they_are_true(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "doubtful.toml").write_text(DOUBTFUL, "utf-8")
    says = "True in 2 of 4 readings: it fails exactly if A doesn't care about “X”."
    html = page(client, model="doubtful.toml")
    assert f'<p class="standing">{says}</p>' in html
    words = "Under all 5 concepts it fails, for one, if A doesn't care about “X”"
    ((there,),) = (re.findall(f'href="([^"]+)">{words}</a>', html),)
    assert "With what is settled, true in no reading." in unescape(client.get(there).text)
    why_it_holds = page(client, model="doubtful.toml", state="1")
    assert "Under all 5 concepts it would stay exactly if A doesn't care about “X”." in why_it_holds
    beside = unescape(client.get("/models/doubtful.toml/preferences").text)
    assert "True in 2 of 4 readings." in beside


def test_all_readings_are_looked_at_when_asked_where_that_takes_long(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermove.web.large_models.AT_ONCE", 0)
    (tmp_path / "doubtful.toml").write_text(DOUBTFUL, "utf-8")
    html = page(client, model="doubtful.toml")
    assert "To look at all readings takes less than a second." in html
    assert "readings:" not in html
    assert "is told with the whole answer" in client.get("/models/doubtful.toml/preferences").text
    assert client.get("/api/models/doubtful.toml/answer").status_code == 413
    (address,) = re.findall(r'id="across-now" href="([^"]+)"', html)
    html = client.get(address).text
    while 'id="progress-card"' in html:
        time.sleep(0.1)
        html = client.get(address).text
    assert "True in 2 of 4 readings" in html
    assert "True in 2 of 4 readings" in client.get("/models/doubtful.toml/preferences").text
    assert client.get("/api/models/doubtful.toml/answer").json()["across"]["readings"] == 4


@pytest.mark.parametrize(("options", "says"), [(40, "1,099,511,627,776"), (64, "needs a list")])
def test_what_cannot_be_answered_has_no_button(tmp_path: Path, options: int, says: str) -> None:
    texts = "\n".join(f'o{k} = "o{k}"' for k in range(options))
    (tmp_path / "large.toml").write_text(
        'format = "countermove/1"\ntitle = "Large"\n[decision_makers.a]\nname = "A"\n'
        f'[decision_makers.a.options]\n{texts}\n[preferences.a]\nranking = ["o1", "o2"]\n'
    )
    with client_of(tmp_path) as client:
        html = client.get("/models/large.toml/answer").text
        # Nor does a question begin that can't be answered.
        asked = client.get("/models/large.toml/follow-up/solve").text
        assert says in asked
        assert 'id="progress-card"' not in asked
    assert says in html
    assert 'id="answer-now"' not in html


def test_a_model_that_is_quickly_answered_is_answered_however_many_outcomes(tmp_path: Path) -> None:
    texts = "\n".join(f'o{k} = "o{k}"' for k in range(16))
    (tmp_path / "m.toml").write_text(
        'format = "countermove/1"\ntitle = "M"\n[decision_makers.a]\nname = "A"\n'
        f'[decision_makers.a.options]\n{texts}\n[preferences.a]\nstatements = ["o1"]\n'
    )
    with client_of(tmp_path) as client:
        assert "65,536 that can be" in client.get("/models/m.toml/answer").text


def test_in_a_scenario_there_is_one_answer(tmp_path: Path) -> None:
    name = case_in(tmp_path, "talks-2025")
    with client_of(tmp_path) as client:
        asked = {"in": "scenarios.any-terms", "party": "europe"}
        page = client.get(f"/models/{name}/preferences", params=asked).text
        base = client.get(f"/models/{name}/preferences", params={"party": "europe"}).text
        scenario = solve(load("talks-2025"), scenario="any-terms")
        assert f"{len(scenario)} hold" in page
        assert len(scenario) != len(solve(load("talks-2025")))
        assert 'id="mode"' in page
        assert 'id="mode"' not in base
        assert 'id="live-beside"' in page
        # Every step goes on in the scenario.
        for step in ("answer", "follow-up", "report"):
            assert f"/models/{name}/{step}?scenario=any-terms" in page
        for step in ("parties", "rules", "preferences"):
            assert f"/models/{name}/{step}?in=scenarios.any-terms" in page
        # And what is written is written there, on the page of the parties too.
        at = ["scenarios", "any-terms", "decision_makers", "us", "options", "concede"]
        page = client.get(f"/models/{name}/parties?in=scenarios.any-terms").text
        assert json.dumps(at)[1:-1].replace('"', "&#34;") in page.replace("\\&#34;", "&#34;")
        edit(client, name, "parties", do="start", at=json.dumps(at), value="1")
        assert load(tmp_path / name).scenarios["any-terms"].status_quo == ("concede",)
        assert load(tmp_path / name).status_quo == ()


def test_an_outcome_is_changed_on_the_page_of_the_deal(client: TestClient) -> None:
    html = page(client, state="36")
    draft = "terms+is+table%2Cconcede%2Csettle%2Caccept%2Cguarantee"
    assert f'id="why-deal" href="/models/{MODEL}/deal?draft={draft}"' in html


def test_of_a_large_model_who_stays_is_told_without_the_story(
    solution: Solution, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = why(solution, "36", "us", "NASH")
    monkeypatch.setitem(why.__globals__, "MOST_FOLLOWED", 10)
    large = why(solution, "36", "us", "NASH")
    assert large["stayers"] == small["stayers"]
    assert large["holds"] == small["holds"]
    (part,) = large["parts"]
    assert "16,384 outcomes" in part["told"][0]["text"]


def test_a_story_is_a_chain_from_left_to_right(solution: Solution) -> None:
    (part, *_) = why(solution, "36", "us", "SEQ")["parts"]
    chain = part["told"][0]["chain"]
    assert [link["lead"] for link in chain] == ["[36]", "[35]", "[17]"]
    assert [link["mover"] for link in chain] == ["", "United States", "Europe"]
    assert [link["end"] for link in chain] == ["", "", "worse for the United States"]


def test_the_page_is_there_without_the_graph_and_tells_each_claim_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def counting(solution: Solution, answer: ClaimAnswer) -> str:
        told.append(answer.claim)
        return claim_story(solution, answer)

    monkeypatch.delattr("countermove.web.studio.graph_of")
    monkeypatch.setattr("countermove.web.pages.answer.claim_story", counting)
    monkeypatch.setattr("countermove.report.answer.claim_story", counting)
    assert 'id="outcomes"' in page(client)
    assert sorted(told) == sorted(load("talks-2025").claims)


def test_what_nothing_leads_to_is_marked(tmp_path: Path) -> None:
    nile = Path(__file__).parent.parent / "cli" / "nile.toml"
    (tmp_path / "nile.toml").write_text(nile.read_text("utf-8"), "utf-8")
    with client_of(tmp_path) as client:
        for scenario, marked in (("", False), ("no-strike", True)):
            answer = client.get("/models/nile.toml/answer", params={"scenario": scenario})
            html = unescape(answer.text)
            assert answer.status_code == 200
            assert ("Nothing leads there from the status quo." in html) == marked
            assert ('aria-label="nothing leads there"' in html) == marked
            assert 'class="what">reached</span>' in html


# -- wishes in doubt ------------------------------------------------------------------------------

DOUBTED = """
format = "countermove/1"
title = "M"
[decision_makers.a]
name = "A"
options = { x = "Do x", y = "Do y" }
[preferences.a]
statements = [{ any_order = ["x", "not y"] }, { holds = "y", perhaps = true, likely = 0.7 }]
[claims.both]
says = "A does both"
possible = "x and y"
"""


def test_what_is_in_doubt_is_shown_and_what_holds_all_the_same(tmp_path: Path) -> None:
    (tmp_path / MODEL).write_text(DOUBTED, "utf-8")
    with client_of(tmp_path) as client:
        html = page(client)
        assert "What holds, whatever they want?" in html
        assert "A does both</th>" in re.sub(r'<span class="story">.*?</span>', "", html)
        wishes = unescape(client.get(f"/models/{MODEL}/preferences").text)
    assert "In any order</b>" in wishes
    assert "In doubt: in which order A puts “Do x” and “not Do y”." in wishes
    assert "Perhaps, 70% likely</b>" in wishes
    assert 'id="preferences-a-statements-0-any_order-1"' in wishes
    assert 'id="preferences-a-statements-1"' in wishes


def test_a_reading_is_chosen_and_goes_along(tmp_path: Path) -> None:
    (tmp_path / MODEL).write_text(DOUBTED, "utf-8")
    settled = {"reading.a.1": "2,1"}
    with client_of(tmp_path) as client:
        html = unescape(client.get(f"/models/{MODEL}/answer").text)
        assert "2 things are in doubt; where one ranking is needed, they are taken" in html
        assert "Reading: as written" in html
        assert '<option value="no">A doesn\'t care about “Do y” (30%)</option>' in html
        assert "what is shown is its answer" not in html
        html = unescape(client.get(f"/models/{MODEL}/answer", params=settled).text)
        assert (
            "A puts “not Do y” before “Do x”: that is settled here. 1 more thing is in doubt"
            in html
        )
        assert "In a reading of what is in doubt: what is shown is its answer." in html
        for step in ("preferences", "follow-up", "report"):
            assert f'href="/models/{MODEL}/{step}?reading.a.1=2%2C1"' in html
        for source in re.findall(rf"/api/models/{MODEL}/(?:answer|graph)[^\"]*", html):
            assert client.get(source).status_code == 200
            assert "reading=a.1%3D2%2C1" in source
        follow_up = client.get(f"/models/{MODEL}/follow-up/worth", params=settled).text
        assert '<option value="2,1" selected>' in follow_up
        edited = client.get(f"/models/{MODEL}/preferences", params=settled).text
        assert "what is shown is its answer" not in edited
        assert f'href="/models/{MODEL}/answer?reading.a.1=2%2C1"' in edited
        # One that there is no more isn't passed on, and where it is asked for, that is said.
        html = unescape(client.get(f"/models/{MODEL}/answer", params={"reading.a.9": "no"}).text)
        assert "No doubt 'a.9'." in html
        assert f'href="/models/{MODEL}/report"' in html


def test_the_api_takes_a_reading(tmp_path: Path) -> None:
    (tmp_path / MODEL).write_text(DOUBTED, "utf-8")
    with client_of(tmp_path) as client:
        asked = client.get(f"/api/models/{MODEL}/answer", params={"reading": ["a.1=2,1", "a.2=no"]})
        assert asked.json()["model"]["reading"] == {"a.1": "2,1", "a.2": "no"}
        states = client.get(f"/api/models/{MODEL}/states", params={"reading": "a.2=no"}).json()
        assert states["model"]["reading"] == {"a.2": "no"}
        wrong = client.get(f"/api/models/{MODEL}/explain", params={"state": "1", "reading": "a.2"})
        assert "gives no doubt a value" in wrong.json()["problems"][0]["what"]
        assert wrong.status_code == 404
