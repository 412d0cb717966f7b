"""Verdicts don't depend on how a model is written down."""

from __future__ import annotations

import copy
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.building import build
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from engines import stable_lists
from models import Data, graph_data, option_data, ranked

DATA = {
    "option form": option_data,
    "coalesced": lambda: option_data(coalesced=True),
    "graph form": graph_data,
}

Verdicts = dict[str, dict[str, list[bool]]]


def model_of(data: Data) -> GraphModel:
    return build(Conflict.model_validate(data))


def verdicts(data: Data | GraphModel) -> Verdicts:
    model = data if isinstance(data, GraphModel) else model_of(data)
    return stable_lists(model)


@pytest.mark.parametrize("form", DATA)
@given(data=st.data())
def test_renaming_changes_nothing(form: str, data: st.DataObject) -> None:
    original = data.draw(DATA[form]())
    text = json.dumps(original)
    # Every name is replaced by one that sorts the other way round.
    for letter, new in (("dm", "party-x"), ("o", "Wahl_"), ("s", "zustand-")):
        text = re.sub(rf"\b{letter}(\d+)\b", lambda m, new=new: f"{new}{9 - int(m[1])}", text)
    renamed = {
        code: {f"dm{9 - int(dm[-1])}": mask for dm, mask in of.items()}
        for code, of in verdicts(json.loads(text)).items()
    }
    assert renamed == verdicts(original)


@given(option_data())
def test_the_order_of_decision_makers_and_options_does_not_matter(data: Data) -> None:
    model = model_of(data)
    names = list(model.states.vocabulary.options)
    turned = copy.deepcopy(data)
    turned["decision_makers"] = {
        dm: {**party, "options": dict(reversed(party["options"].items()))}
        for dm, party in reversed(data["decision_makers"].items())
    }
    new_names = list(model_of({**turned, "preferences": blank(data)}).states.vocabulary.options)
    where = [names.index(name) for name in new_names]
    for preference in turned["preferences"].values():
        if "ranking" in preference:
            preference["ranking"] = [
                ["".join(model.states.pattern(number - 1)[k] for k in where) for number in tier]
                for tier in preference["ranking"]
            ]
    other = model_of(turned)
    place = [
        other.states.find("".join(model.states.pattern(state)[k] for k in where))
        for state in range(len(model.states))
    ]
    assert sorted(place) == list(range(len(other.states)))
    found = verdicts(other)
    assert {
        code: {dm: [found[code][dm][k] for k in place] for dm in of}
        for code, of in verdicts(model).items()
    } == verdicts(model)


def blank(data: Data) -> Data:
    return {dm: {"statements": []} for dm in data["decision_makers"]}


@given(option_data(), st.data())
def test_an_option_that_is_never_feasible_changes_nothing(data: Data, draw: st.DataObject) -> None:
    more = copy.deepcopy(data)
    dm = draw.draw(st.sampled_from(sorted(data["decision_makers"])))
    first = draw.draw(st.booleans())
    options = data["decision_makers"][dm]["options"]
    new = {"impossible": {"text": "Never", "moves": "both"}}
    more["decision_makers"][dm]["options"] = {**new, **options} if first else {**options, **new}
    rules = more.setdefault("rules", {})
    rules["infeasible"] = [*rules.get("infeasible", ()), f"{dm}.impossible"]
    assert verdicts(more) == verdicts(data)


@pytest.mark.parametrize("form", DATA)
@given(data=st.data())
def test_a_party_that_can_do_nothing_changes_nothing(form: str, data: st.DataObject) -> None:
    original = data.draw(DATA[form]())
    more = copy.deepcopy(original)
    more["decision_makers"] = {"idle": {"name": "Idle"}, **original["decision_makers"]}
    more["preferences"]["idle"] = {"statements": []}
    found = verdicts(more)
    for of in found.values():
        assert all(of.pop("idle"))
    assert found == verdicts(original)


