"""Draw the README's picture: what ``countermove solve talks-2025`` prints, as SVG.

Run by ``make picture``. Rich draws it from the program's own output, colours included; the fonts
that it would fetch from elsewhere are left out.
"""

from __future__ import annotations

import re
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from countermove.cli.app import main as countermove

PICTURE = Path(__file__).parent / "pictures" / "talks-2025.svg"
COMMAND = ("solve", "talks-2025")

_LIGHT = TerminalTheme(
    (255, 255, 255),
    (30, 33, 38),
    [
        *((30, 33, 38), (178, 34, 34), (20, 110, 60), (150, 90, 0)),
        *((30, 80, 160), (120, 50, 140), (0, 110, 120), (110, 115, 122)),
    ],
)


class _Terminal(StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def printed() -> str:
    """Return what the command prints on a terminal with colours."""
    terminal = _Terminal()
    plain = {"COLUMNS": "80", "TERM": "xterm", "NO_COLOR": ""}
    with patch.dict("os.environ", plain), redirect_stdout(terminal):
        countermove(COMMAND)
    return terminal.getvalue()


def drawn(output: str) -> str:
    """Return the picture of an output."""
    console = Console(record=True, width=80, file=StringIO(), force_terminal=True)
    console.print(Text(f"$ countermove {' '.join(COMMAND)}", style="bold"))
    console.print(Text.from_ansi(output))
    svg = console.export_svg(title="countermove", theme=_LIGHT, unique_id="talks")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(drawn(printed()), encoding="utf-8")
    sys.stdout.write(f"{PICTURE}\n")
