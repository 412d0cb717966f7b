"""The examples in README.md, CONTRIBUTING.md and docs/: run them, and write what they print.

A page may hold model files and console blocks. A code block is a file if its first line is a
comment with its name: ``# wage.toml``. ``# added to wage.toml`` goes on with it, and ``# changed in
wage.toml`` holds a table of it, written anew. Where a comment isn't possible,
``<!-- file: dispute.gmcr -->`` stands above the block.

In a console block, lines that begin with ``$ countermove`` are run in the folder with those files,
in the order of the page, and what follows is what they print. A line ``…`` stands for any number
of lines.

    python docs/examples.py            say which pages are out of date
    python docs/examples.py --write    write what the examples print

Read what --write has changed before it is committed: it writes down mistakes, too.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from difflib import unified_diff
from io import StringIO
from pathlib import Path

from countermove.cli.app import main as countermove

ROOT = Path(__file__).parent.parent
PROMPT = "$ countermove "
KEPT = ("index", "2x2-games")
"""The pages of the gallery that aren't written by the program."""
_FENCED = re.compile(
    r"(?:^<!-- file: (\S+) -->\n\n?)?^```(\w+)?[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_FILE = re.compile(r"# (added to |changed in |)([\w/-]+\.\w+)\n")
# Times differ from run to run, and without compiled kernels NumPy answers.
_VARYING = re.compile(
    r'(?<="seconds": )[\d.e-]+|\b\d+(\.\d+)? (ms|s)\b'
    r'|(?<=engine: )(compiled|numpy)\b|(?<="engine": ")(compiled|numpy)", "why": "[^"]*'
)


@dataclass(frozen=True)
class Block:
    """A fenced block of code: its language, its content, and the name that stands above it."""

    language: str
    content: str
    above: str | None = None


def pages() -> list[Path]:
    """Return the pages with examples; those of the gallery are written by the program."""
    written = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    return sorted(p for p in written if p.parent != ROOT / "docs" / "gallery" or p.stem in KEPT)


def blocks(text: str) -> Iterator[Block]:
    """Give the blocks of code of a page."""
    for match in _FENCED.finditer(text):
        yield Block(match[2] or "", match[3], match[1])


def write_file(block: Block) -> None:
    """Write the file that a block holds, or what it says about one."""
    match = _FILE.match(block.content)
    if block.above:
        Path(block.above).write_text(block.content, encoding="utf-8")
    elif match and block.language == "toml":
        file = Path(match[2])
        text = file.read_text("utf-8") if match[1] else ""
        if match[1] == "changed in ":
            table = block.content[match.end() :]
            old = re.escape(table.partition("\n")[0]) + r"\n.*?(?=^\[|\Z)"
            text, found = re.subn(old, lambda _: f"{table}\n", text, flags=re.M | re.S)
            if found != 1:
                raise ValueError(f"{file} has {found} tables to change for: {table}")
        else:
            text += block.content
        file.write_text(text, encoding="utf-8")


def run(command: str) -> str:
    """Return what a command prints, mistakes included, on a terminal of 80 columns."""
    printed = StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        countermove(shlex.split(command.removeprefix(PROMPT)))
    return "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())


def output_of(content: str) -> str:
    """Run the commands of a console block; return the block as it ought to be."""
    parts = re.split(rf"^(?={re.escape(PROMPT)})", content, flags=re.MULTILINE)
    written = parts[0]
    for part in parts[1:]:
        command, _, expected = part.partition("\n")
        printed = run(command)
        written += f"{command}\n{expected if agrees(expected, printed) else printed}"
    return written


def agrees(expected: str, printed: str) -> bool:
    """Say whether a command printed what a page says; but for what varies."""
    pattern = "".join(
        r"(?:.*\n)*" if line == "…" else re.escape(_VARYING.sub("VARYING", line)) + r"\n"
        for line in expected.rstrip("\n").split("\n")
        if line or expected.strip()
    )
    return bool(re.fullmatch(pattern + r"\n*", _VARYING.sub("VARYING", printed)))


@contextlib.contextmanager
def empty_folder() -> Iterator[None]:
    """Work in an empty folder, as on a terminal that shows no colours and is 80 columns wide."""
    before, here = dict(os.environ), Path.cwd()
    os.environ["COLUMNS"] = "80"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(here)
            os.environ.clear()
            os.environ.update(before)


def renewed(text: str) -> str:
    """Return a page with what its examples print now."""
    with empty_folder():
        for block in list(blocks(text)):
            write_file(block)
            if block.language == "console":
                new = output_of(block.content)
                text = text.replace(f"console\n{block.content}```", f"console\n{new}```", 1)
    return text


def main() -> int:
    """Compare the pages with the program, or write them again."""
    stale = False
    for page in pages():
        text = page.read_text("utf-8")
        new = renewed(text)
        if new == text:
            continue
        if "--write" in sys.argv:
            page.write_text(new, "utf-8")
        stale = True
        name = str(page.relative_to(ROOT))
        diff = unified_diff(text.splitlines(), new.splitlines(), name, name, lineterm="")
        sys.stdout.write("\n".join(diff) + "\n")
    return int(stale and "--write" not in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
