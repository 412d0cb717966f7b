"""Options with levels: what tells two models apart, and what is said where some levels are open."""

from __future__ import annotations

from typing import Any

import pytest

from countermove.building import build
from countermove.graph.states import States
from countermove.model.conflict import Conflict
from models import conflict_of

TERMS = {"none": "None", "bilateral": "with Russia alone", "table": "of all four"}


def terms_of(levels: dict[str, str], **more: Any) -> Conflict:
    options = {"terms": {"text": "Terms on offer", "levels": levels}, "settle": "Settle"}
    return conflict_of(
        decision_makers={"us": {"name": "US", "options": options}},
        preferences={"us": {"statements": ["terms is none"]}},
        **more,
    )


def states_of(**rules: Any) -> States:
    return build(terms_of(TERMS, rules=rules)).states


def test_the_order_of_levels_tells_two_models_apart() -> None:
    turned = dict(reversed(TERMS.items()))
    assert terms_of(TERMS) != terms_of(turned)
    assert terms_of(TERMS) == terms_of(dict(TERMS))


def test_the_order_of_families_tells_two_models_apart() -> None:
    families = {
        name: {"name": name, "members": {f"{name}1": f"{name} 1"}, "options": {"pay": "Pay"}}
        for name in ("p", "q")
    }
    turned = dict(reversed(families.items()))
    wishes = {"p": {"statements": ["pay"]}, "q": {"statements": ["pay"]}}
    one, other = (
        conflict_of(decision_makers={}, families=some, preferences=wishes)
        for some in (families, turned)
    )
    assert one != other


@pytest.mark.parametrize("said", ["none, settle", "None, settle", "NONE; Settle"])
def test_a_level_whose_id_is_its_text_but_for_capitals_is_known_by_it(said: str) -> None:
    assert states_of().pattern(states_of().find(said)) == "none/Y"


def test_where_a_joined_outcome_leaves_some_levels_open_it_is_said_which() -> None:
    states = states_of(coalesce=["terms is bilateral or terms is table"])
    (joined,) = states.joined
    assert states.said(joined) == (
        "Terms on offer: with Russia alone or of all four (the other option either way)"
    )
    assert states.view(joined).text == "Terms on offer: with Russia alone or of all four"
    assert states.pattern(joined) == "bilateral|table/-"
