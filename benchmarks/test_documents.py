"""How long the report on a thousand outcomes takes, in each format that it is handed over in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from random_models import random_model
from test_solving import conflict_of

from countermove.questions.base.whole import report
from countermove.report.article import Article
from countermove.report.rendering import renderings

Benchmark = Any

OPTIONS, DECISION_MAKERS = 10, 4


@pytest.fixture(scope="module")
def article() -> Article:
    """Return the whole report on a random model of 1,024 outcomes, with two claims."""
    data = random_model(OPTIONS, DECISION_MAKERS)
    data["status_quo"] = []
    data["claims"] = {
        "one": {"says": "The first is taken", "possible": "option0"},
        "other": {"says": "The second never is", "never": "option1"},
    }
    return report(conflict_of(data))


@pytest.mark.benchmark(group="the report on a model of 1,024 outcomes as a document")
@pytest.mark.parametrize("form", renderings())
def test_writing(benchmark: Benchmark, article: Article, form: str) -> None:
    """The target: a second each, so that it is the answer that takes its time."""
    rendering = renderings()[form]
    content = benchmark.pedantic(rendering.write, (article,), rounds=5, warmup_rounds=1)
    benchmark.extra_info["KB"] = round(len(content) / 1024)
    assert benchmark.stats.stats.median < 1


@pytest.mark.benchmark(group="the whole report on a model of 1,024 outcomes")
@pytest.mark.parametrize("form", renderings())
def test_from_the_model_to_the_file(benchmark: Benchmark, tmp_path: Path, form: str) -> None:
    """The target: under 10 s in each format."""
    data = random_model(OPTIONS, DECISION_MAKERS) | {"status_quo": []}
    rendering = renderings()[form]

    def write() -> None:
        path = tmp_path / f"report{rendering.suffixes[0]}"
        path.write_bytes(rendering.write(report(conflict_of(data))))

    benchmark.pedantic(write, rounds=1)
    assert benchmark.stats.stats.max < 10
