"""Uses everything that CONTRIBUTING.md adds to a copy of the package, in one process.

Run by test_contributing.py, with that copy first on the path, in an empty folder.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path


def use_all() -> None:
    """Use each in a folder of its own, and say of all what doesn't work."""
    wrong = []
    top = Path.cwd()
    for script in sorted(Path(__file__).parent.glob("uses_*.py")):
        folder = top / script.stem
        folder.mkdir()
        os.chdir(folder)
        try:
            import_module(f"docs.{script.stem}").main()
        except Exception as error:
            wrong.append(error)
    if wrong:
        raise ExceptionGroup("what the page adds doesn't work", wrong)


if __name__ == "__main__":  # not in the processes that work for the app
    use_all()
