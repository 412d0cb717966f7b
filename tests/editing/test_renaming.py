"""Renaming: every use follows, and nothing else; the answer stays what it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.analysis.solving import solve
from countermove.editing.applying import applied
from countermove.editing.edits import Rename
from countermove.errors import EditError
from countermove.files.model_file import load
from countermove.model import logic
from countermove.model.checks import problems_of
from countermove.model.conflict import Conflict
from formulas import trees, written
from kinds_of_cases import LISTED
from models import graph_data, option_data

MODEL: dict[str, Any] = {
    "format": "countermove/1",
    "title": "Test",
    "status_quo": ["deal", "us.wait"],
    "decision_makers": {
        "us": {"name": "United States", "options": {"deal": "Deal", "wait": "Wait"}},
        "eu": {"name": "Europe", "options": {"wait": "Wait", "help": "Help"}},
    },
    "terms": {"peace": "deal  and (help or DEAL2)", "calm": "not peace"},
    "rules": {"at_most_one": [["deal", "us.wait"]], "requires": {"deal": "help if peace"}},
    "preferences": {
        "us": {"weights": {"deal": 2, "us.wait": 1}},
        "eu": {"statements": ["us.deal", {"holds": "help and", "because": ["call"]}]},
    },
    "views": {"eu": {"unknown": ["deal"], "moves": {"us.deal": "take"}, "views": {"us": {}}}},
    "claims": {"deal": {"says": "deal", "never": "peace exactly when deal"}},
    "documents": {"minutes": {"file": "call"}},
    "sources": {"call": {"said": "deal", "document": "minutes", "quote": "minutes"}},
    "scenarios": {
        "late": {
            "title": "Late",
            "terms": {"peace": "deal", "own": "peace"},
            "claims": {"deal": {"says": "So", "always": "own"}},
            "decision_makers": {"us": {"options": {"deal": "A late deal"}}},
        }
    },
}


def renamed(*at: str, to: str) -> dict[str, Any]:
    return applied(MODEL, [Rename(at=at, to=to)])


def test_a_label_is_renamed_in_a_ranking_that_is_one_text() -> None:
    labels = {"s1": "NN", "s2*": "YN", "S (deal)": "NY", "s4": "YY"}
    data = {
        "decision_makers": {"a": {"name": "A", "options": {"x": "X", "y": "Y"}}},
        "labels": labels,
        "preferences": {"a": {"ranking": "s2* > {S (deal), s1} > s4"}},
    }
    new = applied(data, [Rename(at=("labels", "s2*"), to="s2'")])
    assert new["preferences"]["a"]["ranking"] == "s2' > {S (deal), s1} > s4"
    assert list(new["labels"]) == ["s1", "s2'", "S (deal)", "s4"]
    for to, says in (("s4", "already"), ("a > b", "can't be a label")):
        with pytest.raises(EditError, match=says):
            applied(data, [Rename(at=("labels", "s2*"), to=to)])


def test_a_level_is_renamed_in_every_use_of_its_option_alone() -> None:
    terms, aid = (
        {"text": text, "levels": {"none": "0", "table": "4"}, "ordered": True} for text in "TA"
    )
    data: dict[str, Any] = {
        **{key: MODEL[key] for key in ("format", "title")},
        "status_quo": ["terms is none"],
        "decision_makers": {
            "us": {
                "name": "United States",
                "options": {"terms": terms, "call": "Call"},
            },
            "eu": {"name": "Europe", "options": {"aid": aid}},
        },
        "labels": {"start": "none/N/none"},
        "terms": {"none": "us.terms is  not none or aid is none", "open": "none|table/Y/none"},
        "rules": {
            "at_most_one": [["terms is none", "call"]],
            "requires": {"terms at least none": "none"},
        },
        "preferences": {
            "us": {"weights": {"terms is none": 2, "call": -1}},
            "eu": {"ranking": "none/Y/none > {start, table/-/table} > 3"},
        },
        "views": {"eu": {"infeasible": ["not none/Y/-"], "preferences": {"us": {"ranking": [2]}}}},
        "claims": {"c": {"says": "none", "never": "terms is none"}},
        "scenarios": {
            "s": {
                "title": "S",
                "status_quo": "none/-/none",
                "decision_makers": {
                    "us": {"options": {"terms": {"text": "T", "levels": {"none": "N", "all": "A"}}}}
                },
            },
        },
    }
    at = ("decision_makers", "us", "options", "terms", "levels", "none")
    new = applied(data, [Rename(at=at, to="nil")])
    assert new["status_quo"] == ["terms is nil"]
    assert list(new["decision_makers"]["us"]["options"]["terms"]["levels"]) == ["nil", "table"]
    assert new["decision_makers"]["eu"] == data["decision_makers"]["eu"]
    assert new["labels"] == {"start": "nil/N/none"}
    assert new["terms"] == {"none": "us.terms is  not nil or aid is none", "open": "-/Y/none"}
    assert new["rules"]["at_most_one"] == [["terms is nil", "call"]]
    assert new["rules"]["requires"] == {"terms at least nil": "none"}
    assert new["preferences"]["us"]["weights"] == {"terms is nil": 2, "call": -1}
    assert new["preferences"]["eu"]["ranking"] == "nil/Y/none > {start table/-/table} > 3"
    assert new["views"]["eu"]["infeasible"] == ["not nil/Y/-"]
    assert new["views"]["eu"]["preferences"] == data["views"]["eu"]["preferences"]
    assert new["claims"]["c"] == {"says": "none", "never": "terms is nil"}
    late = new["scenarios"]["s"]
    assert late["status_quo"] == "nil/-/none"
    assert list(late["decision_makers"]["us"]["options"]["terms"]["levels"]) == ["nil", "all"]
    assert applied(new, [Rename(at=(*at[:-1], "nil"), to="none")])["labels"] == data["labels"]
    called = applied(data, [Rename(at=at[:4], to="offer")])
    assert called["terms"]["none"] == "us.offer is  not none or aid is none"
    assert called["rules"]["requires"] == {"offer at least none": "none"}
    for to, says in (("table", "already"), ("not", "a word"), ("YN", "a pattern")):
        with pytest.raises(EditError, match=says):
            applied(data, [Rename(at=at, to=to)])


def test_an_option_is_renamed_in_every_use() -> None:
    new = renamed("decision_makers", "us", "options", "deal", to="pact")
    assert list(new["decision_makers"]["us"]["options"]) == ["pact", "wait"]
    assert new["status_quo"] == ["pact", "us.wait"]
    assert new["terms"]["peace"] == "pact  and (help or DEAL2)"
    assert new["rules"] == {
        "at_most_one": [["pact", "us.wait"]],
        "requires": {"pact": "help if peace"},
    }
    assert new["preferences"]["us"]["weights"] == {"pact": 2, "us.wait": 1}
    assert new["preferences"]["eu"]["statements"][0] == "us.pact"
    assert new["views"]["eu"]["unknown"] == ["pact"]
    assert new["views"]["eu"]["moves"] == {"us.pact": "take"}
    assert new["claims"] == {"deal": {"says": "deal", "never": "peace exactly when pact"}}
    assert new["sources"] == MODEL["sources"]
    late = new["scenarios"]["late"]
    assert late["terms"] == {"peace": "pact", "own": "peace"}
    assert late["decision_makers"]["us"]["options"] == {"pact": "A late deal"}


def test_names_that_would_be_shared_get_their_owner() -> None:
    new = renamed("decision_makers", "us", "options", "deal", to="help")
    assert new["terms"]["peace"] == "us.help  and (eu.help or DEAL2)"
    assert new["rules"]["requires"] == {"us.help": "eu.help if peace"}
    # What is no statement yet keeps its mistake, and no other.
    assert new["preferences"]["eu"]["statements"][1]["holds"] == "eu.help and"


def test_other_ids() -> None:
    new = renamed("decision_makers", "us", to="usa")
    assert new["status_quo"] == ["deal", "usa.wait"]
    assert list(new["decision_makers"]) == ["usa", "eu"]
    assert list(new["views"]["eu"]["views"]) == ["usa"]
    assert list(new["scenarios"]["late"]["decision_makers"]) == ["usa"]
    new = renamed("terms", "peace", to="truce")
    assert new["terms"] == {"truce": "deal  and (help or DEAL2)", "calm": "not truce"}
    assert new["scenarios"]["late"]["terms"] == {"truce": "deal", "own": "truce"}
    new = renamed("scenarios", "late", "terms", "own", to="mine")
    assert new["scenarios"]["late"]["claims"]["deal"]["always"] == "mine"
    new = renamed("claims", "deal", to="first")
    assert list(new["claims"]) == list(new["scenarios"]["late"]["claims"]) == ["first"]
    assert list(renamed("scenarios", "late", to="later")["scenarios"]) == ["later"]
    new = renamed("sources", "call", to="phone")
    assert new["preferences"]["eu"]["statements"][1]["because"] == ["phone"]
    new = renamed("documents", "minutes", to="notes")
    assert list(new["documents"]) == ["notes"]
    assert new["sources"]["call"] == MODEL["sources"]["call"] | {"document": "notes"}


@pytest.mark.parametrize(
    ("at", "to", "message"),
    [
        (("decision_makers", "us"), "eu", "has 'eu' already"),
        (("decision_makers", "us"), "Europe", "is called"),
        (("decision_makers", "us", "options", "deal"), "wait", "has 'wait' already"),
        (("decision_makers", "us", "options", "deal"), "calm", "name of a term already"),
        (("decision_makers", "us", "options", "deal"), "iff", "word of the statements"),
        (("decision_makers", "us", "options", "deal"), "a b", "can't be an id"),
        (("decision_makers", "us", "options", "deal"), "x" * 101, "more than 100"),
        (("terms", "peace"), "help", "name of an option already"),
        (("terms", "none"), "some", r"no 'terms\.none'"),
        (("title",), "some", "has no id"),
    ],
)
def test_names_that_cant_be_had(at: tuple[str, ...], to: str, message: str) -> None:
    with pytest.raises(EditError, match=message):
        renamed(*at, to=to)


@given(trees(["a", "b.c", "d-e"]).map(written))
def test_every_name_of_a_statement_is_found(text: str) -> None:
    by_place = sorted(logic.names(logic.parse(text)), key=lambda name: name.offset)
    assert list(logic.spelled_names(text)) == by_place


def ids(data: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return all ids of a model that can be renamed."""
    tables = ("decision_makers", "terms", "states", "labels", "claims", "documents", "sources")
    tables += ("scenarios",)
    found: list[tuple[str, ...]] = [(table, key) for table in tables for key in data.get(table, {})]
    for dm, party in data["decision_makers"].items():
        for option, details in party.get("options", {}).items():
            at = ("decision_makers", dm, "options", option)
            levels = details.get("levels", ()) if isinstance(details, dict) else ()
            found += [at, *((*at, "levels", level) for level in levels)]
    return found


