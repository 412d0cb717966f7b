"""One question at a time on the page: answers are edits, and nothing is lost on the way."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.app import case_in, client_of, edit

WATER = """\
format = "countermove/1"
title = "Water"

[decision_makers.town]
name = "Town"

[decision_makers.town.options]
pump = "Pump more water"

[decision_makers.farm]
name = "Farm"

[decision_makers.farm.options]
dam = "Build a dam"
sue = "Sue the town"

[preferences.town]
statements = ["not dam", { holds = "pump", perhaps = true, likely = 0.7 }, "not sue"]

[preferences.farm]
statements = [{ any_order = ["dam", "not pump"] }, { holds = "sue", either_way = true }]

[claims.quiet]
says = "They can live quietly"
possible = "not pump and not sue"

[scenarios.dry]
title = "A dry year"
"""
PAGE = "follow-up/ask?interview=on&claims=quiet&concepts=NASH"
TOWN = "Does Town care about this: “Pump more water”?"
FARM = "Does Farm want this to hold, or the opposite: “Sue the town”?"
SOURCE = re.compile(r"interview-\d{4}-\d\d-\d\d")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    (tmp_path / "water.toml").write_text(WATER, "utf-8")
    with client_of(tmp_path) as client:
        yield client


class Shown:
    """What a page says of the interview."""

    def __init__(self, page: str) -> None:
        self.page = page
        head = re.search(r"<h2[^>]*data-asked[^>]*>(.*?)</h2>", page, re.DOTALL)
        self.asked = unescape(head[1].strip()) if head else ""
        self.answers = {
            self.words(words): json.loads(unescape(vals))
            for vals, words in re.findall(
                r'class="[^"]*reply"[^>]*hx-vals="([^"]*)">(.*?)</button>', page, re.DOTALL
            )
        }
        self.deeds = {
            unescape(name): json.loads(unescape(vals))
            for vals, name in re.findall(r'hx-vals="([^"]*)" aria-label="([^"]*)"', page)
        }

    @staticmethod
    def words(html: str) -> str:
        return unescape(re.sub(r"<kbd.*?</kbd>|<[^>]*>", "", html)).strip()

    def says(self, text: str) -> bool:
        return text in self.words(self.page)


def shown(client: TestClient, page: str = PAGE, name: str = "water.toml") -> Shown:
    answer = client.get(f"/models/{name}/{page}")
    assert answer.status_code == 200, answer.text
    return Shown(answer.text)


def tell(client: TestClient, words: str, name: str = "water.toml") -> Shown:
    """Answer the question that is asked."""
    return Shown(edit(client, name, PAGE, **shown(client, name=name).answers[words]))


def written(client: TestClient, name: str = "water.toml") -> dict[str, Any]:
    text = client.get(f"/models/{name}/file").text
    found = json.loads(text) if name.endswith("json") else tomllib.loads(text)
    return dict(found)


def test_the_page_offers_it_where_something_is_in_doubt(client: TestClient, tmp_path: Path) -> None:
    answer = client.get("/models/water.toml/answer").text
    assert '<a href="/models/water.toml/follow-up/ask">What would settle it?</a>' in answer
    whole = client.get("/models/water.toml/follow-up/ask").text
    assert 'href="/models/water.toml/follow-up/ask?interview=choose"' in whole
    chosen = client.get("/models/water.toml/follow-up/ask?claims=quiet&concepts=NASH").text
    assert "interview=on&amp;claims=quiet&amp;concepts=NASH" in chosen
    case_in(tmp_path, "prisoners-dilemma")
    page = client.get("/models/prisoners-dilemma.toml/follow-up/ask?interview=choose").text
    assert "From nothing: which of two outcomes is better for somebody" in page
    assert "What the model says to be in doubt" not in page
    nothing = shown(client, "follow-up/ask?interview=on", "prisoners-dilemma.toml")
    assert nothing.asked == "Nothing is in doubt: the model says what everybody wants."
    choosing = client.get("/models/water.toml/follow-up/ask?interview=choose").text
    assert 'type="radio" name="claims" id="claim-1" value="quiet" checked' in choosing
    assert '<option value="SEQ">Whoever moved would be hurt' in choosing
    begun = client.get("/models/water.toml/follow-up/ask?interview=on&concepts=SEQ&who=Ann").text
    another = unescape(re.findall(r'href="([^"]*)">Another claim', begun)[0])
    assert '<option value="SEQ" selected>' in client.get(another).text
    assert 'name="who" maxlength="200" value="Ann"' in client.get(another).text


def test_an_answer_is_an_edit_with_its_source_and_can_be_undone(client: TestClient) -> None:
    before = written(client)
    asked = shown(client)
    assert asked.asked == TOWN
    assert asked.says("“They can live quietly”, under NASH")
    assert list(asked.answers) == ["Yes", "No", "Don't know"]
    after = tell(client, "No")
    assert after.asked == FARM
    assert after.says("Town doesn't care about this: “Pump more water”")
    now = written(client)
    (source,) = set(now["sources"])
    assert SOURCE.fullmatch(source)
    said = f"Doesn't care about “pump” ({source})."
    assert now["preferences"]["town"] == {"statements": ["not dam", "not sue"], "note": said}
    assert shown(client).asked == FARM  # loaded again
    undone = Shown(edit(client, "water.toml", PAGE, do="undo"))
    assert undone.asked == TOWN
    assert not undone.says("What was answered")
    assert written(client) == before
    done_again = Shown(edit(client, "water.toml", PAGE, do="redo"))
    assert done_again.asked == FARM
    assert "Take back: Town doesn't care about this: “Pump more water”" in done_again.deeds
    history = client.get("/api/models/water.toml/history").json()
    assert history[-1]["said"] == "Interview: Town doesn't care about this: “Pump more water”"


def test_the_end_says_what_is_settled(client: TestClient) -> None:
    page = tell(client, "Yes")
    assert page.says("“They can live quietly” is not true under NASH.")
    assert page.asked.startswith("Once more, the other way round: is it all the same to Town")
    page = tell(client, "No, it cares")
    assert page.asked == "Nothing is left to ask."
    assert page.says("1 answer, all settled")


def test_what_nobody_knows_is_said_and_can_be_asked_again(client: TestClient) -> None:
    before = written(client)
    page = tell(client, "Don't know")
    assert page.asked == FARM
    page = tell(client, "Don't know")
    assert written(client) == before
    assert page.asked == "Nothing is left to ask."
    assert page.says("is open under NASH, as nobody knew: ")
    page = Shown(edit(client, "water.toml", PAGE, **page.deeds[f"Ask again: {TOWN}"]))
    assert page.asked == TOWN


def test_a_clash_is_shown_at_once_and_either_answer_may_go(client: TestClient) -> None:
    tell(client, "Yes")
    clash = tell(client, "Yes, all the same")
    assert clash.asked == "These can’t all be true. Which is to go?"
    new, old = clash.answers
    assert new.startswith("Take it back: Town doesn't care about this")
    assert new.endswith("(said just now)")
    assert old == "Take it back: Town cares about this: “Pump more water”"
    assert shown(client).asked == clash.asked  # loaded again
    kept = Shown(edit(client, "water.toml", PAGE, **clash.answers[new]))
    assert kept.asked == "Nothing is left to ask."
    assert written(client)["preferences"]["town"]["statements"][1]["holds"] == "pump"


def test_taken_back_a_question_is_asked_again_and_later_answers_stay(client: TestClient) -> None:
    before = written(client)["preferences"]
    tell(client, "No")
    page = tell(client, "It wants the opposite")
    back = page.deeds["Take back: Town doesn't care about this: “Pump more water”"]
    page = Shown(edit(client, "water.toml", PAGE, **back))
    assert page.asked == TOWN
    now = written(client)["preferences"]
    assert now["town"] == before["town"]
    assert now["farm"]["statements"][1]["holds"] == "not sue"
    assert page.says("Farm wants the opposite of this: “Sue the town”")


def test_undone_beyond_what_was_taken_back_it_asks_about_what_the_file_says(
    client: TestClient,
) -> None:
    tell(client, "No")
    page = tell(client, "It wants the opposite")
    (back,) = (deed for name, deed in page.deeds.items() if name.startswith("Take back: Farm"))
    assert Shown(edit(client, "water.toml", PAGE, **back)).asked == FARM
    asked = []
    for _ in range(3):
        asked.append(Shown(edit(client, "water.toml", PAGE, do="undo")).asked)
    assert asked[1:] == [FARM, TOWN]
    for _ in range(3):
        last = Shown(edit(client, "water.toml", PAGE, do="redo"))
    assert last.asked == FARM
    assert [name for name in last.deeds if name.startswith("Take back")] == [
        "Take back: Town doesn't care about this: “Pump more water”"
    ]


def test_the_earlier_answer_goes_where_it_was_the_wrong_one(client: TestClient) -> None:
    before = written(client)["preferences"]
    tell(client, "Yes")
    clash = tell(client, "Yes, all the same")
    old = list(clash.answers)[1]
    page = Shown(edit(client, "water.toml", PAGE, **clash.answers[old]))
    assert page.asked == TOWN
    assert written(client)["preferences"] == before


def test_sent_twice_it_is_one_answer_and_to_another_question_none(client: TestClient) -> None:
    first = shown(client).answers
    tell(client, "No")
    then = written(client)
    assert Shown(edit(client, "water.toml", PAGE, **first["No"])).asked == FARM
    seen = client.get("/models/water.toml/revision").text
    answer = client.post(
        f"/models/water.toml/{PAGE}",
        data=first["Yes"],
        headers={"X-Revision": seen, "HX-Request": "true"},
    )
    assert answer.status_code == 409
    assert "by now another question is asked" in unescape(answer.text).lower()
    assert written(client) == then


def test_what_others_change_meanwhile_is_what_is_asked_about(
    client: TestClient, tmp_path: Path
) -> None:
    tell(client, "Don't know")
    path = tmp_path / "water.toml"
    path.write_text(path.read_text("utf-8").replace("either_way = true", "perhaps = true"), "utf-8")
    page = shown(client)
    assert page.asked == "Does Farm care about this: “Sue the town”?"
    assert page.says(f"Nobody knew: {TOWN}")


def test_begun_anew_it_goes_on_with_what_the_file_says(client: TestClient, tmp_path: Path) -> None:
    tell(client, "No")
    with client_of(tmp_path) as another:
        assert shown(another).asked == FARM


def test_a_file_in_json(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "water.json").write_text(json.dumps(tomllib.loads(WATER)), "utf-8")
    assert tell(client, "No", "water.json").asked == FARM
    (source,) = written(client, "water.json")["sources"].values()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", source["on"])


def test_where_it_cannot_be_asked_it_is_said_why(client: TestClient, tmp_path: Path) -> None:
    for chosen in ("scenario=dry", "reading.town.2=no"):
        page = client.get(f"/models/water.toml/{PAGE}&{chosen}").text
        assert "one by one about the model itself, in no scenario or reading" in page
        there = unescape(re.findall(r'href="([^"]*)">To these questions', page)[0])
        assert Shown(client.get(there).text).asked == TOWN
    broken = WATER.replace('possible = "not pump', 'possible = "not pum')
    (tmp_path / "broken.toml").write_text(broken, "utf-8")
    page = client.get(f"/models/broken.toml/{PAGE}").text
    assert "The model has mistakes" in page
    page = client.get("/models/water.toml/follow-up/ask?interview=on&claims=quite").text
    assert "Did you mean" in page


def test_programs_answer_alike(client: TestClient) -> None:
    before, api = written(client), "/api/models/water.toml/interview"
    about = {"claims": ["quiet"], "concepts": ["NASH"], "who": "Anna Ito"}
    now = client.get(api, params={"claims": "quiet", "concepts": "NASH", "who": "Anna Ito"}).json()
    assert now["question"]["words"] == TOWN
    assert [one["answer"] for one in now["question"]["answers"]] == ["yes", "no", "unknown"]
    assert now["standing"] == [
        {"claim": "quiet", "state": None, "concept": "NASH", "holds": None},
    ]

    def sent(to: str, **more: str) -> dict[str, Any]:
        seen = {"revision": now["revision"], "question": now["question"]["id"]}
        answer = client.post(f"{api}/{to}", json=about | seen | more)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    first = now["question"]["id"]
    now = sent("answers", answer="yes")
    assert now["news"] == ["“They can live quietly” is not true under NASH."]
    assert [one["words"] for one in now["answered"]] == ["Town cares about this: “Pump more water”"]
    assert [source["who"] for source in written(client)["sources"].values()] == ["Anna Ito"]
    assert now["question"]["is_control"]
    now = sent("answers", answer="no")
    assert [one["answer"] for one in now["clash"]] == ["no", "yes"]
    now = sent("taken-back", question=first)
    assert (now["question"]["id"], now["answered"], now["clash"]) == (first, [], [])
    assert written(client)["preferences"] == before["preferences"]
    now = sent("answers", answer="unknown")
    assert [one["words"] for one in now["not_known"]] == ["Nobody knows of Town: “Pump more water”"]
    late = about | {"revision": now["revision"], "question": first, "answer": "yes"}
    refused = client.post(f"{api}/answers", json=late)
    assert refused.status_code == 409


def test_where_it_would_take_too_long_it_is_told_how_long(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermove.web.large_models.AT_ONCE", -1)
    page = client.get(f"/models/water.toml/{PAGE}").text
    assert "To look at all readings takes less than a second, too long between two" in page
    assert client.get("/api/models/water.toml/interview").status_code == 413


def test_somebody_is_asked_about_from_nothing(client: TestClient) -> None:
    before, page = written(client), f"{PAGE}&by=statements"
    asked = shown(client, page)
    assert asked.says("Asked about from nothing: Town and Farm. What else the file says")
    form = re.search(r'class="adding"[^>]*hx-vals="([^"]*)"', asked.page)
    assert form is not None
    adding = json.loads(unescape(form[1]))
    added = edit(client, "water.toml", page, **adding, value="pump and dam")
    assert "pump and dam" in str(written(client)["preferences"][adding["party"]])
    answers = Shown(added).answers
    after = Shown(edit(client, "water.toml", page, **next(iter(answers.values()))))
    assert after.says("What was answered")
    for _ in range(2):
        undone = Shown(edit(client, "water.toml", page, do="undo"))
    assert written(client) == before
    assert undone.asked == asked.asked
    assert undone.says("Asked about from nothing: Town and Farm. What else the file says")


def test_pairs_of_outcomes(client: TestClient) -> None:
    page = f"{PAGE}&by=pairs"
    asked = shown(client, page)
    assert asked.asked.startswith("Which is better for ")
    assert len(asked.answers) == 4
    Shown(edit(client, "water.toml", page, **next(iter(asked.answers.values()))))
    assert "known" in str(written(client)["preferences"])
    api = client.get("/api/models/water.toml/interview", params={"by": "pairs", "claims": "quiet"})
    assert api.json()["question"]["answers"][0]["answer"] == "first"


def test_one_party_alone_is_asked_and_the_page_leads_back_to_what_it_wants(
    client: TestClient,
) -> None:
    edits = [{"do": "put", "at": ["preferences", "town", "statements"], "value": []}]
    page = edit(client, "water.toml", "preferences?party=town", edits=json.dumps(edits))
    assert "Or answer questions about Town" in page
    ways = [unescape(one) for one in re.findall(r'href="([^"]*alone=1[^"]*)"', page)]
    assert [way.rpartition("=")[2] for way in ways] == ["statements", "pairs"]
    here = ways[1].removeprefix("/models/water.toml/")
    now = shown(client, here)
    assert now.says("Nothing is asked about the others")
    for _ in range(30):
        if now.asked == "Nothing is left to ask.":
            break
        still_open = now.page.partition('id="interview-open"')[2].partition("</details>")[0]
        lines = re.findall("<li>(.*?)</li>", still_open)
        assert lines or now.says("all settled")
        assert all(" is open under " in line for line in lines)
        # Farm isn't asked about, though what it wants is in doubt.
        assert "Town" in now.asked
        now = Shown(edit(client, "water.toml", here, **now.answers["They are equally good"]))
    assert now.asked == "Nothing is left to ask."
    assert 'href="/models/water.toml/preferences?party=town">To what Town wants</a>' in now.page
    known = written(client)["preferences"]["town"]["known"]
    assert written(client)["preferences"]["farm"] == tomllib.loads(WATER)["preferences"]["farm"]
    page = client.get("/models/water.toml/preferences?party=town").text
    assert page.count("is as good as") == len(known) > 0
    assert "Go on answering questions" in page
