"""Every result says the same of itself: what it is about, how it was made, for which concepts."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from itertools import permutations
from typing import Any

import pytest
from markupsafe import escape

import countermove
from countermove import UnknownNameError
from countermove._version import __version__
from countermove.analysis.solving import solve
from countermove.notebook.said import said
from countermove.report.article import Prose
from countermove.report.cases import cases
from countermove.report.claims import claims_in_full
from countermove.report.concept_list import concept_list
from countermove.report.quoting import check_quotation
from countermove.report.states import StateList
from countermove.result import Provenance, Result
from countermove.streams import Long
from countermove.table import Table
from models import conflict_of

CONFLICT = conflict_of(
    title="Two firms",
    status_quo=[],
    decision_makers={
        "one": {"name": "One", "options": {"x": "X"}},
        "two": {"name": "Two", "options": {"y": "Y"}},
    },
    preferences={"one": {"statements": ["x"]}, "two": {"statements": ["y iff x", "y"]}},
    claims={"both": {"says": "Both", "possible": "x and y"}},
    scenarios={"shy": {"title": "Shy", "preferences": {"one": {"statements": ["not x"]}}}},
)
SOLUTION = solve(CONFLICT)


def _across() -> Result:
    data = CONFLICT.model_dump(mode="json", exclude_unset=True)
    for preference in data["preferences"].values():
        preference.clear()
        preference["statements"] = [{"holds": "true", "perhaps": True}]
    found = countermove.solve(countermove.from_dict(data)).across
    assert found is not None
    return found


MADE: dict[str, Callable[[], Result]] = {
    "Across": _across,
    "CaseList": cases,
    "CheckReport": lambda: countermove.check(CONFLICT),
    "ClaimSheet": lambda: claims_in_full(countermove.compare(CONFLICT)),
    "Coalitions": lambda: countermove.coalitions(SOLUTION),
    "Comparison": lambda: countermove.compare(CONFLICT),
    "ConceptList": concept_list,
    "Deal": lambda: countermove.deal(SOLUTION, "YN", change=True),
    "Differences": lambda: countermove.differences(CONFLICT, scenario="shy"),
    "Evolution": lambda: countermove.evolve(SOLUTION),
    "Explanation": lambda: countermove.explain(CONFLICT, 1),
    "Goals": lambda: countermove.goals(CONFLICT, "x and not y", steps=1),
    "Hypergame": lambda: countermove.views(CONFLICT),
    "IndividualStability": SOLUTION.individual,
    "Judgements": lambda: countermove.judgements(CONFLICT),
    "ManySolutions": lambda: countermove.solve_many(CONFLICT, {"one": [*permutations(range(4))]}),
    "Needed": lambda: countermove.needed(SOLUTION, "y"),
    "OpenExplanation": lambda: countermove.explain_open(CONFLICT, 1, nodes=1 << 12),
    "OpenSolution": lambda: countermove.solve_open(CONFLICT, nodes=1 << 12),
    "OtherPrograms": lambda: countermove.programs(SOLUTION),
    "QuotationCheck": lambda: check_quotation(
        countermove.documents.read_bytes("r.txt", b"We sign."), ("We sign",)
    ),
    "Radius": lambda: countermove.radius(CONFLICT),
    "Sample": lambda: countermove.sample(CONFLICT, within=1, samples=5),
    "Solution": lambda: SOLUTION,
    "StateList": lambda: StateList(SOLUTION.model, SOLUTION),
    "Sweep": lambda: countermove.sweep(CONFLICT),
    "WhatToAsk": lambda: countermove.ask(CONFLICT),
    "WhoSaysWhat": lambda: countermove.documents.who_says_what(
        countermove.documents.read_bytes("r.txt", b'"We sign," said Ana Ruiz.')
    ),
    "Worth": lambda: countermove.worth(SOLUTION),
}
FORMATS = {
    "Across": "across",
    "CaseList": "cases",
    "CheckReport": "check",
    "ClaimSheet": "claims",
    "Coalitions": "coalitions",
    "Comparison": "comparison",
    "ConceptList": "concepts",
    "Deal": "deal",
    "Differences": "differences",
    "Evolution": "evolution",
    "Explanation": "explanation",
    "Goals": "goals",
    "Hypergame": "views",
    "IndividualStability": "stability",
    "Judgements": "judgements",
    "ManySolutions": "many",
    "Needed": "needed",
    "OpenExplanation": "open-explanation",
    "OpenSolution": "open-result",
    "OtherPrograms": "programs",
    "QuotationCheck": "quotation",
    "Radius": "radius",
    "Sample": "sample",
    "Solution": "result",
    "StateList": "states",
    "Sweep": "sweep",
    "WhatToAsk": "ask",
    "WhoSaysWhat": "statements",
    "Worth": "worth",
}
"""How each is called as data."""

ABOUT_NO_MODEL = {
    "CaseList",
    "CheckReport",
    "ConceptList",
    "QuotationCheck",
    "Sweep",
    "WhoSaysWhat",
}
NOTHING_TO_FIND = {*ABOUT_NO_MODEL, "Explanation", "StateList"} - {"Sweep"}


def results(of: type[Result] = Result) -> Iterator[type[Result]]:
    """Give the kinds of results in the package: the classes, of whatever depth, with a format."""
    for one in of.__subclasses__():
        if one.__module__.startswith("countermove."):
            if hasattr(one, "format"):
                yield one
            yield from results(one)


def test_every_class_of_results_is_looked_at() -> None:
    for name in ("analysis", "record", "report"):
        package = importlib.import_module(f"countermove.{name}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    assert {one.__name__ for one in results()} == set(MADE) == set(FORMATS)
    assert len(set(FORMATS.values())) == len(FORMATS)


@pytest.mark.parametrize("name", MADE)
def test_a_result_says_the_same_of_itself_as_any_other(name: str) -> None:
    result = MADE[name]()
    data = result.to_dict()
    assert type(result).__name__ == name
    assert json.loads(result.to_json()) == json.loads(json.dumps(data))
    assert data["format"] == result.format == f"countermove-{FORMATS[name]}/1"
    assert re.fullmatch(rf"<{name} (of|in|from) .+>", repr(result))
    assert result, "an answer is there"

    first, *_, last = data
    assert first == "format"
    assert (name in NOTHING_TO_FIND) == (result.provenance is None) == ("provenance" not in data)
    if result.provenance is not None:
        assert last == "provenance"
        made = data["provenance"]
        assert (made["version"], made["complete"]) == (__version__, True)
        if name == "Sweep":  # the same bytes, wherever and however often it was begun
            assert list(made) == ["complete", "version"]
        else:
            assert list(made) == ["engine", "why", "seconds", "complete", "version"]
            assert made["engine"]
            assert made["why"]
            assert made["seconds"] >= 0

    assert (name in ABOUT_NO_MODEL) == (result.model is None)
    if result.model is not None:
        about = data["after" if name == "Differences" else "model"]
        assert about == result.model.about()
        assert about["digest"].startswith("sha256:")

    assert result.codes == tuple(concept.code for concept in result.concepts)
    for concept in result.concepts:
        for called in (concept, concept.code, concept.code.lower(), *concept.names):
            assert result.code(called) == concept.code
    with pytest.raises(UnknownNameError, match="no solved concept 'NOBODY'"):
        result.code("NOBODY")


@pytest.mark.parametrize(
    "name", [name for name in MADE if name in countermove.__all__ or name.startswith("Open")]
)
def test_a_result_is_told_in_sentences_in_a_notebook(name: str) -> None:
    """That these are the terminal's is looked at in tests/cli/test_in_notebooks.py."""
    result = MADE[name]()
    told = said(result)
    assert told.sections or name == "ManySolutions", "numbers of profiles, and no command has them"
    html = result._repr_html_()
    assert html.startswith('<div class="countermove">')
    for section in told.sections:
        assert escape(section.question) in html
        for block in section.blocks:
            if isinstance(block, Prose):
                assert escape(block.text) in html


