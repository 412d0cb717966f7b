"""Files of GMCR+: what they say is taken over, and what GMCR+ means differently is said."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import CountermoveError, FileError
from countermove.files.importing import import_file, imported, suffixes
from countermove.files.model_file import loads
from countermove.files.writing import to_toml
from countermove.model.checks import problems_of
from countermove.model.texts import is_blank
from countermove.report.importing import import_model
from countermove.texts import and_list

Data = dict[str, Any]
SEQ_AND_SIM = (
    "GMCR+'s column 'SEQ & SIM' holds where SEQ or SIM does; it isn't SEQ, and Countermove has no "
    "such column."
)


def syria_iraq(**more: Any) -> Data:
    """Return the dispute over the Euphrates as GMCR+ would save it.

    Statements, states and the equilibria tested below are those of Kinsara (2014), A Simple Guide
    to GMCR+; the original is Hipel, Kilgour & Kinsara (2014), Group Decision and Negotiation 23(3).
    """
    return {
        "program": "gmcr-py",
        "version": "0.3.12",
        "options": [
            {"name": "Release Water", "permittedDirection": "both"},
            {"name": "Escalate", "permittedDirection": "both"},
            {"name": "Attack", "permittedDirection": "both"},
        ],
        "decisionMakers": [
            {
                "name": "Syria",
                "options": [0, 1],
                "preferences": [
                    [[0, "N"], [1, "N"], [2, "N"]],
                    [[1, "Y"]],
                    [[2, "N"]],
                    [[0, "N"]],
                ],
            },
            {
                "name": "Iraq",
                "options": [2],
                "preferences": [
                    [[0, "Y"], [1, "N"], [2, "N"]],
                    [[0, "N"], [1, "N"], [2, "Y"]],
                    [[0, "N"], [1, "Y"], [2, "Y"]],
                    [[0, "N"], [1, "N"], [2, "N"]],
                    [[0, "Y"], [1, "N"], [2, "Y"]],
                ],
            },
        ],
        "infeasibles": [[[0, "Y"], [1, "Y"]]],
        "useManualPreferenceRanking": False,
        **more,
    }


def taken_over(data: Data) -> Any:
    return imported(json.dumps(data).encode(), "dispute.gmcr")


def equilibria(data: Data) -> dict[str, list[int]]:
    solution = solve(taken_over(data).conflict).to_dict()
    return {code: list(states) for code, states in solution["equilibria"].items()}


# -- what is taken over ---------------------------------------------------------------------------


def test_a_file_becomes_a_model_to_read() -> None:
    result = taken_over(syria_iraq())
    assert to_toml(result.conflict) == (
        'format = "countermove/1"\n'
        'title = "dispute"\n'
        'note = "Imported from dispute.gmcr, a file of GMCR+ 0.3.12."\n'
        "\n"
        "[decision_makers.syria]\n"
        'name = "Syria"\n'
        "[decision_makers.syria.options]\n"
        'release-water = "Release Water"\n'
        'escalate = "Escalate"\n'
        "\n"
        "[decision_makers.iraq]\n"
        'name = "Iraq"\n'
        "[decision_makers.iraq.options]\n"
        'attack = "Attack"\n'
        "\n"
        "[rules]\n"
        'infeasible = ["release-water and escalate"]\n'
        "\n"
        "[preferences.syria]\n"
        "statements = [\n"
        '  "not release-water and not escalate and not attack",\n'
        '  "escalate",\n'
        '  "not attack",\n'
        '  "not release-water",\n'
        "]\n"
        "\n"
        "[preferences.iraq]\n"
        "statements = [\n"
        '  "release-water and not escalate and not attack",\n'
        '  "not release-water and not escalate and attack",\n'
        '  "not release-water and escalate and attack",\n'
        '  "not release-water and not escalate and not attack",\n'
        '  "release-water and not escalate and attack",\n'
        "]\n"
    )
    assert result.warnings == (SEQ_AND_SIM,)


def test_the_printed_equilibria_come_out() -> None:
    printed = {"NASH": [6], "GMR": [1, 6], "SMR": [6], "SEQ": [6]}
    assert equilibria(syria_iraq()).items() >= printed.items()
    by_hand = syria_iraq(useManualPreferenceRanking=True)
    by_hand["decisionMakers"][0]["preferenceRanking"] = [1, 3, 6, 2, 4, 5]
    by_hand["decisionMakers"][1]["preferenceRanking"] = [2, 4, 6, 1, 5, 3]
    assert equilibria(by_hand).items() >= printed.items()


def test_the_old_spelling_is_read() -> None:
    old = syria_iraq(useManualPreferenceVectors=True)
    del old["useManualPreferenceRanking"]
    old["decisionMakers"][0]["preferenceVector"] = [1, 3, [6, 2], 4, 5]
    old["decisionMakers"][1]["preferenceVector"] = [[1, 2, 3, 4, 5, 6]]
    preferences = taken_over(old).conflict.preferences
    assert preferences["syria"].ranking == (1, 3, (6, 2), 4, 5)
    assert preferences["iraq"].ranking == ((1, 2, 3, 4, 5, 6),)
    # The new spelling counts where a file has both.
    both = old | {"useManualPreferenceRanking": False}
    assert taken_over(both).conflict.preferences["syria"].ranking is None


def test_options_are_put_in_the_order_of_the_decision_makers() -> None:
    data = syria_iraq()
    data["options"] = [data["options"][k] for k in (2, 0, 1)]
    data["decisionMakers"][0]["options"] = [1, 2]
    data["decisionMakers"][1]["options"] = [0]
    data["infeasibles"] = [[[1, "Y"], [2, "Y"]]]
    data["useManualPreferenceRanking"] = True
    data["decisionMakers"][0]["preferenceRanking"] = [1, 3, 6, 2, 4, 5]
    data["decisionMakers"][1]["preferenceRanking"] = [2, 4, 6, 1, 5, 3]
    for dm in data["decisionMakers"]:
        dm["preferences"] = []
    model = build(taken_over(data).conflict)
    assert model.states.option_names == ("release-water", "escalate", "attack")
    patterns = [model.states.pattern(state) for state in range(6)]
    assert patterns == ["NNN", "YNN", "NYN", "NNY", "YNY", "NYY"]
    assert equilibria(data)["NASH"] == [6]


@pytest.mark.parametrize(
    ("patterns", "statement"),
    [
        ("Y--", "release-water"),
        ("NY-", "not release-water and escalate"),
        ("YY- NY- NN-", "release-water implies escalate"),
        ("YY- YN- NN-", "escalate implies release-water"),
        ("YN- NY- NN-", "release-water implies not escalate"),
        ("YN- NY- YY-", "release-water or escalate"),
        ("YY- NN-", "release-water iff escalate"),
        ("YN- NY-", "release-water iff not escalate"),
        ("YN- --Y", "(release-water and not escalate) or attack"),
        ("--Y Y--", "attack or release-water"),
        ("YY- YN-", "(release-water and escalate) or (release-water and not escalate)"),
    ],
)
def test_compound_statements_are_written_as_people_say_them(patterns: str, statement: str) -> None:
    members = [
        [[k, value] for k, value in enumerate(pattern) if value != "-"]
        for pattern in patterns.split()
    ]
    data = syria_iraq(infeasibles=[])
    data["decisionMakers"][0]["preferences"] = [
        {"compound": True, "members": members} if len(members) > 1 else members[0]
    ]
    (written,) = taken_over(data).conflict.preferences["syria"].statements
    assert written.holds == statement


def test_directions_and_empty_preferences() -> None:
    data = syria_iraq()
    data["options"][0]["permittedDirection"] = "fwd"
    data["options"][2]["permittedDirection"] = "back"
    data["decisionMakers"][1]["preferences"] = []
    conflict = taken_over(data).conflict
    moves = [o.moves for dm in conflict.decision_makers.values() for o in dm.options.values()]
    assert moves == ["take", "both", "drop"]
    assert conflict.preferences["iraq"].statements == ()


def test_names_become_ids_that_are_unique() -> None:
    data = syria_iraq()
    for option, name in zip(data["options"], ["Not", "not!", "Événement 1"], strict=True):
        option["name"] = name
    for dm in data["decisionMakers"]:
        dm["name"] = "U.S.A."
    result = taken_over(data)
    parties = result.conflict.decision_makers
    assert {dm: party.name for dm, party in parties.items()} == {
        "u-s-a": "U.S.A.",
        "u-s-a-2": "U.S.A. (2)",
    }
    assert {o: d.text for dm in parties.values() for o, d in dm.options.items()} == {
        "not-option-1": "Not",
        "not-option-2": "not!",
        "evenement-1": "Événement 1",
    }
    assert "Several parties are called U.S.A.; they have been numbered." in result.warnings


def test_what_has_no_name_is_called_by_its_id() -> None:
    data = syria_iraq()
    data["options"][1]["name"] = ""
    data["decisionMakers"][1]["name"] = " \u200b"
    result = taken_over(data)
    parties = result.conflict.decision_makers
    assert {dm: party.name for dm, party in parties.items()} == {
        "syria": "Syria",
        "party-2": "party-2",
    }
    assert parties["syria"].options["option-2"].text == "option-2"
    assert "What has no name in the file is called by its id." in result.warnings


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("a\x1b[31m\udce9.gmcr", "a[31m?"),
        (" .gmcr", "Imported model"),
        (".gmcr", ".gmcr"),
        ("dispute.old.gmcr", "dispute.old"),
    ],
)
def test_a_file_may_be_called_anything(name: str, title: str) -> None:
    text = json.dumps(syria_iraq(version="0.3\x1b"))
    conflict = imported(text.encode(), name).conflict
    assert conflict.title == title
    assert loads(to_toml(conflict)) == conflict


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (("Up", "up"), ["up-2", "up"]),
        (("SS", "ss"), ["ss-2", "ss"]),
        (("É", "e"), ["e-2", "e"]),
        (("A 2", "a-2"), ["a-2-2", "a-2"]),
        (("", "party-1"), ["party-1-2", "party-1"]),
        (("A", "A"), ["a", "a-2"]),
    ],
)
def test_no_id_is_the_name_of_another(names: tuple[str, str], ids: list[str]) -> None:
    data = syria_iraq()
    for dm, name in zip(data["decisionMakers"], names, strict=True):
        dm["name"] = name
    conflict = taken_over(data).conflict
    assert list(conflict.decision_makers) == ids
    assert problems_of(conflict) == ()


@pytest.mark.parametrize(
    ("coalitions", "why"),
    [
        ([0], "they leave out Iraq, and GMCR+ doesn't use them then"),
        ([], "they leave out Syria and leave out Iraq, and GMCR+ doesn't use them then"),
        (
            [5],
            "they name 5, who isn't there and leave out Syria and leave out Iraq, and GMCR+ "
            "doesn't use them then",
        ),
        ([[0], [0, 1]], "they name Syria twice, and GMCR+ doesn't use them then"),
        (None, "they aren't a list, and GMCR+ doesn't use them then"),
    ],
)
def test_coalitions_that_are_none_are_left_out(coalitions: Any, why: str) -> None:
    result = taken_over(syria_iraq(coalitions=coalitions))
    assert result.warnings == (SEQ_AND_SIM, f"The coalitions of the file are left out: {why}.")
    assert result.conflict == taken_over(syria_iraq()).conflict


def test_what_means_something_else_is_said_once() -> None:
    data = syria_iraq(coalitions=[[0, 1], 2], useManualPreferenceRanking=True)
    data["options"].append({"name": "Mediate", "permittedDirection": "both"})
    data["decisionMakers"].append({"name": "Arab League", "options": [3], "preferences": []})
    data["decisionMakers"][1]["misperceptions"] = [[[0, "N"], [1, "N"]]]
    for dm in data["decisionMakers"]:
        dm["preferenceRanking"] = [list(range(1, 13))]
    assert taken_over(data).warnings == (
        SEQ_AND_SIM,
        "GMCR+ lets each opponent move once only when it looks for sanctions; with three or more "
        "parties it may call outcomes unstable that the definitions call stable.",
        "The coalitions of the file are left out: GMCR+ analyses a coalition in place of its "
        "members, and what it then calls stable need not be so for them.",
        "The misperceptions of Iraq are left out: GMCR+ only takes moves away, it doesn't analyse "
        "the game that each party sees.",
        "The rankings were entered by hand; the prioritised statements of the file, which GMCR+ "
        "doesn't use then, are left out.",
    )


def test_what_the_program_computed_is_not_used() -> None:
    data = syria_iraq(coalitions=[0, 1], coalitionsFull="broken", nodes=[{"id": -5}])
    data["decisionMakers"][0]["payoffs"] = ["broken"]
    assert taken_over(data).conflict == taken_over(syria_iraq()).conflict


def test_more_statements_than_bits(tmp_path: Path) -> None:
    data = syria_iraq()
    cases = itertools.product("YN", repeat=3)
    statements = [[[k, v] for k, v in enumerate(case)] for case in cases] * 9
    data["decisionMakers"][0]["preferences"] = statements
    path = tmp_path / "many.gmcr"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert len(import_file(path).conflict.preferences["syria"].statements or ()) == 8


# -- an independent reader ------------------------------------------------------------------------


@st.composite
def files(draw: st.DrawFn) -> Data:
    """Give files of GMCR+ whose options stand in any order."""
    count = draw(st.integers(1, 5))
    value = st.sampled_from("YN")
    condition = st.dictionaries(st.integers(0, count - 1), value, min_size=1).map(
        lambda named: [list(pair) for pair in named.items()]
    )
    compound = st.lists(condition, min_size=1, max_size=4).map(
        lambda members: {"compound": True, "members": members}
    )
    statements = st.lists(st.one_of(condition, compound), max_size=4)
    owners = draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    direction = st.sampled_from(["both", "fwd", "back"])
    name = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=3)
    data: Data = {
        "options": [
            {"name": draw(name), "permittedDirection": draw(direction)} for _ in range(count)
        ],
        "decisionMakers": [
            {
                "name": draw(name),
                "options": [k for k in range(count) if owners[k] == dm],
                "preferences": draw(statements),
            }
            for dm in range(3)
        ],
        "infeasibles": draw(statements),
        "useManualPreferenceRanking": draw(st.booleans()),
    }
    states = feasible(data)
    assume(states)
    for dm in data["decisionMakers"]:
        order = draw(st.permutations(range(1, len(states) + 1)))
        cut = draw(st.integers(0, len(order)))
        dm["preferenceRanking"] = [*order[:cut], list(order[cut:])] if cut < len(order) else order
    return data


def holds(statement: Any, state: dict[int, str]) -> bool:
    members = statement["members"] if isinstance(statement, dict) else [statement]
    return any(all(state[option] == value for option, value in member) for member in members)


def feasible(data: Data) -> list[dict[int, str]]:
    """Return the states in the order in which GMCR+ numbers them, by option."""
    order = [option for dm in data["decisionMakers"] for option in dm["options"]]
    numbered = (
        {option: "NY"[number >> bit & 1] for bit, option in enumerate(order)}
        for number in range(2 ** len(order))
    )
    return [s for s in numbered if not any(holds(rule, s) for rule in data["infeasibles"])]


@given(files())
def test_states_moves_and_rankings_are_those_of_the_file(data: Data) -> None:
    conflict = taken_over(data).conflict
    assert problems_of(conflict) == ()
    assert loads(to_toml(conflict)) == conflict
    model = build(conflict)
    states = feasible(data)
    assert [model.states.pattern(s) for s in range(len(model.states))] == [
        "".join(state.values()) for state in states
    ]
    for dm, raw in zip(model.decision_makers, data["decisionMakers"], strict=True):
        names = [option.text for option in conflict.decision_makers[dm].options.values()]
        given = [data["options"][k]["name"] for k in raw["options"]]
        ids = conflict.decision_makers[dm].options
        assert names == [o if is_blank(n) else n for o, n in zip(ids, given, strict=True)]
        if data["useManualPreferenceRanking"]:
            tiers = [t if isinstance(t, list) else [t] for t in raw["preferenceRanking"]]
            worth = [
                -next(k for k, t in enumerate(tiers) if s + 1 in t) for s in range(len(states))
            ]
        else:
            truths = [[holds(p, state) for p in raw["preferences"]] for state in states]
            worth = [sorted(truths).index(truth) for truth in truths]
        ranks = model.preferences[dm].ranks
        for a, b in itertools.product(range(len(states)), repeat=2):
            assert (ranks[a] > ranks[b]) == (worth[a] > worth[b])


# -- files that can't be read ---------------------------------------------------------------------


def test_there_is_no_such_file(tmp_path: Path) -> None:
    (tmp_path / "dispute.gmcr").write_text("")
    with pytest.raises(FileError) as caught:
        import_file(tmp_path / "disput.gmcr")
    assert str(caught.value) == (
        f"{tmp_path / 'disput.gmcr'}: there is no such file. Did you mean 'dispute.gmcr'? "
        f"The {and_list(suffixes())} files there are: dispute.gmcr."
    )


DEEP = (
    "lists and tables are nested more than 64 deep here. No model needs that: is it the right file?"
)
LARGE = "the file is larger than 16 MiB. No model needs that: is it the right file?"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", ": the file is empty. Write a starter file with: countermove new"),
        (b'{"options": "\xff"}', ":1:14: the file isn't UTF-8: byte 0xff at position 13 is no "),
        (b"[" * 100_000, f":1:65: {DEEP}"),
        (b" " * (16 * 2**20 + 1), f": {LARGE}"),
    ],
)
def test_broken_files(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "dispute.gmcr"
    path.write_bytes(content)
    with pytest.raises(CountermoveError) as caught:
        import_file(path)
    assert str(caught.value).startswith(f"{path}{says}")


# -- choices --------------------------------------------------------------------------------------


@pytest.mark.parametrize("by_hand", [False, True])
def test_options_that_exclude_each_other_can_be_one_choice(by_hand: bool) -> None:
    data = syria_iraq(useManualPreferenceRanking=by_hand)
    if by_hand:
        data["decisionMakers"][0]["preferenceRanking"] = [1, 3, 6, 2, 4, 5]
        data["decisionMakers"][1]["preferenceRanking"] = [2, 4, 6, 1, 5, 3]
    raw = json.dumps(data).encode()
    plain = import_model(raw, "dispute.gmcr")
    assert (plain.choices, plain.warnings[0]) == ("release-water / escalate", SEQ_AND_SIM)
    chosen = import_model(raw, "dispute.gmcr", choices=True).conflict
    syria = chosen.decision_makers["syria"]
    assert {name: dict(o.levels) for name, o in syria.options.items()}.keys() == {"choice"}
    assert [level.text for level in syria.options["choice"].levels.values()] == [
        *("none of these", "Release Water", "Escalate"),
    ]
    assert not chosen.rules.infeasible
    assert solve(chosen).to_dict()["equilibria"] == solve(plain.conflict).to_dict()["equilibria"]
    assert loads(to_toml(chosen)) == chosen


def test_a_choice_that_has_to_be_made_stays_one() -> None:
    data = syria_iraq(infeasibles=[[[0, "Y"], [1, "Y"]], [[0, "N"], [1, "N"]]])
    raw = json.dumps(data).encode()
    plain, chosen = (
        import_model(raw, "dispute.gmcr", choices=choices).conflict for choices in (False, True)
    )
    assert len(build(chosen).states) == len(build(plain).states) == 4
    assert solve(chosen).to_dict()["equilibria"] == solve(plain).to_dict()["equilibria"]


def test_where_no_options_exclude_each_other_there_is_no_choice_to_make() -> None:
    raw = json.dumps(syria_iraq(infeasibles=[])).encode()
    assert import_model(raw, "dispute.gmcr").warnings == (SEQ_AND_SIM,)
    told = import_model(raw, "dispute.gmcr", choices=True).warnings[-1]
    assert (
        told == "No options of a party exclude each other, so there is no choice to make of them."
    )
