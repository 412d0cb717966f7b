"""What edits leave of the text around them, to the letter; and that they mean what they say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.editing.applying import after, applied
from countermove.editing.edits import Insert, Put, Remove, Rename, Reorder, read_edits
from countermove.editing.sameness import same
from countermove.editing.toml_text import edited_text
from countermove.errors import CountermoveError, EditError
from countermove.files.gallery import case_names, case_path
from countermove.files.writing import to_toml
from models import conflict_of, graph_data, option_data
from random_edits import commented, edits

TALKS = """\
# The talks, as they stand.

format = "countermove/1"
title = 'Talks'   # a working title
status_quo = []   # nothing yet

# ---- Who ----

# The first party.
[decision_makers.us]
name = "United States"   # short
[decision_makers.us.options]
deal = "Settle"    # with Russia
# Not for long.
table = "Talk"
concede = {text = "Concede", moves = "take"}  # one way

[decision_makers.russia]
name = "Russia"
[decision_makers.russia.options]
settle = "Settle"

# ---- Rules ----

[rules]
infeasible = ["settle and not deal", 'table  and deal']   # two

# ---- Wishes ----

[preferences.us]
statements = [
  "deal",       # above all
  # then this
  { holds = "not concede", because = ["call"] },
  "table implies  (settle)"
]

[preferences.russia]
weights = { settle = 2.50, "us.concede" = 1_000 }

[claims.back]
says = "It holds"
never = "deal and settle"

# ---- Record ----

