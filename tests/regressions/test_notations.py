"""What people write, in the notation they have: it is read, or the advice given leads on."""

from __future__ import annotations

import re
from typing import Any

import pytest

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import CountermoveError
from countermove.files.model_file import loads
from countermove.model.conflict import Conflict

RANKINGS = 'ranking = "4 > {1 2} > 3"'
MODEL = """
format = "countermove/1"
title = "Talks"
status_quo = []
[decision_makers.a]
name = "A"
options = {{ fill = "Fill" }}
[decision_makers.b]
name = "B"
options = {{ sign = "Sign" }}
[preferences]
b.statements = ["sign"]
[preferences.a]
{ranking}
{more}
"""


def ranks(ranking: str, more: str = "") -> list[int]:
    model = build(loads(MODEL.format(ranking=ranking, more=more)))
    return [int(rank) for rank in model.preferences["a"].ranks]


def fault(ranking: str, more: str = "") -> str:
    with pytest.raises(CountermoveError) as caught:
        ranks(ranking, more)
    return str(caught.value)


@pytest.mark.parametrize(
    "written",
    [
        '"4 > {1 2} > 3"',
        '"4 ≻ {1, 2} ≻ 3"',
        '"4 > 1 ~ 2 > 3"',
        '"4 > (1 2) > 3"',
        '"4, {1 2}, 3"',
        '"4 {1 2} 3"',
        '["4 > {1 2} > 3"]',
        '["4", "{1 2}", "3"]',
        '["4 > {1 2}", 3]',
        '"YY > {NN YN} > NY"',
        '"Y Y > {N N, Y N} > N Y"',
        '"yy > {nn yn} > ny"',
        '"s4 > {s1 s2} > s3"',
        '["s4", ["s1", "s2"], "s3"]',
        '[4, "the rest", 3]',
        '"4 > the rest > 3"',
        '["Y Y", ["N N", "Y N"], "N Y"]',
        '"YY > -N > NY"',
        '["YY", "\N{EN DASH}N", "NY"]',
    ],
)
def test_a_ranking_is_read_as_papers_and_the_program_print_it(written: str) -> None:
    assert ranks(f"ranking = {written}") == [1, 1, 0, 2]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('["1 2", 3, 4]', "Write '{1 2}' where they are equally good, '1 > 2' where the first"),
        ('[4, "-", 3]', "For all outcomes that aren't named, write 'the rest'."),
        ('[4, "…", 3]', "For all outcomes that aren't named, write 'the rest'."),
        ('[4, "10", 2, 3]', "As a pattern, write 'YN'."),
        ('[4, "fill", 1, 3]', "The outcome in which nothing else is done is written 'YN' here."),
        ('["fill, sign", "the rest"]', "The outcome in which just these are taken is written 'YY'"),
    ],
)
def test_what_is_refused_says_what_to_write_and_that_can_be_written(
    written: str, says: str
) -> None:
    said = fault(f"ranking = {written}")
    assert says in said
    advised = re.findall(r"(?<= )'([^']*)'", said[said.index(says[:12]) :])
    for advice in advised:
        wrong = next(
            w for w in ("1 2", "-", "…", "10", "fill, sign", "fill") if f'"{w}"' in written
        )
        mended = written.replace(f'"{wrong}"', f'"{advice}"')
        assert "no state" not in str(_problems(f"ranking = {mended}"))


def _problems(ranking: str) -> object:
    try:
        return ranks(ranking)
    except CountermoveError as error:
        return error


@pytest.mark.parametrize(
    ("more", "mended"),
    [
        ('[rules]\ninfeasible = "fill and sign"', '[rules]\ninfeasible = ["fill and sign"]'),
        ('[rules]\nat_most_one = ["fill", "sign"]', '[rules]\nat_most_one = [["fill", "sign"]]'),
    ],
)
def test_the_brackets_that_are_advised_are_those_that_are_read(more: str, mended: str) -> None:
    said = fault('ranking = "the rest"', more)
    advised = re.findall(r"brackets(?: once more)?: (\[+)", said)
    assert advised
    assert set(advised) == {re.search(r"\[+\"", mended)[0][:-1]}  # type: ignore[index]
    assert ranks('ranking = "the rest"', mended) == [0, 0, 0]


def test_two_places_for_the_rest_and_a_ranking_without_it() -> None:
    assert "'the rest' stands here twice." in fault('ranking = ["the rest", 1, "the rest"]')
    assert "the ranking misses 2 outcomes" in fault('ranking = "4 > 3"')
    assert "repeats outcome 4 (YY)" in fault('ranking = "4 > 4 > the rest"')
    assert ranks('ranking = ["the rest"]') == [0, 0, 0, 0]
    assert ranks('ranking = [[4, "the rest"], 3]') == [1, 1, 0, 1]


def test_labels_keep_the_marks_of_papers() -> None:
    labels = '[labels]\n"s1" = "N N"\n"s2\'" = "YN"\n"s3*" = "NY"\n"S\u2084 (deal)" = "YY"\n'
    assert ranks('ranking = "S\u2084 (deal) > {s1, s2\'} > s3*"', labels) == [1, 1, 0, 2]
    assert ranks('ranking = ["S\u2084 (deal)", ["s1", "s2\'"], "s3*"]', labels) == [1, 1, 0, 2]
    solution = solve(loads(MODEL.format(ranking=RANKINGS, more=labels)))
    assert solution.is_equilibrium("S\u2084 (deal)", "NASH")
    for label in ("", " x", "x ", "*", "a,b", "a>b", "{a}", "a  b", "the rest", "nothing done"):
        wrong = labels.replace("s3*", label)
        assert fault(RANKINGS, wrong)


def test_a_label_that_looks_like_a_pattern_is_refused() -> None:
    labels = '[labels]\nYN = "NY"\nNY = "YN"\nYY = "NN"\nNN = "YY"\n'
    assert "'YN' could be a pattern, and mean another outcome." in fault(RANKINGS, labels)


def test_papers_statements_of_numbered_options() -> None:
    data: dict[str, Any] = {
        "format": "countermove/1",
        "title": "Numbered",
        "decision_makers": {
            "p": {"name": "P", "options": {"1": "One", "2": "Two", "3": "Three"}},
            "q": {"name": "Q", "options": {"4": "Four", "5": "Five"}},
        },
        "preferences": {"p": {"statements": ["3 IFF 2 & -5", "-1 | 2"]}, "q": {"statements": []}},
    }
    plain = {**data, "preferences": {**data["preferences"]}}
    plain["preferences"]["p"] = {"statements": ["3 iff (2 and not 5)", "not 1 or 2"]}
    models = [build(Conflict.model_validate(one)) for one in (data, plain)]
    assert models[0].preferences["p"].ranks.tolist() == models[1].preferences["p"].ranks.tolist()
    kept = models[0].conflict.preferences["p"].statements
    assert kept is not None
    assert [wish.holds for wish in kept] == ["3 IFF 2 & -5", "-1 | 2"]
