"""A name means one thing: no two classes of the package have the same."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import countermove


def test_no_two_classes_have_one_name() -> None:
    top = Path(countermove.__file__).parent
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(top.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(f"{path.relative_to(top)}:{node.lineno}")
    assert {name: places for name, places in found.items() if len(places) > 1} == {}