@given(option_data(), st.data())
def test_a_fixed_option_splits_a_model_into_independent_halves(
    data: Data, draw: st.DataObject
) -> None:
    """Whether some fact is on record that nobody can change and nobody cares about."""
    count = len(model_of(data).states)
    more = copy.deepcopy(data)
    # As the last option it is the highest bit: the second half repeats the first.
    more["decision_makers"]["nature"] = {
        "name": "Nature",
        "options": {"fact": {"text": "A fact", "moves": "fixed"}},
    }
    more["preferences"]["nature"] = {"statements": ["fact"]}
    for preference in more["preferences"].values():
        if "ranking" in preference:
            preference["ranking"] = [
                [number + half for number in tier for half in (0, count)]
                for tier in preference["ranking"]
            ]
    found = verdicts(more)
    for of in found.values():
        assert of.pop("nature") == [True] * (2 * count)
    assert found == {
        code: {dm: mask * 2 for dm, mask in of.items()} for code, of in verdicts(data).items()
    }


@given(option_data(), st.data())
def test_rules_may_be_joined_and_split(data: Data, draw: st.DataObject) -> None:
    rules = data.get("rules", {})
    other: Data = {"infeasible": []}
    broken = [f"({statement})" for statement in rules.get("infeasible", ())]
    for name, needed in rules.get("requires", {}).items():
        broken.append(f"({name} and not ({needed}))")
    if broken:
        other["infeasible"].append(" or ".join(broken))
    for kind in ("at_most_one", "exactly_one"):
        for group in rules.get(kind, ()):
            pairs = [[a, b] for k, a in enumerate(group) for b in group[:k]]
            other.setdefault("at_most_one", []).extend(pairs)
    for kind in ("at_least_one", "exactly_one"):
        for group in rules.get(kind, ()):
            other["infeasible"].append(" and ".join(f"not {name}" for name in group))
    assert verdicts({**data, "rules": other}) == verdicts(data)


@pytest.mark.parametrize("form", DATA)
@given(data=st.data())
def test_a_statement_may_be_repeated_or_given_a_name(form: str, data: st.DataObject) -> None:
    original = data.draw(DATA[form]())
    other = copy.deepcopy(original)
    other["terms"] = {}
    for dm, preference in other["preferences"].items():
        if "statements" not in preference:
            continue
        wordy = ["true"]
        for k, statement in enumerate(preference["statements"]):
            other["terms"][f"{dm}-wants-{k}"] = statement
            wordy += [f"{dm}-wants-{k}", f"not ({statement})", "false"]
        preference["statements"] = wordy
    assert verdicts(other) == verdicts(original)


@pytest.mark.parametrize("form", ["option form", "coalesced"])
@given(data=st.data())
def test_the_same_ranks_however_written_and_in_graph_form(form: str, data: st.DataObject) -> None:
    """Ranks written as a ranking, and options as states and moves, give the same verdicts."""
    original = data.draw(DATA[form]())
    model = model_of(original)
    ranks = {dm: [int(r) for r in model.preferences[dm].ranks] for dm in model.decision_makers}
    reranked = {**original, "preferences": {dm: ranked(r) for dm, r in ranks.items()}}
    assert verdicts(reranked) == verdicts(model)
    ids = [f"s{k}" for k in range(len(model.states))]
    graph = {
        "format": "countermove/1",
        "title": "The same in graph form",
        "decision_makers": {dm: {"name": dm} for dm in model.decision_makers},
        "states": dict(zip(ids, ids, strict=True)),
        "moves": {
            dm: [[ids[s], ids[q]] for s in range(len(ids)) for q in model.moves(dm, s)]
            for dm in model.decision_makers
        },
        "preferences": {dm: ranked(r, ids) for dm, r in ranks.items()},
    }
    assert verdicts(graph) == verdicts(model)


@pytest.mark.parametrize("form", DATA)
@given(data=st.data())
def test_only_the_order_of_ranks_counts(form: str, data: st.DataObject) -> None:
    original = data.draw(DATA[form]())
    model = model_of(original)
    before = verdicts(model)
    for preference in model.preferences.values():
        preference.ranks[:] = preference.ranks * 7 + 3
    assert verdicts(model) == before


@pytest.mark.parametrize("form", DATA)
@given(data=st.data())
def test_an_empty_scenario_is_the_base(form: str, data: st.DataObject) -> None:
    original = data.draw(DATA[form]())
    more = {**original, "scenarios": {"same": {"title": "Nothing changed"}}}
    assert verdicts(build(Conflict.model_validate(more), "same")) == verdicts(original)
