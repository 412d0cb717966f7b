"""Uses the solution concept that CONTRIBUTING.md adds to a copy of the package: CMR2.

Run by uses.py, with that copy first on the path, in an empty folder.
"""

from __future__ import annotations

import importlib
import json
import random
import re
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from types import ModuleType
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings

from countermove.building import build
from countermove.cli.app import main as countermove_command
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.report.explain import explain
from countermove.stability import registry
from countermove.stability.play import every_line
from countermove.stability.registry import concepts
from countermove.stability.witness import faults
from models import FORMS


def command(*arguments: str) -> str:
    out = StringIO()
    with redirect_stdout(out):
        countermove_command(list(arguments))
    return out.getvalue()


def it_is_listed_and_solved_between_sseq_and_seq() -> None:
    assert "CMR2" in command("concepts")
    asked = [part for code in ("SSEQ", "CMR2", "SEQ") for part in ("--concept", code)]
    for case in ("elmira", "cuban-missile-crisis", "syria-iraq-1975", "chicken"):
        stable = json.loads(command("solve", case, *asked, "--format", "json"))["stable"]
        for dm in stable["CMR2"]:
            assert set(stable["SSEQ"][dm]) <= set(stable["CMR2"][dm]) <= set(stable["SEQ"][dm])


def drawn(chance: random.Random, count: int, density: float) -> GraphModel:
    """Draw a model of two parties who rank so many states without ties."""
    states = [f"s{k}" for k in range(count)]
    moves = {
        dm: [(a, b) for a in states for b in states if a != b and chance.random() < density]
        for dm in ("a", "b")
    }
    data = {
        "format": "countermove/1",
        "title": "?",
        "decision_makers": {dm: {"name": dm.upper()} for dm in ("a", "b")},
        "states": {s: s for s in states},
        "moves": moves,
        "preferences": {dm: {"ranking": chance.sample(states, count)} for dm in ("a", "b")},
    }
    return build(Conflict.model_validate(data))


def it_is_its_own_concept() -> None:
    """It differs somewhere from SSEQ and from SEQ, by its definition written anew."""
    chance = random.Random(1)
    differs = {"SSEQ": 0, "SEQ": 0}
    for _ in range(200):
        model = drawn(chance, 5, 0.35)
        for s in range(5):
            stable = by_definition(model, s)
            assert bool(concepts()["CMR2"].define(model, "a", s)) == stable
            for code in differs:
                differs[code] += bool(concepts()[code].define(model, "a", s)) != stable
    assert all(differs.values()), differs


def by_definition(model: GraphModel, s: int) -> bool:
    v = {dm: model.preferences[dm].ranks for dm in ("a", "b")}

    def gains(dm: str, s: int) -> list[int]:
        return [int(q) for q in model.moves(dm, s) if v[dm][q] > v[dm][s]]

    def hurts(end: int) -> bool:
        return bool(v["a"][end] <= v["a"][s])

    return all(
        any(
            hurts(s2) and all(hurts(s3) or any(map(hurts, gains("b", s3))) for s3 in gains("a", s2))
            for s2 in gains("b", s1)
        )
        for s1 in gains("a", s)
    )


def what_is_said_of_it_is_true() -> None:
    """Its lines of play stand up, and its words say what is in them."""
    chance = random.Random(2)
    seen = dict.fromkeys(("deterred", "closed", "undeterred", "escaped"), 0)
    for _ in range(60):
        model = drawn(chance, 6, 0.4)
        for s in model.conflict.states:
            for story in explain(model, s, concept="CMR2"):
                verdict = story.verdict
                assert faults(model, verdict) == []
                ordered = sorted(verdict.lines, key=lambda line: line.is_deterred)
                for line, text in zip(ordered, story.paragraphs, strict=True):
                    said = text.split(". ", 1)[1]
                    if line.is_deterred:
                        seen["deterred"] += 1
                        seen["closed"] += len(list(every_line(line.play))) > 1
                        assert said.startswith("But then ")
                        assert " in its own interest (" in said
                        assert (
                            said.count("But then ")
                            == len(
                                [
                                    one
                                    for one in every_line(line.play)
                                    if one.first.decision_maker != verdict.decision_maker
                                ]
                            )
                            or "other way" in said
                        ), text
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


def it_does_not_silence_the_others_in_a_report() -> None:
    parts = [x for part in ("goals", "sample", "radius") for x in ("--part", part)]
    asked = ("--concept", "CMR2", "--concept", "SEQ")
    printed = command("report", "elmira", *asked, *parts)
    assert "Not answered" not in printed
    said = "This can't be told for CMR2; it can for NASH, SEQ, SSEQ, GMR and SMR."
    assert printed.count(said) == 3
    alone = command("report", "elmira", "--concept", "CMR2", "--part", "sample")
    assert re.search(rf"How sure is it\?\n+ *{re.escape(said)}", alone)


def the_laws_have_it_and_would_notice_a_wrong_claim() -> None:
    """What is declared and isn't true is found: CMR2 does not imply NASH."""
    # Whether the tests find something is asked here, not the smallest example of it.
    settings.register_profile(
        "unshrunk",
        derandomize=True,
        max_examples=20,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("unshrunk")
    laws = importlib.import_module("laws.test_concepts")
    assert ("CMR2", "SEQ") in laws.DECLARED
    for form in FORMS:
        laws.test_declared_implications_hold(form=form)
        laws.test_alone_all_concepts_coincide(form=form)
    wrong = replace(concepts()["CMR2"], implies=("NASH",))
    with patch.dict(registry._REGISTERED, {"CMR2": wrong}):
        importlib.reload(laws)
        assert any(is_noticed(laws, form) for form in FORMS)


def is_noticed(laws: ModuleType, form: str) -> bool:
    try:
        laws.test_declared_implications_hold(form=form)
    except AssertionError as error:
        return "CMR2 does not imply NASH" in str(error)
    return False


def main() -> None:
    it_is_listed_and_solved_between_sseq_and_seq()
    it_is_its_own_concept()
    what_is_said_of_it_is_true()
    it_does_not_silence_the_others_in_a_report()
    the_laws_have_it_and_would_notice_a_wrong_claim()
