"""The laws of engines and witnesses on a fixed set of small models, in a moment.

The same laws have tests of their own with more and larger models; these are what mutation
testing runs, where each of a thousand changed programs has to be tried.
"""

from __future__ import annotations

import itertools

import pytest

from countermove.graph import sequences
from countermove.stability.registry import find_concepts
from countermove.stability.witness import faults
from engines import FAST, stable_lists, sweeping
from reference import CODES, Reference
from seeded import seeded_model
from tampering import tampered

SEEDS = range(60)


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
    assert stable_lists(model, "definition", CODES) == expected
    for engine, sweeps in itertools.product(FAST, (sequences.SWEEPS, 0, 1)):
        with sweeping(sweeps):
            assert stable_lists(model, engine, CODES) == expected


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
