"""The questions: their parameters, and that they are answered in the words of the commands."""

from __future__ import annotations

import inspect
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import countermove
from countermove import StoppedError, UnknownNameError, load
from countermove.cli.app import main
from countermove.cli.articles import ALL, show_article
from countermove.cli.look import Look
from countermove.cli.page import Page
from countermove.model.conflict import Conflict
from countermove.questions import find, follow_ups, questions
from countermove.questions.base.checked import parameters_of, read
from countermove.questions.base.question import Question
from countermove.report.article import Article, Grid, Line, Mark, Picture, Prose, Section, Starred
from countermove.report.formats.html import ALL_OF_IT, sections_html
from countermove.report.formats.markdown import to_markdown
from countermove.report.parameters import fields_of

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


@pytest.mark.parametrize(
    ("question", "name", "values", "words"), [asked for asked in ASKED if asked[0] in follow_ups()]
)
def test_what_is_typed_asks_the_same(
    question: str,
    name: str,
    values: Values,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From there on the command and the web app are one."""
    typed: list[Question] = []

    def run(asked: Question, *_: object) -> None:
        typed.append(asked)
        raise StoppedError("stopped.")

    monkeypatch.setattr(find(question), "run", run)
    main([question, model(name)[0], *words])
    assert [asked.to_json() for asked in typed] == [read(find(question), values).to_json()]


@pytest.mark.parametrize(
    ("question", "name", "values", "words"),
    [ASKED[0], *(asked for asked in ASKED if asked[0] not in follow_ups())],
)
def test_the_answer_is_the_commands(
    question: str, name: str, values: Values, words: tuple[str, ...], command: Callable[..., str]
) -> None:
    typed, conflict = model(name)
    asked = find(question)
    answer = read(asked, values).answer(conflict)
    written = command(question, typed, *words)
    if question == "report":
        written = written[: written.rindex("\n\nSolved exactly")]
    hint = ALL if asked.can_show_everything() else ""
    assert spoken(shown(typed, answer.article, hint)) == spoken(written)
    if question == "report":
        assert answer.result is None
        return
    data = json.loads(command(question, typed, *words, "--format", "json"))
    assert answer.result is not None
    assert timeless(answer.result.to_dict()) == timeless(data)


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
    found = {s.question: s for s in read(solve, {}).answer(conflict).article.sections}
    parts = {"parts": ["claims", "holds", "readings", "method"]}
    told = {s.question: s for s in read(whole, parts).answer(conflict).article.sections}
    assert "What holds?" in found
    for question, section in found.items():
        blocks = (b for b in told[question].blocks if not isinstance(b, Picture) or b.words)
        assert replace(told[question], blocks=tuple(blocks)) == section


def test_every_question_can_be_asked_of_a_model_with_views() -> None:
    _, conflict = model("misread")
    needs: dict[str, Values] = {"goals": {"goals": ["1"]}, "sample": {"within": "1", "samples": 50}}
    for question in questions().values():
        answer = read(question, needs.get(question.id, {})).answer(conflict)
        sections = answer.article.sections
        assert sections_html(sections).count("<section") == len(sections) > 0


def test_what_is_asked_without_a_word_is_what_the_function_answers() -> None:
    """A question's defaults are those of the function in Python that is called as it is."""
    compared = 0
    for name, question in follow_ups().items():
        takes = inspect.signature(getattr(countermove, name)).parameters
        for field in fields_of(question):
            if isinstance(field.default, (int, str)) and field.name in takes:
                assert takes[field.name].default == field.default, (name, field.name)
                compared += 1
    assert compared >= 8


def test_every_parameter_can_be_put_into_a_form() -> None:
    for question in questions().values():
        assert question.asks.endswith("?")
        assert question.answers.endswith(".")
        for name, field in parameters_of(question).model_json_schema()["properties"].items():
            assert field["title"][0].isupper(), name
            assert field["description"].endswith("."), name


@pytest.mark.parametrize(
    ("question", "values", "words"),
    [
        ("sample", {}, "it isn't said which rankings may be wrong. Give either"),
        ("sample", {"within": "3", "samples": 0}, "samples: “Draws” must be 1 at least."),
        ("sample", {"within": "3", "samples": "9"}, "samples: “Draws” must be a whole number."),
        ("sample", {"within": "3", "seed": 2**63}, "seed: “Seed” must be less than"),
        ("goals", {}, "goals: “What shall hold?” is needed."),
        ("goals", {"goals": []}, "goals: “What shall hold?” must not be empty."),
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
        read(find(question), values)
    assert words in str(raised.value)


def test_there_is_no_other_question() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'evolve'"):
        find("evolv")


def test_a_page_needs_no_analysis_to_know_the_questions() -> None:
    script = (
        "import sys, countermove.questions as all_of_them, countermove.web.work.jobs\n"
        "all_of_them.questions()\n"
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


def test_one_table_is_in_sight_and_the_rest_is_folded_with_what_it_is() -> None:
    lines = tuple(Line(f"row {k}", (k,), story=f"story {k}") for k in range(12))
    first = Grid("First", ("n",), lines, of=30)
    second = Grid("Second", ("n",), lines[:2])
    legend, sentence = Prose("A legend.", quiet=True), Prose("A sentence.")
    html = sections_html(
        [Section("?", (first, legend, second, legend, sentence))], folding="tables"
    )
    seen = re.sub(r"<details class=.further.>.*?</details>\n<p>", "<p>", html, flags=re.DOTALL)
    assert "Second" not in re.sub('aria-label="[^"]*"', "", seen)
    assert seen.count("A legend.") == seen.count("A sentence.") == 1
    assert "<summary>Second <span" in html
    assert ">(2)</span>" in html
    in_sight, rest = seen.split('<tbody class="rest">')
    assert ("row 6<" in in_sight, "row 7<" in in_sight, "row 11<" in rest) == (True, False, True)
    assert in_sight.count('<details class="row" open>') == 1, "one story shows what a click gives"
    assert f"18 more aren't shown.{ALL_OF_IT}" in html.replace("&#39;", "'")
    whole = sections_html([Section("?", (first,))], folding="all rows")
    assert 'class="rest"' not in whole


def test_from_each_question_another_one_comes_naturally() -> None:
    offered = [question for question in questions().values() if question.about]
    assert {question.id for question in offered} == set(questions()) - {"report", "sweep"}
    assert {question.then for question in offered} <= {question.id for question in offered}
    for question in offered:
        assert question.then != question.id


@pytest.mark.parametrize("scenarios", [("any-format",), ("any-format", "revocable")])
def test_scenarios_are_compared_in_the_words_of_the_command(
    scenarios: tuple[str, ...], command: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal lays the same tables out more densely, and adds what scenarios are typed as."""
    monkeypatch.setenv("COLUMNS", "200")  # nothing is broken in two by the cells beside it
    compare = find("compare")
    answer = read(compare, {"scenarios": scenarios}).answer(load("talks-2025"))
    written = command("compare", "talks-2025", *(p for s in scenarios for p in ("-s", s)))
    for typed in load("talks-2025").scenarios:
        written = written.replace(f" ({typed})", "")
    plain = "".join(written.split())
    texts = 0
    for section in answer.article.sections:
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
    assert answer.result is not None
    assert list(answer.result.to_dict()) == list(data)


def test_without_scenarios_there_is_nothing_to_compare() -> None:
    compare = find("compare")
    (section,) = read(compare, {}).answer(load("prisoners-dilemma")).article.sections
    assert "no scenarios" in sections_html([section])


def test_a_star_is_shown_in_every_notation() -> None:
    line = Line("text", (Starred(Mark.DEPENDS), Mark.HOLDS))
    html = sections_html([Section("?", (Grid("Claims", ("base", "A"), (line,)),))])
    assert 'aria-label="in part">~</span>*</td>' in html
    article = Article(load("chicken"), None, (Section("?", (Grid("", ("a", "b"), (line,)),)),))
    assert r"| text | ~\* | ✓ |" in to_markdown(article)
