"""How long it takes to read who says what: articles, long texts, and texts that are none."""

from __future__ import annotations

import time
from typing import Any

import pytest

from countermove.record.attributing import attributions

Benchmark = Any

ARTICLE = """
“Without the water the maize is lost,” Ana Ruiz, the chair of the farmers' union, told the council
on Monday. “No plan holds that we have not signed.”

The mayor, Max Holt, said the dam, which was built in May, would be opened “in due time,” but that
nobody could tell the day. He rejected the union's demand for a vote, calling it a threat.

According to two people close to the talks, the council is worried that the farmers will block the
road. Ruiz denied it. “We want to be heard,” she said. Her lawyer went on to accuse the town.

The river rose by a third that week. Nothing was signed, and the mill stood still.
"""
MEGABYTE = 1_000_000


@pytest.mark.benchmark(group="who says what in an article of 800 words", timer=time.process_time)
def test_article(benchmark: Benchmark) -> None:
    """The target: a hundred a second."""
    article = ARTICLE * (800 // len(ARTICLE.split()) + 1)
    assert len(benchmark(attributions, article)) > 50
    assert benchmark.stats.stats.median < 0.01


@pytest.mark.benchmark(group="who says what in a text of 1 MB", timer=time.process_time)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ARTICLE, id="articles"),
        pytest.param(ARTICLE.replace("\n", " "), id="one line"),
        pytest.param("a", id="one word"),
        pytest.param("“", id="quotation marks"),
        pytest.param("Ana Ruiz, ", id="names"),
        pytest.param("according to ", id="according to"),
    ],
)
def test_megabyte(benchmark: Benchmark, text: str) -> None:
    """The target: under 3 s."""
    text = (text * (MEGABYTE // len(text) + 1))[:MEGABYTE]
    benchmark.pedantic(attributions, (text,), rounds=1)
    assert benchmark.stats.stats.max < 3
