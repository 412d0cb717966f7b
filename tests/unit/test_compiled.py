"""The compiled kernels are found where they were built, and not missed where they weren't."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from countermove.compiled import absence, kernels

STUB = Path(__file__).parents[2] / "src" / "_countermove_kernels.pyi"


def said(script: str, **environment: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=True,
    )
    return result.stdout.strip()


def test_there_are_kernels_or_a_reason_why_not() -> None:
    assert (kernels() is None) == bool(absence())


@pytest.mark.parametrize("value", ["off", "OFF"])
def test_they_can_be_switched_off(value: str) -> None:
    script = "from countermove.compiled import *; print(kernels(), absence())"
    assert said(script, COUNTERMOVE_KERNELS=value) == ("None switched off by COUNTERMOVE_KERNELS")


def test_what_was_not_built_is_said_to_be_so() -> None:
    script = (
        "import sys; sys.modules['_countermove_kernels'] = None\n"
        "from countermove.compiled import *; print(kernels(), absence())"
    )
    assert said(script, COUNTERMOVE_KERNELS="").startswith("None not built")


def test_what_cannot_be_loaded_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "_countermove_kernels.py").write_text("raise ImportError('no such symbol')")
    # Without the import hook of an editable install, which would find the real one first.
    script = (
        "import sys; sys.meta_path = [finder for finder in sys.meta_path if type(finder) is type]\n"
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        "from countermove.compiled import *; print(kernels(), absence())"
    )
    assert said(script, COUNTERMOVE_KERNELS="") == (
        "None built, but can't be loaded: no such symbol"
    )


def test_they_are_loaded_when_they_are_asked_for_and_not_before() -> None:
    script = (
        "import sys, countermove, countermove.compiled as compiled\n"
        "before = '_countermove_kernels' in sys.modules\n"
        "print(before, (compiled.kernels() is None) == ('_countermove_kernels' not in sys.modules))"
    )
    assert said(script) == "False True"


@pytest.mark.skipif(kernels() is None, reason=absence())
def test_the_stub_declares_what_there_is() -> None:
    """What the type checker believes of the extension is so."""
    body = ast.parse(STUB.read_text(encoding="utf-8")).body
    declared = {
        node.name: node for node in body if isinstance(node, (ast.ClassDef, ast.FunctionDef))
    }
    assert set(declared) == {name for name in dir(kernels()) if not name.startswith("_")}
    for name, node in declared.items():
        if isinstance(node, ast.ClassDef):
            members = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
            present = {m for m in vars(getattr(kernels(), name)) if not m.startswith("_")}
            assert members - {"__init__"} == present
