"""A party that is asked about from nothing: what it may want, and how that is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

import numpy as np

from countermove.analysis.ask.inquiry import NONE_OF_THEM, Told
from countermove.analysis.ask.written_answers import Plain, as_order, is_from_pool, statements_of
from countermove.errors import ArgumentError
from countermove.graph.lists import Mask
from countermove.graph_model import GraphModel
from countermove.model.logic import names, parse
from countermove.model.ranking_text import REST

By = Literal["doubts", "statements", "pairs"]
"""What is asked about: what is written to be in doubt, or everything, by statements or by pairs."""

MOST_IN_POOL = 8
"""So many statements a party may care about when it is asked about from nothing."""


def from_statements(pool: Sequence[str]) -> dict[str, Any]:
    """Return what a party wants of which it is known only what it may care about.

    >>> from_statements(["deal"])
    {'statements': [{'holds': 'deal', 'perhaps': 'left out', 'either_way': True}]}
    """
    some = [{"holds": one, "perhaps": "left out", "either_way": True} for one in pool]
    return {"statements": as_order({"any_order": some})}


def from_pairs() -> dict[str, Any]:
    """Return what a party wants of whose order of the outcomes nothing is known."""
    return {"ranking": [{"unknown": [REST]}]}


def nothing_known(model: GraphModel, party: str, by: By) -> dict[str, Any]:
    """Return what a party wants of which nothing is known, to be asked about in one way."""
    if by == "pairs":
        return from_pairs()
    pool = statement_pool(model, party)
    if not pool:
        name = model.name(party)
        what = f"there is no statement that {name} could be asked about."
        raise ArgumentError(what, advice="Ask about pairs of outcomes: --by pairs, by='pairs'.")
    return from_statements(pool)


def with_statement(preference: Plain, statement: str) -> dict[str, Any]:
    """Return what a party wants that may care about one thing more, beside what isn't known yet."""
    (new,) = from_statements([statement])["statements"]
    some = list(preference["statements"])
    last = some[-1] if some else None
    if isinstance(last, Mapping) and ("any_order" in last or "perhaps" in last):
        beside = last.get("any_order", [last])
        some[-1] = {**(last if "any_order" in last else {}), "any_order": [*beside, new]}
    else:
        some.append(new)
    return {**preference, "statements": some}


def is_begun(preference: Plain, by: By, sources: Collection[str]) -> bool:
    """Say whether a party has already been asked about in this way; `sources` are interviews.

    By statements each of them is either left to ask about or rests on an interview.
    """
    if by == "pairs":
        return bool(preference.get("ranking") == [{"unknown": [REST]}])
    if "statements" not in preference:
        return False
    every = [one for item in preference["statements"] for one in statements_of(item)]
    return all(
        is_from_pool(one) or not set(sources).isdisjoint(_sources(one))
        for one in every or [preference]
    )


def _sources(part: Any) -> Sequence[str]:
    return part.get("because", ()) if isinstance(part, Mapping) else ()


def statement_pool(model: GraphModel, party: str) -> list[str]:
    """Return what a party may care about: its statements, what claims are about, all options.

    What says the same as another, or its opposite, or of all outcomes the same, is left out.
    """
    conflict = model.written
    own = [one.holds for one in conflict.preferences[party].wishes or ()]
    claims = [
        name.name for claim in conflict.claims.values() for name in names(parse(claim.statement))
    ]
    options = model.states.vocabulary.chosen_names.values()
    seen: set[bytes] = set()
    found: list[str] = []
    for text in (*own, *claims, *options):
        truth = model.states.holding(text).mask()
        key = min(truth.tobytes(), (~truth).tobytes())
        if key not in seen and truth.any() and not truth.all() and len(found) < MOST_IN_POOL:
            found.append(text)
        seen.add(key)
    return found


def telling_pair(model: GraphModel, above: Mask, told: Told) -> tuple[int, int] | None:
    """Return two states, the better first, that only what was told puts in this order.

    `above` says by two states whether the first is surely better. None where no two states do.
    """
    asked, answer = told.question, told.answer
    if answer in (NONE_OF_THEM, "no"):
        return None
    about = _truth(model, asked.about[int(answer) - 1 if asked.kind == "first" else 0])
    said = model.written.preferences[asked.party].wishes or ()
    wishes = [_truth(model, one.holds) for one in said]
    same = [k for k, own in enumerate(wishes) if (own == about).all() or (own ^ about).all()]
    if not same:
        return None
    own = wishes[same[0]]
    telling = above & own[:, None] & ~own
    for before in wishes[: same[0]]:
        telling &= before[:, None] == before
    if not telling.any():
        return None
    against = np.zeros(above.shape, dtype=int)
    for after in wishes[same[0] + 1 :]:
        against += ~after[:, None] & after
    first, second = np.unravel_index(int(np.where(telling, against, -1).argmax()), above.shape)
    return int(first), int(second)


def _truth(model: GraphModel, text: str) -> Mask:
    return model.states.holding(text).mask()
