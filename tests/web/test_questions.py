"""The questions: their parameters, and that they are answered in the words of the commands."""

from __future__ import annotations

import inspect
import io
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from countermove import UnknownNameError, load
from countermove.cli.app import main
from countermove.cli.articles import ALL, show_article
from countermove.cli.commands import GROUPS
from countermove.cli.look import Look
from countermove.cli.page import Page
from countermove.model.conflict import Conflict
from countermove.report.article import Article, Grid, Line, Mark, Prose, Section, Starred
from countermove.report.formats.html import sections_html
from countermove.report.formats.markdown import to_markdown
from countermove.web.work.questions import QUESTIONS, find

Values = Mapping[str, Any]

MISREAD = Path(__file__).parents[1] / "cli" / "misread.toml"

ASKED: list[tuple[str, str, Values, tuple[str, ...]]] = [
    ("evolve", "talks-2025", {}, ()),
    (
        "evolve",
        "elmira-graph",
        {"to": ["8"], "by": ["moves"], "concepts": ["SEQ"], "everything": True},
        ("--to", "8", "--by", "moves", "-c", "SEQ", "--all"),
    ),
    (
        "evolve",
        "cuban-missile-crisis-one-way",
        {"start": "4", "to": ["all"]},
        ("--from", "4", "--to", "all"),
    ),
    ("worth", "talks-2025", {}, ()),
    (
        "worth",
        "talks-2025",
        {"state": "36", "foresight": {"us": "NASH", "europe": "SEQ"}},
        ("36", "--foresight", "us=NASH", "--foresight", "europe=SEQ"),
    ),
    ("coalitions", "talks-2025", {}, ()),
    (
        "coalitions",
        "elmira-graph",
        {"members": ["moe", "Uniroyal"], "improvement": "pareto", "concepts": ["CSEQ"]},
        ("-w", "moe", "-w", "Uniroyal", "--improvement", "pareto", "-c", "CSEQ"),
    ),
    ("needed", "talks-2025", {"claim": "negotiator"}, ("--claim", "negotiator")),
    (
        "needed",
        "talks-2025",
        {"statement": "settle and accept", "holding": None, "scenario": "any-terms"},
        ("--for", "settle and accept", "--holding", "none", "-s", "any-terms"),
    ),
    ("goals", "talks-2025", {"goals": ["35"]}, ("35",)),
    (
        "goals",
        "talks-2025",
        {"goals": ["deal"], "concepts": ["NASH"], "steps": 1, "rankings": False},
        ("deal", "-c", "NASH", "--steps", "1", "--no-rankings"),
    ),
    ("judgements", "talks-2025", {}, ()),
    (
        "judgements",
        "talks-2025",
        {"claim": "backs", "everything": True},
        ("--claim", "backs", "--all"),
    ),
    (
        "radius",
        "talks-2025",
        {"claims": ["everyone"], "party": "russia", "concepts": ["SEQ"]},
        ("--claim", "everyone", "-d", "russia", "-c", "SEQ"),
    ),
    ("radius", "elmira-graph", {"states": ["8"]}, ("--state", "8")),
    (
        "sample",
        "talks-2025",
        {"within": "10%", "samples": 500, "seed": 1, "parties": ["us"]},
        ("--within", "10%", "-n", "500", "--seed", "1", "-d", "us"),
    ),
    (
        "sample",
        "cuban-missile-crisis",
        {"unknown": "ties", "samples": 500},
        ("--unknown", "ties", "-n", "500"),
    ),
    ("views", "misread", {}, ()),
    (
        "views",
        "misread",
        {"level": 1, "unrecognised": "stable", "scenario": "all-known", "everything": True},
        ("--level", "1", "--unrecognised", "stable", "-s", "all-known", "--all"),
    ),
    (
        "report",
        "misread",
        {"parts": ["evolve", "views"], "concepts": ["SEQ"]},
        ("-p", "evolve", "-p", "views", "-c", "SEQ"),
    ),
]


