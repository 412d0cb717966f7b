"""What an edit changed, against edits that are known and answers found state by state."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.analysis import differences as module
from countermove.analysis.changes import ModelChange
from countermove.analysis.changes_as_written import model_changes
from countermove.analysis.differences import Differences, differences
from countermove.analysis.equilibria import Solution
from countermove.editing.applying import applied
from countermove.editing.edits import Edit, Put, Remove, Rename, Reorder
from countermove.errors import ModelError, UnknownNameError
from countermove.files.model_file import from_dict, load
from countermove.model.conflict import Conflict
from countermove.model.scenarios import apply_scenario
from countermove.report.differences import change_text
from kinds_of_cases import LISTED
from models import conflict_of, graph_data, option_data
from seeded import seeded_model
from strategies import conflicts

Data = dict[str, Any]

BASE: Data = {
    "title": "Wages",
    "decision_makers": {
        "union": {"name": "Union", "options": {"strike": "Strike", "talk": "Talk"}},
        "company": {"name": "Company", "options": {"raise": {"text": "Raise", "moves": "take"}}},
    },
    "terms": {"peace": "not strike", "deal": "peace and raise"},
    "rules": {
        "infeasible": ["strike and talk"],
        "at_most_one": [["strike", "raise"]],
        "requires": {"raise": "talk"},
    },
    "status_quo": ["talk"],
    "preferences": {
        "union": {
            "statements": ["deal", {"holds": "talk", "because": ["paper", "radio"]}, "strike"]
        },
        "company": {"weights": {"peace": 3, "raise": -2}},
    },
    "claims": {"ends": {"says": "It ends", "possible": "deal"}},
    "documents": {"minutes": {"file": "minutes.txt", "title": "Minutes"}},
    "sources": {
        "paper": {"said": "So"},
        "radio": {"said": "Thus"},
        "chair": {"document": "minutes", "quote": ["We agree", "unless it rains"]},
    },
    "scenarios": {"fund": {"title": "No fund", "rules": {"infeasible": ["strike"]}}},
}


def edited(edit: Any) -> Conflict:
    data = copy.deepcopy(BASE)
    edit(data)
    return conflict_of(**data)


def told(found: Any) -> list[tuple[str, str]]:
    return [(change.kind, ".".join(map(str, change.path))) for change in found]


# -- nothing changed ------------------------------------------------------------------------------


@settings(max_examples=12)
@given(conflicts())
def test_a_model_differs_in_nothing_from_itself(conflict: Conflict) -> None:
    changes, renames = model_changes(conflict, conflict)
    assert changes == ()
    assert not any(renames.ids.values())


@pytest.mark.parametrize("case", LISTED)
def test_a_case_differs_in_nothing_from_itself(case: str) -> None:
    found = differences(load(case), load(case), concepts="SEQ")
    assert found.changes == ()
    assert found.same_states
    assert all(judged.same for judged in found.judged)
    change = found.change("SEQ")
    assert change.appears == change.disappears == change.flips == ()
    assert found.table().rows == ()


def _unmeant(data: Data) -> None:
    data["terms"] = dict(reversed(data["terms"].items())) | {"peace": "(not (strike))"}
    data["rules"]["infeasible"] = ["union.strike  and talk", "strike and talk"]
    data["rules"]["at_most_one"] = [["company.raise", "strike"]]
    data["preferences"] = dict(reversed(data["preferences"].items()))
    data["preferences"]["union"]["statements"][1]["because"] = ["radio", "paper"]
    data["preferences"]["company"]["weights"] = {"raise": -2.0, "peace": 3}
    data["decision_makers"]["union"]["options"]["talk"] = {"text": "Talk", "moves": "both"}
    data["sources"] = dict(reversed(data["sources"].items()))


def test_order_and_layout_that_mean_nothing_are_no_change() -> None:
    assert told(model_changes(conflict_of(**BASE), edited(_unmeant))[0]) == []


def test_a_ranking_and_a_status_quo_written_otherwise_are_no_change() -> None:
    old = conflict_of(
        **{**BASE, "rules": {}, "terms": {}, "claims": {}, "scenarios": {}},
    ).to_dict()
    ranking: list[Any] = [8, [7, 6], 5, 4, 3, 2, 1]
    patterns = ["YYY", ["YNY", "NYY"], "NNY", "YYN", "NYN", "YNN", "NNN"]
    patterns[1] = ["NYY", "YNY"]
    assert isinstance(patterns[5], str)
    old["preferences"] = {dm: {"ranking": ranking} for dm in ("union", "company")}
    new = copy.deepcopy(old)
    new["preferences"]["union"] = {
        "ranking": ["YYY", ["NYY", "YNY"], "NNY", "YYN", "NYN", "YNN", "NNN"]
    }
    new["status_quo"] = "NYN"
    before, after = Conflict.model_validate(old), Conflict.model_validate(new)
    assert len(model_changes(before, after)[0]) == 2
    assert differences(before, after).changes == ()
    new["preferences"]["union"]["ranking"][5:] = ["NNN", "YNN"]
    found = differences(before, Conflict.model_validate(new))
    assert told(found) == [("changed", "preferences.union.ranking")]


def test_a_pattern_that_follows_its_options_is_no_change() -> None:
    old = conflict_of(**{**BASE, "rules": {"infeasible": ["YN-"], "feasible": ["Y--", "-Y-"]}})
    new = copy.deepcopy(old.to_dict())
    options = new["decision_makers"]["union"]["options"]
    new["decision_makers"]["union"]["options"] = dict(reversed(options.items()))
    new["rules"] = {"infeasible": ["NY-"], "feasible": ["Y--", "-Y-"]}
    changes, _ = model_changes(old, Conflict.model_validate(new))
    assert [(c.kind, ".".join(map(str, c.path))) for c in changes] == [
        ("moved", "decision_makers.union.options")
    ]
    new["rules"]["feasible"] = ["Y--"]
    changes, _ = model_changes(old, Conflict.model_validate(new))
    assert ("removed", ("rules", "feasible", 0)) in [(c.kind, c.path) for c in changes]


# -- one edit, one change -------------------------------------------------------------------------

EDITS: dict[str, tuple[Any, list[tuple[str, str]]]] = {
    "title": (lambda d: d.update(title="Pay"), [("changed", "title")]),
    "note": (lambda d: d.update(note="New"), [("added", "note")]),
    "name": (
        lambda d: d["decision_makers"]["union"].update(name="Trade union"),
        [("changed", "decision_makers.union.name")],
    ),
    "option": (
        lambda d: d["decision_makers"]["company"]["options"].update(bonus="Bonus"),
        [("added", "decision_makers.company.options.bonus")],
    ),
    "option order": (
        lambda d: d["decision_makers"]["union"].update(
            options={"talk": "Talk", "strike": "Strike"}
        ),
        [("moved", "decision_makers.union.options")],
    ),
    "moves": (
        lambda d: d["decision_makers"]["company"]["options"].update(
            {"raise": {"text": "Raise", "moves": "both"}}
        ),
        [("changed", "decision_makers.company.options.raise.moves")],
    ),
    "term": (
        lambda d: d["terms"].update(deal="peace and talk"),
        [("changed", "terms.deal")],
    ),
    "rule gone": (
        lambda d: d["rules"].update(infeasible=[]),
        [("removed", "rules.infeasible.0")],
    ),
    "rule": (
        lambda d: d["rules"].update(infeasible=["talk and strike"]),
        [("changed", "rules.infeasible.0")],
    ),
    "group": (
        lambda d: d["rules"].update(at_most_one=[["strike", "raise"], ["talk", "raise"]]),
        [("added", "rules.at_most_one.1")],
    ),
    "requires": (
        lambda d: d["rules"]["requires"].update(talk="raise"),
        [("added", "rules.requires.talk")],
    ),
    "status quo": (lambda d: d.update(status_quo=[]), [("changed", "status_quo")]),
    "wish added": (
        lambda d: d["preferences"]["union"]["statements"].insert(1, "raise"),
        [("added", "preferences.union.statements.1")],
    ),
    "wish removed": (
        lambda d: d["preferences"]["union"]["statements"].pop(0),
        [("removed", "preferences.union.statements.0")],
    ),
    "wish moved": (
        lambda d: d["preferences"]["union"]["statements"].append(
            d["preferences"]["union"]["statements"].pop(0)
        ),
        [("moved", "preferences.union.statements.2")],
    ),
    "wish reworded": (
        lambda d: d["preferences"]["union"]["statements"].__setitem__(2, "not strike"),
        [("changed", "preferences.union.statements.2")],
    ),
    "record": (
        lambda d: d["preferences"]["union"]["statements"][1].update(because=["paper"]),
        [("changed", "preferences.union.statements.1.because")],
    ),
    "weight": (
        lambda d: d["preferences"]["company"]["weights"].update(peace=4),
        [("changed", "preferences.company.weights.peace")],
    ),
    "kind of preference": (
        lambda d: d["preferences"].update(company={"statements": ["peace"]}),
        [("changed", "preferences.company.statements")],
    ),
    "claim": (
        lambda d: d["claims"].update(ends={"says": "It ends", "always": "deal"}),
        [("changed", "claims.ends.always")],
    ),
    "source": (
        lambda d: d["sources"]["paper"].update(who="A"),
        [("added", "sources.paper.who")],
    ),
    "document": (
        lambda d: d["documents"]["minutes"].update(file="new.txt"),
        [("changed", "documents.minutes.file")],
    ),
    "quotation": (
        lambda d: d["sources"]["chair"].update(quote="We agree"),
        [("changed", "sources.chair.quote")],
    ),
    "scenario": (
        lambda d: d["scenarios"]["fund"]["rules"].update(infeasible=["talk"]),
        [("changed", "scenarios.fund.rules.infeasible.0")],
    ),
    "scenario gone": (lambda d: d["scenarios"].clear(), [("removed", "scenarios.fund")]),
}
_FORMAL = {
    *("option", "option order", "moves", "term", "rule gone", "rule", "group", "requires"),
    *("status quo", "wish added", "wish removed", "wish moved", "wish reworded", "weight"),
    *("kind of preference", "claim", "scenario"),
}
TURNED = {"added": "removed", "removed": "added"}


@pytest.mark.parametrize("name", EDITS)
def test_one_edit_is_one_change_and_undone_it_is_the_reverse(name: str) -> None:
    edit, expected = EDITS[name]
    before, after = conflict_of(**BASE), edited(edit)
    (change,) = model_changes(before, after)[0]
    assert told([change]) == expected
    assert change.is_formal == (name in _FORMAL)
    (undone,) = model_changes(after, before)[0]
    assert undone.kind == TURNED.get(change.kind, change.kind)
    assert (undone.before, undone.after) == (change.after, change.before)
    if change.kind in TURNED:
        assert undone.path == (change.path or change.origin)


APART = ("title", "name", "term", "group", "status quo", "wish added", "weight", "source", "claim")


@pytest.mark.parametrize("seed", range(30))
def test_several_edits_are_as_many_changes(seed: int) -> None:
    chosen = random.Random(seed).sample(APART, 4)
    data = copy.deepcopy(BASE)
    for name in chosen:
        EDITS[name][0](data)
    expected = [change for name in chosen for change in EDITS[name][1]]
    found = model_changes(conflict_of(**BASE), conflict_of(**data))[0]
    assert sorted(told(found)) == sorted(expected)


def _renamed(data: Data) -> None:
    text = json.dumps(data)
    ids = {"strike": "walkout", "deal": "accord", '"company"': '"firm"', '"radio"': '"wireless"'}
    ids['"minutes"'] = '"notes"'
    for old, new in ids.items():
        text = text.replace(old, new)
    data.clear()
    data.update(json.loads(text))


def test_ids_that_alone_were_changed_are_renamed() -> None:
    before, after = conflict_of(**BASE), edited(_renamed)
    found = differences(before, after)
    assert {(c.kind, c.before, c.after) for c in found} == {
        ("renamed", "strike", "walkout"),
        ("renamed", "deal", "accord"),
        ("renamed", "company", "firm"),
        ("renamed", "radio", "wireless"),
        ("renamed", "minutes", "notes"),
    }
    assert not any(change.is_formal for change in found)
    assert found.same_states
    assert [(judged.decision_maker, judged.same) for judged in found.judged] == [
        ("union", True),
        ("firm", True),
    ]
    for code in found.after.codes:
        change = found.change(code)
        assert change.appears == change.disappears == change.flips == ()


def test_an_option_that_is_otherwise_too_is_not_renamed() -> None:
    found = model_changes(
        conflict_of(**BASE),
        edited(
            lambda d: d["decision_makers"]["company"].update(
                options={"bonus": "Bonus", "raise": {"text": "Raise", "moves": "take"}}
            )
        ),
    )[0]
    assert told(found) == [("added", "decision_makers.company.options.bonus")]


def test_changes_of_levels_are_told_in_words() -> None:
    levels = {"none": "None", "table": "Of all four", "alone": "With one alone"}
    data: Data = {
        **BASE,
        "decision_makers": {
            "us": {"name": "US", "options": {"terms": {"text": "Terms", "levels": levels}}},
            "eu": {"name": "EU", "options": {"aid": "Give aid"}},
        },
        "terms": {"open": "table/N"},
        "rules": {"infeasible": ["terms is none and aid"]},
        "status_quo": ["terms is none"],
        "preferences": {"us": {"weights": {"terms is table": 2}}, "eu": {"statements": ["open"]}},
        "claims": {},
        "scenarios": {},
    }
    at = ("decision_makers", "us", "options", "terms")

    def told_after(*edits: Edit) -> list[str]:
        found = differences(conflict_of(**data), conflict_of(**applied(data, edits)))
        assert all(judged.same for judged in found.judged)
        before, after = (found.before.model.conflict, found.after.model.conflict)
        return [change_text(before, after, change) for change in found]

    of = "of US's option “Terms”"
    renames = [Rename(at=(*at, "levels", level), to=f"{level}-2") for level in levels]
    assert told_after(*renames) == [
        f"The level “{text}” {of} is now called {level}-2, and was called {level}."
        for level, text in levels.items()
    ]
    renamed = differences(conflict_of(**data), conflict_of(**applied(data, renames)))
    assert renamed.same_states
    assert not any(change.is_formal for change in renamed)
    assert told_after(Put(at=(*at, "levels", "new"), value="Others")) == [
        f"The level “Others” {of} is new."
    ]
    assert told_after(Remove(at=(*at, "levels", "alone"))) == [
        f"The level “With one alone” {of} is gone."
    ]
    assert told_after(Reorder(at=(*at, "levels", "alone"), to=0)) == [
        f"The order of the levels {of} is now “With one alone”, “None”, “Of all four”; it was "
        "“None”, “Of all four”, “With one alone”."
    ]
    steps = {"moves": "up", "steps": "neighbour", "ordered": True}
    assert told_after(*(Put(at=(*at, key), value=value) for key, value in steps.items())) == [
        f"The order {of}: now from the least to the most; it was not said to go up.",
        f"How the moves go {of}: now “only up” (up); it was “both ways” (both).",
        f"The step {of}: now only to the next level; it was to any level.",
    ]
    worded = told_after(Put(at=(*at, "levels", "none", "does"), value="offer nothing"))
    assert worded == [f"The words for choosing of the level “None” {of} is new: “offer nothing”."]


def test_what_was_done_or_not_is_at_one_of_two_levels() -> None:
    plain = conflict_of(**{**BASE, "scenarios": {}})
    data = copy.deepcopy(plain.to_dict())
    both = {"text": "Talk", "levels": {"refuse": "Not", "agree": "Yes"}}
    data["decision_makers"]["union"]["options"]["talk"] = both
    written = json.dumps(data).replace('"talk"', '"talk is agree"')
    written = written.replace("and talk", "and talk is agree")
    after = json.loads(written.replace('"talk is agree": {"text"', '"talk": {"text"'))
    found = differences(plain, Conflict.model_validate(after))
    assert found.same_states
    assert all(judged.same for judged in found.judged)


def test_an_option_named_like_a_word_is_formal() -> None:
    path = ("decision_makers", "a", "options", "note")
    assert ModelChange("added", path, None, "Note it").is_formal
    assert not ModelChange("added", (*path, "note"), None, "Why").is_formal


@settings(max_examples=8)
@given(conflicts(), conflicts())
def test_the_reverse_of_any_edit_has_the_reverse_changes(one: Conflict, other: Conflict) -> None:
    there, back = (model_changes(*pair)[0] for pair in ((one, other), (other, one)))

    def outer(changes: tuple[ModelChange, ...], kind: str) -> list[str]:
        # Paired statements aside, what comes one way goes the other way.
        return sorted(
            repr(c.path) for c in changes if c.kind == kind and "statements" not in c.path
        )

    assert outer(there, "added") == outer(back, "removed")
    assert outer(there, "removed") == outer(back, "added")


# -- what it means --------------------------------------------------------------------------------


def patterns(solution: Solution, code: str) -> dict[frozenset[tuple[str, ...]], int]:
    states = solution.model.states
    return {states.stands_for(state): state for state in solution.positions(code)}


def check_meaning(found: Differences) -> None:
    """Compare with what is found state by state and pair by pair."""
    before, after = found.before.model, found.after.model
    names = {before.states.stands_for(s): s for s in range(len(before.states))}
    others = {after.states.stands_for(s): s for s in range(len(after.states))}
    for name, state in names.items():
        assert found.counterpart[state] == others.get(name, -1)
    for name, state in others.items():
        assert found.origin[state] == names.get(name, -1)
    both = [name for name in names if name in others]
    for judged in found.judged:
        old = before.preferences[judged.decision_maker].ranks.tolist()
        new = after.preferences[judged.decision_maker].ranks.tolist()

        def sign(ranks: list[int], one: int, other: int) -> int:
            return (ranks[one] > ranks[other]) - (ranks[one] < ranks[other])

        unlike = {
            frozenset((others[a], others[b]))
            for a in both
            for b in both
            if sign(old, names[a], names[b]) != sign(new, others[a], others[b])
        }
        assert judged.pairs == len(unlike)
        assert judged.same == (not unlike)
        assert judged.same or frozenset(judged.example or ()) in unlike
    for code in found.after.codes:
        was, now = patterns(found.before, code), patterns(found.after, code)
        change = found.change(code)

        def written(solution: Solution, places: list[int]) -> list[str]:
            states = solution.model.states
            return [states.pattern(s) or states.label(s) for s in places]

        assert list(change.appears) == written(
            found.after, [s for name, s in now.items() if name not in was]
        )
        assert list(change.disappears) == written(
            found.before, [s for name, s in was.items() if name not in now]
        )


@settings(max_examples=30)
@given(data=st.data())
def test_answers_of_two_random_models(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["option", "coalesced", "graph"]))
    draw = {
        "option": option_data(),
        "coalesced": option_data(coalesced=True, most_options=4),
        "graph": graph_data(),
    }
    one = data.draw(draw[kind])
    other = data.draw(draw["option" if kind == "coalesced" else kind])
    found = differences(Conflict.model_validate(one), Conflict.model_validate(other))
    if not any(found.renames.ids.values()):
        check_meaning(found)


@pytest.mark.parametrize("seed", range(40))
def test_other_preferences_of_one_model(seed: int) -> None:
    conflict = seeded_model(seed).conflict
    luck = random.Random(seed)
    data = copy.deepcopy(conflict.to_dict())
    dm = luck.choice(list(data["preferences"]))
    ranking = data["preferences"][dm]["ranking"]
    luck.shuffle(ranking)
    found = differences(conflict, Conflict.model_validate(data))
    check_meaning(found)
    assert found.same_states
    changed = [judged.decision_maker for judged in found.judged if not judged.same]
    assert changed == [change.path[1] for change in found]


def test_an_option_that_is_not_there_counts_as_not_taken() -> None:
    after = edited(lambda d: d["decision_makers"]["company"]["options"].update(bonus="Bonus"))
    found = differences(conflict_of(**BASE), after)
    assert not found.removed_states.any()
    assert found.added_states.count() == len(found.before.model.states)
    check_meaning(found)


def test_preferences_written_otherwise_may_mean_the_same() -> None:
    other = edited(
        lambda d: d["preferences"]["union"]["statements"].__setitem__(2, "strike or false")
    )
    found = differences(conflict_of(**BASE), other)
    assert told(found) == [("changed", "preferences.union.statements.2")]
    assert found.same_states
    assert all(judged.same for judged in found.judged)


def test_models_of_which_no_state_is_the_same() -> None:
    found = differences(load("elmira"), load("elmira-graph"), concepts="SEQ")
    assert not found.comparable
    assert found.judged == ()
    assert len(found.change("SEQ").disappears) == found.before.holding["SEQ"].count()


def test_of_large_models_pairs_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PAIRED", 10)
    (judged,) = [
        one for one in differences(load("talks-2025"), scenario="any-format").judged if not one.same
    ]
    assert judged.pairs is None
    assert judged.example is not None


# -- scenarios, errors, data ----------------------------------------------------------------------


def test_a_scenario_against_the_model_as_it_stands() -> None:
    conflict = load("talks-2025")
    found = differences(conflict, scenario="no-guarantee")
    assert told(c for c in found if c.is_formal) == [("added", "rules.infeasible.2")]
    assert found.removed_states.count() == 18
    check_meaning(found)
    both = differences(conflict, conflict, scenario="no-guarantee")
    assert both.changes == ()
    assert both.after.model.scenario == "no-guarantee"
    applied = differences(conflict, apply_scenario(conflict, "no-guarantee"))
    assert applied.change("SEQ") == found.change("SEQ")


def test_what_is_wrong_is_said() -> None:
    conflict = load("chicken")
    with pytest.raises(UnknownNameError, match="no scenario 'x'"):
        differences(conflict, conflict, scenario="x")
    with pytest.raises(ModelError):
        differences(conflict, edited(lambda d: d["terms"].update(peace="nothing")))
    with pytest.raises(UnknownNameError):
        differences(conflict, conflict, concepts="SEQ").change("NASH")


def test_plain_data_and_table() -> None:
    found = differences(load("talks-2025"), scenario="any-format", concepts=["NASH"])
    data = found.to_dict()
    assert data["after"]["scenario"] == "any-format"
    assert data["changes"][0]["path"] == ["preferences", "us", "statements", 2]
    assert data["preferences"]["us"]["pairs"] == 64
    assert data["answers"]["NASH"]["claims"] == ["everyone", "negotiator"]
    rows = found.table().rows
    assert rows[0][:3] == ("model", "preferences.us.statements[2]", "removed")
    assert ("answers", "NASH", "claims.everyone", False, True) in rows
    assert repr(found).endswith(f"{len(found)} changes>")


def test_what_a_party_sees_is_compared() -> None:
    seen = load("talks-2025").to_dict() | {"views": {"us": {"unknown": ["guarantee"]}}}
    other = seen | {
        "views": {
            "us": {"unknown": ["accept"], "preferences": {"russia": {"statements": ["deal"]}}},
            "europe": {"note": "It reads the papers."},
        }
    }
    before, after = from_dict(seen), from_dict(other)
    changes, _ = model_changes(before, after)
    assert [change_text(before, after, change) for change in changes] == [
        "What the United States sees (unknown): now “Accept the terms”; it was “Provide security "
        "guarantees”.",
        "As the United States sees it, the preference of Russia is new.",
        "What Europe sees is new.",
    ]


def test_wishes_that_reports_number_otherwise_are_called_by_their_words() -> None:
    before = load("talks-2025")
    data = before.to_dict()
    first, second, *others = data["preferences"]["russia"]["statements"]
    assert first["perhaps"] == "left out"
    data["preferences"]["russia"]["statements"] = [second, first, *others]
    after = from_dict(data)
    changes, _ = model_changes(before, after)
    said = {change_text(before, after, change) for change in changes}
    assert len(said) == 1
    assert said.pop().endswith("” has another place.")


def test_documents_and_quotations_are_called_in_words() -> None:
    before = conflict_of(**BASE)
    for name, sentence in (
        ("document", "The file of the document “Minutes”: now “new.txt”; it was “minutes.txt”."),
        (
            "quotation",
            "The quotation of the source “chair”: now “We agree”; it was “We agree … unless it "
            "rains”.",
        ),
    ):
        after = edited(EDITS[name][0])
        (change,) = differences(before, after)
        assert (change_text(before, after, change), change.is_formal) == (sentence, False)
