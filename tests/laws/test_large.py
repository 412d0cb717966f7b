"""Models of 2^15 and 2^16 choices: the fast engines agree, and here and there with the definitions.

A definition looks at one state at a time, and at every sequence of moves from there. So it is
asked about a few states only, chosen by chance among the stable and among the others, for whoever
has the most options and so the fewest replies to fear. What it gives as its witness is checked step
by step for the shortest of them.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

from countermove.building import build
from countermove.graph_model import GraphModel
from countermove.stability.play import every_line
from countermove.stability.registry import find_concepts
from countermove.stability.verdict import Verdict
from countermove.stability.witness import faults
from engines import FAST, stable_sets
from models import conflict_of
from reference import CODES

SPLITS = {"2 with 8 each": (8, 8), "3 with 5 each": (5, 5, 5), "12, 2 and 1": (12, 2, 1)}
LARGEST = "12, 2 and 1"
FEW = 30
FORMS: dict[str, dict[str, Any]] = {
    "all feasible": {},
    "some infeasible": {"rules": 6},
    "one-way options": {"one_way": 0.4},
    "one-way options, some infeasible": {"rules": 6, "one_way": 0.4},
    "coalesced": {"rules": 3, "coalesced": True},
}


def large_model(
    luck: random.Random,
    split: tuple[int, ...],
    rules: int = 0,
    one_way: float = 0,
    coalesced: bool = False,
) -> GraphModel:
    """Return a model of prioritised statements about two or three options each."""
    owner = [k for k, count in enumerate(split) for _ in range(count)]
    names = [f"o{n}" for n in range(len(owner))]

    def few() -> str:
        some = luck.sample(names, luck.choice([1, 2, 3]))
        return luck.choice([" and ", " or "]).join(luck.choice(["", "not "]) + n for n in some)

    def moves() -> str:
        return luck.choice(["take", "drop", "fixed"]) if luck.random() < one_way else "both"

    parties = {
        f"dm{k}": {
            "name": f"DM {k}",
            "options": {
                n: {"text": n, "moves": moves()}
                for n, of in zip(names, owner, strict=True)
                if of == k
            },
        }
        for k in range(len(split))
    }
    infeasible = [" and ".join(luck.sample(names, 3)) for _ in range(rules)]
    given: dict[str, Any] = {"infeasible": infeasible}
    kept: tuple[str, ...] = ()
    if coalesced:
        # Statements must not change within the joined state: each speaks of what is outside it.
        kept = ("not (o0 and o5)",)
        given["coalesce"] = ["o0 and o5"]
    statements = {dm: [" and ".join([*kept, f"({few()})"]) for _ in names] for dm in parties}
    return build(
        conflict_of(
            decision_makers=parties,
            rules=given,
            preferences={dm: {"statements": some} for dm, some in statements.items()},
        )
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("split", SPLITS)
def test_large_models(split: str, form: str) -> None:
    luck = random.Random(f"{split}, {form}")  # the same models in every run
    model = large_model(luck, SPLITS[split], **FORMS[form])
    assert len(model.states) > 1 << 13
    first, *others = (stable_sets(model, engine, CODES) for engine in FAST)
    for other in others:
        assert other == first
    verdicts: list[Verdict] = []
    for concept in find_concepts(CODES):
        dm = model.decision_makers[0]
        stable = first[concept.code][dm]
        for which in (stable, ~stable):
            found = which.positions()
            tempting = [
                (len(model.improvements(dm, state)), state)
                for state in luck.sample(found.tolist(), min(len(found), 50))
            ]
            for _, state in [(count, state) for count, state in sorted(tempting) if count][:1]:
                verdicts.append(concept.define(model, dm, state))
                assert verdicts[-1].is_stable == (state in stable)
    assert {verdict.is_stable for verdict in verdicts} == {False, True}
    for kind in (False, True):
        shortest = min((v for v in verdicts if v.is_stable == kind), key=looked_at)
        if looked_at(shortest) > FEW:
            assert split == LARGEST, "witnesses of the others are short enough to be checked"
            continue
        assert faults(model, shortest) == []


def looked_at(verdict: Verdict) -> int:
    """Count the states that a checker of the witness has to look at."""
    plays = [line.play for line in verdict.lines]
    told = [line for play in plays for line in every_line(play)]
    plays += [line.play for line in told]
    return sum(len(line.moves) for line in told) + sum(1 + len(play.reached) for play in plays)
