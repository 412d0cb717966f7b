"""The command ``countermove``: where it starts and how it ends.

Almost nothing is imported before :func:`main` runs, so that Ctrl-C ends the program quietly
from the first moment on.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

DONE, WRONG, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    try:
        from countermove.cli.program import run

        return run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        return INTERRUPTED