def model(name: str) -> tuple[str, Conflict]:
    """Return what is typed for a model, and the model."""
    typed = str(MISREAD) if name == "misread" else name
    return typed, load(typed)


def shown(name: str, article: Article, hint: str) -> str:
    page = Page(Look(width=80))
    show_article(page, name, article, hint=hint)
    return page.text()


def spoken(text: str) -> str:
    """Return what a command writes, without what it proposes to type next."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(part for part in paragraphs if "\n  countermove " not in part).rstrip()


@pytest.fixture
def command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """Return what runs a command and gives what it writes."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*words: str) -> str:
        assert main(words) == 0
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize(("question", "name", "values", "words"), ASKED)
def test_the_answer_is_the_commands(
    question: str, name: str, values: Values, words: tuple[str, ...], command: Callable[..., str]
) -> None:
    typed, conflict = model(name)
    asked = find(question)
    answer = asked.run(conflict, asked.read(values))
    written = command(question, typed, *words)
    if question == "report":
        written = written[: written.rindex("\n\nSolved exactly")]
    hint = ALL if "everything" in asked.parameters.model_fields else ""
    assert spoken(shown(typed, answer.article, hint)) == spoken(written)
    if question == "report":
        assert answer.data == {}
        return
    data = json.loads(command(question, typed, *words, "--format", "json"))
    assert timeless(answer.data) == timeless(data)


def timeless(data: dict[str, Any]) -> dict[str, Any]:
    """Return plain data as JSON has it, without how long it took."""
    found: dict[str, Any] = json.loads(json.dumps(data))
    for made in (found, *(part for part in found.values() if isinstance(part, dict))):
        made.get("provenance", {}).pop("seconds", None)
        made.pop("seconds", None)
    return found


@pytest.mark.parametrize("name", ["talks-2025", "elmira-graph", "misread"])
def test_solving_says_what_the_report_says(name: str) -> None:
    _, conflict = model(name)
    solve, whole = find("solve"), find("report")
    found = {s.question: s for s in solve.run(conflict, solve.read({})).sections}
    told = {s.question: s for s in whole.run(conflict, whole.read({"parts": []})).sections}
    assert "What holds?" in found
    assert {question: told[question] for question in found} == found


def test_every_question_can_be_asked_of_a_model_with_views() -> None:
    _, conflict = model("misread")
    needs: dict[str, Values] = {"goals": {"goals": ["1"]}, "sample": {"within": "1", "samples": 50}}
    for question in QUESTIONS.values():
        answer = question.run(conflict, question.read(needs.get(question.id, {})))
        assert sections_html(answer.sections).count("<section") == len(answer.sections) > 0


def test_parameters_have_the_defaults_of_the_commands() -> None:
    where = {command.name: command.where for group in GROUPS.values() for command in group}
    named = {"all": "everything", "with_": "members", "for_": "statement", "claim": "claims"}
    named |= {"decision_maker": "parties", "concept": "concepts", "to_state": "to", "part": "parts"}
    compared = 0
    for question in QUESTIONS.values():
        module, _, function = where[question.id].partition(":")
        command = getattr(import_module(f"countermove.cli.{module}"), function)
        fields = question.parameters.model_fields
        for name, parameter in inspect.signature(command).parameters.items():
            field = fields.get(name) or fields.get(named.get(name, ""))
            said_otherwise = parameter.default in (inspect.Parameter.empty, None)
            if field is None or name == "to" or said_otherwise:
                continue
            assert field.default == parameter.default, (question.id, name)
            compared += 1
    assert compared >= 15


def test_every_parameter_can_be_put_into_a_form() -> None:
    for question in QUESTIONS.values():
        assert question.asks.endswith("?")
        assert question.answers.endswith(".")
        for name, field in question.parameters.model_json_schema()["properties"].items():
            assert field["title"][0].isupper(), name
            assert field["description"].endswith("."), name


