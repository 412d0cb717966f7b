"""The page that is sent: what is in it, that it needs nothing and tells nothing of the machine."""

from __future__ import annotations

import html
import json
import re
import shutil
import socket
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.editing.history import History
from countermove.errors import ConceptNotApplicableError, TooLargeError
from countermove.files.gallery import case_path
from countermove.files.model_file import load
from countermove.report.explain import explain
from countermove.share import outcomes, page
from countermove.share.kept_steps import KeptStep, KeptSteps
from countermove.share.page import left_out, shared_page

Command = Callable[..., Any]
LOADED = re.compile(
    r"""\b(?:src|href|srcset|action)=(?:"(?!#)|[^"])|url\(|@import|\bimport\b|fetch\("""
    r"|https?://(?!www\.w3\.org/2000/svg)"
)
"""What loads something, or leads elsewhere."""


class _Read(HTMLParser):
    """Reads what stands in a page: its texts, its policy, and the data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.policy, self._in, self.data = "", "", ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self._in = "data" if said.get("id") == "data" else tag
        if said.get("http-equiv") == "Content-Security-Policy":
            self.policy = str(said["content"])

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "data":
            self.data += data
        elif self._in not in ("script", "style"):
            self.words.append(data)


@pytest.fixture(scope="module")
def talks() -> Solution:
    return solve(load("talks-2025"))


@pytest.fixture(scope="module")
def sent(talks: Solution) -> str:
    return shared_page(talks)


def test_the_talks_fit_into_any_mailbox(sent: str) -> None:
    assert len(sent.encode()) < 2_000_000


def test_the_same_model_makes_the_same_page() -> None:
    assert shared_page(solve(load("elmira"))) == shared_page(solve(load("elmira")))


def test_it_fetches_nothing_and_its_policy_allows_nothing_else(sent: str) -> None:
    policy = _Read(sent).policy
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "//" not in policy
    data = re.search(r'<script type="application/json".*?</script>', sent, re.DOTALL)
    assert data is not None
    bare = re.sub(r"<li id=\"note-.*?</li>", "", sent.replace(data[0], ""), flags=re.DOTALL)
    assert not LOADED.findall(bare)


def test_nothing_of_the_machine_is_in_it(command: Command, tmp_path: Path) -> None:
    # With its documents beside it, whose quotations are looked up.
    shutil.copytree(str(case_path("night-ward").parent), tmp_path / "here")  # type: ignore[attr-defined]
    done = command("share", "here/model.toml", "-c", "SEQ", "-o", "x.html")
    assert (done.code, done.out, done.err) == (0, "Wrote x.html.\n", "")
    written = (tmp_path / "x.html").read_text("utf-8")
    assert str(tmp_path) not in written
    assert socket.gethostname() not in written


def test_without_a_script_claims_and_table_can_be_read(talks: Solution, sent: str) -> None:
    words = " ".join(" ".join(_Read(sent).words).split())
    for claim in talks.model.conflict.claims.values():
        assert claim.says in words
    for source in talks.model.conflict.sources.values():
        assert " ".join((source.said or "").split()) in words
    assert sent.count("data-state=") == len(talks.model.states)


def test_every_outcome_says_why_as_explain_does(talks: Solution, sent: str) -> None:
    data = json.loads(_Read(sent).data)
    assert [one["number"] for one in data["outcomes"]] == [str(k) for k in range(1, 37)]

    def said(place: int) -> str:
        text = data["texts"][place]
        return text if isinstance(text, str) else "".join(p for p in text if isinstance(p, str))

    for number in (1, 36):
        one = data["outcomes"][number - 1]
        explanation = explain(talks.model, number)
        told = [said(place) for _, lines in one["why"] for _, place in lines]
        assert bool(told) == any(story.verdict.lines for story in explanation)
        for k, dm in enumerate(talks.model.decision_makers):
            stays = [talks.is_stable(number, dm, code) for code in talks.codes]
            assert one["stays"][k] == "".join("01"[is_so] for is_so in stays)
        assert "1" in one["holds"] or number == 1


def test_a_text_can_end_no_script(talks: Solution) -> None:
    title = "</script><script>alert(1)</script><!--"
    written = shared_page(solve(load("chicken").model_copy(update={"title": title})))
    assert written.count("<script") == 2
    assert html.escape(title) in written


def test_what_is_left_out_of_a_large_model_is_said(
    monkeypatch: pytest.MonkeyPatch, talks: Solution
) -> None:
    assert left_out(talks) == ()
    for module in (page, outcomes):
        monkeypatch.setattr(module, "MOST_TOLD", 16)
    (said,) = left_out(talks)
    assert said.startswith("Of 36 outcomes those that hold and the status quo can be asked why")
    written = shared_page(talks)
    assert said in html.unescape(written)
    told = [one["number"] for one in json.loads(_Read(written).data)["outcomes"]]
    held = {one.state.number for one in talks.strongest(16)}
    assert set(map(int, told)) == held | {
        talks.model.states.number(talks.model.states.status_quo or 0)
    }


def test_where_it_takes_too_long_stories_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (page, outcomes):
        monkeypatch.setattr(module, "MOST_FOLLOWED", 3)
    solution = solve(load("chicken"))
    assert "and not by which moves" in left_out(solution)[0]
    told = json.loads(_Read(shared_page(solution)).data)["outcomes"]
    assert all(one["stays"] and not one["why"] for one in told)


def test_where_nothing_holds_the_first_outcomes_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (page, outcomes):
        monkeypatch.setattr(module, "MOST_TOLD", 4)
    solution = solve(load("cuban-missile-crisis"), "NASH")
    assert not len(solution)
    assert "the first 4 can be asked why" in left_out(solution)[0]
    told = json.loads(_Read(shared_page(solution)).data)["outcomes"]
    assert len(told) == 4


def test_what_is_too_large_to_be_sent_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_BYTES", 10_000)
    with pytest.raises(TooLargeError, match=r"would be 0\.\d MB large"):
        shared_page(solve(load("chicken")))


def test_what_is_weakly_stable_is_refused() -> None:
    model = load("prisoners-dilemma")
    with pytest.raises(ConceptNotApplicableError, match="nobody can be told"):
        shared_page(solve(model, strength="weak"))


def test_steps_that_the_app_keeps_are_in_it(command: Command, tmp_path: Path) -> None:
    text = case_path("talks-2025").read_text("utf-8")
    (tmp_path / "talks.toml").write_text(text, "utf-8")
    options = solve(load("talks-2025"), "SEQ").model.states.vocabulary.options
    deal = dict.fromkeys(options, "Y") | {"us.terms": "table"}
    before = text.replace('says = "A deal made behind', 'says = "Once: a deal made behind')
    with History(tmp_path) as history:
        steps = KeptSteps(tmp_path, history)
        steps.add("talks.toml", KeptStep("What was said", "edit", "claim", "backs", text=before))
        steps.add(
            "talks.toml",
            KeptStep("The open deal", "draft", "draft", values=deal),
        )
        steps.add("talks.toml", KeptStep("If not", scenario="nothing-conceded"))
        steps.add("talks.toml", KeptStep("Gone", large="claim", claim="gone"))
    assert command("share", "talks.toml", "-c", "SEQ", "-o", "x.html").code == 0
    words = " ".join(" ".join(_Read((tmp_path / "x.html").read_text("utf-8")).words).split())
    kept = words.partition("Kept steps What was said")[2].partition("Who takes part")[0]
    told = [kept, *(kept.partition(name)[2] for name in ("The open deal", "If not", "Gone"))]
    assert "Once: a deal made behind" in told[0].partition("The open deal")[0]
    assert "It holds under SEQ." in told[1].partition("If not")[0]
    assert "Scenario: Nothing is conceded before the talks" in told[2].partition("Gone")[0]
    assert told[3].strip() == "It can't be answered of this model any more."


@pytest.mark.parametrize(
    ("case", "way", "words"),
    [
        (
            "strength-of-preference",
            ("--strength", "strong"),
            ("Three outcomes hold", "Nothing: from every outcome"),
        ),
        ("talks-2025", ("--reading", "us.2=no"), ("six outcomes hold", "hree outcomes hold")),
    ],
)
def test_steps_are_answered_in_the_way_and_the_reading_of_the_page(
    command: Command, tmp_path: Path, case: str, way: tuple[str, str], words: tuple[str, str]
) -> None:
    usual, said = words
    text = case_path(case).read_text("utf-8")
    (tmp_path / "x.toml").write_text(text, "utf-8")
    with History(tmp_path) as history:
        steps = KeptSteps(tmp_path, history)
        steps.add("x.toml", KeptStep("Now"))
        steps.add("x.toml", KeptStep("Then", "edit", text=f"{text}\n"))

    def told(*along: str) -> list[str]:
        assert command("share", "x.toml", "-c", "SEQ", "-o", "x.html", "--force", *along).code == 0
        text = " ".join(" ".join(_Read((tmp_path / "x.html").read_text("utf-8")).words).split())
        kept = text.partition("Kept steps Now ")[2].partition("Who takes part")[0]
        return list(kept.partition(" Then ")[::2])

    assert all(usual in kept for kept in told())
    assert all(said in kept for kept in told(*way))


def test_it_is_written_as_a_page_only_and_over_nothing(command: Command, tmp_path: Path) -> None:
    wrong = command("share", "chicken", "-o", "x.pdf")
    assert (wrong.code, wrong.out) == (1, "")
    assert (
        "A page to send is written as html (.html, .htm), and '.pdf' is none of them." in wrong.err
    )
    assert command("share", "chicken", "-o", "x.html").code == 0
    assert "overwrite it with --force" in command("share", "chicken", "-o", "x.html").err
    assert command("share", "chicken").out == (tmp_path / "x.html").read_text("utf-8")
