"""The whole answer as one document, and the ways it is written."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given, settings

from countermove import UnknownNameError, explain, load
from countermove.analysis.coalitions.coalitions import coalitions
from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.judgements import judgements as judgements_module
from countermove.analysis.judgements.judgements import judgements
from countermove.analysis.solving import solve
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.picture.drawing import Drawing, Label
from countermove.progress import Progress
from countermove.questions import find
from countermove.questions.base.whole import report
from countermove.report.article import (
    Article,
    Grid,
    Heading,
    Line,
    Mark,
    Note,
    Notes,
    Picture,
    Prose,
    Section,
)
from countermove.report.assumptions import wanted_section
from countermove.report.citing import Citing
from countermove.report.coalitions import coalitions_section
from countermove.report.evolve import evolve_section
from countermove.report.formats.html import sections_html, to_html
from countermove.report.formats.markdown import to_markdown
from countermove.report.judgements import judgements_section
from models import conflict_of, graph_models, option_models

HOSTILE = "<script>alert('x')</script> | *bold* [link](x)"


def hostile() -> Conflict:
    return conflict_of(
        decision_makers={"a": {"name": HOSTILE, "options": {"x": HOSTILE}}},
        preferences={"a": {"statements": ["x"]}},
        claims={"c": {"says": HOSTILE, "possible": "x"}},
        sources={"s": {"said": HOSTILE, "who": HOSTILE, "where": HOSTILE}},
    )


class Elements(HTMLParser):
    """The tags, ids and links of a page; fails when tags don't nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.met: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.append(tag)
        for key, value in attrs:
            if key == "id":
                self.ids.append(value or "")
            if key in {"href", "src"}:
                self.links.append(value or "")
        if tag not in {"meta", "wbr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def talks() -> Article:
    return report(load("talks-2025"))


def test_the_talks_are_reported_whole(talks: Article) -> None:
    questions = [section.question for section in talks.sections]
    assert questions[:9] == [
        "In short",
        "Who takes part, and what can each do?",
        "What was ruled out, and where does it begin?",
        "What does each want?",
        "Which claims are true?",
        "What holds?",
        "Why, and what upsets the rest?",
        "What holds, whatever they want?",
        "What if?",
    ]
    assert questions[-3:] == [
        "What does it mean that an outcome holds?",
        "What is the record?",
        "How was it computed?",
    ]
    assert len(set(questions)) == len(questions)
    for text in (to_html(talks), to_markdown(talks)):
        for claim in talks.conflict.claims.values():
            assert claim.says.replace("'", "&#39;") in text or claim.says in text


def test_a_page_is_sound_and_fetches_nothing(talks: Article) -> None:
    page = Elements(to_html(talks))
    assert not page.open
    assert {"script", "img", "link", "iframe"}.isdisjoint(page.met)
    assert page.links
    # What stands in a picture is named for its words, not to be gone to.
    shown = {name for name in page.ids if "-" not in name or name.startswith("note-")}
    assert set(page.links) == {f"#{name}" for name in shown}


def test_names_cannot_put_markup_into_a_page() -> None:
    text = to_html(report(hostile()))
    assert not Elements(text).open
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_names_cannot_put_markup_into_markdown() -> None:
    text = to_markdown(report(hostile()))
    assert "<script" not in text.replace("\\<script", "")
    assert "[link](x)" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert rows
    # Every row has as many cells as the one above: no name opens a cell of its own.
    claims = next(k for k, row in enumerate(rows) if "NASH" in row)
    widths = [len(re.findall(r"(?<!\\)\|", row)) for row in rows[claims : claims + 3]]
    assert len(set(widths)) == 1


def test_cells_are_written_as_they_are_meant() -> None:
    lines = (Line("A", (Mark.HOLDS, 1234, "word"), Mark.DEPENDS, "Because.", " (now)"),)
    section = Section("Why?", (Grid("Things", ("a", "b", "c"), lines), Prose("Text", "[1]")))
    article = Article(hostile(), None, (section,), "Made.")
    text = to_markdown(article)
    assert "| ~ A (now)<br>*Because.* | ✓ | 1,234 | word |" in text
    assert "- **\\[1\\]** Text" in text
    page = to_html(article)
    assert 'aria-label="yes">✓</span>' in page
    assert "1,234" in page


def with_record(labels: dict[str, str], *sources: str) -> Article:
    """Return an article in which each source is named once, and an outcome, and a judgement."""
    conflict = conflict_of(
        decision_makers={"a": {"name": "A", "options": {"x": "Strike"}}},
        preferences={"a": {"statements": ["x"]}},
        labels=labels,
    )
    texts = tuple(
        Prose(f"Said [{name}, {sources[0]}], in [2] and [judgement].") for name in sources
    )
    notes = Notes(tuple(Note(name, k, f"{name} spoke.") for k, name in enumerate(sources, 1)))
    return Article(conflict, None, (Section("So?", (Heading("All of it"), *texts, notes)),))


def test_the_record_is_in_numbered_notes() -> None:
    article = with_record({}, "call", "backs")
    text, page = to_markdown(article), to_html(article)
    assert r"Said[^1][^2], in \[2\] and \[judgement\]." in text
    assert "[^1]: call spoke.\n[^2]: backs spoke.\n" in text
    assert "### All of it" in text
    assert 'Said<sup><a href="#note-1">1</a>,<a href="#note-2">2</a></sup>, in [2] and' in page
    assert '<li id="note-2" value="2">backs spoke.</li>' in page
    assert "<h3>All of it</h3>" in page
    assert not Elements(page).open


@pytest.mark.parametrize(
    ("labels", "source"),
    [({"call": "Y"}, "call"), ({}, "2"), ({}, "judgement")],
    ids=["label", "number", "judgement"],
)
def test_a_source_called_as_an_outcome_is_named_as_it_is_written(
    labels: dict[str, str], source: str
) -> None:
    article = with_record(labels, source, "other")
    assert article.notes == {}
    assert f"Said [other, {source}], in [2]" in to_html(article)
    assert f"[{source}]</b><span>{source} spoke." in to_html(article)
    assert rf"- **\[{source}\]** {source} spoke." in to_markdown(article)


def test_a_part_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no part of the report 'evolv'"):
        report(load("chicken"), ["evolv"])


def test_parts_are_chosen_and_come_in_that_order_with_the_record_they_name() -> None:
    talks = load("talks-2025")
    questions = {
        parts: [section.question for section in report(talks, parts).sections]
        for parts in (("method", "holds"), ("worth", "wants"))
    }
    assert list(questions.values()) == [
        ["What does it mean that an outcome holds?", "What holds?"],
        ["What is it worth?", "What does each want?", "What is the record?"],
    ]


def test_the_first_page_stands_alone_and_says_what_the_others_do(talks: Article) -> None:
    page, *others = talks.sections
    assert [section.is_page for section in talks.sections] == [True] + [False] * len(others)
    told = [block.text for block in page.blocks if isinstance(block, Prose)]
    verdicts = [answer.verdict for answer in solve(talks.conflict).claims]
    true, some = verdicts.count("holds"), verdicts.count("depends")
    assert told[1] == (
        "Of what the parties want 10 things are in doubt. Each way to settle them is called a "
        "reading: there are 3,072, and what is written is one. "
        f"As written, of 9 claims {true} are true whatever the foresight and {some} are true under "
        "some concepts only."
    )
    findings = [section.finding for section in others if section.finding]
    assert len(findings) == 4
    assert all(any(finding in text for text in told) for finding in findings)
    # The claims that have one answer under all concepts come first.
    grid, done = (block for block in page.blocks if isinstance(block, Grid))
    whole = next(s for s in others if s.question == "Which claims are true?").blocks[0]
    assert isinstance(whole, Grid)
    stories = {line.text: (line.lead, line.story) for line in whole.lines}
    for line in grid.lines:
        lead, story = stories[line.text]
        assert line.lead is lead
        assert line.story.startswith(story)
    assert {line.lead for line in grid.lines} == {Mark.HOLDS}
    # And who does what, of every outcome that is named by what is done.
    named = {mark for text in page.texts for mark in re.findall(r"\[\d+\]", text)}
    assert {*done.columns} == named
    assert {line.lead for line in done.lines} == {
        f"{party.name}:" for party in talks.conflict.decision_makers.values()
    }
    (swap,) = (text for text in told if "swap" in text)
    assert swap.endswith(" A swap is one pair of outcomes that the party judges otherwise.")


@pytest.mark.parametrize(
    ("claims", "preference", "says"),
    [
        ({}, {"statements": ["x"]}, "What holds for A?"),
        (
            {"c": {"says": "No", "never": "x"}},
            {"statements": []},
            "What is claimed is not true, un",
        ),
        (
            {},
            {"statements": []},
            "Nothing is said of what the parties want.",
        ),
        ({}, {"statements": ["x"], "because": ["s"]}, "want is said in 1 wish, with its record."),
    ],
)
def test_the_first_page_of_small_models(
    claims: dict[str, dict[str, str]], preference: dict[str, list[str]], says: str
) -> None:
    conflict = conflict_of(
        decision_makers={"a": {"name": "A", "options": {"x": "Strike"}}},
        preferences={"a": preference},
        claims=claims,
        sources={"s": {"said": "So."}},
    )
    page = report(conflict, ["short"], ["NASH"]).sections[0]
    assert any(says in block.text for block in page.blocks if isinstance(block, Prose))


@pytest.mark.parametrize(
    ("ruled_out", "claims", "says"),
    [
        (["x"], {"c": {"says": "Yes", "possible": "x"}}, "The scenario “S0” turns 1 claim."),
        (["y"], {"c": {"says": "Yes", "possible": "x"}}, "The scenario “S0” turns no claim."),
        (["x", "y"], {}, "Each of 2 scenarios turns an outcome; most turns in “S0”: 4 outcomes."),
        (
            ["x", "y"],
            {"c": {"says": "Yes", "possible": "x"}},
            "1 of 2 scenarios turns 1 claim: “S0”.",
        ),
        (["x", "x"], {}, "Each of 2 scenarios turns 4 outcomes."),
        (["x", "x", "y"], {}, "outcome; most turns in “S0” and “S1”: 4 outcomes each."),
        (["y", "y"], {"c": {"says": "Yes", "possible": "x"}}, "None of 2 scenarios turns a claim."),
    ],
)
def test_the_first_page_says_what_scenarios_turn(
    ruled_out: list[str], claims: dict[str, dict[str, str]], says: str
) -> None:
    """A takes x, whatever y: two outcomes hold. Without x the other two do, and without y one."""
    conflict = conflict_of(
        decision_makers={"a": {"name": "A", "options": {"x": "Strike", "y": "Yield"}}},
        preferences={"a": {"statements": ["x"]}},
        claims=claims,
        scenarios={
            f"s{k}": {"title": f"S{k}", "rules": {"infeasible": [one]}}
            for k, one in enumerate(ruled_out)
        },
    )
    page = report(conflict, ["short"], ["NASH"]).sections[0]
    assert any(says in block.text for block in page.blocks if isinstance(block, Prose))


def test_the_first_page_is_the_same_alone() -> None:
    whole, alone = (report(load("syria-iraq-1975"), parts) for parts in (None, ["short"]))
    assert alone.sections[0] == whole.sections[0]


def test_the_first_page_says_that_nothing_holds() -> None:
    page = report(load("cuban-missile-crisis"), ["short"], ["NASH"]).sections[0]
    told = [block.text for block in page.blocks if isinstance(block, Prose)]
    assert "Nothing holds: from every outcome some party would leave." in told


def test_why_outcomes_hold_and_who_upsets_others_is_told_as_the_commands_tell_it() -> None:
    conflict = load("syria-iraq-1975")
    (section, _) = report(conflict, ["why"]).sections
    headings = [block.text for block in section.blocks if isinstance(block, Heading)]
    assert headings == [
        "[6] Escalate the crisis; Attack Syria",
        "[1] nothing done (the status quo)",
        "What upsets the rest",
    ]
    told = [block.text for block in section.blocks if isinstance(block, Prose)]
    (line,) = (text for text in told if text.startswith("Iraq would rather"))
    assert line in explain(conflict, 1, "iraq", "GMR").text
    (grid,) = (block for block in section.blocks if isinstance(block, Grid))
    assert [line.state for line in grid.lines] == [2, 3, 4, 5]
    assert all("Syria would" in row.story or "Iraq would" in row.story for row in grid.lines)


def test_figures_stand_where_there_is_something_to_draw(talks: Article) -> None:
    drawn = {
        section.question: block.drawn.title.removesuffix(": Talks on Ukraine, February 2025")
        for section in talks.sections
        for block in section.blocks
        if isinstance(block, Picture) and not block.words
    }
    assert drawn == {
        "What does each want?": "How each party ranks the outcomes",
        "Why, and what upsets the rest?": (
            "Why [21] Terms on offer: of all four; Provide security guarantees holds or not"
        ),
        "How do we get there?": "How do we get there? Talks on Ukraine, February 2025",
    }
    # A graph of more than 30 outcomes has too many lines for a page that one reads.
    (section, *_) = report(load("elmira"), ["holds"]).sections
    assert any(isinstance(block, Picture) for block in section.blocks)
    # Nothing tempts anybody away from what is told of: a picture would be a single box.
    (section, *_) = report(load("elmira"), ["why"]).sections
    assert not any(isinstance(block, Picture) for block in section.blocks)
    # Where it isn't said where it begins, no way can be drawn.
    (section, *_) = report(load("milk-river"), ["evolve"]).sections
    assert not any(isinstance(block, Picture) for block in section.blocks)


def test_pictures_name_no_sources_beside_sentences_with_notes(talks: Article) -> None:
    drawn = [b.drawn for s in talks.sections for b in s.blocks if isinstance(b, Picture)]
    labels = [s.text for one in drawn for s, _, _ in one.each() if isinstance(s, Label)]
    texts = [*labels, *(one.says for one in drawn)]
    assert any("is its third wish" in text for text in texts)
    assert any("[judgement]" in text for text in texts)
    for source in talks.conflict.sources:
        assert not any(re.search(rf"\[(?:[\w-]+, )*{source}[\],]", text) for text in texts)


def test_parties_have_the_colours_of_the_app_on_dark_pages(talks: Article) -> None:
    css = files("countermove.web").joinpath("static/party.css").read_text("utf-8")
    (dark,) = re.findall(r"prefers-color-scheme: dark\).*?\n}", css, re.DOTALL)
    colours = dict(re.findall(r"(--party-\d): (#\w+);", dark))
    assert len(colours) == 8
    page = to_html(replace(talks, sections=()))
    assert dict(re.findall(r"(--party-\d): (#\w+);", page)) == colours


def test_what_is_too_broad_for_paper_is_printed_in_words() -> None:
    broad, narrow = (Drawing("Tree", "It is a tree.", width, 90, ()) for width in (1500, 900))
    pictures = (Picture(broad, (Prose("First one."),)), Picture(narrow, (Prose("And so on."),)))
    page = to_html(Article(hostile(), None, (Section("So?", pictures),)))
    assert '<figure class="picture on-screen"' in page
    assert '<figure class="picture"' in page
    assert page.count("First one.") == 2
    assert page.count("And so on.") == 1
    assert "on-paper" not in sections_html((Section("So?", pictures),), citing=Citing(hostile()))


def test_who_reads_no_ids_of_sources_reads_none_in_the_record() -> None:
    section = Section("So?", (Notes((Note("call", 1, "Alpha: We want a deal."),)),))
    assert "[call]" in sections_html((section,))
    assert "<p>Alpha: We want a deal.</p>" in sections_html((section,), citing=Citing(hostile()))


def test_a_missing_extra_is_named_and_the_rest_is_answered(without_sat: None) -> None:
    article = report(load("syria-iraq-1975"), ["radius", "worth"])
    questions = [section.question for section in article.sections]
    assert "Not answered: How close is it to turning?" in questions
    assert "What is it worth?" in questions
    assert 'pip install "countermove[sat]"' in to_markdown(article).replace("\\", "")


def test_a_scenario_is_reported_on_by_itself() -> None:
    article = report(load("talks-2025"), ["claims", "scenarios"], scenario="any-terms")
    assert "What if?" not in [section.question for section in article.sections]
    assert "Scenario: Ukraine takes any terms that stop the war" in to_markdown(article)


def test_marks_say_what_has_turned() -> None:
    assert [Mark.turned(before, True) for before in (None, True, False)] == [
        Mark.HOLDS,
        Mark.HOLDS,
        Mark.COMES,
    ]
    assert [Mark.turned(before, False) for before in (None, True, False)] == [
        Mark.NO,
        Mark.GOES,
        Mark.NO,
    ]


@pytest.mark.parametrize("outcomes", [1, 31, 108])
def test_a_table_too_wide_for_paper_is_broken_and_whole(outcomes: int) -> None:
    heads = tuple(f"[{number}]" for number in range(1, outcomes + 1))
    line = Line("Strike", heads, "Union:", story="Why.")
    grid = Grid("What is done", heads, (line,))
    text = to_html(Article(hostile(), None, (Section("So?", (grid,)),)))
    assert re.findall(r'<th scope="col">(\[\d+\])</th>', text) == list(heads)
    assert re.findall(r"<td>(\[\d+\])</td>", text) == list(heads)
    assert text.count("Why.") == 1
    for table in text.split("<table>")[1:]:
        assert sum(map(len, re.findall(r"<td>(.*?)</td>", table))) <= 54


@given(model=option_models() | graph_models())
@settings(max_examples=25)
def test_sections_of_the_report_begin_as_the_commands_do(model: GraphModel) -> None:
    """What they count is counted over all, though the report shows some of it only."""
    solution = solve(model)
    found = {"coalitions": coalitions_section(coalitions(solution))}
    found["judgements"] = judgements_section(judgements(model, solution.codes))
    if model.states.status_quo is not None:
        found["evolve"] = evolve_section(evolve(solution))
    for part, section in found.items():
        told = find(part).in_report(solution, None)
        if told is not None:
            assert told.blocks[0] == section.blocks[0]


def test_it_says_before_the_follow_ups_what_they_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """Together, and of what takes long what it is."""
    told: list[Progress] = []
    conflict, parts = load("talks-2025"), ["scenarios", "worth", "judgements", "sample"]
    monkeypatch.setattr(judgements_module, "_A_CHANGE", 1.0)
    report(conflict, parts, follow=told.append)
    solving, _, first = [progress for progress in told if progress.expected]
    scenarios = f"{len(conflict.scenarios)} scenarios"
    assert solving.expected == f"The model (36 outcomes) and {scenarios}: less than a second"
    assert first.expected.startswith("3 questions: about 62 s. On what does the answer rest? 62 ")
    assert first.expected.endswith(" in 36 outcomes: about 62 s")
    assert first.seconds == pytest.approx(62, abs=1)
    later = told[told.index(first) + 1 :]
    assert {"What is it worth?", "How sure is it?"} <= {progress.doing for progress in later}


def test_stopped_it_has_what_was_done_and_says_what_is_missing() -> None:
    """The parts come in the order that they were asked for; the third is where it is stopped."""

    def follow(progress: Progress) -> bool:
        return not progress.doing.endswith("Following the moves")

    article = report(load("talks-2025"), ["worth", "needed", "evolve", "radius"], follow=follow)
    questions = [section.question for section in article.sections]
    assert "What is it worth?" in questions
    (left,) = [section for section in article.sections if section.question == "Not answered"]
    (said,) = left.blocks
    assert isinstance(said, Prose)
    assert said.text.endswith("How do we get there?; How close is it to turning?")


def test_what_a_table_leaves_out_is_said_in_every_document() -> None:
    lines = (Line("one", (1,)), Line("two", (2,)))
    cut = Section("Which?", (Grid("Things", ("n",), lines, of=9),))
    article = Article(load("prisoners-dilemma"), None, (cut,))
    for written in (to_html(article), to_markdown(article)):
        assert "7 more aren't shown." in html.unescape(written)
    least = replace(cut, blocks=(Grid("Things", ("n",), lines, of=3, or_more=True),))
    assert "At least 1 more isn't shown." in to_markdown(replace(article, sections=(least,)))


def test_the_first_page_says_that_nothing_holds_in_all_readings() -> None:
    page = report(load("uncertain-rankings"), ["short"]).sections[0]
    told = [block.text for block in page.blocks if isinstance(block, Prose)]
    assert "Each way to settle them is called a reading: there are 4, and" in told[1]
    assert "No outcome holds in all readings, whatever the foresight." in told
    (rests,) = (text for text in told if text.startswith("Every judgement"))
    assert " Two turn most, 3 outcomes each: Party A: " in rests


def test_a_part_alone_gives_the_record_that_it_names(talks: Article) -> None:
    (page, record) = report(load("talks-2025"), ["short"], ["NASH"]).sections
    (notes,) = (block.notes for block in record.blocks if isinstance(block, Notes))
    named = " ".join(page.texts)
    assert notes
    assert all(note.source in named for note in notes)
    assert [note.number for note in notes] == [*range(1, len(notes) + 1)]
    assert len(talks.notes) > len(notes)
    told = [block.text for block in page.blocks if isinstance(block, Prose)]
    assert "✓ true, ✗ not true" in told
    (meant,) = (text for text in told if text.startswith("An outcome holds"))
    assert meant == (
        "An outcome holds if no party gains by leaving it; under NASH: nobody gains by moving now."
    )


def test_one_question_and_all_of_them_are_different_goals(talks: Article) -> None:
    told = [block.text for block in talks.sections[0].blocks if isinstance(block, Prose)]
    (asked,) = (text for text in told if text.startswith("Whoever can ask one question asks: "))
    alone, every = asked.split("To settle everything in the fewest questions on average, ")
    assert "Does Ukraine care about this" in alone
    assert every.startswith("begin with: Does the United States care about this")


def test_wants_without_a_complete_order_are_told_by_what_would_tempt() -> None:
    model = solve(load("fuzzy-preference"), ["NASH"]).model
    grids = [block for block in wanted_section(model).blocks if isinstance(block, Grid)]
    assert len(grids) == 3
    # It prefers [3] to [2] to the degree 0.9, and [2] to [3] to 0.1: by more than 0.2.
    assert grids[0].lines[1].cells == ("1 3 4 8",)
    proses = [block.text for block in wanted_section(model).blocks if isinstance(block, Prose)]
    assert any("Party A has a fuzzy preference, with γ = 0.2: " in text for text in proses)
    readings = wanted_section(solve(load("uncertain-rankings"), ["NASH"]).model)
    (first, _) = (block for block in readings.blocks if isinstance(block, Grid))
    assert first.heading == (
        "Party A, if “its first ranking” (the first of 2 readings), the best first [judgement]"
    )


def test_packages_on_the_table_are_told_of_by_their_names() -> None:
    packages = {"Open deal": "table, concede, settle, accept, guarantee", "Too early": "none/NYNN"}
    article = report(load("talks-2025"), ["packages"], ["SEQ"], packages=packages)
    open_deal, early = article.sections[:2]
    assert open_deal.question == "What would they do about “Open deal”?"
    assert "It holds under SEQ." in open_deal.texts
    assert any("a rule excludes it" in text for text in early.texts)
    assert not report(load("talks-2025"), ["packages"], ["SEQ"]).sections