[sources.call]
on = 2025-02-12   # that day
said = "Called."
"""


def edited(text: str, **edit: Any) -> list[tuple[str, str]]:
    """Return which lines an edit takes out (-) and puts in (+)."""
    new = edited_text(text, "toml", read_edits([edit]))
    assert same(tomllib.loads(new), applied(tomllib.loads(text), read_edits([edit])))
    import difflib

    return [
        (line[0], line[2:])
        for line in difflib.ndiff(text.split("\n"), new.split("\n"))
        if line[0] in "+-"
    ]


STATEMENTS = ["preferences", "us", "statements"]
OPTIONS = ["decision_makers", "us", "options"]


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (
            {"do": "put", "at": ["title"], "value": "War"},
            [
                ("-", "title = 'Talks'   # a working title"),
                ("+", 'title = "War"   # a working title'),
            ],
        ),
        (
            {"do": "put", "at": ["summary"], "value": "Short"},
            [("+", 'summary = "Short"')],
        ),
        (
            {"do": "put", "at": ["sources", "call", "on"], "value": "2025-02-13"},
            [("-", "on = 2025-02-12   # that day"), ("+", "on = 2025-02-13   # that day")],
        ),
        (
            {"do": "put", "at": [*OPTIONS, "concede", "moves"], "value": "drop"},
            [
                ("-", 'concede = {text = "Concede", moves = "take"}  # one way'),
                ("+", 'concede = {text = "Concede", moves = "drop"}  # one way'),
            ],
        ),
        (
            {"do": "put", "at": [*OPTIONS, "deal", "moves"], "value": "take"},
            [
                ("-", 'deal = "Settle"    # with Russia'),
                ("+", 'deal = { text = "Settle", moves = "take" }    # with Russia'),
            ],
        ),
        (
            {"do": "put", "at": [*OPTIONS, "wait"], "value": "Wait"},
            [("+", 'wait = "Wait"')],
        ),
        (
            {"do": "put", "at": ["terms", "peace"], "value": "deal and settle"},
            [("+", ""), ("+", "[terms]"), ("+", 'peace = "deal and settle"')],
        ),
        (
            {"do": "remove", "at": [*OPTIONS, "table"]},
            [("-", "# Not for long."), ("-", 'table = "Talk"')],
        ),
        (
            {"do": "remove", "at": ["claims", "back"]},
            [
                ("-", "[claims.back]"),
                ("-", 'says = "It holds"'),
                ("-", 'never = "deal and settle"'),
                ("-", ""),
            ],
        ),
        (
            {"do": "remove", "at": [*STATEMENTS, 1]},
            [("-", "  # then this"), ("-", '  { holds = "not concede", because = ["call"] },')],
        ),
        (
            {"do": "insert", "at": STATEMENTS, "index": 0, "value": "settle"},
            [("+", '  "settle",')],
        ),
        (
            {"do": "insert", "at": STATEMENTS, "value": "settle"},
            [
                ("-", '  "table implies  (settle)"'),
                ("+", '  "table implies  (settle)",'),
                ("+", '  "settle",'),
            ],
        ),
        (
            {"do": "move", "at": [*STATEMENTS, 0], "to": 1},
            [("-", '  "deal",       # above all'), ("+", '  "deal",       # above all')],
        ),
        (
            {"do": "move", "at": [*OPTIONS, "table"], "to": 0},
            [
                ("-", 'deal = "Settle"    # with Russia'),
                ("+", 'deal = "Settle"    # with Russia'),
            ],
        ),
        (
            {"do": "rename", "at": [*OPTIONS, "table"], "to": "open"},
            [
                ("-", 'table = "Talk"'),
                ("+", 'open = "Talk"'),
                ("-", "infeasible = [\"settle and not deal\", 'table  and deal']   # two"),
                ("+", 'infeasible = ["settle and not deal", "open  and deal"]   # two'),
                ("-", '  "table implies  (settle)"'),
                ("+", '  "open implies  (settle)"'),
            ],
        ),
        (
            {"do": "rename", "at": ["sources", "call"], "to": "phone"},
            [
                ("-", '  { holds = "not concede", because = ["call"] },'),
                ("+", '  { holds = "not concede", because = ["phone"] },'),
                ("-", "[sources.call]"),
                ("+", "[sources.phone]"),
            ],
        ),
    ],
)
def test_only_what_is_edited_changes(edit: dict[str, Any], lines: list[tuple[str, str]]) -> None:
    assert edited(TALKS, **edit) == lines


def test_a_decision_maker_moves_with_all_its_lines() -> None:
    new = edited_text(TALKS, "toml", [Reorder(at=("decision_makers", "russia"), to=0)])
    russia = '[decision_makers.russia]\nname = "Russia"\n'
    assert new.index(russia) < new.index("# The first party.\n[decision_makers.us]")
    assert sorted(new.split("\n")) == sorted(TALKS.split("\n"))


def test_numbers_keep_their_spelling() -> None:
    new = edited_text(TALKS, "toml", [Rename(at=("decision_makers", "us"), to="usa")])
    assert 'weights = { settle = 2.50, "usa.concede" = 1_000 }' in new


def test_a_long_option_gets_a_table_behind_the_others() -> None:
    option = {"text": "Wait " * 20, "moves": "take"}
    at = ("decision_makers", "us", "options")
    new = edited_text(TALKS, "toml", [Put(at=(*at, "w"), value=option)])
    assert 'one way\n\n[decision_makers.us.options.w]\ntext = """\nWait' in new
    newer = edited_text(new, "toml", [Put(at=(*at, "x"), value="X")])
    assert '\n\n[decision_makers.us.options.x]\ntext = "X"\n' in newer


def test_lists_of_tables_take_items_anywhere() -> None:
    text = case_path("talks-2025").read_text(encoding="utf-8")
    at = ("preferences", "us", "statements")
    new = edited_text(text, "toml", [Insert(at=at, index=1, value="settle"), Remove(at=(*at, 0))])
    start = new.index("[[preferences.us.statements]]")
    assert new[start:].startswith('[[preferences.us.statements]]\nholds = "settle"\n\n[[')
    everything = [Remove(at=(*at, 0))] * 5
    assert "[preferences.us]\n" in edited_text(text, "toml", everything)
    assert "\nstatements = []\n" in edited_text(text, "toml", everything)


@pytest.mark.parametrize("text", ["a = ", "a = 1\na = 2", "[a]\n[a]"])
def test_what_is_no_toml_is_left_alone(text: str) -> None:
    with pytest.raises(EditError, match="isn't TOML"):
        edited_text(text, "toml", [Put(at=("a",), value=1)])


