"""How long models take whose options have levels, beside models of options that are done or not."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from test_solving import seconds

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.files.model_file import load
from countermove.model.conflict import Conflict

Benchmark = Any


def conflict_of(levels: int, options: int = 1) -> Conflict:
    """Return a conflict of four parties, each with options of some levels, or done or not."""
    option: Any = {"text": "Choice", "levels": {f"l{k}": f"Level {k}" for k in range(levels)}}
    own = {f"o{k}": option if levels > 2 else f"Option {k}" for k in range(options)}
    said = "is l1" if levels > 2 else ""
    names = [f"p{dm}.o{k} {said}".strip() for dm in range(4) for k in range(options)]
    luck = random.Random(1)
    return Conflict.model_validate(
        {
            "format": "countermove/1",
            "title": "Choices",
            "decision_makers": {f"p{k}": {"name": f"Party {k}", "options": own} for k in range(4)},
            "preferences": {
                f"p{k}": {"statements": [" xor ".join(luck.sample(names, 2)) for _ in range(4)]}
                for k in range(4)
            },
        }
    )


@pytest.mark.benchmark(group="options with levels")
def test_for_each_outcome_as_fast_as_options_done_or_not(benchmark: Benchmark) -> None:
    """The target: no slower than as many outcomes of options that are done or not."""
    binary, leveled = build(conflict_of(2, options=4)), build(conflict_of(16))
    assert len(binary.states) == len(leveled.states) == 1 << 16
    benchmark.pedantic(lambda: solve(leveled), rounds=5, warmup_rounds=1)
    ratio = benchmark.stats.stats.min / seconds(lambda: solve(binary), rounds=5)
    benchmark.extra_info["times as long"] = f"{ratio:.2f}"


@pytest.mark.benchmark(group="options with levels")
def test_three_with_fifty_strategies_each(benchmark: Benchmark, tmp_path: Path) -> None:
    """The target: 125,000 outcomes read from a file and solved in less than a second."""
    names = ("row", "column", "pillar")
    luck = random.Random(1)
    lines = ['format = "countermove/1"', 'title = "Fifty strategies each"']
    for name in names:
        levels = ", ".join(f's{k} = "{name} {k}"' for k in range(1, 51))
        lines += [f"[decision_makers.{name}]", f'name = "{name.title()}"']
        lines += [f"[decision_makers.{name}.options.of-{name}]", 'text = "Strategy"']
        lines += ["ordered = true", f"levels = {{ {levels} }}"]
    lines.append("[preferences]")
    for name in names:
        wishes = []
        for _ in range(8):
            one, other = luck.sample(names, 2)
            low, high = luck.randint(2, 50), luck.randint(1, 49)
            wishes.append(f'"of-{one} at least s{low} and of-{other} at most s{high}"')
        lines.append(f"{name}.statements = [{', '.join(wishes)}]")
    path = tmp_path / "fifty.toml"

    def fresh() -> None:
        # Written anew, so that it is read anew.
        path.write_text("\n".join([*lines, f"# {luck.random()}"]), "utf-8")

    solution = benchmark.pedantic(lambda: solve(load(path)), setup=fresh, rounds=3)
    assert len(solution.model.states) == 125_000
