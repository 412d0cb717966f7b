"""What is known of states that a ranking ties or leaves in unknown order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from countermove.building import build
from countermove.editing.applying import applied
from countermove.editing.edits import Put, Rename
from countermove.errors import ModelError
from countermove.files.model_file import from_dict
from countermove.graph_model import GraphModel
from countermove.preferences.doubted import Doubted
from countermove.preferences.doubted_as_written import doubted


def data(*known: Any, ranking: Any = (({"unknown": ["the rest"]}),), **more: Any) -> dict[str, Any]:
    return {
        "format": "countermove/1",
        "title": "Water",
        "decision_makers": {
            "town": {"name": "Town", "options": {"pump": "Pump"}},
            "farm": {"name": "Farm", "options": {"dam": "Dam"}},
        },
        "preferences": {
            "town": {"ranking": list(ranking), "known": list(known), **more},
            "farm": {"statements": ["dam"]},
        },
    }


def model(*known: Any, **more: Any) -> GraphModel:
    return build(from_dict(data(*known, **more)))


def levels(found: GraphModel) -> dict[str, int]:
    ranks = found.levels("town").tolist()
    return {found.states.pattern(k): ranks[k] for k in range(len(ranks))}


def town(found: GraphModel) -> Doubted:
    path = ("preferences", "town")
    own = doubted(found.states, found.written.preferences["town"], path, found.doubts)
    assert own is not None
    return own


def test_it_tells_apart_what_is_tied_and_the_rest_stands_high() -> None:
    found = model("YN > NN", {"order": "NN > NY"})
    assert levels(found) == {"YN": 2, "YY": 2, "NN": 1, "NY": 0}
    assert levels(model("{YN NN} > NY")) == {"YN": 1, "NN": 1, "YY": 1, "NY": 0}
    assert levels(model("YY > NN", ranking=[["NN", "YY"], "the rest"])) == {
        "YY": 2,
        "NN": 1,
        "YN": 0,
        "NY": 0,
    }


def test_patterns_stand_for_all_their_outcomes() -> None:
    assert levels(model("Y- > N-")) == {"YN": 1, "YY": 1, "NN": 0, "NY": 0}


def test_what_follows_is_known_across_the_readings() -> None:
    found = model("YN > NN", "NN > NY")
    at = found.states.find
    every = np.arange(4)
    better, equal, worse = town(found).possible(every[:, None], every)

    def may(one: str, other: str) -> list[bool]:
        return [bool(mask[at(one), at(other)]) for mask in (better, equal, worse)]

    assert may("YN", "NY") == [True, False, False]
    assert may("NY", "NN") == [False, False, True]
    assert may("YY", "NN") == [True, True, True]
    # One outcome goes anywhere beside three in a row, ties included.
    assert town(found).unknown(100) == {found.doubts[0]: 7}


@pytest.mark.parametrize(
    ("known", "says"),
    [
        (["YN > NN", "NN > YN"], "can't be true together with what is known in place 1"),
        (["YN > NN", "NN > YY", "{YY YN}"], "can't be true together with what is known in place"),
        (["YN > NX"], "NX"),
        (["YN >> NN"], "and not by how much"),
    ],
)
def test_what_cannot_be(known: list[str], says: str) -> None:
    with pytest.raises(ModelError) as raised:
        model(*known)
    assert says in str(raised.value)


def test_it_does_not_gainsay_the_ranking() -> None:
    with pytest.raises(ModelError, match=r"the ranking has .* otherwise"):
        model("NN > YN", ranking=["YN", {"unknown": ["the rest"]}])
    with pytest.raises(ModelError, match="stands beside a ranking"):
        build(from_dict(data("NN > YN") | {"preferences": _statements()}))


def _statements() -> dict[str, Any]:
    return {
        "town": {"statements": ["pump"], "known": ["NN > YN"]},
        "farm": {"statements": ["dam"]},
    }


def test_it_follows_when_options_come() -> None:
    at = ("decision_makers", "farm", "options", "sue")
    after = applied(data("YN > NN"), [Put(at=at, value="Sue")])
    assert after["preferences"]["town"]["known"] == ["YN- > NN-"]
    renamed = applied(data("YN > NN"), [Rename(at=(*at[:3], "dam"), to="wall")])
    assert renamed["preferences"]["town"]["known"] == ["YN > NN"]