@pytest.mark.parametrize(
    "text",
    [
        '[decision_makers]\nus.name = "US"\nus.options.a = "A"\nus.options.b = "B"\n',
        'decision_makers = {us = {name = "US", options = {a = "A", b = "B"}}}\n',
        '[decision_makers.us.options.a]\ntext = "A"\n[x]\n[decision_makers.us.options.b]\n'
        'text = "B"\n[decision_makers.us]\nname = "US"\n',
        '"decision_makers".\'us\'.name = "US"\n[decision_makers.us.options]\na = "A"\nb = "B"',
    ],
)
@pytest.mark.parametrize(
    "edit",
    [
        Put(at=("decision_makers", "us", "called"), value="the US"),
        Put(at=("decision_makers", "us", "options", "c"), value="C"),
        Put(at=("decision_makers", "eu"), value={"name": "EU"}),
        Remove(at=("decision_makers", "us", "options", "a")),
        Remove(at=("decision_makers", "us")),
        Reorder(at=("decision_makers", "us", "options", "b"), to=0),
        Rename(at=("decision_makers", "us"), to="usa"),
        Rename(at=("decision_makers", "us", "options", "a"), to="z"),
    ],
)
def test_unusual_ways_to_write_are_understood(text: str, edit: Any) -> None:
    assert edited(text, **edit.model_dump()) is not None


def test_a_line_goes_behind_no_table() -> None:
    text = 'format = "countermove/1"\ntitle = "T"\n\n[states]\ns = "S"\n\n[moves]\na = []\n'
    done = [Reorder(at=("format",), to=2), Reorder(at=("title",), to=3)]
    new = edited_text(text, "toml", done)
    assert same(tomllib.loads(new), after(tomllib.loads(text), done)[0])


def _lost(text: str, new: str) -> set[str]:
    return set(re.findall(r"# (?:above|apart|behind) \d+", text)) - set(
        re.findall(r"# (?:above|apart|behind) \d+", new)
    )


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_the_text_holds_what_the_edits_give_and_all_comments_but_of_what_goes(
    data: st.DataObject,
) -> None:
    model = data.draw(option_data(most_options=4, levels=True) | graph_data(most_states=4))
    text = data.draw(commented(to_toml(conflict_of(**model))))
    plain = tomllib.loads(text)
    done = []
    wanted = plain
    removes = False
    for _ in range(data.draw(st.integers(1, 4))):
        edit = data.draw(edits(wanted))
        wanted, steps = after(wanted, [edit])
        removes |= any(isinstance(step, Remove) for step in steps)
        done.append(edit)
    new = edited_text(text, "toml", done)
    assert same(tomllib.loads(new), wanted)
    assert removes or _lost(text, new) == set()
    assert plain == tomllib.loads(text)


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_comments_survive_where_nothing_is_edited(data: st.DataObject) -> None:
    model = data.draw(option_data(most_options=4, levels=True))
    text = data.draw(commented(to_toml(conflict_of(**model))))
    dm = data.draw(st.sampled_from(sorted(model["decision_makers"])))
    edit = data.draw(
        st.sampled_from(
            [
                Put(at=("title",), value="Another"),
                Put(at=("note",), value="Long " * 40),
                Put(at=("decision_makers", dm, "name"), value="Another"),
                Put(at=("decision_makers", dm, "called"), value="Another"),
                Put(at=("decision_makers", dm, "options", "new"), value="New"),
                Put(at=("claims", "new"), value={"says": "So", "never": "true"}),
                Insert(at=("rules", "infeasible"), value="false"),
                Reorder(at=("decision_makers", dm), to=0),
                Rename(at=("decision_makers", dm), to="another"),
            ]
        )
    )
    assert _lost(text, edited_text(text, "toml", [edit])) == set()


@pytest.mark.parametrize("case", sorted(case_names()))
@given(st.data())
@settings(max_examples=6, deadline=None)
def test_the_gallery_can_be_edited(case: str, data: st.DataObject) -> None:
    text = Path(str(case_path(case))).read_text(encoding="utf-8")
    edit = data.draw(edits(tomllib.loads(text)))
    wanted = applied(tomllib.loads(text), [edit])
    assert same(tomllib.loads(edited_text(text, "toml", [edit])), wanted)


def test_an_edit_that_fails_is_said() -> None:
    with pytest.raises(CountermoveError, match=r"no 'claims\.none'"):
        edited_text(TALKS, "toml", [Remove(at=("claims", "none"))])
