"""Uses the kind of preference that CONTRIBUTING.md adds to a copy of the package.

Run by uses.py, with that copy first on the path, in an empty folder. The second
prisoner was asked about two pairs of outcomes, and what it says of the rest isn't known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from html import unescape
from io import StringIO
from pathlib import Path

import countermove
from countermove import Conflict
from countermove.cli.app import main as countermove_command
from countermove.files.gallery import case_path
from countermove.stability.witness import faults
from web.app import client_of

PAIRS = '[preferences.second]\npairs = [["NN", "NY"], ["NN", "YN"]]\nbecause = []\n'
MODEL = "dilemma.toml"


def refused(answer: Callable[[Conflict], object], conflict: Conflict) -> str:
    try:
        answer(conflict)
    except countermove.ConceptNotApplicableError as error:
        return str(error)
    raise AssertionError(answer)


def command(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        countermove_command(list(arguments))
    return " ".join(out.getvalue().split()), " ".join(err.getvalue().split())


def written(pairs: str) -> str:
    text = case_path("prisoners-dilemma").read_text("utf-8")
    return re.sub(r"\[preferences\.second\]\n.*?(?=\n\[)", lambda _: pairs, text, flags=re.DOTALL)


def python() -> None:
    conflict = countermove.load(MODEL)
    assert conflict.preferences["second"].kind == "pairs"
    assert countermove.loads(Path(MODEL).read_text("utf-8")) == conflict
    countermove.save(conflict, "again.toml")
    assert countermove.load("again.toml") == conflict
    solution = countermove.solve(conflict)
    assert (
        solution.provenance.why == "there is no complete order of the outcomes for Second prisoner"
    )
    # Once both confess, the second knows that to be silent is worse, and so does the first.
    assert "NN" in [state.pattern for state in solution.equilibria("NASH")]
    explained = countermove.explain(conflict, "NN", concept="NASH")
    assert explained.outcome("NASH") == (
        "NASH: it holds (nobody gains by moving now, as far as is known)."
    )
    for state in range(1, 5):
        for story in countermove.explain(conflict, state):
            assert not faults(solution.model, story.verdict)
    assert countermove.evolve(conflict, start=1, to="all")
    assert countermove.worth(conflict)
    needs = (
        "can't do without a complete order of the outcomes, and the preference of Second prisoner"
    )
    for answer in (countermove.coalitions, countermove.radius, countermove.judgements):
        said = refused(answer, conflict)
        assert re.match(
            rf"{MODEL}:\d+:\d+: .* {needs} isn't one\. Give one by statements, ", said
        ), said


def command_line() -> None:
    said, _ = command("explain", MODEL, "--outcome", "YY", "--party", "second", "--concept", "SEQ")
    assert "no move to an outcome that tempts it." in said, said
    said, _ = command("check", MODEL)
    assert "1 preference by pairs" in said, said
    said, _ = command("states", MODEL)
    assert "Second prisoner no complete order" in said, said
    _, wrong = command("states", MODEL, "--party", "second")
    assert "a ranking can't do without a complete order" in wrong, wrong
    assert json.loads(command("states", MODEL, "-f", "json")[0])["rankings"]["second"] is None
    said, _ = command("compare", MODEL, "other.toml")
    assert "judges 1 pair of outcomes otherwise" in said, said
    for pairs, mistake in {
        '[["NN", "NNN"]]': "pairs[1]",
        '[["NN", "NY"], ["NY", "NN"]]': "here the first is better, and by itself or by a pair",
        '"NN"': 'a list of pairs, [["better", "worse"]]',
    }.items():
        Path("wrong.toml").write_text(written(f"[preferences.second]\npairs = {pairs}\n"), "utf-8")
        said, wrong = command("solve", "wrong.toml")
        assert not said, said
        assert mistake in wrong or re.search(r"wrong\.toml:\d+:", wrong), wrong


def web_app() -> None:
    with client_of(Path()) as client:
        for path in ("answer", "answer?state=1", "parties", "rules", "text", "report", "follow-up"):
            page = client.get(f"/models/{MODEL}/{path}")
            assert page.status_code == 200, (path, page.text)
        said = unescape(client.get(f"/models/{MODEL}/preferences?party=second").text)
        assert "There is no complete order of the outcomes that could be shown." in said, said
        assert "stands under pairs in" in said
        api = f"/api/models/{MODEL}"
        edges = client.get(f"{api}/graph").json()["edges"]
        assert edges
        assert client.get(f"{api}/states").json()["rankings"]["second"] is None
        assert "graphml" in client.get(f"{api}/exports/graphml").text
        solved = client.post(f"{api}/questions/solve", json={}).json()
        job = client.get(f"/api/jobs/{solved['id']}?wait=30").json()
        assert job["status"] == "done", job
        asked = client.post(f"{api}/questions/report", json={})
        job = client.get(f"/api/jobs/{asked.json()['id']}?wait=30").json()
        document = client.get(f"/api/jobs/{job['id']}/documents/markdown").text
        assert "Second prisoner: there is no complete order of the outcomes" in document
        assert "What is left open counts as that kind of preference says." in document
        assert "Not answered: Who could upset it together?" in document


def main() -> None:
    Path(MODEL).write_text(written(PAIRS), "utf-8")
    Path("other.toml").write_text(written(PAIRS.replace(', ["NN", "YN"]', "")), "utf-8")
    python()
    command_line()
    web_app()