@pytest.mark.parametrize("name", MADE)
def test_a_result_says_that_it_is_incomplete(name: str) -> None:
    result = MADE[name]()
    if "provenance" not in {field.name for field in fields(result)}:  # type: ignore[arg-type]
        derived = {"Comparison", "ClaimSheet", "IndividualStability"}
        assert result.provenance is None or name in derived
        return
    cut = replace(result, provenance=Provenance("any", "because", 0.1, False))  # type: ignore[type-var]
    assert repr(cut) == f"{repr(result)[:-1]}; incomplete>"
    assert not cut.to_dict()["provenance"]["complete"]


def test_seconds_of_several_add_up_and_all_must_be_complete() -> None:
    whole, cut = Provenance("a", "b", 0.1), Provenance("c", "d", 0.2, False)
    solution = replace(SOLUTION, provenance=whole)
    comparison = countermove.Comparison(CONFLICT, (solution, replace(SOLUTION, provenance=cut)))
    assert comparison.provenance == Provenance("a", "b", 0.3, False)
    assert repr(comparison).endswith("; incomplete>")


class Odd(Result):
    """A result about nothing."""

    format = "odd/1"
    model = provenance = None
    concepts = ()

    def _brief(self) -> str:
        return "about nothing"

    def table(self) -> Table:
        return Table("t", ("a", "b"), ((1, "ä"), (None, True)))

    def _content(self) -> dict[str, Any]:
        return {"title": "ä", "long": Long(2, lambda: iter([[1, 2]]))}


def test_results_are_written_by_their_table() -> None:
    result, table = Odd(), Odd().table()
    assert result.to_csv() == table.to_csv() == "".join(result.csv_parts())
    assert result.to_markdown() == table.to_markdown()
    assert result.to_latex() == table.to_latex()
    assert table.to_html() in result._repr_html_()
    assert result.to_frame().equals(table.to_frame())


def test_results_are_written_as_data_piece_by_piece() -> None:
    result = Odd()
    assert result.to_dict() == {"format": "odd/1", "title": "ä", "long": [1, 2]}
    assert json.loads(result.to_json()) == result.to_dict()
    assert "".join(result.json_parts()) == result.to_json()
    assert "ä" in result.to_json()
    assert result.to_json().endswith("}\n")


def test_what_all_results_ask_for_is_described_in_the_same_words() -> None:
    text = inspect.getdoc(countermove.Sample.state)
    assert text is not None
    sections = re.findall(r"(\w+)\n---+\n(.*?)(?=\n\n|\Z)", text, re.S)
    assert [name for name, _ in sections] == ["Parameters", "Returns", "Raises", "Examples"]
    described = dict(sections)
    assert described["Parameters"].splitlines() == [
        "state : str or int",
        "    The state: its number, label, id or pattern.",
        "concept : str",
        "    The code of a concept that was solved for, or a synonym.",
        "decision_maker : str, optional",
        "    By id or name; nobody in particular where the state has to be stable for all.",
    ]
    assert described["Raises"].splitlines() == [
        "UnknownNameError",
        "    If one of them isn't known, or the concept wasn't solved for.",
    ]
    for method in (countermove.Solution.is_stable, countermove.Solution.verdict):
        assert set(described["Parameters"].splitlines()[:4]) <= set(
            (inspect.getdoc(method) or "").splitlines()
        )
