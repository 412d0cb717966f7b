"""References: each once, for docs, docstrings and BibTeX alike; BibTeX reads all of them."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import countermove
from countermove import literature
from countermove.analysis.solving import solve
from countermove.errors import UnknownNameError
from countermove.files.gallery import case_names
from countermove.files.model_file import from_dict, load
from countermove.model.parts import Source
from countermove.questions import follow_ups
from countermove.questions.base.citing import cite
from countermove.record.references import record_of
from countermove.references import Reference, bibtex, escaped
from countermove.stability.registry import concepts
from strategies import texts

ROOT = Path(__file__).parent.parent.parent
WORKS = {name: one for name, one in vars(literature).items() if isinstance(one, Reference)}
CHICKEN = load("chicken")
EVERY = pytest.mark.parametrize("work", WORKS.values(), ids=WORKS)


def read(text: str) -> dict[str, dict[str, str]]:
    """Read BibTeX as BibTeX does: entries with a key, fields in braces that match."""
    found: dict[str, dict[str, str]] = {}
    rest = text
    while rest.strip():
        head = re.match(r"\s*@([a-z]+)\{([a-z0-9:-]+),\n", rest)
        assert head, rest[:80]
        fields = {"kind": head[1]}
        rest = rest[head.end() :]
        while (field := re.match(r"  ([a-z]+) = \{", rest)) is not None:
            depth, end = 1, field.end()
            while depth:
                depth += {"{": 1, "}": -1}.get(rest[end], 0)
                end += 1
            fields[field[1]] = rest[field.end() : end - 1]
            assert rest[end : end + 2] == ",\n"
            rest = rest[end + 2 :]
        assert rest.startswith("}\n")
        rest = rest[2:]
        assert head[2] not in found
        found[head[2]] = fields
    return found


@EVERY
def test_it_says_no_more_than_is_well_formed(work: Reference) -> None:
    (entry,) = read(bibtex([work])).values()
    assert re.fullmatch(r"[a-z]+(\d{4}[a-z0-9]*)?", work.key)
    assert not work.doi or re.fullmatch(r"10\.\d{4,}/[\w.()/-]+", work.doi)
    assert not work.pages or re.fullmatch(r"\d+--\d+", entry["pages"])
    assert str(work).startswith(work.authors[0])
    needed = {
        "article": {"author", "title", "journal", "year"},
        "book": {"author", "title", "publisher", "year"},
        "incollection": {"author", "title", "booktitle", "publisher", "year"},
        "inproceedings": {"author", "title", "booktitle", "year"},
        "misc": {"author"},
    }
    assert needed[entry["kind"]] <= set(entry)


def test_no_two_have_the_same_key() -> None:
    assert len({work.key for work in WORKS.values()}) == len(WORKS)


def test_a_key_stays_what_it_is() -> None:
    keys = {name: WORKS[name].key for name in ("NASH_1950", "FANG_1993", "STACKELBERG_1934")}
    assert list(keys.values()) == [
        "nash1950equilibrium",
        "fang1993interactive",
        "stackelberg1934marktform",
    ]


def test_the_program_is_cited_as_its_citation_file_says() -> None:
    said = (ROOT / "CITATION.cff").read_text("utf-8")
    entry = read(bibtex([literature.PROGRAM]))["countermove"]
    assert f"\ntitle: {entry['title']}\n" in said
    assert f"  - name: {entry['author'].strip('{}')}\n" in said
    assert f"\nversion: {entry['note'].removeprefix('Version ')}\n" in said
    assert f'    title: "{literature.FANG_1993.title}"\n' in said


@pytest.mark.parametrize("name", follow_ups())
def test_the_docstring_of_a_question_cites_what_its_result_does(name: str) -> None:
    said = " ".join((inspect.getdoc(getattr(countermove, name)) or "").split())
    literature_of = follow_ups()[name].literature()
    assert all(str(work) in said for work in literature_of)
    assert ("References" in said) == bool(literature_of)


@pytest.mark.parametrize("name", follow_ups())
def test_the_page_of_a_question_names_what_its_result_cites(name: str) -> None:
    page = (ROOT / "docs" / "how-to" / f"{name}.md").read_text("utf-8")
    for work in follow_ups()[name].literature():
        assert work.doi in page or str(work.year) in page, str(work)
        assert work.authors[0].partition(",")[0] in page, str(work)


def test_the_docstring_of_a_concept_cites_its_sources() -> None:
    for concept in concepts().values():
        said = inspect.getdoc(concept.define) or ""
        assert all(str(work) in said for work in concept.sources)


def test_a_solution_cites_program_method_concepts_and_record() -> None:
    found = list(read(solve(load("elmira"), ["SEQ", "SSEQ"]).cite()))
    assert found == [
        "countermove",
        "fang1993interactive",
        "fraser1979solving",
        "rego2017symmetric",
        "elmiragroundwater:file",
        "kinsara2014simple",
        "hipel1993environmental",
        "kilgour2001coalition",
    ]
    assert list(read(cite(load("elmira"), ["SSEQ", "SEQ"]))) == found


@pytest.mark.parametrize(
    ("way", "key"),
    [
        ({"unknown": "a"}, "li2004preference"),
        ({"strength": "strong"}, "hamouda2004strength"),
        ({"strength": 3}, "xu2009multiple"),
        ({"fuzzy": True}, "bashar2012fuzzy"),
        ({"probabilistic": True}, "rego2015probabilistic"),
        ({"attitudes": True}, "inohara2007conflict"),
        ({"unknown": "b", "strength": "general"}, "xu2010combining"),
    ],
)
def test_a_way_of_the_papers_is_cited(way: dict[str, object], key: str) -> None:
    assert key in read(cite(concepts="NASH", **way))  # type: ignore[arg-type]
    assert key not in read(cite(concepts="NASH"))


def test_questions_are_cited_and_unknown_ones_refused() -> None:
    found = read(cite(concepts="NASH", questions=["evolve", "coalitions"]))
    assert {"li2005status", "xu2010using", "inohara2008coalition"} <= set(found)
    with pytest.raises(UnknownNameError, match="no follow-up question 'solve'"):
        cite(questions="solve")


@pytest.mark.parametrize("case", case_names())
def test_every_case_is_cited(case: str) -> None:
    found = read(cite(load(case), "NASH"))
    # The program, the method and the concept, and what the case rests on where it says so.
    assert len(found) >= 3 + bool(load(case).sources)


@given(title=texts(), parts=st.lists(st.one_of(st.none(), texts()), min_size=3, max_size=3))
def test_whatever_the_record_says_is_read_back(title: str, parts: list[str | None]) -> None:
    """No text of a model ends an entry, begins a command or hides a field."""
    who, on, where = parts
    source = Source(who=who, on=on, said="Said.", where=where)
    conflict = CHICKEN.model_copy(update={"title": title, "sources": {"a": source, "b-1": source}})
    found = read(bibtex(record_of(conflict)))
    assert len(found) == 2
    for fields in found.values():
        assert set(fields) <= {"kind", "key", "title", "howpublished"}
        assert {"key", "title"} <= set(fields)
        assert all("\n" not in field for field in fields.values())


@given(st.text(max_size=30))
def test_a_text_is_escaped_so_that_braces_match_and_no_sign_is_bare(text: str) -> None:
    written = escaped(text)
    assert written.count("{") == written.count("}")
    assert not re.search(r"(?<!\\)[&%$#_]|[~^]", written)


def test_the_same_source_twice_has_two_keys() -> None:
    sources = {"a-b": {"said": "One."}, "ä-b": {"said": "Two, by 3 May 2025", "on": "2025-05"}}
    data = {
        "format": "countermove/1",
        "title": "T",
        "decision_makers": {"a": {"name": "A", "options": {"x": "X"}}},
        "preferences": {"a": {"statements": ["x"]}},
        "sources": sources,
    }
    found = read(cite(from_dict(data), "NASH"))
    assert found["model:a-b"] == {"kind": "misc", "key": "One.", "title": "One."}
    two = {"key": "Two, by 3 May 2025", "title": "2025-05: {Two}, by 3 {May} 2025"}
    assert found["model:a-b-2"] == {"kind": "misc", **two}


def test_who_did_something_is_not_the_author_of_what_tells_it_nor_is_its_year_that_one_s() -> None:
    entry = read(cite(load("talks-2025"), "NASH"))["talksukraine:annexation"]
    assert entry == {
        "kind": "misc",
        "key": "Russia",
        "title": "Russia, 2014: {Annexed} {Crimea}.",
        "howpublished": "News report of 13 February 2025, headed “Europeans warn US against "
        "Ukraine deal 'behind our backs'”",
    }
