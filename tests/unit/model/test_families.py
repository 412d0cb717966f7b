"""Families of alike parties are written once, and mean what is written out for each of them."""

from __future__ import annotations

import pickle
import tomllib
from typing import Any

import pytest

from countermove.analysis.solving import solve
from countermove.errors import ModelError
from countermove.files.model_file import from_dict, loads
from countermove.files.schema import json_schema
from countermove.files.tables.rows import tables_of
from countermove.files.writing import to_json, to_toml
from countermove.model.conflict import Conflict
from countermove.model.scenarios import apply_scenario

UNION = """\
format = "countermove/1"
title = "A small union"
status_quo = ["lead"]

[decision_makers.uk]
name = "United Kingdom"
[decision_makers.uk.options]
troops = "Send troops"
lead = "Lead a force"

[families.large]
name = "large members"
members = { france = "France", italy = { name = "Italy", called = "the Republic" } }
[families.large.options]
troops = "Send troops"
back = { text = "Back it", moves = "take" }
[families.large.rules]
infeasible = ["troops and not back"]

[families.others]
name = "members that object"
members = { hungary = "Hungary", malta = "Malta" }
options = "large"

[groups]
union = ["large", "others"]
leaders = { name = "leaders", parties = ["large", "uk"] }

[terms]
force = "at least 2 of leaders.troops"

[preferences.uk]
statements = ["force", "lead iff any others of leaders.troops", "not troops"]
[preferences.large]
statements = ["troops iff (lead and any others of large.troops)", "force", "back"]
[preferences.others]
statements = ["not troops", "back iff at least 2 others of union.back"]
[preferences.hungary]
statements = ["not back", "not force"]

[claims.force]
says = "A force holds"
possible = "force and at most 1 of (others.back, lead)"

[scenarios.later]
title = "Later"
[scenarios.later.preferences.large]
statements = ["not troops"]
[scenarios.later.rules]
infeasible = ["lead and uk.troops"]
"""

WRITTEN_OUT = """\
format = "countermove/1"
title = "A small union"
status_quo = ["lead"]

[decision_makers]
uk = { name = "United Kingdom", options = { troops = "Send troops", lead = "Lead a force" } }
france = { name = "France", options = OF_MEMBERS }
italy = { name = "Italy", called = "the Republic", options = OF_MEMBERS }
hungary = { name = "Hungary", options = OF_MEMBERS }
malta = { name = "Malta", options = OF_MEMBERS }

[terms]
f = "france.troops"
i = "italy.troops"
u = "uk.troops"
force = "(f and i) or (f and u) or (i and u)"
hm = "hungary.back"

[rules]
infeasible = ["f and not france.back", "i and not italy.back"]

[preferences.uk]
statements = ["force", "lead iff (f or i)", "not u"]
[preferences.france]
statements = ["f iff (lead and i)", "force", "france.back"]
[preferences.italy]
statements = ["i iff (lead and f)", "force", "italy.back"]
[preferences.malta]
statements = [
  "not malta.troops",
  "malta.back iff ((france.back and italy.back) or (france.back and hm) or (italy.back and hm))",
]
[preferences.hungary]
statements = ["not hungary.back", "not force"]

[claims.force]
says = "A force holds"
possible = "force and not (hm and malta.back) and not (hm and lead) and not (malta.back and lead)"

[scenarios.later]
title = "Later"
[scenarios.later.preferences]
france = { statements = ["not f"] }
italy = { statements = ["not i"] }
[scenarios.later.rules]
infeasible = ["lead and uk.troops", "f and not france.back", "i and not italy.back"]
""".replace("OF_MEMBERS", '{ troops = "Send troops", back = { text = "Back it", moves = "take" } }')


@pytest.fixture(scope="module")
def union() -> Conflict:
    return loads(UNION)


def answer(conflict: Conflict, scenario: str | None) -> Any:
    answered = solve(conflict, scenario=scenario).to_dict()
    return {key: answered[key] for key in ("states", "stable", "equilibria", "claims")}


@pytest.mark.parametrize("scenario", [None, "later"])
def test_it_means_what_is_written_out(union: Conflict, scenario: str | None) -> None:
    assert answer(union, scenario) == answer(loads(WRITTEN_OUT), scenario)


def test_it_is_saved_as_it_was_written(union: Conflict) -> None:
    assert union.to_dict() == tomllib.loads(UNION)
    for again in (loads(to_toml(union)), loads(to_json(union), "json"), from_dict(union.to_dict())):
        assert again == union
        assert again.to_dict() == union.to_dict()
    assert pickle.loads(pickle.dumps(union)).to_dict() == union.to_dict()


def test_written_out_it_stays_a_model(union: Conflict) -> None:
    whole = union.spelled_out()
    again = loads(to_toml(whole))
    assert again == whole != union
    assert not again.to_dict().get("families")
    assert answer(again, None) == answer(union, None)
    assert tables_of(union).rows["Parties"] == tables_of(whole).rows["Parties"]


def test_the_order_of_members_counts() -> None:
    turned = UNION.replace('hungary = "Hungary", malta', 'malta = "Malta", hungary').replace(
        'hungary = "Malta"', 'hungary = "Hungary"'
    )
    assert loads(turned) != loads(UNION)


def test_the_schema_knows_families() -> None:
    properties = json_schema()["properties"]
    assert properties["families"]["additionalProperties"] == {"$ref": "#/$defs/PartyFamily"}
    assert "groups" in properties


def test_a_member_keeps_its_own_preference_in_a_scenario(union: Conflict) -> None:
    later = apply_scenario(union, "later")
    assert [wish.holds for wish in later.preferences["france"].wishes or ()] == [
        "not france.troops"
    ]
    assert later.preferences["hungary"] == union.preferences["hungary"]


