"""What CONTRIBUTING.md adds works as it says, for all that can be added."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@pytest.fixture
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the package with the files from the page in it."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    found = re.findall(r"^```python\n# src/(\S+\.py)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(found) == page.count("\n# src/")
    copy = tmp_path_factory.mktemp("extended")
    # What is compiled is copied with it, and stays so: all is as old as it was.
    ignored = shutil.ignore_patterns(".*")
    shutil.copytree(ROOT / "src" / "countermove", copy / "countermove", ignore=ignored)
    for name, text in found:
        path = copy / name
        assert not path.exists()
        path.write_text(text, encoding="utf-8")
    _add_the_key(page, copy / "countermove" / "model" / "preference.py")
    return copy


def _add_the_key(page: str, path: Path) -> None:
    """Add the key of the kind of preference to those of a preference, as the page says."""
    (field,) = re.findall(
        r"^```python\n(    \w+: Annotated.*?)^```$", page, re.MULTILINE | re.DOTALL
    )
    name = field.partition(":")[0].strip()
    before, it, after = path.read_text("utf-8").partition("class Preference(Wants):")
    assert it
    added, kinds = re.subn(r"(    kinds = \(.*?)\)\n", rf'\1, "{name}")\n', after, count=1)
    added, fields = re.subn(
        r"^    because: Because", f"{field}    because: Because", added, count=1, flags=re.MULTILINE
    )
    assert kinds == fields == 1
    path.write_text(before + it + added, encoding="utf-8")


def test_what_the_page_adds_works(extended: Path, tmp_path: Path) -> None:
    """The commands, Python, the report, the web app, the API and the laws have all of it."""
    path = os.pathsep.join(map(str, (extended, ROOT / "tests")))
    result = subprocess.run(
        [sys.executable, str(HERE / "uses.py")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        # The processes that the app starts need not compile the copy again.
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": ""},
        cwd=tmp_path,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
