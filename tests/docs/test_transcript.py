"""The lesson with an assistant tells the truth: its calls are made, and answered as it says.

To write the answers again after a change that is meant: COUNTERMOVE_GOLDEN=write; read them then.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from assistants import Played, played
from countermove.files.gallery import case_documents
from doc_scripts import ROOT, script

examples = script("examples")
PAGE = ROOT / "docs" / "tutorials" / "from-a-report-with-an-assistant.md"
CALL = re.compile(r'^```json\n(\{"tool": [^\n]*\})\n```\n\n```text\n(.*?)^```$', re.M | re.S)
FILE = re.compile(r"^```toml\n(# ward\.toml\n.*?)^```$", re.M | re.S)


def answered(assistant: Played, page: str) -> str:
    """Return the page with the answers that its calls are given; those that agree stay."""
    (file,) = FILE.findall(page)

    def again(match: re.Match[str]) -> str:
        arguments = json.loads(match[1])
        if "content" in arguments:
            arguments["content"] = file
        text = assistant.call(arguments.pop("tool"), **arguments).text.rstrip() + "\n"
        whole, begin = match[0], match.start(2) - match.start()
        return whole if examples.agrees(match[2], text) else f"{whole[:begin]}{text}```"

    return CALL.sub(again, page)


def test_an_assistant_is_answered_as_the_lesson_says(tmp_path: Path) -> None:
    for name, content in case_documents("night-ward").items():
        (tmp_path / name).write_bytes(content)
    page = PAGE.read_text("utf-8")
    assert len(CALL.findall(page)) == page.count('{"tool": ') >= 6
    with played(tmp_path) as assistant:
        now = answered(assistant, page)
    if os.environ.get("COUNTERMOVE_GOLDEN") == "write":
        PAGE.write_text(now, "utf-8")
    assert now == PAGE.read_text("utf-8")
