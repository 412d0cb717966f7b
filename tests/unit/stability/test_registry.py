"""Solution concepts: registered by one decorator, found by any of their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from countermove.analysis.solving import solve
from countermove.errors import ConceptNotApplicableError, UnknownNameError
from countermove.graph.sequences import Move
from countermove.graph_model import GraphModel
from countermove.stability import registry
from countermove.stability.play import ANY_REPLY, TEMPTED, LineOfPlay, Play
from countermove.stability.registry import (
    SolutionConcept,
    concepts,
    find_concepts,
    solution_concept,
)
from countermove.stability.verdict import Verdict
from engines import FAST
from models import two_by_two

STANDARD = ["NASH", "SEQ", "SSEQ", "GMR", "SMR"]
FIVE = {code: concepts()[code] for code in STANDARD}


def test_the_five_concepts_in_the_order_of_tables() -> None:
    assert [code for code in concepts() if code in STANDARD] == STANDARD
    assert [concept.code for concept in find_concepts()] == STANDARD


def test_what_they_ask_is_the_two_by_two() -> None:
    assert {code: (c.replies, c.escape) for code, c in FIVE.items()} == {
        "NASH": ("none", False),
        "GMR": ("any", False),
        "SMR": ("any", True),
        "SEQ": ("credible", False),
        "SSEQ": ("credible", True),
    }


def test_implications_are_those_of_the_literature() -> None:
    implied = {code: set(concept.implies) for code, concept in FIVE.items()}
    assert implied == {
        "NASH": {"SSEQ"},
        "SSEQ": {"SMR", "SEQ"},
        "SMR": {"GMR"},
        "SEQ": {"GMR"},
        "GMR": set(),
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("NASH", "NASH"),
        ("nash", "NASH"),
        ("R", "NASH"),
        ("rationality", "NASH"),
        ("General metarationality", "GMR"),
        ("SEQUENTIAL", "SEQ"),
        ("sseq", "SSEQ"),
        ("symmetric metarational", "SMR"),
    ],
)
def test_names_of_concepts(name: str, code: str) -> None:
    assert [concept.code for concept in find_concepts([name])] == [code]


def test_concepts_are_ordered_and_not_repeated() -> None:
    assert [c.code for c in find_concepts(["SMR", "R", "GMR", "nash"])] == ["NASH", "GMR", "SMR"]
    assert find_concepts("nash") == find_concepts(["NASH"])
    message = rf"^no solution concept was named. Choose from: {', '.join(concepts())}\.$"
    with pytest.raises(UnknownNameError, match=message):
        find_concepts([])


def test_concepts_of_any_number_are_found_by_it() -> None:
    (found,) = find_concepts("mr7")
    assert (found.code, found.name) == ("MR7", "Metarationality of 7 moves")
    assert found.implies == ("MR6",)
    assert found.family == "MR1, MR2, MR3 and so on"
    assert find_concepts("Maximin7") == find_concepts("metarationality of 7 moves") == (found,)
    assert concepts()["MR7"] == found
    assert [c.code for c in find_concepts(["MR10", "MR9", "SMR"])] == ["SMR", "MR9", "MR10"]
    assert find_concepts("MR3")[0].turns == find_concepts("SMR")[0].turns
    assert "MR7" not in concepts()
    alone, with_others = find_concepts(["MR1", "MR2"])
    assert alone.plain.endswith(" within 1 move, its own")
    assert alone.foresight == "1 move"
    assert with_others.plain.endswith(" within 2 moves, its own and the others'")


@pytest.mark.parametrize(
    ("code", "there_is"),
    [
        ("L0", "L goes from L1 to L99."),
        ("MR100", "MR goes from MR1 to MR99."),
        ("Metarationality of 0 moves", "MR goes from MR1 to MR99."),
        ("ST3", "ST is ST1 or ST2."),
        ("SEQ1", "SEQ goes on from SEQ2 to SEQ99."),
        (f"L{'9' * 5000}", "The concepts are: "),
    ],
)
def test_of_an_unknown_number_it_is_said_which_there_are(code: str, there_is: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_concepts([code])
    assert str(caught.value).startswith(f"no solution concept '{code}'. {there_is}")


@pytest.mark.parametrize("code", ["MR0", "MR", "MR-1", "MR1.5", "MR1000", "NASH2"])
def test_a_number_that_there_is_not(code: str) -> None:
    with pytest.raises(UnknownNameError, match=rf"^no solution concept '{re.escape(code)}'\."):
        find_concepts(code)
    with pytest.raises(KeyError):
        concepts()[code]


def test_no_name_means_two_concepts() -> None:
    meant: dict[str, set[str]] = {}
    for code, concept in concepts().items():
        for name in (code, concept.name, *concept.synonyms):
            meant.setdefault(name.casefold(), set()).add(code)
    assert {name: codes for name, codes in meant.items() if len(codes) > 1} == {}


def test_an_unknown_concept() -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_concepts(["SEK"])
    assert str(caught.value) == (
        f"no solution concept 'SEK'. Did you mean 'SEQ'? The concepts are: {', '.join(concepts())}."
    )


@pytest.fixture
def another() -> Iterator[str]:
    """Register a concept of another kind: only the best of all states is stable."""

    @solution_concept(
        code="BEST",
        name="Best of all",
        plain="nothing at all is better",
        foresight="none",
        implies=["NASH"],
        rank=9,
    )
    def best(model: GraphModel, decision_maker: str, state: int) -> Verdict:
        ranks = model.preferences[decision_maker].ranks
        best = int(ranks.argmax())
        tempting = ranks[state] < ranks[best]
        line = LineOfPlay((Move(decision_maker, state, best),), Play(best, better=True))
        return Verdict("BEST", decision_maker, state, (line,) if tempting else ())

    yield "BEST"
    del registry._REGISTERED["BEST"]


def test_a_concept_of_another_kind_is_answered_by_its_definition(another: str) -> None:
    assert another in concepts()
    # It isn't standard, so it has to be asked for.
    assert [concept.code for concept in find_concepts()] == STANDARD
    solution = solve(two_by_two([0, 1, 2, 3], [0, 1, 2, 3]), [another])
    assert solution.provenance.engine == "definition"
    assert solution.provenance.why == "there is no faster form"
    assert [state.pattern for state in solution.equilibria(another)] == ["YY"]
    mixed = solve(two_by_two([0, 1, 2, 3], [0, 1, 2, 3]), [another, "NASH"])
    assert mixed.provenance.engine == FAST[0]
    assert mixed.provenance.why.split(";")[1] == " BEST by definition"
    assert mixed.stable[another] == solution.stable[another]


def test_the_fast_engines_refuse_what_it_cannot_answer(another: str) -> None:
    with pytest.raises(ConceptNotApplicableError) as caught:
        solve(two_by_two([0, 1, 2, 3], [0, 1, 2, 3]), [another, "NASH"], "numpy")
    assert str(caught.value) == (
        "the engine 'numpy' can't answer BEST. "
        "Leave the choice to engine 'auto', or take 'definition'."
    )


def test_what_the_decorator_registers() -> None:
    def define(model: GraphModel, decision_maker: str, state: int) -> Verdict:
        return Verdict("X", decision_maker, state, ())

    plain = {"name": "X", "plain": "as it is", "foresight": "none"}
    whole = {
        **plain,
        "turns": (TEMPTED, ANY_REPLY),
        "implies": ("NASH",),
        "synonyms": ("Ex",),
        "sources": ("Somebody (2000).",),
        "rank": 7,
        "standard": True,
    }
    try:
        assert solution_concept(code="X", **whole)(define) is define
        assert concepts()["X"] == SolutionConcept(code="X", define=define, **whole)
        solution_concept(code="X", **plain)(define)
        assert concepts()["X"] == SolutionConcept(code="X", define=define, **plain)
        # Those of the same rank are ordered by code.
        solution_concept(code="W", **plain)(define)
        assert list(concepts())[-2:] == ["W", "X"]
        assert [concept.code for concept in find_concepts(["X", "W"])] == ["W", "X"]
    finally:
        for code in ("X", "W"):
            registry._REGISTERED.pop(code, None)