@pytest.mark.parametrize(
    ("question", "values", "words"),
    [
        ("sample", {}, "it isn't said which rankings may be wrong. Give either"),
        ("sample", {"within": "3", "samples": 0}, "samples: “Draws” must be 1 at least."),
        ("sample", {"within": "3", "samples": "9"}, "samples: “Draws” must be a whole number."),
        ("sample", {"within": "3", "seed": 2**63}, "seed: “Seed” must be less than"),
        ("goals", {}, "goals: “Goals” is needed."),
        ("goals", {"goals": []}, "goals: “Goals” must not be empty."),
        ("views", {"level": 3}, "level: “Level” must be 1 or 2."),
        ("evolve", {"start": "x" * 3000}, "start: “Begin at” is too long: 2000 characters"),
        ("evolve", {"concept": ["SEQ"]}, "no parameter 'concept'. Did you mean 'concepts'?"),
        ("worth", {"foresight": "SEQ"}, "foresight: “Foresight” must be a table."),
    ],
)
def test_what_cannot_be_used_is_said_where_it_stands(
    question: str, values: Values, words: str
) -> None:
    with pytest.raises(UnknownNameError) as raised:
        find(question).read(values)
    assert words in str(raised.value)


def test_there_is_no_other_question() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'evolve'"):
        find("evolv")


def test_a_page_needs_no_analysis_to_know_the_questions() -> None:
    script = (
        "import sys, countermove.web.work.questions, countermove.web.work.jobs\n"
        "print('numpy' in sys.modules, 'jinja2' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["False", "False"]


def test_sections_as_a_piece_of_html() -> None:
    hostile = "<script>alert(1)</script>"
    grid = Grid(hostile, (hostile,), ())
    section = Section(hostile, (Prose(hostile, hostile), grid), ("To type:", "solve"))
    html = sections_html([section, section], level=3, prefix="a")
    assert "<script" not in html
    assert "style=" not in html
    assert "To type" not in html
    assert html.count("<h3 id=") == 2
    assert 'id="a1"' in html
    assert 'id="a2"' in html
    assert io.StringIO(html).readline() == '<section aria-labelledby="a1">\n'


@pytest.mark.parametrize("scenarios", [(), ("any-format",)])
def test_scenarios_are_compared_in_the_words_of_the_command(
    scenarios: tuple[str, ...], command: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal lays the same tables out more densely."""
    monkeypatch.setenv("COLUMNS", "200")  # nothing is broken in two by the cells beside it
    compare = find("compare")
    answer = compare.run(load("talks-2025"), compare.read({"scenarios": scenarios}))
    written = command("compare", "talks-2025", *(p for s in scenarios for p in ("-s", s)))
    plain = "".join(written.split())
    texts = 0
    for section in answer.sections:
        for block in section.blocks:
            told = [block.text] if isinstance(block, Prose) else [block.heading]
            if isinstance(block, Grid):
                told += [line.text for line in block.lines]
            for text in told:
                assert "".join(text.split()) in plain
                texts += 1
    assert texts > 20
    data = json.loads(
        command("compare", "talks-2025", "-f", "json", *(p for s in scenarios for p in ("-s", s)))
    )
    assert list(answer.data) == list(data)


def test_without_scenarios_there_is_nothing_to_compare() -> None:
    compare = find("compare")
    (section,) = compare.run(load("prisoners-dilemma"), compare.read({})).sections
    assert "no scenarios" in sections_html([section])


def test_a_star_is_shown_in_every_notation() -> None:
    line = Line("text", (Starred(Mark.DEPENDS), Mark.HOLDS))
    html = sections_html([Section("?", (Grid("Claims", ("base", "A"), (line,)),))])
    assert 'aria-label="in part">~</span>*</td>' in html
    article = Article(load("chicken"), None, (Section("?", (Grid("", ("a", "b"), (line,)),)),))
    assert r"| text | ~\* | ✓ |" in to_markdown(article)