def answer(data: dict[str, Any]) -> Any:
    """Return what a model says: what is done in its states, and by number which are stable."""
    solution = solve(Conflict.model_validate(data))
    states, result = solution.model.states, solution.to_dict()
    stable = {concept: list(by_party.values()) for concept, by_party in result["stable"].items()}
    done = [states.chosen(k) for k in range(0 if data.get("states") else len(states))]
    return len(states), done, stable, result["equilibria"]


@given(st.data())
@settings(max_examples=40)
def test_a_rename_never_changes_the_answer(data: st.DataObject) -> None:
    model = data.draw(option_data(most_options=4, levels=True) | graph_data())
    at = data.draw(st.sampled_from(ids(model)))
    to = data.draw(st.sampled_from(["o0", "o1", "dm1", "new", "s1", "ÄÖ", "l1"]))
    try:
        new = applied(model, [Rename(at=at, to=to)])
    except EditError:
        return
    assert answer(new) == answer(model)
    assert answer(applied(new, [Rename(at=(*at[:-1], to), to=at[-1])])) == answer(model)


@pytest.mark.parametrize("case", LISTED)
def test_everything_in_the_gallery_can_be_renamed(case: str) -> None:
    model = load(case).to_dict()
    new = model
    for at in reversed(ids(model)):
        if at[0] != "labels":
            new = applied(new, [Rename(at=at, to=f"{at[-1]}_2")])
    conflict = Conflict.model_validate(new)
    assert not problems_of(conflict)
    assert answer(new) == answer(model)