def test_a_bare_name_is_its_own_in_what_any_party_wants() -> None:
    options = {"troops": "Send troops"}
    parties = {dm: {"name": dm.upper(), "options": options} for dm in ("a", "b", "c")}
    data = {
        "format": "countermove/1",
        "title": "T",
        "decision_makers": parties,
        "preferences": {
            "a": {"statements": ["troops"]},
            "b": {"weights": {"troops": 1, "a.troops": 2}},
            "c": {"readings": [{"says": s, "statements": [s]} for s in ("not troops", "troops")]},
        },
    }
    conflict = from_dict(data)
    assert [wish.holds for wish in conflict.preferences["a"].wishes or ()] == ["a.troops"]
    assert set(conflict.preferences["b"].weights or ()) == {"b.troops", "a.troops"}
    assert conflict.to_dict() == data


def mistakes(*changes: tuple[str, str]) -> list[str]:
    text = UNION
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(ModelError) as caught:
        loads(text, name="union.toml")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "any others of large.troops",
            "at least 3 others of large.troops",
            "union.toml:35:37: 'at least 3' never holds: the list has 1 entry. Write 1.",
        ),
        (
            '"back"]',
            '"bakc"]',
            "union.toml:35:77: no option or term 'bakc'. Did you mean 'back'? Several parties "
            "have an option of that id.",
        ),
        (
            "others of leaders.troops",
            "others of leaders.tropps",
            "union.toml:33:48: no party of 'leaders' has an option 'tropps'. Did you mean "
            "'troops'? Their options are: troops, back, lead.",
        ),
        (
            "at least 2 of leaders.troops",
            "leaders.troops",
            "union.toml:30:10: 'leaders.troops' stands for 3 options. Say of how many, as in "
            "'any of leaders.troops' or 'at least 2 of leaders.troops'.",
        ),
        (
            "at least 2 of leaders.troops",
            "at least 2 of leader.troops",
            "union.toml:30:24: no option or term 'leader.troops'. Did you mean 'leaders.troops'?",
        ),
        (
            "at least 2 of leaders.troops",
            "any of leaders",
            "union.toml:30:17: 'leaders' is a group of parties. Say which of their options, and "
            "of how many: 'all of leaders.troops'.",
        ),
        (
            "at least 2 of leaders.troops",
            "at least 2 others of leaders.troops",
            "union.toml:30:10: 'others' doesn't say whose options are left out here. It says so "
            "in what a party wants; elsewhere write 'others than uk of'.",
        ),
        (
            "at least 2 of leaders.troops",
            "at least 2 others than frence of leaders.troops",
            "union.toml:30:10: no party 'frence'. Did you mean 'france'? The parties are: uk, "
            "france, italy, hungary, malta.",
        ),
        (
            "troops and not back",
            "troops and not bakc",
            "union.toml:18:31: no option or term 'bakc'. Did you mean 'back'? Several parties "
            "have an option of that id.",
        ),
        (
            'options = "large"',
            'options = "big"',
            "union.toml:23:11: no family 'big' that says its options. Families that say theirs "
            "are: large.",
        ),
        (
            'union = ["large", "others"]',
            'union = ["large", "othres"]',
            "union.toml:26:19: no party, family or group 'othres'. Did you mean 'others'? There "
            "are: uk, france, italy, hungary, malta, large, others, union, leaders.",
        ),
        (
            'union = ["large", "others"]',
            'union = ["large", "union", "others"]',
            "union.toml:26:9: the group 'union' holds itself. Leave it out of its own list.",
        ),
        (
            'hungary = "Hungary", malta',
            'uk = "Hungary", malta',
            "union.toml:22:18: 'uk' stands under [decision_makers], too. Leave out one of the two.",
        ),
        (
            'hungary = "Hungary", malta',
            'france = "Hungary", malta',
            "union.toml:22:22: 'france' is a member of the family 'large', too. Leave out one of "
            "the two.",
        ),
        (
            "[preferences.others]",
            "[preferences.neither]",
            "union.toml:20:11: the family 'others' has no preferences. Write [preferences.others] "
            "with statements.",
        ),
        (
            'hungary = "Hungary", malta = "Malta"',
            "",
            "union.toml:20:11: the family 'others' has no members. Write members = "
            '{ france = "France" }.',
        ),
        (
            'troops = "Send troops"\nback',
            'troops = { tekst = "Send troops" }\nback',
            "union.toml:15:12: unknown key 'tekst'. Did you mean 'text'? The keys here are: text, "
            "levels, ordered, moves, steps, does, stops, because, note.",
        ),
    ],
)
def test_a_mistake_is_told_once_where_it_is_written(old: str, new: str, says: str) -> None:
    assert says in mistakes((old, new))
    assert len(mistakes((old, new))) <= 2


def test_mistakes_in_data_that_stand_in_no_file(union: Conflict) -> None:
    data = union.to_dict()
    data["preferences"]["large"]["statements"][2] = "bakc"
    with pytest.raises(ModelError, match=r"^preferences\.large\.statements\[2\]: no option"):
        from_dict(data)


def test_parties_may_all_be_in_families() -> None:
    data = {
        "format": "countermove/1",
        "title": "Alike",
        "families": {
            "all": {"name": "all", "members": {"ann": "Ann", "bo": "Bo"}, "options": {"pay": "Pay"}}
        },
        "preferences": {"all": {"statements": ["any others of all.pay", "not pay"]}},
    }
    conflict = from_dict(data)
    assert list(conflict.decision_makers) == ["ann", "bo"]
    assert conflict.to_dict() == data
    assert from_dict({**data, "decision_makers": {}}).digest == conflict.digest
    with pytest.raises(ModelError, match=r"no key .decision_makers."):
        from_dict({"format": "countermove/1", "title": "Nobody"})
