"""What people read says party and outcome; the API, the notes for it and the literature don't."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import countermove

TOP = Path(countermove.__file__).parent
# The keys of a file of GMCR+ are its own, and are told as they are called there.
ELSEWHERE = {"files/importers/gmcr_plus/content.py"}
ERRORS = {"Problem", "unknown", "suggestion"}
OTHER_WORDS = re.compile(
    r"\bdecision makers?\b|(?<!countermove )(?<![\['\w])\bstates?\b(?![\]'\w])"
)


def texts_of_errors(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS:
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def test_errors_speak_of_parties_and_outcomes() -> None:
    found = {
        f"{path.relative_to(TOP)}: {text}"
        for path in TOP.rglob("*.py")
        if str(path.relative_to(TOP)) not in ELSEWHERE
        for text in texts_of_errors(ast.parse(path.read_text("utf-8")))
        if OTHER_WORDS.search(text) and " " in text
    }
    assert found == set()


def test_reports_and_commands_speak_of_parties_and_outcomes() -> None:
    found = {
        f"{path.relative_to(TOP)}: {line.strip()}"
        for folder in ("web/templates", "report/templates")
        for path in (TOP / folder).rglob("*.html")
        for line in path.read_text("utf-8").splitlines()
        if "decision maker" in line
    }
    assert found == set()
