"""The laws of engines and witnesses on a fixed set of small models, in a moment.

The same laws have tests of their own with more and larger models; these are what mutation
testing runs, where each of a thousand changed programs has to be tried.
"""

from __future__ import annotations

from unittest.mock import patch

import pytest

from countermove.graph_model import GraphModel
from countermove.stability.engines import explicit
from countermove.stability.engines.choose import choose, stable_states
from countermove.stability.registry import find_concepts
from countermove.stability.witness import faults
from reference import CODES, Reference
from seeded import seeded_model
from tampering import tampered

SEEDS = range(60)


def solved(model: GraphModel, engine: str) -> dict[str, dict[str, list[bool]]]:
    asked = find_concepts(CODES)
    stable = stable_states(model, asked, choose(engine, asked))
    return {code: {dm: mask.tolist() for dm, mask in of.items()} for code, of in stable.items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_engines_agree(seed: int) -> None:
    model = seeded_model(seed)
    reference = Reference(model)
    expected = {
        code: {
            dm: [reference.stable(code, dm, s) for s in reference.states]
            for dm in model.decision_makers
        }
        for code in CODES
    }
    assert solved(model, "definition") == expected
    for sweeps in (explicit.SWEEPS, 0, 1):
        with patch.object(explicit, "SWEEPS", sweeps):
            assert solved(model, "explicit") == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_true_witnesses_are_accepted_and_false_ones_rejected(seed: int) -> None:
    model = seeded_model(seed)
    for concept in find_concepts(CODES):
        for dm in model.decision_makers:
            for state in range(len(model.states)):
                verdict = concept.define(model, dm, state)
                assert faults(model, verdict) == []
                if seed % 6 == 0:
                    for name, false in tampered(model, verdict):
                        assert faults(model, false), name
