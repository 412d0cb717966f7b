"""Long names, line ends in names, scenarios and missing parts once broke what was shown."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from countermove.analysis.coalitions.coalitions import coalitions
from countermove.analysis.compare import compare
from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.judgements.judgements import judgements
from countermove.analysis.sample.sample import sample
from countermove.analysis.solving import solve
from countermove.analysis.views.views import views
from countermove.analysis.worth.worth import worth
from countermove.cli.app import main
from countermove.cli.articles import show_section
from countermove.cli.look import Look
from countermove.cli.page import Page
from countermove.errors import missing_extra
from countermove.files.model_file import load
from countermove.model.conflict import Conflict
from countermove.questions import find
from countermove.questions.base.parts import written_parts
from countermove.questions.base.whole import report
from countermove.report import goals
from countermove.report import radius as radius_words
from countermove.report.article import Article, Block, Grid, Line, Prose, Section
from countermove.report.claims import claims_in_full
from countermove.report.explain import explain
from countermove.report.exports import EXPORTS, export_parts
from countermove.report.formats.html import to_html
from countermove.report.formats.markdown import to_markdown
from countermove.report.rendering import renderings
from countermove.report.states import StateList
from countermove.result import Result
from countermove.share.page import shared_page
from countermove.table import Table
from latex_reading import check_nesting
from latex_reading import read as read_latex
from models import conflict_of

LONG = "scenario-with-an-identifier-that-is-very-long-"


def shown(*blocks: Block, width: int = 50, encoding: str = "utf-8") -> list[str]:
    page = Page(Look(width, False, encoding))
    show_section(page, "model", Section("What?", blocks))
    return page.text().splitlines()


@pytest.mark.parametrize("width", [50, 80])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize(
    "block",
    [
        Prose("What it means. " * 5, lead=f"{LONG}indeed:"),
        Grid("What is done", tuple("abcdefghijkl"), (Line("text", ("Y",) * 12, LONG * 2),)),
        Grid("Where it stands", (f"{LONG}one", f"{LONG}two"), (Line("text", (1, 2)),)),
        Grid("Where it stands in each ranking", ("Ministry of the…", "s"), (Line("t", (1, 2)),)),
    ],
)
def test_no_line_is_wider_than_the_page(block: Block, width: int, encoding: str) -> None:
    lines = shown(block, width=width, encoding=encoding)
    assert max(map(len, lines)) <= width


def test_heads_that_begin_alike_stay_apart() -> None:
    text = "\n".join(shown(Grid("a", (f"{LONG}one", f"{LONG}two"), (Line("text", (1, 2)),))))
    assert "(2)" in text


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\x85", "\n\n"])
def test_a_line_end_in_a_name_ends_no_row(end: str) -> None:
    table = Table("t", ("state", "NASH"), ((f"a{end}b", True),))
    assert len(table.to_markdown().splitlines()) == 3
    title = Table(f"a{end}b", ("state",), ((1,),))
    assert "\n\n" not in title.to_latex()


@pytest.mark.parametrize(
    "name", ["radius", "judgements", "worth", "coalitions", "evolve", "needed"]
)
def test_every_command_answers_for_a_scenario(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--claim", "backs", "-c", "NASH") if name == "radius" else ()
    assert main((name, "talks-2025", "--scenario", "nothing-conceded", *asked)) == 0
    for line in capsys.readouterr().out.splitlines():
        if line.startswith("  countermove"):
            assert "--scenario nothing-conceded" in line


def test_the_report_says_what_a_missing_extra_keeps_it_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(*_: Any, **__: Any) -> None:
        raise missing_extra("sat", "The least change of a ranking")

    monkeypatch.setattr(radius_words, "radius_of", missing)
    article = report(load("chicken"), ["radius", "goals"])
    (section,) = (s for s in article.sections if s.question.startswith("Not answered"))
    (block,) = section.blocks
    assert isinstance(block, Prose)
    assert "countermove[sat]" in block.text
    assert article.sections[-1].question != section.question


def test_the_report_says_that_large_models_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goals, "_MOST_STATES_IN_REPORT", 3)
    section = find("goals").in_report(solve(load("chicken")))
    assert section is not None
    (said,) = section.blocks
    assert isinstance(said, Prose)
    assert said.text.startswith("Left out here, for 4 outcomes; ")


def test_intervals_are_the_same_in_every_notation() -> None:
    drawn = sample(load("chicken"), unknown="ties", samples=20, concepts="NASH")
    data = json.loads(drawn.to_json())
    assert data == json.loads(json.dumps(drawn.to_dict()))
    (row, *_) = (r for r in csv.DictReader(io.StringIO(drawn.to_csv())) if r["kind"] == "outcome")
    state = int(row["name"]) - 1
    assert data["equilibria"]["NASH"]["low"][state] == float(row["low"])


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "=SUM(A1:A9)",
    "a\u202eb\u2066c\u200fd",
    "| *x* [a](b) `c` $d$ ~e~ &lt; #",
    r"\input{/etc/passwd} {} % & _ ^ ~ --",
)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


def hostile(name: str) -> Conflict:
    return conflict_of(
        title=f"{name} in a title",
        status_quo=[],
        decision_makers={
            "a": {"name": name, "options": {"x": f"{name} one", "y": f"{name} two"}},
            "b": {"name": f"{name} too", "options": {"z": name}},
        },
        preferences={
            "a": {"statements": ["x", "z"], "note": name},
            "b": {"statements": ["not x"]},
        },
        claims={"c": {"says": name, "possible": "x"}},
        scenarios={"s": {"title": name, "rules": {"infeasible": ["y"]}}},
        views={"a": {"preferences": {"b": {"statements": ["x"], "note": name}}}},
        sources={"src": {"said": name, "who": name}},
    )


def results(conflict: Conflict) -> list[Result]:
    solution = solve(conflict)
    return [
        solution,
        StateList(solution.model, solution),
        solution.individual(),
        explain(conflict, 1),
        compare(conflict),
        claims_in_full(compare(conflict)),
        worth(solution),
        evolve(solution, to="all"),
        coalitions(solution),
        views(conflict),
        judgements(conflict),
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_does_anything_in_any_notation(name: str) -> None:
    conflict = hostile(name)
    for result in results(conflict):
        for row in csv.reader(io.StringIO(result.to_csv())):
            assert not [cell for cell in row if cell[:1] in tuple("=+-@\t")]
        markdown, html, latex = result.to_markdown(), result._repr_html_(), result.to_latex()
        assert not re.search(r"(?<!\\)<|(?<!\\)\$|(?<!\\)`", markdown)
        assert "<img" not in html
        assert "\\input{" not in latex
        assert read_latex(latex)
        assert not re.search(r"[<>]", re.sub(r">\{\\raggedright", "", latex))
        for text in (result.to_csv(), markdown, html, latex):
            assert not CONTROLS.search(text)
        assert json.loads(result.to_json())
    article = report(conflict, [*written_parts(), "worth", "evolve"])
    assert not re.search(r"(?<!\\)<(?!br>)|(?<!\\)\$|(?<!\\)`", to_markdown(article))
    assert "<img" not in to_html(article)
    for text in (to_markdown(article), to_html(article)):
        assert not CONTROLS.search(text)
    solution = solve(conflict)
    shared = shared_page(solution)
    assert "<img" not in shared
    assert not CONTROLS.search(shared)
    for kind in EXPORTS.keys() - {"toml", "json"}:  # these two keep every character
        texts = (part for part in export_parts(solution, kind) if isinstance(part, str))
        assert not CONTROLS.search("".join(texts))


LETTERS = (
    *HOSTILE,
    '"); #panic() #import "x" @ref $x$ *b* _c_ `d` \\u{41} // /* <label>',
    "שלום עולם",
    "شرطة المدينة",
    "中华人民共和国",
    "\U0001f389\U0001faf1\U0001f3fd\u200d\U0001faf2 e\u0301\uffff",
    "\ue000 \u231a\ufe0f]\u20e3\u0202\u20ed",
    "two\nlines\u2028and\u200b a\ttab",  # other controls are refused in a model
    "long " + "x" * 300,
)


@pytest.fixture(scope="module")
def with_all_letters() -> Article:
    """A report in which every name that anything could be called stands wherever one can."""
    ids = [f"n{k}" for k in range(len(LETTERS))]
    named = dict(zip(ids, LETTERS, strict=True))
    conflict = conflict_of(
        title=" ".join(LETTERS),
        summary=" ".join(LETTERS),
        decision_makers={
            key: {"name": name, "options": {f"o{key}": name} if key < "n5" else {}}
            for key, name in named.items()
        },
        preferences={
            key: {"statements": [{"holds": "on0 or on1", "note": name, "because": [key]}]}
            for key, name in named.items()
        },
        claims={
            key: {"says": name, "possible": "on0", "because": [key]} for key, name in named.items()
        },
        sources={key: {"said": name, "who": name, "where": name} for key, name in named.items()},
    )
    return report(conflict, ["short", "parties", "wants", "claims", "holds", "record"])


def words_of_pdf(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def words_of_docx(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return "".join(text.text or "" for text in body.iter(qn("w:t")))


READ: dict[str, Callable[[bytes], str]] = {
    "html": lambda content: html.unescape(content.decode()),
    "markdown": lambda content: re.sub(r"\\(.)", r"\1", content.decode()),
    "pdf": words_of_pdf,
    "docx": words_of_docx,
    "tex": lambda content: content.decode().replace(r"\allowbreak{}", ""),
}


@pytest.mark.parametrize("form", renderings())
def test_no_name_breaks_or_does_anything_in_any_document(
    form: str, with_all_letters: Article
) -> None:
    content = renderings()[form].write(with_all_letters)
    said = READ[form](content)
    assert not CONTROLS.search(said)
    for name in LETTERS:
        for word in re.findall(r"[a-zA-Z0-9]+", name):
            assert word[:20] in said, (form, name)
        for letter in set(filter(str.isalpha, name)):
            assert letter in said or f"[{ord(letter):04X}]" in said, (form, letter)
    if form == "tex":
        check_nesting(said)
        assert "\\input{" not in said
    if form == "html":
        assert "<img" not in content.decode()
