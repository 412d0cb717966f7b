"""Every solution concept explains itself, with sources and an example that runs."""

from __future__ import annotations

import doctest
import inspect

import pytest

from countermove.stability.registry import SolutionConcept, concepts

EVERY = pytest.mark.parametrize("concept", concepts().values(), ids=lambda c: c.code)


@EVERY
def test_it_is_named_in_capitals_and_in_full(concept: SolutionConcept) -> None:
    assert concept.code == concept.code.upper()
    assert concept.name
    assert concept.name.upper() != concept.code


@EVERY
def test_it_is_said_in_plain_words(concept: SolutionConcept) -> None:
    words = concept.plain.split()
    assert len(words) >= 4
    assert not {"UI", "sanction", "sanctioned", "unilateral"} & set(words)
    assert concept.foresight


@EVERY
def test_its_sources_have_a_year(concept: SolutionConcept) -> None:
    assert concept.sources
    for source in concept.sources:
        assert source.authors
        assert source.year
        assert f"({source.year})" in str(source)


@EVERY
def test_what_it_implies_is_registered_and_leads_in_no_circle(concept: SolutionConcept) -> None:
    reached: set[str] = set()
    waiting = list(concept.implies)
    while waiting:
        code = waiting.pop()
        if code not in reached:
            reached.add(code)
            waiting += concepts()[code].implies
    assert concept.code not in reached


@EVERY
def test_its_docstring_is_whole(concept: SolutionConcept) -> None:
    doc = inspect.getdoc(concept.define) or ""
    for section in ("Parameters", "Returns", "Notes", "References", "Examples"):
        assert f"\n{section}\n{'-' * len(section)}\n" in doc, section
    assert f"({concept.code})" in doc.splitlines()[0]
    assert ".. math::" in doc


@EVERY
def test_its_example_shows_a_stable_and_an_unstable_state(concept: SolutionConcept) -> None:
    (found,) = doctest.DocTestFinder(recurse=False).find(
        inspect.unwrap(concept.define), concept.code
    )
    answers = {example.want.strip() for example in found.examples if example.want}
    assert {"True", "False"} <= answers
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(found).failed == 0


@EVERY
def test_it_has_a_file_of_its_own(concept: SolutionConcept) -> None:
    path = inspect.getsourcefile(inspect.unwrap(concept.define))
    files = [inspect.getsourcefile(inspect.unwrap(other.define)) for other in concepts().values()]
    assert files.count(path) == 1


def test_places_in_tables_are_distinct() -> None:
    ranks = [concept.rank for concept in concepts().values() if concept.standard]
    assert len(set(ranks)) == len(ranks)
