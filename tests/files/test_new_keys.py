"""A new key of the model file is one line: added to a copy of the package, it does all at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import countermove

HERE = Path(__file__).parent

# What is put in behind a line of the model.
NEW = {
    "    stops: Text | None = None\n": (
        "    colour: Text | None = None\n    rivals: Items[OptionName] = ()\n"
    ),
    "    always: StatementText | None = None\n": "    unless: StatementText | None = None\n",
    "    at_most_one: Annotated[_Groups, Written(at_most=1)] = ()\n": (
        "    at_most_two: Annotated[_Groups, Written(at_most=2)] = ()\n"
    ),
}


def test_keys_that_are_added_by_a_line_each(tmp_path: Path) -> None:
    package = Path(countermove.__file__).parent
    copy = tmp_path / "countermove"
    copy.mkdir()
    for entry in package.iterdir():
        if entry.name != "model":
            (copy / entry.name).symlink_to(entry)
    (copy / "model").mkdir()
    for module in (package / "model").glob("*.py"):
        text = module.read_text(encoding="utf-8")
        if module.name == "parts.py":
            for before, line in NEW.items():
                assert text.count(before) == 1
                text = text.replace(before, before + line)
        (copy / "model" / module.name).write_text(text, encoding="utf-8")
    (tmp_path / "models").mkdir()
    done = subprocess.run(
        [sys.executable, HERE / "with_new_keys.py", tmp_path / "models"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stderr
