"""Statements: what they mean, how tightly operators bind, and what is wrong with bad ones."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from countermove.errors import ModelError, Problem
from countermove.graph.bits import Bits
from countermove.model import logic
from countermove.model.logic import DEEPEST, RESERVED, Compound, Constant, Name, names, parse
from countermove.model.truth import truth as evaluated
from formulas import Tree, python, trees, written

NAMES = ["a", "b", "c"]
ROWS = list(itertools.product([False, True], repeat=3))
COLUMNS = {name: np.array([row[k] for row in ROWS]) for k, name in enumerate(NAMES)}


def truth(text: str) -> list[bool]:
    def constant(value: bool) -> NDArray[np.bool_]:
        return np.full(len(ROWS), value)

    found: NDArray[np.bool_] = evaluated(parse(text), COLUMNS.__getitem__, constant)
    return found.tolist()


def table(condition: Callable[[bool, bool, bool], bool]) -> list[bool]:
    return [bool(condition(*row)) for row in ROWS]


def problem(text: str) -> Problem:
    with pytest.raises(ModelError) as caught:
        parse(text)
    (found,) = caught.value.problems
    return found


# -- meaning --------------------------------------------------------------------------------------


@given(trees(NAMES, most_leaves=12))
def test_truth_is_that_of_python(tree: Tree) -> None:
    code = compile(python(tree, str), "<statement>", "eval")
    expected = [bool(eval(code, {}, dict(zip(NAMES, row, strict=True)))) for row in ROWS]
    assert truth(written(tree)) == expected


@given(trees(NAMES, most_leaves=12), st.data())
def test_capitals_space_and_needless_parentheses_change_nothing(
    tree: Tree, data: st.DataObject
) -> None:
    words = written(tree).replace("(", " ( ").replace(")", " ) ").split()
    changed = [
        data.draw(st.sampled_from([word, word.upper(), word.capitalize()]))
        if word in RESERVED
        else data.draw(st.sampled_from([word, f"({word})", f"(( {word}))"]))
        if word in NAMES
        else word
        for word in words
    ]
    gaps = st.sampled_from([" ", "  ", "\n", "\t "])
    text = "".join(word + data.draw(gaps) for word in changed)
    assert truth(text) == truth(written(tree))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("not a and b", lambda a, b, c: (not a) and b),
        ("not (a and b)", lambda a, b, c: not (a and b)),
        ("a or b and c", lambda a, b, c: a or (b and c)),
        ("a and b or c", lambda a, b, c: (a and b) or c),
        ("a implies b or c", lambda a, b, c: not a or (b or c)),
        ("a or b implies c", lambda a, b, c: not (a or b) or c),
        ("a if b and c", lambda a, b, c: a or not (b and c)),
        ("a iff b implies c", lambda a, b, c: a == (not b or c)),
        ("a implies b iff c", lambda a, b, c: (not a or b) == c),
        ("a if b iff c", lambda a, b, c: (a or not b) == c),
        ("not a implies not b", lambda a, b, c: a or not b),
        ("not not a", lambda a, b, c: a),
        ("a and b and c", lambda a, b, c: a and b and c),
        ("a or b or c", lambda a, b, c: a or b or c),
        ("true", lambda a, b, c: True),
        ("not false and a", lambda a, b, c: a),
        ("(a implies b) implies c", lambda a, b, c: not (not a or b) or c),
        ("a implies (b implies c)", lambda a, b, c: not a or not b or c),
        ("(a iff b) iff c", lambda a, b, c: (a == b) == c),
    ],
)
def test_how_tightly_operators_bind(text: str, meaning: Callable[..., bool]) -> None:
    assert truth(text) == table(meaning)


def test_packed_bits_are_joined_as_arrays_are() -> None:
    def packed(name: str) -> Bits:
        return Bits.of(COLUMNS[name])

    def constant(value: bool) -> Bits:
        return Bits.all_or_none(len(ROWS), value)

    for text in ("a and not b", "a or b implies c", "a iff c", "false", "true if a"):
        assert evaluated(parse(text), packed, constant).mask().tolist() == truth(text)


# -- parts ----------------------------------------------------------------------------------------


def test_the_parts_of_a_statement() -> None:
    assert parse("x") == Name("x", 0)
    assert parse(" us.y and not x") == Compound(
        "and", (Name("us.y", 1), Compound("not", (Name("x", 14),)))
    )
    assert parse("x if y") == Compound("implies", (Name("y", 5), Name("x", 0)))
    assert parse("FALSE") == Constant(False)
    assert parse("x and y and z") == Compound("and", (Name("x", 0), Name("y", 6), Name("z", 12)))


@pytest.mark.parametrize(
    "name",
    [
        "a",
        "x1",
        "1",
        "snake_case",
        "with-hyphen",
        "us.concede",
        "a-b.c-d",
        "мир",
        "和平",
        "nota",
        "android",
        "orb",
        "iffy",
        "implies-not",
        "not-yet",
        "if_so",
        "true-story",
        "us.not",
        "or.x",
    ],
)
def test_names_may_contain_the_words_of_statements(name: str) -> None:
    assert parse(name) == Name(name, 0)
    assert parse(f"not {name}") == Compound("not", (Name(name, 4),))


@pytest.mark.parametrize("name", ["гарантія", "दाम", "سوق", "می\u200cشود", "naïve_1", "保証"])
def test_names_may_be_in_any_script(name: str) -> None:
    assert parse(f"not {name}") == Compound("not", (Name(name, 4),))


def test_names_are_listed_from_left_to_right_as_often_as_they_stand_there() -> None:
    found = names(parse("b and (a or not b) implies c iff true"))
    assert [(name.name, name.offset) for name in found] == [
        ("b", 0),
        ("a", 7),
        ("b", 16),
        ("c", 27),
    ]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a & b", "a and b"),
        ("a && b", "a and b"),
        ("a ∧ b", "a and b"),
        ("a but not b", "a and not b"),
        ("a | b", "a or b"),
        ("a || b", "a or b"),
        ("a∨b", "a or b"),
        ("!a", "not a"),
        ("~a", "not a"),
        ("¬a", "not a"),
        ("-a", "not a"),
        ("−a", "not a"),
        ("a & -b", "a and not b"),
        ("a → b", "a implies b"),
        ("a->b", "a implies b"),
        ("a => b", "a implies b"),
        ("if a then b", "a implies b"),
        ("if a & b then not c", "(a and b) implies not c"),
        ("a only if b", "a implies b"),
        ("a unless b", "a if not b"),
        ("a exactly when b", "a iff b"),
        ("a or else b", "a xor b"),
        ("not a unless b or c", "not a if not (b or c)"),
        ("a <-> b", "a iff b"),
        ("a↔b", "a iff b"),
        ("a <=> b", "a iff b"),
        ("a If And Only If b", "a iff b"),
        ("a xor b", "not (a iff b)"),
        ("-a | b & c", "not a or (b and c)"),
    ],
)
def test_signs_and_words_of_papers_mean_the_plain_words(text: str, plain: str) -> None:
    assert truth(text) == truth(plain)


def test_numbered_options_are_written_as_in_papers() -> None:
    assert [name.name for name in names(parse("3 IFF 2 & -5"))] == ["3", "2", "5"]
    assert shape(parse("3 IFF 2 & -5")) == shape(parse("3 iff (2 and not 5)"))


def shape(formula: logic.Formula) -> object:
    if isinstance(formula, Compound):
        return formula.operator, *map(shape, formula.parts)
    return formula.name if isinstance(formula, Name) else formula


@pytest.mark.parametrize("pattern", ["YY-------", "-Y", "--", "Y-N", "YNY", "YN–"])
def test_a_pattern_is_one_word_of_a_statement(pattern: str) -> None:
    assert parse(pattern) == Name(pattern, 0)
    assert shape(parse(f"not {pattern} & a")) == shape(parse(f"(not {pattern}) and a"))
    assert [name.name for name in logic.spelled_names(f"a or {pattern} or")] == ["a", pattern]


# -- mistakes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "what", "offset"),
    [
        ("a and", "the statement ends too early.", 5),
        ("a and  ", "the statement ends too early.", 5),
        ("(a", "the statement ends too early.", 2),
        ("not", "the statement ends too early.", 3),
        ("a b", "'b' can't stand here.", 2),
        ("a and or b", "'or' can't stand here.", 6),
        ("and a", "'and' can't stand here.", 0),
        ("not IF", "'IF' can't stand here.", 4),
        ("a)", "')' can't stand here.", 1),
        ("()", "')' can't stand here.", 1),
        ("a not b", "'not' can't stand here.", 2),
        ("a implies b implies c", "'implies' can't be chained without parentheses.", 12),
        ("a if b if c", "'if' can't be chained without parentheses.", 7),
        ("a iff b iff c", "'iff' can't be chained without parentheses.", 8),
        ("a implies b if c", "'if' can't be chained without parentheses.", 12),
        ("a = b", "'=' has no meaning in a statement.", 2),
        ("a-", "'-' can't stand here.", 1),
        ("a.", "'.' has no meaning in a statement.", 1),
        ("a.b.c", "'.' has no meaning in a statement.", 3),
        ("a and \N{EM DASH} b", "'—' has no meaning in a statement.", 6),
    ],
)
def test_what_is_wrong_and_where(text: str, what: str, offset: int) -> None:
    found = problem(text)
    assert (found.what, found.offset) == (what, offset)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("a, b", "Write 'and' or 'or' in its place."),
        ("a = b", "Write 'iff' in its place"),
        ("a ^ b", "Write the word that is meant."),
        ("a nor b", "Write 'not x and not y'."),
        ("[a]", "Write round brackets"),
        ("Y N -", "write 'YN-'"),
        ("yn-", "write 'YN-'"),
        ("10-", "write 'YN-'"),
    ],
)
def test_what_to_write_instead(text: str, advice: str) -> None:
    assert advice in problem(text).advice


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_statement(text: str) -> None:
    assert problem(text).what == "the statement is empty."


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("a and", "Expected: a name, not, true, false or '('."),
        ("and", "Expected: a name, not, true, false, '(' or if."),
        ("(a", "Expected: ')'."),
        ("a b", "Expected: and, or, implies, if, iff or the end."),
        ("a implies b implies c", "Expected: iff or the end."),
        ("a iff b iff c", "Expected: the end."),
    ],
)
def test_what_was_expected(text: str, advice: str) -> None:
    assert problem(text).advice == advice


@pytest.mark.parametrize(
    ("wrap", "most"),
    [
        (lambda n: "(" * n + "a" + ")" * n, DEEPEST),
        (lambda n: "not " * n + "a", DEEPEST),
        (lambda n: "not (" * n + "a" + ")" * n, DEEPEST),
        (lambda n: "(a and " * n + "b" + ")" * n, DEEPEST),
    ],
)
def test_statements_are_nested_so_deep_and_no_deeper(wrap: Callable[[int], str], most: int) -> None:
    parse(wrap(most))
    found = problem(wrap(most + 1))
    assert found.what == f"the statement is nested {most + 1} deep; at most {most} is allowed."


@pytest.mark.parametrize(
    "text", ["(" * 10_000, "not " * 100_000 + "a", "(" * 10_000 + ")" * 10_000]
)
def test_statements_nested_beyond_all_measure_are_refused(text: str) -> None:
    assert "deep" in problem(text).what or "early" in problem(text).what


def test_a_long_statement_is_no_deep_one() -> None:
    text = " and ".join(["a"] * 5000)
    assert truth(text) == table(lambda a, b, c: a)


@given(st.text(alphabet="ab ()notadrimplesfYN-.1é&|>", max_size=30))
def test_any_text_is_parsed_or_refused_with_a_place(text: str) -> None:
    try:
        parse(text)
    except ModelError as error:
        (found,) = error.problems
        assert found.what.endswith(".")
        assert found.offset is None or 0 <= found.offset <= len(text)
