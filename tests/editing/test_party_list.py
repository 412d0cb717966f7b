"""Lists of parties and options: however they are written down, the same comes of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.editing.applying import applied
from countermove.editing.party_list import compared, edits_for, read_party_list
from countermove.files.model_file import from_dict

Parties = dict[str, dict[str, str]]
EMPTY: dict[str, Any] = {"format": "countermove/1", "title": "Port", "status_quo": []}


def read(text: str, party: str = "") -> Parties:
    listed, problems = read_party_list(text, party)
    assert not problems
    return {one.name: one.options for one in listed}


def added(data: dict[str, Any], text: str, party: str = "") -> dict[str, Any]:
    listed, _ = read_party_list(text, party)
    return applied(data, edits_for(compared(listed, data), data))


UNION = {"Union": {"Strike": "", "Ban overtime": "take"}, "Port": {"Pay, and automate": ""}}


@pytest.mark.parametrize(
    "text",
    [
        "Union\tStrike\nUnion\tBan overtime\tCan't be undone\nPort\tPay, and automate",
        "Union\tStrike\n\tBan overtime\tone-way\nPort\tPay, and automate\t",
        "Party; Option\nUnion; Strike;\n; Ban overtime (can’t be undone)\nPort; Pay, and automate",
        "Union; Strike; Ban overtime; take\nPort; Pay, and automate",
        "Union: Strike\nthe union: Ban overtime [irreversible]\nPort: Pay, and automate",
        'Union,Strike\nUnion, Ban overtime, one way\nPort,"Pay, and automate"',
        "Union\n - Strike\n - Ban overtime (one-way)\n\nPort:\n - Pay, and automate",
        "• Union; Strike\n• Union; Ban overtime; Can't be undone\n• Port; Pay, and automate",
        "\ufeffUnion:\r\n1. Strike\r\n2. Ban overtime\tone-way\r\nPort\r\n1. Pay, and automate",
    ],
)
def test_a_list_is_read_as_people_write_them(text: str) -> None:
    assert read(text) == UNION


def test_lines_under_what_a_party_can_do_are_its_options() -> None:
    text = "Strike\nAsk: is it worth it, really?\nPort; Raise the pay\nSue; neither way"
    options = {"Strike": "", "Ask: is it worth it, really?": "", "Sue": "fixed"}
    assert read(text, "Union") == {"Union": options, "Port": {"Raise the pay": ""}}
    assert read("Union\nPort") == {"Union": {}, "Port": {}}


def test_what_stands_first_beside_a_party_is_an_option_whatever_it_is_called() -> None:
    assert read("Union; Drop\nPlayers; Strike") == {
        "Union": {"Drop": ""},
        "Players": {"Strike": ""},
    }
    assert read("Union; Drop\nPort; Take; take") == {
        "Union": {"Drop": ""},
        "Port": {"Take": "take"},
    }


def test_what_cannot_be_read_is_told_by_its_line() -> None:
    listed, problems = read_party_list(f"\n; Strike\nPort; {'x' * 501}\nPort; Pay")
    assert [problem.what for problem in problems] == [
        "line 2: no party stands above “; Strike”.",
        "line 3 has more than 500 characters, too many for a name.",
    ]
    assert [one.options for one in listed] == [{"Pay": ""}]


def test_what_is_there_already_is_not_doubled() -> None:
    data = added(EMPTY, "Union; Strike\nPort; Strike\nunion; strike.")
    assert data["decision_makers"] == {
        "union": {"name": "Union", "options": {"strike": "Strike"}},
        "port": {"name": "Port", "options": {"strike-2": "Strike"}},
    }
    more = added(data, "the Union; Strike\nUnion; Sue (one-way)")
    union = more["decision_makers"]["union"]["options"]
    assert union == {"strike": "Strike", "sue": {"text": "Sue", "moves": "take"}}


def test_no_name_is_none() -> None:
    data = added(EMPTY, "Union; Strike")
    assert list(added(data, "None; Wait")["decision_makers"]) == ["union", "none"]


WORDS = st.text("abcdefgh éß字", min_size=2, max_size=12).map(
    lambda text: " ".join(f"{text} z".split())
)
LISTS = st.dictionaries(
    WORDS, st.lists(WORDS, min_size=1, max_size=3, unique=True), min_size=1, max_size=4
)


@given(LISTS, st.sampled_from(["\t", ";", " ; ", ": ", ", ", "indented", "bullets"]))
def test_every_way_of_writing_gives_the_same_model(parties: dict[str, list[str]], way: str) -> None:
    below = {"indented": "   {}", "bullets": "- {}"}.get(way)
    lines = []
    for name, options in parties.items():
        if below:
            lines += [name, *map(below.format, options)]
        else:
            lines += [f"{name}{way}{option}" for option in options]
    text = "\n".join(lines)
    assert {name: list(options) for name, options in read(text).items()} == parties
    data = added(EMPTY, text)
    conflict = from_dict(data)
    written = [
        (party.name, [option.text for option in party.options.values()])
        for party in conflict.decision_makers.values()
    ]
    assert written == list(parties.items())
    assert added(data, text) == data


@given(st.text("ab;:\t\n ,-1.()'\"’•\x00\u2028", max_size=60), st.sampled_from(["", "Union"]))
def test_whatever_is_pasted_is_read_or_refused(text: str, party: str) -> None:
    data = added(EMPTY, text, party)
    assert added(data, text, party) == data
    for one in data.get("decision_makers", {}).values():
        assert all(words.strip() for words in (one["name"], *map(str, one.get("options", ()))))
