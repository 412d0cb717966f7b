"""What CONTRIBUTING.md adds in one file works as it says: a solution concept, an importer."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the package with the files from the page in it."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    found = re.findall(r"^```python\n# src/(\S+\.py)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(found) == page.count("\n# src/")
    copy = tmp_path_factory.mktemp("extended")
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(ROOT / "src" / "countermove", copy / "countermove", ignore=ignored)
    for name, text in found:
        path = copy / name
        assert not path.exists()
        path.write_text(text, encoding="utf-8")
    return copy


def run(extended: Path, *arguments: str, within: Path = ROOT) -> str:
    path = os.pathsep.join(map(str, (extended, ROOT / "tests")))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    result = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=within,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def command(extended: Path, *arguments: str) -> str:
    code = "import sys; from countermove.cli.app import main; sys.exit(main())"
    return run(extended, "-c", code, *arguments)


def test_the_concepts_list_it(extended: Path) -> None:
    assert "MR4" in command(extended, "concepts")


def test_it_is_solved_between_smr_and_gmr(extended: Path) -> None:
    asked = [part for code in ("SMR", "MR4", "GMR") for part in ("--concept", code)]
    for case in ("elmira", "talks-2025", "syria-iraq-1975", "chicken"):
        printed = command(extended, "solve", case, *asked, "--format", "json")
        stable = json.loads(printed)["stable"]
        for dm in stable["MR4"]:
            assert set(stable["SMR"][dm]) <= set(stable["MR4"][dm]) <= set(stable["GMR"][dm])


def test_it_is_its_own_concept(extended: Path) -> None:
    """It differs somewhere from SMR and from GMR, by a value recursion written anew."""
    run(extended, "-c", _VALUE_FORM)


_VALUE_FORM = """
import random
from countermove.graph_model import build
from countermove.model.conflict import Conflict
from countermove.graph.sequences import shortest
from countermove.stability.registry import concepts

chance = random.Random(1)
differs = {"SMR": 0, "GMR": 0}
for _ in range(200):
    states = [f"s{k}" for k in range(5)]
    moves = {
        dm: [(a, b) for a in states for b in states if a != b and chance.random() < 0.35]
        for dm in ("a", "b")
    }
    ranking = {dm: {"ranking": chance.sample(states, 5)} for dm in ("a", "b")}
    model = build(Conflict.model_validate({
        "format": "countermove/1", "title": "?",
        "decision_makers": {dm: {"name": dm} for dm in ("a", "b")},
        "states": {s: s for s in states}, "moves": moves, "preferences": ranking,
    }))
    v = model.preferences["a"].ranks

    def ends(s):
        return [p[-1].target for p in shortest(["b"], s, model.moves, 5)]

    def mine(k, s):
        return max([v[s], *(theirs(k - 1, int(q)) for q in model.moves("a", s))]) if k else v[s]

    def theirs(k, s):
        return min([v[s], *(mine(k - 1, q) for q in ends(s))]) if k else v[s]

    for s in range(5):
        stable = all(theirs(3, int(q)) <= v[s] for q in model.moves("a", s))
        assert bool(concepts()["MR4"].define(model, "a", s)) == stable
        for code in differs:
            differs[code] += bool(concepts()[code].define(model, "a", s)) != stable
assert all(differs.values()), differs
"""


def test_what_is_said_of_it_is_true(extended: Path) -> None:
    """No word on replies that weren't told, none would move without a reason, witnesses stand."""
    run(extended, "-c", _WORDS)


_WORDS = """
import countermove
from countermove.files.model_file import load
from countermove.graph_model import build
from countermove.stability.registry import concepts
from countermove.stability.witness import faults

undeterred = deterred = 0
for case in ("chicken", "elmira", "milk-river", "prisoners-dilemma", "syria-iraq-1975"):
    model = build(load(case))
    for state in range(len(model.states)):
        label = model.states.label(state)
        for story in countermove.explain(model, label, concept="MR4"):
            assert faults(model, story.verdict) == []
            for text in story.paragraphs:
                assert "But then" in text or text.endswith(". Nothing deters it."), text
                assert " can then move" not in text
                if "But then" in text:
                    after = text.split("But then", 1)[1]
                    assert " could " in after and " would " not in after.split(". ")[0], text
                    deterred += 1
                else:
                    undeterred += 1
assert undeterred and deterred, (undeterred, deterred)
"""


def test_it_does_not_silence_the_others_in_a_report(extended: Path) -> None:
    parts = [x for part in ("goals", "sample", "radius") for x in ("--part", part)]
    asked = ("--concept", "MR4", "--concept", "SEQ")
    printed = command(extended, "report", "talks-2025", *asked, *parts)
    assert "Not answered" not in printed
    said = "This can't be told for MR4; it can for NASH, SEQ, SSEQ, GMR and SMR."
    assert printed.count(said) == 3
    alone = command(extended, "report", "talks-2025", "--concept", "MR4", "--part", "sample")
    assert re.search(rf"How sure is it\?\n+ *{re.escape(said)}", alone)


_LAWS = """
import sys
import pytest
from hypothesis import HealthCheck, Phase, settings

# Whether the tests find something is asked here, not the smallest example of it.
settings.register_profile(
    "unshrunk", derandomize=True, max_examples=60, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
sys.exit(pytest.main([
    "-q", "-p", "no:cacheprovider", "-p", "no:xdist",
    # Hypothesis is imported before pytest can rewrite it.
    "-W", "ignore::pytest.PytestAssertRewriteWarning",
    "tests/laws/test_concepts.py", "-k", "declared_implications or alone",
]))
"""


def test_the_law_tests_have_it(extended: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYPOTHESIS_PROFILE", "unshrunk")
    printed = run(extended, "-c", _LAWS)
    assert re.search(r"\d+ passed", printed)


def test_the_law_tests_would_notice_a_wrong_claim(
    extended: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is declared and isn't true is found: MR4 does not imply SMR."""
    wrong = tmp_path / "wrong"
    shutil.copytree(extended, wrong)
    path = wrong / "countermove" / "stability" / "metarationality_of_four.py"
    text = path.read_text("utf-8")
    assert 'implies=("GMR",)' in text
    path.write_text(text.replace('implies=("GMR",)', 'implies=("SMR",)'), encoding="utf-8")
    monkeypatch.setenv("HYPOTHESIS_PROFILE", "unshrunk")
    with pytest.raises(AssertionError, match="MR4 does not imply SMR"):
        run(wrong, "-c", _LAWS)


# -- an importer ----------------------------------------------------------------------------------


def test_an_importer_is_one_file(extended: Path, tmp_path: Path) -> None:
    """The command, Python, the web app and the API have it, and say what its files are."""
    run(extended, str(HERE / "uses_an_importer.py"), within=tmp_path)
