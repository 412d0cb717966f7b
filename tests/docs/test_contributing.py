"""What CONTRIBUTING.md adds works as it says, for all that can be added."""

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
    _add_the_key(page, copy / "countermove" / "model" / "parts.py")
    return copy


def _add_the_key(page: str, path: Path) -> None:
    """Add the key of the kind of preference to those of a preference, as the page says."""
    (field,) = re.findall(
        r"^```python\n(    \w+: Annotated.*?)^```$", page, re.MULTILINE | re.DOTALL
    )
    name = field.partition(":")[0].strip()
    text = path.read_text("utf-8").replace("    Ranking,", "    Ranking,\n    StateReference,", 1)
    before, it, after = text.partition("class Preference(OneOf):")
    assert it
    added, kinds = re.subn(r"(    kinds = \(.*?)\)\n", rf'\1, "{name}")\n', after, count=1)
    added, fields = re.subn(
        r"^    because: Because", f"{field}    because: Because", added, count=1, flags=re.MULTILINE
    )
    assert kinds == fields == 1
    path.write_text(before + it + added, encoding="utf-8")


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
    assert "CMR2" in command(extended, "concepts")


def test_it_is_solved_between_sseq_and_seq(extended: Path) -> None:
    asked = [part for code in ("SSEQ", "CMR2", "SEQ") for part in ("--concept", code)]
    for case in ("elmira", "talks-2025", "syria-iraq-1975", "chicken"):
        printed = command(extended, "solve", case, *asked, "--format", "json")
        stable = json.loads(printed)["stable"]
        for dm in stable["CMR2"]:
            assert set(stable["SSEQ"][dm]) <= set(stable["CMR2"][dm]) <= set(stable["SEQ"][dm])


def test_it_is_its_own_concept(extended: Path) -> None:
    """It differs somewhere from SSEQ and from SEQ, by its definition written anew."""
    run(extended, "-c", _ANEW)


_ANEW = """
import random
from countermove.building import build
from countermove.model.conflict import Conflict
from countermove.graph.sequences import shortest
from countermove.stability.registry import concepts

chance = random.Random(1)
differs = {"SSEQ": 0, "SEQ": 0}
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
    v = {dm: model.preferences[dm].ranks for dm in ("a", "b")}

    def gains(dm, s):
        return [int(q) for q in model.moves(dm, s) if v[dm][q] > v[dm][s]]

    def hurts(s, start):
        return v["a"][s] <= v["a"][start]

    for s in range(5):
        stable = all(
            any(
                hurts(s2, s)
                and all(
                    hurts(s3, s) or any(hurts(s4, s) for s4 in gains("b", s3))
                    for s3 in gains("a", s2)
                )
                for s2 in gains("b", s1)
            )
            for s1 in gains("a", s)
        )
        assert bool(concepts()["CMR2"].define(model, "a", s)) == stable
        for code in differs:
            differs[code] += bool(concepts()[code].define(model, "a", s)) != stable
assert all(differs.values()), differs
"""


def test_what_is_said_of_it_is_true(extended: Path) -> None:
    """Its lines of play stand up, and its words say what is in them."""
    run(extended, "-c", _WORDS)


_WORDS = """
import random
from countermove.building import build
from countermove.model.conflict import Conflict
from countermove.report.explanation import explain
from countermove.stability.play import every_line
from countermove.stability.witness import faults

chance = random.Random(2)
seen = dict.fromkeys(("deterred", "closed", "undeterred", "escaped"), 0)
for _ in range(60):
    states = [f"s{k}" for k in range(6)]
    moves = {
        dm: [(a, b) for a in states for b in states if a != b and chance.random() < 0.4]
        for dm in ("a", "b")
    }
    ranking = {dm: {"ranking": chance.sample(states, 6)} for dm in ("a", "b")}
    model = build(Conflict.model_validate({
        "format": "countermove/1", "title": "?",
        "decision_makers": {dm: {"name": dm.upper()} for dm in ("a", "b")},
        "states": {s: s for s in states}, "moves": moves, "preferences": ranking,
    }))
    for s in states:
        for story in explain(model, s, concept="CMR2"):
            verdict = story.verdict
            assert faults(model, verdict) == []
            ordered = sorted(verdict.lines, key=lambda line: line.is_deterred)
            for line, text in zip(ordered, story.paragraphs):
                said = text.split(". ", 1)[1]
                if line.is_deterred:
                    seen["deterred"] += 1
                    seen["closed"] += len(list(every_line(line.play))) > 1
                    assert said.startswith("But then ") and " in its own interest (" in said
                    assert said.count("But then ") == len([
                        one for one in every_line(line.play)
                        if one.first.decision_maker != verdict.decision_maker
                    ]) or "other way" in said, text
                elif line.play.lines:
                    seen["escaped"] += 1
                    assert "which would deter it; but " in said, text
                    assert text.endswith(" So nothing deters it."), text
                else:
                    seen["undeterred"] += 1
                    assert said.startswith("Nothing deters it: "), text
                    none = "none of the others would then gain by moving." in said
                    assert none == (not line.play.reached), text
assert all(seen.values()), seen
"""


def test_it_does_not_silence_the_others_in_a_report(extended: Path) -> None:
    parts = [x for part in ("goals", "sample", "radius") for x in ("--part", part)]
    asked = ("--concept", "CMR2", "--concept", "SEQ")
    printed = command(extended, "report", "talks-2025", *asked, *parts)
    assert "Not answered" not in printed
    said = "This can't be told for CMR2; it can for NASH, SEQ, SSEQ, GMR and SMR."
    assert printed.count(said) == 3
    alone = command(extended, "report", "talks-2025", "--concept", "CMR2", "--part", "sample")
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
    """What is declared and isn't true is found: CMR2 does not imply SSEQ."""
    wrong = tmp_path / "wrong"
    shutil.copytree(extended, wrong)
    path = wrong / "countermove" / "stability" / "credible_metarationality.py"
    text = path.read_text("utf-8")
    assert 'implies=("SEQ",)' in text
    path.write_text(text.replace('implies=("SEQ",)', 'implies=("SSEQ",)'), encoding="utf-8")
    monkeypatch.setenv("HYPOTHESIS_PROFILE", "unshrunk")
    with pytest.raises(AssertionError, match="CMR2 does not imply SSEQ"):
        run(wrong, "-c", _LAWS)


# -- a kind of preference -------------------------------------------------------------------------


def test_a_kind_of_preference_is_one_file_and_its_key(extended: Path, tmp_path: Path) -> None:
    """The command, Python, the report and the web app answer with it, and refuse where needed."""
    run(extended, str(HERE / "uses_a_preference.py"), within=tmp_path)


# -- an importer ----------------------------------------------------------------------------------


def test_an_importer_is_one_file(extended: Path, tmp_path: Path) -> None:
    """The command, Python, the web app and the API have it, and say what its files are."""
    run(extended, str(HERE / "uses_an_importer.py"), within=tmp_path)


# -- a report format ------------------------------------------------------------------------------


def test_a_report_format_is_one_file(extended: Path, tmp_path: Path) -> None:
    """The command, its suffix, the page's downloads and the API have it."""
    run(extended, str(HERE / "uses_a_format.py"), within=tmp_path)


# -- a follow-up question -------------------------------------------------------------------------


def test_a_question_is_in_no_list(extended: Path, tmp_path: Path) -> None:
    """The command, the report, the web app, the API, the documentation and the laws have it."""
    run(extended, str(HERE / "uses_a_question.py"), str(ROOT), within=tmp_path)
